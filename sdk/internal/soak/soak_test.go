package main

import (
	"strings"
	"testing"
	"time"
)

// TestShortSoak is a soak of two sound phases and two storms, each as long as it takes
// for some calls to end. It is too short to say anything about memory, and that a call
// runs out of time says nothing where other tests keep the machine busy. What stays is
// what a user can rely on anywhere: every call ends, a call fails only by a fault or for
// lack of time, nobody gets somebody else's answer, and nothing is left running.
func TestShortSoak(t *testing.T) {
	r, err := run(settings{
		callers: 12, lasts: time.Hour, phases: 4, least: 100, timeout: time.Second, deadline: 3 * time.Second, grace: 20 * time.Second,
		pace: 20 * time.Millisecond, tokens: 3 * time.Second, slack: 1 << 30, busy: true,
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
