package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// The groups and roles of the core API are those of role-based access control in
// the classic one. The core API knows a group by its code and a role by its code
// in a namespace; what the classic API made has its ID for a code, and its roles
// are of the pool's own namespace. A role's code is its name in the classic API.

// ownNamespace is the permission group that every pool has.
const ownNamespace = "default"

// inNamespace is the permission group that a call means.
func inNamespace(named string) string {
	if named == "" {
		return ownNamespace
	}
	return named
}

// code is what the core API knows an entry by.
func (e *Entry) code() string {
	if e.Code == "" {
		return e.ID
	}
	return e.Code
}

// namespace is the permission group that a role belongs to.
func (r *role) namespace() string { return inNamespace(r.Namespace) }

// CoreGroup is a group as the core API tells of one.
type CoreGroup struct {
	Code, Name, Description string
	CreatedAt, UpdatedAt    string // ISO 8601
}

// CoreRole is a role as the core API tells of one. Its JSON is the one of the
// endpoints that are no GraphQL.
type CoreRole struct {
	ID              string    `json:"id"`
	CreatedAt       string    `json:"createdAt"`
	UpdatedAt       string    `json:"updatedAt"`
	UserPoolID      string    `json:"userPoolId"`
	Code            string    `json:"code"`
	Description     *string   `json:"description"`
	ParentCode      *string   `json:"parentCode"`
	System          bool      `json:"isSystem"`
	NamespaceNumber int       `json:"namespaceId"`
	Namespace       string    `json:"namespace"`
	ARN             string    `json:"arn"`
	Parent          *CoreRole `json:"-"`
}

func tellCoreGroup(g *group) CoreGroup {
	return CoreGroup{Code: g.code(), Name: g.Name, Description: g.Description, CreatedAt: g.CreatedAt, UpdatedAt: g.UpdatedAt}
}

func (p *pool) tellCoreRole(r *role) CoreRole {
	told := CoreRole{
		ID: r.ID, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, UserPoolID: p.id, Code: r.code(),
		Description: said(r.Description), Namespace: r.namespace(), NamespaceNumber: p.namespaceNumber(r.namespace()),
		ARN: "arn:cn:authing:" + p.id + ":role:" + r.namespace() + ":" + r.code(),
	}
	if above := p.roleByCode(r.namespace(), r.Parent); r.Parent != "" && above != nil {
		parent := p.tellCoreRole(above)
		told.ParentCode, told.Parent = &parent.Code, &parent
	}
	return told
}

// namespaceNumber numbers the permission groups in the order in which their first
// roles were created, the pool's own first.
func (p *pool) namespaceNumber(namespace string) int {
	known := []string{ownNamespace}
	for _, r := range p.access.roles {
		known = with(known, r.namespace())
	}
	return slices.Index(known, namespace) + 1
}

func (p *pool) groupByCode(code string) (*group, error) {
	if i := slices.IndexFunc(p.access.groups, func(g *group) bool { return g.code() == code }); i >= 0 {
		return p.access.groups[i], nil
	}
	return nil, refuse(authing.CodeGroupNotFound)
}

// roleByCode finds a role of a permission group; nil where there is none.
func (p *pool) roleByCode(namespace, code string) *role {
	if i := slices.IndexFunc(p.access.roles, func(r *role) bool { return r.namespace() == namespace && r.code() == code }); i >= 0 {
		return p.access.roles[i]
	}
	return nil
}

// anyRole finds a role by its code, in a permission group before all others:
// policies are given to roles by code alone.
func (p *pool) anyRole(namespace, code string) *role {
	if r := p.roleByCode(namespace, code); r != nil {
		return r
	}
	if i := slices.IndexFunc(p.access.roles, func(r *role) bool { return r.code() == code }); i >= 0 {
		return p.access.roles[i]
	}
	return nil
}

func (p *pool) coreRole(namespace, code string) (*role, error) {
	if r := p.roleByCode(inNamespace(namespace), code); r != nil {
		return r, nil
	}
	return nil, refuse(authing.CodeRoleNotFound)
}

// freeCode refuses a code that is empty or taken.
func freeCode(code string, taken bool) error {
	if strings.TrimSpace(code) == "" {
		return refusef(authing.CodeParametersIncomplete, "code missing")
	}
	if taken {
		return refusef(authing.CodeParametersIncomplete, "the code %q is taken", code)
	}
	return nil
}

// withCoreGroup lets the owner do something with a group.
func (s *Service) withCoreGroup(by Asker, code string, do func(*pool, *group) error) (CoreGroup, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return CoreGroup{}, err
	}
	g, err := p.groupByCode(code)
	if err != nil {
		return CoreGroup{}, err
	}
	if err := do(p, g); err != nil {
		return CoreGroup{}, err
	}
	return tellCoreGroup(g), nil
}

// CoreGroup gives a group.
func (s *Service) CoreGroup(by Asker, code string) (CoreGroup, error) {
	return s.withCoreGroup(by, code, func(*pool, *group) error { return nil })
}

// CoreGroups gives a page of the pool's groups, or of those that a user is in.
func (s *Service) CoreGroups(by Asker, userID string, cut Cut) (Page[CoreGroup], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return Page[CoreGroup]{}, err
	}
	groups := p.access.groups
	if userID != "" {
		u, err := s.member(p, userID)
		if err != nil {
			return Page[CoreGroup]{}, err
		}
		groups = p.access.groupsOf(u)
	}
	return tellPage(cutItems(groups, cut), tellCoreGroup), nil
}

// CoreUserGroups gives the groups that a user is in: the owner asks about anybody,
// a user about themselves.
func (s *Service) CoreUserGroups(by Asker, userID string) ([]CoreGroup, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, userID)
	if err != nil {
		return nil, err
	}
	return tell(c.pool.access.groupsOf(u), tellCoreGroup), nil
}

// CreateCoreGroup creates a group.
func (s *Service) CreateCoreGroup(by Asker, in CoreGroup) (CoreGroup, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return CoreGroup{}, err
	}
	_, missing := p.groupByCode(in.Code)
	if err := freeCode(in.Code, missing == nil); err != nil {
		return CoreGroup{}, err
	}
	e, err := s.newEntry(p, NewEntry{Name: in.Name, Description: in.Description})
	if err != nil {
		return CoreGroup{}, err
	}
	e.Code = in.Code
	g := &group{Entry: e}
	p.access.groups = append(p.access.groups, g)
	return tellCoreGroup(g), nil
}

// CorePatch is a change to a group or role: nil leaves alone.
type CorePatch struct {
	Namespace, Code            string // which one
	Name, Description, NewCode *string
}

// UpdateCoreGroup changes a group.
func (s *Service) UpdateCoreGroup(by Asker, in CorePatch) (CoreGroup, error) {
	return s.withCoreGroup(by, in.Code, func(p *pool, g *group) error {
		if in.NewCode != nil {
			other, err := p.groupByCode(*in.NewCode)
			if err := freeCode(*in.NewCode, err == nil && other != g); err != nil {
				return err
			}
		}
		if err := s.update(&g.Entry, EntryPatch{Name: in.Name, Description: in.Description}); err != nil {
			return err
		}
		if in.NewCode != nil {
			p.recode([]string{toGroup, toOrg}, g.code(), *in.NewCode)
			g.Code = *in.NewCode
		}
		return nil
	})
}

// recode lets policies follow what they were given to.
func (p *pool) recode(kinds []string, from, to string) {
	for i, a := range p.assignments {
		if slices.Contains(kinds, a.TargetType) && a.Target == from {
			p.assignments[i].Target = to
		}
	}
}

// DeleteCoreGroups deletes groups, all or none, by the rules of DeleteRBACGroups.
func (s *Service) DeleteCoreGroups(by Asker, codes []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	groups, err := pickAll(codes, p.groupByCode)
	if err != nil {
		return err
	}
	return p.deleteGroups(groups)
}

// CoreGroupUsers gives a page of the users in a group.
func (s *Service) CoreGroupUsers(by Asker, code string, cut Cut) (page Page[*Person], err error) {
	_, err = s.withCoreGroup(by, code, func(p *pool, g *group) error {
		page = p.personPage(g.users, cut)
		return nil
	})
	return page, err
}

// personPage gives a page of some users.
func (p *pool) personPage(users []*User, cut Cut) Page[*Person] {
	registered := slices.DeleteFunc(slices.Clone(p.users), func(u *User) bool { return !slices.Contains(users, u) })
	page := cutOf(registered, cut, func(a, b *User) int { return strings.Compare(isoText(a.UpdatedAt), isoText(b.UpdatedAt)) })
	return tellPage(page, p.tellPerson)
}

// ChangeCoreGroup puts users into a group, or takes them out of it; all or none.
func (s *Service) ChangeCoreGroup(by Asker, code string, userIDs []string, in bool) error {
	_, err := s.withCoreGroup(by, code, func(p *pool, g *group) error {
		users, err := pickAll(userIDs, p.user)
		if err != nil {
			return err
		}
		g.users = included[*User](in)(g.users, users...)
		return nil
	})
	return err
}

// included adds to a list, or takes away from it.
func included[T comparable](in bool) func([]T, ...T) []T {
	if in {
		return with[T]
	}
	return without[T]
}

// CoreGroupResources gives what a group may use, by its own right or by that of
// its roles.
func (s *Service) CoreGroupResources(by Asker, code, namespace, kind string) (found []Resource, err error) {
	_, err = s.withCoreGroup(by, code, func(p *pool, g *group) error {
		found = p.resources(namespace, kind, func(a Assignment) bool { return a.holds(nil, g.roles, []*group{g}) })
		return nil
	})
	return found, err
}

// withCoreRole lets the owner do something with a role.
func (s *Service) withCoreRole(by Asker, namespace, code string, do func(*pool, *role) error) (CoreRole, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return CoreRole{}, err
	}
	r, err := p.coreRole(namespace, code)
	if err != nil {
		return CoreRole{}, err
	}
	if err := do(p, r); err != nil {
		return CoreRole{}, err
	}
	return p.tellCoreRole(r), nil
}

// CoreRole gives a role.
func (s *Service) CoreRole(by Asker, namespace, code string) (CoreRole, error) {
	return s.withCoreRole(by, namespace, code, func(*pool, *role) error { return nil })
}

// CoreRoles gives a page of the roles of a permission group.
func (s *Service) CoreRoles(by Asker, namespace string, cut Cut) (Page[CoreRole], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return Page[CoreRole]{}, err
	}
	return tellPage(cutItems(p.rolesIn(p.access.roles, inNamespace(namespace)), cut), p.tellCoreRole), nil
}

// rolesIn gives those of some roles that belong to a permission group; "" is any.
func (p *pool) rolesIn(roles []*role, namespace string) []*role {
	return slices.DeleteFunc(slices.Clone(roles), func(r *role) bool { return namespace != "" && r.namespace() != namespace })
}

// CoreUserRoles gives the roles that a user has, their own and those of their
// groups, of a permission group or of all: the owner asks about anybody, a user
// about themselves.
func (s *Service) CoreUserRoles(by Asker, userID, namespace string) ([]CoreRole, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, userID)
	if err != nil {
		return nil, err
	}
	return tell(c.pool.rolesIn(c.pool.access.rolesOf(u), namespace), c.pool.tellCoreRole), nil
}

// NewCoreRole is a role to create.
type NewCoreRole struct{ Namespace, Code, Description, Parent string }

// CreateCoreRole creates a role. A permission group is there with its first role.
func (s *Service) CreateCoreRole(by Asker, in NewCoreRole) (CoreRole, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return CoreRole{}, err
	}
	namespace := inNamespace(in.Namespace)
	if err := freeCode(in.Code, p.roleByCode(namespace, in.Code) != nil); err != nil {
		return CoreRole{}, err
	}
	if in.Parent != "" && p.roleByCode(namespace, in.Parent) == nil {
		return CoreRole{}, refuse(authing.CodeRoleNotFound)
	}
	e, err := s.newEntry(p, NewEntry{Name: in.Code, Description: in.Description})
	if err != nil {
		return CoreRole{}, err
	}
	e.Code, e.Namespace, e.Parent = in.Code, namespace, in.Parent
	r := &role{Entry: e}
	p.access.roles = append(p.access.roles, r)
	return p.tellCoreRole(r), nil
}

// UpdateCoreRole changes a role.
func (s *Service) UpdateCoreRole(by Asker, in CorePatch) (CoreRole, error) {
	return s.withCoreRole(by, in.Namespace, in.Code, func(p *pool, r *role) error {
		if in.NewCode == nil {
			return s.update(&r.Entry, EntryPatch{Description: in.Description})
		}
		other := p.roleByCode(r.namespace(), *in.NewCode)
		if err := freeCode(*in.NewCode, other != nil && other != r); err != nil {
			return err
		}
		if err := s.update(&r.Entry, EntryPatch{Name: in.NewCode, Description: in.Description}); err != nil {
			return err
		}
		p.recode([]string{toRole}, r.code(), *in.NewCode)
		for _, below := range p.access.roles {
			if below.namespace() == r.namespace() && below.Parent == r.code() {
				below.Parent = *in.NewCode
			}
		}
		r.Code = *in.NewCode
		return nil
	})
}

// DeleteCoreRoles deletes roles of a permission group, all or none.
func (s *Service) DeleteCoreRoles(by Asker, namespace string, codes []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	roles, err := pickAll(codes, func(code string) (*role, error) { return p.coreRole(namespace, code) })
	if err != nil {
		return err
	}
	p.deleteRoles(roles)
	return nil
}

// CoreRoleUsers gives a page of the users who were given a role themselves.
func (s *Service) CoreRoleUsers(by Asker, namespace, code string, cut Cut) (page Page[*Person], err error) {
	_, err = s.withCoreRole(by, namespace, code, func(p *pool, r *role) error {
		page = p.personPage(r.users, cut)
		return nil
	})
	return page, err
}

// CoreRoleResources gives what a role may use.
func (s *Service) CoreRoleResources(by Asker, namespace, code, kind string) (found []Resource, err error) {
	_, err = s.withCoreRole(by, namespace, code, func(p *pool, r *role) error {
		found = p.resources("", kind, func(a Assignment) bool { return a.holds(nil, []*role{r}, nil) })
		return nil
	})
	return found, err
}

// Giving is which roles are given to whom, or taken from them. A department's code
// is its group's.
type Giving struct {
	Namespace             string
	Roles                 []string
	Users, Groups, Places []string // IDs of users, codes of groups and departments
}

// GiveRoles gives roles, all or none.
func (s *Service) GiveRoles(by Asker, in Giving) error { return s.changeRoles(by, in, true) }

// TakeRoles takes roles away, all or none.
func (s *Service) TakeRoles(by Asker, in Giving) error { return s.changeRoles(by, in, false) }

func (s *Service) changeRoles(by Asker, in Giving, give bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	roles, err := pickAll(in.Roles, func(code string) (*role, error) { return p.coreRole(in.Namespace, code) })
	if err != nil {
		return err
	}
	var users []*User
	if len(in.Users) > 0 {
		if users, err = pickAll(in.Users, func(id string) (*User, error) { return s.member(p, id) }); err != nil {
			return err
		}
	}
	var groups []*group
	if codes := slices.Concat(in.Groups, in.Places); len(codes) > 0 {
		if groups, err = pickAll(codes, p.groupByCode); err != nil {
			return err
		}
	}
	if len(users)+len(groups) == 0 {
		return refuse(authing.CodeParametersIncomplete)
	}
	for _, r := range roles {
		r.users = included[*User](give)(r.users, users...)
	}
	for _, g := range groups {
		g.roles = included[*role](give)(g.roles, roles...)
	}
	return nil
}
