//go:build unix

package output_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/output"
)

// TestPipes sees that nobody waits for a pipe to say something, neither at the place
// of a file that is made nor elsewhere.
func TestPipes(t *testing.T) {
	cfg, files := project(t)
	place := filepath.Join(cfg.Root, "a/a.gen.go")
	err := errors.Join(os.Remove(place), syscall.Mkfifo(place, 0o644), syscall.Mkfifo(filepath.Join(cfg.Root, "old.gen.go"), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := output.Plan(cfg, files); err == nil || !strings.Contains(err.Error(), "a/a.gen.go is in the way: it is no plain file") {
		t.Error("a pipe is a file to it:", err)
	}
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	if changes := plan(t, cfg, files); len(changes) != 2 {
		t.Errorf("with a pipe elsewhere, it would change %v", changes)
	}
}
