package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
)

// Mentions are the names that each declaration of a package mentions, in their order:
// those of its own package as they are, those of another after its import path and a
// dot. Declarations are functions and variables by their name, methods by theirs with
// a dot in front, since what a value's type is nobody asks here: methods of one name
// count as one.
type Mentions map[string][]string

// ReadMentions reads what the declarations that a person wrote mention, in a folder
// below a root.
func ReadMentions(root, folder string) (Mentions, error) {
	files, err := Files(filepath.Join(root, folder))
	if err != nil {
		return nil, err
	}
	m := Mentions{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Base(file), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		m.readFile(parsed)
	}
	return m, nil
}

func (m Mentions) readFile(file *ast.File) {
	imports := importsOf(file)
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = "." + name
			}
			m.note(name, d.Body, imports)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if values, ok := spec.(*ast.ValueSpec); ok {
					for _, name := range values.Names {
						m.note(name.Name, values, imports)
					}
				}
			}
		}
	}
}

// note notes what a part of a declaration mentions.
func (m Mentions) note(name string, part ast.Node, imports map[string]string) {
	mention := func(other string) {
		if other != name {
			m[name] = append(m[name], other)
		}
	}
	var note func(ast.Node) bool
	note = func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok && imports[of.Name] != "" {
				mention(imports[of.Name] + "." + n.Sel.Name)
				return false
			}
			ast.Inspect(n.X, note)
			mention("." + n.Sel.Name)
			return false
		case *ast.Ident:
			mention(n.Name)
		}
		return true
	}
	ast.Inspect(part, note)
}

// From gives what a declaration mentions, and what those that it mentions do, each
// name once.
func (m Mentions) From(name string) []string {
	var all []string
	seen := map[string]bool{}
	var follow func(string)
	follow = func(name string) {
		for _, mentioned := range m[name] {
			if !seen[mentioned] {
				seen[mentioned] = true
				all = append(all, mentioned)
				follow(mentioned)
			}
		}
	}
	follow(name)
	return all
}
