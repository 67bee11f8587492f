package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// usage is a directive on something. The key tells several of one name apart.
type usage struct {
	*ast.Directive
	key string
}

// usages compares the directives on something, but for those whose changes are
// told by another kind. The first of a name is compared with the first, the
// second with the second.
func (c *comparer) usages(of Change, old, new ast.DirectiveList, told ...string) {
	thing := of.coordinate()
	on := func(d *ast.Directive) Change {
		at := of
		at.Directive, at.Coordinate, at.Old, at.New = d.Name, thing+"@"+d.Name, Place{}, Place{}
		return at
	}
	for _, u := range pairs(untold(old, told), untold(new, told), func(u usage) string { return u.key }) {
		switch {
		case u.removed:
			at := on(u.Old.Directive).between(directiveText(u.Old.Directive), "")
			at.Old = placeOf(u.Old.Position)
			c.add(at, DirectiveUsageRemoved, Dangerous, "%s was removed from %s", short(at.Before), thing)
		case u.added:
			at := on(u.New.Directive).between("", directiveText(u.New.Directive))
			at.New = placeOf(u.New.Position)
			c.add(at, DirectiveUsageAdded, Dangerous, "%s was added to %s", short(at.After), thing)
		default:
			at := on(u.New.Directive)
			at.Old, at.New = placeOf(u.Old.Position), placeOf(u.New.Position)
			c.usageArguments(at, thing, u.Old.Arguments, u.New.Arguments)
		}
	}
}

// untold leaves out the directives that are told by other kinds: GraphQL's and
// the generator's of these names.
func untold(list ast.DirectiveList, told []string) []usage {
	count := map[string]int{}
	var usages []usage
	for _, d := range list {
		if slices.Contains(told, d.Name) && (specified(d.Name) || isOwn(d)) {
			continue
		}
		count[d.Name]++
		usages = append(usages, usage{d, fmt.Sprintf("%s %d", d.Name, count[d.Name])})
	}
	return usages
}

func (c *comparer) usageArguments(of Change, thing string, old, new ast.ArgumentList) {
	for _, a := range pairs(old, new, func(a *ast.Argument) string { return a.Name }) {
		at := of
		switch {
		case a.removed:
			at = at.between(a.Old.Value.String(), "")
			at.Coordinate += "(" + a.Old.Name + ":)"
			c.add(at, DirectiveUsageArgumentRemoved, Dangerous, "@%s on %s no longer has %s: %s", at.Directive, thing, a.Old.Name, short(at.Before))
		case a.added:
			at = at.between("", a.New.Value.String())
			at.Coordinate += "(" + a.New.Name + ":)"
			c.add(at, DirectiveUsageArgumentAdded, Safe, "@%s on %s has %s: %s now", at.Directive, thing, a.New.Name, short(at.After))
		case !sameValue(a.Old.Value, a.New.Value):
			at = at.between(a.Old.Value.String(), a.New.Value.String())
			at.Coordinate += "(" + a.New.Name + ":)"
			c.add(at, DirectiveUsageArgumentChanged, Dangerous, "@%s on %s changed its %s from %s to %s", at.Directive, thing, a.New.Name, short(at.Before), short(at.After))
		}
	}
}

// directiveText is a directive as a schema has it.
func directiveText(d *ast.Directive) string {
	if len(d.Arguments) == 0 {
		return "@" + d.Name
	}
	var arguments []string
	for _, a := range d.Arguments {
		arguments = append(arguments, a.Name+": "+a.Value.String())
	}
	return "@" + d.Name + "(" + strings.Join(arguments, ", ") + ")"
}

// deprecationKinds are the kinds for what may be deprecated.
type deprecationKinds struct {
	what                          string
	added, removed, reasonChanged Kind
}

// The kinds by what is deprecated.
var (
	fieldDeprecation     = deprecationKinds{"field", FieldDeprecationAdded, FieldDeprecationRemoved, FieldDeprecationReasonChanged}
	enumValueDeprecation = deprecationKinds{"enum value", EnumValueDeprecationAdded, EnumValueDeprecationRemoved, EnumValueDeprecationReasonChanged}
	directiveDeprecation = deprecationKinds{"directive", DirectiveDeprecationAdded, DirectiveDeprecationRemoved, DirectiveDeprecationReasonChanged}
)

// deprecation tells what is deprecated now, or no longer: that alone changes
// nothing.
func (c *comparer) deprecation(at Change, kinds deprecationKinds, old, new ast.DirectiveList) {
	before, after := old.ForName("deprecated"), new.ForName("deprecated")
	at = at.between(argument(before, "reason"), argument(after, "reason"))
	name := at.coordinate()
	switch {
	case before == nil && after == nil:
	case before == nil:
		c.add(at, kinds.added, Safe, "%s %s is deprecated now: %s", kinds.what, name, quoted(at.After))
	case after == nil:
		c.add(at, kinds.removed, Safe, "%s %s is no longer deprecated; it was: %s", kinds.what, name, quoted(at.Before))
	case at.Before != at.After:
		c.add(at, kinds.reasonChanged, Safe, "%s %s is deprecated for another reason: %s, not %s", kinds.what, name, quoted(at.After), quoted(at.Before))
	}
}

// deprecatedWord warns that what was removed was deprecated before.
func deprecatedWord(list ast.DirectiveList) string {
	if list.ForName("deprecated") == nil {
		return ""
	}
	return "deprecated "
}

// argument is the value of a directive's argument, or its default; "" where
// there is neither.
func argument(d *ast.Directive, name string) string {
	if d == nil {
		return ""
	}
	if a := d.Arguments.ForName(name); a != nil {
		return a.Value.Raw
	}
	if d.Definition == nil {
		return ""
	}
	if a := d.Definition.Arguments.ForName(name); a != nil && a.DefaultValue != nil {
		return a.DefaultValue.Raw
	}
	return ""
}

// oneOf tells whether exactly one field has to be given now: breaking, as
// several were fine, or none.
func (c *comparer) oneOf(at Change, old, new ast.DirectiveList) {
	before, after := old.ForName("oneOf") != nil, new.ForName("oneOf") != nil
	switch {
	case !before && after:
		c.add(at, InputOneOfAdded, Breaking, "input object %s takes exactly one of its fields now", at.Type)
	case before && !after:
		c.add(at, InputOneOfRemoved, Safe, "input object %s no longer takes one of its fields only", at.Type)
	}
}

// specifiedBy tells that a scalar is written by other rules: dangerous, as
// programs may not read its values any more.
func (c *comparer) specifiedBy(at Change, old, new ast.DirectiveList) {
	at = at.between(argument(old.ForName("specifiedBy"), "url"), argument(new.ForName("specifiedBy"), "url"))
	switch {
	case at.Before == at.After:
	case at.Before == "":
		c.add(at, ScalarSpecifiedByChanged, Dangerous, "scalar %s is specified by %s now", at.Type, quoted(at.After))
	case at.After == "":
		c.add(at, ScalarSpecifiedByChanged, Dangerous, "scalar %s is no longer specified by %s", at.Type, quoted(at.Before))
	default:
		c.add(at, ScalarSpecifiedByChanged, Dangerous, "scalar %s is specified by %s, no longer by %s", at.Type, quoted(at.After), quoted(at.Before))
	}
}
