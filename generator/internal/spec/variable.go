package spec

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// variables is the work on the variables of one operation.
type variables struct {
	*loader
	operation  *Operation
	definition *ast.OperationDefinition
	method     *Method // nil for a hidden operation
	// spread is the input object whose fields are the method's own.
	spread *ast.VariableDefinition
	// docs are the descriptions of the arguments that the variables fill, said
	// what the schema says of them in directives.
	docs map[string]string
	// parts are the parts of the schema that parameters fill, filled those that
	// variables do.
	parts  map[*Field][]string
	filled map[string][]string
	said   map[string]ast.DirectiveList
}

func (l *loader) resolveVariables(o *Operation, definition *ast.OperationDefinition, root *ast.Field, m *Method) {
	v := &variables{loader: l, operation: o, definition: definition, method: m, docs: map[string]string{}, said: map[string]ast.DirectiveList{}, parts: map[*Field][]string{}, filled: map[string][]string{}}
	v.collect(root)
	v.checkNames()
	v.findSpread()
	for _, variable := range definition.VariableDefinitions {
		v.resolve(variable)
	}
	if m != nil {
		v.finish()
	}
}

// checkNames refuses what genqlient cannot turn into Go.
func (v *variables) checkNames() {
	seen := map[string]string{}
	for _, variable := range v.definition.VariableDefinitions {
		name := variable.Variable
		if token.IsKeyword(name) {
			v.problems.addf(variable.Position, "variable $%s has the name of a Go keyword: rename it", name)
		}
		if strings.HasSuffix(name, "_") {
			v.problems.addf(variable.Position, "variable $%s ends with \"_\", as names of the generated functions do: rename it", name)
		}
		if name == "graphql" || !strings.HasSuffix(name, "_") && !exported(upperFirst(name)) {
			v.problems.addf(variable.Position, "variable $%s cannot be a parameter of the generated functions: rename it", name)
		}
		for _, taken := range []string{upperFirst(name), "Get" + upperFirst(name)} { // a field, and its method
			if other, ok := seen[taken]; ok {
				v.problems.addf(variable.Position, "variables $%s and $%s have one Go name: rename one", other, name)
				break
			}
			seen[taken] = name
		}
	}
}

// findSpread finds the one required input object among what the caller gives:
// its fields become the method's own.
func (v *variables) findSpread() {
	if v.method == nil {
		return
	}
	var objects []*ast.VariableDefinition
	for _, variable := range v.definition.VariableDefinitions {
		if variable.Definition.Kind == ast.InputObject && variable.Type.Elem == nil && variable.Type.NonNull {
			objects = append(objects, variable)
		}
	}
	if len(objects) == 1 {
		v.spread = objects[0]
	}
}

func (v *variables) resolve(variable *ast.VariableDefinition) {
	switch {
	case variable == v.spread:
		v.resolveSpread(variable)
	case v.filledWith(variable, "") != nil:
		v.resolveFilled(variable)
	default:
		v.resolveParameter(variable)
	}
}

// filledWith finds the @filled directive of a variable, or of a field of its
// input object.
func (v *variables) filledWith(variable *ast.VariableDefinition, field string) *ast.Directive {
	for _, d := range variable.Directives.ForNames("filled") {
		if stringArgument(d, "field") == field {
			return d
		}
	}
	return nil
}

// clientValue resolves what a @filled directive names.
func (v *variables) clientValue(d *ast.Directive) string {
	with := stringArgument(d, "with")
	value, ok := v.api.Values[with]
	if !ok {
		v.problems.addf(d.Position, "nobody fills with %q: it is not among the configuration's values%s", with, suggestion(with, v.api.Values))
	}
	return value
}

func (v *variables) resolveFilled(variable *ast.VariableDefinition) {
	t, ok := v.loader.namedType(variable.Definition, variable.Position)
	if !ok {
		return
	}
	v.operation.Variables = append(v.operation.Variables, &Variable{
		Name: variable.Variable, Type: t, Fill: FromClient, From: v.clientValue(v.filledWith(variable, "")),
	})
}

// resolveParameter resolves a variable that the caller gives.
func (v *variables) resolveParameter(variable *ast.VariableDefinition) {
	v.refuseFields(variable)
	required := variable.Type.NonNull && variable.DefaultValue == nil
	name := v.variableName(variable)
	t, ok := v.parameterType(variable, required)
	if !ok || name == "" {
		return
	}
	resolved := &Variable{Name: variable.Variable, Type: t, From: name}
	parameter := &Field{
		Name: name, GraphQL: variable.Variable, Type: t, Required: required, Tag: "-",
		Doc:       cmp.Or(variable.Description, v.docs[variable.Variable]) + v.whenUnset(variable),
		NeededFor: stringArgument(variable.Directives.ForName("neededFor"), "credential"),
	}
	switch {
	case variable.Directives.ForName("sealed") != nil:
		resolved.Fill, resolved.Type = Sealed, v.sealedType()
		parameter.Type = v.shared("Secret", variable.Position)
	case variable.Directives.ForName("secret") != nil && variable.Definition.Name == "Int":
		resolved.Fill, resolved.Type = Digits, Type{Name: "int"}
		parameter.Type = v.shared("Secret", variable.Position)
		if !required {
			v.problems.addf(variable.Position, "variable $%s: a code that travels as a number must be required: write Int!", variable.Variable)
		}
	case variable.Directives.ForName("joined") != nil:
		resolved.Fill = Joined
		parameter.Type = Type{Prefix: "[]", Name: "string"}
	}
	v.operation.Variables = append(v.operation.Variables, resolved)
	v.parts[parameter] = append(v.filled[variable.Variable], variable.Type.Name())
	v.addParameter(parameter, variable.Position)
}

// whenUnset tells in a description what a variable is where the caller leaves it
// out, unless that is Go's zero value as well.
func (v *variables) whenUnset(variable *ast.VariableDefinition) string {
	if variable.DefaultValue == nil {
		return ""
	}
	text := variable.DefaultValue.String()
	switch {
	case text == "0" || text == "false" || text == `""`:
		return ""
	case variable.Definition.Kind == ast.Enum:
		text = v.enum(variable.Definition).Name + v.speller.Constant(text)
	}
	return "; " + text + " where it is unset"
}

func (v *variables) sealedType() Type {
	return Type{Prefix: "*", Package: v.config.Import(v.config.Runtime), Name: "Sealed"}
}

// refuseFields refuses directives about fields on what has none here.
func (v *variables) refuseFields(variable *ast.VariableDefinition) {
	for _, d := range variable.Directives {
		named := d.Arguments.ForName("fields") != nil || d.Arguments.ForName("field") != nil
		if named && variable.Definition.Kind == ast.InputObject && slices.Contains([]string{"secret", "time"}, d.Name) {
			continue // see retype
		}
		if d.Name == "patch" && !nullableLeaf(variable) {
			v.problems.addf(d.Position, "@patch goes with the operation's one required input object, or with a scalar that may be left out: $%s is neither", variable.Variable)
		}
		if named {
			v.problems.addf(d.Position, "@%s speaks of fields, but $%s is not the operation's one required input object", d.Name, variable.Variable)
		}
	}
}

func (v *variables) variableName(variable *ast.VariableDefinition) string {
	for _, d := range variable.Directives.ForNames("go") {
		if stringArgument(d, "field") == "" {
			return stringArgument(d, "name")
		}
	}
	name := v.speller.Exported(variable.Variable)
	if !token.IsExported(name) {
		v.problems.addf(variable.Position, "variable $%s has no Go name: give it one with @go(name: ...)", variable.Variable)
		return ""
	}
	return name
}

// parameterType gives the Go type of a variable that is not spread.
func (v *variables) parameterType(variable *ast.VariableDefinition, required bool) (Type, bool) {
	directives := slices.DeleteFunc(slices.Clone(variable.Directives), func(d *ast.Directive) bool {
		return d.Name == "secret" && variable.Definition.Name == "Int" // read as text, see resolveParameter
	})
	if directives.ForName("sealed") != nil { // likewise
		directives = nil
	}
	t, ok := v.inputType(variable.Type, required, variable.Position, slices.Concat(directives, v.said[variable.Variable]))
	if directives.ForName("patch") != nil {
		t.Prefix = "*"
	}
	return t, ok
}

// nullableLeaf tells whether a variable is a scalar or an enum that may be left out.
func nullableLeaf(variable *ast.VariableDefinition) bool {
	return variable.Definition.Kind != ast.InputObject && variable.Type.Elem == nil && !variable.Type.NonNull && variable.DefaultValue == nil
}

// inputType gives the Go type of a value that the caller gives. An optional
// boolean or object is a pointer: its zero value means something.
func (l *loader) inputType(given *ast.Type, required bool, at *ast.Position, directives ast.DirectiveList) (Type, bool) {
	prefix, definition := lists(given), l.schema.Types[given.Name()]
	if definition.Kind == ast.InputObject {
		object := l.inputObject(definition)
		l.retype(object, definition, directives)
		if prefix == "" {
			prefix = "*"
		}
		return Type{Prefix: prefix, Package: l.config.Import(l.api.Models), Name: object.Name}, true
	}
	t, ok := l.leafType(definition, at, directives)
	if prefix == "" && !required && (t.Name == "bool" || l.foreign(t)) {
		prefix = "*"
	}
	t.Prefix = prefix
	return t, ok
}

// foreign tells whether a type is another package's that the configuration binds a
// scalar to: its zero value may mean something, and encoding/json may send it.
func (l *loader) foreign(t Type) bool {
	return t.Package != "" && t.Package != l.config.Import(l.api.Models)
}

// inputObject resolves an input object that is a field of another, or one of
// several of a method.
func (l *loader) inputObject(definition *ast.Definition) *Struct {
	name := l.typeName(definition.Name, "")
	if object, ok := l.inputs[name]; ok {
		return object
	}
	object := &Struct{Name: name, Doc: definition.Description}
	l.inputs[name] = object // before its fields: an input may hold itself
	l.take(name, definition.Position)
	l.out.Parts.add(name, definition.Name)
	for _, field := range definition.Fields {
		required := field.Type.NonNull && field.DefaultValue == nil
		t, ok := l.fieldType(field, required)
		if !ok {
			continue
		}
		name := l.inputFieldName(definition.Name, field)
		if i := slices.IndexFunc(object.Fields, func(f *Field) bool { return f.Name == name }); i >= 0 {
			l.problems.addf(field.Position, "%s and %s would both be the Go field %s of %s: give one another name in the configuration's names, as in names: {%s.%[2]s: %[3]sToo}",
				object.Fields[i].GraphQL, field.Name, name, object.Name, definition.Name)
			continue
		}
		l.out.Parts.add(object.Name+"."+name, definition.Name+"."+field.Name, field.Type.Name())
		object.Fields = append(object.Fields, &Field{
			Name: name, Doc: field.Description, Type: t,
			GraphQL: field.Name, Tag: jsonTag(field.Name, required), Required: required,
		})
	}
	return object
}

// retype makes secrets and times of the fields that the directives of a variable
// name, wherever else the input object is used.
func (l *loader) retype(object *Struct, definition *ast.Definition, directives ast.DirectiveList) {
	for directive, name := range map[string]string{"secret": "Secret", "time": "Time"} {
		d := directives.ForName(directive)
		for _, graphQL := range listArgument(d, "fields") {
			i := slices.IndexFunc(object.Fields, func(f *Field) bool { return f.GraphQL == graphQL })
			if i < 0 {
				l.problems.addf(d.Position, "@%s names field %q, which %s does not have", directive, graphQL, definition.Name)
				continue
			}
			if field := definition.Fields.ForName(graphQL); l.mustBeText(l.schema.Types[field.Type.Name()], d, directive) {
				object.Fields[i].Type = named(object.Fields[i].Type, l.shared(name, d.Position))
			}
		}
	}
}

func (l *loader) fieldType(field *ast.FieldDefinition, required bool) (Type, bool) {
	return l.inputType(field.Type, required, field.Position, field.Directives)
}

func jsonTag(name string, required bool) string {
	if required {
		return name
	}
	return name + ",omitempty"
}

func (v *variables) addParameter(parameter *Field, at *ast.Position) {
	if v.method == nil {
		return
	}
	for _, other := range v.method.Parameters {
		if other.Name == parameter.Name {
			v.problems.addf(at, "%s and %s would both be the Go field %s: give one another name with @go(name: ...)", other.GraphQL, parameter.GraphQL, parameter.Name)
			return
		}
	}
	v.method.Parameters = append(v.method.Parameters, parameter)
}

// finish decides how the caller gives the parameters: one that is required
// plainly, more in an input struct.
func (v *variables) finish() {
	m := v.method
	if v.spread == nil && (len(m.Parameters) == 0 || len(m.Parameters) == 1 && m.Parameters[0].Required) {
		return
	}
	m.Input = &Struct{Name: m.Group + m.Name + "Input", Fields: m.Parameters}
	v.take(m.Input.Name, m.Position)
	v.inputs[m.Input.Name] = m.Input
	for _, field := range m.Input.Fields {
		v.out.Parts.add(m.Input.Name+"."+field.Name, v.parts[field]...)
	}
	if v.spread == nil {
		for _, field := range m.Input.Fields {
			field.Tag = "" // never marshaled whole
		}
	}
}

// collect notes what the schema says of the argument, or of the field of an input
// object, that each variable fills.
func (v *variables) collect(root *ast.Field) {
	for field := root; field != nil; field = leafField(field) {
		for _, argument := range field.Arguments {
			definition := field.Definition.Arguments.ForName(argument.Name)
			if definition != nil {
				v.collectFrom(argument.Value, argumentPart(fieldPart(field), argument.Name), definition.Description, definition.Directives)
			}
		}
	}
}

func (v *variables) collectFrom(value *ast.Value, part, doc string, said ast.DirectiveList) {
	if value.Kind == ast.Variable {
		v.filled[value.Raw] = append(v.filled[value.Raw], part)
		v.docs[value.Raw] = cmp.Or(v.docs[value.Raw], doc)
		v.said[value.Raw] = append(v.said[value.Raw], said...)
		return
	}
	for _, child := range value.Children {
		part, doc, said := part, doc, said
		if value.Kind == ast.ObjectValue && value.Definition != nil {
			if field := value.Definition.Fields.ForName(child.Name); field != nil {
				part, doc, said = value.Definition.Name+"."+child.Name, field.Description, field.Directives
			}
		}
		v.collectFrom(child.Value, part, doc, said)
	}
}

// resolveSpread resolves the input object whose fields are the method's own.
func (v *variables) resolveSpread(variable *ast.VariableDefinition) {
	v.checkSpreadDirectives(variable)
	overlay := &Overlay{Name: v.method.Group + v.method.Name + "Input", Input: v.method.Group + v.method.Name + "Input"}
	for _, field := range variable.Definition.Fields {
		v.resolveSpreadField(variable, field, overlay)
	}
	v.resolveTogether(variable)
	v.resolveFile(variable)
	resolved := &Variable{Name: variable.Variable, Fill: FromInput, Type: Type{
		Prefix: "*", Package: v.config.Import(v.api.Models), Name: overlay.Input,
	}}
	if len(overlay.Fields) > 0 {
		v.operation.Overlay = overlay
		resolved.Type.Package = v.config.Import(v.api.Wire)
	}
	v.operation.Variables = append(v.operation.Variables, resolved)
}

// checkSpreadDirectives finds directives that name no field, or one that the
// input object does not have.
func (v *variables) checkSpreadDirectives(variable *ast.VariableDefinition) {
	known := map[string]bool{}
	for _, field := range variable.Definition.Fields {
		known[field.Name] = true
	}
	for _, d := range variable.Directives {
		if d.Name == "patch" {
			continue
		}
		names := listArgument(d, "fields")
		for _, argument := range []string{"field", "with"} {
			if field := stringArgument(d, argument); field != "" && !(d.Name == "filled" && argument == "with") {
				names = append(names, field)
			}
		}
		if len(names) == 0 {
			v.problems.addf(d.Position, "@%s on the input object $%s must name its fields", d.Name, variable.Variable)
		}
		for _, name := range names {
			if !known[name] {
				v.problems.addf(d.Position, "@%s names field %q, which %s does not have%s", d.Name, name, variable.Definition.Name, suggestion(name, known))
			}
		}
	}
}

func (v *variables) resolveSpreadField(variable *ast.VariableDefinition, field *ast.FieldDefinition, overlay *Overlay) {
	if d := v.filledWith(variable, field.Name); d != nil {
		v.overlayFilled(overlay, field, d)
		return
	}
	if d := fixedBy(variable, field.Name); d != nil {
		v.overlayFixed(overlay, field, d)
		return
	}
	if d := variable.Directives.ForName("only"); d != nil && !hasField(variable, "only", field.Name) {
		v.checkLeftOut(variable, field, d)
		return
	}
	required := field.Type.NonNull && field.DefaultValue == nil || hasField(variable, "required", field.Name)
	name := v.spreadName(variable, field)
	sealed := hasField(variable, "sealed", field.Name)
	t, ok := v.spreadType(variable, field, required, sealed)
	if !ok {
		return
	}
	parameter := &Field{Name: name, GraphQL: field.Name, Doc: field.Description, Type: t, Required: required, Tag: jsonTag(field.Name, required)}
	if strings.HasPrefix(t.Prefix, "[]") && variable.Directives.ForName("patch") != nil && !required {
		parameter.Tag = field.Name + ",omitzero" // an empty list is sent, nil is not
	}
	v.addParameter(parameter, variable.Position)
	v.parts[parameter] = []string{variable.Definition.Name + "." + field.Name, field.Type.Name()}
	if sealed {
		overlay.Fields = append(overlay.Fields, OverlayField{
			Field: Field{Name: name, GraphQL: field.Name, Type: v.sealedType(), Tag: field.Name + ",omitempty"}, Fill: Sealed, From: name,
		})
	}
}

// checkLeftOut refuses to leave out a field without which nothing is sent, or of
// which another directive speaks.
func (v *variables) checkLeftOut(variable *ast.VariableDefinition, field *ast.FieldDefinition, only *ast.Directive) {
	if field.Type.NonNull && field.DefaultValue == nil {
		v.problems.addf(only.Position, "@only leaves out field %s, which %s requires: name it, or say what it is filled with", field.Name, variable.Definition.Name)
	}
	for _, d := range variable.Directives {
		named := listArgument(d, "fields")
		for _, argument := range []string{"field", "with"} {
			named = append(named, stringArgument(d, argument))
		}
		if d != only && slices.Contains(named, field.Name) {
			v.problems.addf(d.Position, "@%s speaks of field %s, which @only leaves out: name it there", d.Name, field.Name)
		}
	}
}

func (v *variables) overlayFilled(overlay *Overlay, field *ast.FieldDefinition, d *ast.Directive) {
	t, ok := v.namedType(v.schema.Types[field.Type.Name()], field.Position)
	if !ok {
		return
	}
	overlay.Fields = append(overlay.Fields, OverlayField{
		Field: Field{Name: v.speller.Exported(field.Name), GraphQL: field.Name, Type: t, Tag: field.Name},
		Fill:  FromClient, From: v.clientValue(d),
	})
}

// fixedBy finds the @fixed directive of a field of the input object.
func fixedBy(variable *ast.VariableDefinition, field string) *ast.Directive {
	for _, d := range variable.Directives.ForNames("fixed") {
		if stringArgument(d, "field") == field {
			return d
		}
	}
	return nil
}

func (v *variables) overlayFixed(overlay *Overlay, field *ast.FieldDefinition, d *ast.Directive) {
	value := d.Arguments.ForName("value").Value
	kinds := map[string]ast.ValueKind{"String": ast.StringValue, "Boolean": ast.BooleanValue, "Int": ast.IntValue}
	kind, ok := kinds[field.Type.Name()]
	if !ok || field.Type.Elem != nil || kind != value.Kind {
		v.problems.addf(d.Position, "@fixed: field %s is of type %s, and %s is no String, Boolean or Int of that type", field.Name, field.Type, value)
		return
	}
	overlay.Fields = append(overlay.Fields, OverlayField{
		Field: Field{Name: v.speller.Exported(field.Name), GraphQL: field.Name, Type: Type{Name: scalars[field.Type.Name()]}, Tag: field.Name},
		Fill:  Fixed, From: value.String(),
	})
}

func (v *variables) spreadName(variable *ast.VariableDefinition, field *ast.FieldDefinition) string {
	for _, d := range variable.Directives.ForNames("go") {
		if stringArgument(d, "field") == field.Name {
			return stringArgument(d, "name")
		}
	}
	return v.inputFieldName(variable.Definition.Name, field)
}

// spreadType gives the Go type of a field of the spread input object. In a
// patch every optional field is a pointer, apart from a sealed one: an empty
// password is none.
func (v *variables) spreadType(variable *ast.VariableDefinition, field *ast.FieldDefinition, required, sealed bool) (Type, bool) {
	definition := v.schema.Types[field.Type.Name()]
	if sealed {
		return v.shared("Secret", variable.Position), true
	}
	t, ok := v.fieldType(field, required)
	switch {
	case hasField(variable, "secret", field.Name):
		t = named(t, v.shared("Secret", variable.Position))
		ok = ok && v.mustBeText(definition, variable.Directives.ForName("secret"), "secret")
	case hasField(variable, "time", field.Name):
		t = named(t, v.shared("Time", variable.Position))
		ok = ok && v.mustBeText(definition, variable.Directives.ForName("time"), "time")
	}
	if variable.Directives.ForName("patch") != nil && !required && t.Prefix == "" {
		t.Prefix = "*"
	}
	return t, ok
}

// named gives a type, with its prefix, another name.
func named(t, other Type) Type {
	return Type{Prefix: t.Prefix, Package: other.Package, Name: other.Name}
}

func hasField(variable *ast.VariableDefinition, directive, field string) bool {
	return slices.Contains(listArgument(variable.Directives.ForName(directive), "fields"), field)
}

// resolveTogether notes the fields that must be given with others.
func (v *variables) resolveTogether(variable *ast.VariableDefinition) {
	parameter := func(name string) *Field {
		i := slices.IndexFunc(v.method.Parameters, func(f *Field) bool { return f.GraphQL == name })
		if i < 0 { // checkSpreadDirectives says so
			return nil
		}
		return v.method.Parameters[i]
	}
	for _, d := range variable.Directives.ForNames("needs") {
		pair := Together{
			Field: parameter(stringArgument(d, "field")), With: parameter(stringArgument(d, "with")),
			Credential: stringArgument(d, "credential"),
		}
		if pair.Field != nil && pair.With != nil {
			v.method.Together = append(v.method.Together, pair)
		}
	}
}

// resolveFile adds the field for a file beside the one for its address.
func (v *variables) resolveFile(variable *ast.VariableDefinition) {
	d := variable.Directives.ForName("file")
	if d == nil {
		return
	}
	i := slices.IndexFunc(v.method.Parameters, func(f *Field) bool { return f.GraphQL == stringArgument(d, "field") })
	if i < 0 { // checkSpreadDirectives says so
		return
	}
	field := v.method.Parameters[i]
	file := &Field{
		Name: field.Name + "File", GraphQL: field.GraphQL + "File", Tag: "-",
		Doc:  field.Name + " as a file, which is uploaded first; give one of the two",
		Type: named(Type{Prefix: "*"}, v.shared("File", d.Position)),
	}
	v.addParameter(file, d.Position)
	v.method.File = &FileField{Field: field, File: file, By: stringArgument(d, "by")}
}
