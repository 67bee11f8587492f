package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// The exit statuses, which every manual tells.
const (
	fine   = 0
	failed = 1
	misuse = 2
)

// command is one of the generator's commands.
type command struct {
	name string
	// arguments are what it takes beside flags, as its usage line names them.
	arguments []string
	// summary says in a line what it does, manual in paragraphs how.
	summary, manual string
	// example is a call of it that works in this module.
	example string
	// fine and failed say what the exit statuses 0 and 1 mean.
	fine, failed string
	// discreet says that its arguments may hold secrets: no message repeats them.
	discreet bool
	// prepare declares the flags, and gives what is done once they are parsed.
	prepare func(flags *flagSet) work
}

// work does what a command is for, with its arguments.
type work func(ctx context.Context, out *printer, args []string) error

// usageError is a wrong call: it ends with exit status 2.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func wrongUsage(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// errFound ends a command with exit status 1 whose output says already what it
// found.
var errFound = errors.New("found what it was asked to fail on")

// Run runs the command that the arguments name, and gives the exit status.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	out := newPrinter(stdout, stderr)
	err := run(ctx, out, args)
	if out.stdout.err != nil && (err == nil || errors.Is(err, errFound)) {
		err = out.stdout.err
	}
	switch _, wrong := errors.AsType[*usageError](err); {
	case err == nil:
		return fine
	case errors.Is(err, errFound):
		return failed
	case wrong:
		out.fail(err)
		return misuse
	default:
		out.fail(err)
		return failed
	}
}

func run(ctx context.Context, out *printer, args []string) error {
	all := commands()
	if len(args) == 0 {
		overview(out.stderr, all)
		return wrongUsage("name one of the commands above")
	}
	name, args := args[0], args[1:]
	switch {
	case name == "help":
		return help(out.stdout, all, args)
	case name == "--help" || name == "-help" || name == "-h":
		overview(out.stdout, all)
		return nil
	}
	c, err := find(all, name)
	if err != nil {
		return err
	}
	flags := newFlagSet(c.name)
	flags.discreet = c.discreet
	do := c.prepare(flags)
	if slices.ContainsFunc(args, asksForHelp) {
		return manual(out.stdout, c)
	}
	rest, err := flags.parse(args)
	if err != nil {
		return err
	}
	if len(rest) != len(c.arguments) {
		return wrongUsage("generator %s takes %s, got %s: see generator help %[1]s", c.name, takes(c.arguments), got(rest, c.discreet))
	}
	return do(ctx, out, rest)
}

// find gives the command of a name.
func find(all []command, name string) (command, error) {
	var names []string
	for _, c := range all {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	if strings.HasPrefix(name, "-") {
		return command{}, wrongUsage("name a command before the flag %s, one of %s", name, strings.Join(names, ", "))
	}
	return command{}, wrongUsage("there is no command %q, only %s%s", name, strings.Join(names, ", "), hint.DidYouMean(name, names))
}

func takes(arguments []string) string {
	if len(arguments) == 0 {
		return "no arguments, only flags"
	}
	return strings.Join(arguments, " ")
}

func got(args []string, discreet bool) string {
	switch {
	case len(args) == 0:
		return "none"
	case discreet:
		return fmt.Sprintf("%d arguments", len(args))
	}
	return fmt.Sprintf("%q", args)
}
