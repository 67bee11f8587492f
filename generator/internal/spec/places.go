package spec

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
)

// lines are where the lines of a text start, counted in characters.
type lines []int

func linesOf(text string) lines {
	starts, offset := lines{0}, 0
	for line := range strings.Lines(text) {
		offset += utf8.RuneCountInString(line)
		if strings.HasSuffix(line, "\n") {
			starts = append(starts, offset)
		}
	}
	return starts
}

// place gives the line and the column of a character.
func (l lines) place(offset int) (line, column int) {
	line, found := slices.BinarySearch(l, offset)
	if found {
		line++
	}
	return line, offset - l[line-1] + 1
}

// right puts the place of every quoted value where it starts: gqlparser tells the place
// behind the first quote, and of a text over several lines the line of its end, with the
// distance from there for a column. All else that has a place is a name or a sign, of
// which the parser tells where it is.
func (l lines) right(value *ast.Value) {
	if value == nil {
		return
	}
	if value.Kind == ast.StringValue || value.Kind == ast.BlockValue {
		value.Position.Line, value.Position.Column = l.place(value.Position.Start)
	}
	for _, child := range value.Children {
		l.right(child.Value)
	}
}

func (l lines) directives(directives ast.DirectiveList) {
	for _, d := range directives {
		l.arguments(d.Arguments)
	}
}

func (l lines) arguments(arguments ast.ArgumentList) {
	for _, a := range arguments {
		l.right(a.Value)
	}
}

func (l lines) schema(document *ast.SchemaDocument) {
	for _, s := range slices.Concat(document.Schema, document.SchemaExtension) {
		l.directives(s.Directives)
	}
	for _, d := range slices.Concat(document.Directives, document.DirectiveExtensions) {
		l.directives(d.Directives)
		l.argumentDefinitions(d.Arguments)
	}
	for _, d := range slices.Concat(document.Definitions, document.Extensions) {
		l.directives(d.Directives)
		for _, field := range d.Fields {
			l.directives(field.Directives)
			l.argumentDefinitions(field.Arguments)
			l.right(field.DefaultValue)
		}
		for _, value := range d.EnumValues {
			l.directives(value.Directives)
		}
	}
}

func (l lines) argumentDefinitions(arguments ast.ArgumentDefinitionList) {
	for _, a := range arguments {
		l.directives(a.Directives)
		l.right(a.DefaultValue)
	}
}

func (l lines) query(document *ast.QueryDocument) {
	for _, o := range document.Operations {
		l.directives(o.Directives)
		l.variables(o.VariableDefinitions)
		l.selections(o.SelectionSet)
	}
	for _, f := range document.Fragments {
		l.directives(f.Directives)
		l.variables(f.VariableDefinition)
		l.selections(f.SelectionSet)
	}
}

func (l lines) variables(variables ast.VariableDefinitionList) {
	for _, v := range variables {
		l.directives(v.Directives)
		l.right(v.DefaultValue)
	}
}

func (l lines) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			l.directives(s.Directives)
			l.arguments(s.Arguments)
			l.selections(s.SelectionSet)
		case *ast.InlineFragment:
			l.directives(s.Directives)
			l.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			l.directives(s.Directives)
		}
	}
}
