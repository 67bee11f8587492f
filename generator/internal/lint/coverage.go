package lint

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// Coverage is how much of what a service has the operations use.
type Coverage struct {
	API string `json:"api"`
	// Service is the service, or the host of endpoints outside GraphQL.
	Service string `json:"service"`
	// Roots are its root fields, Others the fields of the types that these
	// answer with; a type that several services answer with counts for each.
	Roots  Count `json:"roots"`
	Others Count `json:"others"`
	// Unused are the fields that no operation uses.
	Unused []Unused `json:"unused"`
}

// Count is how many there are, and how many of them are used.
type Count struct {
	Used int `json:"used"`
	All  int `json:"all"`
}

// Unused is a field that no operation uses.
type Unused struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// coverage counts, for each service, what is used of it.
func coverage(api *spec.API) []Coverage {
	used := map[string]bool{}
	for _, use := range api.Uses.Fields {
		note(api.Schema, used, use.Name)
	}
	var all []Coverage
	for _, service := range api.Uses.Services() {
		c := Coverage{API: api.Config.Name, Service: service, Unused: []Unused{}}
		types := map[string]bool{}
		for _, root := range api.Uses.Roots {
			if root.Server() == service {
				c.count(&c.Roots, root.Type, root.Field, used)
				reach(api.Schema, root.Field.Type.Name(), types)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(types)) {
			for _, field := range fieldsOf(api.Schema.Types[name]) {
				c.count(&c.Others, name, field, used)
			}
		}
		slices.SortFunc(c.Unused, func(a, b Unused) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		all = append(all, c)
	}
	return all
}

// note notes a field, and the same one of the types and interfaces that it stands
// for.
func note(schema *ast.Schema, noted map[string]bool, name string) {
	noted[name] = true
	parent, field, _ := strings.Cut(name, ".")
	definition := schema.Types[parent]
	if definition == nil {
		return
	}
	for _, other := range slices.Concat(schema.GetPossibleTypes(definition), schema.GetImplements(definition)) {
		noted[other.Name+"."+field] = true
	}
}

func (c *Coverage) count(of *Count, parent string, field *ast.FieldDefinition, used map[string]bool) {
	of.All++
	name := parent + "." + field.Name
	if used[name] {
		of.Used++
		return
	}
	c.Unused = append(c.Unused, Unused{Name: name, File: field.Position.Src.Name, Line: field.Position.Line, Column: field.Position.Column})
}

// reach notes a type with fields, and all that can be selected below it.
func reach(schema *ast.Schema, name string, types map[string]bool) {
	definition := schema.Types[name]
	if definition == nil || types[name] || !definition.IsCompositeType() {
		return
	}
	types[name] = true
	for _, field := range fieldsOf(definition) {
		reach(schema, field.Type.Name(), types)
	}
	for _, possible := range schema.GetPossibleTypes(definition) {
		reach(schema, possible.Name, types)
	}
}
