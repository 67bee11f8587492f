// Package spec is the one place that understands GraphQL. It loads a schema
// and the operations over it, validates and resolves them, and hands out plain
// Go values: what comes after only prints them.
//
// What it finds wrong is a list of problems, each with its place and what to
// write instead: every mistake in the operations in one run, and the first in
// each schema file.
package spec
