package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/fetch"
)

// schemaText are the texts of an API's schema by their paths.
type schemaText map[string]string

func readSchema(t *testing.T, cfg *config.Config, api *config.API) schemaText {
	t.Helper()
	paths, err := cfg.Files(api.Schema)
	if err != nil {
		t.Fatal(err)
	}
	texts := schemaText{}
	for _, path := range paths {
		text, err := os.ReadFile(filepath.Join(cfg.Root, path))
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(text)
	}
	return texts
}

// endpoints stands for the service of the HTTP-bound fields, which have none.
const endpoints = "-"

// part parses the texts as one document without our directives, and with the root
// fields of one service; all where none is named. The default service has those of
// which nothing is said.
func (s schemaText) part(t *testing.T, service, byDefault string) *ast.SchemaDocument {
	t.Helper()
	document := &ast.SchemaDocument{}
	for _, path := range slices.Sorted(maps.Keys(s)) {
		one, err := parser.ParseSchema(&ast.Source{Name: path, Input: s[path]})
		if err != nil {
			t.Fatal(err)
		}
		document.Merge(one)
	}
	joined := &ast.SchemaDocument{}
	for _, d := range slices.Concat(document.Definitions, document.Extensions) {
		if (d.Name == "Query" || d.Name == "Mutation") && service != "" {
			d.Fields = slices.DeleteFunc(d.Fields, func(f *ast.FieldDefinition) bool { return servedBy(d, f, byDefault) != service })
		}
		if known := joined.Definitions.ForName(d.Name); known != nil {
			known.Fields = append(known.Fields, d.Fields...)
			continue
		}
		joined.Definitions = append(joined.Definitions, d)
	}
	for _, d := range joined.Definitions {
		stripOwn(d)
	}
	joined.Definitions = slices.DeleteFunc(joined.Definitions, func(d *ast.Definition) bool { return d.Kind == ast.Object && len(d.Fields) == 0 })
	return joined
}

// servedBy gives the service of a root field.
func servedBy(d *ast.Definition, f *ast.FieldDefinition, byDefault string) string {
	switch directive := d.Directives.ForName("service"); {
	case directive != nil:
		return directive.Arguments[0].Value.Raw
	case byDefault == "" || f.Directives.ForName("http") != nil:
		return endpoints
	}
	return byDefault
}

// unsaid takes what the texts say of a service away.
func (s schemaText) unsaid(service string) schemaText {
	texts := schemaText{}
	for path, text := range s {
		texts[path] = strings.ReplaceAll(text, fmt.Sprintf(" @service(name: %q)", service), "")
	}
	return texts
}

func stripOwn(d *ast.Definition) {
	d.Directives = nil
	for _, f := range d.Fields {
		f.Directives = nil
		for _, a := range f.Arguments {
			a.Directives = nil
		}
	}
	for _, v := range d.EnumValues {
		v.Directives = nil
	}
}

func sdl(document *ast.SchemaDocument) string {
	var b bytes.Buffer
	formatter.NewFormatter(&b).FormatSchemaDocument(document)
	return b.String()
}

// plan fetches from an engine over the document.
func plan(t *testing.T, cfg *config.Config, api *config.API, service, text string) *fetch.Result {
	t.Helper()
	engine, err := introspectable(text)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r, engine) }))
	defer server.Close()
	result, err := fetch.Plan(t.Context(), cfg, fetch.Request{
		API: api, Service: service, Exact: true,
		Endpoint: fetch.Endpoint{URL: server.URL, Timeout: time.Minute, Limit: 1 << 24},
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestFetchOwn holds that fetching what is already there changes nothing: from an
// endpoint with one service's fields alone, and from one with those of all.
func TestFetchOwn(t *testing.T) {
	cfg, err := config.Load("authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := range cfg.APIs {
		api := &cfg.APIs[i]
		for service := range api.Services {
			for _, endpoint := range []string{service, ""} {
				t.Run(fmt.Sprintf("%s/%s/%q", api.Name, service, endpoint), func(t *testing.T) {
					result := plan(t, cfg, api, service, sdl(readSchema(t, cfg, api).part(t, endpoint, "")))
					if len(result.Changes) > 0 || len(result.Summary.Added)+len(result.Summary.Removed)+len(result.Summary.Changed) > 0 {
						t.Errorf("it changes %v: %+v", result.Changes, result.Summary)
					}
				})
			}
		}
	}
}

// TestFetchMeanwhile holds that what is saved while the endpoint is asked stays.
func TestFetchMeanwhile(t *testing.T) {
	const announced = "type Query { book: Int }"
	cfg := &config.Config{Root: t.TempDir()}
	api := &config.API{Name: "library", Schema: []string{"*.graphql"}, Services: map[string]config.Service{"catalogue": {}}}
	save := func(description string) {
		schemaText{"a.graphql": fmt.Sprintf("type Query @service(name: \"catalogue\") {\n  %q\n  book: String\n}\n", description)}.write(t, cfg.Root)
	}
	save("finds a book")
	engine, err := introspectable(announced)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		save("finds any book")
		answer(w, r, engine)
	}))
	defer server.Close()
	request := fetch.Request{API: api, Service: "catalogue", Endpoint: fetch.Endpoint{URL: server.URL, Timeout: time.Minute, Limit: 1 << 20}}
	result, err := fetch.Plan(t.Context(), cfg, request)
	if err != nil {
		t.Fatal(err)
	}
	got := readSchemaFrom(readSchema(t, cfg, api), result)["a.graphql"]
	if !strings.Contains(got, "finds any book") {
		t.Errorf("what was saved meanwhile is lost:\n%s", got)
	}
}

// TestFetchAnything changes an own schema at random places, and holds that after
// fetching it the service's part is what was announced, that nothing else has
// changed, and that fetching it again changes nothing. In every other schema, the
// service is the default one.
func TestFetchAnything(t *testing.T) {
	own, err := config.Load("authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(24) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			cfg := *own
			cfg.Root = t.TempDir()
			api := own.APIs[random.IntN(len(own.APIs))]
			services := slices.Sorted(maps.Keys(api.Services))
			service := services[random.IntN(len(services))]
			before := readSchema(t, own, &api)
			if seed%2 == 1 {
				api.DefaultService = service
				before = before.unsaid(service)
			}
			announced := before.part(t, service, api.DefaultService)
			for range 1 + random.IntN(12) {
				change(random, announced)
			}
			before.write(t, cfg.Root)
			first := plan(t, &cfg, &api, service, sdl(announced))
			after := readSchemaFrom(before, first)
			after.write(t, cfg.Root)
			if len(first.Changes) == 0 && !cmp.Equal(reachable(announced), reachable(before.part(t, service, api.DefaultService))) {
				t.Error("nothing changed")
			}
			if diff := cmp.Diff(reachable(announced), reachable(after.part(t, service, api.DefaultService))); diff != "" {
				t.Errorf("the part of %s is not what was announced (-want +got):\n%s", service, diff)
			}
			for _, other := range append(services, endpoints) {
				if other == service {
					continue
				}
				if diff := cmp.Diff(roots(before.part(t, other, api.DefaultService)), roots(after.part(t, other, api.DefaultService))); diff != "" {
					t.Errorf("the root fields of %s changed (-before +after):\n%s", other, diff)
				}
			}
			for path, text := range before {
				if lost := lostComments(text, after[path]); lost > 0 {
					t.Errorf("%s lost %d comments", path, lost)
				}
			}
			if again := plan(t, &cfg, &api, service, sdl(announced)); len(again.Changes) > 0 {
				t.Errorf("fetching again changes %v: %+v", again.Changes, again.Summary)
			}
		})
	}
}

func (s schemaText) write(t *testing.T, root string) {
	t.Helper()
	for path, text := range s {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// readSchemaFrom gives the texts after the changes of a result.
func readSchemaFrom(before schemaText, result *fetch.Result) schemaText {
	after := maps.Clone(before)
	for _, file := range result.Files {
		after[file.Path] = string(file.Content)
	}
	return after
}

// change makes one random change.
func change(random *rand.Rand, document *ast.SchemaDocument) {
	d := document.Definitions[random.IntN(len(document.Definitions))]
	if len(d.Fields) < 2 {
		if len(d.EnumValues) > 1 {
			d.EnumValues = append(d.EnumValues[1:], &ast.EnumValueDefinition{Name: fmt.Sprintf("ADDED_%d", random.IntN(1000))})
		}
		return
	}
	i := random.IntN(len(d.Fields))
	f := d.Fields[i]
	name := fmt.Sprintf("added%d", random.IntN(100000))
	switch random.IntN(7) {
	case 0:
		d.Fields = slices.Delete(d.Fields, i, i+1)
	case 1:
		f.Type = ast.ListType(ast.NonNullNamedType("Int", nil), nil)
	case 2:
		d.Fields = slices.Insert(d.Fields, i, &ast.FieldDefinition{Name: name, Description: "is \"new\"\nin two lines", Type: ast.NamedType("String", nil)})
	case 3:
		f.Arguments = nil
	case 4:
		if d.Kind != ast.InputObject {
			f.Arguments = append(f.Arguments, &ast.ArgumentDefinition{
				Name: name, Type: ast.ListType(ast.NamedType("String", nil), nil),
				DefaultValue: &ast.Value{Raw: "a", Kind: ast.StringValue},
			})
		}
	case 5:
		if len(f.Arguments) > 1 {
			f.Arguments = f.Arguments[1:]
		}
	case 6:
		if d.Kind == ast.InputObject {
			return
		}
		added := &ast.Definition{Kind: ast.Object, Name: "T" + name, Fields: ast.FieldList{{Name: "self", Type: ast.NamedType("T"+name, nil)}}}
		document.Definitions = append(document.Definitions, added)
		d.Fields = append(d.Fields, &ast.FieldDefinition{Name: name, Type: ast.NonNullNamedType(added.Name, nil)})
	}
}

// reachable prints the types that the root fields lead to, each field in a line of
// its own, in the order of names.
func reachable(document *ast.SchemaDocument) []string {
	var lines []string
	seen := map[string]bool{}
	var follow func(name string)
	follow = func(name string) {
		d := document.Definitions.ForName(name)
		if d == nil || seen[name] {
			return
		}
		seen[name] = true
		lines = append(lines, fmt.Sprint(d.Kind, " ", d.Name, " ", slices.Sorted(slices.Values(d.Types))))
		for _, v := range d.EnumValues {
			lines = append(lines, d.Name+"."+v.Name)
		}
		for _, f := range d.Fields {
			var arguments []string
			for _, a := range f.Arguments {
				arguments = append(arguments, fmt.Sprint(a.Name, " ", a.Type, " ", a.DefaultValue))
				follow(a.Type.Name())
			}
			slices.Sort(arguments)
			lines = append(lines, fmt.Sprintf("%s.%s(%s): %s = %s", d.Name, f.Name, strings.Join(arguments, ", "), f.Type, f.DefaultValue))
			follow(f.Type.Name())
		}
	}
	follow("Query")
	follow("Mutation")
	slices.Sort(lines)
	return lines
}

// roots prints the root fields with their descriptions.
func roots(document *ast.SchemaDocument) string {
	only := &ast.SchemaDocument{}
	for _, d := range document.Definitions {
		if d.Name == "Query" || d.Name == "Mutation" {
			slices.SortFunc(d.Fields, func(a, b *ast.FieldDefinition) int { return strings.Compare(a.Name, b.Name) })
			only.Definitions = append(only.Definitions, d)
		}
	}
	slices.SortFunc(only.Definitions, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return sdl(only)
}

// lostComments counts the comments that stand in one text and not in the other.
func lostComments(before, after string) int {
	lost := 0
	for line := range strings.Lines(before) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") && !strings.Contains(after, line) {
			lost++
		}
	}
	return lost
}
