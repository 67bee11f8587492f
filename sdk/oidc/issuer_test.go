package oidc

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

const (
	testIssuer   = "https://app.authing.test/oidc"
	testApp      = "5e4cdd055df3df65dc58app1"
	testSecret   = "secret-of-the-application-KEEP"
	testUser     = "5e4cdd055df3df65dc58user"
	testCode     = "authorization-code-KEEP"
	testAccess   = "access-token-KEEP"
	testRefresh  = "refresh-token-KEEP"
	testRedirect = "https://www.example.test/callback"
)

// now is the time of all tests.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// rsaKeys are two keys; making one takes a while.
var rsaKeys = sync.OnceValues(func() (keys [2]*rsa.PrivateKey, err error) {
	for i := range keys {
		if keys[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return keys, err
		}
	}
	return keys, nil
})

func rsaKey(t testing.TB, second bool) *rsa.PrivateKey {
	t.Helper()
	keys, err := rsaKeys()
	if err != nil {
		t.Fatal(err)
	}
	if second {
		return keys[1]
	}
	return keys[0]
}

// publicPEM is how a public key travels as text.
func publicPEM(t testing.TB, key *rsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

type object map[string]any

// with returns a copy of o with changes; a nil removes.
func (o object) with(changes object) object {
	changed := maps.Clone(o)
	maps.Copy(changed, changes)
	maps.DeleteFunc(changed, func(_ string, value any) bool { return value == nil })
	return changed
}

// issuer is an OIDC issuer of which each answer can be replaced, without a network.
type issuer struct {
	t  testing.TB
	mu sync.Mutex

	answers map[string]http.HandlerFunc // by path
	asked   []*http.Request             // with their forms read

	method jwt.SigningMethod // of ID tokens
	key    any
	header object
	claims object
}

func newIssuer(t testing.TB) *issuer {
	t.Helper()
	i := &issuer{t: t, method: jwt.SigningMethodRS256, key: rsaKey(t, false), header: object{"kid": "1"}, claims: object{
		"iss": testIssuer, "aud": testApp, "sub": testUser, "email": "ada@example.com", "email_verified": true,
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}}
	i.answers = map[string]http.HandlerFunc{
		"/oidc/.well-known/openid-configuration": answer(i.document()),
		"/oidc/.well-known/jwks.json":            answer(keySet("1", rsaKey(t, false))),
		"/oidc/token":                            func(w http.ResponseWriter, r *http.Request) { answer(i.tokens(object{}))(w, r) },
		"/oidc/me":                               answer(object{"sub": testUser, "nickname": "Ada"}),
		"/oidc/token/introspection":              answer(object{"active": true, "client_id": testApp, "sub": testUser, "aud": testApp, "exp": 7}),
		"/oidc/token/revocation":                 func(http.ResponseWriter, *http.Request) {},
	}
	return i
}

// document is what the issuer tells about itself.
func (i *issuer) document() object {
	return object{
		"issuer": testIssuer, "authorization_endpoint": testIssuer + "/auth", "token_endpoint": testIssuer + "/token",
		"jwks_uri": testIssuer + "/.well-known/jwks.json", "userinfo_endpoint": testIssuer + "/me",
		"introspection_endpoint": testIssuer + "/token/introspection", "revocation_endpoint": testIssuer + "/token/revocation",
		"end_session_endpoint":                  testIssuer + "/session/end",
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
	}
}

// keySet publishes the public half of a key.
func keySet(id string, key *rsa.PrivateKey) jose.JSONWebKeySet {
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: id, Algorithm: "RS256", Use: "sig"}}}
}

func answer(v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
}

// refuse answers with a status and a body.
func refuse(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// set replaces an answer.
func (i *issuer) set(path string, handler http.HandlerFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.answers["/oidc"+path] = handler
}

// tokens is an answer of the token endpoint.
func (i *issuer) tokens(changes object) object {
	return object{
		"access_token": testAccess, "id_token": i.idToken(), "refresh_token": testRefresh,
		"token_type": "Bearer", "expires_in": 3600, "scope": "openid profile",
	}.with(changes)
}

// idToken signs the issuer's claims.
func (i *issuer) idToken() string {
	i.t.Helper()
	token := jwt.NewWithClaims(i.method, jwt.MapClaims(i.claims))
	maps.Copy(token.Header, i.header)
	text, err := token.SignedString(i.key)
	if err != nil {
		i.t.Error(err)
	}
	return text
}

// RoundTrip answers for the issuer's host.
func (i *issuer) RoundTrip(r *http.Request) (*http.Response, error) {
	_ = r.ParseForm() // a strange one shows in what is asked for
	i.mu.Lock()
	i.asked = append(i.asked, r)
	handler := i.answers[r.URL.Path]
	i.mu.Unlock()
	if handler == nil {
		handler = http.NotFound
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	handler(recorder, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	response := recorder.Result()
	response.Request = r
	return response, nil
}

// requests gives those for a path.
func (i *issuer) requests(path string) []*http.Request {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(i.asked), func(r *http.Request) bool { return r.URL.Path != "/oidc"+path })
}

// client makes a client of the issuer's application.
func (i *issuer) client(options ...Option) *Client {
	i.t.Helper()
	options = append([]Option{
		WithSecret(testSecret), WithRedirectURL(testRedirect), WithClock(clock), WithHTTPClient(&http.Client{Transport: i}),
	}, options...)
	c, err := New(testIssuer, testApp, options...)
	if err != nil {
		i.t.Fatal(err)
	}
	return c
}

// begin begins a sign-in, of which the issuer's ID tokens have the nonce, and gives the
// callback of a browser that comes back from it.
func (i *issuer) begin(c *Client) (SignIn, url.Values) {
	i.t.Helper()
	address, begun, err := c.BeginSignIn(i.t.Context())
	if err != nil {
		i.t.Fatal(err)
	}
	sent, err := url.Parse(address)
	if err != nil {
		i.t.Fatal(err)
	}
	if _, set := i.claims["nonce"]; !set {
		i.claims["nonce"] = sent.Query().Get("nonce")
	}
	return begun, url.Values{"code": {testCode}, "state": {sent.Query().Get("state")}}
}

// signIn signs a person in.
func (i *issuer) signIn(c *Client) (*Tokens, error) {
	i.t.Helper()
	begun, callback := i.begin(c)
	tokens, err := c.FinishSignIn(i.t.Context(), begun, callback)
	if err != nil {
		checkSecrets(i.t, err, begun)
	}
	return tokens, err
}

// checkSecrets fails where an error tells something secret.
func checkSecrets(t testing.TB, err error, begun SignIn) {
	t.Helper()
	for _, secret := range []authing.Secret{begun.State, begun.Nonce, begun.Verifier, "KEEP", "eyJ"} {
		if secret != "" && strings.Contains(err.Error(), secret.Reveal()) {
			t.Errorf("the error tells %q: %v", secret.Reveal(), err)
		}
	}
}

// half is the at_hash of an access token.
func half(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

// unsigned makes a token without a signature.
func unsigned(claims object) string {
	encode := base64.RawURLEncoding.EncodeToString
	body, _ := json.Marshal(claims) // of texts and numbers
	return encode([]byte(`{"alg":"none"}`)) + "." + encode(body) + "."
}
