package impact

import (
	"path"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// concerns tells whether a mistake keeps an API from being made on this side: one in a
// file of its own, in one that it shares, or in one that is of no API, such as the
// configuration or the runtime.
func (s *Side) concerns(cfg *config.Config, api *config.API, m Mistake) bool {
	if s.has(api, m.At.File) {
		return true
	}
	return !slices.ContainsFunc(cfg.APIs, func(other config.API) bool { return s.has(&other, m.At.File) })
}

// has tells whether a file is among those of an API's schema, operations or packages.
func (s *Side) has(api *config.API, file string) bool {
	return named(s.schemas[api.Name], file) || named(s.operations[api.Name], file) || slices.Contains(packages(api), path.Dir(file))
}

func named(sources []*ast.Source, file string) bool {
	return slices.ContainsFunc(sources, func(s *ast.Source) bool { return s.Name == file })
}

// packages are the folders of all Go packages of an API.
func packages(api *config.API) []string {
	all := folders(*api)
	for _, folder := range []string{api.Wire, api.Calls, api.Composites, api.Box} {
		if folder != "" {
			all = append(all, path.Clean(folder))
		}
	}
	return all
}
