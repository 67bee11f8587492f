package oidc

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
)

var (
	// ErrState says that a callback does not belong to the sign-in that this browser
	// began: it began none, or finished it before, or somebody forged the callback.
	ErrState = errors.New("the callback does not belong to the sign-in of this browser: begin a new one")
	// ErrIDToken says that an ID token was there and is not acceptable, or that there is
	// none where one is due.
	ErrIDToken = errors.New("the ID token is not acceptable")
	// ErrSubject says that an answer is about somebody else than the person signed in.
	ErrSubject = errors.New("the answer is about another person")
	// ErrNotSupported says that the issuer's discovery document names no address for what
	// was asked.
	ErrNotSupported = errors.New("the issuer does not offer this")
)

// Codes beside those of package authing that an issuer may refuse with; see OpenID Connect
// Core, section 3.1.2.6, and RFC 6750, section 3.1.
const (
	AccessDenied        authing.OAuthCode = "access_denied"        // the person, or a rule of the application, said no
	LoginRequired       authing.OAuthCode = "login_required"       // nobody is signed in at the issuer, and it was not to ask
	ConsentRequired     authing.OAuthCode = "consent_required"     // the person has not agreed, and was not to be asked
	InteractionRequired authing.OAuthCode = "interaction_required" // the person has to do something, and was not to be asked
	InvalidToken        authing.OAuthCode = "invalid_token"        // the access token is wrong, expired or revoked
)

// hostIssuer is the role of the one host that this package asks.
const hostIssuer authing.Host = "issuer"

// failure is one of the errors above, with what is known beyond it.
type failure struct {
	operation string
	kind      error
	detail    string // "" where there is nothing to add; nothing that was not checked
}

// Error returns the operation, the kind and the detail.
func (f *failure) Error() string {
	text := "authing: " + f.operation + ": " + f.kind.Error()
	if f.detail != "" {
		text += ": " + f.detail
	}
	return text
}

// Unwrap returns the kind.
func (f *failure) Unwrap() error { return f.kind }

// mistake is a call refused before anything was sent.
func mistake(operation, parameter, problem string) error {
	return &authing.InputError{Operation: operation, Parameter: parameter, Problem: problem}
}

// failed says at which step an exchange with the issuer failed, and why. What was sent is
// kept out of the issuer's own words.
func failed(operation, step string, err error, sent ...authing.Secret) error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.ErrorCode != "" {
		err = &authing.OAuthError{
			Code: authing.OAuthCode(refused.ErrorCode), Description: refused.ErrorDescription, HTTPStatus: refused.Response.StatusCode,
		}
	}
	if refused, ok := errors.AsType[*authing.OAuthError](err); ok {
		return refusal(operation+": "+step, refused, sent...)
	}
	return &authing.RequestError{Operation: operation, Host: hostIssuer, Err: fmt.Errorf("%s: %w", step, reason(err))}
}

// errAnswer stands for what the libraries say about an answer that they cannot read: they
// quote it.
var errAnswer = errors.New("the answer is not the JSON that is due there: is the issuer's address right?")

// reason is why there is no usable answer. The address that was asked is left out.
func reason(err error) error {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		return outer.Err
	}
	if own, ok := errors.AsType[*unusable](err); ok {
		return own.error
	}
	return errAnswer
}

// unusable is what this package says itself about an answer, which may be printed.
type unusable struct{ error }

// refusal is the issuer's no, with what to do about it where that is known.
func refusal(operation string, refused *authing.OAuthError, sent ...authing.Secret) error {
	told := &authing.OAuthError{
		Code:        authing.OAuthCode(printable(string(refused.Code), sent)),
		Description: printable(refused.Description, sent),
		Operation:   operation, HTTPStatus: refused.HTTPStatus,
	}
	advice := map[authing.OAuthCode]string{
		authing.InvalidClient:      "check the application's ID and its secret (WithSecret, WithBasicAuth)",
		authing.InvalidGrant:       "the code or refresh token is used up, expired or another application's: begin a new sign-in",
		authing.InvalidScope:       "check WithScopes against what the application may ask for",
		authing.UnauthorizedClient: "allow the authorization_code and refresh_token grants for the application",
		InvalidToken:               "the access token has expired or was revoked: refresh it, or begin a new sign-in",
	}[told.Code]
	if told.Code == authing.InvalidGrant && strings.HasPrefix(operation, operationRevoke) {
		advice = "the token is expired, revoked or another application's" // and nobody is to sign in for that
	}
	if advice == "" {
		return told
	}
	return fmt.Errorf("%w: %s", told, advice)
}

// printable makes a text of the issuer's fit for a line of a log: without what is secret,
// and without control characters.
func printable(text string, secrets []authing.Secret) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret.Reveal(), secret.String())
		}
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}
