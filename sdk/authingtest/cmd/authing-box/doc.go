// Authing-box serves an Authing service in a box on a port, with a live web page
// beside it that shows users, outbox and requests:
//
//	go run github.com/authing-community/authing-go/sdk/authingtest/cmd/authing-box@latest
//
// It prints the page's address and the pool's ID. The page shows what else a
// client needs, and -env writes it to a file. What it can do besides is in -help.
// The flags are read by the standard library's package flag: there are few, and
// no commands under the command.
package main
