package fetch

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// answer is what a server says to an introspection.
type answer struct {
	Data struct {
		Schema *announced `json:"__schema"`
	} `json:"data"`
	Errors []serverError `json:"errors"`
}

type serverError struct {
	Message string `json:"message"`
}

// announced is a schema as introspection tells it.
type announced struct {
	QueryType        *typeName            `json:"queryType"`
	MutationType     *typeName            `json:"mutationType"`
	SubscriptionType *typeName            `json:"subscriptionType"`
	Types            []announcedType      `json:"types"`
	Directives       []announcedDirective `json:"directives"`
}

type typeName struct {
	Name string `json:"name"`
}

type announcedType struct {
	Kind           string           `json:"kind"`
	Name           string           `json:"name"`
	Description    string           `json:"description"`
	SpecifiedByURL string           `json:"specifiedByURL"`
	IsOneOf        bool             `json:"isOneOf"`
	Fields         []announcedField `json:"fields"`
	InputFields    []announcedField `json:"inputFields"`
	Interfaces     []typeName       `json:"interfaces"`
	EnumValues     []announcedField `json:"enumValues"`
	PossibleTypes  []typeName       `json:"possibleTypes"`
}

// announcedField is a field, an argument, a field of an input object or a value
// of an enum, which has no type.
type announcedField struct {
	Name              string           `json:"name"`
	Description       string           `json:"description"`
	Args              []announcedField `json:"args"`
	Type              *typeRef         `json:"type"`
	DefaultValue      *string          `json:"defaultValue"`
	IsDeprecated      bool             `json:"isDeprecated"`
	DeprecationReason string           `json:"deprecationReason"`
}

type typeRef struct {
	Kind   string   `json:"kind"`
	Name   string   `json:"name"`
	OfType *typeRef `json:"ofType"`
}

type announcedDirective struct {
	Name         string           `json:"name"`
	Description  string           `json:"description"`
	Locations    []string         `json:"locations"`
	IsRepeatable bool             `json:"isRepeatable"`
	Args         []announcedField `json:"args"`
}

// converter turns an announced schema into gqlparser's values.
type converter struct {
	// roots are the names that the folder has for the root types.
	roots map[string]string
}

// convert gives a service's types by name; its root types are called as in the
// folder. What a server announces may be anything, and is validated first.
func convert(schema *announced, roots rootNames) (map[string]*ast.Definition, []*ast.DirectiveDefinition, error) {
	if err := schema.checkRoots(); err != nil {
		return nil, nil, err
	}
	c := &converter{roots: map[string]string{}}
	for operation, root := range schema.named() {
		c.roots[root] = roots[operation]
	}
	document, err := parser.ParseSchema(validator.Prelude)
	if err != nil {
		return nil, nil, err
	}
	builtIn := map[string]bool{}
	for _, d := range document.Definitions {
		builtIn[d.Name] = true
	}
	document.Schema = ast.SchemaDefinitionList{roots.definition(schema)}
	types := map[string]*ast.Definition{}
	for _, t := range schema.Types {
		if builtIn[t.Name] {
			continue
		}
		d, err := c.definition(t)
		if err != nil {
			return nil, nil, err
		}
		types[d.Name] = d
		document.Definitions = append(document.Definitions, d)
	}
	directives, err := c.directives(schema.Directives, document)
	if err != nil {
		return nil, nil, err
	}
	if err := checkFields(types); err != nil {
		return nil, nil, err
	}
	if _, err := validator.ValidateSchemaDocument(document); err != nil {
		if of, ok := errors.AsType[*gqlerror.Error](err); ok {
			return nil, nil, errors.New(strings.TrimSuffix(of.Message, "."))
		}
		return nil, nil, err
	}
	return types, directives, nil
}

// nowhere is the position of what stands in no file.
func nowhere() *ast.Position { return &ast.Position{Src: &ast.Source{Name: "answer"}} }

func (c *converter) definition(t announcedType) (*ast.Definition, error) {
	kinds := map[string]ast.DefinitionKind{
		"SCALAR": ast.Scalar, "OBJECT": ast.Object, "INTERFACE": ast.Interface, "UNION": ast.Union, "ENUM": ast.Enum, "INPUT_OBJECT": ast.InputObject,
	}
	kind, ok := kinds[t.Kind]
	if !ok {
		return nil, fmt.Errorf("type %q is of kind %q, which GraphQL does not have", t.Name, t.Kind)
	}
	d := &ast.Definition{Kind: kind, Name: c.name(t.Name), Description: t.Description, Position: nowhere()}
	err := checkName(t.Name)
	fields := t.Fields
	if kind == ast.InputObject {
		fields = t.InputFields
	}
	for _, f := range fields {
		field, fieldErr := c.field(f)
		if fieldErr != nil {
			return nil, fmt.Errorf("%s.%w", t.Name, fieldErr)
		}
		d.Fields = append(d.Fields, field)
	}
	for _, v := range t.EnumValues {
		err = errors.Join(err, checkName(v.Name))
		d.EnumValues = append(d.EnumValues, &ast.EnumValueDefinition{
			Name: v.Name, Description: v.Description, Directives: deprecation(v), Position: nowhere(),
		})
	}
	for _, i := range t.Interfaces {
		err = errors.Join(err, checkName(i.Name))
		d.Interfaces = append(d.Interfaces, i.Name)
	}
	if kind == ast.Union {
		for _, p := range t.PossibleTypes {
			err = errors.Join(err, checkName(p.Name))
			d.Types = append(d.Types, p.Name)
		}
	}
	if t.SpecifiedByURL != "" {
		d.Directives = append(d.Directives, directive("specifiedBy", "url", t.SpecifiedByURL))
	}
	if t.IsOneOf {
		d.Directives = append(d.Directives, directive("oneOf", "", ""))
	}
	return d, err
}

// name gives the folder's name of a type.
func (c *converter) name(name string) string {
	if root, ok := c.roots[name]; ok {
		return root
	}
	return name
}

func (c *converter) field(f announcedField) (*ast.FieldDefinition, error) {
	if err := checkName(f.Name); err != nil {
		return nil, err
	}
	t, err := c.typeOf(f.Type)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	field := &ast.FieldDefinition{Name: f.Name, Description: f.Description, Type: t, Directives: deprecation(f), Position: nowhere()}
	if f.DefaultValue != nil {
		if field.DefaultValue, err = parseValue(*f.DefaultValue); err != nil {
			return nil, fmt.Errorf("%s: its default value is none of GraphQL: %w", f.Name, err)
		}
	}
	field.Arguments, err = c.arguments(f.Args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return field, nil
}

func (c *converter) arguments(announced []announcedField) (ast.ArgumentDefinitionList, error) {
	var list ast.ArgumentDefinitionList
	for _, a := range announced {
		argument, err := c.field(a)
		if err != nil {
			return nil, fmt.Errorf("argument %w", err)
		}
		list = append(list, &ast.ArgumentDefinition{
			Name: argument.Name, Description: argument.Description, Type: argument.Type,
			DefaultValue: argument.DefaultValue, Directives: argument.Directives, Position: nowhere(),
		})
	}
	return list, nil
}

func (c *converter) typeOf(ref *typeRef) (*ast.Type, error) {
	switch {
	case ref == nil:
		return nil, errors.New("it has no type, or one of too many lists")
	case ref.Kind == "NON_NULL":
		t, err := c.typeOf(ref.OfType)
		if err != nil {
			return nil, err
		}
		t.NonNull = true
		return t, nil
	case ref.Kind == "LIST":
		t, err := c.typeOf(ref.OfType)
		return ast.ListType(t, nowhere()), err
	}
	return ast.NamedType(c.name(ref.Name), nowhere()), checkName(ref.Name)
}

// directives gives those that stand in queries. The others say something of the
// schema, and introspection does not tell where they stand.
func (c *converter) directives(announced []announcedDirective, document *ast.SchemaDocument) ([]*ast.DirectiveDefinition, error) {
	executable := regexp.MustCompile(`^(QUERY|MUTATION|SUBSCRIPTION|FIELD|FRAGMENT_DEFINITION|FRAGMENT_SPREAD|INLINE_FRAGMENT|VARIABLE_DEFINITION)$`)
	var list []*ast.DirectiveDefinition
	for _, a := range announced {
		d := &ast.DirectiveDefinition{Name: a.Name, Description: a.Description, IsRepeatable: a.IsRepeatable, Position: nowhere()}
		for _, location := range a.Locations {
			if executable.MatchString(location) {
				d.Locations = append(d.Locations, ast.DirectiveLocation(location))
			}
		}
		if len(d.Locations) == 0 || document.Directives.ForName(a.Name) != nil {
			continue
		}
		arguments, err := c.arguments(a.Args)
		if err := errors.Join(checkName(a.Name), err); err != nil {
			return nil, fmt.Errorf("directive %w", err)
		}
		d.Arguments = arguments
		list = append(list, d)
		document.Directives = append(document.Directives, d)
	}
	return list, nil
}

func deprecation(f announcedField) ast.DirectiveList {
	if !f.IsDeprecated {
		return nil
	}
	if f.DeprecationReason == "" || f.DeprecationReason == "No longer supported" { // GraphQL's own default
		return ast.DirectiveList{directive("deprecated", "", "")}
	}
	return ast.DirectiveList{directive("deprecated", "reason", f.DeprecationReason)}
}

func directive(name, argument, value string) *ast.Directive {
	d := &ast.Directive{Name: name, Position: nowhere()}
	if argument != "" {
		d.Arguments = ast.ArgumentList{{Name: argument, Value: &ast.Value{Raw: value, Kind: ast.StringValue, Position: nowhere()}, Position: nowhere()}}
	}
	return d
}

func checkName(name string) error {
	if !regexp.MustCompile(`^[_A-Za-z][_0-9A-Za-z]*$`).MatchString(name) {
		return fmt.Errorf("%q is no name of GraphQL", name)
	}
	return nil
}

// parseValue reads a constant that stands alone, as gqlparser reads it in a query.
func parseValue(text string) (*ast.Value, error) {
	document, err := parser.ParseQuery(&ast.Source{Name: "value", Input: "{f(a:" + text + "\n)}"})
	if err != nil {
		return nil, fmt.Errorf("%q", text)
	}
	if len(document.Operations) == 1 && len(document.Fragments) == 0 && len(document.Operations[0].SelectionSet) == 1 {
		field, ok := document.Operations[0].SelectionSet[0].(*ast.Field)
		if ok && len(field.Arguments) == 1 && len(field.SelectionSet) == 0 && len(field.Directives) == 0 {
			return field.Arguments[0].Value, nil
		}
	}
	return nil, fmt.Errorf("%q", text)
}
