package spec_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// library is a schema with an interface, one that implements it, and a union.
const library = `
-- go.mod --
module example.com/library
-- generator.yaml --
runtime: sdk/runtime
apis:
  - name: library
    schema: [schema.graphql]
    operations: [operations.graphql]
    services:
      catalogue: {host: main, path: /graphql}
    hosts: {main: HostMain}
    models: sdk/library
    wire: sdk/wire
    calls: sdk/calls
    surfaces:
      - {name: reader, package: sdk/reader, credential: SESSION, doc: Client acts for one reader.}
-- schema.graphql --
type Query @service(name: "catalogue") {
  thing(where: PlaceInput): Thing
  find(kind: Kind @deprecated(reason: "all are found")): [Finding]
}
extend type Query { place(id: String!): String @http(method: GET, host: "main", path: "/place/{id}") }

interface Thing { id: ID near(kind: Kind): Thing }
interface Named implements Thing { id: ID near(kind: Kind): Thing name: String }

type Book implements Thing & Named { id: ID @deprecated near(kind: Kind): Thing name: String pages: Int @deprecated(reason: "count them") }
type Lamp implements Thing { id: ID near(kind: Kind): Thing watts: Int }
type Reader { name: String }

union Finding = Book | Reader

enum Kind { OLD NEW }

input PlaceInput { room: String @deprecated(reason: "there are none") shelf: ShelfInput beside: PlaceInput }
input ShelfInput { number: Int @deprecated(reason: "renumbered") colour: String }
`

// open opens a project with operations.
func open(t *testing.T, operations string) *config.Config {
	t.Helper()
	root := t.TempDir()
	archive := txtar.Parse([]byte(library))
	archive.Files = append(archive.Files, txtar.File{Name: "operations.graphql", Data: []byte(operations)})
	for _, file := range archive.Files {
		if err := os.WriteFile(filepath.Join(root, file.Name), file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := config.Load(filepath.Join(root, "generator.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// method is the start of an operation that is a method.
func method(text string) string {
	return "\"\"\"\nThing does.\n\"\"\"\nquery Thing" + text
}

func TestUses(t *testing.T) {
	type uses struct{ Fields, Arguments, Inputs, Written, Kept, Discarded []string }
	tests := map[string]struct {
		operations string
		want       uses
	}{
		"inline fragments on an interface": {
			method(` @method(reader: SESSION) {
  thing { ...Thing }
}
fragment Thing on Thing @model {
  __typename
  id
  ... on Named { name ... { near(kind: OLD) { ...Near } } }
  ... on Book { pages id }
  ... on Lamp { ... on Thing { id } }
}
fragment Near on Thing @model { id }
`),
			uses{
				Fields: []string{
					"Thing: Thing.id at 9:3", "Thing: Named.name at 10:18", "Thing: Named.near at 10:29",
					`Thing: Book.pages at 11:17, "count them"`, `Thing: Book.id at 11:23, "no longer supported"`, "Thing: Thing.id at 12:32",
					"Near: Thing.id at 14:33", "Thing: Query.thing at 5:3",
				},
				Arguments: []string{"Thing: Named.near(kind:) at 10:34"},
				Kept:      []string{"Book.id", "Book.pages", "Named.name", "Named.near", "Thing.id"},
			},
		},
		"spreads on an interface": {
			method(` @method(reader: SESSION) {
  thing { ...Thing }
}
fragment Thing on Thing @model { ...Part ...Book ...Light }
fragment Part on Named { name }
fragment Book on Book @model { id ...Part }
fragment Light on Lamp { watts }
`),
			uses{
				Fields: []string{
					"Part: Named.name at 8:26", `Book: Book.id at 9:32, "no longer supported"`, "Light: Lamp.watts at 10:26", "Thing: Query.thing at 5:3",
				},
				Kept: []string{"Book.id", "Lamp.watts", "Named.name"},
			},
		},
		"a union": {
			method(`($kind: Kind) @method(reader: SESSION) {
  find(kind: $kind) { ...Finding }
}
fragment Finding on Finding @model { __typename ... on Reader { name } ...Book }
fragment Book on Book @model { pages }
`),
			uses{
				Fields: []string{
					"Finding: Reader.name at 7:65", `Book: Book.pages at 8:32, "count them"`, "Thing: Query.find at 5:3",
				},
				Arguments: []string{`Thing: Query.find(kind:) at 5:8, "all are found"`},
				Kept:      []string{"Book.pages", "Reader.name"},
			},
		},
		"input objects of a caller": {
			method(`($where: PlaceInput) @method(reader: SESSION) {
  thing(where: $where) { near { id } }
}
`),
			uses{
				Fields:    []string{"Thing: Query.thing at 5:3", "Thing: Thing.near at 5:26", "Thing: Thing.id at 5:33"},
				Arguments: []string{"Thing: Query.thing(where:) at 5:9"},
				Inputs: []string{
					`Thing: PlaceInput.room at 4:13, "there are none"`, "Thing: PlaceInput.shelf at 4:13",
					`Thing: ShelfInput.number at 4:13, "renumbered"`, "Thing: ShelfInput.colour at 4:13", "Thing: PlaceInput.beside at 4:13",
				},
			},
		},
		"an object that is written": {
			method(`($room: String, $shelf: ShelfInput! @only(fields: ["colour"])) @method(reader: SESSION) {
  thing(where: {room: $room, beside: {shelf: $shelf}}) { id }
}
`),
			uses{
				Fields:    []string{"Thing: Query.thing at 5:3", "Thing: Thing.id at 5:58"},
				Arguments: []string{"Thing: Query.thing(where:) at 5:9"},
				Inputs:    []string{"Thing: ShelfInput.colour at 4:28"},
				Written: []string{
					`Thing: PlaceInput.room at 5:17, "there are none"`, "Thing: PlaceInput.beside at 5:30", "Thing: PlaceInput.shelf at 5:39",
				},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			apis, err := spec.LoadAll(open(t, test.operations))
			if err != nil {
				t.Fatal(err)
			}
			u := apis[0].Uses
			got := uses{Fields: useLines(u.Fields), Arguments: useLines(u.Arguments), Inputs: useLines(u.Inputs), Written: useLines(u.Written), Discarded: useLines(u.Discarded)}
			for kept := range u.Kept {
				got.Kept = append(got.Kept, kept)
			}
			slices.Sort(got.Kept)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("the uses are wrong (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"catalogue", "main (HTTP)"}, u.Services()); diff != "" {
				t.Errorf("the services are wrong (-want +got):\n%s", diff)
			}
		})
	}
}

// useLines writes uses one to a line.
func useLines(uses []spec.Use) []string {
	var lines []string
	for _, use := range uses {
		line := fmt.Sprintf("%s: %s at %d:%d", use.By, use.Name, use.Position.Line, use.Position.Column)
		if use.Deprecated != nil {
			line += fmt.Sprintf(", %q", *use.Deprecated)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestMentions wants every part of the schema that a fragment names, at the place
// where a mistake in it is told.
func TestMentions(t *testing.T) {
	cfg := open(t, method(` @method(reader: SESSION) {
  thing(where: {shelf: {colour: "red"}}) { ...Thing }
}
fragment Thing on Thing @model {
  ... on Named {
    near(kind: OLD) { ...Near }
    ... @skip(if: false) { name }
  }
  ...Book
}
fragment Near on Thing @model { id }
fragment Book on Book { pages }
`))
	schema, err := spec.Sources(cfg, []string{"schema.graphql"})
	if err != nil {
		t.Fatal(err)
	}
	operations, err := spec.Sources(cfg, cfg.APIs[0].Operations)
	if err != nil {
		t.Fatal(err)
	}
	fitting, err := spec.LoadFitting(cfg, &cfg.APIs[0], schema, operations)
	if err != nil {
		t.Fatal(err)
	}
	if len(fitting.Problems) > 0 {
		t.Fatal(fitting.Problems)
	}
	got := map[string][]string{}
	for _, m := range fitting.Mentions {
		at := fmt.Sprintf("%s %d:%d", m.Definition, m.At.Line, m.At.Column)
		if !slices.Contains(got[at], m.Coordinate) {
			got[at] = append(got[at], m.Coordinate)
		}
	}
	want := map[string][]string{
		"Thing 5:3":   {"Query.thing", "Thing", "Query.thing(where:)"},
		"Thing 5:9":   {"Query.thing(where:)"},
		"Thing 5:16":  {"Query.thing(where:)", "PlaceInput"},
		"Thing 5:24":  {"PlaceInput.shelf", "ShelfInput"},
		"Thing 5:33":  {"ShelfInput.colour", "String"},
		"Thing 5:47":  {"Thing"},
		"Thing 7:1":   {"Thing"},
		"Thing 7:26":  {"Thing"},
		"Thing 8:7":   {"Named", "Thing"},
		"Thing 9:5":   {"Named.near", "Thing", "Named.near(kind:)"},
		"Thing 9:10":  {"Named.near(kind:)"},
		"Thing 9:16":  {"Named.near(kind:)", "Kind", "Kind.OLD"},
		"Thing 9:26":  {"Thing"},
		"Thing 10:28": {"Named.name", "String"},
		"Thing 12:6":  {"Book", "Thing"},
		"Near 14:1":   {"Thing"},
		"Near 14:25":  {"Thing"},
		"Near 14:33":  {"Thing.id", "ID"},
		"Book 15:1":   {"Book"},
		"Book 15:25":  {"Book.pages", "Int"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the mentions are wrong (-want +got):\n%s", diff)
	}
}
