package cli

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// printer writes what a command tells: results to stdout, mistakes to stderr.
type printer struct {
	stdout *results
	stderr io.Writer
	// colourOut and colourErr tell whether a person looks at each.
	colourOut, colourErr bool
}

func newPrinter(stdout, stderr io.Writer) *printer {
	return &printer{&results{w: stdout}, stderr, coloured(stdout), coloured(stderr)}
}

// results are what a command writes as its result. They remember the first failure,
// after which nothing more is written: a command that nobody can hear has failed.
type results struct {
	w   io.Writer
	err error
}

// Write writes as long as that succeeds.
func (r *results) Write(text []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.w.Write(text)
	if err != nil {
		r.err = fmt.Errorf("writing the result: %w", err)
	}
	return n, r.err
}

// coloured tells whether output is for a terminal, whose owner did not refuse
// colour: see https://no-color.org.
func coloured(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// colour is the number of a colour in an escape sequence of ANSI.
type colour int

// The colours that commands use.
const (
	bold   colour = 1
	red    colour = 31
	green  colour = 32
	yellow colour = 33
)

// paint colours a text, where colour is wanted.
func paint(wanted bool, c colour, text string) string {
	if !wanted {
		return text
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", c, text)
}

// plain writes out control characters, which a terminal would obey: a schema may come
// from elsewhere, and its texts are told.
func plain(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// printf writes a line of the result.
func (p *printer) printf(format string, args ...any) {
	fmt.Fprintf(p.stdout, format+"\n", args...)
}

// paint colours a text of the result.
func (p *printer) paint(c colour, text string) string { return paint(p.colourOut, c, text) }

// fail writes what went wrong, one mistake to a line, the place of each in bold.
func (p *printer) fail(err error) {
	place := regexp.MustCompile(`^\S+?:\d+:\d+:`)
	for line := range strings.Lines(err.Error()) {
		line = plain(strings.TrimSuffix(line, "\n"))
		at := place.FindString(line)
		if at != "" {
			fmt.Fprintln(p.stderr, paint(p.colourErr, bold, at)+line[len(at):])
			continue
		}
		fmt.Fprintln(p.stderr, paint(p.colourErr, red, line))
	}
}
