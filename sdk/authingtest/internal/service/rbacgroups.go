package service

import "github.com/authing-community/authing-go/sdk/authing"

// Only the owner of a pool may read and change its groups, roles and
// permissions.

// withGroup lets the owner do something with a group.
func (s *Service) withGroup(bearer, id string, do func(*pool, *group) error) (RBACGroup, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return RBACGroup{}, err
	}
	g, err := p.rbacGroup(id)
	if err != nil {
		return RBACGroup{}, err
	}
	if err := do(p, g); err != nil {
		return RBACGroup{}, err
	}
	return tellGroup(g), nil
}

// RBACGroup gives a group.
func (s *Service) RBACGroup(bearer, id string) (RBACGroup, error) {
	return s.withGroup(bearer, id, func(*pool, *group) error { return nil })
}

// RBACGroups gives a page of the pool's groups.
func (s *Service) RBACGroups(bearer, poolID string, by Cut) (Page[RBACGroup], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[RBACGroup]{}, err
	}
	return tellPage(cutItems(p.access.groups, by), tellGroup), nil
}

// RBACGroupUsers gives a page of the users in a group.
func (s *Service) RBACGroupUsers(bearer, id string, by Cut) (page Page[*User], err error) {
	_, err = s.withGroup(bearer, id, func(p *pool, g *group) error {
		page = p.cutUsers(g.users, by)
		return nil
	})
	return page, err
}

// CreateRBACGroup creates a group.
func (s *Service) CreateRBACGroup(bearer string, in NewEntry) (RBACGroup, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, in.Pool)
	if err != nil {
		return RBACGroup{}, err
	}
	e, err := s.newEntry(p, in)
	if err != nil {
		return RBACGroup{}, err
	}
	g := &group{Entry: e}
	p.access.groups = append(p.access.groups, g)
	return tellGroup(g), nil
}

// UpdateRBACGroup changes a group's name or description.
func (s *Service) UpdateRBACGroup(bearer string, in EntryPatch) (RBACGroup, error) {
	return s.withGroup(bearer, in.ID, func(_ *pool, g *group) error { return s.update(&g.Entry, in) })
}

// DeleteRBACGroups deletes groups, all or none. One that is a node of an
// organisation has to be taken out of it first.
func (s *Service) DeleteRBACGroups(bearer string, ids ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return err
	}
	found, err := pickAll(ids, p.rbacGroup)
	if err != nil {
		return err
	}
	return p.deleteGroups(found)
}

// deleteGroups deletes groups, and takes the policies away that they were given.
func (p *pool) deleteGroups(found []*group) error {
	for _, g := range found {
		if p.isNode(g) {
			return refusef(authing.CodeParametersIncomplete, "the group %s is a node of an organisation", g.code())
		}
	}
	for _, g := range found {
		p.unassign([]string{toGroup, toOrg}, g.code())
	}
	p.access.groups = without(p.access.groups, found...)
	return nil
}

// AddRolesToGroup gives a group roles, all or none. A role that it has already
// is no error, nor is taking one away that it has not.
func (s *Service) AddRolesToGroup(bearer, id string, roleIDs ...string) (RBACGroup, error) {
	return s.changeGroupRoles(bearer, id, roleIDs, with)
}

// RemoveRolesFromGroup takes roles away from a group, all or none.
func (s *Service) RemoveRolesFromGroup(bearer, id string, roleIDs ...string) (RBACGroup, error) {
	return s.changeGroupRoles(bearer, id, roleIDs, without)
}

func (s *Service) changeGroupRoles(bearer, id string, roleIDs []string, change func([]*role, ...*role) []*role) (RBACGroup, error) {
	return s.withGroup(bearer, id, func(p *pool, g *group) error {
		roles, err := pickAll(roleIDs, p.rbacRole)
		if err == nil {
			g.roles = change(g.roles, roles...)
		}
		return err
	})
}

// AddUsersToGroup puts users into a group, all or none.
func (s *Service) AddUsersToGroup(bearer, id string, userIDs ...string) (RBACGroup, error) {
	return s.changeGroupUsers(bearer, id, userIDs, with)
}

// RemoveUsersFromGroup takes users out of a group, all or none.
func (s *Service) RemoveUsersFromGroup(bearer, id string, userIDs ...string) (RBACGroup, error) {
	return s.changeGroupUsers(bearer, id, userIDs, without)
}

func (s *Service) changeGroupUsers(bearer, id string, userIDs []string, change func([]*User, ...*User) []*User) (RBACGroup, error) {
	return s.withGroup(bearer, id, func(p *pool, g *group) error {
		users, err := pickAll(userIDs, p.user)
		if err == nil {
			g.users = change(g.users, users...)
		}
		return err
	})
}
