package fetch

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// span is a part of a text, in bytes.
type span struct{ start, end int }

func (s span) empty() bool { return s.end == s.start }

// element is a definition, or what stands in one: a field, an argument, a value.
// It spans its description, and ends with its last token.
type element struct {
	span
	// keyword is where it starts behind the description.
	keyword int
	// kind is type, input, enum and so on for a definition, empty for others.
	kind   string
	extend bool
	name   string
	// nameEnd is where the name ends.
	nameEnd int
	// head ends before the arguments of a field, and before the braces of a
	// definition: there a directive is added.
	head       int
	arguments  *list
	typ, value span
	// names are the interfaces of a type, or the members of a union.
	names      *names
	directives []appliedDirective
	members    *list
	// refers are the types that it names itself.
	refers []string
}

// list is what stands between brackets; the span includes them.
type list struct {
	span
	items []*element
}

// names are the type names behind implements or =, which the span includes.
type names struct {
	span
	items []string
}

// appliedDirective is a directive that stands on an element; arguments are the
// tokens between its parentheses.
type appliedDirective struct {
	span
	name      string
	arguments []token
}

type token struct {
	span
	kind lexer.Type
	// text is the value: of a string what it says.
	text string
}

// scan gives the tokens of a text without comments, by byte: gqlparser counts
// runes.
func scan(source *ast.Source) ([]token, error) {
	var offsets []int // of each rune
	for i := range source.Input {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(source.Input))
	lex := lexer.New(source)
	var tokens []token
	for {
		t, err := lex.ReadToken()
		if err != nil {
			return nil, err
		}
		if t.Kind == lexer.Comment {
			continue
		}
		at := span{offsets[t.Pos.Start], offsets[min(t.Pos.End, len(offsets)-1)]}
		tokens = append(tokens, token{at, t.Kind, t.Value})
		if t.Kind == lexer.EOF {
			return tokens, nil
		}
	}
}

// walker goes through the tokens of a text that gqlparser has parsed already, and
// notes where things stand.
type walker struct {
	tokens []token
	at     int
}

func (w *walker) peek() token { return w.tokens[w.at] }

// next takes a token; the last, EOF, stays.
func (w *walker) next() token {
	t := w.tokens[w.at]
	if t.kind != lexer.EOF {
		w.at++
	}
	return t
}

func (w *walker) is(kind lexer.Type) bool { return w.peek().kind == kind }

func (w *walker) isWord(word string) bool { return w.is(lexer.Name) && w.peek().text == word }

// skip takes a token of that kind, if there is one.
func (w *walker) skip(kind lexer.Type) bool {
	if w.is(kind) {
		w.next()
		return true
	}
	return false
}

// end is where the token that was taken last ends.
func (w *walker) end() int { return w.tokens[max(w.at-1, 0)].end }

// definitions walks through a whole text.
func (w *walker) definitions() []*element {
	var all []*element
	for !w.is(lexer.EOF) {
		all = append(all, w.definition())
	}
	return all
}

func (w *walker) start() *element {
	e := &element{span: span{start: w.peek().start}}
	if w.is(lexer.String) || w.is(lexer.BlockString) {
		w.next()
	}
	e.keyword = w.peek().start
	return e
}

func (w *walker) definition() *element {
	e := w.start()
	if w.isWord("extend") {
		w.next()
		e.extend = true
	}
	e.kind = w.next().text
	w.skip(lexer.At)
	if e.kind != "schema" {
		e.name = w.next().text
	}
	e.nameEnd = w.end()
	if e.kind == "directive" {
		return w.directiveDefinition(e)
	}
	if w.isWord("implements") && (e.kind == "type" || e.kind == "interface") {
		e.names = w.names(lexer.Amp)
	}
	e.directives = w.directives()
	e.head = w.end()
	if w.is(lexer.Equals) {
		e.names = w.names(lexer.Pipe)
	}
	if w.is(lexer.BraceL) {
		e.members = w.list(lexer.BraceR)
	}
	e.end = w.end()
	if e.names != nil {
		e.refers = e.names.items
	}
	return e
}

func (w *walker) directiveDefinition(e *element) *element {
	if w.is(lexer.ParenL) {
		e.arguments = w.list(lexer.ParenR)
	}
	for w.isWord("repeatable") {
		w.next()
	}
	w.names(lexer.Pipe) // behind on
	e.end = w.end()
	return e
}

// names takes the word or sign that starts a list of names, and the list.
func (w *walker) names(separator lexer.Type) *names {
	n := &names{span: span{start: w.next().start}}
	w.skip(separator)
	n.items = append(n.items, w.next().text)
	for w.skip(separator) {
		n.items = append(n.items, w.next().text)
	}
	n.end = w.end()
	return n
}

func (w *walker) list(closing lexer.Type) *list {
	l := &list{span: span{start: w.next().start}}
	for !w.is(closing) && !w.is(lexer.EOF) {
		l.items = append(l.items, w.item())
	}
	w.next()
	l.end = w.end()
	return l
}

// item is a field, an argument, a value of an enum, or a root of a schema.
func (w *walker) item() *element {
	e := w.start()
	e.name = w.next().text
	e.head = w.end()
	if w.is(lexer.ParenL) {
		e.arguments = w.list(lexer.ParenR)
		for _, argument := range e.arguments.items {
			e.refers = append(e.refers, argument.refers...)
		}
	}
	if w.skip(lexer.Colon) {
		e.refers = append(e.refers, w.typ(e))
	}
	if w.is(lexer.Equals) {
		e.value.start = w.next().start
		w.constant()
		e.value.end = w.end()
	}
	e.directives = w.directives()
	e.end = w.end()
	return e
}

// typ gives the name of the type inside the lists.
func (w *walker) typ(e *element) string {
	e.typ.start = w.peek().start
	depth := 0
	for w.skip(lexer.BracketL) {
		depth++
	}
	name := w.next().text
	w.skip(lexer.Bang)
	for range depth {
		w.skip(lexer.BracketR)
		w.skip(lexer.Bang)
	}
	e.typ.end = w.end()
	return name
}

// constant takes one value, however deep.
func (w *walker) constant() {
	depth := 0
	for {
		switch w.next().kind {
		case lexer.BracketL, lexer.BraceL:
			depth++
		case lexer.BracketR, lexer.BraceR:
			depth--
		case lexer.EOF:
			return
		}
		if depth == 0 {
			return
		}
	}
}

func (w *walker) directives() []appliedDirective {
	var all []appliedDirective
	for w.is(lexer.At) {
		d := appliedDirective{span: span{start: w.next().start}}
		d.name = w.next().text
		if w.skip(lexer.ParenL) {
			for !w.is(lexer.ParenR) && !w.is(lexer.EOF) {
				d.arguments = append(d.arguments, w.next())
			}
			w.next()
		}
		d.end = w.end()
		all = append(all, d)
	}
	return all
}
