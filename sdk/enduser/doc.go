// Package enduser is the client of one person: for a command-line tool, a desktop
// or mobile program, or a web server that signs people in. It holds no key to the
// pool itself, and can be handed out. Its manual is the document of the
// JavaScript SDK; every method says by which name the document calls it.
//
//	client, err := enduser.New("POOL_ID")
//	if err != nil {
//		return err
//	}
//	user, err := client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "..."})
//
// A sign-in starts the client's session, and Logout ends it. What acts for the
// person sends the session's token and fails with [authing.ErrNoSession] where
// there is none; what needs no credential never sends it.
//
// The service may end it as well: then the error wraps [authing.ErrSessionEnded], and
// nobody is signed in any more. [WithSessionStore] brings the session back in the next run
// of a program.
//
// A server that serves many people makes one client and derives another for each
// request's token with [Client.WithToken], which costs next to nothing.
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
