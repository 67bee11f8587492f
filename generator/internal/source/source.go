package source

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Function is an exported function as its source has it.
type Function struct {
	Name, Doc string
	Params    []Param
	Results   []string
	// Imports are the paths of the packages that the types name, by the
	// name that the source gives them.
	Imports map[string]string
}

// Param is one parameter; Type is its source text.
type Param struct {
	Name, Type string
}

// Functions reads the exported functions of the package in a folder, by name,
// apart from test and generated files and from functions with type parameters,
// to which no method can delegate. A folder that does not exist has none.
func Functions(folder string) (map[string]*Function, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	functions := map[string]*Function{}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".gen.go") {
			continue
		}
		if err := readFile(functions, filepath.Join(folder, name)); err != nil {
			return nil, err
		}
	}
	return functions, nil
}

func readFile(functions map[string]*Function, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	imports := importsOf(file)
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Recv != nil || !function.Name.IsExported() || function.Type.TypeParams != nil {
			continue
		}
		functions[function.Name.Name] = readFunction(function, text, imports)
	}
	return nil
}

func readFunction(function *ast.FuncDecl, text []byte, imports map[string]string) *Function {
	source := func(node ast.Node) string { return string(text[node.Pos()-1 : node.End()-1]) }
	f := &Function{Name: function.Name.Name, Doc: function.Doc.Text(), Imports: map[string]string{}}
	use := func(node ast.Expr) {
		ast.Inspect(node, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if ident, ok := selector.X.(*ast.Ident); ok {
					f.Imports[ident.Name] = imports[ident.Name]
				}
			}
			return true
		})
	}
	for _, field := range function.Type.Params.List {
		use(field.Type)
		for _, name := range field.Names {
			f.Params = append(f.Params, Param{Name: name.Name, Type: source(field.Type)})
		}
	}
	if function.Type.Results != nil {
		for _, field := range function.Type.Results.List {
			use(field.Type)
			f.Results = append(f.Results, slices.Repeat([]string{source(field.Type)}, max(len(field.Names), 1))...)
		}
	}
	return f
}

func importsOf(file *ast.File) map[string]string {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = path
	}
	return imports
}
