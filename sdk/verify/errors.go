package verify

import "errors"

// Why a token was refused, or could not be checked.
var (
	// ErrMalformed says that the text is no token, or lacks what a token must have.
	ErrMalformed = errors.New("the token is malformed")
	// ErrAlgorithm says that the token is not signed in the one way that the verifier
	// expects: it is unsigned ("none"), or tries to pass a public key off as a secret.
	ErrAlgorithm = errors.New("the token is not signed with the expected algorithm")
	// ErrUnknownKey says that the issuer has no key with the ID that the token names.
	ErrUnknownKey = errors.New("the token is signed with an unknown key")
	// ErrSignature says that somebody else signed the token, or that it was changed.
	ErrSignature = errors.New("the signature of the token is wrong")
	// ErrExpired says that the token was good once.
	ErrExpired = errors.New("the token has expired")
	// ErrNotYetValid says that the token is good, or was issued, only in the future.
	ErrNotYetValid = errors.New("the token is not valid yet")
	// ErrIssuer says that the token comes from another issuer.
	ErrIssuer = errors.New("the token is from another issuer")
	// ErrAudience says that the token was issued for another application or pool.
	ErrAudience = errors.New("the token is for another audience")
	// ErrNoUser says that the token is good and names nobody.
	ErrNoUser = errors.New("the token names no user")

	// ErrKeysUnavailable says that the issuer's keys could not be fetched, so that
	// nothing is known about the token. It is temporary: try again later.
	ErrKeysUnavailable = errors.New("the keys of the issuer are not available")

	// ErrNoToken says that a request carries no bearer token.
	ErrNoToken = errors.New("the request carries no bearer token")
	// ErrHeader says that a request's Authorization header cannot be understood: it
	// stands there twice, or holds something else than one token.
	ErrHeader = errors.New("the Authorization header does not hold one bearer token")
)

// failure is one of the errors above with what is known beyond it.
type failure struct {
	kind   error
	detail string // "" where there is nothing to add; never from an unchecked token
	cause  error  // for errors.Is; nil where there is none
}

func fail(kind error, detail string) *failure { return &failure{kind: kind, detail: detail} }

// unavailable is the failure to fetch what, which the keys are needed from.
func unavailable(what string, cause error) *failure {
	return &failure{kind: ErrKeysUnavailable, detail: what + ": " + cause.Error(), cause: cause}
}

// Error returns the kind and the detail.
func (f *failure) Error() string {
	text := "authing: verify: " + f.kind.Error()
	if f.detail != "" {
		text += ": " + f.detail
	}
	return text
}

// Unwrap returns the kind and the cause.
func (f *failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.kind}
	}
	return []error{f.kind, f.cause}
}
