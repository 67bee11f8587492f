package oidc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// TestFailingAnswers lets the token endpoint fail in every way.
func TestFailingAnswers(t *testing.T) {
	echo := fmt.Sprintf(`{"error":"invalid_grant","error_description":"code %s of %s"}`, testCode, testSecret)
	redirect := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://evil.test/token", http.StatusTemporaryRedirect)
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		code    error // the OAuth code, where it is one
		want    string
	}{
		"used code":            {refuse(400, `{"error":"invalid_grant","error_description":"used"}`), authing.InvalidGrant, "token endpoint: used (invalid_grant): the code"},
		"wrong secret":         {refuse(401, `{"error":"invalid_client"}`), authing.InvalidClient, "invalid_client: check the application's ID and its secret"},
		"refused as a success": {refuse(200, `{"error":"invalid_grant","error_description":"used"}`), authing.InvalidGrant, "used (invalid_grant)"},
		"an echo":              {refuse(400, echo), authing.InvalidGrant, "code [redacted] of [redacted] (invalid_grant)"},
		"an echo as a success": {refuse(200, echo), authing.InvalidGrant, "code [redacted] of [redacted] (invalid_grant)"},
		"an unknown code":      {refuse(400, `{"error":"moon"}`), authing.OAuthCode("moon"), "token endpoint: moon"},
		"a failing server":     {refuse(503, "KEEP"), nil, "issuer host: token endpoint: HTTP status 503"},
		"a page":               {refuse(200, "<html>KEEP</html>"), nil, "not the JSON that is due there"},
		"another shape":        {refuse(200, `{"access_token":["KEEP"]}`), nil, "not the JSON that is due there"},
		"cut off":              {refuse(200, `{"access_token":"KEEP`), nil, "not the JSON that is due there"},
		"no access token":      {refuse(200, `{"id_token":"KEEP"}`), nil, "not the JSON that is due there"},
		"a redirect":           {redirect, nil, "HTTP status 307, a redirect, which is not followed"},
		"huge":                 {refuse(200, `{"access_token":"KEEP","x":"`+strings.Repeat("x", 2000)+`"}`), nil, "larger than 2000 bytes, see WithResponseLimit"},
		"huge and failing":     {refuse(500, strings.Repeat("KEEP", 600)), nil, "larger than 2000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.set("/token", test.handler)
			tokens, err := i.signIn(i.client(WithResponseLimit(2000)))
			if tokens != nil || err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "authing: oidc.FinishSignIn: ") {
				t.Fatalf("%v, want %q", err, test.want)
			}
			_, temporary := errors.AsType[*authing.RequestError](err)
			if test.code != nil && !errors.Is(err, test.code) || temporary != (test.code == nil) {
				t.Errorf("%#v", err)
			}
			if n := len(i.requests("/token")); n != 1 {
				t.Errorf("the code was handed in %d times", n)
			}
		})
	}
}

// endless is an answer that does not end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte("x"), len(p))), nil }
func (endless) Close() error               { return nil }

// transport answers by a function.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestEndlessAnswer reads no more of an answer than is allowed.
func TestEndlessAnswer(t *testing.T) {
	c, err := New(testIssuer, testApp, WithRedirectURL(testRedirect), WithHTTPClient(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: endless{}}, nil
	})}))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.BeginSignIn(t.Context()); err == nil || !strings.Contains(err.Error(), "discovery: the answer is larger than 1048576 bytes") {
		t.Error(err)
	}
}

func TestSlowAnswers(t *testing.T) {
	key := rsaKey(t, false)
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for path, step := range map[string]string{"/token": "token endpoint", "/.well-known/jwks.json": "key set", "/.well-known/openid-configuration": "discovery"} {
		for name, test := range map[string]struct {
			caller time.Duration // how long the caller waits
			want   time.Duration
		}{"the request": {time.Hour, 3 * time.Second}, "the call": {time.Second, time.Second}} {
			t.Run(name+" "+step, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					i := newIssuer(t)
					i.key = key
					c := i.client(WithTimeout(3 * time.Second))
					begun, callback := i.begin(c)
					c.found.known.Store(nil) // as if it had not answered yet
					i.set(path, slow)
					ctx, cancel := context.WithTimeout(t.Context(), test.caller)
					defer cancel()
					started := time.Now()
					_, err := c.FinishSignIn(ctx, begun, callback)
					if !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != test.want || !strings.Contains(err.Error(), step) {
						t.Errorf("%v after %v", err, time.Since(started))
					}
					time.Sleep(time.Minute) // what others could wait for ends as well
				})
			})
		}
	}
}

func TestDiscoveryFailures(t *testing.T) {
	i := newIssuer(t)
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"not there":              {http.NotFound, "discovery: HTTP status 404"},
		"a page":                 {refuse(200, "<html>KEEP</html>"), "not the JSON that is due there"},
		"another issuer":         {answer(i.document().with(object{"issuer": "https://evil.test"})), `about another issuer, "https://evil.test"`},
		"no token endpoint":      {answer(i.document().with(object{"token_endpoint": nil})), "token_endpoint is not an absolute"},
		"plain http":             {answer(i.document().with(object{"token_endpoint": "http://app.authing.test/token"})), "token_endpoint is plain http"},
		"plain http revocation":  {answer(i.document().with(object{"revocation_endpoint": "http://app.authing.test/token"})), "revocation_endpoint is plain http"},
		"a script":               {answer(i.document().with(object{"authorization_endpoint": "javascript:alert(1)"})), "authorization_endpoint is not an absolute"},
		"keys on another scheme": {answer(i.document().with(object{"jwks_uri": "file:///etc/keys"})), "jwks_uri is not an absolute"},
		"a redirect":             {http.RedirectHandler("https://evil.test/", http.StatusFound).ServeHTTP, "HTTP status 302, a redirect"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			c := i.client()
			i.set("/.well-known/openid-configuration", test.handler)
			address, begun, err := c.BeginSignIn(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "KEEP") || address != "" || begun != (SignIn{}) {
				t.Fatalf("%v, want %q", err, test.want)
			}
			if failed, ok := errors.AsType[*authing.RequestError](err); !ok || failed.Host != "issuer" {
				t.Errorf("%#v", err)
			}
			i.set("/.well-known/openid-configuration", answer(i.document()))
			if _, _, err := c.BeginSignIn(t.Context()); err != nil {
				t.Errorf("the failure is kept: %v", err)
			}
		})
	}
}

func TestOneDiscoveryForAll(t *testing.T) {
	key := rsaKey(t, false)
	synctest.Test(t, func(t *testing.T) {
		i := newIssuer(t)
		i.key = key
		i.set("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second) // so that everybody is there
			answer(i.document())(w, r)
		})
		c := i.client()
		first, leave := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, _, err := c.BeginSignIn(first); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		synctest.Wait()
		for range 100 {
			callers.Go(func() {
				if _, _, err := c.BeginSignIn(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		leave() // the others still get their answer
		callers.Wait()
		if n := len(i.requests("/.well-known/openid-configuration")); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestPlainHTTP(t *testing.T) {
	for name, test := range map[string]struct {
		issuer, redirect string
		options          []Option
		want             string
	}{
		"this machine":        {"http://localhost:1234/oidc", "http://127.0.0.1:8080/callback", nil, ""},
		"an issuer elsewhere": {"http://issuer.test/oidc", testRedirect, nil, "issuer is plain http"},
		"a page elsewhere":    {testIssuer, "http://www.example.test/callback", nil, "WithRedirectURL is plain http"},
		"allowed":             {"http://issuer.test/oidc", "http://www.example.test/callback", []Option{WithInsecureHTTP()}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(test.issuer, testApp, append(test.options, WithRedirectURL(test.redirect))...)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	for name, test := range map[string]struct {
		issuer, id string
		options    []Option
		want       string
	}{
		"no issuer":            {"", testApp, nil, "issuer is not an absolute"},
		"a password in it":     {"https://a:KEEP@issuer.test", testApp, nil, "issuer must not contain a user or password"},
		"a query":              {testIssuer + "?a=b", testApp, nil, "issuer must not contain a query"},
		"no client ID":         {testIssuer, "", nil, "client ID is required"},
		"a line break":         {testIssuer, testApp, []Option{WithSecret("KEEP\n")}, "white space"},
		"a nil option":         {testIssuer, testApp, []Option{nil}, "option is nil"},
		"a nil client":         {testIssuer, testApp, []Option{WithHTTPClient(nil)}, "WithHTTPClient is nil"},
		"a nil clock":          {testIssuer, testApp, []Option{WithClock(nil)}, "WithClock is nil"},
		"no time":              {testIssuer, testApp, []Option{WithTimeout(0)}, "WithTimeout must be more than 0"},
		"no room":              {testIssuer, testApp, []Option{WithResponseLimit(0)}, "WithResponseLimit must be more than 0"},
		"scopes in one":        {testIssuer, testApp, []Option{WithScopes("openid email")}, "one scope an argument"},
		"an empty scope":       {testIssuer, testApp, []Option{WithScopes("")}, "one scope an argument"},
		"basic without secret": {testIssuer, testApp, []Option{WithBasicAuth()}, "WithBasicAuth needs WithSecret"},
		"a relative redirect":  {testIssuer, testApp, []Option{WithRedirectURL("/callback")}, "WithRedirectURL is not an absolute"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(test.issuer, test.id, test.options...)
			if mistake, ok := errors.AsType[*authing.InputError](err); !ok || mistake.Operation != "oidc.New" || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "KEEP") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func TestWrongCalls(t *testing.T) {
	i := newIssuer(t)
	c := i.client()
	nowhere := i.client(WithRedirectURL(""))
	for name, call := range map[string]func(context.Context) error{
		"BeginSignIn": func(ctx context.Context) error { _, _, err := nowhere.BeginSignIn(ctx); return err },
		"BeginSignIn with a parameter of its own": func(ctx context.Context) error {
			_, _, err := c.BeginSignIn(ctx, Parameter{Name: "state", Value: "fixed"})
			return err
		},
		"Refresh":                 func(ctx context.Context) error { _, err := c.Refresh(ctx, nil); return err },
		"Refresh without a token": func(ctx context.Context) error { _, err := c.Refresh(ctx, &Tokens{}); return err },
		"Refresh without a person": func(ctx context.Context) error {
			_, err := c.Refresh(ctx, &Tokens{RefreshToken: testRefresh})
			return err
		},
		"UserInfo": func(ctx context.Context) error { _, err := c.UserInfo(ctx, nil); return err },
		"UserInfo without a person": func(ctx context.Context) error {
			_, err := c.UserInfo(ctx, &Tokens{AccessToken: testAccess})
			return err
		},
		"Introspect": func(ctx context.Context) error { _, err := c.Introspect(ctx, ""); return err },
		"Revoke":     func(ctx context.Context) error { return c.Revoke(ctx, "") },
	} {
		t.Run(name, func(t *testing.T) {
			err := call(t.Context())
			operation, _, _ := strings.Cut(name, " ")
			if mistake, ok := errors.AsType[*authing.InputError](err); !ok || mistake.Operation != "oidc."+operation {
				t.Error(err)
			}
		})
	}
	if len(i.asked) > 0 {
		t.Errorf("%d requests went out", len(i.asked))
	}
}
