package spec

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// scalars are GraphQL's own, as Go has them.
var scalars = map[string]string{"String": "string", "ID": "string", "Int": "int", "Float": "float64", "Boolean": "bool"}

// modelName gives the Go name of the model that a fragment makes, or "" where
// it is a part of others.
func modelName(fragment *ast.FragmentDefinition) string {
	directive := fragment.Directives.ForName("model")
	if directive == nil {
		return ""
	}
	return cmp.Or(stringArgument(directive, "name"), fragment.Name)
}

// resolveModels turns the model fragments into structs; several fragments of
// one name make one struct with the fields of all.
func (l *loader) resolveModels() {
	var several []*ast.FragmentDefinition
	for _, fragment := range l.document.Fragments {
		name := modelName(fragment)
		if name == "" || l.broken[fragment.Position] {
			continue
		}
		if !exported(name) && stringArgument(fragment.Directives.ForName("model"), "name") == "" { // else checkGoNames says so
			l.problems.addf(fragment.Position, "fragment %s is a model, and its name is none that Go exports: start it with a capital letter, or write @model(name: ...)", name)
			continue
		}
		if l.isInterface(fragment) {
			l.take(name, fragment.Position)
			several = append(several, fragment)
			continue
		}
		model, ok := l.models[name]
		if !ok {
			l.take(name, fragment.Position)
			model = &Struct{Name: name}
			l.models[name] = model
			l.out.Models = append(l.out.Models, model)
		}
		l.out.Parts.add(name, fragment.TypeCondition)
		model.Doc = cmp.Or(model.Doc, fragment.Description, fragment.Definition.Description)
		l.mergeFields(model, fragment)
		l.fragments[fragment.Name] = model
	}
	for _, fragment := range several { // their members may be any of the structs
		l.resolveInterface(fragment)
	}
	slices.SortFunc(l.out.Interfaces, func(a, b *Interface) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.out.Models, func(a, b *Struct) int { return cmp.Compare(a.Name, b.Name) })
}

// take reserves a name of the models' package.
func (l *loader) take(name string, at *ast.Position) {
	if before, ok := l.taken[name]; ok {
		l.problems.addf(at, "Go type %s is defined twice; the first is at %s: choose another name, for an enum or input of the schema under names in the configuration", name, place(before))
		return
	}
	l.taken[name] = at
}

// takeValue reserves the name of an enum's value, which may differ from another's by
// case alone.
func (l *loader) takeValue(name, enum string, value *ast.EnumValueDefinition) {
	if before, ok := l.taken[name]; ok {
		l.problems.addf(value.Position, "value %s of %s would be the Go constant %s, which is taken at %s: give it another name in the configuration's names, as in names: {%[2]s.%[1]s: %[3]sToo}", value.Name, enum, name, place(before))
		return
	}
	l.taken[name] = value.Position
}

func place(at *ast.Position) string {
	if at == nil {
		return "an unknown place"
	}
	p := problemAt(at, "")
	return strings.TrimSuffix(p.Error(), ": ")
}

// mergeFields adds a fragment's fields to the model.
func (l *loader) mergeFields(model *Struct, fragment *ast.FragmentDefinition) {
	for _, selected := range l.flatten(fragment.TypeCondition, fragment.SelectionSet) {
		l.mergeField(model, selected)
	}
}

// mergeField adds a selected field to a struct.
func (l *loader) mergeField(model *Struct, selected *ast.Field) {
	field, ok := l.modelField(selected)
	if !ok {
		return
	}
	l.out.Parts.add(model.Name+"."+field.Name, fieldPart(selected), selected.Definition.Type.Name())
	i := slices.IndexFunc(model.Fields, func(f *Field) bool { return f.GraphQL == field.GraphQL || f.Name == field.Name })
	switch {
	case i < 0:
		model.Fields = append(model.Fields, field)
	case model.Fields[i].GraphQL != field.GraphQL:
		l.problems.addf(selected.Position, "model %s: %s and %s would both be the Go field %s: give one another name with @go(name: ...)", model.Name, model.Fields[i].GraphQL, field.GraphQL, field.Name)
	case model.Fields[i].Type != field.Type || model.Fields[i].Name != field.Name:
		l.problems.addf(selected.Position, "model %s: field %s is of the Go type %s here and of %s in another fragment of that model", model.Name, field.GraphQL, field.Type, model.Fields[i].Type)
	}
}

// flatten lists the fields that a selection selects of every object of a type,
// those of the fragments in it among them.
func (l *loader) flatten(of string, set ast.SelectionSet) []*ast.Field {
	var fields []*ast.Field
	for _, selection := range set {
		if field, ok := selection.(*ast.Field); ok {
			fields = append(fields, field)
			continue
		}
		condition, inner, _ := conditional(selection)
		if !l.always(of, condition) {
			l.problems.addf(selection.GetPosition(), "this is on %s, and not on every %s: only a fragment on the same type, or on an interface that it implements, can be a part of this one", condition, of)
			continue
		}
		fields = append(fields, l.flatten(of, inner)...)
	}
	return fields
}

func (l *loader) modelField(selected *ast.Field) (*Field, bool) {
	name := l.fieldName(selected)
	if !exported(name) {
		if selected.Directives.ForName("go") == nil { // checkGoNames says so
			l.problems.addf(selected.Position, "field %s has no Go name: give it one with @go(name: ...)", selected.Alias)
		}
		return nil, false
	}
	t, ok := l.resultType(selected)
	if !ok {
		return nil, false
	}
	return &Field{Name: name, Doc: selected.Definition.Description, Type: t, GraphQL: selected.Alias, Tag: selected.Alias}, true
}

func (l *loader) fieldName(selected *ast.Field) string {
	if directive := selected.Directives.ForName("go"); directive != nil {
		return stringArgument(directive, "name")
	}
	return l.speller.Exported(selected.Alias)
}

// resultType gives the Go type of a selected field.
func (l *loader) resultType(selected *ast.Field) (Type, bool) {
	list := lists(selected.Definition.Type)
	definition := l.schema.Types[selected.Definition.Type.Name()]
	if definition.Kind == ast.Object || abstract(definition) {
		fragment, ok := l.wholeModel(selected)
		if !ok {
			return Type{}, false
		}
		if !l.isInterface(fragment) {
			list += "*"
		}
		return Type{Prefix: list, Package: l.config.Import(l.api.Models), Name: modelName(fragment)}, true
	}
	leaf, ok := l.leafType(definition, selected.Position, slices.Concat(selected.Directives, selected.Definition.Directives))
	leaf.Prefix = list
	return leaf, ok
}

// lists gives the prefix of a Go type for the lists that a type is: [][] for a
// list of lists.
func lists(t *ast.Type) string {
	prefix := ""
	for ; t.Elem != nil; t = t.Elem {
		prefix += "[]"
	}
	return prefix
}

// wholeModel finds the model's fragment that a selection is exactly.
func (l *loader) wholeModel(selected *ast.Field) (*ast.FragmentDefinition, bool) {
	spread := loneSpread(selected)
	if spread == nil {
		l.problems.addf(selected.Position, "the selection of %s is not a model's whole fragment: write { ...Fragment }, with @model on the fragment", selected.Alias)
		return nil, false
	}
	fragment, of := spread.Definition, selected.Definition.Type.Name()
	switch {
	case modelName(fragment) == "":
		l.problems.addf(spread.Position, "fragment %s is no model: write @model on it", spread.Name)
	case !l.always(of, fragment.TypeCondition):
		l.problems.addf(spread.Position, "fragment %s is on %s, and %s may be of another type: write a fragment on %s with @model, and { ...%[1]s } in it", spread.Name, fragment.TypeCondition, selected.Alias, of)
	default:
		return fragment, true
	}
	return nil, false
}

// loneSpread gives the spread that a selection is, apart from the name of the type.
func loneSpread(selected *ast.Field) *ast.FragmentSpread {
	var lone *ast.FragmentSpread
	for _, selection := range selected.SelectionSet {
		spread, ok := selection.(*ast.FragmentSpread)
		switch {
		case ok && lone == nil:
			lone = spread
		case !isTypename(selection):
			return nil
		}
	}
	return lone
}

// isTypename tells whether a selection is the name of the type and nothing else.
func isTypename(selection ast.Selection) bool {
	field, ok := selection.(*ast.Field)
	return ok && field.Alias == "__typename"
}

// leafType gives the Go type of a scalar or enum, as its directives change it.
func (l *loader) leafType(definition *ast.Definition, at *ast.Position, directives ast.DirectiveList) (Type, bool) {
	if d := directives.ForName("secret"); d != nil {
		return l.shared("Secret", d.Position), l.mustBeText(definition, d, "secret")
	}
	if d := directives.ForName("time"); d != nil {
		return l.shared("Time", d.Position), l.mustBeText(definition, d, "time")
	}
	if d := directives.ForName("json"); d != nil {
		return l.shared("JSON", d.Position), l.mustBeText(definition, d, "json")
	}
	if d := directives.ForName("enum"); d != nil {
		return l.enumNamed(stringArgument(d, "name"), d.Position), l.mustBeText(definition, d, "enum")
	}
	if d := directives.ForName("isCode"); d != nil {
		if definition.Name != "Int" {
			l.problems.addf(d.Position, "@isCode goes with an Int, not with %s", definition.Name)
		}
		return l.shared("Code", d.Position), true
	}
	return l.namedType(definition, at)
}

// enumNamed is an enum that the schema does not name at the place where its values
// go.
func (l *loader) enumNamed(name string, at *ast.Position) Type {
	definition := l.schema.Types[name]
	if definition == nil || definition.Kind != ast.Enum {
		known := maps.Clone(l.schema.Types)
		maps.DeleteFunc(known, func(_ string, t *ast.Definition) bool { return t.Kind != ast.Enum || t.BuiltIn })
		l.problems.addf(at, "@enum: the schema has no enum %s%s", name, suggestion(name, known))
		return Type{}
	}
	return Type{Package: l.config.Import(l.api.Models), Name: l.enum(definition).Name}
}

// shared is a hand-written type of the shared package. The models' package has
// it too, under the same name.
func (l *loader) shared(name string, at *ast.Position) Type {
	if l.out.Shared[name] == nil {
		l.out.Shared[name] = at
	}
	return Type{Package: l.config.Import(l.api.Models), Name: name}
}

func (l *loader) mustBeText(definition *ast.Definition, d *ast.Directive, name string) bool {
	if goName := scalars[definition.Name]; goName == "string" || definition.Kind == ast.Scalar && goName == "" {
		return true
	}
	l.problems.addf(d.Position, "@%s goes with a String, not with %s", name, definition.Name)
	return false
}

func (l *loader) namedType(definition *ast.Definition, at *ast.Position) (Type, bool) {
	if definition.Kind == ast.Enum {
		return Type{Package: l.config.Import(l.api.Models), Name: l.enum(definition).Name}, true
	}
	if name, ok := scalars[definition.Name]; ok {
		return Type{Name: name}, true
	}
	if bound, ok := BoundScalar(l.api, definition.Name); ok {
		return bound, true
	}
	l.problems.addf(at, "%s", UnboundScalar(l.api, definition.Name))
	return Type{}, false
}

// BoundScalar gives the Go type that the configuration binds a scalar to.
func BoundScalar(api *config.API, name string) (Type, bool) {
	bound, ok := api.Scalars[name]
	if i := strings.LastIndex(bound, "."); i >= 0 {
		return Type{Package: bound[:i], Name: bound[i+1:]}, ok
	}
	return Type{Name: bound}, ok
}

// UnboundScalar says what is missing where there is none.
func UnboundScalar(api *config.API, name string) string {
	return fmt.Sprintf("scalar %s has no Go type: name one in the configuration's scalars of %s, as in scalars: {%[1]s: string}", name, api.Name)
}

// typeName gives the Go name of an enum or input object: the configured one, or
// the schema's without a suffix that says nothing.
func (l *loader) typeName(name, suffix string) string {
	return cmp.Or(l.api.Names[name], l.speller.Exported(strings.TrimSuffix(name, suffix)))
}

// checkNames finds names of the configuration that are no good.
func (l *loader) checkNames() {
	for _, name := range slices.Sorted(maps.Keys(l.api.Names)) {
		definition := l.schema.Types[name]
		if of, member, ok := strings.Cut(name, "."); ok {
			l.checkMember(name, of, member)
			continue
		}
		switch {
		case definition == nil:
			problem := Problem{Message: fmt.Sprintf("the configuration's names have %s, which is no type of the schema%s", name, orTakeOut(suggestion(name, l.schema.Types)))}
			problem.File, problem.Line, problem.Column = l.config.Place(l.api, "names."+name)
			l.problems = append(l.problems, problem)
		case definition.Kind != ast.Enum && definition.Kind != ast.InputObject:
			l.problems.addf(definition.Position, "the configuration's names have %s, which is no enum and no input object: a model gets its name with @model(name: ...)", name)
		case !exported(l.api.Names[name]):
			l.problems.addf(definition.Position, "the configuration's names call %s %q, which is no name that Go exports: start it with a capital letter", name, l.api.Names[name])
		}
	}
}

// checkMember finds a name of the configuration for what an enum or input object does
// not have.
func (l *loader) checkMember(name, of, member string) {
	definition, known := l.schema.Types[of], map[string]bool{}
	if definition == nil || definition.Kind != ast.Enum && definition.Kind != ast.InputObject {
		meant := ""
		if definition == nil {
			meant = suggestion(of, l.schema.Types)
		}
		l.problems.addf(nil, "the configuration's names have %s, but %s is no enum and no input object of the schema%s", name, of, orTakeOut(meant))
		return
	}
	for _, value := range definition.EnumValues {
		known[value.Name] = true
	}
	for _, field := range definition.Fields {
		known[field.Name] = true
	}
	switch {
	case !known[member]:
		l.problems.addf(definition.Position, "the configuration's names have %s, which %s does not have%s", name, of, orTakeOut(suggestion(member, known)))
	case !exported(l.api.Names[name]):
		l.problems.addf(definition.Position, "the configuration's names call %s %q, which is no name that Go exports: start it with a capital letter", name, l.api.Names[name])
	}
}

// orTakeOut adds to a suggestion what to do about a name of what is no longer there.
func orTakeOut(suggestion string) string {
	if suggestion == "" {
		return ": take the line out"
	}
	return suggestion + " If it has gone, take the line out"
}

// inputFieldName gives the Go name of an input object's field.
func (l *loader) inputFieldName(of string, field *ast.FieldDefinition) string {
	name := cmp.Or(l.api.Names[of+"."+field.Name], l.speller.Exported(field.Name))
	if !exported(name) {
		l.problems.addf(field.Position, "field %s has no Go name: give it one in the configuration's names of %s, as in names: {%s.%[1]s: Name}", field.Name, l.api.Name, of)
	}
	return name
}

// enum resolves an enum once.
func (l *loader) enum(definition *ast.Definition) *Enum {
	if e, ok := l.enums[definition.Name]; ok {
		return e
	}
	e := &Enum{Name: l.typeName(definition.Name, "Enum"), Doc: definition.Description}
	l.take(e.Name, definition.Position)
	l.out.Parts.add(e.Name, definition.Name)
	for _, value := range definition.EnumValues {
		name := cmp.Or(l.api.Names[definition.Name+"."+value.Name], e.Name+l.speller.Constant(value.Name))
		l.takeValue(name, definition.Name, value)
		l.out.Parts.add(name, definition.Name+"."+value.Name)
		e.Values = append(e.Values, EnumValue{Name: name, Doc: value.Description, Value: value.Name})
	}
	l.enums[definition.Name] = e
	l.out.Enums = append(l.out.Enums, e)
	return e
}
