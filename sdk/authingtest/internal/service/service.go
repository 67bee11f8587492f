package service

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	_ "embed" // for the key
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"sync"
	"time"
)

// testKey decrypts passwords and signs OIDC tokens. Everybody may know it: a
// box holds nobody's real password.
//
//go:embed testkey.pem
var testKey []byte

// Service is the whole service: every pool, what it sent, and its clock. It is
// safe for concurrent use.
type Service struct {
	key    *rsa.PrivateKey
	keyID  string // by which tokens name the key
	origin string // scheme and host that links and pictures begin with

	saver saver

	mu        sync.Mutex
	clock     func() time.Time
	ahead     time.Duration // how far the service's time runs ahead of the clock
	changes   int           // how often groups, roles and permissions were changed
	pools     map[string]*pool
	home      string // ID of the pool that was added first
	outbox    []Message
	grants    map[string]grant    // refresh tokens of OIDC applications
	authCodes map[string]authCode // codes of authorization requests
	visits    map[string]visit    // browsers that somebody is signed in with, by the word in their cookie
	qrcodes   map[string]*qrCode
	qrlogins  map[string]*qrLogin  // by the code's ID
	tickets   map[string]ticket    // of sign-ins by QR code
	steps     map[string]step      // what refused sign-ins go on from, by their tokens
	links     map[string]link      // verification links, by the word in their address
	captchas  map[string]string    // captcha texts, by the word in their address
	uploads   map[string]time.Time // upload tokens and when each expires
	pictures  map[string]Picture
}

// New makes a service without pools. Clock tells the time; nil is time.Now.
// Origin is what the addresses it hands out begin with, without a slash at the
// end.
func New(origin string, clock func() time.Time) (*Service, error) {
	key, err := parseKey(testKey)
	if err != nil {
		return nil, err
	}
	keyID, err := nameKey(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	if clock == nil {
		clock = time.Now
	}
	return &Service{
		key: key, keyID: keyID, origin: origin, clock: clock,
		pools:     make(map[string]*pool),
		grants:    make(map[string]grant),
		authCodes: make(map[string]authCode),
		visits:    make(map[string]visit),
		qrcodes:   make(map[string]*qrCode),
		qrlogins:  make(map[string]*qrLogin),
		tickets:   make(map[string]ticket),
		steps:     make(map[string]step),
		links:     make(map[string]link),
		captchas:  make(map[string]string),
		uploads:   make(map[string]time.Time),
		pictures:  make(map[string]Picture),
	}, nil
}

func parseKey(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("the embedded key is no PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("the embedded key: %w", err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("the embedded key is no RSA key")
	}
	return key, nil
}

// PasswordKey is the public key that clients encrypt passwords with, as PEM.
func (s *Service) PasswordKey() (string, error) {
	der, err := x509.MarshalPKIXPublicKey(&s.key.PublicKey)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// maxAhead is how far the service's time may be from the clock, 100 years: what a
// [time.Duration] holds is less than 300.
const maxAhead = 100 * 365 * 24 * time.Hour

// Advance moves the service's time forward (or back, with a negative d). The
// caller's own clock is left alone.
func (s *Service) Advance(d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d > maxAhead-s.ahead || d < -maxAhead-s.ahead {
		return fmt.Errorf("the clock would be more than 100 years away from this machine's: it is %v ahead", s.ahead)
	}
	s.ahead += d
	return nil
}

// now is the service's time. The lock is held.
func (s *Service) now() time.Time { return s.clock().Add(s.ahead) }

// stamp is the service's time as the classic API writes times.
func (s *Service) stamp() string { return dateString(s.now()) }

// dateString writes a time as the documents' samples do: as a JavaScript date
// string in China's time zone.
func dateString(t time.Time) string {
	return t.In(time.FixedZone("CST", 8*60*60)).Format("Mon Jan 02 2006 15:04:05 GMT-0700 (CST)")
}

// isoString writes a time as OIDC claims do: ISO 8601, UTC, milliseconds.
func isoString(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// newID makes an ID like the service's: 24 hexadecimal digits.
func newID() string { return randomHex(12) }

// newWord makes a word that nobody guesses: 40 hexadecimal digits.
func newWord() string { return randomHex(20) }

func randomHex(size int) string {
	random := make([]byte, size)
	rand.Read(random) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(random)
}
