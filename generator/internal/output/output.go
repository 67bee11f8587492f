package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/mark"
)

// The endings of the files that are made: Go and references.
const (
	goSuffix        = ".gen.go"
	referenceSuffix = ".md"
)

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

// Plan compares the files with what stands below the root. A file that is there and
// is not the configuration's to replace, see [mark.Replaceable], is an error. A file
// of the configuration's that is no longer made is to be removed, wherever it stands
// in the module.
func Plan(cfg *config.Config, files []emit.File) ([]Change, error) {
	var changes []Change
	var mistakes []error
	made := map[string]bool{}
	for _, file := range files {
		if made[file.Path] {
			return nil, fmt.Errorf("two generated files are called %s", file.Path)
		}
		made[file.Path] = true
		kind, err := compare(cfg, file)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s is in the way: %w", file.Path, err))
		}
		if kind != "" {
			changes = append(changes, Change{file.Path, kind})
		}
	}
	if len(mistakes) > 0 {
		slices.SortFunc(mistakes, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
		return nil, errors.Join(mistakes...)
	}
	stale, err := Stale(cfg, made)
	if err != nil {
		return nil, err
	}
	changes = append(changes, stale...)
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes, nil
}

// compare tells what happens to one file; nothing when empty.
func compare(cfg *config.Config, file emit.File) (Kind, error) {
	place := filepath.Join(cfg.Root, file.Path)
	regular, err := IsRegular(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Added, nil
	case err != nil:
		return "", err
	case !regular:
		return "", errors.New("it is no plain file: move it away")
	}
	old, err := os.ReadFile(place)
	if err != nil || bytes.Equal(old, file.Content) {
		return "", err
	}
	return Updated, mark.Replaceable(cfg, old)
}

// IsRegular tells whether a place, or where a link there leads, is a plain file, of
// which reading comes to an end.
func IsRegular(place string) (bool, error) {
	info, err := os.Stat(place)
	return err == nil && info.Mode().IsRegular(), err
}

// Stale finds the files of the configuration's that are no longer made, and what
// runs left that were cut off.
func Stale(cfg *config.Config, made map[string]bool) ([]Change, error) {
	var stale []Change
	err := filepath.WalkDir(cfg.Root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path != cfg.Root && foreign(path) {
				return filepath.SkipDir
			}
			return nil
		}
		relative, err := filepath.Rel(cfg.Root, path)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		old, err := isStale(cfg, path, entry)
		if old && !made[relative] {
			stale = append(stale, Change{relative, Removed})
		}
		return err
	})
	return stale, err
}

// isStale tells whether a file, should it not be made, is to be removed.
func isStale(cfg *config.Config, path string, entry fs.DirEntry) (bool, error) {
	if strings.HasPrefix(entry.Name(), temporaryPrefix) {
		info, err := entry.Info()
		return err == nil && time.Since(info.ModTime()) > temporaryAge, ignoreGone(err)
	}
	if !strings.HasSuffix(path, goSuffix) && !strings.HasSuffix(path, referenceSuffix) {
		return false, nil
	}
	if regular, err := IsRegular(path); err != nil || !regular {
		return false, ignoreGone(err)
	}
	start, err := beginning(path)
	return mark.Own(cfg, start), ignoreGone(err)
}

// ignoreGone drops the error of a file that is no longer there, or of a link that
// leads nowhere.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// longestLine is more than the first line of a generated file has, in bytes.
const longestLine = 8 << 10

// beginning reads a file's beginning.
func beginning(path string) (text []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, longestLine))
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
// first; only when all of it is on disk do the files take their places. Where the
// context ends before that, none does.
func Apply(ctx context.Context, root string, files []emit.File, changes []Change) (err error) {
	contents := map[string][]byte{}
	for _, file := range files {
		contents[file.Path] = file.Content
	}
	staged := map[string]staging{}
	defer func() {
		for _, s := range staged {
			err = errors.Join(err, ignoreGone(os.Remove(s.temporary)))
		}
	}()
	for _, change := range changes {
		if ctx.Err() != nil {
			return fmt.Errorf("no file has changed: %w", context.Cause(ctx))
		}
		s, err := stage(filepath.Join(root, change.Path), contents[change.Path], change.Kind)
		if err != nil {
			return fmt.Errorf("no file has changed, because of %s: %w", change.Path, err)
		}
		staged[change.Path] = s
	}
	for _, change := range changes {
		s := staged[change.Path]
		if change.Kind == Removed {
			err = os.Remove(filepath.Join(root, change.Path))
		} else {
			err = os.Rename(s.temporary, s.place)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// temporaryPrefix is how the names of temporary files begin. One that is older than
// temporaryAge belongs to no run that is still at it.
const (
	temporaryPrefix = ".generating-"
	temporaryAge    = time.Minute
)

// staging is a content on its way: in which file it is, and which that is to become.
type staging struct{ temporary, place string }

// stage writes a content to a file beside its place, unless that is to be removed. A
// link stays, and what it leads to changes; permissions stay, and a file that may
// not be written is not.
func stage(place string, content []byte, kind Kind) (staging, error) {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(place); err == nil {
		mode = info.Mode().Perm()
	}
	if mode&0o200 == 0 {
		return staging{}, errors.New("it is write-protected: allow its owner to write it")
	}
	if kind == Removed {
		return staging{}, nil
	}
	if target, err := filepath.EvalSymlinks(place); err == nil {
		place = target
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return staging{}, err
	}
	f, err := os.CreateTemp(filepath.Dir(place), temporaryPrefix+"*")
	if err != nil {
		return staging{}, err
	}
	_, writeErr := f.Write(content)
	if err := errors.Join(writeErr, f.Chmod(mode), f.Close()); err != nil {
		return staging{}, errors.Join(err, os.Remove(f.Name()))
	}
	return staging{f.Name(), place}, nil
}
