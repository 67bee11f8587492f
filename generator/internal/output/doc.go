// Package output writes generated files: all or none, and only those that
// changed. Generated files that are no longer made are removed.
package output
