package spec

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// defaults lists, as far as the documents are valid, the arguments and input fields
// that operations may leave to the schema's default.
func (l *loader) defaults() []Mention {
	var all []Mention
	for _, o := range l.document.Operations {
		d := &defaulter{loader: l, operation: o, seen: map[string]bool{}}
		d.selections(o.SelectionSet, map[string]bool{})
		all = append(all, d.all...)
	}
	return all
}

// defaulter gathers what one operation leaves to the schema, each once.
type defaulter struct {
	*loader
	operation *ast.OperationDefinition
	all       []Mention
	seen      map[string]bool
}

func (d *defaulter) add(at *ast.Position, part string) {
	if !d.seen[part] {
		d.seen[part] = true
		d.all = append(d.all, Mention{Definition: d.operation.Name, Coordinate: part, At: at})
	}
}

// selections goes through a selection, and through the fragments that it spreads:
// what they leave unset, the operation does.
func (d *defaulter) selections(set ast.SelectionSet, spread map[string]bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			d.field(s)
			d.selections(s.SelectionSet, spread)
		case *ast.InlineFragment:
			d.selections(s.SelectionSet, spread)
		case *ast.FragmentSpread:
			if s.Definition != nil && !spread[s.Name] {
				spread[s.Name] = true
				d.selections(s.Definition.SelectionSet, spread)
			}
		}
	}
}

func (d *defaulter) field(f *ast.Field) {
	if f.ObjectDefinition == nil || f.Definition == nil {
		return
	}
	for _, definition := range f.Definition.Arguments {
		argument := f.Arguments.ForName(definition.Name)
		if definition.DefaultValue != nil && (argument == nil || d.mayBeUnset(argument.Value)) {
			d.add(f.Position, argumentPart(fieldPart(f), definition.Name))
		}
		if argument != nil {
			d.value(argument.Value, definition.Type)
		}
	}
}

// mayBeUnset tells whether a value is a variable that nobody needs to give.
func (d *defaulter) mayBeUnset(value *ast.Value) bool {
	v := d.operation.VariableDefinitions.ForName(value.Raw)
	return value.Kind == ast.Variable && v != nil && !v.Type.NonNull && v.DefaultValue == nil && v.Directives.ForName("filled") == nil
}

// value goes through the input objects that an argument is written with, or that a
// caller gives.
func (d *defaulter) value(value *ast.Value, t *ast.Type) {
	object := d.schema.Types[t.Name()]
	if object == nil || object.Kind != ast.InputObject {
		return
	}
	switch value.Kind {
	case ast.Variable:
		if v := d.operation.VariableDefinitions.ForName(value.Raw); v != nil {
			d.given(value.Position, object, alwaysSent(v), map[string]bool{})
		}
	case ast.ObjectValue:
		for _, field := range object.Fields {
			inner := value.Children.ForName(field.Name)
			if field.DefaultValue != nil && (inner == nil || d.mayBeUnset(inner)) {
				d.add(value.Position, object.Name+"."+field.Name)
			}
			if inner != nil {
				d.value(inner, field.Type)
			}
		}
	case ast.ListValue:
		for _, child := range value.Children {
			d.value(child.Value, t)
		}
	}
}

// given goes through an input object that a caller fills, but for the fields that are
// sent always.
func (d *defaulter) given(at *ast.Position, object *ast.Definition, always []string, seen map[string]bool) {
	if object == nil || object.Kind != ast.InputObject || seen[object.Name] {
		return
	}
	seen[object.Name] = true
	for _, field := range object.Fields {
		if field.DefaultValue != nil && !slices.Contains(always, field.Name) {
			d.add(at, object.Name+"."+field.Name)
		}
		d.given(at, d.schema.Types[field.Type.Name()], nil, seen)
	}
}

// alwaysSent are the fields of a variable's input object that must be given, or are
// filled in.
func alwaysSent(v *ast.VariableDefinition) []string {
	names := slices.Clone(listArgument(v.Directives.ForName("required"), "fields"))
	for _, directive := range []string{"filled", "fixed"} {
		for _, d := range v.Directives.ForNames(directive) {
			names = append(names, stringArgument(d, "field"))
		}
	}
	return names
}
