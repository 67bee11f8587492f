package config

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/mod/modfile"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// Config is a whole configuration file.
type Config struct {
	// Runtime is the folder of the hand-written package that a call goes
	// through; the With... functions that it exports are re-exported by every
	// surface.
	Runtime string `yaml:"runtime"`
	// Redact is the folder of the hand-written package that prints structs
	// which hold secrets; without it they print as any other.
	Redact string `yaml:"redact"`
	// Initialisms are the field's own, beside Go's, in capitals.
	Initialisms []string `yaml:"initialisms"`
	// Words are names of the schema with the Go spelling that no rule finds.
	Words map[string]string `yaml:"words"`
	// APIs are the schemas with their clients.
	APIs []API `yaml:"apis"`

	// Path is the file's full path.
	Path string `yaml:"-"`
	// Root is the folder that all paths are relative to: the module's.
	Root string `yaml:"-"`
	// Module is the path of the module at Root.
	Module string `yaml:"-"`

	// written is the file as it was read.
	written *document `yaml:"-"`
}

// API is one schema, the operations over it, and what is made of them. Folders
// that are named Go packages are relative to the root.
type API struct {
	Name string `yaml:"name"`
	// Schema and Operations are patterns of files.
	Schema     []string `yaml:"schema"`
	Operations []string `yaml:"operations"`
	// Services are what serves the root fields, by the name that the schema's
	// @service uses.
	Services map[string]Service `yaml:"services"`
	// DefaultService is the one that serves the root fields of which the schema
	// does not say by @service who serves them; none when empty.
	DefaultService string `yaml:"default_service"`
	// Hosts are the host roles that an HTTP-bound field may name, by the name
	// of the Go constant in the package of the shared names.
	Hosts map[string]string `yaml:"hosts"`
	// Values are what a client fills in by itself, by the name of the method
	// of the runtime's Call or Client that gives it. It may take a context, and
	// may fail.
	Values map[string]string `yaml:"values"`
	// Scalars binds custom scalars to Go types that decode them: a predeclared one,
	// or a package's, written as path/of/package.Name.
	Scalars map[string]string `yaml:"scalars"`
	// Names are the Go names of enums and input objects, of an input object's fields
	// (Input.field) and of an enum's values (Enum.VALUE, the whole constant), where
	// the schema's do not make good ones or are taken.
	Names map[string]string `yaml:"names"`
	// Documents are the documents that methods stand in.
	Documents []Document `yaml:"documents"`
	Reference Reference  `yaml:"reference"`
	Refusals  Refusals   `yaml:"refusals"`
	// Groups are the doc comments of the method groups.
	Groups map[string]string `yaml:"groups"`

	// Models is the folder of the package with models and inputs.
	Models string `yaml:"models"`
	// Shared is the folder of the package with the hand-written types that
	// models use (Secret, Time, ...), the host roles and the codes; that of the
	// models when empty. APIs that share one have one table of codes.
	Shared string `yaml:"shared"`
	// Reexports are the names of the shared package that the models' package
	// has too, beside the codes, so that a program imports one of the two.
	Reexports  []string `yaml:"reexports"`
	Wire       string   `yaml:"wire"`
	Calls      string   `yaml:"calls"`
	Composites string   `yaml:"composites"`
	// WithoutOptions are options of the runtime that mean nothing to this API's
	// clients.
	WithoutOptions []string `yaml:"without_options"`
	// Box is the folder for the types of a test service; none when empty.
	Box      string    `yaml:"box"`
	Surfaces []Surface `yaml:"surfaces"`
}

// Document is a document that describes the API's methods.
type Document struct {
	// Name is what the operations' directives call it.
	Name string `yaml:"name"`
	// Title is the heading of its table; Text, in Markdown, stands below it.
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
	// Sentence is what the doc comment of a method in it says, with {method}
	// for its name there; nothing when empty.
	Sentence string `yaml:"sentence"`
	// Published marks what is no document but the published client: a method
	// stands there by the published name.
	Published bool `yaml:"published"`
	// LeftOut are its methods that no client has, with the reason.
	LeftOut []LeftOut `yaml:"left_out"`
}

// Reference is a Markdown file that holds the methods of the documents against
// ours.
type Reference struct {
	// File is its path; there is none when it is empty.
	File string `yaml:"file"`
	// Text, in Markdown, stands before the tables.
	Text string `yaml:"text"`
}

// Refusals are what the doc comment of a method says of the codes that it is
// refused with, with {codes} for them.
type Refusals struct {
	// Documented is for those that a document names.
	Documented string `yaml:"documented"`
	// Assumed is for those that follow from a code's meaning.
	Assumed string `yaml:"assumed"`
}

// LeftOut is a method that no client has.
type LeftOut struct {
	Method string `yaml:"method"`
	Reason string `yaml:"reason"`
}

// Service is one GraphQL endpoint.
type Service struct {
	// Host is a key of API.Hosts.
	Host string `yaml:"host"`
	// Path is where the host serves GraphQL.
	Path string `yaml:"path"`
}

// Surface is one client package.
type Surface struct {
	// Name is what the operations' directives call it.
	Name string `yaml:"name"`
	// Package is its folder.
	Package string `yaml:"package"`
	// Credential is the one that this client may send: OWNER or SESSION.
	Credential string `yaml:"credential"`
	// Doc is the doc comment of its Client type.
	Doc string `yaml:"doc"`
}

// Load reads and checks the file. Errors name it and the line.
func Load(path string) (*Config, error) {
	text, err := readText(path)
	if err != nil {
		return nil, err
	}
	written, err := read(path, text)
	if err != nil {
		return nil, err
	}
	var c Config
	if err := yaml.UnmarshalWithOptions(text, &c, yaml.Strict()); err != nil {
		return nil, written.syntax(err)
	}
	if err := c.locate(path); err != nil {
		return nil, err
	}
	c.check(written)
	c.written = written
	if err := written.err(); err != nil {
		return nil, err
	}
	return &c, nil
}

// locate finds the module that the file belongs to.
func (c *Config) locate(path string) error {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	for dir := filepath.Dir(absolute); ; dir = filepath.Dir(dir) {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			c.Path, c.Root, c.Module = absolute, dir, modfile.ModulePath(text)
			if c.Module == "" {
				return fmt.Errorf("%s: the go.mod there names no module: write its path, as module example.com/library", path)
			}
			return nil
		}
		if dir == filepath.Dir(dir) {
			return fmt.Errorf("%s: no go.mod here or above: the generated packages need a module", path)
		}
	}
}

// In is the configuration for the module as it stands in another folder.
func (c *Config) In(root string) (*Config, error) {
	file, err := filepath.Rel(c.Root, c.Path)
	if err != nil {
		return nil, err
	}
	moved := *c
	moved.Root, moved.Path = root, filepath.Join(root, file)
	return &moved, nil
}

// check finds what is missing, or cannot be.
func (c *Config) check(d *document) {
	d.require("runtime", c.Runtime)
	c.checkWords(d)
	c.checkFolders(d)
	if len(c.APIs) == 0 {
		d.addf("apis", "is missing: name at least one")
	}
	var names []string
	for i := range c.APIs {
		at := fmt.Sprintf("apis[%d].", i)
		if c.APIs[i].Name != "" && slices.Contains(names, c.APIs[i].Name) {
			d.addf(at+"name", "is a second %q: choose another name", c.APIs[i].Name)
		}
		names = append(names, c.APIs[i].Name)
		c.APIs[i].check(d, at)
	}
}

func (api *API) check(d *document, at string) {
	d.require(at+"name", api.Name)
	d.form(at+"name", api.Name, apiNames, "write letters, digits and - _ ., and first a letter")
	d.require(at+"models", api.Models)
	d.require(at+"wire", api.Wire)
	d.require(at+"calls", api.Calls)
	if len(api.Surfaces) == 0 {
		d.addf(at+"surfaces", "is missing: name at least one client")
	}
	api.Shared = cmp.Or(api.Shared, api.Models)
	if api.Shared == api.Models && len(api.Reexports) > 0 {
		d.addf(at+"reexports", "are names of another package: name it under shared")
	}
	if _, ok := api.Services[api.DefaultService]; api.DefaultService != "" && !ok {
		d.addf(at+"default_service", "is %q, which is not among services%s", api.DefaultService, didYouMean(api.DefaultService, api.Services))
	}
	api.checkFiles(d, at)
	api.checkServices(d, at)
	api.checkScalars(d, at)
	api.checkSurfaces(d, at)
	api.checkDocuments(d, at)
}

func (api *API) checkSurfaces(d *document, at string) {
	var names []string
	for j, s := range api.Surfaces {
		at := fmt.Sprintf("%ssurfaces[%d].", at, j)
		d.name(at+"name", s.Name, surfaceTaken, names)
		names = append(names, s.Name)
		d.require(at+"package", s.Package)
		if !slices.Contains([]string{"OWNER", "SESSION"}, s.Credential) {
			d.addf(at+"credential", "is %q: write OWNER or SESSION", s.Credential)
		}
	}
}

// goTypes are how a scalar's Go type may be written.
var goTypes = regexp.MustCompile(`^(string|bool|float64|u?int(8|16|32|64)?|any|map\[string\](string|any)|[^\s*\[\]]+\.[A-Z]\w*)$`)

// checkScalars finds Go types that nothing could be decoded into.
func (api *API) checkScalars(d *document, at string) {
	for _, name := range slices.Sorted(maps.Keys(api.Scalars)) {
		if !goTypes.MatchString(api.Scalars[name]) {
			d.addf(at+"scalars."+name, "is %q: write a predeclared type, as string or int64, or a package's, as time.Time or encoding/json.RawMessage", api.Scalars[name])
		}
	}
}

// checkDocuments fills in the sentences that are not configured, and finds those
// without the name of what they speak of.
func (api *API) checkDocuments(d *document, at string) {
	api.Refusals.Documented = cmp.Or(api.Refusals.Documented, "It is refused with {codes}.")
	api.Refusals.Assumed = cmp.Or(api.Refusals.Assumed, "It may be refused with {codes}.")
	d.says(at+"refusals.documented", api.Refusals.Documented, "{codes}")
	d.says(at+"refusals.assumed", api.Refusals.Assumed, "{codes}")
	var names []string
	for i, document := range api.Documents {
		at := fmt.Sprintf("%sdocuments[%d].", at, i)
		d.name(at+"name", document.Name, documentTaken, names)
		names = append(names, document.Name)
		if document.Sentence != "" {
			d.says(at+"sentence", document.Sentence, "{method}")
		}
		for j, left := range document.LeftOut {
			d.require(fmt.Sprintf("%sleft_out[%d].method", at, j), left.Method)
			d.require(fmt.Sprintf("%sleft_out[%d].reason", at, j), left.Reason)
		}
	}
}

// require finds a value that is not there.
func (d *document) require(path, value string) {
	if value == "" {
		d.addf(path, "is missing: give it a value")
	}
}

// didYouMean suggests a key that was meant.
func didYouMean[V any](word string, known map[string]V) string {
	return hint.DidYouMean(word, slices.Collect(maps.Keys(known)))
}

// says finds a sentence without what it speaks of.
func (d *document) says(path, sentence, name string) {
	if !strings.Contains(sentence, name) {
		d.addf(path, "says %q, and has to say %s", sentence, name)
	}
}

// Import gives the import path of the package in a folder.
func (c *Config) Import(folder string) string {
	if folder == "." || folder == "" {
		return c.Module
	}
	return c.Module + "/" + filepath.ToSlash(filepath.Clean(folder))
}

// Place is where an API has a value, such as hosts.main, or where the nearest around
// it stands; api is nil for a value of the whole file.
func (c *Config) Place(api *API, key string) (file string, line, column int) {
	i := slices.IndexFunc(c.APIs, func(other API) bool { return api != nil && other.Name == api.Name })
	if i >= 0 {
		key = fmt.Sprintf("apis[%d].%s", i, key)
	}
	if at := c.written.place(key); at != nil {
		return c.written.path, at.Line, at.Column
	}
	return c.written.path, 1, 1
}

// placeOf is where a pattern of files stands.
func (c *Config) placeOf(pattern string) string {
	for i := range c.APIs {
		api := &c.APIs[i]
		for key, patterns := range map[string][]string{"schema": api.Schema, "operations": api.Operations} {
			if j := slices.Index(patterns, pattern); j >= 0 {
				file, line, column := c.Place(api, fmt.Sprintf("%s[%d]", key, j))
				return fmt.Sprintf("%s:%d:%d: ", file, line, column)
			}
		}
	}
	return ""
}

// Files lists what the patterns match, sorted, as paths relative to the root.
// A pattern that matches nothing is an error.
func (c *Config) Files(patterns []string) ([]string, error) {
	var files []string
	for _, pattern := range patterns {
		matches, err := filepath.Glob(filepath.Join(c.Root, pattern))
		if err != nil {
			return nil, fmt.Errorf("%spattern %q: %w", c.placeOf(pattern), pattern, err)
		}
		if len(matches) == 0 {
			return nil, fmt.Errorf("%spattern %q matches no file: patterns are relative to the folder of go.mod", c.placeOf(pattern), pattern)
		}
		for _, match := range matches {
			info, err := os.Stat(match)
			if err != nil {
				return nil, fmt.Errorf("%spattern %q: %w", c.placeOf(pattern), pattern, err)
			}
			if !info.Mode().IsRegular() {
				return nil, fmt.Errorf("%spattern %q matches %s, which is no file: write what its files are called, as schema/*.graphql", c.placeOf(pattern), pattern, filepath.Base(match))
			}
			relative, err := filepath.Rel(c.Root, match)
			if err != nil {
				return nil, err
			}
			files = append(files, filepath.ToSlash(relative))
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}
