package config

import (
	"fmt"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/module"
)

// The forms of values. They stand in the published JSON Schema too, as far as
// that can say them.
var (
	graphqlNames = regexp.MustCompile(`^[A-Za-z]\w*$`)
	apiNames     = regexp.MustCompile(`^[A-Za-z][\w.-]*$`)
	goNames      = regexp.MustCompile(`^[A-Z]\w*$`)
	spellings    = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	initialisms  = regexp.MustCompile(`^[A-Z][A-Z0-9]*$`)
	servicePaths = regexp.MustCompile(`^/[^?#\s]*$`)
	references   = regexp.MustCompile(`^[^\s].*\.md$`)
)

// surfaceTaken are the arguments that directives for clients have beside one for
// each, so that no client can be called so.
var surfaceTaken = []string{"document", "group", "in", "name", "needs", "published", "repeatable", "session", "token"}

// documentTaken are words that GraphQL has for no value of an enum.
var documentTaken = []string{"true", "false", "null"}

// form finds a value, where there is one, that has not its form.
func (d *document) form(path, value string, form *regexp.Regexp, remedy string) {
	if value != "" && !form.MatchString(value) {
		d.addf(path, "is %q: %s", value, remedy)
	}
}

// name finds a name that cannot stand in the directives, and one that another has.
func (d *document) name(path, name string, taken, others []string) {
	d.require(path, name)
	d.form(path, name, graphqlNames, "write a name of GraphQL's, of letters, digits and _, that starts with a letter")
	switch {
	case name == "":
	case slices.Contains(taken, name):
		d.addf(path, "is %q, which means something else there: choose another name", name)
	case slices.Contains(others, name):
		d.addf(path, "is a second %q: choose another name", name)
	}
}

// inside finds a folder that is none of the module's, or in no import path.
func (d *document) inside(at, folder string) {
	switch {
	case folder == "":
	case !filepath.IsLocal(filepath.FromSlash(folder)):
		d.addf(at, "is %q, which is not inside the module", folder)
	case folder != "." && (module.CheckImportPath(path.Clean(folder)) != nil || slices.Contains(strings.Split(folder, "/"), "..")):
		d.addf(at, "is %q, which no import path can have: write letters, digits and - _ . between slashes", folder)
	}
}

// packageNames are names of Go packages that others can import.
var packageNames = regexp.MustCompile(`^[A-Za-z]\w*$`)

// named finds a folder that no package can be called after.
func (d *document) named(at, folder string) {
	if name := path.Base(folder); folder != "" && (!packageNames.MatchString(name) || token.IsKeyword(name) || name == "main") {
		d.addf(at, "is %q, and a Go package cannot be called %q: choose a folder of letters and digits, and no keyword", folder, name)
	}
}

// folder is a package's, which the configuration names.
type folder struct {
	key  string
	path *string
	// generated says that a package of its own is made there; others are written by
	// hand, or are the shared one of several APIs.
	generated bool
}

// folders are those of all packages, those of one API by its keys.
func (c *Config) folders() []folder {
	all := []folder{{"runtime", &c.Runtime, false}, {"redact", &c.Redact, false}}
	for i := range c.APIs {
		api, at := &c.APIs[i], fmt.Sprintf("apis[%d].", i)
		all = append(all,
			folder{at + "models", &api.Models, true}, folder{at + "shared", &api.Shared, false}, folder{at + "wire", &api.Wire, true},
			folder{at + "calls", &api.Calls, true}, folder{at + "composites", &api.Composites, false}, folder{at + "box", &api.Box, true})
		for j := range api.Surfaces {
			all = append(all, folder{fmt.Sprintf("%ssurfaces[%d].package", at, j), &api.Surfaces[j].Package, true})
		}
	}
	return all
}

// checkFolders finds folders that are in no package's reach, and those that two
// packages would share, and writes each in its shortest form.
func (c *Config) checkFolders(d *document) {
	all := c.folders()
	first := map[string]folder{}
	for _, f := range all {
		d.inside(f.key, *f.path)
		d.named(f.key, *f.path)
		if *f.path == "" {
			continue
		}
		*f.path = path.Clean(*f.path)
		other, taken := first[*f.path]
		switch {
		case !taken:
			first[*f.path] = f
		case (f.generated || other.generated) && !sharedModels(f, other):
			d.addf(f.key, "is %q, as is %s: choose a folder of its own", *f.path, other.key)
		}
	}
}

// sharedModels tells whether two are the package of an API's models, which may be the
// shared one.
func sharedModels(a, b folder) bool {
	role := func(f folder) string { return f.key[strings.LastIndex(f.key, ".")+1:] }
	roles := []string{role(a), role(b)}
	slices.Sort(roles)
	return slices.Equal(roles, []string{"models", "shared"})
}

// checkWords finds spellings that are none.
func (c *Config) checkWords(d *document) {
	for i, word := range c.Initialisms {
		at := fmt.Sprintf("initialisms[%d]", i)
		d.require(at, word)
		d.form(at, word, initialisms, "write it in capitals")
	}
	for _, word := range slices.Sorted(maps.Keys(c.Words)) {
		if lower := strings.ToLower(word); word != lower {
			d.addf("words."+word, "is for %q, which no name has: write %s, in lower case", word, lower)
		}
		d.require("words."+word, c.Words[word])
		d.form("words."+word, c.Words[word], spellings, "write letters and digits, and first a capital")
	}
}

// checkServices finds what would not compile, or not be reached.
func (api *API) checkServices(d *document, at string) {
	for _, name := range slices.Sorted(maps.Keys(api.Hosts)) {
		d.require(at+"hosts."+name, api.Hosts[name])
		d.form(at+"hosts."+name, api.Hosts[name], goNames, "write the name of an exported constant, as HostMain")
	}
	for _, name := range slices.Sorted(maps.Keys(api.Values)) {
		d.require(at+"values."+name, api.Values[name])
		d.form(at+"values."+name, api.Values[name], goNames, "write the name of an exported method")
	}
	for _, name := range slices.Sorted(maps.Keys(api.Services)) {
		service := api.Services[name]
		d.require(at+"services."+name+".path", service.Path)
		d.form(at+"services."+name+".path", service.Path, servicePaths, "write a path that starts with a slash, as /graphql, without query and fragment")
		if _, ok := api.Hosts[service.Host]; !ok {
			d.addf(at+"services."+name, "has the host %q, which is not among hosts%s", service.Host, didYouMean(service.Host, api.Hosts))
		}
	}
}

// checkFiles finds patterns that match nothing, and a reference that is none.
func (api *API) checkFiles(d *document, at string) {
	if len(api.Schema) == 0 {
		d.addf(at+"schema", "is missing: name at least one file")
	}
	for key, patterns := range map[string][]string{"schema": api.Schema, "operations": api.Operations} {
		for i, pattern := range patterns {
			d.require(fmt.Sprintf("%s%s[%d]", at, key, i), pattern)
		}
	}
	if api.Reference.File == "" {
		return
	}
	if !filepath.IsLocal(filepath.FromSlash(api.Reference.File)) {
		d.addf(at+"reference.file", "is %q, which is not inside the module", api.Reference.File)
	}
	d.form(at+"reference.file", api.Reference.File, references, "name a Markdown file, as REFERENCE.md")
	api.Reference.File = path.Clean(api.Reference.File)
}
