package cli

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

// TestColour sees that only a terminal gets colour, and not where its owner refuses.
func TestColour(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there is no terminal to open here:", err)
	}
	defer terminal.Close()
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tests := []struct {
		name, noColor, term string
		output              *os.File
		want                bool
	}{
		{"a terminal", "", "xterm", terminal, true},
		{"a terminal without colour", "1", "xterm", terminal, false},
		{"a terminal that knows no colour", "", "dumb", terminal, false},
		{"a file", "", "xterm", file, false},
	}
	for _, test := range tests {
		t.Setenv("NO_COLOR", test.noColor)
		t.Setenv("TERM", test.term)
		if got := coloured(test.output); got != test.want {
			t.Errorf("%s: coloured is %v", test.name, got)
		}
	}
	if coloured(&bytes.Buffer{}) {
		t.Error("a buffer is coloured")
	}
}

// TestFail sees what is coloured of a mistake: its place, or all where it has none.
func TestFail(t *testing.T) {
	mistakes := errors.New("a.graphql:1:2: no such \x1bfield\nno such file")
	for _, test := range []struct {
		colour bool
		want   string
	}{
		{false, "a.graphql:1:2: no such \\x1bfield\nno such file\n"},
		{true, "\x1b[1ma.graphql:1:2:\x1b[0m no such \\x1bfield\n\x1b[31mno such file\x1b[0m\n"},
	} {
		var stderr bytes.Buffer
		(&printer{stderr: &stderr, colourErr: test.colour}).fail(mistakes)
		if stderr.String() != test.want {
			t.Errorf("colour %v: %q", test.colour, stderr.String())
		}
	}
}
