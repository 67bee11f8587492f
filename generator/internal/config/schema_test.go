package config_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"
	"golang.org/x/tools/txtar"

	"github.com/authing-community/authing-go/generator/internal/config"
)

func readSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("../../authing.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	return &schema
}

func resolve(t testing.TB) *jsonschema.Resolved {
	t.Helper()
	resolved, err := readSchema(t).Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

// TestSchemaHasEveryKey holds the published schema to the structs that the reader
// fills: the same keys, of the same types, each with a description.
func TestSchemaHasEveryKey(t *testing.T) {
	schema := readSchema(t)
	compare(t, schema, schema, reflect.TypeFor[config.Config](), "the configuration")
}

func compare(t *testing.T, root, schema *jsonschema.Schema, of reflect.Type, path string) {
	t.Helper()
	if name, ok := strings.CutPrefix(schema.Ref, "#/$defs/"); ok {
		schema = root.Defs[name]
	}
	if schema == nil {
		t.Errorf("%s has no schema", path)
		return
	}
	types := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Slice: "array", reflect.Map: "object", reflect.Struct: "object"}
	if want := types[of.Kind()]; schema.Type != want {
		t.Errorf("%s is of type %q in the schema, and of %q for the reader", path, schema.Type, want)
	}
	switch of.Kind() {
	case reflect.Slice:
		compare(t, root, schema.Items, of.Elem(), path+"[]")
	case reflect.Map:
		compare(t, root, schema.AdditionalProperties, of.Elem(), path+"{}")
	case reflect.Struct:
		compareKeys(t, root, schema, of, path)
	}
}

func compareKeys(t *testing.T, root, schema *jsonschema.Schema, of reflect.Type, path string) {
	t.Helper()
	var read []string
	for field := range of.Fields() {
		name := field.Tag.Get("yaml")
		if name == "-" {
			continue
		}
		read = append(read, name)
		if property := schema.Properties[name]; property != nil {
			if property.Description == "" && property.Ref == "" {
				t.Errorf("%s.%s has no description", path, name)
			}
			compare(t, root, property, field.Type, path+"."+name)
		}
	}
	slices.Sort(read)
	if diff := cmp.Diff(read, slices.Sorted(maps.Keys(schema.Properties))); diff != "" {
		t.Errorf("the keys of %s are not those of the schema (-read +schema):\n%s", path, diff)
	}
	if other := schema.AdditionalProperties; other == nil || other.Not == nil {
		t.Errorf("%s takes unknown keys", path)
	}
}

// TestConfigurationsFitSchema validates the project's configuration and those of all
// scripts: what the reader takes, the schema takes too.
func TestConfigurationsFitSchema(t *testing.T) {
	resolved := resolve(t)
	whole, err := os.ReadFile("../../authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if first, _, _ := strings.Cut(string(whole), "\n"); first != "# yaml-language-server: $schema=authing.schema.json" {
		t.Errorf("the configuration does not name its schema in its first line, for editors, but says %q", first)
	}
	third, err := os.ReadFile("../../testdata/third/api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	configurations := map[string]string{"authing.yaml": string(whole), "with the third API": string(whole) + string(third)}
	scripts, err := filepath.Glob("../../testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		archive, err := txtar.ParseFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasPrefix(string(file.Data), "runtime: ") {
				configurations[filepath.Base(script)+" "+file.Name] = string(file.Data)
			}
		}
	}
	taken := 0
	for _, name := range slices.Sorted(maps.Keys(configurations)) {
		text := configurations[name]
		if reads(t, text) != nil {
			continue
		}
		taken++
		if err := fits(resolved, text); err != nil {
			t.Errorf("%s is good for the reader, and not for the schema: %v", name, err)
		}
	}
	if taken < 15 {
		t.Errorf("only %d configurations were compared", taken)
	}
}

// reads lets the reader have its say.
func reads(t testing.TB, text string) error {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "generator.yaml")
	for name, content := range map[string]string{path: text, filepath.Join(folder, "go.mod"): "module example.com/library\n"} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := config.Load(path)
	return err
}

// fits lets the schema have its say.
func fits(schema *jsonschema.Resolved, text string) error {
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		return err
	}
	plain, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, &value); err != nil {
		return err
	}
	return schema.Validate(value)
}

// full is a configuration that has every key.
const full = `runtime: sdk/runtime
redact: sdk/redact
initialisms: [ISBN]
words: {isbncode: ISBNCode}
apis:
  - name: library
    schema: [schema/*.graphql]
    operations: [operations/*.graphql]
    services: {catalogue: {host: main, path: /graphql}}
    hosts: {main: HostMain}
    values: {shelf: Shelf}
    scalars: {Pairs: "map[string]string"}
    names: {BookKindEnum: Kind}
    documents:
      - name: MANUAL
        title: The manual
        text: It is old.
        sentence: The manual calls it {method}.
        published: false
        left_out: [{method: burn, reason: nobody burns books.}]
    reference: {file: REFERENCE.md, text: All methods.}
    refusals: {documented: "It is refused with {codes}.", assumed: "Perhaps with {codes}."}
    groups: {Loans: Loans lends books.}
    models: sdk/models
    shared: sdk/library
    reexports: [Secret]
    wire: sdk/wire
    calls: sdk/calls
    composites: sdk/composite
    without_options: [WithPatience]
    box: sdk/box
    surfaces:
      - {name: reader, package: sdk/reader, credential: SESSION, doc: Client reads.}
`

// TestWrongConfigurations takes the full configuration apart: at each place, every
// other kind of value, an unknown key, and nothing at all. What the schema refuses,
// the reader refuses too, and what the reader calls wrong in its form, the schema
// refuses.
func TestWrongConfigurations(t *testing.T) {
	resolved := resolve(t)
	if err := fits(resolved, full); err != nil {
		t.Fatal(err)
	}
	if err := reads(t, full); err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for what, text := range mutations(t) {
		schema, reader := fits(resolved, text), reads(t, text)
		if schema != nil {
			wrong++
		}
		switch {
		case schema != nil && reader == nil:
			t.Errorf("%s: the reader takes what the schema refuses: %v", what, schema)
		case schema == nil && reader != nil && !aboutMeaning(reader):
			t.Errorf("%s: the schema takes what the reader refuses: %v", what, reader)
		case reader != nil && !strings.Contains(reader.Error(), "generator.yaml:"):
			t.Errorf("%s: the error names no line: %v", what, reader)
		}
	}
	if wrong < 200 {
		t.Errorf("only %d configurations were wrong", wrong)
	}
}

// aboutMeaning tells mistakes that no schema can find.
func aboutMeaning(err error) bool {
	for _, meaning := range []string{"not among hosts", "name it under shared"} {
		if strings.Contains(err.Error(), meaning) {
			return true
		}
	}
	return false
}

// mutations gives the full configuration with one change each, by what is changed.
func mutations(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	write := func(what string, root any) {
		text, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		all[what] = string(text)
	}
	var root any
	if err := yaml.Unmarshal([]byte(full), &root); err != nil {
		t.Fatal(err)
	}
	var visit func(path string, value any, set func(any))
	visit = func(path string, value any, set func(any)) {
		for _, other := range []any{nil, 7, 1.5, true, "", "text", []any{}, []any{"text"}, []any{7}, map[string]any{}, map[string]any{"key": "text"}} {
			set(other)
			write(fmt.Sprintf("%s = %#v", path, other), root)
		}
		set(value)
		switch v := value.(type) {
		case map[string]any:
			v["unknwon"] = "text"
			write(path+" with an unknown key", root)
			delete(v, "unknwon")
			for _, key := range slices.Sorted(maps.Keys(v)) {
				inner := v[key]
				delete(v, key)
				write(path+" without "+key, root)
				v[key] = inner
				visit(path+"."+key, inner, func(other any) { v[key] = other })
			}
		case []any:
			for i, inner := range v {
				visit(fmt.Sprintf("%s[%d]", path, i), inner, func(other any) { v[i] = other })
			}
		}
	}
	visit("root", root, func(other any) { root = other })
	return all
}
