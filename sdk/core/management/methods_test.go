package management_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/internal/scan"
	classic "github.com/authing-community/authing-go/sdk/management"
)

type (
	scenario = boxed.Case[*management.Client]
	world    = boxed.World[*management.Client]
)

// unknown is the ID of nobody.
const unknown = "5e00000000000000000000ff"

// TestEveryMethodIsTested keeps a method from coming without tests.
func TestEveryMethodIsTested(t *testing.T) {
	boxed.Covered(t, new(management.Client), all())
}

// TestMethods runs every scenario with the pool's secret.
func TestMethods(t *testing.T) {
	boxed.Run(t, boxed.CoreOwner, all(), nil, scan.OwnerToken, scan.PoolSecret, scan.Authorization, scan.Password, scan.Ciphertext)
}

func all() []scenario {
	return slices.Concat(users(), finding(), holding(), values(), roles(), policies(), groups(), fields(), anything())
}

// must ends a test that cannot go on.
func must(t *testing.T, _ any, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// person makes a client that holds a person's token where the owner's belongs.
func person(t *testing.T, w *world) *management.Client {
	t.Helper()
	return boxed.CoreManager(t, w.Box, boxed.UserToken(t, w.Box, boxed.AdaID))
}

// refused makes a scenario in which somebody other than the owner calls.
func refused(method string, want error, call func(context.Context, *management.Client) error) scenario {
	return scenario{Method: method, When: "not the owner", Want: want, Do: func(t *testing.T, w *world) error {
		return call(t.Context(), person(t, w))
	}}
}

// missing makes a scenario about something that is not there.
func missing(method string, want error, call func(context.Context, *management.Client) error) scenario {
	return scenario{Method: method, When: "not there", Want: want, Do: func(t *testing.T, w *world) error {
		return call(t.Context(), w.Client)
	}}
}

// failure leaves a result out.
func failure[T any](_ T, err error) error { return err }

// ids goes through an iterator and gives what names each element.
func ids[T any](all iter.Seq2[*T, error], name func(*T) string) ([]string, error) {
	var found []string
	for element, err := range all {
		if err != nil {
			if refused, ok := errors.AsType[*authing.Error](err); ok {
				return nil, refused.Code // the error itself is one of the method that reads a page
			}
			return nil, err
		}
		found = append(found, name(element))
	}
	return found, nil
}

func idOf(u *authing.User) string     { return u.ID }
func roleCode(r *authing.Role) string { return r.Code }

// one fails where a list does not hold one element alone that is called so.
func one[T any](t *testing.T, list []*T, name func(*T) string, want string) {
	t.Helper()
	if len(list) != 1 || name(list[0]) != want {
		t.Errorf("the list has %d elements, want %q alone", len(list), want)
	}
}

func users() []scenario {
	const email = "new@example.com"
	return []scenario{
		{Method: "Users.Create", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.Users.Create(t.Context(), management.UsersCreateInput{Email: email, Password: boxed.Password, Nickname: "New"})
			if err != nil {
				return err
			}
			if user.Email != email || user.Nickname != "New" || user.Token != "" {
				t.Errorf("created %v", user)
			}
			boxed.CoreSignedIn(t, w.Box, email)
			return nil
		}},
		{Method: "Users.Create", When: "with another password at the first sign-in", Do: func(t *testing.T, w *world) error {
			must(t, nil, failure(w.Client.Users.Create(t.Context(), management.UsersCreateInput{Email: email, Password: boxed.Password, ResetPasswordOnFirstLogin: new(true)})))
			client := boxed.CoreEndUser(t, w.Box)
			_, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: email, Password: boxed.Password})
			first, ok := errors.AsType[*authing.FirstLoginError](err)
			if !ok {
				t.Fatalf("the first sign-in ended with %v", err)
			}
			in := enduser.ResetPasswordByFirstLoginTokenInput{Token: first.Token, Password: "another password"}
			must(t, nil, failure(client.ResetPasswordByFirstLoginToken(t.Context(), in)))
			return failure(client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: email, Password: "another password"}))
		}},
		{Method: "Users.Create", When: "taken", Want: authing.CodeUserExists, Do: func(t *testing.T, w *world) error {
			return failure(w.Client.Users.Create(t.Context(), management.UsersCreateInput{Email: boxed.AdaEmail}))
		}},
		{Method: "Users.Create", When: "malformed", Want: authing.CodeInvalidEmail, Do: func(t *testing.T, w *world) error {
			return failure(w.Client.Users.Create(t.Context(), management.UsersCreateInput{Email: "nonsense"}))
		}},
		{Method: "Users.Update", Do: func(t *testing.T, w *world) error {
			in := management.UsersUpdateInput{UserID: boxed.AdaID, Nickname: new("Countess"), Company: new(""), Password: "another password"}
			user, err := w.Client.Users.Update(t.Context(), in)
			if err == nil && (user.Nickname != "Countess" || user.Company != "" || user.Name != "Ada Lovelace") {
				t.Errorf("updated %v", user)
			}
			return err
		}},
		{Method: "Users.Update", When: "taken", Want: authing.CodeUsernameTaken, Do: func(t *testing.T, w *world) error {
			return failure(w.Client.Users.Update(t.Context(), management.UsersUpdateInput{UserID: boxed.AdaID, Username: new(boxed.GraceEmail)}))
		}},
		missing("Users.Update", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Update(ctx, management.UsersUpdateInput{UserID: unknown, Nickname: new("N")}))
		}),
		{Method: "Users.Detail", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.Users.Detail(t.Context(), management.UsersDetailInput{UserID: boxed.AdaID, WithCustomData: new(true)})
			if err == nil && user.Email != boxed.AdaEmail {
				t.Errorf("read %v", user)
			}
			return err
		}},
		missing("Users.Detail", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Detail(ctx, management.UsersDetailInput{UserID: unknown}))
		}),
		{Method: "Users.Delete", Do: func(t *testing.T, w *world) error {
			if err := boxed.Gives(t, boxed.Any)(w.Client.Users.Delete(t.Context(), boxed.AdaID)); err != nil {
				return err
			}
			return boxed.Gives(t, false)(w.Client.Users.Exists(t.Context(), management.UsersExistsInput{Email: boxed.AdaEmail}))
		}},
		missing("Users.Delete", authing.CodeUserToDeleteNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Delete(ctx, unknown))
		}),
		{Method: "Users.DeleteMany", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, boxed.Any)(w.Client.Users.DeleteMany(t.Context(), []string{boxed.AdaID, boxed.GraceID}))
		}},
		missing("Users.DeleteMany", authing.CodeUserToDeleteNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.DeleteMany(ctx, []string{boxed.AdaID, unknown}))
		}),
		{Method: "Users.RefreshToken", Do: func(t *testing.T, w *world) error {
			fresh, err := w.Client.Users.RefreshToken(t.Context(), boxed.AdaID)
			if err != nil {
				return err
			}
			user, err := boxed.CoreEndUser(t, w.Box, enduser.WithToken(fresh.Token)).GetCurrentUser(t.Context())
			if err == nil && user.ID != boxed.AdaID {
				t.Errorf("the token is %s's", user.ID)
			}
			return err
		}},
		missing("Users.RefreshToken", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.RefreshToken(ctx, unknown))
		}),
		{Method: "Users.Kick", Do: func(t *testing.T, w *world) error {
			ada := boxed.CoreAda(t, w.Box)
			err := boxed.Gives(t, boxed.Any)(w.Client.Users.Kick(t.Context(), []string{boxed.AdaID}))
			if _, err := ada.GetCurrentUser(t.Context()); !errors.Is(err, authing.CodeNotSignedIn) {
				t.Errorf("reading afterwards: %v, want %v", err, authing.CodeNotSignedIn)
			}
			return err
		}},
		missing("Users.Kick", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Kick(ctx, []string{unknown}))
		}),
		{Method: "Users.Logout", Do: func(t *testing.T, w *world) error {
			ada := boxed.CoreAda(t, w.Box)
			err := boxed.Gives(t, boxed.Any)(w.Client.Users.Logout(t.Context(), management.UsersLogoutInput{UserID: boxed.AdaID, AppID: w.AppID}))
			if _, err := ada.GetCurrentUser(t.Context()); !errors.Is(err, authing.CodeNotSignedIn) {
				t.Errorf("reading afterwards: %v, want %v", err, authing.CodeNotSignedIn)
			}
			return err
		}},
		{Method: "Users.Logout", When: "of another application", Do: func(t *testing.T, w *world) error {
			ada, app := boxed.CoreAda(t, w.Box), w.OIDCApp(t)
			must(t, nil, failure(w.Client.Users.Logout(t.Context(), management.UsersLogoutInput{UserID: boxed.AdaID, AppID: app.ID})))
			return failure(ada.GetCurrentUser(t.Context()))
		}},
		missing("Users.Logout", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Logout(ctx, management.UsersLogoutInput{UserID: unknown}))
		}),
		{Method: "Users.CheckLoginStatus", Do: func(t *testing.T, w *world) error {
			in := management.UsersCheckLoginStatusInput{UserID: boxed.AdaID, AppID: w.AppID}
			before, err := w.Client.Users.CheckLoginStatus(t.Context(), in)
			must(t, nil, err)
			boxed.CoreAda(t, w.Box)
			after, err := w.Client.Users.CheckLoginStatus(t.Context(), in)
			if err == nil && (before.SignedIn || !after.SignedIn || after.User.ID != boxed.AdaID || len(after.Applications) != 1) {
				t.Errorf("before %t, after %+v", before.SignedIn, after)
			}
			return err
		}},
		missing("Users.CheckLoginStatus", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.CheckLoginStatus(ctx, management.UsersCheckLoginStatusInput{UserID: unknown}))
		}),
	}
}

func finding() []scenario {
	return []scenario{
		{Method: "Users.Batch", Do: func(t *testing.T, w *world) error {
			found, err := w.Client.Users.Batch(t.Context(), management.UsersBatchInput{IDs: []string{boxed.GraceEmail, "nobody@example.com"}, Type: "email"})
			if err == nil {
				one(t, found, idOf, boxed.GraceID)
			}
			return err
		}},
		{Method: "Users.Batch", When: "too many", Want: authing.CodeTooManyUsers, Do: func(t *testing.T, w *world) error {
			return failure(w.Client.Users.Batch(t.Context(), management.UsersBatchInput{IDs: slices.Repeat([]string{unknown}, 81)}))
		}},
		{Method: "Users.List", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Users.List(t.Context(), management.UsersListInput{Page: 2, Limit: 1, SortBy: authing.SortByCreatedAtAsc})
			if err == nil {
				one(t, page.List, idOf, boxed.GraceID)
			}
			return err
		}},
		refused("Users.List", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.List(ctx, management.UsersListInput{}))
		}),
		{Method: "Users.All", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, []string{boxed.AdaID, boxed.GraceID})(ids(w.Client.Users.All(t.Context(), management.UsersListInput{Limit: 1, SortBy: authing.SortByCreatedAtAsc}), idOf))
		}},
		refused("Users.All", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Users.All(ctx, management.UsersListInput{}), idOf))
		}),
		{Method: "Users.Exists", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, true)(w.Client.Users.Exists(t.Context(), management.UsersExistsInput{Phone: boxed.AdaPhone}))
		}},
		{Method: "Users.Exists", When: "nothing given", Want: &authing.InputError{Operation: "Users.Exists", Parameter: "Email, Phone, Username, or ExternalID", Problem: "is required"}, Do: func(t *testing.T, w *world) error {
			return failure(w.Client.Users.Exists(t.Context(), management.UsersExistsInput{}))
		}},
		{Method: "Users.Find", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.Users.Find(t.Context(), management.UsersFindInput{Username: boxed.AdaName})
			if err == nil && user.ID != boxed.AdaID {
				t.Errorf("found %s", user.ID)
			}
			return err
		}},
		missing("Users.Find", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Find(ctx, management.UsersFindInput{Email: "nobody@example.com"}))
		}),
		{Method: "Users.Search", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Users.Search(t.Context(), management.UsersSearchInput{Query: "love", Fields: []string{"name"}})
			if err == nil {
				one(t, page.List, idOf, boxed.AdaID)
			}
			return err
		}},
		refused("Users.Search", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.Search(ctx, management.UsersSearchInput{Query: "a"}))
		}),
		{Method: "Users.SearchAll", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, []string{boxed.AdaID, boxed.GraceID})(ids(w.Client.Users.SearchAll(t.Context(), management.UsersSearchInput{Query: "example.com", Limit: 1}), idOf))
		}},
		refused("Users.SearchAll", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Users.SearchAll(ctx, management.UsersSearchInput{Query: "a"}), idOf))
		}),
	}
}

// reader makes a role that may read books, and gives it to Ada.
func reader(t *testing.T, w *world) {
	t.Helper()
	must(t, nil, failure(w.Client.Roles.Create(t.Context(), management.RolesCreateInput{Code: "reader", Description: "reads"})))
	must(t, nil, failure(w.Client.Users.AddRoles(t.Context(), management.UsersAddRolesInput{UserID: boxed.AdaID, Codes: []string{"reader"}})))
	must(t, nil, w.AddPolicy(authingtest.Policy{Code: "reading", Resources: []authingtest.Resource{{Code: "books", Type: "DATA", Actions: []string{"books:read"}}}}))
	must(t, nil, failure(w.Client.Roles.AddPolicies(t.Context(), management.RolesAddPoliciesInput{Code: "reader", Policies: []string{"reading"}})))
}

// books is what readers may read.
var books = &authing.AuthorizedResourcePage{TotalCount: 1, List: []*authing.AuthorizedResource{
	{Code: "books", Type: authing.ResourceTypeData, Actions: []string{"books:read"}},
}}

// staff makes a group with Ada in it.
func staff(t *testing.T, w *world) {
	t.Helper()
	must(t, nil, failure(w.Client.Groups.Create(t.Context(), management.GroupsCreateInput{Code: "staff", Name: "Staff", Description: "who works here"})))
	must(t, nil, failure(w.Client.Groups.AddUsers(t.Context(), management.GroupsAddUsersInput{Code: "staff", UserIDs: []string{boxed.AdaID}})))
}

// hire lets Ada work in the department engines of an organisation, which it gives.
func hire(t *testing.T, w *world) string {
	t.Helper()
	owner := boxed.Owner(t, w.Box)
	root, err := w.AddGroup("works")
	must(t, nil, err)
	department, err := w.AddGroup("engines", boxed.AdaID)
	must(t, nil, err)
	org, err := owner.Org.Create(t.Context(), root)
	must(t, nil, err)
	_, err = owner.Org.AddNode(t.Context(), classic.OrgAddNodeInput{OrgID: org.ID, ParentGroupID: root, GroupID: department})
	must(t, nil, err)
	return org.ID
}

// holding is what a user holds: groups, roles, departments, resources.
func holding() []scenario {
	groupCode := func(g *authing.Group) string { return g.Code }
	return []scenario{
		{Method: "Users.ListGroups", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			page, err := w.Client.Users.ListGroups(t.Context(), boxed.AdaID)
			if err == nil {
				one(t, page.List, groupCode, "staff")
			}
			return err
		}},
		missing("Users.ListGroups", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.ListGroups(ctx, unknown))
		}),
		{Method: "Users.AddGroup", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			err := boxed.Gives(t, boxed.Any)(w.Client.Users.AddGroup(t.Context(), management.UsersAddGroupInput{UserID: boxed.GraceID, Code: "staff"}))
			page, readErr := w.Client.Groups.ListUsers(t.Context(), management.GroupsListUsersInput{Code: "staff"})
			must(t, nil, readErr)
			if len(page.List) != 2 {
				t.Errorf("%d users are in the group, want 2", len(page.List))
			}
			return err
		}},
		missing("Users.AddGroup", authing.CodeGroupNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.AddGroup(ctx, management.UsersAddGroupInput{UserID: boxed.AdaID, Code: "nothing"}))
		}),
		{Method: "Users.RemoveGroup", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			must(t, nil, failure(w.Client.Users.RemoveGroup(t.Context(), management.UsersRemoveGroupInput{UserID: boxed.AdaID, Code: "staff"})))
			return boxed.Gives(t, &authing.GroupPage{List: []*authing.Group{}})(w.Client.Users.ListGroups(t.Context(), boxed.AdaID))
		}},
		missing("Users.RemoveGroup", authing.CodeGroupNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.RemoveGroup(ctx, management.UsersRemoveGroupInput{UserID: boxed.AdaID, Code: "nothing"}))
		}),
		{Method: "Users.ListRoles", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			page, err := w.Client.Users.ListRoles(t.Context(), management.UsersListRolesInput{UserID: boxed.AdaID, Namespace: "default"})
			if err == nil {
				one(t, page.List, roleCode, "reader")
			}
			return err
		}},
		missing("Users.ListRoles", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.ListRoles(ctx, management.UsersListRolesInput{UserID: unknown}))
		}),
		{Method: "Users.AddRoles", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, failure(w.Client.Users.AddRoles(t.Context(), management.UsersAddRolesInput{UserID: boxed.GraceID, Codes: []string{"reader"}})))
			return boxed.Gives(t, true)(w.Client.Users.HasRole(t.Context(), authing.UsersHasRoleInput{UserID: boxed.GraceID, Code: "reader"}))
		}},
		missing("Users.AddRoles", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.AddRoles(ctx, management.UsersAddRolesInput{UserID: boxed.AdaID, Codes: []string{"nothing"}}))
		}),
		{Method: "Users.RemoveRoles", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, failure(w.Client.Users.RemoveRoles(t.Context(), management.UsersRemoveRolesInput{UserID: boxed.AdaID, Codes: []string{"reader"}})))
			return boxed.Gives(t, false)(w.Client.Users.HasRole(t.Context(), authing.UsersHasRoleInput{UserID: boxed.AdaID, Code: "reader"}))
		}},
		missing("Users.RemoveRoles", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.RemoveRoles(ctx, management.UsersRemoveRolesInput{UserID: boxed.AdaID, Codes: []string{"nothing"}}))
		}),
		{Method: "Users.HasRole", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return boxed.Gives(t, true)(w.Client.Users.HasRole(t.Context(), authing.UsersHasRoleInput{UserID: boxed.AdaID, Code: "reader"}))
		}},
		missing("Users.HasRole", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.HasRole(ctx, authing.UsersHasRoleInput{UserID: unknown, Code: "reader"}))
		}),
		{Method: "Users.ListOrgs", Do: func(t *testing.T, w *world) error {
			hire(t, w)
			orgs, err := w.Client.Users.ListOrgs(t.Context(), boxed.AdaID)
			if err == nil && (len(orgs) != 1 || len(orgs[0]) != 2 || orgs[0][1].Name != "engines") {
				t.Errorf("the organisations are %v", orgs)
			}
			return err
		}},
		missing("Users.ListOrgs", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.ListOrgs(ctx, unknown))
		}),
		{Method: "Users.ListDepartment", Do: func(t *testing.T, w *world) error {
			page, err := w.Client.Users.ListDepartment(t.Context(), management.UsersListDepartmentInput{UserID: boxed.AdaID, OrgID: hire(t, w)})
			if err == nil {
				one(t, page.List, func(d *authing.UserDepartment) string { return d.Department.Name }, "engines")
			}
			return err
		}},
		missing("Users.ListDepartment", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.ListDepartment(ctx, management.UsersListDepartmentInput{UserID: unknown}))
		}),
		{Method: "Users.ListAuthorizedResources", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			in := management.UsersListAuthorizedResourcesInput{UserID: boxed.AdaID, Namespace: "default"}
			return boxed.Gives(t, books)(w.Client.Users.ListAuthorizedResources(t.Context(), in))
		}},
		missing("Users.ListAuthorizedResources", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.ListAuthorizedResources(ctx, management.UsersListAuthorizedResourcesInput{UserID: unknown, Namespace: "default"}))
		}),
	}
}

// school defines a field of the pool's own, for people, and what Ada has in it.
func school(t *testing.T, w *world) []*authing.UDFValue {
	t.Helper()
	define(t, w)
	in := management.UsersSetUDFValueInput{UserID: boxed.AdaID, Values: []management.UDFValueInput{{Key: "school", Value: "S"}}}
	must(t, nil, failure(w.Client.Users.SetUDFValue(t.Context(), in)))
	return []*authing.UDFValue{{Key: "school", DataType: authing.UDFDataTypeString, Value: `"S"`, Label: "School"}}
}

func define(t *testing.T, w *world) {
	t.Helper()
	in := management.UDFSetInput{TargetType: authing.UDFTargetTypeUser, Key: "school", DataType: authing.UDFDataTypeString, Label: "School"}
	must(t, nil, failure(w.Client.UDF.Set(t.Context(), in)))
}

// values are what users have in fields of the pool's own.
func values() []scenario {
	return []scenario{
		{Method: "Users.GetUDFValue", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, school(t, w))(w.Client.Users.GetUDFValue(t.Context(), boxed.AdaID))
		}},
		missing("Users.GetUDFValue", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.GetUDFValue(ctx, unknown))
		}),
		{Method: "Users.GetUDFValueBatch", Do: func(t *testing.T, w *world) error {
			want := []*authing.TargetUDFValues{{TargetID: boxed.AdaID, Values: school(t, w)}, {TargetID: boxed.GraceID, Values: []*authing.UDFValue{}}}
			return boxed.Gives(t, want)(w.Client.Users.GetUDFValueBatch(t.Context(), []string{boxed.AdaID, boxed.GraceID}))
		}},
		missing("Users.GetUDFValueBatch", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.GetUDFValueBatch(ctx, []string{unknown}))
		}),
		{Method: "Users.SetUDFValue", Do: func(t *testing.T, w *world) error {
			define(t, w)
			want := []*authing.UDFValue{{Key: "school", DataType: authing.UDFDataTypeString, Value: `"S"`, Label: "School"}}
			in := management.UsersSetUDFValueInput{UserID: boxed.AdaID, Values: []management.UDFValueInput{{Key: "school", Value: "S"}}}
			return boxed.Gives(t, want)(w.Client.Users.SetUDFValue(t.Context(), in))
		}},
		missing("Users.SetUDFValue", authing.CodeParametersIncomplete, func(ctx context.Context, c *management.Client) error {
			in := management.UsersSetUDFValueInput{UserID: boxed.AdaID, Values: []management.UDFValueInput{{Key: "school", Value: "S"}}}
			return failure(c.Users.SetUDFValue(ctx, in))
		}),
		{Method: "Users.SetUDFValueBatch", Do: func(t *testing.T, w *world) error {
			define(t, w)
			in := []authing.TargetUDFValueInput{{TargetID: boxed.AdaID, Key: "school", Value: "S"}, {TargetID: boxed.GraceID, Key: "school", Value: "T"}}
			must(t, nil, failure(w.Client.Users.SetUDFValueBatch(t.Context(), in)))
			want := []*authing.UDFValue{{Key: "school", DataType: authing.UDFDataTypeString, Value: `"T"`, Label: "School"}}
			return boxed.Gives(t, want)(w.Client.Users.GetUDFValue(t.Context(), boxed.GraceID))
		}},
		missing("Users.SetUDFValueBatch", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.SetUDFValueBatch(ctx, []authing.TargetUDFValueInput{{TargetID: unknown, Key: "school", Value: "S"}}))
		}),
		{Method: "Users.RemoveUDFValue", Do: func(t *testing.T, w *world) error {
			school(t, w)
			return boxed.Gives(t, []*authing.UDFValue{})(w.Client.Users.RemoveUDFValue(t.Context(), management.UsersRemoveUDFValueInput{UserID: boxed.AdaID, Key: "school"}))
		}},
		missing("Users.RemoveUDFValue", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Users.RemoveUDFValue(ctx, management.UsersRemoveUDFValueInput{UserID: unknown, Key: "school"}))
		}),
	}
}

func roles() []scenario {
	noRole := func(t *testing.T, w *world) {
		t.Helper()
		if _, err := w.Client.Roles.Detail(t.Context(), management.RolesDetailInput{Code: "reader"}); !errors.Is(err, authing.ErrNotFound) && !errors.Is(err, authing.CodeRoleNotFound) {
			t.Errorf("reading it afterwards: %v", err)
		}
	}
	return []scenario{
		{Method: "Roles.Create", Do: func(t *testing.T, w *world) error {
			role, err := w.Client.Roles.Create(t.Context(), management.RolesCreateInput{Code: "reader", Description: "reads", Namespace: "library"})
			if err == nil && (role.Code != "reader" || role.Description != "reads" || role.Namespace != "library") {
				t.Errorf("created %+v", role)
			}
			return err
		}},
		{Method: "Roles.Create", When: "taken", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return failure(w.Client.Roles.Create(t.Context(), management.RolesCreateInput{Code: "reader"}))
		}},
		{Method: "Roles.Update", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			role, err := w.Client.Roles.Update(t.Context(), management.RolesUpdateInput{Code: "reader", Description: new(""), NewCode: "writer"})
			if err == nil && (role.Code != "writer" || role.Description != "") {
				t.Errorf("updated %+v", role)
			}
			return err
		}},
		missing("Roles.Update", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.Update(ctx, management.RolesUpdateInput{Code: "nothing", NewCode: "writer"}))
		}),
		{Method: "Roles.Delete", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			err := boxed.Gives(t, boxed.Any)(w.Client.Roles.Delete(t.Context(), management.RolesDeleteInput{Code: "reader"}))
			noRole(t, w)
			return err
		}},
		missing("Roles.Delete", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.Delete(ctx, management.RolesDeleteInput{Code: "nothing"}))
		}),
		{Method: "Roles.DeleteMany", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			err := boxed.Gives(t, boxed.Any)(w.Client.Roles.DeleteMany(t.Context(), management.RolesDeleteManyInput{Codes: []string{"reader"}}))
			noRole(t, w)
			return err
		}},
		missing("Roles.DeleteMany", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.DeleteMany(ctx, management.RolesDeleteManyInput{Codes: []string{"nothing"}}))
		}),
		{Method: "Roles.Detail", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			role, err := w.Client.Roles.Detail(t.Context(), management.RolesDetailInput{Code: "reader"})
			if err == nil && (role.Code != "reader" || role.Description != "reads") {
				t.Errorf("read %+v", role)
			}
			return err
		}},
		missing("Roles.Detail", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.Detail(ctx, management.RolesDetailInput{Code: "nothing"}))
		}),
		{Method: "Roles.FindByCode", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return failure(w.Client.Roles.FindByCode(t.Context(), management.RolesFindByCodeInput{Code: "reader"}))
		}},
		missing("Roles.FindByCode", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.FindByCode(ctx, management.RolesFindByCodeInput{Code: "nothing"}))
		}),
		{Method: "Roles.List", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			page, err := w.Client.Roles.List(t.Context(), management.RolesListInput{})
			if err == nil {
				one(t, page.List, roleCode, "reader")
			}
			return err
		}},
		refused("Roles.List", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.List(ctx, management.RolesListInput{}))
		}),
		{Method: "Roles.All", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, failure(w.Client.Roles.Create(t.Context(), management.RolesCreateInput{Code: "writer"})))
			in := management.RolesListInput{Limit: 1, SortBy: authing.SortByCreatedAtAsc}
			return boxed.Gives(t, []string{"reader", "writer"})(ids(w.Client.Roles.All(t.Context(), in), roleCode))
		}},
		refused("Roles.All", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Roles.All(ctx, management.RolesListInput{}), roleCode))
		}),
		{Method: "Roles.ListUsers", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			page, err := w.Client.Roles.ListUsers(t.Context(), management.RolesListUsersInput{Code: "reader"})
			if err == nil {
				one(t, page.List, idOf, boxed.AdaID)
			}
			return err
		}},
		missing("Roles.ListUsers", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.ListUsers(ctx, management.RolesListUsersInput{Code: "nothing"}))
		}),
		{Method: "Roles.AllUsers", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return boxed.Gives(t, []string{boxed.AdaID})(ids(w.Client.Roles.AllUsers(t.Context(), management.RolesListUsersInput{Code: "reader"}), idOf))
		}},
		missing("Roles.AllUsers", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Roles.AllUsers(ctx, management.RolesListUsersInput{Code: "nothing"}), idOf))
		}),
		{Method: "Roles.AddUsers", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, failure(w.Client.Roles.AddUsers(t.Context(), management.RolesAddUsersInput{Code: "reader", UserIDs: []string{boxed.GraceID}})))
			return boxed.Gives(t, true)(w.Client.Users.HasRole(t.Context(), authing.UsersHasRoleInput{UserID: boxed.GraceID, Code: "reader"}))
		}},
		missing("Roles.AddUsers", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.AddUsers(ctx, management.RolesAddUsersInput{Code: "nothing", UserIDs: []string{boxed.AdaID}}))
		}),
		{Method: "Roles.RemoveUsers", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, failure(w.Client.Roles.RemoveUsers(t.Context(), management.RolesRemoveUsersInput{Code: "reader", UserIDs: []string{boxed.AdaID}})))
			return boxed.Gives(t, false)(w.Client.Users.HasRole(t.Context(), authing.UsersHasRoleInput{UserID: boxed.AdaID, Code: "reader"}))
		}},
		missing("Roles.RemoveUsers", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.RemoveUsers(ctx, management.RolesRemoveUsersInput{Code: "nothing", UserIDs: []string{boxed.AdaID}}))
		}),
	}
}

// policies are what roles have been given, and what they may use by it.
func policies() []scenario {
	policyCode := func(p *authing.PolicyAssignment) string { return p.Code }
	return []scenario{
		{Method: "Roles.ListPolicies", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			want := &authing.PolicyAssignmentPage{TotalCount: 1, List: []*authing.PolicyAssignment{{Code: "reading", TargetType: "ROLE", TargetIdentifier: "reader"}}}
			return boxed.Gives(t, want)(w.Client.Roles.ListPolicies(t.Context(), management.RolesListPoliciesInput{Code: "reader"}))
		}},
		refused("Roles.ListPolicies", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.ListPolicies(ctx, management.RolesListPoliciesInput{Code: "reader"}))
		}),
		{Method: "Roles.AllPolicies", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return boxed.Gives(t, []string{"reading"})(ids(w.Client.Roles.AllPolicies(t.Context(), management.RolesListPoliciesInput{Code: "reader"}), policyCode))
		}},
		refused("Roles.AllPolicies", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Roles.AllPolicies(ctx, management.RolesListPoliciesInput{Code: "reader"}), policyCode))
		}),
		{Method: "Roles.AddPolicies", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, w.AddPolicy(authingtest.Policy{Code: "writing"}))
			return boxed.Gives(t, boxed.Any)(w.Client.Roles.AddPolicies(t.Context(), management.RolesAddPoliciesInput{Code: "reader", Policies: []string{"writing"}}))
		}},
		missing("Roles.AddPolicies", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.AddPolicies(ctx, management.RolesAddPoliciesInput{Code: "nothing", Policies: []string{"reading"}}))
		}),
		{Method: "Roles.RemovePolicies", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			must(t, nil, failure(w.Client.Roles.RemovePolicies(t.Context(), management.RolesRemovePoliciesInput{Code: "reader", Policies: []string{"reading"}})))
			want := &authing.PolicyAssignmentPage{List: []*authing.PolicyAssignment{}}
			return boxed.Gives(t, want)(w.Client.Roles.ListPolicies(t.Context(), management.RolesListPoliciesInput{Code: "reader"}))
		}},
		missing("Roles.RemovePolicies", authing.CodeRoleNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.RemovePolicies(ctx, management.RolesRemovePoliciesInput{Code: "nothing", Policies: []string{"reading"}}))
		}),
		{Method: "Roles.ListAuthorizedResources", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return boxed.Gives(t, books)(w.Client.Roles.ListAuthorizedResources(t.Context(), management.RolesListAuthorizedResourcesInput{Code: "reader"}))
		}},
		missing("Roles.ListAuthorizedResources", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Roles.ListAuthorizedResources(ctx, management.RolesListAuthorizedResourcesInput{Code: "nothing"}))
		}),
	}
}

func groups() []scenario {
	code := func(g *authing.Group) string { return g.Code }
	return []scenario{
		{Method: "Groups.Create", Do: func(t *testing.T, w *world) error {
			group, err := w.Client.Groups.Create(t.Context(), management.GroupsCreateInput{Code: "staff", Name: "Staff", Description: "who works here"})
			if err == nil && (group.Code != "staff" || group.Name != "Staff" || group.Description != "who works here") {
				t.Errorf("created %+v", group)
			}
			return err
		}},
		{Method: "Groups.Create", When: "taken", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			staff(t, w)
			return failure(w.Client.Groups.Create(t.Context(), management.GroupsCreateInput{Code: "staff", Name: "Staff"}))
		}},
		{Method: "Groups.Update", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			group, err := w.Client.Groups.Update(t.Context(), management.GroupsUpdateInput{Code: "staff", Description: new(""), NewCode: "crew"})
			if err == nil && (group.Code != "crew" || group.Name != "Staff" || group.Description != "") {
				t.Errorf("updated %+v", group)
			}
			return err
		}},
		missing("Groups.Update", authing.CodeGroupNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.Update(ctx, management.GroupsUpdateInput{Code: "nothing", Name: "N"}))
		}),
		{Method: "Groups.Delete", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			must(t, nil, failure(w.Client.Groups.Delete(t.Context(), "staff")))
			return boxed.Gives(t, &authing.GroupPage{List: []*authing.Group{}})(w.Client.Groups.List(t.Context(), management.GroupsListInput{}))
		}},
		missing("Groups.Delete", authing.CodeGroupNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.Delete(ctx, "nothing"))
		}),
		{Method: "Groups.DeleteMany", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			return boxed.Gives(t, boxed.Any)(w.Client.Groups.DeleteMany(t.Context(), []string{"staff"}))
		}},
		missing("Groups.DeleteMany", authing.CodeGroupNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.DeleteMany(ctx, []string{"nothing"}))
		}),
		{Method: "Groups.Detail", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			group, err := w.Client.Groups.Detail(t.Context(), "staff")
			if err == nil && group.Name != "Staff" {
				t.Errorf("read %+v", group)
			}
			return err
		}},
		missing("Groups.Detail", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.Detail(ctx, "nothing"))
		}),
		{Method: "Groups.List", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			page, err := w.Client.Groups.List(t.Context(), management.GroupsListInput{UserID: boxed.AdaID})
			if err == nil {
				one(t, page.List, code, "staff")
			}
			return err
		}},
		missing("Groups.List", authing.CodeUserNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.List(ctx, management.GroupsListInput{UserID: unknown}))
		}),
		{Method: "Groups.All", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			return boxed.Gives(t, []string{"staff"})(ids(w.Client.Groups.All(t.Context(), management.GroupsListInput{}), code))
		}},
		refused("Groups.All", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Groups.All(ctx, management.GroupsListInput{}), code))
		}),
		{Method: "Groups.ListUsers", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			page, err := w.Client.Groups.ListUsers(t.Context(), management.GroupsListUsersInput{Code: "staff"})
			if err == nil {
				one(t, page.List, idOf, boxed.AdaID)
			}
			return err
		}},
		missing("Groups.ListUsers", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.ListUsers(ctx, management.GroupsListUsersInput{Code: "nothing"}))
		}),
		{Method: "Groups.AllUsers", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			return boxed.Gives(t, []string{boxed.AdaID})(ids(w.Client.Groups.AllUsers(t.Context(), management.GroupsListUsersInput{Code: "staff"}), idOf))
		}},
		missing("Groups.AllUsers", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(ids(c.Groups.AllUsers(ctx, management.GroupsListUsersInput{Code: "nothing"}), idOf))
		}),
		{Method: "Groups.AddUsers", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			return boxed.Gives(t, boxed.Any)(w.Client.Groups.AddUsers(t.Context(), management.GroupsAddUsersInput{Code: "staff", UserIDs: []string{boxed.GraceID}}))
		}},
		{Method: "Groups.AddUsers", When: "nobody's", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			staff(t, w)
			return failure(w.Client.Groups.AddUsers(t.Context(), management.GroupsAddUsersInput{Code: "staff", UserIDs: []string{unknown}}))
		}},
		{Method: "Groups.RemoveUsers", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			must(t, nil, failure(w.Client.Groups.RemoveUsers(t.Context(), management.GroupsRemoveUsersInput{Code: "staff", UserIDs: []string{boxed.AdaID}})))
			return boxed.Gives(t, &authing.UserPage{List: []*authing.User{}})(w.Client.Groups.ListUsers(t.Context(), management.GroupsListUsersInput{Code: "staff"}))
		}},
		missing("Groups.RemoveUsers", authing.CodeGroupNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.RemoveUsers(ctx, management.GroupsRemoveUsersInput{Code: "nothing", UserIDs: []string{boxed.AdaID}}))
		}),
		{Method: "Groups.ListAuthorizedResources", Do: func(t *testing.T, w *world) error {
			staff(t, w)
			want := &authing.AuthorizedResourcePage{List: []*authing.AuthorizedResource{}}
			return boxed.Gives(t, want)(w.Client.Groups.ListAuthorizedResources(t.Context(), management.GroupsListAuthorizedResourcesInput{Code: "staff", Namespace: "default"}))
		}},
		missing("Groups.ListAuthorizedResources", authing.ErrNotFound, func(ctx context.Context, c *management.Client) error {
			return failure(c.Groups.ListAuthorizedResources(ctx, management.GroupsListAuthorizedResourcesInput{Code: "nothing", Namespace: "default"}))
		}),
	}
}

func fields() []scenario {
	field := &authing.UDFDefinition{TargetType: authing.UDFTargetTypeUser, Key: "school", DataType: authing.UDFDataTypeString, Label: "School"}
	set := management.UDFSetInput{TargetType: authing.UDFTargetTypeUser, Key: "school", DataType: authing.UDFDataTypeString, Label: "School"}
	return []scenario{
		{Method: "UDF.Set", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, field)(w.Client.UDF.Set(t.Context(), set))
		}},
		refused("UDF.Set", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(c.UDF.Set(ctx, set))
		}),
		{Method: "UDF.List", Do: func(t *testing.T, w *world) error {
			define(t, w)
			return boxed.Gives(t, []*authing.UDFDefinition{field})(w.Client.UDF.List(t.Context(), authing.UDFTargetTypeUser))
		}},
		refused("UDF.List", authing.CodeNotAllowed, func(ctx context.Context, c *management.Client) error {
			return failure(c.UDF.List(ctx, authing.UDFTargetTypeUser))
		}),
		{Method: "UDF.Remove", Do: func(t *testing.T, w *world) error {
			school(t, w)
			must(t, nil, failure(w.Client.UDF.Remove(t.Context(), management.UDFRemoveInput{TargetType: authing.UDFTargetTypeUser, Key: "school"})))
			return boxed.Gives(t, []*authing.UDFValue{})(w.Client.Users.GetUDFValue(t.Context(), boxed.AdaID))
		}},
		missing("UDF.Remove", authing.CodeParametersIncomplete, func(ctx context.Context, c *management.Client) error {
			return failure(c.UDF.Remove(ctx, management.UDFRemoveInput{TargetType: authing.UDFTargetTypeUser, Key: "school"}))
		}),
	}
}

// anything is what no method covers.
func anything() []scenario {
	return []scenario{
		{Method: "Do", Do: func(t *testing.T, w *world) error {
			var out struct{ IsUserExists bool }
			err := w.Client.Do(t.Context(), "query ($email: String) { isUserExists(email: $email) }", map[string]any{"email": boxed.AdaEmail}, &out)
			if err == nil && !out.IsUserExists {
				t.Error("she is not found")
			}
			return err
		}},
		{Method: "Do", When: "refused", Want: authing.CodeUserToDeleteNotFound, Do: func(t *testing.T, w *world) error {
			return w.Client.Do(t.Context(), "mutation ($id: String!) { deleteUser(id: $id) { code message } }", map[string]any{"id": unknown}, nil)
		}},
	}
}
