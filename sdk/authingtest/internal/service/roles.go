package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Group is a role of the older kind, which the API calls a group. A pool gives
// every user the one called default.
type Group struct {
	ID          string `json:"_id"`
	Pool        string `json:"client"`
	Name        string `json:"name"`
	Description string `json:"descriptions"`
	Permissions string `json:"permissions"` // JSON text
	CreatedAt   string `json:"createdAt"`
}

// Holding is the fact that a user holds a role of the older kind.
type Holding struct {
	ID, Since string
	User      *User
	Role      Group
}

// holding is a Holding as the service holds it with the user.
type holding struct {
	id, since string
	role      *Group
}

func (s *Service) give(u *User, r *Group) {
	u.held = append(u.held, holding{id: newID(), since: s.stamp(), role: r})
}

func (u *User) holding(r *Group) (Holding, bool) {
	i := slices.IndexFunc(u.held, func(h holding) bool { return h.role == r })
	if i < 0 {
		return Holding{}, false
	}
	return u.tellHolding(u.held[i]), true
}

func (u *User) tellHolding(h holding) Holding {
	return Holding{ID: h.id, Since: h.since, User: u.copy(), Role: *h.role}
}

// holders gives who holds a role, in the order of registration.
func (p *pool) holders(r *Group) []Holding {
	found := []Holding{}
	for _, u := range p.users {
		if held, ok := u.holding(r); ok {
			found = append(found, held)
		}
	}
	return found
}

func (p *pool) role(id string) (*Group, error) {
	if i := slices.IndexFunc(p.roles, func(r *Group) bool { return r.ID == id }); i >= 0 {
		return p.roles[i], nil
	}
	return nil, refuse(authing.CodeRoleNotFound)
}

// freeName refuses a name that is empty, or that a role other than self has.
func (p *pool) freeName(self *Group, name string) error {
	if strings.TrimSpace(name) == "" {
		return refusef(authing.CodeParametersIncomplete, "name missing")
	}
	if slices.ContainsFunc(p.roles, func(r *Group) bool { return r != self && r.Name == name }) {
		return refusef(authing.CodeParametersIncomplete, "there is a role of that name already")
	}
	return nil
}

// Only the owner of a pool may read and change its roles.

// CreateRole creates a role of the older kind.
func (s *Service) CreateRole(bearer, poolID, name, description string) (Group, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Group{}, err
	}
	if err := p.freeName(nil, name); err != nil {
		return Group{}, err
	}
	created := &Group{ID: newID(), Pool: p.id, Name: name, Description: description, CreatedAt: s.stamp()}
	p.roles = append(p.roles, created)
	return *created, nil
}

// UpdateRole changes a role of the older kind; a description and permissions
// that are nil stay.
func (s *Service) UpdateRole(bearer, poolID, id, name string, description, permissions *string) (Group, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Group{}, err
	}
	r, err := p.role(id)
	if err != nil {
		return Group{}, err
	}
	if err := p.freeName(r, name); err != nil {
		return Group{}, err
	}
	r.Name = name
	set(&r.Description, description)
	set(&r.Permissions, permissions)
	return *r, nil
}

// Roles gives a page of the roles of the older kind in the order of creation,
// the one called default first.
func (s *Service) Roles(bearer, poolID string, page, count int) (Page[Group], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[Group]{}, err
	}
	return tellPage(paged(p.roles, page, count), func(r *Group) Group { return *r }), nil
}

// RoleHolders gives a page of those who hold a role of the older kind.
func (s *Service) RoleHolders(bearer, poolID, id string, page, count int) (Page[Holding], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[Holding]{}, err
	}
	r, err := p.role(id)
	if err != nil {
		return Page[Holding]{}, err
	}
	return paged(p.holders(r), page, count), nil
}

// HeldRoles gives the roles of the older kind that a user holds.
func (s *Service) HeldRoles(bearer, poolID, userID string) ([]Holding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return nil, err
	}
	u, err := p.user(userID)
	if err != nil {
		return nil, err
	}
	return tell(u.held, u.tellHolding), nil
}

// AssignRole gives a user a role of the older kind, and gives all who hold it.
// Holding it already is no error.
func (s *Service) AssignRole(bearer, poolID, userID, id string) ([]Holding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, u, r, err := s.userAndRole(bearer, poolID, userID, id)
	if err != nil {
		return nil, err
	}
	if _, held := u.holding(r); !held {
		s.give(u, r)
	}
	return p.holders(r), nil
}

// RemoveRole takes a role of the older kind away from a user who holds it.
func (s *Service) RemoveRole(bearer, poolID, userID, id string) (Holding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, r, err := s.userAndRole(bearer, poolID, userID, id)
	if err != nil {
		return Holding{}, err
	}
	held, ok := u.holding(r)
	if !ok {
		return Holding{}, refusef(authing.CodeRoleNotFound, "the user does not hold the role")
	}
	u.held = slices.DeleteFunc(u.held, func(h holding) bool { return h.role == r })
	return held, nil
}

func (s *Service) userAndRole(bearer, poolID, userID, id string) (*pool, *User, *Group, error) {
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return nil, nil, nil, err
	}
	u, err := p.user(userID)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := p.role(id)
	return p, u, r, err
}
