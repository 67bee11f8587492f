package lint

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/hint"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// checkUnneeded finds what the configuration says of an API and nothing asks for. The
// names of types that the schema does not have are mistakes: package spec says so.
func checkUnneeded(cfg *config.Config, api *spec.API) []Finding {
	var findings []Finding
	add := func(key, name, format string, args ...any) {
		findings = append(findings, configured(cfg, api.Config, key+"."+name, Unneeded, name, format, args...))
	}
	groups, values := groupsOf(api), valuesOf(api)
	for _, name := range slices.Sorted(maps.Keys(api.Config.Groups)) {
		if !groups[name] {
			add("groups", name, "the group %s has no method: take it out of groups, or name it in a @method", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(api.Config.Values)) {
		if !values[api.Config.Values[name]] {
			add("values", name, "nothing is filled in with %s: take it out of values, or name it in a @filled", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(api.Config.Scalars)) {
		switch definition := api.Schema.Types[name]; {
		case definition == nil || definition.Kind != ast.Scalar:
			add("scalars", name, "%s is no scalar of the schema%s", name, hint.DidYouMean(name, scalars(api.Schema)))
		case api.Used.Types[name] == nil:
			add("scalars", name, "no operation uses the scalar %s: take it out of scalars", name)
		}
	}
	return findings
}

// groupsOf are the groups that have methods.
func groupsOf(api *spec.API) map[string]bool {
	groups := map[string]bool{}
	for _, m := range api.Methods {
		groups[m.Group] = true
	}
	for _, c := range api.Composites {
		groups[c.Group] = true
	}
	return groups
}

// valuesOf are the methods of the runtime that fill something in.
func valuesOf(api *spec.API) map[string]bool {
	values := map[string]bool{}
	note := func(fill spec.Fill, from string) {
		if fill == spec.FromClient {
			values[from] = true
		}
	}
	for _, o := range api.Operations {
		for _, variable := range o.Variables {
			note(variable.Fill, variable.From)
		}
		if o.Overlay != nil {
			for _, field := range o.Overlay.Fields {
				note(field.Fill, field.From)
			}
		}
	}
	return values
}

// scalars are the schema's own.
func scalars(schema *ast.Schema) []string {
	var names []string
	for name, definition := range schema.Types {
		if definition.Kind == ast.Scalar && !definition.BuiltIn {
			names = append(names, name)
		}
	}
	return names
}
