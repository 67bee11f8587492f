package explain

import (
	"cmp"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// Method is everything about a method of the clients of one API.
type Method struct {
	API string `json:"api"`
	// Name is the Go name, after the group's where it has one.
	Name string `json:"name"`
	Doc  string `json:"doc"`
	// Documents are those that it stands in.
	Documents []Document `json:"documents"`
	Clients   []Client   `json:"clients"`
	Request   Request    `json:"request"`
	// Parameters are what a caller gives.
	Parameters []Parameter `json:"parameters"`
	// Needs are the alternatives of what must be given, and pairs that go
	// together.
	Needs []string `json:"needs"`
	// Changed are the values that are not sent as a caller gives them, or that no
	// caller gives.
	Changed []Changed `json:"changed"`
	Codes   []Code    `json:"codes"`
	// Iterator is the method that goes through all its pages; "" for none.
	Iterator string `json:"iterator,omitempty"`
	// HandWritten is the function that the method is, and Further are the requests
	// that its code names beside the one it builds on: which of them it sends when, the
	// code knows.
	HandWritten string    `json:"handWritten,omitempty"`
	Further     []Request `json:"further,omitempty"`
	// Composites are the hand-written methods that build on its operation, or whose
	// code names it.
	Composites []string `json:"composites"`
	// Hidden tells that it is no method, but an operation for hand-written code.
	Hidden bool `json:"hidden,omitempty"`
	// Namesakes are the methods of the same name in other groups.
	Namesakes []string `json:"namesakes"`
}

// Document is a document that a method stands in, under the name there. Where the
// configuration has no documents, there is the name alone.
type Document struct {
	Name   string `json:"name,omitempty"`
	Title  string `json:"title,omitempty"`
	Method string `json:"method"`
}

// Client is a client that has the method.
type Client struct {
	Name    string `json:"name"`
	Package string `json:"package"`
	// Credential is what it sends, in the words of its doc comment.
	Credential string `json:"credential"`
	// Session is START or END where the method does so on this client.
	Session   string `json:"session,omitempty"`
	Signature string `json:"signature"`
	// Iterator is the signature of the method that goes through all pages.
	Iterator string `json:"iterator,omitempty"`
}

// Request is what is sent, and where.
type Request struct {
	Operation string `json:"operation"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	// Host is the Go name of the host role.
	Host   string `json:"host"`
	Method string `json:"method"`
	Path   string `json:"path"`
	// Query is the text that is sent; Body says what is sent instead by an
	// endpoint outside GraphQL, Bearer which argument is its Authorization.
	Query  string `json:"query,omitempty"`
	Body   string `json:"body,omitempty"`
	Bearer string `json:"bearer,omitempty"`
	// Repeatable tells whether it is sent again after a failure.
	Repeatable bool `json:"repeatable"`
}

// Parameter is something that a caller gives.
type Parameter struct {
	// Name is the Go name, GraphQL that of the variable or field.
	Name     string `json:"name"`
	GraphQL  string `json:"graphql"`
	Type     string `json:"type"`
	Required bool   `json:"required"`
	// RequiredFor is the credential with which it is required; "" for none.
	RequiredFor string `json:"requiredFor,omitempty"`
	Doc         string `json:"doc"`
}

// Changed is a variable, or a field of an input object, and what is done with it.
type Changed struct {
	Name string `json:"name"`
	How  string `json:"how"`
}

// Code is a refusal.
type Code struct {
	Name    string `json:"name"`
	Number  int    `json:"number"`
	Meaning string `json:"meaning"`
	// Documented tells whether a document says so; else it follows from the
	// code's meaning.
	Documented bool `json:"documented"`
}

// All explains every method of every API, and every operation that is none, in the
// order of their names.
func All(cfg *config.Config, apis []*spec.API) ([]*Method, error) {
	files, err := emit.All(cfg, apis)
	if err != nil {
		return nil, err
	}
	printed, err := parse(files)
	if err != nil {
		return nil, err
	}
	var methods []*Method
	for _, api := range apis {
		written, err := source.Read(cfg.Root, api.Config.Composites)
		if err != nil {
			return nil, err
		}
		mentions, err := source.ReadMentions(cfg.Root, api.Config.Composites)
		if err != nil {
			return nil, err
		}
		e := &explainer{api: api, printed: printed, written: written, sent: sentBy(api, mentions, cfg.Import(api.Config.Calls))}
		for _, m := range api.Methods {
			methods = append(methods, e.method(m))
		}
		for _, c := range api.Composites {
			methods = append(methods, e.composite(c))
		}
		methods = append(methods, e.hidden()...)
	}
	slices.SortStableFunc(methods, func(a, b *Method) int { return strings.Compare(a.Name, b.Name) })
	for _, m := range methods {
		m.Namesakes = namesakes(m, methods)
	}
	return methods, nil
}

// namesakes are the methods that are called the same in another group, or in none.
func namesakes(m *Method, methods []*Method) []string {
	own := func(name string) string { return name[strings.LastIndex(name, ".")+1:] }
	names := []string{}
	for _, other := range methods {
		if !m.Hidden && !other.Hidden && other.Name != m.Name && own(other.Name) == own(m.Name) && !slices.Contains(names, other.Name) {
			names = append(names, other.Name)
		}
	}
	return names
}

// explainer explains the methods of one API.
type explainer struct {
	api     *spec.API
	printed *printed
	written *source.Package
	// sent are the operations that hand-written functions name.
	sent map[string][]*spec.Operation
}

func (e *explainer) method(m *spec.Method) *Method {
	explained := &Method{
		API: e.api.Config.Name, Name: m.QualifiedName(), Doc: strings.TrimSpace(m.Doc),
		Documents:  e.documents(m.Document, m.Published, m.In),
		Clients:    e.clients(m.Group, m.Name, m.Sends(), m.Session),
		Request:    e.request(m.Operation),
		Parameters: parameters(m),
		Needs:      needs(m),
		Changed:    changed(m.Operation),
		Codes:      append(codes(m.Documented, true), codes(m.Assumed, false)...),
		Composites: e.standingOn(m.Operation),
	}
	if m.Pages != nil {
		explained.Iterator = qualified(m.Group, m.Pages.Name)
		for i := range explained.Clients {
			c := &explained.Clients[i]
			c.Iterator = e.printed.signature(c.Package, m.Group, m.Pages.Name)
		}
	}
	return explained
}

func (e *explainer) composite(c *spec.Composite) *Method {
	explained := &Method{
		API: e.api.Config.Name, Name: c.QualifiedName(),
		Documents:   e.documents(c.Document, c.Published, c.In),
		Clients:     e.clients(c.Group, c.Name, c.Credentials, c.Session),
		Request:     e.request(c.On),
		Parameters:  []Parameter{},
		Needs:       []string{},
		Changed:     []Changed{},
		Codes:       []Code{},
		HandWritten: e.api.Config.Composites + "." + c.Function(),
		Further:     e.further(c),
		Composites:  slices.DeleteFunc(e.standingOn(c.On), func(name string) bool { return name == c.QualifiedName() }),
	}
	if function := e.written.Functions[c.Function()]; function != nil {
		explained.Doc = strings.TrimSpace(strings.TrimPrefix(function.Doc, c.Group))
	}
	return explained
}

// documents are those that name the method; what is published counts where none
// does.
func (e *explainer) documents(document, published string, in []string) []Document {
	found := []Document{}
	for _, d := range e.api.Config.Documents {
		switch {
		case d.Published && document == "" && published != "":
			found = append(found, Document{d.Name, d.Title, published})
		case !d.Published && slices.Contains(in, d.Name):
			found = append(found, Document{d.Name, d.Title, document})
		}
	}
	if len(found) == 0 && cmp.Or(document, published) != "" {
		found = append(found, Document{Method: cmp.Or(document, published)})
	}
	return found
}

func (e *explainer) clients(group, name string, sends map[string]string, session spec.Session) []Client {
	clients := []Client{}
	for _, surface := range e.api.Config.Surfaces {
		credential, ok := sends[surface.Name]
		if !ok {
			continue
		}
		c := Client{
			Name: surface.Name, Package: surface.Package, Credential: emit.CredentialWords(credential),
			Signature: e.printed.signature(surface.Package, group, name),
		}
		if surface.Credential == "SESSION" {
			c.Session = string(session)
		}
		clients = append(clients, c)
	}
	return clients
}

func (e *explainer) request(o *spec.Operation) Request {
	r := Request{
		Operation: o.Name, File: o.Position.Src.Name, Line: o.Position.Line, Column: o.Position.Column,
		Host: o.Host, Method: "POST", Path: o.Path, Repeatable: o.Repeatable,
	}
	if o.Endpoint == nil {
		r.Query = e.printed.queries[e.api.Config.Calls+"."+o.Name]
		return r
	}
	r.Method, r.Path, r.Body, r.Bearer = o.Endpoint.Method, o.Endpoint.Path, o.Endpoint.Body, o.Endpoint.Bearer
	return r
}

// further are the requests that a hand-written method names beside its own.
func (e *explainer) further(c *spec.Composite) []Request {
	var requests []Request
	for _, o := range e.sent[c.Function()] {
		if o != c.On {
			requests = append(requests, e.request(o))
		}
	}
	return requests
}

// standingOn are the hand-written methods that an operation is sent by.
func (e *explainer) standingOn(o *spec.Operation) []string {
	names := []string{}
	for _, c := range e.api.Composites {
		if c.On == o || slices.Contains(e.sent[c.Function()], o) {
			names = append(names, c.QualifiedName())
		}
	}
	return names
}

func parameters(m *spec.Method) []Parameter {
	given := []Parameter{}
	for _, field := range m.Parameters {
		t := field.Type.Prefix + field.Type.Name
		given = append(given, Parameter{Name: field.Name, GraphQL: field.GraphQL, Type: t, Required: field.Required, RequiredFor: field.NeededFor, Doc: field.Doc})
	}
	return given
}

// needs tells what must be given, in the Go names of the parameters.
func needs(m *spec.Method) []string {
	list := []string{}
	var alternatives []string
	for _, fields := range m.Needs {
		var names []string
		for _, field := range fields {
			names = append(names, field.Name)
		}
		alternatives = append(alternatives, strings.Join(names, " and "))
	}
	if len(alternatives) > 0 {
		list = append(list, strings.Join(alternatives, ", or "))
	}
	for _, pair := range m.Together {
		list = append(list, pair.With.Name+" where "+pair.Field.Name+" is given and the method sends "+emit.CredentialWords(pair.Credential))
	}
	if m.File != nil {
		list = append(list, m.File.Field.Name+" or "+m.File.File.Name+", a file that "+m.File.By+" uploads first")
	}
	return list
}

// changed tells what becomes of the variables, and of the fields that lie over an
// input object.
func changed(o *spec.Operation) []Changed {
	list := []Changed{}
	add := func(name string, fill spec.Fill, from string) {
		if how := howFilled(fill, from); how != "" {
			list = append(list, Changed{name, how})
		}
	}
	for _, variable := range o.Variables {
		add("$"+variable.Name, variable.Fill, variable.From)
	}
	if o.Overlay != nil {
		for _, field := range o.Overlay.Fields {
			add(cmp.Or(field.GraphQL, field.Tag, field.Name), field.Fill, field.From)
		}
	}
	return list
}

func howFilled(fill spec.Fill, from string) string {
	switch fill {
	case spec.FromClient:
		return "filled in with the client's " + from
	case spec.Sealed:
		return "encrypted before it is sent"
	case spec.Digits:
		return "given as text and sent as a number"
	case spec.Joined:
		return "given as a list and sent with commas in between"
	case spec.Fixed:
		return "always " + from
	}
	return ""
}

func codes(of []*spec.Code, documented bool) []Code {
	list := []Code{}
	for _, code := range of {
		list = append(list, Code{code.Name, code.Number, code.Meaning, documented})
	}
	return list
}

func qualified(group, name string) string {
	if group == "" {
		return name
	}
	return group + "." + name
}
