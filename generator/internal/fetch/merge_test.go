package fetch

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// merged gives a text after service s announced what an answer says, and the
// directives that are new.
func merged(t *testing.T, before, answer string, refused map[string]string) (string, []string) {
	t.Helper()
	to, _ := asked(t, refused, answer)
	schema, features, err := to.introspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	in, err := readFolder([]*ast.Source{{Name: "a.graphql", Input: before}}, "")
	if err != nil {
		t.Fatal(err)
	}
	types, directives, err := convert(schema, in.roots)
	if err != nil {
		t.Fatal(err)
	}
	m := &merger{folder: in, service: "s", types: types, features: features}
	m.merge()
	m.mergeDirectives(directives)
	var fresh []string
	for _, d := range m.freshDirectives {
		fresh = append(fresh, printDirectiveDefinition(d))
	}
	return apply(in.files[0].text, in.files[0].edits), fresh
}

const twoFields = `{"data": {"__schema": {
	"queryType": {"name": "Query"},
	"types": [{"kind": "OBJECT", "name": "Query", "fields": [
		{"name": "a", "args": [], "type": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "Int"}}},
		{"name": "b", "args": [{"name": "x", "type": {"kind": "SCALAR", "name": "Int"}}], "type": {"kind": "LIST", "ofType": {"kind": "SCALAR", "name": "Int"}}},
		{"name": "c", "args": [{"name": "x", "description": "é", "type": {"kind": "SCALAR", "name": "Int"}}], "type": {"kind": "SCALAR", "name": "Int"}}
	]}]
}}}`

// TestLayouts holds that edits fit into every way to write a schema.
func TestLayouts(t *testing.T) {
	tests := map[string]struct{ before, want string }{
		"line ends of Windows": {
			"type Query @service(name: \"s\") {\r\n  a: Int # ä\r\n  old: Int\r\n  b: [Int]\r\n  c: Int\r\n}\r\n",
			"type Query @service(name: \"s\") {\r\n  a: Int! # ä\r\n  b(\r\n    x: Int\r\n  ): [Int]\r\n  c(\r\n    \"é\"\r\n    x: Int\r\n  ): Int\r\n}\r\n",
		},
		"letters of several bytes": {
			"\ufeff# 用户\ntype Query @service(name: \"s\") {\n  \"甲 \U0001F600\" a: Int \"\"\"乙\n \"丙\" \"\"\" b(old: Int x: Int): [Int!], c(x: Int): Int }",
			"\ufeff# 用户\ntype Query @service(name: \"s\") {\n  \"甲 \U0001F600\" a: Int! \"\"\"乙\n \"丙\" \"\"\" b(x: Int): [Int], c(x: Int): Int }",
		},
		"one line": {
			`type Query @service(name:"s"){old:Int a:Int b(x:Int,y:Int):[Int] c(y:Int):Int older:Int}`,
			`type Query @service(name:"s"){a:Int! b(x:Int):[Int] c("é" x: Int):Int}`,
		},
		"a list over lines": {
			"type Query @service(name: \"s\") {\n\ta: [\n\t\tInt\n\t]! @json\n\tb(x: Int = 3, # three\n\t): [ Int ]\n\tc(y: Int,\n\t\tx: Int): Int\n}",
			"type Query @service(name: \"s\") {\n\ta: Int! @json\n\tb(x: Int, # three\n\t): [ Int ]\n\tc(x: Int): Int\n}",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, _ := merged(t, test.before, twoFields, nil)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if again, _ := merged(t, got, twoFields, nil); again != got {
				t.Errorf("again, it changes (-once +twice):\n%s", cmp.Diff(got, again))
			}
		})
	}
}

// FuzzWalk holds that the places of every text that gqlparser takes are found.
func FuzzWalk(f *testing.F) {
	for _, text := range []string{
		"type Query @service(name: \"s\") { a(b: [Int!]! = [1] @c): Int! }",
		"extend schema @a { query: Q } directive @d(a: Int = 1) repeatable on | FIELD | QUERY scalar S",
		"\"\"\"é\"\"\" union U = | A | B enum E { A @x(y: {z: [1]}) B } interface I implements J & K { a: Int } input N { a: Int = {} }",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, err := readFolder([]*ast.Source{{Name: "a", Input: text}}, "")
		if err != nil {
			return
		}
		document, err := parser.ParseSchema(&ast.Source{Name: "a", Input: text})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range document.Definitions {
			names := 0
			for _, b := range in.types[d.Name] {
				if !strings.HasPrefix(text[b.keyword:], "extend") && !strings.HasPrefix(text[b.keyword:], b.kind) {
					t.Fatalf("%s does not start at %d", b.kind, b.keyword)
				}
				for _, e := range b.items() {
					names++
					if !strings.HasPrefix(text[e.keyword:], e.name) {
						t.Fatalf("%s does not start at %d", e.name, e.keyword)
					}
				}
			}
			if want := len(d.Fields) + len(d.EnumValues); names < want {
				t.Fatalf("%s has %d members, found are %d", d.Name, want, names)
			}
		}
	})
}

// FuzzAnswer holds that no answer is more than a mistake.
func FuzzAnswer(f *testing.F) {
	f.Add(everything)
	f.Add(twoFields)
	f.Fuzz(func(t *testing.T, text string) {
		var a answer
		if json.Unmarshal([]byte(text), &a) != nil || a.Data.Schema == nil {
			return
		}
		const folder = `type Query @service(name: "s") { a: Int } "x" type By { id: ID }`
		in, err := readFolder([]*ast.Source{{Name: "a", Input: folder}}, "")
		if err != nil {
			t.Fatal(err)
		}
		types, directives, err := convert(a.Data.Schema, in.roots)
		if err != nil {
			return
		}
		m := &merger{folder: in, service: "s", types: types, features: []*feature{oneOf}}
		m.merge()
		m.mergeDirectives(directives)
		m.addUnsorted("b")
		for _, file := range in.files {
			if _, err := parser.ParseSchema(&ast.Source{Name: file.path, Input: apply(file.text, file.edits)}); err != nil {
				t.Fatalf("%v:\n%s", err, apply(file.text, file.edits))
			}
		}
	})
}
