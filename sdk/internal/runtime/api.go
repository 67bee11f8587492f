package runtime

import (
	"context"
	"errors"
	"slices"

	"github.com/authing-community/authing-go/sdk/authing"
)

// API is what differs between the APIs that clients speak and stands in no operation. The
// zero value is the classic API, of the users and oauth services.
type API struct {
	// Path is where GraphQL is asked by what is no generated operation: Do, and the
	// exchange of the pool's secret.
	Path string
	// GraphQL are the roles of the hosts that answer there. The first one is asked where
	// nobody names another.
	GraphQL []authing.Host
	// Hosts are the roles of all hosts that the API has. WithHost refuses others.
	Hosts []authing.Host
	// TokenRefused are the codes by which the service says of the token sent that it has
	// expired, or is not valid.
	TokenRefused []authing.Code
	// PasswordKey asks for the key that passwords are encrypted with, in PEM. It is called
	// once, before the first password, unless WithPasswordKey gives the key. With nil the
	// key is that of the public service.
	PasswordKey func(context.Context, *Client) (string, error)
}

// classicAPI is the zero value filled in.
func classicAPI() API {
	return API{
		Path:         graphqlPath,
		GraphQL:      []authing.Host{authing.HostUser, authing.HostOAuth},
		Hosts:        []authing.Host{authing.HostUser, authing.HostOAuth, authing.HostBase, authing.HostCDN, authing.HostUpload},
		TokenRefused: []authing.Code{authing.CodeSessionExpired, authing.CodeSessionInvalid},
	}
}

// host is the role of the host that answers GraphQL where nobody names another.
func (a *API) host() authing.Host { return a.GraphQL[0] }

// tokenRefused reports whether an error says that the service took the token for expired
// or not valid.
func (a *API) tokenRefused(err error) bool {
	return slices.ContainsFunc(a.TokenRefused, func(code authing.Code) bool { return errors.Is(err, code) })
}

// has reports whether the API has a host that plays role.
func (a *API) has(role authing.Host) bool { return slices.Contains(a.Hosts, role) }
