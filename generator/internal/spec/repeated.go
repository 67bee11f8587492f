package spec

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// checkRepeated refuses directives that say two things of one field, or of one variable:
// they may be repeated for others.
func (l *loader) checkRepeated(directives ast.DirectiveList) {
	said := map[[2]string]*ast.Position{}
	for _, d := range directives {
		if !ours(d) || !slices.Contains([]string{"go", "filled", "fixed"}, d.Name) {
			continue
		}
		key := [2]string{d.Name, stringArgument(d, "field")}
		if before, ok := said[key]; ok {
			l.problems.addf(d.Position, "there are two @%s for the same; the first is at %s: keep one", d.Name, place(before))
			continue
		}
		said[key] = d.Position
	}
}
