package goapi

import (
	"cmp"
	"fmt"
	"go/types"
	"iter"
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
	made, generic := o.Type().Underlying(), parameters(o.Type())
	switch t := made.(type) {
	case *types.Struct:
		add(Type, o.Name(), generic+"struct", "")
		members(o, t, add)
	case *types.Interface:
		add(Type, o.Name(), generic+"interface", "")
	default:
		add(Type, o.Name(), generic+typeString(made), "")
	}
	for m := range methodsOf(o.Type()) {
		if m.Exported() {
			add(Method, o.Name()+"."+m.Name(), typeString(m.Type()), "")
		}
	}
}

// parameters are the type parameters of a type as Go writes them, and a space.
func parameters(t types.Type) string {
	named, ok := t.(*types.Named)
	if !ok || named.TypeParams().Len() == 0 {
		return ""
	}
	var list []string
	for p := range named.TypeParams().TypeParams() {
		list = append(list, p.Obj().Name()+" "+typeString(p.Constraint()))
	}
	return "[" + strings.Join(list, ", ") + "] "
}

// members adds the fields of a struct, and what embedded types that a program cannot
// name give it. What others give is found with them.
func members(o *types.TypeName, t *types.Struct, add func(kind Kind, name, typ, tag string)) {
	seen := map[types.Type]bool{}
	var embedded func(types.Type)
	note := func(kind Kind, member types.Object, tag string) {
		if found, _, _ := types.LookupFieldOrMethod(o.Type(), true, o.Pkg(), member.Name()); found == member && member.Exported() {
			add(kind, o.Name()+"."+member.Name(), typeString(member.Type()), tag)
		}
	}
	fields := func(t *types.Struct) {
		for i := range t.NumFields() {
			f := t.Field(i)
			note(Field, f, reflect.StructTag(t.Tag(i)).Get("json"))
			if f.Embedded() && !f.Exported() {
				embedded(f.Type())
			}
		}
	}
	embedded = func(t types.Type) {
		if pointer, ok := t.(*types.Pointer); ok {
			t = pointer.Elem()
		}
		if seen[t] {
			return
		}
		seen[t] = true
		for method := range methodsOf(t) {
			note(Method, method, "")
		}
		if s, ok := t.Underlying().(*types.Struct); ok {
			fields(s)
		}
	}
	fields(t)
}

// methodsOf are the methods that a type declares.
func methodsOf(t types.Type) iter.Seq[*types.Func] {
	if i, ok := t.Underlying().(*types.Interface); ok {
		return i.Methods()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Methods()
	}
	return func(func(*types.Func) bool) {}
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
