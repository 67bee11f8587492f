package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// overview prints the list of commands.
func overview(w io.Writer, all []command) {
	fmt.Fprintln(w, "The generator makes Go clients from GraphQL schemas and the operations over them.")
	fmt.Fprintln(w, "\nusage: generator COMMAND [FLAGS]\n\nCommands:")
	for _, c := range all {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprintf(w, "  %-10s %s\n", "help", "print the manual of a command")
	fmt.Fprint(w, "\nExit status: 0 fine, 1 the work failed or found what it was asked to fail on, 2 wrong usage.\n"+
		"Output is coloured on a terminal, unless NO_COLOR is set.\n")
}

// help prints the manual of the command that is named, or the list of all.
func help(w io.Writer, all []command, args []string) error {
	switch {
	case len(args) == 0, len(args) == 1 && (args[0] == "help" || asksForHelp(args[0])):
		overview(w, all)
		return nil
	case len(args) == 1:
		c, err := find(all, args[0])
		if err != nil {
			return err
		}
		return manual(w, c)
	}
	return wrongUsage("generator help takes one command, got %q", args)
}

func asksForHelp(arg string) bool { return arg == "--help" || arg == "-help" || arg == "-h" }

// manual prints all that there is to know of a command.
func manual(w io.Writer, c command) error {
	flags := newFlagSet(c.name)
	c.prepare(flags)
	usage := strings.Join(append([]string{"generator", c.name, "[FLAGS]"}, c.arguments...), " ")
	fmt.Fprintf(w, "usage: %s\n\n%s\n\nFlags:\n", usage, strings.TrimSpace(c.manual))
	flags.VisitAll(func(f *flag.Flag) {
		kind, text := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "  %s\n      %s%s\n", strings.TrimSpace("--"+f.Name+" "+kind), text, byDefault(f))
	})
	fmt.Fprintf(w, "\nExample:\n  %s\n", c.example)
	_, err := fmt.Fprintf(w, "\nExit status:\n  0  %s\n  1  %s\n  2  wrong usage\n", c.fine, c.failed)
	return err
}

// byDefault tells the value of a flag that is not given, unless it is empty or
// false.
func byDefault(f *flag.Flag) string {
	if f.DefValue == "" || f.DefValue == "false" {
		return ""
	}
	return fmt.Sprintf(" (default %s)", f.DefValue)
}
