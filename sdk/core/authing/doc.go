// Package authing holds what both clients of the core API share and their users
// see: the models that the service answers with and the inputs of the methods,
// and with them the codes, the errors and the few types that all APIs of the
// service have in common, so that a program which speaks the core API imports
// this package and not the other of its name.
//
// Nothing here sends anything. The clients are the packages management (for who
// holds the pool's secret) and enduser (for a program that acts for one person);
// they re-export the inputs, so that most programs import this package for its
// errors and codes alone:
//
//	user, err := app.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: account, Password: password})
//	if errors.Is(err, authing.CodeWrongCredentials) {
//		...
//	}
package authing
