package emit

import (
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// surface prints one client package.
type surface struct {
	*printer
	config.Surface
}

func (p *printer) surfaces() error {
	for _, s := range p.api.Config.Surfaces {
		printed := &surface{printer: p, Surface: s}
		for _, step := range []func() error{printed.client, printed.inputAliases, printed.optionFunctions} {
			if err := step(); err != nil {
				return err
			}
		}
	}
	return nil
}

// methods are those that this client has.
func (s *surface) methods() []*spec.Method {
	var methods []*spec.Method
	for _, m := range s.api.Methods {
		if s.has(m.Credentials) {
			methods = append(methods, m)
		}
	}
	return methods
}

func (s *surface) has(credentials map[string]string) bool {
	_, ok := credentials[s.Name]
	return ok
}

// groups are the names of the groups that this client has a method of.
func (s *surface) groups() []string {
	groups := map[string]bool{}
	for _, m := range s.methods() {
		groups[m.Group] = true
	}
	for _, c := range s.api.Composites {
		if s.has(c.Credentials) {
			groups[c.Group] = true
		}
	}
	delete(groups, "") // those of no group are the client's own
	return slices.Sorted(maps.Keys(groups))
}

func (s *surface) runtime(name string) *jen.Statement {
	return jen.Qual(s.printer.config.Import(s.printer.config.Runtime), name)
}

// client prints the type, its groups and every method.
func (s *surface) client() error {
	f := s.newFile(s.Package)
	groups := s.groups()
	declare(f, s.Doc)
	f.Type().Id("Client").StructFunc(func(g *jen.Group) {
		for _, group := range groups {
			g.Add(doc(s.api.Config.Groups[group]))
			g.Id(group).Id(group)
		}
		if len(groups) > 0 {
			g.Line()
		}
		g.Id("runtime").Op("*").Add(s.runtime("Client"))
	})
	declare(f, "newClient makes a client over the runtime's.")
	f.Func().Id("newClient").Params(jen.Id("c").Op("*").Add(s.runtime("Client"))).Op("*").Id("Client").Block(
		jen.Return(jen.Op("&").Id("Client").ValuesFunc(func(g *jen.Group) {
			for _, group := range groups {
				g.Id(group).Op(":").Id(group).Values(jen.Id("runtime").Op(":").Id("c"))
			}
			g.Id("runtime").Op(":").Id("c")
		})),
	)
	for _, group := range groups {
		declare(f, s.api.Config.Groups[group]+" A client has it as its field "+group+".")
		f.Type().Id(group).Struct(jen.Id("runtime").Op("*").Add(s.runtime("Client")))
	}
	for _, m := range s.methods() {
		declare(f, s.methodDoc(m))
		f.Add(s.method(m))
		if m.Pages != nil {
			declare(f, s.pagesDoc(m))
			f.Add(s.pages(m))
		}
	}
	for _, c := range s.api.Composites {
		if s.has(c.Credentials) {
			declare(f, s.compositeDoc(c))
			f.Add(s.composite(c))
		}
	}
	return s.render(s.Package, "client.gen.go", f)
}

// CredentialWords say in a doc comment what a method sends.
func CredentialWords(credential string) string {
	return map[string]string{
		"NONE": "no credential", "SESSION": "the session's token", "OWNER": "the owner token",
		spec.GivenToken: "the token that it is given",
	}[credential]
}

// called says what a method is called in the documents that it stands in, or
// else in what is published.
func (p *printer) called(document, published string, in []string) string {
	var sentences []string
	for _, d := range p.api.Config.Documents {
		name := document
		switch {
		case d.Published && document == "":
			name = published
		case d.Published || !slices.Contains(in, d.Name):
			name = ""
		}
		sentence := strings.ReplaceAll(strings.TrimSpace(d.Sentence), "{method}", name)
		if name != "" && sentence != "" && !slices.Contains(sentences, sentence) {
			sentences = append(sentences, sentence)
		}
	}
	return strings.Join(sentences, " ")
}

// facts say what a method is called elsewhere, what it sends, and what becomes of
// the session.
func (s *surface) facts(called, credential string, session spec.Session) string {
	text := strings.TrimSpace(called + " It sends " + CredentialWords(credential) + ".")
	if s.Credential == "SESSION" {
		switch session {
		case spec.Start:
			text += " It starts the session."
		case spec.End:
			text += " It ends the session."
		}
	}
	return text
}

func (s *surface) methodDoc(m *spec.Method) string {
	text := strings.TrimSpace(m.Doc) + "\n\n" + s.facts(s.called(m.Document, m.Published, m.In), m.Sends()[s.Name], m.Session)
	refusals := s.api.Config.Refusals
	if codes := s.codeLinks(m.Documented); codes != "" {
		text += "\n\n" + strings.ReplaceAll(refusals.Documented, "{codes}", codes)
	}
	if codes := s.codeLinks(m.Assumed); codes != "" {
		text += "\n\n" + strings.ReplaceAll(refusals.Assumed, "{codes}", codes)
	}
	return text
}

func (s *surface) codeLinks(codes []*spec.Code) string {
	var links []string
	for _, code := range codes {
		links = append(links, "["+base(s.api.Config.Models)+"."+code.Name+"]")
	}
	return enumerate(links, "or")
}

func (s *surface) compositeDoc(c *spec.Composite) string {
	text := strings.TrimPrefix(strings.TrimSpace(s.composites.Functions[c.Function()].Doc), c.Group)
	return text + "\n\n" + s.facts(s.called(c.Document, c.Published, c.In), c.Credentials[s.Name], c.Session)
}

// method prints one generated method: check, seal, call, read.
func (s *surface) method(m *spec.Method) *jen.Statement {
	b := &body{surface: s, method: m}
	params := []jen.Code{jen.Id("ctx").Qual("context", "Context")}
	switch {
	case m.Input != nil:
		params = append(params, jen.Id("in").Id(m.Input.Name))
	case len(m.Parameters) == 1:
		params = append(params, jen.Id(b.local(m.Parameters[0])).Add(goType(m.Parameters[0].Type)))
	}
	return jen.Func().Params(receiver(m.Group)).Id(m.Name).Params(params...).
		Params(goType(m.Operation.Result.Type), jen.Error()).BlockFunc(b.print).Line()
}

func (s *surface) pagesDoc(m *spec.Method) string {
	receiver := "Client"
	if m.Group != "" {
		receiver = m.Group
	}
	return fmt.Sprintf("%s goes through all that [%s.%s] lists, page by page, from the page of the input on; its %s is how many are asked for at once. It ends with the first error, which it yields with a nil element.",
		m.Pages.Name, receiver, m.Name, m.Pages.Count.Name)
}

// pages prints the method that goes through every page of another's list.
func (s *surface) pages(m *spec.Method) *jen.Statement {
	p := m.Pages
	element := func() *jen.Statement { return goType(p.Element) }
	total := jen.Lit(0)
	if p.Total != "" {
		total = jen.Id("answer").Dot(p.Total)
	}
	page, count := jen.Id("in").Dot(p.Page.Name), jen.Id("in").Dot(p.Count.Name)
	first := page.Clone()
	if p.First != 0 {
		first = jen.Qual("cmp", "Or").Call(page.Clone(), jen.Lit(p.First))
	}
	return jen.Func().Params(receiver(m.Group)).Id(p.Name).
		Params(jen.Id("ctx").Qual("context", "Context"), jen.Id("in").Id(m.Input.Name)).
		Qual("iter", "Seq2").Index(jen.List(element(), jen.Error())).Block(
		jen.Return(s.runtime("Pages").Call(
			first,
			jen.Qual("cmp", "Or").Call(count.Clone(), jen.Lit(p.Size)),
			jen.Func().Params(jen.List(jen.Id("page"), jen.Id("size")).Int()).Params(jen.Index().Add(element()), jen.Int(), jen.Error()).Block(
				jen.List(page.Clone(), count.Clone()).Op("=").List(jen.Id("page"), jen.Id("size")),
				jen.List(jen.Id("answer"), jen.Err()).Op(":=").Id("c").Dot(m.Name).Call(jen.Id("ctx"), jen.Id("in")),
				jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Lit(0), jen.Err())),
				jen.Return(jen.Id("answer").Dot(p.List), total, jen.Nil()),
			),
		)),
	).Line()
}

// receiver is the client, or the group that a method belongs to.
func receiver(group string) *jen.Statement {
	if group != "" {
		return jen.Id("c").Id(group)
	}
	return jen.Id("c").Op("*").Id("Client")
}

// composite prints a method that delegates to a hand-written function, whose
// first parameters are a context and the runtime's client.
func (s *surface) composite(c *spec.Composite) *jen.Statement {
	function := s.composites.Functions[c.Function()]
	var params, args []jen.Code
	for i, param := range function.Params {
		if i == 1 {
			args = append(args, jen.Id("c").Dot("runtime"))
			continue
		}
		name := param.Name
		if i == 0 {
			name = "ctx" // the function may not need it
		}
		params = append(params, jen.Id(name).Add(s.sourceType(function, param.Type)))
		args = append(args, jen.Id(name))
	}
	var results []jen.Code
	for _, result := range function.Results {
		results = append(results, s.sourceType(function, result))
	}
	return jen.Func().Params(receiver(c.Group)).Id(c.Name).Params(params...).Params(results...).Block(
		jen.Return(jen.Qual(s.printer.config.Import(s.api.Config.Composites), c.Function()).Call(args...)),
	).Line()
}

// sourceType prints a type as a hand-written function spells it, with the
// imports that it needs.
func (p *printer) sourceType(function *source.Function, text string) *jen.Statement {
	t := jen.Null()
	for text != "" {
		name, rest := leadingIdent(text)
		if name == "" {
			t.Op(text[:1])
			text = text[1:]
			continue
		}
		if path, ok := function.Imports[name]; ok && strings.HasPrefix(rest, ".") {
			member, after := leadingIdent(rest[1:])
			t.Add(p.qual(path, member))
			text = after
			continue
		}
		t.Id(name)
		text = rest
	}
	return t
}

func leadingIdent(text string) (ident, rest string) {
	end := len(text)
	for i := range text {
		if !token.IsIdentifier(text[:i+1]) && !token.IsKeyword(text[:i+1]) {
			end = i
			break
		}
	}
	return text[:end], text[end:]
}

// aliases are the names of what the methods take.
func (s *surface) aliases() map[string]bool {
	names := map[string]bool{}
	for _, m := range s.methods() {
		if m.Input != nil {
			s.addAliases(names, m.Input)
		}
		s.addFieldAliases(names, m.Parameters)
	}
	for _, c := range s.api.Composites {
		if s.has(c.Credentials) {
			if function, ok := s.composites.Functions[c.Function()]; ok {
				s.addSourceAliases(names, function)
			}
		}
	}
	return names
}

// inputAliases prints what the methods take under this package's own name.
func (s *surface) inputAliases() error {
	names := s.aliases()
	if len(names) == 0 {
		return nil
	}
	f := s.newFile(s.Package)
	declare(f, "What the methods take, one type for every client.")
	f.Type().DefsFunc(func(g *jen.Group) {
		for _, name := range slices.Sorted(maps.Keys(names)) {
			g.Add(doc(s.aliasDoc(name)))
			g.Id(name).Op("=").Qual(s.printer.config.Import(s.api.Config.Models), name)
		}
	})
	return s.render(s.Package, "inputs.gen.go", f)
}

// aliasDoc says what an alias is for.
func (s *surface) aliasDoc(name string) string {
	for _, m := range s.methods() {
		if m.Input != nil && m.Input.Name == name {
			receiver := m.Group
			if receiver == "" {
				receiver = "Client"
			}
			return fmt.Sprintf("%s is what [%s.%s] takes; its fields are those of [%s.%[1]s].", name, receiver, m.Name, base(s.api.Config.Models))
		}
	}
	return fmt.Sprintf("%s is [%s.%[1]s].", name, base(s.api.Config.Models))
}

// addSourceAliases adds what a hand-written function takes of the models'
// package. What that has of the shared one, such as the type of secrets, is no
// input.
func (s *surface) addSourceAliases(names map[string]bool, function *source.Function) {
	c := s.api.Config
	for _, param := range function.Params {
		from, name, ok := strings.Cut(strings.TrimLeft(param.Type, "*[]"), ".")
		if ok && function.Imports[from] == s.printer.config.Import(c.Models) && !slices.Contains(c.Reexports, name) {
			names[name] = true
		}
	}
}

// addAliases adds an input and the structs and enums inside it.
func (s *surface) addAliases(names map[string]bool, input *spec.Struct) {
	if names[input.Name] {
		return
	}
	names[input.Name] = true
	s.addFieldAliases(names, input.Fields)
}

// addFieldAliases adds the structs and enums that fields, or parameters, are of.
func (s *surface) addFieldAliases(names map[string]bool, fields []*spec.Field) {
	for _, field := range fields {
		for _, inner := range s.api.Inputs {
			if inner.Name == field.Type.Name {
				s.addAliases(names, inner)
			}
		}
		if slices.ContainsFunc(s.api.Enums, func(e *spec.Enum) bool { return e.Name == field.Type.Name }) || field.Type.Name == "File" {
			names[field.Type.Name] = true
		}
	}
}

func isOption(function *source.Function) bool {
	return strings.HasPrefix(function.Name, "With") && len(function.Results) == 1 && function.Results[0] == "Option"
}

// optionFunctions prints the runtime's options as this package's own.
func (s *surface) optionFunctions() error {
	f := s.newFile(s.Package)
	declare(f, "Option changes a setting of a new client. An option of another client's package does not fit.")
	f.Type().Id("Option").Func().Params(jen.Op("*").Add(s.runtime("Settings")))
	for _, name := range slices.Sorted(maps.Keys(s.printer.runtime.Functions)) {
		option := s.printer.runtime.Functions[name]
		if !isOption(option) || slices.Contains(s.api.Config.WithoutOptions, name) {
			continue
		}
		params, args := s.delegate(option)
		declare(f, option.Doc)
		f.Func().Id(name).Params(params...).Id("Option").Block(jen.Return(jen.Id("Option").Call(s.runtime(name).Call(args...)))).Line()
	}
	return s.render(s.Package, "options.gen.go", f)
}
