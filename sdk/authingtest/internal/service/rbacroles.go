package service

// withRole lets the owner do something with a role. PoolID is the pool that the
// call names, "" where it names none.
func (s *Service) withRole(bearer, poolID, id string, do func(*pool, *role) error) (RBACRole, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return RBACRole{}, err
	}
	r, err := p.rbacRole(id)
	if err != nil {
		return RBACRole{}, err
	}
	if err := do(p, r); err != nil {
		return RBACRole{}, err
	}
	return tellRole(r), nil
}

// RBACRole gives a role.
func (s *Service) RBACRole(bearer, id string) (RBACRole, error) {
	return s.withRole(bearer, "", id, func(*pool, *role) error { return nil })
}

// RBACRoles gives a page of the pool's roles.
func (s *Service) RBACRoles(bearer, poolID string, by Cut) (Page[RBACRole], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[RBACRole]{}, err
	}
	return tellPage(cutItems(p.access.roles, by), tellRole), nil
}

// RBACRoleUsers gives a page of the users who were given a role themselves.
func (s *Service) RBACRoleUsers(bearer, id string, by Cut) (page Page[*User], err error) {
	_, err = s.withRole(bearer, "", id, func(p *pool, r *role) error {
		page = p.cutUsers(r.users, by)
		return nil
	})
	return page, err
}

// CreateRBACRole creates a role.
func (s *Service) CreateRBACRole(bearer string, in NewEntry) (RBACRole, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, in.Pool)
	if err != nil {
		return RBACRole{}, err
	}
	e, err := s.newEntry(p, in)
	if err != nil {
		return RBACRole{}, err
	}
	r := &role{Entry: e}
	p.access.roles = append(p.access.roles, r)
	return tellRole(r), nil
}

// UpdateRBACRole changes a role's name or description.
func (s *Service) UpdateRBACRole(bearer string, in EntryPatch) (RBACRole, error) {
	return s.withRole(bearer, "", in.ID, func(_ *pool, r *role) error { return s.update(&r.Entry, in) })
}

// DeleteRBACRoles deletes roles, all or none, and takes them away from groups.
func (s *Service) DeleteRBACRoles(bearer string, ids ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return err
	}
	found, err := pickAll(ids, p.rbacRole)
	if err != nil {
		return err
	}
	p.deleteRoles(found)
	return nil
}

// deleteRoles deletes roles, takes them away from groups, and takes the policies
// away that they were given.
func (p *pool) deleteRoles(found []*role) {
	for _, r := range found {
		p.unassign([]string{toRole}, r.code())
	}
	p.access.roles = without(p.access.roles, found...)
	for _, g := range p.access.groups {
		g.roles = without(g.roles, found...)
	}
}

// AssignRBACRole gives users a role, all or none.
func (s *Service) AssignRBACRole(bearer, poolID, id string, userIDs ...string) (RBACRole, error) {
	return s.changeRoleUsers(bearer, poolID, id, userIDs, with)
}

// RevokeRBACRole takes a role away from users, all or none.
func (s *Service) RevokeRBACRole(bearer, poolID, id string, userIDs ...string) (RBACRole, error) {
	return s.changeRoleUsers(bearer, poolID, id, userIDs, without)
}

func (s *Service) changeRoleUsers(bearer, poolID, id string, userIDs []string, change func([]*User, ...*User) []*User) (RBACRole, error) {
	return s.withRole(bearer, poolID, id, func(p *pool, r *role) error {
		users, err := pickAll(userIDs, p.user)
		if err == nil {
			r.users = change(r.users, users...)
		}
		return err
	})
}

// AddPermissionsToRole gives a role permissions, all or none.
func (s *Service) AddPermissionsToRole(bearer, id string, permissionIDs ...string) (RBACRole, error) {
	return s.changeRolePermissions(bearer, id, permissionIDs, with)
}

// RemovePermissionsFromRole takes permissions away from a role, all or none.
func (s *Service) RemovePermissionsFromRole(bearer, id string, permissionIDs ...string) (RBACRole, error) {
	return s.changeRolePermissions(bearer, id, permissionIDs, without)
}

func (s *Service) changeRolePermissions(bearer, id string, permissionIDs []string, change func([]*Entry, ...*Entry) []*Entry) (RBACRole, error) {
	return s.withRole(bearer, "", id, func(p *pool, r *role) error {
		permissions, err := pickAll(permissionIDs, p.permission)
		if err == nil {
			r.permissions = change(r.permissions, permissions...)
		}
		return err
	})
}
