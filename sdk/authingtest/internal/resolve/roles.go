package resolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/fields"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// newHolding answers with who holds a role of the older kind. The pool is known
// by its ID alone.
func newHolding(h service.Holding) *box.UserGroup {
	held := &box.UserGroup{
		ID: text(h.ID), User: new(box.User), Client: &box.UserClient{ID: text(h.Role.Pool)},
		Group: newGroup(h.Role), CreatedAt: text(h.Since),
	}
	fields.Copy(held.User, *newUser(h.User))
	return held
}

func newHoldings(page service.Page[service.Holding]) box.PagedUserGroup {
	return box.PagedUserGroup{List: list(page.List, newHolding), TotalCount: *number(page.Total)}
}

func (q *query) ClientRoles(ctx context.Context, args box.ClientRolesArgs) (*box.PagedRoles, error) {
	page, err := q.service.Roles(bearer(ctx), args.Client, int(value(args.Page)), int(value(args.Count)))
	return converted(page, err, func(page service.Page[service.Group]) box.PagedRoles {
		return box.PagedRoles{List: list(page.List, newGroup), TotalCount: *number(page.Total)}
	})
}

func (q *query) UserGroup(ctx context.Context, args box.UserGroupArgs) (*box.PagedUserGroup, error) {
	page, err := q.service.RoleHolders(bearer(ctx), args.Client, args.Group, int(value(args.Page)), int(value(args.Count)))
	return converted(page, err, newHoldings)
}

func (q *query) QueryRoleByUserID(ctx context.Context, args box.QueryRoleByUserIDArgs) (*box.PagedUserGroup, error) {
	held, err := q.service.HeldRoles(bearer(ctx), args.Client, args.User)
	return converted(whole(held), err, newHoldings)
}

func (m *mutation) CreateRole(ctx context.Context, args box.CreateRoleArgs) (*box.Group, error) {
	r, err := m.service.CreateRole(bearer(ctx), args.Client, args.Name, value(args.Descriptions))
	if err != nil {
		return nil, err
	}
	return newGroup(r), nil
}

func (m *mutation) UpdateRole(ctx context.Context, args box.UpdateRoleArgs) (*box.Group, error) {
	r, err := m.service.UpdateRole(bearer(ctx), args.Client, args.ID, args.Name, args.Descriptions, args.Permissions)
	if err != nil {
		return nil, err
	}
	return newGroup(r), nil
}

func (m *mutation) AssignUserToRole(ctx context.Context, args box.AssignUserToRoleArgs) (*box.PagedUserGroup, error) {
	holders, err := m.service.AssignRole(bearer(ctx), args.Client, args.User, args.Group)
	return converted(whole(holders), err, newHoldings)
}

func (m *mutation) RemoveUserFromGroup(ctx context.Context, args box.RemoveUserFromGroupArgs) (*box.UserGroup, error) {
	held, err := m.service.RemoveRole(bearer(ctx), args.Client, args.User, args.Group)
	if err != nil {
		return nil, err
	}
	return newHolding(held), nil
}
