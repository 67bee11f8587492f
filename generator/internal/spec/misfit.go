package spec

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// Misfit finds what of a default value is not of its type, and says why; it gives nil
// where all is. gqlparser does not look. What a scalar of the schema's own takes is not
// known. The types may lack those that GraphQL defines.
func Misfit(types map[string]*ast.Definition, value *ast.Value, t *ast.Type) (*ast.Value, string) {
	switch {
	case value == nil:
		return nil, ""
	case value.Kind == ast.NullValue && t.NonNull:
		return value, fmt.Sprintf("null is no %s", t)
	case value.Kind == ast.NullValue:
		return nil, ""
	case t.Elem != nil && value.Kind == ast.ListValue:
		for _, child := range value.Children {
			if at, why := Misfit(types, child.Value, t.Elem); at != nil {
				return at, why
			}
		}
		return nil, ""
	case t.Elem != nil: // one value is a list of it
		return Misfit(types, value, t.Elem)
	}
	d := types[t.NamedType]
	switch {
	case d == nil || d.BuiltIn:
		if !fitsBuiltIn(value.Kind, t.NamedType) {
			return value, fmt.Sprintf("%s is no %s", value, t.NamedType)
		}
	case d.Kind == ast.Enum:
		return misfitEnum(value, d)
	case d.Kind == ast.InputObject:
		return misfitInput(types, value, d)
	}
	return nil, ""
}

func misfitEnum(value *ast.Value, d *ast.Definition) (*ast.Value, string) {
	known := d.EnumValues.ForName(value.Raw) != nil
	quoted := value.Kind == ast.StringValue || value.Kind == ast.BlockValue
	switch {
	case known && quoted:
		return value, fmt.Sprintf("%s is a text: write %s, without the quotes", value, value.Raw)
	case known && value.Kind == ast.EnumValue:
		return nil, ""
	}
	var names []string
	for _, v := range d.EnumValues {
		names = append(names, v.Name)
	}
	return value, fmt.Sprintf("%s is no value of %s%s", value, d.Name, hint.DidYouMean(value.Raw, names))
}

// misfitInput looks for what an input asks for, and for all else.
func misfitInput(types map[string]*ast.Definition, value *ast.Value, d *ast.Definition) (*ast.Value, string) {
	if value.Kind != ast.ObjectValue {
		return value, fmt.Sprintf("%s is no %s, an input object", value, d.Name)
	}
	for _, child := range value.Children {
		f := d.Fields.ForName(child.Name)
		if f == nil {
			return child.Value, fmt.Sprintf("%s has no field %s%s", d.Name, child.Name, hint.DidYouMean(child.Name, fieldsIn(d)))
		}
		if at, why := Misfit(types, child.Value, f.Type); at != nil {
			return at, why
		}
	}
	for _, f := range d.Fields {
		if f.Type.NonNull && f.DefaultValue == nil && value.Children.ForName(f.Name) == nil {
			return value, fmt.Sprintf("it lacks the field %s that %s must have", f.Name, d.Name)
		}
	}
	return nil, ""
}

func fieldsIn(d *ast.Definition) []string {
	var names []string
	for _, f := range d.Fields {
		names = append(names, f.Name)
	}
	return names
}

func fitsBuiltIn(kind ast.ValueKind, scalar string) bool {
	kinds := map[string][]ast.ValueKind{
		"Int": {ast.IntValue}, "Float": {ast.IntValue, ast.FloatValue}, "Boolean": {ast.BooleanValue},
		"String": {ast.StringValue, ast.BlockValue}, "ID": {ast.StringValue, ast.BlockValue, ast.IntValue},
	}
	return slices.Contains(kinds[scalar], kind)
}
