package lint

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// checkDefaults finds default values of the schema that do not fit their types. It is
// no mistake that generate refuses: fetch writes them as a service announces them.
func checkDefaults(api *spec.API) []Finding {
	var findings []Finding
	check := func(name string, value *ast.Value, t *ast.Type) {
		if at, why := spec.Misfit(api.Schema.Types, value, t); at != nil {
			findings = append(findings, found(Default, name, at.Position, "the default value of %s, which is of type %s, does not fit: %s", name, t, why))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(api.Schema.Types)) {
		for _, field := range fieldsOf(api.Schema.Types[name]) {
			full := name + "." + field.Name
			check(full, field.DefaultValue, field.Type)
			for _, a := range field.Arguments {
				check(full+"("+a.Name+":)", a.DefaultValue, a.Type)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(api.Schema.Directives)) {
		for _, a := range api.Schema.Directives[name].Arguments {
			check("@"+name+"("+a.Name+":)", a.DefaultValue, a.Type)
		}
	}
	return findings
}
