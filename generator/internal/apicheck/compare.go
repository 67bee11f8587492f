package main

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// change is what became of an exported symbol, of a package or of the module.
type change struct {
	// label is that of the package, symbol the name that announces the change.
	label, symbol string
	what          string
	breaking      bool
	announced     bool
}

// compare lists what changed, sorted by package and symbol.
func compare(before, now *exports) []*change {
	if before.path != now.path {
		return []*change{{label: "module", symbol: before.path, what: "module path changed to " + now.path, breaking: true}}
	}
	var all []*change
	for path, p := range before.packages {
		all = append(all, before.comparePackage(p, now.packages[path])...)
	}
	for path, p := range now.packages {
		if before.packages[path] == nil {
			all = append(all, &change{label: now.label(p), symbol: now.label(p), what: "package added"})
		}
	}
	slices.SortFunc(all, func(a, b *change) int {
		return slices.Compare([]string{a.label, a.symbol, a.what}, []string{b.label, b.symbol, b.what})
	})
	return all
}

// comparePackage compares a package with what it is now, which is nil where it is gone.
func (e *exports) comparePackage(before, now *types.Package) []*change {
	label := e.label(before)
	broken := func(what string) *change { return &change{label: label, symbol: label, what: what, breaking: true} }
	if now == nil {
		return []*change{broken("package removed")}
	}
	var changes []*change
	if before.Name() != now.Name() {
		changes = append(changes, broken(fmt.Sprintf("package name changed from %s to %s", before.Name(), now.Name())))
	}
	found, err := judge(before, now)
	if err != nil { // a person has to look
		changes = append(changes, broken("cannot be compared: "+err.Error()))
	}
	for _, c := range append(found, without(unseen(before, now), found)...) {
		symbol, what := e.read(before, c.Message)
		changes = append(changes, &change{label: label, symbol: symbol, what: what, breaking: !c.Compatible})
	}
	return changes
}

// judge asks apidiff. It fails where embedding gives a type the method of the
// interface error, or takes it away: that method has no package.
func judge(before, now *types.Package) (changes []apidiff.Change, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("apidiff failed: %v", fault)
		}
	}()
	return apidiff.Changes(before, now).Changes, nil
}

// read takes a message of apidiff apart. It starts with one of
//
//	T.M                            of the package itself, as (*T).M where a pointer has the method
//	./folder.T.M                   of a package below it
//	example.com/other/folder.T.M   of another package, whose type is embedded
//
// then perhaps ", method set of *U" or ", element type", and ": what happened".
func (e *exports) read(p *types.Package, message string) (symbol, what string) {
	_, what, _ = strings.Cut(e.shorten(message), ": ")
	subject, _, _ := strings.Cut(withoutTypeArguments(message), ": ")
	subject, part, _ := strings.Cut(subject, ", ")
	subject = strings.NewReplacer("(*", "", ")", "").Replace(subject)
	if embedding, ok := strings.CutPrefix(part, "method set of "); ok {
		method := subject[strings.LastIndex(subject, ".")+1:]
		subject, part = strings.TrimPrefix(embedding, "*")+"."+method, ""
	}
	if part != "" {
		what = part + " " + what
	}
	if below, ok := strings.CutPrefix(subject, "./"); ok {
		subject = p.Path() + "/" + below
	}
	if strings.Contains(subject, "/") {
		return e.shorten(subject), what
	}
	return e.label(p) + "." + subject, what
}

// withoutTypeArguments drops what stands in brackets.
func withoutTypeArguments(text string) string {
	var kept strings.Builder
	depth := 0
	for _, c := range text {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case depth == 0:
			kept.WriteRune(c)
		}
	}
	return kept.String()
}

// labels lists the packages of changes, sorted.
func labels(changes []*change) []string {
	all := map[string]bool{}
	for _, c := range changes {
		all[c.label] = true
	}
	return slices.Sorted(maps.Keys(all))
}
