package spec

import (
	"cmp"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Uses are what the operations of an API make of its schema.
type Uses struct {
	// Fields and Arguments are what operations and fragments select and pass, Inputs
	// the fields of input objects that a caller may give, and Written those that an
	// argument is written with.
	Fields, Arguments, Inputs, Written []Use
	// Kept are the fields that models have, as Type.field.
	Kept map[string]bool
	// Discarded are fields that are asked for, and that no method returns.
	Discarded []Use
	// Roots are the root fields of the schema.
	Roots []Root
}

// Use is one place where a part of the schema is used.
type Use struct {
	// Name is what is used: Type.field, Type.field(argument:) or Input.field.
	Name string
	// By is the operation or fragment that does.
	By string
	// Deprecated is the reason for which it should not be used; nil where it may.
	Deprecated *string
	Position   *ast.Position
}

// Root is a root field of the schema.
type Root struct {
	// Type is Query or Mutation, Field the field of it.
	Type  string
	Field *ast.FieldDefinition
	// Service is the one that serves it; "" where Binding does.
	Service string
	Binding *Binding
}

// Binding is how a root field is bound to HTTP, as the schema writes it.
type Binding struct {
	Host, Path string
	// Position is that of the path's first character where InLine, or else of the
	// directive.
	Position *ast.Position
	InLine   bool
}

// resolveUses notes what is used where.
func (l *loader) resolveUses() {
	u := &l.out.Uses
	u.Kept = map[string]bool{}
	for _, fragment := range l.document.Fragments {
		l.useSelection(fragment.Name, fragment.SelectionSet)
		if modelName(fragment) != "" {
			u.keep(fragment.SelectionSet)
		}
	}
	for _, operation := range l.document.Operations {
		l.useSelection(operation.Name, operation.SelectionSet)
		l.useVariables(operation)
		l.discarded(operation)
	}
	l.resolveRoots()
}

// keep notes the fields of a model, those of its parts included.
func (u *Uses) keep(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if !isIntrospection(s.Definition) {
				u.Kept[coordinate(s)] = true
			}
		case *ast.InlineFragment:
			u.keep(s.SelectionSet)
		case *ast.FragmentSpread:
			u.keep(s.Definition.SelectionSet)
		}
	}
}

// coordinate names a selected field as Type.field.
func coordinate(field *ast.Field) string { return field.ObjectDefinition.Name + "." + field.Name }

// useSelection notes the fields of a selection; those of a fragment are noted with
// the fragment.
func (l *loader) useSelection(by string, set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.InlineFragment:
			l.useSelection(by, s.SelectionSet)
		case *ast.Field:
			if isIntrospection(s.Definition) {
				continue
			}
			name := coordinate(s)
			l.out.Uses.Fields = append(l.out.Uses.Fields, Use{name, by, deprecated(s.Definition.Directives), s.Position})
			for _, argument := range s.Arguments {
				if definition := s.Definition.Arguments.ForName(argument.Name); definition != nil {
					use := Use{name + "(" + argument.Name + ":)", by, deprecated(definition.Directives), argument.Position}
					l.out.Uses.Arguments = append(l.out.Uses.Arguments, use)
					l.useValue(by, argument.Value)
				}
			}
			l.useSelection(by, s.SelectionSet)
		}
	}
}

// useValue notes the fields of input objects that an argument is written with.
func (l *loader) useValue(by string, value *ast.Value) {
	for _, child := range value.Children {
		if value.Kind == ast.ObjectValue && value.Definition != nil {
			if field := value.Definition.Fields.ForName(child.Name); field != nil {
				use := Use{value.Definition.Name + "." + field.Name, by, deprecated(field.Directives), child.Position}
				l.out.Uses.Written = append(l.out.Uses.Written, use)
			}
		}
		l.useValue(by, child.Value)
	}
}

// useVariables notes the fields of input objects that a caller of an operation may
// give: all, or those that @only leaves of the outermost.
func (l *loader) useVariables(operation *ast.OperationDefinition) {
	for _, variable := range operation.VariableDefinitions {
		only := listArgument(variable.Directives.ForName("only"), "fields")
		l.useInput(operation.Name, variable, l.schema.Types[variable.Type.Name()], only, map[string]bool{})
	}
}

func (l *loader) useInput(by string, variable *ast.VariableDefinition, input *ast.Definition, only []string, seen map[string]bool) {
	if input == nil || input.Kind != ast.InputObject || seen[input.Name] {
		return
	}
	seen[input.Name] = true
	for _, field := range input.Fields {
		if len(only) > 0 && !slices.Contains(only, field.Name) {
			continue
		}
		use := Use{input.Name + "." + field.Name, by, deprecated(field.Directives), variable.Position}
		l.out.Uses.Inputs = append(l.out.Uses.Inputs, use)
		l.useInput(by, variable, l.schema.Types[field.Type.Name()], nil, seen)
	}
}

// discarded notes what an operation asks for beside the code and message that it
// answers with.
func (l *loader) discarded(operation *ast.OperationDefinition) {
	for _, selection := range operation.SelectionSet {
		root, ok := selection.(*ast.Field)
		if !ok || root.Directives.ForName("outcome") == nil {
			continue
		}
		for _, below := range root.SelectionSet {
			if field, ok := below.(*ast.Field); ok && field.Alias != "code" && field.Alias != "message" {
				l.out.Uses.Discarded = append(l.out.Uses.Discarded, Use{Name: coordinate(field), By: operation.Name, Position: field.Position})
			}
		}
	}
}

// deprecated gives the reason of a @deprecated; nil where there is none.
func deprecated(directives ast.DirectiveList) *string {
	d := directives.ForName("deprecated")
	if d == nil {
		return nil
	}
	reason := "no longer supported"
	if argument := d.Arguments.ForName("reason"); argument != nil {
		reason = cmp.Or(argument.Value.Raw, reason)
	}
	return &reason
}

// resolveRoots notes who serves each root field.
func (l *loader) resolveRoots() {
	for root, field := range l.rootFields() {
		service, _ := l.service(field)
		found := Root{Type: root.Name, Field: field, Service: service}
		if http := field.Directives.ForName("http"); http != nil {
			found.Binding = binding(http)
		}
		l.out.Uses.Roots = append(l.out.Uses.Roots, found)
	}
}

func binding(http *ast.Directive) *Binding {
	path := http.Arguments.ForName("path").Value
	b := &Binding{Host: stringArgument(http, "host"), Path: path.Raw, Position: http.Position}
	if path.Kind == ast.StringValue { // a block string may stand on several lines
		first := *path.Position
		first.Column += len(`"`)
		b.Position, b.InLine = &first, true
	}
	return b
}

// Services are the names of those that serve root fields, sorted.
func (u *Uses) Services() []string {
	names := map[string]bool{}
	for _, root := range u.Roots {
		names[root.Server()] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// Server names who serves the field: a service, or the host of an endpoint.
func (r Root) Server() string {
	if r.Binding != nil {
		return r.Binding.Host + " (HTTP)"
	}
	return r.Service
}
