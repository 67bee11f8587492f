package impact

import (
	"go/types"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// base is the module that the scripts start from; its operations know the types of its
// schema.
const base = "../../testdata/base"

// more are operations for all that the base's schema has.
const more = `
"""
ChangeBook changes a book.
"""
mutation ChangeBook($book: BookInput! @filled(with: "shelf", field: "shelf")) @method(document: "changeBook", librarian: OWNER) {
  changeBook(book: $book) { ...Book }
}
"""
Books lists books.
"""
query Books($page: Int) @method(document: "books", librarian: OWNER, reader: SESSION) {
  books(page: $page) { ...Book }
}
"""
Hours tells the opening hours.
"""
query Hours($day: String!) @method(document: "hours", librarian: NONE) {
  hours(day: $day)
}
`

// FuzzCompute makes the clients of any two schemas, as far as the operations fit, and
// prints what it finds: no schema may end it.
func FuzzCompute(f *testing.F) {
	cfg, err := config.Load(base + "/generator.yaml")
	if err != nil {
		f.Fatal(err)
	}
	outside := map[string]*types.Package{} // else every run asks the go command
	seeds := seeds(f)
	for i, seed := range seeds {
		f.Add(seed, seeds[(i+1)%len(seeds)])
		f.Add(seeds[0], seed)
	}
	f.Fuzz(func(t *testing.T, old, new string) { checkCompute(t, cfg, outside, old, new) })
}

// FuzzEdits edits the base's schema at some places: most of what comes out is a schema.
func FuzzEdits(f *testing.F) {
	cfg, err := config.Load(base + "/generator.yaml")
	if err != nil {
		f.Fatal(err)
	}
	outside := map[string]*types.Package{}
	whole := seeds(f)[0] + "scalar Date\nunion Any = Book | Shelf\ninterface Named { title: String }\ntype Shelf implements Named { title: String any: Any }\n"
	f.Add([]byte{3, 0})
	f.Add([]byte{23, 2, 25, 5})
	f.Add([]byte{12, 1, 3, 6, 33, 7})
	f.Fuzz(func(t *testing.T, edits []byte) { checkCompute(t, cfg, outside, whole, edited(whole, edits)) })
}

// edited takes out a line, or changes the last type in it, for each pair of numbers.
func edited(text string, edits []byte) string {
	lines := strings.Split(text, "\n")
	types := []string{"Int", "String!", "[Book]", "Kind", "Date", "[[Kind!]!]!", "BookInput", "Any", "Named", "Shelf", "Query", "ID"}
	last := regexp.MustCompile(`: *[\[\]!A-Za-z]+`)
	for pair := range slices.Chunk(edits[:min(len(edits), 20)], 2) {
		at := &lines[int(pair[0])%len(lines)]
		found := last.FindAllStringIndex(*at, -1)
		if which := int(pair[len(pair)-1]) % (len(types) + 1); which == len(types) || found == nil {
			*at = ""
		} else {
			place := found[int(pair[len(pair)-1])/16%len(found)]
			*at = (*at)[:place[0]] + ": " + types[which] + (*at)[place[1]:]
		}
	}
	return strings.Join(lines, "\n")
}

// checkCompute compares two schemas as the command does, and the new one with itself.
func checkCompute(t *testing.T, cfg *config.Config, outside map[string]*types.Package, old, new string) {
	t.Helper()
	before, after := fuzzed(t, cfg, "old.graphql", old), fuzzed(t, cfg, "new.graphql", new)
	if before == nil || after == nil {
		t.Skip("one is no schema")
	}
	apis := []*config.API{&cfg.APIs[0]}
	reports, err := compute(t.Context(), cfg, apis, before, after, outside)
	if err != nil {
		t.Fatal(err)
	}
	for _, write := range []func() error{
		func() error { return reports.WriteJSON(io.Discard) },
		func() error { return reports.WriteText(io.Discard, Plain) },
		func() error { return reports.WriteMarkdown(io.Discard, 100) },
	} {
		if err := write(); err != nil {
			t.Error(err)
		}
	}
	same, err := compute(t.Context(), cfg, apis, after, after, outside)
	if err != nil {
		t.Fatal(err)
	}
	if r := same.APIs[0]; !r.empty() {
		t.Errorf("a schema differs from itself: %+v", r)
	}
}

// seeds are the base's own schema, ways to have less than it, and schemas that others
// are compared with.
func seeds(f *testing.F) []string {
	f.Helper()
	text, err := os.ReadFile(base + "/schema/schema.graphql")
	if err != nil {
		f.Fatal(err)
	}
	whole := string(text)
	all := []string{
		whole, "", "# nothing",
		`type Mutation { a: Int }`,
		`type Query { book: Int }`,
		`type Query @service(name: "catalogue") { book(id: String!): Book } interface Book { id: ID } type Novel implements Book { id: ID title: String }`,
		`type Query @service(name: "catalogue") { book(id: [Int!]! = [1]): [Book] } union Book = A | B type A { id: ID } type B { kind: Kind } scalar Kind`,
		`enum Code { CLOSED @code(number: 1) } type Query @service(name: "catalogue") { book(id: Code!): Book } type Book { id: Code title: Book kind: [[Int]] }`,
		`schema { query: Q } type Q { book(id: String!): Book @http(method: GET, host: "main", path: "/{id}") } type Book { id: String title: Date } scalar Date`,
		strings.Replace(whole, "  shelf: String!\n", "  shelf: Due\n", 1) + "scalar Due\n",
		strings.Replace(whole, "type Query @service(name: \"catalogue\")", "type Query", 1),
	}
	for _, drop := range []string{"  title: String\n", "  kind: Kind\n", "  NOVEL\n", `(id: String!)`} {
		all = append(all, strings.Replace(whole, drop, "", 1))
	}
	others, err := filepath.Glob("../../testdata/diff/*.txtar")
	if err != nil || len(others) == 0 {
		f.Fatalf("there are no schemas to compare: %v", err)
	}
	for i, other := range others {
		if i%9 == 0 { // each takes some milliseconds
			text, err := os.ReadFile(other)
			if err != nil {
				f.Fatal(err)
			}
			_, one, _ := strings.Cut(string(text), "-- old.graphql --\n")
			one, _, _ = strings.Cut(one, "-- ")
			all = append(all, one)
		}
	}
	return all
}

// fuzzed gives a side with a schema from elsewhere; nil where it is none, or where what
// it is compared with is refused before.
func fuzzed(t *testing.T, cfg *config.Config, name, text string) *Side {
	t.Helper()
	s := &Side{Name: name, schemas: map[string][]*ast.Source{}, operations: map[string][]*ast.Source{}, absent: map[string]bool{}}
	if err := disk(cfg).fill(s); err != nil {
		t.Fatal(err)
	}
	api := cfg.APIs[0].Name
	s.schemas[api] = []*ast.Source{{Name: name, Input: text}}
	s.operations[api] = append(s.operations[api], &ast.Source{Name: "more.graphql", Input: more})
	if _, err := spec.LoadSchema(s.schemas[api]); err != nil {
		return nil
	}
	return s
}

// TestWithoutGo holds that whoever has no go command is told so in one line.
func TestWithoutGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	cfg, err := config.Load(base + "/generator.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := fuzzed(t, cfg, "empty.graphql", "")
	_, err = Compute(t.Context(), cfg, []*config.API{&cfg.APIs[0]}, s, s)
	if err == nil || !strings.HasPrefix(err.Error(), "the go command is not on the PATH") || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is %v", err)
	}
}
