package main

import (
	"strings"
	"testing"
)

// TestQuickstart runs the story to its end, and sees that nothing secret is told.
func TestQuickstart(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, told := range []string{
		"registered ada@example.com", "as the same user: true", "Countess of Lovelace", "All went through 5 users",
		"somebody has the address ada@example.com: false", "That was all.",
	} {
		if !strings.Contains(out.String(), told) {
			t.Errorf("the story does not tell %q:\n%s", told, out.String())
		}
	}
	for _, secret := range []string{"first-password", "second-password", "eyJ"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the story tells a secret, %q", secret)
		}
	}
}
