package config

import (
	"cmp"
	"fmt"
	"go/token"
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
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
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
			return nil
		}
		if dir == filepath.Dir(dir) {
			return fmt.Errorf("%s: no go.mod here or above: the generated packages need a module", path)
		}
	}
}

// check finds what is missing, or cannot be.
func (c *Config) check(d *document) {
	d.require("runtime", c.Runtime)
	d.inside("runtime", c.Runtime)
	d.inside("redact", c.Redact)
	c.checkSpelling(d)
	if len(c.APIs) == 0 {
		d.addf("apis", "is missing: name at least one")
	}
	for i := range c.APIs {
		c.APIs[i].check(d, fmt.Sprintf("apis[%d].", i))
	}
}

func (api *API) check(d *document, at string) {
	d.require(at+"name", api.Name)
	d.require(at+"models", api.Models)
	d.require(at+"wire", api.Wire)
	d.require(at+"calls", api.Calls)
	if len(api.Schema) == 0 {
		d.addf(at+"schema", "is missing: name at least one file")
	}
	if len(api.Surfaces) == 0 {
		d.addf(at+"surfaces", "is missing: name at least one client")
	}
	for what, folder := range map[string]string{
		"models": api.Models, "shared": api.Shared, "wire": api.Wire, "calls": api.Calls, "composites": api.Composites, "box": api.Box,
		"reference.file": api.Reference.File,
	} {
		d.inside(at+what, folder)
	}
	for what, folder := range map[string]string{"models": api.Models, "wire": api.Wire, "calls": api.Calls, "box": api.Box} {
		d.named(at+what, folder)
	}
	api.Shared = cmp.Or(api.Shared, api.Models)
	if api.Shared == api.Models && len(api.Reexports) > 0 {
		d.addf(at+"reexports", "are names of another package: name it under shared")
	}
	if _, ok := api.Services[api.DefaultService]; api.DefaultService != "" && !ok {
		d.addf(at+"default_service", "is %q, which is not among services%s", api.DefaultService, hint.DidYouMean(api.DefaultService, slices.Collect(maps.Keys(api.Services))))
	}
	api.checkScalars(d, at)
	api.checkSurfaces(d, at)
	api.checkDocuments(d, at)
	for _, name := range slices.Sorted(maps.Keys(api.Services)) {
		service := api.Services[name]
		if _, ok := api.Hosts[service.Host]; !ok {
			d.addf(at+"services."+name, "has the host %q, which is not among hosts%s", service.Host, hint.DidYouMean(service.Host, slices.Collect(maps.Keys(api.Hosts))))
		}
	}
}

func (api *API) checkSurfaces(d *document, at string) {
	for j, s := range api.Surfaces {
		at := fmt.Sprintf("%ssurfaces[%d].", at, j)
		d.require(at+"name", s.Name)
		d.require(at+"package", s.Package)
		d.inside(at+"package", s.Package)
		d.named(at+"package", s.Package)
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
	for i, document := range api.Documents {
		at := fmt.Sprintf("%sdocuments[%d].", at, i)
		d.require(at+"name", document.Name)
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

// inside finds a folder that is none of the module's.
func (d *document) inside(path, folder string) {
	if folder != "" && !filepath.IsLocal(filepath.FromSlash(folder)) {
		d.addf(path, "is %q, which is not inside the module", folder)
	}
}

// named finds a folder that no package can be called after.
func (d *document) named(path, folder string) {
	name := filepath.Base(filepath.FromSlash(folder))
	if folder != "" && !token.IsIdentifier(name) {
		d.addf(path, "is %q, and a Go package cannot be called %s: choose a folder of letters and digits, and no keyword", folder, name)
	}
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
