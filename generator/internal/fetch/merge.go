package fetch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Summary is what a service's part gained, lost and changed, by names such as
// Book.title, and what a person should look at.
type Summary struct {
	Added, Removed, Changed, Notes []string
}

// sort puts names in their order, so that the same changes read the same.
func (s *Summary) sort() {
	for _, list := range [][]string{s.Added, s.Removed, s.Changed, s.Notes} {
		slices.Sort(list)
	}
}

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
	known, elsewhere := map[string]bool{}, []string{}
	var own []*block
	for _, b := range m.folder.types[root] {
		if b.service() == m.service {
			own = append(own, b)
			continue
		}
		for _, field := range b.items() {
			known[field.name] = true
			if announced.Fields.ForName(field.name) != nil {
				elsewhere = append(elsewhere, field.name)
			}
		}
	}
	if len(elsewhere) > 0 {
		m.notef("%s also announces root fields of %s that the schema has from elsewhere: they stay as they are: %s", m.service, root, some(elsewhere))
	}
	for _, b := range own {
		var lost []int
		for i, field := range b.items() {
			if f := announced.Fields.ForName(field.name); f != nil && !known[field.name] {
				known[field.name] = true
				m.mergeField(b.file, root, field, member(f), nil)
				m.want(f)
				continue
			}
			lost = append(lost, i)
		}
		m.remove(b.file, root, b.members, lost)
		if len(lost) == len(b.items()) {
			m.gone = append(m.gone, b)
		}
	}
	for _, f := range announced.Fields {
		if !known[f.Name] && !strings.HasPrefix(f.Name, "__") {
			m.fresh[operation] = append(m.fresh[operation], f)
			m.want(f)
			m.added(root + "." + f.Name)
		}
	}
	m.removeRoots(m.folder.types[root])
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

// want notes the types that a field leads to.
func (m *merger) want(f *ast.FieldDefinition) {
	m.wantType(f.Type.Name())
	for _, a := range f.Arguments {
		m.wantType(a.Type.Name())
	}
}

func (m *merger) wantType(name string) {
	d := m.types[name]
	if m.wanted[name] || d == nil || slices.Contains(slices.Collect(maps.Values(m.roots)), name) {
		return
	}
	m.wanted[name] = true
	for _, f := range d.Fields {
		m.want(f)
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

// members gives the fields or values of an announced type as members.
func members(d *ast.Definition) []*announcedMember {
	var all []*announcedMember
	for _, f := range d.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			all = append(all, member(f))
		}
	}
	for _, v := range d.EnumValues {
		all = append(all, &announcedMember{name: v.Name, directives: v.Directives, print: func(p place) string { return printValue(v, p) }})
	}
	return all
}

// announcedMember is a field, an argument or a value as a service announces it.
type announcedMember struct {
	name       string
	typ        string
	value      *ast.Value
	directives ast.DirectiveList
	arguments  []*announcedMember
	// input tells what is given, not answered.
	input bool
	print func(place) string
}

func member(f *ast.FieldDefinition) *announcedMember {
	a := &announcedMember{
		name: f.Name, typ: f.Type.String(), value: f.DefaultValue, directives: f.Directives,
		print: func(p place) string { return printField(f, p) },
	}
	for _, argument := range f.Arguments {
		a.arguments = append(a.arguments, argumentMember(argument))
	}
	return a
}

func argumentMember(a *ast.ArgumentDefinition) *announcedMember {
	return &announcedMember{
		name: a.Name, typ: a.Type.String(), value: a.DefaultValue, directives: a.Directives, input: true,
		print: func(p place) string { return printArgument(a, p) },
	}
}

// find gives the member of a name.
func find(all []*announcedMember, name string) *announcedMember {
	i := slices.IndexFunc(all, func(a *announcedMember) bool { return a.name == name })
	if i < 0 {
		return nil
	}
	return all[i]
}

// mergeMembers brings fields and values up to date. New ones come last in the
// first block that has members.
func (m *merger) mergeMembers(name string, blocks []*block, d *ast.Definition, others []string) {
	announced := members(d)
	for _, a := range announced {
		a.input = a.input || d.Kind == ast.InputObject
	}
	known := map[string]bool{}
	var target *block
	for _, b := range blocks {
		if b.members == nil {
			continue
		}
		if target == nil {
			target = b
		}
		var lost []int
		for i, e := range b.items() {
			a := find(announced, e.name)
			switch {
			case a != nil:
				known[e.name] = true
				m.mergeField(b.file, name, e, a, others)
			case len(others) > 0:
				m.kept(name+"."+e.name, others)
			default:
				lost = append(lost, i)
			}
		}
		m.remove(b.file, name, b.members, lost)
	}
	announced = slices.DeleteFunc(announced, func(a *announcedMember) bool { return known[a.name] })
	for _, a := range announced {
		m.added(name + "." + a.name)
	}
	m.dropEmpty(blocks, known, target, len(announced), others)
	if target != nil && len(announced) > 0 {
		target.file.edit(target.members.with(target.file.text, len(announced), func(i int, p place) string { return announced[i].print(p) }))
	}
}

// dropEmpty removes extensions of which nothing is left.
func (m *merger) dropEmpty(blocks []*block, known map[string]bool, target *block, added int, others []string) {
	for _, b := range blocks {
		if b.members == nil || len(others) > 0 || b == target && added > 0 {
			continue
		}
		left := slices.ContainsFunc(b.items(), func(e *element) bool { return known[e.name] })
		switch {
		case left:
		case b.extend:
			m.removeBlock(b)
		default: // its extensions have what is left
			b.file.edit(edit{span: span{b.head, b.members.end}})
		}
	}
}

// mergeField brings one field, argument or value up to date.
func (m *merger) mergeField(in *file, parent string, e *element, a *announcedMember, others []string) {
	name := parent + "." + e.name
	if a.typ != "" {
		if old := plainText(in.text[e.typ.start:e.typ.end]); old != a.typ {
			in.edit(edit{e.typ, a.typ})
			m.changed("%s: %s -> %s%s", name, old, a.typ, sharedWith(others))
		}
	}
	m.mergeDefault(in, name, e, a)
	m.mergeArguments(in, name, e, a.arguments, others)
	if !a.input || slices.Contains(m.features, deprecatedArgs) {
		m.mergeDirective(in, name, "deprecated", e, e.end, a.directives)
	}
}

// plainText is a type without the white space that it may be written with.
func plainText(typ string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", ",", "").Replace(typ)
}

func (m *merger) mergeDefault(in *file, name string, e *element, a *announcedMember) {
	want := printDefault(a.value)
	have := ""
	if !e.value.empty() {
		value, err := parseValue(strings.TrimPrefix(in.text[e.value.start:e.value.end], "="))
		if err == nil {
			have = printDefault(value)
		}
	}
	if have == want {
		return
	}
	if e.value.empty() {
		in.edit(edit{span{e.typ.end, e.typ.end}, want})
	} else {
		// Whatever stood between type and default goes with the default.
		in.edit(edit{span{e.typ.end, e.value.end}, want})
	}
	m.changed("%s: default %s -> %s", name, told(have), told(want))
}

// told is a default value for people.
func told(value string) string {
	if value == "" {
		return "none"
	}
	return strings.TrimPrefix(value, " = ")
}

func (m *merger) mergeArguments(in *file, name string, e *element, announced []*announcedMember, others []string) {
	known := map[string]bool{}
	var lost []int
	if e.arguments != nil {
		for i, argument := range e.arguments.items {
			a := find(announced, argument.name)
			switch {
			case a != nil:
				known[argument.name] = true
				m.mergeField(in, name, argument, a, others)
			case len(others) > 0:
				m.kept(name+"."+argument.name, others)
			default:
				lost = append(lost, i)
			}
		}
		m.remove(in, name, e.arguments, lost)
	}
	none := e.arguments == nil || len(lost) == len(e.arguments.items)
	announced = slices.DeleteFunc(slices.Clone(announced), func(a *announcedMember) bool { return known[a.name] })
	for _, a := range announced {
		m.added(name + "." + a.name)
	}
	switch {
	case len(announced) == 0 && none && e.arguments != nil:
		in.edit(edit{span: e.arguments.span})
	case len(announced) == 0:
	case !none:
		in.edit(e.arguments.with(in.text, len(announced), func(i int, p place) string { return announced[i].print(p) }))
	default:
		at := span{e.head, e.head}
		if e.arguments != nil {
			at = e.arguments.span
		}
		in.edit(edit{at, newlines(in.text, brackets(in.text, e, announced))})
	}
}

// brackets prints all arguments of a field that has had none.
func brackets(text string, e *element, announced []*announcedMember) string {
	p := place{lines: startsLine(text, e.start), indent: indentation(text, e.start)}
	var all []string
	for _, a := range announced {
		all = append(all, a.print(p.deeper()))
	}
	if !p.lines {
		return "(" + strings.Join(all, " ") + ")"
	}
	return "(" + p.deeper().separator() + strings.Join(all, p.deeper().separator()) + p.separator() + ")"
}

// mergeDirective brings one of GraphQL's own directives on an element up to date;
// a new one is added at a place.
func (m *merger) mergeDirective(in *file, name, directive string, e *element, at int, announced ast.DirectiveList) {
	want := ""
	if d := announced.ForName(directive); d != nil {
		want = printDirective(d)
	}
	i := slices.IndexFunc(e.directives, func(d appliedDirective) bool { return d.name == directive })
	if i < 0 {
		if want != "" {
			in.edit(edit{span{at, at}, " " + want})
			m.changed("%s: now %s", name, want)
		}
		return
	}
	have := e.directives[i]
	switch argument := announced.ForName(directive); {
	case argument == nil:
		start := len(strings.TrimRight(in.text[:have.start], " \t\r\n"))
		if commentedLine(in.text, start) {
			start = have.start
		}
		in.edit(edit{span: span{start, have.end}})
		m.changed("%s: no longer @%s", name, directive)
	case have.says() != saysOf(argument):
		in.edit(edit{have.span, want})
		m.changed("%s: now %s", name, want)
	}
}

// commentedLine tells whether a comment ends at a place, so that what follows has
// to stay on a line of its own.
func commentedLine(text string, at int) bool {
	return strings.Contains(text[lineStart(text, at):at], "#")
}

// says is what the one argument of a directive of GraphQL says; the default of a
// reason says nothing.
func (d appliedDirective) says() string {
	if len(d.arguments) == 0 {
		return ""
	}
	return strings.TrimPrefix(d.arguments[len(d.arguments)-1].text, "No longer supported")
}

func saysOf(d *ast.Directive) string {
	if len(d.Arguments) == 0 {
		return ""
	}
	return d.Arguments[0].Value.Raw
}

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

// remove removes elements of a list, by their numbers.
func (m *merger) remove(in *file, parent string, l *list, lost []int) {
	for _, i := range lost {
		name := parent + "." + l.items[i].name
		m.noteComment(in, name, l.items[i])
		m.removed(name)
	}
	if len(lost) > 0 {
		in.edit(l.without(in.text, lost)...)
	}
}

// noteComment notes a comment that stays where what it stood above has gone.
func (m *merger) noteComment(in *file, name string, e *element) {
	if commented(in.text, e.start) {
		m.comments = append(m.comments, comment{in, lineStart(in.text, e.start), name})
	}
}

// tellComments tells of the comments that stay, by their places in the new texts:
// nobody can tell whether they spoke of what has gone alone.
func (m *merger) tellComments() {
	for _, c := range m.comments {
		before := slices.DeleteFunc(slices.Clone(c.file.edits), func(e edit) bool { return e.start >= c.below })
		line := strings.Count(apply(c.file.text[:c.below], before), "\n")
		m.notef("%s:%d: the comment above %s, which is gone, stays: see whether it still applies", c.file.path, line, c.gone)
	}
}

// comment stands above what has gone; below it, at a byte of the text, that began.
type comment struct {
	file  *file
	below int
	gone  string
}

func (m *merger) added(name string)   { m.summary.Added = append(m.summary.Added, name) }
func (m *merger) removed(name string) { m.summary.Removed = append(m.summary.Removed, name) }
func (m *merger) changed(format string, args ...any) {
	m.summary.Changed = append(m.summary.Changed, fmt.Sprintf(format, args...))
}

func (m *merger) notef(format string, args ...any) {
	m.summary.Notes = append(m.summary.Notes, fmt.Sprintf(format, args...))
}

func (m *merger) kept(name string, others []string) {
	m.notef("%s is not announced by %s, but stays%s", name, m.service, sharedWith(others))
}

// sharedWith says who else has a type.
func sharedWith(others []string) string {
	switch {
	case len(others) == 0:
		return ""
	case others[0] == nobody:
		return " (no root field leads to its type)"
	}
	return " (its type is shared with " + strings.Join(others, ", ") + ")"
}

// some names the first of many.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
