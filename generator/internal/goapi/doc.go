// Package goapi tells what Go packages export as they would be with other
// generated files: the files need not be on disk, and nothing is compiled.
//
// Packages of the module are read from their text, without the bodies of their
// functions; all others are read as the go command compiled them, which
// golang.org/x/tools/go/packages asks for, by Go's own authors. What may be done to
// an exported name golang.org/x/exp/apidiff judges, which the command apidiff is
// made of.
package goapi
