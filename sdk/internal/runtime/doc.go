// Package runtime is the path that every call of every client takes: it routes a
// call to its host, authorizes it, sends it, and reads the answer or the error out of
// what comes back.
//
// A generated method makes a [Call] from its [Operation], prepares its arguments with
// it (sealing passwords, refusing what is missing) and hands it to genqlient as the
// graphql.Client of one request. The Call knows the operation, so nothing is looked up
// by name and nothing travels through the context.
//
// It knows no more of an API than its operations tell and [API] says.
//
// The files by theme: client.go (the client), options.go, hosts.go and api.go (how it is
// set up), call.go (one call), operation.go (what a call is told), retry.go (how often it
// is sent), trial.go (one attempt, its middleware and log), owner.go and session.go (the
// two credentials), claims.go (what a token says), lane.go (work that many wait for),
// seal.go (passwords), endpoint.go (operations outside GraphQL), envelope.go (answers),
// errors.go (what went wrong on the way), upload.go (files), do.go (any GraphQL text).
package runtime
