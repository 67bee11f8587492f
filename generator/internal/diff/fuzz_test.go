package diff_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// FuzzSchemas compares any two schemas.
func FuzzSchemas(f *testing.F) {
	for _, p := range pairs(f) {
		f.Add(p.old, p.new)
	}
	f.Fuzz(func(t *testing.T, old, new string) {
		oldSchema, newSchema := try(old), try(new)
		if oldSchema != nil {
			checkItself(t, oldSchema)
		}
		if newSchema != nil {
			checkItself(t, newSchema)
		}
		if oldSchema != nil && newSchema != nil {
			checkBothWays(t, oldSchema, newSchema)
		}
	})
}

// TestCrossed compares every schema of the corpus with some of the others: most
// define the same few names in many ways.
func TestCrossed(t *testing.T) {
	var schemas []*ast.Schema
	for _, p := range pairs(t) {
		schemas = append(schemas, load(t, "schema.graphql", p.old))
	}
	for i, old := range schemas {
		for j := i; j < len(schemas); j += 13 { // all take half a minute
			checkBothWays(t, old, schemas[j])
		}
	}
}

// checkItself sees that a schema is like itself.
func checkItself(t *testing.T, schema *ast.Schema) {
	t.Helper()
	if got := diff.Schemas(schema, schema); len(got) > 0 {
		t.Errorf("a schema differs from itself:\n%s", lines(got))
	}
}

// checkBothWays sees that what comes on the way there goes on the way back, and
// that changes can be printed.
func checkBothWays(t *testing.T, old, new *ast.Schema) {
	t.Helper()
	forth, back := diff.Schemas(old, new), diff.Schemas(new, old)
	if there, here := found(forth, asIs), found(back, reversed); !slices.Equal(there, here) {
		t.Errorf("what is found there is not what is found on the way back (-there +back):\n%s", cmp.Diff(there, here))
	}
	if _, err := json.Marshal(forth); err != nil {
		t.Error(err)
	}
}

// try loads a schema; nil where it is none.
func try(text string) *ast.Schema {
	schema, err := spec.LoadSchema([]*ast.Source{{Name: "schema.graphql", Input: text}})
	if err != nil {
		return nil
	}
	return schema
}

// found are the kinds, as told, and coordinates of changes.
func found(changes []diff.Change, told func(kind string) string) []string {
	var all []string
	for _, c := range changes {
		all = append(all, told(string(c.Kind))+" "+c.Coordinate)
	}
	slices.Sort(all)
	return all
}

func asIs(kind string) string { return kind }

// reversed is the kind of the same change on the way back.
func reversed(kind string) string {
	if before, ok := strings.CutSuffix(kind, "_ADDED"); ok {
		return before + "_REMOVED"
	}
	if before, ok := strings.CutSuffix(kind, "_REMOVED"); ok {
		return before + "_ADDED"
	}
	return kind
}
