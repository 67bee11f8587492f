package emit

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/hint"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// people checks that what is generated fits what people wrote: the functions,
// constants and methods that it names exist, and nothing is declared twice.
type people struct {
	*printer
	problems spec.Problems
}

func (p *printer) checkPeople() error {
	check := &people{printer: p}
	for _, step := range []func() error{check.functions, check.configured, check.reexported, check.models, check.surfaces, check.box} {
		if err := step(); err != nil {
			return err
		}
	}
	if len(check.problems) > 0 {
		return check.problems
	}
	return nil
}

func (p *people) addf(at *ast.Position, format string, args ...any) {
	problem := spec.Problem{Message: fmt.Sprintf(format, args...)}
	if at != nil {
		problem.File, problem.Line, problem.Column = at.Src.Name, at.Line, at.Column
	}
	p.problems = append(p.problems, problem)
}

// configf adds a mistake at a value of the configuration: the API's, or where api is
// nil, that of all.
func (p *people) configf(api *config.API, key, format string, args ...any) {
	problem := spec.Problem{Message: fmt.Sprintf(format, args...)}
	problem.File, problem.Line, problem.Column = p.config.Place(api, key)
	p.problems = append(p.problems, problem)
}

// functions finds annotations that name no hand-written function.
func (p *people) functions() error {
	missing := func(name string, at *ast.Position) {
		if _, ok := p.composites.Functions[name]; !ok {
			p.addf(at, "there is no function %s in %s: write it, with a context and the runtime's client first", name, p.api.Config.Composites)
		}
	}
	for _, c := range p.api.Composites {
		missing(c.Function(), c.Position)
	}
	for _, m := range p.api.Methods {
		if m.File != nil {
			missing(m.File.By, m.Position)
		}
	}
	return nil
}

// configured finds names of the configuration that nobody declares.
func (p *people) configured() error {
	if len(p.runtime.Names) == 0 {
		p.configf(nil, "runtime", "the configuration's runtime, %s, is no folder with a Go package", p.config.Runtime)
		return nil
	}
	for _, role := range slices.Sorted(maps.Keys(p.api.Config.Hosts)) {
		if name := p.api.Config.Hosts[role]; !has(p.shared.Names, name) {
			p.configf(p.api.Config, "hosts."+role, "the configuration's host %s is %s, which %s does not declare%s", role, name, p.api.Config.Shared, near(name, p.shared.Names))
		}
	}
	for _, value := range slices.Sorted(maps.Keys(p.api.Config.Values)) {
		name := p.api.Config.Values[value]
		switch _, method := p.provider(name); {
		case method == nil:
			p.configf(p.api.Config, "values."+value, "the configuration's value %s is %s, which is no method of the Call or Client in %s%s", value, name, p.config.Runtime, near(name, p.runtime.Methods))
		case !provides(method):
			p.configf(p.api.Config, "values."+value, "the configuration's value %s is %s, which a method cannot ask for: it may take a context and nothing else, and gives a value, or a value and an error", value, name)
		}
	}
	for i, name := range p.api.Config.WithoutOptions {
		if function, ok := p.runtime.Functions[name]; !ok || !isOption(function) {
			p.configf(p.api.Config, fmt.Sprintf("without_options[%d]", i), "the configuration's without_options name %s, which is no option in %s%s", name, p.config.Runtime, near(name, p.options()))
		}
	}
	return nil
}

// options are the runtime's.
func (p *people) options() map[string]*source.Function {
	options := maps.Clone(p.runtime.Functions)
	maps.DeleteFunc(options, func(_ string, function *source.Function) bool { return !isOption(function) })
	return options
}

// near names the declaration that was meant, without the type of a method.
func near[V any](name string, declared map[string]V) string {
	var names []string
	for known := range declared {
		if known = known[strings.LastIndex(known, ".")+1:]; token.IsExported(known) {
			names = append(names, known)
		}
	}
	return hint.DidYouMean(name, names)
}

// provides tells whether a method of the runtime gives one value to who has
// nothing but a context.
func provides(method *source.Function) bool {
	given := len(method.Results)
	if method.MayFail() {
		given--
	}
	taken := len(method.Params)
	if method.TakesContext() {
		taken--
	}
	return given == 1 && taken == 0
}

// reexported finds names that the models' package cannot have from the shared
// one, and types of it that the models need and do not have.
func (p *people) reexported() error {
	c := p.api.Config
	written, err := p.read(c.Models)
	if err != nil || c.Shared == c.Models {
		return err
	}
	for i, name := range c.Reexports {
		_, kind := p.shared.Kinds[name]
		switch {
		case !kind && !has(p.shared.Functions, name):
			p.configf(c, fmt.Sprintf("reexports[%d]", i), "the configuration's reexports name %s, which %s does not declare%s", name, c.Shared, near(name, p.shared.Names))
		case has(written.Names, name):
			p.configf(c, fmt.Sprintf("reexports[%d]", i), "the configuration's reexports name %s, which %s declares by hand: take it out of one of the two", name, c.Models)
		case has(p.api.Places, name):
			p.addf(p.api.Places[name], "the Go type %s has the name of one that the configuration's reexports name: choose another name", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.api.Shared)) {
		if !slices.Contains(c.Reexports, name) && !has(written.Names, name) {
			p.addf(p.api.Shared[name], "this is of the type %s of %s, which %s does not have: add it to the configuration's reexports", name, c.Shared, c.Models)
		}
	}
	return nil
}

func has[V any](names map[string]V, name string) bool {
	_, ok := names[name]
	return ok
}

// models finds generated types that a person declared in the same package.
func (p *people) models() error {
	written, err := p.read(p.api.Config.Models)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.api.Places)) {
		if has(written.Names, name) {
			p.addf(p.api.Places[name], "the Go type %s is declared by hand in %s: choose another name", name, p.api.Config.Models)
		}
	}
	return nil
}

// surfaces finds generated methods that a person wrote in the same package.
func (p *people) surfaces() error {
	for _, s := range p.api.Config.Surfaces {
		written, err := p.read(s.Package)
		if err != nil {
			return err
		}
		p.clashes(&surface{printer: p.printer, Surface: s}, written)
	}
	return nil
}

// clashes finds names of one client package that are there twice.
func (p *people) clashes(s *surface, written *source.Package) {
	clash := func(name string, at *ast.Position) {
		if has(written.Names, name) {
			p.addf(at, "%s is declared by hand in %s: choose another name", name, s.Package)
		}
	}
	groups := map[string]*ast.Position{}
	method := func(group, name string, at *ast.Position) {
		clash(cmp.Or(group, "Client")+"."+name, at)
		groups[group] = at
	}
	for _, m := range s.methods() {
		method(m.Group, m.Name, m.Position)
		if m.Pages != nil {
			method(m.Group, m.Pages.Name, m.Position)
		}
		if m.Input != nil {
			clash(m.Input.Name, m.Position)
		}
	}
	for _, c := range s.api.Composites {
		if s.has(c.Credentials) {
			method(c.Group, c.Name, c.Position)
		}
	}
	aliases := s.aliases()
	for _, group := range s.groups() {
		clash(group, groups[group])
		clash("Client."+group, groups[group])
		if aliases[group] || group == "Client" || group == "Option" {
			p.addf(groups[group], "group %s has the name of another type in %s: choose another name", group, s.Package)
		}
	}
}

// box finds types of the schema that the test service cannot answer with.
func (p *people) box() error {
	if p.api.Config.Box == "" {
		return nil
	}
	b := p.boxPrinter()
	for _, name := range slices.Sorted(maps.Keys(b.types)) {
		definition := b.types[name]
		switch definition.Kind {
		case ast.Scalar:
			if _, bound := spec.BoundScalar(p.api.Config, name); !bound {
				p.addf(definition.Position, "%s", spec.UnboundScalar(p.api.Config, name))
			}
		case ast.Interface, ast.Union:
			p.addf(definition.Position, "%s %s is not supported in the types of the test service: take it out of what the root fields reach, or configure no box",
				strings.ToLower(string(definition.Kind)), name)
		}
	}
	if subscription := p.api.Schema.Subscription; subscription != nil {
		p.addf(subscription.Position, "subscriptions are not supported in the types of the test service: take them out, or configure no box")
	}
	return nil
}
