package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// The exit statuses.
const (
	fine         = 0
	unannounced  = 1
	incomparable = 2
)

func main() {
	// A command that is interrupted still removes its temporary folder.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, ".", os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run compares the module of the repository that folder is in, and gives the exit
// status.
func run(ctx context.Context, folder string, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("apicheck", flag.ContinueOnError)
	flags.SetOutput(stderr)
	since := flags.String("since", "", "compare with this `revision` instead of the last tag")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return fine
	} else if err != nil {
		return incomparable
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "apicheck takes no arguments, but got %q: name a revision with -since\n", flags.Arg(0))
		return incomparable
	}
	r, err := check(ctx, folder, *since)
	if err != nil {
		fmt.Fprintln(stderr, "apicheck:", err)
		return incomparable
	}
	fmt.Fprint(stdout, r)
	if len(r.unannounced()) > 0 {
		return unannounced
	}
	return fine
}

// check compares with a revision, or with the last tag where none is named.
func check(ctx context.Context, folder, since string) (*report, error) {
	repo, err := openRepository(ctx, folder)
	if err != nil {
		return nil, err
	}
	tag, err := repo.lastTag(ctx)
	if err != nil {
		return nil, err
	}
	r := &report{since: since, tag: tag}
	if since == "" {
		r.since = tag
	}
	if r.since == "" {
		return r, nil
	}
	before, err := repo.loadRevision(ctx, r.since)
	if err != nil {
		return nil, err
	}
	now, err := load(ctx, repo.root)
	if err != nil {
		return nil, fmt.Errorf("the working tree: %w", err)
	}
	r.module = before.path
	r.changes = compare(before, now)
	return r, r.readAnnounced(filepath.Join(repo.root, changelog))
}
