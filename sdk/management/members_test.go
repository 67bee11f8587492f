package management_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// membership is a method that gives a group or a role members, or takes them away.
type membership struct {
	method string
	// call calls it with the parent, the members (one only where it takes one) and
	// whether the members are fetched, and gives the names of those that it answered
	// with; nil for none.
	call func(ctx context.Context, a management.Authz, parent string, members []string, fetch *bool) ([]string, error)
	// start makes a parent that has some members, and some more to give or take; left
	// is what the parent has afterwards.
	start func(t *testing.T, w *world) (parent string, members, left []string)
	// noParent and noMember are the codes for what does not exist.
	noParent, noMember authing.Code
}

func roleNames(g *authing.RBACGroup, err error) ([]string, error) {
	if err != nil || g.Roles == nil {
		return nil, err
	}
	return onPage(g.Roles.List, func(r *authing.RBACRole) string { return r.Name }), nil
}

func permissionNames(r *authing.RBACRole, err error) ([]string, error) {
	if err != nil || r.Permissions == nil {
		return nil, err
	}
	return onPage(r.Permissions.List, func(p *authing.RBACPermission) string { return p.Name }), nil
}

func userNames(page *authing.UserPage) []string {
	if page == nil {
		return nil
	}
	return onPage(page.List, func(u *authing.User) string { return u.ID })
}

func usersOfGroup(g *authing.RBACGroup, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return userNames(g.Users), nil
}

func usersOfRole(r *authing.RBACRole, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return userNames(r.Users), nil
}

// startGroup makes a group, without members or with Ada and Grace in it.
func startGroup(t *testing.T, w *world, full bool) string {
	t.Helper()
	if full {
		return must[string](t)(w.AddGroup("editors", boxed.AdaID, boxed.GraceID))
	}
	return must[string](t)(w.AddGroup("editors"))
}

func memberships() []membership {
	type authz = management.Authz
	addRoles := func(full bool) func(*testing.T, *world) (string, []string, []string) {
		return func(t *testing.T, w *world) (string, []string, []string) {
			group := startGroup(t, w, false)
			roles := []string{must[string](t)(w.AddRole("editor")), must[string](t)(w.AddRole("author"))}
			if !full {
				return group, roles, []string{"editor", "author"}
			}
			in := management.AuthzAddRoleToGroupBatchInput{GroupID: group, RoleIDs: roles}
			must[*authing.RBACGroup](t)(w.Client.Authz.AddRoleToGroupBatch(t.Context(), in))
			return group, roles, []string{}
		}
	}
	addUsers := func(full bool) func(*testing.T, *world) (string, []string, []string) {
		return func(t *testing.T, w *world) (string, []string, []string) {
			left := []string{boxed.GraceID, boxed.AdaID} // the newest first
			if full {
				left = []string{}
			}
			return startGroup(t, w, full), []string{boxed.AdaID, boxed.GraceID}, left
		}
	}
	giveUsers := func(full bool) func(*testing.T, *world) (string, []string, []string) {
		return func(t *testing.T, w *world) (string, []string, []string) {
			users := []string{boxed.AdaID, boxed.GraceID}
			role := must[string](t)(w.AddRole("editor"))
			if !full {
				return role, users, []string{boxed.GraceID, boxed.AdaID}
			}
			in := management.AuthzAssignRoleToUserBatchInput{RoleID: role, UserIDs: users}
			must[*authing.RBACRole](t)(w.Client.Authz.AssignRoleToUserBatch(t.Context(), in))
			return role, users, []string{}
		}
	}
	addPermissions := func(full bool) func(*testing.T, *world) (string, []string, []string) {
		return func(t *testing.T, w *world) (string, []string, []string) {
			permissions := []string{must[string](t)(w.AddPermission("book:read")), must[string](t)(w.AddPermission("book:write"))}
			if full {
				return must[string](t)(w.AddRole("editor", permissions...)), permissions, []string{}
			}
			return must[string](t)(w.AddRole("editor")), permissions, []string{"book:read", "book:write"}
		}
	}
	const noGroup, noRole, noUser, noPermission = authing.CodeGroupNotFound, authing.CodeRoleNotFound, authing.CodeUserNotFound, authing.CodePermissionNotFound
	return []membership{
		{"AddRoleToGroup", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return roleNames(a.AddRoleToGroup(ctx, management.AuthzAddRoleToGroupInput{GroupID: parent, RoleID: members[0], FetchRoles: fetch}))
		}, addRoles(false), noGroup, noRole},
		{"AddRoleToGroupBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return roleNames(a.AddRoleToGroupBatch(ctx, management.AuthzAddRoleToGroupBatchInput{GroupID: parent, RoleIDs: members, FetchRoles: fetch}))
		}, addRoles(false), noGroup, noRole},
		{"RemoveRoleFromGroup", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return roleNames(a.RemoveRoleFromGroup(ctx, management.AuthzRemoveRoleFromGroupInput{GroupID: parent, RoleID: members[0], FetchRoles: fetch}))
		}, addRoles(true), noGroup, noRole},
		{"RemoveRoleFromGroupBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return roleNames(a.RemoveRoleFromGroupBatch(ctx, management.AuthzRemoveRoleFromGroupBatchInput{GroupID: parent, RoleIDs: members, FetchRoles: fetch}))
		}, addRoles(true), noGroup, noRole},
		{"AddUserToGroup", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfGroup(a.AddUserToGroup(ctx, management.AuthzAddUserToGroupInput{GroupID: parent, UserID: members[0], FetchUsers: fetch}))
		}, addUsers(false), noGroup, noUser},
		{"AddUserToGroupBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfGroup(a.AddUserToGroupBatch(ctx, management.AuthzAddUserToGroupBatchInput{GroupID: parent, UserIDs: members, FetchUsers: fetch}))
		}, addUsers(false), noGroup, noUser},
		{"RemoveUserFromGroup", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfGroup(a.RemoveUserFromGroup(ctx, management.AuthzRemoveUserFromGroupInput{GroupID: parent, UserID: members[0], FetchUsers: fetch}))
		}, addUsers(true), noGroup, noUser},
		{"RemoveUserFromGroupBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfGroup(a.RemoveUserFromGroupBatch(ctx, management.AuthzRemoveUserFromGroupBatchInput{GroupID: parent, UserIDs: members, FetchUsers: fetch}))
		}, addUsers(true), noGroup, noUser},
		{"AssignRoleToUser", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfRole(a.AssignRoleToUser(ctx, management.AuthzAssignRoleToUserInput{RoleID: parent, UserID: members[0], FetchUsers: fetch}))
		}, giveUsers(false), noRole, noUser},
		{"AssignRoleToUserBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfRole(a.AssignRoleToUserBatch(ctx, management.AuthzAssignRoleToUserBatchInput{RoleID: parent, UserIDs: members, FetchUsers: fetch}))
		}, giveUsers(false), noRole, noUser},
		{"RevokeRoleFromUser", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfRole(a.RevokeRoleFromUser(ctx, management.AuthzRevokeRoleFromUserInput{RoleID: parent, UserID: members[0], FetchUsers: fetch}))
		}, giveUsers(true), noRole, noUser},
		{"RevokeRoleFromUserBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return usersOfRole(a.RevokeRoleFromUserBatch(ctx, management.AuthzRevokeRoleFromUserBatchInput{RoleID: parent, UserIDs: members, FetchUsers: fetch}))
		}, giveUsers(true), noRole, noUser},
		{"AddPermissionToRole", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return permissionNames(a.AddPermissionToRole(ctx, management.AuthzAddPermissionToRoleInput{RoleID: parent, PermissionID: members[0], FetchPermissions: fetch}))
		}, addPermissions(false), noRole, noPermission},
		{"AddPermissionToRoleBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return permissionNames(a.AddPermissionToRoleBatch(ctx, management.AuthzAddPermissionToRoleBatchInput{RoleID: parent, PermissionIDs: members, FetchPermissions: fetch}))
		}, addPermissions(false), noRole, noPermission},
		{"RemovePermissionFromRole", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return permissionNames(a.RemovePermissionFromRole(ctx, management.AuthzRemovePermissionFromRoleInput{RoleID: parent, PermissionID: members[0], FetchPermissions: fetch}))
		}, addPermissions(true), noRole, noPermission},
		{"RemovePermissionFromRoleBatch", func(ctx context.Context, a authz, parent string, members []string, fetch *bool) ([]string, error) {
			return permissionNames(a.RemovePermissionFromRoleBatch(ctx, management.AuthzRemovePermissionFromRoleBatchInput{RoleID: parent, PermissionIDs: members, FetchPermissions: fetch}))
		}, addPermissions(true), noRole, noPermission},
	}
}

func members() []scenario {
	scenarios := lists()
	for _, m := range memberships() {
		scenarios = append(scenarios, m.scenarios()...)
	}
	return scenarios
}

// batch tells whether a method takes several members.
func (m membership) batch() bool { return len(m.method) > 5 && m.method[len(m.method)-5:] == "Batch" }

func (m membership) scenarios() []scenario {
	method := "Authz." + m.method
	// do calls the method once with all members or, where it takes one, with each.
	do := func(t *testing.T, w *world, parent string, members []string, fetch *bool) ([]string, error) {
		if m.batch() {
			return m.call(t.Context(), w.Client.Authz, parent, members, fetch)
		}
		var last []string
		for i := range members {
			got, err := m.call(t.Context(), w.Client.Authz, parent, members[i:], fetch)
			if err != nil {
				return nil, err
			}
			last = got
		}
		return last, nil
	}
	scenarios := []scenario{
		{Method: method, When: "again and again", Do: func(t *testing.T, w *world) error {
			parent, members, left := m.start(t, w)
			for range 2 { // the second time there is nothing to do
				if err := boxed.Gives(t, left)(do(t, w, parent, members, new(true))); err != nil {
					return err
				}
			}
			return nil
		}},
		{Method: method, When: "without fetching", Do: func(t *testing.T, w *world) error {
			parent, members, _ := m.start(t, w)
			return boxed.Gives(t, []string(nil))(do(t, w, parent, members, nil))
		}},
		{Method: method, When: "unknown parent", Want: m.noParent, Do: func(t *testing.T, w *world) error {
			_, members, _ := m.start(t, w)
			_, err := do(t, w, unknownID, members, nil)
			return err
		}},
		{Method: method, When: "unknown member", Want: m.noMember, Do: func(t *testing.T, w *world) error {
			parent, _, _ := m.start(t, w)
			_, err := do(t, w, parent, []string{unknownID}, nil)
			return err
		}},
	}
	if m.batch() {
		scenarios = append(scenarios, scenario{Method: method, When: "one unknown, so none", Want: m.noMember, Do: func(t *testing.T, w *world) error {
			parent, members, left := m.start(t, w)
			_, err := do(t, w, parent, []string{members[0], unknownID}, nil)
			// With the other one alone, the parent does not have what it has with both.
			got, otherErr := do(t, w, parent, members[1:], new(true))
			if otherErr != nil || cmp.Equal(left, got) {
				t.Errorf("the refused call did something: %v, %v", got, otherErr)
			}
			return err
		}})
	}
	return scenarios
}

// lists are the scenarios of reading members.
func lists() []scenario {
	userName := func(u *authing.User) string { return u.Username }
	return []scenario{
		{Method: "Authz.GroupRoleList", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Authz.GroupRoleList(t.Context(), w.Editors(t).Group)
			if err != nil {
				return err
			}
			return boxed.Gives(t, []string{"editor"})(onPage(page.List, func(r *authing.RBACRole) string { return r.Name }), nil)
		}},
		{Method: "Authz.GroupRoleList", When: "unknown", Want: authing.CodeGroupNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACRolePage](t)(w.Client.Authz.GroupRoleList(t.Context(), unknownID))
		}},
		{Method: "Authz.GroupPermissionList", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Authz.GroupPermissionList(t.Context(), w.Editors(t).Group)
			if err != nil {
				return err
			}
			return boxed.Gives(t, []string{"book:write"})(onPage(page.List, func(p *authing.RBACPermission) string { return p.Name }), nil)
		}},
		{Method: "Authz.GroupPermissionList", When: "unknown", Want: authing.CodeGroupNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACPermissionPage](t)(w.Client.Authz.GroupPermissionList(t.Context(), unknownID))
		}},
		{Method: "Authz.RolePermissionList", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Authz.RolePermissionList(t.Context(), w.Editors(t).Role)
			if err != nil {
				return err
			}
			return boxed.Gives(t, []string{"book:write"})(onPage(page.List, func(p *authing.RBACPermission) string { return p.Name }), nil)
		}},
		{Method: "Authz.RolePermissionList", When: "unknown", Want: authing.CodeRoleNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACPermissionPage](t)(w.Client.Authz.RolePermissionList(t.Context(), unknownID))
		}},
		{Method: "Authz.GroupUserList", Do: func(t *testing.T, w *world) error {
			group, _, users := crew(t, w)
			page, err := w.Client.Authz.GroupUserList(t.Context(), management.AuthzGroupUserListInput{ID: group, Page: 1, Count: 5})
			if err != nil {
				return err
			}
			if page.TotalCount != len(users) {
				t.Errorf("there are %d users, want %d", page.TotalCount, len(users))
			}
			return boxed.Gives(t, users[5:10])(onPage(page.List, userName), nil)
		}},
		{Method: "Authz.GroupUserList", When: "unknown", Want: authing.CodeGroupNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserPage](t)(w.Client.Authz.GroupUserList(t.Context(), management.AuthzGroupUserListInput{ID: unknownID}))
		}},
		{Method: "Authz.AllGroupUsers", Do: func(t *testing.T, w *world) error {
			group, _, users := crew(t, w)
			return boxed.Gives(t, users)(collect(w.Client.Authz.AllGroupUsers(t.Context(), management.AuthzGroupUserListInput{ID: group, Count: 5}), userName))
		}},
		{Method: "Authz.AllGroupUsers", When: "unknown", Want: authing.CodeGroupNotFound, Do: func(t *testing.T, w *world) error {
			_, err := collect(w.Client.Authz.AllGroupUsers(t.Context(), management.AuthzGroupUserListInput{ID: unknownID}), userName)
			return refusedBy(t, "Authz.GroupUserList", err)
		}},
		{Method: "Authz.RoleUserList", Do: func(t *testing.T, w *world) error {
			_, role, users := crew(t, w)
			page, err := w.Client.Authz.RoleUserList(t.Context(), management.AuthzRoleUserListInput{ID: role})
			if err != nil {
				return err
			}
			return boxed.Gives(t, users[:10])(onPage(page.List, userName), nil)
		}},
		{Method: "Authz.RoleUserList", When: "direct holders only", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Authz.RoleUserList(t.Context(), management.AuthzRoleUserListInput{ID: w.Editors(t).Role})
			return boxed.Gives(t, &authing.UserPage{List: []*authing.User{}})(page, err)
		}},
		{Method: "Authz.RoleUserList", When: "unknown", Want: authing.CodeRoleNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserPage](t)(w.Client.Authz.RoleUserList(t.Context(), management.AuthzRoleUserListInput{ID: unknownID}))
		}},
		{Method: "Authz.AllRoleUsers", Do: func(t *testing.T, w *world) error {
			_, role, users := crew(t, w)
			return boxed.Gives(t, users)(collect(w.Client.Authz.AllRoleUsers(t.Context(), management.AuthzRoleUserListInput{ID: role}), userName))
		}},
		{Method: "Authz.AllRoleUsers", When: "unknown", Want: authing.CodeRoleNotFound, Do: func(t *testing.T, w *world) error {
			_, err := collect(w.Client.Authz.AllRoleUsers(t.Context(), management.AuthzRoleUserListInput{ID: unknownID}), userName)
			return refusedBy(t, "Authz.RoleUserList", err)
		}},
	}
}
