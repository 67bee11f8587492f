// Package fetch brings one service's part of a schema folder up to date with what
// its endpoint announces by introspection.
//
// A service's part is the root fields in its @service blocks, for the default
// service also those of which nothing is said, and the types that they reach.
// Files are edited by the places of their tokens and never printed anew, so that
// what did not change keeps every byte: comments, order, descriptions,
// directives. A type that other services or HTTP-bound fields reach too belongs
// to all of them: it gains and changes by what one of them announces, but loses
// nothing, for nobody else's answer is known.
//
// The tokens are those of gqlparser's lexer, its parser and validator judge both
// sides. The query and its answer are own code: in Go they come only as parts of
// whole servers and clients, which know neither positions nor second questions.
package fetch
