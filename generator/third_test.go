package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/cli"
)

// TestThirdAPI adds an API that nobody wrote Go code for to a copy of this module:
// a block of the configuration, a schema and operations, all in testdata/third.
// What is made of it compiles, and its own test runs it against an httptest server.
func TestThirdAPI(t *testing.T) {
	root := t.TempDir()
	module, third := os.DirFS(".."), os.DirFS(filepath.Join("testdata", "third"))
	for _, name := range []string{"go.mod", "go.sum", "generator/authing.yaml", "schema", "operations", "sdk"} {
		copyTree(t, root, module, name, func(path string) bool {
			return strings.HasSuffix(path, "_test.go") || strings.HasPrefix(filepath.Base(path), ".")
		})
	}
	for _, name := range []string{"schema", "operations", "sdk"} {
		copyTree(t, root, third, name, func(string) bool { return false })
	}
	config := filepath.Join(root, "generator", "authing.yaml")
	appendFile(t, config, filepath.Join("testdata", "third", "api.yaml"))

	changed := generateIn(t, config)
	for _, change := range changed {
		if change != "updated sdk/authing/codes.gen.go" && !strings.HasPrefix(change, "added sdk/weather/") {
			t.Errorf("with the third API, the generator also %s", change)
		}
	}
	if !slices.Contains(changed, "added sdk/weather/visitor/client.gen.go") {
		t.Fatalf("there is no client of the third API; the generator only did this: %q", changed)
	}
	codes, err := os.ReadFile(filepath.Join(root, "sdk", "authing", "codes.gen.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(codes), "weather: Stations.Readings") {
		t.Error("the table of codes does not name the third API's method")
	}
	if output := goIn(t, root, "test", "-v", "./sdk/weather/..."); !strings.Contains(output, "--- PASS: TestReadings") {
		t.Errorf("the third API's test did not run:\n%s", output)
	}
}

// copyTree copies a file, or the files of a folder, but for those to skip.
func copyTree(t *testing.T, to string, from fs.FS, name string, skip func(path string) bool) {
	t.Helper()
	err := fs.WalkDir(from, name, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || skip(path):
			return nil
		}
		text, err := fs.ReadFile(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, path)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// appendFile adds a file's text to the end of another.
func appendFile(t *testing.T, to, from string) {
	t.Helper()
	whole, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	more, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, slices.Concat(whole, more), 0o644); err != nil {
		t.Fatal(err)
	}
}

// generateIn runs the generator and returns the changes that it tells.
func generateIn(t *testing.T, config string) []string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	t.Run("generate", func(t *testing.T) {
		t.Setenv("XDG_CACHE_HOME", t.TempDir()) // the record of a project that is soon gone
		if status := cli.Run(t.Context(), []string{"generate", "-config", config}, &stdout, &stderr); status != 0 {
			t.Fatalf("the generator's exit status is %d:\n%s", status, stderr.String())
		}
	})
	return strings.Split(strings.TrimSpace(stdout.String()), "\n")
}

// goIn runs the go command in the copy, which gets nothing that is not here.
func goIn(t *testing.T, root string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = root
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, output)
	}
	return string(output)
}
