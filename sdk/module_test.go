package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// clientPackages are the clients of both APIs.
var clientPackages = []string{"enduser", "management", "core/enduser", "core/management"}

// uses are the modules that a program gets with a client, this one aside.
var uses = []string{"github.com/Khan/genqlient", "github.com/google/uuid", "github.com/vektah/gqlparser/v2"}

var (
	loose  = []string{"GOWORK=off", "GOFLAGS=-mod=mod"}      // for the scratch module: its go.mod is written
	strict = []string{"GOWORK=off", "GOFLAGS=-mod=readonly"} // for this one: its go.mod stays as it is
)

// goCommand runs the go command in a folder, with settings of its own, and returns what
// it printed.
func goCommand(t *testing.T, folder string, environment []string, arguments ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), environment...)
	var problems bytes.Buffer
	command.Stderr = &problems
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, problems.Bytes())
	}
	return printed
}

// TestImporterRequiresLittle makes a module that imports both clients, and looks at what
// `go mod tidy` lets it require. It needs the network where the module cache is cold, as
// building this module does.
func TestImporterRequiresLittle(t *testing.T) {
	checkout, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	write := func(name string, text []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(scratch, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// With the sums at hand the go command need not ask for them.
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", sums)
	write("go.mod", fmt.Appendf(nil, "module example.com/scratch\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %[1]s => %q\n", module, checkout))
	var imports strings.Builder
	for _, client := range clientPackages {
		fmt.Fprintf(&imports, "\t_ %q\n", module+"/sdk/"+client)
	}
	write("main.go", fmt.Appendf(nil, "package main\n\nimport (\n%s)\n\nfunc main() {}\n", imports.String()))

	goCommand(t, scratch, loose, "mod", "tidy")
	goCommand(t, scratch, loose, "build", "-o", os.DevNull, ".")
	var tidied struct{ Require []struct{ Path string } }
	if err := json.Unmarshal(goCommand(t, scratch, loose, "mod", "edit", "-json"), &tidied); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range tidied.Require {
		got = append(got, r.Path)
	}
	want := slices.Concat([]string{module}, uses)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what an importer requires differs (-want +got):\n%s", diff)
	}
}

// TestClientsImportLittle looks at every package that a client brings along: none of the
// generator, of the test service, or of a module that an importer need not have.
func TestClientsImportLittle(t *testing.T) {
	for _, client := range clientPackages {
		listed := goCommand(t, ".", strict, "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./"+client)
		for path := range strings.FieldsSeq(string(listed)) {
			if !permitted(path) {
				t.Errorf("%s imports %s", client, path)
			}
		}
	}
}

// permitted reports whether a client may import a package.
func permitted(path string) bool {
	if rest, ok := strings.CutPrefix(path, module+"/"); ok {
		return strings.HasPrefix(rest, "sdk/") && !strings.HasPrefix(rest, "sdk/authingtest")
	}
	return slices.ContainsFunc(uses, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
}
