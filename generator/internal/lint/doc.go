// Package lint finds what is allowed, and better otherwise: operations that use what
// is deprecated, methods without a doc comment, endpoints whose path a value can
// break, and what the schema has that no client does anything with.
//
// A finding is a problem, which should be mended, or a note, which tells what there
// is to gain. What is wrong altogether is package spec's to say.
package lint
