package spec

import (
	"errors"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// TestUnclosed has operations and types that are not closed, which a parser sees only
// where the next one goes on: mostly at its description.
func TestUnclosed(t *testing.T) {
	const described = "\"\"\"\nTwo lines,\nof many characters\n\"\"\"\n"
	tests := map[string]struct {
		read       func(*ast.Source) error
		text, want string
	}{
		"an operation":             {readQuery, "\n\nquery SendEmail($a: Int) @b(c: 1) {\n  a\n\n" + described + "query B { b }", "6:1: Expected Name, found BlockString: query SendEmail at 3:1 is not closed: write }"},
		"the second operation":     {readQuery, "query A { a }\n  fragment B on C {\n  a { b\n\n" + described + "query B { b }", "5:1: Expected Name, found BlockString: fragment B at 2:3 is not closed: write }"},
		"on Windows":               {readQuery, "query A {\r\n  a\r\n\"\"\"\r\ntext\r\n\"\"\"\r\nquery B { b }", "3:1: Expected Name, found BlockString: query A at 1:1 is not closed: write }"},
		"at the end":               {readQuery, "query A {\n  a\nquery B { b }\n", "4:1: Expected Name, found <EOF>: query A at 1:1 is not closed: write }"},
		"a query without a word":   {readQuery, "query A { a }\n{ a\n", "3:1: Expected Name, found <EOF>: a { before it is not closed: write }"},
		"a text of one line":       {readQuery, "query A { a\n  \"text\" query B { b }", "2:3: Expected Name, found String: query A at 1:1 is not closed: write }"},
		"a text for an argument":   {readQuery, "query A { a(\"\"\"b\n\n\"\"\": 1) }", "1:13: Expected Name, found BlockString"},
		"a described type":         {readSchema, "type A {\n  b: Int\n" + described + "type B { b: Int }", "7:6: Expected :, found Name: type A at 1:1 is not closed: write }"},
		"an extension":             {readSchema, "scalar C\nextend type type @a(b: {c: 1}) {\n  b: Int\nenum B { b }", "4:6: Expected :, found Name: type type at 2:8 is not closed: write }"},
		"two texts":                {readSchema, "type A { a(\"\"\"\nx\n\"\"\" \"\"\"\nyyyy\n\"\"\" b: Int): Int }", "3:5: Expected Name, found BlockString: a text stands before it already: keep one of the two"},
		"a text in a union":        {readSchema, "union A = \"\"\"\ntext\n\"\"\"", "1:11: Expected Name, found BlockString"},
		"after a text, on its end": {readSchema, "type A {\n\"\"\"\ntext\n\"\"\" b Int }", "4:7: Expected :, found Name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.read(&ast.Source{Name: "a.graphql", Input: test.text})
			if err == nil || err.Error() != "a.graphql:"+test.want {
				t.Errorf("got\n%v, not\n%s", err, test.want)
			}
		})
	}
}

func readQuery(source *ast.Source) error {
	_, err := parseQuery(source)
	return err
}

func readSchema(source *ast.Source) error {
	_, err := parseSchema(source)
	return err
}

// TestPlaces sees that what a schema or an operation has is told where it starts.
func TestPlaces(t *testing.T) {
	document, err := parseSchema(&ast.Source{Name: "a.graphql", Input: "type A {\r\n  a(b: String = \"\"\"\r\nlong\r\n\"\"\", c: Int): B @deprecated(reason: \"é\") d: Int\r\n}"})
	if err != nil {
		t.Fatal(err)
	}
	a, d := document.Definitions[0].Fields[0], document.Definitions[0].Fields[1]
	reason := a.Directives[0].Arguments[0].Value
	for want, at := range map[string]*ast.Position{
		"a.graphql:2:3": a.Position, "a.graphql:2:5": a.Arguments[0].Position, "a.graphql:2:17": a.Arguments[0].DefaultValue.Position,
		"a.graphql:4:6": a.Arguments[1].Position, "a.graphql:4:37": reason.Position, "a.graphql:4:42": d.Position,
	} {
		if got := place(at); got != want {
			t.Errorf("a place is %s, not %s", got, want)
		}
	}
}

// TestPlacesOfOperations is TestPlaces for all that a value can be given to there.
func TestPlacesOfOperations(t *testing.T) {
	const value = "\"\"\"\nx\"\"\""
	document, err := parseQuery(&ast.Source{Name: "a.graphql", Input: "query ($a: A = " + value + ") {\n b(c: [{d: " + value + "}]) { ...e @f(g: " + value + ")\n ... @h(i: " + value + ") { j } } }"})
	if err != nil {
		t.Fatal(err)
	}
	operation := document.Operations[0]
	field := operation.SelectionSet[0].(*ast.Field)
	for want, value := range map[string]*ast.Value{
		"a.graphql:1:16": operation.VariableDefinitions[0].DefaultValue,
		"a.graphql:3:12": field.Arguments[0].Value.Children[0].Value.Children[0].Value,
		"a.graphql:4:22": field.SelectionSet[0].(*ast.FragmentSpread).Directives[0].Arguments[0].Value,
		"a.graphql:6:12": field.SelectionSet[1].(*ast.InlineFragment).Directives[0].Arguments[0].Value,
	} {
		if got := place(value.Position); got != want {
			t.Errorf("a place is %s, not %s", got, want)
		}
	}
}

// FuzzPlaces sees that every problem of a text names a place that the text has.
func FuzzPlaces(f *testing.F) {
	for _, seed := range []string{
		"query A { a }", "type Query { a: Int }", "type A { a(\"\"\"\nx\n\"\"\" \"\"\"\ny\n\"\"\" b: Int): Int }", "union A = \"\"\"\n\n\"\"\"",
		"query A {\n \"\"\"\n\n\"\"\" query B { b }", "fragment A on B { ...A }", "type A {\r\n a\r b", "\ufeff{", "type A { \"\\u12\" }", "\"\"\"\n\x00",
		"type Query { a(b: Int = \"\"\"\n\n\"\"\", c: D = {e: [\"f\"]}): Int @deprecated(reason: 7) } input D { e: Int! @x }", "directive @a(b: Int = \"\") on A",
		"{ a(b: \"\"\"\n\n\"\"\") @include(if: \"x\") ... on B @skip { c } } query ($a: Int = \"\") { a }", "<<<<<<< a", "enum A { B @code(number: \"\n", "schema { query: A }", "extend schema @a", "\r\xff",
	} {
		f.Add(seed)
	}
	schema, err := LoadSchema([]*ast.Source{{Name: "schema.graphql", Input: "type Query { a(b: Int, c: [D]): Query } input D { e: String! = \"x\" }"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := LoadSchema([]*ast.Source{{Name: "a.graphql", Input: text}})
		checkPlaces(t, text, err)
		l := newLoader(&config.Config{}, &config.API{})
		l.schema, l.asked, l.left = schema, []*ast.Source{{Name: "a.graphql", Input: text}}, &leftOut{}
		if err = l.loadOperations(); err == nil {
			err = l.problems.err()
		}
		checkPlaces(t, text, err)
	})
}

// checkPlaces sees that the problems of a text have places in it.
func checkPlaces(t *testing.T, text string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	problems, ok := errors.AsType[Problems](err)
	if !ok {
		t.Fatalf("no list of problems: %v", err)
	}
	written := strings.Split(oneLineEnd(&ast.Source{Input: text}).Input, "\n")
	for _, p := range problems {
		if p.Line < 1 || p.Line > len(written) || p.Column < 1 || p.Column > len([]rune(written[p.Line-1]))+1 {
			t.Errorf("the text has no such place: %v", p)
		}
	}
}
