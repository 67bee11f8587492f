package endpoint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	graphqlerrors "github.com/graph-gophers/graphql-go/errors"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/portal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Paths whose refusals have words of their own.
const (
	graphqlPath = "/graphql"
	checkQRPath = "/oauth/wxapp/confirm/qr"
)

// oidcPath tells whether what is at a path refuses in the words of OAuth.
func oidcPath(path string) bool {
	return within(path, "/oidc") || within(path, "/oauth/oidc") || within(path, "/api/v2/oidc")
}

// maxTokens is how long a query may be that is looked into, in tokens.
const maxTokens = 1 << 16

// incoming is a request as far as failures are concerned.
type incoming struct {
	path   string
	fields []*ast.Field // root fields; none outside GraphQL
}

// meets tells whether a failure is meant for the request.
func (in incoming) meets(f Failure) bool {
	switch {
	case f.Call == "":
		return true
	case strings.HasPrefix(f.Call, "/"):
		return within(in.path, f.Call)
	}
	return slices.ContainsFunc(in.fields, func(field *ast.Field) bool { return field.Name == f.Call })
}

// failing answers a request, or lets it meet the failure that was asked for. The
// body is read first, so that a caller who goes away is noticed; one that cannot
// be read is for the endpoint to refuse.
func (h *Handler) failing(w http.ResponseWriter, r *http.Request) {
	if !h.failures.pending() {
		h.calls.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		h.calls.ServeHTTP(w, r)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	in := incoming{path: r.URL.Path}
	if in.path == graphqlPath || in.path == corePath {
		in.fields = rootFieldsOf(body)
	}
	f, ok := h.failures.take(in)
	switch {
	case !ok:
		h.calls.ServeHTTP(w, r)
	case f.Hang:
		<-r.Context().Done()
	case f.Lose:
		h.calls.ServeHTTP(lost{make(http.Header)}, r)
		panic(http.ErrAbortHandler) // net/http's way to close the connection without an answer
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		f.stop(w)
	case portal.Has(in.path):
		h.pages.Refuse(w, r, f.oauthError())
	default:
		f.refuse(w, in)
	}
}

// rootFieldsOf finds the calls in the body of a GraphQL request; what the engine
// would refuse to run has none.
func rootFieldsOf(body []byte) []*ast.Field {
	var request graphqlRequest
	if json.Unmarshal(body, &request) != nil {
		return nil
	}
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: request.Query}, maxTokens)
	if err != nil {
		return nil
	}
	operation := document.Operations.ForName(request.OperationName)
	if operation == nil {
		return nil
	}
	return collect(operation.SelectionSet, document.Fragments, make(map[string]bool))
}

// collect gives the fields of a selection, and those of the fragments that were
// not seen before.
func collect(selection ast.SelectionSet, fragments ast.FragmentDefinitionList, seen map[string]bool) []*ast.Field {
	var fields []*ast.Field
	for _, selected := range selection {
		switch selected := selected.(type) {
		case *ast.Field:
			fields = append(fields, selected)
		case *ast.InlineFragment:
			fields = append(fields, collect(selected.SelectionSet, fragments, seen)...)
		case *ast.FragmentSpread:
			if spread := fragments.ForName(selected.Name); spread != nil && !seen[selected.Name] {
				seen[selected.Name] = true
				fields = append(fields, collect(spread.SelectionSet, fragments, seen)...)
			}
		}
	}
	return fields
}

// stop answers as what stands before the service does, with a status and a page.
func (f Failure) stop(w http.ResponseWriter) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(f.Status)
	fmt.Fprintf(w, "<html>%s</html>", http.StatusText(f.Status))
}

// refuse answers with a code, in the words of the endpoint that was called.
func (f Failure) refuse(w http.ResponseWriter, in incoming) {
	refused := &service.Error{Code: f.Code, Message: f.text()}
	switch {
	case in.path == graphqlPath, in.path == corePath:
		writeJSON(w, http.StatusOK, refuseFields(refused, in.fields))
	case oidcPath(in.path):
		writeOAuth(w, nil, f.oauthError())
	case in.path == checkQRPath:
		writeJSON(w, http.StatusOK, qrRefusal(refused))
	case in.path == "/" || in.path == "/upload":
		writeJSON(w, http.StatusUnauthorized, uploadError{refused.Message})
	default:
		writeJSON(w, http.StatusOK, refusal(refused))
	}
}

// oauthError is the refusal in the words of OAuth.
func (f Failure) oauthError() *service.OAuthError {
	return &service.OAuthError{Code: string(cmp.Or(f.OAuthCode, authing.InvalidGrant)), Description: f.text()}
}

func (f Failure) text() string { return cmp.Or(f.Message, f.Code.Meaning(), "refused") }

// refuseFields is the answer to a query all of whose fields are refused.
func refuseFields(refused *service.Error, fields []*ast.Field) graphqlAnswer {
	answer := graphqlAnswer{Data: json.RawMessage("null")}
	empty := make(map[string]*struct{})
	for _, field := range fields {
		empty[field.Alias] = nil
		answer.Errors = append(answer.Errors, graphqlError{
			Message: refused, Path: []any{field.Alias},
			Locations: []graphqlerrors.Location{{Line: field.Position.Line, Column: field.Position.Column}},
		})
	}
	if len(fields) == 0 {
		answer.Errors = []graphqlError{{Message: refused}}
		return answer
	}
	answer.Data, _ = json.Marshal(empty) // names and nulls always marshal
	return answer
}
