// Package boxed is what the tests of both clients share: a service in a box with
// the same people in it, clients of it, tables of scenarios that are run against
// it, and the scenarios of the methods that do the same whoever calls them.
package boxed
