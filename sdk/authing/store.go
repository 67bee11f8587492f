package authing

import "context"

// TokenCache shares the owner token of a pool between processes: the option
// WithTokenCache of the management client takes one. It is safe for concurrent use and
// honours ctx, which gives it a few seconds.
//
// The client makes the keys: the pool's ID and the address of the user host, nothing
// secret. What is kept under one serves whoever reads it as the pool's owner, so a cache
// is to be guarded as the pool's secret is.
//
// A cache that fails costs an exchange of the secret and nothing else: its errors are
// logged, where there is a logger, and fail no call.
type TokenCache interface {
	// Load returns the token kept under key, or "" where there is none. It need not
	// look at its age: the client does.
	Load(ctx context.Context, key string) (Secret, error)
	// Save keeps the token under key in place of the one before.
	Save(ctx context.Context, key string, token Secret) error
}

// SessionStore keeps the token of the person signed in from one run of a program to the
// next: the option WithSessionStore of the end-user client takes one. It is safe for
// concurrent use and honours ctx. One store belongs to one person.
//
// The client loads once, at the first call that needs to know who is signed in. A sign-in
// saves; signing out clears, and so does the service when it says that the session is
// over. A failure to save or clear fails no call, because the service has done its part:
// the client goes on with the session in memory, and logs a warning where it has a logger.
// A failure to load fails the call, and the next one tries again.
type SessionStore interface {
	// Load returns the token that was saved last, or "" where there is none.
	Load(ctx context.Context) (Secret, error)
	// Save keeps the token in place of the one before.
	Save(ctx context.Context, token Secret) error
	// Clear forgets the token, whoever saved it: of two processes with one store, the end
	// of the one's session is the end of both. Where there is none it does nothing.
	Clear(ctx context.Context) error
}
