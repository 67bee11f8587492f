package spec_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// TestSyntaxErrors has the texts that a script cannot hold.
func TestSyntaxErrors(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"UTF-16":                {"\xff\xfet\x00y\x00", "a.graphql:1:1: the file is in UTF-16: save it in UTF-8"},
		"UTF-16, big end first": {"\xfe\xff\x00t\x00y", "a.graphql:1:1: the file is in UTF-16: save it in UTF-8"},
		"NUL":                   {"type A {\x00 x: Int }", "a.graphql:1:9: a character that GraphQL has no use for, '\\x00' (U+0000): take it out"},
		"NUL in a text":         {"\"\x00\" type A { x: Int }", "a.graphql:1:2: a character that GraphQL has no use for, '\\x00' (U+0000): take it out"},
		"Latin-1":               {"type \xe9 { x: Int }", "a.graphql:1:6: the file is not UTF-8 here: save it in that encoding"},
		"a mark of UTF-8":       {"\ufefftype A { x: Int", "a.graphql:1:17: Expected Name, found <EOF>: type A at 1:2 is not closed: write }"},
		"lines of Windows":      {"type A {\r\n  \"not closed\r\n}\r\n", "a.graphql:2:3: a text that does not end: close it with \""},
		"a text of nothing":     {"type A {\n\"", "a.graphql:2:1: a text that does not end: close it with \""},
		"a quote of one stroke": {"type A { x: Int @deprecated(reason: 'old') }", "a.graphql:1:37: Unexpected single quote character ('), did you mean to use a double quote (\")?"},
		"a line of signs":       {"type A {\n========\n}", "a.graphql:2:1: Expected Name, found ="},
		"an earlier mistake":    {"typ A { x: Int }\n;", "a.graphql:1:1: Unexpected Name \"typ\""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := spec.LoadSchema([]*ast.Source{{Name: "a.graphql", Input: test.text}})
			if err == nil || err.Error() != test.want {
				t.Errorf("got\n%v, not\n%s", err, test.want)
			}
		})
	}
}
