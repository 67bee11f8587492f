package diff_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/generator/internal/diff"
)

const oldBooks = `type Query {
  books(first: Int = 10): [Book]
}

"a book"
type Book {
  title: String
  year: Int
}

enum Kind { NOVEL }
`

const newBooks = `type Query {
  books(first: Int = 20): [Book]
}

"""
a bound book
of many pages
"""
type Book {
  title: String!
}

enum Kind { NOVEL POEM }
`

// TestMessageIsPrintable takes a value as the schema has it, not quoted by Go.
func TestMessageIsPrintable(t *testing.T) {
	const schema = "directive @tag(name: String) on FIELD_DEFINITION type Query { a: Int"
	got := changes(t, schema+" }", schema+" @tag(name: \"a\u202eb\u200bc\") }")
	if want := `@tag(name: "a�b�c") was added to Query.a`; len(got) != 1 || got[0].Message != want {
		t.Errorf("it says %+v, want %q", got, want)
	}
}

// TestJSON holds the names that programs rely on.
func TestJSON(t *testing.T) {
	got, err := json.MarshalIndent(changes(t, oldBooks, newBooks)[2:4], "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `[
  {
    "kind": "FIELD_REMOVED",
    "class": "breaking",
    "coordinate": "Book.year",
    "message": "field year was removed from Book",
    "type": "Book",
    "field": "year",
    "before": "Int",
    "old": {
      "file": "old.graphql",
      "line": 8,
      "column": 3
    }
  },
  {
    "kind": "ENUM_VALUE_ADDED",
    "class": "dangerous",
    "coordinate": "Kind.POEM",
    "message": "value POEM was added to enum Kind",
    "type": "Kind",
    "field": "POEM",
    "new": {
      "file": "new.graphql",
      "line": 13,
      "column": 19
    }
  }
]`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("it reads otherwise (-want +got):\n%s", d)
	}
}

// TestParts holds what impact analysis is told of a change.
func TestParts(t *testing.T) {
	got := changes(t, oldBooks, newBooks)
	want := []diff.Change{
		{
			Kind: diff.TypeDescriptionChanged, Class: diff.Safe, Coordinate: "Book", Type: "Book",
			Before: "a book", After: got[0].After,
			Old: diff.Place{File: "old.graphql", Line: 6, Column: 6}, New: diff.Place{File: "new.graphql", Line: 9, Column: 6},
			Message: got[0].Message,
		},
		{
			Kind: diff.FieldTypeChanged, Class: diff.Safe, Coordinate: "Book.title", Type: "Book", Field: "title",
			Before: "String", After: "String!",
			Old: diff.Place{File: "old.graphql", Line: 7, Column: 3}, New: diff.Place{File: "new.graphql", Line: 10, Column: 3},
			Message: "type of field Book.title changed from String to String!",
		},
		{
			Kind: diff.FieldRemoved, Class: diff.Breaking, Coordinate: "Book.year", Type: "Book", Field: "year", Before: "Int",
			Old:     diff.Place{File: "old.graphql", Line: 8, Column: 3},
			Message: "field year was removed from Book",
		},
		{
			Kind: diff.EnumValueAdded, Class: diff.Dangerous, Coordinate: "Kind.POEM", Type: "Kind", Field: "POEM",
			New:     diff.Place{File: "new.graphql", Line: 13, Column: 19},
			Message: "value POEM was added to enum Kind",
		},
		{
			Kind: diff.FieldArgumentDefaultChanged, Class: diff.Dangerous, Coordinate: "Query.books(first:)",
			Type: "Query", Field: "books", Argument: "first", Before: "10", After: "20",
			Old: diff.Place{File: "old.graphql", Line: 2, Column: 9}, New: diff.Place{File: "new.graphql", Line: 2, Column: 9},
			Message: "default of argument Query.books(first:) changed from 10 to 20",
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the changes have other parts (-want +got):\n%s", d)
	}
}
