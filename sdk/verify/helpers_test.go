package verify

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

const (
	testPool   = "5e4cdd055df3df65dc58b97d"
	testSecret = "a-secret-that-nobody-may-see"
	testIssuer = "https://app.authing.test/oidc"
	testApp    = "5e4cdd055df3df65dc58app1"
	testUser   = "5e4cdd055df3df65dc58user"
)

// now is the time of all tests that check claims, in the zone of a server.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// rsaKey returns one of two keys; making one takes a while.
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

var rsaKeys = sync.OnceValues(func() (keys [2]*rsa.PrivateKey, err error) {
	for i := range keys {
		if keys[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return keys, err
		}
	}
	return keys, nil
})

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

// sign makes a token with any header.
func sign(t testing.TB, method jwt.SigningMethod, key any, header, claims object) authing.Secret {
	t.Helper()
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	maps.Copy(token.Header, header)
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return authing.Secret(text)
}

// unsigned makes a token out of any texts.
func unsigned(header, claims, signature string) authing.Secret {
	encode := base64.RawURLEncoding.EncodeToString
	return authing.Secret(encode([]byte(header)) + "." + encode([]byte(claims)) + "." + encode([]byte(signature)))
}

func classicClaims() object {
	return object{
		"data": object{"email": "ada@example.com", "id": testUser, "clientId": testPool, "unionid": "union-1"},
		"iat":  now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
}

func oidcClaims() object {
	return object{
		"iss": testIssuer, "aud": testApp, "sub": testUser, "email": "ada@example.com",
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
}

// jwk is a public key as an issuer publishes it.
func jwk(id string, key *rsa.PrivateKey) jose.JSONWebKey {
	return jose.JSONWebKey{Key: key.Public(), KeyID: id, Algorithm: "RS256", Use: "sig"}
}

// issuer is an OIDC issuer that publishes keys, without a network.
type issuer struct {
	mu        sync.Mutex
	documents map[string]http.HandlerFunc
	fetched   atomic.Int64 // how often the key set was
}

func newIssuer(keys ...jose.JSONWebKey) *issuer {
	i := &issuer{documents: map[string]http.HandlerFunc{
		"/oidc/.well-known/openid-configuration": answer(object{"issuer": testIssuer, "jwks_uri": testIssuer + "/jwks"}),
	}}
	i.publish(keys...)
	return i
}

func answer(v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(v) }
}

func (i *issuer) set(path string, handler http.HandlerFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.documents[path] = handler
}

func (i *issuer) publish(keys ...jose.JSONWebKey) {
	i.set("/oidc/jwks", answer(jose.JSONWebKeySet{Keys: keys}))
}

// RoundTrip answers for the issuer's host.
func (i *issuer) RoundTrip(r *http.Request) (*http.Response, error) {
	i.mu.Lock()
	handler := i.documents[r.URL.Path]
	i.mu.Unlock()
	if r.URL.Path == "/oidc/jwks" {
		i.fetched.Add(1)
	}
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

// verifier makes the issuer's verifier.
func (i *issuer) verifier(t testing.TB, options ...Option) *Verifier {
	t.Helper()
	options = append([]Option{
		WithAudience(testApp), WithClock(clock), WithHTTPClient(&http.Client{Transport: i}),
	}, options...)
	v, err := NewIssuer(testIssuer, options...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func poolVerifier(t testing.TB, options ...Option) *Verifier {
	t.Helper()
	v, err := NewSecret(testPool, testSecret, append([]Option{WithClock(clock)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
