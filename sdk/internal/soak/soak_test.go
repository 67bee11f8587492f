package main

import (
	"strings"
	"testing"
	"time"
)

// TestShortSoak is a soak with little time: half a second without faults, as long with
// them, and again. It is not long enough to say anything about memory, nor does a machine
// that is busy with other tests answer every call in time while nothing is wrong.
func TestShortSoak(t *testing.T) {
	r, err := run(settings{
		callers: 64, lasts: 2 * time.Second, phase: 500 * time.Millisecond, timeout: 400 * time.Millisecond, deadline: 2 * time.Second,
		grace: 5 * time.Second, pace: 100 * time.Millisecond, tokens: 1 * time.Second, slack: 1 << 30,
	})
	if err != nil {
		t.Fatal(err)
	}
	var summary strings.Builder
	if err := r.print(&summary); err != nil {
		t.Fatal(err)
	}
	t.Log(summary.String())
	if problems := r.problems(); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
}
