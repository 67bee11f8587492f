package journal

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// redacted stands where something was that nobody is to read.
const redacted = "[redacted]"

// shortest is the shortest removed text that is looked for in an answer's
// message: a shorter one would be found in the middle of words.
const shortest = 4

var (
	// secretName finds the fields that hold secrets, in every spelling: newPassword,
	// client_secret, authingToken. What a social login told, oauth, may hold some.
	secretName = regexp.MustCompile(`(?i)(token|secret|password|passwd|pwd|salt|ticket|recovery_?code)s?$|^oauth$`)
	// webToken is the form of a JSON Web Token, which begins with an encoded "{".
	webToken = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]*`)
)

// redactor takes secrets out of one request, and out of what answers it.
type redactor struct {
	removed []string
	// reaching has the variables of the query that a secret argument or input field
	// is given, whatever they are called.
	reaching map[string]bool
	unread   bool // the query is none: nobody can tell what in it is a secret
}

// look finds out which variables of a query hold secrets. Without a document
// nothing is known.
func (r *redactor) look(document *ast.QueryDocument) {
	r.reaching, r.unread = make(map[string]bool), document == nil
	if document == nil {
		return
	}
	for _, operation := range document.Operations {
		r.lookInDirectives(operation.Directives)
		r.lookInSelection(operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		r.lookInDirectives(fragment.Directives)
		r.lookInSelection(fragment.SelectionSet)
	}
}

func (r *redactor) lookInSelection(selection ast.SelectionSet) {
	for _, selected := range selection {
		switch selected := selected.(type) {
		case *ast.Field:
			r.lookInArguments(selected.Arguments)
			r.lookInDirectives(selected.Directives)
			r.lookInSelection(selected.SelectionSet)
		case *ast.InlineFragment:
			r.lookInDirectives(selected.Directives)
			r.lookInSelection(selected.SelectionSet)
		case *ast.FragmentSpread:
			r.lookInDirectives(selected.Directives)
		}
	}
}

func (r *redactor) lookInDirectives(directives ast.DirectiveList) {
	for _, directive := range directives {
		r.lookInArguments(directive.Arguments)
	}
}

func (r *redactor) lookInArguments(arguments ast.ArgumentList) {
	for _, argument := range arguments {
		r.lookInValue(argument.Value, secretName.MatchString(argument.Name))
	}
}

// lookInValue looks at a value. Secret says that it is one, or a part of one.
func (r *redactor) lookInValue(value *ast.Value, secret bool) {
	if secret && value.Kind == ast.Variable {
		r.reaching[value.Raw] = true
	}
	for _, child := range value.Children {
		r.lookInValue(child.Value, secret || secretName.MatchString(child.Name))
	}
}

// secret tells whether what a name stands for in a query is not to be read.
func (r *redactor) secret(name string) bool {
	return r.unread || r.reaching[name] || secretName.MatchString(name)
}

// remove gives what stands for a secret.
func (r *redactor) remove(secret string) string {
	if secret == "" {
		return ""
	}
	r.removed = append(r.removed, secret)
	return redacted
}

// message takes out of a message what was removed from the request: a refusal
// may quote it.
func (r *redactor) message(text string) string {
	for _, secret := range r.removed {
		if len(secret) >= shortest {
			text = strings.ReplaceAll(text, secret, redacted)
		}
	}
	return webToken.ReplaceAllLiteralString(text, redacted)
}

// query takes the secrets out of a GraphQL text. Every string belongs to the
// last name before it that has a colon: an argument, an input field, or a variable
// with a default. What follows a mistake in the text is
// left out, as nobody can tell what it is.
func (r *redactor) query(text string) string {
	runes := []rune(text) // what the positions count
	tokens := lexer.New(&ast.Source{Input: text})
	var clean strings.Builder
	var name, field string // the last name, and the last with a colon
	copied, read := 0, 0
	for {
		token, err := tokens.ReadToken()
		switch {
		case err != nil:
			clean.WriteString(string(runes[copied:read]))
			return r.message(clean.String() + " …")
		case token.Kind == lexer.EOF:
			clean.WriteString(string(runes[copied:]))
			return r.message(clean.String())
		case token.Kind == lexer.Name:
			name = token.Value
		case token.Kind == lexer.Colon:
			field = name
		case (token.Kind == lexer.String || token.Kind == lexer.BlockString) && r.secret(field):
			clean.WriteString(string(runes[copied:token.Pos.Start]) + `"` + r.remove(token.Value) + `"`)
			copied = token.Pos.End
		}
		read = token.Pos.End
	}
}

// variables takes the secrets out of a query's variables. What is no list of them
// by name is left out whole.
func (r *redactor) variables(given any) any {
	named, ok := given.(map[string]any)
	if !ok {
		return r.values(given, true)
	}
	for name, value := range named {
		named[name] = r.values(value, r.secret(name))
	}
	return named
}

// values takes the secrets out of JSON, at any depth. Secret says that the value
// is one, or a part of one.
func (r *redactor) values(value any, secret bool) any {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			value[name] = r.values(inner, secret || secretName.MatchString(name))
		}
	case []any:
		for i, inner := range value {
			value[i] = r.values(inner, secret)
		}
	case string:
		if secret {
			return r.remove(value)
		}
		return webToken.ReplaceAllStringFunc(value, r.remove)
	case json.Number:
		if secret {
			return r.remove(value.String())
		}
	}
	return value
}

// codes takes the codes out of what goes to an OpenID Connect issuer, where they
// stand for a sign-in. Elsewhere they are in the outbox, for everybody to see.
func (r *redactor) codes(form url.Values) {
	for _, name := range [...]string{"code", "code_verifier", "mfa_code"} {
		for i, code := range form[name] {
			form[name][i] = r.remove(code)
		}
	}
}

// form takes the secrets out of a form, or of the parameters in an address.
func (r *redactor) form(form url.Values) any {
	fields := make(map[string]any, len(form))
	for name, texts := range form {
		if len(texts) == 1 {
			fields[name] = texts[0]
			continue
		}
		several := make([]any, 0, len(texts))
		for _, text := range texts {
			several = append(several, text)
		}
		fields[name] = several
	}
	return r.values(fields, false)
}
