package authing

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
)

// redacted is what stands in the place of anything secret that is printed.
const redacted = "[redacted]"

// Secret is a password, token, code or key. It prints, formats and logs as
// "[redacted]" (an empty one as nothing) and marshals plainly, because the service
// has to read it. A string literal assigns to it; [Secret.Reveal] gives the text.
//
// Package fmt does not always ask: not for an unexported field, not for the field of a
// struct behind a pointer within another value that is printed with a verb other than
// %v, and never for %p. The types of this SDK that hold secrets have a Format method
// for that reason; give one to a type of your own that does.
//
// The JSON handler of package log/slog asks the value that is logged and no more: what is
// inside slices, maps and structs of your own it marshals as encoding/json does, plainly.
// Give a type of your own that holds secrets a LogValue method, and log what is in a
// slice one by one.
type Secret string

// Reveal returns the text itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

// String returns "[redacted]", or "" when there is nothing to hide.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString returns what [Secret.String] returns, quoted.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// Format writes "[redacted]" for every verb, also for those that would print the
// bytes of a string (%x, %d).
func (s Secret) Format(f fmt.State, verb rune) { format(f, verb, s.String()) }

// LogValue keeps the text out of log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Raw is JSON of the service whose shape is not known beforehand and which may hold
// secrets, such as the data of an [Error]. It prints as "[redacted]"; [Raw.Decode]
// reads it.
type Raw []byte

// Decode reads the JSON into v, as json.Unmarshal does.
func (r Raw) Decode(v any) error {
	if len(r) == 0 {
		return errors.New("authing: there is no data to decode")
	}
	return json.Unmarshal(r, v)
}

// String returns "[redacted]", or "" when there is nothing to hide.
func (r Raw) String() string {
	if len(r) == 0 {
		return ""
	}
	return redacted
}

// GoString returns what [Raw.String] returns, quoted.
func (r Raw) GoString() string { return strconv.Quote(r.String()) }

// Format writes "[redacted]" for every verb.
func (r Raw) Format(f fmt.State, verb rune) { format(f, verb, r.String()) }

// LogValue keeps the JSON out of log/slog.
func (r Raw) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalJSON returns the JSON as it is, and null when there is none.
func (r Raw) MarshalJSON() ([]byte, error) {
	if len(r) == 0 {
		return []byte("null"), nil
	}
	return r, nil
}

// UnmarshalJSON keeps a copy of the JSON.
func (r *Raw) UnmarshalJSON(data []byte) error {
	*r = append((*r)[:0], data...)
	return nil
}

// format writes text, quoted where the verb asks for Go syntax or quotes. A writer
// that fails is package fmt's own, so there is nobody to tell.
func format(f fmt.State, verb rune, text string) {
	if verb == 'q' || verb == 'v' && f.Flag('#') {
		text = strconv.Quote(text)
	}
	_, _ = io.WriteString(f, text)
}
