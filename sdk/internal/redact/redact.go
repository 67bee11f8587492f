// Package redact prints structs that hold secrets.
package redact

import "fmt"

// Fields is the Format method of a struct that holds secrets. The struct comes as
// a type without that method, so that package fmt prints its fields, each in its
// own way. A verb other than %v counts as %+v, because package fmt prints what it
// takes for a wrong verb without asking the fields.
func Fields(f fmt.State, verb rune, fields any) {
	layout := "%+v"
	if verb == 'v' {
		layout = fmt.FormatString(f, verb)
	}
	_, _ = fmt.Fprintf(f, layout, fields)
}
