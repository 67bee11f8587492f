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
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// generatedSuffix is how generated Go files end.
const generatedSuffix = ".gen.go"

// made is what the generator makes of one side.
type made struct {
	// fitting is the API's; others are those of the APIs that share its files.
	fitting *spec.Fitting
	// files are all that is made, by path, and boxes the types of test services.
	files, boxes map[string][]byte
	// golang is what the packages export, symbols by key.
	golang  *goapi.API
	symbols map[string]*goapi.Symbol
	// obstacles are mistakes that are in no operation.
	obstacles []Mistake
}

// Schemas are the files of each API's schema, by the API's name.
type Schemas map[string][]*ast.Source

// makeSide makes everything that one side's schemas give. Packages outside of the
// module are read for both sides once.
func makeSide(ctx context.Context, cfg *config.Config, name string, schemas Schemas, outside map[string]*types.Package) (*made, error) {
	m := &made{files: map[string][]byte{}, boxes: map[string][]byte{}}
	var apis []*spec.API
	for i := range cfg.APIs {
		fitting, err := spec.LoadFitting(cfg, &cfg.APIs[i], schemas[cfg.APIs[i].Name])
		if err != nil {
			return nil, err
		}
		if cfg.APIs[i].Name == name {
			m.fitting = fitting
		}
		apis = append(apis, fitting.API)
	}
	files, err := m.print(cfg, apis)
	if err != nil {
		return nil, err
	}
	m.keep(cfg, files)
	m.golang, err = goapi.Load(ctx, &goapi.Module{
		Root: cfg.Root, Path: cfg.Module, Files: m.files, Suffix: generatedSuffix, Headers: emit.Headers, Outside: outside,
	}, folders(cfg))
	if err != nil {
		return nil, err
	}
	m.symbols = m.golang.Symbols()
	for _, p := range m.golang.Problems {
		m.obstacles = append(m.obstacles, goMistake(p))
	}
	return m, nil
}

// print prints all files. What keeps a test service's types from being printed is
// an obstacle, and the rest is printed without them.
func (m *made) print(cfg *config.Config, apis []*spec.API) ([]emit.File, error) {
	files, err := emit.All(cfg, apis)
	problems, mistaken := errors.AsType[spec.Problems](err)
	if !mistaken {
		return files, err
	}
	for _, p := range problems {
		m.obstacles = append(m.obstacles, mistake(p))
	}
	for _, api := range apis {
		without := *api.Config
		without.Box = ""
		api.Config = &without
	}
	return emit.All(cfg, apis)
}

// folders are those of the packages that programs import, of all APIs.
func folders(cfg *config.Config) []string {
	all := map[string]bool{}
	for _, api := range cfg.APIs {
		all[path.Clean(api.Models)], all[path.Clean(api.Shared)] = true, true
		for _, s := range api.Surfaces {
			all[path.Clean(s.Package)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func goMistake(p goapi.Problem) Mistake {
	return Mistake{At: place(p.File, p.Line, p.Column), Message: fmt.Sprintf("the Go package does not compile: %s", strings.TrimSpace(p.Message))}
}
