package resolve

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// maxOverlaps is how many pairs of fields are compared, which the specification
// wants for those that could answer under one name: a query of a few kilobytes has
// millions. How long and how deep queries are is bounded already, by the endpoint
// and by the engine.
const maxOverlaps = 100_000

// NewSchema joins the schema of the classic API with a service that answers.
func NewSchema(s *service.Service) (*graphql.Schema, error) {
	return graphql.ParseSchema(box.Schema, root{s},
		graphql.UseFieldResolvers(), graphql.UseStringDescriptions(), graphql.OverlapValidationLimit(maxOverlaps))
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
