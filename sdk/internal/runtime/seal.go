package runtime

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/authing-community/authing-go/sdk/authing"
)

// defaultKey is the public key of the public service, 1024 bits.
const defaultKey = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb
5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae
+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM
GKl64GDcIq3au+aqJQIDAQAB
-----END PUBLIC KEY-----
`

// padding is what PKCS #1 v1.5 needs of a block, in bytes (RFC 8017, 7.2.1).
const padding = 11

// Sealed is an encrypted password. Only [Call.Seal] makes one, so the compiler refuses
// to send a password that nobody encrypted.
type Sealed struct{ ciphertext string }

// MarshalJSON returns the ciphertext, which the service reads.
func (s Sealed) MarshalJSON() ([]byte, error) {
	// Base64 has nothing that JSON would escape.
	return []byte(`"` + s.ciphertext + `"`), nil
}

// Format writes "[redacted]" for every verb.
func (s Sealed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// Seal encrypts a password; nil for an empty one. The first one may have to wait for the
// password key.
func (c *Call) Seal(ctx context.Context, parameter string, password authing.Secret) (*Sealed, error) {
	switch {
	case password == "":
		return nil, nil
	case !c.client.made():
		return nil, c.unmade()
	}
	key, err := c.passwordKey(ctx)
	if err != nil {
		return nil, err
	}
	if longest := key.Size() - padding; len(password) > longest {
		return nil, c.Invalid(parameter, "is longer than the "+strconv.Itoa(longest)+" bytes that the password key can encrypt")
	}
	ciphertext, err := encrypt(key, []byte(password.Reveal()))
	if err != nil {
		return nil, c.Invalid(parameter, "cannot be encrypted with the password key")
	}
	c.remember(password)
	return &Sealed{base64.StdEncoding.EncodeToString(ciphertext)}, nil
}

// passwordKey returns the key that passwords are encrypted with. Where it has to be asked
// for, whoever must not make the call, or is not signed in, asks for nothing.
func (c *Call) passwordKey(ctx context.Context) (*rsa.PublicKey, error) {
	sealer := c.client.core.sealer
	if key := sealer.key.Load(); key != nil {
		return key, nil
	}
	if ctx == nil {
		return nil, c.Invalid("ctx", "is nil")
	}
	if err := c.permit(); err != nil {
		return nil, err
	}
	if c.op.Credential == SessionCredential {
		if _, err := c.client.signedIn(ctx, c.op.Name); err != nil {
			return nil, err
		}
	}
	key, err := sealer.asking.wait(ctx, sealer.ask)
	switch {
	case err == nil:
		return key, nil
	case ctx.Err() != nil:
		return nil, c.failed(ctx, ctx, err)
	}
	return nil, c.keyless(err)
}

// keyless is the error for a call that got no password key: nothing was sent of it. What
// the service said of the key is a text here, because a code may mean something else of
// the call.
func (c *Call) keyless(err error) error {
	const what = "the password key could not be fetched: "
	if refusal, ok := errors.AsType[*authing.Error](err); ok {
		said := authing.Error{Code: refusal.Code, Message: refusal.Message}
		return c.unusable(what + strings.TrimPrefix(said.Error(), "authing: "))
	}
	if refusal, ok := errors.AsType[*authing.OAuthError](err); ok {
		said := authing.OAuthError{Code: refusal.Code, Description: refusal.Description}
		return c.unusable(what + strings.TrimPrefix(said.Error(), "authing: "))
	}
	if request, ok := errors.AsType[*authing.RequestError](err); ok {
		err = request.Err
	}
	if errors.Is(err, authing.ErrNotFound) {
		return c.unusable(what + authing.ErrNotFound.Error())
	}
	return c.broken(&concealed{text: what + err.Error(), causes: []error{err}})
}

// sealer holds the password key.
type sealer struct {
	key    atomic.Pointer[rsa.PublicKey]                 // nil until it is known
	fetch  func(context.Context) (*rsa.PublicKey, error) // nil where it is known from the start
	asking lane[*rsa.PublicKey]
}

// newSealer reads the key that the settings give: a configured one, else the default one,
// unless the API has a key that is asked for.
func newSealer(c *core, settings Settings) (*sealer, error) {
	s := new(sealer)
	if settings.passwordKey == "" && settings.API.PasswordKey != nil {
		s.fetch = c.fetchKey(settings.API.PasswordKey)
		return s, nil
	}
	key, problem := readKey(cmp.Or(settings.passwordKey, defaultKey))
	if problem != "" {
		return nil, newMistake("WithPasswordKey", problem)
	}
	s.key.Store(key)
	return s, nil
}

// ask fetches the key, unless somebody has since the caller looked. A failure leaves
// nothing behind, so that the next caller asks again.
func (s *sealer) ask(ctx context.Context) (*rsa.PublicKey, error) {
	if key := s.key.Load(); key != nil {
		return key, nil
	}
	key, err := s.fetch(ctx)
	if err == nil {
		s.key.Store(key)
	}
	return key, err
}

// fetchKey returns what fetches the password key, without a credential.
func (c *core) fetchKey(get func(context.Context, *Client) (string, error)) func(context.Context) (*rsa.PublicKey, error) {
	client := &Client{core: c, mode: NoCredential}
	return func(ctx context.Context) (*rsa.PublicKey, error) {
		text, err := get(ctx, client)
		if err != nil {
			return nil, err
		}
		key, problem := readKey(text)
		if problem != "" {
			return nil, client.Call(Operation{Name: "password key", Host: c.api.host()}).
				unusable("the answer holds no key that passwords can be encrypted with: it " + problem)
		}
		return key, nil
	}
}

// longestKey is how long a password key may be, in bits: with a longer one, which a
// service could answer with, each encryption would take too much work.
const longestKey = 16384

// readKey reads a public RSA key in PEM that can encrypt, or says what is wrong with it.
func readKey(text string) (key *rsa.PublicKey, problem string) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, "is not in PEM"
	}
	key, problem = parseKey(block.Bytes)
	switch {
	case problem != "":
		return nil, problem
	case key.N.BitLen() > longestKey:
		return nil, "is longer than " + strconv.Itoa(longestKey) + " bits"
	}
	// crypto/rsa checks a key when it is used, so use it once.
	if _, err := encrypt(key, nil); err != nil {
		return nil, "cannot encrypt: " + err.Error()
	}
	return key, ""
}

// parseKey reads a public RSA key in PKIX or PKCS #1, or says what is wrong with it.
func parseKey(der []byte) (key *rsa.PublicKey, problem string) {
	if parsed, err := x509.ParsePKIXPublicKey(der); err == nil {
		key, ok := parsed.(*rsa.PublicKey)
		if !ok {
			return nil, "is not an RSA key"
		}
		return key, ""
	}
	key, err := x509.ParsePKCS1PublicKey(der)
	if err != nil {
		return nil, "is not a public key in PKIX or PKCS #1"
	}
	return key, ""
}

// encrypt encrypts with the padding that the service asks for.
func encrypt(key *rsa.PublicKey, text []byte) ([]byte, error) {
	//lint:ignore SA1019 the service takes no other padding
	return rsa.EncryptPKCS1v15(rand.Reader, key, text)
}
