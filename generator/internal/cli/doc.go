// Package cli is the generator's command line: its commands, their flags and
// manuals, and what they print. A command is a file here; its work is done by the
// packages beside this one.
//
// Flags are package flag's, whose -name and --name are the same. Whether a file is
// a terminal is told by golang.org/x/term, which Go's own authors keep.
package cli
