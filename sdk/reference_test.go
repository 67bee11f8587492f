package sdk

import (
	"os"
	"strings"
	"testing"
)

// TestReferenceIsComplete finds every recorded call in the reference, with its Go method
// or among what is left out with a reason.
func TestReferenceIsComplete(t *testing.T) {
	text, err := os.ReadFile("REFERENCE.md")
	if err != nil {
		t.Fatal(err)
	}
	named := make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		row, isRow := strings.CutPrefix(line, "| `")
		left, isLeftOut := strings.CutPrefix(line, "- `")
		switch {
		case isRow:
			name, rest, _ := strings.Cut(row, "` | `")
			named[name] = !strings.HasPrefix(rest, "`")
		case isLeftOut:
			name, reason, _ := strings.Cut(left, "`:")
			named[name] = strings.TrimSpace(reason) != ""
		}
	}
	for name, recorded := range readRecording(t, classicRecording).Cases {
		method, _, _ := strings.Cut(name, "(")
		if recorded.Unrecorded == "" && !named[method] {
			t.Errorf("the reference says nothing of %s", method)
		}
	}
	for _, name := range []string{"preflight", "pipeline.templates", "qrlogin.startScanning", "formatError"} {
		if !named[name] {
			t.Errorf("the reference says nothing of %s", name)
		}
	}
}
