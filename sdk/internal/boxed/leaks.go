package boxed

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/scan"
)

// output is what the clients of a box print. It is safe for concurrent use.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to the output.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

// lines returns the output so far.
func (o *output) lines() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Collect(strings.Lines(o.text.String()))
}

// logger logs everything there is.
func (o *output) logger() *slog.Logger { return scan.Logger(o) }

// middleware prints everything it gets.
func (o *output) middleware(next authing.Send) authing.Send {
	return func(ctx context.Context, attempt authing.Attempt) authing.Outcome {
		outcome := next(ctx, attempt)
		shown := outcome
		shown.Duration = 0 // whose digits may be those of a code
		for _, value := range []any{ctx, attempt, shown} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				_, _ = fmt.Fprintf(o, verb+"\n", value) // it never fails
			}
		}
		o.logger().DebugContext(ctx, "seen by a middleware", "attempt", attempt, "outcome", shown)
		return outcome
	}
}

// checkLeaks looks for the secrets of a box in what its clients printed, and in values,
// printed in every way.
func (b *Box) checkLeaks(t *testing.T, values ...any) {
	t.Helper()
	for _, sent := range b.Outbox() {
		b.Scanner.Learn(scan.Code, sent.Code.Reveal())
	}
	b.Scanner.Learn(scan.PoolSecret, b.Secret.Reveal())
	texts := b.printed.lines()
	for _, value := range values {
		texts = append(texts, scan.Prints(value)...)
	}
	slices.Sort(texts)
	reported := make(map[string]bool)
	for _, text := range slices.Compact(texts) {
		for _, found := range b.Scanner.Find(text) {
			if !reported[found.Secret] {
				t.Errorf("the %s %q is printed: %q", found.Kind, found.Secret, found.Text)
			}
			reported[found.Secret] = true
		}
	}
}

// census counts what the scanners of many boxes saw.
type census struct {
	mu    sync.Mutex
	boxes int
	texts int
	seen  map[scan.Kind]int
}

// add adds what one scanner learned on the wire, and how many texts it looked at.
func (c *census) add(seen map[scan.Kind]int, texts int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.boxes++
	c.texts += texts
	for kind, count := range seen {
		c.seen[kind] += count
	}
}

// check says what was seen, and fails where the scanners had nothing of a kind to look for.
// Where only some of the cases ran there may be little to see.
func (c *census) check(t *testing.T, cases int, sees []scan.Kind) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.boxes < cases {
		return
	}
	t.Logf("%d texts were looked at", c.texts)
	for _, kind := range slices.Sorted(maps.Keys(c.seen)) {
		t.Logf("%5d of the kind %s were on the wire", c.seen[kind], kind)
	}
	for _, kind := range sees {
		if c.seen[kind] == 0 {
			t.Errorf("no %s was ever on the wire: nothing would have been found", kind)
		}
	}
}
