package service_test

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// TestAuthenticator lets an authenticator be set up with the key, and signs in
// with what it shows at several times.
func TestAuthenticator(t *testing.T) {
	f := newFixture(t)
	factor, err := f.ChangeMFA(f.token(), pool, f.ada.ID, "", true, false)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	shown := func(at time.Duration) string {
		code, err := totp.GenerateCode(factor.Key, start.Add(at))
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	for _, test := range []struct {
		name, code string
		want       authing.Code
	}{
		{"none", "", 1635},
		{"half a minute ago", shown(-30 * time.Second), 0},
		{"now", shown(0), 0},
		{"now, a second time", shown(0), 6001},
		{"older than the last", shown(-30 * time.Second), 6001},
		{"in half a minute", shown(30 * time.Second), 0},
		{"two minutes ago", shown(-2 * time.Minute), 6001},
		{"in two minutes", shown(2 * time.Minute), 6001},
		{"too short", "12345", 6001},
		{"no number", "abcdef", 6001},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal(password), MFACode: test.code})
			wantCode(t, err, test.want)
		})
	}
	if code, err := f.OneTimePassword(pool, f.ada.ID); err != nil || code != shown(0) {
		t.Errorf("the service shows %s, the authenticator %s: %v", code, shown(0), err)
	}
}

// TestSeededCode is right until the key is made anew.
func TestSeededCode(t *testing.T) {
	f := newFixture(t)
	u := f.add(service.UserSeed{Email: "mfa@example.com", Password: password, MFACode: "123456"})
	login := func() error {
		_, err := f.Login(service.Credentials{Pool: pool, Email: "mfa@example.com", Password: f.seal(password), MFACode: "123456"})
		return err
	}
	wantCode(t, login(), 0)
	_, err := f.ChangeMFA(f.owner, pool, u.ID, "", true, true)
	wantCode(t, err, 0)
	wantCode(t, login(), 6001)
	_, err = f.OneTimePassword(pool, "nobody")
	wantCode(t, err, 2004)
	_, err = f.MFA(f.owner, pool, "", "")
	wantCode(t, err, 2231)
	_, err = f.MFA(f.owner, "other", u.ID, "")
	wantCode(t, err, 1001)
}

// TestWaysIn takes a user's ways to sign in away one by one, up to the last.
func TestWaysIn(t *testing.T) {
	f := newFixture(t)
	u := f.add(service.UserSeed{Email: "carol@example.com", UnionID: "qq|1"})
	unbind := func(kind string) error {
		_, err := f.Unbind(f.owner, pool, u.ID, kind)
		return err
	}
	wantCode(t, unbind("github"), 2216)
	wantCode(t, unbind("qq"), 2217) // the email address has no password
	_, err := f.Bind(f.owner, service.Binding{User: u.ID, Type: "github", UnionID: "github|1"})
	wantCode(t, err, 0)
	_, err = f.Register(service.Registration{Pool: pool, UnionID: "github|1"})
	wantCode(t, err, 2026)
	_, err = f.Bind(f.owner, service.Binding{User: f.ada.ID, Type: "github", UnionID: "github|1"})
	wantCode(t, err, 2215)
	_, err = f.Bind(f.owner, service.Binding{User: f.ada.ID, Type: "", UnionID: "github|2"})
	wantCode(t, err, 2231)
	_, err = f.UnbindEmail(f.owner, u.ID)
	wantCode(t, err, 0)
	wantCode(t, unbind("qq"), 0)
	wantCode(t, unbind("github"), 2217)
	_, err = f.Login(service.Credentials{Pool: pool, UnionID: "qq|1"})
	wantCode(t, err, 2004)
	_, err = f.Login(service.Credentials{Pool: pool, UnionID: "github|1"})
	wantCode(t, err, 0)
}

func TestSocialLoginSeeds(t *testing.T) {
	f := newFixture(t)
	for _, test := range []struct {
		name, pool, alias string
		fails             bool
	}{
		{"first", pool, "github", false},
		{"second of the same", pool, "github", true},
		{"without a name", pool, "", true},
		{"in no pool", "other", "qq", true},
	} {
		if _, err := f.AddSocialLogin(test.pool, service.SocialLogin{Alias: test.alias}); (err != nil) != test.fails {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestSignInRefusals(t *testing.T) {
	f := newFixture(t)
	blocked := f.add(service.UserSeed{Email: "dan@example.com", Password: password, Blocked: true})
	app, err := f.AddApp(pool, service.App{Protocol: service.OAuth, Name: "calendar"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		in   service.SignInRequest
		want authing.Code
	}{
		{"nobody", service.SignInRequest{Pool: pool}, 2231},
		{"no password", service.SignInRequest{Pool: pool, Email: "ada@example.com"}, 2231},
		{"no pool", service.SignInRequest{Email: "ada@example.com", Password: password}, 2205},
		{"other pool", service.SignInRequest{Pool: "other", Email: "ada@example.com", Password: password}, 2224},
		{"locked", service.SignInRequest{Pool: pool, Email: blocked.Email, Password: password}, 2005},
		{"no OIDC application", service.SignInRequest{Pool: pool, App: app.ID, Email: "ada@example.com", Password: password}, 4212},
		{"by the user name", service.SignInRequest{Pool: pool, Username: "ada", Password: password}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := f.SignIn(test.in)
			wantCode(t, err, test.want)
		})
	}
	if page, err := f.AuthorizedApps(f.owner, pool, f.ada.ID, 1, 10); err != nil || page.Total != 0 {
		t.Errorf("the pool's own application is among those authorized: %+v, %v", page, err)
	}
}

func TestQRLoginSteps(t *testing.T) {
	f := newFixture(t)
	code, err := f.NewQRLogin(pool, "APP_AUTH")
	if err != nil {
		t.Fatal(err)
	}
	blocked := f.add(service.UserSeed{Email: "dan@example.com", Blocked: true})
	_, err = f.NewQRLogin(pool, "OTHER")
	wantCode(t, err, 2231)
	_, err = f.CheckQRLogin(code.ID, "OTHER")
	wantCode(t, err, 2231)
	wantCode(t, f.ConfirmQRLogin(pool, code.ID), 2231) // nobody scanned it
	wantCode(t, f.ScanQRLogin(pool, code.ID, "nobody"), 2004)
	wantCode(t, f.ScanQRLogin(pool, code.ID, blocked.ID), 2005)
	wantCode(t, f.ScanQRLogin(pool, code.ID, f.ada.ID), 0)
	wantCode(t, f.CancelQRLogin(pool, code.ID), 0)
	wantCode(t, f.ConfirmQRLogin(pool, code.ID), 2300) // it is over
	wantCode(t, f.ScanQRLogin(pool, code.ID, f.ada.ID), 2300)
	wantCode(t, f.CancelQRLogin(pool, "unknown"), 2231)
}
