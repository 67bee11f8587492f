package lint

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// placeholder is where a value goes.
var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// unescaped is what a template has to escape itself, placeholders apart: what RFC
// 3986 does not allow in a path or query, and a % that starts no escape.
var unescaped = regexp.MustCompile(`[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]|%(?:[^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)`)

// template is the path of an endpoint, with what is wrong about it.
type template struct {
	api      *spec.API
	root     spec.Root
	findings []Finding
}

// checkPaths finds paths that a value, or the template itself, can break.
func checkPaths(api *spec.API) []Finding {
	var findings []Finding
	for _, root := range api.Uses.Roots {
		if root.Binding != nil {
			t := &template{api: api, root: root}
			t.check()
			findings = append(findings, t.findings...)
		}
	}
	return findings
}

// addf adds a finding at an offset of the path's text.
func (t *template) addf(offset int, format string, args ...any) {
	at := *t.root.Binding.Position
	if t.root.Binding.InLine {
		at.Column += offset
	}
	name := t.root.Type + "." + t.root.Field.Name
	t.findings = append(t.findings, found(Path, name, &at, "%s: %s", name, fmt.Sprintf(format, args...)))
}

func (t *template) check() {
	text := t.root.Binding.Path
	path, query, hasQuery := strings.Cut(text, "?")
	t.checkLiteral(text)
	t.checkPath(path)
	if !hasQuery {
		return
	}
	offset := len(path) + 1
	for pair := range strings.SplitSeq(query, "&") {
		t.checkPair(offset, pair)
		offset += len(pair) + 1
	}
}

// checkLiteral looks at what stands around the values.
func (t *template) checkLiteral(text string) {
	literal := placeholder.ReplaceAllStringFunc(text, func(name string) string { return strings.Repeat("x", len(name)) })
	if strings.HasPrefix(text, "//") {
		t.addf(0, "the path starts with two slashes, behind which a URL has its host: write one")
	}
	for _, at := range unescaped.FindAllStringIndex(literal, -1) {
		switch character := literal[at[0]]; character {
		case '{', '}':
			t.addf(at[0], "the path has a brace that belongs to no {argument}: close it, or take it out")
		case '#':
			t.addf(at[0], "the path has a #, and what stands behind it is not sent: write %%23")
		default:
			t.addf(at[0], "the path has %q, which a URL cannot have: escape it with %%", literal[at[0]:at[1]])
		}
	}
}

// checkPath looks at the values in front of the query.
func (t *template) checkPath(path string) {
	for _, at := range placeholder.FindAllStringSubmatchIndex(path, -1) {
		name := path[at[2]:at[3]]
		if kind := t.kind(name); kind != text {
			t.addf(at[0], "{%s} is %s, which no path can say: pass it in the body, or as a text", name, kind)
		}
		if path == "/{"+name+"}" {
			t.addf(at[0], "{%s} is the whole path, so that its caller chooses the endpoint: write the part that is always there", name)
		}
	}
}

// checkPair looks at one pair of the query: key={argument}, or {argument} alone for
// an object whose members are pairs.
func (t *template) checkPair(offset int, pair string) {
	key, value, hasValue := strings.Cut(pair, "=")
	if placeholder.MatchString(key) {
		name := placeholder.FindStringSubmatch(key)[1]
		switch {
		case hasValue:
			t.addf(offset, "{%s} is the key of a pair, which is not filled in: write the key as it is", name)
		case key != "{"+name+"}":
			t.addf(offset, "{%s} is a part of a key, which is not filled in: write key={%[1]s}", name)
		case t.kind(name) != object:
			t.addf(offset, "{%s} has no key: write key={%[1]s}; only an object of texts stands alone", name)
		}
		return
	}
	for _, at := range placeholder.FindAllStringSubmatchIndex(value, -1) {
		name, where := value[at[2]:at[3]], offset+len(key)+1+at[0]
		if value != "{"+name+"}" {
			t.addf(where, "{%s} is a part of a value, which is not filled in: let it be the whole value", name)
		} else if kind := t.kind(name); kind != text {
			t.addf(where, "{%s} is %s, which a value of the query cannot be: pass it in the body, or as a text", name, kind)
		}
	}
}

// kind is what an argument is, as far as URLs can tell.
type kind string

const (
	text   kind = "a text, number, truth value or enum"
	list   kind = "a list"
	object kind = "an object"
)

// kind tells what an argument is. A custom scalar is an object where it is bound to
// a map.
func (t *template) kind(name string) kind {
	argument := t.root.Field.Arguments.ForName(name)
	switch {
	case argument == nil: // package spec says so
		return text
	case argument.Type.Elem != nil:
		return list
	}
	definition := t.api.Schema.Types[argument.Type.Name()]
	if definition.Kind == ast.InputObject || strings.HasPrefix(t.api.Config.Scalars[definition.Name], "map[") {
		return object
	}
	return text
}
