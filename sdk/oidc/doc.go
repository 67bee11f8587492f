// Package oidc signs people in to a server-side program through the browser: a [Client]
// speaks OpenID Connect for one application of Authing.
//
//	client, err := oidc.New("https://my-app.authing.cn/oidc", "APP_ID",
//		oidc.WithSecret(secret), oidc.WithRedirectURL("https://www.example.com/callback"))
//
// [Client.BeginSignIn] makes the address that the browser is sent to, and a [SignIn] that
// is kept in the browser's session meanwhile. When the browser comes back to the redirect
// URL, [Client.FinishSignIn] takes the two together and gives [Tokens], with the claims of
// an ID token that was checked: who signed in. The flow is that of an authorization code
// with PKCE (S256), state and nonce, all of them made here.
//
//	address, begun, err := client.BeginSignIn(ctx)            // keep begun, redirect to address
//	tokens, err := client.FinishSignIn(ctx, begun, r.URL.Query()) // at the redirect URL
//
// The program sdk/examples/websignin is all of it in a web server, with sign-out.
//
// The documents of the service and its Node.js client have other names for the methods:
//
//	buildAuthorizeUrl                Client.BeginSignIn
//	getAccessTokenByCode             Client.FinishSignIn
//	getNewAccessTokenByRefreshToken  Client.Refresh
//	getUserInfoByAccessToken         Client.UserInfo
//	introspectToken                  Client.Introspect
//	revokeToken                      Client.Revoke
//	buildLogoutUrl                   Client.EndSessionURL
//
// A server that other programs send access tokens to does not need this package:
// sdk/verify checks those without asking the issuer.
//
// # Where to keep a SignIn
//
// In a server-side session whose random ID is in the browser's cookie, or, as JSON, in a
// cookie that is encrypted. Either is HttpOnly and SameSite=Lax: with Strict, the browser
// does not send it when it comes back from the issuer. It is good for one sign-in: forget
// it before FinishSignIn where the callback has its state, so that a callback counts once and
// a forged one spoils nothing, and after some ten minutes.
//
// # Errors
//
// Every error names the method, and within it the step:
//
//   - [*authing.OAuthError]: the issuer said no; errors.Is finds the code, such as [AccessDenied].
//   - [ErrState]: the callback does not belong to the sign-in; somebody may have forged it.
//   - [ErrIDToken]: the ID token is not one for this sign-in, and nobody is signed in.
//   - [ErrSubject]: refreshed tokens or user info are another person's.
//   - [ErrNotSupported]: the issuer does not offer what was asked.
//   - [*authing.InputError]: the call was wrong; nothing was sent.
//   - [*authing.RequestError]: no usable answer came; errors.Is finds context.DeadlineExceeded.
//
// Nothing secret is in an error's text, even where the issuer's answer repeats it.
//
// # What is asked, and when
//
// New asks nobody. The first call that needs it fetches the issuer's discovery document,
// once for however many callers wait, and it is kept. The keys of the issuer are fetched
// with the first ID token, and again when one is signed with a key that is not among them.
// Every answer is bounded in time and size. A redirect is not followed: what is sent is
// for the issuer alone. Nothing is sent a second time.
//
// # Libraries
//
// golang.org/x/oauth2, which the Go project keeps, makes the authorization URL, the PKCE
// pair and the requests for tokens. github.com/coreos/go-oidc, which Kubernetes uses too and
// which had four releases in the year before it was chosen, reads the discovery document and
// checks ID tokens. (It fetches the keys again for each token with a bad signature, which is
// why sdk/verify has a key set of its own; here a token comes from nobody but the issuer.)
// golang.org/x/sync, also the Go project's, lets callers share one discovery. By hand is
// what they lack: introspection, revocation, the end of the session, user info whose refusal
// is an error with a code, and the check that all of a sign-in belongs together.
package oidc
