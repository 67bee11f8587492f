package service

import (
	"crypto/rand"
	"encoding/base32"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// MFA is a user's second factor.
type MFA struct {
	ID, User, Pool string
	Key            string // what the authenticator is set up with, in base32
	Enabled        bool
}

// mfa is a second factor as the service holds it with the user.
type mfa struct {
	ID, Key string
	Enabled bool
	Fixed   string // a code that a seed made right for good; "" for none
	Used    int64  // the half minute whose code was used last; 0 for none

	Recovery string // what serves once where the authenticator is lost; "" in an older data file
}

// keySize is the length of a key in bytes, which RFC 4226 recommends.
const keySize = 20

// newKey makes a key for an authenticator.
func newKey() string {
	key := make([]byte, keySize)
	rand.Read(key) // never fails: crypto/rand ends the program instead
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(key)
}

// period is how long a code is shown, in seconds.
const period = 30

// totpRules are those of RFC 6238 that every authenticator program follows.
func totpRules() totp.ValidateOpts {
	return totp.ValidateOpts{Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
}

// use tells whether a code is right, and uses it up: RFC 6238 takes none twice,
// nor one older than the last. A code of the half minute before or after is right
// as well.
func (m *mfa) use(code string, now time.Time) bool {
	if m.Fixed != "" && code == m.Fixed {
		return true
	}
	step := now.Unix() / period
	for _, near := range [...]int64{step - 1, step, step + 1} {
		right, err := totp.ValidateCustom(code, m.Key, time.Unix(near*period, 0).UTC(), totpRules())
		if err == nil && right && near > m.Used { // the error is a code of another length
			m.Used = near
			return true
		}
	}
	return false
}

// secondFactor refuses a sign-in without the code that the user's second factor
// asks for.
func (s *Service) secondFactor(u *User, code string) error {
	switch {
	case u.mfa == nil || !u.mfa.Enabled:
		return nil
	case code == "":
		return refuse(authing.CodeMFARequired)
	case !u.mfa.use(code, s.now()):
		return refuse(authing.CodeWrongOneTimePassword)
	}
	return nil
}

// factor gives a user's second factor; each has one, switched off at first.
func (u *User) factor() *mfa {
	if u.mfa == nil {
		u.mfa = &mfa{ID: newID(), Key: newKey(), Recovery: newRecovery()}
	}
	return u.mfa
}

func (u *User) tellMFA() MFA {
	m := u.factor()
	return MFA{ID: m.ID, User: u.ID, Pool: u.Pool, Key: m.Key, Enabled: m.Enabled}
}

// mfaSubject gives the user whose second factor a call is about, named by their
// own ID or by that of the second factor. The lock is held.
func (s *Service) mfaSubject(bearer, poolID, userID, id string) (*User, error) {
	if userID == "" && id != "" {
		c, err := s.caller(bearer)
		if err != nil {
			return nil, err
		}
		u := c.pool.find(func(u *User) bool { return u.mfa != nil && u.mfa.ID == id })
		if u == nil {
			return nil, refusef(authing.CodeUserNotFound, "there is no such second factor")
		}
		userID = u.ID
	}
	_, u, err := s.subject(bearer, poolID, userID)
	return u, err
}

// MFA gives a user's second factor: the owner asks about anybody, a user about
// themselves.
func (s *Service) MFA(bearer, poolID, userID, id string) (MFA, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.mfaSubject(bearer, poolID, userID, id)
	if err != nil {
		return MFA{}, err
	}
	return u.tellMFA(), nil
}

// ChangeMFA switches a user's second factor on or off, for whom MFA gives it.
// Refresh makes a new key: what the old one yields is wrong from then on.
func (s *Service) ChangeMFA(bearer, poolID, userID, id string, enable, refresh bool) (MFA, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.mfaSubject(bearer, poolID, userID, id)
	if err != nil {
		return MFA{}, err
	}
	m := u.factor()
	m.Enabled = enable
	if refresh {
		m.Key, m.Fixed, m.Used = newKey(), "", 0
	}
	return u.tellMFA(), nil
}

// OneTimePassword gives what a user's authenticator shows now.
func (s *Service) OneTimePassword(poolID, userID string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return "", err
	}
	u, err := p.user(userID)
	if err != nil {
		return "", err
	}
	rules := totpRules()
	return totp.GenerateCodeCustom(u.factor().Key, s.now().UTC(), rules)
}
