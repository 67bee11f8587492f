package spec

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// definedTypes checks that what a schema names is defined.
type definedTypes struct {
	// kinds are those of the types that are defined.
	kinds map[string]ast.DefinitionKind
	// told are the files of which a mistake is told: each tells its first.
	told     map[string]bool
	problems *Problems
}

// checkTypes finds the first type in each file that nobody defines: validation
// stops at the first of all, and makes a type of what is only extended.
func (l *loader) checkTypes(document *ast.SchemaDocument) {
	t := &definedTypes{kinds: map[string]ast.DefinitionKind{}, told: map[string]bool{}, problems: &l.problems}
	for _, root := range rootNames(document) {
		t.kinds[root] = ast.Object
	}
	for _, d := range document.Definitions {
		t.kinds[d.Name] = d.Kind
	}
	for _, extension := range document.Extensions {
		t.check(extension.Position, extension.Name, extension.Kind)
	}
	for _, root := range rootNames(document) {
		if document.Definitions.ForName(root) == nil && document.Extensions.ForName(root) == nil {
			delete(t.kinds, root)
		}
	}
	for _, d := range slices.Concat(document.Definitions, document.Extensions) {
		t.checkBlock(d)
	}
}

// rootNames are the types that may be extended without a definition, as a service of
// several does that make up one schema: those of operations.
func rootNames(document *ast.SchemaDocument) []string {
	names := []string{"Query", "Mutation", "Subscription"}
	for _, schema := range slices.Concat(document.Schema, document.SchemaExtension) {
		for _, root := range schema.OperationTypes {
			names = append(names, root.Type)
		}
	}
	return names
}

// checkBlock checks the types that a definition or an extension names.
func (t *definedTypes) checkBlock(d *ast.Definition) {
	for _, name := range d.Interfaces {
		if t.kinds[name] == "" {
			t.check(nameAfter(d.Position, name), name, ast.Interface)
		}
	}
	for i, name := range d.Types {
		at := d.Position
		if i < len(d.TypePositions) && d.TypePositions[i] != nil {
			at = d.TypePositions[i]
		}
		t.check(at, name, ast.Object)
	}
	for _, field := range d.Fields {
		for _, argument := range field.Arguments {
			t.checkType(argument.Type)
		}
		t.checkType(field.Type)
	}
}

func (t *definedTypes) checkType(of *ast.Type) {
	for of.Elem != nil {
		of = of.Elem
	}
	t.check(of.Position, of.NamedType, "")
}

// check tells of a type that nobody defines. Where only one kind can be meant, it
// suggests those of that kind.
func (t *definedTypes) check(at *ast.Position, name string, kind ast.DefinitionKind) {
	if t.kinds[name] != "" || t.told[at.Src.Name] {
		return
	}
	t.told[at.Src.Name] = true
	meant := map[string]bool{}
	for other, is := range t.kinds {
		if kind == "" || is == kind {
			meant[other] = true
		}
	}
	t.problems.addf(at, "type %s is not defined%s", name, suggestion(name, meant))
}

// nameAfter finds a name in the text behind a place: gqlparser does not note where
// a type names its interfaces.
func nameAfter(at *ast.Position, name string) *ast.Position {
	tokens := lexer.New(at.Src)
	for {
		token, err := tokens.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return at
		}
		if token.Kind == lexer.Name && token.Value == name && token.Pos.Start > at.Start {
			return &token.Pos
		}
	}
}
