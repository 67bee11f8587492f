package runtime

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// defaultTimeout bounds one attempt; the service's documents name it.
const defaultTimeout = 10 * time.Second

// defaultLimit is the largest answer that is read, in bytes: a page of 1,000 users takes
// a fifth of it, and the worst that it can be decoded into does not hurt a server.
const defaultLimit int64 = 8 << 20

// Settings is what a client is made from. The zero value of everything but Mode works
// for an end-user client.
type Settings struct {
	// API is the API that the client speaks.
	API API
	// App is the identifier of the application, in an API that has them.
	App string
	// Headers are sent with every request besides the usual ones.
	Headers http.Header
	// Mode is the credential that the client holds: OwnerCredential or SessionCredential.
	Mode Credential
	// Secret is the pool's secret; only where Mode is OwnerCredential.
	Secret authing.Secret
	// Token is a manager's token, or the token of the person signed in.
	Token authing.Secret
	// Exchange fetches the owner token for the secret, through the call it is given.
	Exchange func(ctx context.Context, call *Call, secret authing.Secret) (authing.Secret, error)
	// TokenCache shares the owner token with other processes; nil for nobody.
	TokenCache authing.TokenCache
	// SessionStore keeps the session for the next process; nil for memory alone.
	SessionStore authing.SessionStore

	timeout     time.Duration
	limit       int64 // bytes
	passwordKey string
	hosts       []hostSetting // in the order given: the last one for a role counts
	insecure    bool
	httpClient  *http.Client
	retry       authing.Retry
	userAgent   string
	middleware  []authing.Middleware // the outermost first
	logger      *slog.Logger
	mistakes    []error // what options found wrong, for New to report
}

// Format keeps the secret and the token out of everything that is printed.
func (s Settings) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "runtime.Settings") }

// Option changes how a client is made.
type Option func(*Settings)

// WithTimeout bounds one attempt to get an answer; 10 seconds is the default. The
// whole call is bounded by its context. An upload may take longer than one attempt: it
// is given up when nothing moved for that time.
func WithTimeout(timeout time.Duration) Option {
	return func(s *Settings) {
		s.timeout = timeout
		if timeout <= 0 {
			s.Mistake("WithTimeout", "must be positive")
		}
	}
}

// WithResponseLimit bounds the size of one answer, in bytes after decompression;
// 8 MiB is the default. A larger answer is an error.
func WithResponseLimit(bytes int64) Option {
	return func(s *Settings) {
		s.limit = bytes
		if bytes <= 0 {
			s.Mistake("WithResponseLimit", "must be positive")
		}
	}
}

// WithPasswordKey sets the public key that passwords are encrypted with, in PEM (PKIX or
// PKCS #1). A private deployment has its own. Without this option it is the one that the
// service names, where the API has a way to ask for it, and else the public service's.
func WithPasswordKey(pem string) Option {
	return func(s *Settings) {
		s.passwordKey = pem
		if pem == "" {
			s.Mistake("WithPasswordKey", "is empty")
		}
	}
}

// WithHost sets the address of the host that plays a role, for a private deployment.
// The user and oauth roles take the address of GraphQL ("https://users.example.com/graphql");
// what they serve outside GraphQL is looked for beside it. An address without a path
// gets "/graphql". The core role takes an address without the path of GraphQL
// ("https://core.example.com"). A role that the client never asks is refused.
func WithHost(role authing.Host, url string) Option {
	return func(s *Settings) {
		s.hosts = append(s.hosts, hostSetting{option: fmt.Sprintf("WithHost(%q)", string(role)), role: role, url: url})
	}
}

// WithOrigin sets one address for the hosts of every role, for a private deployment
// that serves everything at one place, or for a test service. [WithHost] after it
// changes one of them.
func WithOrigin(url string) Option {
	return func(s *Settings) {
		s.hosts = append(s.hosts, hostSetting{option: "WithOrigin", every: true, url: url})
	}
}

// WithHTTPClient sends through an HTTP client of the caller's own, which brings its
// proxy, certificates, connection pool or instruments. The default is a transport of the
// client's own with the settings of http.DefaultTransport, but for 100 idle connections
// for each host, so that many callers at once keep theirs.
func WithHTTPClient(client *http.Client) Option {
	return func(s *Settings) {
		s.httpClient = client
		if client == nil {
			s.Mistake("WithHTTPClient", "is nil")
		}
	}
}

// WithInsecureHTTP allows hosts at plain http:// addresses, over which anybody on the way
// can read and change what is sent. This machine itself (localhost, 127.0.0.1, [::1]) is
// always allowed.
func WithInsecureHTTP() Option {
	return func(s *Settings) { s.insecure = true }
}

// WithRetry sets how often a call is tried and how long the client waits in between. The
// default tries what may be tried again three times in all; a Retry with one attempt
// switches it off.
func WithRetry(retry authing.Retry) Option {
	return func(s *Settings) { s.retry = retry }
}

// WithUserAgent sets the User-Agent header; the default is "authing-go/" and the version
// of this SDK.
func WithUserAgent(product string) Option {
	return func(s *Settings) {
		s.userAgent = product
		if product == "" || strings.ContainsFunc(product, func(r rune) bool { return r < ' ' || r > '~' }) {
			s.Mistake("WithUserAgent", "must be printable ASCII")
		}
	}
}

// WithMiddleware wraps the sending of every attempt; the first one given is the outermost.
// Given twice, the later ones are further inside. See [authing.Middleware].
func WithMiddleware(middleware ...authing.Middleware) Option {
	return func(s *Settings) { s.middleware = append(s.middleware, middleware...) }
}

// WithLogger logs every attempt at the level Debug: operation, host role, number, HTTP
// status, duration and error. What goes wrong without failing a call is a Warn: an attempt
// that is made again, a cache or store that fails. Nothing secret is logged. Without this
// option nothing is logged at all.
func WithLogger(logger *slog.Logger) Option {
	return func(s *Settings) {
		s.logger = logger
		if logger == nil {
			s.Mistake("WithLogger", "is nil")
		}
	}
}

// Mistake notes what is wrong with an option, or with something else that a client is made
// from, for New to report.
func (s *Settings) Mistake(parameter, problem string) {
	s.mistakes = append(s.mistakes, newMistake(parameter, problem))
}

// newMistake is the error for something that a client cannot be made with.
func newMistake(parameter, problem string) error {
	return &authing.InputError{Operation: "New", Parameter: parameter, Problem: problem}
}
