// Package verify checks the token of a person without asking the service: for a
// server whose callers send the token that they signed in with.
//
// [NewSecret] makes the [Verifier] of a pool's own tokens, which are signed with the
// pool's secret (HS256). [NewIssuer] makes that of an OIDC application's tokens, which
// are signed with a key of the issuer (RS256); the issuer publishes the public half.
//
//	verifier, err := verify.NewIssuer("https://my-app.authing.cn/oidc", verify.WithAudience("APP_ID"))
//	if err != nil {
//		return err
//	}
//	identity, err := verifier.Verify(ctx, token)
//
// [Middleware] does it for every request of a net/http server, and puts the checked
// [Identity] and a client that acts for that person into the request's context.
//
// What no check without the service can see: that the person signed out, was blocked
// or removed since. CheckLoginStatus of either client asks the service.
//
// # Errors
//
// Each reason for which a token is refused has an error of its own, for errors.Is:
// [ErrMalformed], [ErrAlgorithm], [ErrSignature], [ErrExpired] and so on.
// [ErrKeysUnavailable] says nothing about the token: the issuer's keys could not be
// fetched, and the same token may be good a moment later. No error's text contains
// anything of a token whose signature was not found good, nor ever a whole token.
//
// # The issuer's keys
//
// The first token fetches them, one fetch however many callers wait, and they are kept.
// A token with an unknown key ID fetches them again, but not within 10 seconds of the
// last time (1 second where that failed), so that made-up key IDs do not turn into load
// on the issuer. After an hour they are fetched again in the background while the old
// ones still serve; after a day without success those are not trusted any more.
//
// # Libraries
//
// Tokens are parsed and checked by github.com/golang-jwt/jwt, and the issuer's keys are
// read by github.com/go-jose/go-jose, which github.com/coreos/go-oidc builds on too;
// that library's own RemoteKeySet is not used because it fetches for every token with a
// bad signature, reads an answer of any length, and does not tell an unknown key from a
// bad signature.
package verify
