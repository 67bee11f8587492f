// Package management is the client of a user pool's owner for the core API: for a
// backend that holds the pool's secret, and manages its users, roles, groups and
// user-defined fields. Each of them is a field of the client, whose methods have
// the names of the published client; every method says which.
//
//	client, err := management.New("POOL_ID", management.WithSecret(secret))
//	if err != nil {
//		return err
//	}
//	for user, err := range client.Users.All(ctx, management.UsersListInput{}) {
//		...
//	}
//
// The client sends the owner token, which it fetches in exchange for the secret
// when it is first needed and again ahead of its expiry, in the background, while the old
// one serves on. Where the service refuses the token all the same, the client gets another
// and sends the call once more. [WithTokenCache] shares it between processes. It never
// holds the token of a person. For a program that acts for one person there is package
// enduser.
//
// # Errors
//
// What the service refuses is an [authing.Error] with a code, and each code is an
// error value of its own:
//
//	if errors.Is(err, authing.CodeUserExists) { ... }
//
// What is wrong with a call is an [authing.InputError], and nothing was sent. Where
// no usable answer came there is an [authing.RequestError], which wraps the cause; what
// may reach the service twice was tried again before, see [WithRetry].
package management
