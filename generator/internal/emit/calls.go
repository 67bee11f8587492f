package emit

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/Khan/genqlient/generate"
	"github.com/dave/jennifer/jen"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/authing-community/authing-go/generator/internal/mark"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func base(folder string) string { return path.Base(folder) }

// calls lets genqlient print the typed operations. It reads files, so it gets a
// folder of its own.
func (p *printer) calls() (err error) {
	if len(p.api.Operations) == 0 { // as diff finds it where none fits a schema
		return nil
	}
	dir, err := os.MkdirTemp("", "operations")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if strings.ContainsAny(filepath.ToSlash(dir), "*?[{\\") { // genqlient takes names of files for patterns
		return fmt.Errorf("the temporary folder %s has a character that patterns of files have: name another in TMPDIR", filepath.Dir(dir))
	}
	c, err := WriteDocuments(dir, p.api, p.api.Used)
	if err != nil {
		return err
	}
	generated, err := generate.Generate(c)
	if err != nil {
		return refused(p.api, err)
	}
	text := "// " + mark.Sentence(p.config) + "\n" + string(generated[c.Generated]) // above genqlient's own line
	p.add(File{Path: path.Join(p.api.Config.Calls, "operations.gen.go"), Content: []byte(text)})
	return nil
}

// fileSize is how much text a file of operations holds, in bytes: genqlient's time
// grows with the square of it, and many small files take long to make.
const fileSize = 4 << 10

// WriteDocuments writes what genqlient reads into a folder: a schema, the fragments
// and the operations.
func WriteDocuments(dir string, api *spec.API, schema *ast.Schema) (*generate.Config, error) {
	c := &generate.Config{
		Schema:      generate.StringList{filepath.Join(dir, "schema.graphql")},
		Generated:   filepath.Join(dir, "operations.gen.go"),
		Package:     base(api.Config.Calls),
		ContextType: "context.Context",
		Optional:    "value",
	}
	texts := map[string]string{c.Schema[0]: plainSchema(schema)}
	add := func(name, text string) {
		path := filepath.Join(dir, name+".graphql")
		if texts[path] == "" {
			c.Operations = append(c.Operations, path)
		}
		texts[path] += text
	}
	if api.Fragments != "" {
		add("fragments", api.Fragments)
	}
	file, size := 0, 0
	for _, operation := range api.Operations {
		if size += len(operation.Document); size > fileSize {
			file, size = file+1, len(operation.Document)
		}
		add(fmt.Sprintf("operations%d", file), operation.Document)
	}
	for path, text := range texts {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// plainSchema prints the schema without what the generator adds to it.
func plainSchema(schema *ast.Schema) string {
	var b strings.Builder
	formatter.NewFormatter(&b).FormatSchema(schema)
	return b.String()
}

// routes prints where each operation goes.
func (p *printer) routes() error {
	f := p.newFile(p.api.Config.Calls)
	runtime := p.config.Import(p.config.Runtime)
	for _, operation := range p.api.Operations {
		declare(f, fmt.Sprintf("Route%[1]s tells where [%[1]s] goes, with the credential that it is to send.", operation.Name))
		f.Func().Id("Route"+operation.Name).Params(jen.Id("credential").Qual(runtime, "Credential")).
			Qual(runtime, "Operation").Block(jen.Return(p.route(operation)))
	}
	return p.render(p.api.Config.Calls, "routes.gen.go", f)
}

func (p *printer) route(operation *spec.Operation) *jen.Statement {
	runtime := p.config.Import(p.config.Runtime)
	return jen.Qual(runtime, "Operation").ValuesFunc(func(g *jen.Group) {
		g.Line().Id("Name").Op(":").Lit(operation.Label)
		g.Line().Id("Host").Op(":").Add(p.qual(p.config.Import(p.api.Config.Shared), operation.Host))
		if operation.Path != "" {
			g.Line().Id("Path").Op(":").Lit(operation.Path)
		}
		g.Line().Id("Credential").Op(":").Id("credential")
		if operation.Repeatable {
			g.Line().Id("Repeatable").Op(":").True()
		}
		if operation.Endpoint != nil {
			g.Line().Id("Endpoint").Op(":").Add(p.endpoint(operation.Endpoint))
		}
		g.Line()
	})
}

func (p *printer) endpoint(e *spec.Endpoint) *jen.Statement {
	runtime := p.config.Import(p.config.Runtime)
	constant := func(word, kind string) *jen.Statement {
		if word == "NONE" {
			word = "NO"
		}
		if kind == "Answer" {
			return jen.Qual(runtime, kind+map[string]string{"BODY": "Body", "DATA": "Data", "MESSAGE": "Message", "STATUS": "Status"}[word])
		}
		return jen.Qual(runtime, map[string]string{"NO": "No", "JSON": "JSON", "FORM": "Form"}[word]+kind)
	}
	return jen.Op("&").Qual(runtime, "Endpoint").ValuesFunc(func(g *jen.Group) {
		g.Line().Id("Field").Op(":").Lit(e.Field)
		g.Line().Id("Method").Op(":").Lit(e.Method)
		g.Line().Id("Path").Op(":").Lit(e.Path)
		g.Line().Id("Body").Op(":").Add(constant(e.Body, "Body"))
		g.Line().Id("Answer").Op(":").Add(constant(e.Answer, "Answer"))
		if e.Bearer != "" {
			g.Line().Id("Bearer").Op(":").Lit(e.Bearer)
		}
		if len(e.Arguments) > 0 {
			g.Line().Id("Arguments").Op(":").Index().Qual(runtime, "Argument").ValuesFunc(func(g *jen.Group) {
				for _, a := range e.Arguments {
					g.Line().Add(argument(a))
				}
				g.Line()
			})
		}
		g.Line()
	})
}

func argument(a spec.EndpointArgument) *jen.Statement {
	return jen.ValuesFunc(func(g *jen.Group) {
		g.Id("Name").Op(":").Lit(a.Name)
		if a.Variable != "" {
			g.Id("Variable").Op(":").Lit(a.Variable)
		}
		if a.Value != "" {
			g.Id("Value").Op(":").Lit(a.Value)
		}
	})
}
