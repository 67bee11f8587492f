package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestNeutral holds that the generator knows none of the APIs that it is
// configured for: what differs between them stands in schema, operations and
// configuration. Only the import path and the default configuration's name may have
// such a word.
func TestNeutral(t *testing.T) {
	text, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.NewReplacer(modfile.ModulePath(text), "", `"generator/authing.yaml"`, "")
	words := regexp.MustCompile(`(?i)classic|core|authing`)
	files := 0
	err = filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for i, line := range strings.Split(string(source), "\n") {
			if word := words.FindString(allowed.Replace(line)); word != "" {
				t.Errorf("%s:%d has the word %q: say it in the configuration, the schema or the operations", path, i+1, word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files were looked through: there are more", files)
	}
}
