package interop_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// crowd is how many tell the story at once.
const crowd = 200

// TestCrowd lets many Go clients tell the story in one pool at the same time,
// each with names of its own. Nothing of it may be lost: afterwards there is of
// each what is there of one who tells it alone.
func TestCrowd(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	alone, together := crowdShares(t, now, 1), crowdShares(t, now, crowd)
	for i := range crowd {
		if diff := cmp.Diff(alone[member(0)], together[member(i)]); diff != "" {
			t.Fatalf("%s: the story left something else than alone (-alone +together):\n%s", member(i), diff)
		}
	}
	if diff := cmp.Diff(alone[""], together[""]); diff != "" {
		t.Errorf("what is of nobody differs (-alone +together):\n%s", diff)
	}
}

// member is who tells the story as the given one of many.
func member(i int) string { return fmt.Sprint(55000000 + i) }

// crowdShares gives what each left in a box in which n told the story at once.
func crowdShares(t *testing.T, now time.Time, n int) map[string]state {
	t.Helper()
	box := storyBox(t, now)
	atOnce(t, n, func(i int) error {
		lines, err := readStory(member(i))
		if err != nil {
			return err
		}
		clients, err := newGoClients(t.Context(), box)
		if err != nil {
			return err
		}
		s := &story{box: box, results: map[string]any{}}
		return s.tell(lines, clients, func() {})
	})
	parts, err := stateOf(t, box).apart().shares()
	done(t, err)
	return parts
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
