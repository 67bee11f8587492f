package goapi

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
)

// Declarations gives the functions and types of a file as Go text without
// comments, by name.
func Declarations(file string, text []byte) (map[string]string, error) {
	syntax, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	note := func(name string, node ast.Node) error {
		var b strings.Builder
		err := printer.Fprint(&b, token.NewFileSet(), node)
		texts[name] = b.String()
		return err
	}
	for _, declaration := range syntax.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			err = note(functionName(d), d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					err = note(t.Name.Name, t)
				}
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
}
