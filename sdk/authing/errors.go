package authing

import (
	"errors"
	"fmt"
	"strconv"
)

var (
	// ErrNoSession says that a call acts for the person signed in, and nobody is.
	// Nothing was sent.
	ErrNoSession = errors.New("nobody is signed in: sign in first, or give the client a token")

	// ErrSessionEnded says that the service took the token of the person signed in for
	// expired or not valid. The client has ended the session and emptied its store. It
	// comes together with the [*Error] that says so.
	ErrSessionEnded = errors.New("the session has ended: sign in again")

	// ErrTokenExpired says that the manager's token that a management client was made
	// with has expired. It cannot be renewed here; a pool's secret can be exchanged.
	ErrTokenExpired = errors.New("the manager's token has expired: make a client with a new one, or with the pool's secret")

	// ErrNotFound says that the service answered with nothing where something was due,
	// which is how it says that a user, a group or the like does not exist.
	ErrNotFound = errors.New("the service found nothing")
)

// Code is a business code of the service, and an error value itself:
//
//	errors.Is(err, authing.CodeUserExists)
type Code int

// Error returns the code's meaning and its number.
func (c Code) Error() string {
	number := "code " + strconv.Itoa(int(c))
	if meaning := c.Meaning(); meaning != "" {
		return meaning + " (" + number + ")"
	}
	return number
}

// Error is a refusal: the service read the call and said no.
type Error struct {
	// Code says why. It is 0 where the service refused to run the query at all,
	// which happens when its schema is not the one that this client was made for.
	Code Code
	// Message is the service's own text, often in Chinese.
	Message string
	// Operation is the method that was called, for example "Register".
	Operation string
	// HTTPStatus is the status that the answer came with; 200 is usual.
	HTTPStatus int
	// Data is what the service sent along, for example the token of a second factor.
	Data Raw
}

// Error returns the operation, the service's message (the code's meaning where there
// is none) and the code.
func (e *Error) Error() string {
	text := e.Message
	if text == "" {
		text = e.Code.Meaning()
	}
	if text == "" {
		text = "refused by the service"
	}
	if e.Code != 0 {
		text += " (code " + strconv.Itoa(int(e.Code)) + ")"
	}
	return prefix(e.Operation) + text
}

// Format writes the error's text for every verb, and never its data.
func (e *Error) Format(f fmt.State, verb rune) { format(f, verb, e.Error()) }

// Is reports whether target is this error's [Code].
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code == e.Code
}

// MFARequiredError is the refusal [CodeAppMFARequired], or [CodeMFARequired] where it brings
// a token too: the application wants a second factor, or the person has switched one on.
// Its token is what the methods of the second factor take; one of them ends the sign-in.
//
//	if required, ok := errors.AsType[*authing.MFARequiredError](err); ok {
//		...
//	}
//
// It wraps the [*Error], so errors.Is finds the code in it.
type MFARequiredError struct {
	// Token stands for the sign-in that waits for its second factor.
	Token Secret
	// Nickname, Username, Email and Phone are the person's, where the service says; a code
	// can be sent to the last two.
	Nickname, Username, Email, Phone string
	// Err is the refusal.
	Err Error
}

// Error returns the text of the refusal.
func (e *MFARequiredError) Error() string { return e.Err.Error() }

// Unwrap returns the refusal.
func (e *MFARequiredError) Unwrap() error { return &e.Err }

// Format writes the error's text for every verb, and neither the token nor the person.
func (e *MFARequiredError) Format(f fmt.State, verb rune) { format(f, verb, e.Error()) }

// FirstLoginError is the refusal [CodeFirstLoginPasswordReset]: the person signs in for
// the first time and has to set another password before. Its token is what
// ResetPasswordByFirstLoginToken takes.
//
// It wraps the [*Error], so errors.Is finds the code in it.
type FirstLoginError struct {
	// Token allows to set the password.
	Token Secret
	// Err is the refusal.
	Err Error
}

// Error returns the text of the refusal.
func (e *FirstLoginError) Error() string { return e.Err.Error() }

// Unwrap returns the refusal.
func (e *FirstLoginError) Unwrap() error { return &e.Err }

// Format writes the error's text for every verb, and not the token.
func (e *FirstLoginError) Format(f fmt.State, verb rune) { format(f, verb, e.Error()) }

// OAuthCode is an error code of OAuth 2.0, and an error value itself:
//
//	errors.Is(err, authing.InvalidGrant)
type OAuthCode string

// The codes of RFC 6749, section 5.2. A service may answer with others.
const (
	InvalidRequest       OAuthCode = "invalid_request"        // a parameter is missing, unknown or given twice
	InvalidClient        OAuthCode = "invalid_client"         // the application is unknown, or its secret is wrong
	InvalidGrant         OAuthCode = "invalid_grant"          // the password or token is wrong, expired or revoked
	UnauthorizedClient   OAuthCode = "unauthorized_client"    // the application must not use this kind of grant
	UnsupportedGrantType OAuthCode = "unsupported_grant_type" // the service does not know this kind of grant
	InvalidScope         OAuthCode = "invalid_scope"          // a scope is unknown or more than was granted
)

// Error returns the code itself.
func (c OAuthCode) Error() string { return string(c) }

// OAuthError is a refusal by an endpoint that answers as OAuth 2.0 says.
type OAuthError struct {
	// Code says why.
	Code OAuthCode
	// Description is the service's own text; it may be empty.
	Description string
	// Operation is the method that was called, for example "LoginByOIDC".
	Operation string
	// HTTPStatus is the status that the answer came with; 400 is usual.
	HTTPStatus int
}

// Error returns the operation, the description and the code.
func (e *OAuthError) Error() string {
	if e.Description == "" {
		return prefix(e.Operation) + string(e.Code)
	}
	return prefix(e.Operation) + e.Description + " (" + string(e.Code) + ")"
}

// Is reports whether target is this error's [OAuthCode].
func (e *OAuthError) Is(target error) bool {
	code, ok := target.(OAuthCode)
	return ok && code == e.Code
}

// InputError is a call refused before anything was sent.
type InputError struct {
	// Operation is the method that was called; "New" for a client that could not be made.
	Operation string
	// Parameter is what was wrong, by its Go name; it may name several.
	Parameter string
	// Problem says what is wrong with it: "is required".
	Problem string
}

// Error returns the operation, the parameter and the problem.
func (e *InputError) Error() string {
	if e.Parameter == "" {
		return prefix(e.Operation) + e.Problem
	}
	return prefix(e.Operation) + e.Parameter + " " + e.Problem
}

// RequestError is a call without a usable answer: the host could not be reached, the
// answer came too late, was too large, or was nothing that the service would say.
// Whether the service did what was asked is not known.
//
// errors.Is finds context.DeadlineExceeded and context.Canceled in it.
type RequestError struct {
	// Operation is the method that was called, for example "Login".
	Operation string
	// Host is the role of the host that was asked.
	Host Host
	// Err is what went wrong.
	Err error
}

// Error returns the operation, the host's role and what went wrong.
func (e *RequestError) Error() string {
	return fmt.Sprintf("%s%s host: %v", prefix(e.Operation), e.Host, e.Err)
}

// Unwrap returns what went wrong.
func (e *RequestError) Unwrap() error { return e.Err }

// prefix opens every error's text, so that a log line names this SDK and the method.
func prefix(operation string) string {
	if operation == "" {
		return "authing: "
	}
	return "authing: " + operation + ": "
}
