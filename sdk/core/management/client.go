package management

import (
	"context"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/internal/composite"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// New makes a client for the pool with the given ID. It needs [WithSecret] or
// [WithToken], and sends nothing yet: a secret that is wrong shows at the first
// call that needs the owner token.
//
// The client is safe for concurrent use. It need not be closed: what it does in the
// background, the renewal of the owner token, ends by itself.
func New(poolID string, options ...Option) (*Client, error) {
	settings := runtime.Settings{
		API: composite.API(), Headers: composite.Headers(poolID, ""),
		Mode: runtime.OwnerCredential, Exchange: composite.OwnerToken(poolID),
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

// WithSecret gives the pool's secret, which stands in the console beside the
// pool's ID. The client exchanges it for the owner token.
func WithSecret(secret authing.Secret) Option {
	return func(s *runtime.Settings) { s.Secret = secret }
}

// WithToken gives the token of a manager of the pool instead of the pool's
// secret. It is sent as it is, and not renewed: once it has expired, every call that
// needs it fails with [authing.ErrTokenExpired].
func WithToken(token authing.Secret) Option {
	return func(s *runtime.Settings) { s.Token = token }
}

// WithTokenCache shares the owner token with other processes, so that a fleet exchanges the
// secret once. It goes with [WithSecret].
func WithTokenCache(cache authing.TokenCache) Option {
	return func(s *runtime.Settings) { s.TokenCache = cache }
}

// WithLanguage sets the language that the service is asked to write its messages in, such
// as that of an [authing.Error]. The default is Chinese.
func WithLanguage(language authing.Language) Option { return composite.Language(language) }

// Do sends any GraphQL text as the pool's owner, for what the methods do not cover: a
// private deployment whose schema is older or newer. The variables are a map or a struct
// with JSON tags, or nil; out is a pointer that the data of the answer is decoded into, or
// nil. Errors and limits are those of every method; it is tried again where the text has
// queries alone. A text that is no GraphQL is refused before anything is sent; whether the
// service knows its fields the service says. Nothing is filled in, and nothing encrypted.
//
//	var data struct{ User *struct{ Email string } }
//	err := client.Do(ctx, `query ($id: String) { user(id: $id) { email } }`, map[string]any{"id": id}, &data)
//
// The option is [authing.OperationName].
func (c *Client) Do(ctx context.Context, query string, variables, out any, options ...authing.DoOption) error {
	return c.runtime.Do(ctx, query, variables, out, options...)
}
