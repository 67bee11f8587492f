package impact

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/goapi"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// near says how near a change is to a part of the schema; 0 where it has nothing to
// do with it.
func near(change *diff.Change, part string) int {
	switch {
	case coordinate(change) == part:
		return 4
	case strings.HasPrefix(string(change.Kind), "DIRECTIVE_") && !ofJSON(change):
		return 0
	case asksMore(change) && part == change.Type+"."+change.Field && change.Argument != "":
		return 3
	case asksMore(change) && part == change.Type && change.Argument == "":
		return 3
	case change.Field == "" && change.Type == part:
		return 3
	case change.Field == "" && change.Type != "" && strings.HasPrefix(part, change.Type+"."):
		return 2
	case change.Type == part:
		return 1
	}
	return 0
}

// asksMore tells whether a change may ask for an argument or an input field that could
// be left out before: what leaves it out names the whole alone.
func asksMore(change *diff.Change) bool {
	switch change.Kind {
	case diff.FieldArgumentAdded, diff.InputFieldAdded:
		return true
	case diff.FieldArgumentTypeChanged, diff.InputFieldTypeChanged:
		return strings.HasSuffix(change.After, "!") && !strings.HasSuffix(change.Before, "!")
	}
	return false
}

// coordinate is the part of the schema that a change is of: of the generator's @json,
// what it stands on.
func coordinate(change *diff.Change) string {
	if ofJSON(change) {
		on, _, _ := strings.Cut(change.Coordinate, "@")
		return on
	}
	return change.Coordinate
}

// ofJSON tells whether a change is that of a @json, which makes another Go type of
// what it stands on; other directives that the schema uses make nothing.
func ofJSON(change *diff.Change) bool {
	usage := change.Kind == diff.DirectiveUsageAdded || change.Kind == diff.DirectiveUsageRemoved
	return usage && change.Directive == "json"
}

// words tells whether a change is one of descriptions or deprecations, which alters
// no declaration.
func words(change *diff.Change) bool {
	kind := string(change.Kind)
	return strings.Contains(kind, "DESCRIPTION") || strings.Contains(kind, "DEPRECATION")
}

// nearest gives the changes that are nearest to any of some parts, and at least so
// near.
func (c *comparison) nearest(parts []string, least int, also func(*diff.Change) bool) []int {
	var found []int
	for i := range c.changes {
		change := &c.changes[i]
		if !also(change) {
			continue
		}
		nearness := 0
		for _, part := range parts {
			nearness = max(nearness, near(change, part))
		}
		if nearness > least {
			found, least = nil, nearness
		}
		if nearness == least && nearness > 0 {
			found = append(found, i)
		}
	}
	return found
}

func notWords(change *diff.Change) bool { return !words(change) }

// causesOf gives the changes that make a mistake: those of what stands at its
// place, else those of what its definition names, else those that the message names
// of what stands beside it, where its fragment is spread.
func (c *comparison) causesOf(p spec.Problem) []int {
	uses := slices.Concat(c.old.fitting.Mentions, c.new.fitting.Mentions)
	var here, around []string
	in := c.definitionOf(p)
	for _, use := range uses {
		if at := use.At; at.Src.Name == p.File && at.Line == p.Line && at.Column == p.Column {
			here = append(here, use.Coordinate)
		}
		if in != nil && use.Definition == in.Name && use.Fragment == in.Fragment || in != nil && use.Fragment && in.Spreads[use.Definition] {
			around = append(around, use.Coordinate)
		}
	}
	if found := c.nearest(here, 1, notWords); len(found) > 0 {
		return c.named(found, p.Message)
	}
	if found := c.nearest(around, 3, notWords); len(found) > 0 {
		return c.named(found, p.Message)
	}
	return slices.DeleteFunc(c.nearest(c.beside(in), 4, notWords), func(i int) bool { return !c.isNamed(i, p.Message) })
}

// beside gives the parts of the schema that definitions name which spread a fragment,
// and those that they spread besides it.
func (c *comparison) beside(in *spec.Definition) []string {
	if in == nil || !in.Fragment {
		return nil
	}
	fragments, operations := map[string]bool{}, map[string]bool{}
	for _, d := range c.new.fitting.Definitions {
		if !d.Spreads[in.Name] {
			continue
		}
		maps.Copy(fragments, d.Spreads)
		if d.Fragment {
			fragments[d.Name] = true
		} else {
			operations[d.Name] = true
		}
	}
	var parts []string
	for _, m := range slices.Concat(c.old.fitting.Mentions, c.new.fitting.Mentions) {
		if m.Fragment && fragments[m.Definition] || !m.Fragment && operations[m.Definition] {
			parts = append(parts, m.Coordinate)
		}
	}
	return parts
}

// named gives those of several changes whose name a message has in quotes, or all
// where it has none of them.
func (c *comparison) named(found []int, message string) []int {
	some := slices.DeleteFunc(slices.Clone(found), func(i int) bool { return !c.isNamed(i, message) })
	if len(some) > 0 {
		return some
	}
	return found
}

// isNamed tells whether a message has the name of what a change is of in quotes.
func (c *comparison) isNamed(i int, message string) bool {
	name := cmp.Or(c.changes[i].Argument, c.changes[i].Field)
	return name != "" && strings.Contains(message, `"`+name+`"`)
}

// attributeSymbols finds the changes that each symbol comes from: by the parts of
// the schema that it is made of, then by the operation that stopped validating, and
// at last by the other symbols that it came or went with.
func (c *comparison) attributeSymbols() {
	for i := range c.symbols {
		c.symbols[i].causes = c.directCauses(c.symbols[i].effect)
	}
	for again := true; again; {
		again = false
		for i := range c.symbols {
			if len(c.symbols[i].causes) == 0 {
				c.symbols[i].causes = c.inherited(c.symbols[i].effect)
				again = again || len(c.symbols[i].causes) > 0
			}
		}
	}
}

func (c *comparison) directCauses(s *symbol) []int {
	parts, operations := c.partsOf(s)
	for _, operation := range operations {
		if causes := c.broken[operation]; len(causes) > 0 && s.became == Removed {
			return causes
		}
	}
	if s.became == Behaves {
		return c.causesOfBehaviour(parts, operations)
	}
	if found := c.nearest(parts, 2, notWords); len(found) > 0 || s.became != Removed {
		return found
	}
	return c.leftWith(parts)
}

// causesOfBehaviour gives the changes by which something that is declared as before
// sends or gives something else: those of defaults where it leaves the value unset;
// what changes in words alone is asked last.
func (c *comparison) causesOfBehaviour(parts, operations []string) []int {
	found := c.nearest(parts, 1, func(change *diff.Change) bool { return notWords(change) && !defaulted(change) })
	if found = union(found, c.nearest(c.defaultsOf(operations), 3, defaulted)); len(found) > 0 {
		return found
	}
	return c.nearest(parts, 1, words)
}

// defaulted tells whether a change is one of a default.
func defaulted(change *diff.Change) bool {
	return change.Kind == diff.FieldArgumentDefaultChanged || change.Kind == diff.InputFieldDefaultChanged
}

// leftWith gives the causes for which operations stop validating that some fields
// were asked for by.
func (c *comparison) leftWith(parts []string) []int {
	var causes []int
	for _, d := range c.new.fitting.Broken {
		for _, m := range c.old.fitting.Mentions {
			by := !m.Fragment && m.Definition == d.Name || m.Fragment && d.Spreads[m.Definition]
			field := strings.Contains(m.Coordinate, ".") && !strings.Contains(m.Coordinate, "(")
			if by && field && slices.Contains(parts, m.Coordinate) {
				causes = union(causes, c.broken[d.Name])
			}
		}
	}
	return causes
}

// partsOf gives the parts of the schema that a symbol is made of, and, of a method,
// its operations.
func (c *comparison) partsOf(s *symbol) (parts, operations []string) {
	name := s.any().Name
	for _, side := range []*made{c.old, c.new} {
		parts = append(parts, side.fitting.API.Parts[name]...)
		of := c.operationsOf(side, s.key)
		operations = append(operations, of...)
		parts = append(parts, side.mentionedBy(of)...)
	}
	return parts, operations
}

// mentionedBy gives the parts of the schema that operations name themselves.
func (m *made) mentionedBy(operations []string) []string {
	var parts []string
	for _, mention := range m.fitting.Mentions {
		if !mention.Fragment && slices.Contains(operations, mention.Definition) {
			parts = append(parts, mention.Coordinate)
		}
	}
	return parts
}

// operationsOf are the operations that a method stands on.
func (c *comparison) operationsOf(side *made, key string) []string {
	var operations []string
	for _, m := range side.fitting.API.Methods {
		keys := c.methodKeys(m.Credentials, m.Group, m.Name)
		if m.Pages != nil {
			keys = append(keys, c.methodKeys(m.Credentials, m.Group, m.Pages.Name)...)
		}
		if slices.Contains(keys, key) {
			operations = append(operations, m.Operation.Name)
			if m.File != nil {
				operations = append(operations, c.reached[m.File.By]...)
			}
		}
	}
	for _, composite := range side.fitting.API.Composites {
		if slices.Contains(c.methodKeys(composite.Credentials, composite.Group, composite.Name), key) {
			operations = append(operations, composite.On.Name)
			operations = append(operations, c.reached[composite.Function()]...)
		}
	}
	return operations // and other names that reached has, which no operation has
}

// inherited gives the causes of what a symbol came or went with: the names that
// name it or that it names, its own fields and methods, or what it belongs to.
func (c *comparison) inherited(s *symbol) []int {
	var causes []int
	name := s.any().Name
	for _, other := range c.symbols {
		if len(other.causes) == 0 || other.effect == s {
			continue
		}
		o := other.effect
		inside := s.became == Behaves && o.any().Kind == goapi.Type && mentions(s.bodies(), o.any().Name)
		with := o.any().Kind == goapi.Type && o.became == s.became && mentions(s.text(), o.any().Name)
		related := with || mentions(o.text(), name) || o.owner() == s.key || s.owner() != "" && (s.owner() == o.key || s.owner() == o.owner())
		if inside || related && (o.became == s.became || o.became == Changed || s.owner() != "") {
			causes = union(causes, other.causes)
		}
	}
	return causes
}

// mentions tells whether a Go text has a name as a word.
func mentions(text, name string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), name)
}
