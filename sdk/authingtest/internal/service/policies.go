package service

import (
	"errors"
	"slices"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Resource is something that a policy lets people use.
type Resource struct {
	Code    string   `json:"code"`
	Type    string   `json:"type"` // DATA, API, MENU, UI or BUTTON
	Actions []string `json:"actions"`
	API     string   `json:"apiIdentifier"` // address; "" for what is no API
}

// Policy lets whoever is given it use resources. The API has no call that makes
// one.
type Policy struct {
	Code, Namespace string
	Resources       []Resource
}

// Assignment is the fact that somebody has been given a policy.
type Assignment struct {
	Policy, Namespace  string
	TargetType, Target string // such as USER and the user's ID, or ROLE and the role's code
}

// The kinds of what a policy can be given to.
const (
	toUser  = "USER"
	toRole  = "ROLE"
	toGroup = "GROUP"
	toOrg   = "ORG" // a department
)

// AddPolicy puts a policy into a pool.
func (s *Service) AddPolicy(poolID string, added Policy) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return err
	}
	if added.Code == "" {
		return errors.New("a policy needs a code")
	}
	added.Namespace = inNamespace(added.Namespace)
	if p.policy(added.Namespace, added.Code) != nil {
		return errors.New("there is a policy " + added.Code + " already")
	}
	p.policies = append(p.policies, added)
	return nil
}

func (p *pool) policy(namespace, code string) *Policy {
	if i := slices.IndexFunc(p.policies, func(one Policy) bool { return one.Namespace == namespace && one.Code == code }); i >= 0 {
		return &p.policies[i]
	}
	return nil
}

// NewAssignments is policies to be given to some, or to be taken from them.
type NewAssignments struct {
	Policies   []string
	TargetType string
	Targets    []string
	Namespace  string
}

// assignments gives what is asked for one by one; what does not exist is refused.
// A published client says USER where it means a role: what is no user is taken for
// one.
func (p *pool) asked(in NewAssignments) ([]Assignment, error) {
	namespace := inNamespace(in.Namespace)
	var all []Assignment
	for _, target := range in.Targets {
		kind := in.TargetType
		if kind == toUser && p.byID(target) == nil && p.anyRole(namespace, target) != nil {
			kind = toRole
		}
		if err := p.hasTarget(kind, namespace, target); err != nil {
			return nil, err
		}
		for _, code := range in.Policies {
			if p.policy(namespace, code) == nil {
				return nil, refusef(authing.CodePermissionNotFound, "policy %q does not exist", code)
			}
			all = with(all, Assignment{Policy: code, Namespace: namespace, TargetType: kind, Target: target})
		}
	}
	if len(all) == 0 {
		return nil, refuse(authing.CodeParametersIncomplete)
	}
	return all, nil
}

// hasTarget refuses what a policy cannot be given to because it is not there.
func (p *pool) hasTarget(kind, namespace, target string) error {
	switch kind {
	case toUser:
		_, err := p.user(target)
		return err
	case toRole:
		if p.anyRole(namespace, target) == nil {
			return refuse(authing.CodeRoleNotFound)
		}
		return nil
	case toGroup, toOrg:
		_, err := p.groupByCode(target)
		return err
	}
	return refusef(authing.CodeParametersIncomplete, "the box gives no policies to %s", kind)
}

// AddAssignments gives policies, all or none. Having one already is no error.
func (s *Service) AddAssignments(by Asker, in NewAssignments) error {
	return s.changeAssignments(by, in, with)
}

// RemoveAssignments takes policies away, all or none.
func (s *Service) RemoveAssignments(by Asker, in NewAssignments) error {
	return s.changeAssignments(by, in, without)
}

func (s *Service) changeAssignments(by Asker, in NewAssignments, change func([]Assignment, ...Assignment) []Assignment) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	all, err := p.asked(in)
	if err != nil {
		return err
	}
	p.assignments = change(p.assignments, all...)
	return nil
}

// Assignments gives a page of who has been given which policy, counted from 1.
// What of the filter is "" lets everything pass.
func (s *Service) Assignments(by Asker, filter Assignment, page, limit int) (Page[Assignment], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return Page[Assignment]{}, err
	}
	passes := func(wanted, is string) bool { return wanted == "" || wanted == is }
	found := slices.DeleteFunc(slices.Clone(p.assignments), func(a Assignment) bool {
		return !passes(filter.Namespace, a.Namespace) || !passes(filter.Policy, a.Policy) ||
			!passes(filter.TargetType, a.TargetType) || !passes(filter.Target, a.Target)
	})
	return paged(found, page, limit), nil
}

// unassign takes every policy away from what is no more.
func (p *pool) unassign(kinds []string, target string) {
	p.assignments = slices.DeleteFunc(p.assignments, func(a Assignment) bool {
		return slices.Contains(kinds, a.TargetType) && a.Target == target
	})
}

// holds tells whether a policy was given to one of some: a user, roles, groups.
func (a Assignment) holds(u *User, roles []*role, groups []*group) bool {
	switch a.TargetType {
	case toUser:
		return u != nil && a.Target == u.ID
	case toRole:
		return slices.ContainsFunc(roles, func(r *role) bool { return r.code() == a.Target })
	default:
		return slices.ContainsFunc(groups, func(g *group) bool { return g.code() == a.Target })
	}
}

// resources gives what policies of a namespace let some use, each once; "" is
// every namespace, and every kind of resource.
func (p *pool) resources(namespace, kind string, holds func(Assignment) bool) []Resource {
	found := []Resource{}
	for _, a := range p.assignments {
		if namespace != "" && a.Namespace != namespace || !holds(a) {
			continue
		}
		policy := p.policy(a.Namespace, a.Policy)
		if policy == nil { // in a data file that somebody else wrote
			continue
		}
		for _, r := range policy.Resources {
			known := slices.ContainsFunc(found, func(one Resource) bool { return one.Code == r.Code && one.Type == r.Type })
			if !known && (kind == "" || kind == r.Type) {
				found = append(found, r)
			}
		}
	}
	return found
}

// UserResources gives what a user may use, by their own right or by that of roles,
// groups and departments: the owner asks about anybody, a user about themselves.
func (s *Service) UserResources(by Asker, userID, namespace, kind string) ([]Resource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, userID)
	if err != nil {
		return nil, err
	}
	roles, groups := c.pool.access.rolesOf(u), c.pool.access.groupsOf(u)
	return c.pool.resources(namespace, kind, func(a Assignment) bool { return a.holds(u, roles, groups) }), nil
}
