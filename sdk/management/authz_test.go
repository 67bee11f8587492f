package management_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// must lets what a scenario is prepared with succeed.
func must[T any](t testing.TB) func(T, error) T {
	return func(made T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
}

// collect goes through all pages.
func collect[T any](all iter.Seq2[*T, error], name func(*T) string) ([]string, error) {
	var names []string
	for one, err := range all {
		if err != nil {
			return nil, err
		}
		names = append(names, name(one))
	}
	return names, nil
}

// refusedBy gives the code of an error that speaks of the method that reads one page,
// as those of the iterators over all pages do.
func refusedBy(t *testing.T, method string, err error) error {
	t.Helper()
	refused, ok := errors.AsType[*authing.Error](err)
	if !ok {
		return err
	}
	if refused.Operation != method {
		t.Errorf("the error is one of %s, want %s: %v", refused.Operation, method, err)
	}
	return refused.Code
}

// onPage gives the names on a page.
func onPage[T any](list []*T, name func(*T) string) []string {
	names := []string{}
	for _, one := range list {
		names = append(names, name(one))
	}
	return names
}

// many makes 13 of something, named thing-00 and so on, and gives the names, the
// newest first.
func many(t *testing.T, thing string, add func(name string) (string, error)) []string {
	t.Helper()
	var names []string
	for i := range 13 {
		name := fmt.Sprintf("%s-%02d", thing, i)
		must[string](t)(add(name))
		names = append(names, name)
	}
	slices.Reverse(names)
	return names
}

func groups() []scenario {
	const unknown = authing.CodeGroupNotFound
	name := func(g *authing.RBACGroup) string { return g.Name }
	add := func(w *world) func(string) (string, error) {
		return func(name string) (string, error) { return w.AddGroup(name) }
	}
	made := func(w *world) *authing.RBACGroup {
		return &authing.RBACGroup{
			ID: boxed.Any, UserPoolID: w.PoolID, Name: "editors", Description: "Who edits", CreatedAt: boxed.Any, UpdatedAt: boxed.Any,
		}
	}
	return []scenario{
		{Method: "Authz.CreateGroup", Do: func(t *testing.T, w *world) error {
			in := management.AuthzCreateGroupInput{Name: "editors", Description: "Who edits"}
			created, err := w.Client.Authz.CreateGroup(t.Context(), in)
			if err := boxed.Gives(t, made(w))(created, err); err != nil {
				return err
			}
			return boxed.Gives(t, created)(w.Client.Authz.Group(t.Context(), created.ID))
		}},
		{Method: "Authz.CreateGroup", When: "with a blank name", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACGroup](t)(w.Client.Authz.CreateGroup(t.Context(), management.AuthzCreateGroupInput{Name: " "}))
		}},
		{Method: "Authz.Group", Do: func(t *testing.T, w *world) error {
			want := &authing.RBACGroup{ID: w.Editors(t).Group, UserPoolID: w.PoolID, Name: "editors", CreatedAt: boxed.Any, UpdatedAt: boxed.Any}
			return boxed.Gives(t, want)(w.Client.Authz.Group(t.Context(), want.ID))
		}},
		{Method: "Authz.Group", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACGroup](t)(w.Client.Authz.Group(t.Context(), unknownID))
		}},
		{Method: "Authz.GroupList", Do: func(t *testing.T, w *world) error {
			want := many(t, "group", add(w))
			page, err := w.Client.Authz.GroupList(t.Context(), management.AuthzGroupListInput{})
			if err != nil {
				return err
			}
			if page.TotalCount != len(want) {
				t.Errorf("there are %d groups, want %d", page.TotalCount, len(want))
			}
			return boxed.Gives(t, want[:10])(onPage(page.List, name), nil)
		}},
		{Method: "Authz.GroupList", When: "the second page, the oldest first", Do: func(t *testing.T, w *world) error {
			want := many(t, "group", add(w))
			slices.Reverse(want)
			in := management.AuthzGroupListInput{SortBy: authing.SortByCreatedAtAsc, Page: 1, Count: 5}
			page, err := w.Client.Authz.GroupList(t.Context(), in)
			if err != nil {
				return err
			}
			return boxed.Gives(t, want[5:10])(onPage(page.List, name), nil)
		}},
		{Method: "Authz.GroupList", When: "by the last change", Do: func(t *testing.T, w *world) error {
			first := must[string](t)(w.AddGroup("first"))
			must[string](t)(w.AddGroup("second"))
			must[*authing.RBACGroup](t)(w.Client.Authz.UpdateGroup(t.Context(), management.AuthzUpdateGroupInput{ID: first, Description: new("changed")}))
			for order, want := range map[management.SortBy][]string{
				authing.SortByUpdatedAtDesc: {"first", "second"}, authing.SortByUpdatedAtAsc: {"second", "first"},
			} {
				page, err := w.Client.Authz.GroupList(t.Context(), management.AuthzGroupListInput{SortBy: order})
				if err != nil {
					return err
				}
				if diff := cmp.Diff(want, onPage(page.List, name)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", order, diff)
				}
			}
			return nil
		}},
		{Method: "Authz.GroupList", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACGroupPage](t)(asUser(t, w).Authz.GroupList(t.Context(), management.AuthzGroupListInput{}))
		}},
		{Method: "Authz.AllGroups", Do: func(t *testing.T, w *world) error {
			want := many(t, "group", add(w))
			return boxed.Gives(t, want)(collect(w.Client.Authz.AllGroups(t.Context(), management.AuthzGroupListInput{Count: 5}), name))
		}},
		{Method: "Authz.AllGroups", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			_, err := collect(asUser(t, w).Authz.AllGroups(t.Context(), management.AuthzGroupListInput{}), name)
			return refusedBy(t, "Authz.GroupList", err)
		}},
		{Method: "Authz.UpdateGroup", When: "nil leaves and empty empties", Do: func(t *testing.T, w *world) error {
			id := must[*authing.RBACGroup](t)(w.Client.Authz.CreateGroup(t.Context(), management.AuthzCreateGroupInput{Name: "authors", Description: "Who edits"})).ID
			if err := boxed.Gives(t, made(w))(w.Client.Authz.UpdateGroup(t.Context(), management.AuthzUpdateGroupInput{ID: id, Name: new("editors")})); err != nil {
				return err
			}
			want := made(w)
			want.Description = ""
			return boxed.Gives(t, want)(w.Client.Authz.UpdateGroup(t.Context(), management.AuthzUpdateGroupInput{ID: id, Description: new("")}))
		}},
		{Method: "Authz.UpdateGroup", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACGroup](t)(w.Client.Authz.UpdateGroup(t.Context(), management.AuthzUpdateGroupInput{ID: unknownID}))
		}},
		{Method: "Authz.DeleteGroup", Do: func(t *testing.T, w *world) error {
			id := w.Editors(t).Group
			if err := boxed.Gives(t, "group deleted")(w.Client.Authz.DeleteGroup(t.Context(), id)); err != nil {
				return err
			}
			if _, err := w.Client.Authz.DeleteGroup(t.Context(), id); !errors.Is(err, unknown) {
				t.Errorf("a second time: %v, want %v", err, unknown)
			}
			return may(t, w, boxed.AdaID) // what she might do by the group
		}},
		{Method: "Authz.DeleteGroup", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Authz.DeleteGroup(t.Context(), unknownID))
		}},
		{Method: "Authz.DeleteGroup", When: "node of an organisation", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Authz.DeleteGroup(t.Context(), company(t, w).dev))
		}},
		{Method: "Authz.DeleteGroupBatch", Do: func(t *testing.T, w *world) error {
			ids := []string{must[string](t)(w.AddGroup("one")), must[string](t)(w.AddGroup("two"))}
			return boxed.Gives(t, "groups deleted")(w.Client.Authz.DeleteGroupBatch(t.Context(), ids))
		}},
		{Method: "Authz.DeleteGroupBatch", When: "one unknown, so none", Want: unknown, Do: func(t *testing.T, w *world) error {
			id := must[string](t)(w.AddGroup("one"))
			_, err := w.Client.Authz.DeleteGroupBatch(t.Context(), []string{id, unknownID})
			must[*authing.RBACGroup](t)(w.Client.Authz.Group(t.Context(), id))
			return err
		}},
	}
}

func roles() []scenario {
	const unknown = authing.CodeRoleNotFound
	name := func(r *authing.RBACRole) string { return r.Name }
	add := func(w *world) func(string) (string, error) {
		return func(name string) (string, error) { return w.AddRole(name) }
	}
	made := func(w *world) *authing.RBACRole {
		return &authing.RBACRole{
			ID: boxed.Any, UserPoolID: w.PoolID, Name: "editor", Description: "Edits", CreatedAt: boxed.Any, UpdatedAt: boxed.Any,
		}
	}
	return []scenario{
		{Method: "Authz.CreateRole", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, made(w))(w.Client.Authz.CreateRole(t.Context(), management.AuthzCreateRoleInput{Name: "editor", Description: "Edits"}))
		}},
		{Method: "Authz.CreateRole", When: "with a blank name", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACRole](t)(w.Client.Authz.CreateRole(t.Context(), management.AuthzCreateRoleInput{Name: " "}))
		}},
		{Method: "Authz.Role", Do: func(t *testing.T, w *world) error {
			want := made(w)
			want.ID, want.Description = w.Editors(t).Role, ""
			return boxed.Gives(t, want)(w.Client.Authz.Role(t.Context(), want.ID))
		}},
		{Method: "Authz.Role", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACRole](t)(w.Client.Authz.Role(t.Context(), unknownID))
		}},
		{Method: "Authz.RoleList", Do: func(t *testing.T, w *world) error {
			want := many(t, "role", add(w))
			page, err := w.Client.Authz.RoleList(t.Context(), management.AuthzRoleListInput{Page: 1})
			if err != nil {
				return err
			}
			return boxed.Gives(t, want[10:])(onPage(page.List, name), nil)
		}},
		{Method: "Authz.RoleList", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACRolePage](t)(asUser(t, w).Authz.RoleList(t.Context(), management.AuthzRoleListInput{}))
		}},
		{Method: "Authz.AllRoles", Do: func(t *testing.T, w *world) error {
			want := many(t, "role", add(w))
			return boxed.Gives(t, want)(collect(w.Client.Authz.AllRoles(t.Context(), management.AuthzRoleListInput{}), name))
		}},
		{Method: "Authz.AllRoles", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			_, err := collect(asUser(t, w).Authz.AllRoles(t.Context(), management.AuthzRoleListInput{}), name)
			return refusedBy(t, "Authz.RoleList", err)
		}},
		{Method: "Authz.UpdateRole", Do: func(t *testing.T, w *world) error {
			in := management.AuthzUpdateRoleInput{ID: w.Editors(t).Role, Description: new("Edits")}
			return boxed.Gives(t, made(w))(w.Client.Authz.UpdateRole(t.Context(), in))
		}},
		{Method: "Authz.UpdateRole", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACRole](t)(w.Client.Authz.UpdateRole(t.Context(), management.AuthzUpdateRoleInput{ID: unknownID}))
		}},
		{Method: "Authz.DeleteRole", Do: func(t *testing.T, w *world) error {
			if err := boxed.Gives(t, "role deleted")(w.Client.Authz.DeleteRole(t.Context(), w.Editors(t).Role)); err != nil {
				return err
			}
			return may(t, w, boxed.AdaID)
		}},
		{Method: "Authz.DeleteRole", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Authz.DeleteRole(t.Context(), unknownID))
		}},
		{Method: "Authz.DeleteRoleBatch", Do: func(t *testing.T, w *world) error {
			ids := []string{must[string](t)(w.AddRole("one")), must[string](t)(w.AddRole("two"))}
			return boxed.Gives(t, "roles deleted")(w.Client.Authz.DeleteRoleBatch(t.Context(), ids))
		}},
		{Method: "Authz.DeleteRoleBatch", When: "one unknown, so none", Want: unknown, Do: func(t *testing.T, w *world) error {
			id := must[string](t)(w.AddRole("one"))
			_, err := w.Client.Authz.DeleteRoleBatch(t.Context(), []string{id, unknownID})
			must[*authing.RBACRole](t)(w.Client.Authz.Role(t.Context(), id))
			return err
		}},
	}
}

func permissions() []scenario {
	const unknown = authing.CodePermissionNotFound
	name := func(p *authing.RBACPermission) string { return p.Name }
	made := func(w *world) *authing.RBACPermission {
		return &authing.RBACPermission{
			ID: boxed.Any, UserPoolID: w.PoolID, Name: "book:write", Description: "Writes", CreatedAt: boxed.Any, UpdatedAt: boxed.Any,
		}
	}
	return []scenario{
		{Method: "Authz.CreatePermission", Do: func(t *testing.T, w *world) error {
			in := management.AuthzCreatePermissionInput{Name: "book:write", Description: "Writes"}
			return boxed.Gives(t, made(w))(w.Client.Authz.CreatePermission(t.Context(), in))
		}},
		{Method: "Authz.CreatePermission", When: "with a blank name", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACPermission](t)(w.Client.Authz.CreatePermission(t.Context(), management.AuthzCreatePermissionInput{Name: " "}))
		}},
		{Method: "Authz.Permission", Do: func(t *testing.T, w *world) error {
			want := made(w)
			want.ID, want.Description = w.Editors(t).Permission, ""
			return boxed.Gives(t, want)(w.Client.Authz.Permission(t.Context(), want.ID))
		}},
		{Method: "Authz.Permission", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACPermission](t)(w.Client.Authz.Permission(t.Context(), unknownID))
		}},
		{Method: "Authz.PermissionList", Do: func(t *testing.T, w *world) error {
			want := many(t, "permission", w.AddPermission)
			page, err := w.Client.Authz.PermissionList(t.Context(), management.AuthzPermissionListInput{})
			if err != nil {
				return err
			}
			return boxed.Gives(t, want[:10])(onPage(page.List, name), nil)
		}},
		{Method: "Authz.PermissionList", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACPermissionPage](t)(asUser(t, w).Authz.PermissionList(t.Context(), management.AuthzPermissionListInput{}))
		}},
		{Method: "Authz.AllPermissions", Do: func(t *testing.T, w *world) error {
			want := many(t, "permission", w.AddPermission)
			return boxed.Gives(t, want)(collect(w.Client.Authz.AllPermissions(t.Context(), management.AuthzPermissionListInput{}), name))
		}},
		{Method: "Authz.AllPermissions", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			_, err := collect(asUser(t, w).Authz.AllPermissions(t.Context(), management.AuthzPermissionListInput{}), name)
			return refusedBy(t, "Authz.PermissionList", err)
		}},
		{Method: "Authz.UpdatePermission", Do: func(t *testing.T, w *world) error {
			in := management.AuthzUpdatePermissionInput{ID: w.Editors(t).Permission, Description: new("Writes")}
			return boxed.Gives(t, made(w))(w.Client.Authz.UpdatePermission(t.Context(), in))
		}},
		{Method: "Authz.UpdatePermission", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACPermission](t)(w.Client.Authz.UpdatePermission(t.Context(), management.AuthzUpdatePermissionInput{ID: unknownID}))
		}},
		{Method: "Authz.DeletePermission", Do: func(t *testing.T, w *world) error {
			if err := boxed.Gives(t, "permission deleted")(w.Client.Authz.DeletePermission(t.Context(), w.Editors(t).Permission)); err != nil {
				return err
			}
			return may(t, w, boxed.AdaID)
		}},
		{Method: "Authz.DeletePermission", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Authz.DeletePermission(t.Context(), unknownID))
		}},
		{Method: "Authz.DeletePermissionBatch", Do: func(t *testing.T, w *world) error {
			ids := []string{must[string](t)(w.AddPermission("one")), must[string](t)(w.AddPermission("two"))}
			return boxed.Gives(t, "permissions deleted")(w.Client.Authz.DeletePermissionBatch(t.Context(), ids))
		}},
		{Method: "Authz.DeletePermissionBatch", When: "one unknown, so none", Want: unknown, Do: func(t *testing.T, w *world) error {
			id := must[string](t)(w.AddPermission("one"))
			_, err := w.Client.Authz.DeletePermissionBatch(t.Context(), []string{id, unknownID})
			must[*authing.RBACPermission](t)(w.Client.Authz.Permission(t.Context(), id))
			return err
		}},
	}
}

// may sees what a user is allowed.
func may(t *testing.T, w *world, userID string, want ...string) error {
	t.Helper()
	list, err := w.Client.UserPermissionList(t.Context(), userID)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(append([]string{}, want...), list.RawList); diff != "" || list.TotalCount != len(want) {
		t.Errorf("the user's permissions differ (-want +got):\n%s", diff)
	}
	return nil
}

// TestThreeWays gives users a permission in three ways at once, and takes them away one
// by one: a role of their own, that role by a group, and another role by another group.
func TestThreeWays(t *testing.T) {
	box := boxed.Start(t)
	client := boxed.Owner(t, box)
	authz, ctx := client.Authz, t.Context()
	w := &world{Box: box, Client: client}
	write := must[string](t)(box.AddPermission("book:write"))
	read := must[string](t)(box.AddPermission("book:read"))
	editor := must[string](t)(box.AddRole("editor", write))
	author := must[string](t)(box.AddRole("author", write, read))
	users := []string{boxed.AdaID, boxed.GraceID}
	editors := must[string](t)(box.AddGroup("editors", users...))
	authors := must[string](t)(box.AddGroup("authors", users...))

	role := must[*authing.RBACRole](t)
	group := must[*authing.RBACGroup](t)
	role(authz.AssignRoleToUserBatch(ctx, management.AuthzAssignRoleToUserBatchInput{UserIDs: users, RoleID: editor}))
	group(authz.AddRoleToGroup(ctx, management.AuthzAddRoleToGroupInput{GroupID: editors, RoleID: editor}))
	group(authz.AddRoleToGroup(ctx, management.AuthzAddRoleToGroupInput{GroupID: authors, RoleID: author}))

	// Each is what Ada and Grace may do afterwards.
	for _, step := range []struct {
		name       string
		do         func()
		ada, grace []string
	}{
		{"in three ways", func() {}, []string{"book:write", "book:read"}, []string{"book:write", "book:read"}},
		{"Ada's own role revoked", func() {
			role(authz.RevokeRoleFromUser(ctx, management.AuthzRevokeRoleFromUserInput{UserID: boxed.AdaID, RoleID: editor}))
		}, []string{"book:write", "book:read"}, []string{"book:write", "book:read"}},
		{"Ada out of the authors", func() {
			group(authz.RemoveUserFromGroup(ctx, management.AuthzRemoveUserFromGroupInput{UserID: boxed.AdaID, GroupID: authors}))
		}, []string{"book:write"}, []string{"book:write", "book:read"}},
		{"the editors without their role", func() {
			group(authz.RemoveRoleFromGroup(ctx, management.AuthzRemoveRoleFromGroupInput{RoleID: editor, GroupID: editors}))
		}, nil, []string{"book:write", "book:read"}},
		{"the role author may not write", func() {
			role(authz.RemovePermissionFromRole(ctx, management.AuthzRemovePermissionFromRoleInput{PermissionID: write, RoleID: author}))
		}, nil, []string{"book:write", "book:read"}},
		{"Grace's own role revoked", func() {
			role(authz.RevokeRoleFromUser(ctx, management.AuthzRevokeRoleFromUserInput{UserID: boxed.GraceID, RoleID: editor}))
		}, nil, []string{"book:read"}},
		{"the role author is no more", func() {
			must[string](t)(authz.DeleteRole(ctx, author))
		}, nil, nil},
	} {
		t.Run(step.name, func(t *testing.T) {
			step.do()
			for id, want := range map[string][]string{boxed.AdaID: step.ada, boxed.GraceID: step.grace} {
				if err := may(t, w, id, want...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if err := boxed.Gives(t, []string{})(onPage(must[*authing.UserRoleList](t)(client.UserRoleList(ctx, boxed.GraceID)).List, func(r *authing.RBACRole) string { return r.Name }), nil); err != nil {
		t.Error(err)
	}
}

// TestRemovedUsersLeaveGroups sees that nobody is left behind in groups and roles.
func TestRemovedUsersLeaveGroups(t *testing.T) {
	box := boxed.Start(t)
	client := boxed.Owner(t, box)
	w := &world{Box: box, Client: client}
	made := w.Editors(t)
	must[*authing.RBACRole](t)(client.Authz.AssignRoleToUser(t.Context(), management.AuthzAssignRoleToUserInput{UserID: boxed.AdaID, RoleID: made.Role}))
	must[[]string](t)(client.Remove(t.Context(), management.RemoveInput{IDs: []string{boxed.AdaID}}))
	inGroup := must[*authing.UserPage](t)(client.Authz.GroupUserList(t.Context(), management.AuthzGroupUserListInput{ID: made.Group}))
	withRole := must[*authing.UserPage](t)(client.Authz.RoleUserList(t.Context(), management.AuthzRoleUserListInput{ID: made.Role}))
	if inGroup.TotalCount != 0 || withRole.TotalCount != 0 {
		t.Errorf("%d in the group and %d with the role", inGroup.TotalCount, withRole.TotalCount)
	}
}

// crew is many users in a group, who have a role as well; users are their names, the
// newest first.
func crew(t *testing.T, w *world) (group, role string, users []string) {
	t.Helper()
	var ids []string
	users = many(t, "user", func(name string) (string, error) {
		id, err := w.AddUser(authingtest.User{Username: name})
		ids = append(ids, id)
		return id, err
	})
	group, role = must[string](t)(w.AddGroup("crew", ids...)), must[string](t)(w.AddRole("sailor"))
	must[*authing.RBACRole](t)(w.Client.Authz.AssignRoleToUserBatch(t.Context(), management.AuthzAssignRoleToUserBatchInput{UserIDs: ids, RoleID: role}))
	return group, role, users
}
