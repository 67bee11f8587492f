package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// outcome is how a call ended.
type outcome struct {
	err  error
	late bool // after its deadline
	took time.Duration
}

// start is what was when a call began.
type start struct {
	phase int
	calm  bool
}

// tally counts outcomes.
type tally struct {
	mu       sync.Mutex
	resumed  sync.Cond // of mu: halted is over
	halted   bool      // no call may begin
	begun    int
	ended    int
	late     int
	phase    int            // counts them
	sound    bool           // the network is, in this phase
	older    int            // calls of earlier phases that have not ended
	calm     int            // calls of a time when the network was sound
	troubled int            // those of them that failed
	slow     int            // those of them that failed because time ran out
	counts   map[string]int // by kind and sort
	slowest  time.Duration
	problems []string // the first few calls that no fault explains
}

func newTally() *tally {
	t := &tally{counts: make(map[string]int), sound: true}
	t.resumed.L = &t.mu
	return t
}

// mostProblems is how many problems are kept.
const mostProblems = 10

// turn begins a phase, in which the network is sound or is not.
func (t *tally) turn(sound bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.phase++
	t.sound, t.older = sound, t.begun-t.ended
}

// begin counts a call, once calls may begin. It is calm when the network is sound and
// every call of an earlier phase has ended: others may wait for what such a call does.
func (t *tally) begin() start {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.halted {
		t.resumed.Wait()
	}
	t.begun++
	return start{phase: t.phase, calm: t.sound && t.older == 0}
}

// halt lets no call begin, waits until all have ended, or for the patience given, and
// returns what lets them begin again.
func (t *tally) halt(patience time.Duration) (resume func()) {
	t.mu.Lock()
	t.halted = true
	t.mu.Unlock()
	for end := time.Now().Add(patience); t.lost() > 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.halted = false
		t.resumed.Broadcast()
	}
}

// lost counts the calls that have not ended.
func (t *tally) lost() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.begun - t.ended
}

// sum counts the calls that have ended.
func (t *tally) sum() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ended
}

// end counts the end of a call. Where it began in a calm that still lasts, no fault of
// the network explains a failure, but that time ran out may be the machine's.
func (t *tally) end(kind string, from start, o outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended++
	if from.phase < t.phase {
		t.older--
	}
	sort, calm := sortOf(o.err), from.calm && from.phase == t.phase
	t.counts[kind+"/"+sort]++
	t.slowest = max(t.slowest, o.took)
	if o.late {
		t.late++
	}
	if calm {
		t.calm++
	}
	switch {
	case sort == answered, sort == overSoon:
		return
	case sort == failed && !calm:
		return
	case sort == failed && errors.Is(o.err, context.DeadlineExceeded):
		t.slow++
		return
	case sort == failed:
		t.troubled++
	}
	if len(t.problems) < mostProblems {
		t.problems = append(t.problems, kind+": "+o.err.Error())
	}
}

// of counts the calls that ended in a sort.
func (t *tally) of(sort string) int {
	sum := 0
	for key, count := range t.counts {
		if strings.HasSuffix(key, "/"+sort) {
			sum += count
		}
	}
	return sum
}

// print writes a table of kinds and sorts.
func (t *tally) print(to io.Writer) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	shown := slices.DeleteFunc(sorts(), func(sort string) bool { return t.of(sort) == 0 })
	fmt.Fprintln(table, "\t"+strings.Join(shown, "\t")+"\t")
	for _, k := range kinds() {
		fmt.Fprint(table, k.name)
		for _, sort := range shown {
			fmt.Fprintf(table, "\t%d", t.counts[k.name+"/"+sort])
		}
		fmt.Fprintln(table, "\t")
	}
	return table.Flush()
}
