package service

import (
	"cmp"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Entry is what groups, roles and permissions of role-based access control have
// in common. A permission has nothing else.
type Entry struct {
	ID, Pool, Name, Description string
	CreatedAt, UpdatedAt        string // ISO 8601

	Changed int // when the last change was, in changes since the service began

	Code      string // what the core API knows it by; "" is its ID
	Namespace string // of a role: its permission group; "" is the pool's own
	Parent    string // of a role: code of the one above it; "" for none
}

func (e *Entry) entry() *Entry { return e }

// RBACRole is a role of role-based access control.
type RBACRole struct {
	Entry
	Permissions []Entry
}

// RBACGroup is a group of role-based access control.
type RBACGroup struct {
	Entry
	Roles       []RBACRole
	Permissions []Entry // of all its roles, each once
}

// role is a role as the service holds it.
type role struct {
	Entry
	permissions []*Entry
	users       []*User // who were given the role themselves
}

// group is a group as the service holds it.
type group struct {
	Entry
	roles []*role
	users []*User
}

// access is a pool's role-based access control, each list in the order of
// creation.
type access struct {
	groups      []*group
	roles       []*role
	permissions []*Entry
}

// An item is a group, a role or a permission.
type item interface {
	comparable
	entry() *Entry
}

// An Order is the order of a list.
type Order string

// The orders, by the names of the schema.
const (
	NewestFirst         Order = "CREATEDAT_DESC"
	OldestFirst         Order = "CREATEDAT_ASC"
	LatestChangeFirst   Order = "UPDATEDAT_DESC"
	EarliestChangeFirst Order = "UPDATEDAT_ASC"
)

// Cut says which part of a list is wanted. The zero value is its first page,
// the newest first. Page counts from 0; what is below falls back to it, as a
// count of 0 or less does to 10.
type Cut struct {
	Order       Order
	Page, Count int
}

// cutOf cuts a page out of a list that is in the order of creation. Compare
// orders two elements by their last change.
func cutOf[T any](all []T, by Cut, compare func(a, b T) int) Page[T] {
	sorted := slices.Clone(all)
	if by.Order == LatestChangeFirst || by.Order == EarliestChangeFirst {
		slices.SortStableFunc(sorted, compare)
	}
	if by.Order != OldestFirst && by.Order != EarliestChangeFirst {
		slices.Reverse(sorted)
	}
	return paged(sorted, by.Page+1, by.Count)
}

func cutItems[T item](all []T, by Cut) Page[T] {
	return cutOf(all, by, func(a, b T) int { return cmp.Compare(a.entry().Changed, b.entry().Changed) })
}

// cutUsers is cutItems for users, whose last change is known by its time.
func (p *pool) cutUsers(users []*User, by Cut) Page[*User] {
	registered := slices.DeleteFunc(slices.Clone(p.users), func(u *User) bool { return !slices.Contains(users, u) })
	page := cutOf(registered, by, func(a, b *User) int { return cmp.Compare(isoText(a.UpdatedAt), isoText(b.UpdatedAt)) })
	return Page[*User]{List: copies(page.List), Total: page.Total}
}

// pick finds one item by its ID.
func pick[T item](all []T, id string, missing authing.Code) (T, error) {
	if i := slices.IndexFunc(all, func(one T) bool { return one.entry().ID == id }); i >= 0 {
		return all[i], nil
	}
	var none T
	return none, refuse(missing)
}

// pickAll finds several items, each once, and refuses all when one is unknown.
func pickAll[T comparable](ids []string, find func(id string) (T, error)) ([]T, error) {
	if len(ids) == 0 {
		return nil, refuse(authing.CodeParametersIncomplete)
	}
	var found []T
	for _, id := range ids {
		one, err := find(id)
		if err != nil {
			return nil, err
		}
		found = with(found, one)
	}
	return found, nil
}

func (p *pool) rbacGroup(id string) (*group, error) {
	return pick(p.access.groups, id, authing.CodeGroupNotFound)
}

func (p *pool) rbacRole(id string) (*role, error) {
	return pick(p.access.roles, id, authing.CodeRoleNotFound)
}

func (p *pool) permission(id string) (*Entry, error) {
	return pick(p.access.permissions, id, authing.CodePermissionNotFound)
}

func (p *pool) user(id string) (*User, error) {
	if u := p.byID(id); u != nil {
		return u, nil
	}
	return nil, refuse(authing.CodeUserNotFound)
}

// with adds to a list what is not in it yet.
func with[T comparable](list []T, more ...T) []T {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// without gives a list that lacks some.
func without[T comparable](list []T, fewer ...T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(one T) bool { return slices.Contains(fewer, one) })
}

// permissionsOf is what roles allow together, each permission once.
func permissionsOf(roles []*role) []*Entry {
	var all []*Entry
	for _, r := range roles {
		all = with(all, r.permissions...)
	}
	return all
}

// groupsOf gives the groups that a user is in.
func (a *access) groupsOf(u *User) []*group {
	return slices.DeleteFunc(slices.Clone(a.groups), func(g *group) bool { return !slices.Contains(g.users, u) })
}

// rolesOf gives the roles of a user, their own and then those of their groups,
// each once.
func (a *access) rolesOf(u *User) []*role {
	roles := slices.DeleteFunc(slices.Clone(a.roles), func(r *role) bool { return !slices.Contains(r.users, u) })
	for _, g := range a.groupsOf(u) {
		roles = with(roles, g.roles...)
	}
	return roles
}

// forget takes a user who is no more out of groups and roles.
func (a *access) forget(u *User) {
	for _, g := range a.groups {
		g.users = without(g.users, u)
	}
	for _, r := range a.roles {
		r.users = without(r.users, u)
	}
}

// tell gives a copy of a list for the caller.
func tell[From, To any](list []From, of func(From) To) []To {
	told := make([]To, 0, len(list))
	for _, one := range list {
		told = append(told, of(one))
	}
	return told
}

func tellPage[From, To any](page Page[From], of func(From) To) Page[To] {
	return Page[To]{List: tell(page.List, of), Total: page.Total}
}

func tellEntry(e *Entry) Entry { return *e }

func tellRole(r *role) RBACRole {
	return RBACRole{Entry: r.Entry, Permissions: tell(r.permissions, tellEntry)}
}

func tellGroup(g *group) RBACGroup {
	return RBACGroup{
		Entry: g.Entry,
		Roles: tell(g.roles, tellRole), Permissions: tell(permissionsOf(g.roles), tellEntry),
	}
}

// NewEntry is a group, role or permission to create.
type NewEntry struct {
	Pool, Name, Description string
}

// newEntry makes what is to be created. The lock is held.
func (s *Service) newEntry(p *pool, in NewEntry) (Entry, error) {
	if strings.TrimSpace(in.Name) == "" {
		return Entry{}, refusef(authing.CodeParametersIncomplete, "name missing")
	}
	now := isoString(s.now())
	s.changes++
	return Entry{
		ID: newID(), Pool: p.id, Name: in.Name, Description: in.Description,
		CreatedAt: now, UpdatedAt: now, Changed: s.changes,
	}, nil
}

// EntryPatch is a change to a group, role or permission: nil leaves alone, and
// "" empties a description.
type EntryPatch struct {
	ID                string
	Name, Description *string
}

// update changes an entry. The lock is held.
func (s *Service) update(e *Entry, in EntryPatch) error {
	if in.Name != nil && strings.TrimSpace(*in.Name) == "" {
		return refusef(authing.CodeParametersIncomplete, "name missing")
	}
	set(&e.Name, in.Name)
	set(&e.Description, in.Description)
	s.changes++
	e.UpdatedAt, e.Changed = isoString(s.now()), s.changes
	return nil
}
