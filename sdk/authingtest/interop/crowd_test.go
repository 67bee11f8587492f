package interop_test

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// crowd is how many tell the story at once.
const crowd = 200

// TestCrowd lets many Go clients tell the story in one pool at the same time,
// each with names of its own.
func TestCrowd(t *testing.T) {
	box := storyBox(t, time.Now().Truncate(time.Second))
	atOnce(t, crowd, func(i int) error {
		lines, err := readStory(fmt.Sprintf("%04d", i))
		if err != nil {
			return err
		}
		clients, err := newGoClients(t.Context(), box)
		if err != nil {
			return err
		}
		told := &story{box: box, results: map[string]any{}}
		return told.tell(lines, clients, func() {})
	})
}

// atOnce lets n do something at once, and waits until all have. Errors fail the
// test.
func atOnce(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			if err := do(i); err != nil {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	close(start)
	all.Wait()
}
