// Package redact prints structs that hold secrets.
package redact

import (
	"fmt"
	"log/slog"
)

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

// Log is the LogValue method of a struct that holds secrets, itself or in what it
// points to: package slog's JSON handler would marshal it, secrets and all. The
// struct comes as a type without that method.
func Log(fields any) slog.Value { return slog.StringValue(fmt.Sprintf("%+v", fields)) }
