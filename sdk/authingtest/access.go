package authingtest

import "github.com/authing-community/authing-go/sdk/authingtest/internal/service"

// AddGroup puts a group of role-based access control into the pool, with the
// users given in it, and gives its ID.
func (p *Pool) AddGroup(name string, userIDs ...string) (id string, err error) {
	owner, entry, err := p.newEntry(name)
	if err != nil {
		return "", p.settled(err)
	}
	group, err := p.service.CreateRBACGroup(owner, entry)
	if err == nil && len(userIDs) > 0 {
		_, err = p.service.AddUsersToGroup(owner, group.ID, userIDs...)
	}
	return group.ID, p.settled(err)
}

// AddRole puts a role of role-based access control into the pool, which has the
// permissions given, and gives its ID.
func (p *Pool) AddRole(name string, permissionIDs ...string) (id string, err error) {
	owner, entry, err := p.newEntry(name)
	if err != nil {
		return "", p.settled(err)
	}
	role, err := p.service.CreateRBACRole(owner, entry)
	if err == nil && len(permissionIDs) > 0 {
		_, err = p.service.AddPermissionsToRole(owner, role.ID, permissionIDs...)
	}
	return role.ID, p.settled(err)
}

// AddPermission puts a permission into the pool and gives its ID.
func (p *Pool) AddPermission(name string) (id string, err error) {
	owner, entry, err := p.newEntry(name)
	if err != nil {
		return "", p.settled(err)
	}
	permission, err := p.service.CreatePermission(owner, entry)
	return permission.ID, p.settled(err)
}

// newEntry is what a group, role or permission is created from, with the token of
// the owner, who may.
func (p *Pool) newEntry(name string) (owner string, entry service.NewEntry, err error) {
	if err := readable("name", name); err != nil {
		return "", entry, err
	}
	owner, err = p.service.OwnerToken(p.PoolID)
	return owner, service.NewEntry{Name: name}, err
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
func (p *Pool) AddSocialProvider(provider SocialProvider) error {
	if err := readable("SocialProvider", provider); err != nil {
		return named(err)
	}
	_, err := p.service.AddSocialLogin(p.PoolID, service.SocialLogin{
		Alias: provider.Alias, Name: provider.Name, Image: provider.Image, Description: provider.Description, Enabled: !provider.Disabled,
	})
	return p.settled(err)
}
