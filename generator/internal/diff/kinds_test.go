package diff_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/diff"
)

// kinds reads the kinds from where they are defined.
func kinds(t testing.TB) []diff.Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "change.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []diff.Kind
	ast.Inspect(file, func(node ast.Node) bool {
		value, ok := node.(*ast.ValueSpec)
		if !ok || len(value.Values) != 1 {
			return true
		}
		if of, ok := value.Type.(*ast.Ident); !ok || of.Name != "Kind" {
			return true
		}
		text, err := strconv.Unquote(value.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, diff.Kind(text))
		return true
	})
	if len(all) < 60 {
		t.Fatalf("only %d kinds were found: there are more", len(all))
	}
	return all
}
