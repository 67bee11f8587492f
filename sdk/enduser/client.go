package enduser

import (
	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// New makes a client for the pool with the given ID. It sends nothing, and nobody
// is signed in yet, unless [WithToken] says who.
func New(poolID string, options ...Option) (*Client, error) {
	settings := runtime.Settings{Mode: runtime.SessionCredential}
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
// Token of a user who signed in earlier. The documents call it accessToken.
func WithToken(token authing.Secret) Option {
	return func(s *runtime.Settings) { s.Token = token }
}

// WithToken derives a client that acts for the person whom the token belongs to.
// It shares connections and settings with c, and has a session of its own; c stays
// as it is. With an empty token nobody is signed in.
func (c *Client) WithToken(token authing.Secret) *Client {
	return newClient(c.runtime.WithSession(token))
}

// Token is the token of the person who is signed in, or "" where nobody is. A
// program that keeps it can go on in its next run with the option [WithToken].
func (c *Client) Token() authing.Secret {
	return c.runtime.Token()
}
