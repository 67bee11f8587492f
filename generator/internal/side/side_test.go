package side_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/generator/internal/side"
)

// folder is a new folder with files, by their paths, that is the current one
// from now on.
func folder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	write(t, files)
}

func write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// repository makes the current folder a git repository with one commit, tagged
// v1, of all that is in it.
func repository(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		missing(t, "git is not installed")
	}
	none := filepath.Join(t.TempDir(), "none")
	t.Setenv("GIT_CONFIG_GLOBAL", none)
	t.Setenv("GIT_CONFIG_SYSTEM", none)
	run(t, "init", "-q")
	run(t, "add", "-A")
	run(t, "-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-q", "-m", "first")
	run(t, "tag", "v1")
}

func run(t *testing.T, arguments ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "git", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", arguments, err, out)
	}
}

// read gives the files of a side, as "name: text".
func read(t *testing.T, name string) []string {
	t.Helper()
	sources, err := side.Sources(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, s := range sources {
		all = append(all, s.Name+": "+s.Input)
	}
	return all
}

func files() map[string]string {
	return map[string]string{
		"schema/b.graphql":        "type B { b: Int }\n",
		"schema/a.graphql":        "type Query { a: B }\n",
		"schema/read.me":          "nothing\n",
		"schema/inner/c.graphql":  "type C { c: Int }\n",
		"schema/d.graphql/e.text": "nothing\n",
		"empty/read.me":           "nothing\n",
		"with space/é.graphql":    "type Query { é: Int }\n",
	}
}

func TestSources(t *testing.T) {
	folder(t, files())
	for name, want := range map[string][]string{
		"schema":           {"schema/a.graphql: type Query { a: B }\n", "schema/b.graphql: type B { b: Int }\n"},
		"schema/":          {"schema/a.graphql: type Query { a: B }\n", "schema/b.graphql: type B { b: Int }\n"},
		"schema/a.graphql": {"schema/a.graphql: type Query { a: B }\n"},
		"schema/read.me":   {"schema/read.me: nothing\n"},
	} {
		if d := cmp.Diff(want, read(t, name)); d != "" {
			t.Errorf("%s has other files (-want +got):\n%s", name, d)
		}
	}
}

func TestSourcesOfRevision(t *testing.T) {
	folder(t, files())
	repository(t)
	// What happens later is not what was.
	write(t, map[string]string{"schema/a.graphql": "type Query { later: Int }\n", "schema/z.graphql": "type Z { z: Int }\n"})
	schema := func(side string) []string {
		return []string{side + "/a.graphql: type Query { a: B }\n", side + "/b.graphql: type B { b: Int }\n"}
	}
	check := func(name string, want []string) {
		t.Helper()
		if d := cmp.Diff(want, read(t, name)); d != "" {
			t.Errorf("%s has other files (-want +got):\n%s", name, d)
		}
	}
	check("git:v1:schema", schema("git:v1:schema"))
	check("git:HEAD:schema/", schema("git:HEAD:schema"))
	check("git:HEAD:./schema", schema("git:HEAD:./schema"))
	check("git:v1:schema/a.graphql", []string{"git:v1:schema/a.graphql: type Query { a: B }\n"})
	check("git:v1:with space", []string{"git:v1:with space/é.graphql: type Query { é: Int }\n"})
	t.Chdir("schema")
	check("git:v1:.", schema("git:v1:."))
	check("git:v1:../schema", schema("git:v1:../schema"))
	check("git:v1:b.graphql", []string{"git:v1:b.graphql: type B { b: Int }\n"})
}

// TestLinksOfRevision holds that a link is not taken for the text of a schema.
func TestLinksOfRevision(t *testing.T) {
	folder(t, map[string]string{"schema/a.graphql": "type Query { a: Int }\n"})
	if err := os.Symlink("a.graphql", "schema/b.graphql"); err != nil {
		missing(t, err)
	}
	repository(t)
	if got := read(t, "git:v1:schema"); len(got) != 1 {
		t.Errorf("it has the files %q", got)
	}
}

func TestMistakes(t *testing.T) {
	folder(t, files())
	outside := "is in no git repository that can be read: git rev-parse: "
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(must(t, os.Getwd)))
	checkMistakes(t, map[string]string{
		"git:v1:schema": outside,
		"nowhere":       "reading a schema: stat nowhere: ",
		"empty":         "folder empty has no *.graphql file: name the folder that the schema's files are in themselves",
	})
	repository(t)
	checkMistakes(t, map[string]string{
		"git:v2:schema":                 "git:v2:schema: there is no revision v2: ",
		"git:v1:nowhere":                "git:v1:nowhere: revision v1 has no file or folder nowhere here: ",
		"git:v1:empty":                  "folder git:v1:empty has no *.graphql file: ",
		"git:v1":                        "git:v1 is no revision of a schema: write git:REVISION:PATH, as in git:HEAD~1:schema",
		"git::schema":                   "git::schema is no revision of a schema: ",
		"git:v1:":                       "git:v1: is no revision of a schema: ",
		"git:v1:/schema":                "git:v1:/schema: the path begins at the root of the disk: ",
		"git:v1:../..":                  "git:v1:../..: revision v1 has no file or folder ../.. here: ",
		"git:--output=x:schema":         "git:--output=x:schema: there is no revision --output=x: ",
		"git:--git-dir:schema":          "git:--git-dir:schema: there is no revision --git-dir: ",
		"git:--since=2020-01-01:schema": "git:--since=2020-01-01:schema: there is no revision --since=2020-01-01: ",
		"git:v1^{tree}:schema":          "git:v1^{tree}:schema: there is no revision v1^{tree}: ",
		"git:v1;touch x:schema":         "git:v1;touch x:schema: there is no revision v1;touch x: ",
		"git:v1:$(touch x)":             "git:v1:$(touch x): revision v1 has no file or folder $(touch x) here: ",
		"git:v1:schema/a.graphql/x":     "git:v1:schema/a.graphql/x: revision v1 has no file or folder ",
	})
	if _, err := os.Stat("x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was run: %v", err)
	}
}

func checkMistakes(t *testing.T, mistakes map[string]string) {
	t.Helper()
	for name, want := range mistakes {
		_, err := side.Load(t.Context(), name)
		if err == nil {
			t.Errorf("%s loads", name)
		} else if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s fails with another error than %q:\n%v", name, want, err)
		}
	}
}

func TestLoad(t *testing.T) {
	folder(t, map[string]string{
		"good/a.graphql": `type Query @service(name: "x") { a: Int @json }`,
		"bad/a.graphql":  "type Query { a: Qery }",
	})
	schema, err := side.Load(t.Context(), "good")
	if err != nil {
		t.Fatal(err)
	}
	if schema.Query.Fields.ForName("a").Directives.ForName("service") == nil {
		t.Error("the service is not told")
	}
	_, err = side.Load(t.Context(), "bad")
	const want = "the schema bad is wrong:\nbad/a.graphql:1:17: type Qery is not defined: did you mean Query?"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestWithoutGit(t *testing.T) {
	folder(t, files())
	t.Setenv("PATH", "")
	_, err := side.Load(t.Context(), "git:v1:schema")
	if err == nil || !strings.Contains(err.Error(), "git is not installed") {
		t.Errorf("the error is %v", err)
	}
}

func TestCanceled(t *testing.T) {
	folder(t, files())
	repository(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := side.Load(ctx, "git:v1:schema"); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// TestOwnSchemas loads what the project itself has.
func TestOwnSchemas(t *testing.T) {
	for _, name := range []string{"../../../schema/classic", "../../../schema/core", "../../../schema/codes.graphql"} {
		if _, err := side.Load(t.Context(), name); err != nil {
			t.Error(err)
		}
	}
}

func must[V any](t *testing.T, f func() (V, error)) V {
	t.Helper()
	v, err := f()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// missing ends a test for want of something: in CI, where all of it has to be there,
// as a failure.
func missing(t *testing.T, reason ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason...)
	}
	t.Skip(reason...)
}
