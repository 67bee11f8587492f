package enduser

import (
	"context"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/internal/composite"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// New makes a client for an application of the pool, each given by its ID. It sends
// nothing, and nobody is signed in yet, unless [WithToken] or [WithSessionStore] says who.
// The client is safe for concurrent use, and need not be closed.
func New(poolID, appID string, options ...Option) (*Client, error) {
	settings := runtime.Settings{
		API: composite.API(), App: appID, Headers: composite.Headers(poolID, appID), Mode: runtime.SessionCredential,
	}
	if appID == "" {
		settings.Mistake("application ID", "is required")
	}
	for _, option := range options {
		if option != nil {
			option(&settings)
		}
	}
	c, err := runtime.New(poolID, settings)
	if err != nil {
		return nil, err
	}
	return newClient(c), nil
}

// WithToken makes the client act for the person whom the token belongs to: the
// Token of a user who signed in earlier.
func WithToken(token authing.Secret) Option {
	return func(s *runtime.Settings) { s.Token = token }
}

// WithToken derives a client that acts for the person whom the token belongs to.
// It shares connections and settings with c, and has a session of its own, in memory
// alone; c stays as it is. With an empty token nobody is signed in.
func (c *Client) WithToken(token authing.Secret) *Client {
	return newClient(c.runtime.WithSession(token))
}

// Token returns the token of the person who is signed in; the first time it asks the store
// of [WithSessionStore]. Where nobody is signed in the error is [authing.ErrNoSession]. A
// program that keeps the token can go on in its next run with the option [WithToken].
func (c *Client) Token(ctx context.Context) (authing.Secret, error) {
	return c.runtime.Token(ctx)
}

// WithSessionStore keeps the session for the next run of the program: the client loads it
// at the first call that needs to know who is signed in, saves what a sign-in starts, and
// clears what Logout or the service ends. A store that fails to save or clear fails no
// call; see [authing.SessionStore]. With the option [WithToken] that token counts, and
// nothing is loaded. Clients derived with [Client.WithToken] never touch the store.
func WithSessionStore(store authing.SessionStore) Option {
	return func(s *runtime.Settings) { s.SessionStore = store }
}

// WithLanguage sets the language that the service is asked to write its messages in, such
// as that of an [authing.Error]. The default is Chinese.
func WithLanguage(language authing.Language) Option { return composite.Language(language) }

// Do sends any GraphQL text, for what the methods do not cover: a private deployment whose
// schema is older or newer. It sends the session's token where somebody is signed in, and
// else no credential. The variables are a map or a struct with JSON tags, or nil; out is a
// pointer that the data of the answer is decoded into, or nil. Errors and limits are those
// of every method; it is tried again where the text has queries alone. A text that is no
// GraphQL is refused before anything is sent; whether the service knows its fields the
// service says. Nothing is filled in, nothing encrypted, and no session starts.
//
//	var data struct{ User *struct{ Email string } }
//	err := client.Do(ctx, `query { user { email } }`, nil, &data)
//
// The option is [authing.OperationName].
func (c *Client) Do(ctx context.Context, query string, variables, out any, options ...authing.DoOption) error {
	return c.runtime.Do(ctx, query, variables, out, options...)
}
