package sdk

import (
	"fmt"
	"go/types"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/go/packages"
)

const module = "github.com/authing-community/authing-go"

// surfaces are the two clients of an API as an importer sees them, loaded together so that
// their types can be compared.
type surfaces struct {
	management, enduser *types.Package
}

// api is what a test of the surface has to know about an API.
type api struct {
	name    string
	folder  string // of its clients
	methods []method
	own     map[string][]string // methods of a client that no table names
}

var apis = []api{
	{"classic", "/sdk", methods, own},
	{"core", "/sdk/core", coreMethods, coreOwn},
}

// forEachAPI runs a test of the surface with the clients of every API.
func forEachAPI(t *testing.T, test func(*testing.T, api, surfaces)) {
	t.Helper()
	for _, a := range apis {
		t.Run(a.name, func(t *testing.T) {
			test(t, a, loadSurfaces(t, a.folder))
		})
	}
}

func loadSurfaces(t *testing.T, folder string) surfaces {
	t.Helper()
	loaded, err := packages.Load(
		&packages.Config{Mode: packages.NeedName | packages.NeedTypes, Context: t.Context()},
		module+folder+"/management", module+folder+"/enduser")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]*types.Package)
	for _, p := range loaded {
		for _, problem := range p.Errors {
			t.Errorf("%s: %v", p.PkgPath, problem)
		}
		found[p.Name] = p.Types
	}
	s := surfaces{management: found["management"], enduser: found["enduser"]}
	if t.Failed() || s.management == nil || s.enduser == nil {
		t.Fatal("the clients do not load")
	}
	return s
}

// clientMethods returns the exported methods of the package's Client by name, those of
// its groups as "Group.Name".
func clientMethods(t *testing.T, p *types.Package) map[string]*types.Func {
	t.Helper()
	client, ok := p.Scope().Lookup("Client").(*types.TypeName)
	if !ok {
		t.Fatalf("package %s has no type Client", p.Name())
	}
	found := make(map[string]*types.Func)
	maps.Insert(found, exportedMethods("", client.Type()))
	fields, ok := client.Type().Underlying().(*types.Struct)
	if !ok {
		t.Fatalf("%s.Client is no struct", p.Name())
	}
	for field := range fields.Fields() {
		if field.Exported() {
			maps.Insert(found, exportedMethods(field.Name()+".", field.Type()))
		}
	}
	return found
}

// exportedMethods goes through the methods of a type and of a pointer to it.
func exportedMethods(prefix string, t types.Type) iter.Seq2[string, *types.Func] {
	return func(yield func(string, *types.Func) bool) {
		if _, pointer := t.Underlying().(*types.Pointer); !pointer {
			t = types.NewPointer(t)
		}
		for selection := range types.NewMethodSet(t).Methods() {
			f, ok := selection.Obj().(*types.Func)
			if ok && f.Exported() && !yield(prefix+f.Name(), f) {
				return
			}
		}
	}
}

// TestEveryMethodIsOnItsClients compares each client with the table, both ways: what a
// row names is there, and nothing else is.
func TestEveryMethodIsOnItsClients(t *testing.T) {
	forEachAPI(t, func(t *testing.T, a api, s surfaces) {
		for p, on := range map[*types.Package]func(method) credential{s.management: onManagement, s.enduser: onEnduser} {
			want := slices.Clone(a.own[p.Name()])
			for _, m := range a.methods {
				if on(m) != absent {
					want = append(want, m.name)
				}
			}
			slices.Sort(want)
			got := slices.Sorted(maps.Keys(clientMethods(t, p)))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: methods that are missing (-), methods that no row names (+):\n%s", p.Name(), diff)
			}
		}
	})
}

// TestEveryMethodTakesAContextAndReturnsAnError is about every method that the table
// names. One that goes through many answers returns an iterator, whose second value is
// the error.
func TestEveryMethodTakesAContextAndReturnsAnError(t *testing.T) {
	forEachAPI(t, func(t *testing.T, a api, s surfaces) {
		for _, p := range []*types.Package{s.management, s.enduser} {
			for name, f := range clientMethods(t, p) {
				if slices.Contains(a.own[p.Name()], name) {
					continue
				}
				params, results := f.Signature().Params(), f.Signature().Results()
				if params.Len() == 0 || params.At(0).Type().String() != "context.Context" {
					t.Errorf("%s.%s does not take a context.Context first: %s", p.Name(), name, f.Signature())
				}
				if results.Len() == 0 || !fails(results.At(results.Len()-1).Type()) {
					t.Errorf("%s.%s does not return an error last: %s", p.Name(), name, f.Signature())
				}
			}
		}
	})
}

// fails reports whether a value of the type is an error, or an iterator that yields one.
func fails(t types.Type) bool {
	if types.Identical(t, types.Universe.Lookup("error").Type()) {
		return true
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "iter" || named.Obj().Name() != "Seq2" {
		return false
	}
	return fails(named.TypeArgs().At(1))
}

// TestSharedMethodsHaveOneSignature holds because inputs and models live once, in
// package authing: what one client takes and gives, the other does as well.
func TestSharedMethodsHaveOneSignature(t *testing.T) {
	forEachAPI(t, func(t *testing.T, _ api, s surfaces) {
		management, enduser := clientMethods(t, s.management), clientMethods(t, s.enduser)
		shared := 0
		for name, f := range management {
			other, ok := enduser[name]
			if !ok {
				continue
			}
			shared++
			// Identical leaves the receiver out, and takes an alias for what it stands for.
			if !types.Identical(f.Signature(), other.Signature()) {
				t.Errorf("%s is\n\t%s on the management client and\n\t%s on the end-user client", name, f.Signature(), other.Signature())
			}
		}
		if shared == 0 {
			t.Error("the clients share no method: nothing was compared")
		}
	})
}

// TestEndUserHasNoWordForTheSecret walks through everything that an importer of the
// end-user client can name or reach, and looks for a place for the pool's secret. The
// type authing.Secret, which hides passwords and tokens, is another thing, and so is the
// secret of an OIDC application.
func TestEndUserHasNoWordForTheSecret(t *testing.T) {
	forEachAPI(t, func(t *testing.T, _ api, s surfaces) {
		if found := wordsForSecret(s.enduser); len(found) > 0 {
			t.Errorf("these names contain %q:\n\t%s", "secret", strings.Join(found, "\n\t"))
		}
		// The owner's client has the word, so the walk finds it where it is.
		want := []string{"management.WithSecret", "management.WithSecret(secret)"}
		if diff := cmp.Diff(want, wordsForSecret(s.management)); diff != "" {
			t.Errorf("the walk through the management client differs (-want +got):\n%s", diff)
		}
	})
}

// wordsForSecret lists the names in a package's API that contain the word.
func wordsForSecret(p *types.Package) []string {
	w := &walk{seen: make(map[types.Type]bool)}
	for _, name := range p.Scope().Names() {
		if object := p.Scope().Lookup(name); object.Exported() {
			w.name(p.Name(), ".", name)
			w.visit(p.Name()+"."+name, object.Type())
		}
	}
	slices.Sort(w.found)
	return slices.Compact(w.found)
}

// walk goes through types and collects names. It stays in this module, and out of the
// internal packages, whose names an importer cannot write down.
type walk struct {
	seen  map[types.Type]bool
	found []string // where a name contains the word
}

// name looks at one name that stands at a place.
func (w *walk) name(place, separator, name string) {
	allowed := name == "ClientSecret" || name == "clientSecret"
	if strings.Contains(strings.ToLower(name), "secret") && !allowed {
		w.found = append(w.found, place+separator+name+closing[separator])
	}
}

// closing is what ends a name that a separator begins.
var closing = map[string]string{"(": ")"}

// visit goes through a type that stands at a place.
func (w *walk) visit(place string, t types.Type) {
	if w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		w.visit(place, t.Rhs())
	case *types.Named:
		w.named(t)
	case *types.Struct:
		for field := range t.Fields() {
			if field.Exported() {
				w.name(place, ".", field.Name())
				w.visit(place+"."+field.Name(), field.Type())
			}
		}
	case *types.Signature:
		w.tuple(place, t.Params())
		w.tuple(place, t.Results())
	case *types.Interface:
		for method := range t.Methods() {
			w.name(place, ".", method.Name())
			w.visit(place+"."+method.Name(), method.Type())
		}
	case *types.Map:
		w.visit(place, t.Key())
		w.visit(place, t.Elem())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		w.visit(place, t.Elem())
	}
}

// tuple goes through parameters or results.
func (w *walk) tuple(place string, tuple *types.Tuple) {
	for v := range tuple.Variables() {
		w.name(place, "(", v.Name())
		w.visit(fmt.Sprintf("%s(%s)", place, v.Name()), v.Type())
	}
}

// named goes through a type with a name, its methods, and what it is made of.
func (w *walk) named(t *types.Named) {
	for argument := range t.TypeArgs().Types() {
		w.visit(t.Obj().Name(), argument)
	}
	p := t.Obj().Pkg()
	if p == nil || !strings.HasPrefix(p.Path(), module+"/") || strings.Contains(p.Path(), "/internal/") {
		return
	}
	place := p.Name() + "." + t.Obj().Name()
	if place != "authing.Secret" {
		w.name(p.Name(), ".", t.Obj().Name())
	}
	for name, f := range exportedMethods("", t) {
		w.name(place, ".", name)
		w.visit(place+"."+name, f.Signature())
	}
	w.visit(place, t.Underlying())
}
