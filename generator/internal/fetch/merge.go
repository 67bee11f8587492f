package fetch

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// merger brings a folder to what a service announces.
type merger struct {
	*folder
	service string
	// types are those of the service.
	types    map[string]*ast.Definition
	features []*feature
	// exact takes away from shared types too.
	exact bool

	// reached are the types that every owner's root fields lead to in the folder.
	reached map[string]map[string]bool
	// wanted are the types that the service's root fields lead to as announced.
	wanted map[string]bool
	// fresh and freshDirectives are new, and to be put somewhere.
	fresh           map[ast.Operation][]*ast.FieldDefinition
	freshDirectives []*ast.DirectiveDefinition
	// gone are the root blocks of which nothing is left.
	gone []*block
	// comments are those that may have lost what they speak of.
	comments []comment

	summary Summary
}

// nobody has the types that no root field leads to.
const nobody = "nobody"

func (m *merger) owner() string { return "service " + m.service }

// merge notes the edits that all files need.
func (m *merger) merge() {
	m.reached = m.reach()
	m.wanted = map[string]bool{}
	m.fresh = map[ast.Operation][]*ast.FieldDefinition{}
	for _, operation := range operations() {
		m.mergeRoot(operation)
	}
	for _, name := range slices.Sorted(maps.Keys(m.folder.types)) {
		if slices.Contains(slices.Collect(maps.Values(m.roots)), name) {
			continue
		}
		m.mergeType(name, m.folder.types[name])
	}
}

// mergeRoot brings the service's fields of a root type up to date, and leaves
// those of others alone.
func (m *merger) mergeRoot(operation ast.Operation) {
	root := m.roots[operation]
	announced := m.types[root]
	if announced == nil {
		announced = &ast.Definition{}
	}
	known := m.othersFields(root, announced)
	for _, b := range m.folder.types[root] {
		var lost []int
		for i, field := range b.items() {
			if m.folder.service(b, field) != m.service {
				continue
			}
			if f := announced.Fields.ForName(field.name); f != nil && !known[field.name] {
				known[field.name] = true
				m.mergeField(b.file, root, field, member(f), nil)
				m.want(root, f)
				continue
			}
			lost = append(lost, i)
		}
		m.remove(b.file, root, b.members, lost)
		if len(lost) == len(b.items()) && (len(lost) > 0 || b.service() == m.service) {
			m.gone = append(m.gone, b)
		}
	}
	for _, f := range announced.Fields {
		if !known[f.Name] && !strings.HasPrefix(f.Name, "__") {
			m.fresh[operation] = append(m.fresh[operation], f)
			m.want(root, f)
			m.added(root + "." + f.Name)
		}
	}
	m.removeRoots(m.folder.types[root])
}

// othersFields gives the fields of a root type that are not the service's.
func (m *merger) othersFields(root string, announced *ast.Definition) map[string]bool {
	others := map[string]bool{}
	var elsewhere []string
	for _, b := range m.folder.types[root] {
		for _, field := range b.items() {
			if m.folder.service(b, field) == m.service {
				continue
			}
			others[field.name] = true
			if announced.Fields.ForName(field.name) != nil {
				elsewhere = append(elsewhere, field.name)
			}
		}
	}
	if len(elsewhere) > 0 {
		m.notef("%s also announces root fields of %s that the schema has from elsewhere: they stay as they are: %s", m.service, root, some(elsewhere))
	}
	return others
}

// removeRoots removes root blocks whose fields are all gone. If the definition is
// one of them, the first extension that stays becomes it.
func (m *merger) removeRoots(all []*block) {
	undefined := false
	for _, b := range all {
		switch {
		case slices.Contains(m.gone, b):
			m.removeBlock(b)
			undefined = undefined || !b.extend
			continue
		case !undefined || !b.extend:
			continue
		}
		undefined = false
		b.file.edit(edit{span: span{b.keyword, b.keyword + strings.Index(b.file.text[b.keyword:], b.kind)}})
	}
}

// removeBlock removes a definition with all that is in it.
func (m *merger) removeBlock(b *block) {
	m.noteComment(b.file, b.name, b.element)
	b.file.edit(edit{span: whole(b.file.text, b.span)})
}

// want notes the types that a field leads to, and default values that are wrong.
func (m *merger) want(parent string, f *ast.FieldDefinition) {
	name := parent + "." + f.Name
	m.wantValue(name, f.Type, f.DefaultValue)
	for _, a := range f.Arguments {
		m.wantValue(name+"."+a.Name, a.Type, a.DefaultValue)
	}
}

func (m *merger) wantValue(name string, t *ast.Type, value *ast.Value) {
	m.wantType(t.Name())
	if at, _ := spec.Misfit(m.types, value, t); at != nil {
		m.notef("%s is of type %s, and its default value %s is none of that: tell those who run %s", name, t, printConstant(value), m.service)
	}
}

func (m *merger) wantType(name string) {
	d := m.types[name]
	if m.wanted[name] || d == nil || slices.Contains(slices.Collect(maps.Values(m.roots)), name) {
		return
	}
	m.wanted[name] = true
	for _, f := range d.Fields {
		m.want(name, f)
	}
	for _, name := range slices.Concat(d.Interfaces, d.Types) {
		m.wantType(name)
	}
	for _, other := range m.types {
		if d.Kind == ast.Interface && slices.Contains(other.Interfaces, name) {
			m.wantType(other.Name)
		}
	}
}

// sharers are the others who have a type: it loses nothing by what one service
// announces. Nobody's type is a person's, such as a table of codes.
func (m *merger) sharers(name string) []string {
	var others []string
	for owner, types := range m.reached {
		if owner != m.owner() && types[name] {
			others = append(others, owner)
		}
	}
	if len(others) == 0 && !m.reached[m.owner()][name] {
		return []string{nobody}
	}
	slices.Sort(others)
	return others
}

func (m *merger) mergeType(name string, blocks []*block) {
	others := m.sharers(name)
	d := m.types[name]
	switch {
	case m.wanted[name] && blocks[0].kind != keyword(d.Kind):
		m.replace(blocks, d)
	case m.wanted[name]:
		if m.exact && !slices.Contains(others, nobody) {
			others = nil
		}
		m.mergeMembers(name, blocks, d, others)
		m.mergeNames(name, blocks, d, others)
		m.mergeOwnDirectives(name, blocks[0], d)
	case m.reached[m.owner()][name] && len(others) == 0:
		for _, b := range blocks {
			m.removeBlock(b)
		}
		m.removed(name)
	}
}

// replace puts a type of another kind in the place of a type, below its
// description.
func (m *merger) replace(blocks []*block, d *ast.Definition) {
	first := blocks[0]
	first.file.edit(edit{span{first.keyword, first.end}, newlines(first.file.text, printBody(d))})
	for _, b := range blocks[1:] {
		m.removeBlock(b)
	}
	m.changed("%s: %s -> %s", d.Name, first.kind, keyword(d.Kind))
}
