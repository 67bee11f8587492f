// Package composite holds what the clients of the core API do that is no single
// request, or none at all: the methods that an annotation on an operation makes
// the generator emit, with the doc comment that the function has here, and what
// the clients are made with.
//
// The function of a method takes a context and the client of the runtime first;
// what follows is what the method's caller gives.
package composite
