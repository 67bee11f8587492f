//go:build unix

package cli

import (
	"context"
	"os"
	"syscall"
	"testing"
)

// TestInterruptible sees that a signal ends the context, and not the program before
// it has tidied up.
func TestInterruptible(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		err := interruptible(t.Context(), func(ctx context.Context) error {
			if err := syscall.Kill(os.Getpid(), signal); err != nil {
				return err
			}
			<-ctx.Done()
			return context.Cause(ctx)
		})
		if err == nil {
			t.Errorf("%v ends no context", signal)
		}
		t.Log(err)
	}
}
