package goapi

import (
	"cmp"
	"fmt"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// Kind says what an exported name is.
type Kind string

// The kinds of exported names.
const (
	Type     Kind = "type"
	Alias    Kind = "alias"
	Field    Kind = "field"
	Method   Kind = "method"
	Function Kind = "function"
	Constant Kind = "constant"
	Variable Kind = "variable"
)

// Symbol is an exported name.
type Symbol struct {
	// Folder is that of its package. Name is Name, Type.Field or Type.Method.
	Folder, Name string
	Kind         Kind
	// Type is its Go type, of a constant with its value, of a type what it is made of,
	// a struct's fields and methods apart.
	Type string
	// Tag is that of a field.
	Tag string
	// Body is that of a function or method, where the package was asked for.
	Body string
}

// Key names the symbol among those of all packages.
func (s *Symbol) Key() string { return s.Folder + "." + s.Name }

// Symbols lists what the packages export, by key.
func (a *API) Symbols() map[string]*Symbol {
	all := map[string]*Symbol{}
	for folder, p := range a.Packages {
		add := func(kind Kind, name, typ, tag string) {
			s := &Symbol{Folder: folder, Name: name, Kind: kind, Type: typ, Tag: tag, Body: a.Bodies[folder+"."+name]}
			all[s.Key()] = s
		}
		for _, name := range p.Scope().Names() {
			if object := p.Scope().Lookup(name); object.Exported() {
				declared(object, add)
			}
		}
	}
	return all
}

// qualifier writes packages by their names, as Go text does.
func qualifier(p *types.Package) string { return p.Name() }

func typeString(t types.Type) string { return types.TypeString(t, qualifier) }

// declared adds a package's object with its fields and methods.
func declared(object types.Object, add func(kind Kind, name, typ, tag string)) {
	switch o := object.(type) {
	case *types.Const:
		add(Constant, o.Name(), typeString(o.Type())+" = "+o.Val().ExactString(), "")
	case *types.Var:
		add(Variable, o.Name(), typeString(o.Type()), "")
	case *types.Func:
		add(Function, o.Name(), typeString(o.Type()), "")
	case *types.TypeName:
		if o.IsAlias() {
			add(Alias, o.Name(), typeString(types.Unalias(o.Type())), "")
			return
		}
		typeName(o, add)
	}
}

func typeName(o *types.TypeName, add func(kind Kind, name, typ, tag string)) {
	made := o.Type().Underlying()
	switch t := made.(type) {
	case *types.Struct:
		add(Type, o.Name(), "struct", "")
		for i := range t.NumFields() {
			if f := t.Field(i); f.Exported() {
				add(Field, o.Name()+"."+f.Name(), typeString(f.Type()), reflect.StructTag(t.Tag(i)).Get("json"))
			}
		}
	case *types.Interface:
		add(Type, o.Name(), "interface", "")
		for m := range t.Methods() {
			if m.Exported() {
				add(Method, o.Name()+"."+m.Name(), typeString(m.Type()), "")
			}
		}
	default:
		add(Type, o.Name(), typeString(made), "")
	}
	if named, ok := o.Type().(*types.Named); ok {
		for m := range named.Methods() {
			if m.Exported() {
				add(Method, o.Name()+"."+m.Name(), typeString(m.Type()), "")
			}
		}
	}
}

// Incompatible lists what apidiff finds that programs may not compile with any
// more, by folder: each as "name: what". A package that is gone is one such thing.
func Incompatible(old, new *API) map[string][]string {
	found := map[string][]string{}
	for _, folder := range slices.SortedFunc(maps.Keys(old.Packages), cmp.Compare) {
		p, ok := new.Packages[folder]
		if !ok {
			found[folder] = []string{"package: removed"}
			continue
		}
		for _, change := range apidiff.Changes(old.Packages[folder], p).Changes {
			if !change.Compatible {
				found[folder] = append(found[folder], change.Message)
			}
		}
	}
	return found
}

// Name gives the name that a message of apidiff is of, as symbols have it.
func Name(message string) string {
	name, _, _ := strings.Cut(message, ": ")
	return strings.NewReplacer("(*", "", ")", "").Replace(name)
}

func (s *Symbol) String() string { return fmt.Sprintf("%s %s", s.Kind, s.Key()) }
