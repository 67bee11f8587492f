// Package composite holds the methods that are no single request, or none at
// all, once for both clients. An annotation on the operation that such a method
// stands on makes the generator emit a method that delegates here, with the doc
// comment that the function has here.
//
// Each function takes a context and the client of the runtime first; what
// follows is what the method's caller gives.
package composite
