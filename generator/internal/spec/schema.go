package spec

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// SchemaDirectives gives the text that defines the directives of the schema
// language, for programs that read the same files and know nothing of them.
func SchemaDirectives() string { return schemaDirectives }

// LoadSchema parses and validates files as one schema, by itself: it takes no
// configuration, and the schema may be a stranger's. The generator's own
// directives are known where the schema does not define others of their names;
// they and their types count as built in. What a block says with @service each
// of its fields says in the result, as the blocks of a type become one.
//
// Its error is of type Problems: the first mistake in every file.
func LoadSchema(sources []*ast.Source) (*ast.Schema, error) {
	l := &loader{}
	document := &ast.SchemaDocument{}
	for _, source := range sources {
		if !l.isText(source) {
			continue
		}
		part, err := parser.ParseSchema(source)
		if err != nil {
			l.problems.add(err)
			continue
		}
		document.Merge(part)
	}
	if err := l.problems.err(); err != nil {
		return nil, err
	}
	if err := addOwn(document); err != nil {
		return nil, err
	}
	builtIn, err := parser.ParseSchema(validator.Prelude)
	if err != nil {
		return nil, err
	}
	builtIn.Merge(document) // first, so that a schema may define one of GraphQL's directives anew
	if l.checkTypes(builtIn); len(l.problems) > 0 {
		return nil, l.problems.err()
	}
	schema, err := validator.ValidateSchemaDocument(builtIn)
	if err != nil {
		l.problems.add(err)
		return nil, l.problems.err()
	}
	return schema, nil
}

// addOwn adds the directives of the schema language, and their types, that the
// document does not define itself.
func addOwn(document *ast.SchemaDocument) error {
	own, err := parser.ParseSchema(&ast.Source{Name: preludeName, Input: schemaDirectives, BuiltIn: true})
	if err != nil {
		return err
	}
	for _, d := range own.Definitions {
		if document.Definitions.ForName(d.Name) == nil {
			document.Definitions = append(document.Definitions, d)
		}
	}
	for _, d := range own.Directives {
		if document.Directives.ForName(d.Name) != nil {
			continue
		}
		if d.Name == "service" {
			d.Locations = append(d.Locations, ast.LocationFieldDefinition)
			moveServices(document)
		}
		document.Directives = append(document.Directives, d)
	}
	return nil
}

// moveServices moves @service from every block to its fields.
func moveServices(document *ast.SchemaDocument) {
	isService := func(d *ast.Directive) bool { return d.Name == "service" }
	for _, block := range slices.Concat(document.Definitions, document.Extensions) {
		if block.Kind != ast.Object || len(block.Fields) == 0 {
			continue
		}
		for _, d := range block.Directives {
			if !isService(d) {
				continue
			}
			for _, field := range block.Fields {
				field.Directives = append(field.Directives, d)
			}
		}
		block.Directives = slices.DeleteFunc(block.Directives, isService)
	}
}

// HoldsCodes tells whether a file has the table of codes.
func HoldsCodes(source *ast.Source) bool {
	document, err := parser.ParseSchema(source)
	return err == nil && findCodes(document) != nil
}
