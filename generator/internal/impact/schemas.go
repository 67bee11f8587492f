package impact

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/side"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// Side is one side of a comparison: all that clients are made of.
type Side struct {
	// Name is the one that it was asked for by.
	Name string
	// schemas and operations are the files of each API, by its name; those that are
	// absent are not there at all, as the revision is older than they are.
	schemas, operations map[string][]*ast.Source
	absent              map[string]bool
	// root is the folder of the module whose hand-written Go files go with them.
	root string
}

// Sides reads both sides of a comparison of some APIs by their names. What is written
// for it goes into a folder that is the caller's.
//
// A name that the configuration lists, such as a folder with schema files or one of
// them, stands for the module as it is on disk, or as it was in a revision: its
// schemas, its operations and its hand-written Go files. Any other name is a schema
// alone. It replaces what the other side stands for; where that is from elsewhere too,
// it replaces everything but the table of codes, which no service tells. All else is as
// it is on disk.
func Sides(ctx context.Context, cfg *config.Config, apis []*config.API, folder, old, new string) (before, after *Side, err error) {
	r := &reader{config: cfg, apis: apis, folder: folder}
	if before, err = r.read(ctx, old, new); err != nil {
		return nil, nil, err
	}
	after, err = r.read(ctx, new, old)
	return before, after, err
}

// reader reads the sides of one comparison.
type reader struct {
	config *config.Config
	apis   []*config.API
	folder string
}

// read reads a side, which may stand for what the other one does.
func (r *reader) read(ctx context.Context, name, other string) (*Side, error) {
	s := &Side{Name: name, schemas: map[string][]*ast.Source{}, operations: map[string][]*ast.Source{}, absent: map[string]bool{}}
	part := isPart(r.config, r.apis, name)
	if part && !onDisk(name) {
		var err error
		if part, err = side.SameRepository(ctx, r.config.Root); err != nil {
			return nil, err
		}
	}
	if part {
		return s, r.readPart(ctx, s)
	}
	given, err := side.Sources(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := disk(r.config).fill(s); err != nil {
		return nil, err
	}
	for i := range r.config.APIs {
		api := &r.config.APIs[i]
		s.schemas[api.Name] = r.replace(api, s.schemas[api.Name], given, other)
	}
	for _, api := range r.apis {
		schema, err := spec.LoadSchema(s.schemas[api.Name])
		if err != nil {
			return nil, fmt.Errorf("the schema %s is wrong:\n%w%s", name, err, r.alone(other))
		}
		if err := checkServed(api, schema); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// readPart reads a side that is a part of the module.
func (r *reader) readPart(ctx context.Context, s *Side) error {
	t := disk(r.config)
	if !onDisk(s.Name) {
		folder, err := os.MkdirTemp(r.folder, "revision")
		if err != nil {
			return err
		}
		of, _ := revisionOf(s.Name)
		if t, err = revision(ctx, r.config, folder, of); err != nil {
			return err
		}
	}
	if err := t.fill(s); err != nil {
		return err
	}
	for _, api := range r.apis {
		if s.absent[api.Name] && t.hasOwn(api) {
			return fmt.Errorf("%s: the revision has a schema of API %s and no operations, which the configuration looks for as %s: write that schema to a file, and compare the file",
				s.Name, api.Name, strings.Join(api.Operations, ", "))
		}
		if _, err := spec.LoadSchema(s.schemas[api.Name]); err != nil {
			return fmt.Errorf("the schema %s is wrong:\n%w", s.Name, err)
		}
	}
	return nil
}

// replace gives the files of an API's schema with those from elsewhere in the place of
// what another name stands for.
func (r *reader) replace(api *config.API, files, given []*ast.Source, other string) []*ast.Source {
	patterns := covered(r.config, r.apis[0], other)
	if len(patterns) == 0 { // both are from elsewhere
		if api != r.apis[0] {
			return files
		}
		return slices.Concat(given, slices.DeleteFunc(slices.Clone(files), func(s *ast.Source) bool {
			return !spec.HoldsCodes(s) || slices.ContainsFunc(given, spec.HoldsCodes)
		}))
	}
	below, _ := relative(r.config, other)
	rest := slices.DeleteFunc(slices.Clone(files), func(s *ast.Source) bool {
		return isBelow(s.Name, below) && matches(patterns, s.Name)
	})
	if len(rest) == len(files) && !slices.Contains(r.apis, api) {
		return files
	}
	return slices.Concat(given, rest)
}

// alone says that only a file was replaced: a type may have moved to another.
func (r *reader) alone(other string) string {
	below, ok := relative(r.config, other)
	for _, api := range r.apis {
		if ok && matches(api.Schema, below) {
			return fmt.Sprintf("\nit stands for %s alone: where types moved from file to file, compare the folders", other)
		}
	}
	return ""
}

// checkServed refuses a schema from elsewhere as its service tells it, which says of no
// root field who serves it: all methods would seem to go, and all that has @http.
func checkServed(api *config.API, schema *ast.Schema) error {
	var first *ast.Position
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		if root == nil {
			continue
		}
		for _, field := range root.Fields {
			if field.Directives.ForName("service") != nil || field.Directives.ForName("http") != nil {
				return nil
			}
			if first == nil && field.Position != nil && field.Position.Src != nil && !field.Position.Src.BuiltIn {
				first = field.Position
			}
		}
	}
	if first == nil || api.DefaultService != "" {
		return nil
	}
	services := slices.Sorted(maps.Keys(api.Services))
	return fmt.Errorf(`%s:%d:%d: nothing says which service serves this root field, or any other: write @service(name: "...") on the blocks of root fields, for %s, and beside them what has @http; or name one as default_service in the configuration; or bring the configured schema up to date by fetch, and compare it with git:HEAD:PATH`,
		first.Src.Name, first.Line, first.Column, alternatives(services))
}
