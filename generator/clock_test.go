package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestScalarsOfATestService adds an API to a copy of this module whose root fields
// reach scalars of its own, each with another sort of Go type. The types of its test
// service compile, and graph-gophers answers with them.
func TestScalarsOfATestService(t *testing.T) {
	clock := filepath.Join("testdata", "clock")
	root := copyModule(t)
	for _, name := range []string{"schema", "operations", "sdk"} {
		copyTree(t, root, os.DirFS(clock), name, func(string) bool { return false })
	}
	config := filepath.Join(root, "generator", "authing.yaml")
	appendFile(t, config, filepath.Join(clock, "api.yaml"))
	generateIn(t, config)
	if output := goIn(t, root, "test", "-v", "./sdk/clock/..."); !strings.Contains(output, "--- PASS: TestScalars") {
		t.Errorf("the test service's test did not run:\n%s", output)
	}
}
