package fetch

import (
	"context"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// Request is what is to be fetched.
type Request struct {
	API      *config.API
	Service  string
	Endpoint Endpoint
	// Exact takes what the service does not announce away from types that it
	// shares with others too.
	Exact bool
	// ManyGone allows that the service does not announce most of the root fields
	// that the folder has of it.
	ManyGone bool
}

// Result is what is to become of the schema's files.
type Result struct {
	Files   []emit.File
	Changes []output.Change
	Summary Summary
}

// Plan asks the endpoint and works out what changes. It writes nothing, and what
// it gives loads as a schema.
func Plan(ctx context.Context, cfg *config.Config, request Request) (*Result, error) {
	t, err := request.Endpoint.check()
	if err != nil {
		return nil, err
	}
	if _, err := load(cfg, request); err != nil {
		return nil, err // before anybody is asked
	}
	schema, features, err := t.introspect(ctx)
	if err != nil {
		return nil, err
	}
	in, err := load(cfg, request) // again: somebody may have saved a file meanwhile
	if err != nil {
		return nil, err
	}
	types, directives, err := convert(schema, in.roots)
	if err != nil {
		return nil, fmt.Errorf("%s announces a schema that is wrong: %s: tell those who run it, or change the schema by hand", t, t.redact(err.Error()))
	}
	if !request.ManyGone {
		if err := checkService(t, request.Service, in.rootFields(request.Service), types); err != nil {
			return nil, err
		}
	}
	m := &merger{folder: in, service: request.Service, types: types, features: features, exact: request.Exact}
	m.merge()
	m.mergeDirectives(directives)
	return m.result(cfg, request.API, t)
}

// load reads the schema's files. A service of which they have nothing yet is
// fetched for the first time: what they lack may be what is about to come.
func load(cfg *config.Config, request Request) (*folder, error) {
	api := request.API
	sources, err := spec.Sources(cfg, matching(cfg, api.Schema))
	if err != nil {
		return nil, err
	}
	in, err := readFolder(sources, api.DefaultService)
	if err == nil && len(in.rootFields(request.Service)) == 0 {
		return in, nil
	}
	if _, err := cfg.Files(api.Schema); err != nil {
		return nil, err
	}
	if err := spec.CheckSchema(cfg, api, sources); err != nil {
		return nil, fmt.Errorf("the schema is wrong as it is, correct it first:\n%w", err)
	}
	return in, err
}

// matching leaves out the patterns that match no file.
func matching(cfg *config.Config, patterns []string) []string {
	return slices.DeleteFunc(slices.Clone(patterns), func(pattern string) bool {
		files, err := filepath.Glob(filepath.Join(cfg.Root, pattern))
		return err == nil && len(files) == 0
	})
}

// checkService refuses what is probably another service, of which more than half of
// the root fields are not announced: the name of one may happen to match.
func checkService(t *target, service string, own []rootField, types map[string]*ast.Definition) error {
	missing := 0
	for _, f := range own {
		if root := types[f.root]; root == nil || root.Fields.ForName(f.name) == nil {
			missing++
		}
	}
	if 2*missing <= len(own) {
		return nil
	}
	announced := "none"
	if missing < len(own) {
		announced = strconv.Itoa(len(own) - missing)
	}
	return fmt.Errorf("%s announces %s of the %d root fields that the schema has of %s: is this the service %[4]s? If what is missing has gone, add --many-gone", t, announced, len(own), service)
}

// mergeDirectives adds the directives of queries that the folder does not define,
// to what is new. One that it defines stays: it may be another service's.
func (m *merger) mergeDirectives(announced []*ast.DirectiveDefinition) {
	for _, d := range announced {
		if m.folder.directives[d.Name] == nil {
			m.freshDirectives = append(m.freshDirectives, d)
			m.added("@" + d.Name)
		}
	}
}

// result makes the new texts, and sees that they load.
func (m *merger) result(cfg *config.Config, api *config.API, t *target) (*Result, error) {
	unsorted, err := m.unsorted(api)
	if err != nil {
		return nil, err
	}
	if unsorted != "" {
		m.addUnsorted(unsorted)
	}
	m.tellComments()
	m.summary.sort()
	result := &Result{Summary: m.summary}
	var sources []*ast.Source
	for _, f := range m.files {
		text := apply(f.text, f.edits)
		kind := output.Updated
		switch {
		case text == f.text:
			sources = append(sources, &ast.Source{Name: f.path, Input: text})
			continue
		case f.text == "":
			kind = output.Added
		case strings.TrimSpace(text) == "":
			kind = output.Removed
		}
		result.Changes = append(result.Changes, output.Change{Path: f.path, Kind: kind})
		if kind != output.Removed {
			result.Files = append(result.Files, emit.File{Path: f.path, Content: []byte(text)})
			sources = append(sources, &ast.Source{Name: f.path, Input: text})
		}
	}
	if err := spec.CheckSchema(cfg, api, sources); err != nil {
		return nil, fmt.Errorf("with what %s announces, the schema does not load, and nothing is written; the places are those of the new text:\n%w", t, err)
	}
	slices.SortFunc(result.Changes, func(a, b output.Change) int { return strings.Compare(a.Path, b.Path) })
	return result, nil
}

// unsorted gives the path of the file for what is new; none where nothing is. It
// is called after the service and after what is left to do with it: no program can
// tell which domain's file a type belongs in.
func (m *merger) unsorted(api *config.API) (string, error) {
	if len(m.fresh) == 0 && len(m.freshDirectives) == 0 && len(m.freshTypes()) == 0 {
		return "", nil
	}
	name := m.service + "_unsorted.graphql"
	var folders []string
	for _, operation := range operations() {
		for _, b := range m.folder.types[m.roots[operation]] {
			if m.has(b) {
				folders = append(folders, path.Dir(b.file.path))
			}
		}
	}
	for _, pattern := range slices.Backward(api.Schema) {
		folders = append(folders, path.Dir(filepath.ToSlash(pattern)))
	}
	for _, folder := range folders {
		if strings.ContainsAny(folder, "*?[") {
			continue
		}
		place := path.Join(folder, name)
		for _, pattern := range api.Schema {
			if found, err := path.Match(path.Clean(filepath.ToSlash(pattern)), place); err == nil && found {
				return place, nil
			}
		}
	}
	return "", fmt.Errorf("what is new would stand in %s, which no pattern under schema of API %s matches: add it there", path.Join(folders[0], name), api.Name)
}

// has tells whether a root block is the service's, or has a field of it.
func (m *merger) has(b *block) bool {
	return b.service() == m.service || slices.ContainsFunc(b.items(), func(field *element) bool { return m.folder.service(b, field) == m.service })
}

// freshTypes are the types that the folder does not have, by name.
func (m *merger) freshTypes() []*ast.Definition {
	var fresh []*ast.Definition
	for _, name := range slices.Sorted(maps.Keys(m.wanted)) {
		if len(m.folder.types[name]) == 0 {
			fresh = append(fresh, m.types[name])
		}
	}
	return fresh
}

// addUnsorted puts what is new into the file at a path, behind what it has.
func (m *merger) addUnsorted(at string) {
	i := slices.IndexFunc(m.files, func(f *file) bool { return f.path == at })
	if i < 0 {
		m.files = append(m.files, &file{path: at})
		i = len(m.files) - 1
	}
	f := m.files[i]
	var parts []string
	if f.text == "" {
		parts = append(parts, fmt.Sprintf("# What the service %s announced and nobody has sorted yet: move each part to the file it belongs in.", m.service))
	}
	for _, operation := range operations() {
		if fields := m.fresh[operation]; len(fields) > 0 {
			if part := m.addRoot(f, operation, fields); part != "" {
				parts = append(parts, part)
			}
		}
	}
	for _, d := range m.freshTypes() {
		m.added(d.Name)
		parts = append(parts, printDefinition(d))
	}
	for _, d := range m.freshDirectives {
		parts = append(parts, printDirectiveDefinition(d))
	}
	if len(parts) == 0 {
		return
	}
	text := strings.Join(parts, "\n\n") + "\n"
	switch {
	case f.text == "":
	case strings.HasSuffix(f.text, "\n"):
		text = "\n" + text
	default:
		text = "\n\n" + text
	}
	f.edit(edit{span{len(f.text), len(f.text)}, newlines(f.text, text)})
}

// addRoot adds root fields to the service's block in the file, where there is one
// that stays; otherwise it gives a block for them.
func (m *merger) addRoot(f *file, operation ast.Operation, fields []*ast.FieldDefinition) string {
	root := m.roots[operation]
	word := "type "
	for _, b := range m.folder.types[root] {
		if slices.Contains(m.gone, b) {
			continue
		}
		word = "extend type "
		if b.file == f && m.has(b) && b.members != nil {
			f.edit(b.members.with(f.text, len(fields), func(i int, p place) string { return printField(fields[i], p) }))
			return ""
		}
	}
	var texts []string
	for _, field := range fields {
		texts = append(texts, printField(field, place{lines: true}.deeper()))
	}
	if m.service != m.folder.defaultService {
		root += " @service(name: " + quote(m.service) + ")"
	}
	return fmt.Sprintf("%s%s {\n  %s\n}", word, root, strings.Join(texts, "\n  "))
}
