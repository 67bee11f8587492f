package emit

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// body prints the statements of one method.
type body struct {
	*surface
	method *spec.Method
}

// taken are the names that a method's body uses itself, imported packages
// among them.
func (b *body) taken() []string {
	c := b.api.Config
	return []string{"c", "ctx", "in", "call", "resp", "err", "list", "message", "sealed", "number", "joined", "context", base(c.Models), base(c.Wire), base(c.Calls), base(c.Composites), base(b.printer.config.Runtime)}
}

// local names a variable after a parameter.
func (b *body) local(field *spec.Field) string {
	return b.speller.Local(field.Name, b.taken()...)
}

// value is the expression for what the caller gave.
func (b *body) value(field *spec.Field) *jen.Statement {
	if b.method.Input == nil {
		return jen.Id(b.local(field))
	}
	return jen.Id("in").Dot(field.Name)
}

func (b *body) parameter(name string) *spec.Field {
	for _, field := range b.method.Parameters {
		if field.Name == name {
			return field
		}
	}
	return &spec.Field{Name: name}
}

func (b *body) print(g *jen.Group) {
	operation := b.method.Operation
	credential := map[string]string{"NONE": "NoCredential", "SESSION": "SessionCredential", "OWNER": "OwnerCredential"}
	g.Id("call").Op(":=").Id("c").Dot("runtime").Dot("Call").Call(
		b.calls("Route" + operation.Name).Call(b.runtime(credential[b.method.Credentials[b.Name]])),
	)
	b.required(g)
	b.needs(g)
	b.together(g)
	b.seal(g)
	b.file(g)
	b.ask(g)
	g.List(jen.Id("resp"), jen.Err()).Op(":=").Add(b.calls(operation.Name)).CallFunc(b.arguments)
	b.onError(g)
	b.result(g)
}

func (b *body) calls(name string) *jen.Statement {
	return jen.Qual(b.printer.config.Import(b.api.Config.Calls), name)
}

// zero is what the method returns beside an error.
func (b *body) zero() *jen.Statement {
	t := b.method.Operation.Result.Type
	switch {
	case t.Prefix != "" || b.isInterface(t):
		return jen.Nil()
	case t.Name == "bool":
		return jen.False()
	case t.Name == "int" || t.Name == "float64":
		return jen.Lit(0)
	case t.Name == "string":
		return jen.Lit("")
	default:
		return jen.Op("*").New(goType(t))
	}
}

func (b *body) onError(g *jen.Group) {
	g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(b.zero(), jen.Err()))
}

// required refuses what must be given and is not.
func (b *body) required(g *jen.Group) {
	for _, field := range b.method.Parameters {
		b.negative(g, field)
		given := b.given(field)
		needed := field.Required || field.NeededFor != "" && field.NeededFor == b.method.Credentials[b.Name]
		if !needed || given == nil {
			continue
		}
		g.If(b.absent(field)).Block(jen.Return(b.zero(), jen.Id("call").Dot("Missing").Call(jen.Lit(b.called(field)))))
		b.elements(g, field)
	}
}

// negative refuses a page, or a number of elements, below zero.
func (b *body) negative(g *jen.Group, field *spec.Field) {
	pages := b.method.Pages
	if pages == nil || field != pages.Page && field != pages.Count {
		return
	}
	g.If(b.value(field).Op("<").Lit(0)).Block(
		jen.Return(b.zero(), jen.Id("call").Dot("Invalid").Call(jen.Lit(b.called(field)), jen.Lit("is negative"))),
	)
}

// elements refuses a list of texts with an empty one; a list that is joined is
// looked through then.
func (b *body) elements(g *jen.Group, field *spec.Field) {
	joined := slices.ContainsFunc(b.method.Operation.Variables, func(v *spec.Variable) bool {
		return v.Fill == spec.Joined && v.From == field.Name
	})
	if joined || field.Type != (spec.Type{Prefix: "[]", Name: "string"}) {
		return
	}
	g.If(jen.Qual("slices", "Contains").Call(b.value(field), jen.Lit(""))).Block(
		jen.Return(b.zero(), jen.Id("call").Dot("Invalid").Call(jen.Lit(b.called(field)), jen.Lit("has an empty element"))),
	)
}

// called is what the caller knows a parameter by.
func (b *body) called(field *spec.Field) string {
	if b.method.Input == nil {
		return b.local(field)
	}
	return field.Name
}

// given tells whether an optional value was given; nil where its zero value
// means something.
func (b *body) given(field *spec.Field) *jen.Statement {
	return b.compare(field, "!=", ">")
}

func (b *body) absent(field *spec.Field) *jen.Statement {
	return b.compare(field, "==", "==")
}

func (b *body) compare(field *spec.Field, equal, length string) *jen.Statement {
	switch {
	case len(field.Type.Prefix) > 0 && field.Type.Prefix[0] == '*':
		return b.value(field).Op(equal).Nil()
	case field.Type.Prefix != "":
		return jen.Len(b.value(field)).Op(length).Lit(0)
	case strings.HasPrefix(field.Type.Name, "map["):
		return jen.Len(b.value(field)).Op(length).Lit(0)
	case field.Type.Package == "" && field.Type.Name != "string" || b.foreign(field.Type):
		return nil
	default:
		return b.value(field).Op(equal).Lit("")
	}
}

// foreign tells whether a type is another package's, of which only its package knows
// whether there is anything in it.
func (b *body) foreign(t spec.Type) bool {
	return t.Package != "" && t.Package != b.printer.config.Import(b.api.Config.Models)
}

// needs refuses an input of which no alternative is complete.
func (b *body) needs(g *jen.Group) {
	if len(b.method.Needs) == 0 {
		return
	}
	condition := jen.Null()
	for i, alternative := range b.method.Needs {
		if i > 0 {
			condition.Op("&&")
		}
		missing := jen.Null()
		for j, field := range alternative {
			if j > 0 {
				missing.Op("||")
			}
			missing.Add(b.absent(field))
		}
		if len(alternative) > 1 {
			missing = jen.Parens(missing)
		}
		condition.Add(missing)
	}
	g.If(condition).Block(jen.Return(b.zero(), jen.Id("call").Dot("Missing").Call(jen.Lit(needs(b.method)))))
}

// together refuses a field without the one that it needs.
func (b *body) together(g *jen.Group) {
	for _, pair := range b.method.Together {
		if pair.Credential != b.method.Credentials[b.Name] {
			continue
		}
		g.If(b.given(pair.Field).Op("&&").Add(b.absent(pair.With))).Block(
			jen.Return(b.zero(), jen.Id("call").Dot("Missing").Call(jen.Lit(pair.With.Name+" with "+pair.Field.Name))),
		)
	}
}

// file uploads a field that was given as a file.
func (b *body) file(g *jen.Group) {
	file := b.method.File
	if file == nil {
		return
	}
	address := b.local(file.Field)
	g.If(b.value(file.File).Op("!=").Nil()).Block(
		jen.If(b.value(file.Field).Op("!=").Nil()).Block(
			jen.Return(b.zero(), jen.Id("call").Dot("Invalid").Call(jen.Lit(file.File.Name), jen.Lit("is given together with "+file.Field.Name+": give one of the two"))),
		),
		jen.List(jen.Id(address), jen.Err()).Op(":=").Qual(b.printer.config.Import(b.api.Config.Composites), file.By).
			Call(jen.Id("ctx"), jen.Id("c").Dot("runtime"), jen.Op("*").Add(b.value(file.File))),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(b.zero(), jen.Err())),
		b.value(file.Field).Op("=").Op("&").Id(address),
	)
}

// seal prints what is made of parameters before the call.
func (b *body) seal(g *jen.Group) {
	convert := map[spec.Fill]string{spec.Sealed: "Seal", spec.Digits: "Digits", spec.Joined: "Join"}
	add := func(fill spec.Fill, from string) {
		function, ok := convert[fill]
		if !ok {
			return
		}
		field := b.parameter(from)
		args := []jen.Code{jen.Lit(b.called(field)), b.value(field)}
		if fill == spec.Sealed { // which may have to ask for the key
			args = append([]jen.Code{jen.Id("ctx")}, args...)
		}
		g.List(b.converted(field, fill), jen.Err()).Op(":=").Id("call").Dot(function).Call(args...)
		b.onError(g)
	}
	for _, variable := range b.method.Operation.Variables {
		add(variable.Fill, variable.From)
	}
	if overlay := b.method.Operation.Overlay; overlay != nil {
		for _, field := range overlay.Fields {
			add(field.Fill, field.From)
		}
	}
}

// converted names the variable for what is made of a parameter, which must be
// another than the parameter itself.
func (b *body) converted(field *spec.Field, fill spec.Fill) *jen.Statement {
	if b.method.Input == nil {
		return jen.Id(map[spec.Fill]string{spec.Sealed: "sealed", spec.Digits: "number", spec.Joined: "joined"}[fill])
	}
	return jen.Id(b.local(field))
}

func (b *body) arguments(g *jen.Group) {
	g.Id("ctx")
	g.Id("call")
	for _, variable := range b.method.Operation.Variables {
		switch variable.Fill {
		case spec.FromClient:
			g.Add(b.clientValue(variable.From))
		case spec.FromInput:
			g.Add(b.input())
		case spec.Sealed, spec.Digits, spec.Joined:
			g.Add(b.converted(b.parameter(variable.From), variable.Fill))
		default:
			g.Add(b.value(b.parameter(variable.From)))
		}
	}
}

// provider finds the method of the runtime that gives a value: the Call's, whose
// errors name the method that was called, or else the Client's.
func (p *printer) provider(name string) (of string, method *source.Function) {
	for _, of := range []string{"Call", "Client"} {
		if method, ok := p.runtime.Methods[of+"."+name]; ok {
			return of, method
		}
	}
	return "", nil
}

// ask prints the questions for values of the client that may fail, each once.
func (b *body) ask(g *jen.Group) {
	asked := map[string]bool{}
	for _, name := range b.clientValues() {
		_, method := b.provider(name)
		if !method.MayFail() || asked[name] {
			continue
		}
		asked[name] = true
		g.List(jen.Id(b.answer(name)), jen.Err()).Op(":=").Add(b.question(name))
		b.onError(g)
	}
}

// clientValues are the methods of the runtime that fill something in.
func (b *body) clientValues() []string {
	var names []string
	for _, variable := range b.method.Operation.Variables {
		if variable.Fill == spec.FromClient {
			names = append(names, variable.From)
		}
	}
	if overlay := b.method.Operation.Overlay; overlay != nil {
		for _, field := range overlay.Fields {
			if field.Fill == spec.FromClient {
				names = append(names, field.From)
			}
		}
	}
	return names
}

// answer names the variable for a value that was asked for, apart from those for
// parameters.
func (b *body) answer(name string) string {
	taken := b.taken()
	for _, field := range b.method.Parameters {
		taken = append(taken, b.local(field))
	}
	return b.speller.Local(name, taken...)
}

// question is the expression that asks the runtime for a value.
func (b *body) question(name string) *jen.Statement {
	of, method := b.provider(name)
	receiver := jen.Id("call")
	if of == "Client" {
		receiver = jen.Id("c").Dot("runtime")
	}
	if method.TakesContext() {
		return receiver.Dot(name).Call(jen.Id("ctx"))
	}
	return receiver.Dot(name).Call()
}

// clientValue is the expression for what the client fills in.
func (b *body) clientValue(name string) *jen.Statement {
	if _, method := b.provider(name); method.MayFail() {
		return jen.Id(b.answer(name))
	}
	return b.question(name)
}

// input is the caller's input, with its overlay where it has one.
func (b *body) input() *jen.Statement {
	overlay := b.method.Operation.Overlay
	if overlay == nil {
		return jen.Op("&").Id("in")
	}
	return jen.Op("&").Qual(b.printer.config.Import(b.api.Config.Wire), overlay.Name).ValuesFunc(func(g *jen.Group) {
		g.Line().Id(overlay.Input).Op(":").Op("&").Id("in")
		for _, field := range overlay.Fields {
			g.Line().Id(field.Name).Op(":").Add(b.overlaid(field))
		}
		g.Line()
	})
}

// overlaid is the expression for a field of the overlay.
func (b *body) overlaid(field spec.OverlayField) *jen.Statement {
	switch field.Fill {
	case spec.FromClient:
		return b.clientValue(field.From)
	case spec.Fixed:
		return jen.Op(field.From)
	}
	return b.converted(b.parameter(field.From), field.Fill)
}

// result prints what is made of the answer.
func (b *body) result(g *jen.Group) {
	result := b.method.Operation.Result
	answer := jen.Id("resp").Dot(result.Field)
	switch result.Kind {
	case spec.Outcome:
		b.notNull(g, answer)
		outcome := jen.Id("call").Dot("Outcome").Call(answer.Clone().Dot("Code"), answer.Clone().Dot("Message"))
		if b.Credential != "SESSION" || b.method.Session != spec.End {
			g.Return(outcome)
			return
		}
		g.List(jen.Id("message"), jen.Err()).Op(":=").Add(outcome)
		b.onError(g)
		b.session(g, answer)
		g.Return(jen.Id("message"), jen.Nil())
		return
	case spec.LeafList:
		b.leafList(g, answer)
		return
	case spec.Value:
		if result.Type.Prefix == "" {
			b.notNull(g, answer)
			answer = jen.Op("*").Add(answer)
		}
	case spec.Model, spec.Leaf:
		b.notNull(g, answer)
	}
	b.session(g, answer)
	if result.Kind == spec.Leaf {
		answer = b.down(g, answer, result.Path, result.Type.Prefix == "*")
	}
	g.Return(answer, jen.Nil())
}

// notNull ends the method where there is no answer.
func (b *body) notNull(g *jen.Group, answer *jen.Statement) {
	g.If(answer.Clone().Op("==").Nil()).Block(jen.Return(b.zero(), jen.Id("call").Dot("Empty").Call()))
}

// down goes from an answer to the last field of a path, and checks each on the
// way, the last one where it is a pointer too.
func (b *body) down(g *jen.Group, answer *jen.Statement, path []string, pointer bool) *jen.Statement {
	for i, name := range path {
		answer = answer.Clone().Dot(name)
		if i < len(path)-1 || pointer {
			b.notNull(g, answer)
		}
	}
	return answer
}

// leafList collects one field of every element of a list.
func (b *body) leafList(g *jen.Group, answer *jen.Statement) {
	result := b.method.Operation.Result
	if len(result.Path) > 0 {
		b.notNull(g, answer)
		answer = b.down(g, answer, result.Path, false)
	}
	leaf := jen.Id("element")
	for _, name := range result.InElement {
		leaf.Dot(name)
	}
	g.Id("list").Op(":=").Make(goType(result.Type), jen.Lit(0), jen.Len(answer.Clone()))
	g.For(jen.List(jen.Id("_"), jen.Id("element")).Op(":=").Range().Add(answer.Clone())).Block(
		jen.Id("list").Op("=").Append(jen.Id("list"), leaf),
	)
	g.Return(jen.Id("list"), jen.Nil())
}

// session starts or ends the session, on a client that has one.
func (b *body) session(g *jen.Group, answer *jen.Statement) {
	if b.Credential != "SESSION" {
		return
	}
	switch b.method.Session {
	case spec.Start:
		g.If(jen.Err().Op(":=").Id("call").Dot("StartSession").Call(jen.Id("ctx"), answer.Clone().Dot(b.method.Operation.Result.Token)), jen.Err().Op("!=").Nil()).Block(
			jen.Return(b.zero(), jen.Err()),
		)
	case spec.End:
		g.Id("call").Dot("EndSession").Call(jen.Id("ctx"))
	}
}
