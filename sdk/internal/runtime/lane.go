package runtime

import (
	"context"
	"sync"
)

// lane does one piece of work at a time, for everybody who waits for it.
type lane[T any] struct {
	mu     sync.Mutex
	flight *flight[T] // the work under way
}

// flight is work that any number of callers wait for.
type flight[T any] struct {
	done    chan struct{} // closed when value and err are set
	value   T
	err     error
	waiters int // guarded by the lane's mu
	cancel  context.CancelFunc
}

// wait takes part in the work under way, or starts it, and returns what comes of it, or
// the error of ctx when that ends first. Work that nobody waits for any more is
// cancelled.
func (l *lane[T]) wait(ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	l.mu.Lock()
	if l.flight == nil {
		l.begin(ctx, work)
	}
	f := l.flight
	f.waiters++
	l.mu.Unlock()
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		l.leave(f)
		var none T
		return none, ctx.Err()
	}
}

// start starts the work where none is under way, and does not wait for it. The work goes
// on to its end, whoever waits for it later and leaves.
func (l *lane[T]) start(ctx context.Context, work func(context.Context) (T, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.flight == nil {
		l.begin(ctx, work)
		l.flight.waiters++ // which never leaves
	}
}

// begin does the work in a goroutine. It outlives the context of the caller who came
// first, because others may wait for it.
func (l *lane[T]) begin(ctx context.Context, work func(context.Context) (T, error)) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight[T]{done: make(chan struct{}), cancel: cancel}
	l.flight = f
	go func() {
		defer cancel()
		f.err = guarded(func() (err error) {
			f.value, err = work(detached)
			return err
		})
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.flight == f {
			l.flight = nil
		}
		close(f.done)
	}()
}

// leave gives up waiting.
func (l *lane[T]) leave(f *flight[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.waiters--
	if f.waiters == 0 && l.flight == f {
		l.flight = nil
		f.cancel()
	}
}
