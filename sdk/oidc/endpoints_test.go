package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/scan"
)

func TestRefresh(t *testing.T) {
	old := &Tokens{RefreshToken: testRefresh, IDToken: "old", Scope: "openid old", Claims: Claims{Profile: Profile{Subject: testUser, Name: "old"}, Nonce: "nonce"}}
	for name, test := range map[string]struct {
		answer, claims object // changes
		change         func(*Tokens)
		want           *Tokens
		refused        error
	}{
		"all new":           {answer: object{"refresh_token": "new"}, want: &Tokens{RefreshToken: "new", Scope: "openid profile", Claims: Claims{Profile: Profile{Subject: testUser}}}},
		"refresh token old": {answer: object{"refresh_token": nil, "scope": nil}, want: &Tokens{RefreshToken: testRefresh, Scope: "openid old", Claims: Claims{Profile: Profile{Subject: testUser}}}},
		"no ID token":       {answer: object{"id_token": nil}, want: &Tokens{RefreshToken: testRefresh, Scope: "openid profile", IDToken: "old", Claims: old.Claims}},
		"same nonce":        {claims: object{"nonce": "nonce"}, want: &Tokens{RefreshToken: testRefresh, Scope: "openid profile", Claims: Claims{Profile: Profile{Subject: testUser}, Nonce: "nonce"}}},
		"another nonce":     {claims: object{"nonce": "another"}, refused: ErrIDToken},
		"another person":    {claims: object{"sub": "another"}, refused: ErrSubject},
		"another issuer":    {claims: object{"iss": "https://evil.test"}, refused: ErrIDToken},
		"of another token":  {claims: object{"at_hash": half("another")}, refused: ErrIDToken},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.claims = i.claims.with(object{"email": nil, "email_verified": nil}).with(test.claims)
			i.set("/token", func(w http.ResponseWriter, r *http.Request) { answer(i.tokens(test.answer))(w, r) })
			got, err := i.client().Refresh(t.Context(), old)
			if test.refused != nil {
				if !errors.Is(err, test.refused) || got != nil {
					t.Errorf("%v, want %v", err, test.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			test.want.AccessToken = testAccess
			if test.want.IDToken == "" {
				test.want.IDToken = got.IDToken
			}
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(Profile{}, "Raw"), cmpopts.IgnoreFields(Tokens{}, "ExpiresAt"),
				cmpopts.IgnoreFields(Claims{}, "Issuer", "Audience", "IssuedAt", "ExpiresAt")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(url.Values{"client_id": {testApp}, "client_secret": {testSecret}, "grant_type": {"refresh_token"}, "refresh_token": {testRefresh}}, i.requests("/token")[0].PostForm); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// errUnusable stands for any answer of no use.
var errUnusable = errors.New("an answer of no use")

func TestUserInfo(t *testing.T) {
	challenge := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="x", error="invalid_token", error_description="`+testAccess+` has expired"`)
		w.WriteHeader(http.StatusUnauthorized)
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    error
		text    string
	}{
		"good":               {answer(object{"sub": testUser, "nickname": "Ada", "email_verified": nil, "locale": 7}), nil, ""},
		"another person":     {answer(object{"sub": "another", "nickname": "Ada"}), ErrSubject, "sub"},
		"nobody":             {answer(object{"nickname": "Ada"}), errUnusable, "the answer names nobody: it has no sub"},
		"a strange sub":      {answer(object{"sub": 7}), errUnusable, "the answer names nobody: it has no sub"},
		"nothing":            {refuse(200, "{}"), errUnusable, "the answer names nobody: it has no sub"},
		"null":               {refuse(200, "null"), errUnusable, "the answer names nobody: it has no sub"},
		"a list":             {refuse(200, "[]"), errAnswer, "not the JSON"},
		"a text":             {refuse(200, `"KEEP"`), errAnswer, "not the JSON"},
		"expired":            {challenge, InvalidToken, "userinfo endpoint: [redacted] has expired (invalid_token): the access token"},
		"expired, in a body": {refuse(400, `{"error":"invalid_token"}`), InvalidToken, "invalid_token: the access token"},
		"a page":             {refuse(200, "KEEP"), errAnswer, "not the JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.set("/me", test.handler)
			got, err := i.client().UserInfo(t.Context(), &Tokens{AccessToken: testAccess, Claims: Claims{Profile: Profile{Subject: testUser}}})
			if test.want != nil {
				if _, unusable := errors.AsType[*authing.RequestError](err); !unusable && test.want == errUnusable {
					t.Fatalf("%v is no RequestError", err)
				}
				if test.want != errUnusable && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) || got != nil {
					t.Fatalf("%v, want %v", err, test.want)
				}
				checkSecrets(t, err, SignIn{})
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&Profile{Subject: testUser, Nickname: "Ada"}, got, cmpopts.IgnoreFields(Profile{}, "Raw")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			asked := i.requests("/me")[0]
			if asked.Header.Get("Authorization") != "Bearer "+testAccess || asked.URL.RawQuery != "" || asked.Method != http.MethodGet {
				t.Errorf("%s %s", asked.Method, asked.URL)
			}
		})
	}
}

func TestIntrospect(t *testing.T) {
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    *Introspection
		text    string
	}{
		"active":          {answer(object{"active": true, "client_id": testApp, "sub": testUser, "exp": 7, "scope": "openid", "aud": []string{testApp}}), &Introspection{Active: true, ClientID: testApp, Subject: testUser, ExpiresAt: 7, Scope: "openid"}, ""},
		"revoked":         {answer(object{"active": false}), &Introspection{}, ""},
		"strange types":   {answer(object{"active": true, "exp": "7", "scope": 7, "sub": testUser}), &Introspection{Active: true, Subject: testUser}, ""},
		"says nothing":    {answer(object{"sub": testUser}), nil, "does not say whether the token is active"},
		"says a text":     {answer(object{"active": "true"}), nil, "does not say whether the token is active"},
		"a list":          {answer([]string{"KEEP"}), nil, "introspection endpoint: the answer is not the JSON"},
		"a page":          {refuse(200, "KEEP"), nil, "introspection endpoint: the answer is not the JSON"},
		"no right to ask": {refuse(401, `{"error":"invalid_client","error_description":"`+testSecret+`"}`), nil, "introspection endpoint: [redacted] (invalid_client): check"},
		"one that fails":  {refuse(500, ""), nil, "introspection endpoint: HTTP status 500"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.set("/token/introspection", test.handler)
			got, err := i.client().Introspect(t.Context(), testAccess)
			if test.want == nil {
				if err == nil || !strings.Contains(err.Error(), test.text) || got != nil {
					t.Fatalf("%v, want %q", err, test.text)
				}
				checkSecrets(t, err, SignIn{})
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(Introspection{}, "Raw")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhoAsks sends the application's ID and secret the way that is set, with a token to
// look at and with one to revoke.
func TestWhoAsks(t *testing.T) {
	for name, test := range map[string]struct {
		options []Option
		form    url.Values
		basic   bool
	}{
		"in the body":   {nil, url.Values{"client_id": {testApp}, "client_secret": {testSecret}, "token": {testAccess}}, false},
		"in the header": {[]Option{WithBasicAuth()}, url.Values{"token": {testAccess}}, true},
		"public":        {[]Option{WithSecret("")}, url.Values{"client_id": {testApp}, "token": {testAccess}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			c := i.client(test.options...)
			if _, err := c.Introspect(t.Context(), testAccess); err != nil {
				t.Error(err)
			}
			if err := c.Revoke(t.Context(), testAccess); err != nil {
				t.Error(err)
			}
			for _, path := range []string{"/token/introspection", "/token/revocation"} {
				asked := i.requests(path)
				if len(asked) != 1 {
					t.Fatalf("%s: %d requests", path, len(asked))
				}
				if diff := cmp.Diff(test.form, asked[0].PostForm); diff != "" {
					t.Errorf("%s (-want +got):\n%s", path, diff)
				}
				if id, secret, basic := asked[0].BasicAuth(); basic != test.basic || basic && (id != testApp || secret != testSecret) {
					t.Errorf("%s: the Authorization header has %q", path, id)
				}
			}
		})
	}
}

func TestRevokeFails(t *testing.T) {
	for code, advice := range map[authing.OAuthCode]string{
		"unsupported_token_type": "",
		authing.InvalidGrant:     ": the token is expired, revoked or another application's",
	} {
		i := newIssuer(t)
		i.set("/token/revocation", refuse(400, `{"error":"`+string(code)+`","error_description":"`+testAccess+`"}`))
		err := i.client().Revoke(t.Context(), testAccess)
		if want := "authing: oidc.Revoke: revocation endpoint: [redacted] (" + string(code) + ")" + advice; err == nil || err.Error() != want || !errors.Is(err, code) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestEndSessionURL(t *testing.T) {
	for name, test := range map[string]struct {
		endpoint string
		in       EndSessionInput
		want     url.Values
	}{
		"plain":       {testIssuer + "/session/end", EndSessionInput{}, url.Values{"client_id": {testApp}}},
		"all":         {testIssuer + "/session/end", EndSessionInput{IDToken: "id", RedirectURL: "https://www.example.test/?a=b&c", State: "s"}, url.Values{"client_id": {testApp}, "id_token_hint": {"id"}, "post_logout_redirect_uri": {"https://www.example.test/?a=b&c"}, "state": {"s"}}},
		"has a query": {testIssuer + "/session/end?tenant=1", EndSessionInput{}, url.Values{"client_id": {testApp}, "tenant": {"1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.set("/.well-known/openid-configuration", answer(i.document().with(object{"end_session_endpoint": test.endpoint})))
			got, err := i.client().EndSessionURL(t.Context(), test.in)
			if err != nil {
				t.Fatal(err)
			}
			address, err := url.Parse(got)
			if err != nil || address.Path != "/oidc/session/end" {
				t.Fatal(got, err)
			}
			if diff := cmp.Diff(test.want, address.Query()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNotSupported asks an issuer for what it does not offer.
func TestNotSupported(t *testing.T) {
	i := newIssuer(t)
	i.set("/.well-known/openid-configuration", answer(i.document().with(object{
		"userinfo_endpoint": nil, "introspection_endpoint": nil, "revocation_endpoint": nil, "end_session_endpoint": nil,
	})))
	c := i.client()
	for name, call := range map[string]func(context.Context) error{
		"userinfo_endpoint": func(ctx context.Context) error {
			_, err := c.UserInfo(ctx, &Tokens{AccessToken: testAccess, Claims: Claims{Profile: Profile{Subject: testUser}}})
			return err
		},
		"introspection_endpoint": func(ctx context.Context) error { _, err := c.Introspect(ctx, testAccess); return err },
		"revocation_endpoint":    func(ctx context.Context) error { return c.Revoke(ctx, testAccess) },
		"end_session_endpoint":   func(ctx context.Context) error { _, err := c.EndSessionURL(ctx, EndSessionInput{}); return err },
	} {
		if err := call(t.Context()); !errors.Is(err, ErrNotSupported) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNothingSecretIsPrinted prints all that holds a secret in every way.
func TestNothingSecretIsPrinted(t *testing.T) {
	const hidden = "HIDDEN-7d1f55ab"
	raw := authing.Raw(`{"sub":"` + hidden + `"}`)
	claims := Claims{Profile: Profile{Subject: "seen", Raw: raw}, Audience: []string{"heard"}, Nonce: hidden, ExpiresAt: time.Unix(7, 0)}
	tokens := Tokens{AccessToken: hidden, RefreshToken: hidden, IDToken: hidden, Claims: claims}
	for _, test := range []struct {
		value any
		seen  string // what shows that it is printed at all
	}{
		{SignIn{State: hidden, Nonce: hidden, Verifier: hidden}, "Verifier"},
		{tokens, "heard"}, {&tokens, "heard"}, {claims, "heard"}, {claims.Profile, "seen"},
		{Introspection{Subject: "seen", Raw: raw}, "seen"},
		{EndSessionInput{IDToken: hidden, State: hidden, RedirectURL: "seen"}, "seen"},
		{newIssuer(t).client(WithSecret(hidden)), testApp},
	} {
		all := append(scan.Prints(test.value), fmt.Sprintf("%d", test.value))
		for _, printed := range all {
			if strings.Contains(printed, hidden) {
				t.Errorf("%T prints %s", test.value, printed)
			}
		}
		for _, printed := range []string{fmt.Sprintf("%+v", test.value), all[len(all)-2]} { // the log is the last of the scan's
			if !strings.Contains(printed, test.seen) {
				t.Errorf("%T prints nothing of use: %s", test.value, printed)
			}
		}
	}
}
