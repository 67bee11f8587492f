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

// WriteText prints a report for people: the changes by their class, the breaking
// ones first, under each what it does to the SDK, and a summary at the end.
func (r *Report) WriteText(w io.Writer, paint Paint) error {
	var b strings.Builder
	for _, class := range diff.Classes() {
		some := r.ofClass(class)
		if len(some) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s\n", paint(class, fmt.Sprintf("%d %s", len(some), class)))
		for _, c := range some {
			fmt.Fprintf(&b, "  %s%s\n", prefix(c.At()), c.Message)
			for _, line := range c.Effects.lines() {
				fmt.Fprintf(&b, "      %s\n", line)
			}
		}
		b.WriteByte('\n')
	}
	if r.Other.any() {
		b.WriteString("other effects\n")
		for _, line := range r.Other.lines() {
			fmt.Fprintf(&b, "      %s\n", line)
		}
		b.WriteByte('\n')
	}
	if len(r.Obstacles) > 0 {
		fmt.Fprintf(&b, "%s\n", paint(diff.Breaking, "the generator does not take the new schema as it is"))
		for _, m := range r.Obstacles {
			fmt.Fprintf(&b, "  %s%s\n", prefix(m.At), m.Message)
		}
		b.WriteByte('\n')
	}
	r.writeTestService(&b, paint)
	for _, line := range r.summary() {
		b.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
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
		lines = append(lines, o.line("is sent otherwise than before"))
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

// summary tells the numbers and the version step.
func (r *Report) summary() []string {
	if len(r.Changes) == 0 {
		return []string{"no changes"}
	}
	s := r.Summary
	lines := []string{fmt.Sprintf("API %s: %d breaking, %d dangerous, %d safe; %s", r.API, s.Breaking, s.Dangerous, s.Safe, stopping(s.Operations))}
	if len(r.Fits) > 0 {
		lines = append(lines, "operations that fit the new schema, and did not fit the old one: "+strings.Join(r.Fits, ", "))
	}
	if s.Operations > 0 {
		lines = append(lines, "Go names are told as if what is no longer valid were taken out of the operations.")
	}
	lines = append(lines,
		fmt.Sprintf("exported Go names: %d go, %d change, %d come, %d behave otherwise", s.Removed, s.Changed, s.Added, s.Behaves),
		fmt.Sprintf("version step: %s%s", r.Version.Step, because(r.Version)),
		beforeOne)
	return lines
}

// beforeOne says what the step means where it binds nobody yet.
const beforeOne = "Before v1.0.0 Go promises nothing: there, raise the minor version for a major step, and the patch version for any other."

func stopping(operations int) string {
	if operations == 1 {
		return "1 operation stops validating"
	}
	return fmt.Sprintf("%d operations stop validating", operations)
}

// because gives the first reasons for a step.
func because(v Version) string {
	const most = 3
	if len(v.Because) == 0 {
		return ""
	}
	text := "; " + strings.Join(v.Because[:min(most, len(v.Because))], "; ")
	if more := len(v.Because) - most; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}
