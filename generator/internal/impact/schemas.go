package impact

import (
	"context"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/hint"
	"github.com/authing-community/authing-go/generator/internal/side"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// Sides reads the schemas of every API as the two names of a comparison of one API
// tell them.
//
// A name that stands for files of the configuration replaces these, and all other
// configured files come along as they are on disk: a folder with schema files,
// or one of them, or what either was in a revision. Any other name, such as that of a file
// from elsewhere, replaces what the other side does; where that is from elsewhere
// too, it replaces everything but the table of codes, which no service tells.
func Sides(ctx context.Context, cfg *config.Config, api *config.API, old, new string) (before, after Schemas, err error) {
	r := &reader{config: cfg, api: api}
	if before, err = r.read(ctx, old, new); err != nil {
		return nil, nil, err
	}
	after, err = r.read(ctx, new, old)
	return before, after, err
}

// reader reads the sides of one comparison.
type reader struct {
	config *config.Config
	api    *config.API
}

// FindAPI finds the API that is named, or else the only one, or else the only one
// that a side is a part of.
func FindAPI(cfg *config.Config, name string, sides ...string) (*config.API, error) {
	var names []string
	var parts []*config.API
	for i := range cfg.APIs {
		api := &cfg.APIs[i]
		if api.Name == name || len(cfg.APIs) == 1 && name == "" {
			return api, nil
		}
		names = append(names, api.Name)
		if slices.ContainsFunc(sides, func(side string) bool { return len(covered(cfg, api, side)) > 0 }) {
			parts = append(parts, api)
		}
	}
	switch {
	case name != "":
		return nil, fmt.Errorf("the configuration has no API %s, only %s%s", name, strings.Join(names, ", "), hint.DidYouMean(name, names))
	case len(parts) == 1:
		return parts[0], nil
	case len(parts) == 0:
		return nil, fmt.Errorf("neither %s is a part of an API's schema: say with --api which API is meant, %s", strings.Join(sides, " nor "), alternatives(names))
	}
	names = nil
	for _, api := range parts {
		names = append(names, api.Name)
	}
	return nil, fmt.Errorf("%s: parts of the schemas of %d APIs: say with --api which one is meant, %s", strings.Join(sides, ", "), len(parts), alternatives(names))
}

// alternatives writes names of which one is to be chosen.
func alternatives(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// covered are the patterns of an API's schema of which a name tells files: the
// patterns in its folder, those in folders below, or the one of its file.
func covered(cfg *config.Config, api *config.API, name string) []string {
	below, ok := relative(cfg, name)
	if !ok {
		return nil
	}
	var patterns []string
	for _, pattern := range api.Schema {
		pattern = path.Clean(pattern)
		fits, err := path.Match(pattern, below)
		if err == nil && fits || isBelow(pattern, below) {
			patterns = append(patterns, pattern)
		}
	}
	return patterns
}

// relative gives the path of a side below the module's root.
func relative(cfg *config.Config, name string) (string, bool) {
	if rest, ok := strings.CutPrefix(name, "git:"); ok {
		_, name, ok = strings.Cut(rest, ":")
		if !ok || name == "" || path.IsAbs(name) {
			return "", false // reading it says so
		}
	}
	absolute, err := filepath.Abs(name)
	if err != nil {
		return "", false
	}
	below, err := filepath.Rel(cfg.Root, absolute)
	return filepath.ToSlash(below), err == nil && filepath.IsLocal(below)
}

// read reads a side, which may stand for what the other one does.
func (r *reader) read(ctx context.Context, name, other string) (Schemas, error) {
	p := &part{reader: r, stands: name, foreign: len(covered(r.config, r.api, name)) == 0}
	var err error
	if p.foreign {
		p.stands = other
		p.given, err = side.Sources(ctx, name)
	} else {
		p.given, err = r.configured(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	p.patterns = covered(r.config, r.api, p.stands)
	schemas := Schemas{}
	for i := range r.config.APIs {
		api := &r.config.APIs[i]
		if schemas[api.Name], err = p.join(api); err != nil {
			return nil, err
		}
	}
	schema, err := spec.LoadSchema(schemas[r.api.Name])
	if err != nil {
		return nil, fmt.Errorf("the schema %s is wrong:\n%w", name, err)
	}
	if p.foreign {
		return schemas, r.checkServed(schema)
	}
	return schemas, nil
}

// checkServed refuses a schema from elsewhere as its service tells it, which says of no
// root field who serves it: all methods would seem to go, and all that has @http.
func (r *reader) checkServed(schema *ast.Schema) error {
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
	if first == nil || r.api.DefaultService != "" {
		return nil
	}
	services := slices.Sorted(maps.Keys(r.api.Services))
	return fmt.Errorf(`%s:%d:%d: nothing says which service serves this root field, or any other: write @service(name: "...") on the blocks of root fields, for %s, and beside them what has @http; or name one as default_service in the configuration; or bring the configured schema up to date by fetch, and compare it with git:HEAD:PATH`,
		first.Src.Name, first.Line, first.Column, alternatives(services))
}

// configured reads the files of a name that the configuration lists, in its own
// folder and in those below.
func (r *reader) configured(ctx context.Context, name string) ([]*ast.Source, error) {
	below, _ := relative(r.config, name)
	patterns := covered(r.config, r.api, name)
	var given []*ast.Source
	var read []string
	for _, pattern := range patterns {
		from := name
		if dir := path.Dir(pattern); dir != below && isBelow(dir, below) {
			from = strings.TrimSuffix(name, "/") + strings.TrimPrefix("/"+dir, strings.TrimSuffix("/"+below, "."))
		}
		if slices.Contains(read, from) {
			continue
		}
		read = append(read, from)
		sources, err := side.Sources(ctx, from)
		if err != nil {
			return nil, err
		}
		for _, s := range sources {
			if file, ok := relative(r.config, s.Name); ok && matches(patterns, file) {
				given = append(given, s)
			}
		}
	}
	if len(given) == 0 {
		return nil, fmt.Errorf("%s has no file that the configuration lists, which are %s", name, strings.Join(patterns, ", "))
	}
	return given, nil
}

// isBelow tells whether a path is a folder, or in it, however deep.
func isBelow(file, folder string) bool {
	return folder == "." || file == folder || strings.HasPrefix(file, folder+"/")
}

func matches(patterns []string, file string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		fits, err := path.Match(path.Clean(pattern), file)
		return err == nil && fits
	})
}

// part is what one side gives.
type part struct {
	*reader
	// given are its files; they are foreign where the configuration lists none of them.
	given   []*ast.Source
	foreign bool
	// stands is the configured name that they replace the files of, which patterns
	// match; there are none where both sides are from elsewhere.
	stands   string
	patterns []string
}

// join gives an API's schema with what the side gives in the place of what it
// stands for.
func (p *part) join(api *config.API) ([]*ast.Source, error) {
	files, err := spec.Sources(p.config, api.Schema)
	if err != nil {
		return nil, err
	}
	if len(p.patterns) == 0 {
		if api != p.api {
			return files, nil
		}
		return append(slices.Clone(p.given), slices.DeleteFunc(files, p.notBeside)...), nil
	}
	given, rest := p.given, slices.DeleteFunc(slices.Clone(files), p.replaces)
	if len(rest) == len(files) && api != p.api {
		return files, nil
	}
	if api != p.api && !p.foreign { // of what APIs share
		given = slices.DeleteFunc(slices.Clone(given), func(s *ast.Source) bool {
			file, ok := relative(p.config, s.Name)
			return !ok || !matches(api.Schema, file)
		})
	}
	return slices.Concat(given, rest), nil
}

// replaces tells whether the side stands for a configured file.
func (p *part) replaces(s *ast.Source) bool {
	below, _ := relative(p.config, p.stands)
	return isBelow(s.Name, below) && matches(p.patterns, s.Name)
}

// notBeside tells whether a configured file does not come along with files from
// elsewhere.
func (p *part) notBeside(s *ast.Source) bool {
	return !spec.HoldsCodes(s) || slices.ContainsFunc(p.given, spec.HoldsCodes)
}
