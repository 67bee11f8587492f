package authingtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

const goodbye = "https://shop.example.com/goodbye"

func TestSigningOut(t *testing.T) {
	hint := func(p *program, token *oauth2.Token) url.Values { return url.Values{"id_token_hint": {idToken(token)}} }
	with := func(name, value string, more ...string) func(*program, *oauth2.Token) url.Values {
		return func(p *program, token *oauth2.Token) url.Values {
			request := hint(p, token)
			request[name] = append([]string{value}, more...)
			return request
		}
	}
	tests := map[string]struct {
		request func(*program, *oauth2.Token) url.Values
		status  int
		to      string
		ended   bool
	}{
		"with a hint":                {hint, http.StatusOK, "", true},
		"back to the program":        {with("post_logout_redirect_uri", goodbye), http.StatusSeeOther, goodbye, true},
		"twice":                      {with("post_logout_redirect_uri", goodbye, goodbye), http.StatusBadRequest, "", false},
		"to where people sign in":    {with("post_logout_redirect_uri", callback), http.StatusBadRequest, "", false},
		"to elsewhere":               {with("post_logout_redirect_uri", "https://evil.example.com/"), http.StatusBadRequest, "", false},
		"for another client":         {with("client_id", "other"), http.StatusBadRequest, "", false},
		"by a token that is none":    {with("id_token_hint", "eyJ.e30.x"), http.StatusBadRequest, "", false},
		"without a hint":             {func(*program, *oauth2.Token) url.Values { return nil }, http.StatusOK, "", false},
		"elsewhere without a client": {func(*program, *oauth2.Token) url.Values { return url.Values{"post_logout_redirect_uri": {goodbye}} }, http.StatusBadRequest, "", false},
		"unknown client":             {func(*program, *oauth2.Token) url.Values { return url.Values{"client_id": {"nobody"}} }, http.StatusBadRequest, "", false},
		"by an access token": {func(_ *program, token *oauth2.Token) url.Values {
			return url.Values{"id_token_hint": {token.AccessToken}}
		}, http.StatusBadRequest, "", false},
		"with a state": {func(p *program, token *oauth2.Token) url.Values {
			return url.Values{"id_token_hint": {idToken(token)}, "client_id": {p.ClientID}, "post_logout_redirect_uri": {goodbye}, "state": {"a&b"}}
		}, http.StatusSeeOther, goodbye + "?state=a%26b", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			box := newBox(t)
			if _, err := box.AddOIDCApp(authingtest.App{ID: "other"}); err != nil {
				t.Fatal(err)
			}
			p, b := newProgram(t, box, box.Pool, authingtest.App{PostLogoutRedirectURIs: []string{goodbye}}), newBrowser(t, box)
			token := p.tokens(t, b.signIn(p.request(unchanged)))
			box.Advance(2 * time.Hour) // the hint need not be good any more
			got := b.open(box.URL + "/oidc/session/end?" + test.request(p, token).Encode())
			if got.status != test.status || got.header.Get("Location") != test.to {
				t.Errorf("%d to %q, want %d to %q: %s", got.status, got.header.Get("Location"), test.status, test.to, got.body)
			}
			if ended := b.signedOut(p); ended != test.ended {
				t.Errorf("signed out: %t, want %t", ended, test.ended)
			}
		})
	}
}

// signedOut tells whether a program would have to ask for a sign-in.
func (b *browser) signedOut(p *program) bool {
	b.t.Helper()
	return b.back(b.open(p.request(set("prompt", "none")))).Get("error") == "login_required"
}

// TestSigningOutIsAskedAbout ends a session that nobody has shown to be theirs.
func TestSigningOutIsAskedAbout(t *testing.T) {
	box := newBox(t)
	if _, err := box.AddUser(authingtest.User{Username: "bob", Password: password}); err != nil {
		t.Fatal(err)
	}
	p := newProgram(t, box, box.Pool, authingtest.App{PostLogoutRedirectURIs: []string{goodbye}})
	adas, bobs := newBrowser(t, box), newBrowser(t, box)
	token := p.tokens(t, adas.signIn(p.request(unchanged)))
	bobs.back(bobs.fill(bobs.open(p.request(unchanged)), url.Values{"account": {"bob"}, "password": {password}}))
	address := box.URL + "/oidc/session/end?" + url.Values{"id_token_hint": {idToken(token)}, "post_logout_redirect_uri": {goodbye}}.Encode()
	page := bobs.open(address)
	if page.status != http.StatusOK || bobs.signedOut(p) {
		t.Fatalf("Ada's token ends Bob's session: %d %s", page.status, page.body)
	}
	forged := url.Values{"confirmed": {"yes"}, "form_token": {"wrong"}}
	if got := bobs.send(request(t, http.MethodPost, address, "application/x-www-form-urlencoded", forged.Encode())); got.status != http.StatusOK || bobs.signedOut(p) {
		t.Errorf("another site's form ends the session: %d", got.status)
	}
	got := bobs.fill(page, url.Values{"confirmed": {"yes"}})
	if got.header.Get("Location") != goodbye || !bobs.signedOut(p) {
		t.Errorf("%d to %s: %s", got.status, got.header.Get("Location"), got.body)
	}
	if adas.signedOut(p) {
		t.Error("Ada is signed out too")
	}
	if got := bobs.open(box.URL + "/oidc/session/end"); !strings.Contains(got.body, "signed out") {
		t.Errorf("with nobody signed in: %d %s", got.status, got.body)
	}
}
