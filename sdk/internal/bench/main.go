package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

// The mark: what a client may take more than the floor.
const (
	markTime   = 1.10 // times the floor's time
	markAllocs = 12   // allocations
)

func main() {
	rounds := flag.Int("rounds", 31, "how often each way takes its turn")
	turn := flag.Duration("turn", 100*time.Millisecond, "how long a turn is")
	testing.Init()
	flag.Parse()
	if err := run(*rounds, *turn); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures and prints.
func run(rounds int, turn time.Duration) error {
	if rounds < 1 {
		return errors.New("there has to be a round")
	}
	if err := flag.Set("test.benchtime", turn.String()); err != nil {
		return err
	}
	works, stop, err := newWorks()
	if err != nil {
		return err
	}
	defer stop()
	fmt.Printf("\nMedians of %d rounds of %v each, %s, GOMAXPROCS %d\n\n", rounds, turn, runtime.Version(), runtime.GOMAXPROCS(0))
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tclient\tfloor\tstock\ttime\t\tallocations\t\t\tmemory\t\tmark\t")
	fmt.Fprintln(table, "\tµs\tµs\tµs\tcl/floor\tcl/stock\tcl−floor\tcl/floor\tcl/stock\tcl/floor\tcl/stock\t\t")
	for _, w := range works {
		m, err := measure(w, rounds)
		if err != nil {
			return err
		}
		m.print(table, w.name)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Printf("\nThe mark: at most %.2f times the floor's time and %d allocations more.\n", markTime, markAllocs)
	return nil
}

// figures are what one way of a work took, turn by turn.
type figures struct {
	nanoseconds []float64 // for one operation
	allocs      []float64
	bytes       []float64
}

// measurement is what a work took in each way.
type measurement [3]figures

// measure lets the ways take turns. Who begins changes, so that nobody always comes after
// the same other.
func measure(w work, rounds int) (*measurement, error) {
	var m measurement
	for round := range rounds {
		for i := range w.ways {
			way := (round + i) % len(w.ways)
			var failure error
			result := testing.Benchmark(func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if failure = w.ways[way](context.Background()); failure != nil {
						b.FailNow()
					}
				}
			})
			if failure != nil {
				return nil, fmt.Errorf("%s by %s: %w", w.name, wayNames[way], failure)
			}
			n := float64(result.N)
			m[way].nanoseconds = append(m[way].nanoseconds, float64(result.T)/n)
			m[way].allocs = append(m[way].allocs, float64(result.MemAllocs)/n)
			m[way].bytes = append(m[way].bytes, float64(result.MemBytes)/n)
		}
	}
	return &m, nil
}

// print writes a row of the table.
func (m *measurement) print(table *tabwriter.Writer, name string) {
	nanoseconds := func(f figures) []float64 { return f.nanoseconds }
	allocs := func(f figures) []float64 { return f.allocs }
	bytes := func(f figures) []float64 { return f.bytes }
	micro := func(way int) float64 { return median(m[way].nanoseconds) / 1000 }
	time, more := m.ratio(nanoseconds, byHand), median(m[byClient].allocs)-median(m[byHand].allocs)
	mark := "met"
	if time > markTime || more > markAllocs {
		mark = "missed"
	}
	fmt.Fprintf(table, "%s\t%.1f\t%.1f\t%.1f\t%.3f\t%.3f\t%+.1f\t%.3f\t%.3f\t%.3f\t%.3f\t%s\t\n", name,
		micro(byClient), micro(byHand), micro(byStock), time, m.ratio(nanoseconds, byStock),
		more, m.ratio(allocs, byHand), m.ratio(allocs, byStock), m.ratio(bytes, byHand), m.ratio(bytes, byStock), mark)
}

// ratio is the median, over the rounds, of what the client took divided by what another
// way took in the same round.
func (m *measurement) ratio(of func(figures) []float64, other int) float64 {
	ratios := slices.Clone(of(m[byClient]))
	for i, divisor := range of(m[other]) {
		ratios[i] /= divisor
	}
	return median(ratios)
}

// median returns the middle of the values.
func median(values []float64) float64 {
	sorted := slices.SortedFunc(slices.Values(values), cmp.Compare)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
