package runtime

import (
	"context"
	"errors"
	"time"
)

// storePatience is how long a cache or store of the caller's is waited for: whoever
// waits has better things to do, and an answer of the service at hand.
const storePatience = 3 * time.Second

// errPatience is the error of a cache or store that took too long.
var errPatience = errors.New("it takes too long")

// patiently does work that is not ours: it ends with ctx or after storePatience, even
// where the work itself heeds no context, which then goes on alone.
func patiently(ctx context.Context, work func(context.Context) error) error {
	return await(ctx, begin(ctx, work))
}

// faithfully does work that is to be done whether or not the caller still waits: what it
// writes down is true already. Where ctx ends, the caller waits for a moment more, so that
// a program that ends now has most likely written it.
func faithfully(ctx context.Context, work func(context.Context) error) error {
	done := begin(context.WithoutCancel(ctx), work)
	if err := await(ctx, done); ctx.Err() == nil {
		return err
	}
	moment, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveMoment)
	defer cancel()
	return await(moment, done)
}

// begin does work in a goroutine.
func begin(ctx context.Context, work func(context.Context) error) <-chan error {
	bounded, cancel := context.WithTimeout(ctx, storePatience)
	done := make(chan error, 1)
	go func() {
		defer cancel()
		done <- guarded(func() error { return work(bounded) })
		close(done)
	}()
	return done
}

// await waits for work, as long as ctx and our patience last.
func await(ctx context.Context, done <-chan error) error {
	timer := time.NewTimer(storePatience)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return errPatience
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// guarded does work that is not ours in a goroutine of ours, where a panic would end the
// program and nobody could recover it: it is an error instead.
func guarded(work func() error) (err error) {
	finished := false
	defer func() {
		if !finished {
			recover()
			err = errors.New("a middleware, cache or store panicked, or ended its goroutine")
		}
	}()
	err = work()
	finished = true
	return err
}
