package composite

import (
	"context"
	"net/http"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// API tells the runtime what it has to know of the core API.
func API() runtime.API {
	return runtime.API{
		Path:    "/graphql/v2",
		GraphQL: []authing.Host{authing.HostCore},
		Hosts:   []authing.Host{authing.HostCore, authing.HostWS},
		// By the document 2020, not signed in, is the answer of every method for who is signed
		// in, and 1010001, an ID token not valid or expired, that of Logout. A client without
		// a token asks nothing, so 2020 is about the token sent as well.
		TokenRefused: []authing.Code{
			authing.CodeNotSignedIn, authing.CodeSessionExpired, authing.CodeSessionInvalid, authing.CodeIDTokenInvalid,
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
		"X-Authing-Sdk-Version":  {"go:" + authing.Version},
		languageHeader:           {string(authing.LanguageChinese)},
	}
	if app != "" {
		headers.Set("X-Authing-App-Id", app)
	}
	return headers
}

// languageHeader names the language of the messages.
const languageHeader = "X-Authing-Lang"

// Language is the option WithLanguage of the clients.
func Language(language authing.Language) func(*runtime.Settings) {
	return func(s *runtime.Settings) {
		switch language {
		case authing.LanguageChinese, authing.LanguageEnglish:
			s.Headers.Set(languageHeader, string(language))
		default:
			s.Mistake("WithLanguage", `must be LanguageChinese ("zh-CN") or LanguageEnglish ("en-US")`)
		}
	}
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
