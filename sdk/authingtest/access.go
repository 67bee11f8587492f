package authingtest

import "github.com/authing-community/authing-go/sdk/authingtest/internal/service"

// AddGroup puts a group of role-based access control into the pool, with the
// users given in it, and gives its ID.
func (s *Server) AddGroup(name string, userIDs ...string) (id string, err error) {
	owner, err := s.service.OwnerToken(s.PoolID)
	if err != nil {
		return "", s.settled(err)
	}
	group, err := s.service.CreateRBACGroup(owner, service.NewEntry{Name: name})
	if err == nil && len(userIDs) > 0 {
		_, err = s.service.AddUsersToGroup(owner, group.ID, userIDs...)
	}
	return group.ID, s.settled(err)
}

// AddRole puts a role of role-based access control into the pool, which has the
// permissions given, and gives its ID.
func (s *Server) AddRole(name string, permissionIDs ...string) (id string, err error) {
	owner, err := s.service.OwnerToken(s.PoolID)
	if err != nil {
		return "", s.settled(err)
	}
	role, err := s.service.CreateRBACRole(owner, service.NewEntry{Name: name})
	if err == nil && len(permissionIDs) > 0 {
		_, err = s.service.AddPermissionsToRole(owner, role.ID, permissionIDs...)
	}
	return role.ID, s.settled(err)
}

// AddPermission puts a permission into the pool and gives its ID.
func (s *Server) AddPermission(name string) (id string, err error) {
	owner, err := s.service.OwnerToken(s.PoolID)
	if err != nil {
		return "", s.settled(err)
	}
	permission, err := s.service.CreatePermission(owner, service.NewEntry{Name: name})
	return permission.ID, s.settled(err)
}

// SocialProvider is a social login that the pool may offer.
type SocialProvider struct {
	Alias       string // name in programs, such as github; needed
	Name        string // name to show; the alias when empty
	Image       string // URL
	Description string
	Disabled    bool // the pool knows it, and does not offer it
}

// AddSocialProvider lets the pool offer a social login. Nobody can sign in there:
// the box has no such page. Binding accounts needs no provider.
func (s *Server) AddSocialProvider(p SocialProvider) error {
	_, err := s.service.AddSocialLogin(s.PoolID, service.SocialLogin{
		Alias: p.Alias, Name: p.Name, Image: p.Image, Description: p.Description, Enabled: !p.Disabled,
	})
	return s.settled(err)
}
