// Package enduser is the client of one person for the core API: for a
// command-line tool, a desktop or mobile program, or a web server that signs
// people in. It holds no key to the pool itself, and can be handed out. Its manual
// is the document of the core authentication API; every method says by which name
// the document calls it.
//
//	client, err := enduser.New("POOL_ID", "APP_ID")
//	if err != nil {
//		return err
//	}
//	user, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "..."})
//
// Registering and signing in start the client's session, and Logout ends it. What
// acts for the person sends the session's token and fails with
// [authing.ErrNoSession] where there is none; what needs no credential never sends
// it.
//
// A server that serves many people makes one client and derives another for each
// request's token with [Client.WithToken], which costs next to nothing.
//
// # One more step
//
// A sign-in may be refused because a step is missing. The error carries the token
// with which the program goes on:
//
//	if required, ok := errors.AsType[*authing.MFARequiredError](err); ok {
//		user, err = client.MFA.VerifyTOTP(ctx, enduser.MFAVerifyTOTPInput{MFAToken: required.Token, TOTP: digits})
//	}
//	if first, ok := errors.AsType[*authing.FirstLoginError](err); ok {
//		_, err = client.ResetPasswordByFirstLoginToken(ctx, enduser.ResetPasswordByFirstLoginTokenInput{
//			Token: first.Token, Password: password,
//		})
//	}
//
// # Errors
//
// What the service refuses is an [authing.Error] with a code, and each code is an
// error value of its own:
//
//	if errors.Is(err, authing.CodeWrongCredentials) { ... }
//
// What is wrong with a call is an [authing.InputError], and nothing was sent. Where
// no usable answer came there is an [authing.RequestError], which wraps the cause; what
// may reach the service twice was tried again before, see [WithRetry].
package enduser
