package runtime

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Client is a small value over a shared core: the core has the pool, the transport, the
// key, the hosts and the owner token; the value has one credential. It is safe for
// concurrent use. It need not be closed: what it does in the background ends by itself.
type Client struct {
	core    *core
	mode    Credential
	session *session // where mode is SessionCredential
}

// core is what all clients derived from one another share. Nothing of it changes after
// New but the owner token and the spare buffers.
type core struct {
	pool       string
	app        string // the application's ID, where the API has them
	api        API
	hosts      *hosts
	sealer     *sealer
	httpClient *http.Client
	timeout    time.Duration // of one attempt
	limit      int64         // of one answer, in bytes
	retry      authing.Retry // with its defaults filled in
	random     func() float64
	headers    headers
	chain      authing.Send // the middleware around an attempt; nil without
	logger     *slog.Logger // nil for none
	owner      *owner       // where New made an owner's client
	buffers    sync.Pool    // *bytes.Buffer, for answers
}

// headers are the values that every request has, made once.
type headers struct {
	accept, json, userAgent []string
	others                  http.Header // what the API wants besides; nil for nothing
}

// New makes a client for a pool. It sends nothing.
func New(pool string, settings Settings, options ...Option) (*Client, error) {
	for _, option := range options {
		if option == nil {
			return nil, newMistake("option", "is nil")
		}
		option(&settings)
	}
	if len(settings.mistakes) > 0 {
		return nil, settings.mistakes[0]
	}
	if pool == "" {
		return nil, newMistake("pool ID", "is required")
	}
	for what, text := range map[string]string{"pool ID": pool, "application ID": settings.App, "secret": settings.Secret.Reveal(), "token": settings.Token.Reveal()} {
		if blank(text) {
			return nil, newMistake(what, unsendable)
		}
	}
	if settings.API.Path == "" {
		settings.API = classicAPI()
	}
	hosts, err := newHosts(&settings.API, settings.hosts, settings.insecure)
	if err != nil {
		return nil, err
	}
	retry, err := newRetry(settings.retry)
	if err != nil {
		return nil, err
	}
	chain, err := compose(settings.middleware)
	if err != nil {
		return nil, err
	}
	c := &core{
		pool:       pool,
		app:        settings.App,
		api:        settings.API,
		hosts:      hosts,
		httpClient: newHTTPClient(settings.httpClient),
		timeout:    cmp.Or(settings.timeout, defaultTimeout),
		limit:      cmp.Or(settings.limit, defaultLimit),
		retry:      retry,
		random:     rand.Float64,
		headers: headers{
			accept:    []string{jsonType},
			json:      []string{jsonType},
			userAgent: []string{cmp.Or(settings.userAgent, "authing-go/"+authing.Version)},
			others:    settings.Headers.Clone(),
		},
		chain:  chain,
		logger: settings.logger,
	}
	if c.sealer, err = newSealer(c, settings); err != nil {
		return nil, err
	}
	switch settings.Mode {
	case SessionCredential:
		if settings.Secret != "" {
			return nil, newMistake("the pool's secret", "does not belong into a client that acts for one person")
		}
		return &Client{core: c, mode: SessionCredential, session: firstSession(c, settings)}, nil
	case OwnerCredential:
		if c.owner, err = newOwner(c, settings); err != nil {
			return nil, err
		}
		return &Client{core: c, mode: OwnerCredential}, nil
	}
	return nil, newMistake("mode", "must be that of an owner or of a session")
}

// unsendable is what is wrong with a text that is blank.
const unsendable = "has white space or a control character in it"

// blank reports whether a text has white space or control characters in it, as one has
// that was read from a file with its line break. No header could carry it.
func blank(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// made reports whether New made the client: a zero one of package management or enduser
// has none of the runtime.
func (c *Client) made() bool { return c != nil && c.core != nil }

// Pool returns the identifier of the user pool.
func (c *Client) Pool() string {
	if !c.made() {
		return ""
	}
	return c.core.pool
}

// App returns the identifier of the application, where the API has them.
func (c *Client) App() string {
	if !c.made() {
		return ""
	}
	return c.core.app
}

// CDN returns the address that pictures are served from, without a slash at its end.
func (c *Client) CDN() string { return c.core.hosts.cdn.prefix }

// Credential returns the credential that the client holds: OwnerCredential or
// SessionCredential.
func (c *Client) Credential() Credential {
	if !c.made() {
		return NoCredential
	}
	return c.mode
}

// firstSession returns the session that a new client has.
func firstSession(c *core, settings Settings) *session {
	if settings.SessionStore == nil {
		return newSession(settings.Token)
	}
	return newKeptSession(settings.Token, c, settings.SessionStore)
}

// Token returns the token of the person signed in; the first time it asks the store. Where
// nobody is signed in, as on an owner's client, the error is authing.ErrNoSession.
func (c *Client) Token(ctx context.Context) (authing.Secret, error) {
	const name = "Token"
	if !c.made() || c.session == nil {
		return "", noSession(name)
	}
	current, err := c.signedIn(ctx, name)
	if err != nil {
		return "", err
	}
	return current.token, nil
}

// signedIn returns the token of the person signed in, for a method.
func (c *Client) signedIn(ctx context.Context, method string) (*bearer, error) {
	current, err := c.session.bearer(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("authing: %s: load the session: %w", method, err)
	case current == nil:
		return nil, noSession(method)
	case current.unsendable:
		return nil, &authing.InputError{Operation: method, Parameter: "token", Problem: unsendable}
	}
	return current, nil
}

// noSession is the error for a method that needs a session where there is none.
func noSession(method string) error {
	return fmt.Errorf("authing: %s: %w", method, authing.ErrNoSession)
}

// WithSession derives a client that acts for the person whom token belongs to. It
// shares everything but the session with c, and c does not change. Its session lives in
// memory alone.
func (c *Client) WithSession(token authing.Secret) *Client {
	if !c.made() {
		return new(Client)
	}
	return &Client{core: c.core, mode: SessionCredential, session: newSession(token)}
}

// Call returns one call of op.
func (c *Client) Call(op Operation) *Call { return &Call{client: c, op: op} }

// Format keeps the credential out of everything that is printed.
func (c Client) Format(f fmt.State, _ rune) {
	text := "runtime.Client"
	if c.core != nil {
		text += "(" + c.core.pool + ")"
	}
	_, _ = io.WriteString(f, text)
}

// spareBuffer is the largest buffer that is kept for the next answer, in bytes, so that
// one large answer does not stay in memory.
const spareBuffer = 1 << 20

// buffer returns an empty buffer, a used one where there is one.
func (c *core) buffer() *bytes.Buffer {
	if buf, ok := c.buffers.Get().(*bytes.Buffer); ok {
		buf.Reset()
		return buf
	}
	return new(bytes.Buffer)
}

// recycle takes a buffer back. Nothing may refer to its bytes any more.
func (c *core) recycle(buf *bytes.Buffer) {
	if buf.Cap() <= spareBuffer {
		c.buffers.Put(buf)
	}
}

// bound returns a context that ends with ctx or with the time for one attempt.
func (c *core) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, c.timeout)
}
