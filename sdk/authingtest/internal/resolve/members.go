package resolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
)

// Who and what belongs to groups and roles. One member is a batch of one.

func (m *mutation) AddRoleToRBACGroup(ctx context.Context, args box.AddRoleToRBACGroupArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.AddRolesToGroup(bearer(ctx), in.GroupID, in.RoleID)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) AddRoleToRBACGroupBatch(ctx context.Context, args box.AddRoleToRBACGroupBatchArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.AddRolesToGroup(bearer(ctx), in.GroupID, in.RoleIDList...)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) RemoveRoleFromRBACGroup(ctx context.Context, args box.RemoveRoleFromRBACGroupArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.RemoveRolesFromGroup(bearer(ctx), in.GroupID, in.RoleID)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) RemoveRoleFromRBACGroupBatch(ctx context.Context, args box.RemoveRoleFromRBACGroupBatchArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.RemoveRolesFromGroup(bearer(ctx), in.GroupID, in.RoleIDList...)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) AddUserToRBACGroup(ctx context.Context, args box.AddUserToRBACGroupArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.AddUsersToGroup(bearer(ctx), in.GroupID, in.UserID)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) AddUserToRBACGroupBatch(ctx context.Context, args box.AddUserToRBACGroupBatchArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.AddUsersToGroup(bearer(ctx), in.GroupID, in.UserIDList...)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) RemoveUserFromRBACGroup(ctx context.Context, args box.RemoveUserFromRBACGroupArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.RemoveUsersFromGroup(bearer(ctx), in.GroupID, in.UserID)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) RemoveUserFromRBACGroupBatch(ctx context.Context, args box.RemoveUserFromRBACGroupBatchArgs) (*box.RBACGroup, error) {
	in := args.Input
	g, err := m.service.RemoveUsersFromGroup(bearer(ctx), in.GroupID, in.UserIDList...)
	return converted(g, err, newRBACGroup(m.service))
}

func (m *mutation) AssignRBACRoleToUser(ctx context.Context, args box.AssignRBACRoleToUserArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.AssignRBACRole(bearer(ctx), value(in.UserPoolID), in.RoleID, in.UserID)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) AssignRBACRoleToUserBatch(ctx context.Context, args box.AssignRBACRoleToUserBatchArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.AssignRBACRole(bearer(ctx), value(in.UserPoolID), in.RoleID, in.UserIDList...)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) RevokeRBACRoleFromUser(ctx context.Context, args box.RevokeRBACRoleFromUserArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.RevokeRBACRole(bearer(ctx), value(in.UserPoolID), in.RoleID, in.UserID)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) RevokeRBACRoleFromUserBatch(ctx context.Context, args box.RevokeRBACRoleFromUserBatchArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.RevokeRBACRole(bearer(ctx), value(in.UserPoolID), in.RoleID, in.UserIDList...)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) AddPermissionToRBACRole(ctx context.Context, args box.AddPermissionToRBACRoleArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.AddPermissionsToRole(bearer(ctx), in.RoleID, in.PermissionID)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) AddPermissionToRBACRoleBatch(ctx context.Context, args box.AddPermissionToRBACRoleBatchArgs) (*box.RBACRole, error) {
	in := value(args.Input) // the schema lets it be left out, which names nothing
	r, err := m.service.AddPermissionsToRole(bearer(ctx), in.RoleID, in.PermissionIDList...)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) RemovePermissionFromRBACRole(ctx context.Context, args box.RemovePermissionFromRBACRoleArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.RemovePermissionsFromRole(bearer(ctx), in.RoleID, in.PermissionID)
	return converted(r, err, newRole(m.service))
}

func (m *mutation) RemovePermissionFromRBACRoleBatch(ctx context.Context, args box.RemovePermissionFromRBACRoleBatchArgs) (*box.RBACRole, error) {
	in := args.Input
	r, err := m.service.RemovePermissionsFromRole(bearer(ctx), in.RoleID, in.PermissionIDList...)
	return converted(r, err, newRole(m.service))
}
