package resolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// cut is the part of a list that is asked for. The engine knows no defaults, so
// that they are the domain's to fill in: the first page, counted from 0, with 10
// on it, the newest first.
func cut(sortBy *box.SortByEnum, page, count *int32) service.Cut {
	return service.Cut{Order: service.Order(value(sortBy)), Page: int(value(page)), Count: int(value(count))}
}

// values is list for results that are not null.
func values[From, To any](from []From, convert func(From) To) []To {
	to := make([]To, 0, len(from))
	for _, item := range from {
		to = append(to, convert(item))
	}
	return to
}

// converted turns what the domain gives, unless it is an error.
func converted[From, To any](from From, err error, convert func(From) To) (*To, error) {
	if err != nil {
		return nil, err
	}
	return new(convert(from)), nil
}

func newUserPage(page service.Page[service.Listed]) box.PagedUsers {
	return box.PagedUsers{List: list(page.List, newListed), TotalCount: number(page.Total)}
}

func newPermission(e service.Entry) box.RBACPermission {
	return box.RBACPermission{
		ID: e.ID, UserPoolID: e.Pool, Name: e.Name, Description: text(e.Description),
		CreatedAt: text(e.CreatedAt), UpdatedAt: text(e.UpdatedAt),
	}
}

func newPermissionPage(page service.Page[service.Entry]) box.PagedRBACPermission {
	return box.PagedRBACPermission{List: values(page.List, newPermission), TotalCount: number(page.Total)}
}

// whole is a list that is answered with as its only page.
func whole[T any](all []T) service.Page[T] { return service.Page[T]{List: all, Total: len(all)} }

// newRole answers with a role. Its users are asked for only when the query does.
func newRole(s *service.Service) func(service.RBACRole) box.RBACRole {
	return func(r service.RBACRole) box.RBACRole {
		return box.RBACRole{
			ID: r.ID, UserPoolID: r.Pool, Name: r.Name, Description: text(r.Description),
			CreatedAt: text(r.CreatedAt), UpdatedAt: text(r.UpdatedAt),
			Permissions: new(newPermissionPage(whole(r.Permissions))),
			ResolveUsers: func(ctx context.Context, args box.RBACRoleUsersArgs) (*box.PagedUsers, error) {
				page, err := s.RBACRoleUsers(bearer(ctx), r.ID, cut(args.SortBy, args.Page, args.Count))
				return converted(page, err, newUserPage)
			},
		}
	}
}

func newRolePage(s *service.Service) func(service.Page[service.RBACRole]) box.PagedRBACRole {
	return func(page service.Page[service.RBACRole]) box.PagedRBACRole {
		return box.PagedRBACRole{List: values(page.List, newRole(s)), TotalCount: number(page.Total)}
	}
}

// newRBACGroup answers with a group, as newRole does with a role.
func newRBACGroup(s *service.Service) func(service.RBACGroup) box.RBACGroup {
	return func(g service.RBACGroup) box.RBACGroup {
		return box.RBACGroup{
			ID: g.ID, UserPoolID: g.Pool, Name: g.Name, Description: text(g.Description),
			CreatedAt: text(g.CreatedAt), UpdatedAt: text(g.UpdatedAt),
			Roles:       new(newRolePage(s)(whole(g.Roles))),
			Permissions: new(newPermissionPage(whole(g.Permissions))),
			ResolveUsers: func(ctx context.Context, args box.RBACGroupUsersArgs) (*box.PagedUsers, error) {
				page, err := s.RBACGroupUsers(bearer(ctx), g.ID, cut(args.SortBy, args.Page, args.Count))
				return converted(page, err, newUserPage)
			},
		}
	}
}

func newGroupPage(s *service.Service) func(service.Page[service.RBACGroup]) box.PagedRBACGroup {
	return func(page service.Page[service.RBACGroup]) box.PagedRBACGroup {
		return box.PagedRBACGroup{List: values(page.List, newRBACGroup(s)), TotalCount: number(page.Total)}
	}
}

// Groups, roles and permissions are read.

func (q *query) RbacGroup(ctx context.Context, args box.RbacGroupArgs) (*box.RBACGroup, error) {
	g, err := q.service.RBACGroup(bearer(ctx), args.ID)
	return converted(g, err, newRBACGroup(q.service))
}

func (q *query) RbacGroupList(ctx context.Context, args box.RbacGroupListArgs) (*box.PagedRBACGroup, error) {
	page, err := q.service.RBACGroups(bearer(ctx), args.UserPoolID, cut(args.SortBy, args.Page, args.Count))
	return converted(page, err, newGroupPage(q.service))
}

func (q *query) RbacRole(ctx context.Context, args box.RbacRoleArgs) (*box.RBACRole, error) {
	r, err := q.service.RBACRole(bearer(ctx), args.ID)
	return converted(r, err, newRole(q.service))
}

func (q *query) RbacRoleList(ctx context.Context, args box.RbacRoleListArgs) (*box.PagedRBACRole, error) {
	page, err := q.service.RBACRoles(bearer(ctx), args.UserPoolID, cut(args.SortBy, args.Page, args.Count))
	return converted(page, err, newRolePage(q.service))
}

func (q *query) RbacPermission(ctx context.Context, args box.RbacPermissionArgs) (*box.RBACPermission, error) {
	e, err := q.service.Permission(bearer(ctx), args.ID)
	return converted(e, err, newPermission)
}

func (q *query) RbacPermissionList(ctx context.Context, args box.RbacPermissionListArgs) (*box.PagedRBACPermission, error) {
	page, err := q.service.Permissions(bearer(ctx), args.UserPoolID, cut(args.SortBy, args.Page, args.Count))
	return converted(page, err, newPermissionPage)
}

// names gives the names of what a user has, for the field rawList.
func names[T any](all []T, name func(T) string) []*string {
	return values(all, func(one T) *string { return new(name(one)) })
}

func (q *query) UserPermissionList(ctx context.Context, args box.UserPermissionListArgs) (*box.UserPermissionList, error) {
	all, err := q.service.UserPermissions(bearer(ctx), args.ID)
	return converted(all, err, func(all []service.Entry) box.UserPermissionList {
		return box.UserPermissionList{
			List: values(all, newPermission), RawList: names(all, func(e service.Entry) string { return e.Name }), TotalCount: *number(len(all)),
		}
	})
}

func (q *query) UserGroupList(ctx context.Context, args box.UserGroupListArgs) (*box.UserGroupList, error) {
	all, err := q.service.UserGroups(bearer(ctx), args.ID)
	return converted(all, err, func(all []service.RBACGroup) box.UserGroupList {
		return box.UserGroupList{
			List: values(all, newRBACGroup(q.service)), RawList: names(all, func(g service.RBACGroup) string { return g.Name }), TotalCount: *number(len(all)),
		}
	})
}

func (q *query) UserRoleList(ctx context.Context, args box.UserRoleListArgs) (*box.UserRoleList, error) {
	all, err := q.service.UserRoles(bearer(ctx), args.ID)
	return converted(all, err, func(all []service.RBACRole) box.UserRoleList {
		return box.UserRoleList{
			List: values(all, newRole(q.service)), RawList: names(all, func(r service.RBACRole) string { return r.Name }), TotalCount: *number(len(all)),
		}
	})
}

// They are created, changed and deleted.

func (m *mutation) CreateRBACGroup(ctx context.Context, args box.CreateRBACGroupArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.CreateRBACGroup(bearer(ctx), service.NewEntry{Pool: in.UserPoolID, Name: in.Name, Description: value(in.Description)})
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) UpdateRBACGroup(ctx context.Context, args box.UpdateRBACGroupArgs) (*box.RBACGroup, error) {
	g, err := m.service.UpdateRBACGroup(bearer(ctx), service.EntryPatch(args.Input))
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) DeleteRBACGroup(ctx context.Context, args box.DeleteRBACGroupArgs) (*box.CommonMessage, error) {
	return outcome("group deleted", m.service.DeleteRBACGroups(bearer(ctx), args.ID))
}

func (m *mutation) DeleteRBACGroupBatch(ctx context.Context, args box.DeleteRBACGroupBatchArgs) (*box.CommonMessage, error) {
	return outcome("groups deleted", m.service.DeleteRBACGroups(bearer(ctx), args.IDList...))
}

func (m *mutation) CreateRBACRole(ctx context.Context, args box.CreateRBACRoleArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.CreateRBACRole(bearer(ctx), service.NewEntry{Pool: in.UserPoolID, Name: in.Name, Description: value(in.Description)})
	return converted(r, err, newRole(m.service))
}

func (m *mutation) UpdateRBACRole(ctx context.Context, args box.UpdateRBACRoleArgs) (*box.RBACRole, error) {
	r, err := m.service.UpdateRBACRole(bearer(ctx), service.EntryPatch(args.Input))
	return converted(r, err, newRole(m.service))
}

func (m *mutation) DeleteRBACRole(ctx context.Context, args box.DeleteRBACRoleArgs) (*box.CommonMessage, error) {
	return outcome("role deleted", m.service.DeleteRBACRoles(bearer(ctx), args.ID))
}

func (m *mutation) DeleteRBACRoleBatch(ctx context.Context, args box.DeleteRBACRoleBatchArgs) (*box.CommonMessage, error) {
	return outcome("roles deleted", m.service.DeleteRBACRoles(bearer(ctx), args.IDList...))
}

func (m *mutation) CreateRBACPermission(ctx context.Context, args box.CreateRBACPermissionArgs) (*box.RBACPermission, error) {
	in := args.Input
	e, err := m.service.CreatePermission(bearer(ctx), service.NewEntry{Pool: in.UserPoolID, Name: in.Name, Description: value(in.Description)})
	return converted(e, err, newPermission)
}

func (m *mutation) UpdateRBACPermission(ctx context.Context, args box.UpdateRBACPermissionArgs) (*box.RBACPermission, error) {
	e, err := m.service.UpdatePermission(bearer(ctx), service.EntryPatch(args.Input))
	return converted(e, err, newPermission)
}

func (m *mutation) DeleteRBACPermission(ctx context.Context, args box.DeleteRBACPermissionArgs) (*box.CommonMessage, error) {
	return outcome("permission deleted", m.service.DeletePermissions(bearer(ctx), args.ID))
}

func (m *mutation) DeleteRBACPermissionBatch(ctx context.Context, args box.DeleteRBACPermissionBatchArgs) (*box.CommonMessage, error) {
	return outcome("permissions deleted", m.service.DeletePermissions(bearer(ctx), args.IDList...))
}
