package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// kinds are all errors that a token can be refused with.
func kinds() []error {
	return []error{
		ErrMalformed, ErrAlgorithm, ErrUnknownKey, ErrSignature, ErrExpired, ErrNotYetValid,
		ErrIssuer, ErrAudience, ErrNoUser, ErrKeysUnavailable,
	}
}

// checkKind wants err to be of one kind alone, and to show nothing of the token.
func checkKind(t *testing.T, err, want error, token authing.Secret) {
	t.Helper()
	for _, kind := range kinds() {
		if got := errors.Is(err, kind); got != (kind == want) {
			t.Errorf("errors.Is(%v, %v) = %v", err, kind, got)
		}
	}
	text := fmt.Sprintf("%v %+v %#v", err, err, err)
	if token != "" && strings.Contains(text, token.Reveal()) || strings.Contains(text, testSecret) {
		t.Errorf("the error shows a secret: %s", text)
	}
}

func TestVerifySecret(t *testing.T) {
	hs := func(claims object) authing.Secret {
		return sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, claims)
	}
	good := hs(classicClaims())
	parts := strings.Split(good.Reveal(), ".")
	for _, test := range []struct {
		name  string
		token authing.Secret
		want  error
	}{
		{"good", good, nil},
		{"within the leeway", hs(classicClaims().with(object{"exp": now.Add(-29 * time.Second).Unix()})), nil},
		{"a user in sub", hs(classicClaims().with(object{"data": nil, "sub": testUser})), nil},
		{"no pool named", hs(classicClaims().with(object{"data": object{"id": testUser}})), nil},

		{"empty", "", ErrMalformed},
		{"one part", "abc", ErrMalformed},
		{"four parts", good + ".e30", ErrMalformed},
		{"with its scheme", "Bearer " + good, ErrMalformed},
		{"not base64", "!!.!!.!!", ErrMalformed},
		{"padded", authing.Secret(parts[0] + "=." + parts[1] + "." + parts[2]), ErrMalformed},
		{"header no JSON", unsigned("nonsense", "{}", "x"), ErrMalformed},
		{"header null", unsigned("null", "{}", "x"), ErrAlgorithm},
		{"claims no JSON", unsigned(`{"alg":"HS256"}`, "nonsense", "x"), ErrMalformed},
		{"claims of another shape", hs(classicClaims().with(object{"exp": "soon"})), ErrMalformed},
		{"too long", authing.Secret(strings.Repeat("a", longest+1)), ErrMalformed},
		{"a critical extension", sign(t, jwt.SigningMethodHS256, []byte(testSecret), object{"crit": []string{"b64"}}, classicClaims()), ErrMalformed},
		{"no end", hs(classicClaims().with(object{"exp": nil})), ErrMalformed},
		{"data of another shape", hs(classicClaims().with(object{"data": "text"})), ErrMalformed},

		{"no algorithm", unsigned(`{"typ":"JWT"}`, "{}", "x"), ErrAlgorithm},
		{"an algorithm that is no text", unsigned(`{"alg":1}`, "{}", "x"), ErrAlgorithm},
		{"an unknown algorithm", unsigned(`{"alg":"HS1024"}`, "{}", "x"), ErrAlgorithm},
		{"lower case", unsigned(`{"alg":"hs256"}`, "{}", "x"), ErrAlgorithm},
		{"HS384", sign(t, jwt.SigningMethodHS384, []byte(testSecret), nil, classicClaims()), ErrAlgorithm},
		{"RS256", sign(t, jwt.SigningMethodRS256, rsaKey(t, false), nil, classicClaims()), ErrAlgorithm},

		{"another secret", sign(t, jwt.SigningMethodHS256, []byte("other"), nil, classicClaims()), ErrSignature},
		{"no signature", authing.Secret(parts[0] + "." + parts[1] + "."), ErrSignature},
		{"changed claims", authing.Secret(parts[0] + "." + strings.Split(hs(classicClaims().with(object{"x": 1})).Reveal(), ".")[1] + "." + parts[2]), ErrSignature},
		{"signature before expiry", sign(t, jwt.SigningMethodHS256, []byte("other"), nil, classicClaims().with(object{"exp": 1})), ErrSignature},

		{"expired", hs(classicClaims().with(object{"exp": now.Add(-31 * time.Second).Unix()})), ErrExpired},
		{"not yet valid", hs(classicClaims().with(object{"nbf": now.Add(31 * time.Second).Unix()})), ErrNotYetValid},
		{"issued in the future", hs(classicClaims().with(object{"iat": now.Add(31 * time.Second).Unix()})), ErrNotYetValid},
		{"another pool", hs(classicClaims().with(object{"data": object{"id": testUser, "clientId": "other"}})), ErrAudience},
		{"nobody", hs(classicClaims().with(object{"data": object{"clientId": testPool}})), ErrNoUser},
		{"data null", hs(classicClaims().with(object{"data": (*int)(nil)})), ErrNoUser},
	} {
		t.Run(test.name, func(t *testing.T) {
			who, err := poolVerifier(t).Verify(t.Context(), test.token)
			checkKind(t, err, test.want, test.token)
			if (who == nil) != (test.want != nil) || (err == nil) != (test.want == nil) {
				t.Errorf("identity %v, error %v", who, err)
			}
		})
	}
}

func TestVerifyNone(t *testing.T) {
	claims := `{"sub":"u","iss":"` + testIssuer + `","aud":"` + testApp + `","exp":99999999999}`
	verifiers := map[string]*Verifier{"secret": poolVerifier(t), "issuer": newIssuer(jwk("1", rsaKey(t, false))).verifier(t)}
	for _, alg := range []string{"none", "None", "NONE", "nOnE", "noNe", " none", "none ", "none\\u0000", "", "null"} {
		for _, signature := range []string{"", "x"} {
			token := unsigned(`{"alg":"`+alg+`","typ":"JWT","kid":"1"}`, claims, signature)
			for name, v := range verifiers {
				_, err := v.Verify(t.Context(), token)
				if !errors.Is(err, ErrAlgorithm) {
					t.Errorf("%s, %q, %q: %v", name, alg, signature, err)
				}
			}
		}
	}
}

func TestVerifyIssuer(t *testing.T) {
	key, other := rsaKey(t, false), rsaKey(t, true)
	rs := func(claims object) authing.Secret {
		return sign(t, jwt.SigningMethodRS256, key, object{"kid": "1"}, claims)
	}
	for _, test := range []struct {
		name  string
		token authing.Secret
		want  error
	}{
		{"good", rs(oidcClaims()), nil},
		{"several audiences", rs(oidcClaims().with(object{"aud": []string{"other", testApp}})), nil},
		{"no key ID", sign(t, jwt.SigningMethodRS256, key, nil, oidcClaims()), nil},
		{"a user in data", rs(oidcClaims().with(object{"sub": nil, "data": object{"id": testUser}})), nil},
		{"data of another shape", rs(oidcClaims().with(object{"data": []int{1}})), nil},

		{"HS256 with the public key as its secret", sign(t, jwt.SigningMethodHS256, publicPEM(t, key), object{"kid": "1"}, oidcClaims()), ErrAlgorithm},
		{"HS256 with the modulus as its secret", sign(t, jwt.SigningMethodHS256, key.N.Bytes(), object{"kid": "1"}, oidcClaims()), ErrAlgorithm},
		{"PS256", sign(t, jwt.SigningMethodPS256, key, object{"kid": "1"}, oidcClaims()), ErrAlgorithm},
		{"RS384", sign(t, jwt.SigningMethodRS384, key, object{"kid": "1"}, oidcClaims()), ErrAlgorithm},

		{"an unknown key", sign(t, jwt.SigningMethodRS256, other, object{"kid": "9"}, oidcClaims()), ErrUnknownKey},
		{"a stranger's key under a known ID", sign(t, jwt.SigningMethodRS256, other, object{"kid": "1"}, oidcClaims()), ErrSignature},
		{"a stranger's key without an ID", sign(t, jwt.SigningMethodRS256, other, nil, oidcClaims()), ErrSignature},
		{"a key that came with the token", sign(t, jwt.SigningMethodRS256, other, object{"kid": "1", "jwk": jwk("1", other)}, oidcClaims()), ErrSignature},

		{"expired", rs(oidcClaims().with(object{"exp": now.Add(-time.Minute).Unix()})), ErrExpired},
		{"expired and from elsewhere", rs(oidcClaims().with(object{"exp": 1, "iss": "x", "aud": "x"})), ErrExpired},
		{"not yet valid", rs(oidcClaims().with(object{"nbf": now.Add(time.Minute).Unix()})), ErrNotYetValid},
		{"another issuer", rs(oidcClaims().with(object{"iss": testIssuer + "/"})), ErrIssuer},
		{"another issuer and audience", rs(oidcClaims().with(object{"iss": "x", "aud": "x"})), ErrIssuer},
		{"no issuer", rs(oidcClaims().with(object{"iss": nil})), ErrIssuer},
		{"no issuer, another audience", rs(oidcClaims().with(object{"iss": nil, "aud": "x"})), ErrIssuer},
		{"another audience", rs(oidcClaims().with(object{"aud": "other"})), ErrAudience},
		{"no audience", rs(oidcClaims().with(object{"aud": nil})), ErrAudience},
		{"an empty audience", rs(oidcClaims().with(object{"aud": ""})), ErrAudience},
		{"no end", rs(oidcClaims().with(object{"exp": nil})), ErrMalformed},
		{"nobody", rs(oidcClaims().with(object{"sub": nil})), ErrNoUser},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := newIssuer(jwk("1", key)).verifier(t)
			who, err := v.Verify(t.Context(), test.token)
			checkKind(t, err, test.want, test.token)
			if (who == nil) != (test.want != nil) || (err == nil) != (test.want == nil) {
				t.Errorf("identity %v, error %v", who, err)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	key := rsaKey(t, false)
	for _, test := range []struct {
		name     string
		verifier *Verifier
		token    authing.Secret
		want     Identity
	}{
		{
			name:     "pool",
			verifier: poolVerifier(t),
			token:    sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims()),
			want: Identity{UserID: testUser, Email: "ada@example.com", UnionID: "union-1", PoolID: testPool,
				IssuedAt: now, ExpiresAt: now.Add(time.Hour)},
		},
		{
			name:     "issuer",
			verifier: newIssuer(jwk("1", key)).verifier(t),
			token: sign(t, jwt.SigningMethodRS256, key, object{"kid": "1"},
				oidcClaims().with(object{"iat": nil, "data": object{"id": "other", "email": "other@example.com", "clientId": testPool}})),
			want: Identity{UserID: testUser, Subject: testUser, Email: "ada@example.com", PoolID: testPool,
				Issuer: testIssuer, Audience: []string{testApp}, ExpiresAt: now.Add(time.Hour)},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			who, err := test.verifier.Verify(t.Context(), test.token)
			if err != nil {
				t.Fatal(err)
			}
			var claims struct{ Exp int64 }
			if err := who.Claims.Decode(&claims); err != nil || claims.Exp != now.Add(time.Hour).Unix() {
				t.Errorf("claims: %d, %v", claims.Exp, err)
			}
			got := *who
			got.Claims = nil
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnyAudience(t *testing.T) {
	i := newIssuer(jwk("1", rsaKey(t, false)))
	v, err := NewIssuer(testIssuer, WithAnyAudience(), WithClock(clock), WithHTTPClient(&http.Client{Transport: i}))
	if err != nil {
		t.Fatal(err)
	}
	token := sign(t, jwt.SigningMethodRS256, rsaKey(t, false), object{"kid": "1"}, oidcClaims().with(object{"aud": "another"}))
	if _, err := v.Verify(t.Context(), token); err != nil {
		t.Error(err)
	}
}

func TestNew(t *testing.T) {
	pool := func(id string, secret authing.Secret, options ...Option) error {
		_, err := NewSecret(id, secret, options...)
		return err
	}
	issuer := func(address string, options ...Option) error {
		_, err := NewIssuer(address, append(options, WithAudience("app"))...)
		return err
	}
	_, noAudience := NewIssuer(testIssuer)
	for _, test := range []struct {
		name string
		err  error
		want string // "" for none
	}{
		{"pool", pool("p", testSecret), ""},
		{"no pool ID", pool("", testSecret), "authing: verify.NewSecret: pool ID is required"},
		{"no secret", pool("p", ""), "authing: verify.NewSecret: secret is required"},
		{"nil option", pool("p", testSecret, nil), "authing: verify.NewSecret: option is nil"},
		{"leeway", pool("p", testSecret, WithLeeway(-1)), "authing: verify.NewSecret: leeway is negative"},
		{"clock", pool("p", testSecret, WithClock(nil)), "authing: verify.NewSecret: clock is nil"},
		{"empty audience", pool("p", testSecret, WithAudience("")), "authing: verify.NewSecret: audience is empty"},
		{"issuer", issuer(testIssuer), ""},
		{"issuer on this machine", issuer("http://127.0.0.1:8080/oidc"), ""},
		{"issuer by name on this machine", issuer("http://localhost:8080/oidc"), ""},
		{"http allowed", issuer("http://intranet/oidc", WithPlainHTTP()), ""},
		{"http", issuer("http://intranet/oidc"), "authing: verify.NewIssuer: issuer is not https; WithPlainHTTP allows it"},
		{"relative", issuer("/oidc"), "authing: verify.NewIssuer: issuer is not an absolute URL"},
		{"no URL", issuer("https://user:pass word@x/%zz"), "authing: verify.NewIssuer: issuer is not an absolute URL"},
		{"password", issuer("https://user:pass@x"), "authing: verify.NewIssuer: issuer must not contain a user or password"},
		{"scheme", issuer("ftp://x"), "authing: verify.NewIssuer: issuer is not an https URL"},
		{"key set", issuer(testIssuer, WithKeySetURL("http://x")), "authing: verify.NewIssuer: key set URL is not https; WithPlainHTTP allows it"},
		{"timeout", issuer(testIssuer, WithTimeout(0)), "authing: verify.NewIssuer: timeout must be more than 0"},
		{"client", issuer(testIssuer, WithHTTPClient(nil)), "authing: verify.NewIssuer: HTTP client is nil"},
		{"no audience", noAudience, "authing: verify.NewIssuer: audience is required: see WithAudience and WithAnyAudience"},
		{"both audiences", issuer(testIssuer, WithAnyAudience()), "authing: verify.NewIssuer: audience is given, and any audience as well: give one of them"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.want == "" {
				if test.err != nil {
					t.Error(test.err)
				}
				return
			}
			input, ok := errors.AsType[*authing.InputError](test.err)
			if !ok || input.Error() != test.want {
				t.Errorf("got %v, want %s", test.err, test.want)
			}
		})
	}
}

func TestZeroVerifierRefuses(t *testing.T) {
	for _, v := range []*Verifier{nil, {}} {
		if _, err := v.Verify(t.Context(), "token"); !errors.Is(err, ErrKeysUnavailable) {
			t.Error(err)
		}
	}
}

func TestNothingSecretIsPrinted(t *testing.T) {
	v := poolVerifier(t)
	token := sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims().with(object{"hidden": "in-the-claims"}))
	who, err := v.Verify(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, nil))
	for _, value := range []any{v, *v, who, *who, []*Verifier{v}, struct{ V Verifier }{*v}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		logger.Info("value", "value", value)
	}
	for _, secret := range []string{testSecret, fmt.Sprintf("%x", testSecret), "in-the-claims", fmt.Sprintf("%x", "in-the-claims"), fmt.Sprint([]byte(testSecret))} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q is printed:\n%s", secret, out.String())
		}
	}
}

func TestVerifyConcurrently(t *testing.T) {
	v := poolVerifier(t)
	good := sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims())
	bad := sign(t, jwt.SigningMethodHS256, []byte("other"), nil, classicClaims())
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if _, err := v.Verify(t.Context(), good); err != nil {
				t.Error(err)
			}
			if _, err := v.Verify(t.Context(), bad); !errors.Is(err, ErrSignature) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func FuzzVerify(f *testing.F) {
	key := rsaKey(f, false)
	f.Add("")
	f.Add("..")
	f.Add("a.b.c")
	f.Add(sign(f, jwt.SigningMethodHS256, []byte("other"), nil, classicClaims()).Reveal())
	f.Add(sign(f, jwt.SigningMethodRS256, rsaKey(f, true), object{"kid": "1"}, oidcClaims()).Reveal())
	f.Add(unsigned(`{"alg":"none"}`, `{"exp":1e300,"aud":[],"data":null}`, "").Reveal())
	f.Add(unsigned(`{"alg":"RS256","kid":7,"crit":[]}`, `null`, "x").Reveal())
	verifiers := []*Verifier{poolVerifier(f), newIssuer(jwk("1", key)).verifier(f)}
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range verifiers {
			_, err := v.Verify(context.Background(), authing.Secret(text))
			if err == nil {
				t.Fatalf("%q is accepted", text)
			}
			if _, ok := errors.AsType[*failure](err); !ok {
				t.Fatalf("%T: %v", err, err)
			}
		}
	})
}

// FuzzClaims signs whatever the claims are, as a broken issuer would.
func FuzzClaims(f *testing.F) {
	for _, claims := range []string{
		`{}`, `null`, `[]`, `"x"`, `{"exp":99999999999,"data":{"id":"u"}}`, `{"exp":1e300,"sub":"u"}`, `{"exp":-1e300}`,
		`{"exp":"12","aud":7}`, `{"exp":99999999999,"data":{"id":7}}`, `{"exp":99999999999,"sub":"u","nbf":1e18,"iat":null}`,
	} {
		f.Add(claims)
	}
	v := poolVerifier(f)
	f.Fuzz(func(t *testing.T, claims string) {
		body := strings.TrimSuffix(unsigned(`{"alg":"HS256"}`, claims, "").Reveal(), ".")
		signature, err := jwt.SigningMethodHS256.Sign(body, []byte(testSecret))
		if err != nil {
			t.Fatal(err)
		}
		token := authing.Secret(body) + "." + authing.Secret(strings.Split(unsigned("", "", string(signature)).Reveal(), ".")[2])
		who, err := v.Verify(context.Background(), token)
		if (who == nil) != (err != nil) {
			t.Fatalf("%v, %v", who, err)
		}
		if who != nil && (who.UserID == "" || !who.ExpiresAt.After(now.Add(-defaultLeeway)) || string(who.Claims) != claims) {
			t.Fatalf("%+v", who)
		}
		if err != nil && errors.Is(err, ErrSignature) {
			t.Fatal(err)
		}
	})
}

// BenchmarkVerify shows what a check costs once the keys are there.
func BenchmarkVerify(b *testing.B) {
	key := rsaKey(b, false)
	for name, run := range map[string]struct {
		v     *Verifier
		token authing.Secret
	}{
		"HS256": {poolVerifier(b), sign(b, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims())},
		"RS256": {newIssuer(jwk("1", key)).verifier(b), sign(b, jwt.SigningMethodRS256, key, object{"kid": "1"}, oidcClaims())},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := run.v.Verify(b.Context(), run.token); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
