package spec

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
)

// parseSchema reads the text of a schema. Its error is a Problem.
func parseSchema(source *ast.Source) (*ast.SchemaDocument, error) {
	document, err := parser.ParseSchema(source)
	return document, syntaxError(source, err)
}

// parseQuery reads the text of operations. Its error is a Problem.
func parseQuery(source *ast.Source) (*ast.QueryDocument, error) {
	document, err := parser.ParseQuery(source)
	return document, syntaxError(source, err)
}

// syntaxError names what is wrong with a text that does not parse. The parser tells
// where it stopped, and of what is no part of the language not even that.
func syntaxError(source *ast.Source, err error) error {
	if err == nil {
		return nil
	}
	if utf16(source.Input) {
		return Problem{File: source.Name, Line: 1, Column: 1, Message: "the file is in UTF-16: save it in UTF-8"}
	}
	p := Problem{Message: err.Error()}
	if told, ok := errors.AsType[*gqlerror.Error](err); ok {
		p = fromParser(told)
	}
	if strange, ok := strangeToken(source); ok && (strange.Line < p.Line || strange.Line == p.Line && strange.Column <= p.Column) {
		p = strange
	}
	if marks(lineOf(source.Input, p.Line)) {
		p.Column, p.Message = 1, "a mark of a merge conflict: keep one of the two sides, and take out the marks"
	}
	return p
}

// utf16 tells whether a text starts with the mark by which UTF-16 is known.
func utf16(text string) bool {
	return strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff")
}

// marks tells whether git put a line between the two sides of a conflict, or
// around them.
func marks(line string) bool {
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if rest, ok := strings.CutPrefix(line, mark); ok && (rest == "" || rest[0] == ' ') {
			return true
		}
	}
	return false
}

// lineOf gives a line of a text, counted from 1.
func lineOf(text string, number int) string {
	for line := range strings.Lines(text) {
		if number--; number == 0 {
			return strings.TrimRight(line, "\r\n")
		}
	}
	return ""
}

// strangeToken finds the first that is no token of GraphQL.
func strangeToken(source *ast.Source) (Problem, bool) {
	tokens := lexer.New(source)
	for {
		token, err := tokens.ReadToken()
		if told, ok := errors.AsType[*gqlerror.Error](err); ok {
			return strange(source, token, told), true
		}
		if token.Kind == lexer.EOF || token.Kind == lexer.Invalid {
			return Problem{}, false
		}
	}
}

// strange says what is wrong with a token.
func strange(source *ast.Source, token lexer.Token, told *gqlerror.Error) Problem {
	p := fromParser(told)
	characters := []rune(source.Input)
	switch end := token.Pos.End; {
	case strings.HasPrefix(told.Message, "Unterminated"):
		// Told where it starts: it is the rest of the line, or of the file. The
		// lexer has gone past the quote.
		quote := `"`
		if strings.HasSuffix(string(characters[:token.Pos.Start]), `"""`) {
			quote = `"""`
		}
		p.Line, p.Column = placeIn(characters, token.Pos.Start-len(quote))
		p.Message = "a text that does not end: close it with " + quote
	case end < len(characters) && (strings.HasPrefix(told.Message, "Cannot ") || strings.HasPrefix(told.Message, "Invalid character within")):
		p.Message = fmt.Sprintf("a character that GraphQL has no use for, %s: take it out", nameOf(characters[end]))
	}
	return p
}

// nameOf writes a character so that it can be read, whatever it is.
func nameOf(character rune) string {
	if character == utf8.RuneError {
		return "which is not in UTF-8"
	}
	return fmt.Sprintf("%q (%U)", character, character)
}

// placeIn gives the line and the column of a character.
func placeIn(characters []rune, offset int) (line, column int) {
	before := string(characters[:min(offset, len(characters))])
	last := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[last:]) + 1
}
