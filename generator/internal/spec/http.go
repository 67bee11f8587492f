package spec

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// checkEndpoint finds what is wrong with a field's binding to HTTP.
func (l *loader) checkEndpoint(field *ast.FieldDefinition, http *ast.Directive) {
	host := stringArgument(http, "host")
	if _, ok := l.api.Hosts[host]; !ok {
		l.problems.addf(http.Position, "field %s: host %q is not among the configuration's hosts%s", field.Name, host, suggestion(host, l.api.Hosts))
	}
	l.checkEnums(http)
	if stringArgument(http, "method") == "GET" && stringArgument(http, "body") != "NONE" {
		l.problems.addf(http.Position, "field %s: a GET has no body: write its arguments into the path, or make it a POST", field.Name)
	}
	path := stringArgument(http, "path")
	if !strings.HasPrefix(path, "/") {
		l.problems.addf(http.Position, "field %s: path %q must start with a slash", field.Name, path)
	}
	inPath := map[string]bool{}
	for _, match := range placeholder.FindAllStringSubmatch(path, -1) {
		inPath[match[1]] = true
		if field.Arguments.ForName(match[1]) == nil {
			l.problems.addf(http.Position, "field %s: the path names {%s}, but the field has no argument %[2]s: declare it, or take it out of the path", field.Name, match[1])
		}
	}
	if bearer := stringArgument(http, "bearer"); bearer != "" {
		if field.Arguments.ForName(bearer) == nil {
			l.problems.addf(http.Position, "field %s: the bearer is %s, but the field has no argument %[2]s: declare it", field.Name, bearer)
		}
		if inPath[bearer] {
			l.problems.addf(http.Position, "field %s: the bearer %s stands in the path too: a token goes into the Authorization alone", field.Name, bearer)
		}
		inPath[bearer] = true // it has its place
	}
	for _, argument := range field.Arguments {
		if !inPath[argument.Name] && stringArgument(http, "body") == "NONE" {
			l.problems.addf(argument.Position, "field %s: argument %s is neither in the path nor in a body: write {%[2]s} into the path, or body: JSON or FORM", field.Name, argument.Name)
		}
	}
	for answer, scalar := range map[string]string{"STATUS": "Boolean", "MESSAGE": "String"} {
		if stringArgument(http, "answer") == answer && field.Type.NamedType != scalar {
			l.problems.addf(http.Position, "field %s: with answer: %s the field must be a %s", field.Name, answer, scalar)
		}
	}
}

// checkEnums refuses words that an enum does not have: in a schema nobody else
// looks at the arguments of directives.
func (l *loader) checkEnums(d *ast.Directive) {
	for _, argument := range d.Arguments {
		definition := l.schema.Directives[d.Name].Arguments.ForName(argument.Name)
		enum := l.schema.Types[definition.Type.Name()]
		if enum.Kind != ast.Enum || enum.EnumValues.ForName(argument.Value.Raw) != nil {
			continue
		}
		known := map[string]bool{}
		for _, value := range enum.EnumValues {
			known[value.Name] = true
		}
		l.problems.addf(argument.Position, "@%s: %s is %s, which is none of %s%s", d.Name, argument.Name, argument.Value.Raw,
			strings.Join(slices.Sorted(maps.Keys(known)), ", "), suggestion(argument.Value.Raw, known))
	}
}

// checkBelow finds what an endpoint cannot be told: it knows nothing of GraphQL
// below the field that is bound to it.
func (l *loader) checkBelow(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if len(s.Arguments) > 0 {
				l.problems.addf(s.Position, "field %s has arguments, but is read from the answer of an endpoint, which knows only those of the root field", s.Name)
			}
			if s.Alias != s.Name {
				l.problems.addf(s.Position, "field %s has another name here, but is read from the answer of an endpoint, which knows only its own: give it a Go name with @go(name: ...)", s.Name)
			}
			l.checkBelow(s.SelectionSet)
		case *ast.InlineFragment:
			l.checkBelow(s.SelectionSet)
		case *ast.FragmentSpread:
			l.checkBelow(s.Definition.SelectionSet)
		}
	}
}

// endpoint resolves the binding of an operation's root field.
func (l *loader) endpoint(op *ast.OperationDefinition, root *ast.Field, http *ast.Directive) *Endpoint {
	l.checkBelow(root.SelectionSet)
	e := &Endpoint{
		Field:  root.Alias,
		Method: stringArgument(http, "method"),
		Path:   stringArgument(http, "path"),
		Body:   stringArgument(http, "body"),
		Answer: stringArgument(http, "answer"),
		Bearer: stringArgument(http, "bearer"),
	}
	for _, definition := range root.Definition.Arguments {
		argument := root.Arguments.ForName(definition.Name)
		if argument == nil {
			query := e.Path[max(strings.Index(e.Path, "?"), 0):]
			if !strings.Contains(e.Path, "?") || !strings.Contains(query, "{"+definition.Name+"}") {
				if strings.Contains(e.Path, "{"+definition.Name+"}") {
					l.problems.addf(root.Position, "operation %s gives no value for {%s} in the path: pass the argument", op.Name, definition.Name)
				}
			}
			continue
		}
		e.Arguments = append(e.Arguments, l.endpointArgument(op, definition, argument))
	}
	return e
}

func (l *loader) endpointArgument(op *ast.OperationDefinition, definition *ast.ArgumentDefinition, argument *ast.Argument) EndpointArgument {
	bound := EndpointArgument{Name: definition.Name}
	value := argument.Value
	if value.Kind == ast.Variable {
		bound.Variable = value.Raw
		value = op.VariableDefinitions.ForName(value.Raw).DefaultValue
		if value == nil {
			return bound
		}
	}
	if nested := variableIn(value); nested != "" {
		l.problems.addf(argument.Position, "argument %s has $%s inside it, which no endpoint is told: make the whole argument a variable", definition.Name, nested)
		return bound
	}
	constant, err := value.Value(nil)
	if err != nil {
		l.problems.addf(argument.Position, "argument %s: %v", definition.Name, err)
		return bound
	}
	text, err := json.Marshal(constant)
	if err != nil {
		l.problems.addf(argument.Position, "argument %s: %v", definition.Name, err)
		return bound
	}
	bound.Value = string(text)
	return bound
}

// variableIn finds a variable inside a list or an object; "" where there is none.
func variableIn(value *ast.Value) string {
	for _, child := range value.Children {
		if child.Value.Kind == ast.Variable {
			return child.Value.Raw
		}
		if nested := variableIn(child.Value); nested != "" {
			return nested
		}
	}
	return ""
}

// checkBearer refuses a credential where the call's own argument is sent instead.
func (l *loader) checkBearer(m *Method, d *ast.Directive) {
	if !m.Operation.hasBearer() {
		return
	}
	for _, surface := range slices.Sorted(maps.Keys(m.Credentials)) {
		if credential := m.Credentials[surface]; credential != "NONE" {
			l.problems.addf(d.Position, "operation %s sends its argument %s as the bearer, and cannot send what %s: %s asks for: write NONE",
				m.Operation.Name, m.Operation.Endpoint.Bearer, surface, credential)
		}
	}
}

// suggestion gives ": did you mean ...?" where a known name is near.
func suggestion[V any](name string, known map[string]V) string {
	return hint.DidYouMean(name, slices.Collect(maps.Keys(known)))
}
