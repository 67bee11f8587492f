package oidc_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/internal/browse"
	"github.com/authing-community/authing-go/sdk/oidc"
)

// Where the program of these tests has the browser sent back to. Nothing listens there.
const (
	redirectURL  = "https://www.example.test/callback"
	signedOutURL = "https://www.example.test/"
)

// account is what Ada fills into the form.
func account() url.Values {
	return url.Values{"account": {"ada@example.com"}, "password": {"correct horse"}}
}

// boxed is a program that signs people in at a box, and a browser.
type boxed struct {
	*authingtest.Server
	*oidc.Client
	*browse.Browser
	app  authingtest.App
	user string
}

// newBoxed makes one; a public application has no secret.
func newBoxed(t *testing.T, public bool, options ...oidc.Option) *boxed {
	t.Helper()
	b := &boxed{Server: authingtest.NewServer(t), Browser: browse.New(t, signedOutURL)}
	var err error
	if b.user, err = b.AddUser(authingtest.User{Email: "ada@example.com", Password: "correct horse", Nickname: "Ada"}); err != nil {
		t.Fatal(err)
	}
	b.app, err = b.AddOIDCApp(authingtest.App{RedirectURIs: []string{redirectURL}, PostLogoutRedirectURIs: []string{signedOutURL}, Public: public})
	if err != nil {
		t.Fatal(err)
	}
	options = append([]oidc.Option{
		oidc.WithSecret(b.app.Secret), oidc.WithRedirectURL(redirectURL),
		oidc.WithScopes("profile", "email", "offline_access"),
	}, options...)
	if b.Client, err = oidc.New(b.Server.URL+"/oidc", b.app.ID, options...); err != nil {
		t.Fatal(err)
	}
	return b
}

// begin begins a sign-in, and fills in the form where there is one. It gives what the
// browser comes back with.
func (b *boxed) begin(t *testing.T) (oidc.SignIn, url.Values) {
	t.Helper()
	address, begun, err := b.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page := b.Open(address)
	if strings.Contains(page.Body, "<form") {
		page = b.Fill(page, account())
	}
	if !strings.HasPrefix(page.URL.String(), redirectURL+"?") {
		t.Fatalf("the browser is at %s: %d %s", page.URL.Path, page.Status, page.Body)
	}
	return begun, page.URL.Query()
}

// signIn signs Ada in.
func (b *boxed) signIn(t *testing.T) *oidc.Tokens {
	t.Helper()
	begun, callback := b.begin(t)
	tokens, err := b.FinishSignIn(t.Context(), begun, callback)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func TestBoxFromSignInToSignOut(t *testing.T) {
	for name, test := range map[string]struct {
		public  bool
		options []oidc.Option
	}{"confidential": {}, "confidential, in the header": {options: []oidc.Option{oidc.WithBasicAuth()}}, "public": {public: true}} {
		t.Run(name, func(t *testing.T) {
			b := newBoxed(t, test.public, test.options...)
			tokens := b.signIn(t)
			if tokens.Claims.Subject != b.user || tokens.Claims.Nickname != "Ada" || tokens.Claims.Email != "ada@example.com" || tokens.RefreshToken == "" {
				t.Errorf("%+v", tokens)
			}
			who, err := b.UserInfo(t.Context(), tokens)
			if err != nil || who.Subject != b.user || who.Nickname != "Ada" {
				t.Errorf("%+v %v", who, err)
			}
			fresh, err := b.Refresh(t.Context(), tokens)
			if err != nil {
				t.Fatal(err)
			}
			if fresh.AccessToken == tokens.AccessToken || fresh.RefreshToken == tokens.RefreshToken || fresh.Claims.Subject != b.user {
				t.Errorf("%+v", fresh)
			}
			if !test.public { // an issuer does not let everybody look
				told, err := b.Introspect(t.Context(), fresh.AccessToken)
				if err != nil || !told.Active || told.ClientID != b.app.ID || told.Subject != b.user {
					t.Errorf("%+v %v", told, err)
				}
			}
			if err := b.Revoke(t.Context(), fresh.AccessToken); err != nil {
				t.Error(err)
			}
			if _, err := b.UserInfo(t.Context(), fresh); !errors.Is(err, oidc.InvalidToken) {
				t.Errorf("the token is revoked, and %v", err)
			}
			if !test.public {
				if told, err := b.Introspect(t.Context(), fresh.AccessToken); err != nil || told.Active {
					t.Errorf("%+v %v", told, err)
				}
			}
			b.signOut(t, fresh)
		})
	}
}

// signOut ends the session at the issuer, which asks for the password only from then on.
func (b *boxed) signOut(t *testing.T, tokens *oidc.Tokens) {
	t.Helper()
	address, _, err := b.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if page := b.Open(address); page.URL.Query().Get("code") == "" {
		t.Errorf("who is signed in at the issuer is asked again: %d %s", page.Status, page.Body)
	}
	end, err := b.EndSessionURL(t.Context(), oidc.EndSessionInput{IDToken: tokens.IDToken, RedirectURL: signedOutURL, State: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	if page := b.Open(end); page.URL.String() != signedOutURL+"?state=mine" {
		t.Errorf("the browser is at %s: %d %s", page.URL.Path, page.Status, page.Body)
	}
	if page := b.Open(address); !strings.Contains(page.Body, `name="password"`) {
		t.Errorf("nobody is asked for a password: %d %s", page.Status, page.Body)
	}
}

// TestBoxRefusesForgeries begins a sign-in and finishes it as somebody would who interferes.
func TestBoxRefusesForgeries(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*oidc.SignIn, url.Values)
		want   error
	}{
		"forged state":      {func(_ *oidc.SignIn, v url.Values) { v.Set("state", "forged") }, oidc.ErrState},
		"wrong verifier":    {func(b *oidc.SignIn, _ url.Values) { b.Verifier = "another-verifier-that-is-long-enough-to-be-one" }, authing.InvalidGrant},
		"wrong nonce":       {func(b *oidc.SignIn, _ url.Values) { b.Nonce = "another" }, oidc.ErrIDToken},
		"made-up code":      {func(_ *oidc.SignIn, v url.Values) { v.Set("code", "made-up") }, authing.InvalidGrant},
		"without issuer":    {func(_ *oidc.SignIn, v url.Values) { v.Del("iss") }, oidc.ErrState},
		"of another issuer": {func(_ *oidc.SignIn, v url.Values) { v.Set("iss", "https://evil.test/oidc") }, oidc.ErrState},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBoxed(t, false)
			begun, callback := b.begin(t)
			code := callback.Get("code")
			test.change(&begun, callback)
			tokens, err := b.FinishSignIn(t.Context(), begun, callback)
			if !errors.Is(err, test.want) || tokens != nil {
				t.Fatalf("%v, want %v", err, test.want)
			}
			for _, secret := range []string{code, begun.State.Reveal(), begun.Verifier.Reveal(), b.app.Secret.Reveal()} {
				if strings.Contains(err.Error(), secret) {
					t.Error("the error tells a secret")
				}
			}
		})
	}
}

// TestBoxRefusesReplay hands a code in twice: nobody is signed in by it, and what the first
// time brought is worth nothing any more.
func TestBoxRefusesReplay(t *testing.T) {
	b := newBoxed(t, false)
	begun, callback := b.begin(t)
	tokens, err := b.FinishSignIn(t.Context(), begun, callback)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.FinishSignIn(t.Context(), begun, callback); !errors.Is(err, authing.InvalidGrant) || again != nil {
		t.Errorf("the second time: %v", err)
	}
	if told, err := b.Introspect(t.Context(), tokens.AccessToken); err != nil || told.Active {
		t.Errorf("%+v %v", told, err)
	}
}

// TestBoxRefusesAnotherBrowsersCode finishes a sign-in with the code of another one.
func TestBoxRefusesAnotherBrowsersCode(t *testing.T) {
	b := newBoxed(t, false)
	mine, callback := b.begin(t)
	_, other := b.begin(t)
	callback.Set("code", other.Get("code"))
	if tokens, err := b.FinishSignIn(t.Context(), mine, callback); !errors.Is(err, authing.InvalidGrant) || tokens != nil {
		t.Error(err)
	}
}

// TestBoxKnowsApplications refuses an application whose secret is wrong, wherever it asks.
func TestBoxKnowsApplications(t *testing.T) {
	b := newBoxed(t, false)
	good := b.signIn(t)
	begun, callback := b.begin(t)
	wrong, err := oidc.New(b.Server.URL+"/oidc", b.app.ID, oidc.WithSecret("wrong"), oidc.WithRedirectURL(redirectURL))
	if err != nil {
		t.Fatal(err)
	}
	_, finish := wrong.FinishSignIn(t.Context(), begun, callback)
	_, refresh := wrong.Refresh(t.Context(), good)
	_, introspect := wrong.Introspect(t.Context(), good.AccessToken)
	for name, err := range map[string]error{"finish": finish, "refresh": refresh, "introspect": introspect, "revoke": wrong.Revoke(t.Context(), good.AccessToken)} {
		if !errors.Is(err, authing.InvalidClient) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBoxAsksAgain asks somebody who is signed in at the box for the password.
func TestBoxAsksAgain(t *testing.T) {
	b := newBoxed(t, false)
	b.signIn(t)
	address, begun, err := b.BeginSignIn(t.Context(), oidc.Parameter{Name: "max_age", Value: "0"})
	if err != nil {
		t.Fatal(err)
	}
	page := b.Fill(b.Open(address), account())
	tokens, err := b.FinishSignIn(t.Context(), begun, page.URL.Query())
	if err != nil || tokens.Claims.AuthTime.IsZero() {
		t.Errorf("%+v %v", tokens, err)
	}
}
