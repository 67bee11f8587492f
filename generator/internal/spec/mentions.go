package spec

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// Mention is a part of the schema that an operation or a fragment names.
type Mention struct {
	// Definition names the operation or fragment.
	Definition string
	Fragment   bool
	// Coordinate is the part: Type, Type.field, Type.field(argument:) or Enum.VALUE.
	Coordinate string
	At         *ast.Position
}

// Parts are the coordinates of the schema that Go names are made of: types of the
// models' package, and their fields as Type.Field.
type Parts map[string][]string

func (p Parts) add(name string, coordinates ...string) { p[name] = append(p[name], coordinates...) }

// fieldPart is the coordinate of a selected field.
func fieldPart(field *ast.Field) string {
	if field.ObjectDefinition == nil {
		return field.Name
	}
	return field.ObjectDefinition.Name + "." + field.Name
}

// mentions lists what the validated documents name, as far as they are valid.
func (l *loader) mentions() []Mention {
	var all []Mention
	for _, o := range l.document.Operations {
		u := &mentioner{of: Mention{Definition: o.Name}, filled: map[string][]string{}}
		u.selections(o.SelectionSet)
		for _, code := range codesOf(o) {
			u.add(code.Position, l.codeEnumName()+"."+code.Raw)
		}
		for _, variable := range o.VariableDefinitions {
			u.variable(variable)
		}
		all = append(all, u.all...)
	}
	for _, f := range l.document.Fragments {
		u := &mentioner{of: Mention{Definition: f.Name, Fragment: true}, filled: map[string][]string{}}
		u.add(f.Position, f.TypeCondition)
		for _, d := range f.Directives {
			u.add(d.Position, f.TypeCondition)
		}
		u.selections(f.SelectionSet)
		all = append(all, u.all...)
	}
	return all
}

func (l *loader) codeEnumName() string {
	if l.codeEnum == nil {
		return ""
	}
	return l.codeEnum.Name
}

// codesOf are the codes that an operation's @codes names.
func codesOf(o *ast.OperationDefinition) []*ast.Value {
	var codes []*ast.Value
	for _, d := range o.Directives.ForNames("codes") {
		for _, argument := range d.Arguments {
			for _, child := range argument.Value.Children {
				codes = append(codes, child.Value)
			}
		}
	}
	return codes
}

// mentioner gathers what one definition names.
type mentioner struct {
	of  Mention
	all []Mention
	// filled are the coordinates that each variable fills.
	filled map[string][]string
}

func (u *mentioner) add(at *ast.Position, coordinates ...string) {
	for _, coordinate := range coordinates {
		mention := u.of
		mention.Coordinate, mention.At = coordinate, at
		u.all = append(u.all, mention)
	}
}

func (u *mentioner) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			u.field(s)
			u.selections(s.SelectionSet)
		case *ast.InlineFragment:
			if s.TypeCondition != "" {
				u.conditions(s.Position, s.ObjectDefinition, s.TypeCondition)
			}
			u.selections(s.SelectionSet)
		case *ast.FragmentSpread: // what it selects is its own
			if s.Definition != nil {
				u.conditions(s.Position, s.ObjectDefinition, s.Definition.TypeCondition)
			}
		}
	}
}

// conditions notes the types that must have objects in common for a fragment to stand
// where it does.
func (u *mentioner) conditions(at *ast.Position, of *ast.Definition, condition string) {
	u.add(at, condition)
	if of != nil && of.Name != condition {
		u.add(at, of.Name)
	}
}

// field notes a field with its type and arguments, at each place where a mistake
// in them is told.
func (u *mentioner) field(f *ast.Field) {
	if f.ObjectDefinition == nil || f.Definition == nil {
		return
	}
	parts := []string{fieldPart(f), f.Definition.Type.Name()}
	for _, a := range f.Arguments {
		part := argumentPart(fieldPart(f), a.Name)
		parts = append(parts, part)
		u.add(a.Position, part)
		u.value(a.Value, part)
	}
	u.add(f.Position, parts...)
	for _, d := range f.Directives {
		u.add(d.Position, parts...)
	}
}

func argumentPart(field, argument string) string { return field + "(" + argument + ":)" }

// value notes what fills a part, with its type.
func (u *mentioner) value(v *ast.Value, part string) {
	u.add(v.Position, part)
	if v.Definition != nil {
		u.add(v.Position, v.Definition.Name)
		if v.Kind == ast.EnumValue {
			u.add(v.Position, v.Definition.Name+"."+v.Raw)
		}
	}
	if v.Kind == ast.Variable {
		u.filled[v.Raw] = append(u.filled[v.Raw], part)
	}
	for _, child := range v.Children {
		inner := part // an element of a list
		if v.Kind == ast.ObjectValue && v.Definition != nil {
			inner = v.Definition.Name + "." + child.Name
		}
		u.value(child.Value, inner)
	}
}

// variable notes the type of a variable and what it fills.
func (u *mentioner) variable(v *ast.VariableDefinition) {
	parts := append([]string{v.Type.Name()}, u.filled[v.Variable]...)
	u.add(v.Position, parts...)
	for _, d := range v.Directives {
		u.add(d.Position, parts...)
	}
}
