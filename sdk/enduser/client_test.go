package enduser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
)

// TestNewRefuses is about settings that no client can work with.
func TestNewRefuses(t *testing.T) {
	recorder := boxed.Record(t)
	const noURL = "is not an absolute http or https URL"
	tests := []struct {
		pool               string
		option             enduser.Option
		parameter, problem string
	}{
		{"", nil, "pool ID", "is required"},
		{"pool", enduser.WithPasswordKey(""), "WithPasswordKey", "is empty"},
		{"pool", enduser.WithPasswordKey("no PEM"), "WithPasswordKey", "is not in PEM"},
		{"pool", enduser.WithPasswordKey("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"), "WithPasswordKey", "is not a public key in PKIX or PKCS #1"},
		{"pool", enduser.WithOrigin("localhost:8080"), "WithOrigin", noURL},
		{"pool", enduser.WithOrigin("ftp://example.com"), "WithOrigin", noURL},
		{"pool", enduser.WithOrigin("https://user:password@example.com"), "WithOrigin", "must not contain a user or password"},
		{"pool", enduser.WithHost(authing.HostUser, "users.example.com"), `WithHost("user")`, noURL},
		{"pool", enduser.WithHost(authing.HostCDN, "https://cdn.example.com?a=b"), `WithHost("cdn")`, "must not contain a query or a fragment"},
		{"pool", enduser.WithHost("other", "https://example.com"), `WithHost("other")`, `names no role of a host that this client asks: give one of ["user" "oauth" "base" "cdn" "upload"]`},
		{"pool", enduser.WithTimeout(0), "WithTimeout", "must be positive"},
		{"pool", enduser.WithResponseLimit(-1), "WithResponseLimit", "must be positive"},
		{"pool", enduser.WithHTTPClient(nil), "WithHTTPClient", "is nil"},
	}
	for _, test := range tests {
		client, err := enduser.New(test.pool, enduser.WithOrigin(recorder.URL), test.option)
		got, _ := errors.AsType[*authing.InputError](err)
		want := &authing.InputError{Operation: "New", Parameter: test.parameter, Problem: test.problem}
		if diff := cmp.Diff(want, got); diff != "" || client != nil {
			t.Errorf("got the client %v and %v (-want +got):\n%s", client, err, diff)
		}
	}
	if sent := recorder.Count(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// TestMistakes makes every mistake that can be seen before anything is sent, with
// somebody signed in.
func TestMistakes(t *testing.T) {
	recorder := boxed.Record(t)
	box := boxed.Start(t)
	client, err := enduser.New(box.PoolID, enduser.WithOrigin(recorder.URL), enduser.WithPasswordKey(box.PasswordKey()), enduser.WithToken("token"))
	if err != nil {
		t.Fatal(err)
	}
	show := func(*authing.QRCode) error { return nil }
	mistakes := append(boxed.Mistakes(),
		boxed.MissingAny("Update", enduser.UpdateInput{ID: boxed.AdaID, Password: boxed.Password}, "OldPassword with Password"),
		boxed.MissingAny("QRLogin.CheckCodeStatus", "", "qrCodeID"),
		boxed.MissingAny("QRLogin.ExchangeUserInfo", authing.Secret(""), "ticket"),
		boxed.Mistake{Method: "QRLogin.Wait", Input: authing.QRLoginWaitInput{Interval: -1}, Parameter: "Interval", Problem: "is negative"},
		boxed.MissingAny("CheckQR", enduser.CheckQRInput{}, "Random"),
		boxed.MissingAny("ScanLogin", authing.ScanLoginInput{}, "Show"),
		boxed.Mistake{Method: "ScanLogin", Input: authing.ScanLoginInput{Show: show, Interval: -1}, Parameter: "Interval", Problem: "is negative"},
	)
	boxed.CheckMistakes(t, client, recorder, mistakes)
	if tokenOf(t, client) != "token" {
		t.Error("a mistake ended the session")
	}
	// These take nothing that could be wrong; the mistakes of Do are the runtime's to test.
	free := []string{
		"CASLogout", "Do", "GenQRCode", "GetUserPoolSettings", "Preflight", "QRLogin.GeneCode", "ReadOAuthList", "ReadUserOAuthList",
		"Token", "UnbindEmail", "WithToken",
	}
	boxed.SameMethods(t, "with a mistake", client, boxed.Named(mistakes, free...))
}

// personalInputs has an input for every method that acts for the person signed in.
func personalInputs() map[string]any {
	return map[string]any{
		"BindOAuth":                 enduser.BindOAuthInput{UserID: boxed.AdaID, Type: "github", UnionID: "github|ada", UserInfo: "{}"},
		"ChangeMFA":                 enduser.ChangeMFAInput{UserID: boxed.AdaID, Enable: true},
		"GetAuthedAppList":          enduser.GetAuthedAppListInput{UserID: boxed.AdaID},
		"Logout":                    boxed.AdaID,
		"Metadata":                  boxed.AdaID,
		"QueryMFA":                  enduser.QueryMFAInput{UserID: boxed.AdaID},
		"ReadUserOAuthList":         enduser.ReadUserOAuthListInput{UserID: boxed.AdaID},
		"RemoveMetadata":            enduser.RemoveMetadataInput{UserID: boxed.AdaID, Key: "theme"},
		"RevokeAuthedApp":           enduser.RevokeAuthedAppInput{UserID: boxed.AdaID, AppID: "app"},
		"SendChangeEmailVerifyCode": "new@example.com",
		"SetMetadata":               enduser.SetMetadataInput{UserID: boxed.AdaID, Key: "theme", Value: "dark"},
		"UnbindOAuth":               enduser.UnbindOAuthInput{UserID: boxed.AdaID, Type: "github"},
		"UserGroupList":             boxed.AdaID,
		"UserPermissionList":        boxed.AdaID,
		"UserRoleList":              boxed.AdaID,
		"UnbindEmail":               enduser.UnbindEmailInput{User: boxed.AdaID},
		"Update":                    enduser.UpdateInput{ID: boxed.AdaID, Nickname: new("A")},
		"UpdateEmail":               enduser.UpdateEmailInput{Email: "new@example.com", EmailCode: "1234"},
		"UpdatePhone":               enduser.UpdatePhoneInput{Phone: "13100000008", PhoneCode: "1234"},
		"UploadAvatar":              enduser.File{Name: "me.png", Content: strings.NewReader(picture)},
		"User":                      boxed.AdaID,
	}
}

// TestNobodySignedIn sees that what acts for a person is not even sent for nobody.
func TestNobodySignedIn(t *testing.T) {
	recorder := boxed.Record(t)
	client, err := enduser.New("pool", enduser.WithOrigin(recorder.URL))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*enduser.Client{"new": client, "derived": client.WithToken("")} {
		for method, input := range personalInputs() {
			if err := boxed.Call(t.Context(), c, method, input); !errors.Is(err, authing.ErrNoSession) {
				t.Errorf("%s on a %s client: %v, want %v", method, name, err, authing.ErrNoSession)
			}
		}
	}
	if sent := recorder.Count(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
	tested := make(map[string]bool)
	for _, c := range personal() {
		tested[c.Method] = true
	}
	want := slices.Sorted(maps.Keys(tested))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(personalInputs()))); diff != "" {
		t.Errorf("the personal methods differ (-scenarios +inputs):\n%s", diff)
	}
}

// TestSessionExpired sees that the service refuses what acts for a person when their
// token has died, and that the session ends by that.
func TestSessionExpired(t *testing.T) {
	box := boxed.Start(t)
	shared := ada(t, box)
	token := tokenOf(t, shared)
	if _, err := boxed.Owner(t, box).Logout(t.Context(), boxed.AdaID); err != nil {
		t.Fatal(err)
	}
	for method, input := range personalInputs() {
		client := shared.WithToken(token)
		err := boxed.Call(t.Context(), client, method, input)
		if !errors.Is(err, authing.CodeSessionExpired) || !errors.Is(err, authing.ErrSessionEnded) {
			t.Errorf("%s: %v, want %v", method, err, authing.CodeSessionExpired)
		}
		if tokenOf(t, client) != "" {
			t.Errorf("%s: the session did not end", method)
		}
	}
}

// TestSignInStartsASession sees that the session is that of the answer, that it takes
// the place of the one before, and that it is good for reading the profile.
func TestSignInStartsASession(t *testing.T) {
	type signIn func(context.Context, *enduser.Client, *boxed.Box) (authing.Secret, error)
	user := func(u *authing.User, err error) (authing.Secret, error) {
		if err != nil {
			return "", err
		}
		return u.Token, nil
	}
	oidc := func(ctx context.Context, c *enduser.Client, app authingtest.App) (*authing.OIDCTokens, error) {
		login, err := c.LoginByOIDC(ctx, authing.LoginByOIDCInput{
			ClientID: app.ID, ClientSecret: app.Secret, Email: boxed.AdaEmail, Password: boxed.Password, Scope: "openid offline_access",
		})
		if err != nil || login.Tokens == nil {
			return nil, errors.Join(err, errors.New("no tokens"))
		}
		return login.Tokens, nil
	}
	for method, do := range map[string]signIn{
		"Login": func(ctx context.Context, c *enduser.Client, _ *boxed.Box) (authing.Secret, error) {
			return user(c.Login(ctx, enduser.LoginInput{Email: boxed.AdaEmail, Password: boxed.Password}))
		},
		"LoginByPhonePassword": func(ctx context.Context, c *enduser.Client, _ *boxed.Box) (authing.Secret, error) {
			return user(c.LoginByPhonePassword(ctx, enduser.LoginByPhonePasswordInput{Phone: boxed.AdaPhone, Password: boxed.Password}))
		},
		"LoginByPhoneCode": func(ctx context.Context, c *enduser.Client, box *boxed.Box) (authing.Secret, error) {
			if _, err := c.SendOneTimePhoneCode(ctx, boxed.AdaPhone); err != nil {
				return "", err
			}
			return user(c.LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{Phone: boxed.AdaPhone, PhoneCode: box.LastSMS(boxed.AdaPhone)}))
		},
		"LoginByLDAP": func(ctx context.Context, c *enduser.Client, box *boxed.Box) (authing.Secret, error) {
			if err := box.AddLDAPUser(authingtest.DirectoryUser{Username: "tesla", Password: "coil"}); err != nil {
				return "", err
			}
			return user(c.LoginByLDAP(ctx, enduser.LoginByLDAPInput{Username: "tesla", Password: "coil"}))
		},
		"LoginByAD": func(ctx context.Context, c *enduser.Client, box *boxed.Box) (authing.Secret, error) {
			if err := box.AddADUser("ad", authingtest.DirectoryUser{Username: "mary@corp", Password: "cable"}); err != nil {
				return "", err
			}
			return user(c.LoginByAD(ctx, enduser.LoginByADInput{ADConnectorID: "ad", Username: "mary@corp", Password: "cable"}))
		},
		"LoginByOIDC": func(ctx context.Context, c *enduser.Client, box *boxed.Box) (authing.Secret, error) {
			app, appErr := box.AddOIDCApp(authingtest.App{})
			tokens, err := oidc(ctx, c, app)
			if err := errors.Join(appErr, err); err != nil {
				return "", err
			}
			return tokens.AccessToken, nil
		},
		"RefreshOIDCToken": func(ctx context.Context, c *enduser.Client, box *boxed.Box) (authing.Secret, error) {
			app, appErr := box.AddOIDCApp(authingtest.App{})
			tokens, err := oidc(ctx, c, app)
			if err := errors.Join(appErr, err); err != nil {
				return "", err
			}
			fresh, err := c.RefreshOIDCToken(ctx, enduser.RefreshOIDCTokenInput{ClientID: app.ID, ClientSecret: app.Secret, RefreshToken: tokens.RefreshToken})
			if err != nil {
				return "", err
			}
			return fresh.AccessToken, nil
		},
		"ScanLogin": func(ctx context.Context, c *enduser.Client, box *boxed.Box) (authing.Secret, error) {
			return user(c.ScanLogin(ctx, authing.ScanLoginInput{Show: func(code *authing.QRCode) error { return box.ScanQR(code.Random, boxed.AdaID) }}))
		},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			box := boxed.Start(t)
			client := as(t, box, boxed.GraceID) // somebody else is signed in
			token, err := do(t.Context(), client, box)
			if err != nil {
				t.Fatal(err)
			}
			if token == "" || tokenOf(t, client) != token {
				t.Error("the session is not the one of the answer")
			}
			status, err := client.CheckLoginStatus(t.Context(), tokenOf(t, client))
			if err != nil || !status.Status || status.Token == nil || status.Token.Data == nil {
				t.Fatalf("the token is worth %v, %v", status, err)
			}
			if _, err := client.User(t.Context(), status.Token.Data.ID); err != nil {
				t.Errorf("reading the own profile: %v", err)
			}
			if _, err := client.User(t.Context(), boxed.GraceID); !errors.Is(err, authing.CodeOwnedByAnotherUser) {
				t.Errorf("reading the profile of who was signed in before: %v, want %v", err, authing.CodeOwnedByAnotherUser)
			}
		})
	}
}

// TestRegisterStartsNoSession holds even where registering is a sign-in, and a failed
// sign-in leaves the session that there is.
func TestRegisterStartsNoSession(t *testing.T) {
	box := boxed.Start(t)
	client := ada(t, box)
	token := tokenOf(t, client)
	user, err := client.Register(t.Context(), enduser.RegisterInput{Email: "new@example.com", Password: boxed.Password, ForceLogin: new(true)})
	if err != nil || user.Token == "" {
		t.Fatalf("Register gave %v and %v, want a user with a token", user, err)
	}
	if _, err := client.Login(t.Context(), enduser.LoginInput{Email: boxed.AdaEmail, Password: "wrong password"}); err == nil {
		t.Error("a wrong password signs in")
	}
	if tokenOf(t, client) != token {
		t.Error("the session has changed")
	}
}

// TestDerivedClientsAreIndependent signs people in and out on clients that share
// everything but the session.
func TestDerivedClientsAreIndependent(t *testing.T) {
	box := boxed.Start(t)
	root := nobody(t, box)
	adas := root.WithToken(boxed.UserToken(t, box, boxed.AdaID))
	graces := adas.WithToken(boxed.UserToken(t, box, boxed.GraceID))
	reads := func(when string, c *enduser.Client, id string, want error) {
		t.Helper()
		if _, err := c.User(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("%s: reading %s: %v, want %v", when, id, err, want)
		}
	}
	reads("at first", root, boxed.AdaID, authing.ErrNoSession)
	reads("at first", adas, boxed.AdaID, nil)
	reads("at first", adas, boxed.GraceID, authing.CodeOwnedByAnotherUser)
	reads("at first", graces, boxed.GraceID, nil)
	if _, err := graces.Logout(t.Context(), boxed.GraceID); err != nil {
		t.Fatal(err)
	}
	reads("Grace signed out", adas, boxed.AdaID, nil)
	reads("Grace signed out", graces, boxed.GraceID, authing.ErrNoSession)
	if _, err := root.Login(t.Context(), enduser.LoginInput{UnionID: boxed.GraceUnion}); err != nil {
		t.Fatal(err)
	}
	reads("Grace signed in on the root", root, boxed.GraceID, nil)
	reads("Grace signed in on the root", adas, boxed.AdaID, nil)
	reads("Grace signed in on the root", graces, boxed.GraceID, authing.ErrNoSession)
}

// TestUserCannotManage sends what only the pool's owner may do, by hand, with the token
// of a user and with none.
func TestUserCannotManage(t *testing.T) {
	box := boxed.Start(t)
	group, err := box.AddGroup("editors")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.NewReplacer("POOL", box.PoolID, "ADA", boxed.AdaID, "GRACE", boxed.GraceID, "GROUP", group)
	token := boxed.UserToken(t, box, boxed.AdaID)
	for _, query := range []string{
		`{ users(registerInClient: "POOL") { totalCount } }`,
		`{ userPatch(ids: "ADA,GRACE") { totalCount } }`,
		`{ checkPhoneCode(userPoolId: "POOL", phone: "13100000000", phoneCode: "1234") { code } }`,
		`mutation { removeUsers(registerInClient: "POOL", ids: ["GRACE"]) { _id } }`,
		`mutation { removeUsers(registerInClient: "POOL", ids: ["ADA"]) { _id } }`,
		`mutation { refreshToken(client: "POOL", user: "GRACE") { token } }`,
		`mutation { refreshThirdPartyToken(userPoolId: "POOL", userId: "GRACE") { accessToken } }`,
		`mutation { deleteRBACGroup(_id: "GROUP") { message } }`,
	} {
		for bearer, want := range map[authing.Secret]authing.Code{token: authing.CodeNotAllowed, "": authing.CodeNotSignedIn} {
			if got := ask(t, box, bearer, names.Replace(query)); got != want {
				t.Errorf("%s (with a token: %t): code %d, want %d", query, bearer != "", got, want)
			}
		}
	}
	users, err := boxed.Owner(t, box).UserPatch(t.Context(), []string{boxed.AdaID, boxed.GraceID})
	if err != nil || users.TotalCount != 2 {
		t.Errorf("afterwards there are %v (%v), want both users", users, err)
	}
}

// ask runs a query by hand and gives the code of the refusal, 0 for none.
func ask(t *testing.T, box *boxed.Box, bearer authing.Secret, query string) authing.Code {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, box.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer.Reveal())
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Errors []struct {
			Message struct {
				Code authing.Code `json:"code"`
			} `json:"message"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if len(answer.Errors) == 0 {
		return 0
	}
	return answer.Errors[0].Message.Code
}

// tokenOf returns the token of the person signed in, or "" where nobody is.
func tokenOf(t *testing.T, client *enduser.Client) authing.Secret {
	t.Helper()
	token, err := client.Token(t.Context())
	if (err != nil) != (token == "") || err != nil && !errors.Is(err, authing.ErrNoSession) {
		t.Errorf("token %q, error %v", token.Reveal(), err)
	}
	return token
}
