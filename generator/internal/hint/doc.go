// Package hint finds the name that somebody meant who wrote another. How far two
// names are apart is told by levenshtein, which does that and nothing else.
package hint
