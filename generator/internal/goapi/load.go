package goapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/printer"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Module is a module with generated files that replace those on disk.
type Module struct {
	// Root is its folder, Path its path.
	Root, Path string
	// Files are the generated files, by their paths below the root. A file that is
	// not among them, has the suffix, and is stale by its text, is as good as gone.
	Files  map[string][]byte
	Suffix string
	Stale  func(text []byte) bool
	// Outside are packages of other modules that are read already, by import path;
	// those that are read are added.
	Outside map[string]*types.Package
}

// API is what the packages in some folders export.
type API struct {
	// Packages are by folder.
	Packages map[string]*types.Package
	// Bodies are the bodies of functions as Go text, without comments, by the names
	// that symbols have. They are those of the packages asked for.
	Bodies map[string]string
	// Problems are what does not compile in what is exported.
	Problems []Problem
}

// Problem is a place that does not compile.
type Problem struct {
	File         string
	Line, Column int
	Message      string
}

// loader type-checks the packages of a module, each once.
type loader struct {
	module *Module
	api    *API
	fset   *token.FileSet
	// syntax are the files of each package, by import path; types those that are
	// checked.
	syntax map[string][]*ast.File
	types  map[string]*types.Package
}

// Load reads the packages in folders of the module, and what their exported names
// need. A folder that has no Go files is left out.
func Load(ctx context.Context, m *Module, folders []string) (*API, error) {
	l := &loader{
		module: m, syntax: map[string][]*ast.File{}, types: map[string]*types.Package{},
		api:  &API{Packages: map[string]*types.Package{}, Bodies: map[string]string{}},
		fset: token.NewFileSet(),
	}
	outside := map[string]bool{}
	for _, folder := range folders {
		if err := l.parse(m.Import(folder), outside); err != nil {
			return nil, err
		}
		l.bodies(folder)
	}
	for _, files := range l.syntax {
		stripAll(files)
	}
	if err := l.loadOutside(ctx, slices.Sorted(maps.Keys(outside))); err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if len(l.syntax[m.Import(folder)]) == 0 {
			continue
		}
		p, err := l.Import(m.Import(folder))
		if err != nil {
			return nil, err
		}
		l.api.Packages[folder] = p
	}
	return l.api, nil
}

// Import gives the import path of a folder.
func (m *Module) Import(folder string) string { return path.Join(m.Path, filepath.ToSlash(folder)) }

// folder gives the folder of an import path in the module.
func (m *Module) folder(importPath string) (string, bool) {
	if importPath == m.Path {
		return ".", true
	}
	return strings.CutPrefix(importPath, m.Path+"/")
}

// parse reads a package of the module, and those that its exported names need, and
// notes which others they need. Function bodies need nothing here.
func (l *loader) parse(importPath string, outside map[string]bool) error {
	folder, inside := l.module.folder(importPath)
	if !inside {
		outside[importPath] = true
		return nil
	}
	if _, done := l.syntax[importPath]; done {
		return nil
	}
	texts, err := l.module.texts(folder)
	if err != nil {
		return err
	}
	l.syntax[importPath] = []*ast.File{}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file, err := parser.ParseFile(l.fset, path.Join(folder, name), texts[name], parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		l.syntax[importPath] = append(l.syntax[importPath], file)
		for _, needed := range importsOf(file) {
			if err := l.parse(needed, outside); err != nil {
				return err
			}
		}
	}
	return nil
}

// texts are the files of a package, by name: those on disk that people wrote, and
// the generated ones.
func (m *Module) texts(folder string) (map[string][]byte, error) {
	texts := map[string][]byte{}
	entries, err := os.ReadDir(filepath.Join(m.Root, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if fits, err := build.Default.MatchFile(filepath.Join(m.Root, folder), name); err != nil || !fits {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.Root, folder, name))
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(name, m.Suffix) || !m.Stale(text) {
			texts[name] = text
		}
	}
	for file, text := range m.Files {
		if path.Dir(file) == folder && strings.HasSuffix(file, ".go") {
			texts[path.Base(file)] = text
		}
	}
	return texts, nil
}

// importsOf are the packages that a file's declarations name outside of function
// bodies.
func importsOf(file *ast.File) []string {
	used := namesOutside(file)
	var paths []string
	for _, spec := range file.Imports {
		if importPath, err := strconv.Unquote(spec.Path.Value); err == nil && importPath != "C" && used(spec) {
			paths = append(paths, importPath)
		}
	}
	return paths
}

// namesOutside tells of an import whether it is named outside of function bodies.
func namesOutside(file *ast.File) func(*ast.ImportSpec) bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if ident, ok := selector.X.(*ast.Ident); ok {
				names[ident.Name] = true
			}
		}
		if function, ok := n.(*ast.FuncDecl); ok { // its signature alone
			ast.Inspect(function.Type, func(n ast.Node) bool {
				if selector, ok := n.(*ast.SelectorExpr); ok {
					if ident, ok := selector.X.(*ast.Ident); ok {
						names[ident.Name] = true
					}
				}
				return true
			})
			return false
		}
		return true
	})
	return func(spec *ast.ImportSpec) bool {
		if spec.Name != nil {
			return spec.Name.Name == "." || names[spec.Name.Name]
		}
		importPath, _ := strconv.Unquote(spec.Path.Value)
		return slices.ContainsFunc(guesses(importPath), func(name string) bool { return names[name] })
	}
}

// guesses are the names that a package of an import path may have.
func guesses(importPath string) []string {
	last := path.Base(importPath)
	names := []string{last}
	if strings.HasPrefix(last, "v") && path.Dir(importPath) != "." { // a major version
		names = append(names, path.Base(path.Dir(importPath)))
	}
	for _, name := range slices.Clone(names) {
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "go-"), ".")
		names = append(names, strings.ReplaceAll(name, "-", ""), strings.ReplaceAll(strings.TrimSuffix(name, "-go"), "-", "_"))
	}
	return names
}

// bodies notes the bodies of a package's functions as text.
func (l *loader) bodies(folder string) {
	files := l.syntax[l.module.Import(folder)]
	targets := aliases(files)
	for _, file := range files {
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			var text strings.Builder
			if err := printer.Fprint(&text, token.NewFileSet(), f.Body); err == nil {
				l.api.Bodies[folder+"."+symbolName(f, targets)] = text.String()
			}
		}
	}
}

// functionName is Function, or Type.Method.
func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	return receiverName(f.Recv.List[0].Type) + "." + f.Name.Name
}

// receiverName is the name of a method's type, without pointer and type parameters.
func receiverName(receiver ast.Expr) string {
	switch r := receiver.(type) {
	case *ast.StarExpr:
		return receiverName(r.X)
	case *ast.ParenExpr:
		return receiverName(r.X)
	case *ast.IndexExpr:
		return receiverName(r.X)
	case *ast.IndexListExpr:
		return receiverName(r.X)
	}
	return types.ExprString(receiver)
}

// symbolName is the name that the symbol of a function has: a method declared through
// an alias is the type's.
func symbolName(f *ast.FuncDecl, aliases map[string]string) string {
	of, method, ok := strings.Cut(functionName(f), ".")
	if !ok {
		return of
	}
	for range aliases { // an alias may be one of another; a circle does not compile
		of = cmp.Or(aliases[of], of)
	}
	return of + "." + method
}

// aliases are the names that a package has for types of its own.
func aliases(files []*ast.File) map[string]string {
	names := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if ok && spec.Assign.IsValid() {
				names[spec.Name.Name] = receiverName(spec.Type)
			}
			_, function := n.(*ast.FuncDecl) // which may have types of its own
			return !function
		})
	}
	return names
}

// stripAll drops the bodies of functions, and the imports that only they name.
func stripAll(files []*ast.File) {
	for _, file := range files {
		used := namesOutside(file)
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				d.Body = &ast.BlockStmt{} // without one, generic functions are mistakes
			case *ast.GenDecl:
				d.Specs = slices.DeleteFunc(d.Specs, func(s ast.Spec) bool {
					spec, ok := s.(*ast.ImportSpec)
					return ok && !used(spec)
				})
			}
		}
	}
}

// loadOutside reads packages that are not the module's.
func (l *loader) loadOutside(ctx context.Context, paths []string) error {
	paths = slices.DeleteFunc(paths, func(p string) bool { return l.module.Outside[p] != nil })
	if len(paths) == 0 {
		return nil
	}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: l.module.Root, Fset: l.fset,
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedExportFile,
	}, paths...)
	if err != nil {
		return fmt.Errorf("asking the go command for the packages %s: %w", strings.Join(paths, ", "), err)
	}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return fmt.Errorf("reading the package %s, which exported names need: %w", p.PkgPath, p.Errors[0])
		}
		l.module.Outside[p.PkgPath] = p.Types
	}
	return nil
}

// Import gives a package to the type checker.
func (l *loader) Import(importPath string) (*types.Package, error) {
	if importPath == "unsafe" {
		return types.Unsafe, nil
	}
	if p, ok := l.types[importPath]; ok {
		return p, nil
	}
	if p, ok := l.module.Outside[importPath]; ok {
		return p, nil
	}
	files := l.syntax[importPath]
	if len(files) == 0 {
		return nil, fmt.Errorf("package %s has no Go files", importPath)
	}
	config := &types.Config{Importer: l, IgnoreFuncBodies: true, FakeImportC: true, Error: func(err error) {
		if one, ok := errors.AsType[types.Error](err); ok {
			at := l.fset.Position(one.Pos)
			l.api.Problems = append(l.api.Problems, Problem{at.Filename, at.Line, at.Column, one.Msg})
		}
	}}
	p, err := config.Check(importPath, l.fset, files, nil)
	if p == nil {
		return nil, err
	}
	l.types[importPath] = p
	return p, nil
}
