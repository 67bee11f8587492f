package spec

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Interface is a Go interface for objects that may be of several types: an
// interface or a union of the schema, of which a model's fragment names types.
type Interface struct {
	Name, Doc string
	// Shared is the struct with the fields that objects of every type have; nil
	// where there are none.
	Shared *Struct
	// Members are the types that the fragment names, and at last every other.
	Members []Member
}

// Member is one of the types that an object may be of.
type Member struct {
	// Typename is the type's name in the schema; "" for every other type.
	Typename string
	Struct   *Struct
}

// Answer is a type of the wire package that an answer of an interface, or of lists
// of it, is decoded into.
type Answer struct {
	Name string
	// Of is the interface, with a prefix of "[]" for every list.
	Of Type
}

// abstract tells whether objects of a type may be of several.
func abstract(definition *ast.Definition) bool {
	return definition.Kind == ast.Interface || definition.Kind == ast.Union
}

// possible are the names of the types that an object of a type may be of.
func (l *loader) possible(name string) map[string]bool {
	names, ok := l.objects[name]
	if !ok {
		names = map[string]bool{}
		for _, definition := range l.schema.GetPossibleTypes(l.schema.Types[name]) {
			names[definition.Name] = true
		}
		l.objects[name] = names
	}
	return names
}

// always tells whether what is selected on the condition is selected of every
// object of a type.
func (l *loader) always(of, condition string) bool {
	return condition == "" || of == condition || within(l.possible(of), l.possible(condition))
}

func within(names, others map[string]bool) bool {
	for name := range names {
		if !others[name] {
			return false
		}
	}
	return true
}

// isInterface tells whether a fragment's model is a Go interface: objects may be of
// several types, and the fragment selects more of some.
func (l *loader) isInterface(fragment *ast.FragmentDefinition) bool {
	known, ok := l.several[fragment]
	if !ok {
		known = !l.broken[fragment.Position] && abstract(fragment.Definition) && l.narrows(fragment.TypeCondition, fragment.SelectionSet)
		l.several[fragment] = known
	}
	return known
}

// narrows tells whether a selection selects more of objects of some types.
func (l *loader) narrows(of string, set ast.SelectionSet) bool {
	return slices.ContainsFunc(set, func(selection ast.Selection) bool {
		condition, inner, ok := conditional(selection)
		return ok && (!l.always(of, condition) || l.narrows(of, inner))
	})
}

// conditional gives the type that a fragment is on, "" for any, and its selection.
func conditional(selection ast.Selection) (condition string, inner ast.SelectionSet, ok bool) {
	switch s := selection.(type) {
	case *ast.InlineFragment:
		return s.TypeCondition, s.SelectionSet, true
	case *ast.FragmentSpread:
		return s.Definition.TypeCondition, s.Definition.SelectionSet, true
	}
	return "", nil, false
}

// sorter sorts what a fragment selects by the types that it is selected of.
type sorter struct {
	*loader
	fragment *ast.FragmentDefinition
	all      map[string]bool
	// named are the types that the fragment names, in order.
	named    []string
	selected []sorted
	// models are the fragments that are whole models, by the type that they are on.
	models map[string]*ast.FragmentSpread
}

// sorted is a field with the types that it is selected of.
type sorted struct {
	field *ast.Field
	of    map[string]bool
}

// resolveInterface turns a fragment into a Go interface and a struct for every type
// that it names.
func (l *loader) resolveInterface(fragment *ast.FragmentDefinition) {
	name := modelName(fragment)
	s := &sorter{loader: l, fragment: fragment, all: l.possible(fragment.TypeCondition), models: map[string]*ast.FragmentSpread{}}
	s.sort(fragment.SelectionSet, s.all)
	if !s.everyoneNamed() {
		return
	}
	made := &Interface{Name: name, Doc: cmp.Or(fragment.Description, fragment.Definition.Description)}
	l.out.Parts.add(name, fragment.TypeCondition)
	if shared := s.fields(name+"Fields", s.all); len(shared.Fields) > 0 {
		shared.Doc = "what " + name + " has whatever its type"
		l.take(shared.Name, fragment.Position)
		l.out.Parts.add(shared.Name, fragment.TypeCondition)
		l.out.Models = append(l.out.Models, shared)
		made.Shared = shared
	}
	for _, typename := range s.named {
		made.Members = append(made.Members, Member{Typename: typename, Struct: s.member(made, typename)})
	}
	other := s.fields(name+"Other", s.all)
	other.Doc = "an object of a type that " + name + " does not tell apart"
	other.Fields = append([]*Field{{
		Name: "Typename", Doc: "name of the type in the schema", Type: Type{Name: "string"}, GraphQL: "__typename", Tag: "__typename",
	}}, other.Fields...)
	l.take(other.Name, fragment.Position)
	l.out.Parts.add(other.Name, fragment.TypeCondition)
	l.out.Models = append(l.out.Models, other)
	made.Members = append(made.Members, Member{Struct: other})
	l.out.Interfaces = append(l.out.Interfaces, made)
}

// sort goes through a selection that is of objects of some types.
func (s *sorter) sort(set ast.SelectionSet, of map[string]bool) {
	for _, selection := range set {
		if field, ok := selection.(*ast.Field); ok {
			if field.Alias != "__typename" { // the Go type tells
				s.selected = append(s.selected, sorted{field, of})
			}
			continue
		}
		condition, inner, _ := conditional(selection)
		narrowed := of
		if condition != "" {
			narrowed = both(of, s.possible(condition))
		}
		object := s.schema.Types[condition] != nil && s.schema.Types[condition].Kind == ast.Object
		if object && !slices.Contains(s.named, condition) {
			s.named = append(s.named, condition)
		}
		if spread, ok := selection.(*ast.FragmentSpread); ok && object && modelName(spread.Definition) != "" {
			s.spreadModel(condition, spread)
			continue
		}
		s.sort(inner, narrowed)
	}
}

func both(names, others map[string]bool) map[string]bool {
	shared := map[string]bool{}
	for name := range names {
		if others[name] {
			shared[name] = true
		}
	}
	return shared
}

// spreadModel notes that objects of a type are a whole model.
func (s *sorter) spreadModel(typename string, spread *ast.FragmentSpread) {
	if before := s.models[typename]; before != nil && modelName(before.Definition) != modelName(spread.Definition) {
		s.problems.addf(spread.Position, "objects of type %s would be the models %s and %s at once: spread one of the two", typename, modelName(before.Definition), modelName(spread.Definition))
	}
	s.models[typename] = spread
}

// everyoneNamed refuses what is selected of some types of which the fragment does
// not name all: they would have no Go type to hold it.
func (s *sorter) everyoneNamed() bool {
	for _, selected := range s.selected {
		if within(s.all, selected.of) {
			continue
		}
		var unnamed []string
		for name := range selected.of {
			if !slices.Contains(s.named, name) {
				unnamed = append(unnamed, name)
			}
		}
		if len(unnamed) > 0 {
			slices.Sort(unnamed)
			s.problems.addf(selected.field.Position, "%s is selected of some types of %s that fragment %s does not name, such as %s: name them too, as in ... on %[4]s { %[1]s }",
				selected.field.Alias, s.fragment.TypeCondition, s.fragment.Name, unnamed[0])
			return false
		}
	}
	return true
}

// fields makes a struct of what is selected of every one of some types.
func (s *sorter) fields(name string, of map[string]bool) *Struct {
	made := &Struct{Name: name}
	for _, selected := range s.selected {
		if within(of, selected.of) {
			s.mergeField(made, selected.field)
		}
	}
	return made
}

// member gives the struct for objects of a type: the model that the fragment
// spreads for it, or one that is made of the fields that it selects.
func (s *sorter) member(of *Interface, typename string) *Struct {
	selected := s.fields(of.Name+s.speller.Exported(typename), map[string]bool{typename: true})
	spread := s.models[typename]
	if spread == nil {
		selected.Doc = s.schema.Types[typename].Description
		s.take(selected.Name, s.fragment.Position)
		s.out.Parts.add(selected.Name, s.fragment.TypeCondition, typename)
		s.out.Models = append(s.out.Models, selected)
		return selected
	}
	model := s.fragments[spread.Definition.Name]
	if model == nil { // which is broken, and said to be
		return selected
	}
	s.out.Parts.add(model.Name+".MarshalJSON", s.fragment.TypeCondition, typename) // which a member of an interface has
	for _, field := range selected.Fields {
		if !slices.ContainsFunc(model.Fields, func(f *Field) bool { return f.Tag == field.Tag && f.Name == field.Name && f.Type == field.Type }) {
			s.problems.addf(spread.Position, "an object of type %s is the model %s, which has no place for %s beside it: select %[3]s in fragment %s too",
				typename, model.Name, field.GraphQL, spread.Name)
		}
	}
	return model
}

// isInterfaceType tells whether a type is a Go interface of the models' package.
func (l *loader) isInterfaceType(t Type) bool {
	return t.Package == l.config.Import(l.api.Models) && slices.ContainsFunc(l.document.Fragments, func(f *ast.FragmentDefinition) bool {
		return modelName(f) == t.Name && l.isInterface(f)
	})
}

// hold lets a result be decoded where it is of a Go interface, which encoding/json
// cannot do by itself: into a type of the wire package around it.
func (l *loader) hold(r *Result) {
	leaf := r.Type
	if r.Kind == LeafList {
		leaf.Prefix = strings.TrimPrefix(leaf.Prefix, "[]")
	}
	if !l.isInterfaceType(leaf) {
		return
	}
	bound := Type{Package: l.config.Import(l.api.Wire), Name: leaf.Name + "Answer"}
	switch {
	case leaf.Prefix != "":
		bound.Name = leaf.Name + strings.Repeat("List", len(leaf.Prefix)/len("[]"))
	case r.Kind == LeafList: // an element may be null without any harm
		r.InElement = append(r.InElement, "Value")
	default:
		r.Kind = Leaf
		bound.Prefix = "*"
		r.Path = append(r.Path, "Value")
	}
	r.Bound = bound
	if !slices.ContainsFunc(l.out.Answers, func(a Answer) bool { return a.Name == bound.Name }) {
		l.out.Answers = append(l.out.Answers, Answer{Name: bound.Name, Of: leaf})
	}
}
