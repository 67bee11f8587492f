package output_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/mark"
	"github.com/authing-community/authing-go/generator/internal/output"
)

func write(t *testing.T, root, name, text string, mode fs.FileMode) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// texts are those of all files below a folder, by name.
func texts(t *testing.T, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, root+string(filepath.Separator))] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// project is a module with a generated file that is to change, and one more to make.
func project(t *testing.T) (cfg *config.Config, files []emit.File) {
	t.Helper()
	root := t.TempDir()
	cfg = &config.Config{Root: root, Path: filepath.Join(root, "generator.yaml")}
	line := "// " + mark.Sentence(cfg) + "\n"
	write(t, root, "a/a.gen.go", line+"package a\n", 0o644)
	return cfg, []emit.File{{Path: "a/a.gen.go", Content: []byte(line + "\npackage a\n")}, {Path: "b/b.gen.go", Content: []byte(line + "\npackage b\n")}}
}

// plan plans, and fails the test where that fails.
func plan(t *testing.T, cfg *config.Config, files []emit.File) []output.Change {
	t.Helper()
	changes, err := output.Plan(cfg, files)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// hasty is a context that ends when its end has been asked for some times.
type hasty struct {
	context.Context
	cancel context.CancelCauseFunc
	left   int
}

func (h *hasty) Err() error {
	if h.left--; h.left < 0 {
		h.cancel(errors.New("somebody is in a hurry"))
	}
	return h.Context.Err()
}

// TestInterrupted ends the context before the first file is written and before the
// last: nothing changes, and nothing is left.
func TestInterrupted(t *testing.T) {
	for left := range 2 {
		cfg, files := project(t)
		changes, before := plan(t, cfg, files), texts(t, cfg.Root)
		ctx, cancel := context.WithCancelCause(t.Context())
		err := output.Apply(&hasty{ctx, cancel, left}, cfg.Root, files, changes)
		if err == nil || err.Error() != "no file has changed: somebody is in a hurry" {
			t.Errorf("after %d files: %v", left, err)
		}
		if diff := cmp.Diff(before, texts(t, cfg.Root)); diff != "" {
			t.Errorf("after %d files, it has changed (-before +after):\n%s", left, diff)
		}
	}
}

// TestLeftovers sees that what a killed run left is removed, and what belongs to one
// that may be at it is not.
func TestLeftovers(t *testing.T) {
	cfg, files := project(t)
	write(t, cfg.Root, "a/.generating-1", "", 0o600)
	write(t, cfg.Root, "a/.generating-2", "", 0o600)
	then := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(cfg.Root, "a/.generating-1"), then, then); err != nil {
		t.Fatal(err)
	}
	want := []output.Change{{Path: "a/.generating-1", Kind: output.Removed}, {Path: "a/a.gen.go", Kind: output.Updated}, {Path: "b/b.gen.go", Kind: output.Added}}
	changes := plan(t, cfg, files)
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Fatalf("the changes are not those (-want +got):\n%s", diff)
	}
	if err := output.Apply(t.Context(), cfg.Root, files, changes); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(cfg.Root, "a/.generating-1")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the leftover is there:", err)
	}
}

// TestPermissions sees that a file keeps its permissions, and that one which may not
// be written stops all.
func TestPermissions(t *testing.T) {
	for mode, works := range map[fs.FileMode]bool{0o644: true, 0o600: true, 0o755: true, 0o444: false} {
		cfg, files := project(t)
		place := filepath.Join(cfg.Root, "a/a.gen.go")
		if err := os.Chmod(place, mode); err != nil {
			t.Fatal(err)
		}
		before := texts(t, cfg.Root)
		err := output.Apply(t.Context(), cfg.Root, files, plan(t, cfg, files))
		info, statErr := os.Stat(place)
		if statErr != nil {
			t.Fatal(statErr)
		}
		if info.Mode().Perm() != mode {
			t.Errorf("a file of mode %o has mode %o then", mode, info.Mode().Perm())
		}
		if (err == nil) != works {
			t.Errorf("a file of mode %o: %v", mode, err)
		}
		if unchanged := cmp.Equal(before, texts(t, cfg.Root)); unchanged == works {
			t.Errorf("a file of mode %o: nothing changed: %v", mode, unchanged)
		}
	}
}

// TestLinks sees that a link stays one, that what it leads to changes, and that what
// a person wrote there does not.
func TestLinks(t *testing.T) {
	cfg, files := project(t)
	place, target := filepath.Join(cfg.Root, "a/a.gen.go"), filepath.Join(cfg.Root, "elsewhere/real.txt")
	write(t, cfg.Root, "elsewhere/real.txt", texts(t, cfg.Root)["a/a.gen.go"], 0o644)
	if err := errors.Join(os.Remove(place), os.Symlink(target, place)); err != nil {
		t.Fatal(err)
	}
	if err := output.Apply(t.Context(), cfg.Root, files, plan(t, cfg, files)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(place); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is none any more:", err)
	}
	if got := texts(t, cfg.Root)["elsewhere/real.txt"]; got != string(files[0].Content) {
		t.Errorf("the file behind the link has %q", got)
	}
	write(t, cfg.Root, "elsewhere/real.txt", "mine", 0o644)
	if _, err := output.Plan(cfg, files); err == nil || !strings.Contains(err.Error(), "a/a.gen.go is in the way: its first line") {
		t.Error("a person's file behind a link would be replaced:", err)
	}
}
