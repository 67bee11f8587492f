package side

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/hint"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// extension is how the names of schema files end.
const extension = ".graphql"

// Load reads and validates the schema that a name tells: a file; a folder, for
// all its *.graphql files, but not those of folders in it; or git:REVISION:PATH
// for a file or folder of a revision, where the path is relative to the current
// folder, as that of a file is.
func Load(ctx context.Context, name string) (*ast.Schema, error) {
	sources, err := Sources(ctx, name)
	if err != nil {
		return nil, err
	}
	schema, err := spec.LoadSchema(sources)
	if err != nil {
		return nil, fmt.Errorf("the schema %s is wrong:\n%w", name, err)
	}
	return schema, nil
}

// Sources reads the files that a name tells, see [Load], sorted by their names.
func Sources(ctx context.Context, name string) ([]*ast.Source, error) {
	if rest, ok := strings.CutPrefix(name, "git:"); ok {
		return fromGit(ctx, name, rest)
	}
	if err := Exists(ctx, name); err != nil {
		return nil, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("reading a schema: %w", err)
	}
	if !info.IsDir() {
		return readFiles([]string{name})
	}
	entries, err := os.ReadDir(name) // sorted
	if err != nil {
		return nil, fmt.Errorf("reading a schema: %w", err)
	}
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() && strings.HasSuffix(entry.Name(), extension) {
			files = append(files, filepath.Join(name, entry.Name()))
		}
	}
	if len(files) == 0 {
		return nil, emptyFolder(name)
	}
	return readFiles(files)
}

// Exists sees that there is what a name tells.
func Exists(ctx context.Context, name string) error {
	if rest, ok := strings.CutPrefix(name, "git:"); ok {
		_, _, err := find(ctx, name, rest)
		return err
	}
	if _, err := os.Stat(name); err != nil {
		near := meant(filepath.ToSlash(filepath.Clean(name)), entries)
		return fmt.Errorf("reading a schema: %w: name a file, a folder, or git:REVISION:PATH%s", err, near)
	}
	return nil
}

// entries are the names in a folder; none where there is no such folder.
func entries(folder string) []string {
	all, _ := os.ReadDir(folder) // for a hint
	var names []string
	for _, entry := range all {
		names = append(names, entry.Name())
	}
	return names
}

// meant gives ": did you mean ...?" where a path comes to be one that there is by
// names that are near its own. A folder is asked for the names in it.
func meant(name string, in func(folder string) []string) string {
	if path.IsAbs(name) || name == "." {
		return ""
	}
	at := "."
	for part := range strings.SplitSeq(name, "/") {
		if names := in(at); part != ".." && !slices.Contains(names, part) {
			if len(part) < 3 { // it is as near to any other
				return ""
			}
			if part = hint.Nearest(part, names); part == "" {
				return ""
			}
		}
		at = path.Join(at, part)
	}
	return ": did you mean " + at + "?"
}

func readFiles(files []string) ([]*ast.Source, error) {
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a schema: %w", err)
		}
		sources = append(sources, &ast.Source{Name: filepath.ToSlash(file), Input: string(text)})
	}
	return sources, nil
}

func emptyFolder(name string) error {
	return fmt.Errorf("folder %s has no *%s file: name the folder that the schema's files are in themselves", name, extension)
}
