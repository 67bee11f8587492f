// Package schema holds what is known about the Authing service itself, written
// in GraphQL's schema definition language: its types, its fields, which service
// or HTTP endpoint serves each of them, and the codes it refuses with. It knows
// nothing about clients; what a client does with the schema stands in the
// operations folder, and the generator joins the two.
//
// The folder classic describes the users and oauth services, the folder core the
// newer API, with one file for each domain. Two files are special: http.graphql writes endpoints that are
// no GraphQL as fields, each bound to its method, path and host by @http, and
// codes.graphql, which stands beside the folders, lists the business codes of
// all services.
//
// The files use directives (@service, @http, @code) that the generator
// defines, so they do not parse as a whole schema without those definitions.
package schema
