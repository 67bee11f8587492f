package impact_test

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// behaving tells of each exported function, method and field of a module's packages
// what it does, as Go text: that of a field is its tag, that of a function its body with
// all that this reaches in the internal packages which say what is sent where.
func behaving(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := &texts{t: t, dir: dir, folders: map[string]map[string]ast.Node{}, imports: map[ast.Node]map[string]string{}, receivers: map[ast.Node][2]string{}}
	all := map[string]string{}
	for _, folder := range packages() {
		for name, node := range texts.folder(folder) {
			if !ast.IsExported(name) || name == "New" { // what a client is made with, all its methods are
				continue
			}
			if function, ok := node.(*ast.FuncDecl); ok {
				all[module+"/"+folder+"."+name] = texts.reached(folder, function.Body)
			} else {
				tags(all, module+"/"+folder+"."+name, node)
			}
		}
	}
	return all
}

// tags notes the JSON names of a struct's fields.
func tags(all map[string]string, name string, node ast.Node) {
	spec, ok := node.(*ast.TypeSpec)
	if !ok {
		return
	}
	made, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range made.Fields.List {
		if field.Tag == nil {
			continue
		}
		text, _ := strconv.Unquote(field.Tag.Value)
		for _, of := range field.Names {
			all[name+"."+of.Name] = reflect.StructTag(text).Get("json")
		}
	}
}

// texts are the declarations of the packages of one copy of the module, by folder and
// by name.
type texts struct {
	t       *testing.T
	dir     string
	folders map[string]map[string]ast.Node
	imports map[ast.Node]map[string]string
	// receivers are the names of receivers with their types, by the body.
	receivers map[ast.Node][2]string
}

// folder reads a package. A method is Type.Method, and .Method as well.
func (x *texts) folder(folder string) map[string]ast.Node {
	if known, ok := x.folders[folder]; ok {
		return known
	}
	declared := map[string]ast.Node{}
	x.folders[folder] = declared
	entries, err := os.ReadDir(filepath.Join(x.dir, folder))
	if err != nil {
		x.t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(x.dir, folder, entry.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			x.t.Fatal(err)
		}
		imports := map[string]string{}
		for _, spec := range file.Imports {
			of, _ := strconv.Unquote(spec.Path.Value)
			imports[path.Base(of)] = strings.TrimPrefix(of, module+"/")
		}
		for _, d := range file.Decls {
			x.declare(declared, d, imports)
		}
	}
	return declared
}

func (x *texts) declare(declared map[string]ast.Node, d ast.Decl, imports map[string]string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			of := d.Recv.List[0].Type
			if pointer, ok := of.(*ast.StarExpr); ok {
				of = pointer.X
			}
			if ident, ok := of.(*ast.Ident); ok {
				declared["."+name] = d
				name = ident.Name + "." + name
				if names := d.Recv.List[0].Names; len(names) > 0 {
					x.receivers[d.Body] = [2]string{names[0].Name, ident.Name}
				}
			}
		}
		declared[name], x.imports[d.Body] = d, imports
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok {
				declared[t.Name.Name], x.imports[t] = t, imports
			}
		}
	}
}

// reached is the text of a node with those that it names, each once.
func (x *texts) reached(folder string, node ast.Node) string {
	var b strings.Builder
	seen := map[ast.Node]bool{}
	var visit func(folder string, node ast.Node)
	visit = func(folder string, node ast.Node) {
		if function, ok := node.(*ast.FuncDecl); ok {
			node = function.Body
		}
		if node == nil || seen[node] {
			return
		}
		seen[node] = true
		if err := printer.Fprint(&b, token.NewFileSet(), node); err != nil {
			x.t.Fatal(err)
		}
		ast.Inspect(node, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident: // those of the packages that programs import are symbols of their own
				if strings.Contains(folder, "/internal/") {
					visit(folder, x.folder(folder)[n.Name])
				}
			case *ast.SelectorExpr:
				of, ok := n.X.(*ast.Ident)
				if receiver := x.receivers[node]; ok && of.Name == receiver[0] && path.Base(folder) != "authing" {
					visit(folder, x.folder(folder)[receiver[1]+"."+n.Sel.Name])
					return true
				}
				if !ok || x.imports[node][of.Name] == "" {
					if strings.Contains(folder, "/internal/") {
						visit(folder, x.folder(folder)["."+n.Sel.Name])
					}
					return true
				}
				in := x.imports[node][of.Name]
				if slices.Contains([]string{"operations", "wire", "composite"}, path.Base(in)) && (path.Base(in) != "operations" || strings.HasPrefix(n.Sel.Name, "Route")) {
					visit(in, x.folder(in)[n.Sel.Name])
				}
				return false
			}
			return true
		})
	}
	visit(folder, node)
	return b.String()
}

// otherwise lists what is declared on both sides, in the same way, and does something
// else.
func otherwise(before, after map[string]string, declaredBefore, declaredAfter map[string]string) []string {
	var names []string
	for name, does := range before {
		declared, ok := declaredBefore[name]
		if now, there := after[name]; ok && there && now != does && declaredAfter[name] == declared {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
