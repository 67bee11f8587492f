// Package resolve answers the classic API's GraphQL fields from the domain in
// package service. The engine is github.com/graph-gophers/graphql-go, over the
// project's own schema: a query that the real service would refuse to run is
// refused here too.
//
// An argument or input field that is null counts as not sent: published clients
// name every field in the query and leave the variables out.
package resolve
