package impact_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/generator/internal/cli"
	"github.com/authing-community/authing-go/generator/internal/impact"
)

const (
	root   = "../../.."
	module = "github.com/authing-community/authing-go"
)

// edit replaces a text in a file, which must have it once. Where old is the head of
// an operation or a fragment and new is empty, it takes out all of it.
type edit struct{ file, old, new string }

// change is a change of a schema, with what a maintainer does to the operations so
// that they fit: what does not is taken out of them.
type change struct {
	// api is the one that is compared; all that a side is a part of where it is empty.
	name, api string
	// side is what of the schema is compared; the API's own folder where it is empty.
	side       string
	schema     []edit
	operations []edit
	// want are names that the report must have under the change, as a reader expects
	// them; the rest is for the comparison with the regenerated packages.
	want []string
	// unseen are the names that behave otherwise and that no file shows: what they
	// leave to the service is another, or what they give is less.
	unseen []string
	step   impact.Step
	// quick cases are tested with the race detector, too.
	quick bool
}

func changes() []change {
	return slices.Concat(classicChanges(), coreChanges())
}

// TestChangesOfThisProject changes copies of this project's schemas and sees that
// the report names exactly the exported Go names that become different where the
// packages are really made anew, as go/types tells them.
func TestChangesOfThisProject(t *testing.T) {
	o := newOracle(t)
	before, did := o.symbols(t, root), behaving(t, root)
	for _, c := range changes() {
		t.Run(c.api+": "+c.name, func(t *testing.T) {
			t.Parallel()
			if raceDetector && !c.quick {
				t.Skip("the race detector has nothing to find here and takes minutes: see make test")
			}
			dir := copyModule(t)
			apply(t, dir, c.schema)
			report := compare(t, c.api, cmp.Or(c.side, "schema/"+c.api), dir)
			apply(t, dir, c.operations)
			generator(t, dir, "generate", "--config", filepath.Join(dir, "generator/authing.yaml"))
			after := o.symbols(t, dir)
			got, want := reported(report), difference(before, after)
			if d := gocmp.Diff(want, got); d != "" {
				t.Errorf("the report names others than really change (-really +reported):\n%s", d)
			}
			want = slices.Sorted(slices.Values(slices.Concat(otherwise(did, behaving(t, dir), before, after), c.unseen)))
			if d := gocmp.Diff(want, reportedBehaving(report)); d != "" {
				t.Errorf("the report says of others than really do that they behave otherwise (-really +reported):\n%s", d)
			}
			if missing := lacks(report, c.want); len(missing) > 0 {
				t.Errorf("no change of the schema is said to cause %q; the report is\n%s", missing, text(t, report))
			}
			if other := report.Other; len(other.Symbols)+len(other.Mistakes)+len(other.Operations)+len(other.Behave) > 0 {
				t.Errorf("these effects have no cause: %+v", report.Other)
			}
			if because := report.Version.Because; len(slices.Compact(slices.Sorted(slices.Values(because)))) != len(because) {
				t.Errorf("the version step has a reason twice: %q", because)
			}
			if report.Version.Step != c.step {
				t.Errorf("the version step is %s (%q), want %s", report.Version.Step, report.Version.Because, c.step)
			}
		})
	}
}

// compare runs the command and reads its report.
func compare(t *testing.T, api, side, dir string) *impact.Report {
	t.Helper()
	out := generator(t, root, "diff", "--config", root+"/generator/authing.yaml", "--format", "json", "--api", api, root+"/"+side, filepath.Join(dir, side))
	var reports impact.Reports
	if err := json.Unmarshal(out, &reports); err != nil {
		t.Fatal(err)
	}
	all := reports.APIs[0] // as if it were one
	all.Version = reports.Version
	for _, other := range reports.APIs[1:] {
		all.Changes = append(all.Changes, other.Changes...)
		all.Other.Symbols = append(all.Other.Symbols, other.Other.Symbols...)
		all.Other.Operations = append(all.Other.Operations, other.Other.Operations...)
	}
	return all
}

func generator(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := cli.Run(t.Context(), args, &stdout, &stderr); status != 0 {
		t.Fatalf("generator %q in %s ends with %d:\n%s%s", args, dir, status, stdout.Bytes(), stderr.Bytes())
	}
	return stdout.Bytes()
}

func text(t *testing.T, r *impact.Report) string {
	t.Helper()
	var b strings.Builder
	if err := (&impact.Reports{APIs: []*impact.Report{r}}).WriteText(&b, impact.Plain); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// reported are the names that the report says are declared differently, each once.
func reported(r *impact.Report) []string {
	return symbolsOf(r, func(name string, became impact.Became) string {
		if became == impact.Behaves {
			return ""
		}
		return name + " " + string(became)
	})
}

// reportedBehaving are those that it says are declared as before.
func reportedBehaving(r *impact.Report) []string {
	return symbolsOf(r, func(name string, became impact.Became) string {
		if became == impact.Behaves {
			return name
		}
		return ""
	})
}

// symbolsOf lists the names of a report, each once, as they are to be told.
func symbolsOf(r *impact.Report, tell func(name string, became impact.Became) string) []string {
	names := map[string]bool{}
	add := func(e impact.Effects) {
		for _, s := range e.Symbols {
			_, name, _ := strings.Cut(s.Name[strings.LastIndex(s.Name, "/")+1:], ".")
			if told := tell(s.Package+"."+name, s.Became); told != "" {
				names[told] = true
			}
		}
	}
	add(r.Other)
	for _, c := range r.Changes {
		add(c.Effects)
	}
	return slices.Sorted(maps.Keys(names))
}

// lacks gives those of some names, "added x.Y", that stand under no change.
func lacks(r *impact.Report, want []string) []string {
	told := map[string]bool{}
	for _, c := range r.Changes {
		for _, s := range c.Symbols {
			told[string(s.Became)+" "+s.Name] = true
		}
		for _, o := range c.Operations {
			told["operation "+o.Name] = true
			for _, method := range o.Methods {
				told["operation "+o.Name+" of "+method] = true
			}
		}
		for _, o := range c.Behave {
			told["sent otherwise "+o.Name+" of "+o.HandWritten] = true
		}
		for _, m := range c.Mistakes {
			told["mistake in "+m.Definition] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(want), func(name string) bool { return told[name] })
}

// difference lists what is declared differently. What belongs to a type that comes
// or goes is not told.
func difference(before, after map[string]string) []string {
	became := map[string]impact.Became{}
	for name, declared := range before {
		if now, ok := after[name]; !ok {
			became[name] = impact.Removed
		} else if now != declared {
			became[name] = impact.Changed
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			became[name] = impact.Added
		}
	}
	var list []string
	for name, what := range became {
		owner := name[:strings.LastIndex(name, ".")]
		if became[owner] != what || what == impact.Changed {
			list = append(list, fmt.Sprintf("%s %s", name, what))
		}
	}
	slices.Sort(list)
	return list
}

func apply(t *testing.T, dir string, edits []edit) {
	t.Helper()
	for _, e := range edits {
		file := filepath.Join(dir, e.file)
		before, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(before), e.old); n != 1 {
			t.Fatalf("%s has %q %d times, and the test wants to replace it once", e.file, e.old, n)
		}
		if err := os.WriteFile(file, []byte(e.apply(string(before))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// apply makes the edit in a text.
func (e edit) apply(before string) string {
	if e.new != "" || !strings.HasPrefix(e.old, "query ") && !strings.HasPrefix(e.old, "mutation ") && !strings.HasPrefix(e.old, "fragment ") {
		return strings.Replace(before, e.old, e.new, 1)
	}
	start := strings.Index(before, e.old)
	end := start + strings.Index(before[start:], "\n}\n") + len("\n}\n")
	if head := strings.TrimSuffix(before[:start], "\"\"\"\n"); head != before[:start] { // its description
		start = strings.LastIndex(head, "\"\"\"")
	}
	return before[:start] + before[end:]
}

// copyModule copies what the generator reads and what the clients are made of.
func copyModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"go.mod", "go.sum", "generator/authing.yaml", "schema", "operations", "sdk"} {
		err := filepath.WalkDir(filepath.Join(root, part), func(file string, entry os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if name := entry.Name(); name == "testdata" || name == "authingtest" || name == "oidc" || name == "examples" {
					return filepath.SkipDir
				}
				return nil
			}
			below, err := filepath.Rel(root, file)
			if err != nil || strings.HasSuffix(file, "_test.go") {
				return err
			}
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			to := filepath.Join(dir, below)
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return err
			}
			return os.WriteFile(to, content, 0o644)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// packages are those that programs import and the generator writes to.
func packages() []string {
	return []string{"sdk/authing", "sdk/management", "sdk/enduser", "sdk/core/authing", "sdk/core/management", "sdk/core/enduser"}
}

// oracle type-checks packages from their source.
type oracle struct {
	fset *token.FileSet
	// outside may be asked by one at a time.
	mutex   *sync.Mutex
	outside types.ImporterFrom
}

func newOracle(t *testing.T) *oracle {
	t.Helper()
	fset := token.NewFileSet()
	outside, ok := importer.ForCompiler(fset, "source", nil).(types.ImporterFrom)
	if !ok {
		t.Fatal("there is no importer of sources")
	}
	return &oracle{fset, new(sync.Mutex), outside}
}

// symbols gives what a module's packages export, each with how it is declared.
func (o *oracle) symbols(t *testing.T, dir string) map[string]string {
	t.Helper()
	in := &checker{oracle: o, dir: dir, done: map[string]*types.Package{}}
	all := map[string]string{}
	for _, folder := range packages() {
		p, err := in.Import(module + "/" + folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range p.Scope().Names() {
			if object := p.Scope().Lookup(name); object.Exported() {
				declared(all, p.Path()+"."+name, object)
			}
		}
	}
	return all
}

func declared(all map[string]string, name string, object types.Object) {
	typeName, ok := object.(*types.TypeName)
	if !ok || typeName.IsAlias() {
		all[name] = object.String()
		if constant, ok := object.(*types.Const); ok {
			all[name] += " = " + constant.Val().ExactString()
		}
		return
	}
	all[name] = fmt.Sprintf("type %T", object.Type().Underlying())
	if made, ok := object.Type().Underlying().(*types.Struct); ok {
		for field := range made.Fields() {
			if field.Exported() {
				all[name+"."+field.Name()] = field.String()
			}
		}
	}
	for selection := range types.NewMethodSet(types.NewPointer(object.Type())).Methods() {
		if selection.Obj().Exported() {
			all[name+"."+selection.Obj().Name()] = selection.Obj().String()
		}
	}
}

// checker checks the packages of one copy of the module.
type checker struct {
	*oracle
	dir  string
	done map[string]*types.Package
}

func (c *checker) Import(path string) (*types.Package, error) {
	below, inside := strings.CutPrefix(path, module+"/")
	if !inside {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		return c.outside.ImportFrom(path, root, 0)
	}
	if p, ok := c.done[path]; ok {
		return p, nil
	}
	from := filepath.Join(c.dir, below)
	about, err := build.ImportDir(from, 0)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range about.GoFiles {
		file, err := parser.ParseFile(c.fset, filepath.Join(from, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	config := &types.Config{Importer: c, IgnoreFuncBodies: true}
	p, err := config.Check(path, c.fset, files, nil)
	c.done[path] = p
	return p, err
}
