package verify

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/address"
)

const (
	// defaultLeeway is how far apart two clocks may be that count as the same.
	defaultLeeway = 30 * time.Second
	// defaultTimeout bounds one fetch of the issuer's keys.
	defaultTimeout = 10 * time.Second
)

// Option is a setting of a verifier.
type Option func(*settings)

// settings is what the options say.
type settings struct {
	audience    []string
	anyAudience bool
	leeway      time.Duration
	now         func() time.Time
	keysURL     string
	httpClient  *http.Client
	timeout     time.Duration
	plainHTTP   bool
}

// WithAudience refuses a token that is for none of the given audiences: the IDs of the
// applications whose tokens are accepted. [NewIssuer] needs it.
func WithAudience(audience ...string) Option {
	return func(s *settings) { s.audience = append(s.audience, audience...) }
}

// WithAnyAudience accepts the tokens of every application of an issuer. A token that a
// person gave to another application then speaks for them here as well.
func WithAnyAudience() Option {
	return func(s *settings) { s.anyAudience = true }
}

// WithLeeway sets how far this machine's clock may be off before a token counts as
// expired or not valid yet; 30 seconds unless it is given.
func WithLeeway(d time.Duration) Option {
	return func(s *settings) { s.leeway = d }
}

// WithClock tells the time that a token is checked against by now instead of time.Now.
func WithClock(now func() time.Time) Option {
	return func(s *settings) { s.now = now }
}

// WithKeySetURL gives the address of the issuer's keys (its jwks_uri), so that they are
// fetched there without asking the issuer's discovery document for it.
func WithKeySetURL(url string) Option {
	return func(s *settings) { s.keysURL = url }
}

// WithHTTPClient fetches the issuer's keys through a client of your own, for example
// with a proxy. Its redirect policy is replaced: no redirect leads from https to http.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) { s.httpClient = client }
}

// WithTimeout bounds one fetch of the issuer's keys; 10 seconds unless it is given.
func WithTimeout(d time.Duration) Option {
	return func(s *settings) { s.timeout = d }
}

// WithPlainHTTP allows an issuer whose keys come over http, where whoever sits on the
// way can put keys of their own in. Without it only this machine (loopback) may do that.
func WithPlainHTTP() Option {
	return func(s *settings) { s.plainHTTP = true }
}

// read returns what the options say. The operation is for the error.
func read(operation string, options []Option) (*settings, error) {
	s := &settings{leeway: defaultLeeway, now: time.Now, timeout: defaultTimeout, httpClient: new(http.Client)}
	for _, option := range options {
		if option == nil {
			return nil, mistake(operation, "option", "is nil")
		}
		option(s)
	}
	switch {
	case s.leeway < 0:
		return nil, mistake(operation, "leeway", "is negative")
	case s.now == nil:
		return nil, mistake(operation, "clock", "is nil")
	case s.timeout <= 0:
		return nil, mistake(operation, "timeout", "must be more than 0")
	case s.httpClient == nil:
		return nil, mistake(operation, "HTTP client", "is nil")
	case slices.Contains(s.audience, ""):
		return nil, mistake(operation, "audience", "is empty")
	case s.anyAudience && len(s.audience) > 0:
		return nil, mistake(operation, "audience", "is given, and any audience as well: give one of them")
	}
	return s, nil
}

// allowed says what is wrong with an address to fetch from; "" where nothing is.
func (s *settings) allowed(location *url.URL) string {
	switch {
	case location.Hostname() == "":
		return "is not an absolute URL"
	case location.User != nil:
		return "must not contain a user or password"
	case location.Scheme == "https":
		return ""
	case location.Scheme != "http":
		return "is not an https URL"
	case !s.plainHTTP && !address.Loopback(location.Hostname()):
		return "is not https; WithPlainHTTP allows it"
	}
	return ""
}

// mistake is a verifier that could not be made.
func mistake(operation, parameter, problem string) error {
	return &authing.InputError{Operation: operation, Parameter: parameter, Problem: problem}
}
