package main

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// unseen lists breaks that apidiff passes over, worded as it words others.
func unseen(before, now *types.Package) []apidiff.Change {
	var changes []apidiff.Change
	for _, name := range before.Scope().Names() {
		old, current := before.Scope().Lookup(name), now.Scope().Lookup(name)
		if !old.Exported() || current == nil {
			continue
		}
		for _, method := range lostMethods(old, current) {
			changes = append(changes, apidiff.Change{Message: name + "." + method + ": removed"})
		}
		if was, is := typeParameters(old), typeParameters(current); was != "" && is != "" && was != is {
			changes = append(changes, apidiff.Change{Message: name + ": type parameters changed from " + was + " to " + is})
		}
	}
	return changes
}

// lostMethods names the methods that an interface no longer has. apidiff passes over
// those that come from an interface embedded in it.
func lostMethods(before, now types.Object) []string {
	old, ok := interfaceType(before)
	current, still := interfaceType(now)
	if !ok || !still {
		return nil
	}
	var names []string
	for m := range old.Methods() {
		if m.Exported() && types.NewMethodSet(current).Lookup(m.Pkg(), m.Name()) == nil {
			names = append(names, m.Name())
		}
	}
	return names
}

func interfaceType(o types.Object) (*types.Interface, bool) {
	if name, ok := o.(*types.TypeName); !ok || name.IsAlias() {
		return nil, false
	}
	i, ok := o.Type().Underlying().(*types.Interface)
	return i, ok
}

// typeParameters writes the constraints of a generic function, of which apidiff
// compares parameters and results alone. Their names may change.
func typeParameters(o types.Object) string {
	f, ok := o.(*types.Func)
	if !ok || f.Signature().TypeParams().Len() == 0 {
		return ""
	}
	var constraints []string
	for p := range f.Signature().TypeParams().TypeParams() {
		constraints = append(constraints, types.TypeString(p.Constraint(), types.RelativeTo(f.Pkg())))
	}
	return "[" + strings.Join(constraints, ", ") + "]"
}

// without drops the changes that are among others already.
func without(changes, others []apidiff.Change) []apidiff.Change {
	return slices.DeleteFunc(changes, func(c apidiff.Change) bool { return slices.Contains(others, c) })
}
