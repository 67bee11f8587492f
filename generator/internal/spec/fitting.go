package spec

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// Fitting is an API as far as its operations fit a schema.
type Fitting struct {
	// API is made of what fits: what does not is left out. A field of a selection,
	// or a code, is left out alone, and its operation goes on; anything else takes
	// the operation or the fragment with it, and what has nothing left to ask for.
	API *API
	// Problems are all mistakes, those of the schema among them.
	Problems Problems
	// Broken are the operations that do not fit as they are, by name, with those
	// that spread a fragment that does not.
	Broken []*Definition
	// Mentions are the parts of the schema that operations and fragments name.
	Mentions []Mention
	// Definitions are all operations and fragments, as they stand in the files.
	Definitions []*Definition
	// Defaults are the arguments and input fields that have a default in the schema,
	// and that an operation may leave unset.
	Defaults []Mention
}

// Definition is an operation or a fragment as its author wrote it.
type Definition struct {
	Name     string
	Fragment bool
	Position *ast.Position
	// Spreads are the fragments that it spreads, and those that these do.
	Spreads map[string]bool
	// Hidden tells that hand-written code stands on it.
	Hidden bool
}

// LoadFitting loads an API with other files for its schema and its operations, and
// makes what it can of these. It fails where the files are no schema, or no operations.
func LoadFitting(cfg *config.Config, api *config.API, schema, operations []*ast.Source) (*Fitting, error) {
	f := &Fitting{}
	broken := map[string]*Definition{}
	left := &leftOut{fields: map[string]bool{}, definitions: map[string]bool{}}
	for first := true; ; first = false {
		l := newLoader(cfg, api)
		l.given, l.asked, l.left = schema, operations, left
		if err := l.loadSchema(); err != nil {
			return nil, err
		}
		if l.schema == nil {
			return nil, l.problems.err()
		}
		if first {
			f.Problems = l.problems
		}
		l.problems = nil
		if err := l.loadOperations(); err != nil {
			return nil, err
		}
		if first {
			f.Mentions, f.Definitions, f.Defaults = l.mentions(), l.definitions(), l.defaults()
		}
		l.resolve()
		l.findBroken()
		f.note(l, broken)
		if !left.add(l) {
			f.finish(l, broken)
			return f, nil
		}
	}
}

// note keeps the problems of definitions that had none before: what was left out
// may only look like a mistake elsewhere.
func (f *Fitting) note(l *loader, broken map[string]*Definition) {
	seen := map[string]bool{}
	for key := range broken {
		seen[key] = true
	}
	for _, p := range l.problems {
		if d := l.definitionAt(p); d == nil || !seen[place(d.Position)] {
			f.Problems = append(f.Problems, p)
		}
	}
	for _, d := range l.definitions() {
		if key := place(d.Position); l.broken[d.Position] && broken[key] == nil {
			broken[key] = d
		}
	}
}

func (f *Fitting) finish(l *loader, broken map[string]*Definition) {
	f.API = l.out
	if l.out.Used == nil { // for mistakes that are in no operation
		l.out.Fragments, l.out.Used = l.printFragments(), l.usedSchema()
	}
	for _, d := range broken {
		if !d.Fragment {
			f.Broken = append(f.Broken, d)
		}
	}
	slices.SortFunc(f.Broken, func(a, b *Definition) int { return comparePlaces(a.Position, b.Position) })
	if err, ok := f.Problems.err().(Problems); ok { // sorted
		f.Problems = err
	}
}

func comparePlaces(a, b *ast.Position) int {
	return compareProblems(problemAt(a, ""), problemAt(b, ""))
}

// definitions are all operations and fragments, by their places.
func (l *loader) definitions() []*Definition {
	var all []*Definition
	for _, o := range l.document.Operations {
		hidden := o.Directives.ForName("hidden") != nil || o.Directives.ForName("composite") != nil
		all = append(all, &Definition{Name: o.Name, Position: o.Position, Hidden: hidden, Spreads: l.spreads(o.SelectionSet)})
	}
	for _, f := range l.document.Fragments {
		all = append(all, &Definition{Name: f.Name, Fragment: true, Position: f.Position, Spreads: l.spreads(f.SelectionSet)})
	}
	return all
}

func (l *loader) spreads(set ast.SelectionSet) map[string]bool {
	used := map[string]bool{}
	useFragments(l.document, set, used)
	return used
}

// definitionAt gives the definition that a problem is in: the last that starts
// before it; nil where it is in none.
func (l *loader) definitionAt(p Problem) *Definition { return definitionAt(l.definitions(), p) }

// DefinitionAt gives the operation or fragment that a problem is in; nil where it
// is in none.
func (f *Fitting) DefinitionAt(p Problem) *Definition { return definitionAt(f.Definitions, p) }

func definitionAt(all []*Definition, p Problem) *Definition {
	var last *Definition
	for _, d := range all {
		at := d.Position
		if at.Src.Name == p.File && at.Line <= p.Line && (last == nil || at.Line > last.Position.Line) {
			last = d
		}
	}
	return last
}

// leftOut is what is left out of the operations, by place. It is nil where
// nothing may be.
type leftOut struct{ fields, definitions map[string]bool } // fields and codes

// add adds what does not fit, and tells whether that was anything new.
func (o *leftOut) add(l *loader) bool {
	before := len(o.fields) + len(o.definitions)
	for _, p := range l.problems {
		d := l.definitionAt(p)
		if d == nil {
			continue
		}
		if at := l.alone(d, p); at != nil {
			o.fields[place(at)] = true
		} else {
			o.definitions[place(d.Position)] = true
		}
	}
	return len(o.fields)+len(o.definitions) > before
}

// alone gives the place of what can be left out alone: a field below the root
// field, or a code.
func (l *loader) alone(d *Definition, p Problem) *ast.Position {
	if field := l.fieldAt(d, p); field != nil {
		return field.Position
	}
	if operation := l.document.Operations.ForName(d.Name); !d.Fragment && operation != nil {
		for _, code := range codesOf(operation) {
			if problemAt(code.Position, p.Message) == p {
				return code.Position
			}
		}
	}
	return nil
}

// fieldAt gives the field of a selection, but not the root field, that a problem
// is of.
func (l *loader) fieldAt(d *Definition, p Problem) *ast.Field {
	if d.Fragment {
		return fieldIn(l.document.Fragments.ForName(d.Name).SelectionSet, p)
	}
	for _, root := range l.document.Operations.ForName(d.Name).SelectionSet {
		if field, ok := root.(*ast.Field); ok {
			return fieldIn(field.SelectionSet, p)
		}
	}
	return nil
}

func fieldIn(set ast.SelectionSet, p Problem) *ast.Field {
	for _, selection := range set {
		var inner ast.SelectionSet
		switch s := selection.(type) {
		case *ast.Field:
			if slices.ContainsFunc(placesOf(s), func(at *ast.Position) bool { return problemAt(at, p.Message) == p }) {
				return s
			}
			inner = s.SelectionSet
		case *ast.InlineFragment:
			inner = s.SelectionSet
		}
		if found := fieldIn(inner, p); found != nil {
			return found
		}
	}
	return nil
}

// placesOf are where a field stands, with its arguments and directives.
func placesOf(field *ast.Field) []*ast.Position {
	places := []*ast.Position{field.Position}
	for _, d := range field.Directives {
		places = append(places, d.Position)
	}
	for _, a := range field.Arguments {
		places = append(places, a.Position, a.Value.Position)
	}
	return places
}

// drop takes what is left out from a document, and what nothing is left of.
func (o *leftOut) drop(document *ast.QueryDocument) {
	if o == nil || len(o.fields)+len(o.definitions) == 0 {
		return
	}
	gone := map[string]bool{} // fragments
	for before := -1; before != len(gone); {
		before = len(gone)
		document.Fragments = slices.DeleteFunc(document.Fragments, func(f *ast.FragmentDefinition) bool {
			f.SelectionSet = o.prune(f.SelectionSet, gone)
			empty := o.definitions[place(f.Position)] || len(f.SelectionSet) == 0
			if empty {
				gone[f.Name] = true
			}
			return empty
		})
	}
	document.Operations = slices.DeleteFunc(document.Operations, func(d *ast.OperationDefinition) bool {
		d.SelectionSet = o.prune(d.SelectionSet, gone)
		o.pruneCodes(d)
		return o.definitions[place(d.Position)] || len(d.SelectionSet) == 0
	})
	used := map[string]bool{}
	for _, d := range document.Operations {
		useFragments(document, d.SelectionSet, used)
	}
	document.Fragments = slices.DeleteFunc(document.Fragments, func(f *ast.FragmentDefinition) bool { return !used[f.Name] })
}

// prune drops the fields that are left out, and what has nothing left to ask for.
func (o *leftOut) prune(set ast.SelectionSet, gone map[string]bool) ast.SelectionSet {
	return slices.DeleteFunc(set, func(selection ast.Selection) bool {
		switch s := selection.(type) {
		case *ast.Field:
			if len(s.SelectionSet) > 0 {
				s.SelectionSet = o.prune(s.SelectionSet, gone)
				if len(s.SelectionSet) == 0 {
					return true
				}
			}
			return o.fields[place(s.Position)]
		case *ast.InlineFragment:
			s.SelectionSet = o.prune(s.SelectionSet, gone)
			return len(s.SelectionSet) == 0
		case *ast.FragmentSpread:
			return gone[s.Name]
		}
		return false
	})
}

// pruneCodes drops the codes that are left out.
func (o *leftOut) pruneCodes(operation *ast.OperationDefinition) {
	for _, d := range operation.Directives.ForNames("codes") {
		for _, argument := range d.Arguments {
			argument.Value.Children = slices.DeleteFunc(argument.Value.Children, func(child *ast.ChildValue) bool {
				return o.fields[place(child.Value.Position)]
			})
		}
	}
}

// useFragments notes the fragments that a selection spreads, however deep.
func useFragments(document *ast.QueryDocument, set ast.SelectionSet, used map[string]bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			useFragments(document, s.SelectionSet, used)
		case *ast.InlineFragment:
			useFragments(document, s.SelectionSet, used)
		case *ast.FragmentSpread:
			if f := document.Fragments.ForName(s.Name); f != nil && !used[s.Name] {
				used[s.Name] = true
				useFragments(document, f.SelectionSet, used)
			}
		}
	}
}
