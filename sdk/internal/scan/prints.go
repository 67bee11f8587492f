package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
)

// verbs are what people print values with.
func verbs() []string { return []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} }

// Prints prints a value in every way: with every verb and with both handlers of log/slog, by
// itself, behind a pointer, and within other values. It gives nothing for nil.
func Prints(value any) []string {
	if value == nil {
		return nil
	}
	// What slog writes of a list or map of values is not for the values to say.
	logged := []any{value}
	if err, ok := value.(error); ok {
		logged = append(logged, fmt.Errorf("wrapped: %w", err), errors.Join(err, io.EOF))
	} else if of := reflect.ValueOf(value); of.Kind() == reflect.Pointer && !of.IsNil() {
		logged = append(logged, of.Elem().Interface())
	} else {
		pointer := reflect.New(of.Type())
		pointer.Elem().Set(of)
		logged = append(logged, pointer.Interface())
	}
	printed := logged
	for _, v := range logged {
		printed = append(printed, []any{v}, map[string]any{"key": v}, struct{ Value any }{v})
	}
	var texts []string
	for _, v := range printed {
		for _, verb := range verbs() {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
	}
	var log bytes.Buffer
	for _, v := range logged {
		Logger(&log).Debug("message", "key", v, slog.Group("group", "key", v))
	}
	return append(texts, log.String())
}

// Logger writes everything, as text and as JSON, but for the times, whose digits may be
// those of a code.
func Logger(to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelDebug - 4, AddSource: false, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if kind := a.Value.Kind(); kind == slog.KindTime || kind == slog.KindDuration {
			return slog.Attr{}
		}
		return a
	}}
	return slog.New(slog.NewMultiHandler(slog.NewTextHandler(to, options), slog.NewJSONHandler(to, options)))
}
