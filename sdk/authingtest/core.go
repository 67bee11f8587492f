package authingtest

import (
	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// SetAppMFA sets whether an application asks everybody who signs in to it, by the
// core API or by the issuer's form, for a second factor; none does at first. The ID is [Pool.AppID] or that
// of an application that was added.
func (p *Pool) SetAppMFA(appID string, required bool) error {
	return p.settled(p.service.SetAppMFA(p.PoolID, appID, required))
}

// RecoveryCode gives the recovery code that a user was given with their
// authenticator: it is good once as a second factor, in place of what the
// authenticator shows.
func (p *Pool) RecoveryCode(userID string) (authing.Secret, error) {
	code, err := p.service.RecoveryCode(p.PoolID, userID)
	return authing.Secret(code), p.settled(err)
}

// Policy lets whoever it is given to use resources.
type Policy struct {
	Code      string
	Namespace string // permission group; the pool's own, which is called default, when empty
	Resources []Resource
}

// Resource is something that may be used.
type Resource struct {
	Code          string   // such as order:*
	Type          string   // DATA, API, MENU, UI or BUTTON
	Actions       []string // such as order:read, or * for anything
	APIIdentifier string   // address, of an API
}

// AddPolicy puts a policy into the pool. The core API gives policies to users,
// roles and groups, but has no call that makes one.
func (p *Pool) AddPolicy(policy Policy) error {
	added := service.Policy{Code: policy.Code, Namespace: policy.Namespace}
	for _, r := range policy.Resources {
		added.Resources = append(added.Resources, service.Resource{Code: r.Code, Type: r.Type, Actions: r.Actions, API: r.APIIdentifier})
	}
	return p.settled(p.service.AddPolicy(p.PoolID, added))
}
