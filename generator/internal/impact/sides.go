package impact

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/goapi"
	"github.com/authing-community/authing-go/generator/internal/mark"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// generatedSuffix is how generated Go files end.
const generatedSuffix = ".gen.go"

// everything is what the generator makes of one side, of all APIs, as files of an API
// may be another's too.
type everything struct {
	// root is the folder of the hand-written files.
	root     string
	fittings map[string]*spec.Fitting
	// files are all that is made, by path, and boxes the types of test services.
	files, boxes map[string][]byte
	// golang is what the packages export.
	golang *goapi.API
	// obstacles are mistakes that show only when files are printed or compiled.
	obstacles []Mistake
}

// made is what the generator makes of one API on one side.
type made struct {
	// root is the folder of the hand-written files.
	root    string
	fitting *spec.Fitting
	// files are those of its packages, by path, and boxes the types of all test services.
	files, boxes map[string][]byte
	// golang is what its packages export, symbols by key.
	golang  *goapi.API
	symbols map[string]*goapi.Symbol
	// obstacles are mistakes that show only when files are printed or compiled.
	obstacles []Mistake
}

// makeSide makes everything that one side gives. Packages outside of the module are
// read for both sides once.
func makeSide(ctx context.Context, cfg *config.Config, s *Side, outside map[string]*types.Package) (*everything, error) {
	of, err := cfg.In(s.root)
	if err != nil {
		return nil, err
	}
	m := &everything{root: of.Root, files: map[string][]byte{}, boxes: map[string][]byte{}, fittings: map[string]*spec.Fitting{}}
	var apis []*spec.API
	for i := range of.APIs {
		api := &of.APIs[i]
		if s.absent[api.Name] {
			m.fittings[api.Name] = &spec.Fitting{API: &spec.API{Config: api}}
			continue
		}
		fitting, err := spec.LoadFitting(of, api, s.schemas[api.Name], s.operations[api.Name])
		if err != nil {
			return nil, err
		}
		m.fittings[api.Name] = fitting
		apis = append(apis, fitting.API)
	}
	files, err := m.print(of, s, apis)
	if err != nil {
		return nil, fmt.Errorf("the clients of %s cannot be made:\n%w", s.Name, err)
	}
	m.keep(cfg, files)
	m.golang, err = goapi.Load(ctx, &goapi.Module{
		Root: of.Root, Path: of.Module, Files: m.files, Outside: outside,
		Suffix: generatedSuffix, Stale: func(text []byte) bool { return mark.Own(of, text) },
	}, folders(cfg.APIs...))
	if err != nil {
		return nil, fmt.Errorf("the clients of %s cannot be made:\n%w", s.Name, err)
	}
	for _, p := range m.golang.Problems {
		m.obstacles = append(m.obstacles, goMistake(p))
	}
	return m, nil
}

// print prints all files. What keeps a test service's types from being printed is
// an obstacle, and the rest is printed without them.
func (m *everything) print(cfg *config.Config, s *Side, apis []*spec.API) ([]emit.File, error) {
	files, err := emit.All(cfg, apis)
	problems, mistaken := errors.AsType[spec.Problems](err)
	if !mistaken {
		return files, err
	}
	for _, p := range problems {
		m.obstacles = append(m.obstacles, mistake(p))
	}
	for _, api := range apis {
		if !slices.ContainsFunc(m.obstacles, func(o Mistake) bool { return s.concerns(cfg, api.Config, o) }) {
			continue
		}
		without := *api.Config
		without.Box = ""
		api.Config = &without
	}
	return emit.All(cfg, apis)
}

// of gives what is made of one API on a side.
func (m *everything) of(cfg *config.Config, s *Side, api *config.API) *made {
	only := &made{
		root: m.root, fitting: m.fittings[api.Name], files: map[string][]byte{}, boxes: m.boxes,
		golang: &goapi.API{Packages: map[string]*types.Package{}, Bodies: m.golang.Bodies},
	}
	for _, o := range m.obstacles {
		if s.concerns(cfg, api, o) {
			only.obstacles = append(only.obstacles, o)
		}
	}
	own := ownFolders(cfg, api)
	for _, folder := range own {
		if p, ok := m.golang.Packages[folder]; ok {
			only.golang.Packages[folder] = p
		}
	}
	only.symbols = only.golang.Symbols()
	own = append(own, path.Clean(api.Wire), path.Clean(api.Calls))
	for file, content := range m.files {
		if slices.Contains(own, path.Dir(file)) || file == path.Clean(api.Reference.File) {
			only.files[file] = content
		}
	}
	return only
}

// folders are those of the packages that programs import, of some APIs.
func folders(apis ...config.API) []string {
	all := map[string]bool{}
	for _, api := range apis {
		all[path.Clean(api.Models)], all[path.Clean(api.Shared)] = true, true
		for _, s := range api.Surfaces {
			all[path.Clean(s.Package)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// ownFolders are those of an API's packages that programs import. The package that it
// shares is told of with the API whose models are in it, if there is one.
func ownFolders(cfg *config.Config, api *config.API) []string {
	own := folders(*api)
	for _, other := range cfg.APIs {
		if other.Name != api.Name && path.Clean(other.Models) == path.Clean(api.Shared) {
			own = slices.DeleteFunc(own, func(folder string) bool { return folder == path.Clean(api.Shared) })
		}
	}
	return own
}

func goMistake(p goapi.Problem) Mistake {
	return Mistake{At: place(p.File, p.Line, p.Column), Message: fmt.Sprintf("the Go package does not compile: %s", strings.TrimSpace(p.Message))}
}

// over gives what was made of an API on an old side with the mistakes that the
// operations of the new side make over the old schema: only these say which of them
// stop or start to fit. Where the operations are the same, it has them already.
func (m *made) over(cfg *config.Config, api *config.API, old, new *Side) error {
	if old.absent[api.Name] || sameSources(old.operations[api.Name], new.operations[api.Name]) {
		return nil
	}
	before, err := spec.LoadFitting(cfg, api, old.schemas[api.Name], new.operations[api.Name])
	if err != nil {
		return err
	}
	before.API = m.fitting.API
	before.Mentions = slices.Concat(before.Mentions, m.fitting.Mentions)
	m.fitting = before
	return nil
}

func sameSources(a, b []*ast.Source) bool {
	return slices.EqualFunc(a, b, func(a, b *ast.Source) bool { return *a == *b })
}

// revised are the operations of the new side, where the old one has others.
func revised(api *config.API, old, new *Side) []*ast.Source {
	if sameSources(old.operations[api.Name], new.operations[api.Name]) {
		return nil
	}
	return new.operations[api.Name]
}
