// Package diff finds every change between two GraphQL schemas and says whether
// it breaks what clients send, may surprise them, or does neither.
//
// The classes are graphql-inspector's, whose names the kinds follow; where this
// package judges otherwise, TestInspector has a row with the reason. What is
// nested in something that is new, or gone, is not told again: a new type is
// one change, whatever is in it.
//
// Schemas come from spec.LoadSchema, so that the generator's own directives are
// known: another service or endpoint is a change to a field as another type is.
//
// It is own code upon gqlparser, which reads the schemas for the generator
// anyway: there is no comparer for Go that knows dangerous from breaking.
package diff
