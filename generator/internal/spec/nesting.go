package spec

import "github.com/vektah/gqlparser/v2/ast"

// mostSpreads is how many fragments a fragment may come to, all that are spread in it
// counted as often as they are: more than anybody writes, and few enough to follow each.
const mostSpreads = 10_000

// checkNesting refuses fragments that come to too many: where each spreads the next
// one twice, their number doubles with every level.
func (l *loader) checkNesting() {
	counts := map[string]int{}
	for _, f := range l.document.Fragments {
		if _, known := counts[f.Name]; known {
			continue // a part of another
		}
		if l.spreadCount(f, counts) > mostSpreads {
			l.problems.addf(f.Position, "fragment %s comes to more than %d others, counted as often as they are spread in each other: spread each of them once", f.Name, mostSpreads)
			return
		}
	}
}

// spreadCount counts a fragment with those that it spreads. In a cycle, which
// validation refuses, it counts one round.
func (l *loader) spreadCount(f *ast.FragmentDefinition, counts map[string]int) int {
	if count, known := counts[f.Name]; known {
		return count
	}
	counts[f.Name] = 1
	count := 1
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				if spread := l.document.Fragments.ForName(s.Name); spread != nil {
					count = min(count+l.spreadCount(spread, counts), mostSpreads+1)
				}
			}
		}
	}
	walk(f.SelectionSet)
	counts[f.Name] = count
	return count
}
