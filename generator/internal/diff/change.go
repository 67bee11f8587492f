package diff

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// Class says what a change does to programs that were written for the old
// schema. Worse ones are greater.
type Class int

const (
	// Safe changes nothing for them.
	Safe Class = iota
	// Dangerous lets what they send stay valid, and may let it mean something
	// else or bring answers that they do not expect.
	Dangerous
	// Breaking makes something invalid that they may send.
	Breaking
)

// Classes are in the order in which people want to know.
func Classes() []Class { return []Class{Breaking, Dangerous, Safe} }

func (c Class) String() string {
	switch c {
	case Safe:
		return "safe"
	case Dangerous:
		return "dangerous"
	case Breaking:
		return "breaking"
	}
	return fmt.Sprintf("Class(%d)", int(c))
}

// MarshalText gives the class's word, for JSON.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the class's word, of JSON.
func (c *Class) UnmarshalText(text []byte) error {
	for _, class := range Classes() {
		if class.String() == string(text) {
			*c = class
			return nil
		}
	}
	return fmt.Errorf("%q is no class of changes: breaking, dangerous and safe are", text)
}

// Kind says what became different, in the manner of graphql-inspector.
type Kind string

// The kinds of changes. Where the name of one ends with CHANGED, the thing may
// also have been absent on one side.
const (
	TypeAdded              Kind = "TYPE_ADDED"
	TypeRemoved            Kind = "TYPE_REMOVED"
	TypeKindChanged        Kind = "TYPE_KIND_CHANGED"
	TypeDescriptionChanged Kind = "TYPE_DESCRIPTION_CHANGED"

	FieldAdded                    Kind = "FIELD_ADDED"
	FieldRemoved                  Kind = "FIELD_REMOVED"
	FieldTypeChanged              Kind = "FIELD_TYPE_CHANGED"
	FieldDescriptionChanged       Kind = "FIELD_DESCRIPTION_CHANGED"
	FieldDeprecationAdded         Kind = "FIELD_DEPRECATION_ADDED"
	FieldDeprecationRemoved       Kind = "FIELD_DEPRECATION_REMOVED"
	FieldDeprecationReasonChanged Kind = "FIELD_DEPRECATION_REASON_CHANGED"

	FieldArgumentAdded                    Kind = "FIELD_ARGUMENT_ADDED"
	FieldArgumentRemoved                  Kind = "FIELD_ARGUMENT_REMOVED"
	FieldArgumentTypeChanged              Kind = "FIELD_ARGUMENT_TYPE_CHANGED"
	FieldArgumentDefaultChanged           Kind = "FIELD_ARGUMENT_DEFAULT_CHANGED"
	FieldArgumentDescriptionChanged       Kind = "FIELD_ARGUMENT_DESCRIPTION_CHANGED"
	FieldArgumentDeprecationAdded         Kind = "FIELD_ARGUMENT_DEPRECATION_ADDED"
	FieldArgumentDeprecationRemoved       Kind = "FIELD_ARGUMENT_DEPRECATION_REMOVED"
	FieldArgumentDeprecationReasonChanged Kind = "FIELD_ARGUMENT_DEPRECATION_REASON_CHANGED"

	InputFieldAdded                    Kind = "INPUT_FIELD_ADDED"
	InputFieldRemoved                  Kind = "INPUT_FIELD_REMOVED"
	InputFieldTypeChanged              Kind = "INPUT_FIELD_TYPE_CHANGED"
	InputFieldDefaultChanged           Kind = "INPUT_FIELD_DEFAULT_CHANGED"
	InputFieldDescriptionChanged       Kind = "INPUT_FIELD_DESCRIPTION_CHANGED"
	InputFieldDeprecationAdded         Kind = "INPUT_FIELD_DEPRECATION_ADDED"
	InputFieldDeprecationRemoved       Kind = "INPUT_FIELD_DEPRECATION_REMOVED"
	InputFieldDeprecationReasonChanged Kind = "INPUT_FIELD_DEPRECATION_REASON_CHANGED"
	InputOneOfAdded                    Kind = "INPUT_ONE_OF_ADDED"
	InputOneOfRemoved                  Kind = "INPUT_ONE_OF_REMOVED"

	EnumValueAdded                    Kind = "ENUM_VALUE_ADDED"
	EnumValueRemoved                  Kind = "ENUM_VALUE_REMOVED"
	EnumValueDescriptionChanged       Kind = "ENUM_VALUE_DESCRIPTION_CHANGED"
	EnumValueDeprecationAdded         Kind = "ENUM_VALUE_DEPRECATION_ADDED"
	EnumValueDeprecationRemoved       Kind = "ENUM_VALUE_DEPRECATION_REMOVED"
	EnumValueDeprecationReasonChanged Kind = "ENUM_VALUE_DEPRECATION_REASON_CHANGED"

	UnionMemberAdded   Kind = "UNION_MEMBER_ADDED"
	UnionMemberRemoved Kind = "UNION_MEMBER_REMOVED"
	// InterfaceAdded and InterfaceRemoved are of a type that is on both sides, and
	// of what it implements.
	InterfaceAdded   Kind = "OBJECT_TYPE_INTERFACE_ADDED"
	InterfaceRemoved Kind = "OBJECT_TYPE_INTERFACE_REMOVED"
	// PossibleTypeAdded and PossibleTypeRemoved are of an interface that is on both
	// sides, and of a type that is not.
	PossibleTypeAdded   Kind = "INTERFACE_POSSIBLE_TYPE_ADDED"
	PossibleTypeRemoved Kind = "INTERFACE_POSSIBLE_TYPE_REMOVED"

	ScalarSpecifiedByChanged Kind = "SCALAR_SPECIFIED_BY_CHANGED"

	SchemaQueryTypeChanged        Kind = "SCHEMA_QUERY_TYPE_CHANGED"
	SchemaMutationTypeChanged     Kind = "SCHEMA_MUTATION_TYPE_CHANGED"
	SchemaSubscriptionTypeChanged Kind = "SCHEMA_SUBSCRIPTION_TYPE_CHANGED"
	SchemaDescriptionChanged      Kind = "SCHEMA_DESCRIPTION_CHANGED"

	DirectiveAdded                            Kind = "DIRECTIVE_ADDED"
	DirectiveRemoved                          Kind = "DIRECTIVE_REMOVED"
	DirectiveDescriptionChanged               Kind = "DIRECTIVE_DESCRIPTION_CHANGED"
	DirectiveDeprecationAdded                 Kind = "DIRECTIVE_DEPRECATION_ADDED"
	DirectiveDeprecationRemoved               Kind = "DIRECTIVE_DEPRECATION_REMOVED"
	DirectiveDeprecationReasonChanged         Kind = "DIRECTIVE_DEPRECATION_REASON_CHANGED"
	DirectiveLocationAdded                    Kind = "DIRECTIVE_LOCATION_ADDED"
	DirectiveLocationRemoved                  Kind = "DIRECTIVE_LOCATION_REMOVED"
	DirectiveRepeatableAdded                  Kind = "DIRECTIVE_REPEATABLE_ADDED"
	DirectiveRepeatableRemoved                Kind = "DIRECTIVE_REPEATABLE_REMOVED"
	DirectiveArgumentAdded                    Kind = "DIRECTIVE_ARGUMENT_ADDED"
	DirectiveArgumentRemoved                  Kind = "DIRECTIVE_ARGUMENT_REMOVED"
	DirectiveArgumentTypeChanged              Kind = "DIRECTIVE_ARGUMENT_TYPE_CHANGED"
	DirectiveArgumentDefaultChanged           Kind = "DIRECTIVE_ARGUMENT_DEFAULT_CHANGED"
	DirectiveArgumentDescriptionChanged       Kind = "DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED"
	DirectiveArgumentDeprecationAdded         Kind = "DIRECTIVE_ARGUMENT_DEPRECATION_ADDED"
	DirectiveArgumentDeprecationRemoved       Kind = "DIRECTIVE_ARGUMENT_DEPRECATION_REMOVED"
	DirectiveArgumentDeprecationReasonChanged Kind = "DIRECTIVE_ARGUMENT_DEPRECATION_REASON_CHANGED"

	// The usages are those of directives that neither GraphQL nor the generator
	// gives a meaning, and of the generator's @json.
	DirectiveUsageAdded           Kind = "DIRECTIVE_USAGE_ADDED"
	DirectiveUsageRemoved         Kind = "DIRECTIVE_USAGE_REMOVED"
	DirectiveUsageArgumentAdded   Kind = "DIRECTIVE_USAGE_ARGUMENT_ADDED"
	DirectiveUsageArgumentRemoved Kind = "DIRECTIVE_USAGE_ARGUMENT_REMOVED"
	DirectiveUsageArgumentChanged Kind = "DIRECTIVE_USAGE_ARGUMENT_CHANGED"

	// What the generator's own directives say: @service, @http and @code.
	FieldServiceChanged  Kind = "FIELD_SERVICE_CHANGED"
	FieldEndpointChanged Kind = "FIELD_ENDPOINT_CHANGED"
	EnumValueCodeChanged Kind = "ENUM_VALUE_CODE_CHANGED"
)

// Place is where something stands; the zero value is nowhere. JSON names are
// part of the command's output format.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func (p Place) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Change is one difference between two schemas. JSON names are part of the
// command's output format: what does not apply is left out.
type Change struct {
	Kind  Kind  `json:"kind"`
	Class Class `json:"class"`
	// Coordinate names the thing in the manner of GraphQL's schema coordinates:
	// Type, Type.field, Type.field(argument:), Enum.VALUE, @directive,
	// @directive(argument:). A usage follows what it stands on, as in
	// Type.field@directive(argument:), and what is the schema's own begins with
	// the word schema: schema, schema.query, schema@directive.
	Coordinate string `json:"coordinate"`
	// Message is a sentence for people, without a full stop.
	Message string `json:"message"`

	// Type, Field, Argument and Directive are the coordinate's parts. Field is a
	// field of an object type, interface or input object, or a value of an enum;
	// Argument is one of a field or of a directive's definition.
	Type      string `json:"type,omitempty"`
	Field     string `json:"field,omitempty"`
	Argument  string `json:"argument,omitempty"`
	Directive string `json:"directive,omitempty"`
	// Before and After are what the kind is about, as the schema has it: types of
	// fields and arguments, defaults, kinds of types, names of members, texts.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Old and New are where the thing stands in either schema.
	Old Place `json:"old,omitzero"`
	New Place `json:"new,omitzero"`
}

// At is the place to show: in the new schema, or in the old where the new has
// none.
func (c *Change) At() Place {
	if c.New == (Place{}) {
		return c.Old
	}
	return c.New
}

func placeOf(at *ast.Position) Place {
	if at == nil || at.Src == nil {
		return Place{}
	}
	return Place{File: at.Src.Name, Line: at.Line, Column: at.Column}
}

// coordinate puts the parts together, where the change does not bring its own.
func (c *Change) coordinate() string {
	if c.Coordinate != "" {
		return c.Coordinate
	}
	name := c.Type
	if name == "" {
		name = "@" + c.Directive
	}
	if c.Field != "" {
		name += "." + c.Field
	}
	if c.Argument != "" {
		name += "(" + c.Argument + ":)"
	}
	return name
}
