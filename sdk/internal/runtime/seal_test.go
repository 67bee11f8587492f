package runtime

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
)

// newKey makes a key and returns it with its two forms in PEM.
func newKey(t *testing.T, bits int) (key *rsa.PrivateKey, pkix, pkcs1 string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	pkix = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	pkcs1 = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&key.PublicKey)}))
	return key, pkix, pkcs1
}

func TestSeal(t *testing.T) {
	key, pkix, pkcs1 := newKey(t, 1024)
	for name, text := range map[string]string{"PKIX": pkix, "PKCS #1": "\n" + pkcs1} {
		t.Run(name, func(t *testing.T) {
			call := newPerson(t, WithPasswordKey(text)).Call(login)
			for _, password := range []authing.Secret{password, "ä", authing.Secret(strings.Repeat("x", 117))} {
				sealed, err := call.Seal(t.Context(), "Password", password)
				if err != nil {
					t.Fatal(err)
				}
				if got := open(t, key, sealed); got != password.Reveal() {
					t.Errorf("opened %q", got)
				}
			}
		})
	}
}

// open decrypts a sealed password as the service does, from its JSON.
func open(t *testing.T, key *rsa.PrivateKey, sealed *Sealed) string {
	t.Helper()
	// By value and behind a pointer, as a field of generated structs may have it.
	var texts struct{ Value, Pointer string }
	text, err := json.Marshal(struct {
		Value   Sealed
		Pointer *Sealed
	}{*sealed, sealed})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &texts); err != nil || texts.Value != texts.Pointer {
		t.Fatal(texts, err)
	}
	ciphertext, err := base64.StdEncoding.DecodeString(texts.Pointer)
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA1019 the service uses this padding
	opened, err := rsa.DecryptPKCS1v15(nil, key, ciphertext)
	if err != nil {
		t.Fatal(err)
	}
	return string(opened)
}

func TestSealDiffersEachTime(t *testing.T) {
	call := newPerson(t).Call(login)
	first, _ := call.Seal(t.Context(), "Password", password)
	second, _ := call.Seal(t.Context(), "Password", password)
	if first.ciphertext == second.ciphertext {
		t.Error("the ciphertext is the same twice")
	}
}

func TestSealRefuses(t *testing.T) {
	call := newPerson(t).Call(login)
	if sealed, err := call.Seal(t.Context(), "Password", ""); sealed != nil || err != nil {
		t.Errorf("Seal of nothing = %v, %v", sealed, err)
	}
	_, err := call.Seal(t.Context(), "Password", authing.Secret(strings.Repeat(password, 10)))
	if _, ok := errors.AsType[*authing.InputError](err); !ok {
		t.Fatalf("error %v", err)
	}
	if want := "authing: Login: Password is longer than the 117 bytes that the password key can encrypt"; err.Error() != want {
		t.Errorf("error %v", err)
	}
	checkPrinting(t, err)
}

func TestKeysThatCannotBeUsed(t *testing.T) {
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&curve.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	// 512 bits; made once, because crypto/rsa does not make such a key any more.
	short, err := base64.StdEncoding.DecodeString("MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJ7Vkb3Tl2vRmpGa1pXgK0vK8r0g3ZQ1c8kq3o6qk9e0m5H3mWq0zv1c0mJ8b1m0g7yQ4h1c3Qe5gq2o2m1JcX0CAwEAAQ==")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ key, want string }{
		"a curve":   {block("PUBLIC KEY", der), "is not an RSA key"},
		"no key":    {block("PUBLIC KEY", []byte("nothing")), "is not a public key in PKIX or PKCS #1"},
		"too short": {block("PUBLIC KEY", short), "cannot encrypt: "},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New("POOL", Settings{Mode: SessionCredential}, WithPasswordKey(test.key))
			if err == nil || !strings.HasPrefix(err.Error(), "authing: New: WithPasswordKey "+test.want) {
				t.Errorf("error %v", err)
			}
		})
	}
}
