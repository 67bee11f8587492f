package impact

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"go/types"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/goapi"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// comparison is the work on one report.
type comparison struct {
	config   *config.Config
	api      *config.API
	old, new *made
	changes  []diff.Change
	// mistakes are those that the new schema makes of operations, with the changes
	// that cause each, by index.
	mistakes []caused[spec.Problem]
	// standing are mistakes of operations that the old side does not have, and that fit
	// neither schema: no change breaks them.
	standing []spec.Problem
	symbols  []caused[*symbol]
	// broken are the causes of what is wrong with each operation that stops
	// validating, by name.
	broken map[string][]int
	// reached are the names of the package of calls that each hand-written function
	// reaches, the operations among them.
	reached map[string][]string
	// behaves are the methods, by key, of which something else is sent.
	behaves map[string]bool
	// handWritten are the operations of hand-written code that are sent or answered
	// otherwise.
	handWritten []caused[*spec.Definition]
}

// caused is an effect with the changes that cause it, by index.
type caused[E any] struct {
	effect E
	causes []int
}

// Compute makes the clients of both sides and tells of each API what became
// different.
func Compute(ctx context.Context, cfg *config.Config, apis []*config.API, old, new *Side) (*Reports, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return nil, errors.New("the go command is not on the PATH, and the clients cannot be made without it: add the folder that it is in")
	}
	return compute(ctx, cfg, apis, old, new, map[string]*types.Package{})
}

// compute is Compute, with packages outside of the module that are read already.
func compute(ctx context.Context, cfg *config.Config, apis []*config.API, old, new *Side, outside map[string]*types.Package) (*Reports, error) {
	after, err := makeSide(ctx, cfg, new, outside) // first: its go.mod is rather today's
	if err != nil {
		return nil, err
	}
	before, err := makeSide(ctx, cfg, old, outside)
	if err != nil {
		return nil, err
	}
	all := &Reports{Old: old.Name, New: new.Name}
	for _, api := range apis {
		c := &comparison{config: cfg, api: api, broken: map[string][]int{}, old: before.of(cfg, old, api), new: after.of(cfg, new, api)}
		if err := c.compare(old, new); err != nil {
			return nil, err
		}
		all.APIs = append(all.APIs, c.report())
	}
	all.Version = greatest(all.APIs)
	return all, nil
}

// compare finds everything that goes into the report.
func (c *comparison) compare(old, new *Side) error {
	if err := c.old.over(c.config, c.api, old, new); err != nil {
		return err
	}
	oldSchema, err := spec.LoadSchema(old.schemas[c.api.Name])
	if err != nil {
		return err
	}
	newSchema, err := spec.LoadSchema(new.schemas[c.api.Name])
	if err != nil {
		return err
	}
	c.changes = diff.Schemas(oldSchema, newSchema)
	if err := c.findReached(); err != nil {
		return err
	}
	c.findMistakes(revised(c.api, old, new))
	c.findSymbols()
	c.attributeSymbols()
	c.addLosses()
	c.findHandWritten()
	return nil
}

// findMistakes finds what the new schema makes wrong, and why, and what is wrong with
// operations of the new side alone, which are in some files.
func (c *comparison) findMistakes(revised []*ast.Source) {
	for _, p := range c.new.fitting.Problems {
		m := caused[spec.Problem]{p, c.causesOf(p)}
		switch known := c.known(p); {
		case named(revised, p.File) && (known || c.neverFit(m)):
			c.standing = append(c.standing, p)
		case !known:
			c.mistakes = append(c.mistakes, m)
		}
	}
	before := map[string]bool{}
	for _, d := range c.old.fitting.Broken {
		before[d.Name] = true
	}
	for _, d := range c.new.fitting.Broken {
		if before[d.Name] {
			continue
		}
		c.broken[d.Name] = []int{}
		for _, m := range c.mistakes {
			if in := c.definitionOf(m.effect); in != nil && stands(d, in) {
				c.broken[d.Name] = union(c.broken[d.Name], m.causes)
			}
		}
	}
}

// known tells whether operations make a mistake over the old schema already; one of a
// schema may stand in another place.
func (c *comparison) known(p spec.Problem) bool {
	in := c.definitionOf(p)
	return slices.ContainsFunc(c.old.fitting.Problems, func(old spec.Problem) bool {
		return old == p || in == nil && old.Message == p.Message
	})
}

// neverFit tells whether a mistake that no breaking change makes is in what does not fit
// the old schema either, for another reason.
func (c *comparison) neverFit(m caused[spec.Problem]) bool {
	if slices.ContainsFunc(m.causes, func(i int) bool { return c.changes[i].Class == diff.Breaking }) {
		return false
	}
	in := c.definitionOf(m.effect)
	return in != nil && slices.ContainsFunc(c.old.fitting.Broken, func(d *spec.Definition) bool { return stands(d, in) })
}

// stands tells whether an operation is a definition or spreads it.
func stands(operation, definition *spec.Definition) bool {
	if definition.Fragment {
		return operation.Spreads[definition.Name]
	}
	return operation.Name == definition.Name
}

func union(a, b []int) []int {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// definitionOf gives the operation or fragment that a problem is in.
func (c *comparison) definitionOf(p spec.Problem) *spec.Definition {
	return c.new.fitting.DefinitionAt(p)
}

// findSymbols finds the exported names that differ.
func (c *comparison) findSymbols() {
	c.behaves = c.behaviours()
	keys := maps.Clone(c.old.symbols)
	maps.Copy(keys, c.new.symbols)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		s := &symbol{key: key, old: c.old.symbols[key], new: c.new.symbols[key]}
		switch {
		case s.old == nil:
			s.became = Added
		case s.new == nil:
			s.became = Removed
		case s.old.Type != s.new.Type || s.old.Kind != s.new.Kind:
			s.became = Changed
		case s.old.Tag != s.new.Tag || s.old.Body != s.new.Body || c.behaves[key]:
			s.became = Behaves
		default:
			continue
		}
		c.symbols = append(c.symbols, caused[*symbol]{effect: s})
	}
}

// addLosses adds the methods whose operation goes on without a field that is no
// longer valid, where no Go name tells so: what they give has it no more.
func (c *comparison) addLosses() {
	told := map[string]bool{}
	explained := map[int]bool{}
	for _, s := range c.symbols {
		told[s.effect.key] = true
		for _, cause := range s.causes {
			explained[cause] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.new.symbols)) {
		s := &symbol{key: key, old: c.old.symbols[key], new: c.new.symbols[key], became: Behaves}
		for _, operation := range c.operationsOf(c.new, key) {
			causes, broken := c.broken[operation]
			if broken && !told[key] && s.old != nil && !slices.ContainsFunc(causes, func(i int) bool { return explained[i] }) {
				told[key] = true
				c.symbols = append(c.symbols, caused[*symbol]{s, causes})
			}
		}
	}
}

// symbol is an exported name on both sides, or nil where a side lacks it.
type symbol struct {
	key      string
	old, new *goapi.Symbol
	became   Became
}

// any gives the newest side.
func (s *symbol) any() *goapi.Symbol {
	if s.new != nil {
		return s.new
	}
	return s.old
}

// text is all that Go says of it, on both sides.
func (s *symbol) text() string {
	var b strings.Builder
	for _, side := range []*goapi.Symbol{s.old, s.new} {
		if side != nil {
			b.WriteString(side.Type + " ")
		}
	}
	return b.String()
}

// bodies are what it does, on both sides.
func (s *symbol) bodies() string { return s.old.Body + " " + s.new.Body }

// owner is the type that it belongs to, by key; "" where it belongs to none.
func (s *symbol) owner() string {
	of, _, ok := strings.Cut(s.any().Name, ".")
	if !ok {
		return ""
	}
	return s.any().Folder + "." + of
}

// methodKeys are the keys of a method on each client that has it.
func (c *comparison) methodKeys(on map[string]string, group, name string) []string {
	var keys []string
	for _, s := range c.api.Surfaces {
		if _, ok := on[s.Name]; ok {
			keys = append(keys, path.Clean(s.Package)+"."+cmp.Or(group, "Client")+"."+name)
		}
	}
	return keys
}

// onlyText tells whether the files differ at all, where no exported name does.
func (c *comparison) onlyText() bool {
	return !maps.EqualFunc(c.old.files, c.new.files, bytes.Equal)
}
