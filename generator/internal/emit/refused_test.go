package emit

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// TestRefused hands genqlient what package spec would have refused, and wants the
// place of the operation as its author wrote it.
func TestRefused(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: `
		scalar Date
		type Query { book: Book }
		type Book { id: ID book: Book date: Date }
	`})
	fine := "query Fine {\n  book {\n    ...Book\n  }\n}\n"
	more := "query More {\n  book {\n    id\n  }\n}\n"
	tests := map[string]struct {
		documents []string
		want      string
	}{
		"a scalar without a Go type": {
			[]string{fine, more, "query Bad {\n  book {\n    date\n  }\n}\n", "query Other {\n  book {\n    id\n  }\n}\n"},
			`books.graphql:30:5: genqlient, which prints the typed operations, refuses Bad: unknown scalar Date: please add it to "bindings" in genqlient.yaml Example: https://github.com/Khan/genqlient/blob/main/example/genqlient.yaml#L12; write the operation in another way`,
		},
		"two that are one type": {
			[]string{"query A {\n  book {\n    book { id }\n  }\n}\n", fine, "query ABook {\n  book {\n    id\n    date: id\n  }\n}\n"},
			"books.graphql:30:5: genqlient, which prints the typed operations, refuses ABook: conflicting definition for ABook",
		},
		"a name that Go does not have": {
			[]string{fine, "query Bad {\n  _1: book {\n    id\n  }\n}\n"},
			"books.graphql:20:5: genqlient, which prints the typed operations, refuses Bad: genqlient internal error: failed to gofmt code: ",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			api := &spec.API{Config: &config.API{Calls: "sdk/calls"}, Used: schema}
			for i, document := range test.documents {
				head, _, _ := strings.Cut(document, " {")
				api.Operations = append(api.Operations, &spec.Operation{
					Name: strings.TrimPrefix(head, "query "), Document: document,
					Position: &ast.Position{Src: &ast.Source{Name: "books.graphql"}, Line: 10 * (i + 1), Column: 5},
				})
				if strings.Contains(document, "...Book") {
					api.Fragments = "fragment Book on Book {\n  id\n}\n"
				}
			}
			p := &printer{api: api}
			err := p.calls()
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Fatalf("the error is not\n%s\nbut\n%v", test.want, err)
			}
			if text := err.Error(); strings.Contains(text, os.TempDir()) || strings.Contains(text, "\n") {
				t.Errorf("the error tells of files that nobody wrote: %s", text)
			}
		})
	}
}

// TestCallsTemporaryFolder wants a remedy where genqlient would take the temporary
// folder for a pattern.
func TestCallsTemporaryFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a[b]")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", folder)
	if os.TempDir() != folder {
		t.Skip("the temporary folder has another variable here")
	}
	p := &printer{api: &spec.API{Operations: []*spec.Operation{{}}}}
	want := fmt.Sprintf("the temporary folder %s has a character that patterns of files have: name another in TMPDIR", folder)
	if err := p.calls(); err == nil || err.Error() != want {
		t.Errorf("the error is not %q but: %v", want, err)
	}
}
