package service_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

const (
	pool     = "5e5f0000000000000000p001"
	password = "correct horse"
)

// fixture is a service with one pool, in which Ada has an email address, a user
// name and a password, and Bob a phone number only.
type fixture struct {
	*service.Service
	t        *testing.T
	ada, bob *service.User
	owner    string // token of the pool's owner
	key      *rsa.PublicKey
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s, err := service.New("http://box.test", func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{Service: s, t: t}
	text, err := s.PasswordKey()
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(text))
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	f.key = key.(*rsa.PublicKey)
	if _, _, err := s.AddPool(service.PoolSeed{ID: pool, Secret: "pool secret"}); err != nil {
		t.Fatal(err)
	}
	f.ada = f.add(service.UserSeed{Email: "ada@example.com", Username: "ada", Password: password})
	f.bob = f.add(service.UserSeed{Phone: "13100000001"})
	if _, f.owner, err = s.Init(pool, "pool secret"); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *fixture) add(seed service.UserSeed) *service.User {
	f.t.Helper()
	u, err := f.AddUser(pool, seed)
	if err != nil {
		f.t.Fatal(err)
	}
	return u
}

// seal encrypts a password as clients do.
func (f *fixture) seal(text string) string {
	f.t.Helper()
	//lint:ignore SA1019 the service asks for this padding
	ciphertext, err := rsa.EncryptPKCS1v15(rand.Reader, f.key, []byte(text))
	if err != nil {
		f.t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(ciphertext)
}

// token signs Ada in.
func (f *fixture) token() string {
	f.t.Helper()
	u, err := f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal(password)})
	if err != nil {
		f.t.Fatal(err)
	}
	return u.Token
}

// sms sends a code to a phone number and gives it.
func (f *fixture) sms(phone string) string {
	f.t.Helper()
	if err := f.SendSMS(pool, phone); err != nil {
		f.t.Fatal(err)
	}
	return f.LastCode(pool, service.SMS, phone)
}

// newEmailCode sends a code for a new address and gives it.
func (f *fixture) newEmailCode(token, email string) string {
	f.t.Helper()
	if err := f.SendNewEmailCode(token, pool, email); err != nil {
		f.t.Fatal(err)
	}
	return f.LastCode(pool, service.Email, email)
}

// codeOf gives the code of a refusal, and 0 for no error.
func codeOf(t *testing.T, err error) authing.Code {
	t.Helper()
	if err == nil {
		return 0
	}
	refusal, ok := errors.AsType[*service.Error](err)
	if !ok {
		t.Fatalf("not a business error: %v", err)
	}
	if refusal.Message == "" {
		t.Errorf("code %d has no message", refusal.Code)
	}
	return refusal.Code
}

func wantCode(t *testing.T, err error, want authing.Code) {
	t.Helper()
	if got := codeOf(t, err); got != want {
		t.Errorf("code %d, want %d (%v)", got, want, err)
	}
}

// other changes the last digit of a code.
func other(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + string(rune('0'+(last-'0'+1)%10))
}

func TestIDsLookLikeTheServices(t *testing.T) {
	f := newFixture(t)
	for _, id := range []string{f.ada.ID, f.bob.ID} {
		if len(id) != 24 || strings.Trim(id, "0123456789abcdef") != "" {
			t.Errorf("ID %q is not 24 hexadecimal digits", id)
		}
	}
	if f.ada.ID == f.bob.ID {
		t.Error("two users have one ID")
	}
}

func TestTimesAreWrittenAsTheDocumentsDo(t *testing.T) {
	f := newFixture(t)
	if got, want := f.ada.SignedUp, "Sun Mar 01 2026 20:00:00 GMT+0800 (CST)"; got != want {
		t.Errorf("signedUp %q, want %q", got, want)
	}
}

// TestTheClockHasBounds moves it as far as it goes.
func TestTheClockHasBounds(t *testing.T) {
	f := newFixture(t)
	begun, failed := f.Now(), false
	for range 300 {
		before := f.Now()
		if f.Advance(366*24*time.Hour) != nil {
			failed = true
		} else if !f.Now().After(before) {
			t.Fatal("it ran back")
		}
	}
	if years := f.Now().Year() - begun.Year(); !failed || years < 99 || years > 100 {
		t.Errorf("it is %d years ahead, refused: %t", years, failed)
	}
}
