package composite

import (
	"context"
	"net/http"

	shared "github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/core/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// API tells the runtime what it has to know of the core API.
func API() runtime.API {
	return runtime.API{
		Path:    "/graphql/v2",
		GraphQL: []shared.Host{shared.HostCore},
		Hosts:   []shared.Host{shared.HostCore, shared.HostWS},
		TokenRefused: []shared.Code{
			shared.CodeNotSignedIn, shared.CodeSessionExpired, shared.CodeSessionInvalid, shared.CodeIDTokenInvalid,
		},
		PasswordKey: passwordKey,
	}
}

// Headers are what the service wants with every request. The application is empty for a
// client of the pool's owner.
func Headers(pool, app string) http.Header {
	headers := http.Header{
		"X-Authing-Userpool-Id":  {pool},
		"X-Authing-Request-From": {"sdk"},
		"X-Authing-Sdk-Version":  {"go:" + shared.Version},
		"X-Authing-Lang":         {"zh-CN"},
	}
	if app != "" {
		headers.Set("X-Authing-App-Id", app)
	}
	return headers
}

// passwordKey asks for the key that passwords are encrypted with.
func passwordKey(ctx context.Context, c *runtime.Client) (string, error) {
	call := c.Call(operations.RoutePasswordKey(runtime.NoCredential))
	answer, err := operations.PasswordKey(ctx, call)
	if err != nil {
		return "", err
	}
	if answer.WellKnown == nil || answer.WellKnown.PublicKey == "" {
		return "", call.Unusable("the answer holds no public key")
	}
	return answer.WellKnown.PublicKey, nil
}
