package authingtest_test

import (
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// callback is where the program of the tests has people sent back to. Nothing
// listens there: the browser of the tests does not go.
const callback = "https://shop.example.com/callback?from=box"

// browser keeps cookies, and stays where a redirect would lead it away from the
// box.
type browser struct {
	t   *testing.T
	box *authingtest.Server
	*http.Client
}

func newBrowser(t *testing.T, box *authingtest.Server) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, box, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (b *browser) send(r *http.Request) reply {
	b.t.Helper()
	got, err := sendWith(b.Client, r.WithContext(b.t.Context()))
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *browser) open(address string) reply {
	b.t.Helper()
	return b.send(request(b.t, http.MethodGet, address, "", ""))
}

// formParts finds what a page's form goes to, and its hidden word.
var formParts = regexp.MustCompile(`(?s)<form method="post" action="([^"]*)">\s*<input type="hidden" name="form_token" value="([^"]*)">`)

// fill sends the form of a page, filled in.
func (b *browser) fill(page reply, fields url.Values) reply {
	b.t.Helper()
	parts := formParts.FindStringSubmatch(page.body)
	if parts == nil {
		b.t.Fatalf("no form on the page: %d %s", page.status, page.body)
	}
	sent := url.Values{"form_token": {html.UnescapeString(parts[2])}}
	for name, values := range fields {
		sent[name] = values
	}
	return b.send(request(b.t, http.MethodPost, b.box.URL+html.UnescapeString(parts[1]), "application/x-www-form-urlencoded", sent.Encode()))
}

// signIn opens the address of an authorization request and signs Ada in, and gives
// what is sent back to the program.
func (b *browser) signIn(address string) url.Values {
	b.t.Helper()
	page := b.open(address)
	if page.status != http.StatusOK {
		b.t.Fatalf("no form: %d %s", page.status, page.body)
	}
	return b.back(b.fill(page, adasForm()))
}

func adasForm() url.Values { return url.Values{"account": {"ada@example.com"}, "password": {password}} }

// back gives what a redirect brings to the program.
func (b *browser) back(got reply) url.Values {
	b.t.Helper()
	to, err := url.Parse(got.header.Get("Location"))
	if err != nil || got.status != http.StatusSeeOther || !strings.HasPrefix(to.String(), callback+"&") {
		b.t.Fatalf("not sent back: %d %s %s", got.status, to, got.body)
	}
	return to.Query()
}

// program is a web program with an application at the box.
type program struct {
	oauth2.Config
	provider *oidc.Provider
	app      authingtest.App
}

func newProgram(t *testing.T, box *authingtest.Server, pool *authingtest.Pool, app authingtest.App) *program {
	t.Helper()
	app.RedirectURIs = append(app.RedirectURIs, callback)
	added, err := pool.AddOIDCApp(app)
	if err != nil {
		t.Fatal(err)
	}
	provider, err := oidc.NewProvider(t.Context(), box.URL+"/oidc")
	if err != nil {
		t.Fatal(err)
	}
	return &program{provider: provider, app: added, Config: oauth2.Config{
		ClientID: added.ID, ClientSecret: added.Secret.Reveal(), RedirectURL: callback, Endpoint: provider.Endpoint(),
		Scopes: []string{"openid", "profile", "email", "offline_access"},
	}}
}

// TestAnIssuerForAnotherClient signs in with a client that others wrote.
func TestAnIssuerForAnotherClient(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{Name: "Shop"}), newBrowser(t, box)
	verifier := oauth2.GenerateVerifier()
	answer := b.signIn(p.AuthCodeURL("the state", oidc.Nonce("the nonce"), oauth2.S256ChallengeOption(verifier)))
	if answer.Get("state") != "the state" || answer.Get("iss") != box.URL+"/oidc" || answer.Get("from") != "box" {
		t.Errorf("sent back with %v", answer)
	}
	set, err := p.Exchange(t.Context(), answer.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := set.Extra("id_token").(string)
	id, err := p.provider.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if id.Subject != adaID || id.Nonce != "the nonce" || id.VerifyAccessToken(set.AccessToken) != nil {
		t.Errorf("the ID token is about %s, with the nonce %q: %v", id.Subject, id.Nonce, id.VerifyAccessToken(set.AccessToken))
	}
	info, err := p.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(set))
	if err != nil || info.Subject != adaID || info.Email != "ada@example.com" {
		t.Errorf("the user info is %+v, %v", info, err)
	}
}
