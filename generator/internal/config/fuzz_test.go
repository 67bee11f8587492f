package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// FuzzLoad sees that no text makes the reader panic, and that every line of its error
// names a line of the file.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		full, "", "#", "---", "a: b", "- a", "7", "runtime: [", "runtime: {a: b, a: c}", "apis:\n  - &a {name: x}\n  - *a",
		"apis: *nobody", "? a\n: b", "!!binary x", "runtime: |\n  a\n---\nb: c", "<<: {runtime: a}", "words: {1: a, true: b, ~: c}", "\xff\xfe", "\t", "apis: [[]]",
		"runtime: !!str", "apis: &a [*a]", "a: !!set {b}", "? [a]\n: c", "runtime: \"\\x\"",
	} {
		f.Add(seed)
	}
	folder := f.TempDir()
	path := filepath.Join(folder, "generator.yaml")
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module example.com/library\n"), 0o644); err != nil {
		f.Fatal(err)
	}
	placed := regexp.MustCompile(`^.*generator\.yaml:[1-9][0-9]*:[1-9][0-9]*: .`)
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(path)
		if err == nil {
			return
		}
		for line := range strings.SplitSeq(err.Error(), "\n") {
			if !placed.MatchString(line) {
				t.Errorf("the error names no line: %q", err)
			}
		}
	})
}
