package runtime

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/Khan/genqlient/graphql"

	"github.com/authing-community/authing-go/sdk/authing"
)

// What must never be printed.
const (
	poolSecret   = "POOL-SECRET-7d1f"
	managerToken = "MANAGER-TOKEN-55ab"
	userToken    = "USER-TOKEN-91cc"
	password     = "PASSWORD-c0ffee"
	phone        = "13100000042"
)

// hidden are the texts that no error and no printed value may contain.
var hidden = []string{poolSecret, managerToken, userToken, password, phone}

// checkHidden fails where text gives something away.
func checkHidden(t *testing.T, text string) {
	t.Helper()
	for _, secret := range hidden {
		if strings.Contains(text, secret) {
			t.Errorf("%q gives %q away", text, secret)
		}
	}
}

// transport answers requests in memory.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	return f(req)
}

// reply is an answer with a status and a body.
func reply(status int, body string) *http.Response {
	return &http.Response{
		StatusCode:    status,
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        make(http.Header),
		Body:          io.NopCloser(strings.NewReader(body)),
		ContentLength: -1,
	}
}

// always answers every request the same way.
func always(status int, body string) transport {
	return func(*http.Request) (*http.Response, error) { return reply(status, body), nil }
}

// through is the option that sends through a transport.
func through(t http.RoundTripper) Option { return WithHTTPClient(&http.Client{Transport: t}) }

// serve starts a server on loopback and returns the option that sends everything to it.
func serve(t *testing.T, handler http.HandlerFunc) Option {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return WithOrigin(server.URL)
}

// newPerson makes an end-user client with a session.
func newPerson(t *testing.T, options ...Option) *Client {
	t.Helper()
	client, err := New("POOL", Settings{Mode: SessionCredential, Token: userToken}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// newManager makes an owner's client with a manager's token.
func newManager(t *testing.T, options ...Option) *Client {
	t.Helper()
	client, err := New("POOL", Settings{Mode: OwnerCredential, Token: managerToken}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// loginData is what genqlient would generate for a login.
type loginData struct {
	Login *struct {
		ID    string         `json:"_id"`
		Token authing.Secret `json:"token"`
		Count int            `json:"count"`
	} `json:"login"`
}

// login is an operation without a credential.
var login = Operation{Name: "Login", Host: authing.HostUser, Path: "/graphql"}

// send sends an operation with variables and returns the answer.
func send(ctx context.Context, client *Client, op Operation, variables any) (*loginData, error) {
	var data loginData
	req := &graphql.Request{OpName: op.Name, Query: "query " + op.Name + " { login { _id } }", Variables: variables}
	err := client.Call(op).MakeRequest(ctx, req, &graphql.Response{Data: &data})
	return &data, err
}

// jwt returns a token with the claims; nobody signed it.
func jwt(claims string) authing.Secret {
	encode := base64.RawURLEncoding.EncodeToString
	return authing.Secret(encode([]byte(`{"alg":"none"}`)) + "." + encode([]byte(claims)) + ".signature")
}

// verbs are the ways to print a value.
var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t", "%T"}

// checkPrinting prints value in every way, alone and within other values.
func checkPrinting(t *testing.T, value any) {
	t.Helper()
	for _, verb := range verbs {
		checkHidden(t, fmt.Sprintf(verb, value))
		checkHidden(t, fmt.Sprintf(verb, []any{value}))
		checkHidden(t, fmt.Sprintf(verb, struct{ Value any }{value}))
	}
}

// newRequest returns a request without variables.
func newRequest() *graphql.Request {
	return &graphql.Request{OpName: "X", Query: "query X { login { _id } }"}
}

// newResponse returns room for any answer.
func newResponse() *graphql.Response { return &graphql.Response{Data: new(map[string]any)} }

// tokenOf returns the token of the person signed in, or "".
func tokenOf(t *testing.T, client *Client) authing.Secret {
	t.Helper()
	token, err := client.Token(t.Context())
	if err != nil && !errors.Is(err, authing.ErrNoSession) {
		t.Error(err)
	}
	return token
}
