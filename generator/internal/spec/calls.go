package spec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// checkCalls finds what genqlient, which prints the typed operations, would refuse or
// make Go of that does not compile. It knows nothing of the files that an author
// wrote, so it is not left to tell.
func (l *loader) checkCalls(o *Operation, definition *ast.OperationDefinition, root *ast.Field) {
	for _, suffix := range []string{"", "Response", "_Operation"} {
		l.takeCall(o.Name+suffix, o)
	}
	l.takeCall("Route"+o.Name, o)
	l.checkUnbound(o, root)
	for _, variable := range definition.VariableDefinitions {
		l.checkText(variable.DefaultValue)
		l.checkDirectiveTexts(variable.Directives)
	}
	l.checkDirectiveTexts(definition.Directives)
	l.checkTexts(definition.SelectionSet)
}

// takeCall reserves a name of the package of the typed operations.
func (l *loader) takeCall(name string, o *Operation) {
	if before, ok := l.calls[name]; ok {
		if before != o {
			l.problems.addf(o.Position, "operations %s and %s, at %s, would both be the Go name %s: rename one", o.Name, before.Name, place(before.Position), name)
		}
		return
	}
	l.calls[name] = o
}

// checkUnbound checks the fields that genqlient makes structs of: those down to what
// is decoded into one of our types.
func (l *loader) checkUnbound(o *Operation, root *ast.Field) {
	l.checkMembers(ast.SelectionSet{root}, nil)
	name := o.Name
	for field := root; field != nil; field = leafField(field) {
		switch {
		case o.Result.Kind == Outcome:
		case o.Result.Kind != Leaf && o.Result.Kind != LeafList || leafField(field) == nil:
			return // field is bound
		}
		of := l.schema.Types[field.Definition.Type.Name()]
		name += upperFirst(field.Alias)
		if !strings.HasSuffix(name, upperFirst(of.Name)) { // as genqlient names it
			name += upperFirst(of.Name)
		}
		l.takeCall(name, o)
		l.checkMembers(field.SelectionSet, of)
		if o.Result.Kind == Outcome {
			return
		}
	}
}

// checkMembers finds fields of an object that cannot be those of one Go struct, which
// has a method Get... for each of them. The type is nil for the root.
func (l *loader) checkMembers(set ast.SelectionSet, of *ast.Definition) {
	taken := map[string]string{}
	if of != nil && abstract(of) {
		taken["Typename"] = "__typename" // which genqlient adds
	}
	for _, selection := range set {
		field, ok := selection.(*ast.Field)
		if !ok {
			continue // see resolveOutcome
		}
		name := upperFirst(field.Alias)
		if !exported(name) {
			l.problems.addf(field.Position, "field %s has no Go name: give it another in the answer, as in value: %s", field.Alias, field.Name)
			continue
		}
		for _, name := range []string{name, "Get" + name} {
			if other, ok := taken[name]; ok && other != field.Alias {
				l.problems.addf(field.Position, "fields %s and %s would both be %s in Go: give one another name in the answer, as in value: %s", other, field.Alias, name, field.Name)
				break
			}
			taken[name] = field.Alias
		}
	}
}

// checkTexts finds texts in a selection that cannot be sent.
func (l *loader) checkTexts(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			for _, argument := range s.Arguments {
				l.checkText(argument.Value)
			}
			l.checkDirectiveTexts(s.Directives)
			l.checkTexts(s.SelectionSet)
		case *ast.InlineFragment:
			l.checkDirectiveTexts(s.Directives)
			l.checkTexts(s.SelectionSet)
		case *ast.FragmentSpread:
			l.checkDirectiveTexts(s.Directives)
		}
	}
}

func (l *loader) checkDirectiveTexts(directives ast.DirectiveList) {
	for _, d := range directives {
		if ours(d) {
			continue // which stays here
		}
		for _, argument := range d.Arguments {
			l.checkText(argument.Value)
		}
	}
}

// checkText finds a text that a query cannot be printed with: genqlient quotes it as
// Go does, and puts the query between backquotes.
func (l *loader) checkText(value *ast.Value) {
	if value == nil {
		return
	}
	if value.Kind == ast.StringValue || value.Kind == ast.BlockValue {
		characters := []rune(value.Raw)
		if i := slices.IndexFunc(characters, unprintable); i >= 0 {
			l.problems.addf(value.Position, "this text has the character %U, which the generated query cannot hold: pass the text in a variable", characters[i])
		}
	}
	for _, child := range value.Children {
		l.checkText(child.Value)
	}
}

// unprintable tells whether Go quotes a character in a way that GraphQL does not know.
func unprintable(r rune) bool {
	quoted := strconv.Quote(string(r))
	return r == '`' || quoted[1] == '\\' && strings.ContainsRune("avxU", rune(quoted[2]))
}
