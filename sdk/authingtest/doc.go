// Package authingtest is an Authing service in a box: a real HTTP server on
// loopback, for tests and for trying things out, like net/http/httptest. It
// needs no account and no network, and nothing that it "sends" leaves it.
//
//	box := authingtest.NewServer(t)
//	app, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
//	...
//	_, err = app.SendOneTimePhoneCode(ctx, "13100000000")
//	user, err := app.LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{
//		Phone: "13100000000", PhoneCode: box.LastSMS("13100000000"),
//	})
//
// The box behaves as the service does towards any client, not only the ones of
// this module: it refuses queries outside the schema, checks who may call what,
// decrypts passwords, signs JSON Web Tokens, and lets codes and sessions expire.
// One origin stands for all the hosts of the real service.
//
// A box starts with one empty user pool; [Server.AddPool] adds more, and nothing
// of one is good in another. Users, applications, groups and people in directories
// are put in with the Add methods of [Pool], and whatever a client can create, a
// client may. What the pool's owner decides is an option, such as
// [WithFailedLogins], or a Set method where a test switches it.
//
// [Server.Outbox] shows what went out by SMS and email, [Pool.LastSMS] the code
// that a person would type, [Pool.OneTimePassword] what their authenticator shows;
// [Pool.ScanQR] and [Pool.ScanQRLogin] stand for their phone. [Server.Advance]
// moves the clock, and [Server.FailNext] makes a call fail: refused, cut, lost or
// left hanging. The box forgets everything when it is closed, unless
// [WithDataFile] gives it a file to go on from.
//
// The box is an OpenID Connect issuer for server-side programs, at its URL followed
// by /oidc: an application that [Pool.AddOIDCApp] made, with the program's
// RedirectURIs, signs people in there with the authorization code flow and PKCE.
//
// The core API is served beside the classic one, over the same users: whoever
// registers by one signs in by the other, and their tokens are good in both and
// end alike.
//
//	app, err := coreenduser.New(box.PoolID, box.AppID, coreenduser.WithOrigin(box.URL))
//
// Its groups and roles are the classic ones of role-based access control. It knows
// a group by its code, and a role by its code in a permission group, the namespace;
// what the classic API made has its ID for a code and stands in the pool's own
// namespace, default. A role's code is its name in the classic API, and a
// department is a group that stands in an organisation. A namespace is there with
// the first role in it; policies, which have no call that makes one, come from
// [Pool.AddPolicy]. A refusal is in Chinese where a request asks for that and the
// code is one of the core API's document.
//
// Codes by SMS serve every purpose, and codes by email the scene that they were
// sent for: those of a scene that both APIs have, such as setting a new password,
// serve either. A code for a phone number outside of China went out to the number
// with its country code.
//
// Every code can be provoked by its rule, but for one that means the same as
// another. What no document says is assumed: the code whose meaning fits.
//
// A browser that opens the box's URL sees all of it live, with the latest
// requests, on a page under /box/. The command cmd/authing-box serves a box on a
// port, to keep the page beside the editor.
//
// A box forgets everything when it is closed, unless [WithDataFile] gives it a file
// to go on from.
//
// GraphQL runs on github.com/graph-gophers/graphql-go, because it resolves from
// plain structs over a schema that is given as text, and tokens are made and
// checked by github.com/golang-jwt/jwt, the library that most Go programs use;
// github.com/go-jose/go-jose publishes the key, as a client of OpenID Connect reads it.
// One-time passwords are checked by github.com/pquerna/otp, because it follows
// the standards that authenticator programs follow, and can be told the time.
// github.com/vektah/gqlparser, which the clients need anyway, finds out which call
// a request is that is to fail.
// The data file is one of go.etcd.io/bbolt: pure Go, one file, and a process that
// is killed in the middle of a write leaves what was written before.
package authingtest
