package spec_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// TestNotUTF8 holds that a file in another encoding is refused, with the place, rather
// than printed into Go.
func TestNotUTF8(t *testing.T) {
	_, err := spec.LoadSchema([]*ast.Source{{Name: "schema.graphql", Input: "type Query {\n  \"é\x82\"\n  a: Int\n}\n"}})
	const want = "schema.graphql:2:5: the file is not UTF-8 here: save it in that encoding"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
	if _, err := spec.LoadSchema([]*ast.Source{{Name: "schema.graphql", Input: "type Query {\n  \"\uFFFD is written so\"\n  a: Int\n}\n"}}); err != nil {
		t.Error(err)
	}
}
