package spec

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// used collects the part of a schema that the operations use.
type used struct {
	*loader
	// fields are the names of the used fields, by the name of their type.
	fields     map[string]map[string]bool
	directives map[string]*ast.DirectiveDefinition
}

// usedSchema gives what of the schema the operations use, and what makes that a
// schema: who reads it again reads no more than needed.
func (l *loader) usedSchema() *ast.Schema {
	u := &used{loader: l, fields: map[string]map[string]bool{}, directives: map[string]*ast.DirectiveDefinition{}}
	u.addType(l.schema.Query)
	for _, operation := range l.document.Operations {
		for _, variable := range operation.VariableDefinitions {
			u.addType(variable.Definition)
			u.addDirectives(variable.Directives)
		}
		u.addDirectives(operation.Directives)
		u.addSelection(nil, operation.SelectionSet)
	}
	for _, fragment := range l.document.Fragments {
		u.addDirectives(fragment.Directives)
		u.addType(fragment.Definition)
		u.addSelection(fragment.Definition, fragment.SelectionSet)
	}
	for u.complete() {
	}
	return u.part()
}

func (u *used) addSelection(of *ast.Definition, set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			u.addDirectives(s.Directives)
			u.addType(s.ObjectDefinition)
			u.addField(s.ObjectDefinition, s.Definition)
			u.addSelection(u.schema.Types[s.Definition.Type.Name()], s.SelectionSet)
		case *ast.InlineFragment:
			u.addDirectives(s.Directives)
			condition := of
			if s.TypeCondition != "" {
				condition = u.schema.Types[s.TypeCondition]
			}
			u.addCondition(of, condition)
			u.addSelection(condition, s.SelectionSet)
		case *ast.FragmentSpread:
			u.addDirectives(s.Directives)
			u.addCondition(of, s.Definition.Definition)
		}
	}
}

// addCondition adds the type of a fragment, and one that an object may be of there: a
// fragment for no object is a mistake.
func (u *used) addCondition(of, condition *ast.Definition) {
	u.addType(condition)
	if of == nil || condition == nil || of == condition {
		return
	}
	shared := both(u.possible(of.Name), u.possible(condition.Name))
	for name := range shared {
		if u.fields[name] != nil {
			return
		}
	}
	for _, name := range slices.Sorted(maps.Keys(shared)) {
		u.addType(u.schema.Types[name])
		return
	}
}

// addType adds a type; of an input object all, as anything may be sent.
func (u *used) addType(definition *ast.Definition) {
	if definition == nil || definition.BuiltIn || u.fields[definition.Name] != nil {
		return
	}
	u.fields[definition.Name] = map[string]bool{}
	if definition.Kind == ast.InputObject {
		for _, field := range definition.Fields {
			u.addField(definition, field)
		}
	}
}

// addField adds a field with all types that it names. It tells whether the field is
// new.
func (u *used) addField(of *ast.Definition, field *ast.FieldDefinition) bool {
	if of == nil || field == nil || u.fields[of.Name][field.Name] || of.Fields.ForName(field.Name) == nil {
		return false
	}
	u.fields[of.Name][field.Name] = true
	u.addType(u.schema.Types[field.Type.Name()])
	u.addArguments(field.Arguments)
	return true
}

func (u *used) addArguments(arguments ast.ArgumentDefinitionList) {
	for _, argument := range arguments {
		u.addType(u.schema.Types[argument.Type.Name()])
	}
}

// addDirectives adds the directives that stay in a query.
func (u *used) addDirectives(directives ast.DirectiveList) {
	for _, d := range directives {
		if !ours(d) && d.Definition != nil && u.directives[d.Name] == nil {
			u.directives[d.Name] = d.Definition
			u.addArguments(d.Definition.Arguments)
		}
	}
}

// complete adds what the used types lack to be valid, and tells whether it did: the
// fields of their interfaces, a field, or a type that an object of them may be.
func (u *used) complete() bool {
	added := false
	for _, name := range slices.Sorted(maps.Keys(u.fields)) {
		definition := u.schema.Types[name]
		for _, of := range definition.Interfaces {
			for field := range u.fields[of] {
				added = u.addField(definition, definition.Fields.ForName(field)) || added
			}
		}
		if len(u.fields[name]) == 0 && len(definition.Fields) > 0 {
			added = u.addField(definition, u.simplest(definition)) || added
		}
		if abstract(definition) {
			before := len(u.fields)
			u.addCondition(definition, u.anyOf(definition))
			added = added || len(u.fields) > before
		}
	}
	return added
}

// simplest is the field of a type that brings least along: a scalar or an enum without
// arguments where there is one.
func (u *used) simplest(definition *ast.Definition) *ast.FieldDefinition {
	for _, field := range definition.Fields {
		if u.schema.Types[field.Type.Name()].IsLeafType() && len(field.Arguments) == 0 && !isIntrospection(field) {
			return field
		}
	}
	return definition.Fields[0]
}

// isIntrospection tells whether a field is one that GraphQL adds to the root.
func isIntrospection(field *ast.FieldDefinition) bool {
	return len(field.Name) > 1 && field.Name[:2] == "__"
}

// anyOf gives a type that an object may be of: a used one where there is one.
func (u *used) anyOf(definition *ast.Definition) *ast.Definition {
	names := slices.Sorted(maps.Keys(u.possible(definition.Name)))
	if i := slices.IndexFunc(names, func(name string) bool { return u.fields[name] != nil }); i >= 0 {
		return u.schema.Types[names[i]]
	}
	if len(names) == 0 {
		return nil
	}
	return u.schema.Types[names[0]]
}

// plainField copies a field without directives.
func plainField(field *ast.FieldDefinition) *ast.FieldDefinition {
	plain := *field
	plain.Directives, plain.Arguments = nil, nil
	for _, argument := range field.Arguments {
		kept := *argument
		kept.Directives = nil
		plain.Arguments = append(plain.Arguments, &kept)
	}
	return &plain
}

// part is the used part of the schema.
func (u *used) part() *ast.Schema {
	whole := u.schema
	part := &ast.Schema{Types: map[string]*ast.Definition{}, Directives: u.directives}
	for name, fields := range u.fields {
		kept := *whole.Types[name]
		kept.Directives = nil
		kept.Fields = nil
		for _, field := range whole.Types[name].Fields {
			if fields[field.Name] {
				kept.Fields = append(kept.Fields, plainField(field))
			}
		}
		kept.EnumValues = nil
		for _, value := range whole.Types[name].EnumValues {
			kept.EnumValues = append(kept.EnumValues, &ast.EnumValueDefinition{Name: value.Name, Description: value.Description})
		}
		unused := func(name string) bool { return u.fields[name] == nil }
		kept.Interfaces = slices.DeleteFunc(slices.Clone(kept.Interfaces), unused)
		kept.Types = slices.DeleteFunc(slices.Clone(kept.Types), unused)
		part.Types[name] = &kept
	}
	if whole.Query != nil {
		part.Query = part.Types[whole.Query.Name]
	}
	if whole.Mutation != nil {
		part.Mutation = part.Types[whole.Mutation.Name]
	}
	return part
}
