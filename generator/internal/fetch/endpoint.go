package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"
)

// Endpoint is where a service answers GraphQL, and how it is asked.
type Endpoint struct {
	URL string
	// Headers are sent with every question, and never printed.
	Headers []Header
	// Timeout is for one question and its answer.
	Timeout time.Duration
	// Limit is the greatest size of an answer, in bytes.
	Limit int64
	// Insecure allows http to another machine.
	Insecure bool
}

// Header is a header of a request. Its value is a secret.
type Header struct {
	Name, Value string
}

// String gives the name alone.
func (h Header) String() string { return h.Name + ": (not shown)" }

// GoString gives the name alone.
func (h Header) GoString() string { return h.String() }

// target is an endpoint whose address has been checked.
type target struct {
	Endpoint
	// url is without user and password, which are among the headers.
	url    *url.URL
	client *http.Client
	// secrets are taken out of messages.
	secrets []string
	// credentials are what no schema is to have.
	credentials []credential
}

func (e Endpoint) check() (*target, error) {
	u, err := url.Parse(e.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the URL is none that fetch can ask: write https://, a host and the path of the endpoint") // itself it may hold secrets
	}
	u.Fragment = ""
	e = e.withoutUser(u)
	t := &target{e, u, newClient(), secretsOf(e, u), credentialsOf(e, u)}
	u.User = nil
	if u.Scheme == "http" && !e.Insecure && !loopback(u.Hostname()) {
		return nil, fmt.Errorf("%s is not encrypted, so that anybody on the way can read and change what is sent: write https, or add --insecure", t)
	}
	return t, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// String names the endpoint without query and credentials.
func (t *target) String() string { return plain(t.url) }

func plain(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// ask sends one query and reads the answer.
func (t *target) ask(ctx context.Context, query string) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be asked: see whether the URL is right", t)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/graphql-response+json, application/json")
	for _, h := range t.Headers {
		request.Header.Del(h.Name) // they go before the two above
	}
	for _, h := range t.Headers {
		if http.CanonicalHeaderKey(h.Name) == "Host" {
			request.Host = h.Value // where package http takes it from
			continue
		}
		request.Header.Add(h.Name, h.Value)
	}
	response, err := t.client.Do(request)
	if err != nil {
		return nil, t.failed(err)
	}
	defer response.Body.Close() //nolint:errcheck // it is only read
	text, err := io.ReadAll(http.MaxBytesReader(nil, response.Body, t.Limit))
	if err != nil {
		return nil, t.unread(err, len(text))
	}
	return t.read(response, text)
}

// unread says why an answer was not read to its end.
func (t *target) unread(err error, length int) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fmt.Errorf("%s answers with more than %d bytes: if that is its schema, allow more with --limit", t, t.Limit)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return t.failed(err)
	}
	return fmt.Errorf("%s was cut off after %d bytes of its answer: try again", t, length)
}

// read judges an answer. Servers differ in the status of an answer that holds
// errors of GraphQL; those that say who is wrong are told as they are.
func (t *target) read(response *http.Response, text []byte) (*answer, error) {
	status := fmt.Sprintf("%d %s", response.StatusCode, http.StatusText(response.StatusCode))
	switch code := response.StatusCode; {
	case code >= 300 && code < 400:
		return nil, t.redirected(response, status)
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return nil, fmt.Errorf("%s answers %s: give a credential that it accepts with --header-env Authorization=VARIABLE", t, status)
	case code == http.StatusNotFound:
		return nil, fmt.Errorf("%s answers %s: see whether the path is right", t, status)
	case code == http.StatusProxyAuthRequired:
		return nil, fmt.Errorf("%s cannot be reached: its proxy answers %s: %s", t, status, remedy(&proxyError{code}))
	case code >= 500:
		return nil, fmt.Errorf("%s answers %s: the fault is the service's, try again later", t, status)
	}
	if encoding := response.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return nil, fmt.Errorf("%s answers in the encoding %s, which fetch cannot read: send no Accept-Encoding, or tell those who run it", t, t.quote(encoding))
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which some write, and JSON does not have
	trimmed := bytes.TrimSpace(text)
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")) // none is as good as a wrong one
	if kind == "text/html" || bytes.HasPrefix(trimmed, []byte("<")) {
		return nil, fmt.Errorf("%s answers with a page of HTML, and not GraphQL: see whether the URL is that of the endpoint, or whether a login stands before it", t)
	}
	if response.StatusCode >= 400 && !bytes.HasPrefix(trimmed, []byte("{")) {
		return nil, fmt.Errorf("%s answers %s: see whether the URL is that of a GraphQL endpoint", t, status)
	}
	var a answer
	err := json.Unmarshal(text, &a)
	switch syntax, ok := errors.AsType[*json.SyntaxError](err); {
	case len(trimmed) == 0:
		return nil, fmt.Errorf("%s answers with nothing: see whether the URL is that of a GraphQL endpoint", t)
	case ok && int(syntax.Offset) >= len(text):
		return nil, fmt.Errorf("%s was cut off after %d bytes of its answer: try again", t, len(text))
	case ok:
		return nil, fmt.Errorf("%s answers with what is no JSON, at byte %d: see whether the URL is that of a GraphQL endpoint", t, syntax.Offset)
	case err != nil:
		return nil, fmt.Errorf("%s answers with JSON that is no answer to an introspection: see whether the URL is that of a GraphQL endpoint", t)
	case response.StatusCode >= 400 && len(a.Errors) == 0:
		return nil, fmt.Errorf("%s answers %s: see whether the URL is that of a GraphQL endpoint", t, status)
	}
	if a.Data.Schema != nil {
		if err := t.checkRepeated(text); err != nil {
			return nil, err
		}
	}
	return &a, nil
}

func (t *target) redirected(response *http.Response, status string) error {
	to, err := response.Location()
	if err != nil {
		return fmt.Errorf("%s answers %s, and does not say where to: see whether the URL is right", t, status)
	}
	return fmt.Errorf("%s answers %s to %s: if headers may go there, fetch from there", t, status, t.redact(plain(to)))
}

// quote gives what a server says in a line: safe to print, and not too long.
func (t *target) quote(text string) string {
	const most = 200
	text = t.redact(text)
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return fmt.Sprintf("%q", text)
}
