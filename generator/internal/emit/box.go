package emit

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// boxPrinter prints the server's side of the schema for a test service: the
// SDL for a GraphQL engine, a struct for each type, and a base to embed that
// answers every root field with an error.
type boxPrinter struct {
	*printer
	roots []*ast.Definition
	types map[string]*ast.Definition
}

func (p *printer) box() error {
	if p.api.Config.Box == "" {
		return nil
	}
	b := p.boxPrinter()
	f := b.newFile(p.api.Config.Box)
	f.PackageComment("// Package " + base(p.api.Config.Box) + " is the server's side of the schema, for a GraphQL engine: the SDL without the\n// endpoints outside GraphQL, a struct for each type, and bases to embed.")
	declare(f, "Schema is what the services answer over GraphQL.")
	f.Const().Id("Schema").Op("=").Op("`" + strings.ReplaceAll(b.sdl(), "`", "'") + "`")
	for _, root := range b.roots {
		b.printRoot(f, root)
	}
	for _, name := range slices.Sorted(maps.Keys(b.types)) {
		b.printType(f, b.types[name])
	}
	declare(f, "Unimplemented is the error of a root field that the service does not answer.")
	f.Type().Id("Unimplemented").String()
	declare(f, "Error names the field.")
	f.Func().Params(jen.Id("u").Id("Unimplemented")).Id("Error").Params().String().Block(
		jen.Return(jen.Lit("the test service does not answer the field ").Op("+").String().Call(jen.Id("u"))),
	)
	return b.render(p.api.Config.Box, "box.gen.go", f)
}

// boxPrinter finds what the root fields reach.
func (p *printer) boxPrinter() *boxPrinter {
	b := &boxPrinter{printer: p, types: map[string]*ast.Definition{}}
	for _, root := range []*ast.Definition{p.api.Schema.Query, p.api.Schema.Mutation} {
		if root != nil {
			b.addRoot(root)
		}
	}
	return b
}

// addRoot keeps the root fields that are GraphQL and all that they reach.
func (b *boxPrinter) addRoot(root *ast.Definition) {
	kept := &ast.Definition{Kind: root.Kind, Name: root.Name, Description: root.Description}
	for _, field := range root.Fields {
		if field.Directives.ForName("http") == nil && !strings.HasPrefix(field.Name, "__") {
			kept.Fields = append(kept.Fields, b.plainField(field))
		}
	}
	if len(kept.Fields) > 0 {
		b.roots = append(b.roots, kept)
	}
}

// plainField copies a field without our directives and adds what it reaches.
func (b *boxPrinter) plainField(field *ast.FieldDefinition) *ast.FieldDefinition {
	kept := *field
	kept.Directives = slices.DeleteFunc(slices.Clone(field.Directives), ours)
	b.reach(field.Type.Name())
	kept.Arguments = nil
	for _, argument := range field.Arguments {
		b.reach(argument.Type.Name())
		kept.Arguments = append(kept.Arguments, plainArgument(argument))
	}
	return &kept
}

// plainArgument copies an argument without our directives, and without its
// default, which stands in its description instead: the engine fills a default in
// for an argument that is not there, but fails on one whose variable is unset.
func plainArgument(argument *ast.ArgumentDefinition) *ast.ArgumentDefinition {
	kept := *argument
	kept.Directives = slices.DeleteFunc(slices.Clone(argument.Directives), ours)
	if argument.DefaultValue == nil {
		return &kept
	}
	t := *argument.Type
	t.NonNull = false
	kept.Type, kept.DefaultValue = &t, nil
	kept.Description += "; " + argument.DefaultValue.String() + " when unset"
	return &kept
}

func ours(d *ast.Directive) bool {
	return slices.Contains([]string{"service", "http", "code", "json"}, d.Name)
}

func (b *boxPrinter) reach(name string) {
	definition := b.api.Schema.Types[name]
	if _, seen := b.types[name]; seen || definition == nil || definition.BuiltIn {
		return
	}
	kept := *definition
	kept.Directives = slices.DeleteFunc(slices.Clone(definition.Directives), ours)
	b.types[name] = &kept
	kept.Fields = nil
	for _, field := range definition.Fields {
		if !strings.HasPrefix(field.Name, "__") {
			kept.Fields = append(kept.Fields, b.plainField(field))
		}
	}
}

func (b *boxPrinter) sdl() string {
	schema := &ast.Schema{Types: maps.Clone(b.types), Directives: map[string]*ast.DirectiveDefinition{}}
	for _, root := range b.roots {
		schema.Types[root.Name] = root
	}
	var s strings.Builder
	formatter.NewFormatter(&s, formatter.WithIndent("  ")).FormatSchema(schema)
	return "\n" + s.String()
}

// printRoot prints the arguments of each root field and the base to embed.
func (b *boxPrinter) printRoot(f *jen.File, root *ast.Definition) {
	name := "Unimplemented" + root.Name
	declare(f, name+" answers every field of "+root.Name+" with an error: embed it, and answer those that the service knows.")
	f.Type().Id(name).Struct()
	for _, field := range root.Fields {
		method := b.speller.Exported(field.Name)
		params := []jen.Code{jen.Qual("context", "Context")}
		if len(field.Arguments) > 0 {
			args := method + "Args"
			b.printArgs(f, args, field)
			params = append(params, jen.Id(args))
		}
		declare(f, fmt.Sprintf("%s %s.", method, strings.TrimSuffix(field.Description, ".")))
		f.Func().Params(jen.Id(name)).Id(method).Params(params...).
			Params(jen.Id("answer").Add(b.goType(field.Type)), jen.Err().Error()).
			Block(jen.Return(jen.Id("answer"), jen.Id("Unimplemented").Call(jen.Lit(field.Name)))).Line()
	}
}

func (b *boxPrinter) printArgs(f *jen.File, name string, field *ast.FieldDefinition) {
	declare(f, name+" are the arguments of "+field.Name+".")
	f.Type().Id(name).StructFunc(func(g *jen.Group) {
		for _, argument := range field.Arguments {
			g.Add(doc(sentence(argument.Description)))
			g.Id(b.speller.Exported(argument.Name)).Add(b.goType(argument.Type))
		}
	})
}

func (b *boxPrinter) printType(f *jen.File, definition *ast.Definition) {
	switch definition.Kind {
	case ast.Object, ast.InputObject:
		declare(f, introduce(definition.Name, definition.Description))
		f.Type().Id(definition.Name).StructFunc(func(g *jen.Group) { b.printFields(g, definition) })
		for _, field := range definition.Fields {
			if definition.Kind == ast.Object && len(field.Arguments) > 0 {
				b.printResolver(f, definition, field)
			}
		}
	case ast.Enum:
		declare(f, introduce(definition.Name, definition.Description))
		f.Type().Id(definition.Name).Op("=").String()
	case ast.Scalar:
		b.printScalar(f, definition)
	}
}

// printScalar prints what the engine takes for a scalar that the configuration gives a
// Go type: a struct around it, which reads and writes JSON as the clients do.
func (b *boxPrinter) printScalar(f *jen.File, definition *ast.Definition) {
	bound, ok := spec.BoundScalar(b.api.Config, definition.Name)
	if !ok {
		return // which is said to be a mistake
	}
	name, marshaling := definition.Name, "encoding/json"
	declare(f, introduce(name, cmp.Or(definition.Description, "a value of the scalar "+name)))
	f.Type().Id(name).Struct(jen.Id("Value").Add(goType(bound)))
	declare(f, "ImplementsGraphQLType tells the engine which scalar it is.")
	f.Func().Params(jen.Id(name)).Id("ImplementsGraphQLType").Params(jen.Id("name").String()).Bool().Block(
		jen.Return(jen.Id("name").Op("==").Lit(name)),
	)
	declare(f, "UnmarshalGraphQL reads what a caller gives.")
	f.Func().Params(jen.Id("s").Op("*").Id(name)).Id("UnmarshalGraphQL").Params(jen.Id("input").Any()).Error().Block(
		jen.List(jen.Id("text"), jen.Err()).Op(":=").Qual(marshaling, "Marshal").Call(jen.Id("input")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Return(jen.Qual(marshaling, "Unmarshal").Call(jen.Id("text"), jen.Op("&").Id("s").Dot("Value"))),
	)
	declare(f, "MarshalJSON writes the value into an answer.")
	f.Func().Params(jen.Id("s").Id(name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(jen.Qual(marshaling, "Marshal").Call(jen.Id("s").Dot("Value"))),
	).Line()
}

// printFields prints a struct's fields, with a tag where two names of the
// schema differ only in spelling.
func (b *boxPrinter) printFields(g *jen.Group, definition *ast.Definition) {
	count := map[string]int{}
	for _, field := range definition.Fields {
		name := b.speller.Exported(field.Name)
		count[name]++
		g.Add(doc(sentence(field.Description)))
		if n := count[name]; n > 1 {
			name = fmt.Sprintf("%s%d", name, n)
		}
		if len(field.Arguments) > 0 {
			g.Id("Resolve"+name).Func().
				Params(jen.Qual("context", "Context"), jen.Id(definition.Name+name+"Args")).
				Params(b.goType(field.Type), jen.Error())
			continue
		}
		g.Id(name).Add(b.goType(field.Type)).Tag(map[string]string{"graphql": field.Name})
	}
}

// printResolver prints the method for a field with arguments, which the engine
// does not find as a plain field.
func (b *boxPrinter) printResolver(f *jen.File, definition *ast.Definition, field *ast.FieldDefinition) {
	method := b.speller.Exported(field.Name)
	args := definition.Name + method + "Args"
	b.printArgs(f, args, field)
	resolver := jen.Id("t").Dot("Resolve" + method)
	declare(f, fmt.Sprintf("%s answers with what Resolve%[1]s does, and with an error where there is none.", method))
	f.Func().Params(jen.Id("t").Id(definition.Name)).Id(method).
		Params(jen.Id("ctx").Qual("context", "Context"), jen.Id("args").Id(args)).
		Params(jen.Id("answer").Add(b.goType(field.Type)), jen.Err().Error()).
		Block(
			jen.If(resolver.Clone().Op("==").Nil()).Block(
				jen.Return(jen.Id("answer"), jen.Id("Unimplemented").Call(jen.Lit(definition.Name+"."+field.Name))),
			),
			jen.Return(resolver.Clone().Call(jen.Id("ctx"), jen.Id("args"))),
		).Line()
}

// goType is the type that the engine wants: a pointer for what may be null.
func (b *boxPrinter) goType(t *ast.Type) *jen.Statement {
	var inner *jen.Statement
	if t.Elem != nil {
		inner = jen.Index().Add(b.goType(t.Elem))
	} else if name, ok := map[string]string{"String": "string", "Int": "int32", "Float": "float64", "Boolean": "bool"}[t.NamedType]; ok {
		inner = jen.Id(name)
	} else if t.NamedType == "ID" {
		inner = jen.Qual("github.com/graph-gophers/graphql-go", "ID")
	} else {
		inner = jen.Id(t.NamedType)
	}
	if t.NonNull {
		return inner
	}
	return jen.Op("*").Add(inner)
}
