package config

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// problem is a mistake at a place of the file.
type problem struct {
	line, column int
	message      string
}

// document is the configuration as it is written: where everything stands, and
// what is wrong with it.
type document struct {
	path string
	// places are those of the values, by a path such as apis[0].schema[1].
	places   map[string]*token.Position
	problems []problem
}

// read finds the places of a configuration's values, and every key and value that
// has no business where it stands.
func read(path string, text []byte) (*document, error) {
	d := &document{path: path, places: map[string]*token.Position{}}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, d.syntax(err)
	}
	var bodies []ast.Node
	for _, part := range file.Docs {
		if part.Body != nil && part.Body.Type() != ast.CommentType {
			bodies = append(bodies, part.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		d.problems = append(d.problems, problem{1, 1, "the configuration is empty: write at least runtime and apis"})
	case len(bodies) > 1:
		d.addAt(start(bodies[1]), "the configuration has a second document: keep one")
	default:
		d.walk("", bodies[0], reflect.TypeFor[Config]())
	}
	return d, d.err()
}

// syntax gives an error of the YAML parser its place.
func (d *document) syntax(err error) error {
	located, ok := errors.AsType[yaml.Error](err)
	if !ok || located.GetToken() == nil {
		return fmt.Errorf("%s:1:1: %w", d.path, err)
	}
	message := located.GetMessage()
	if strings.Contains(message, "already defined") {
		message += ": keep one of the two"
	}
	d.addAt(located.GetToken().Position, "%s", message)
	return d.err()
}

// err is nil where nothing is wrong, or else tells every mistake, one to a line.
func (d *document) err() error {
	slices.SortStableFunc(d.problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	var all []error
	for _, p := range d.problems {
		all = append(all, fmt.Errorf("%s:%d:%d: %s", d.path, p.line, p.column, p.message))
	}
	return errors.Join(all...)
}

func (d *document) addAt(at *token.Position, format string, args ...any) {
	p := problem{1, 1, fmt.Sprintf(format, args...)}
	if at != nil {
		p.line, p.column = max(at.Line, 1), max(at.Column, 1)
	}
	d.problems = append(d.problems, p)
}

// addf adds a mistake at the value of a path, or where that is not there, at the
// nearest around it.
func (d *document) addf(path, format string, args ...any) {
	d.addAt(d.place(path), "%s", path+" "+fmt.Sprintf(format, args...))
}

// place is where the value of a path stands, or the nearest around it.
func (d *document) place(path string) *token.Position {
	for around := path; ; {
		if at, ok := d.places[around]; ok || around == "" {
			return at
		}
		around = around[:max(strings.LastIndexAny(around, ".["), 0)]
	}
}

// walk looks at a value, which is to be of a type of the configuration's.
func (d *document) walk(path string, node ast.Node, t reflect.Type) {
	switch n := node.(type) {
	case *ast.AnchorNode:
		d.walk(path, n.Value, t)
		return
	case *ast.TagNode:
		d.walk(path, n.Value, t)
		return
	case *ast.AliasNode: // its value is looked at where it stands
		d.places[path] = n.GetToken().Position
		return
	}
	d.places[path] = start(node)
	if want := wants(t); !fits(node, t) {
		what := cmp.Or(path, "the configuration")
		d.addAt(start(node), "%s is %s: write %s", what, kindOf(node), want)
		return
	}
	switch t.Kind() {
	case reflect.Slice:
		if list, ok := node.(*ast.SequenceNode); ok {
			for i, value := range list.Values {
				d.walk(fmt.Sprintf("%s[%d]", path, i), value, t.Elem())
			}
		}
	case reflect.Struct, reflect.Map:
		for _, pair := range pairs(node) {
			d.walkPair(path, pair, t)
		}
	}
}

// walkPair looks at one key with its value.
func (d *document) walkPair(path string, pair *ast.MappingValueNode, t reflect.Type) {
	if _, merge := pair.Key.(*ast.MergeKeyNode); merge {
		return
	}
	key := pair.Key.GetToken().Value
	inner := strings.TrimPrefix(path+"."+key, ".")
	if t.Kind() == reflect.Map {
		d.walk(inner, pair.Value, t.Elem())
		return
	}
	known := keys(t)
	if field, ok := known[key]; ok {
		d.walk(inner, pair.Value, field)
		return
	}
	var names []string
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	remedy := cmp.Or(hint.DidYouMean(key, names), ": write one of "+strings.Join(names, ", "))
	d.addAt(pair.Key.GetToken().Position, "there is no key %q%s%s", key, within(path), remedy)
}

func within(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

// keys are the names of a struct's fields in YAML, with their types.
func keys(t reflect.Type) map[string]reflect.Type {
	known := map[string]reflect.Type{}
	for field := range t.Fields() {
		if name := field.Tag.Get("yaml"); name != "-" {
			known[name] = field.Type
		}
	}
	return known
}

func pairs(node ast.Node) []*ast.MappingValueNode {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// fits tells whether a value can be of a type.
func fits(node ast.Node, t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice:
		_, ok := node.(*ast.SequenceNode)
		return ok
	case reflect.Struct, reflect.Map:
		_, many := node.(*ast.MappingNode)
		_, one := node.(*ast.MappingValueNode)
		return many || one
	case reflect.Bool:
		_, ok := node.(*ast.BoolNode)
		return ok
	}
	_, plain := node.(*ast.StringNode)
	_, block := node.(*ast.LiteralNode)
	return plain || block
}

func wants(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "keys with values"
	case reflect.Bool:
		return "true or false"
	}
	return "a text, in quotes if need be"
}

// kindOf says what a value is.
func kindOf(node ast.Node) string {
	switch node.(type) {
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys with values"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "empty"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	}
	return "a number"
}

// start is where a value begins: a mapping with its first key.
func start(node ast.Node) *token.Position {
	if all := pairs(node); len(all) > 0 && all[0].Key != nil {
		if flow, ok := node.(*ast.MappingNode); !ok || !flow.IsFlowStyle {
			return all[0].Key.GetToken().Position
		}
	}
	if node.GetToken() == nil {
		return nil
	}
	return node.GetToken().Position
}
