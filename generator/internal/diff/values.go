package diff

import (
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// safeForResult tells whether what reads the old type can read the new one:
// only "never null" may have come in, at any depth.
func safeForResult(old, new *ast.Type) bool {
	if old.NonNull && !new.NonNull {
		return false
	}
	return sameShape(old, new, safeForResult)
}

// safeForInput tells whether what gives the old type gives the new one too:
// only "never null" may have gone, at any depth.
func safeForInput(old, new *ast.Type) bool {
	if new.NonNull && !old.NonNull {
		return false
	}
	return sameShape(old, new, safeForInput)
}

// sameShape compares two types but for their being null.
func sameShape(old, new *ast.Type, elements func(old, new *ast.Type) bool) bool {
	if old.Elem == nil || new.Elem == nil {
		return old.Elem == nil && new.Elem == nil && old.NamedType == new.NamedType
	}
	return elements(old.Elem, new.Elem)
}

// sameDefault compares the values, not how they are written.
func sameDefault(old, new *value) bool {
	if old.Default == nil || new.Default == nil {
		return old.Default == new.Default
	}
	return sameValue(listed(old), listed(new))
}

// listed is the default of a value; GraphQL takes one element for a list of it.
func listed(v *value) *ast.Value {
	d := v.Default
	if v.Type.Elem == nil || d.Kind == ast.ListValue || d.Kind == ast.NullValue {
		return d
	}
	for t := v.Type; t.Elem != nil; t = t.Elem {
		d = &ast.Value{Kind: ast.ListValue, Children: ast.ChildValueList{{Value: d}}}
	}
	return d
}

func sameValue(a, b *ast.Value) bool {
	switch {
	case isNumber(a) && isNumber(b):
		return a.Raw == b.Raw || sameNumber(a.Raw, b.Raw)
	case isText(a) && isText(b):
		return a.Raw == b.Raw
	case a.Kind != b.Kind || len(a.Children) != len(b.Children):
		return false
	case a.Kind == ast.ListValue:
		return slices.EqualFunc(a.Children, b.Children, func(x, y *ast.ChildValue) bool { return sameValue(x.Value, y.Value) })
	case a.Kind == ast.ObjectValue:
		return !slices.ContainsFunc(a.Children, func(x *ast.ChildValue) bool {
			y := b.Children.ForName(x.Name)
			return y == nil || !sameValue(x.Value, y)
		})
	}
	return a.Raw == b.Raw
}

func isNumber(v *ast.Value) bool { return v.Kind == ast.IntValue || v.Kind == ast.FloatValue }

func isText(v *ast.Value) bool { return v.Kind == ast.StringValue || v.Kind == ast.BlockValue }

// sameNumber takes 1, 1.0 and 1e0 for one number; a number that no float64 holds
// is like none but itself.
func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

// longest is how much of a text a sentence shows.
const longest = 60

// short cuts a text that would fill a sentence.
func short(text string) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// quoted shows a text on one line.
func quoted(text string) string { return strconv.Quote(short(text)) }
