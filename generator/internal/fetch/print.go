package fetch

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// place is where something new is printed: on lines of its own, with that
// indentation, or inside a line.
type place struct {
	lines  bool
	indent string
}

// deeper is the place inside brackets.
func (p place) deeper() place { return place{p.lines, p.indent + "  "} }

// separator stands between two things at the place.
func (p place) separator() string {
	if p.lines {
		return "\n" + p.indent
	}
	return " "
}

// printDefinition prints a type as a definition of its own.
func printDefinition(d *ast.Definition) string {
	p := place{lines: true}
	return description(d.Description, p) + printBody(d)
}

// printBody prints a type without its description.
func printBody(d *ast.Definition) string {
	p := place{lines: true}
	text := keyword(d.Kind) + " " + d.Name
	if len(d.Interfaces) > 0 {
		text += " implements " + strings.Join(d.Interfaces, " & ")
	}
	text += printDirectives(d.Directives)
	var members []string
	for _, f := range d.Fields {
		members = append(members, printField(f, p.deeper()))
	}
	for _, v := range d.EnumValues {
		members = append(members, printValue(v, p.deeper()))
	}
	if len(d.Types) > 0 {
		text += " = " + strings.Join(d.Types, " | ")
	}
	if len(members) == 0 {
		return text
	}
	return text + " {\n  " + strings.Join(members, "\n  ") + "\n}"
}

// keyword is the word that a definition of the kind starts with.
func keyword(kind ast.DefinitionKind) string {
	return map[ast.DefinitionKind]string{
		ast.Scalar: "scalar", ast.Object: "type", ast.Interface: "interface", ast.Union: "union", ast.Enum: "enum", ast.InputObject: "input",
	}[kind]
}

func printField(f *ast.FieldDefinition, p place) string {
	return description(f.Description, p) + f.Name + printArguments(f.Arguments, p) + ": " + f.Type.String() +
		printDefault(f.DefaultValue) + printDirectives(f.Directives)
}

func printValue(v *ast.EnumValueDefinition, p place) string {
	return description(v.Description, p) + v.Name + printDirectives(v.Directives)
}

func printArguments(arguments ast.ArgumentDefinitionList, p place) string {
	if len(arguments) == 0 {
		return ""
	}
	var texts []string
	for _, a := range arguments {
		texts = append(texts, printArgument(a, p.deeper()))
	}
	if !p.lines {
		return "(" + strings.Join(texts, " ") + ")"
	}
	return "(" + p.deeper().separator() + strings.Join(texts, p.deeper().separator()) + p.separator() + ")"
}

func printArgument(a *ast.ArgumentDefinition, p place) string {
	return description(a.Description, p) + a.Name + ": " + a.Type.String() + printDefault(a.DefaultValue) + printDirectives(a.Directives)
}

func printDefault(value *ast.Value) string {
	if value == nil {
		return ""
	}
	return " = " + printConstant(value)
}

// printConstant prints a value with a space behind each comma and colon.
func printConstant(value *ast.Value) string {
	var parts []string
	for _, child := range value.Children {
		text := printConstant(child.Value)
		if value.Kind == ast.ObjectValue {
			text = child.Name + ": " + text
		}
		parts = append(parts, text)
	}
	switch value.Kind {
	case ast.ListValue:
		return "[" + strings.Join(parts, ", ") + "]"
	case ast.ObjectValue:
		return "{" + strings.Join(parts, ", ") + "}"
	case ast.StringValue, ast.BlockValue:
		return quote(value.Raw)
	}
	return value.String()
}

func printDirectives(directives ast.DirectiveList) string {
	var text string
	for _, d := range directives {
		text += " " + printDirective(d)
	}
	return text
}

func printDirective(d *ast.Directive) string {
	text := "@" + d.Name
	for _, a := range d.Arguments { // those that introspection tells have one at most
		text += "(" + a.Name + ": " + quote(a.Value.Raw) + ")"
	}
	return text
}

// printDirectiveDefinition prints the definition of a directive.
func printDirectiveDefinition(d *ast.DirectiveDefinition) string {
	p := place{lines: true}
	text := description(d.Description, p) + "directive @" + d.Name + printArguments(d.Arguments, p)
	if d.IsRepeatable {
		text += " repeatable"
	}
	var locations []string
	for _, location := range d.Locations {
		locations = append(locations, string(location))
	}
	return text + " on " + strings.Join(locations, " | ")
}

// description prints a description with what separates it from its element.
func description(text string, p place) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case text == "":
		return ""
	case p.lines && fitsBlock(text):
		return `"""` + p.separator() + strings.ReplaceAll(text, "\n", p.separator()) + p.separator() + `"""` + p.separator()
	}
	return quote(text) + p.separator()
}

// fitsBlock tells whether a text of several lines reads the same as a block
// string, which has no escapes and loses common indentation.
func fitsBlock(text string) bool {
	return strings.Contains(text, "\n") && !strings.ContainsAny(text, "\\\r") && !strings.Contains(text, `""`) &&
		!strings.HasSuffix(text, `"`) && !regexp.MustCompile(`[\x00-\x08\x0b-\x1f]`).MatchString(text)
}

// quote prints a string of GraphQL, whose escapes are those of JSON.
func quote(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil { // a string always encodes
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
