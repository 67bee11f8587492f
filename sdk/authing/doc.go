// Package authing holds what both clients share and their users see: the models
// that the service answers with, the inputs of the methods, the business codes,
// the errors, and the few types that keep secrets and times in order.
//
// Nothing here sends anything. The clients are the packages management (for who
// holds the pool's secret) and enduser (for a program that acts for one person);
// they re-export the inputs, so that most programs import this package for its
// errors and codes alone:
//
//	user, err := app.Register(ctx, enduser.RegisterInput{Email: email, Password: password})
//	if errors.Is(err, authing.CodeUserExists) {
//		...
//	}
//
// # Errors
//
// A call fails in one of these ways, and each has its own type:
//
//   - [*Error]: the service refused the call by one of its rules; it carries a [Code].
//   - [*MFARequiredError], [*FirstLoginError]: such a refusal with a token to go on with, to a
//     second factor or to another password.
//   - [*OAuthError]: an OIDC endpoint refused the call, as OAuth 2.0 says.
//   - [*InputError]: the call was refused here, before anything was sent.
//   - [*RequestError]: there was no usable answer: network, timeout, HTML instead of JSON.
//   - [ErrNoSession], [ErrNotFound]: no one is signed in; the service answered with nothing.
//   - [ErrSessionEnded], [ErrTokenExpired]: the token of a person or of a manager serves no more.
//
// No error's text contains a secret, a token, a password, a body or an address
// with somebody's phone number in it.
//
// # Secrets
//
// [Secret] is a string that prints as "[redacted]", whatever the verb, and marshals
// plainly. A literal assigns to it.
package authing
