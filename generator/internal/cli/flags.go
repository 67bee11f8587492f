package cli

import (
	"flag"
	"io"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// flagSet are the flags of a command.
type flagSet struct{ *flag.FlagSet }

func newFlagSet(command string) *flagSet {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // its errors are printed once, by Run
	return &flagSet{flags}
}

// config declares the flag that every command has.
func (f *flagSet) config() *string {
	return f.String("config", "generator/authing.yaml", "the configuration `FILE`")
}

// choice declares a flag whose value is one of several words, the first where it
// is not given.
func (f *flagSet) choice(name, usage string, words ...string) *string {
	c := &choice{words: words, word: words[0]}
	f.Var(c, name, usage)
	return &c.word
}

// parse reads flags before, between and behind the arguments, and gives the
// arguments. Behind -- nothing is a flag.
func (f *flagSet) parse(args []string) ([]string, error) {
	if i := slices.Index(args, "--"); i >= 0 {
		before, err := f.parse(args[:i])
		return append(before, args[i+1:]...), err
	}
	var rest []string
	for {
		if err := f.Parse(args); err != nil {
			return nil, wrongUsage("generator %s: %v%s; see generator help %[1]s", f.Name(), err, f.suggestion(err))
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
}

// suggestion names the flag that was meant where package flag's error names none.
func (f *flagSet) suggestion(err error) string {
	unknown, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return ""
	}
	var names []string
	f.VisitAll(func(known *flag.Flag) { names = append(names, "--"+known.Name) })
	return hint.DidYouMean("--"+unknown, names)
}

// choice is a flag whose value is one of several words.
type choice struct {
	words []string
	word  string
}

// String gives the word that is chosen.
func (c *choice) String() string { return c.word }

// Set chooses a word.
func (c *choice) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return &choiceError{c.words, word}
	}
	c.word = word
	return nil
}

// choiceError is a word that is none of those to choose from.
type choiceError struct {
	words []string
	word  string
}

func (e *choiceError) Error() string {
	return "write " + strings.Join(e.words, " or ") + hint.DidYouMean(e.word, e.words)
}
