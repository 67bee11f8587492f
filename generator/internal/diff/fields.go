package diff

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// ownFields leaves out the fields that every query type has.
func ownFields(fields ast.FieldList) ast.FieldList {
	return slices.DeleteFunc(slices.Clone(fields), func(f *ast.FieldDefinition) bool { return builtIn(f.Position) })
}

func fieldName(f *ast.FieldDefinition) string { return f.Name }

func (c *comparer) fields(at Change, old, new ast.FieldList) {
	for _, f := range pairs(ownFields(old), ownFields(new), fieldName) {
		at := at
		switch {
		case f.removed:
			at.Field, at.Old, at.New = f.Old.Name, placeOf(f.Old.Position), Place{}
			c.add(at.between(f.Old.Type.String(), ""), FieldRemoved, Breaking, "%sfield %s was removed from %s", deprecatedWord(f.Old.Directives), f.Old.Name, at.Type)
		case f.added:
			at.Field, at.Old, at.New = f.New.Name, Place{}, placeOf(f.New.Position)
			c.add(at.between("", f.New.Type.String()), FieldAdded, Safe, "field %s of type %s was added to %s", f.New.Name, f.New.Type, at.Type)
		default:
			at.Field, at.Old, at.New = f.New.Name, placeOf(f.Old.Position), placeOf(f.New.Position)
			c.field(at, f.Old, f.New)
		}
	}
}

func (c *comparer) field(at Change, old, new *ast.FieldDefinition) {
	if before, after := old.Type.String(), new.Type.String(); before != after {
		class := Breaking
		if safeForResult(old.Type, new.Type) {
			class = Safe
		}
		c.add(at.between(before, after), FieldTypeChanged, class, "type of field %s changed from %s to %s", at.coordinate(), before, after)
	}
	c.description(at, FieldDescriptionChanged, "field", old.Description, new.Description)
	c.deprecation(at, fieldDeprecation, old.Directives, new.Directives)
	c.binding(at, old.Directives, new.Directives)
	c.usages(at, old.Directives, new.Directives, "deprecated", "service", "http")
	c.arguments(at, fieldArgument, old.Arguments, new.Arguments)
}

// valueKinds are the kinds of changes to one sort of input value.
type valueKinds struct {
	what                                           string
	added, removed, typed, defaulted, descriptions Kind
	deprecation                                    deprecationKinds
	// optional is the class of a new one that need not be given.
	optional func(v *value) Class
}

// fieldArgument calls an argument that need not be given dangerous: the field
// may answer otherwise without it.
var fieldArgument = valueKinds{
	"argument", FieldArgumentAdded, FieldArgumentRemoved, FieldArgumentTypeChanged, FieldArgumentDefaultChanged, FieldArgumentDescriptionChanged,
	deprecationKinds{"argument", FieldArgumentDeprecationAdded, FieldArgumentDeprecationRemoved, FieldArgumentDeprecationReasonChanged},
	func(*value) Class { return Dangerous },
}

// inputField calls it dangerous where it has a default, which the service then
// takes from everybody.
var inputField = valueKinds{
	"input field", InputFieldAdded, InputFieldRemoved, InputFieldTypeChanged, InputFieldDefaultChanged, InputFieldDescriptionChanged,
	deprecationKinds{"input field", InputFieldDeprecationAdded, InputFieldDeprecationRemoved, InputFieldDeprecationReasonChanged},
	func(v *value) Class {
		if v.Default != nil {
			return Dangerous
		}
		return Safe
	},
}

var directiveArgument = valueKinds{
	"argument", DirectiveArgumentAdded, DirectiveArgumentRemoved, DirectiveArgumentTypeChanged, DirectiveArgumentDefaultChanged, DirectiveArgumentDescriptionChanged,
	deprecationKinds{"argument", DirectiveArgumentDeprecationAdded, DirectiveArgumentDeprecationRemoved, DirectiveArgumentDeprecationReasonChanged},
	func(*value) Class { return Safe },
}

// value is an argument or a field of an input object.
type value struct {
	Name, Description string
	Type              *ast.Type
	Default           *ast.Value
	Directives        ast.DirectiveList
	Position          *ast.Position
}

// required tells whether leaving it out is a mistake.
func (v *value) required() bool { return v.Type.NonNull && v.Default == nil }

func (c *comparer) arguments(at Change, kinds valueKinds, old, new ast.ArgumentDefinitionList) {
	of := func(list ast.ArgumentDefinitionList) []*value {
		var values []*value
		for _, a := range list {
			values = append(values, &value{a.Name, a.Description, a.Type, a.DefaultValue, a.Directives, a.Position})
		}
		return values
	}
	c.values(at, kinds, of(old), of(new), func(at Change, name string) Change {
		at.Argument = name
		return at
	})
}

func (c *comparer) inputFields(at Change, old, new ast.FieldList) {
	of := func(list ast.FieldList) []*value {
		var values []*value
		for _, f := range list {
			values = append(values, &value{f.Name, f.Description, f.Type, f.DefaultValue, f.Directives, f.Position})
		}
		return values
	}
	c.values(at, inputField, of(old), of(new), func(at Change, name string) Change {
		at.Field = name
		return at
	})
}

func (c *comparer) values(of Change, kinds valueKinds, old, new []*value, named func(Change, string) Change) {
	for _, v := range pairs(old, new, func(v *value) string { return v.Name }) {
		switch {
		case v.removed:
			at := named(of, v.Old.Name)
			at.Old, at.New = placeOf(v.Old.Position), Place{}
			c.add(at.between(v.Old.Type.String(), ""), kinds.removed, Breaking, "%s%s %s was removed from %s", deprecatedWord(v.Old.Directives), kinds.what, v.Old.Name, of.coordinate())
		case v.added:
			at := named(of, v.New.Name)
			at.Old, at.New = Place{}, placeOf(v.New.Position)
			class, need := kinds.optional(v.New), "optional"
			if v.New.required() {
				class, need = Breaking, "required"
			}
			c.add(at.between("", v.New.Type.String()), kinds.added, class, "%s %s %s of type %s%s was added to %s", need, kinds.what, v.New.Name, v.New.Type, withDefault(v.New.Default), of.coordinate())
		default:
			at := named(of, v.New.Name)
			at.Old, at.New = placeOf(v.Old.Position), placeOf(v.New.Position)
			c.value(at, kinds, v.Old, v.New)
		}
	}
}

func withDefault(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return " with default " + short(v.String())
}

func (c *comparer) value(at Change, kinds valueKinds, old, new *value) {
	if before, after := old.Type.String(), new.Type.String(); before != after {
		class := Breaking
		if safeForInput(old.Type, new.Type) {
			class = Safe
		}
		c.add(at.between(before, after), kinds.typed, class, "type of %s %s changed from %s to %s", kinds.what, at.coordinate(), before, after)
	}
	if !sameDefault(old, new) {
		c.defaulted(at, kinds, old, new)
	}
	c.description(at, kinds.descriptions, kinds.what, old.Description, new.Description)
	c.deprecation(at, kinds.deprecation, old.Directives, new.Directives)
	c.usages(at, old.Directives, new.Directives, "deprecated")
}

// defaulted tells of another default: dangerous, as who gave no value now gives
// another one; but breaking where there is none any more and one has to be
// given.
func (c *comparer) defaulted(at Change, kinds valueKinds, old, new *value) {
	class, need := Dangerous, ""
	if new.required() && !old.required() {
		class, need = Breaking, ", so it has to be given"
	}
	switch {
	case old.Default == nil:
		at = at.between("", new.Default.String())
		c.add(at, kinds.defaulted, class, "%s %s has the default %s now; it had none", kinds.what, at.coordinate(), short(at.After))
	case new.Default == nil:
		at = at.between(old.Default.String(), "")
		c.add(at, kinds.defaulted, class, "%s %s has no default any more%s; it was %s", kinds.what, at.coordinate(), need, short(at.Before))
	default:
		at = at.between(old.Default.String(), new.Default.String())
		c.add(at, kinds.defaulted, class, "default of %s %s changed from %s to %s", kinds.what, at.coordinate(), short(at.Before), short(at.After))
	}
}
