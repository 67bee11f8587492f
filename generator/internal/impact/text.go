package impact

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/diff"
)

// Paint colours a word for people: what is bad in red, and so on. It gives the text
// back where colour is not wanted.
type Paint func(class diff.Class, text string) string

// Plain paints nothing.
func Plain(_ diff.Class, text string) string { return text }

// ofClass are the changes of a class, those first that do something to the SDK.
func (r *Report) ofClass(class diff.Class) []Change {
	var some []Change
	for _, c := range r.Changes {
		if c.Class == class {
			some = append(some, c)
		}
	}
	slices.SortStableFunc(some, func(a, b Change) int { return boolOrder(b.Effects.any()) - boolOrder(a.Effects.any()) })
	return some
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// any tells whether there is an effect at all.
func (e *Effects) any() bool {
	return len(e.Mistakes)+len(e.Operations)+len(e.Behave)+len(e.Symbols) > 0
}

// WriteText prints the reports for people, one after the other, where there are several
// under headings, and with the version step that all ask for at the end.
func (rs *Reports) WriteText(w io.Writer, paint Paint) error {
	var b strings.Builder
	told := rs.told()
	for _, r := range told {
		if len(told) > 1 {
			fmt.Fprintf(&b, "=== %s ===\n\n", r.API)
		}
		r.text(&b, paint)
		if len(told) > 1 {
			b.WriteByte('\n')
		}
	}
	if len(told) > 1 {
		fmt.Fprintf(&b, "of all APIs: %s\n", rs.Version.line())
	}
	if rs.Version.Step != None {
		b.WriteString(beforeOne + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// told are the reports to tell: all, or one where none says anything.
func (rs *Reports) told() []*Report {
	if !slices.ContainsFunc(rs.APIs, func(r *Report) bool { return !r.empty() }) {
		return rs.APIs[:1]
	}
	return rs.APIs
}

// text prints a report: the changes by their class, the breaking ones first, under each
// what it does to the SDK, and a summary at the end.
func (r *Report) text(b *strings.Builder, paint Paint) {
	for _, class := range diff.Classes() {
		some := r.ofClass(class)
		if len(some) == 0 {
			continue
		}
		fmt.Fprintf(b, "%s\n", paint(class, fmt.Sprintf("%d %s", len(some), class)))
		for _, c := range some {
			fmt.Fprintf(b, "  %s%s\n", prefix(c.At()), c.Message)
			for _, line := range c.Effects.lines() {
				fmt.Fprintf(b, "      %s\n", line)
			}
		}
		b.WriteByte('\n')
	}
	if r.Other.any() {
		b.WriteString("other effects\n")
		for _, line := range r.Other.lines() {
			fmt.Fprintf(b, "      %s\n", line)
		}
		b.WriteByte('\n')
	}
	if len(r.Obstacles) > 0 {
		fmt.Fprintf(b, "%s\n", paint(diff.Breaking, "the generator does not take the new schema and operations as they are"))
		for _, m := range r.Obstacles {
			fmt.Fprintf(b, "  %s%s\n", prefix(m.At), m.Message)
		}
		b.WriteByte('\n')
	}
	r.writeTestService(b, paint)
	for _, line := range r.summary() {
		b.WriteString(line.String() + "\n")
	}
}

func prefix(at diff.Place) string {
	if at == (diff.Place{}) {
		return ""
	}
	return at.String() + ": "
}

// lines tell effects, each in a line.
func (e *Effects) lines() []string {
	var lines []string
	for _, m := range e.Mistakes {
		lines = append(lines, prefix(m.At)+m.Message)
	}
	for _, o := range e.Operations {
		lines = append(lines, o.line("stops validating"))
	}
	for _, o := range e.Behave {
		lines = append(lines, o.line("is sent or answered otherwise than before"))
	}
	for _, s := range e.Symbols {
		lines = append(lines, s.line())
	}
	return lines
}

func (o *Operation) line(what string) string {
	text := fmt.Sprintf("%s: operation %s %s", o.At, o.Name, what)
	if len(o.Methods) > 0 {
		text += ": " + strings.Join(o.Methods, ", ")
	}
	if o.HandWritten != "" {
		text += "; hand-written code in " + o.HandWritten + " calls it"
	}
	return text
}

func (s *Symbol) line() string {
	text := fmt.Sprintf("%s %s ", s.Kind, s.Name)
	switch s.Became {
	case Added:
		return text + "comes" + ofType(s.After)
	case Removed:
		return text + "goes" + ofType(s.Before)
	case Changed:
		return text + "was " + s.Before + " and is " + s.After
	}
	return text + "is declared as before, and sends or gives something else"
}

func ofType(text string) string {
	if text == "" || text == "struct" {
		return ""
	}
	return ": " + text
}

// line is a line of the summary: words of ours, and then names that come from elsewhere.
type line struct{ words, names string }

func (l line) String() string { return strings.TrimSuffix(l.words+" "+l.names, " ") }

// summary tells the numbers and the version step.
func (r *Report) summary() []line {
	if r.empty() {
		return []line{{words: "no changes"}}
	}
	s := r.Summary
	lines := []line{{words: fmt.Sprintf("API %s: %d breaking, %d dangerous, %d safe; %s", r.API, s.Breaking, s.Dangerous, s.Safe, stopping(s.Operations))}}
	if len(r.Fits) > 0 {
		lines = append(lines, line{"operations that fit the new schema, and did not fit the old one:", first(r.Fits, 10, ", ")})
	}
	if s.Operations > 0 {
		lines = append(lines, line{words: "Go names are told as if what is no longer valid were taken out of the operations."})
	}
	return append(lines,
		line{words: fmt.Sprintf("exported Go names: %d go, %d change, %d come, %d behave otherwise", s.Removed, s.Changed, s.Added, s.Behaves)},
		r.Version.line())
}

// empty tells whether nothing at all is to be told.
func (r *Report) empty() bool {
	return len(r.Changes)+len(r.Obstacles)+len(r.Fits) == 0 && !r.Other.any() && r.Version.Step == None
}

// beforeOne says what the step means where it binds nobody yet.
const beforeOne = "Before v1.0.0 Go promises nothing: there, raise the minor version for a major step, and the patch version for any other."

func stopping(operations int) string {
	if operations == 1 {
		return "1 operation stops validating"
	}
	return fmt.Sprintf("%d operations stop validating", operations)
}

// line tells the step with the first reasons for it.
func (v Version) line() line {
	l := line{words: fmt.Sprintf("version step: %s", v.Step)}
	if v.Step == Unknown {
		l.words += ", until the generator takes the new schema and operations"
		if v.AtLeast != None {
			l.words += fmt.Sprintf("; at least %s", v.AtLeast)
		}
	}
	if len(v.Because) == 0 {
		return l
	}
	l.words += ";"
	if because := first(v.Because, 3, "; "); v.Step == Major {
		l.names = because
	} else {
		l.words += " " + because
	}
	return l
}

// first joins the first of some texts, and tells how many there are more.
func first(all []string, most int, separator string) string {
	text := strings.Join(all[:min(most, len(all))], separator)
	if more := len(all) - most; more > 0 {
		text += fmt.Sprintf("%sand %d more", separator, more)
	}
	return text
}
