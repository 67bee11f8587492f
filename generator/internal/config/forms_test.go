package config_test

import (
	"strings"
	"testing"
)

// TestForms tries values at their places: reader and schema take the same.
func TestForms(t *testing.T) {
	resolved := resolve(t)
	tests := []struct {
		place, old string
		good, bad  []string
	}{
		{"a folder", "composites: sdk/composite",
			[]string{"sdk/own", "./sdk/own", "sdk/./own", ".sdk/own", "sdk//own/", "own", "my-sdk/v1.2/own_2", "sdk/string", `""`},
			[]string{"sdk/func", "sdk/main", "main", "sdk/go/", "sdk/re-ader", "sdk/re ader", "my sdk/own", "./", ".", "sdk/..", "../own", "sdk/../own", "/own", "sdk/1own", "sdk/_own", `'sdk\own'`, "sdk/bücher"}},
		{"a service's path", "path: /graphql", []string{"/", "/graphql/v2", "/a%20b"}, []string{"graphql", `"/graphql?a=b #"`, "/graphql?a=b", `""`, `"/a b"`}},
		{"a client's name", "name: reader", []string{"reader2", "end_user", "READER"},
			[]string{"document", "token", "end-user", "2readers", `""`, "bücher", "_reader"}},
		{"a document's name", "name: MANUAL", []string{"manual", "M2"}, []string{`"true"`, `"null"`, "a-b", "2"}},
		{"a reference", "file: REFERENCE.md", []string{"docs/all.md", "my docs/all.md", `""`}, []string{"go.mod", "schema/schema.graphql", "README", "sdk/a.gen.go", ".md"}},
		{"a spelling", "isbncode: ISBNCode", []string{"isbn: I", "utf: UTF8"}, []string{"isbn: x y", "isbn: isbn", `isbn: ""`, "isbn: 2"}},
		{"an initialism", "initialisms: [ISBN]", []string{"[]", "[I18N]"}, []string{"[isbn]", "[I S]", `[""]`, "[2A]"}},
		{"a host", "{main: HostMain}", []string{"{main: Main, other: H}"}, []string{"{main: host}", `{main: ""}`, "{main: a.B}"}},
		{"a pattern", "schema: [schema/*.graphql]", []string{"[a, b]"}, []string{`[""]`, `[a, ""]`}},
	}
	for _, test := range tests {
		if strings.Count(full, test.old) != 1 {
			t.Fatalf("%s: %q is not once in the full configuration", test.place, test.old)
		}
		key, _, _ := strings.Cut(test.old, ": ")
		for i, value := range append(test.good, test.bad...) {
			with := key + ": " + value
			switch test.place {
			case "a spelling":
				with = value
			case "a host":
				with = value
			}
			text, good := strings.Replace(full, test.old, with, 1), i < len(test.good)
			if err := reads(t, text); (err == nil) != good {
				t.Errorf("%s: the reader says of %q: %v", test.place, with, err)
			}
			if err := fits(resolved, text); (err == nil) != good {
				t.Errorf("%s: the schema says of %q: %v", test.place, with, err)
			}
		}
	}
}

// TestLimits sees that the reader ends soon where the YAML parser would not.
func TestLimits(t *testing.T) {
	tests := []struct{ what, text, want string }{
		{"brackets", "runtime: " + strings.Repeat("[", 200_000), "has more than 30000 words and signs"},
		{"words", "words:\n" + strings.Repeat("  a: A\n", 150_000), "has more than"},
		{"a long text", "runtime: " + strings.Repeat("a", 2<<20), "has more than 1048576 bytes"},
	}
	for _, test := range tests {
		err := reads(t, test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "generator.yaml:1:") && !strings.Contains(err.Error(), "generator.yaml:10") {
			t.Errorf("%s: %v", test.what, err)
		}
	}
}
