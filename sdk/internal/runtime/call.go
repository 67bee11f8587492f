package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/Khan/genqlient/graphql"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Call is one call of an operation. It implements genqlient's graphql.Client for one
// request, and has what a generated method needs before and after it.
type Call struct {
	client *Client
	op     Operation
	status int // the HTTP status of the answer, once there is one
}

var _ graphql.Client = (*Call)(nil)

// outgoing is a request ready to be sent, as often as need be.
type outgoing struct {
	method      string
	url         string
	contentType string // "" without a body
	body        []byte
}

const jsonType = "application/json"

// MakeRequest sends the request and decodes the answer into resp.Data.
func (c *Call) MakeRequest(ctx context.Context, req *graphql.Request, resp *graphql.Response) error {
	if ctx == nil {
		return c.Invalid("ctx", "is nil")
	}
	if err := c.permit(); err != nil {
		return err
	}
	out, err := c.encode(req)
	if err != nil {
		return err
	}
	authorization, err := c.authorize(ctx)
	if err != nil {
		return err
	}
	buf := c.client.core.buffer()
	defer c.client.core.recycle(buf)
	if c.status, err = c.attempt(ctx, out, authorization, buf); err != nil {
		return err
	}
	if c.op.Endpoint != nil {
		return c.readEndpoint(c.status, buf.Bytes(), resp.Data)
	}
	return c.readGraphQL(c.status, buf.Bytes(), resp.Data)
}

// permit refuses what this client must not send.
func (c *Call) permit() error {
	switch c.op.Credential {
	case SessionCredential:
		if c.client.mode != SessionCredential {
			return c.Invalid("", "acts for the person signed in, and the pool's owner is nobody signed in")
		}
		if c.client.session.token() == "" {
			return fmt.Errorf("authing: %s: %w", c.op.Name, authing.ErrNoSession)
		}
	case OwnerCredential:
		if c.client.mode != OwnerCredential {
			return c.Invalid("", "needs the pool's owner, and this client acts for one person")
		}
	}
	return nil
}

// authorize returns the value of the Authorization header; nil for none.
func (c *Call) authorize(ctx context.Context) ([]string, error) {
	switch c.op.Credential {
	case SessionCredential:
		// The session may have ended since permit looked.
		if authorization := c.client.session.authorization(); authorization != nil {
			return authorization, nil
		}
		return nil, fmt.Errorf("authing: %s: %w", c.op.Name, authing.ErrNoSession)
	case OwnerCredential:
		authorization, err := c.client.core.owner.authorization(ctx)
		if err != nil && ctx.Err() != nil {
			return nil, c.failed(ctx, ctx, err)
		}
		return authorization, err
	}
	return nil, nil
}

// encode returns the request to send.
func (c *Call) encode(req *graphql.Request) (*outgoing, error) {
	target, ok := c.client.core.hosts.of(c.op.Host)
	if !ok {
		return nil, c.Invalid("", "has no host")
	}
	if c.op.Endpoint != nil {
		return c.encodeEndpoint(target.prefix, req.Variables)
	}
	body, err := json.Marshal(req)
	if err != nil {
		// The error's text may quote the value.
		return nil, c.Invalid("", "has a parameter that JSON cannot say")
	}
	url := target.graphql
	if url == "" {
		url = target.prefix + c.op.Path
	}
	return &outgoing{method: http.MethodPost, url: url, contentType: jsonType, body: body}, nil
}

// attempt sends the request once, reads the whole answer into buf and returns its HTTP
// status. The time for one attempt bounds it.
func (c *Call) attempt(ctx context.Context, out *outgoing, authorization []string, buf *bytes.Buffer) (int, error) {
	bounded, cancel := c.client.core.bound(ctx)
	defer cancel()
	req, err := c.request(bounded, out, authorization)
	if err != nil {
		return 0, err
	}
	answer, err := c.client.core.httpClient.Do(req)
	if err != nil {
		return 0, c.failed(ctx, bounded, err)
	}
	defer answer.Body.Close()
	if err := c.read(answer, buf); err != nil {
		return answer.StatusCode, c.failed(ctx, bounded, err)
	}
	return answer.StatusCode, nil
}

// request builds the request of one attempt. What must not arrive twice gets a body
// that cannot be had again, because net/http by itself sends a request again when a
// connection used before turns out to be dead.
func (c *Call) request(ctx context.Context, out *outgoing, authorization []string) (*http.Request, error) {
	var body io.Reader
	if len(out.body) > 0 {
		body = bytes.NewReader(out.body)
	}
	req, err := http.NewRequestWithContext(ctx, out.method, out.url, body)
	if err != nil {
		// The error's text quotes the address.
		return nil, c.Invalid("", "has an address that no request can be sent to")
	}
	if !c.op.Repeatable {
		req.GetBody = nil
		if out.method == http.MethodGet {
			req.Body = emptyBody{}
		}
	}
	req.Header["Accept"] = []string{jsonType}
	if out.contentType != "" {
		req.Header["Content-Type"] = []string{out.contentType}
	}
	if authorization != nil {
		req.Header["Authorization"] = authorization
	}
	return req, nil
}

// read reads the whole answer into buf, so that its connection serves the next call,
// and gives up beyond the limit.
func (c *Call) read(answer *http.Response, buf *bytes.Buffer) error {
	limit := c.client.core.limit
	if answer.ContentLength > limit {
		return tooLarge(limit)
	}
	// Room for the answer as announced: bytes.Buffer wants to read bytes.MinRead more
	// at the end. An announcement is not believed beyond the size of a spare buffer.
	if announced := answer.ContentLength; announced > 0 {
		buf.Grow(int(min(announced, spareBuffer)) + bytes.MinRead)
	}
	// One byte beyond the limit tells an answer that is too large from one that fits.
	count, err := buf.ReadFrom(io.LimitReader(answer.Body, max(limit, limit+1)))
	if count > limit {
		return tooLarge(limit)
	}
	return err
}

// emptyBody is a body without content that net/http does not know to be empty.
type emptyBody struct{}

func (emptyBody) Read([]byte) (int, error) { return 0, io.EOF }
func (emptyBody) Close() error             { return nil }

// Missing is the error for parameters that were not given: "Email and Password, or Phone".
func (c *Call) Missing(parameters string) error { return c.Invalid(parameters, "is required") }

// Invalid is the error for a parameter with a problem: "is not a number".
func (c *Call) Invalid(parameter, problem string) error {
	return &authing.InputError{Operation: c.op.Name, Parameter: parameter, Problem: problem}
}

// Digits reads a code that travels as a number. The number has to fit GraphQL's Int,
// 32 bits.
func (c *Call) Digits(parameter string, code authing.Secret) (int, error) {
	number, err := strconv.ParseInt(code.Reveal(), 10, 32)
	if err != nil || strings.Trim(code.Reveal(), "0123456789") != "" {
		return 0, c.Invalid(parameter, "has to be a number of digits alone")
	}
	return int(number), nil
}

// Join makes one text of a list that travels with commas between its elements. An empty
// list is "".
func (c *Call) Join(parameter string, list []string) (string, error) {
	for _, element := range list {
		if element == "" {
			return "", c.Invalid(parameter, "has an empty element")
		}
		if strings.Contains(element, ",") {
			return "", c.Invalid(parameter, "has an element with a comma in it")
		}
	}
	return strings.Join(list, ","), nil
}

// Outcome reads the code and message that some answers bring as data: no code and 200
// are fine, anything else is a refusal.
func (c *Call) Outcome(code *int, message string) (string, error) {
	if code == nil || *code == http.StatusOK {
		return message, nil
	}
	return "", c.refused(authing.Code(*code), message, nil)
}

// Empty is the error for an answer of null where something was due.
func (c *Call) Empty() error {
	return fmt.Errorf("authing: %s: %w", c.op.Name, authing.ErrNotFound)
}

// StartSession makes the client act for the person whom token belongs to. Only a client
// that holds a session can.
func (c *Call) StartSession(token authing.Secret) error {
	if c.client.session == nil {
		return c.Invalid("", "cannot sign anybody in on a client of the pool's owner")
	}
	if token == "" {
		return c.unusable("the answer holds no token to start a session with")
	}
	c.client.session.start(token)
	return nil
}

// EndSession makes the client forget the person signed in.
func (c *Call) EndSession() {
	if c.client.session != nil {
		c.client.session.end()
	}
}

// Format keeps the client's credential out of everything that is printed.
func (c Call) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "runtime.Call("+c.op.Name+")") }
