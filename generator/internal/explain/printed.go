package explain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path"
	"strconv"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/emit"
)

// printed is what the generated code says.
type printed struct {
	// signatures are those of the methods, as folder.Type.Method.
	signatures map[string]string
	// queries are the texts of the operations, as folder.Operation.
	queries map[string]string
}

// suffix is how genqlient ends the name of the constant with an operation's text.
const suffix = "_Operation"

// parse reads the generated Go files.
func parse(files []emit.File) (*printed, error) {
	p := &printed{signatures: map[string]string{}, queries: map[string]string{}}
	for _, file := range files {
		if !strings.HasSuffix(file.Path, ".go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, declaration := range parsed.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				err = p.function(path.Dir(file.Path), d)
			case *ast.GenDecl:
				err = p.constants(path.Dir(file.Path), d)
			}
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", file.Path, err)
			}
		}
	}
	return p, nil
}

// function notes the signature of an exported method.
func (p *printed) function(folder string, f *ast.FuncDecl) error {
	if f.Recv == nil || !f.Name.IsExported() {
		return nil
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	name, ok := receiver.(*ast.Ident)
	if !ok {
		return nil
	}
	var b bytes.Buffer
	err := printer.Fprint(&b, token.NewFileSet(), &ast.FuncDecl{Recv: f.Recv, Name: f.Name, Type: f.Type})
	p.signatures[folder+"."+name.Name+"."+f.Name.Name] = b.String()
	return err
}

// constants notes the texts of operations.
func (p *printed) constants(folder string, d *ast.GenDecl) error {
	for _, s := range d.Specs {
		value, ok := s.(*ast.ValueSpec)
		if !ok || d.Tok != token.CONST || len(value.Names) != 1 || len(value.Values) != 1 {
			continue
		}
		name, isQuery := strings.CutSuffix(value.Names[0].Name, suffix)
		literal, isText := value.Values[0].(*ast.BasicLit)
		if !isQuery || !isText {
			continue
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			return err
		}
		p.queries[folder+"."+name] = strings.TrimSpace(text)
	}
	return nil
}

// signature gives a method of a client, or of one of its groups.
func (p *printed) signature(folder, group, name string) string {
	if group == "" {
		group = "Client"
	}
	return p.signatures[folder+"."+group+"."+name]
}
