// Package side loads one side of a comparison of schemas: a file, a folder, or
// either of them as it stood in a revision of a git repository.
//
// It asks the git command, which finds the repository and knows every way to
// name a revision.
package side
