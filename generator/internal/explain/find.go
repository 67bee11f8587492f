package explain

import (
	"fmt"
	"slices"
	"strings"
)

// Find gives the methods of a name: the Go name, that of the iterator over its
// pages, the name in a document, or the operation's. Where none has it as it is
// written, upper and lower case do not matter.
func Find(methods []*Method, name string) ([]*Method, error) {
	name = strings.TrimPrefix(name, "Client.")
	exactly := func(other string) bool { return other == name }
	loosely := func(other string) bool { return strings.EqualFold(other, name) }
	for _, same := range []func(string) bool{exactly, loosely} {
		var found []*Method
		for _, m := range methods {
			if slices.ContainsFunc(m.names(), same) {
				found = append(found, m)
			}
		}
		if len(found) > 0 {
			return found, nil
		}
	}
	return nil, fmt.Errorf("no method and no operation is called %q%s", name, meant(methods, name))
}

// names are all by which it may be asked for. The operation is not that of a
// hand-written method, which only builds on it.
func (m *Method) names() []string {
	names := []string{m.Name}
	if m.HandWritten == "" {
		names = append(names, m.Request.Operation)
	}
	if m.Iterator != "" {
		names = append(names, m.Iterator)
	}
	for _, d := range m.Documents {
		names = append(names, d.Method)
	}
	return names
}
