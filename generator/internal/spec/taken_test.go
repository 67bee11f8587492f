package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// TestTakenNames sees that no client can be called as an argument is that the
// directives for clients have anyway.
func TestTakenNames(t *testing.T) {
	document, err := parser.ParseSchema(prelude(&config.API{Documents: []config.Document{{Name: "MANUAL"}}}, nil))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "generator.yaml")
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "go.mod"), []byte("module example.com/library\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, name := range []string{"method", "composite"} {
		for _, argument := range document.Directives.ForName(name).Arguments {
			text := fmt.Sprintf("runtime: sdk/runtime\napis:\n  - name: library\n    surfaces:\n      - {name: %s}\n", argument.Name)
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := config.Load(path)
			if err == nil || !strings.Contains(err.Error(), "surfaces[0].name is") {
				t.Errorf("a client may be called %s, as the argument of @%s: %v", argument.Name, name, err)
			}
			tried++
		}
	}
	if tried < 12 {
		t.Errorf("only %d arguments were tried", tried)
	}
}
