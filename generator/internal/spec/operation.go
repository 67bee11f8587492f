package spec

import (
	"cmp"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// resolve turns the validated documents into values.
func (l *loader) resolve() {
	l.resolveModels()
	for _, fragment := range l.document.Fragments {
		l.checkTexts(fragment.SelectionSet)
	}
	for _, definition := range l.document.Operations {
		if !l.broken[definition.Position] {
			l.resolveOperation(definition)
		}
	}
	for _, input := range l.inputs {
		l.out.Inputs = append(l.out.Inputs, input)
	}
	slices.SortFunc(l.out.Inputs, func(a, b *Struct) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.out.Enums, func(a, b *Enum) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.out.Operations, func(a, b *Operation) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(l.out.Methods, func(a, b *Method) int { return cmp.Compare(a.QualifiedName(), b.QualifiedName()) })
	slices.SortFunc(l.out.Composites, func(a, b *Composite) int { return cmp.Compare(a.QualifiedName(), b.QualifiedName()) })
	if len(l.problems) == 0 { // a fragment that is wrong has no type
		l.out.Fragments = l.printFragments()
		l.out.Used = l.usedSchema()
	}
	l.out.Places = l.taken
	l.checkMethodNames()
}

// resolveOperation resolves one request and the methods that stand on it.
func (l *loader) resolveOperation(definition *ast.OperationDefinition) {
	root, ok := l.rootField(definition)
	if !ok {
		return
	}
	o := &Operation{Name: definition.Name, Label: definition.Name, Position: definition.Position}
	if definition.Name == "" || !token.IsExported(definition.Name) {
		l.problems.addf(definition.Position, "operation %q needs a name that Go exports: it becomes the method's", definition.Name)
		return
	}
	l.route(o, definition, root)
	if o.Host == "" && l.left != nil { // else the schema's own mistakes ended the run
		l.problems.addf(root.Position, "field %s is served by nobody in this schema", root.Name)
	}
	method := definition.Directives.ForName("method")
	hidden := definition.Directives.ForName("hidden")
	switch {
	case method != nil && hidden != nil:
		l.problems.addf(hidden.Position, "operation %s has @method and @hidden: keep one", o.Name)
	case method != nil:
		l.resolveMethod(o, definition, root, method)
	case hidden != nil:
		o.Repeatable = definition.Operation == ast.Query
		l.resolveVariables(o, definition, root, nil)
		l.resolveResult(o, definition, root)
	default:
		l.problems.addf(definition.Position, "operation %s is nobody's: write @method with a client, or @hidden", o.Name)
	}
	l.checkCalls(o, definition, root)
	for _, d := range definition.Directives.ForNames("composite") {
		l.resolveComposite(o, d)
	}
	l.out.Operations = append(l.out.Operations, o)
	o.Document = l.print(definition, root, o)
}

// rootField gives the one field that an operation asks for.
func (l *loader) rootField(definition *ast.OperationDefinition) (*ast.Field, bool) {
	if definition.Operation == ast.Subscription {
		l.problems.addf(definition.Position, "operation %s is a subscription, which is not supported", definition.Name)
		return nil, false
	}
	if len(definition.SelectionSet) == 1 {
		if field, ok := definition.SelectionSet[0].(*ast.Field); ok {
			if _, typed := l.schema.Types[field.Definition.Type.Name()]; typed && !strings.HasPrefix(field.Name, "__") {
				return field, true
			}
		}
	}
	l.problems.addf(definition.Position, "operation %s must ask for exactly one root field: split it", definition.Name)
	return nil, false
}

// route finds where the operation goes.
func (l *loader) route(o *Operation, definition *ast.OperationDefinition, root *ast.Field) {
	if http := root.Definition.Directives.ForName("http"); http != nil {
		o.Host = l.api.Hosts[stringArgument(http, "host")]
		o.Endpoint = l.endpoint(definition, root, http)
		return
	}
	name, _ := l.service(root.Definition)
	service := l.api.Services[name]
	o.Host, o.Path = l.api.Hosts[service.Host], service.Path
}

func (l *loader) resolveMethod(o *Operation, definition *ast.OperationDefinition, root *ast.Field, d *ast.Directive) {
	m := &Method{
		Name: o.Name, Operation: o, Position: definition.Position,
		Group:       stringArgument(d, "group"),
		Document:    stringArgument(d, "document"),
		Published:   stringArgument(d, "published"),
		In:          l.documents(o.Name, d),
		Doc:         definition.Description,
		Session:     Session(stringArgument(d, "session")),
		Credentials: l.credentials(o.Name, d),
	}
	o.Repeatable = definition.Operation == ast.Query || stringArgument(d, "repeatable") == "true"
	if m.Group != "" {
		name, ok := strings.CutPrefix(o.Name, m.Group)
		l.checkGroup(m.Group, d)
		if !ok || !token.IsExported(name) {
			l.problems.addf(definition.Position, "operation %s of group %s must be named %[2]s and the method's name", o.Name, m.Group)
			return
		}
		m.Name = name
	}
	o.Label = m.QualifiedName()
	l.checkDoc(m)
	l.resolveVariables(o, definition, root, m)
	l.resolveResult(o, definition, root)
	l.resolveNeeds(m, d)
	l.resolveSession(m, d)
	l.checkBearer(m, d)
	l.resolvePages(m, definition)
	l.resolveMethodCodes(m, definition.Directives.ForName("codes"))
	l.out.Methods = append(l.out.Methods, m)
}

// documents reads which documents a method stands in: where it has a name in the
// documents, it must say in which.
func (l *loader) documents(name string, d *ast.Directive) []string {
	in := listArgument(d, "in")
	known := d.Definition.Arguments.ForName("in") != nil
	if document := stringArgument(d, "document"); known && (document != "") != (len(in) > 0) {
		l.problems.addf(d.Position, "%s needs both document and in, or neither: the name, and the documents that it stands in", name)
	}
	return in
}

// checkGroup refuses a group that is not configured.
func (l *loader) checkGroup(group string, d *ast.Directive) {
	if _, known := l.api.Groups[group]; group != "" && !known {
		l.problems.addf(d.Position, "group %s has no description: write it under groups in the configuration%s", group, suggestion(group, l.api.Groups))
	}
}

// credentials reads which clients have a method and what each sends.
func (l *loader) credentials(name string, d *ast.Directive) map[string]string {
	credentials := map[string]string{}
	for _, surface := range l.api.Surfaces {
		credential := stringArgument(d, surface.Name)
		if credential == "" {
			continue
		}
		if credential != "NONE" && credential != surface.Credential {
			l.problems.addf(d.Position, "%s on client %s cannot send %s: that client may send %s or NONE", name, surface.Name, credential, surface.Credential)
		}
		credentials[surface.Name] = credential
	}
	if len(credentials) == 0 {
		first := l.api.Surfaces[0]
		l.problems.addf(d.Position, "no client may have %s: name one with what it sends, as in %s: %s", name, first.Name, first.Credential)
	}
	return credentials
}

func (l *loader) checkDoc(m *Method) {
	if !strings.HasPrefix(m.Doc, m.Name+" ") {
		l.problems.addf(m.Position, `method %s needs a description that starts with its name: """%[1]s does ...""" above the operation`, m.Name)
	}
}

func (l *loader) resolveNeeds(m *Method, d *ast.Directive) {
	for _, alternative := range listArgument(d, "needs") {
		var fields []*Field
		for _, name := range strings.Fields(alternative) {
			i := slices.IndexFunc(m.Parameters, func(f *Field) bool { return f.GraphQL == name })
			if i < 0 {
				l.problems.addf(d.Position, "method %s needs %q, which is none of its parameters", m.QualifiedName(), name)
				continue
			}
			fields = append(fields, m.Parameters[i])
		}
		m.Needs = append(m.Needs, fields)
	}
}

// resolveSession finds the token of a session that starts.
func (l *loader) resolveSession(m *Method, d *ast.Directive) {
	if m.Session != Start {
		return
	}
	token := stringArgument(d, "token")
	model := l.models[m.Operation.Result.Type.Name]
	if m.Operation.Result.Kind == Model && model != nil {
		for _, field := range model.Fields {
			if field.GraphQL == token && field.Type.Name == "Secret" {
				m.Operation.Result.Token = field.Name
				return
			}
		}
	}
	l.problems.addf(d.Position, "method %s starts a session, but its answer is no model with a @secret field %s: select it, or name another with token: ...", m.QualifiedName(), token)
}

func (l *loader) resolveMethodCodes(m *Method, d *ast.Directive) {
	for _, value := range listArgument(d, "documented") {
		code := l.code(value)
		if code == nil {
			continue
		}
		code.Documented = append(code.Documented, m.QualifiedName())
		m.Documented = append(m.Documented, code)
	}
	for _, value := range listArgument(d, "assumed") {
		code := l.code(value)
		if code == nil {
			continue
		}
		code.Assumed = append(code.Assumed, m.QualifiedName())
		m.Assumed = append(m.Assumed, code)
	}
}

func (l *loader) resolveComposite(o *Operation, d *ast.Directive) {
	c := &Composite{
		Name: stringArgument(d, "name"), On: o, Position: d.Position,
		Group:     stringArgument(d, "group"),
		Document:  stringArgument(d, "document"),
		Published: stringArgument(d, "published"),
		In:        l.documents(stringArgument(d, "name"), d),
		Session:   Session(stringArgument(d, "session")),
	}
	l.checkGroup(c.Group, d)
	c.Credentials = l.credentials(c.QualifiedName(), d)
	l.out.Composites = append(l.out.Composites, c)
}

// checkMethodNames finds two methods of one name, and a method with the name
// of a group.
func (l *loader) checkMethodNames() {
	seen := map[string]*ast.Position{}
	check := func(name string, at *ast.Position) {
		if before, ok := seen[name]; ok {
			l.problems.addf(at, "there are two methods %s; the first is at %s: rename one", name, place(before))
			return
		}
		seen[name] = at
	}
	for _, m := range l.out.Methods {
		check(m.QualifiedName(), m.Position)
		if m.Pages != nil {
			check(qualified(m.Group, m.Pages.Name), m.Position)
		}
	}
	for _, c := range l.out.Composites {
		check(c.QualifiedName(), c.Position)
	}
	for _, group := range slices.Sorted(maps.Keys(l.api.Groups)) {
		if before, ok := seen[group]; ok {
			l.problems.addf(before, "method %s has the name of a group: rename one", group)
		}
	}
}

// resolveResult decides what a method makes of the answer.
func (l *loader) resolveResult(o *Operation, definition *ast.OperationDefinition, root *ast.Field) {
	o.Result.Field = upperFirst(root.Alias)
	t := root.Definition.Type
	answer := l.schema.Types[t.Name()]
	object := answer.Kind == ast.Object || abstract(answer)
	switch {
	case root.Directives.ForName("outcome") != nil:
		l.resolveOutcome(o, root)
	case object && leafField(root) != nil:
		l.resolveLeaf(o, root)
	default:
		found, ok := l.resultType(root)
		if !ok {
			return
		}
		o.Result.Type = found
		o.Result.Kind = Value
		if object && t.Elem == nil {
			o.Result.Kind = Model
		}
		l.hold(&o.Result)
	}
}

// leafField gives the one field below another, or nil where there are more or
// none.
func leafField(field *ast.Field) *ast.Field {
	if len(field.SelectionSet) != 1 {
		return nil
	}
	leaf, _ := field.SelectionSet[0].(*ast.Field)
	return leaf
}

// resolveLeaf goes down as long as a selection is one field alone, through one
// list at most. What it ends at is the result.
func (l *loader) resolveLeaf(o *Operation, root *ast.Field) {
	o.Result.Kind = Leaf
	field := root
	for inner := leafField(field); inner != nil; inner = leafField(field) {
		if !l.passable(o, field) {
			return
		}
		if lists(field.Definition.Type) != "" {
			o.Result.Kind = LeafList
		}
		if o.Result.Kind == LeafList {
			o.Result.InElement = append(o.Result.InElement, upperFirst(inner.Alias))
		} else {
			o.Result.Path = append(o.Result.Path, upperFirst(inner.Alias))
		}
		field = inner
	}
	found, ok := l.resultType(field)
	if !ok {
		return
	}
	o.Result.Type = found
	if o.Result.Kind == LeafList {
		o.Result.Type.Prefix = "[]" + found.Prefix
	}
	l.hold(&o.Result)
}

// passable tells whether a result may lie below a field: an object, or a list of
// them where it is the first on the way.
func (l *loader) passable(o *Operation, field *ast.Field) bool {
	switch list := lists(field.Definition.Type); {
	case list == "[][]" || list != "" && o.Result.Kind == LeafList:
		l.problems.addf(field.Position, "field %s is a list on the way to what operation %s answers, and not the only one: select a model, { ...Fragment }, on the way", field.Name, o.Name)
	default:
		return true
	}
	return false
}

func (l *loader) resolveOutcome(o *Operation, root *ast.Field) {
	o.Result.Kind, o.Result.Type = Outcome, Type{Name: "string"}
	types := map[string]string{}
	for _, selection := range root.SelectionSet {
		field, ok := selection.(*ast.Field)
		switch {
		case !ok:
			l.problems.addf(selection.GetPosition(), "@outcome goes with a selection of fields alone: write those of the fragment in its place")
		case !l.schema.Types[field.Definition.Type.Name()].IsLeafType():
			l.problems.addf(field.Position, "@outcome keeps code and message, and %s is an object beside them: leave it out, or the @outcome", field.Alias)
		default:
			types[field.Alias] = field.Definition.Type.Name()
		}
	}
	if types["code"] != "Int" || types["message"] != "String" {
		l.problems.addf(root.Position, "@outcome goes with a field of which code, an Int, and message, a String, are selected")
	}
}

// upperFirst is how genqlient spells a response's field in Go.
func upperFirst(name string) string {
	name = strings.TrimLeft(name, "_")
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
