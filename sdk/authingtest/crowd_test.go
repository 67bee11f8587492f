package authingtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// crowd is a box with callers who all do something at the same time.
type crowd struct {
	box   *authingtest.Server
	owner *management.Client
	app   *enduser.Client
}

func newCrowd(t *testing.T) crowd {
	t.Helper()
	box := newBox(t)
	web := &http.Client{Transport: inMemory{box.Handler()}}
	owner, err := management.New(box.PoolID, management.WithSecret(box.Secret), management.WithHTTPClient(web),
		management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()))
	check(t, err)
	app, err := enduser.New(box.PoolID, enduser.WithHTTPClient(web),
		enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	check(t, err)
	return crowd{box, owner, app}
}

// inMemory answers requests without a connection, so that those made at once
// meet in the service: making connections would string them out.
type inMemory struct{ handler http.Handler }

// RoundTrip answers a request.
func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody // as a server has it
	}
	recorder := httptest.NewRecorder()
	m.handler.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// people registers n people, and gives their IDs.
func (c crowd) people(t *testing.T, n int) []string {
	t.Helper()
	var ids []string
	for i := range n {
		id, err := c.box.AddUser(authingtest.User{Username: fmt.Sprintf("user%d", i), Password: password})
		check(t, err)
		ids = append(ids, id)
	}
	return ids
}

// outcomes counts how calls ended, by their codes; 0 is success.
type outcomes map[authing.Code]int

// atOnce lets n make a call at the same time, and counts how the calls ended.
func atOnce(t *testing.T, n int, call func(ctx context.Context, i int) error) outcomes {
	t.Helper()
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		ended = outcomes{}
		start = make(chan struct{})
	)
	for i := range n {
		all.Go(func() {
			<-start
			err := call(t.Context(), i)
			refused, ok := errors.AsType[*authing.Error](err)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case ok:
				ended[refused.Code]++
			case err != nil:
				t.Errorf("%d: %v", i, err)
			default:
				ended[0]++
			}
		})
	}
	close(start)
	all.Wait()
	return ended
}

// rounds is how often each claim is made anew: two callers that could both win
// do not do so each time.
const rounds = 3

// TestOneOfManyWins lets many claim what one alone can have.
func TestOneOfManyWins(t *testing.T) {
	tests := []struct {
		name  string
		loser authing.Code // what all but one get
		// prepare gives the call that everybody makes.
		prepare func(t *testing.T, c crowd, n int) func(ctx context.Context, i int) error
	}{
		{"registering an email address", authing.CodeUserExists, registerEmail},
		{"registering a phone number", authing.CodeUserExists, registerPhone},
		{"registering a user name", authing.CodeUsernameTaken, registerUsername},
		{"registering a union ID", authing.CodeUserExists, registerUnionID},
		{"taking a user name", authing.CodeUsernameTaken, takeUsername},
		{"taking a phone number", authing.CodeAlreadyBound, takePhone},
		{"binding a social account", authing.CodeSocialAccountTaken, bindAccount},
		{"signing in with a code", authing.CodeWrongVerificationCode, useCode},
		{"resetting a password with a code", authing.CodeWrongVerificationCode, resetPassword},
		{"exchanging a ticket", authing.CodeNotAllowed, exchangeTicket},
		{"removing a user", authing.CodeUserToDeleteNotFound, removeUser},
		{"creating a role of the older kind", authing.CodeParametersIncomplete, createRole},
		{"making an organisation of a group", authing.CodeParametersIncomplete, createOrg},
	}
	for _, test := range tests {
		for _, n := range []int{2, 50} {
			t.Run(fmt.Sprintf("%s/%d", test.name, n), func(t *testing.T) {
				for range rounds {
					c := newCrowd(t)
					got := atOnce(t, n, test.prepare(t, c, n))
					if diff := cmp.Diff(outcomes{0: 1, test.loser: n - 1}, got); diff != "" {
						t.Fatalf("the calls end otherwise, by their codes (-want +got):\n%s", diff)
					}
				}
			})
		}
	}
}

func registerEmail(_ *testing.T, c crowd, _ int) func(context.Context, int) error {
	return func(ctx context.Context, i int) error {
		// Writing it differently makes it no other address.
		email := []string{"eve@example.com", "EVE@example.com"}[i%2]
		_, err := c.app.Register(ctx, enduser.RegisterInput{Email: email, Password: password})
		return err
	}
}

func registerPhone(t *testing.T, c crowd, _ int) func(context.Context, int) error {
	_, err := c.app.SendRegisterPhoneCode(t.Context(), "13100000001")
	check(t, err)
	code := c.box.LastSMS("13100000001")
	return func(ctx context.Context, _ int) error {
		_, err := c.app.Register(ctx, enduser.RegisterInput{Phone: "13100000001", PhoneCode: code})
		return err
	}
}

func registerUsername(_ *testing.T, c crowd, _ int) func(context.Context, int) error {
	return func(ctx context.Context, i int) error {
		_, err := c.app.Register(ctx, enduser.RegisterInput{Email: fmt.Sprintf("eve%d@example.com", i), Username: "eve", Password: password})
		return err
	}
}

func registerUnionID(_ *testing.T, c crowd, _ int) func(context.Context, int) error {
	return func(ctx context.Context, _ int) error {
		_, err := c.app.Register(ctx, enduser.RegisterInput{UnionID: "qq|1"})
		return err
	}
}

func takeUsername(t *testing.T, c crowd, n int) func(context.Context, int) error {
	ids := c.people(t, n)
	return func(ctx context.Context, i int) error {
		_, err := c.owner.Update(ctx, management.UpdateInput{ID: ids[i], Username: new("eve")})
		return err
	}
}

func takePhone(t *testing.T, c crowd, n int) func(context.Context, int) error {
	var sessions []*enduser.Client
	for _, id := range c.people(t, n) {
		token, err := c.box.UserToken(id)
		check(t, err)
		sessions = append(sessions, c.app.WithToken(token))
	}
	_, err := c.app.SendOneTimePhoneCode(t.Context(), "13100000001")
	check(t, err)
	code := c.box.LastSMS("13100000001")
	return func(ctx context.Context, i int) error {
		_, err := sessions[i].UpdatePhone(ctx, enduser.UpdatePhoneInput{Phone: "13100000001", PhoneCode: code})
		return err
	}
}

func bindAccount(t *testing.T, c crowd, n int) func(context.Context, int) error {
	ids := c.people(t, n)
	return func(ctx context.Context, i int) error {
		_, err := c.owner.BindOAuth(ctx, management.BindOAuthInput{UserID: ids[i], Type: "github", UnionID: "github|1", UserInfo: "{}"})
		return err
	}
}

func useCode(t *testing.T, c crowd, _ int) func(context.Context, int) error {
	_, err := c.app.SendOneTimePhoneCode(t.Context(), "13100000001")
	check(t, err)
	code := c.box.LastSMS("13100000001")
	return func(ctx context.Context, _ int) error {
		_, err := c.app.WithToken("").LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{Phone: "13100000001", PhoneCode: code})
		return err
	}
}

func resetPassword(t *testing.T, c crowd, _ int) func(context.Context, int) error {
	_, err := c.app.SendResetPasswordEmail(t.Context(), "ada@example.com")
	check(t, err)
	code := c.box.LastEmail("ada@example.com")
	return func(ctx context.Context, i int) error {
		_, err := c.app.ChangePassword(ctx, enduser.ChangePasswordInput{
			Email: "ada@example.com", Password: authing.Secret(fmt.Sprintf("password %d", i)), VerifyCode: code,
		})
		return err
	}
}

func exchangeTicket(t *testing.T, c crowd, _ int) func(context.Context, int) error {
	made, err := c.app.QRLogin.GeneCode(t.Context(), enduser.QRLoginGeneCodeInput{})
	check(t, err)
	check(t, c.box.ScanQRLogin(made.ID, adaID))
	check(t, c.box.ConfirmQRLogin(made.ID))
	status, err := c.app.QRLogin.CheckCodeStatus(t.Context(), made.ID)
	check(t, err)
	return func(ctx context.Context, _ int) error {
		_, err := c.app.QRLogin.ExchangeUserInfo(ctx, status.Ticket)
		return err
	}
}

func removeUser(_ *testing.T, c crowd, _ int) func(context.Context, int) error {
	return func(ctx context.Context, _ int) error {
		_, err := c.owner.Remove(ctx, management.RemoveInput{IDs: []string{adaID}})
		return err
	}
}

func createRole(_ *testing.T, c crowd, _ int) func(context.Context, int) error {
	return func(ctx context.Context, _ int) error {
		_, err := c.owner.CreateRole(ctx, management.CreateRoleInput{Name: "editor"})
		return err
	}
}

func createOrg(t *testing.T, c crowd, _ int) func(context.Context, int) error {
	group, err := c.box.AddGroup("root")
	check(t, err)
	return func(ctx context.Context, _ int) error {
		_, err := c.owner.Org.Create(ctx, group)
		return err
	}
}

// TestNothingIsLost lets many change one thing, each in another way, and sees
// every change in it afterwards.
func TestNothingIsLost(t *testing.T) {
	const many = 50
	tests := []struct {
		name string
		// prepare gives the call that everybody makes, and what counts the changes
		// that are there then.
		prepare func(t *testing.T, c crowd) (call func(ctx context.Context, i int) error, count func() (int, error))
	}{
		{"signing in", signIn},
		{"failing to sign in", failSignIn},
		{"keeping metadata", keepMetadata},
		{"joining a group", joinGroup},
		{"giving a user roles", giveRoles},
		{"giving a user roles of the older kind", giveOlderRoles},
		{"giving a role permissions", givePermissions},
		{"adding nodes to an organisation", addNodes},
		{"binding social accounts", bindAccounts},
		{"setting what rules find in their environment", setEnv},
		{"registering", registerMany},
		{"using one refresh token, which stays good", refresh},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			call, count := test.prepare(t, newCrowd(t))
			if diff := cmp.Diff(outcomes{0: many}, atOnce(t, many, call)); diff != "" {
				t.Errorf("the calls end otherwise, by their codes (-want +got):\n%s", diff)
			}
			got, err := count()
			check(t, err)
			if got != many {
				t.Errorf("%d of %d changes are there", got, many)
			}
		})
	}
}

func signIn(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	return func(ctx context.Context, _ int) error {
			_, err := c.app.WithToken("").Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: password})
			return err
		}, func() (int, error) {
			ada, err := c.owner.User(t.Context(), adaID)
			if err != nil {
				return 0, err
			}
			return min(ada.LoginsCount, ada.UserLoginHistory.TotalCount), nil
		}
}

// failSignIn lets each fail by a user name of their own, since a captcha would
// be asked of one name; all of them are noted.
func failSignIn(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	ids := c.people(t, 50)
	return func(ctx context.Context, i int) error {
			_, err := c.app.Login(ctx, enduser.LoginInput{Username: fmt.Sprintf("user%d", i), Password: "wrong"})
			if errors.Is(err, authing.CodeWrongCredentials) {
				return nil
			}
			return fmt.Errorf("a wrong password: %w", err)
		}, func() (noted int, err error) {
			for _, id := range ids {
				user, err := c.owner.User(t.Context(), id)
				if err != nil {
					return 0, err
				}
				noted += user.UserLoginHistory.TotalCount
			}
			return noted, nil
		}
}

func keepMetadata(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	return func(ctx context.Context, i int) error {
			_, err := c.owner.SetMetadata(ctx, management.SetMetadataInput{UserID: adaID, Key: fmt.Sprintf("key%d", i), Value: "value"})
			return err
		}, func() (int, error) {
			kept, err := c.owner.Metadata(t.Context(), adaID)
			if err != nil {
				return 0, err
			}
			return len(kept.List), nil
		}
}

func joinGroup(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	ids := c.people(t, 50)
	group, err := c.box.AddGroup("editors")
	check(t, err)
	return func(ctx context.Context, i int) error {
			_, err := c.owner.Authz.AddUserToGroup(ctx, management.AuthzAddUserToGroupInput{UserID: ids[i], GroupID: group})
			return err
		}, func() (int, error) {
			page, err := c.owner.Authz.GroupUserList(t.Context(), management.AuthzGroupUserListInput{ID: group, Count: 100})
			if err != nil {
				return 0, err
			}
			return len(page.List), nil
		}
}

func giveRoles(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	return func(ctx context.Context, i int) error {
			role, err := c.owner.Authz.CreateRole(ctx, management.AuthzCreateRoleInput{Name: fmt.Sprintf("role%d", i)})
			if err == nil {
				_, err = c.owner.Authz.AssignRoleToUser(ctx, management.AuthzAssignRoleToUserInput{UserID: adaID, RoleID: role.ID})
			}
			return err
		}, func() (int, error) {
			roles, err := c.owner.UserRoleList(t.Context(), adaID)
			if err != nil {
				return 0, err
			}
			return len(roles.List), nil
		}
}

func giveOlderRoles(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	return func(ctx context.Context, i int) error {
			role, err := c.owner.CreateRole(ctx, management.CreateRoleInput{Name: fmt.Sprintf("role%d", i)})
			if err == nil {
				_, err = c.owner.AssignUserToRole(ctx, management.AssignUserToRoleInput{UserID: adaID, RoleID: role.ID})
			}
			return err
		}, func() (int, error) {
			held, err := c.owner.QueryPermissions(t.Context(), adaID)
			if err != nil {
				return 0, err
			}
			return len(held.List) - 1, nil // everybody has the one called default
		}
}

func givePermissions(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	role, err := c.box.AddRole("editor")
	check(t, err)
	return func(ctx context.Context, i int) error {
			permission, err := c.owner.Authz.CreatePermission(ctx, management.AuthzCreatePermissionInput{Name: fmt.Sprintf("book:%d", i)})
			if err == nil {
				_, err = c.owner.Authz.AddPermissionToRole(ctx, management.AuthzAddPermissionToRoleInput{RoleID: role, PermissionID: permission.ID})
			}
			return err
		}, func() (int, error) {
			page, err := c.owner.Authz.RolePermissionList(t.Context(), role)
			if err != nil {
				return 0, err
			}
			return len(page.List), nil
		}
}

func addNodes(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	root, err := c.box.AddGroup("root")
	check(t, err)
	org, err := c.owner.Org.Create(t.Context(), root)
	check(t, err)
	return func(ctx context.Context, i int) error {
			group, err := c.owner.Authz.CreateGroup(ctx, management.AuthzCreateGroupInput{Name: fmt.Sprintf("group%d", i)})
			if err == nil {
				_, err = c.owner.Org.AddNode(ctx, management.OrgAddNodeInput{OrgID: org.ID, GroupID: group.ID, ParentGroupID: root})
			}
			return err
		}, func() (int, error) {
			found, err := c.owner.Org.FindByID(t.Context(), org.ID)
			if err != nil {
				return 0, err
			}
			return len(found.Nodes) - 1, nil // but for the root
		}
}

func bindAccounts(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	token, err := c.box.UserToken(adaID)
	check(t, err)
	ada := c.app.WithToken(token)
	return func(ctx context.Context, i int) error {
			kind := fmt.Sprintf("social%d", i)
			_, err := ada.BindOAuth(ctx, enduser.BindOAuthInput{Type: kind, UnionID: kind + "|1", UserInfo: "{}"})
			return err
		}, func() (int, error) {
			bound, err := ada.ReadUserOAuthList(t.Context(), enduser.ReadUserOAuthListInput{})
			return len(bound), err
		}
}

func setEnv(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	return func(ctx context.Context, i int) error {
			_, err := c.owner.Pipeline.SetEnv(ctx, management.PipelineSetEnvInput{Key: fmt.Sprintf("KEY%d", i), Value: "value"})
			return err
		}, func() (int, error) {
			env, err := c.owner.Pipeline.Env(t.Context())
			if err != nil {
				return 0, err
			}
			return len(env.List), nil
		}
}

func registerMany(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	return func(ctx context.Context, i int) error {
			_, err := c.app.Register(ctx, enduser.RegisterInput{Email: fmt.Sprintf("eve%d@example.com", i), Password: password})
			return err
		}, func() (registered int, err error) {
			for _, err := range c.owner.All(t.Context()) {
				if err != nil {
					return 0, err
				}
				registered++
			}
			return registered - 1, nil // Ada was there
		}
}

// refresh counts the access tokens that differ and are good.
func refresh(t *testing.T, c crowd) (func(context.Context, int) error, func() (int, error)) {
	app, err := c.box.AddOIDCApp(authingtest.App{Name: "Shop"})
	check(t, err)
	set, err := c.app.WithToken("").LoginByOIDC(t.Context(), enduser.LoginByOIDCInput{
		ClientID: app.ID, ClientSecret: app.Secret, Email: "ada@example.com", Password: password, Scope: "openid offline_access",
	})
	check(t, err)
	var fresh sync.Map
	return func(ctx context.Context, _ int) error {
			got, err := c.app.WithToken("").RefreshOIDCToken(ctx, enduser.RefreshOIDCTokenInput{
				ClientID: app.ID, ClientSecret: app.Secret, RefreshToken: set.Tokens.RefreshToken,
			})
			if err == nil {
				fresh.Store(got.AccessToken, true)
			}
			return err
		}, func() (good int, err error) {
			fresh.Range(func(token, _ any) bool {
				var ada *authing.User
				ada, err = c.app.WithToken(token.(authing.Secret)).User(t.Context(), adaID)
				if err == nil && ada.ID == adaID {
					good++
				}
				return err == nil
			})
			return good, err
		}
}

// TestEveryFieldLands lets many change one user, each another field.
func TestEveryFieldLands(t *testing.T) {
	c := newCrowd(t)
	changes := []management.UpdateInput{
		{Nickname: new("a")}, {Photo: new("b")}, {Company: new("c")}, {Name: new("d")}, {GivenName: new("e")},
		{MiddleName: new("f")}, {FamilyName: new("g")}, {PreferredUsername: new("h")}, {Profile: new("i")},
		{Website: new("j")}, {Gender: new("k")}, {Birthdate: new("l")}, {ZoneInfo: new("m")}, {Locale: new("n")},
		{Address: new("o")}, {Formatted: new("p")}, {StreetAddress: new("q")}, {Locality: new("r")},
		{Region: new("s")}, {PostalCode: new("t")}, {Country: new("u")}, {Browser: new("v")}, {Device: new("w")},
		{OAuth: new("x")}, {Username: new("y")}, {UnionID: new("z")},
	}
	got := atOnce(t, len(changes), func(ctx context.Context, i int) error {
		change := changes[i]
		change.ID = adaID
		_, err := c.owner.Update(ctx, change)
		return err
	})
	if diff := cmp.Diff(outcomes{0: len(changes)}, got); diff != "" {
		t.Errorf("the calls end otherwise, by their codes (-want +got):\n%s", diff)
	}
	ada, err := c.owner.User(t.Context(), adaID)
	check(t, err)
	fields := ada.Nickname + ada.Photo + ada.Company + ada.Name + ada.GivenName + ada.MiddleName + ada.FamilyName +
		ada.PreferredUsername + ada.Profile + ada.Website + ada.Gender + ada.Birthdate + ada.ZoneInfo + ada.Locale +
		ada.Address + ada.Formatted + ada.StreetAddress + ada.Locality + ada.Region + ada.PostalCode + ada.Country +
		ada.Browser + ada.Device + ada.OAuth + ada.Username + ada.UnionID
	if want := "abcdefghijklmnopqrstuvwxyz"; fields != want {
		t.Errorf("the fields are %q, want %q", fields, want)
	}
}
