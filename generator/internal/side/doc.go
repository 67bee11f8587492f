// Package side loads one side of a comparison of schemas: a file, a folder, or
// either of them as it stood in a revision of a git repository. It reads other files of
// a revision, too, for whoever compares more than schemas.
//
// It asks the git command, which finds the repository and knows every way to
// name a revision.
package side
