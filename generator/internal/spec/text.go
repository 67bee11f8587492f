package spec

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// isText tells whether a file is the text that GraphQL is written in, and adds a
// problem where it is not. The parser would read on, and what cannot be read would
// end in doc comments.
func (ps *Problems) isText(source *ast.Source) bool {
	line, column := config.NotUTF8(source.Input)
	if line == 0 {
		return true
	}
	*ps = append(*ps, Problem{source.Name, line, column, "the file is not UTF-8 here: save it in that encoding"})
	return false
}
