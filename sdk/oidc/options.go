package oidc

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/address"
)

const (
	// defaultTimeout bounds one request.
	defaultTimeout = 10 * time.Second
	// defaultLimit bounds one answer: many times a token with every claim of a profile.
	defaultLimit = 1 << 20
	// scopeOpenID makes OpenID Connect out of OAuth, scopeOffline asks for a refresh token.
	scopeOpenID, scopeOffline = "openid", "offline_access"
)

// Option is a setting of a client.
type Option func(*settings)

// settings is what the options say.
type settings struct {
	secret      authing.Secret
	style       oauth2.AuthStyle
	redirectURL string
	scopes      []string
	httpClient  *http.Client
	timeout     time.Duration
	limit       int64
	now         func() time.Time
	insecure    bool
}

// WithSecret gives the application's secret, which is not the pool's. Without it the
// application is a public one, and PKCE alone keeps a stolen code useless.
func WithSecret(secret authing.Secret) Option {
	return func(s *settings) { s.secret = secret }
}

// WithBasicAuth sends the application's ID and secret in the Authorization header
// (client_secret_basic) instead of in the body (client_secret_post), for an application
// that is set up so.
func WithBasicAuth() Option {
	return func(s *settings) { s.style = oauth2.AuthStyleInHeader }
}

// WithRedirectURL says where the issuer sends the browser back to, exactly as it is
// registered for the application. BeginSignIn and FinishSignIn need it.
func WithRedirectURL(url string) Option {
	return func(s *settings) { s.redirectURL = url }
}

// WithScopes says what is asked for instead of openid, profile, email and phone; openid is
// asked for in any case. offline_access asks for a refresh token, and so for the person's
// consent at every sign-in, as OpenID Connect Core, section 11, wants it.
func WithScopes(scopes ...string) Option {
	return func(s *settings) { s.scopes = slices.Clone(scopes) }
}

// WithHTTPClient asks through a client of your own, for example with a proxy. It does not
// follow redirects. Where it has a Timeout, the shorter of that and [WithTimeout] counts.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) { s.httpClient = client }
}

// WithTimeout bounds one request; 10 seconds unless it is given. The context bounds the
// call.
func WithTimeout(d time.Duration) Option {
	return func(s *settings) { s.timeout = d }
}

// WithResponseLimit sets the size in bytes of the largest answer that is read, after
// decompression; 1 MiB unless it is given. Nothing makes an answer of the token endpoint
// larger than that.
func WithResponseLimit(bytes int64) Option {
	return func(s *settings) { s.limit = bytes }
}

// WithClock tells the time that an ID token is checked against by now instead of time.Now.
func WithClock(now func() time.Time) Option {
	return func(s *settings) { s.now = now }
}

// WithInsecureHTTP allows an issuer and a redirect URL at plain http:// addresses, over
// which anybody on the way can read and change what is sent. This machine itself
// (localhost, 127.0.0.1, [::1]) is always allowed.
func WithInsecureHTTP() Option {
	return func(s *settings) { s.insecure = true }
}

// read returns what the options say.
func read(options []Option) (*settings, error) {
	s := &settings{
		style: oauth2.AuthStyleInParams, scopes: []string{"profile", "email", "phone"},
		httpClient: new(http.Client), timeout: defaultTimeout, limit: defaultLimit, now: time.Now,
	}
	for _, option := range options {
		if option == nil {
			return nil, mistake(operationNew, "option", "is nil")
		}
		option(s)
	}
	if !slices.Contains(s.scopes, scopeOpenID) {
		s.scopes = slices.Insert(s.scopes, 0, scopeOpenID)
	}
	return s, s.check()
}

// check says what is wrong with the options.
func (s *settings) check() error {
	switch {
	case s.style == oauth2.AuthStyleInHeader && s.secret == "":
		return mistake(operationNew, "WithBasicAuth", "needs WithSecret")
	case s.httpClient == nil:
		return mistake(operationNew, "WithHTTPClient", "is nil")
	case s.timeout <= 0:
		return mistake(operationNew, "WithTimeout", "must be more than 0")
	case s.limit <= 0:
		return mistake(operationNew, "WithResponseLimit", "must be more than 0")
	case s.now == nil:
		return mistake(operationNew, "WithClock", "is nil")
	case slices.ContainsFunc(s.scopes, func(scope string) bool { return len(strings.Fields(scope)) != 1 || strings.TrimSpace(scope) != scope }):
		return mistake(operationNew, "WithScopes", "takes one scope an argument, without spaces")
	}
	if s.redirectURL != "" {
		if problem := address.Check(s.redirectURL, s.insecure); problem != "" {
			return mistake(operationNew, "WithRedirectURL", problem)
		}
	}
	return nil
}
