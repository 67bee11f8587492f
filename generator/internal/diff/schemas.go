package diff

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// comparer gathers the changes between two schemas.
type comparer struct {
	old, new *ast.Schema
	changes  []Change
}

// Schemas gives every change from one schema to another, sorted by coordinate
// and kind. Both come from spec.LoadSchema.
func Schemas(old, new *ast.Schema) []Change {
	c := &comparer{old: old, new: new}
	c.directives()
	c.types()
	c.schema()
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Coordinate, b.Coordinate), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Message, b.Message))
	})
	return c.changes
}

// add notes a change of the thing that at names; the message is formatted.
func (c *comparer) add(at Change, kind Kind, class Class, format string, args ...any) {
	at.Kind, at.Class, at.Message = kind, class, strings.Map(printable, fmt.Sprintf(format, args...))
	at.Coordinate = at.coordinate()
	c.changes = append(c.changes, at)
}

// printable keeps what a schema brings from steering a terminal, and a sentence
// on one line.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return unicode.ReplacementChar
	}
	return r
}

// between fills in what was and what is.
func (c Change) between(before, after string) Change {
	c.Before, c.After = before, after
	return c
}

// both are the two sides of something; Old or New is the zero value where that
// side lacks it.
type both[E any] struct {
	Old, New       E
	removed, added bool
}

// pairs matches two lists by name, in the order of the old and then of what is
// added.
func pairs[E any](old, new []E, name func(E) string) []both[E] {
	rest := map[string]E{}
	for _, e := range new {
		rest[name(e)] = e
	}
	var all []both[E]
	for _, e := range old {
		other, ok := rest[name(e)]
		all = append(all, both[E]{Old: e, New: other, removed: !ok})
		delete(rest, name(e))
	}
	for _, e := range new {
		if _, ok := rest[name(e)]; ok {
			all = append(all, both[E]{New: e, added: true})
		}
	}
	return all
}

func itself(name string) string { return name }

// builtIn tells what GraphQL or the generator defines from what the schema does.
func builtIn(at *ast.Position) bool { return at == nil || at.Src == nil || at.Src.BuiltIn }

// ownTypes are the types that the schema itself defines, by name.
func ownTypes(s *ast.Schema) []*ast.Definition {
	var types []*ast.Definition
	for _, name := range slices.Sorted(maps.Keys(s.Types)) {
		if t := s.Types[name]; !t.BuiltIn {
			types = append(types, t)
		}
	}
	return types
}

func (c *comparer) types() {
	for _, t := range pairs(ownTypes(c.old), ownTypes(c.new), func(t *ast.Definition) string { return t.Name }) {
		switch {
		case t.removed:
			c.add(Change{Type: t.Old.Name, Old: placeOf(t.Old.Position)}, TypeRemoved, Breaking, "%s %s was removed", word(t.Old.Kind), t.Old.Name)
		case t.added:
			c.add(Change{Type: t.New.Name, New: placeOf(t.New.Position)}, TypeAdded, Safe, "%s %s was added", word(t.New.Kind), t.New.Name)
		default:
			c.definition(t.Old, t.New)
		}
	}
}

func (c *comparer) definition(old, new *ast.Definition) {
	at := Change{Type: old.Name, Old: placeOf(old.Position), New: placeOf(new.Position)}
	c.description(at, TypeDescriptionChanged, word(new.Kind), old.Description, new.Description)
	c.usages(at, old.Directives, new.Directives, "oneOf", "specifiedBy")
	if old.Kind != new.Kind {
		c.add(at.between(word(old.Kind), word(new.Kind)), TypeKindChanged, Breaking, "%s was %s and is %s now", old.Name, article(old.Kind), article(new.Kind))
		return
	}
	switch new.Kind {
	case ast.Object, ast.Interface:
		c.interfaces(at, old, new)
		c.possibleTypes(at, new.Kind)
		c.fields(at, old.Fields, new.Fields)
	case ast.InputObject:
		c.oneOf(at, old.Directives, new.Directives)
		c.inputFields(at, old.Fields, new.Fields)
	case ast.Enum:
		c.enumValues(at, old.EnumValues, new.EnumValues)
	case ast.Union:
		c.members(at, old.Types, new.Types)
	case ast.Scalar:
		c.specifiedBy(at, old.Directives, new.Directives)
	}
}

// word is what people call a kind.
func word(kind ast.DefinitionKind) string {
	switch kind {
	case ast.Object:
		return "object type"
	case ast.InputObject:
		return "input object"
	}
	return strings.ToLower(string(kind))
}

func article(kind ast.DefinitionKind) string {
	if strings.ContainsRune("aeio", rune(word(kind)[0])) {
		return "an " + word(kind)
	}
	return "a " + word(kind)
}

func (c *comparer) interfaces(at Change, old, new *ast.Definition) {
	for _, i := range pairs(old.Interfaces, new.Interfaces, itself) {
		switch {
		case i.removed:
			c.add(at.between(i.Old, ""), InterfaceRemoved, Breaking, "%s no longer implements %s", at.Type, i.Old)
		case i.added:
			c.add(at.between("", i.New), InterfaceAdded, Dangerous, "%s now implements %s", at.Type, i.New)
		}
	}
}

// possibleTypes tells which types came and went with an interface on their
// back: what asks for the interface may get the one, or asks for the other in
// vain.
func (c *comparer) possibleTypes(at Change, kind ast.DefinitionKind) {
	if kind != ast.Interface {
		return
	}
	for _, p := range pairs(objects(c.old.PossibleTypes[at.Type]), objects(c.new.PossibleTypes[at.Type]), itself) {
		switch {
		case p.removed && c.new.Types[p.Old] == nil:
			c.add(at.between(p.Old, ""), PossibleTypeRemoved, Breaking, "%s can no longer be the removed type %s", at.Type, p.Old)
		case p.added && c.old.Types[p.New] == nil:
			c.add(at.between("", p.New), PossibleTypeAdded, Dangerous, "%s can now be the new type %s", at.Type, p.New)
		}
	}
}

func objects(types []*ast.Definition) []string {
	var names []string
	for _, t := range types {
		if t.Kind == ast.Object {
			names = append(names, t.Name)
		}
	}
	return names
}

func (c *comparer) members(at Change, old, new []string) {
	for _, m := range pairs(old, new, itself) {
		switch {
		case m.removed:
			c.add(at.between(m.Old, ""), UnionMemberRemoved, Breaking, "union %s can no longer be %s", at.Type, m.Old)
		case m.added:
			c.add(at.between("", m.New), UnionMemberAdded, Dangerous, "union %s can now be %s too", at.Type, m.New)
		}
	}
}

func (c *comparer) enumValues(at Change, old, new ast.EnumValueList) {
	for _, v := range pairs(old, new, func(v *ast.EnumValueDefinition) string { return v.Name }) {
		at := at
		switch {
		case v.removed:
			at.Field, at.Old, at.New = v.Old.Name, placeOf(v.Old.Position), Place{}
			c.add(at, EnumValueRemoved, Breaking, "%svalue %s was removed from enum %s", deprecatedWord(v.Old.Directives), v.Old.Name, at.Type)
		case v.added:
			at.Field, at.Old, at.New = v.New.Name, Place{}, placeOf(v.New.Position)
			c.add(at, EnumValueAdded, Dangerous, "value %s was added to enum %s", v.New.Name, at.Type)
		default:
			at.Field, at.Old, at.New = v.New.Name, placeOf(v.Old.Position), placeOf(v.New.Position)
			c.description(at, EnumValueDescriptionChanged, "enum value", v.Old.Description, v.New.Description)
			c.deprecation(at, enumValueDeprecation, v.Old.Directives, v.New.Directives)
			c.code(at, v.Old.Directives, v.New.Directives)
			c.usages(at, v.Old.Directives, v.New.Directives, "deprecated", "code")
		}
	}
}

// description tells of another text. Nobody's program reads it.
func (c *comparer) description(at Change, kind Kind, what, old, new string) {
	at = at.between(old, new)
	name := at.coordinate()
	switch {
	case old == new:
	case old == "":
		c.add(at, kind, Safe, "%s %s has a description now: %s", what, name, quoted(new))
	case new == "":
		c.add(at, kind, Safe, "%s %s lost its description: %s", what, name, quoted(old))
	default:
		c.add(at, kind, Safe, "description of %s %s changed from %s to %s", what, name, quoted(old), quoted(new))
	}
}

// schema compares what is of no type: the roots, the description, directives.
func (c *comparer) schema() {
	c.root(SchemaQueryTypeChanged, "query", c.old.Query, c.new.Query)
	c.root(SchemaMutationTypeChanged, "mutation", c.old.Mutation, c.new.Mutation)
	c.root(SchemaSubscriptionTypeChanged, "subscription", c.old.Subscription, c.new.Subscription)
	at := Change{Coordinate: "schema"}
	c.description(at, SchemaDescriptionChanged, "the whole", c.old.Description, c.new.Description)
	c.usages(at, c.old.SchemaDirectives, c.new.SchemaDirectives)
}

func (c *comparer) root(kind Kind, operation string, old, new *ast.Definition) {
	at := Change{Coordinate: "schema." + operation}
	if old != nil {
		at.Before, at.Old = old.Name, placeOf(old.Position)
	}
	if new != nil {
		at.After, at.New = new.Name, placeOf(new.Position)
	}
	at.Type = cmp.Or(at.After, at.Before)
	switch {
	case at.Before == at.After:
	case old == nil:
		c.add(at, kind, Safe, "%s is the type of every %s now; there was none", new.Name, operation)
	case new == nil:
		c.add(at, kind, Breaking, "there is no %s any more; %s was the type of every one", operation, old.Name)
	default:
		c.add(at, kind, Breaking, "the type of every %s was %s and is %s now", operation, old.Name, new.Name)
	}
}
