package management_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// olderRole creates a role of the older kind, which Ada is given.
func olderRole(t *testing.T, w *world) *authing.Group {
	t.Helper()
	role := must[*authing.Group](t)(w.Client.CreateRole(t.Context(), management.CreateRoleInput{Name: "editor", Descriptions: "Edits"}))
	must[*authing.RoleHolderPage](t)(w.Client.AssignUserToRole(t.Context(), management.AssignUserToRoleInput{UserID: boxed.AdaID, RoleID: role.ID}))
	return role
}

// holder is Ada, who holds a role of the older kind.
func holder(w *world, role *authing.Group) *authing.RoleHolder {
	return &authing.RoleHolder{
		ID: boxed.Any, User: &authing.User{ID: boxed.AdaID, Username: boxed.AdaName, Email: boxed.AdaEmail, Photo: boxed.DefaultPhoto},
		Group: role, Pool: &authing.UserPool{ID: w.PoolID}, CreatedAt: boxed.Any,
	}
}

func olderRoles() []scenario {
	const unknown = authing.CodeRoleNotFound
	page := func(holders ...*authing.RoleHolder) *authing.RoleHolderPage {
		return &authing.RoleHolderPage{List: append([]*authing.RoleHolder{}, holders...), TotalCount: len(holders)}
	}
	name := func(r *authing.Group) string { return r.Name }
	holderName := func(h *authing.RoleHolder) string { return h.User.ID }
	add := func(t *testing.T, w *world) func(string) (string, error) {
		return func(name string) (string, error) {
			role, err := w.Client.CreateRole(t.Context(), management.CreateRoleInput{Name: name})
			if err != nil {
				return "", err
			}
			return role.ID, nil
		}
	}
	// everyRole makes many, and gives the names in the order of creation.
	everyRole := func(t *testing.T, w *world) []string {
		names := append(many(t, "role", add(t, w)), "default")
		slices.Reverse(names)
		return names
	}
	return []scenario{
		{Method: "CreateRole", Do: func(t *testing.T, w *world) error {
			want := &authing.Group{ID: boxed.Any, Name: "editor", Descriptions: "Edits", PoolID: w.PoolID, CreatedAt: boxed.Any}
			return boxed.Gives(t, want)(w.Client.CreateRole(t.Context(), management.CreateRoleInput{Name: "editor", Descriptions: "Edits"}))
		}},
		{Method: "CreateRole", When: "name taken", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Group](t)(w.Client.CreateRole(t.Context(), management.CreateRoleInput{Name: "default"}))
		}},
		{Method: "QueryRoles", Do: func(t *testing.T, w *world) error {
			want := everyRole(t, w)
			page, err := w.Client.QueryRoles(t.Context(), management.QueryRolesInput{Page: 2, Count: 5})
			if err != nil {
				return err
			}
			if page.TotalCount != len(want) {
				t.Errorf("there are %d roles, want %d", page.TotalCount, len(want))
			}
			return boxed.Gives(t, want[5:10])(onPage(page.List, name), nil)
		}},
		{Method: "QueryRoles", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.GroupPage](t)(asUser(t, w).QueryRoles(t.Context(), management.QueryRolesInput{}))
		}},
		{Method: "AllRoles", Do: func(t *testing.T, w *world) error {
			want := everyRole(t, w)
			return boxed.Gives(t, want)(collect(w.Client.AllRoles(t.Context(), management.QueryRolesInput{Count: 5}), name))
		}},
		{Method: "AllRoles", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			_, err := collect(asUser(t, w).AllRoles(t.Context(), management.QueryRolesInput{}), name)
			return refusedBy(t, "QueryRoles", err)
		}},
		{Method: "AssignUserToRole", Do: func(t *testing.T, w *world) error {
			role := olderRole(t, w)
			in := management.AssignUserToRoleInput{UserID: boxed.AdaID, RoleID: role.ID} // once more, which changes nothing
			return boxed.Gives(t, page(holder(w, role)))(w.Client.AssignUserToRole(t.Context(), in))
		}},
		{Method: "AssignUserToRole", When: "unknown role", Want: unknown, Do: func(t *testing.T, w *world) error {
			in := management.AssignUserToRoleInput{UserID: boxed.AdaID, RoleID: unknownID}
			return boxed.Fails[*authing.RoleHolderPage](t)(w.Client.AssignUserToRole(t.Context(), in))
		}},
		{Method: "AssignUserToRole", When: "unknown user", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			in := management.AssignUserToRoleInput{UserID: unknownID, RoleID: olderRole(t, w).ID}
			return boxed.Fails[*authing.RoleHolderPage](t)(w.Client.AssignUserToRole(t.Context(), in))
		}},
		{Method: "GetUsersByRole", Do: func(t *testing.T, w *world) error {
			role := olderRole(t, w)
			return boxed.Gives(t, page(holder(w, role)))(w.Client.GetUsersByRole(t.Context(), management.GetUsersByRoleInput{RoleID: role.ID}))
		}},
		{Method: "GetUsersByRole", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RoleHolderPage](t)(w.Client.GetUsersByRole(t.Context(), management.GetUsersByRoleInput{RoleID: unknownID}))
		}},
		{Method: "AllUsersByRole", Do: func(t *testing.T, w *world) error {
			// Everybody holds the role called default.
			roles := must[*authing.GroupPage](t)(w.Client.QueryRoles(t.Context(), management.QueryRolesInput{}))
			in := management.GetUsersByRoleInput{RoleID: roles.List[0].ID, Count: 1}
			return boxed.Gives(t, []string{boxed.AdaID, boxed.GraceID})(collect(w.Client.AllUsersByRole(t.Context(), in), holderName))
		}},
		{Method: "AllUsersByRole", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			_, err := collect(w.Client.AllUsersByRole(t.Context(), management.GetUsersByRoleInput{RoleID: unknownID}), holderName)
			return refusedBy(t, "GetUsersByRole", err)
		}},
		{Method: "RemoveUserFromRole", Do: func(t *testing.T, w *world) error {
			role := olderRole(t, w)
			in := management.RemoveUserFromRoleInput{UserID: boxed.AdaID, RoleID: role.ID}
			if err := boxed.Gives(t, holder(w, role))(w.Client.RemoveUserFromRole(t.Context(), in)); err != nil {
				return err
			}
			return boxed.Gives(t, page())(w.Client.GetUsersByRole(t.Context(), management.GetUsersByRoleInput{RoleID: role.ID}))
		}},
		{Method: "RemoveUserFromRole", When: "who does not hold it", Want: unknown, Do: func(t *testing.T, w *world) error {
			in := management.RemoveUserFromRoleInput{UserID: boxed.GraceID, RoleID: olderRole(t, w).ID}
			return boxed.Fails[*authing.RoleHolder](t)(w.Client.RemoveUserFromRole(t.Context(), in))
		}},
		{Method: "UpdateRolePermissions", Do: func(t *testing.T, w *world) error {
			want := olderRole(t, w)
			want.Permissions = `["book:write"]`
			in := management.UpdateRolePermissionsInput{RoleID: want.ID, Name: "editor", Permissions: want.Permissions}
			return boxed.Gives(t, want)(w.Client.UpdateRolePermissions(t.Context(), in))
		}},
		{Method: "UpdateRolePermissions", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			in := management.UpdateRolePermissionsInput{RoleID: unknownID, Name: "editor"}
			return boxed.Fails[*authing.Group](t)(w.Client.UpdateRolePermissions(t.Context(), in))
		}},
		{Method: "QueryPermissions", Do: func(t *testing.T, w *world) error {
			role := olderRole(t, w)
			in := management.UpdateRolePermissionsInput{RoleID: role.ID, Name: "editor", Permissions: `["book:write"]`}
			must[*authing.Group](t)(w.Client.UpdateRolePermissions(t.Context(), in))
			page, err := w.Client.QueryPermissions(t.Context(), boxed.AdaID)
			if err != nil {
				return err
			}
			got := onPage(page.List, func(h *authing.RoleHolder) string { return h.Group.Name + h.Group.Permissions })
			return boxed.Gives(t, []string{"default", `editor["book:write"]`})(got, nil)
		}},
		{Method: "QueryPermissions", When: "unknown user", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RoleHolderPage](t)(w.Client.QueryPermissions(t.Context(), unknownID))
		}},
	}
}

func searching() []scenario {
	name := func(u *authing.User) string { return u.Username }
	return []scenario{
		{Method: "CreateUser", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.CreateUser(t.Context(), management.CreateUserInput{Email: "edsger@example.com", Password: "a-password", Nickname: "Edsger"})
			if err == nil && (user.Nickname != "Edsger" || user.Token != "") {
				t.Errorf("created was %v", user)
			}
			return err
		}},
		{Method: "CreateUser", When: "who exists", Want: authing.CodeUserExists, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.CreateUser(t.Context(), management.CreateUserInput{Email: boxed.AdaEmail, Password: "a-password"}))
		}},
		{Method: "Search", Do: func(t *testing.T, w *world) error {
			ids := []string{boxed.AdaID, boxed.GraceID, w.Add(t, authingtest.User{Username: "GRACE2", Phone: "13100000002"})}
			for _, test := range []struct {
				in   management.SearchInput
				want []string
			}{
				{management.SearchInput{Value: "grace"}, ids[1:]}, // in whatever case
				{management.SearchInput{Value: "1310000"}, []string{ids[0], ids[2]}},
				{management.SearchInput{Value: "grace", Type: "email"}, ids[1:2]},
				{management.SearchInput{Value: "ada", Type: "phone"}, []string{}},
				{management.SearchInput{Value: "a", Page: 1, Count: 2}, ids[2:]},
			} {
				page, err := w.Client.Search(t.Context(), test.in)
				if err != nil {
					return err
				}
				if diff := cmp.Diff(test.want, userNames(page)); diff != "" {
					t.Errorf("%+v (-want +got):\n%s", test.in, diff)
				}
			}
			return nil
		}},
		{Method: "Search", When: "by what cannot be searched", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserPage](t)(w.Client.Search(t.Context(), management.SearchInput{Value: "x", Type: "password"}))
		}},
		{Method: "SearchAll", Do: func(t *testing.T, w *world) error {
			want := many(t, "sailor", func(name string) (string, error) { return w.AddUser(authingtest.User{Username: name}) })
			slices.Reverse(want) // in the order of registration
			return boxed.Gives(t, want)(collect(w.Client.SearchAll(t.Context(), management.SearchInput{Value: "sailor", Count: 5}), name))
		}},
		{Method: "SearchAll", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			_, err := collect(asUser(t, w).SearchAll(t.Context(), management.SearchInput{Value: "a"}), name)
			return refusedBy(t, "Search", err)
		}},
	}
}
