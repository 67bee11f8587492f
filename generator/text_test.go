package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/cli"
)

// TestEncodings sees that a text which is not UTF-8 is told by its place, and that a
// byte order mark is none of its business.
func TestEncodings(t *testing.T) {
	tests := []struct{ what, path, old, with, want string }{
		{"Latin-1 in the configuration", "generator.yaml", "one reader.", "one lecteur \xe9m\xe9rite.",
			"generator.yaml:20:99: the configuration is not UTF-8 here: save it in that encoding\n"},
		{"Latin-1 in a comment of it", "generator.yaml", "runtime:", "# \xfcber\nruntime:",
			"generator.yaml:1:3: the configuration is not UTF-8 here: save it in that encoding\n"},
		{"Latin-1 in the schema", "schema/schema.graphql", "finds a book", "trouve un livre \xe0 lire",
			"schema/schema.graphql:2:20: the file is not UTF-8 here: save it in that encoding\n"},
		{"Latin-1 in the operations", "operations/books.graphql", "finds one", "a\u00e9\xe9",
			"operations/books.graphql:2:8: the file is not UTF-8 here: save it in that encoding\n"},
		{"a mark before the configuration", "generator.yaml", "runtime:", "\uFEFFruntime:", ""},
		{"a mark before the schema", "schema/schema.graphql", "type Query", "\uFEFFtype Query", ""},
		{"a mark before the operations", "operations/books.graphql", `"""`, "\uFEFF\"\"\"", ""},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			cacheIn(t, t.TempDir())
			folder := library(t)
			change := func(text string) string { return strings.Replace(text, test.old, test.with, 1) }
			edit{test.what, test.path, change}.make(t, folder)
			got := generateFolder(t, folder)
			if told := strings.ReplaceAll(got.Stderr, folder+string(filepath.Separator), ""); told != test.want {
				t.Errorf("it told %q, not %q", told, test.want)
			}
		})
	}
}

// full is an output that has no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// TestNoRoom sees that a command fails whose result cannot be written.
func TestNoRoom(t *testing.T) {
	cacheIn(t, t.TempDir())
	folder := library(t)
	config := filepath.Join(folder, "generator.yaml")
	edit{"a problem that lint finds", "schema/schema.graphql", func(text string) string {
		return strings.Replace(text, "  title: String\n", "  title: String @deprecated\n", 1)
	}}.make(t, folder)
	for _, args := range [][]string{
		{"help"}, {"help", "lint"}, {"lint", "--config", config}, {"lint", "--format", "json", "--config", config},
		{"explain", "Book", "--config", config}, {"explain", "Book", "--format", "json", "--config", config},
		{"generate", "--check", "--config", config}, {"generate", "--config", config},
	} {
		var stderr bytes.Buffer
		status := cli.Run(t.Context(), args, full{}, &stderr)
		checks := len(args) > 1 && args[1] == "--check" // which fails anyway, and says so
		if status != 1 || !checks && !strings.Contains(stderr.String(), "writing the result: no room") {
			t.Errorf("%q: status %d, %q", args, status, stderr.String())
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "sdk", "reader", "client.gen.go")); err != nil {
		t.Error("the files are made, though nobody hears of it:", err)
	}
}
