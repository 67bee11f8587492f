package authingtest

import (
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Channel is a way by which the service reaches a person.
type Channel string

// The channels.
const (
	SMS     Channel = "sms"
	Email   Channel = "email"
	Captcha Channel = "captcha" // a picture that a sign-in form would show
)

// Message is something that the box sent.
type Message struct {
	PoolID  string // of the pool that it is about
	Channel Channel
	To      string         // phone number or email address; for a captcha what was typed to sign in
	Code    authing.Secret // what the person is to type, ready for a client's input; empty for a link
	Link    string         // what the person is to open: the captcha's picture, or what verifies an email address
	Text    string         // the message as the person reads it, code and all
	Sent    time.Time      // by the box's clock
	Expires time.Time
}

// Outbox gives everything that the box has sent, for all its pools, oldest first.
func (s *Server) Outbox() []Message {
	sent := s.service.Outbox()
	messages := make([]Message, 0, len(sent))
	for _, m := range sent {
		messages = append(messages, Message{
			PoolID: m.Pool, Channel: Channel(m.Channel), To: m.To, Code: authing.Secret(m.Code), Link: m.Link, Text: m.Text, Sent: m.Sent, Expires: m.Expires,
		})
	}
	return messages
}

// LastSMS gives the newest code that went to a phone number, and "" when none
// did.
func (p *Pool) LastSMS(phone string) authing.Secret {
	return authing.Secret(p.service.LastCode(p.PoolID, service.SMS, phone))
}

// LastEmail gives the newest code that went to an email address, and "" when
// none did.
func (p *Pool) LastEmail(address string) authing.Secret {
	return authing.Secret(p.service.LastCode(p.PoolID, service.Email, address))
}

// LastCaptcha gives the text of the newest picture that was shown for an
// account, as it was typed to sign in, and "" when none was.
func (p *Pool) LastCaptcha(account string) authing.Secret {
	return authing.Secret(p.service.LastCode(p.PoolID, service.Captcha, account))
}
