package spec_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

func loadSchema(texts ...string) (*ast.Schema, error) {
	var sources []*ast.Source
	for i, text := range texts {
		sources = append(sources, &ast.Source{Name: string(rune('a'+i)) + ".graphql", Input: text})
	}
	return spec.LoadSchema(sources)
}

// TestLoadSchemaServices holds that each field says what its block does.
func TestLoadSchemaServices(t *testing.T) {
	schema, err := loadSchema(
		`type Query @service(name: "users") { a: Int b: Int } extend type Query { c: Int @http(method: GET, host: "h", path: "/") }`,
		`extend type Query @service(name: "oauth") { d: Int }`)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, field := range schema.Query.Fields {
		if d := field.Directives.ForName("service"); d != nil {
			got[field.Name] = d.Arguments.ForName("name").Value.Raw
		}
	}
	if d := cmp.Diff(map[string]string{"a": "users", "b": "users", "d": "oauth"}, got); d != "" {
		t.Errorf("the fields have other services (-want +got):\n%s", d)
	}
	if schema.Query.Directives.ForName("service") != nil {
		t.Error("the type still has a service")
	}
}

// TestLoadSchemaStranger loads a schema with directives and a type of the
// generator's names, and one of GraphQL's directives.
func TestLoadSchemaStranger(t *testing.T) {
	schema, err := loadSchema(`
		directive @service(of: Int) on OBJECT
		directive @code on FIELD_DEFINITION
		directive @deprecated(reason: String = "x", since: String) on FIELD_DEFINITION
		enum SDKHTTPBody { X }
		type Query @service(of: 1) { a: Int @code @deprecated(since: "1") b: SDKHTTPBody }`)
	if err != nil {
		t.Fatal(err)
	}
	if schema.Query.Directives.ForName("service") == nil {
		t.Error("a directive of another meaning was moved away")
	}
	if schema.Directives["service"].Position.Src.BuiltIn || !schema.Directives["json"].Position.Src.BuiltIn {
		t.Error("the schema's own directives cannot be told from the generator's")
	}
	if !slices.ContainsFunc(schema.Types["SDKHTTPBody"].EnumValues, func(v *ast.EnumValueDefinition) bool { return v.Name == "X" }) {
		t.Error("a type of the schema was taken for the generator's")
	}
}

func TestLoadSchemaMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		texts []string
		want  string
	}{
		"syntax, in two files": {[]string{"type Query {", "type"}, "a.graphql:1:13: Expected Name, found <EOF>: type Query at 1:1 is not closed: write }\nb.graphql:1:5: Expected Name, found <EOF>"},
		"unknown type":         {[]string{"type Query { a: Bok }", "type Book { b: Int }"}, "a.graphql:1:17: type Bok is not defined: did you mean Book?"},
		"two of a name":        {[]string{"type Query { a: Int a: Int }"}, "a.graphql:1:21: Field Query.a can only be defined once."},
		"unknown directive":    {[]string{"type Query { a: Int @no }"}, "a.graphql:1:22: Undefined directive no."},
		"service of nobody":    {[]string{"type Query @service { a: Int }"}, "a.graphql:1:13: Argument name for directive service cannot be null."},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadSchema(c.texts...)
			if err == nil {
				t.Fatal("it loads")
			}
			if d := cmp.Diff(c.want, err.Error()); d != "" {
				t.Errorf("it says something else (-want +got):\n%s", d)
			}
		})
	}
}
