package main

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"
)

// exports is what a module exports.
type exports struct {
	path string
	// packages are those that other modules can import, by import path.
	packages map[string]*types.Package
}

// load reads the module of a folder from its source.
func load(ctx context.Context, folder string) (*exports, error) {
	text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return nil, errors.New("the root folder has no go.mod that can be read")
	}
	e := &exports{path: modfile.ModulePath(text), packages: map[string]*types.Package{}}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: folder,
		// Without C nothing but Go is needed, and a go.work around it has no say.
		Env: append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off"),
		// With NeedDeps, what is imported is read from source too.
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes,
	}, "./...")
	if err != nil {
		return nil, fmt.Errorf("reading the packages: %w", err)
	}
	for _, p := range loaded {
		if !public(p) {
			continue
		}
		if err := problem(p); err != nil {
			return nil, fmt.Errorf("does not compile: %s", strings.ReplaceAll(err.Error(), folder+string(filepath.Separator), ""))
		}
		e.packages[p.PkgPath] = p.Types
	}
	return e, nil
}

// public tells whether other modules can import a package, and find something there:
// a folder that has tests alone is a package too.
func public(p *packages.Package) bool {
	return p.Name != "main" && len(p.GoFiles) > 0 && !slices.Contains(strings.Split(p.PkgPath, "/"), "internal")
}

// problem gives the first thing that is wrong with a package or with what it imports.
func problem(p *packages.Package) error {
	var first error
	packages.Visit([]*packages.Package{p}, nil, func(p *packages.Package) {
		if first == nil && len(p.Errors) > 0 {
			first = p.Errors[0]
		}
	})
	return first
}

// label names a package as the report does: by its folder in the module, without the
// leading sdk, or by its own name at the module's root.
func (e *exports) label(p *types.Package) string {
	if p.Path() == e.path {
		return p.Name()
	}
	return e.shorten(p.Path())
}

// shorten takes the module's path, and the leading sdk, from the packages in a text.
func (e *exports) shorten(text string) string {
	return strings.NewReplacer(e.path+"/sdk/", "", e.path+"/", "").Replace(text)
}
