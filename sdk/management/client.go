package management

import (
	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/composite"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// New makes a client for the pool with the given ID. It needs [WithSecret] or
// [WithToken], and sends nothing yet: a secret that is wrong shows at the first
// call that needs the owner token.
func New(poolID string, options ...Option) (*Client, error) {
	settings := runtime.Settings{Mode: runtime.OwnerCredential, Exchange: composite.OwnerToken(poolID)}
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
// pool's ID. The client exchanges it for the owner token. The documents call it
// secret.
func WithSecret(secret authing.Secret) Option {
	return func(s *runtime.Settings) { s.Secret = secret }
}

// WithToken gives the token of a manager of the pool instead of the pool's
// secret. It is sent as it is, and not renewed. The documents call it accessToken.
func WithToken(token authing.Secret) Option {
	return func(s *runtime.Settings) { s.Token = token }
}
