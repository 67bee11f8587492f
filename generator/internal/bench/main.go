package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/Khan/genqlient/generate"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func main() {
	rounds := flag.Int("rounds", 15, "how often each is measured; the shortest time counts")
	check := flag.Bool("check", false, "fail where a ratio is above its limit")
	flag.Parse()
	over, err := run(*rounds)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if *check && over {
		fmt.Fprintln(os.Stderr, "a ratio is above its limit")
		os.Exit(1)
	}
}

// run measures and prints; over tells whether a ratio is above its limit.
func run(rounds int) (over bool, err error) {
	project, err := measure("generator/authing.yaml", rounds)
	if err != nil {
		return false, err
	}
	over = project.print("this project", 2.0)

	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	schema, err := readGitHub()
	if err != nil {
		fmt.Printf("GitHub's schema is not measured, run make interop-deps: %v\n", err)
		return over, nil
	}
	var whole []time.Duration
	for _, copies := range []int{3, 30} {
		file, err := writeGitHub(dir, schema, copies)
		if err != nil {
			return over, err
		}
		pair, err := measure(file, rounds)
		if err != nil {
			return over, err
		}
		limit := 0.0 // with few operations, reading the schema is nearly all
		if copies == 30 {
			limit = 1.3
		}
		over = pair.print(fmt.Sprintf("GitHub's schema, %d operations", copies*perCopy), limit) || over
		whole = append(whole, pair.whole)
	}
	return printRatio("from 30 to 300 operations, the generator's time", whole[1], whole[0], 10) || over, nil
}

// times are the shortest of some rounds.
type times struct{ whole, alone time.Duration }

func (t times) print(what string, limit float64) (over bool) {
	fmt.Printf("%s: the generator %v, genqlient alone %v\n", what, t.whole.Round(time.Millisecond), t.alone.Round(time.Millisecond))
	return printRatio("  ratio", t.whole, t.alone, limit)
}

// printRatio prints a ratio with its limit; 0 is none.
func printRatio(what string, a, b time.Duration, limit float64) (over bool) {
	ratio := float64(a) / float64(b)
	if limit == 0 {
		fmt.Printf("%s %.2f\n", what, ratio)
		return false
	}
	fmt.Printf("%s %.2f, at most %.1f\n", what, ratio, limit)
	return ratio > limit
}

// measure times the generator and genqlient in turn, so that what else the machine
// does slows down both.
func measure(file string, rounds int) (times, error) {
	alone, clean, err := prepare(file)
	defer clean()
	if err != nil {
		return times{}, err
	}
	var t times
	for range rounds {
		whole, err := clock(func() error { return generateAll(file) })
		if err != nil {
			return times{}, err
		}
		single, err := clock(func() error {
			for _, config := range alone {
				if _, err := generate.Generate(config); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return times{}, err
		}
		t.whole = cmp.Or(min(t.whole, whole), whole)
		t.alone = cmp.Or(min(t.alone, single), single)
	}
	return t, nil
}

func clock(f func() error) (time.Duration, error) {
	runtime.GC()
	start := time.Now()
	err := f()
	return time.Since(start), err
}

// generateAll does what the command does, but for writing.
func generateAll(file string) error {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	cfg, err := config.Load(file)
	if err != nil {
		return err
	}
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return err
	}
	files, err := emit.All(cfg, apis)
	if err != nil {
		return err
	}
	_, err = output.Plan(cfg.Root, files, emit.Headers)
	return err
}

// prepare writes what genqlient gets to itself: the whole schema of each API and
// its operations, stripped.
func prepare(file string) (configs []*generate.Config, clean func(), err error) {
	var folders []string
	clean = func() {
		for _, folder := range slices.Backward(folders) {
			if err := os.RemoveAll(folder); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}
	cfg, err := config.Load(file)
	if err != nil {
		return nil, clean, err
	}
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return nil, clean, err
	}
	for _, api := range apis {
		folder, err := os.MkdirTemp("", "alone")
		if err != nil {
			return nil, clean, err
		}
		folders = append(folders, folder)
		c, err := emit.WriteDocuments(folder, api, api.Schema)
		if err != nil {
			return nil, clean, err
		}
		configs = append(configs, c)
	}
	return configs, clean, nil
}
