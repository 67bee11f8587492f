package diff_test

import (
	"encoding/json"
	"io"
	"strings"
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

// newBooks has a description that wants to be a table, a link, a call for help
// and a program.
const newBooks = `type Query {
  books(first: Int = 20): [Book]
}

"""
| a | b |
<script>alert(1)</script> [here](https://example.com) ` + "`code`" + ` *bold* @everybody closes #1 ~~no~~ $x$
"""
type Book {
  title: String!
}

enum Kind { NOVEL POEM }
`

func TestPrint(t *testing.T) {
	for name, c := range map[string]struct {
		write func(io.Writer, []diff.Change) error
		want  string
	}{
		"text": {diff.WriteText, `1 breaking
  old.graphql:8:3: field year was removed from Book

2 dangerous
  new.graphql:13:19: value POEM was added to enum Kind
  new.graphql:2:9: default of argument Query.books(first:) changed from 10 to 20

2 safe
  new.graphql:9:6: description of object type Book changed from "a book" to "| a | b |\n<script>alert(1)</script> [here](https://example.c…"
  new.graphql:10:3: type of field Book.title changed from String to String!
`},
		"markdown": {diff.WriteMarkdown, `### 1 breaking

- field year was removed from Book (old.graphql:8:3)

### 2 dangerous

- value POEM was added to enum Kind (new.graphql:13:19)
- default of argument Query.books(first:) changed from 10 to 20 (new.graphql:2:9)

<details>
<summary>2 safe</summary>

- description of object type Book changed from "a book" to "\| a \| b \|\\n&lt;script&gt;alert(1)&lt;/script&gt; \[here\](https://example.c…" (new.graphql:9:6)
- type of field Book.title changed from String to String! (new.graphql:10:3)

</details>
`},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := c.write(&b, changes(t, oldBooks, newBooks)); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, b.String()); d != "" {
				t.Errorf("it prints something else (-want +got):\n%s", d)
			}
		})
	}
}

// TestMarkdownIsText takes a reason, which a sentence shows whole, for each thing
// that Markdown would make something of.
func TestMarkdownIsText(t *testing.T) {
	for text, want := range map[string]string{
		"a | b":                `a \| b`,
		"`code`":               "\\`code\\`",
		"<img src=x>":          `&lt;img src=x&gt;`,
		"&lt;":                 `&amp;lt;`,
		"[here](//x)":          `\[here\](//x)`,
		"*a* _b_ ~~c~~":        `\*a\* \_b\_ \~\~c\~\~`,
		"@you and #1":          `@<!-- -->you and #<!-- -->1`,
		"$x$":                  `\$x\$`,
		`a\b`:                  `a\\\\b`, // the quoted text has two already
		"\x1b[31m":             `\\x1b\[31m`,
		"a\u202eb":             `a\\u202eb`,
		"日本 – é":               `日本 – é`,
		"two\nlines":           `two\\nlines`,
		"{{ expression }}":     `\{\{ expression \}\}`,
		"<!-- -->":             `&lt;!-- --&gt;`,
		"</summary></details>": `&lt;/summary&gt;&lt;/details&gt;`,
	} {
		var b strings.Builder
		escaped, err := json.Marshal(text) // JSON's escapes are GraphQL's
		if err != nil {
			t.Fatal(err)
		}
		old, new := "type Query { a: Int }", "type Query { a: Int @deprecated(reason: "+string(escaped)+") }"
		if err := diff.WriteMarkdown(&b, changes(t, old, new)); err != nil {
			t.Fatal(err)
		}
		if line := `is deprecated now: "` + want + `" (new.graphql:1:14)`; !strings.Contains(b.String(), line) {
			t.Errorf("%q is printed otherwise than %s:\n%s", text, line, b.String())
		}
	}
}

// TestMessageIsPrintable takes a value as the schema has it, not quoted by Go.
func TestMessageIsPrintable(t *testing.T) {
	const schema = "directive @tag(name: String) on FIELD_DEFINITION type Query { a: Int"
	got := changes(t, schema+" }", schema+" @tag(name: \"a\u202eb\u200bc\") }")
	if want := `@tag(name: "a�b�c") was added to Query.a`; len(got) != 1 || got[0].Message != want {
		t.Errorf("it says %+v, want %q", got, want)
	}
}

func TestPrintNothing(t *testing.T) {
	for name, c := range map[string]struct {
		write func(io.Writer, []diff.Change) error
		want  string
	}{
		"text":     {diff.WriteText, "no changes\n"},
		"markdown": {diff.WriteMarkdown, "No changes.\n"},
		"json": {diff.WriteJSON, `{
  "summary": {
    "breaking": 0,
    "dangerous": 0,
    "safe": 0
  },
  "changes": []
}
`},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := c.write(&b, nil); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, b.String()); d != "" {
				t.Errorf("it prints something else (-want +got):\n%s", d)
			}
		})
	}
}

// TestJSON holds the names that programs rely on.
func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := diff.WriteJSON(&b, changes(t, oldBooks, newBooks)[2:4]); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "summary": {
    "breaking": 1,
    "dangerous": 1,
    "safe": 0
  },
  "changes": [
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
  ]
}
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("it prints something else (-want +got):\n%s", d)
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
