package goapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
)

// Reached gives, for each function that people wrote in a folder, the names of
// another package that it reaches, by itself or through others of its package: those
// of a method are by its name with a dot in front, whatever its type.
func (m *Module) Reached(folder, importPath string) (map[string][]string, error) {
	texts, err := m.texts(folder)
	if err != nil {
		return nil, err
	}
	r := &reaching{outside: map[string][]string{}, inside: map[string][]string{}}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file, err := parser.ParseFile(token.NewFileSet(), path.Join(folder, name), texts[name], parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		r.file(file, importPath)
	}
	reached := map[string][]string{}
	for name := range r.inside {
		reached[name] = slices.Sorted(maps.Keys(r.from(name, map[string]bool{}, map[string]bool{})))
	}
	return reached, nil
}

// reaching is what each function names, outside and inside of its package.
type reaching struct {
	outside, inside map[string][]string
}

// file notes the functions of a file.
func (r *reaching) file(file *ast.File, importPath string) {
	packages := map[string]string{}
	for _, spec := range file.Imports {
		of, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(of)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		packages[name] = of
	}
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Body != nil {
			r.function(f, packages, importPath)
		}
	}
}

func (r *reaching) function(f *ast.FuncDecl, packages map[string]string, importPath string) {
	name := f.Name.Name
	if f.Recv != nil {
		name = "." + name
	}
	r.inside[name] = append(r.inside[name], "") // it is there, whatever it names
	var note func(n ast.Node) bool
	note = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			r.inside[name] = append(r.inside[name], n.Name)
		case *ast.SelectorExpr:
			of, ok := n.X.(*ast.Ident)
			switch {
			case ok && packages[of.Name] == importPath:
				r.outside[name] = append(r.outside[name], n.Sel.Name)
			case !ok || packages[of.Name] == "":
				r.inside[name] = append(r.inside[name], "."+n.Sel.Name)
				ast.Inspect(n.X, note)
			}
			return false
		}
		return true
	}
	ast.Inspect(f.Body, note)
}

// from gathers the names that a function reaches.
func (r *reaching) from(name string, seen, names map[string]bool) map[string]bool {
	if seen[name] {
		return names
	}
	seen[name] = true
	for _, outside := range r.outside[name] {
		names[outside] = true
	}
	for _, inside := range r.inside[name] {
		r.from(inside, seen, names)
	}
	return names
}
