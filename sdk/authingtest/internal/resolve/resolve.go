package resolve

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// NewSchema joins the schema of the classic API with a service that answers.
func NewSchema(s *service.Service) (*graphql.Schema, error) {
	return graphql.ParseSchema(box.Schema, root{s}, graphql.UseFieldResolvers(), graphql.UseStringDescriptions())
}

// root hands the engine its two entrances.
type root struct{ service *service.Service }

// Query gives what answers the fields of Query.
func (r root) Query() *query { return &query{service: r.service} }

// Mutation gives what answers the fields of Mutation.
func (r root) Mutation() *mutation { return &mutation{service: r.service} }

// bearerKey is the context's key for the caller's token.
type bearerKey struct{}

// WithBearer gives the context of a request the token that came with it; "" is
// a request without one. The engine has no other way to tell resolvers who
// calls.
func WithBearer(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, bearerKey{}, token)
}

func bearer(ctx context.Context) string {
	token, _ := ctx.Value(bearerKey{}).(string)
	return token
}
