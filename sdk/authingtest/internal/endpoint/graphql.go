package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/graph-gophers/graphql-go"
	graphqlerrors "github.com/graph-gophers/graphql-go/errors"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/resolve"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// graphqlRequest is GraphQL over HTTP.
type graphqlRequest struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
}

// graphqlAnswer is the service's idea of GraphQL over HTTP.
type graphqlAnswer struct {
	Errors []graphqlError  `json:"errors,omitempty"`
	Data   json.RawMessage `json:"data"`
}

// graphqlError differs from what the specification says: the message of a broken
// business rule is an object.
type graphqlError struct {
	Message   any                      `json:"message"`
	Locations []graphqlerrors.Location `json:"locations,omitempty"`
	Path      []any                    `json:"path,omitempty"`
}

// noSubscription is what the engine says to a subscription.
const noSubscription = "graphql-ws protocol header is missing"

// graphql runs a query. What the engine refuses to run is HTTP status 400 with
// messages that are text; a broken business rule is HTTP status 200.
func (h *Handler) graphql(w http.ResponseWriter, r *http.Request) {
	h.execute(w, r, h.schema, resolve.WithBearer(r.Context(), bearer(r)))
}

// execute runs a query over one of the schemas.
func (h *Handler) execute(w http.ResponseWriter, r *http.Request, schema *graphql.Schema, ctx context.Context) {
	body, err := readBody(w, r)
	var request graphqlRequest
	if err == nil {
		err = json.Unmarshal(body, &request)
	}
	if err != nil {
		writeJSON(w, http.StatusBadRequest, graphqlAnswer{Errors: []graphqlError{{Message: "the body is no GraphQL request: " + err.Error()}}})
		return
	}
	response := schema.Exec(ctx, request.Query, request.OperationName, request.Variables)
	answer := graphqlAnswer{Data: response.Data}
	status := http.StatusOK
	for _, failed := range response.Errors {
		if failed.Message == noSubscription {
			failed.Message = "subscriptions are not served here: ask with a query, as often as is needed"
		}
		reported := graphqlError{Message: failed.Message, Locations: failed.Locations, Path: failed.Path}
		if refused, ok := errors.AsType[*service.Error](failed.ResolverError); ok {
			reported.Message = inLanguage(r, refused)
		} else {
			status, answer.Data = http.StatusBadRequest, nil
		}
		answer.Errors = append(answer.Errors, reported)
	}
	writeJSON(w, status, answer)
}

// bearer gives the token that came with a request; "" for none. A published
// client writes undefined or null where it has none.
func bearer(r *http.Request) string {
	token := strings.TrimSpace(r.Header.Get("Authorization"))
	if scheme, rest, _ := strings.Cut(token, " "); strings.EqualFold(scheme, "Bearer") {
		token = strings.TrimSpace(rest)
	}
	if token == "undefined" || token == "null" {
		return ""
	}
	return token
}
