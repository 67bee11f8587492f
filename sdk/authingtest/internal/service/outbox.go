package service

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// A Channel is a way by which the service reaches a person.
type Channel string

// The channels.
const (
	SMS     Channel = "sms"
	Email   Channel = "email"
	Captcha Channel = "captcha" // a picture that the sign-in form shows
)

// A Purpose is what a code or link is good for.
type Purpose string

// The purposes. One SMS serves them all, as the documents have it: they send
// the same message for signing in and for changing the phone number.
const (
	ForPhone       Purpose = "phone"
	ForNewEmail    Purpose = "change email"
	ForNewPassword Purpose = "reset password"
	ForVerifying   Purpose = "verify email"
	ForSignIn      Purpose = "sign in"
)

// Message is something the service sent. Nothing ever leaves the box.
type Message struct {
	Channel Channel
	Purpose Purpose
	Pool    string
	To      string // phone number or email address; for a captcha what was typed to sign in
	Account string // what failed sign-ins are counted by; "" for all but captchas
	Code    string // what the person is to type; "" for a link
	Link    string // what the person is to open: the captcha's picture, or what verifies an address
	Text    string // the message as the person reads it
	Sent    time.Time
	Expires time.Time
}

// Outbox gives everything sent so far, oldest first.
func (s *Service) Outbox() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.outbox)
}

// LastCode gives the newest code that went out to an address over a channel,
// whether or not it is still good; "" if there was none.
func (s *Service) LastCode(poolID string, channel Channel, to string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range slices.Backward(s.outbox) {
		if m.Pool == poolID && m.Channel == channel && m.Code != "" && strings.EqualFold(m.To, to) {
			return m.Code
		}
	}
	return ""
}

// codeKey names the one code that is good for an address and a purpose: a newer
// one replaces it.
type codeKey string

type code struct {
	Text    string
	Expires time.Time
}

// newDigits makes a verification code: four digits, the first of them not 0,
// because loginByPhoneCode sends the code as a number.
func newDigits() string { return strconv.Itoa(1000 + rand.IntN(9000)) }

// send makes a code, notes it and puts it into the outbox. The lock is held.
func (s *Service) send(p *pool, channel Channel, purpose Purpose, to string) {
	sent := code{Text: newDigits(), Expires: s.now().Add(p.settings.codeLifetime())}
	p.codes[keyFor(purpose, to)] = sent
	s.outbox = append(s.outbox, Message{
		Channel: channel, Purpose: purpose, Pool: p.id, To: to, Code: sent.Text,
		Text: sent.Text + " is your verification code; it is good for " + p.settings.codeLifetime().String() + ".",
		Sent: s.now(), Expires: sent.Expires,
	})
}

func keyFor(purpose Purpose, address string) codeKey {
	return codeKey(string(purpose) + "/" + strings.ToLower(address))
}

// check tells whether a code is right, without using it up. The lock is held.
func (s *Service) check(p *pool, purpose Purpose, address, text string) error {
	sent, ok := p.codes[keyFor(purpose, address)]
	switch {
	case !ok || sent.Text != text:
		return refuse(authing.CodeWrongVerificationCode)
	case !s.now().Before(sent.Expires):
		return refuse(authing.CodeVerificationCodeExpired)
	}
	return nil
}

// use uses a code up.
func (p *pool) use(purpose Purpose, address string) {
	delete(p.codes, keyFor(purpose, address))
}

// SendSMS sends a code to a phone number. Anybody may ask for one. Every
// failure has the same code, 500, as the documents say.
func (s *Service) SendSMS(poolID, phone string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return refusef(authing.CodeMessageNotSent, "user pool does not exist")
	}
	if !validPhone(phone) {
		return refusef(authing.CodeMessageNotSent, "phone number malformed")
	}
	s.send(p, SMS, ForPhone, phone)
	return nil
}

// CheckPhoneCode tells whether a code from an SMS is right, without using it
// up. Only the owner may ask.
func (s *Service) CheckPhoneCode(bearer, poolID, phone, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return err
	}
	return s.check(p, ForPhone, phone, text)
}

// SendNewEmailCode sends a code to the address that a user wants to change to,
// or to the one that they have, which must be verified too.
func (s *Service) SendNewEmailCode(bearer, poolID, email string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.caller(bearer)
	if err != nil {
		return err
	}
	if err := c.within(poolID); err != nil {
		return err
	}
	if !validEmail(email) {
		return refuse(authing.CodeInvalidEmail)
	}
	if u := c.pool.byEmail(email); u != nil && u != c.user {
		return refusef(authing.CodeAlreadyBound, "email address already bound, please choose another one")
	}
	s.send(c.pool, Email, ForNewEmail, email)
	return nil
}

// SendPasswordCode sends a code for setting a new password. Anybody may ask.
func (s *Service) SendPasswordCode(poolID, email string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, u, err := s.emailOwner(poolID, email)
	if err != nil {
		return err
	}
	s.send(p, Email, ForNewPassword, u.Email)
	return nil
}

// emailOwner finds the user with an email address.
func (s *Service) emailOwner(poolID, email string) (*pool, *User, error) {
	p, err := s.pool(poolID)
	if err != nil {
		return nil, nil, err
	}
	if u := p.byEmail(email); u != nil {
		return p, u, nil
	}
	named := Credentials{Username: email}.lookup(p)
	if named == nil {
		named = p.byPhone(email)
	}
	switch {
	case named != nil && named.Email == "":
		return nil, nil, refuse(authing.CodeEmailRequired)
	case !validEmail(email):
		return nil, nil, refuse(authing.CodeMalformedEmail)
	}
	return nil, nil, refuse(authing.CodeUserNotFound)
}

// CheckPasswordCode tells whether a code for setting a new password is right,
// without using it up.
func (s *Service) CheckPasswordCode(poolID, email, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, u, err := s.emailOwner(poolID, email)
	if err != nil {
		return err
	}
	return s.check(p, ForNewPassword, u.Email, text)
}

// ResetPassword sets a new password with a code from an email.
func (s *Service) ResetPassword(poolID, email, sealed, text string) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, u, err := s.emailOwner(poolID, email)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, refuse(authing.CodeVerificationRequired)
	}
	if err := s.check(p, ForNewPassword, u.Email, text); err != nil {
		return nil, err
	}
	password, err := s.openNew(sealed)
	if err != nil {
		return nil, err
	}
	p.use(ForNewPassword, u.Email)
	u.setPassword(password, s.stamp())
	return u.copy(), nil
}

// link is a verification link that was sent.
type link struct {
	User, Email string
	Expires     time.Time
}

// SendVerification sends an email with a link that proves the address. Anybody
// may ask.
func (s *Service) SendVerification(poolID, email string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, u, err := s.emailOwner(poolID, email)
	if err != nil {
		return err
	}
	s.sendLink(p, u)
	return nil
}

// sendLink sends a user an email with a link that proves their address.
func (s *Service) sendLink(p *pool, u *User) {
	word, expires := newWord(), s.now().Add(p.settings.codeLifetime())
	s.links[word] = link{User: u.ID, Email: u.Email, Expires: expires}
	s.outbox = append(s.outbox, Message{
		Channel: Email, Purpose: ForVerifying, Pool: p.id, To: u.Email,
		Link: s.origin + "/verify/" + word,
		Text: "Open this link to verify your email address: " + s.origin + "/verify/" + word,
		Sent: s.now(), Expires: expires,
	})
}

// OpenLink does what a verification link is for.
func (s *Service) OpenLink(word string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.links[word]
	if !ok || !s.now().Before(l.Expires) {
		return refuse(authing.CodeEmailLinkExpired)
	}
	u := s.byID(l.User)
	if u == nil || u.Email != l.Email {
		return refuse(authing.CodeEmailLinkExpired)
	}
	delete(s.links, word)
	u.EmailVerified, u.UpdatedAt = true, s.stamp()
	return nil
}
