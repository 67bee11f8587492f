package verify

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

// check verifies a token signed with key under id, and wants the kind of error.
func check(t *testing.T, v *Verifier, key *rsa.PrivateKey, id string, want error) {
	t.Helper()
	header := object{"kid": id}
	if id == "" {
		header = nil
	}
	_, err := v.Verify(t.Context(), sign(t, jwt.SigningMethodRS256, key, header, oidcClaims()))
	if !errors.Is(err, want) || (err == nil) != (want == nil) {
		t.Errorf("key %q: got %v, want %v", id, err, want)
	}
}

func (i *issuer) checkFetched(t *testing.T, want int64) {
	t.Helper()
	if got := i.fetched.Load(); got != want {
		t.Errorf("the keys were fetched %d times, want %d", got, want)
	}
}

func TestOneFetchForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIssuer()
		i.set("/oidc/jwks", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second) // so that everybody is there
			answer(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{jwk("1", rsaKey(t, false))}})(w, r)
		})
		v := i.verifier(t)
		token := sign(t, jwt.SigningMethodRS256, rsaKey(t, false), object{"kid": "1"}, oidcClaims())
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() {
				if _, err := v.Verify(t.Context(), token); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		i.checkFetched(t, 1)
	})
}

func TestRotation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, young := rsaKey(t, false), rsaKey(t, true)
		i := newIssuer(jwk("old", old))
		v := i.verifier(t)
		check(t, v, old, "old", nil)

		i.publish(jwk("old", old), jwk("young", young))
		time.Sleep(rest)
		check(t, v, young, "young", nil)
		check(t, v, old, "old", nil)
		i.checkFetched(t, 2)

		i.publish(jwk("young", young))
		check(t, v, old, "old", nil) // nobody knows yet
		time.Sleep(fresh)
		check(t, v, old, "old", nil) // starts the renewal
		synctest.Wait()
		i.checkFetched(t, 3)
		time.Sleep(rest)
		check(t, v, old, "old", ErrUnknownKey)
		check(t, v, young, "young", nil)
	})
}

func TestRotationWithoutKeyID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, young := rsaKey(t, false), rsaKey(t, true)
		i := newIssuer(jwk("", old))
		v := i.verifier(t)
		check(t, v, old, "", nil)
		check(t, v, young, "", ErrSignature)
		i.publish(jwk("", young))
		time.Sleep(rest)
		check(t, v, young, "", nil)
		check(t, v, old, "", ErrSignature)
		i.checkFetched(t, 2)
	})
}

func TestMadeUpKeysDoNotHammer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIssuer(jwk("1", rsaKey(t, false)))
		v := i.verifier(t)
		for n := range 600 { // a minute
			check(t, v, rsaKey(t, true), fmt.Sprint("made up ", n), ErrUnknownKey)
			check(t, v, rsaKey(t, true), "1", ErrSignature)
			time.Sleep(100 * time.Millisecond)
		}
		i.checkFetched(t, int64(time.Minute/rest))
	})
}

func TestFailedFetches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		key := rsaKey(t, false)
		i := newIssuer(jwk("1", key))
		i.set("/oidc/jwks", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		v := i.verifier(t)
		for range 50 { // five seconds
			check(t, v, key, "1", ErrKeysUnavailable)
			time.Sleep(100 * time.Millisecond)
		}
		i.checkFetched(t, int64(5*time.Second/restAfterFailure))

		i.publish(jwk("1", key))
		time.Sleep(restAfterFailure)
		check(t, v, key, "1", nil)

		// Keys outlive failed fetches for a day and no longer.
		i.set("/oidc/jwks", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		time.Sleep(usable - time.Second)
		check(t, v, key, "1", nil)
		check(t, v, key, "2", ErrKeysUnavailable)
		time.Sleep(time.Second)
		check(t, v, key, "1", ErrKeysUnavailable)
	})
}

func TestFetchTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIssuer()
		i.set("/oidc/jwks", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		v := i.verifier(t, WithTimeout(3*time.Second))
		token := sign(t, jwt.SigningMethodRS256, rsaKey(t, false), object{"kid": "1"}, oidcClaims())

		started := time.Now()
		_, err := v.Verify(t.Context(), token)
		if !errors.Is(err, ErrKeysUnavailable) || !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(started))
		}

		time.Sleep(time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		started = time.Now()
		_, err = v.Verify(ctx, token) // the caller leaves before the fetch ends
		if !errors.Is(err, ErrKeysUnavailable) || !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != time.Second {
			t.Errorf("%v after %v", err, time.Since(started))
		}
		time.Sleep(2 * time.Second) // the fetch ends as well
	})
}

func TestFirstCallerLeavesOthersStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIssuer()
		i.set("/oidc/jwks", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(2 * time.Second)
			answer(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{jwk("1", rsaKey(t, false))}})(w, r)
		})
		v := i.verifier(t)
		token := sign(t, jwt.SigningMethodRS256, rsaKey(t, false), object{"kid": "1"}, oidcClaims())
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := v.Verify(ctx, token); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if _, err := v.Verify(t.Context(), token); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		cancel()
		wg.Wait()
		i.checkFetched(t, 1)
	})
}

func TestStrangeAnswers(t *testing.T) {
	key := rsaKey(t, false)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	forEncryption, otherAlgorithm := jwk("1", key), jwk("1", key)
	forEncryption.Use, otherAlgorithm.Algorithm = "enc", "RS512"
	const discovery = "/oidc/.well-known/openid-configuration"
	const keys = "/oidc/jwks"
	text := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
	}
	set := func(keys ...any) http.HandlerFunc { return answer(object{"keys": keys}) }
	for _, test := range []struct {
		name    string
		path    string
		handler http.HandlerFunc
		want    string // of the error; "" for none
	}{
		{"a broken key among good ones", keys, set(object{"kty": "RSA", "n": "!"}, 7, nil, object{"kty": "OKP", "crv": "Ed448"}, jwk("1", key)), ""},
		{"an elliptic key among good ones", keys, set(jose.JSONWebKey{Key: curve.Public(), KeyID: "2"}, jwk("1", key)), ""},
		{"two keys of one ID", keys, set(jwk("1", rsaKey(t, true)), jwk("1", key)), ""},
		{"a private key", keys, set(jose.JSONWebKey{Key: key, KeyID: "1"}), "the key set: it holds no key for RS256"},
		{"a weak key", keys, set(jwk("1", weak)), "the key set: it holds no key for RS256"},
		{"a key for encryption", keys, set(forEncryption), "the key set: it holds no key for RS256"},
		{"a key for another algorithm", keys, set(otherAlgorithm), "the key set: it holds no key for RS256"},
		{"an elliptic key", keys, set(jose.JSONWebKey{Key: curve.Public(), KeyID: "1"}), "the key set: it holds no key for RS256"},
		{"no keys", keys, set(), "the key set: it holds no key for RS256"},
		{"HTML", keys, text("<html>"), "the key set: it is not the JSON that is due there"},
		{"another shape", keys, text(`{"keys":7}`), "the key set: it is not the JSON that is due there"},
		{"nothing", keys, text(""), "the key set: it is not the JSON that is due there"},
		{"status 404", keys, http.NotFound, "the key set: HTTP status 404"},
		{"status 204", keys, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, "the key set: HTTP status 204"},
		{"too large", keys, text(strings.Repeat(" ", largest+1)), "the key set: it is larger than 524288 bytes"},
		{"redirect within https", keys, http.RedirectHandler("https://elsewhere.test/oidc/other", http.StatusFound).ServeHTTP, "the key set: HTTP status 404"},
		{"redirect to http", keys, http.RedirectHandler("http://app.authing.test/oidc/jwks", http.StatusFound).ServeHTTP, "the key set: the address redirected to is not https; WithPlainHTTP allows it"},
		{"redirects without end", keys, http.RedirectHandler("/oidc/jwks", http.StatusFound).ServeHTTP, "the key set: too many redirects"},
		{"discovery missing", discovery, http.NotFound, "the discovery document: HTTP status 404"},
		{"discovery of another issuer", discovery, answer(object{"issuer": testIssuer + "/", "jwks_uri": testIssuer + "/jwks"}), `the discovery document: it is about another issuer: "https://app.authing.test/oidc/"`},
		{"discovery without keys", discovery, answer(object{"issuer": testIssuer}), "the discovery document: its jwks_uri is not an absolute URL"},
		{"discovery of keys over http", discovery, answer(object{"issuer": testIssuer, "jwks_uri": "http://x/jwks"}), "the discovery document: its jwks_uri is not https; WithPlainHTTP allows it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			i := newIssuer(jwk("1", key))
			i.set(test.path, test.handler)
			_, err := i.verifier(t).Verify(t.Context(), sign(t, jwt.SigningMethodRS256, key, object{"kid": "1"}, oidcClaims()))
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if want := "authing: verify: the keys of the issuer are not available: " + test.want; !errors.Is(err, ErrKeysUnavailable) || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

// TestOverTheNetwork takes the path of a real server: an explicit address, gzip, and an
// answer that unpacks to more than is read.
func TestOverTheNetwork(t *testing.T) {
	key := rsaKey(t, false)
	var bomb bytes.Buffer
	writer := gzip.NewWriter(&bomb)
	if _, err := writer.Write(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/keys", answer(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{jwk("1", key)}}))
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	for path, want := range map[string]error{"/keys": nil, "/bomb": ErrKeysUnavailable} {
		v, err := NewIssuer(testIssuer, WithAudience(testApp), WithClock(clock), WithKeySetURL(server.URL+path))
		if err != nil {
			t.Fatal(err)
		}
		check(t, v, key, "1", want)
	}

	server.Close()
	v, err := NewIssuer(testIssuer, WithAudience(testApp), WithKeySetURL(server.URL+"/keys?secret=hidden"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = v.Verify(t.Context(), sign(t, jwt.SigningMethodRS256, key, object{"kid": "1"}, oidcClaims()))
	if !errors.Is(err, ErrKeysUnavailable) || strings.Contains(err.Error(), "hidden") {
		t.Error(err)
	}
}

func FuzzReadKey(f *testing.F) {
	if raw, err := jwk("1", rsaKey(f, false)).MarshalJSON(); err == nil {
		f.Add(raw)
	}
	f.Add([]byte(`{"kty":"RSA","n":"","e":"AQAB"}`))
	f.Add([]byte(`{"kty":"RSA","n":"AQAB","e":"","x5c":["x"]}`))
	f.Add([]byte(`null`))
	token := sign(f, jwt.SigningMethodRS256, rsaKey(f, true), object{"kid": "1"}, oidcClaims())
	f.Fuzz(func(t *testing.T, raw []byte) {
		key, ok := readKey(raw)
		if !ok {
			return
		}
		v := newIssuer().verifier(t)
		v.keys.keep([]publicKey{{id: "1", key: key.key}}, nil)
		if _, err := v.Verify(context.Background(), authing.Secret(token)); err == nil {
			t.Fatalf("%s signs for another key", raw)
		}
	})
}
