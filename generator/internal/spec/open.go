package spec

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// starts are the words that start what has braces.
var starts = []string{"query", "mutation", "subscription", "fragment", "schema", "type", "interface", "enum", "input"}

// reading is where a parser stopped: the token that it could not use, the one before, and
// what was open there.
type reading struct {
	lines         lines
	token, before lexer.Token
	// definition is the word that starts the one that is open, with its name; start is
	// its place.
	definition string
	start      lexer.Token
	// open are the brackets that were not closed, of which the first is the definition's.
	open []lexer.Type
}

// readTo reads up to the token of a place, as the lexer tells places.
func readTo(source *ast.Source, line, column int) (reading, bool) {
	r := reading{lines: linesOf(source.Input)}
	tokens := lexer.New(source)
	for {
		token, err := tokens.ReadToken()
		if err != nil {
			return r, false
		}
		if token.Pos.Line == line && token.Pos.Column == column && token.Kind != lexer.Comment {
			r.token = token
			return r, true
		}
		if token.Kind == lexer.EOF {
			return r, false
		}
		if token.Kind != lexer.Comment {
			r.pass(token)
		}
	}
}

// pass notes what a token opens or closes.
func (r *reading) pass(token lexer.Token) {
	switch token.Kind {
	case lexer.BraceL, lexer.ParenL, lexer.BracketL:
		r.open = append(r.open, token.Kind)
	case lexer.BraceR, lexer.ParenR, lexer.BracketR:
		if r.open = r.open[:max(len(r.open)-1, 0)]; len(r.open) == 0 && token.Kind == lexer.BraceR {
			r.definition, r.start = "", lexer.Token{}
		}
	case lexer.Name:
		switch {
		case len(r.open) > 0:
		case r.before.Kind == lexer.Name && r.before == r.start:
			r.definition += " " + token.Value
		case slices.Contains(starts, token.Value):
			r.definition, r.start = token.Value, token
		}
	}
	r.before = token
}

// advice says what a parser that stopped there does not: most often, a definition before
// it is not closed.
func (r *reading) advice() string {
	braces := len(r.open) > 0 && !slices.ContainsFunc(r.open, func(open lexer.Type) bool { return open != lexer.BraceL })
	quoted := func(t lexer.Token) bool { return t.Kind == lexer.String || t.Kind == lexer.BlockString }
	switch {
	case quoted(r.token) && quoted(r.before):
		return ": a text stands before it already: keep one of the two"
	case braces && (r.token.Kind == lexer.EOF || quoted(r.token) || r.nextDefinition()):
		return r.unclosed()
	}
	return ""
}

// nextDefinition tells whether the parser took the word that starts another definition
// for a field.
func (r *reading) nextDefinition() bool {
	return r.token.Kind == lexer.Name && r.before.Kind == lexer.Name && slices.Contains(starts, r.before.Value)
}

func (r *reading) unclosed() string {
	if r.definition == "" {
		return ": a { before it is not closed: write }"
	}
	line, column := r.lines.place(r.start.Pos.Start)
	return fmt.Sprintf(": %s at %d:%d is not closed: write }", r.definition, line, column)
}
