package impact

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/side"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// tree is the module as a side has it: on disk, or as it was in a revision.
type tree struct {
	config *config.Config
	// root is the folder that hand-written Go files are in.
	root string
	// name is what a revision's files are named after, "git:REVISION:"; texts are
	// those of its schemas and operations, by their paths below the root.
	name  string
	texts map[string]string
}

// disk is the module on disk.
func disk(cfg *config.Config) *tree { return &tree{config: cfg, root: cfg.Root} }

// revision reads the module as it was in a revision. Its Go files go into a folder,
// as whoever reads these wants them there.
func revision(ctx context.Context, cfg *config.Config, folder, of string) (*tree, error) {
	var patterns []string
	for _, api := range cfg.APIs {
		patterns = slices.Concat(patterns, api.Schema, api.Operations)
	}
	files, err := side.Revision(ctx, cfg.Root, of, func(file string) bool { return isCode(file) || matches(patterns, file) })
	if err != nil {
		return nil, err
	}
	t := &tree{config: cfg, root: folder, name: "git:" + of + ":", texts: map[string]string{}}
	for file, text := range files {
		if !isCode(file) {
			t.texts[file] = string(text)
			continue
		}
		to := filepath.Join(folder, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(to, text, 0o600); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// isCode tells whether a file is one of the module's Go files, or tells what these
// need.
func isCode(file string) bool {
	return file == "go.mod" || file == "go.sum" || strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go")
}

// sources reads the files that patterns of the configuration match. In a revision
// they may match none: it may be older than what they name.
func (t *tree) sources(patterns []string) ([]*ast.Source, error) {
	if t.texts == nil {
		return spec.Sources(t.config, patterns)
	}
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	var sources []*ast.Source
	for _, file := range slices.Sorted(maps.Keys(t.texts)) {
		if !matches(patterns, file) {
			continue
		}
		seen, err := filepath.Rel(here, filepath.Join(t.config.Root, file)) // as the user sees it
		if err != nil {
			return nil, err
		}
		sources = append(sources, &ast.Source{Name: t.name + filepath.ToSlash(seen), Input: t.texts[file]})
	}
	return sources, nil
}

// fill gives a side what the tree has of every API.
func (t *tree) fill(s *Side) error {
	s.root = t.root
	for i := range t.config.APIs {
		api := &t.config.APIs[i]
		var err error
		if s.schemas[api.Name], err = t.sources(api.Schema); err != nil {
			return err
		}
		if s.operations[api.Name], err = t.sources(api.Operations); err != nil {
			return err
		}
		s.absent[api.Name] = t.texts != nil && len(api.Operations) > 0 && len(s.operations[api.Name]) == 0
	}
	return nil
}

// hasOwn tells whether there is a file of an API's schema that no other API has.
func (t *tree) hasOwn(api *config.API) bool {
	for file := range t.texts {
		shared := slices.ContainsFunc(t.config.APIs, func(other config.API) bool { return other.Name != api.Name && matches(other.Schema, file) })
		if matches(api.Schema, file) && !shared {
			return true
		}
	}
	return false
}
