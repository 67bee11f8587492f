package authingtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/management"
)

// answerOf reads an answer's JSON.
func answerOf(t *testing.T, got reply) map[string]any {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil {
		t.Fatalf("no JSON: %d %s", got.status, got.body)
	}
	return answer
}

const verifier = "a verifier that nobody guesses, 43 characters at least"

// exchange is the request that exchanges Ada's fresh code, with its client in the
// form.
func (p *program) exchange(t *testing.T, b *browser) url.Values {
	t.Helper()
	answer := b.signIn(p.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier), oidc.Nonce("n"), oauth2.SetAuthURLParam("prompt", "login consent")))
	return url.Values{
		"client_id": {p.ClientID}, "client_secret": {p.ClientSecret}, "grant_type": {"authorization_code"},
		"code": answer["code"], "code_verifier": {verifier}, "redirect_uri": {callback},
	}
}

func TestExchangesThatAreRefused(t *testing.T) {
	box := newBox(t)
	p, other := newProgram(t, box, box.Pool, authingtest.App{}), newProgram(t, box, box.Pool, authingtest.App{})
	staff, err := box.AddPool()
	if err != nil {
		t.Fatal(err)
	}
	theirs := newProgram(t, box, staff, authingtest.App{})
	as := func(p *program) func(url.Values) {
		return func(form url.Values) { form.Set("client_id", p.ClientID); form.Set("client_secret", p.ClientSecret) }
	}
	tests := map[string]struct {
		change func(url.Values)
		want   string
	}{
		"nothing":                         {unchanged, ""},
		"no grant type":                   {set("grant_type"), "invalid_request"},
		"unknown grant type":              {set("grant_type", "magic"), "unsupported_grant_type"},
		"password":                        {set("grant_type", "password"), "unsupported_grant_type"},
		"grant type twice":                {set("grant_type", "authorization_code", "authorization_code"), "invalid_request"},
		"no client":                       {set("client_id"), "invalid_client"},
		"unknown client":                  {set("client_id", "nobody"), "invalid_client"},
		"client twice":                    {set("client_id", p.ClientID, p.ClientID), "invalid_request"},
		"no secret":                       {set("client_secret"), "invalid_client"},
		"wrong secret":                    {set("client_secret", "wrong"), "invalid_client"},
		"another client's code":           {as(other), "invalid_grant"},
		"another pool's code":             {as(theirs), "invalid_grant"},
		"no code":                         {set("code"), "invalid_request"},
		"wrong code":                      {set("code", "wrong"), "invalid_grant"},
		"code twice":                      {set("code", "one", "two"), "invalid_request"},
		"no verifier":                     {set("code_verifier"), "invalid_grant"},
		"wrong verifier":                  {set("code_verifier", strings.ToUpper(verifier)), "invalid_grant"},
		"the challenge as a verifier":     {set("code_verifier", oauth2.S256ChallengeFromVerifier(verifier)), "invalid_grant"},
		"verifier twice":                  {set("code_verifier", verifier, verifier), "invalid_request"},
		"no redirect URI":                 {set("redirect_uri"), "invalid_grant"},
		"another redirect URI":            {set("redirect_uri", "https://shop.example.com/"), "invalid_grant"},
		"redirect URI twice":              {set("redirect_uri", callback, callback), "invalid_request"},
		"refresh token that there is not": {func(v url.Values) { v.Set("grant_type", "refresh_token"); v.Set("refresh_token", "r") }, "invalid_grant"},
		"no refresh token":                {set("grant_type", "refresh_token"), "invalid_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			form := p.exchange(t, newBrowser(t, box))
			test.change(form)
			got := post(t, p.Endpoint.TokenURL, form)
			answer := answerOf(t, got)
			if test.want == "" {
				if got.status != http.StatusOK || answer["access_token"] == nil {
					t.Errorf("%d %s", got.status, answer["error_description"])
				}
			} else if got.status != http.StatusBadRequest || answer["error"] != test.want || answer["access_token"] != nil {
				t.Errorf("%d %v (%v), want %s", got.status, answer["error"], answer["error_description"], test.want)
			}
			if got.header.Get("Cache-Control") != "no-store" {
				t.Error("the answer may be kept")
			}
		})
	}
	t.Run("in the address", func(t *testing.T) {
		form := p.exchange(t, newBrowser(t, box))
		if got := post(t, p.Endpoint.TokenURL+"?"+form.Encode(), nil); got.status != http.StatusBadRequest {
			t.Errorf("%d %s", got.status, answerOf(t, got)["error"])
		}
	})
}

// TestClientsInTheHeader authenticates by HTTP Basic.
func TestClientsInTheHeader(t *testing.T) {
	tests := map[string]struct {
		id, secret string
		change     func(url.Values)
		status     int
		want       string
	}{
		"right":             {"mail & more", "a secret: 100%", unchanged, http.StatusOK, ""},
		"named twice":       {"mail & more", "a secret: 100%", set("client_id", "mail & more"), http.StatusOK, ""},
		"wrong secret":      {"mail & more", "wrong", unchanged, http.StatusUnauthorized, "invalid_client"},
		"unknown":           {"nobody", "a secret: 100%", unchanged, http.StatusUnauthorized, "invalid_client"},
		"in both":           {"mail & more", "a secret: 100%", set("client_secret", "a secret: 100%"), http.StatusBadRequest, "invalid_request"},
		"in both, not one":  {"mail & more", "a secret: 100%", set("client_id", "another"), http.StatusBadRequest, "invalid_request"},
		"badly encoded":     {"%zz", "", unchanged, http.StatusBadRequest, "invalid_request"},
		"with another code": {"mail & more", "a secret: 100%", set("code", "wrong"), http.StatusBadRequest, "invalid_grant"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			box := newBox(t)
			p := newProgram(t, box, box.Pool, authingtest.App{ID: "mail & more", Secret: "a secret: 100%"})
			form := p.exchange(t, newBrowser(t, box))
			form.Del("client_id")
			form.Del("client_secret")
			test.change(form)
			r := request(t, http.MethodPost, p.Endpoint.TokenURL, "application/x-www-form-urlencoded", form.Encode())
			r.SetBasicAuth(strings.ReplaceAll(url.QueryEscape(test.id), "%25zz", "%zz"), url.QueryEscape(test.secret))
			got := send(t, r)
			if refused, _ := answerOf(t, got)["error"].(string); got.status != test.status || refused != test.want {
				t.Errorf("%d %q, want %d %q", got.status, refused, test.status, test.want)
			}
			if asked := got.header.Get("WWW-Authenticate"); strings.HasPrefix(asked, "Basic ") != (test.status == http.StatusUnauthorized) {
				t.Errorf("status %d comes with %q", got.status, asked)
			}
		})
	}
}

func TestCodesThatAreOver(t *testing.T) {
	tests := map[string]struct {
		before func(*testing.T, *authingtest.Server, *program)
		want   string
	}{
		"nearly":      {advance(10*time.Minute - time.Second), ""},
		"old":         {advance(10 * time.Minute), "invalid_grant"},
		"blocked":     {func(t *testing.T, box *authingtest.Server, _ *program) { block(t, box) }, "invalid_grant"},
		"app revoked": {revokeApp, "invalid_grant"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			box := newBox(t)
			p := newProgram(t, box, box.Pool, authingtest.App{})
			form := p.exchange(t, newBrowser(t, box))
			test.before(t, box, p)
			if refused, _ := answerOf(t, post(t, p.Endpoint.TokenURL, form))["error"].(string); refused != test.want {
				t.Errorf("%q, want %q", refused, test.want)
			}
		})
	}
}

func block(t *testing.T, box *authingtest.Server) {
	t.Helper()
	owner, _ := clientsOf(t, box)
	if _, err := owner.Update(t.Context(), management.UpdateInput{ID: adaID, Blocked: new(true)}); err != nil {
		t.Fatal(err)
	}
}

func revokeApp(t *testing.T, box *authingtest.Server, p *program) {
	t.Helper()
	owner, _ := clientsOf(t, box)
	if _, err := owner.RevokeAuthedApp(t.Context(), management.RevokeAuthedAppInput{UserID: adaID, AppID: p.ClientID}); err != nil {
		t.Fatal(err)
	}
}

// good tells whether an access token is, by the user info.
func good(t *testing.T, box *authingtest.Server, token string) bool {
	t.Helper()
	return get(t, box.URL+"/oidc/me?access_token="+token).status == http.StatusOK
}

// TestACodeIsGoodOnce replays one, which ends what the first exchange issued, and
// nothing else.
func TestACodeIsGoodOnce(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	other := p.tokens(t, b.signIn(p.request(unchanged)))
	form := p.exchange(t, b)
	set := answerOf(t, post(t, p.Endpoint.TokenURL, form))
	access, _ := set["access_token"].(string)
	if !good(t, box, access) {
		t.Fatal("the access token is not good")
	}
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, form)); got["error"] != "invalid_grant" {
		t.Errorf("the second time: %v", got["error"])
	}
	if good(t, box, access) {
		t.Error("the access token is still good")
	}
	refresh, _ := set["refresh_token"].(string)
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, p.refresh(refresh))); refresh == "" || got["error"] != "invalid_grant" {
		t.Errorf("the refresh token is still good: %v", got["error"])
	}
	if !good(t, box, other.AccessToken) {
		t.Error("another sign-in ended too")
	}
}

// TestOneOfManyExchanges sends a code many times at once.
func TestOneOfManyExchanges(t *testing.T) {
	box := newBox(t)
	p := newProgram(t, box, box.Pool, authingtest.App{})
	form := p.exchange(t, newBrowser(t, box))
	issued := make(chan string, 16)
	var crowd sync.WaitGroup
	for range cap(issued) {
		crowd.Go(func() {
			var set struct {
				Access string `json:"access_token"`
			}
			r := httptest.NewRequest(http.MethodPost, p.Endpoint.TokenURL, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			got := serve(box, r)
			if json.Unmarshal([]byte(got.body), &set) == nil && set.Access != "" {
				issued <- set.Access
			}
		})
	}
	crowd.Wait()
	close(issued)
	if len(issued) != 1 {
		t.Errorf("%d exchanges had tokens, want 1", len(issued))
	}
	for token := range issued {
		if good(t, box, token) {
			t.Error("what the first exchange issued is still good")
		}
	}
}

// TestAVerifierNeedsAChallenge exchanges a code whose request had no challenge.
func TestAVerifierNeedsAChallenge(t *testing.T) {
	box := newBox(t)
	p := newProgram(t, box, box.Pool, authingtest.App{})
	code := newBrowser(t, box).signIn(p.request(unchanged)).Get("code")
	if _, err := p.Exchange(t.Context(), code, oauth2.VerifierOption(verifier)); err == nil {
		t.Error("a verifier is taken that nobody asked for")
	}
	if _, err := p.Exchange(t.Context(), code); err != nil {
		t.Error(err)
	}
}

// refresh is the request for fresh tokens.
func (p *program) refresh(token string) url.Values {
	return url.Values{"client_id": {p.ClientID}, "client_secret": {p.ClientSecret}, "grant_type": {"refresh_token"}, "refresh_token": {token}}
}

func TestRefreshTokensRotate(t *testing.T) {
	box := newBox(t)
	p, other := newProgram(t, box, box.Pool, authingtest.App{}), newProgram(t, box, box.Pool, authingtest.App{})
	first := answerOf(t, post(t, p.Endpoint.TokenURL, p.exchange(t, newBrowser(t, box))))
	token, _ := first["refresh_token"].(string)
	refused := map[string]url.Values{
		"another client":    other.refresh(token),
		"more than granted": p.refresh(token),
		"without openid":    p.refresh(token),
		"twice":             p.refresh(token),
	}
	refused["more than granted"].Set("scope", "openid phone")
	refused["without openid"].Set("scope", "email")
	refused["twice"].Add("refresh_token", token)
	for name, form := range refused {
		if got := post(t, p.Endpoint.TokenURL, form); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, got.status)
		}
	}

	box.Advance(time.Hour)
	form := p.refresh(token)
	form.Set("scope", "openid")
	fresh := answerOf(t, post(t, p.Endpoint.TokenURL, form))
	access, _ := fresh["access_token"].(string)
	next, _ := fresh["refresh_token"].(string)
	if !good(t, box, access) || next == "" || next == token || fresh["scope"] != "openid" {
		t.Fatalf("refreshed with the scope %v: %v", fresh["scope"], fresh["error"])
	}
	before, after := claimsOf(t, first["id_token"]), claimsOf(t, fresh["id_token"])
	if before["nonce"] != "n" || after["nonce"] != nil || before["auth_time"] == nil || before["auth_time"] != after["auth_time"] ||
		before["sub"] != after["sub"] || before["iss"] != after["iss"] || before["iat"] == after["iat"] || after["email"] != nil {
		t.Errorf("the ID token says %v, then %v", before, after)
	}
	later := answerOf(t, post(t, p.Endpoint.TokenURL, p.refresh(next)))
	if later["scope"] != "openid profile email offline_access" {
		t.Errorf("the scope shrank to %v: %v", later["scope"], later["error"])
	}

	if got := answerOf(t, post(t, p.Endpoint.TokenURL, p.refresh(token))); got["error"] != "invalid_grant" {
		t.Errorf("the old refresh token: %v", got["error"])
	}
	last, _ := later["refresh_token"].(string)
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, p.refresh(last))); last == "" || got["error"] != "invalid_grant" || good(t, box, access) {
		t.Errorf("after a replay the newest refresh token is good: %v", got["error"])
	}
}

// claimsOf reads an ID token that was checked elsewhere.
func claimsOf(t *testing.T, token any) map[string]any {
	t.Helper()
	raw, _ := token.(string)
	unchecked := oidc.NewVerifier("", &oidc.StaticKeySet{PublicKeys: nil}, &oidc.Config{
		SkipClientIDCheck: true, SkipExpiryCheck: true, SkipIssuerCheck: true, InsecureSkipSignatureCheck: true,
	})
	id, err := unchecked.Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestARefreshTokenExpires(t *testing.T) {
	for name, test := range map[string]struct {
		app   authingtest.App
		scope string
		after time.Duration
		want  bool
	}{
		"in time":      {authingtest.App{}, "openid offline_access", 30*24*time.Hour - time.Second, true},
		"late":         {authingtest.App{}, "openid offline_access", 30 * 24 * time.Hour, false},
		"not asked":    {authingtest.App{}, "openid", 0, false},
		"not for them": {authingtest.App{Grants: []string{"authorization_code"}}, "openid offline_access", 0, false},
		"no consent":   {authingtest.App{}, "openid offline_access", 0, false},
	} {
		box := newBox(t)
		p := newProgram(t, box, box.Pool, test.app)
		prompt := "consent"
		if name == "no consent" {
			prompt = "login"
		}
		token := p.tokens(t, newBrowser(t, box).signIn(p.request(func(v url.Values) { v.Set("scope", test.scope); v.Set("prompt", prompt) })))
		box.Advance(test.after)
		if granted, _ := token.Extra("scope").(string); name == "no consent" && granted != "openid" {
			t.Errorf("the scope %q was granted without consent", granted)
		}
		if got := post(t, p.Endpoint.TokenURL, p.refresh(token.RefreshToken)); (got.status == http.StatusOK) != test.want {
			t.Errorf("%s: %d", name, got.status)
		}
	}
}

// TestAPublicApplication has no secret to prove who it is.
func TestAPublicApplication(t *testing.T) {
	box := newBox(t)
	p := newProgram(t, box, box.Pool, authingtest.App{Public: true})
	if p.app.Secret != "" {
		t.Fatal("it has a secret")
	}
	form := p.exchange(t, newBrowser(t, box))
	form.Set("client_secret", "s")
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, form)); got["error"] != "invalid_client" {
		t.Errorf("with a secret: %v", got["error"])
	}
	form.Del("client_secret")
	set := answerOf(t, post(t, p.Endpoint.TokenURL, form))
	refresh, _ := set["refresh_token"].(string)
	form = p.refresh(refresh)
	form.Del("client_secret")
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, form)); got["access_token"] == nil {
		t.Errorf("no fresh tokens: %v", got["error"])
	}
}
