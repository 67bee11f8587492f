// Package lint finds what is allowed, and better otherwise: operations that use what
// is deprecated, methods without a doc comment, endpoints whose path a value can
// break, hand-written packages without what generated code takes from them, and what
// the schema and the configuration have that no client does anything with.
//
// A finding is a problem, which should be mended, or a note, which tells what there
// is to gain. What is wrong altogether is package spec's to say.
package lint
