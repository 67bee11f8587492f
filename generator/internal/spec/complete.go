package spec

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// completion adds to a message of gqlparser's what it does not say.
type completion struct {
	// message is the whole of such a message.
	message *regexp.Regexp
	// complete gives the message anew, of its parts: the whole and the groups. It
	// gives "" where there is nothing to add.
	complete func(parts []string) string
}

// complete completes messages of gqlparser's.
func (ps Problems) complete(completions []completion) {
	for i, p := range ps {
		for _, c := range completions {
			parts := c.message.FindStringSubmatch(p.Message)
			if parts == nil {
				continue
			}
			if message := c.complete(parts); message != "" {
				ps[i].Message = message
			}
			break
		}
	}
}

// names completes a message of an unknown name, its first group, with the known one
// that is meant. The form is how gqlparser writes such a name.
func names(message, form string, known func(parts []string) []string) completion {
	return completion{regexp.MustCompile("^" + message + "$"), func(parts []string) string {
		nearest := hint.Nearest(parts[1], known(parts))
		if nearest == "" {
			return ""
		}
		return parts[0] + " Did you mean " + fmt.Sprintf(form, nearest) + "?"
	}}
}

// schemaNames complete what validation says of a schema.
func schemaNames(document *ast.SchemaDocument) []completion {
	directives := map[string]*ast.DirectiveDefinition{}
	for _, d := range document.Directives {
		directives[d.Name] = d
	}
	return []completion{
		{regexp.MustCompile(`^Cannot redeclare type (\w+)\.$`), func(parts []string) string { return typeTwice(document, parts[1]) }},
		names(`Undefined directive (\w+)\.`, "%s", func([]string) []string { return slices.Collect(maps.Keys(directives)) }),
		names(`Undefined argument (\w+) for directive (\w+)\.`, "%s", func(parts []string) []string {
			return argumentNames(directives[parts[2]].Arguments)
		}),
		names(`Schema root \w+ refers to a type (\w+) that does not exist\.`, "%s", func([]string) []string {
			var types []string
			for _, d := range document.Definitions {
				types = append(types, d.Name)
			}
			return types
		}),
	}
}

// typeTwice tells of a type that is defined again, or has the name of one that is there
// whatever the schema says.
func typeTwice(document *ast.SchemaDocument, name string) string {
	for _, d := range document.Definitions {
		if d.Name == name && (d.Position.Src.BuiltIn || d.Position.Src.Name == preludeName) {
			return fmt.Sprintf("type %s has the name of one that GraphQL or the generator defines: rename it", name)
		}
	}
	return fmt.Sprintf("type %s is defined twice; the first is at %s: keep one, or extend it with the other", name, place(document.Definitions.ForName(name).Position))
}

// operationNames complete what validation says of operations and fragments.
func (l *loader) operationNames() []completion {
	return []completion{
		{regexp.MustCompile(`^Unknown directive "@codes"\.$`), l.withoutCodes},
		names(`Unknown directive "@(\w+)"\.`, `"@%s"`, l.directiveNames),
		names(`Unknown fragment "(\w+)"\.`, `"%s"`, l.fragmentNames),
		names(`Unknown type "(\w+)"\.`, `"%s"`, l.typeNames),
		names(`Cannot query field "(\w+)" on type "(\w+)"\.`, `"%s"`, l.fieldNames),
		names(`Variable "\$(\w+)" is not defined by operation "(\w+)"\.`, `"$%s"`, l.variableNames),
		names(`Unknown argument "(\w+)" on field "(\w+)\.(\w+)"\.`, `"%s"`, l.fieldArguments),
		names(`Unknown argument "(\w+)" on directive "@(\w+)"\.`, `"%s"`, func(parts []string) []string {
			return argumentNames(l.schema.Directives[parts[2]].Arguments)
		}),
		{regexp.MustCompile(`^There can be only one operation named "(\w+)"\.$`), func(parts []string) string {
			return twice("operations", parts[1], l.document.Operations.ForName(parts[1]).Position)
		}},
		{regexp.MustCompile(`^There can be only one fragment named "(\w+)"\.$`), func(parts []string) string {
			return twice("fragments", parts[1], l.document.Fragments.ForName(parts[1]).Position)
		}},
	}
}

// twice tells of a name that two have.
func twice(what, name string, first *ast.Position) string {
	return fmt.Sprintf("there are two %s %s; the first is at %s: rename one", what, name, place(first))
}

// withoutCodes says why there is no @codes.
func (l *loader) withoutCodes([]string) string {
	return "@codes names values of the table of codes, and the schema has none: give each value of an enum its number, with @code(number: ...)"
}

// typeNames are those that an author may have meant.
func (l *loader) typeNames([]string) []string {
	var known []string
	for name, d := range l.schema.Types {
		if own := d.Position != nil && d.Position.Src != nil && d.Position.Src.Name == preludeName; !own && !strings.HasPrefix(name, "__") {
			known = append(known, name)
		}
	}
	return known
}

// directiveNames are those that operations and fragments may have.
func (l *loader) directiveNames([]string) []string {
	var known []string
	for name, d := range l.schema.Directives {
		if slices.ContainsFunc(d.Locations, executable) {
			known = append(known, name)
		}
	}
	return known
}

// executable tells whether a directive may stand there in an operation or a fragment.
func executable(at ast.DirectiveLocation) bool {
	return slices.Contains([]ast.DirectiveLocation{
		ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField, ast.LocationFragmentDefinition,
		ast.LocationFragmentSpread, ast.LocationInlineFragment, ast.LocationVariableDefinition,
	}, at)
}

func (l *loader) fragmentNames([]string) []string {
	var known []string
	for _, f := range l.document.Fragments {
		known = append(known, f.Name)
	}
	return known
}

// variableNames are those of an operation.
func (l *loader) variableNames(parts []string) []string {
	var known []string
	for _, variable := range l.document.Operations.ForName(parts[2]).VariableDefinitions {
		known = append(known, variable.Variable)
	}
	return known
}

// fieldNames are those of a type.
func (l *loader) fieldNames(parts []string) []string {
	var known []string
	for _, field := range l.schema.Types[parts[2]].Fields {
		if !isIntrospection(field) {
			known = append(known, field.Name)
		}
	}
	return known
}

// fieldArguments are those of a field.
func (l *loader) fieldArguments(parts []string) []string {
	definition := l.schema.Types[parts[2]]
	if definition == nil || strings.HasPrefix(parts[3], "__") {
		return nil
	}
	if field := definition.Fields.ForName(parts[3]); field != nil {
		return argumentNames(field.Arguments)
	}
	return nil
}

func argumentNames(arguments ast.ArgumentDefinitionList) []string {
	var known []string
	for _, argument := range arguments {
		known = append(known, argument.Name)
	}
	return known
}
