package goapi

import (
	"fmt"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

const header = "// Code generated for a test. DO NOT EDIT."

// module is a module of the files of an archive: those that end in .gen.go are
// generated, and the others on disk.
func module(t *testing.T, archive string) *Module {
	t.Helper()
	m := &Module{
		Root: t.TempDir(), Path: "example.com/m", Files: map[string][]byte{},
		Suffix: ".gen.go", Stale: func(text []byte) bool { return strings.HasPrefix(string(text), header+"\n") }, Outside: map[string]*types.Package{},
	}
	write(t, m, "go.mod", "module example.com/m\n\ngo 1.26\n")
	for _, file := range txtar.Parse([]byte(archive)).Files {
		if strings.HasSuffix(file.Name, m.Suffix) {
			m.Files[file.Name] = file.Data
			continue
		}
		write(t, m, file.Name, string(file.Data))
	}
	return m
}

// write writes a file of a module to disk.
func write(t *testing.T, m *Module, name, text string) {
	t.Helper()
	target := filepath.Join(m.Root, name)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, archive string, folders ...string) *API {
	t.Helper()
	api, err := Load(t.Context(), module(t, archive), folders)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// lines writes symbols one to a line, sorted.
func lines(symbols map[string]*Symbol) []string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(symbols)) {
		s := symbols[key]
		line := fmt.Sprintf("%s: %s", s, s.Type)
		if s.Tag != "" {
			line += " " + s.Tag
		}
		if s.Body != "" {
			line += " " + strings.Join(strings.Fields(s.Body), " ")
		}
		all = append(all, line)
	}
	return all
}

// key is the key of the symbol in a line.
func key(line string) string { return strings.TrimSuffix(strings.Fields(line)[1], ":") }

func TestSymbols(t *testing.T) {
	tests := map[string]struct {
		archive string
		want    []string
	}{
		"every kind": {
			`-- p/p.go --
package p

const Limit, hidden = 3, 4

var Default = "a"

func Open(name string, more ...int) (*File, error) { return nil, nil }

func shut() {}

type File struct {
	Name string ` + "`json:\"name,omitempty\"`" + `
	size int
}

func (f *File) Close() error { return nil }

func (f File) lock() {}

type Closer interface {
	Close() error
	lock()
}

type Mode uint8

type (
	Handle = *File
	inner  struct{ Name string }
)
`,
			[]string{
				"type p.Closer: interface",
				"method p.Closer.Close: func() error",
				"variable p.Default: string",
				"type p.File: struct",
				"method p.File.Close: func() error { return nil }",
				"field p.File.Name: string name,omitempty",
				"alias p.Handle: *p.File",
				"constant p.Limit: untyped int = 3",
				"type p.Mode: uint8",
				"function p.Open: func(name string, more ...int) (*p.File, error) { return nil, nil }",
			},
		},
		"generics": {
			`-- p/p.go --
package p

type List[T any] struct{ First T }

func (l *List[T]) Add(element T) { l.First = element }

type Pair[K comparable, V any] struct{}

func (Pair[K, _]) Key() (k K) { return k }

type Set[T comparable] map[T]bool

func Map[T, U any](list []T, f func(T) U) []U { return nil }

type Names = List[string]

type Lists[T any] = []List[T]
`,
			[]string{
				"type p.List: [T any] struct",
				"method p.List.Add: func(element T) { l.First = element }",
				"field p.List.First: T",
				"alias p.Lists: []p.List[T]",
				"function p.Map: func[T, U any](list []T, f func(T) U) []U { return nil }",
				"alias p.Names: p.List[string]",
				"type p.Pair: [K comparable, V any] struct",
				"method p.Pair.Key: func() (k K) { return k }",
				"type p.Set: [T comparable] map[T]bool",
			},
		},
		"embedded": {
			`-- p/p.go --
package p

import "example.com/m/q"

type User struct {
	*q.Base
	Plain
	inner
	fmt
	error
}

type Plain struct{ ID string }

func (Plain) Print() { grow() }

type inner struct {
	Age    int
	hidden int
	*deep
	*User
}

func (*inner) Grow() { grow() }

func grow() {}

type deep struct {
	Age   string
	Depth int
}

func (deep) Dive() {}

type fmt interface{ Format() }

type Both interface {
	fmt
	q.Namer
}
-- q/q.go --
package q

type Base struct{ Kind int }

func (*Base) Load() {}

type Namer interface{ Name() string }
`,
			[]string{
				"type p.Both: interface",
				"method p.Both.Format: func()",
				"method p.Both.Name: func() string",
				"type p.Plain: struct",
				"field p.Plain.ID: string",
				"method p.Plain.Print: func() { grow() }",
				"type p.User: struct",
				"field p.User.Age: int",
				"field p.User.Base: *q.Base",
				"method p.User.Error: func() string",
				"field p.User.User: *p.User",
				"field p.User.Depth: int",
				"method p.User.Dive: func()",
				"method p.User.Format: func()",
				"method p.User.Grow: func()",
				"field p.User.Plain: p.Plain",
			},
		},
		"methods through an alias": {
			`-- p/a.go --
package p

type Short = Long

type Shorter = Short

type Pointer = *Long

func (s *Short) Set(text string) { s.Text = text }

func (s Shorter) Get() string { return s.Text }

func (p Pointer) Reset() { p.Text = "" }
-- p/b.go --
package p

type Long struct{ Text string }
`,
			[]string{
				"type p.Long: struct",
				"method p.Long.Get: func() string { return s.Text }",
				"method p.Long.Reset: func() { p.Text = \"\" }",
				"method p.Long.Set: func(text string) { s.Text = text }",
				"field p.Long.Text: string",
				"alias p.Pointer: *p.Long",
				"alias p.Short: p.Long",
				"alias p.Shorter: p.Long",
			},
		},
		"an alias of another package": {
			`-- p/p.go --
package p

import (
	"time"

	"example.com/m/q"
)

type Moment = time.Time

type Base = q.Base
-- q/q.gen.go --
package q

type Base struct{ At int }
`,
			[]string{"alias p.Base: q.Base", "alias p.Moment: time.Time"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := load(t, test.archive, "p")
			if len(api.Problems) > 0 {
				t.Errorf("there are problems: %v", api.Problems)
			}
			slices.SortFunc(test.want, func(a, b string) int {
				return strings.Compare(key(a), key(b))
			})
			if diff := cmp.Diff(test.want, lines(api.Symbols())); diff != "" {
				t.Errorf("the symbols are wrong (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProblems reads packages that do not compile, as far as they can be read.
func TestProblems(t *testing.T) {
	tests := map[string]struct {
		archive string
		want    []Problem
	}{
		"an unknown type": {
			"-- p/p.go --\npackage p\n\ntype File struct {\n\tOwner *Usr\n}\n",
			[]Problem{{"p/p.go", 4, 9, "undefined: Usr"}},
		},
		"in a package that it needs": {
			"-- p/p.go --\npackage p\n\nimport \"example.com/m/q\"\n\nvar Q q.Q\n-- q/q.gen.go --\npackage q\n\ntype Q R\n",
			[]Problem{{"q/q.gen.go", 3, 8, "undefined: R"}},
		},
		"a name twice": {
			"-- p/a.go --\npackage p\n\ntype File int\n-- p/b.gen.go --\npackage p\n\ntype File int\n",
			[]Problem{{"p/b.gen.go", 3, 6, "File redeclared in this block"}, {"p/a.go", 3, 6, "\tother declaration of File"}},
		},
		"a method of nothing": {
			"-- p/p.go --\npackage p\n\nfunc (f *File) Close() {}\n",
			[]Problem{{"p/p.go", 3, 10, "undefined: File"}},
		},
		"an alias of itself": {
			"-- p/p.go --\npackage p\n\ntype A = B\n\ntype B = A\n\nfunc (A) Close() {}\n",
			[]Problem{{"p/p.go", 3, 6, "invalid recursive type A"}, {"p/p.go", 3, 6, "\tA refers to B"}, {"p/p.go", 5, 6, "\tB refers to A"}},
		},
		"a body that does not compile": { // which nobody sees from outside
			"-- p/p.go --\npackage p\n\nimport \"example.com/nowhere\"\n\nfunc Open[T any]() T { return nowhere.Open(1) + nothing }\n",
			nil,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := load(t, test.archive, "p")
			if diff := cmp.Diff(test.want, api.Problems); diff != "" {
				t.Errorf("the problems are wrong (-want +got):\n%s", diff)
			}
			if api.Packages["p"] == nil {
				t.Error("there is no package all the same")
			}
		})
	}
}

func TestLoadFails(t *testing.T) {
	tests := map[string]struct{ archive, want string }{
		"no Go":                       {"-- p/p.go --\npackage p\n\nfunc {\n", "p/p.go:3:6: expected 'IDENT', found '{'"},
		"a package that is not there": {"-- p/p.go --\npackage p\n\nimport \"example.com/m/q\"\n\nvar Q q.Q\n", ""},
		"one of another module":       {"-- p/p.go --\npackage p\n\nimport \"example.com/nowhere\"\n\nvar N nowhere.N\n", "reading the package example.com/nowhere, which exported names need: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOPROXY", "off")
			t.Setenv("GOFLAGS", "-mod=mod")
			api, err := Load(t.Context(), module(t, test.archive), []string{"p"})
			switch {
			case test.want == "":
				want := []Problem{{"p/p.go", 3, 8, "could not import example.com/m/q (package example.com/m/q has no Go files)"}}
				if err != nil || cmp.Diff(want, api.Problems) != "" {
					t.Errorf("the error is %v, and the problems are %v, not %v", err, api.Problems, want)
				}
			case err == nil || !strings.HasPrefix(err.Error(), test.want):
				t.Errorf("the error is not %q but: %v", test.want, err)
			}
		})
	}
}

// TestLoadReplaces sees generated files in the place of those on disk, and what people
// wrote beside them.
func TestLoadReplaces(t *testing.T) {
	m := module(t, "-- p/p.gen.go --\npackage p\n\ntype New int\n-- p/new/new.gen.go --\npackage new\n\nvar N int\n")
	write(t, m, "p/p.gen.go", header+"\n\npackage p\n\ntype Old int\n")
	write(t, m, "p/gone.gen.go", header+"\n\npackage p\n\ntype Gone int\n")
	write(t, m, "p/own.gen.go", "package p\n\ntype Own int\n")
	write(t, m, "p/own_test.go", "package p\n\ntype Test int\n")
	write(t, m, "p/own_plan9.go", "package p\n\ntype Plan9 int\n")
	write(t, m, "p/text.txt", "text")
	api, err := Load(t.Context(), m, []string{"p", "p/new", "nothing"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"type p.New: int", "type p.Own: int", "variable p/new.N: int"}
	if diff := cmp.Diff(want, lines(api.Symbols())); diff != "" {
		t.Errorf("the symbols are wrong (-want +got):\n%s", diff)
	}
	if got := m.Import("p/new"); got != "example.com/m/p/new" {
		t.Errorf("the import path is %s", got)
	}
}

// TestLoadOutside reads a package of another module once for two sides.
func TestLoadOutside(t *testing.T) {
	m := module(t, "-- p/p.go --\npackage p\n\nimport \"time\"\n\nvar At time.Time\n")
	if _, err := Load(t.Context(), m, []string{"p"}); err != nil {
		t.Fatal(err)
	}
	first := m.Outside["time"]
	if first == nil {
		t.Fatal("package time is not kept")
	}
	api, err := Load(t.Context(), m, []string{"p"})
	if err != nil {
		t.Fatal(err)
	}
	if m.Outside["time"] != first || api.Packages["p"].Imports()[0] != first {
		t.Error("package time was read again: its types would differ from themselves")
	}
}

func TestDeclarations(t *testing.T) {
	got, err := Declarations("p.go", []byte(`package p

// File is a file.
type File struct {
	// Name is its name.
	Name string
}

type (
	Mode int
	Set[T comparable] map[T]bool
)

const Limit = 3

// Close closes it.
func (f *File) Close() error {
	return nil // fine
}

func (s Set[T]) Has(element T) bool { return s[element] }

func Open() {}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"File":       "File struct{ Name string }",
		"Mode":       "Mode int",
		"Set":        "Set[T comparable] map[T]bool",
		"File.Close": "func (f *File) Close() error {\n\treturn nil\n}",
		"Set.Has":    "func (s Set[T]) Has(element T) bool {\n\treturn s[element]\n}",
		"Open":       "func Open() {\n}",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the declarations are wrong (-want +got):\n%s", diff)
	}
	if _, err := Declarations("p.go", []byte("package")); err == nil || !strings.HasPrefix(err.Error(), "p.go:1:8: ") {
		t.Errorf("the error is %v", err)
	}
}

func TestIncompatible(t *testing.T) {
	const before = `-- p/p.go --
package p

type File struct{ Name string }

func (*File) Close() error { return nil }

func Open(name string) {}

type List[T any] struct{}

type Short = File
-- q/q.go --
package q
`
	tests := map[string]struct {
		after string
		want  map[string][]string
	}{
		"nothing": {before, map[string][]string{}},
		"more": {
			strings.Replace(before, "Name string", "Name string; Size int", 1) + "-- p/more.go --\npackage p\n\nfunc More() {}\n",
			map[string][]string{},
		},
		"a field": {
			strings.Replace(before, "Name string", "Title string", 1),
			map[string][]string{"p": {"File.Name: removed"}},
		},
		"a method": {
			strings.Replace(before, "Close() error { return nil }", "Close() {}", 1),
			map[string][]string{"p": {"(*File).Close: changed from func() error to func()"}},
		},
		"a parameter": {
			strings.Replace(before, "Open(name string)", "Open(name ...string)", 1),
			map[string][]string{"p": {"Open: changed from func(string) to func(...string)"}},
		},
		"a type parameter": {
			strings.Replace(before, "T any", "T comparable", 1),
			map[string][]string{"p": {"List: changed from List[T any] to List[T comparable]"}},
		},
		"an alias": {
			strings.Replace(before, "Short = File", "Short struct{ Name string }", 1),
			map[string][]string{"p": {"Short: changed from File to Short"}},
		},
		"a package": {
			strings.Replace(before, "-- q/q.go --\npackage q\n", "", 1),
			map[string][]string{"q": {"package: removed"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := Incompatible(load(t, before, "p", "q"), load(t, test.after, "p", "q"))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("what is incompatible is wrong (-want +got):\n%s", diff)
			}
		})
	}
}

func TestName(t *testing.T) {
	tests := map[string]string{
		"File.Name: removed": "File.Name",
		"(*File).Close: changed from func() error to func()": "File.Close",
		"Open: changed from func(string) to func(a: b)":      "Open",
		"package: removed": "package",
	}
	for message, want := range tests {
		if got := Name(message); got != want {
			t.Errorf("%q is of %q, not %q", message, got, want)
		}
	}
}
