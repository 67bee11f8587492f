package fetch

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

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
