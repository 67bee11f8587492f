package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// isInterface tells whether a type is one of the Go interfaces of the models'
// package.
func (p *printer) isInterface(t spec.Type) bool {
	return t.Package == p.config.Import(p.api.Config.Models) && p.members(t.Name) != nil
}

// members are the types that a Go interface of the models' package may be; nil where
// there is none of that name.
func (p *printer) members(name string) []spec.Member {
	i := slices.IndexFunc(p.api.Interfaces, func(i *spec.Interface) bool { return i.Name == name })
	if i < 0 {
		return nil
	}
	return p.api.Interfaces[i].Members
}

// interfaces prints the Go interfaces, and how they are decoded and encoded, so that
// either gives back what the other took: encoding/json cannot do that by itself. There
// is no file without any.
func (p *printer) interfaces() error {
	if len(p.api.Interfaces) == 0 {
		return nil
	}
	f := p.newFile(p.api.Config.Models)
	for _, i := range p.api.Interfaces {
		p.printInterface(f, i)
		p.printUnmarshal(f, i)
	}
	for _, model := range p.api.Models {
		p.printDecoder(f, model)
		p.printEncoder(f, model)
	}
	if p.needsLists() {
		printListOf(f)
	}
	return p.render(p.api.Config.Models, "interfaces.gen.go", f)
}

// printInterface prints a Go interface and the method by which the structs are
// members.
func (p *printer) printInterface(f *jen.File, i *spec.Interface) {
	marker, result, about := jen.Id("is"+i.Name).Params(), jen.Null(), ""
	if i.Shared != nil {
		marker = jen.Id(i.Shared.Name).Params().Id(i.Shared.Name)
		result, about = jen.Id(i.Shared.Name), fmt.Sprintf(" Whatever it is, %s tells what all have.", i.Shared.Name)
	}
	declare(f, fmt.Sprintf("%s\n\nIt is %s: a type switch tells which.%s", introduce(i.Name, i.Doc), memberNames(i), about))
	f.Type().Id(i.Name).Interface(marker)
	for _, member := range i.Members {
		method := jen.Func().Params(jen.Id("m").Op("*").Id(member.Struct.Name))
		if i.Shared == nil {
			f.Line()
			f.Add(method.Id("is" + i.Name).Params().Block())
			continue
		}
		declare(f, fmt.Sprintf("%s tells what every %s has.", i.Shared.Name, i.Name))
		f.Add(method.Id(i.Shared.Name).Params().Add(result).Block(
			jen.Return(jen.Id(i.Shared.Name).ValuesFunc(func(g *jen.Group) {
				for _, field := range i.Shared.Fields {
					g.Id(field.Name).Op(":").Id("m").Dot(field.Name)
				}
			})),
		))
	}
}

func memberNames(i *spec.Interface) string {
	var names []string
	for _, member := range i.Members {
		if name := "*" + member.Struct.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return enumerate(names, "or")
}

// printUnmarshal prints the function that decodes a Go interface.
func (p *printer) printUnmarshal(f *jen.File, i *spec.Interface) {
	name := "Unmarshal" + i.Name
	other := i.Members[len(i.Members)-1].Struct.Name
	unmarshal := func(into *jen.Statement) *jen.Statement {
		return jen.If(jen.Err().Op(":=").Qual("encoding/json", "Unmarshal").Call(jen.Id("data"), into), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err()))
	}
	declare(f, fmt.Sprintf("%s decodes JSON by its __typename; null is nil. An object of a type that is not told apart, or that the service has since learned, is a *%s.", name, other))
	f.Func().Id(name).Params(jen.Id("data").Index().Byte()).Params(jen.Id(i.Name), jen.Error()).Block(
		jen.If(jen.Len(jen.Id("data")).Op("==").Lit(0)).Block(jen.Return(jen.Nil(), jen.Nil()).Comment("the field is not there")),
		jen.Var().Id("object").Op("*").Struct(jen.Id("Typename").String().Tag(map[string]string{"json": "__typename"})),
		unmarshal(jen.Op("&").Id("object")),
		jen.If(jen.Id("object").Op("==").Nil()).Block(jen.Return(jen.Nil(), jen.Nil())),
		jen.Var().Id("decoded").Id(i.Name),
		jen.Switch(jen.Id("object").Dot("Typename")).BlockFunc(func(g *jen.Group) {
			for _, member := range i.Members {
				assign := jen.Id("decoded").Op("=").Op("&").Id(member.Struct.Name).Values()
				if member.Typename == "" {
					g.Default().Block(assign)
					continue
				}
				g.Case(jen.Lit(member.Typename)).Block(assign)
			}
		}),
		unmarshal(jen.Id("decoded")),
		jen.Return(jen.Id("decoded"), jen.Nil()),
	)
}

// held are the fields of a struct that encoding/json cannot decode.
func (p *printer) held(s *spec.Struct) []*spec.Field {
	var held []*spec.Field
	for _, field := range s.Fields {
		if p.isInterface(field.Type) {
			held = append(held, field)
		}
	}
	return held
}

// printDecoder prints the method that decodes a struct with fields of Go
// interfaces: all of it but these, and then each of them.
func (p *printer) printDecoder(f *jen.File, s *spec.Struct) {
	held := p.held(s)
	if len(held) == 0 {
		return
	}
	declare(f, "UnmarshalJSON decodes what may be of several types by its __typename.")
	f.Func().Params(jen.Id("s").Op("*").Id(s.Name)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Params(jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		g.Type().Id("plain").Id(s.Name)
		g.Id("raw").Op(":=").StructFunc(func(g *jen.Group) {
			g.Op("*").Id("plain")
			for _, field := range held {
				g.Id(field.Name).Qual("encoding/json", "RawMessage").Tag(map[string]string{"json": field.Tag})
			}
		}).Values(jen.Id("plain").Op(":").Parens(jen.Op("*").Id("plain")).Call(jen.Id("s")))
		g.If(jen.Err().Op("=").Qual("encoding/json", "Unmarshal").Call(jen.Id("data"), jen.Op("&").Id("raw")), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err()))
		for i, field := range held {
			read := jen.List(jen.Id("s").Dot(field.Name), jen.Err()).Op("=").Add(reader(field.Type, jen.Id("Unmarshal"+field.Type.Name))).Call(jen.Id("raw").Dot(field.Name))
			if i == len(held)-1 {
				g.Add(read)
				continue
			}
			g.If(read, jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err()))
		}
		g.Return(jen.Err())
	}).Line()
}

// typename is the name in the schema of the type that a struct is a member of Go
// interfaces for; "" where it is none, or stands for every other type and keeps the name.
func (p *printer) typename(s *spec.Struct) string {
	for _, i := range p.api.Interfaces {
		for _, member := range i.Members {
			if member.Struct == s && member.Typename != "" {
				return member.Typename
			}
		}
	}
	return ""
}

// printEncoder prints the method that encodes a member of Go interfaces with the name
// of its type, by which it is decoded.
func (p *printer) printEncoder(f *jen.File, s *spec.Struct) {
	typename := p.typename(s)
	if typename == "" {
		return
	}
	declare(f, "MarshalJSON encodes it with its __typename, by which it is decoded.")
	f.Func().Params(jen.Id("s").Id(s.Name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Type().Id("plain").Id(s.Name),
		jen.Return(jen.Qual("encoding/json", "Marshal").Call(jen.Struct(
			jen.Id("Typename").String().Tag(map[string]string{"json": "__typename"}),
			jen.Id("plain"),
		).Values(jen.Lit(typename), jen.Id("plain").Call(jen.Id("s"))))),
	).Line()
}

// reader is the function that decodes a Go interface, or lists of it.
func reader(t spec.Type, element *jen.Statement) *jen.Statement {
	for range strings.Count(t.Prefix, "[]") {
		element = jen.Id("listOf").Call(element)
	}
	return element
}

// needsLists tells whether a struct holds a list of a Go interface.
func (p *printer) needsLists() bool {
	return slices.ContainsFunc(p.api.Models, func(s *spec.Struct) bool {
		return slices.ContainsFunc(p.held(s), func(f *spec.Field) bool { return f.Type.Prefix != "" })
	})
}

// printListOf prints the function that makes the reader of a list from that of its
// elements.
func printListOf(f *jen.File) {
	raw := jen.Index().Byte()
	declare(f, "listOf gives a function that decodes a list whose elements another decodes; null is nil.")
	f.Func().Id("listOf").Types(jen.Id("T").Any()).
		Params(jen.Id("element").Func().Params(raw.Clone()).Params(jen.Id("T"), jen.Error())).
		Func().Params(raw.Clone()).Params(jen.Index().Id("T"), jen.Error()).Block(
		jen.Return(jen.Func().Params(jen.Id("data").Add(raw.Clone())).Params(jen.Index().Id("T"), jen.Error()).Block(
			jen.Var().Id("raw").Index().Qual("encoding/json", "RawMessage"),
			jen.If(jen.Len(jen.Id("data")).Op("==").Lit(0)).Block(jen.Return(jen.Nil(), jen.Nil())),
			jen.If(jen.Err().Op(":=").Qual("encoding/json", "Unmarshal").Call(jen.Id("data"), jen.Op("&").Id("raw")), jen.Err().Op("!=").Nil().Op("||").Id("raw").Op("==").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			jen.Id("list").Op(":=").Make(jen.Index().Id("T"), jen.Len(jen.Id("raw"))),
			jen.For(jen.List(jen.Id("i"), jen.Id("text")).Op(":=").Range().Id("raw")).Block(
				jen.Var().Err().Error(),
				jen.If(jen.List(jen.Id("list").Index(jen.Id("i")), jen.Err()).Op("=").Id("element").Call(jen.Id("text")), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			),
			jen.Return(jen.Id("list"), jen.Nil()),
		)),
	)
}

// answers prints what whole results of Go interfaces are decoded into. There is no
// file without any.
func (p *printer) answers() error {
	if len(p.api.Answers) == 0 {
		return nil
	}
	f := p.newFile(p.api.Config.Wire)
	if !p.overlays() {
		f.PackageComment(p.wireComment())
	}
	models := p.config.Import(p.api.Config.Models)
	for _, answer := range p.api.Answers {
		text := jen.Id("data")
		unmarshal := jen.Qual(models, "Unmarshal"+answer.Of.Name)
		target := jen.Op("*").Id("a")
		declare(f, fmt.Sprintf("%s is what an answer of %s is decoded into.", answer.Name, answer.Of.Name))
		if answer.Of.Prefix == "" {
			f.Type().Id(answer.Name).Struct(jen.Id("Value").Add(goType(answer.Of)))
			target = jen.Id("a").Dot("Value")
		} else {
			f.Type().Id(answer.Name).Add(goType(answer.Of))
		}
		declare(f, "UnmarshalJSON decodes it by its __typename.")
		f.Func().Params(jen.Id("a").Op("*").Id(answer.Name)).Id("UnmarshalJSON").Params(jen.Add(text.Clone()).Index().Byte()).Params(jen.Err().Error()).Block(
			jen.List(target, jen.Err()).Op("=").Add(reader(answer.Of, unmarshal)).Call(text),
			jen.Return(jen.Err()),
		).Line()
	}
	if slices.ContainsFunc(p.api.Answers, func(a spec.Answer) bool { return a.Of.Prefix != "" }) {
		printListOf(f)
	}
	return p.render(p.api.Config.Wire, "answers.gen.go", f)
}
