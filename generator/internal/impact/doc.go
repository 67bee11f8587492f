// Package impact tells what a change of the schema does to the SDK: which
// operations do not fit the new schema, which exported Go names that changes, and
// which version step Go's rules ask for.
//
// It guesses nothing: everything is made twice in memory, from the module as the old
// side has it and as the new one does, as far as the operations fit the schema of each,
// and what the two export is compared. Only then does it look for the change of the schema that a difference
// comes from, by the parts of the schema that operations and Go names are made of.
package impact
