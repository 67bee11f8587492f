package runtime

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Unusable is the error for an answer that says nothing this client understands.
func (c *Call) Unusable(problem string) error { return c.unusable(problem) }

func (c *Call) unusable(problem string) error { return c.broken(errors.New(problem)) }

// broken is the error for a call that ended without a usable answer.
func (c *Call) broken(err error) error {
	return &authing.RequestError{Operation: c.op.Name, Host: c.op.Host, Err: err}
}

// refused is the error for a call that the service read and said no to.
func (c *Call) refused(code authing.Code, message string, data []byte) error {
	return continued(&authing.Error{
		Code:       code,
		Message:    clip(c.concealed(message)),
		Operation:  c.op.Name,
		HTTPStatus: c.status,
		Data:       data,
	})
}

// continued gives a refusal that brings a token to go on with its own type. Without the
// token it is a refusal as any other.
func continued(refusal *authing.Error) error {
	switch refusal.Code {
	case authing.CodeAppMFARequired, authing.CodeMFARequired:
		var person struct{ MFAToken, Nickname, Username, Email, Phone json.RawMessage }
		_ = refusal.Data.Decode(&person) // what is no object has no token either
		if token, _ := readText(person.MFAToken); token != "" {
			required := &authing.MFARequiredError{Token: authing.Secret(token), Err: withoutToken(*refusal, token)}
			required.Nickname, _ = readText(person.Nickname)
			required.Username, _ = readText(person.Username)
			required.Email, _ = readText(person.Email)
			required.Phone, _ = readText(person.Phone)
			return required
		}
	case authing.CodeFirstLoginPasswordReset:
		var login struct{ Token json.RawMessage }
		_ = refusal.Data.Decode(&login)
		if token, _ := readText(login.Token); token != "" {
			return &authing.FirstLoginError{Token: authing.Secret(token), Err: withoutToken(*refusal, token)}
		}
	}
	return refusal
}

// withoutToken takes a token out of the message of the refusal that brings it.
func withoutToken(refusal authing.Error, token string) authing.Error {
	if len(token) >= shortestSecret {
		refusal.Message = strings.ReplaceAll(refusal.Message, token, "[redacted]")
	}
	return refusal
}

// failed is the error for a request that net/http gave up, or for an answer that broke
// off. ctx is the caller's, bounded the one that also bounds the attempt.
func (c *Call) failed(ctx, bounded context.Context, err error) error {
	return c.broken(c.conceal(ctx, bounded, err))
}

// conceal keeps what an error says about the request and the answer out of its text,
// and the error itself, and whatever ended the contexts, within reach of errors.Is.
func (c *Call) conceal(ctx, bounded context.Context, err error) error {
	// *url.Error prints the address, in which phone numbers and pool IDs stand.
	for {
		outer, ok := errors.AsType[*url.Error](err)
		if !ok || outer.Err == nil {
			break
		}
		err = outer.Err
	}
	switch {
	case ctx.Err() != nil:
		return &concealed{text: ctx.Err().Error(), causes: []error{ctx.Err(), err}}
	case bounded.Err() != nil:
		return &concealed{
			text:   fmt.Sprintf("no answer within %v: %v", c.client.core.timeout, context.DeadlineExceeded),
			causes: []error{context.DeadlineExceeded, err},
		}
	}
	return &concealed{text: c.concealed(describe(err)), causes: []error{err}}
}

// describe says what is known to be harmless about an error of the network. Other errors
// quote: net/http the line that was no HTTP, a transport of the caller's own the address.
func describe(err error) string {
	switch err.(type) {
	case *net.OpError, *net.DNSError, *tls.CertificateVerificationError, *sizeError:
		return err.Error()
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the answer broke off: " + io.ErrUnexpectedEOF.Error()
	case errors.Is(err, io.EOF):
		return "the connection was closed without an answer: EOF"
	}
	if limit, ok := errors.AsType[net.Error](err); ok && limit.Timeout() {
		return "a time limit of the HTTP client has passed"
	}
	text := err.Error()
	if strings.ContainsAny(text, "\"/\n") || strings.Contains(text, "malformed") {
		return fmt.Sprintf("the request failed (%T)", err)
	}
	return text
}

// concealed is an error with a harmless text.
type concealed struct {
	text   string
	causes []error
}

// Error returns the harmless text.
func (e *concealed) Error() string { return e.text }

// Unwrap lets errors.Is and errors.As reach the causes.
func (e *concealed) Unwrap() []error { return e.causes }

// Format keeps the causes from being printed, whatever the verb.
func (e *concealed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.text) }

// sizeError is an answer beyond the limit, of bytes or of objects.
type sizeError struct {
	limit int64
	of    string
}

func (e *sizeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d %s", e.limit, e.of)
}

func tooLarge(limit int64) error { return &sizeError{limit, "bytes"} }

// statusError is an HTTP status that stands for a failure by itself.
type statusError int

func (e statusError) Error() string {
	text := fmt.Sprintf("HTTP %d", int(e))
	if name := http.StatusText(int(e)); name != "" {
		text += " " + name
	}
	return text
}

// longestMessage bounds, in bytes, what of a message of the service is kept.
const longestMessage = 1024

// clip shortens a message that is too long to be one, leaves whole characters, and keeps
// it on one line: it may go into a log.
func clip(message string) string {
	message = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, message)
	if len(message) <= longestMessage {
		return message
	}
	return strings.ToValidUTF8(message[:longestMessage], "") + "…"
}

// newHTTPClient returns a client that follows redirects with care and else does what
// given does.
func newHTTPClient(given *http.Client) *http.Client {
	client := http.Client{Transport: newTransport()}
	if given != nil {
		client = *given
	}
	client.CheckRedirect = careful(client.CheckRedirect)
	return &client
}

// idleConnections is how many connections to one host are kept for the next calls.
const idleConnections = 100

// newTransport returns net/http's default transport with more connections kept: its own
// two for each host would make many callers at once connect anew all the time.
func newTransport() http.RoundTripper {
	usual, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // the program has put another one in its place
		return http.DefaultTransport
	}
	transport := usual.Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 0, idleConnections
	return transport
}

// mostRedirects is how many redirects net/http follows by default.
const mostRedirects = 10

// careful returns a check of redirects for http.Client. Another host gets no body, in
// which a secret may stand, and no Authorization (net/http would let it through to a
// subdomain), and what it says instead is no answer to a call that had a body; nobody gets
// the address that the redirect came from; and what must not be replayed stays so on the
// new way.
func careful(check func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		first := via[0]
		if req.URL.Host != first.URL.Host || req.URL.Scheme != first.URL.Scheme {
			if req.Body != nil || first.Body != nil || first.Method != http.MethodGet {
				return http.ErrUseLastResponse
			}
			req.Header.Del("Authorization")
		}
		req.Header.Del("Referer")
		if first.Body != nil && first.GetBody == nil && req.Body == nil && req.Method == http.MethodGet {
			req.Body = emptyBody{}
		}
		if check != nil {
			err := check(req, via)
			if err != nil && err != http.ErrUseLastResponse { // which net/http compares
				err = &redirectError{err}
			}
			return err
		}
		if len(via) >= mostRedirects {
			return &redirectError{errors.New("stopped after 10 redirects")}
		}
		return nil
	}
}

// redirectError is a redirect that was not followed, and will not be next time.
type redirectError struct{ err error }

func (e *redirectError) Error() string { return e.err.Error() }

func (e *redirectError) Unwrap() error { return e.err }
