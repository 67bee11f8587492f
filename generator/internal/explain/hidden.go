package explain

import (
	"maps"
	"slices"

	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// sentBy gives, for every hand-written function, the operations that its code names:
// those which it may send.
func sentBy(api *spec.API, mentions source.Mentions, calls string) map[string][]*spec.Operation {
	operations := map[string]*spec.Operation{}
	for _, o := range api.Operations {
		operations[calls+"."+o.Name] = o
		operations[calls+".Route"+o.Name] = o
	}
	sent := map[string][]*spec.Operation{}
	for function := range mentions {
		for _, name := range mentions.From(function) {
			if o := operations[name]; o != nil && !slices.Contains(sent[function], o) {
				sent[function] = append(sent[function], o)
			}
		}
	}
	return sent
}

// hidden explains the operations that are no client's method.
func (e *explainer) hidden() []*Method {
	hidden := map[string]*spec.Operation{}
	for _, o := range e.api.Operations {
		hidden[o.Name] = o
	}
	for _, m := range e.api.Methods {
		delete(hidden, m.Operation.Name)
	}
	var methods []*Method
	for _, name := range slices.Sorted(maps.Keys(hidden)) {
		methods = append(methods, &Method{
			API: e.api.Config.Name, Name: name, Hidden: true,
			Doc:       "No client has the operation as a method: it is for hand-written code.",
			Documents: []Document{}, Clients: []Client{}, Parameters: []Parameter{}, Needs: []string{}, Codes: []Code{}, Namesakes: []string{},
			Request:    e.request(hidden[name]),
			Changed:    changed(hidden[name]),
			Composites: e.standingOn(hidden[name]),
		})
	}
	return methods
}
