package emit

import (
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// models prints the structs that results are decoded into.
func (p *printer) models() error {
	f := p.newFile(p.api.Config.Models)
	for _, model := range p.api.Models {
		declare(f, introduce(model.Name, model.Doc))
		f.Add(structType(model))
		p.format(f, model)
	}
	return p.render(p.api.Config.Models, "models.gen.go", f)
}

// format prints the methods by which a struct that holds secrets is printed and
// logged: packages fmt and slog would not ask every field.
func (p *printer) format(f *jen.File, s *spec.Struct) {
	if p.config.Redact == "" || !p.holdsSecrets(s, map[string]bool{}) {
		return
	}
	receiver := jen.Id("s").Id(s.Name)
	redact := func(function string) *jen.Statement { return jen.Qual(p.config.Import(p.config.Redact), function) }
	declare(f, "Format prints the struct with its secrets redacted, whatever the verb.")
	f.Func().Params(receiver.Clone()).Id("Format").Params(jen.Id("f").Qual("fmt", "State"), jen.Id("verb").Rune()).Block(
		jen.Type().Id("plain").Id(s.Name),
		redact("Fields").Call(jen.Id("f"), jen.Id("verb"), jen.Id("plain").Call(jen.Id("s"))),
	)
	declare(f, "LogValue logs the struct with its secrets redacted.")
	f.Func().Params(receiver.Clone()).Id("LogValue").Params().Qual("log/slog", "Value").Block(
		jen.Type().Id("plain").Id(s.Name),
		jen.Return(redact("Log").Call(jen.Id("plain").Call(jen.Id("s")))),
	)
}

// holdsSecrets tells whether a struct, or one that it points to, has a field that
// is a secret.
func (p *printer) holdsSecrets(s *spec.Struct, seen map[string]bool) bool {
	seen[s.Name] = true
	return slices.ContainsFunc(s.Fields, func(field *spec.Field) bool {
		if field.Type.Name == "Secret" {
			return true
		}
		inner := func(t *spec.Struct) bool {
			return t.Name == field.Type.Name && !seen[t.Name] && p.holdsSecrets(t, seen)
		}
		return slices.ContainsFunc(p.api.Models, inner) || slices.ContainsFunc(p.api.Inputs, inner) ||
			slices.ContainsFunc(p.members(field.Type.Name), func(m spec.Member) bool { return !seen[m.Struct.Name] && p.holdsSecrets(m.Struct, seen) })
	})
}

func structType(s *spec.Struct) *jen.Statement {
	return jen.Type().Id(s.Name).StructFunc(func(g *jen.Group) {
		for _, field := range s.Fields {
			g.Add(structField(field))
		}
	})
}

func structField(field *spec.Field) *jen.Statement {
	s := jen.Null()
	text := sentence(field.Doc)
	if field.Required {
		text += " Required."
	}
	if field.NeededFor != "" {
		text += " Required where the method sends " + CredentialWords(field.NeededFor) + "."
	}
	if text != "" {
		s.Add(doc(text)).Line()
	}
	s.Id(field.Name).Add(goType(field.Type))
	if field.Tag != "" {
		s.Tag(map[string]string{"json": field.Tag})
	}
	return s
}

// inputs prints the structs that methods and their inputs take.
func (p *printer) inputs() error {
	f := p.newFile(p.api.Config.Models)
	for _, input := range p.api.Inputs {
		declare(f, p.inputDoc(input))
		f.Add(structType(input))
		p.format(f, input)
	}
	return p.render(p.api.Config.Models, "inputs.gen.go", f)
}

func (p *printer) inputDoc(input *spec.Struct) string {
	i := slices.IndexFunc(p.api.Methods, func(m *spec.Method) bool { return m.Input == input })
	if i < 0 {
		return introduce(input.Name, input.Doc)
	}
	m := p.api.Methods[i]
	text := fmt.Sprintf("%s is what the method %s takes.", input.Name, m.QualifiedName())
	if len(m.Needs) > 0 {
		text += " It needs " + needs(m) + "."
	}
	return text
}

// needs says in words what a method needs.
func needs(m *spec.Method) string {
	var alternatives []string
	for _, alternative := range m.Needs {
		var names []string
		for _, field := range alternative {
			names = append(names, field.Name)
		}
		alternatives = append(alternatives, enumerate(names, "and"))
	}
	return enumerate(alternatives, "or")
}

// enums prints the string types of the enums; there is no file without any.
func (p *printer) enums() error {
	if len(p.api.Enums) == 0 {
		return nil
	}
	f := p.newFile(p.api.Config.Models)
	for _, enum := range p.api.Enums {
		declare(f, introduce(enum.Name, enum.Doc))
		f.Type().Id(enum.Name).String()
		declare(f, "The values of "+enum.Name+".")
		f.Const().DefsFunc(func(g *jen.Group) {
			for _, value := range enum.Values {
				if value.Doc != "" {
					g.Add(doc(sentence(value.Doc)))
				}
				g.Id(value.Name).Id(enum.Name).Op("=").Lit(value.Value)
			}
		})
	}
	return p.render(p.api.Config.Models, "enums.gen.go", f)
}

// wire prints what is sent where it is more than the caller's input.
func (p *printer) wire() error {
	if !p.overlays() {
		return nil
	}
	f := p.newFile(p.api.Config.Wire)
	f.PackageComment(p.wireComment())
	for _, operation := range p.api.Operations {
		overlay := operation.Overlay
		if overlay == nil {
			continue
		}
		declare(f, overlay.Name+" is sent by the operation "+operation.Name+".")
		f.Type().Id(overlay.Name).StructFunc(func(g *jen.Group) {
			g.Op("*").Qual(p.config.Import(p.api.Config.Models), overlay.Input)
			for _, field := range overlay.Fields {
				g.Id(field.Name).Add(goType(field.Type)).Tag(map[string]string{"json": field.Tag})
			}
		})
	}
	return p.render(p.api.Config.Wire, "wire.gen.go", f)
}

// overlays tells whether anything is sent over a caller's input.
func (p *printer) overlays() bool {
	return slices.ContainsFunc(p.api.Operations, func(o *spec.Operation) bool { return o.Overlay != nil })
}

// wireComment says what the wire package is for.
func (p *printer) wireComment() string {
	text := "// Package " + base(p.api.Config.Wire) + " holds what is sent where it is more than the caller's input: the\n// input, and over it what is filled in or encrypted. The caller's value stays\n// as it is."
	if len(p.api.Answers) > 0 {
		text += "\n//\n// It also holds what answers that may be of several types are decoded into."
	}
	return text
}
