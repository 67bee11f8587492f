package service

import (
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
	case in.Password != "" && in.account() != "":
		return s.loginByPassword(p, in)
	}
	return nil, refuse(authing.CodeParametersIncomplete)
}

// account names what failed sign-ins are counted by; "" where the credentials
// name nobody.
func (in Credentials) account() string {
	for _, identifier := range [...]string{in.Email, in.Username, in.Phone} {
		if identifier != "" {
			return strings.ToLower(identifier)
		}
	}
	return ""
}

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
	u := p.byPhone(in.Phone)
	if u == nil && p.settings.RegistrationDisabled {
		return nil, refuse(authing.CodeRegistrationDisabled)
	}
	if err := mayEnter(u); u != nil && err != nil {
		return nil, err
	}
	p.use(ForPhone, in.Phone)
	if u == nil {
		u = s.newUser(p, User{Phone: in.Phone, RegisterMethod: "default:phone-code"})
	}
	u.PhoneVerified = true
	return s.enter(p, u, in.From)
}

func (s *Service) loginByUnionID(p *pool, in Credentials) (*User, error) {
	u := p.byUnionID(in.UnionID)
	if err := mayEnter(u); err != nil {
		return nil, err
	}
	if err := s.secondFactor(u, in.MFACode); err != nil {
		return nil, err
	}
	return s.enter(p, u, in.From)
}

func (s *Service) loginByPassword(p *pool, in Credentials) (*User, error) {
	account := in.account()
	if err := s.captcha(p, account, in.VerifyCode); err != nil {
		return nil, err
	}
	password, err := s.open(in.Password)
	if err != nil {
		return nil, err
	}
	u := in.lookup(p)
	if err := u.authenticate(password); err != nil {
		s.failed(p, account)
		if u != nil {
			u.logged(Login{IP: in.From.IP, Browser: in.From.Browser, Device: in.From.Device, Result: err.Error()}, s.now())
		}
		return nil, err
	}
	delete(p.failures, account)
	if err := mayEnter(u); err != nil {
		return nil, err
	}
	if err := s.secondFactor(u, in.MFACode); err != nil {
		return nil, err
	}
	return s.enter(p, u, in.From)
}

// authenticate compares a password. An unknown account and a wrong password
// look the same from outside.
func (u *User) authenticate(password string) error {
	switch {
	case u == nil || u.Deleted:
		return refuse(authing.CodeWrongCredentials)
	case u.password == "" && u.UnionID != "":
		return refuse(authing.CodeSocialLoginOnly)
	case u.password == "" || u.password != password:
		return refuse(authing.CodeWrongCredentials)
	}
	return nil
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
func (s *Service) captcha(p *pool, account, text string) error {
	f := p.failures[account]
	if f == nil || s.recent(p, f) < p.settings.failuresAllowed() {
		return nil
	}
	shown := f.Captcha
	f.Captcha = ""
	if shown != "" && strings.EqualFold(shown, text) {
		return nil
	}
	f.Captcha = newDigits()
	word := newWord()
	s.captchas[word] = f.Captcha
	picture := s.origin + "/captcha/" + word + ".svg"
	s.outbox = append(s.outbox, Message{
		Channel: Captcha, Purpose: ForSignIn, Pool: p.id, To: account, Code: f.Captcha, Link: picture,
		Text: "Type the text of this picture: " + f.Captcha,
		Sent: s.now(), Expires: s.now().Add(p.settings.failureSpan()),
	})
	code := authing.CodeCaptchaRequired
	if text != "" {
		code = authing.CodeWrongVerificationCode
	}
	return &Error{Code: code, Message: code.Meaning(), Data: map[string]string{"url": picture}}
}

// recent counts the failures that still count.
func (s *Service) recent(p *pool, f *failures) int {
	since, count := s.now().Add(-p.settings.failureSpan()), 0
	for _, at := range f.Times {
		if at.After(since) {
			count++
		}
	}
	return count
}

// CaptchaText gives the text of a captcha's picture, by the word in its
// address.
func (s *Service) CaptchaText(word string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, ok := s.captchas[word]
	return text, ok
}
