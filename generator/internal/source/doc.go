// Package source reads the functions of a hand-written Go package, by their
// text alone: what is generated may delegate to them before anything compiles.
package source
