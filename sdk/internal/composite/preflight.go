package composite

import (
	"context"
	"errors"
	"sync"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// Preflight asks the users and the oauth service, and the host of the pictures where the
// input says so, whether they can be reached, all at the same time. The error joins an
// [authing.RequestError] for each that cannot, which names the host's role and says why.
// The documents call the last one cdnPreflight.
func Preflight(ctx context.Context, c *runtime.Client, in authing.PreflightInput) error {
	questions := []question{
		{operations.RouteUsersStatus, func(ctx context.Context, call *runtime.Call) error {
			_, err := operations.UsersStatus(ctx, call)
			return err
		}},
		{operations.RouteOAuthStatus, func(ctx context.Context, call *runtime.Call) error {
			_, err := operations.OAuthStatus(ctx, call)
			return err
		}},
	}
	if in.CDN {
		questions = append(questions, question{operations.RouteCDNStatus, func(ctx context.Context, call *runtime.Call) error {
			_, err := operations.CDNStatus(ctx, call)
			return err
		}})
	}
	problems := make([]error, len(questions)) // in the order of the questions
	var group sync.WaitGroup
	for i, q := range questions {
		group.Go(func() { problems[i] = q.put(ctx, c) })
	}
	group.Wait()
	return errors.Join(problems...)
}

// question asks one host whether it is there.
type question struct {
	route func(runtime.Credential) runtime.Operation
	ask   func(context.Context, *runtime.Call) error
}

// put asks it. A host that refuses to say is as good as none.
func (q question) put(ctx context.Context, c *runtime.Client) error {
	operation := named("Preflight", q.route(runtime.NoCredential))
	err := q.ask(ctx, c.Call(operation))
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*authing.RequestError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*authing.InputError](err); ok {
		return err
	}
	return &authing.RequestError{Operation: operation.Name, Host: operation.Host, Err: err}
}
