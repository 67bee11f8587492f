package emit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// table is the codes of all APIs that share a package.
type table struct {
	*printer
	apis  []*spec.API
	codes []*spec.Code
}

// tables prints the codes once for each package that has some.
func tables(cfg *config.Config, apis []*spec.API) ([]File, error) {
	var files []File
	seen := map[string]*table{}
	var order []*table
	for _, api := range apis {
		t, ok := seen[api.Config.Shared]
		if !ok {
			t = &table{printer: newPrinter(cfg, api)}
			seen[api.Config.Shared] = t
			order = append(order, t)
		}
		if err := t.add(api); err != nil {
			return nil, err
		}
	}
	for _, t := range order {
		if err := t.print(); err != nil {
			return nil, err
		}
		files = append(files, t.files...)
	}
	return files, nil
}

// add takes an API's codes into the table, where they must mean what they mean
// to the others.
func (t *table) add(api *spec.API) error {
	t.apis = append(t.apis, api)
	for _, code := range api.Codes {
		i := slices.IndexFunc(t.codes, func(c *spec.Code) bool { return c.Number == code.Number || c.Name == code.Name })
		switch {
		case i < 0:
			t.codes = append(t.codes, code)
		case t.codes[i].Number != code.Number || t.codes[i].Name != code.Name || t.codes[i].Meaning != code.Meaning:
			return fmt.Errorf("the APIs that share %s do not agree on a code: %d is %s (%s), and %d is %s (%s): let them read one file with the codes",
				api.Config.Shared, t.codes[i].Number, t.codes[i].Name, t.codes[i].Meaning, code.Number, code.Name, code.Meaning)
		}
	}
	return nil
}

// print prints constants that say what each code means and which methods answer
// with it.
func (t *table) print() error {
	if len(t.codes) == 0 {
		return nil
	}
	slices.SortFunc(t.codes, func(a, b *spec.Code) int { return cmp.Compare(a.Number, b.Number) })
	folder := t.api.Config.Shared
	f := t.newFile(folder)
	declare(f, "The codes that the service refuses with. Each tells which methods answer with it by a document's word, and of which that is assumed by its meaning.")
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, code := range t.codes {
			g.Add(doc(t.codeDoc(code)))
			g.Id(code.Name).Id("Code").Op("=").Lit(code.Number)
		}
	})
	declare(f, "Meaning says in English what the code means; it is empty for a code that is not known.")
	f.Func().Params(jen.Id("c").Id("Code")).Id("Meaning").Params().String().Block(
		jen.Switch(jen.Id("c")).BlockFunc(func(g *jen.Group) {
			for _, code := range t.codes {
				g.Case(jen.Id(code.Name)).Block(jen.Return(jen.Lit(code.Meaning)))
			}
			g.Default().Block(jen.Return(jen.Lit("")))
		}),
	)
	return t.render(folder, "codes.gen.go", f)
}

func (t *table) codeDoc(code *spec.Code) string {
	text := codeMeaning(code)
	if by := t.methods(code, func(c *spec.Code) []string { return c.Documented }); by != "" {
		text += " Answered by " + by + "."
	}
	if by := t.methods(code, func(c *spec.Code) []string { return c.Assumed }); by != "" {
		text += " Assumed of " + by + "."
	}
	return text
}

func codeMeaning(code *spec.Code) string {
	return fmt.Sprintf("%s means: %s.", code.Name, code.Meaning)
}

// methods enumerates the methods of every API that have to do with a code. An API
// whose models stand in another package is named.
func (t *table) methods(code *spec.Code, of func(*spec.Code) []string) string {
	var texts []string
	for _, api := range t.apis {
		i := slices.IndexFunc(api.Codes, func(c *spec.Code) bool { return c.Number == code.Number })
		if i < 0 || len(of(api.Codes[i])) == 0 {
			continue
		}
		text := enumerate(slices.Sorted(slices.Values(of(api.Codes[i]))), "and")
		if api.Config.Models != api.Config.Shared {
			text = api.Config.Name + ": " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}

// reexports prints the codes, and what the configuration names, of the shared
// package as the models' own, so that a program imports one of the two.
func (p *printer) reexports() error {
	c := p.api.Config
	if c.Shared == c.Models || len(c.Reexports)+len(p.api.Codes) == 0 {
		return nil
	}
	f := p.newFile(c.Models)
	for _, kind := range []struct{ keyword, text string }{
		{"type", "The types that all APIs of the service have in common."},
		{"const", "The constants that all APIs of the service have in common."},
		{"var", "The variables that all APIs of the service have in common."},
	} {
		p.reexportKind(f, kind.keyword, kind.text)
	}
	for _, name := range slices.Sorted(slices.Values(c.Reexports)) {
		if function, ok := p.shared.Functions[name]; ok {
			p.reexportFunction(f, name, function)
		}
	}
	if len(p.api.Codes) > 0 {
		declare(f, "The codes that the service refuses with.")
		f.Const().DefsFunc(func(g *jen.Group) {
			for _, code := range p.api.Codes {
				g.Add(doc(codeMeaning(code)))
				g.Id(code.Name).Op("=").Qual(p.config.Import(c.Shared), code.Name)
			}
		})
	}
	return p.render(c.Models, "shared.gen.go", f)
}

// reexportKind prints the configured names of one kind of declaration.
func (p *printer) reexportKind(f *jen.File, keyword, text string) {
	c := p.api.Config
	var names []string
	for _, name := range slices.Sorted(slices.Values(c.Reexports)) {
		if p.shared.Kinds[name].String() == keyword {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	declare(f, text)
	f.Id(keyword).DefsFunc(func(g *jen.Group) {
		for _, name := range names {
			g.Add(doc(fmt.Sprintf("%s is [%s.%[1]s].", name, base(c.Shared))))
			g.Id(name).Op("=").Qual(p.config.Import(c.Shared), name)
		}
	})
}

// reexportFunction prints a function that calls the shared package's.
func (p *printer) reexportFunction(f *jen.File, name string, function *source.Function) {
	params, args := p.delegate(function)
	var results []jen.Code
	for _, result := range function.Results {
		results = append(results, p.sourceType(function, result))
	}
	declare(f, function.Doc)
	f.Func().Id(name).Params(params...).Params(results...).Block(
		jen.Return(jen.Qual(p.config.Import(p.api.Config.Shared), name).Call(args...)),
	).Line()
}

// delegate prints the parameters of a function and the arguments that hand them
// on.
func (p *printer) delegate(function *source.Function) (params, args []jen.Code) {
	for _, param := range function.Params {
		element, variadic := strings.CutPrefix(param.Type, "...")
		parameter, arg := jen.Id(param.Name), jen.Id(param.Name)
		if variadic {
			parameter.Op("...")
			arg.Op("...")
		}
		params = append(params, parameter.Add(p.sourceType(function, element)))
		args = append(args, arg)
	}
	return params, args
}
