package side_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/generator/internal/side"
)

// TestRevision reads files as they were, byte for byte, below a folder.
func TestRevision(t *testing.T) {
	folder(t, map[string]string{
		"outside.go":             "package outside\n",
		"module/go.mod":          "module m\n",
		"module/a.go":            "package m\r\n\r\nvar x = `\n\n`",
		"module/empty.go":        "",
		"module/with space/é.go": "package é\n",
		"module/read.me":         "nothing\n",
	})
	repository(t)
	write(t, map[string]string{"module/a.go": "later", "module/later.go": "later"})
	files, err := side.Revision(t.Context(), "module", "v1", func(file string) bool { return strings.HasSuffix(file, ".go") })
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for file, text := range files {
		got[file] = string(text)
	}
	want := map[string]string{"a.go": "package m\r\n\r\nvar x = `\n\n`", "empty.go": "", "with space/é.go": "package é\n"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("other files were read (-want +got):\n%s", d)
	}
	none, err := side.Revision(t.Context(), ".", "v1", func(string) bool { return false })
	if err != nil || len(none) > 0 {
		t.Errorf("of nothing, it reads %v, %v", none, err)
	}
	if _, err := side.Revision(t.Context(), ".", "--all", func(string) bool { return true }); err == nil || !strings.HasPrefix(err.Error(), "git:--all: there is no revision --all: ") {
		t.Errorf("the error is %v", err)
	}
}
