package main

import (
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
	calm bool // from its beginning to its end the network was sound
	took time.Duration
}

// tally counts outcomes.
type tally struct {
	mu       sync.Mutex
	resumed  sync.Cond // of mu: halted is over
	halted   bool      // no call may begin
	begun    int
	ended    int
	late     int
	calm     int            // calls of a time when the network was sound
	troubled int            // those of them that failed
	counts   map[string]int // by kind and sort
	slowest  time.Duration
	problems []string // the first few calls that no fault explains
}

func newTally() *tally {
	t := &tally{counts: make(map[string]int)}
	t.resumed.L = &t.mu
	return t
}

// mostProblems is how many problems are kept.
const mostProblems = 10

// begin counts a call, once calls may begin.
func (t *tally) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.halted {
		t.resumed.Wait()
	}
	t.begun++
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

// end counts its end.
func (t *tally) end(kind string, o outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended++
	sort := sortOf(o.err)
	t.counts[kind+"/"+sort]++
	t.slowest = max(t.slowest, o.took)
	if o.late {
		t.late++
	}
	explained := sort == answered || sort == overSoon || sort == failed && !o.calm
	if !explained && len(t.problems) < mostProblems {
		t.problems = append(t.problems, kind+": "+o.err.Error())
	}
	if o.calm {
		t.calm++
		if sort == failed {
			t.troubled++
		}
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
