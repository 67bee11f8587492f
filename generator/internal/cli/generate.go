package cli

import (
	"context"
	"errors"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func generateCommand() command {
	return command{
		name:    "generate",
		summary: "make the clients from schema and operations",
		manual: `Makes the clients, models, tables and references of every API that the configuration
names, and writes the files that changed: one line for each, and no line where all is
up to date. Where anything is wrong, no file changes. Files that are no longer made
are removed.`,
		example: "go run ./generator generate --check",
		fine:    "every file is up to date now",
		failed:  "schema, operations or configuration are wrong, or with --check, files are stale",
		prepare: func(flags *flagSet) work {
			g := &generation{
				config: flags.config(),
				check:  flags.Bool("check", false, "write nothing; fail where files are not what would be made, and say how far off they are"),
			}
			return g.run
		},
	}
}

// generation is one call of generate.
type generation struct {
	config *string
	check  *bool
}

func (g *generation) run(_ context.Context, out *printer, _ []string) error {
	cfg, err := config.Load(*g.config)
	if err != nil {
		return err
	}
	files, err := makeFiles(cfg)
	if err != nil {
		return err
	}
	changes, err := output.Plan(cfg.Root, files, emit.Headers)
	if err != nil {
		return err
	}
	if !*g.check {
		if err := output.Apply(cfg.Root, files, changes); err != nil {
			return err
		}
	}
	for _, change := range changes {
		out.printf("%s %s", change.Kind, change.Path)
	}
	if *g.check && len(changes) > 0 {
		return errors.New("generated files are stale: run make generate")
	}
	return nil
}

// makeFiles makes every file in memory, so that a mistake changes none.
func makeFiles(cfg *config.Config) ([]emit.File, error) {
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return nil, err
	}
	return emit.All(cfg, apis)
}
