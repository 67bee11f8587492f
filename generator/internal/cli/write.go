package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
)

// write makes changes to files.
func write(ctx context.Context, cfg *config.Config, files []emit.File, changes []output.Change) error {
	return interruptible(ctx, func(ctx context.Context) error {
		return output.Apply(ctx, cfg.Root, files, changes)
	})
}

// interruptible does what has to be tidied up where somebody interrupts it: until it
// returns, a signal ends its context and not the program. Elsewhere a signal ends the
// program, which has nothing to tidy up there.
func interruptible(ctx context.Context, do func(context.Context) error) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return do(ctx)
}
