package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"generator": main})
}

// TestScripts runs the command over small inputs. Every script starts from the
// files of testdata/base and changes some of them.
func TestScripts(t *testing.T) {
	base, err := filepath.Abs(filepath.Join("testdata", "base"))
	if err != nil {
		t.Fatal(err)
	}
	cache := goCache(t)
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "serve": serve, "fake": fake},
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home") // go env wants a place for its cache
			env.Setenv("HOME", home)
			env.Setenv("GOFLAGS", "-mod=mod")
			env.Setenv("GOCACHE", cache) // diff asks for compiled packages
			return copyMissing(env.WorkDir, base)
		},
	})
}

// exits runs a command that is to end with an exit status: exits STATUS COMMAND...
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	status := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		ended, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		status = ended.ExitCode()
	}
	if want := args[0]; strconv.Itoa(status) != want {
		ts.Fatalf("the exit status is %d, not %s", status, want)
	}
}

// goCache is the folder in which the go command keeps what it has compiled.
func goCache(t *testing.T) string {
	t.Helper()
	folder, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(folder))
}

// copyMissing copies the files of a folder that are not there yet.
func copyMissing(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if _, err := os.Stat(target); err == nil {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}
