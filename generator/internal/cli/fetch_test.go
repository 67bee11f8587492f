package cli

import (
	"strings"
	"testing"
)

// TestValueOf holds that each thing that is wrong with a variable is told, and never
// what is in it.
func TestValueOf(t *testing.T) {
	tests := map[string]struct{ set, value, problem string }{
		"a value":            {" Bearer hunter2secret\n", "Bearer hunter2secret", ""},
		"empty":              {"", "", "is empty"},
		"white space":        {" \n", "", "is empty"},
		"several lines":      {"one\nhunter2secret", "", "has several lines"},
		"control characters": {"one\x07hunter2secret", "", "has control characters"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("CREDENTIAL", test.set)
			got, err := valueOf("CREDENTIAL")
			if got != test.value || (err != nil) != (test.problem != "") {
				t.Fatalf("got %q, %v", got, err)
			}
			if err != nil && (!strings.HasPrefix(err.Error(), test.problem) || strings.Contains(err.Error(), "secret")) {
				t.Errorf("it says %q, not %q", err, test.problem)
			}
		})
	}
	if _, err := valueOf("NOBODY_SETS_THIS"); err == nil || !strings.HasPrefix(err.Error(), "is not set") {
		t.Errorf("a variable that is not set: %v", err)
	}
}
