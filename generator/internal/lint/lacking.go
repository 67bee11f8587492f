package lint

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// manual is the file that says what a person has to write.
const manual = "generator/HANDWRITTEN.md"

// names are Go names, by the import path of their package.
type names map[string]map[string]bool

func (n names) add(path, name string) {
	if n[path] == nil {
		n[path] = map[string]bool{}
	}
	n[path][name] = true
}

// checkLacking finds what generated code takes from the hand-written packages of the
// module, and they do not declare.
func checkLacking(cfg *config.Config, apis []*spec.API, files []emit.File) ([]Finding, error) {
	wanted, made := names{}, names{}
	for _, file := range files {
		if strings.HasSuffix(file.Path, ".go") {
			if err := readNames(cfg, file, wanted, made); err != nil {
				return nil, err
			}
		}
	}
	for _, api := range apis { // where they are in one package, nothing is imported
		for name := range api.Shared {
			wanted.add(cfg.Import(api.Config.Shared), name)
		}
	}
	var findings []Finding
	for _, folder := range handWritten(cfg) {
		written, err := source.Read(cfg.Root, folder.path)
		if err != nil {
			return nil, err
		}
		var lacks []string
		for _, name := range slices.Sorted(maps.Keys(wanted[cfg.Import(folder.path)])) {
			if _, ok := written.Names[name]; !ok && !made[cfg.Import(folder.path)][name] {
				lacks = append(lacks, name)
			}
		}
		if len(lacks) > 0 {
			findings = append(findings, configured(cfg, folder.api, folder.key, Lacking, folder.path,
				"%s lacks %s, which generated code takes from it: see %s", folder.path, strings.Join(lacks, ", "), manual))
		}
	}
	return findings, nil
}

// folder is that of a package with hand-written code, and where the configuration
// names it.
type folder struct {
	path, key string
	api       *config.API
}

// handWritten are the folders of the packages that generated code takes names from.
func handWritten(cfg *config.Config) []folder {
	all := []folder{{path: cfg.Runtime, key: "runtime"}, {path: cfg.Redact, key: "redact"}}
	for i := range cfg.APIs {
		api := &cfg.APIs[i]
		all = append(all, folder{api.Models, "models", api}, folder{api.Shared, "shared", api})
	}
	slices.SortStableFunc(all, func(a, b folder) int { return strings.Compare(a.path, b.path) })
	all = slices.CompactFunc(all, func(a, b folder) bool { return a.path == b.path })
	return slices.DeleteFunc(all, func(f folder) bool { return f.path == "" })
}

// readNames notes what a generated file declares, and what it takes from others.
func readNames(cfg *config.Config, file emit.File, wanted, made names) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	imports := map[string]string{}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("reading %s: %w", file.Path, err)
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = imported
	}
	own := cfg.Import(path.Dir(file.Path))
	for _, declaration := range parsed.Decls {
		for _, name := range declared(declaration) {
			made.add(own, name)
		}
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if of, ok := selector.X.(*ast.Ident); ok && imports[of.Name] != "" {
				wanted.add(imports[of.Name], selector.Sel.Name)
			}
		}
		return true
	})
	return nil
}

// declared are the names of a declaration; those of methods are not looked for.
func declared(declaration ast.Decl) []string {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		return []string{d.Name.Name}
	case *ast.GenDecl:
		var all []string
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				all = append(all, s.Name.Name)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					all = append(all, name.Name)
				}
			}
		}
		return all
	}
	return nil
}

// configured is a finding at a value of the configuration.
func configured(cfg *config.Config, api *config.API, key string, rule Rule, name, format string, args ...any) Finding {
	f := found(rule, name, nil, format, args...)
	f.File, f.Line, f.Column = cfg.Place(api, key)
	return f
}
