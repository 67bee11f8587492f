package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// print writes an operation for genqlient: without our directives, and with
// genqlient's comments, which attach by line.
func (l *loader) print(definition *ast.OperationDefinition, root *ast.Field, o *Operation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", definition.Operation, definition.Name)
	if len(definition.VariableDefinitions) > 0 {
		b.WriteString("(\n")
		for i, variable := range definition.VariableDefinitions {
			if i < len(o.Variables) {
				printVariable(&b, variable, o.Variables[i])
			}
		}
		b.WriteString(")")
	}
	printDirectives(&b, definition.Directives)
	b.WriteString(" {\n")
	b.WriteString(l.rootComment(root, o))
	switch o.Result.Kind {
	case Outcome:
		l.printOutcome(&b, root)
	case Leaf, LeafList:
		l.printLeaf(&b, root, o.Result, false, "  ")
	default:
		l.printSelection(&b, root, "  ")
	}
	b.WriteString("}\n")
	return b.String()
}

// printVariable binds each variable to its Go type; one that may be null is
// left out of the request where it is unset.
func printVariable(b *strings.Builder, variable *ast.VariableDefinition, resolved *Variable) {
	options := fmt.Sprintf("bind: %q", resolved.Type.String())
	if !variable.Type.NonNull {
		options += ", omitempty: true"
	}
	fmt.Fprintf(b, "  # @genqlient(%s)\n  $%s: %s", options, variable.Variable, variable.Type.String())
	if variable.DefaultValue != nil {
		fmt.Fprintf(b, " = %s", variable.DefaultValue.String())
	}
	printDirectives(b, variable.Directives)
	b.WriteString("\n")
}

// rootComment binds the root field, or keeps null apart from an empty object.
func (l *loader) rootComment(root *ast.Field, o *Operation) string {
	switch {
	case o.Result.Kind == Value && o.Result.Bound.Name != "":
		return fmt.Sprintf("  # @genqlient(bind: %q)\n", o.Result.Bound.String())
	case o.Result.Kind == Value && o.Result.Type.Prefix == "":
		return fmt.Sprintf("  # @genqlient(bind: %q)\n", "*"+o.Result.Type.String())
	case o.Result.Kind == Model || o.Result.Kind == Value && !builtin(root):
		return fmt.Sprintf("  # @genqlient(bind: %q)\n", o.Result.Type.String())
	case o.Result.Kind == Outcome && abstract(l.schema.Types[root.Definition.Type.Name()]): // one type for what all have
		return "  # @genqlient(pointer: true, struct: true)\n"
	case o.Result.Kind == Outcome:
		return "  # @genqlient(pointer: true)\n"
	default:
		return ""
	}
}

// builtin tells whether a field is of one of GraphQL's own scalars, which genqlient
// knows.
func builtin(field *ast.Field) bool { return scalars[field.Definition.Type.Name()] != "" }

// printOutcome prints the field with a pointer for the code: null means fine.
func (l *loader) printOutcome(b *strings.Builder, root *ast.Field) {
	b.WriteString("  ")
	printHead(b, root)
	b.WriteString(" {\n")
	for _, selection := range root.SelectionSet {
		field, ok := selection.(*ast.Field)
		if !ok {
			continue
		}
		switch {
		case field.Alias == "code":
			b.WriteString("    # @genqlient(pointer: true)\n")
		case !builtin(field): // which no method returns
			b.WriteString("    # @genqlient(bind: \"encoding/json.RawMessage\")\n")
		}
		l.printSelection(b, field, "    ")
	}
	b.WriteString("  }\n")
}

// printLeaf prints the fields down to the leaf, which is bound to its Go type.
// Objects on the way are pointers, so that null is kept apart; inside an element
// of a list it is not.
func (l *loader) printLeaf(b *strings.Builder, field *ast.Field, result Result, inElement bool, indent string) {
	inner := leafField(field)
	if inner == nil {
		bound := result.Type
		if result.Kind == LeafList {
			bound.Prefix = strings.TrimPrefix(bound.Prefix, "[]")
		}
		if result.Bound.Name != "" {
			bound = result.Bound
		}
		if bound.Package != "" || !builtin(field) {
			fmt.Fprintf(b, "%s# @genqlient(bind: %q)\n", indent, bound.String())
		}
		l.printSelection(b, field, indent)
		return
	}
	inElement = inElement || lists(field.Definition.Type) != ""
	var options []string
	if !inElement {
		options = append(options, "pointer: true")
	}
	if abstract(l.schema.Types[field.Definition.Type.Name()]) { // one type for what all have
		options = append(options, "struct: true")
	}
	if len(options) > 0 {
		b.WriteString(indent + "# @genqlient(" + strings.Join(options, ", ") + ")\n")
	}
	b.WriteString(indent)
	printHead(b, field)
	printDirectives(b, field.Directives)
	b.WriteString(" {\n")
	l.printLeaf(b, inner, result, inElement, indent+"  ")
	b.WriteString(indent + "}\n")
}

func (l *loader) printSelections(b *strings.Builder, set ast.SelectionSet, indent string) {
	b.WriteString("{\n")
	for _, selection := range set {
		l.printSelection(b, selection, indent+"  ")
	}
	b.WriteString(indent + "}")
}

func (l *loader) printSelection(b *strings.Builder, selection ast.Selection, indent string) {
	b.WriteString(indent)
	switch s := selection.(type) {
	case *ast.Field:
		printHead(b, s)
		printDirectives(b, s.Directives)
		if len(s.SelectionSet) > 0 {
			b.WriteString(" ")
			l.printSelections(b, l.withTypename(s), indent)
		}
	case *ast.FragmentSpread:
		b.WriteString("..." + s.Name)
		printDirectives(b, s.Directives)
	case *ast.InlineFragment:
		b.WriteString("...")
		if s.TypeCondition != "" {
			b.WriteString(" on " + s.TypeCondition)
		}
		printDirectives(b, s.Directives)
		b.WriteString(" ")
		l.printSelections(b, s.SelectionSet, indent)
	}
	b.WriteString("\n")
}

// withTypename is the selection of a field, with the name of the type where that
// tells what the answer is decoded into.
func (l *loader) withTypename(field *ast.Field) ast.SelectionSet {
	spread := loneSpread(field)
	if spread == nil || !l.isInterface(spread.Definition) || slices.ContainsFunc(field.SelectionSet, isTypename) {
		return field.SelectionSet
	}
	return slices.Concat(ast.SelectionSet{&ast.Field{Name: "__typename", Alias: "__typename"}}, field.SelectionSet)
}

// printHead prints a field up to its selection.
func printHead(b *strings.Builder, field *ast.Field) {
	if field.Alias != field.Name {
		b.WriteString(field.Alias + ": ")
	}
	b.WriteString(field.Name)
	printArguments(b, field.Arguments)
}

func printArguments(b *strings.Builder, arguments ast.ArgumentList) {
	if len(arguments) == 0 {
		return
	}
	texts := make([]string, len(arguments))
	for i, argument := range arguments {
		texts[i] = argument.Name + ": " + argument.Value.String()
	}
	b.WriteString("(" + strings.Join(texts, ", ") + ")")
}

// printDirectives prints GraphQL's own directives and drops ours.
func printDirectives(b *strings.Builder, directives ast.DirectiveList) {
	for _, d := range directives {
		if !ours(d) {
			b.WriteString(" @" + d.Name)
			printArguments(b, d.Arguments)
		}
	}
}

// printFragments writes the fragments, which all operations share.
func (l *loader) printFragments() string {
	var b strings.Builder
	for _, fragment := range l.document.Fragments {
		fmt.Fprintf(&b, "fragment %s on %s", fragment.Name, fragment.TypeCondition)
		printDirectives(&b, fragment.Directives)
		b.WriteString(" ")
		l.printSelections(&b, fragment.SelectionSet, "")
		b.WriteString("\n\n")
	}
	return b.String()
}
