package diff_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/txtar"

	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

var update = flag.Bool("update", false, "rewrite what the corpus expects")

const corpus = "../../testdata/diff"

// pair is one comparison of the corpus. Every file makes two: forth, from the
// old schema to the new, and back.
type pair struct {
	name     string
	old, new string
	want     string
}

// read gives the schemas and expectations of a file, by their names.
func read(t testing.TB, path string) map[string]string {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, file := range archive.Files {
		parts[file.Name] = string(file.Data)
	}
	if len(archive.Comment) == 0 || len(parts) != 4 {
		t.Fatalf("%s has not a comment, old.graphql, new.graphql, forth and back", path)
	}
	return parts
}

func corpusFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func pairs(t testing.TB) []pair {
	t.Helper()
	var all []pair
	for _, file := range corpusFiles(t) {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		parts := read(t, file)
		all = append(all,
			pair{name, parts["old.graphql"], parts["new.graphql"], parts["forth"]},
			pair{name + " back", parts["new.graphql"], parts["old.graphql"], parts["back"]})
	}
	return all
}

func load(t testing.TB, name, text string) *ast.Schema {
	t.Helper()
	schema, err := spec.LoadSchema([]*ast.Source{{Name: name, Input: text}})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func changes(t testing.TB, old, new string) []diff.Change {
	t.Helper()
	return diff.Schemas(load(t, "old.graphql", old), load(t, "new.graphql", new))
}

// lines are changes as the corpus has them.
func lines(changes []diff.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s %s %s\n", c.Class, c.Kind, c.Coordinate)
	}
	return b.String()
}

// TestCorpus compares every pair of the corpus both ways.
func TestCorpus(t *testing.T) {
	if *update {
		rewrite(t)
	}
	all := pairs(t)
	if len(all) < 200 {
		t.Errorf("the corpus has %d pairs: there are more", len(all))
	}
	for _, p := range all {
		t.Run(p.name, func(t *testing.T) {
			if d := cmp.Diff(p.want, lines(changes(t, p.old, p.new))); d != "" {
				t.Errorf("the changes are not what the corpus says (-want +got):\n%s", d)
			}
			if got := changes(t, p.old, p.old); len(got) > 0 {
				t.Errorf("a schema differs from itself:\n%s", lines(got))
			}
		})
	}
}

func rewrite(t *testing.T) {
	t.Helper()
	for _, file := range corpusFiles(t) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := read(t, file)
		for i := range archive.Files {
			switch f := &archive.Files[i]; f.Name {
			case "forth":
				f.Data = []byte(lines(changes(t, parts["old.graphql"], parts["new.graphql"])))
			case "back":
				f.Data = []byte(lines(changes(t, parts["new.graphql"], parts["old.graphql"])))
			}
		}
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCorpusHasEveryKind holds that no kind is without a pair.
func TestCorpusHasEveryKind(t *testing.T) {
	var seen []diff.Kind
	for _, p := range pairs(t) {
		for _, c := range changes(t, p.old, p.new) {
			seen = append(seen, c.Kind)
		}
	}
	for _, kind := range kinds(t) {
		if !slices.Contains(seen, kind) {
			t.Errorf("no pair of the corpus has a change of the kind %s", kind)
		}
	}
}
