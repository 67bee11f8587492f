package impact

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/goapi"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// behaviours are the methods, by key, of which an operation is sent otherwise: its
// own, that whose pages it goes through, or one that hand-written code calls for it.
func (c *comparison) behaviours() map[string]bool {
	sent := c.sentOtherwise()
	different := map[string]bool{}
	note := func(on map[string]string, group, name string) {
		for _, key := range c.methodKeys(on, group, name) {
			different[key] = true
		}
	}
	for _, m := range c.new.fitting.API.Methods {
		if sent[m.Operation.Name] || m.File != nil && slices.ContainsFunc(c.reached[m.File.By], func(operation string) bool { return sent[operation] }) {
			note(m.Credentials, m.Group, m.Name)
			if m.Pages != nil {
				note(m.Credentials, m.Group, m.Pages.Name)
			}
		}
	}
	for _, composite := range c.new.fitting.API.Composites {
		if slices.ContainsFunc(c.reached[composite.Function()], func(operation string) bool { return sent[operation] }) {
			note(composite.Credentials, composite.Group, composite.Name)
		}
	}
	return different
}

// sentOtherwise are the operations, by name, that go elsewhere, that send something else
// by their own text, for which something else is sent over the caller's input, that leave something to a default that is
// another now, or that are gone, and what calls them cannot.
func (c *comparison) sentOtherwise() map[string]bool {
	different := map[string]bool{}
	routes := changedDeclarations(c.old, c.new, path.Join(c.api.Calls, "routes"+generatedSuffix))
	wires := changedDeclarations(c.old, c.new, path.Join(c.api.Wire, "wire"+generatedSuffix))
	asks := c.asksOtherwise()
	for _, o := range c.new.fitting.API.Operations {
		different[o.Name] = asks[o.Name] || routes["Route"+o.Name] || o.Overlay != nil && wires[o.Overlay.Name] || len(c.defaultsOf([]string{o.Name})) > 0
	}
	for _, o := range c.old.fitting.API.Operations {
		if _, ok := different[o.Name]; !ok {
			different[o.Name] = true // it is gone
		}
	}
	return different
}

// changedDeclarations are the names of a file that are declared differently.
func changedDeclarations(old, new *made, file string) map[string]bool {
	before, _ := goapi.Declarations(file, old.files[file]) // a file that is not made declares nothing
	after, _ := goapi.Declarations(file, new.files[file])
	changed := map[string]bool{}
	for name, text := range after {
		changed[name] = text != before[name]
	}
	return changed
}

// defaultsOf gives the arguments and input fields whose default changes, and that
// operations may leave unset.
func (c *comparison) defaultsOf(operations []string) []string {
	var parts []string
	for _, d := range slices.Concat(c.old.fitting.Defaults, c.new.fitting.Defaults) {
		if slices.Contains(operations, d.Definition) && slices.ContainsFunc(c.changes, func(change diff.Change) bool {
			return defaulted(&change) && change.Coordinate == d.Coordinate
		}) {
			parts = append(parts, d.Coordinate)
		}
	}
	return parts
}

// findHandWritten finds the operations of hand-written code that are sent or answered
// otherwise. Those that stop validating are told as such.
func (c *comparison) findHandWritten() {
	sent, answered := c.sentOtherwise(), c.answersOtherwise()
	for _, d := range c.new.fitting.Definitions {
		_, stops := c.broken[d.Name]
		if d.Fragment || !c.byHand(d) || stops || !sent[d.Name] && !answered[d.Name] {
			continue
		}
		of := []string{d.Name}
		parts := slices.Concat(c.old.mentionedBy(of), c.new.mentionedBy(of))
		c.handWritten = append(c.handWritten, caused[*spec.Definition]{d, c.causesOfBehaviour(parts, of)})
	}
}

// findReached finds which names of the package of calls the hand-written functions
// reach.
func (c *comparison) findReached() error {
	c.reached = map[string][]string{}
	if c.api.Composites == "" {
		return nil
	}
	mentions, err := source.ReadMentions(c.new.root, c.api.Composites)
	if err != nil {
		return err
	}
	for function := range mentions {
		for _, name := range mentions.From(function) {
			if called, ok := strings.CutPrefix(name, c.config.Import(c.api.Calls)+"."); ok {
				c.reached[function] = append(c.reached[function], called)
			}
		}
	}
	return nil
}

// byHand tells whether hand-written code calls an operation.
func (c *comparison) byHand(d *spec.Definition) bool {
	return d.Hidden || slices.ContainsFunc(slices.Collect(maps.Values(c.reached)), func(names []string) bool { return slices.Contains(names, d.Name) })
}
