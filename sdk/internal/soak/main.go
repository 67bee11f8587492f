package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	s := settings{
		phase: 5 * time.Second, timeout: time.Second, deadline: 3 * time.Second, grace: 500 * time.Millisecond,
		pace: 50 * time.Millisecond, tokens: 4 * time.Second, slack: 1 << 20,
	}
	flag.IntVar(&s.callers, "callers", 64, "how many callers there are")
	flag.DurationVar(&s.lasts, "for", time.Minute, "how long it goes on")
	flag.Parse()
	r, err := run(s)
	if err == nil {
		err = r.print(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
	if len(r.problems()) > 0 {
		os.Exit(1)
	}
}
