// Package coreresolve answers the core API's GraphQL fields from the domain in
// package service, as package resolve does those of the classic API, and with the
// same engine: github.com/graph-gophers/graphql-go, over the project's own schema.
//
// An argument or input field that is null counts as not sent: published clients
// name every field in the query and leave the variables out.
package coreresolve
