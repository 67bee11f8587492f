package service

import (
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// step is what a refused sign-in goes on from: its token is good for that alone,
// and for nothing else than a session's is.
type step struct {
	Kind            stepKind
	Pool, User, App string // IDs
	Expires         time.Time
}

// stepKind is what is missing.
type stepKind string

const (
	stepFactor     stepKind = "second factor"
	stepFirstLogin stepKind = "first sign-in"
)

// newStep notes a step, and gives the word that stands for it. It is good as long
// as a code is.
func (s *Service) newStep(missing step, p *pool) string {
	word := newWord()
	missing.Expires = s.now().Add(p.settings.codeLifetime())
	s.steps[word] = missing
	return word
}

// step finds what a token stands for, for a client of the pool that it is of.
func (s *Service) step(by Asker, kind stepKind, word string) (*pool, *App, *User, error) {
	at, ok := s.steps[word]
	if !ok || at.Kind != kind || !s.now().Before(at.Expires) {
		return nil, nil, nil, refuse(authing.CodeIDTokenInvalid)
	}
	p := s.pools[at.Pool]
	u, app := p.byID(at.User), p.app(at.App)
	if u == nil || app == nil || !s.names(by, p) {
		return nil, nil, nil, refuse(authing.CodeIDTokenInvalid)
	}
	return p, app, u, mayEnter(u)
}

// names tells whether a call names a pool, by itself or by its application, or
// none.
func (s *Service) names(by Asker, p *pool) bool {
	if _, app := s.app(by.App); by.Pool == "" && app != nil {
		by.Pool = app.Pool
	}
	return by.Pool == "" || by.Pool == p.id
}

// refuseWith makes the error for a code with what the caller needs to go on.
func refuseWith(code authing.Code, data map[string]string) error {
	return &Error{Code: code, Message: code.Meaning(), Data: data}
}

// coreFactor refuses a sign-in that needs a second factor, because the user has
// switched one on or because the application wants one.
func (s *Service) coreFactor(p *pool, app *App, u *User) error {
	var code authing.Code
	switch {
	case u.mfa != nil && u.mfa.Enabled:
		code = authing.CodeMFARequired
	case app.MFA:
		code = authing.CodeAppMFARequired
	default:
		return nil
	}
	return refuseWith(code, map[string]string{
		"mfaToken": s.newStep(step{Kind: stepFactor, Pool: p.id, User: u.ID, App: app.ID}, p),
		"nickname": text(u.Nickname), "username": u.Username, "email": u.Email, "phone": u.Phone,
	})
}

// FactorBindable tells whether a phone number or an email address, one of the two,
// may be used for a second factor: the user's own, or a free one that they would
// bind by it.
func (s *Service) FactorBindable(by Asker, phone, email string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, u, err := s.step(by, stepFactor, by.Token)
	if err != nil {
		return false, err
	}
	number := u.ownNumber(phone)
	other := p.byNumber(number)
	if phone == "" {
		other = p.byEmail(email)
	}
	switch {
	case phone == "" && email == "":
		return false, refuse(authing.CodeParametersIncomplete)
	case other != nil && other != u:
		return false, refuse(authing.CodeBoundToAnotherUser)
	case phone != "":
		return u.Phone == "" || u.phoneNumber() == number, nil
	}
	return u.Email == "" || sameEmail(u.Email, email), nil
}

// proveFactor ends a sign-in with what right finds to be the second factor. A token is
// good until the factor was right once.
func (s *Service) proveFactor(by Asker, right func(*pool, *User) error) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, u, err := s.step(by, stepFactor, by.Token)
	if err != nil {
		return nil, err
	}
	if err := s.quota(p); err != nil {
		return nil, err
	}
	if err := right(p, u); err != nil {
		return nil, err
	}
	delete(s.steps, by.Token)
	return s.enterCore(p, app, u, "")
}

// FactorBySMS ends a sign-in with a code from an SMS. It binds the number to who
// has none. The call has no place for a country code: it is the user's or, where
// they have no number yet, in the number after a plus.
func (s *Service) FactorBySMS(by Asker, phone, code string) (*Person, error) {
	return s.proveFactor(by, func(p *pool, u *User) error {
		number := u.ownNumber(phone)
		other := p.byNumber(number)
		switch {
		case other != nil && other != u:
			return refuse(authing.CodeBoundToAnotherUser)
		case u.Phone != "" && u.phoneNumber() != number:
			return refuse(authing.CodeWrongVerificationCode)
		}
		if err := s.check(p, ForPhone, number, code); err != nil {
			return err
		}
		p.use(ForPhone, number)
		if u.Phone == "" {
			u.setPhone("", phone)
		}
		u.PhoneVerified = true
		return nil
	})
}

// FactorByEmail ends a sign-in with a code from an email. It binds the address to
// who has none.
func (s *Service) FactorByEmail(by Asker, email, code string) (*Person, error) {
	return s.proveFactor(by, func(p *pool, u *User) error {
		other := p.byEmail(email)
		switch {
		case other != nil && other != u:
			return refuse(authing.CodeBoundToAnotherUser)
		case u.Email != "" && !sameEmail(u.Email, email):
			return refuse(authing.CodeWrongVerificationCode)
		}
		if err := s.checkEmail(p, ForSecondFactor, email, code); err != nil {
			return err
		}
		p.useEmail(ForSecondFactor, email, code)
		if u.Email == "" {
			u.Email = email
		}
		u.EmailVerified = true
		return nil
	})
}

// FactorByTOTP ends a sign-in with what the user's authenticator shows.
func (s *Service) FactorByTOTP(by Asker, digits string) (*Person, error) {
	return s.proveFactor(by, func(_ *pool, u *User) error {
		if u.mfa == nil || !u.mfa.use(digits, s.now()) {
			return refuse(authing.CodeWrongOneTimePassword)
		}
		return nil
	})
}

// FactorByRecoveryCode ends a sign-in with the user's recovery code. It is good
// once: there is another from then on.
func (s *Service) FactorByRecoveryCode(by Asker, code string) (*Person, error) {
	return s.proveFactor(by, func(_ *pool, u *User) error {
		if u.mfa == nil || u.mfa.Recovery == "" || u.mfa.Recovery != code {
			return refuse(authing.CodeWrongRecoveryCode)
		}
		u.mfa.Recovery = newRecovery()
		return nil
	})
}

// newRecovery makes a recovery code: 24 hexadecimal digits.
func newRecovery() string { return randomHex(12) }

// RecoveryCode gives the recovery code that a user was given with their
// authenticator.
func (s *Service) RecoveryCode(poolID, userID string) (string, error) {
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
	return u.factor().Recovery, nil
}

// Authenticator is what an authenticator program is set up with.
type Authenticator struct {
	Secret   string `json:"secret"` // in base32
	URI      string `json:"qrcode_uri"`
	Recovery string `json:"recovery_code"`
}

// factorOwner gives whom a token of a second factor, or of a session, is for.
func (s *Service) factorOwner(by Asker) (*User, error) {
	if _, _, u, err := s.step(by, stepFactor, by.Token); err == nil {
		return u, nil
	}
	c, err := s.myself(by)
	return c.user, err
}

// Authenticators tells whether an authenticator is set up and switched on.
func (s *Service) Authenticators(by Asker) (MFA, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.factorOwner(by)
	if err != nil || u.mfa == nil {
		return MFA{}, false, err
	}
	return u.tellMFA(), true, nil
}

// Associate makes an authenticator's key anew, without switching it on.
func (s *Service) Associate(by Asker) (Authenticator, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.factorOwner(by)
	if err != nil {
		return Authenticator{}, err
	}
	if u.mfa != nil && u.mfa.Enabled {
		return Authenticator{}, refusef(authing.CodeNotAllowed, "an authenticator is set up already")
	}
	u.mfa = nil
	m := u.factor()
	return Authenticator{
		Secret: m.Key, Recovery: m.Recovery,
		URI: "otpauth://totp/" + u.ID + "?secret=" + m.Key + "&period=30&digits=6&algorithm=SHA1&issuer=authingtest",
	}, nil
}

// ConfirmAssociation switches an authenticator on that shows the right digits.
func (s *Service) ConfirmAssociation(by Asker, digits string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.factorOwner(by)
	if err != nil {
		return err
	}
	if u.mfa == nil || !u.mfa.use(digits, s.now()) {
		return refuse(authing.CodeWrongOneTimePassword)
	}
	u.mfa.Enabled = true
	return nil
}

// CoreFirstPassword sets the password that somebody has to set who signs in for
// the first time.
func (s *Service) CoreFirstPassword(by Asker, token, sealed string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _, u, err := s.step(by, stepFirstLogin, token)
	if err != nil {
		return err
	}
	password, err := s.openNew(sealed)
	if err != nil {
		return err
	}
	delete(s.steps, token)
	u.setPassword(password, s.stamp())
	return nil
}

// setPassword gives a user another password, with which nothing is forced on them
// any more.
func (u *User) setPassword(password, at string) {
	u.password, u.resetForced, u.firstLogin, u.UpdatedAt = password, false, false, at
}
