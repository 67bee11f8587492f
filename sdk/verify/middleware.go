package verify

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// retryAfter is what a server that lacks the issuer's keys asks callers to wait, in
// seconds; fetching them is tried again by then.
const retryAfter = "1"

// MiddlewareOption is a setting of [Middleware].
type MiddlewareOption func(*middleware)

// middleware is what every request goes through.
type middleware struct {
	verifier  *Verifier
	client    *enduser.Client
	anonymous bool
	refuse    func(http.ResponseWriter, *http.Request, error)
}

// AllowAnonymous lets a request through that carries no bearer token at all: its context
// holds no identity. One with a token that is not good is refused all the same.
func AllowAnonymous() MiddlewareOption {
	return func(m *middleware) { m.anonymous = true }
}

// WithErrorHandler answers a refused request with handle instead of [WriteError], which
// it may call after it has logged the error, for example.
func WithErrorHandler(handle func(w http.ResponseWriter, r *http.Request, err error)) MiddlewareOption {
	return func(m *middleware) { m.refuse = handle }
}

// Middleware lets only those requests through to a handler whose bearer token v finds
// good. The handler finds the person with [FromContext], and with [ClientFromContext] a
// client that acts for that person: client with the request's token. It finds no client
// where client is nil.
func Middleware(v *Verifier, client *enduser.Client, options ...MiddlewareOption) func(http.Handler) http.Handler {
	m := &middleware{verifier: v, client: client}
	for _, option := range options {
		if option != nil {
			option(m)
		}
	}
	if m.refuse == nil {
		m.refuse = func(w http.ResponseWriter, _ *http.Request, err error) { WriteError(w, err) }
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { m.serve(w, r, next) })
	}
}

func (m *middleware) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	token, err := bearer(r)
	if m.anonymous && errors.Is(err, ErrNoToken) {
		next.ServeHTTP(w, r)
		return
	}
	if err != nil {
		m.refuse(w, r, err)
		return
	}
	who, err := m.verifier.Verify(r.Context(), token)
	if err != nil {
		m.refuse(w, r, err)
		return
	}
	var client *enduser.Client
	if m.client != nil {
		client = m.client.WithToken(token)
	}
	next.ServeHTTP(w, r.WithContext(NewContext(r.Context(), who, client)))
}

// bearer returns the token that a request carries, as RFC 6750, section 2.1, says.
func bearer(r *http.Request) (authing.Secret, error) {
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return "", fail(ErrNoToken, "")
	}
	if len(values) > 1 {
		return "", fail(ErrHeader, "it stands there more than once")
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", fail(ErrNoToken, "")
	}
	token = strings.Trim(token, " ")
	if token == "" || strings.ContainsAny(token, " \t,") {
		return "", fail(ErrHeader, "")
	}
	return authing.Secret(token), nil
}

// WriteError answers a request that was refused with err, as RFC 6750, section 3, says:
// 401 where the token is missing or not good, 400 where the header cannot be understood,
// and 503 where the issuer's keys are not available.
func WriteError(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrKeysUnavailable):
		w.Header().Set("Retry-After", retryAfter)
		refuse(w, http.StatusServiceUnavailable)
	case errors.Is(err, ErrNoToken):
		w.Header().Set("WWW-Authenticate", "Bearer")
		refuse(w, http.StatusUnauthorized)
	case errors.Is(err, ErrHeader):
		w.Header().Set("WWW-Authenticate", challenge("invalid_request", err))
		refuse(w, http.StatusBadRequest)
	default:
		w.Header().Set("WWW-Authenticate", challenge("invalid_token", err))
		refuse(w, http.StatusUnauthorized)
	}
}

// refuse answers with the status and its usual text.
func refuse(w http.ResponseWriter, status int) {
	http.Error(w, http.StatusText(status), status)
}

// challenge tells why a token is not good. It names the kind of error alone: the details
// are for the server's own log.
func challenge(code string, err error) string {
	text := `Bearer error="` + code + `"`
	if known, ok := errors.AsType[*failure](err); ok {
		text += `, error_description="` + known.kind.Error() + `"`
	}
	return text
}

// contextKey is the key of a request's caller.
type contextKey struct{}

// caller is what a request's context holds.
type caller struct {
	identity *Identity
	client   *enduser.Client
}

// NewContext returns a context that holds what [Middleware] puts into a request's: for
// the test of a handler, or for a server that does not speak HTTP. Either may be nil.
func NewContext(ctx context.Context, identity *Identity, client *enduser.Client) context.Context {
	return context.WithValue(ctx, contextKey{}, caller{identity: identity, client: client})
}

// FromContext returns who sent the request; false where nobody is known.
func FromContext(ctx context.Context) (*Identity, bool) {
	who, _ := ctx.Value(contextKey{}).(caller)
	return who.identity, who.identity != nil
}

// ClientFromContext returns the client that acts for who sent the request; false where
// nobody is known, or where [Middleware] was given no client.
func ClientFromContext(ctx context.Context) (*enduser.Client, bool) {
	who, _ := ctx.Value(contextKey{}).(caller)
	return who.client, who.client != nil
}
