package oidc

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestBeginSignIn(t *testing.T) {
	for name, test := range map[string]struct {
		options    []Option
		parameters []Parameter
		want       url.Values // beside what is always there
	}{
		"plain":                          {want: url.Values{"scope": {"openid profile email phone"}}},
		"own scopes":                     {options: []Option{WithScopes("email", "openid")}, want: url.Values{"scope": {"email openid"}}},
		"openid is never missing":        {options: []Option{WithScopes()}, want: url.Values{"scope": {"openid"}}},
		"offline access asks":            {options: []Option{WithScopes("offline_access")}, want: url.Values{"scope": {"openid offline_access"}, "prompt": {"consent"}}},
		"unless the program asks itself": {options: []Option{WithScopes("offline_access")}, parameters: []Parameter{{"prompt", "login consent"}}, want: url.Values{"scope": {"openid offline_access"}, "prompt": {"login consent"}}},
		"more":                           {parameters: []Parameter{{"login_hint", "ada@example.com"}}, want: url.Values{"scope": {"openid profile email phone"}, "login_hint": {"ada@example.com"}}},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			address, begun, err := i.client(test.options...).BeginSignIn(t.Context(), test.parameters...)
			if err != nil {
				t.Fatal(err)
			}
			where, query, _ := strings.Cut(address, "?")
			got, err := url.ParseQuery(query)
			if err != nil || where != testIssuer+"/auth" {
				t.Fatal(where, err)
			}
			want := url.Values{
				"client_id": {testApp}, "response_type": {"code"}, "redirect_uri": {testRedirect},
				"state": {begun.State.Reveal()}, "nonce": {begun.Nonce.Reveal()},
				"code_challenge": {oauth2.S256ChallengeFromVerifier(begun.Verifier.Reveal())}, "code_challenge_method": {"S256"},
			}
			for name, values := range test.want {
				want[name] = values
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSignInsDiffer(t *testing.T) {
	c := newIssuer(t).client()
	_, first, err := c.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := c.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[authing.Secret]bool{first.State: true, first.Nonce: true, first.Verifier: true, second.State: true, second.Nonce: true, second.Verifier: true}
	const longEnough = 26 // 130 bits in base32; RFC 6749, section 10.10, wants 128
	for text := range texts {
		if len(text) < longEnough {
			t.Errorf("one has %d characters", len(text))
		}
	}
	if len(texts) != 6 {
		t.Errorf("of six texts %d differ", len(texts))
	}
}

func TestFinishSignIn(t *testing.T) {
	for name, test := range map[string]struct {
		options  []Option
		secret   []string
		id       []string
		userinfo *url.Userinfo
	}{
		"secret in the body":   {secret: []string{testSecret}, id: []string{testApp}},
		"secret in the header": {options: []Option{WithBasicAuth()}, userinfo: url.UserPassword(testApp, testSecret)},
		"public":               {options: []Option{WithSecret("")}, id: []string{testApp}},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			c := i.client(test.options...)
			begun, callback := i.begin(c)
			callback.Set("iss", testIssuer)
			got, err := c.FinishSignIn(t.Context(), begun, callback)
			if err != nil {
				t.Fatal(err)
			}
			want := &Tokens{
				AccessToken: testAccess, RefreshToken: testRefresh, IDToken: got.IDToken, Scope: "openid profile", ExpiresAt: got.ExpiresAt,
				Claims: Claims{
					Profile: Profile{Subject: testUser, Email: "ada@example.com", EmailVerified: true},
					Issuer:  testIssuer, Audience: []string{testApp}, IssuedAt: now, ExpiresAt: now.Add(time.Hour), Nonce: begun.Nonce,
				},
			}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Profile{}, "Raw")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var raw object
			if err := got.Claims.Raw.Decode(&raw); err != nil || raw["email"] != "ada@example.com" || got.IDToken == "" || got.ExpiresAt.IsZero() {
				t.Errorf("%v %v", raw, err)
			}
			asked := i.requests("/token")
			if len(asked) != 1 {
				t.Fatalf("the code was handed in %d times", len(asked))
			}
			form := url.Values{
				"grant_type": {"authorization_code"}, "code": {testCode}, "redirect_uri": {testRedirect}, "code_verifier": {begun.Verifier.Reveal()},
			}
			if test.id != nil {
				form["client_id"] = test.id
			}
			if test.secret != nil {
				form["client_secret"] = test.secret
			}
			if diff := cmp.Diff(form, asked[0].PostForm); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if id, secret, basic := asked[0].BasicAuth(); basic != (test.userinfo != nil) || basic && url.UserPassword(id, secret).String() != test.userinfo.String() {
				t.Errorf("the Authorization header has %q", id)
			}
		})
	}
}

func TestStrangeCallbacks(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*SignIn, url.Values)
		want   error
	}{
		"forged state":          {func(_ *SignIn, v url.Values) { v.Set("state", "forged") }, ErrState},
		"no state":              {func(_ *SignIn, v url.Values) { v.Del("state") }, ErrState},
		"another's state":       {func(b *SignIn, _ url.Values) { b.State = "of another browser" }, ErrState},
		"nothing begun":         {func(b *SignIn, v url.Values) { *b = SignIn{}; v.Set("state", "") }, ErrState},
		"no nonce kept":         {func(b *SignIn, _ url.Values) { b.Nonce = "" }, ErrState},
		"no verifier kept":      {func(b *SignIn, _ url.Values) { b.Verifier = "" }, ErrState},
		"state twice":           {func(_ *SignIn, v url.Values) { v.Add("state", "forged") }, ErrState},
		"code twice":            {func(_ *SignIn, v url.Values) { v.Add("code", "another") }, ErrState},
		"no code":               {func(_ *SignIn, v url.Values) { v.Del("code") }, ErrState},
		"empty code":            {func(_ *SignIn, v url.Values) { v.Set("code", "") }, ErrState},
		"another issuer":        {func(_ *SignIn, v url.Values) { v.Set("iss", "https://evil.test/oidc") }, ErrState},
		"the person refuses":    {func(_ *SignIn, v url.Values) { v.Del("code"); v.Set("error", "access_denied") }, AccessDenied},
		"a refusal with a code": {func(_ *SignIn, v url.Values) { v.Set("error", "login_required") }, LoginRequired},
		"a forged refusal":      {func(_ *SignIn, v url.Values) { v.Set("error", "access_denied"); v.Set("state", "forged") }, ErrState},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			c := i.client()
			begun, callback := i.begin(c)
			test.change(&begun, callback)
			tokens, err := c.FinishSignIn(t.Context(), begun, callback)
			if !errors.Is(err, test.want) || tokens != nil {
				t.Fatalf("%v, want %v", err, test.want)
			}
			checkSecrets(t, err, begun)
			if n := len(i.requests("/token")); n > 0 {
				t.Errorf("the code was handed in %d times", n)
			}
		})
	}
}

// TestIssuerNamesItself refuses a callback that may be another issuer's, where this one
// says that its own name it: a refusal too.
func TestIssuerNamesItself(t *testing.T) {
	for name, test := range map[string]struct {
		issuers []string
		refusal bool
		want    error
	}{
		"itself":               {[]string{testIssuer}, false, nil},
		"nobody":               {nil, false, ErrState},
		"another":              {[]string{"https://evil.test"}, false, ErrState},
		"twice":                {[]string{testIssuer, testIssuer}, false, ErrState},
		"itself, and another":  {[]string{testIssuer, "https://evil.test"}, false, ErrState},
		"a refusal of itself":  {[]string{testIssuer}, true, AccessDenied},
		"a refusal of nobody":  {nil, true, ErrState},
		"a refusal of another": {[]string{"https://evil.test"}, true, ErrState},
		"a refusal of two":     {[]string{testIssuer, "https://evil.test"}, true, ErrState},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.set("/.well-known/openid-configuration", answer(i.document().with(object{"authorization_response_iss_parameter_supported": true})))
			c := i.client()
			begun, callback := i.begin(c)
			if test.refusal {
				callback.Set("error", "access_denied")
			}
			callback["iss"] = test.issuers
			if test.issuers == nil {
				callback.Del("iss")
			}
			_, err := c.FinishSignIn(t.Context(), begun, callback)
			if !errors.Is(err, test.want) || test.want == ErrState && errors.Is(err, AccessDenied) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if handed := len(i.requests("/token")); handed > 0 != (test.want == nil) {
				t.Errorf("the code was handed in %d times", handed)
			}
		})
	}
}

// TestRefusalIsPrintable has the words of a refusal, and nothing in them that is secret or
// spoils a log.
func TestRefusalIsPrintable(t *testing.T) {
	i := newIssuer(t)
	c := i.client()
	begun, callback := i.begin(c)
	callback.Set("error", "access_denied")
	callback.Set("error_description", "用户拒绝\n"+begun.State.Reveal())
	_, err := c.FinishSignIn(t.Context(), begun, callback)
	if want := "authing: oidc.FinishSignIn: authorization: 用户拒绝 [redacted] (access_denied)"; err == nil || err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

func TestIDTokens(t *testing.T) {
	claims := func(changes object) func(*issuer) {
		return func(i *issuer) { i.claims = i.claims.with(changes) }
	}
	// instead answers with an ID token of another making.
	instead := func(make func(*issuer) any) func(*issuer) {
		return func(i *issuer) {
			i.set("/token", func(w http.ResponseWriter, r *http.Request) { answer(i.tokens(object{"id_token": make(i)}))(w, r) })
		}
	}
	for name, test := range map[string]struct {
		change func(*issuer)
		want   string // in the error; "" for none
	}{
		"good":                        {func(*issuer) {}, ""},
		"another issuer":              {claims(object{"iss": "https://evil.test/oidc"}), "different provider"},
		"another application":         {claims(object{"aud": "another"}), "expected audience"},
		"several, authorized":         {claims(object{"aud": []string{"another", testApp}, "azp": testApp}), ""},
		"several, nobody authorized":  {claims(object{"aud": []string{"another", testApp}}), "azp"},
		"several, another authorized": {claims(object{"aud": []string{"another", testApp}, "azp": "another"}), "azp"},
		"one, another authorized":     {claims(object{"azp": "another"}), "azp"},
		"azp of a strange type":       {claims(object{"azp": 7}), "azp"},
		"another sign-in":             {claims(object{"nonce": "of another"}), "nonce"},
		"no nonce":                    {claims(object{"nonce": ""}), "nonce"},
		"expired":                     {claims(object{"exp": now.Add(-time.Second).Unix()}), "expired at 2026-03-01T11:59:59Z"},
		"never expires":               {claims(object{"exp": nil}), "expired"},
		"not yet":                     {claims(object{"nbf": now.Add(time.Hour).Unix()}), "nbf"},
		"nobody":                      {claims(object{"sub": nil}), "no sub"},
		"at_hash":                     {claims(object{"at_hash": half(testAccess)}), ""},
		"at_hash of another token":    {claims(object{"at_hash": half("another")}), "at_hash"},
		"claims of strange types":     {claims(object{"email_verified": "true", "nickname": 7, "name": nil}), ""},
		"none":                        {instead(func(i *issuer) any { return unsigned(i.claims) }), `unexpected signature algorithm "none"`},
		"HS256 with the public key": {func(i *issuer) {
			i.method, i.key = jwt.SigningMethodHS256, publicPEM(t, rsaKey(t, false))
		}, `unexpected signature algorithm "HS256"`},
		"HS256 with the secret":                  {func(i *issuer) { i.method, i.key = jwt.SigningMethodHS256, []byte(testSecret) }, `unexpected signature algorithm "HS256"`},
		"RS512, which the issuer does not offer": {func(i *issuer) { i.method = jwt.SigningMethodRS512 }, `unexpected signature algorithm "RS512"`},
		"somebody else's key":                    {func(i *issuer) { i.key = rsaKey(t, true) }, "no key of the issuer fits"},
		"an unknown key":                         {func(i *issuer) { i.key, i.header = rsaKey(t, true), object{"kid": "2"} }, "no key of the issuer fits"},
		"changed":                                {instead(func(i *issuer) any { return changed(i.idToken()) }), "no key of the issuer fits"},
		"no token":                               {instead(func(*issuer) any { return "KEEP.KEEP.KEEP" }), "malformed jwt"},
		"missing":                                {instead(func(*issuer) any { return nil }), "has none"},
		"of a strange type":                      {instead(func(*issuer) any { return 7 }), "has none"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			test.change(i)
			tokens, err := i.signIn(i.client())
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want == "":
				if tokens.Claims.Subject != testUser || tokens.Claims.Email != "ada@example.com" {
					t.Errorf("%+v", tokens)
				}
			case !errors.Is(err, ErrIDToken) || tokens != nil || !strings.Contains(err.Error(), test.want):
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// TestAnotherAlgorithm takes the asymmetric algorithm that the issuer offers, and RS256
// where it does not say.
func TestAnotherAlgorithm(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		offered any
		curve   bool
		want    error
	}{
		"ES256, offered":     {[]string{"ES256"}, true, nil},
		"ES256, not offered": {[]string{"RS256"}, true, ErrIDToken},
		"RS256, not said":    {nil, false, nil},
		"RS256, only none":   {[]string{"none", "HS256"}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.set("/.well-known/openid-configuration", answer(i.document().with(object{"id_token_signing_alg_values_supported": test.offered})))
			if test.curve {
				i.method, i.key = jwt.SigningMethodES256, key
				i.set("/.well-known/jwks.json", answer(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}}))
			}
			if _, err := i.signIn(i.client()); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

// changed changes who a token is about, and leaves the signature.
func changed(token string) string {
	parts := strings.Split(token, ".")
	parts[1] = strings.Split(unsigned(object{"iss": testIssuer, "aud": testApp, "sub": "another", "exp": now.Add(time.Hour).Unix()}), ".")[1]
	return strings.Join(parts, ".")
}

func TestKeyRotation(t *testing.T) {
	key, young := rsaKey(t, false), rsaKey(t, true)
	synctest.Test(t, func(t *testing.T) {
		i := newIssuer(t)
		c := i.client()
		sign := func(want error) {
			t.Helper()
			synctest.Wait() // until the fetch before has settled
			delete(i.claims, "nonce")
			if _, err := i.signIn(c); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		}
		sign(nil)
		sign(nil)
		if n := len(i.requests("/.well-known/jwks.json")); n != 1 {
			t.Errorf("the keys were fetched %d times", n)
		}
		i.key, i.header = young, object{"kid": "2"}
		i.set("/.well-known/jwks.json", refuse(http.StatusServiceUnavailable, "KEEP"))
		delete(i.claims, "nonce")
		_, err := i.signIn(c)
		if _, temporary := errors.AsType[*authing.RequestError](err); !temporary || errors.Is(err, ErrIDToken) || !strings.Contains(err.Error(), "key set: HTTP status 503") {
			t.Error(err)
		}
		i.set("/.well-known/jwks.json", answer(keySet("2", young)))
		sign(nil)
		i.key, i.header = key, object{"kid": "1"}
		sign(ErrIDToken) // the old one is withdrawn
	})
}

func TestValuesSurviveJSON(t *testing.T) {
	i := newIssuer(t)
	c := i.client()
	begun, callback := i.begin(c)
	tokens, err := c.FinishSignIn(t.Context(), copied(t, begun), callback)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tokens, copied(t, tokens)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// copied takes a value through JSON.
func copied[T any](t *testing.T, value T) (back T) {
	t.Helper()
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// TestMaxAge compares when somebody signed in at the issuer with the max_age that was asked
// for, which the session keeps as JSON meanwhile.
func TestMaxAge(t *testing.T) {
	for name, test := range map[string]struct {
		asked string // "" for no max_age
		ago   any    // the seconds since the authentication when the sign-in begins; nil for no auth_time
		want  string // in the error; "" for none
	}{
		"not asked":               {"", 86400, ""},
		"not asked, not told":     {"", nil, ""},
		"young enough":            {"60", 60, ""},
		"the clocks differ":       {"60", 90, ""},
		"too old":                 {"60", 91, "auth_time"},
		"at once":                 {"0", -20, ""},
		"at once, but was before": {"0", 31, "auth_time"},
		"not told":                {"60", nil, "auth_time"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			later := now
			c := i.client(WithClock(func() time.Time { return later }))
			var parameters []Parameter
			if test.asked != "" {
				parameters = []Parameter{{"max_age", test.asked}}
			}
			if ago, told := test.ago.(int); told {
				i.claims["auth_time"] = now.Add(-time.Duration(ago) * time.Second).Unix()
			}
			_, begun, err := c.BeginSignIn(t.Context(), parameters...)
			if err != nil {
				t.Fatal(err)
			}
			i.claims["nonce"] = begun.Nonce.Reveal()
			kept, err := json.Marshal(begun)
			if err != nil {
				t.Fatal(err)
			}
			begun = SignIn{}
			if err := json.Unmarshal(kept, &begun); err != nil {
				t.Fatal(err)
			}
			later = now.Add(5 * time.Minute) // which the person took over it
			tokens, err := c.FinishSignIn(t.Context(), begun, url.Values{"code": {testCode}, "state": {begun.State.Reveal()}})
			if test.want != "" {
				if !errors.Is(err, ErrIDToken) || !strings.Contains(err.Error(), test.want) || tokens != nil {
					t.Errorf("%v, want %s", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if ago, told := test.ago.(int); tokens.Claims.AuthTime.IsZero() == told || told && !tokens.Claims.AuthTime.Equal(now.Add(-time.Duration(ago)*time.Second)) {
				t.Errorf("AuthTime %v", tokens.Claims.AuthTime)
			}
		})
	}
	for _, wrong := range []string{"", "-1", "x", "1.5", "99999999999999999999"} {
		_, _, err := newIssuer(t).client().BeginSignIn(t.Context(), Parameter{"max_age", wrong})
		if _, ok := errors.AsType[*authing.InputError](err); !ok || !strings.Contains(err.Error(), "max_age") {
			t.Errorf("max_age %q: %v", wrong, err)
		}
	}
}
