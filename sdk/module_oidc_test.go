package sdk

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOIDCImportsLittle looks at the modules that a program gets with package oidc: its
// libraries, and nothing of a client or of the test service.
func TestOIDCImportsLittle(t *testing.T) {
	listed := goCommand(t, ".", strict, "list", "-deps", "-f", "{{if .Module}}{{.Module.Path}} {{.ImportPath}}{{end}}", "./oidc")
	modules := map[string]bool{}
	for line := range strings.Lines(string(listed)) {
		of, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		modules[of] = true
		if strings.HasPrefix(path, module+"/sdk/authingtest") || strings.HasPrefix(path, module+"/sdk/internal/runtime") {
			t.Errorf("it imports %s", path)
		}
	}
	want := []string{module, "github.com/coreos/go-oidc/v3", "github.com/go-jose/go-jose/v4", "golang.org/x/oauth2", "golang.org/x/sync"}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(modules))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
