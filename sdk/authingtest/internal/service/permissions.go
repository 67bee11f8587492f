package service

// withPermission lets the owner do something with a permission.
func (s *Service) withPermission(bearer, id string, do func(*Entry) error) (Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return Entry{}, err
	}
	found, err := p.permission(id)
	if err != nil {
		return Entry{}, err
	}
	if err := do(found); err != nil {
		return Entry{}, err
	}
	return *found, nil
}

// Permission gives a permission.
func (s *Service) Permission(bearer, id string) (Entry, error) {
	return s.withPermission(bearer, id, func(*Entry) error { return nil })
}

// Permissions gives a page of the pool's permissions.
func (s *Service) Permissions(bearer, poolID string, by Cut) (Page[Entry], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[Entry]{}, err
	}
	return tellPage(cutItems(p.access.permissions, by), tellEntry), nil
}

// CreatePermission creates a permission.
func (s *Service) CreatePermission(bearer string, in NewEntry) (Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, in.Pool)
	if err != nil {
		return Entry{}, err
	}
	e, err := s.newEntry(p, in)
	if err != nil {
		return Entry{}, err
	}
	p.access.permissions = append(p.access.permissions, &e)
	return e, nil
}

// UpdatePermission changes a permission's name or description.
func (s *Service) UpdatePermission(bearer string, in EntryPatch) (Entry, error) {
	return s.withPermission(bearer, in.ID, func(e *Entry) error { return s.update(e, in) })
}

// DeletePermissions deletes permissions, all or none, and takes them away from
// roles.
func (s *Service) DeletePermissions(bearer string, ids ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return err
	}
	found, err := pickAll(ids, p.permission)
	if err != nil {
		return err
	}
	p.access.permissions = without(p.access.permissions, found...)
	for _, r := range p.access.roles {
		r.permissions = without(r.permissions, found...)
	}
	return nil
}

// What one user may do: the owner reads it of anybody, a user of themselves.

// UserGroups gives the groups that a user is in.
func (s *Service) UserGroups(bearer, userID string) ([]RBACGroup, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, "", userID)
	if err != nil {
		return nil, err
	}
	return tell(c.pool.access.groupsOf(u), tellGroup), nil
}

// UserRoles gives the roles that a user has, their own and those of their
// groups.
func (s *Service) UserRoles(bearer, userID string) ([]RBACRole, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, "", userID)
	if err != nil {
		return nil, err
	}
	return tell(c.pool.access.rolesOf(u), tellRole), nil
}

// UserPermissions gives what a user may do by whatever role.
func (s *Service) UserPermissions(bearer, userID string) ([]Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, "", userID)
	if err != nil {
		return nil, err
	}
	return tell(permissionsOf(c.pool.access.rolesOf(u)), tellEntry), nil
}
