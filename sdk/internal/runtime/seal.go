package runtime

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"strconv"

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

// Seal encrypts a password; nil for an empty one.
func (c *Call) Seal(parameter string, password authing.Secret) (*Sealed, error) {
	switch {
	case password == "":
		return nil, nil
	case !c.client.made():
		return nil, c.unmade()
	}
	key := c.client.core.sealer.key
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

// sealer holds the password key.
type sealer struct{ key *rsa.PublicKey }

// newSealer reads a public key in PEM; the default one where text is empty.
func newSealer(text string) (*sealer, error) {
	if text == "" {
		text = defaultKey
	}
	key, problem := readKey(text)
	if problem != "" {
		return nil, newMistake("WithPasswordKey", problem)
	}
	// crypto/rsa checks a key when it is used, so use it once.
	if _, err := encrypt(key, nil); err != nil {
		return nil, newMistake("WithPasswordKey", "cannot encrypt: "+err.Error())
	}
	return &sealer{key: key}, nil
}

// readKey reads a public RSA key in PEM, PKIX or PKCS #1, or says what is wrong with it.
func readKey(text string) (key *rsa.PublicKey, problem string) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, "is not in PEM"
	}
	if parsed, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		key, ok := parsed.(*rsa.PublicKey)
		if !ok {
			return nil, "is not an RSA key"
		}
		return key, ""
	}
	key, err := x509.ParsePKCS1PublicKey(block.Bytes)
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
