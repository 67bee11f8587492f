// The generator makes the clients of this module from a GraphQL schema and the
// operations over it:
//
//	go run ./generator [-check] [-config FILE]
//
// It prints a line for each file that changes, and nothing where all is up to
// date. Its exit status is 0 where it went well, 1 where schema, operations or
// configuration are wrong, or where -check finds stale files, and 2 for flags that
// it does not know. Where anything is wrong, no file changes.
//
// Data flows one way: package spec reads and checks everything, package emit
// prints it, package output writes what changed.
package main
