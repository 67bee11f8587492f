// Package output writes generated files: all or none, and only those that
// changed. Generated files that are no longer made are removed.
//
// Lines are compared by rogpeppe/go-internal's diff, the one that the go command
// has inside.
package output
