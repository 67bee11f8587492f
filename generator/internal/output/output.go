package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/authing-community/authing-go/generator/internal/emit"
)

// suffix is how a generated file ends.
const suffix = ".gen.go"

// Change is one file that differs from what is on disk.
type Change struct {
	// Path is relative to the root.
	Path string
	Kind Kind
}

// Kind says what happens to a file.
type Kind string

// What happens to a file that changes.
const (
	Added   Kind = "added"
	Updated Kind = "updated"
	Removed Kind = "removed"
)

// Plan compares the files with what stands below the root. A generated file that
// starts with one of the headers and is no longer made is to be removed, wherever
// it stands in the module.
func Plan(root string, files []emit.File, headers []string) ([]Change, error) {
	var changes []Change
	made := map[string]bool{}
	for _, file := range files {
		if made[file.Path] {
			return nil, fmt.Errorf("two generated files are called %s", file.Path)
		}
		made[file.Path] = true
		old, err := os.ReadFile(filepath.Join(root, file.Path))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			changes = append(changes, Change{file.Path, Added})
		case err != nil:
			return nil, err
		case !bytes.Equal(old, file.Content):
			changes = append(changes, Change{file.Path, Updated})
		}
	}
	stale, err := Stale(root, headers, made)
	if err != nil {
		return nil, err
	}
	changes = append(changes, stale...)
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes, nil
}

// Stale finds the generated files that are no longer made.
func Stale(root string, headers []string, made map[string]bool) ([]Change, error) {
	var stale []Change
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path != root && foreign(path) {
				return filepath.SkipDir
			}
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if !strings.HasSuffix(relative, suffix) || made[relative] {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		first, _, _ := strings.Cut(string(text), "\n")
		if slices.Contains(headers, first) {
			stale = append(stale, Change{relative, Removed})
		}
		return nil
	})
	return stale, err
}

// foreign tells whether a folder is none of the module's: Go passes it over, or
// it is a module of its own.
func foreign(folder string) bool {
	name := filepath.Base(folder)
	if name == "testdata" || name == "vendor" || name == "node_modules" || name[0] == '.' || name[0] == '_' {
		return true
	}
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

// Lines counts the lines that a change adds to a file and takes out of it.
func Lines(root string, files []emit.File, change Change) (added, removed int, err error) {
	var before, after []byte
	if change.Kind != Added {
		if before, err = os.ReadFile(filepath.Join(root, change.Path)); err != nil {
			return 0, 0, err
		}
	}
	if i := slices.IndexFunc(files, func(f emit.File) bool { return f.Path == change.Path }); i >= 0 {
		after = files[i].Content
	}
	if change.Kind != Updated {
		return bytes.Count(after, []byte("\n")), bytes.Count(before, []byte("\n")), nil
	}
	for i, line := range bytes.Split(diff.Diff("before", before, "after", after), []byte("\n")) {
		switch {
		case i < 3: // the names of the two
		case bytes.HasPrefix(line, []byte("+")):
			added++
		case bytes.HasPrefix(line, []byte("-")):
			removed++
		}
	}
	return added, removed, nil
}

// Apply makes the changes. Every new content is written beside its place
// first; only when all of it is on disk do the files take their places.
func Apply(root string, files []emit.File, changes []Change) (err error) {
	contents := map[string][]byte{}
	for _, file := range files {
		contents[file.Path] = file.Content
	}
	staged := map[string]string{}
	defer func() {
		for _, temporary := range staged {
			if removeErr := os.Remove(temporary); removeErr != nil && !errors.Is(removeErr, fs.ErrNotExist) {
				err = errors.Join(err, removeErr)
			}
		}
	}()
	for _, change := range changes {
		if change.Kind == Removed {
			continue
		}
		temporary, err := stage(filepath.Join(root, change.Path), contents[change.Path])
		if err != nil {
			return err
		}
		staged[change.Path] = temporary
	}
	for _, change := range changes {
		place := filepath.Join(root, change.Path)
		if change.Kind == Removed {
			err = os.Remove(place)
		} else {
			err = os.Rename(staged[change.Path], place)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stage writes a content to a file beside its place.
func stage(place string, content []byte) (string, error) {
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(place), ".generating-*")
	if err != nil {
		return "", err
	}
	_, writeErr := f.Write(content)
	if err := errors.Join(writeErr, f.Chmod(0o644), f.Close()); err != nil {
		return f.Name(), errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}
