// Package mark is the first line of the generated files, by which the generator
// knows its own: it names the configuration that a file is made from. What lacks it
// was written by a person, and is neither replaced nor removed; what names another
// configuration is that one's.
//
// The line has the form by which Go's tools know a generated file, see
// https://go.dev/s/generatedcode.
package mark
