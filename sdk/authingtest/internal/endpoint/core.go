package endpoint

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/coreresolve"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// corePath is where the core API answers GraphQL.
const corePath = "/graphql/v2"

// asker tells who calls the core API. Where no header names the application, the
// address may.
func asker(r *http.Request) service.Asker {
	query := r.URL.Query()
	return service.Asker{
		Pool:  r.Header.Get("X-Authing-Userpool-Id"),
		App:   cmp.Or(r.Header.Get("X-Authing-App-Id"), query.Get("app_id"), query.Get("appId")),
		Token: bearer(r),
	}
}

// coreGraphQL runs a query of the core API.
func (h *Handler) coreGraphQL(w http.ResponseWriter, r *http.Request) {
	h.execute(w, r, h.core, coreresolve.WithAsker(r.Context(), asker(r)))
}

// coreRoutes says what answers where in the core API, but for GraphQL.
func (h *Handler) coreRoutes() []map[string]http.HandlerFunc {
	return []map[string]http.HandlerFunc{
		h.registerRoutes(), h.loginRoutes(), h.factorRoutes(), h.messageRoutes(), h.myRoutes(), h.peopleRoutes(), h.codeRoutes(),
	}
}

// posted answers an endpoint that takes a JSON object. An empty body is an empty
// object.
func posted[In any](message string, do func(service.Asker, In) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in In
		body, err := readBody(w, r)
		if err == nil && len(body) > 0 {
			err = json.Unmarshal(body, &in)
		}
		if err != nil {
			writeJSON(w, http.StatusOK, answer{Code: authing.CodeParametersIncomplete, Message: "the body is no JSON object as it should be"})
			return
		}
		data, err := do(asker(r), in)
		answerIn(w, r, message, data, err)
	}
}

// got answers an endpoint whose address says everything.
func got(message string, do func(service.Asker, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, err := do(asker(r), r)
		answerIn(w, r, message, data, err)
	}
}

// answerIn is answerWith in the language that the request asks for.
func answerIn(w http.ResponseWriter, r *http.Request, message string, data any, err error) {
	if refused, ok := errors.AsType[*service.Error](err); ok {
		err = inLanguage(r, refused)
	}
	answerWith(w, message, data, err)
}

// number reads a number in an address; 0 where there is none.
func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return n
}

// nothing is an endpoint's input where there is none to read.
type nothing struct{}
