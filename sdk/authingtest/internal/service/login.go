package service

import (
	"cmp"
	"strings"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Credentials is what somebody signs in with. One of the identifiers decides
// how: Phone with PhoneCode, UnionID alone, or any other with Password.
type Credentials struct {
	Pool                            string
	Email, Username, Phone, UnionID string
	Password                        string // encrypted
	PhoneCode                       string
	VerifyCode                      string // text of the captcha
	MFACode                         string
	From                            Origin
}

// Origin is where a sign-in comes from, as the client tells it.
type Origin struct {
	IP, Browser, Device string
}

// Login signs in, and answers with the user and a fresh token. Anybody may try.
func (s *Service) Login(in Credentials) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(in.Pool)
	if err != nil {
		return nil, err
	}
	switch {
	case in.Phone != "" && in.PhoneCode != "":
		return s.loginByCode(p, in)
	case in.UnionID != "":
		return s.loginByUnionID(p, in)
	case in.Password != "" && in.typed() != "":
		return s.loginByPassword(p, in)
	}
	return nil, refuse(authing.CodeParametersIncomplete)
}

// typed is what the credentials name somebody by; "" where they name nobody.
func (in Credentials) typed() string { return cmp.Or(in.Email, in.Username, in.Phone) }

// account names what failed sign-ins are counted by: the user, or what was typed
// where that is nobody.
func (in Credentials) account(u *User) string {
	switch {
	case u != nil:
		return accountOf(u)
	case in.Email != "":
		return "email " + strings.ToLower(in.Email)
	case in.Username != "":
		return "name " + in.Username
	default:
		return "phone " + in.Phone
	}
}

func accountOf(u *User) string { return "user " + u.ID }

// lookup finds whom the credentials name.
func (in Credentials) lookup(p *pool) *User {
	switch {
	case in.Email != "":
		return p.byEmail(in.Email)
	case in.Username != "":
		return p.byUsername(in.Username)
	default:
		return p.byPhone(in.Phone)
	}
}

// loginByCode signs in with a code from an SMS. Whoever is unknown so far is
// registered by it. It asks for no second factor: the phone is one, and the
// published client has no way to send another.
func (s *Service) loginByCode(p *pool, in Credentials) (*User, error) {
	if err := s.check(p, ForPhone, in.Phone, in.PhoneCode); err != nil {
		return nil, err
	}
	u := p.byNumber(in.Phone)
	admit := mayEnter(u)
	if u == nil {
		admit = s.mayRegister(p)
	}
	if admit != nil {
		return nil, admit
	}
	if err := s.quota(p); err != nil {
		return nil, err
	}
	p.use(ForPhone, in.Phone)
	if u == nil {
		s.countRegistration(p)
		u = s.newUser(p, User{Phone: in.Phone, RegisterMethod: "default:phone-code"})
	}
	u.PhoneVerified = true
	return s.enter(p, u, in.From)
}

func (s *Service) loginByUnionID(p *pool, in Credentials) (*User, error) {
	u := p.byUnionID(in.UnionID)
	if err := s.admit(p, u); err != nil {
		return nil, err
	}
	if err := s.secondFactor(u, in.MFACode); err != nil {
		return nil, err
	}
	return s.enter(p, u, in.From)
}

func (s *Service) loginByPassword(p *pool, in Credentials) (*User, error) {
	u := in.lookup(p)
	if err := s.captcha(p, u, in); err != nil {
		return nil, err
	}
	password, err := s.open(in.Password)
	if err != nil {
		return nil, err
	}
	if err := s.attempt(p, u, in, password); err != nil {
		if u != nil {
			u.logged(Login{IP: in.From.IP, Browser: in.From.Browser, Device: in.From.Device, Result: err.Error()}, s.now())
		}
		return nil, err
	}
	if err := s.admitByPassword(p, u); err != nil {
		return nil, err
	}
	if err := s.secondFactor(u, in.MFACode); err != nil {
		return nil, err
	}
	return s.enter(p, u, in.From)
}

// attempt compares a password, and counts those that are wrong. The lock is held.
func (s *Service) attempt(p *pool, u *User, in Credentials, password string) error {
	account := in.account(u)
	if err := p.authenticate(u, password); err != nil {
		s.failed(p, account)
		return err
	}
	delete(p.failures, account)
	return nil
}

// attemptBare finds by their password whom credentials name, for calls that have
// no place for a captcha's text: where one is needed they are refused.
func (s *Service) attemptBare(p *pool, in Credentials, password string) (*User, error) {
	u := in.lookup(p)
	if s.failedTooOften(p, in.account(u)) {
		return nil, refuse(authing.CodeCaptchaRequired)
	}
	return u, s.attempt(p, u, in, password)
}

// authenticate compares a password.
func (p *pool) authenticate(u *User, password string) error {
	switch {
	case u == nil || u.Deleted:
		return p.settings.wrong(authing.CodeUserNotFound)
	case u.password == "" && u.UnionID != "":
		return refuse(authing.CodeSocialLoginOnly)
	case u.password == "" || u.password != password:
		return p.settings.wrong(authing.CodeWrongPassword)
	}
	return nil
}

// wrong refuses a sign-in that failed. Unless the pool tells, an unknown account
// and a wrong password look the same from outside.
func (t Settings) wrong(code authing.Code) error {
	if t.AccountsTold {
		return refuse(code)
	}
	return refuse(authing.CodeWrongCredentials)
}

// mayEnter refuses who may not sign in whatever they know.
func mayEnter(u *User) error {
	switch {
	case u == nil || u.Deleted:
		return refuse(authing.CodeUserNotFound)
	case u.Blocked:
		return refuse(authing.CodeUserLocked)
	}
	return nil
}

// enter signs a user in who has proved who they are.
func (s *Service) enter(p *pool, u *User, from Origin) (*User, error) {
	token, _, err := s.issue(p, u)
	if err != nil {
		return nil, err
	}
	s.noteEntry(u, from)
	signedIn := u.copy()
	signedIn.Token = token
	return signedIn, nil
}

// noteEntry writes down that a user signed in.
func (s *Service) noteEntry(u *User, from Origin) {
	s.countSignIn(s.pools[u.Pool])
	u.LoginsCount++
	u.LastLogin = s.stamp()
	if from.IP != "" {
		u.LastIP = from.IP
	}
	if from.Browser != "" {
		u.Browser = &from.Browser
	}
	if from.Device != "" {
		u.Device = &from.Device
	}
	u.logged(Login{IP: from.IP, Browser: from.Browser, Device: from.Device, Result: "signed in", Success: true}, s.now())
}

// failures counts an account's failed sign-ins.
type failures struct {
	Times   []time.Time
	Captcha string // text of the picture shown last; "" when none was
}

// failed notes a failed sign-in. The lock is held.
func (s *Service) failed(p *pool, account string) {
	f := p.failures[account]
	if f == nil {
		f = new(failures)
		p.failures[account] = f
	}
	f.Times = append(f.Times, s.now())
}

// captcha refuses an account that failed too often lately, unless the text of
// the picture shown last comes along. Each text is good for one attempt.
func (s *Service) captcha(p *pool, u *User, in Credentials) error {
	account := in.account(u)
	if !s.failedTooOften(p, account) {
		return nil
	}
	f := p.failures[account]
	shown := f.Captcha
	f.Captcha = ""
	if shown != "" && strings.EqualFold(shown, in.VerifyCode) {
		return nil
	}
	f.Captcha = newDigits()
	word := newWord()
	s.captchas[word] = f.Captcha
	picture := s.origin + "/captcha/" + word + ".svg"
	s.outbox = append(s.outbox, Message{
		Channel: Captcha, Purpose: ForSignIn, Pool: p.id, To: in.typed(), Account: account, Code: f.Captcha, Link: picture,
		Text: "Type the text of this picture: " + f.Captcha,
		Sent: s.now(), Expires: s.now().Add(p.settings.failureSpan()),
	})
	code := authing.CodeCaptchaRequired
	if in.VerifyCode != "" {
		code = authing.CodeWrongVerificationCode
	}
	return &Error{Code: code, Message: code.Meaning(), Data: map[string]string{"url": picture}}
}

// failedTooOften tells whether a captcha is to be asked for. Failures of long ago
// do not count.
func (s *Service) failedTooOften(p *pool, account string) bool {
	f := p.failures[account]
	if f == nil {
		return false
	}
	since, count := s.now().Add(-p.settings.failureSpan()), 0
	for _, at := range f.Times {
		if at.After(since) {
			count++
		}
	}
	return count >= p.settings.failuresAllowed()
}

// CaptchaText gives the text of a captcha's picture, by the word in its
// address.
func (s *Service) CaptchaText(word string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, ok := s.captchas[word]
	return text, ok
}
