package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/Khan/genqlient/graphql"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Call is one call of an operation. It implements genqlient's graphql.Client for one
// request, and has what a generated method needs before and after it.
type Call struct {
	client   *Client
	op       Operation
	status   int     // the HTTP status of the last answer, once there is one
	attempts int     // how often it was sent so far
	bearer   *bearer // what it was sent with last; nil for nothing

	variables any               // what it was called with; their secrets are taken out of messages
	converted [2]authing.Secret // what was sealed or read as a number, of which the variables have no trace
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

// MakeRequest sends the request, again where it may be, and decodes the answer into
// resp.Data.
func (c *Call) MakeRequest(ctx context.Context, req *graphql.Request, resp *graphql.Response) error {
	switch {
	case !c.client.made():
		return c.unmade()
	case ctx == nil:
		return c.Invalid("ctx", "is nil")
	}
	if err := c.permit(); err != nil {
		return err
	}
	if c.variables == nil {
		c.variables = req.Variables
	}
	out, err := c.encode(req)
	if err != nil {
		return err
	}
	if err := c.authorize(ctx); err != nil {
		return err
	}
	buf := c.client.core.buffer()
	defer c.client.core.recycle(buf)
	c.attempts = 0
	err = c.deliver(ctx, out, buf, resp.Data)
	if err == nil || c.bearer == nil || !c.client.core.api.tokenRefused(err) {
		return err
	}
	switch c.op.Credential {
	case SessionCredential:
		c.client.session.drop(ctx, c.bearer)
		return fmt.Errorf("%w: %w", err, authing.ErrSessionEnded)
	case OwnerCredential:
		return c.repeat(ctx, out, buf, resp.Data, err)
	}
	return err // it was a token that the caller gave
}

// unmade is the error for a call of a client that New did not make.
func (c *Call) unmade() error {
	return c.Invalid("", "was called on a client that New did not make")
}

// permit refuses what this client must not send.
func (c *Call) permit() error {
	switch c.op.Credential {
	case SessionCredential:
		if c.client.mode != SessionCredential {
			return c.Invalid("", "acts for the person signed in, and the pool's owner is nobody signed in")
		}
	case OwnerCredential:
		if c.client.mode != OwnerCredential {
			return c.Invalid("", "needs the pool's owner, and this client acts for one person")
		}
	}
	return nil
}

// authorize gets what the call is sent with.
func (c *Call) authorize(ctx context.Context) (err error) {
	switch c.op.Credential {
	case SessionCredential:
		c.bearer, err = c.client.signedIn(ctx, c.op.Name)
	case OwnerCredential:
		c.bearer, err = c.client.core.owner.authorization(ctx)
		switch {
		case err == authing.ErrTokenExpired:
			err = fmt.Errorf("authing: %s: %w", c.op.Name, err)
		case err != nil && ctx.Err() != nil:
			err = c.failed(ctx, ctx, err)
		}
	}
	return err
}

// repeat renews the owner token that the service refused, and sends the call once more,
// whatever it is: the service has refused it, so nothing was done.
func (c *Call) repeat(ctx context.Context, out *outgoing, buf *bytes.Buffer, data any, refusal error) error {
	owner := c.client.core.owner
	if owner.exchange == nil {
		return tokenExpired(refusal)
	}
	owner.refuse(c.bearer)
	if err := c.authorize(ctx); err != nil {
		return err
	}
	// The refused answer may have left something.
	if left := reflect.ValueOf(data); left.Kind() == reflect.Pointer && !left.IsNil() {
		left.Elem().SetZero()
	}
	return c.deliver(ctx, out, buf, data)
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
	return &outgoing{method: http.MethodPost, url: target.address(c.op.Path), contentType: jsonType, body: body}, nil
}

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
	c.remember(code)
	return int(number), nil
}

// remember keeps a secret that is not sent as it is, so that it can be taken out of
// messages.
func (c *Call) remember(secret authing.Secret) {
	for i := range c.converted {
		if c.converted[i] == "" {
			c.converted[i] = secret
			return
		}
	}
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
// that holds a session can. A store that fails fails no sign-in.
//
// A call that was sent with the session's token renews that session. Where it ended, or
// somebody else signed in meanwhile, it leaves things so, and the caller has the token.
func (c *Call) StartSession(ctx context.Context, token authing.Secret) error {
	if c.client.session == nil {
		return c.Invalid("", "cannot sign anybody in on a client of the pool's owner")
	}
	if token == "" {
		return c.unusable("the answer holds no token to start a session with")
	}
	if blank(token.Reveal()) {
		return c.unusable("the answer's token " + unsendable + ", and no session can be started with it")
	}
	if c.op.Credential == SessionCredential {
		c.client.session.renew(ctx, c.bearer, token)
		return nil
	}
	c.client.session.start(ctx, token)
	return nil
}

// EndSession makes the client forget the person signed in, unless somebody else has
// signed in since the call was sent.
func (c *Call) EndSession(ctx context.Context) {
	switch {
	case c.client.session == nil:
	case c.bearer != nil:
		c.client.session.drop(ctx, c.bearer)
	default:
		c.client.session.end(ctx)
	}
}

// Format keeps the client's credential out of everything that is printed.
func (c Call) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "runtime.Call("+c.op.Name+")") }
