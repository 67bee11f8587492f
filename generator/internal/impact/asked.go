package impact

import (
	"fmt"
	"path"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// asked is what an operation sends: its variables with their types and defaults, and
// the arguments of its fields. Which fields it selects is told of models and results.
func asked(o *spec.Operation) string {
	document, err := parser.ParseQuery(&ast.Source{Input: o.Document})
	if err != nil { // never: it has been validated, and printed
		return o.Document
	}
	var b strings.Builder
	for _, operation := range document.Operations {
		for _, v := range operation.VariableDefinitions {
			fmt.Fprintf(&b, "$%s: %s = %s\n", v.Variable, v.Type, value(v.DefaultValue))
		}
		arguments(&b, operation.SelectionSet)
	}
	return b.String()
}

func arguments(b *strings.Builder, set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			for _, a := range s.Arguments {
				fmt.Fprintf(b, "%s(%s: %s)\n", s.Name, a.Name, value(a.Value))
			}
			arguments(b, s.SelectionSet)
		case *ast.InlineFragment:
			arguments(b, s.SelectionSet)
		}
	}
}

// value writes a value; nil where there is none.
func value(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}

// asksOtherwise are the operations, by name, that were there and send something else
// now, as their text says.
func (c *comparison) asksOtherwise() map[string]bool {
	before := map[string]string{}
	for _, o := range c.old.fitting.API.Operations {
		before[o.Name] = asked(o)
	}
	different := map[string]bool{}
	for _, o := range c.new.fitting.API.Operations {
		text, was := before[o.Name]
		different[o.Name] = was && text != asked(o)
	}
	return different
}

// answersOtherwise are the operations, by name, whose own types of an answer are
// declared differently. They are called after the operation.
func (c *comparison) answersOtherwise() map[string]bool {
	var names []string
	for _, o := range c.new.fitting.API.Operations {
		names = append(names, o.Name)
	}
	different := map[string]bool{}
	file := path.Join(c.api.Calls, "operations"+generatedSuffix)
	for declared, changed := range changedDeclarations(c.old, c.new, file) {
		if changed {
			different[longestPrefix(declared, names)] = true
		}
	}
	return different
}

// longestPrefix gives the longest of the names that a text begins with.
func longestPrefix(text string, names []string) string {
	longest := ""
	for _, name := range names {
		if strings.HasPrefix(text, name) && len(name) > len(longest) {
			longest = name
		}
	}
	return longest
}
