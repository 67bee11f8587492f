package spec

import (
	"cmp"
	"errors"
	"go/token"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/naming"
)

// loader carries one API from files to values.
type loader struct {
	config   *config.Config
	api      *config.API
	speller  *naming.Speller
	problems Problems

	schema   *ast.Schema
	codeEnum *ast.Definition
	document *ast.QueryDocument
	// services are the service names of the root fields.
	services map[*ast.FieldDefinition]string
	// given and asked are the files of the schema and of the operations where they are
	// others than the configured ones, and left what is left out of the operations: see
	// LoadFitting.
	given, asked []*ast.Source
	left         *leftOut
	// broken are the places of the operations and fragments that did not
	// validate, or use a fragment that did not.
	broken map[*ast.Position]bool
	// several remembers which fragments make a Go interface.
	several map[*ast.FragmentDefinition]bool
	// objects remembers which types an object of a type may be of.
	objects map[string]map[string]bool

	models    map[string]*Struct
	fragments map[string]*Struct
	inputs    map[string]*Struct
	enums     map[string]*Enum
	// taken are the Go names of the models' package, with their places.
	taken map[string]*ast.Position
	// calls are the Go names of the package of the typed operations.
	calls map[string]*Operation

	out *API
}

// LoadAll reads, validates and resolves every API of the configuration. Its
// error is of type Problems where schema or operations are wrong, those of all.
func LoadAll(cfg *config.Config) ([]*API, error) {
	loaded, errs := make([]*API, len(cfg.APIs)), make([]error, len(cfg.APIs))
	var loading sync.WaitGroup
	for i := range cfg.APIs {
		loading.Go(func() { loaded[i], errs[i] = load(cfg, &cfg.APIs[i]) })
	}
	loading.Wait()
	var problems Problems
	for _, err := range errs {
		if of, ok := errors.AsType[Problems](err); ok {
			problems = append(problems, of...)
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return loaded, problems.err()
}

func load(cfg *config.Config, api *config.API) (*API, error) {
	l := newLoader(cfg, api)
	if err := l.loadSchema(); err != nil {
		return nil, err
	}
	if err := l.problems.err(); err != nil {
		return nil, err
	}
	if err := l.loadOperations(); err != nil {
		return nil, err
	}
	l.resolve()
	if err := l.problems.err(); err != nil {
		return nil, err
	}
	l.resolveUses()
	return l.out, nil
}

func newLoader(cfg *config.Config, api *config.API) *loader {
	return &loader{
		config: cfg, api: api,
		speller:   naming.New(cfg.Initialisms, cfg.Words),
		services:  map[*ast.FieldDefinition]string{},
		models:    map[string]*Struct{},
		fragments: map[string]*Struct{},
		inputs:    map[string]*Struct{},
		enums:     map[string]*Enum{},
		taken:     map[string]*ast.Position{},
		calls:     map[string]*Operation{},
		broken:    map[*ast.Position]bool{},
		several:   map[*ast.FragmentDefinition]bool{},
		objects:   map[string]map[string]bool{},
		out:       &API{Config: api, Shared: map[string]*ast.Position{}, Parts: Parts{}},
	}
}

// schemaSources are the configured files of the schema, or those that are given.
func (l *loader) schemaSources() ([]*ast.Source, error) {
	if l.left != nil {
		return l.given, nil
	}
	return Sources(l.config, l.api.Schema)
}

// operationSources are those of the operations.
func (l *loader) operationSources() ([]*ast.Source, error) {
	if l.left != nil {
		return l.asked, nil
	}
	return Sources(l.config, l.api.Operations)
}

// Sources reads the files that patterns of the configuration match.
func Sources(cfg *config.Config, patterns []string) ([]*ast.Source, error) {
	files, err := cfg.Files(patterns)
	if err != nil {
		return nil, err
	}
	sources := make([]*ast.Source, len(files))
	for i, file := range files {
		text, err := os.ReadFile(filepath.Join(cfg.Root, file))
		if err != nil {
			return nil, err
		}
		sources[i] = &ast.Source{Name: file, Input: string(text)}
	}
	return sources, nil
}

// loadSchema parses every file by itself, so that each tells its first
// mistake, and validates them as one.
func (l *loader) loadSchema() error {
	sources, err := l.schemaSources()
	if err != nil {
		return err
	}
	return l.joinSchema(sources)
}

// joinSchema makes one schema of the texts.
func (l *loader) joinSchema(sources []*ast.Source) error {
	document, err := parser.ParseSchema(validator.Prelude)
	if err != nil {
		return err
	}
	for _, source := range sources {
		part, err := parseSchema(source)
		if err != nil {
			l.problems.add(err)
			continue
		}
		document.Merge(part)
	}
	if len(l.problems) > 0 {
		return nil
	}
	l.codeEnum = findCodes(document)
	own, err := parser.ParseSchema(prelude(l.api, l.codeEnum))
	if err != nil {
		return err
	}
	document.Merge(own)
	l.readServices(document)
	if l.checkTypes(document); len(l.problems) > 0 {
		return nil
	}
	l.schema, err = validator.ValidateSchemaDocument(document)
	if err != nil {
		l.problems.add(err)
		l.problems.complete(schemaNames(document))
		return nil
	}
	l.checkRoots()
	l.checkNames()
	l.resolveCodes()
	l.out.Schema = l.schema
	return nil
}

func findCodes(document *ast.SchemaDocument) *ast.Definition {
	for _, d := range document.Definitions {
		if d.Kind == ast.Enum && slices.ContainsFunc(d.EnumValues, func(v *ast.EnumValueDefinition) bool {
			return v.Directives.ForName("code") != nil
		}) {
			return d
		}
	}
	return nil
}

// readServices notes which service each root field belongs to, before
// validation folds the blocks of a root type into one.
func (l *loader) readServices(document *ast.SchemaDocument) {
	for _, block := range slices.Concat(document.Definitions, document.Extensions) {
		directive := block.Directives.ForName("service")
		if directive == nil {
			continue
		}
		argument := directive.Arguments.ForName("name")
		if argument == nil { // validation says so
			continue
		}
		for _, field := range block.Fields {
			l.services[field] = argument.Value.Raw
		}
	}
}

// checkRoots finds root fields that nobody serves, or that two serve.
func (l *loader) checkRoots() {
	for _, field := range l.rootFields() {
		l.checkRoot(field)
	}
}

// rootFields are the fields that the schema's files give to queries and mutations,
// with the root type of each.
func (l *loader) rootFields() iter.Seq2[*ast.Definition, *ast.FieldDefinition] {
	return func(yield func(*ast.Definition, *ast.FieldDefinition) bool) {
		for _, root := range []*ast.Definition{l.schema.Query, l.schema.Mutation} {
			if root == nil {
				continue
			}
			for _, field := range root.Fields {
				own := field.Position != nil && field.Position.Src != nil && !field.Position.Src.BuiltIn
				if own && !yield(root, field) {
					return
				}
			}
		}
	}
}

// service gives the service that serves a root field: the one that its block names,
// or the default one where it is not bound to an endpoint.
func (l *loader) service(field *ast.FieldDefinition) (name string, served bool) {
	name, served = l.services[field]
	if !served && l.api.DefaultService != "" && field.Directives.ForName("http") == nil {
		return l.api.DefaultService, true
	}
	return name, served
}

func (l *loader) checkRoot(field *ast.FieldDefinition) {
	http := field.Directives.ForName("http")
	service, served := l.service(field)
	switch {
	case http != nil && served:
		l.problems.addf(http.Position, "field %s has @http inside a block with @service: move it to a block without", field.Name)
	case http != nil:
		l.checkEndpoint(field, http)
	case !served:
		l.problems.addf(field.Position, "no service serves field %s: write @service on its block, @http on the field, or default_service in the configuration", field.Name)
	default:
		if _, ok := l.api.Services[service]; !ok {
			l.problems.addf(field.Position, "field %s is served by %q, which the configuration's services do not name%s", field.Name, service, suggestion(service, l.api.Services))
		}
	}
}

// loadOperations parses and validates the operation files as one document.
func (l *loader) loadOperations() error {
	sources, err := l.operationSources()
	if err != nil {
		return err
	}
	l.document = &ast.QueryDocument{}
	for _, source := range sources {
		part, err := parseQuery(source)
		if err != nil {
			l.problems.add(err)
			continue
		}
		l.document.Operations = append(l.document.Operations, part.Operations...)
		l.document.Fragments = append(l.document.Fragments, part.Fragments...)
	}
	if len(l.problems) > 0 { // what is missing would only look like mistakes elsewhere
		return l.problems.err()
	}
	if l.checkNesting(); len(l.problems) > 0 {
		return l.problems.err()
	}
	l.left.drop(l.document)
	if errs := validator.ValidateWithRules(l.schema, l.document, rules.NewDefaultRules()); len(errs) > 0 {
		l.problems.add(errs)
		l.problems.complete(l.operationNames())
		l.findBroken()
	}
	l.checkGoNames()
	return nil
}

// checkGoNames refuses names that an author chose and Go does not export, and two of
// one thing.
func (l *loader) checkGoNames() {
	check := func(directives ast.DirectiveList) {
		l.checkRepeated(directives)
		for _, d := range directives {
			if !ours(d) || !slices.Contains([]string{"go", "model", "pages", "composite"}, d.Name) {
				continue
			}
			if name := stringArgument(d, "name"); name != "" && !exported(name) {
				l.problems.addf(d.Position, "@%s: %q is no name that Go exports: start it with a capital letter", d.Name, name)
			}
		}
	}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			if field, ok := selection.(*ast.Field); ok {
				check(field.Directives)
				walk(field.SelectionSet)
			}
		}
	}
	for _, f := range l.document.Fragments {
		check(f.Directives)
		walk(f.SelectionSet)
	}
	for _, o := range l.document.Operations {
		check(o.Directives)
		walk(o.SelectionSet)
		for _, variable := range o.VariableDefinitions {
			check(variable.Directives)
		}
	}
}

func exported(name string) bool { return token.IsIdentifier(name) && token.IsExported(name) }

// findBroken notes which definitions did not validate, so that the others are
// resolved all the same and every mistake is found in one run.
func (l *loader) findBroken() {
	for _, problem := range l.problems {
		if d := l.definitionAt(problem); d != nil {
			l.broken[d.Position] = true
		}
	}
	for _, f := range l.document.Fragments {
		l.broken[f.Position] = l.broken[f.Position] || l.usesBroken(f.SelectionSet)
	}
	for _, o := range l.document.Operations {
		l.broken[o.Position] = l.broken[o.Position] || l.usesBroken(o.SelectionSet)
	}
}

// usesBroken tells whether a selection spreads a fragment that did not
// validate, or one that does not exist.
func (l *loader) usesBroken(set ast.SelectionSet) bool {
	return slices.ContainsFunc(set, func(selection ast.Selection) bool {
		switch s := selection.(type) {
		case *ast.Field:
			return l.usesBroken(s.SelectionSet)
		case *ast.InlineFragment:
			return l.usesBroken(s.SelectionSet)
		case *ast.FragmentSpread:
			return s.Definition == nil || l.broken[s.Definition.Position] || l.usesBroken(s.Definition.SelectionSet)
		}
		return false
	})
}

func (l *loader) resolveCodes() {
	if l.codeEnum == nil {
		return
	}
	numbers := map[int]string{}
	for _, value := range l.codeEnum.EnumValues {
		directive := value.Directives.ForName("code")
		if directive == nil {
			l.problems.addf(value.Position, "code %s has no number: write @code(number: ...)", value.Name)
			continue
		}
		number, err := strconv.Atoi(directive.Arguments.ForName("number").Value.Raw)
		if err != nil {
			l.problems.addf(directive.Position, "code %s: %v", value.Name, err)
			continue
		}
		if other, ok := numbers[number]; ok {
			l.problems.addf(directive.Position, "codes %s and %s have one number, %d", other, value.Name, number)
		}
		numbers[number] = value.Name
		l.out.Codes = append(l.out.Codes, &Code{
			Name: "Code" + l.speller.Constant(value.Name), Meaning: value.Description, Number: number,
		})
		for _, name := range []string{"Code" + l.speller.Constant(value.Name), "Code.Meaning"} {
			l.out.Parts.add(name, l.codeEnum.Name+"."+value.Name)
		}
	}
	slices.SortFunc(l.out.Codes, func(a, b *Code) int { return cmp.Compare(a.Number, b.Number) })
}

// code finds the resolved code of an enum value; nil where it has no number.
func (l *loader) code(enumValue string) *Code {
	name := "Code" + l.speller.Constant(enumValue)
	if i := slices.IndexFunc(l.out.Codes, func(c *Code) bool { return c.Name == name }); i >= 0 {
		return l.out.Codes[i]
	}
	return nil
}
