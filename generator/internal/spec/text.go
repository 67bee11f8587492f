package spec

import (
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
)

// isText notes the first place of a file that is no UTF-8, which GraphQL and Go are
// written in, and tells whether there is none.
func (l *loader) isText(source *ast.Source) bool {
	for i, r := range source.Input {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(source.Input[i:]); size > 1 { // it is written so
			continue
		}
		before := source.Input[:i]
		line := before[strings.LastIndexByte(before, '\n')+1:]
		l.problems = append(l.problems, Problem{
			File: source.Name, Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(line),
			Message: "the file is not UTF-8 here: save it in that encoding",
		})
		return false
	}
	return true
}
