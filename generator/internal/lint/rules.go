package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// checkDeprecated finds what operations should not use any more.
func checkDeprecated(api *spec.API) []Finding {
	var findings []Finding
	check := func(uses []spec.Use, remedy string) {
		for _, use := range uses {
			if use.Deprecated != nil {
				findings = append(findings, found(Deprecated, use.Name, use.Position, "%s uses %s, which is deprecated: %s; %s",
					use.By, use.Name, strings.TrimSuffix(strings.Join(strings.Fields(*use.Deprecated), " "), "."), remedy))
			}
		}
	}
	check(api.Uses.Fields, "select another field")
	check(api.Uses.Arguments, "pass another argument")
	check(api.Uses.Written, "leave it out of the argument")
	check(api.Uses.Inputs, "keep callers from giving it with @only")
	return findings
}

// checkDocs finds hand-written methods whose function has no doc comment, or one
// that does not speak of it. Package spec does so with the others.
func checkDocs(cfg *config.Config, api *spec.API) ([]Finding, error) {
	written, err := source.Read(cfg.Root, api.Config.Composites)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, composite := range api.Composites {
		name := composite.Function()
		function, ok := written.Functions[name]
		if !ok { // package emit has refused it
			continue
		}
		if strings.HasPrefix(function.Doc, name+" ") {
			continue
		}
		at := written.Names[name]
		f := found(Undocumented, name, nil, "the method %s gets its doc comment from the function %s: write one that starts with %s", composite.QualifiedName(), name, name)
		f.File, f.Line, f.Column = at.Filename, at.Line, at.Column
		findings = append(findings, f)
	}
	return findings, nil
}

// checkKept finds fields of types that models are made of which no model has, and
// fields that are asked for in vain.
func checkKept(api *spec.API) []Finding {
	var findings []Finding
	for _, use := range api.Uses.Discarded {
		findings = append(findings, found(Unkept, use.Name, use.Position,
			"%s asks for %s, and returns nothing of it: leave it out", use.By, use.Name))
	}
	models, kept := map[string]bool{}, map[string]bool{}
	for name := range api.Uses.Kept {
		parent, _, _ := strings.Cut(name, ".")
		models[parent] = true
		note(api.Schema, kept, name)
	}
	for _, name := range slices.Sorted(maps.Keys(models)) {
		for _, field := range fieldsOf(api.Schema.Types[name]) {
			if full := name + "." + field.Name; !kept[full] {
				findings = append(findings, found(Unkept, full, field.Position, "no model keeps %s: select it in a fragment with @model, if it is of use", full))
			}
		}
	}
	return findings
}

// fieldsOf are the fields of a type that the schema's author wrote.
func fieldsOf(definition *ast.Definition) []*ast.FieldDefinition {
	if definition == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(definition.Fields), func(f *ast.FieldDefinition) bool {
		return strings.HasPrefix(f.Name, "__") || f.Position == nil || f.Position.Src == nil
	})
}
