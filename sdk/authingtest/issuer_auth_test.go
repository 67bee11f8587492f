package authingtest_test

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// described is what a refusal's description may consist of (RFC 6749, 4.1.2.1).
var described = regexp.MustCompile(`^[ !#-\[\]-~]+$`)

// request is the authorization request of a program, with a parameter changed.
func (p *program) request(change func(url.Values)) string {
	values := url.Values{
		"client_id": {p.ClientID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid email offline_access"},
		"prompt": {"consent"}, "state": {"the state"}, "nonce": {"the nonce"},
	}
	change(values)
	return p.Endpoint.AuthURL + "?" + values.Encode()
}

func unchanged(url.Values) {}

func set(name string, values ...string) func(url.Values) {
	return func(request url.Values) { request[name] = values }
}

func TestAuthorizationRequestsThatAreRefused(t *testing.T) {
	const onPage = "" // no redirect: a person sees it
	tests := map[string]struct {
		change func(url.Values)
		want   string
	}{
		"no client":               {set("client_id"), onPage},
		"unknown client":          {set("client_id", "nobody"), onPage},
		"client twice":            {func(v url.Values) { v.Add("client_id", v.Get("client_id")) }, onPage},
		"client of plain OAuth":   {set("client_id", "oauth-app"), onPage},
		"no redirect URI":         {set("redirect_uri"), onPage},
		"empty redirect URI":      {set("redirect_uri", ""), onPage},
		"forged redirect URI":     {set("redirect_uri", "https://evil.example.com/callback?from=box"), onPage},
		"longer redirect URI":     {set("redirect_uri", callback+"&more=1"), onPage},
		"shorter redirect URI":    {set("redirect_uri", "https://shop.example.com/callback"), onPage},
		"another case":            {set("redirect_uri", "https://shop.example.com/Callback?from=box"), onPage},
		"fragment":                {set("redirect_uri", callback+"#"), onPage},
		"script":                  {set("redirect_uri", "javascript:alert(1)"), onPage},
		"redirect URI twice":      {set("redirect_uri", callback, callback), onPage},
		"redirect URI of another": {set("redirect_uri", "https://other.example.com/"), onPage},

		"no response type":      {set("response_type"), "invalid_request"},
		"implicit":              {set("response_type", "token"), "unsupported_response_type"},
		"hybrid":                {set("response_type", "code id_token"), "unsupported_response_type"},
		"response type twice":   {set("response_type", "code", "code"), "invalid_request"},
		"fragment as an answer": {set("response_mode", "fragment"), "invalid_request"},
		"no scope":              {set("scope"), "invalid_scope"},
		"scope without openid":  {set("scope", "email"), "invalid_scope"},
		"unknown scope":         {set("scope", "openid \"é\\\r\nx: y"), "invalid_scope"},
		"scope twice":           {set("scope", "openid", "openid"), "invalid_request"},
		"state twice":           {set("state", "one", "two"), "invalid_request"},
		"nonce twice":           {set("nonce", "one", "two"), "invalid_request"},
		"unknown prompt":        {set("prompt", "dance"), "invalid_request"},
		"none and more":         {set("prompt", "none login"), "invalid_request"},
		"nobody signed in":      {set("prompt", "none"), "login_required"},
		"age that is none":      {set("max_age", "-1"), "invalid_request"},
		"huge age":              {set("max_age", "99999999999999999999"), "invalid_request"},
		"request object":        {set("request", "eyJ"), "request_not_supported"},
		"request by address":    {set("request_uri", "https://evil.example.com/"), "request_uri_not_supported"},
		"registration":          {set("registration", "{}"), "registration_not_supported"},

		"plain challenge": {func(v url.Values) {
			v.Set("code_challenge", oauth2.S256ChallengeFromVerifier("v"))
			v.Set("code_challenge_method", "plain")
		}, "invalid_request"},
		"challenge without method": {set("code_challenge", oauth2.S256ChallengeFromVerifier("v")), "invalid_request"},
		"method without challenge": {set("code_challenge_method", "S256"), "invalid_request"},
		"challenge that is none": {func(v url.Values) {
			v.Set("code_challenge", "short")
			v.Set("code_challenge_method", "S256")
		}, "invalid_request"},
		"challenge twice": {func(v url.Values) {
			v["code_challenge"] = []string{oauth2.S256ChallengeFromVerifier("v"), oauth2.S256ChallengeFromVerifier("w")}
			v.Set("code_challenge_method", "S256")
		}, "invalid_request"},
	}
	box := newBox(t)
	p := newProgram(t, box, box.Pool, authingtest.App{})
	_, err := box.AddOAuthApp(authingtest.App{ID: "oauth-app", RedirectURIs: []string{callback}})
	other := second(box.AddOIDCApp(authingtest.App{RedirectURIs: []string{"https://other.example.com/"}}))
	if err := cmp.Or(err, other); err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, ask := range []func(*browser, string) reply{(*browser).open, (*browser).submit} {
				b := newBrowser(t, box)
				got := ask(b, p.request(test.change))
				if test.want == onPage {
					if got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
						t.Errorf("status %d, to %s", got.status, got.header.Get("Location"))
					}
					continue
				}
				b.wantRefused(got, test.want, map[bool]string{false: "the state"}[name == "state twice"])
			}
		})
	}
}

// submit is open for a request that comes as a form.
func (b *browser) submit(address string) reply {
	b.t.Helper()
	at, query, _ := strings.Cut(address, "?")
	return b.send(request(b.t, http.MethodPost, at, "application/x-www-form-urlencoded", query))
}

// wantRefused sees the program told of a refusal.
func (b *browser) wantRefused(got reply, code, state string) {
	b.t.Helper()
	answer := b.back(got)
	if answer.Get("error") != code || answer.Get("state") != state || answer.Has("code") || answer.Get("iss") != b.box.URL+"/oidc" {
		b.t.Errorf("sent back with %v, want the error %s and the state %q", answer, code, state)
	}
	if text := answer.Get("error_description"); !described.MatchString(text) {
		b.t.Errorf("the description %q has characters that it may not have", text)
	}
}

func TestApplicationsThatMayNot(t *testing.T) {
	box := newBox(t)
	password := newProgram(t, box, box.Pool, authingtest.App{Grants: []string{"password"}})
	public := newProgram(t, box, box.Pool, authingtest.App{Public: true})
	b := newBrowser(t, box)
	b.wantRefused(b.open(password.request(unchanged)), "unauthorized_client", "the state")
	b.wantRefused(b.open(public.request(unchanged)), "invalid_request", "the state")
	if got := b.open(public.AuthCodeURL("s", oauth2.S256ChallengeOption("v"))); got.status != http.StatusOK {
		t.Errorf("a public application with a challenge: %d %s", got.status, got.body)
	}
	for _, app := range []authingtest.App{
		{Public: true, Secret: "s"}, {RedirectURIs: []string{"/callback"}}, {RedirectURIs: []string{callback + "#part"}},
		{PostLogoutRedirectURIs: []string{"::"}},
	} {
		if _, err := box.AddOIDCApp(app); err == nil {
			t.Errorf("%+v is taken", app)
		}
	}
}

// TestSingleSignOn asks for a second sign-in after Ada's first.
func TestSingleSignOn(t *testing.T) {
	tests := map[string]struct {
		change func(url.Values)
		before func(*testing.T, *authingtest.Server, *program)
		silent bool
	}{
		"at once":                {unchanged, nil, true},
		"asked for":              {set("prompt", "none"), nil, true},
		"with her consent":       {set("prompt", "consent"), nil, true},
		"young enough":           {set("max_age", "3600"), nil, true},
		"too old":                {set("max_age", "3600"), advance(time.Hour), false},
		"whatever the age":       {set("max_age", "0"), nil, false},
		"asked to sign in again": {set("prompt", "login"), nil, false},
		"consent and sign-in":    {set("prompt", "consent login"), nil, false},
		"long after":             {unchanged, advance(15 * 24 * time.Hour), false},
		"just before":            {unchanged, advance(15*24*time.Hour - time.Second), true},
		"somebody else expected": {set("id_token_hint", "no token"), nil, false},
		"blocked since":          {unchanged, func(t *testing.T, box *authingtest.Server, _ *program) { block(t, box) }, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			box := newBox(t)
			first, other := newProgram(t, box, box.Pool, authingtest.App{}), newProgram(t, box, box.Pool, authingtest.App{})
			b := newBrowser(t, box)
			b.signIn(first.request(unchanged))
			if test.before != nil {
				test.before(t, box, other)
			}
			got := b.open(other.request(test.change))
			if !test.silent {
				if got.status != http.StatusOK || !formParts.MatchString(got.body) {
					t.Errorf("no form: %d %s", got.status, got.body)
				}
				return
			}
			if _, err := other.Exchange(t.Context(), b.back(got).Get("code")); err != nil {
				t.Error(err)
			}
		})
	}
}

func advance(d time.Duration) func(*testing.T, *authingtest.Server, *program) {
	return func(_ *testing.T, box *authingtest.Server, _ *program) { box.Advance(d) }
}

// TestNoSignOnElsewhere has applications that Ada's sign-in is nothing to.
func TestNoSignOnElsewhere(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	b.signIn(p.request(unchanged))
	staff, err := box.AddPool()
	if err != nil {
		t.Fatal(err)
	}
	for name, elsewhere := range map[string]*program{
		"another pool's": newProgram(t, box, staff, authingtest.App{}),
		"closed to her":  newProgram(t, box, box.Pool, authingtest.App{Denied: []string{adaID}}),
	} {
		b.wantRefused(b.open(elsewhere.request(set("prompt", "none"))), "login_required", "the state")
		page := b.open(elsewhere.request(unchanged))
		if got := b.fill(page, adasForm()); got.status != http.StatusForbidden || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

// TestHintOfAnIDToken asks for whom the program knows already.
func TestHintOfAnIDToken(t *testing.T) {
	box := newBox(t)
	if _, err := box.AddUser(authingtest.User{Email: "bob@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	p, adas, bobs := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box), newBrowser(t, box)
	token := p.tokens(t, adas.signIn(p.request(unchanged)))
	hinted := set("id_token_hint", idToken(token))
	adas.back(adas.open(p.request(hinted)))
	bobs.back(bobs.fill(bobs.open(p.request(unchanged)), url.Values{"account": {"bob@example.com"}, "password": {password}}))
	if got := bobs.open(p.request(hinted)); got.status != http.StatusOK {
		t.Errorf("Bob stands for Ada: %d %s", got.status, got.body)
	}
	if got := adas.open(p.request(set("id_token_hint", token.AccessToken))); got.status != http.StatusOK {
		t.Errorf("an access token is taken for an ID token: %d", got.status)
	}
}

// tokens exchanges the code of an answer.
func (p *program) tokens(t *testing.T, answer url.Values) *oauth2.Token {
	t.Helper()
	token, err := p.Exchange(t.Context(), answer.Get("code"))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func idToken(token *oauth2.Token) string {
	raw, _ := token.Extra("id_token").(string)
	return raw
}

// TestDiscovery reads what a client finds out about the issuer.
func TestDiscovery(t *testing.T) {
	box := newBox(t)
	provider, err := oidc.NewProvider(t.Context(), box.URL+"/oidc")
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Issuer             string
		EndSession         string   `json:"end_session_endpoint"`
		Introspection      string   `json:"introspection_endpoint"`
		Revocation         string   `json:"revocation_endpoint"`
		ResponseTypes      []string `json:"response_types_supported"`
		SubjectTypes       []string `json:"subject_types_supported"`
		Algorithms         []string `json:"id_token_signing_alg_values_supported"`
		Challenges         []string `json:"code_challenge_methods_supported"`
		RequestURI         *bool    `json:"request_uri_parameter_supported"`
		TokenEndpointModes []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&found); err != nil {
		t.Fatal(err)
	}
	at := box.URL + "/oidc"
	if found.Issuer != at || found.EndSession != at+"/session/end" || found.Introspection != at+"/token/introspection" || found.Revocation != at+"/token/revocation" ||
		!slices.Equal(found.ResponseTypes, []string{"code"}) || !slices.Equal(found.SubjectTypes, []string{"public"}) ||
		!slices.Equal(found.Algorithms, []string{"RS256"}) || !slices.Equal(found.Challenges, []string{"S256"}) ||
		found.RequestURI == nil || *found.RequestURI || len(found.TokenEndpointModes) != 3 {
		t.Errorf("discovered %+v", found)
	}
}
