package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/Khan/genqlient/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Do sends any GraphQL text and decodes the data of the answer into out, a pointer; nil
// for whoever does not want it. It goes the way of every call: with the owner token, or the
// session where somebody is signed in; tried again where the text has queries alone.
func (c *Client) Do(ctx context.Context, text string, variables, out any, options ...authing.DoOption) error {
	call := c.Call(Operation{Name: "Do"})
	switch {
	case !c.made():
		return call.unmade()
	case ctx == nil:
		return call.Invalid("ctx", "is nil")
	}
	api := &c.core.api
	chosen := authing.DoOptions{Host: api.host()}
	for _, option := range options {
		if option == nil {
			return call.Invalid("options", "has an option that is nil")
		}
		option(&chosen)
	}
	if !slices.Contains(api.GraphQL, chosen.Host) {
		return call.Invalid("OnHost", fmt.Sprintf("names a host without GraphQL: give one of %q", api.GraphQL))
	}
	if target := reflect.ValueOf(out); out != nil && (target.Kind() != reflect.Pointer || target.IsNil()) {
		return call.Invalid("out", "is no pointer")
	}
	operation, repeatable, err := call.choose(text, chosen.OperationName)
	if err != nil {
		return err
	}
	call.variables = variables
	req := &graphql.Request{Query: text, OpName: operation.Name}
	if req.Variables, err = call.object(variables); err != nil {
		return err
	}
	credential, err := c.held(ctx)
	if err != nil {
		return err
	}
	if operation.Name != "" {
		call.op.Name = "Do(" + operation.Name + ")"
	}
	call.op.Host, call.op.Path, call.op.Credential = chosen.Host, api.Path, credential
	call.op.Repeatable = repeatable
	return call.MakeRequest(ctx, req, &graphql.Response{Data: out})
}

// held returns what this client has to send: nothing where nobody is signed in.
func (c *Client) held(ctx context.Context) (Credential, error) {
	if c.mode == OwnerCredential {
		return OwnerCredential, nil
	}
	switch _, err := c.signedIn(ctx, "Do"); {
	case errors.Is(err, authing.ErrNoSession):
		return NoCredential, nil
	case err != nil:
		return NoCredential, err
	}
	return SessionCredential, nil
}

// choose reads the text and returns the operation of that name, or the only one, and
// whether the text has nothing but queries, so that it may be sent twice.
func (c *Call) choose(text, name string) (operation *ast.OperationDefinition, repeatable bool, err error) {
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		// The error's own words may quote the text.
		place := ""
		if problem, ok := errors.AsType[*gqlerror.Error](err); ok && len(problem.Locations) > 0 {
			at := problem.Locations[0]
			place = fmt.Sprintf(" at line %d, column %d", at.Line, at.Column)
		}
		return nil, false, c.Invalid("query", "is no GraphQL"+place)
	}
	switch {
	case name != "":
		operation = document.Operations.ForName(name)
	case len(document.Operations) == 1:
		operation = document.Operations[0]
	}
	switch {
	case len(document.Operations) == 0:
		return nil, false, c.Invalid("query", "has no operation")
	case operation == nil && name == "":
		return nil, false, c.Invalid("query", "has several operations: choose one with OperationName")
	case operation == nil:
		return nil, false, c.Invalid("OperationName", "names no operation of the query")
	case operation.Operation == ast.Subscription:
		return nil, false, c.Invalid("query", "is a subscription, which takes another way than a call")
	}
	changes := func(o *ast.OperationDefinition) bool { return o.Operation != ast.Query }
	return operation, !slices.ContainsFunc(document.Operations, changes), nil
}

// object returns the JSON of the variables: nil, a map or a struct.
func (c *Call) object(variables any) (any, error) {
	if variables == nil {
		return nil, nil
	}
	text, err := json.Marshal(variables)
	switch {
	case err != nil:
		return nil, c.Invalid("variables", "cannot be said in JSON")
	case string(text) == "null":
		return nil, nil
	case text[0] != '{':
		return nil, c.Invalid("variables", "must be a map or a struct")
	}
	return json.RawMessage(text), nil
}
