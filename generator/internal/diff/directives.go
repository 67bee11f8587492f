package diff

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// ownDirectives are the directives that the schema itself defines. What
// GraphQL says of its own ones is not for a schema to change.
func ownDirectives(s *ast.Schema) []*ast.DirectiveDefinition {
	var directives []*ast.DirectiveDefinition
	for _, name := range slices.Sorted(maps.Keys(s.Directives)) {
		if d := s.Directives[name]; !builtIn(d.Position) && !specified(name) {
			directives = append(directives, d)
		}
	}
	return directives
}

// specified tells the directives that every GraphQL service has.
func specified(name string) bool {
	return slices.Contains([]string{"skip", "include", "deprecated", "specifiedBy", "oneOf"}, name)
}

func (c *comparer) directives() {
	for _, d := range pairs(ownDirectives(c.old), ownDirectives(c.new), func(d *ast.DirectiveDefinition) string { return d.Name }) {
		switch {
		case d.removed:
			c.add(Change{Directive: d.Old.Name, Old: placeOf(d.Old.Position)}, DirectiveRemoved, Breaking, "directive @%s was removed", d.Old.Name)
		case d.added:
			c.add(Change{Directive: d.New.Name, New: placeOf(d.New.Position)}, DirectiveAdded, Safe, "directive @%s was added", d.New.Name)
		default:
			c.directive(Change{Directive: d.New.Name, Old: placeOf(d.Old.Position), New: placeOf(d.New.Position)}, d.Old, d.New)
		}
	}
}

func (c *comparer) directive(at Change, old, new *ast.DirectiveDefinition) {
	c.description(at, DirectiveDescriptionChanged, "directive", old.Description, new.Description)
	switch {
	case old.IsRepeatable && !new.IsRepeatable:
		c.add(at, DirectiveRepeatableRemoved, Breaking, "directive @%s may no longer be repeated", new.Name)
	case !old.IsRepeatable && new.IsRepeatable:
		c.add(at, DirectiveRepeatableAdded, Safe, "directive @%s may be repeated now", new.Name)
	}
	for _, l := range pairs(locations(old), locations(new), itself) {
		switch {
		case l.removed:
			c.add(at.between(l.Old, ""), DirectiveLocationRemoved, Breaking, "directive @%s may no longer stand on %s", new.Name, l.Old)
		case l.added:
			c.add(at.between("", l.New), DirectiveLocationAdded, Safe, "directive @%s may stand on %s now", new.Name, l.New)
		}
	}
	c.deprecation(at, directiveDeprecation, old.Directives, new.Directives)
	c.usages(at, old.Directives, new.Directives, "deprecated")
	c.arguments(at, directiveArgument, old.Arguments, new.Arguments)
}

// locations are the places that a directive may stand on, each once.
func locations(d *ast.DirectiveDefinition) []string {
	var names []string
	for _, l := range d.Locations {
		if !slices.Contains(names, string(l)) {
			names = append(names, string(l))
		}
	}
	return names
}
