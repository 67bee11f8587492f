package main

import "testing"

// Benchmark times every work in every way, for a profile of one of them or for benchstat.
func Benchmark(b *testing.B) {
	works, stop, err := newWorks()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(stop)
	for _, w := range works {
		for way, do := range w.ways {
			b.Run(w.name+"/"+wayNames[way], func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := do(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// TestWorks does every work once in every way: what is measured works.
func TestWorks(t *testing.T) {
	works, stop, err := newWorks()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	for _, w := range works {
		for way, do := range w.ways {
			if err := do(t.Context()); err != nil {
				t.Errorf("%s by %s: %v", w.name, wayNames[way], err)
			}
		}
	}
}
