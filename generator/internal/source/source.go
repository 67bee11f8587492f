package source

import (
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
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

// TakesContext tells whether a context is the first parameter.
func (f *Function) TakesContext() bool {
	return len(f.Params) > 0 && f.Params[0].Type == "context.Context"
}

// MayFail tells whether an error is the last of several results.
func (f *Function) MayFail() bool {
	return len(f.Results) > 1 && f.Results[len(f.Results)-1] == "error"
}

// Param is one parameter; Type is its source text.
type Param struct {
	Name, Type string
}

// Package is what a person wrote of a Go package.
type Package struct {
	// Functions are the exported functions without type parameters, to which a
	// method can delegate.
	Functions map[string]*Function
	// Methods are the exported methods, as Type.Method.
	Methods map[string]*Function
	// Names are the places of all that is declared: types, functions, variables
	// and constants by their name, methods as Type.Method.
	Names map[string]token.Position
	// Kinds are token.TYPE, CONST or VAR, by the name of a declaration.
	Kinds map[string]token.Token
}

// Read reads the package in a folder below a root, apart from test and generated
// files. A folder that does not exist is a package in which nothing is declared.
// Places are told by the path below the root.
func Read(root, folder string) (*Package, error) {
	p := &Package{Functions: map[string]*Function{}, Methods: map[string]*Function{}, Names: map[string]token.Position{}, Kinds: map[string]token.Token{}}
	files, err := Files(filepath.Join(root, folder))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := p.readFile(file, path.Join(filepath.ToSlash(folder), filepath.Base(file))); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// everywhere is the platform whose files are read, the same on every machine, so that
// all make the same of them.
func everywhere() build.Context {
	platform := build.Default
	platform.GOOS, platform.GOARCH, platform.CgoEnabled, platform.BuildTags = "linux", "amd64", false, nil
	return platform
}

// Files lists the Go files that a person wrote in a folder, apart from tests and
// those that its platform does not build, see everywhere.
func Files(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []string
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".gen.go") {
			continue
		}
		platform := everywhere()
		built, err := platform.MatchFile(folder, name)
		if err != nil {
			return nil, err
		}
		if built {
			files = append(files, filepath.Join(folder, name))
		}
	}
	return files, nil
}

// readFile reads a file, which is told by a name.
func (p *Package) readFile(file, name string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	imports := importsOf(parsed)
	for _, declaration := range parsed.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			p.Names[qualified(d)] = files.Position(d.Name.Pos())
			switch {
			case !d.Name.IsExported() || d.Type.TypeParams != nil:
			case d.Recv == nil:
				p.Functions[d.Name.Name] = readFunction(d, text, imports)
			default:
				p.Methods[qualified(d)] = readFunction(d, text, imports)
			}
		case *ast.GenDecl:
			for _, name := range declared(d) {
				p.Names[name.Name] = files.Position(name.Pos())
				p.Kinds[name.Name] = d.Tok
			}
		}
	}
	return nil
}

// qualified is the name of a function, or Type.Method.
func qualified(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	if ident, ok := receiver.(*ast.Ident); ok {
		return ident.Name + "." + f.Name.Name
	}
	return f.Name.Name
}

func declared(d *ast.GenDecl) []*ast.Ident {
	var names []*ast.Ident
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, s.Name)
		case *ast.ValueSpec:
			names = append(names, s.Names...)
		}
	}
	return names
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
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = imported
	}
	return imports
}
