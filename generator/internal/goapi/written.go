package goapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"strings"
)

// Written lists what a file declares and exports, by key, as its text says: nothing
// is checked, and what it imports need not be there.
func Written(file string, text []byte) (map[string]*Symbol, error) {
	syntax, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	w := written{folder: path.Dir(file), all: map[string]*Symbol{}}
	for _, declaration := range syntax.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			kind := Function
			if d.Recv != nil {
				kind = Method
			}
			w.add(kind, functionName(d), types.ExprString(d.Type))
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					w.typeSpec(t)
				}
			}
		}
	}
	return w.all, nil
}

// written gathers what one file declares.
type written struct {
	folder string
	all    map[string]*Symbol
}

func (w written) add(kind Kind, name, typ string) {
	if of, member, ok := strings.Cut(name, "."); !ast.IsExported(of) || ok && !ast.IsExported(member) {
		return
	}
	s := &Symbol{Folder: w.folder, Name: name, Kind: kind, Type: typ}
	w.all[s.Key()] = s
}

func (w written) typeSpec(t *ast.TypeSpec) {
	made, ok := t.Type.(*ast.StructType)
	if !ok {
		w.add(Type, t.Name.Name, types.ExprString(t.Type))
		return
	}
	w.add(Type, t.Name.Name, "struct")
	for _, field := range made.Fields.List {
		for _, name := range field.Names {
			w.add(Field, t.Name.Name+"."+name.Name, types.ExprString(field.Type))
		}
	}
}
