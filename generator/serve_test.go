package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/graph-gophers/graphql-go"
	"github.com/rogpeppe/go-internal/testscript"
)

// served is the variable of a script with the address of what serve started.
const served = "URL"

// introspectable makes an engine of a schema that answers introspection. It is
// made over another schema, since the package executes nothing without resolvers,
// and introspection needs none.
func introspectable(sdl string) (*graphql.Schema, error) {
	whole, err := graphql.ParseSchema(sdl, nil, graphql.UseStringDescriptions())
	if err != nil {
		return nil, err
	}
	engine, err := graphql.ParseSchema("type Query { none: Boolean }", &noFields{}, graphql.UseFieldResolvers())
	if err != nil {
		return nil, err
	}
	*engine.AST() = *whole.AST()
	return engine, nil
}

type noFields struct{ None *bool }

// serve starts an endpoint over a schema: serve SDL [HEADER VALUE]. Without the
// header, if one is named, it answers 401 and repeats what it got.
func serve(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 && len(args) != 3 {
		ts.Fatalf("usage: serve SDL [HEADER VALUE]")
	}
	engine, err := introspectable(ts.ReadFile(args[0]))
	ts.Check(err)
	start(ts, func(w http.ResponseWriter, r *http.Request) {
		if len(args) == 3 && r.Header.Get(args[1]) != args[2] {
			http.Error(w, "not "+r.Header.Get(args[1]), http.StatusUnauthorized)
			return
		}
		answer(w, r, engine)
	})
}

// answer executes the query of a request.
func answer(w http.ResponseWriter, r *http.Request, engine *graphql.Schema) {
	var question struct{ Query string }
	if err := json.NewDecoder(r.Body).Decode(&question); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(engine.Exec(r.Context(), question.Query, "", nil)) // the client sees that it is cut off
}

// fake starts an endpoint that answers as one should not: fake STATUS TYPE FILE
// with that body, in which {header} is the Authorization it got; fake cut FILE with
// half of it; fake redirect TO; fake hang.
func fake(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) == 0 {
		ts.Fatalf("usage: fake STATUS TYPE FILE | cut FILE | redirect TO | hang")
	}
	switch args[0] {
	case "hang":
		done := make(chan struct{})
		start(ts, func(http.ResponseWriter, *http.Request) { <-done })
		ts.Defer(func() { close(done) })
	case "redirect":
		start(ts, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, args[1], http.StatusTemporaryRedirect)
		})
	case "cut":
		text := ts.ReadFile(args[1])
		start(ts, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(text)))
			_, _ = w.Write([]byte(text[:len(text)/2])) // the client's connection is closed by the rest that never comes
		})
	default:
		status, err := strconv.Atoi(args[0])
		ts.Check(err)
		text := ts.ReadFile(args[2])
		start(ts, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", args[1])
			w.WriteHeader(status)
			_, _ = w.Write([]byte(strings.ReplaceAll(text, "{header}", r.Header.Get("Authorization")))) // nobody to tell
		})
	}
}

// start starts a server that lives as long as the script, and puts its address
// into the environment.
func start(ts *testscript.TestScript, handler http.HandlerFunc) {
	server := httptest.NewServer(handler)
	ts.Defer(server.Close)
	ts.Setenv(served, server.URL)
}

// TestServe holds that the engine answers about the schema it was given.
func TestServe(t *testing.T) {
	engine, err := introspectable("type Query { book: String }")
	if err != nil {
		t.Fatal(err)
	}
	response := engine.Exec(t.Context(), "{ __schema { queryType { fields { name } } } }", "", nil)
	if got, want := string(response.Data), `{"__schema":{"queryType":{"fields":[{"name":"book"}]}}}`; got != want {
		t.Errorf("got %s %v, want %s", got, response.Errors, want)
	}
}
