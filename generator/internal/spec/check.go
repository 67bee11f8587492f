package spec

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// CheckSchema tells whether texts are a whole schema for an API of the
// configuration. Its error is of type Problems.
func CheckSchema(cfg *config.Config, api *config.API, sources []*ast.Source) error {
	l := newLoader(cfg, api)
	if err := l.joinSchema(sources); err != nil {
		return err
	}
	return l.problems.err()
}
