package spec

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// parseSchema reads the text of a schema. Its error is a Problem.
func parseSchema(source *ast.Source) (*ast.SchemaDocument, error) {
	source = oneLineEnd(source)
	if err := checkText(source); err != nil {
		return nil, err
	}
	document, err := parser.ParseSchema(source)
	if err != nil {
		return nil, syntaxError(source, err)
	}
	linesOf(source.Input).schema(document)
	return document, nil
}

// parseQuery reads the text of operations. Its error is a Problem.
func parseQuery(source *ast.Source) (*ast.QueryDocument, error) {
	source = oneLineEnd(source)
	if err := checkText(source); err != nil {
		return nil, err
	}
	document, err := parser.ParseQuery(source)
	if err != nil {
		return nil, syntaxError(source, err)
	}
	linesOf(source.Input).query(document)
	return document, nil
}

// oneLineEnd gives a text with one sign at the end of a line: gqlparser counts the second
// of the two that Windows writes as the first character of the next line.
func oneLineEnd(source *ast.Source) *ast.Source {
	if !strings.Contains(source.Input, "\r") {
		return source
	}
	text := *source
	text.Input = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source.Input)
	return &text
}

// syntaxError names what is wrong with a text that does not parse. The parser tells
// where it stopped, and of what is no part of the language not even that.
func syntaxError(source *ast.Source, err error) error {
	p := Problem{Message: err.Error()}
	if told, ok := errors.AsType[*gqlerror.Error](err); ok {
		p = fromParser(told)
	}
	if stopped, ok := readTo(source, p.Line, p.Column); ok {
		p.Line, p.Column = stopped.lines.place(stopped.token.Pos.Start)
		p.Message += stopped.advice()
	}
	if strange, ok := strangeToken(source); ok && (strange.Line < p.Line || strange.Line == p.Line && strange.Column <= p.Column) {
		p = strange
	}
	if marks(lineOf(source.Input, p.Line)) {
		p.Column, p.Message = 1, "a mark of a merge conflict: keep one of the two sides, and take out the marks"
	}
	return p
}

// checkText refuses what is not UTF-8. The parser would read on, and what cannot be
// read would end in doc comments.
func checkText(source *ast.Source) error {
	if strings.HasPrefix(source.Input, "\xff\xfe") || strings.HasPrefix(source.Input, "\xfe\xff") {
		return Problem{source.Name, 1, 1, "the file is in UTF-16: save it in UTF-8"}
	}
	if line, column := config.NotUTF8(source.Input); line > 0 {
		return Problem{source.Name, line, column, "the file is not UTF-8 here: save it in that encoding"}
	}
	return nil
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
		p.Line, p.Column = linesOf(source.Input).place(token.Pos.Start - len(quote))
		p.Message = "a text that does not end: close it with " + quote
	case end < len(characters) && (strings.HasPrefix(told.Message, "Cannot ") || strings.HasPrefix(told.Message, "Invalid character within")):
		p.Message = fmt.Sprintf("a character that GraphQL has no use for, %q (%[1]U): take it out", characters[end])
	}
	return p
}
