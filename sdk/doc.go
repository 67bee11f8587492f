// Package sdk holds nothing but tests: those of what the management client and
// the end-user client promise together.
//
// They prove that each client has the methods that the service's documents promise
// for it and no other, that a method which both have looks the same on both, that
// every request is the one that the service knows, and that whoever imports a client
// imports little else. What a package promises by itself is tested in that package.
//
// The clients are in the folders below: management for the owner of a user pool,
// enduser for one person, authing for what both share.
package sdk
