// The generator makes the clients of this module from a GraphQL schema and the
// operations over it, and says what a change of the schema means for them:
//
//	go run ./generator COMMAND [FLAGS]
//
// Without a command it lists them; help COMMAND prints a command's manual. Its
// exit status is 0 where it went well, 1 where the work failed or found what it
// was asked to fail on, and 2 for wrong usage.
//
// Data flows one way: package spec reads and checks everything, package emit
// prints it, package output writes what changed. Package cli has the commands.
// HANDWRITTEN.md lists what generated code takes from Go that a person writes.
package main
