package cli

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
	"github.com/authing-community/authing-go/generator/internal/record"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func generateCommand() command {
	return command{
		name:    "generate",
		summary: "make the clients from schema and operations",
		manual: `Makes the clients, models, tables and references of every API that the configuration
names, and writes the files that changed: one line for each, and no line where all is
up to date. Where anything is wrong, no file changes.

The first line of each file names the configuration that it is made from. What lacks
that line, or names another configuration that is there, is never replaced. Files that
name this configuration and are no longer made are removed, wherever in the module
they stand, Go as well as references; so several configurations may share a module.
A configuration that gets another name takes over the files that it makes, and leaves
the others.

Where nothing has changed since the last run, it makes nothing anew: neither the
configuration, schema and operations, nor the hand-written Go that it reads, nor a
generated file, nor the generator itself. It compares contents, and keeps what it
knows of the last run in the user's cache folder. With --check it always makes
everything, and prints how many lines each stale file lacks (+) and has too many (-).`,
		example: "go run ./generator generate --check",
		fine:    "every file is up to date now",
		failed:  "schema, operations or configuration are wrong, a person's file is in the way, or with --check, files are stale",
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

func (g *generation) run(ctx context.Context, out *printer, _ []string) error {
	cfg, err := config.Load(*g.config)
	if err != nil {
		return err
	}
	if *g.check {
		return check(cfg, out)
	}
	// Without a record, as where the user has no cache, every run is a full one.
	known, unknown := record.New(cfg)
	if unknown == nil && known.Holds(cfg) {
		return nil
	}
	files, err := makeFiles(cfg)
	if err != nil {
		return err
	}
	changes, err := output.Plan(cfg, files)
	if err != nil {
		return err
	}
	if err := write(ctx, cfg, files, changes); err != nil {
		return err
	}
	for _, change := range changes {
		out.printf("%s %s", out.kind(change.Kind), change.Path)
	}
	if unknown == nil {
		known.Made(files)
		_ = known.Save(cfg) // the next run is a full one where it cannot be saved
	}
	return nil
}

// check makes everything, whatever is known of earlier runs, and tells what it
// would change, with the number of lines.
func check(cfg *config.Config, out *printer) error {
	files, err := makeFiles(cfg)
	if err != nil {
		return err
	}
	changes, err := output.Plan(cfg, files)
	if err != nil || len(changes) == 0 {
		return err
	}
	for _, change := range changes {
		added, removed, err := output.Lines(cfg.Root, files, change)
		if err != nil {
			return err
		}
		out.printf("%s %s %s %s", out.kind(change.Kind), change.Path,
			out.paint(green, fmt.Sprintf("+%d", added)), out.paint(red, fmt.Sprintf("-%d", removed)))
	}
	return fmt.Errorf("stale generated files: %d; run the command without --check", len(changes))
}

// kind colours what happens to a file.
func (p *printer) kind(kind output.Kind) string {
	colours := map[output.Kind]colour{output.Added: green, output.Updated: yellow, output.Removed: red}
	return p.paint(colours[kind], string(kind))
}

// garbageLimit is how much memory a run takes before it collects garbage, in bytes.
const garbageLimit = 512 << 20

// makeFiles makes every file in memory, so that a mistake changes none.
func makeFiles(cfg *config.Config) ([]emit.File, error) {
	// A run is short: to collect garbage only where there is much of it saves a fifth
	// of its time.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(garbageLimit))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return nil, err
	}
	return emit.All(cfg, apis)
}
