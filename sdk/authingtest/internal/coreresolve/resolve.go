package coreresolve

import (
	"context"
	"encoding/json"
	"math"

	"github.com/graph-gophers/graphql-go"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// NewSchema joins the schema of the core API with a service that answers.
func NewSchema(s *service.Service) (*graphql.Schema, error) {
	return graphql.ParseSchema(corebox.Schema, root{s}, graphql.UseFieldResolvers(), graphql.UseStringDescriptions())
}

// root hands the engine its two entrances.
type root struct{ service *service.Service }

// Query gives what answers the fields of Query.
func (r root) Query() *query { return &query{teller: teller{r.service}} }

// Mutation gives what answers the fields of Mutation.
func (r root) Mutation() *mutation { return &mutation{teller: teller{r.service}} }

// query answers the fields of Query.
type query struct {
	corebox.UnimplementedQuery
	teller
}

// mutation answers the fields of Mutation.
type mutation struct {
	corebox.UnimplementedMutation
	teller
}

// askerKey is the context's key for who calls.
type askerKey struct{}

// WithAsker gives the context of a request who calls. The engine has no other way
// to tell resolvers.
func WithAsker(ctx context.Context, by service.Asker) context.Context {
	return context.WithValue(ctx, askerKey{}, by)
}

func asker(ctx context.Context) service.Asker {
	by, _ := ctx.Value(askerKey{}).(service.Asker)
	return by
}

// value is what an optional argument says; the zero value where it was not sent.
func value[T any](sent *T) T {
	if sent == nil {
		var zero T
		return zero
	}
	return *sent
}

// number fits an int into GraphQL's 32 bits; what does not fit becomes the nearest
// that does.
func number(n int) int32 { return int32(min(max(n, math.MinInt32), math.MaxInt32)) }

// given is a result that is null where there is none.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// each turns what the domain gives into a list of results.
func each[From, To any](from []From, convert func(From) To) []To {
	to := make([]To, 0, len(from))
	for _, item := range from {
		to = append(to, convert(item))
	}
	return to
}

// cut says which part of a list an answer is to have; the API counts pages from 1.
func cut(page, limit *int32, order *corebox.SortByEnum) service.Cut {
	return service.Cut{Order: service.Order(value(order)), Page: max(int(value(page)), 1) - 1, Count: int(value(limit))}
}

// done is the answer to what has nothing else to say.
func done(err error) (*corebox.CommonMessage, error) {
	if err != nil {
		return nil, err
	}
	return &corebox.CommonMessage{Message: new("done"), Code: new(int32(200))}, nil
}

// doneAlways is done for fields that are never null.
func doneAlways(err error) (corebox.CommonMessage, error) {
	answer, err := done(err)
	return value(answer), err
}

// pairs reads the values of user-defined fields that come as one text: a list of
// objects with key and value.
func pairs(text *string) ([]service.UDFChange, error) {
	if value(text) == "" {
		return nil, nil
	}
	var list []struct {
		Key   string
		Value json.RawMessage
	}
	if json.Unmarshal([]byte(*text), &list) != nil {
		return nil, &service.Error{Code: authing.CodeParametersIncomplete, Message: "params is no list of objects with key and value"}
	}
	var changes []service.UDFChange
	for _, one := range list {
		changes = append(changes, service.UDFChange{Key: one.Key, Value: string(one.Value)})
	}
	return changes, nil
}
