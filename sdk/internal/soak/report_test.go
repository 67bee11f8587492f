package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// TestProblems lets one thing after the other go wrong.
func TestProblems(t *testing.T) {
	broken := &authing.RequestError{Operation: "User", Host: authing.HostUser, Err: errors.New("dropped")}
	late := &authing.RequestError{Operation: "User", Host: authing.HostUser, Err: context.DeadlineExceeded}
	tests := []struct {
		name  string
		spoil func(*report)
		want  []string
	}{
		{"nothing", func(*report) {}, nil},
		{"late", func(r *report) { end(r, outcome{late: true}) }, []string{"1 calls ended after their deadline"}},
		{"lost", func(r *report) { r.lost = 2 }, []string{"2 calls never ended"}},
		{"somebody else", func(r *report) { end(r, outcome{err: errNotMine}) },
			[]string{"1 answers were somebody else's", `no fault explains ["User: the answer is somebody else's"]`}},
		{"failed in a calm", func(r *report) { calm(r, broken) },
			[]string{"1 calls failed while the network was sound", `no fault explains ["User: authing: User: user host: dropped"]`}},
		{"out of time in a calm", func(r *report) { calm(r, late) }, []string{"1 calls ran out of time while the network was sound"}},
		{"out of time on a busy machine", func(r *report) { r.busy = true; calm(r, late) }, nil},
		{"failed beside a call of the storm", func(r *report) {
			older := r.tally.begin()
			calm(r, broken)
			r.tally.end("User", older, outcome{err: broken})
		}, nil},
		{"failed when a storm began", func(r *report) {
			r.tally.turn(true)
			from := r.tally.begin()
			r.tally.turn(false)
			r.tally.end("User", from, outcome{err: broken})
		}, nil},
		{"unanswered", func(r *report) { r.tally = newTally(); r.storms = 0; calm(r, authing.ErrSessionEnded) }, []string{"no call was answered"}},
		{"refused", func(r *report) { end(r, outcome{err: &authing.Error{Code: 2004, Message: "no"}}) },
			[]string{`no fault explains ["User: authing: no (code 2004)"]`}},
		{"memory", func(r *report) { r.heapEnd = 4 << 20 }, []string{"the heap grew by 3.00 MiB"}},
		{"goroutines", func(r *report) { r.goEnd = 3 }, []string{"2 goroutines are left"}},
		{"no storm", func(r *report) { r.tally = newTally(); end(r, outcome{}) }, []string{"no call failed in a storm"}},
		{"no call", func(r *report) { r.tally, r.storms = newTally(), 0 }, []string{"nobody made a call"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := &report{settings: settings{slack: 1 << 20}, tally: newTally(), storms: 1, heapWarm: 1 << 20, heapEnd: 1 << 20, goStart: 1, goEnd: 1}
			end(r, outcome{took: time.Second})
			calm(r, authing.ErrSessionEnded)
			r.tally.turn(false)
			end(r, outcome{err: broken})
			test.spoil(r)
			if diff := cmp.Diff(test.want, r.problems()); diff != "" {
				t.Errorf("the problems differ (-want +got):\n%s", diff)
			}
		})
	}
}

// end counts a call and how it ended.
func end(r *report, o outcome) {
	r.tally.end("User", r.tally.begin(), o)
}

// calm counts a call of a sound phase.
func calm(r *report, err error) {
	r.tally.turn(true)
	end(r, outcome{err: err})
}
