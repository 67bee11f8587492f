package hint_test

import (
	"testing"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

func TestDidYouMean(t *testing.T) {
	tests := []struct {
		name  string
		known []string
		want  string
	}{
		{"genrate", []string{"explain", "generate", "lint"}, ": did you mean generate?"},
		{"GENERATE", []string{"generate"}, ": did you mean generate?"},
		{"Bok", []string{"Books", "Boy", "Book"}, ": did you mean Boy?"}, // as near as Book, and as long as what was written
		{"parliament", []string{"generate", "lint"}, ""},
		{"", []string{"generate"}, ""},
		{"generate", nil, ""},
	}
	for _, test := range tests {
		if got := hint.DidYouMean(test.name, test.known); got != test.want {
			t.Errorf("%q among %q: %q, not %q", test.name, test.known, got, test.want)
		}
	}
}

func TestSlip(t *testing.T) {
	tests := []struct {
		name, other string
		want        bool
	}{
		{"Lst", "List", true},
		{"lsit", "List", true},
		{"LoginByEmail", "LoginByAD", false},
		{"Login", "Logouts", false},
	}
	for _, test := range tests {
		if got := hint.Slip(test.name, test.other); got != test.want {
			t.Errorf("%q for %q is a slip: %v", test.name, test.other, got)
		}
	}
}
