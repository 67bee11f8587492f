package service

import "slices"

// More is what only the core API tells of a person. As with [Details] nil is
// "never set", and in a patch "leave alone".
type More struct {
	City             *string `json:"city"`
	Province         *string `json:"province"`
	PhoneCountryCode *string `json:"phoneCountryCode"`
	ExternalID       *string `json:"externalId"`
}

func (m *More) merge(patch More) {
	merged := []**string{&m.City, &m.Province, &m.PhoneCountryCode, &m.ExternalID}
	for i, value := range []*string{patch.City, patch.Province, patch.PhoneCountryCode, patch.ExternalID} {
		if value != nil {
			*merged[i] = value
		}
	}
}

// Person is a user as the core API tells of one. Its JSON is the one of the
// endpoints that are no GraphQL. Null is what nobody has said.
type Person struct {
	ID             string   `json:"id"`
	ARN            string   `json:"arn"`
	UserPoolID     string   `json:"userPoolId"`
	Status         *string  `json:"status"`
	Username       *string  `json:"username"`
	Email          *string  `json:"email"`
	EmailVerified  *bool    `json:"emailVerified"`
	Phone          *string  `json:"phone"`
	PhoneVerified  *bool    `json:"phoneVerified"`
	UnionID        *string  `json:"unionid"`
	OpenID         *string  `json:"openid"`
	RegisterSource []string `json:"registerSource"`
	Token          *string  `json:"token"`
	TokenExpiredAt *string  `json:"tokenExpiredAt"`
	LoginsCount    int      `json:"loginsCount"`
	LastLogin      *string  `json:"lastLogin"`
	LastIP         *string  `json:"lastIP"`
	SignedUp       *string  `json:"signedUp"`
	Blocked        *bool    `json:"blocked"`
	IsDeleted      *bool    `json:"isDeleted"`
	CreatedAt      *string  `json:"createdAt"`
	UpdatedAt      *string  `json:"updatedAt"`
	NewlyCreated   *bool    `json:"newlyCreated"`
	Details
	More
	Identities []Identity  `json:"identities"`
	CustomData []UDFValue  `json:"customData"`
	Groups     []CoreGroup `json:"-"`
}

// Identity is an account at an identity provider.
type Identity struct {
	OpenID       *string `json:"openid"`
	UserIDInIDP  *string `json:"userIdInIdp"`
	UserID       *string `json:"userId"`
	ConnectionID *string `json:"connectionId"`
	IsSocial     *bool   `json:"isSocial"`
	Provider     *string `json:"provider"`
	Type         *string `json:"type"`
	UserPoolID   *string `json:"userPoolId"`
	ExtIDPID     *string `json:"extIdpId"`
}

// said is what somebody said; nil where they said nothing.
func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// saidAt is said for a time, which the core API writes in ISO 8601.
func saidAt(time string) *string { return said(isoText(time)) }

// tellPerson gives a user as the core API tells of one. It shares nothing that
// the service still changes. The lock is held.
func (p *pool) tellPerson(u *User) *Person {
	return &Person{
		ID: u.ID, ARN: u.arn(), UserPoolID: u.Pool, Status: new(u.status()),
		Username: said(u.Username), Email: said(u.Email), EmailVerified: new(u.EmailVerified),
		Phone: said(u.Phone), PhoneVerified: new(u.PhoneVerified), UnionID: said(u.UnionID), OpenID: said(u.OpenID),
		RegisterSource: u.registerSource(), TokenExpiredAt: saidAt(u.TokenExpiredAt),
		LoginsCount: u.LoginsCount, LastLogin: saidAt(u.LastLogin), LastIP: said(u.LastIP), SignedUp: saidAt(u.SignedUp),
		Blocked: new(u.Blocked), IsDeleted: new(u.Deleted), CreatedAt: saidAt(u.SignedUp), UpdatedAt: saidAt(u.UpdatedAt),
		Details: u.Details, More: u.more,
		Identities: tell(u.allBindings(), Binding.identity), CustomData: p.values(udfUser, u.ID),
		Groups: tell(p.access.groupsOf(u), tellCoreGroup),
	}
}

func (b Binding) identity() Identity {
	return Identity{
		OpenID: said(b.OpenID), UserIDInIDP: said(b.UnionID), UserID: said(b.User), ConnectionID: said(b.Connection),
		IsSocial: new(!b.Enterprise), Provider: said(b.Type), Type: new("unionid"), UserPoolID: said(b.Pool), ExtIDPID: said(b.Connection),
	}
}

// status is where a user stands: the core API has a word for it.
func (u *User) status() string {
	switch {
	case u.Deleted:
		return "Archived"
	case u.Blocked:
		return "Suspended"
	}
	return "Activated"
}

// registerSource says how a user registered; the classic API has one word for it.
func (u *User) registerSource() []string {
	if len(u.sources) > 0 {
		return slices.Clone(u.sources)
	}
	return []string{u.RegisterMethod}
}

// withToken is the answer to a sign-in.
func (p *Person) withToken(token string) *Person {
	p.Token = &token
	return p
}

// tellPerson gives a user whom a call is about. Who asks about themselves gets the
// token that they asked with: the published client goes on with the one of every
// such answer, and would be signed out by an answer without.
func (c caller) tellPerson(u *User) *Person {
	told := c.pool.tellPerson(u)
	if c.user == u {
		return told.withToken(c.token)
	}
	return told
}
