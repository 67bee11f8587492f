package fetch

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// mergeOwnDirectives brings what a type itself says up to date, as far as the
// service can tell it.
func (m *merger) mergeOwnDirectives(name string, b *block, d *ast.Definition) {
	if d.Kind == ast.Scalar && slices.Contains(m.features, specifiedBy) {
		m.mergeDirective(b.file, name, "specifiedBy", b.element, b.head, d.Directives)
	}
	if d.Kind == ast.InputObject && slices.Contains(m.features, oneOf) {
		m.mergeDirective(b.file, name, "oneOf", b.element, b.head, d.Directives)
	}
}

// mergeNames brings the interfaces of a type, or the members of a union, up to
// date, in the order that the folder has. New ones come last in the definition.
func (m *merger) mergeNames(name string, blocks []*block, d *ast.Definition, others []string) {
	announced := slices.Concat(d.Interfaces, d.Types)
	stay := make([][]string, len(blocks))
	var known []string
	for i, b := range blocks {
		for _, item := range b.listed() {
			switch {
			case slices.Contains(announced, item):
			case len(others) > 0:
				m.kept(name+listing(d)+item, others)
			default:
				m.removed(name + listing(d) + item)
				continue
			}
			stay[i] = append(stay[i], item)
			known = append(known, item)
		}
	}
	for _, item := range announced {
		if !slices.Contains(known, item) {
			m.added(name + listing(d) + item)
			stay[0] = append(stay[0], item)
		}
	}
	for i, b := range blocks {
		if !slices.Equal(stay[i], b.listed()) {
			b.rename(stay[i])
		}
	}
}

// listing stands between a type and an interface or a member that it lists.
func listing(d *ast.Definition) string {
	if d.Kind == ast.Union {
		return " | "
	}
	return " implements "
}

// listed are the interfaces or members that a block names.
func (b *block) listed() []string {
	if b.names == nil {
		return nil
	}
	return b.names.items
}

// rename gives a block other names; without any, the word before them goes too.
func (b *block) rename(items []string) {
	text := b.file.text
	nameEnd := b.nameEnd
	at, lead, separator := span{nameEnd, nameEnd}, " implements ", " & "
	if b.kind == "union" {
		at, lead, separator = span{b.head, b.head}, " = ", " | "
	}
	if b.names != nil {
		at = span{len(strings.TrimRight(text[:b.names.start], " \t\r\n")), b.names.end}
		if b.kind == "union" && strings.Contains(text[b.names.start:b.names.end], "\n") {
			lead, separator = " =\n  | ", "\n  | "
		}
	}
	if len(items) == 0 {
		lead = ""
	}
	b.file.edit(edit{at, newlines(text, lead+strings.Join(items, separator))})
}
