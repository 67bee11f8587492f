// Package output writes generated files: all or none, and only those that
// changed. What a person wrote is never replaced, and what is no longer made is
// removed: package mark tells one from the other.
//
// Lines are compared by rogpeppe/go-internal's diff, the one that the go command
// has inside.
package output
