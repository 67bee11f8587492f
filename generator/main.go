package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run gives the exit status: 0 where the files are up to date in the end, 1
// where something is wrong or, with -check, stale, and 2 for a wrong call.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("generator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	file := flags.String("config", "generator/authing.yaml", "the configuration `file`")
	check := flags.Bool("check", false, "write nothing; fail where files are not what would be generated")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "generator takes no arguments, only flags; got %q\n", flags.Arg(0))
		return 2
	}
	changes, err := generate(*file, *check)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	for _, change := range changes {
		fmt.Fprintf(stdout, "%s %s\n", change.Kind, change.Path)
	}
	if *check && len(changes) > 0 {
		fmt.Fprintln(stderr, "generated files are stale: run make generate")
		return 1
	}
	return 0
}

// generate makes every file in memory first, so that a mistake changes none.
func generate(file string, check bool) ([]output.Change, error) {
	// A run is short: collecting garbage less often saves a quarter of its time.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	cfg, err := config.Load(file)
	if err != nil {
		return nil, err
	}
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return nil, err
	}
	files, err := emit.All(cfg, apis)
	if err != nil {
		return nil, err
	}
	changes, err := output.Plan(cfg.Root, files, emit.Headers)
	if err != nil || check {
		return changes, err
	}
	return changes, output.Apply(cfg.Root, files, changes)
}
