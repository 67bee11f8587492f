package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/Khan/genqlient/generate"

	"github.com/authing-community/authing-go/generator/internal/cli"
	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func main() {
	rounds := flag.Int("rounds", 40, "how often each is measured; the shortest time counts")
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
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b := bench{rounds: rounds, cache: filepath.Join(dir, "cache")}
	if err := b.useCache(); err != nil {
		return false, err
	}
	project, err := b.measure("generator/authing.yaml")
	if err != nil {
		return false, err
	}
	over = project.print("this project", 2.0)
	over = printRatio("  with nothing to do, to a full run", project.nothing, project.full, 0.5) || over

	schema, err := readGitHub()
	if err != nil {
		return over, fmt.Errorf("GitHub's schema cannot be measured, run make interop-deps: %w", err)
	}
	var full []time.Duration
	for _, copies := range []int{3, 30} {
		file, err := writeGitHub(dir, schema, copies)
		if err != nil {
			return over, err
		}
		measured, err := b.measure(file)
		if err != nil {
			return over, err
		}
		limit := 0.0 // with few operations, reading the schema is nearly all
		if copies == 30 {
			limit = 1.3
		}
		over = measured.print(fmt.Sprintf("GitHub's schema, %d operations", copies*perCopy), limit) || over
		full = append(full, measured.full)
	}
	return printRatio("from 30 to 300 operations, the generator's time", full[1], full[0], 10) || over, nil
}

// times are the shortest of some rounds: of a full run, of one with nothing to do,
// and of genqlient alone.
type times struct{ full, nothing, alone time.Duration }

func (t times) print(what string, limit float64) (over bool) {
	fmt.Printf("%s: the generator %v, genqlient alone %v\n", what, t.full.Round(time.Millisecond), t.alone.Round(time.Millisecond))
	return printRatio("  ratio", t.full, t.alone, limit)
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

// bench measures; cache is where the generator remembers its runs.
type bench struct {
	rounds int
	cache  string
}

// useCache gives the generator a cache of its own, on every system.
func (b bench) useCache() error {
	var failed error
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		failed = errors.Join(failed, os.Setenv(name, b.cache))
	}
	return failed
}

// measure times the generator and genqlient in turn, so that what else the machine
// does slows down both. The files are made before, so that no run has to write them.
func (b bench) measure(file string) (times, error) {
	configs, clean, err := prepare(file)
	defer clean()
	if err != nil {
		return times{}, err
	}
	if err := generateAll(file); err != nil {
		return times{}, err
	}
	alone := func() error { return genqlientAlone(configs) }
	again := func() error { return generateAll(file) }
	var t times
	for range b.rounds {
		if err := os.RemoveAll(b.cache); err != nil {
			return times{}, err
		}
		// The first remembers what it did, so that the second has nothing to do.
		err := errors.Join(clock(&t.full, again), clock(&t.nothing, again), clock(&t.alone, alone))
		if err != nil {
			return times{}, err
		}
	}
	return t, nil
}

// clock keeps the shortest time that something took.
func clock(shortest *time.Duration, f func() error) error {
	runtime.GC()
	start := time.Now()
	err := f()
	took := time.Since(start)
	*shortest = min(cmp.Or(*shortest, took), took)
	return err
}

// generateAll runs the command.
func generateAll(file string) error {
	var said bytes.Buffer
	if status := cli.Run(context.Background(), []string{"generate", "--config", file}, &said, &said); status != 0 {
		return fmt.Errorf("generate ended with status %d: %s", status, said.String())
	}
	return nil
}

func genqlientAlone(configs []*generate.Config) error {
	for _, config := range configs {
		if _, err := generate.Generate(config); err != nil {
			return err
		}
	}
	return nil
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
