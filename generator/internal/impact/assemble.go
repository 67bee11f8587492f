package impact

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/goapi"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func place(file string, line, column int) diff.Place {
	return diff.Place{File: file, Line: line, Column: column}
}

func mistake(p spec.Problem) Mistake {
	m := Mistake{Message: p.Message}
	if p.File != "" {
		m.At = place(p.File, p.Line, p.Column)
	}
	return m
}

// report puts everything where it belongs.
func (c *comparison) report() *Report {
	r := &Report{API: c.api.Name, Changes: []Change{}}
	for _, change := range c.changes {
		r.Changes = append(r.Changes, Change{Change: change})
	}
	effects := func(causes []int) []*Effects {
		if len(causes) == 0 {
			return []*Effects{&r.Other}
		}
		var all []*Effects
		for _, i := range causes {
			all = append(all, &r.Changes[i].Effects)
		}
		return all
	}
	c.reportMistakes(r, effects)
	c.reportOperations(r, effects)
	for _, h := range c.handWritten {
		for _, e := range effects(h.causes) {
			o := c.operation(h.effect, func(key string) bool { return c.behaves[key] })
			e.Behave = append(e.Behave, o)
		}
	}
	c.reportSymbols(r, effects)
	for _, o := range c.new.obstacles {
		if !slices.ContainsFunc(c.old.obstacles, func(old Mistake) bool { return old.Message == o.Message }) {
			r.Obstacles = append(r.Obstacles, o)
		}
	}
	r.TestService = c.testService()
	r.Summary.Summary = diff.Summarize(c.changes)
	r.Version = c.version(r)
	return r
}

func (c *comparison) reportMistakes(r *Report, effects func([]int) []*Effects) {
	for _, p := range c.standing {
		told := mistake(p)
		if in := c.definitionOf(p); in != nil {
			told.Definition = in.Name
		}
		r.Obstacles = append(r.Obstacles, told)
	}
	for _, m := range c.mistakes {
		told := mistake(m.effect)
		in := c.definitionOf(m.effect)
		if in == nil {
			r.Obstacles = append(r.Obstacles, told)
			continue
		}
		told.Definition = in.Name
		for _, e := range effects(m.causes) {
			e.Mistakes = append(e.Mistakes, told)
		}
	}
}

func (c *comparison) reportOperations(r *Report, effects func([]int) []*Effects) {
	fits := map[string]bool{}
	for _, d := range c.old.fitting.Broken {
		fits[d.Name] = true
	}
	for _, d := range c.new.fitting.Broken {
		delete(fits, d.Name)
		causes, stops := c.broken[d.Name]
		if !stops {
			continue
		}
		r.Summary.Operations++
		for _, e := range effects(causes) {
			e.Operations = append(e.Operations, c.operation(d, func(string) bool { return true }))
		}
	}
	for _, d := range c.old.fitting.Broken {
		if fits[d.Name] {
			r.Fits = append(r.Fits, d.Name)
		}
	}
}

// operation tells of an operation with those of its methods that count.
func (c *comparison) operation(d *spec.Definition, counts func(key string) bool) Operation {
	o := Operation{Name: d.Name, At: place(d.Position.Src.Name, d.Position.Line, d.Position.Column)}
	if c.byHand(d) {
		o.HandWritten = c.api.Composites
	}
	o.Dropped = !slices.ContainsFunc(c.new.fitting.API.Operations, func(o *spec.Operation) bool { return o.Name == d.Name })
	for _, key := range c.methodsOn(d.Name) {
		if counts(key) {
			o.Methods = append(o.Methods, c.shown(key))
		}
	}
	return o
}

// methodsOn are the keys of the methods that stand on an operation.
func (c *comparison) methodsOn(operation string) []string {
	var keys []string
	for _, m := range c.old.fitting.API.Methods {
		if m.Operation.Name == operation {
			keys = append(keys, c.methodKeys(m.Credentials, m.Group, m.Name)...)
			if m.Pages != nil {
				keys = append(keys, c.methodKeys(m.Credentials, m.Group, m.Pages.Name)...)
			}
		}
	}
	for _, composite := range c.old.fitting.API.Composites {
		if composite.On.Name == operation || slices.Contains(c.reached[composite.Function()], operation) {
			keys = append(keys, c.methodKeys(composite.Credentials, composite.Group, composite.Name)...)
		}
	}
	return keys
}

// shown writes a symbol's key with the name of its package, where no other package
// has that name.
func (c *comparison) shown(key string) string {
	base, rest, _ := strings.Cut(path.Base(key), ".")
	return c.packageName(path.Join(path.Dir(key), base)) + "." + rest
}

// packageName is the name of a package, or its folder where another has that name.
func (c *comparison) packageName(folder string) string {
	for _, other := range folders(c.config.APIs...) {
		if path.Base(other) == path.Base(folder) && other != folder && c.related(other) {
			return folder
		}
	}
	return path.Base(folder)
}

// related tells whether a folder is one of this API's packages.
func (c *comparison) related(folder string) bool {
	if folder == path.Clean(c.api.Models) || folder == path.Clean(c.api.Shared) {
		return true
	}
	for _, s := range c.api.Surfaces {
		if folder == path.Clean(s.Package) {
			return true
		}
	}
	return false
}

func (c *comparison) reportSymbols(r *Report, effects func([]int) []*Effects) {
	became := map[string]Became{}
	for _, s := range c.symbols {
		became[s.effect.key] = s.effect.became
	}
	for _, s := range c.symbols {
		if of := became[s.effect.owner()]; s.effect.owner() != "" && of == s.effect.became && (of == Added || of == Removed) {
			continue // told with its type
		}
		switch s.effect.became {
		case Added:
			r.Summary.Added++
		case Removed:
			r.Summary.Removed++
		case Changed:
			r.Summary.Changed++
		case Behaves:
			r.Summary.Behaves++
		}
		for _, e := range effects(s.causes) {
			e.Symbols = append(e.Symbols, c.symbol(s.effect))
		}
	}
}

func (c *comparison) symbol(s *symbol) Symbol {
	told := Symbol{
		Name: c.shown(s.key), Package: c.config.Import(s.any().Folder),
		Kind: string(s.any().Kind), Became: s.became,
	}
	if s.old != nil {
		told.Before = s.old.Type
	}
	if s.new != nil {
		told.After = s.new.Type
	}
	return told
}

// version says which step the differences ask for. What an obstacle keeps from being
// made may ask for a greater one.
func (c *comparison) version(r *Report) Version {
	v := c.certain(r)
	if len(r.Obstacles) == 0 || v.Step == Major {
		return v
	}
	return Version{Step: Unknown, AtLeast: v.Step, Because: v.Because}
}

// certain says which step the differences ask for that are seen. What may be done to
// an exported name is apidiff's to say.
func (c *comparison) certain(r *Report) Version {
	incompatible := goapi.Incompatible(c.old.golang, c.new.golang)
	var because []string
	for folder, messages := range incompatible {
		for _, message := range messages {
			if strings.HasSuffix(message, "from unknown to unknown") { // of a type that nobody declares
				continue
			}
			because = append(because, c.packageName(folder)+": "+strings.ReplaceAll(message, c.config.Module+"/", ""))
		}
	}
	slices.SortFunc(because, cmp.Compare)
	switch {
	case len(because) > 0:
		return Version{Step: Major, Because: because}
	case r.Summary.Added+r.Summary.Changed > 0:
		return Version{Step: Minor, Because: []string{"names are added, and programs compile as before"}}
	case r.Summary.Behaves+len(c.handWritten) > 0:
		return Version{Step: Minor, Because: []string{"methods send or give something else, and programs compile as before"}}
	case c.onlyText():
		return Version{Step: Patch, Because: []string{"only comments and code that no program names change"}}
	}
	return Version{Step: None}
}

// greatest is the step that the APIs ask for together: the greatest, which nobody knows
// where an obstacle hides it.
func greatest(reports []*Report) Version {
	all := Version{Step: None}
	unknown := false
	for _, r := range reports {
		step := r.Version.least()
		unknown = unknown || r.Version.Step == Unknown
		switch order := slices.Index(steps(), step) - slices.Index(steps(), all.Step); {
		case order > 0:
			all = Version{Step: step, Because: slices.Clone(r.Version.Because)}
		case order == 0:
			all.Because = append(all.Because, r.Version.Because...)
		}
	}
	slices.Sort(all.Because) // what APIs share, each tells
	all.Because = slices.Compact(all.Because)
	if unknown && all.Step != Major {
		return Version{Step: Unknown, AtLeast: all.Step, Because: all.Because}
	}
	return all
}

// steps are in their order, from the smallest.
func steps() []Step { return []Step{None, Patch, Minor, Major} }

// least is the step that is certain.
func (v Version) least() Step {
	if v.Step == Unknown {
		return v.AtLeast
	}
	return v.Step
}
