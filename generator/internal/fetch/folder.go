package fetch

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// folder is a schema as its files have it.
type folder struct {
	files []*file
	roots rootNames
	// defaultService serves the root fields that say nothing of who does; none
	// when empty.
	defaultService string
	// types are the blocks of every type by its name, the definition and its
	// extensions; those of the root types are among them.
	types map[string][]*block
	// directives are the definitions of directives.
	directives map[string]*block
	// implementors are the types that implement an interface.
	implementors map[string][]string
}

// file is one file of a folder, with what is to change in it.
type file struct {
	path, text string
	edits      []edit
}

func (f *file) edit(edits ...edit) { f.edits = append(f.edits, edits...) }

// block is a definition or an extension in its file.
type block struct {
	*element
	file *file
}

// rootNames are what the root types are called.
type rootNames map[ast.Operation]string

// definition is the one of an announced schema, whose root types are called so.
func (r rootNames) definition(schema *announced) *ast.SchemaDefinition {
	d := &ast.SchemaDefinition{Position: nowhere()}
	for operation := range schema.named() {
		d.OperationTypes = append(d.OperationTypes, &ast.OperationTypeDefinition{Operation: operation, Type: r[operation], Position: nowhere()})
	}
	return d
}

// operations are those of GraphQL, in the order in which they are told.
func operations() []ast.Operation {
	return []ast.Operation{ast.Query, ast.Mutation, ast.Subscription}
}

// readFolder notes where everything stands in the files.
func readFolder(sources []*ast.Source, defaultService string) (*folder, error) {
	f := &folder{
		defaultService: defaultService,
		roots:          rootNames{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"},
		types:          map[string][]*block{}, directives: map[string]*block{}, implementors: map[string][]string{},
	}
	for _, source := range sources {
		if _, err := parser.ParseSchema(source); err != nil {
			return nil, err
		}
		tokens, err := scan(source)
		if err != nil {
			return nil, err
		}
		w := &walker{tokens: tokens}
		in := &file{path: source.Name, text: source.Input}
		f.files = append(f.files, in)
		for _, e := range w.definitions() {
			f.add(&block{e, in})
		}
	}
	for _, blocks := range f.types { // a definition comes before its extensions, wherever it stands
		slices.SortStableFunc(blocks, func(a, b *block) int {
			switch {
			case a.extend == b.extend:
				return 0
			case b.extend:
				return -1
			}
			return 1
		})
	}
	return f, nil
}

func (f *folder) add(b *block) {
	switch b.kind {
	case "schema":
		if b.members != nil {
			for _, root := range b.members.items {
				f.roots[ast.Operation(root.name)] = root.refers[0]
			}
		}
	case "directive":
		f.directives[b.name] = b
	default:
		f.types[b.name] = append(f.types[b.name], b)
		if b.names != nil && b.kind != "union" {
			for _, name := range b.names.items {
				f.implementors[name] = append(f.implementors[name], b.name)
			}
		}
	}
}

// items are the members of a block.
func (b *block) items() []*element {
	if b.members == nil {
		return nil
	}
	return b.members.items
}

// service gives the name that a block's first @service has, which is the one that
// the generator takes.
func (b *block) service() string {
	for _, d := range b.directives {
		if d.name == "service" && len(d.arguments) > 0 {
			return d.arguments[len(d.arguments)-1].text
		}
	}
	return ""
}

// service gives the service that serves a root field: the one that its block names,
// or the default one; none where it is bound to an endpoint outside GraphQL.
func (f *folder) service(b *block, field *element) string {
	bound := slices.ContainsFunc(field.directives, func(d appliedDirective) bool { return d.name == "http" })
	if name := b.service(); name != "" || bound {
		return name
	}
	return f.defaultService
}

// owner says whose a root field is: a service's, or that of an endpoint outside
// GraphQL.
func (f *folder) owner(b *block, field *element) string {
	if name := f.service(b, field); name != "" {
		return "service " + name
	}
	return "HTTP-bound fields"
}

// rootField is a field of a root type.
type rootField struct{ root, name string }

// rootFields are those of a service.
func (f *folder) rootFields(service string) []rootField {
	var fields []rootField
	for _, operation := range operations() {
		root := f.roots[operation]
		for _, b := range f.types[root] {
			for _, field := range b.items() {
				if f.service(b, field) == service {
					fields = append(fields, rootField{root, field.name})
				}
			}
		}
	}
	return fields
}

// reach gives the types that the root fields of every owner lead to.
func (f *folder) reach() map[string]map[string]bool {
	reached := map[string]map[string]bool{}
	for _, root := range f.roots {
		for _, b := range f.types[root] {
			for _, field := range b.items() {
				owner := f.owner(b, field)
				if reached[owner] == nil {
					reached[owner] = map[string]bool{}
				}
				for _, name := range field.refers {
					f.follow(name, reached[owner])
				}
			}
		}
	}
	return reached
}

func (f *folder) follow(name string, reached map[string]bool) {
	if reached[name] || slices.Contains(slices.Collect(maps.Values(f.roots)), name) {
		return
	}
	reached[name] = true
	for _, b := range f.types[name] {
		for _, other := range b.refers {
			f.follow(other, reached)
		}
		for _, member := range b.items() {
			for _, other := range member.refers {
				f.follow(other, reached)
			}
		}
	}
	for _, other := range f.implementors[name] {
		f.follow(other, reached)
	}
}
