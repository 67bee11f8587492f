package composite

import (
	"context"
	"slices"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// UsersHasRole tells whether a user has a role. It reads all roles of the user, as
// [Users.ListRoles] does.
func UsersHasRole(ctx context.Context, c *runtime.Client, in authing.UsersHasRoleInput) (bool, error) {
	operation := operations.RouteUsersListRoles(runtime.OwnerCredential)
	operation.Name = "Users.HasRole"
	call := c.Call(operation)
	if in.UserID == "" {
		return false, call.Missing("UserID")
	}
	if in.Code == "" {
		return false, call.Missing("Code")
	}
	answer, err := operations.UsersListRoles(ctx, call, in.UserID, in.Namespace)
	if err != nil {
		return false, err
	}
	if answer.User == nil || answer.User.Roles == nil {
		return false, call.Empty()
	}
	return slices.ContainsFunc(answer.User.Roles.List, func(role *authing.Role) bool { return role.Code == in.Code }), nil
}
