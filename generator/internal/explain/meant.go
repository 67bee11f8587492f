package explain

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/hint"
	"github.com/authing-community/authing-go/generator/internal/naming"
)

// mostMeant is how many names are suggested at once: with more, none says anything.
const mostMeant = 6

// meant gives ": did you mean ...?" with what may be meant by a name that nothing has:
// a group's method of that name, one that is written almost so, or those that differ in
// a word.
func meant(methods []*Method, name string) string {
	var known []string
	for _, m := range methods {
		known = append(known, m.names()...)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	inGroups := slices.DeleteFunc(slices.Clone(known), func(other string) bool {
		_, own, grouped := strings.Cut(other, ".")
		return !grouped || !strings.EqualFold(own, name)
	})
	if len(inGroups) > 0 {
		return didYouMean(goNames(inGroups, methods))
	}
	if nearest := hint.Nearest(name, known); nearest != "" && hint.Slip(name, nearest) {
		return didYouMean([]string{nearest})
	}
	words := naming.Words(name)
	alike := slices.DeleteFunc(slices.Clone(known), func(other string) bool { return !inAWord(words, naming.Words(other)) })
	if alike = goNames(alike, methods); len(words) > 2 && len(alike) > 0 && len(alike) <= mostMeant {
		return didYouMean(alike)
	}
	return hint.DidYouMean(name, known)
}

// goNames leaves out the names in documents, where Go has one of the names.
func goNames(names []string, methods []*Method) []string {
	isGo := func(name string) bool {
		return slices.ContainsFunc(methods, func(m *Method) bool { return m.Name == name || m.Iterator == name })
	}
	if !slices.ContainsFunc(names, isGo) {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool { return !isGo(name) })
}

// inAWord tells whether names of as many words differ in one of them.
func inAWord(words, others []string) bool {
	if len(words) != len(others) {
		return false
	}
	different := 0
	for i, word := range words {
		if !strings.EqualFold(word, others[i]) {
			different++
		}
	}
	return different == 1
}

func didYouMean(names []string) string {
	last := len(names) - 1
	text := names[last]
	if last > 0 {
		text = strings.Join(names[:last], ", ") + " or " + text
	}
	return ": did you mean " + text + "?"
}
