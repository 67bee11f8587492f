package runtime

import (
	"context"
	"iter"

	"example.com/library/sdk/library"
)

// Settings are what options change.
type Settings struct{}

// Option changes a setting.
type Option func(*Settings)

// Credential says in whose name a call goes out.
type Credential int

// The credentials.
const (
	NoCredential Credential = iota
	SessionCredential
	OwnerCredential
)

// Operation says where a call goes.
type Operation struct {
	Name       string
	Host       string
	Path       string
	Credential Credential
	Repeatable bool
	Endpoint   *Endpoint
}

// Endpoint serves a field outside GraphQL.
type Endpoint struct {
	Field, Method, Path string
	Body                Body
	Answer              Answer
	Bearer              string
	Arguments           []Argument
}

// Argument is one of an endpoint's.
type Argument struct{ Name, Variable, Value string }

// Body is how arguments travel.
type Body int

// The bodies.
const (
	NoBody Body = iota
	JSONBody
	FormBody
)

// Answer is what is answered.
type Answer int

// The answers.
const (
	AnswerBody Answer = iota
	AnswerData
	AnswerMessage
	AnswerStatus
)

// Call starts a call.
func (c *Client) Call(op Operation) *Call { return &Call{} }

// Call is one call.
type Call struct{}

// Missing refuses a call without a parameter.
func (c *Call) Missing(parameters string) error { return nil }

// Invalid refuses a parameter.
func (c *Call) Invalid(parameter, problem string) error { return nil }

// Empty refuses an answer of nothing.
func (c *Call) Empty() error { return nil }

// Outcome makes an error of a code.
func (c *Call) Outcome(code *int, message string) (string, error) { return message, nil }

// Digits reads a number.
func (c *Call) Digits(parameter string, code library.Secret) (int, error) { return 0, nil }

// Join joins a list.
func (c *Call) Join(parameter string, list []string) (string, error) { return "", nil }

// Sealed is a password that is encrypted.
type Sealed struct{}

// Seal encrypts a password.
func (c *Call) Seal(ctx context.Context, parameter string, password library.Secret) (*Sealed, error) {
	return nil, nil
}

// StartSession starts the session.
func (c *Call) StartSession(ctx context.Context, token library.Secret) error { return nil }

// EndSession ends the session.
func (c *Call) EndSession(ctx context.Context) {}

// Pages goes through numbered pages.
func Pages[E comparable](first, size int, read func(page, size int) (list []E, total int, err error)) iter.Seq2[E, error] {
	return nil
}

// Cursors goes through pages that name the next.
func Cursors[E comparable](after string, read func(after string) (list []E, next string, more bool, err error)) iter.Seq2[E, error] {
	return nil
}
