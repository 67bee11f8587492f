package impact

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/authing-community/authing-go/generator/internal/diff"
)

// WriteJSON prints the reports for programs, as [Reports] says.
func (rs *Reports) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(rs)
}

// WriteMarkdown prints the reports for a pull request: for each API the summary first,
// the safe changes folded away. What comes from the schemas stands in code spans, in
// which nothing has a meaning. With a limit, in characters, lists end early, those of
// safe changes first, and say how much was left out.
func (rs *Reports) WriteMarkdown(w io.Writer, limit int) error {
	lists := rs.lists()
	if limit > 0 {
		shorten(lists, limit)
	}
	_, err := io.WriteString(w, print(lists))
	return err
}

// list is a part of the report in Markdown.
type list struct {
	// before and after are what stands around the items.
	before, after string
	items         []string
	// rank says what is left out first: the greater it is, the later; 0 is never.
	rank int
	// shown is how many items are printed.
	shown int
}

// print prints lists, and of each how many items are not shown.
func print(lists []*list) string {
	var b strings.Builder
	for _, l := range lists {
		b.WriteString(l.before)
		for _, item := range l.items[:l.shown] {
			b.WriteString(item)
		}
		if more := len(l.items) - l.shown; more > 0 {
			fmt.Fprintf(&b, "- and %d more, left out for length\n", more)
		}
		b.WriteString(l.after)
	}
	return b.String()
}

// shorten leaves items out until the text has no more characters than a limit, or
// nothing can be left out any more.
func shorten(lists []*list, limit int) {
	fits := func() bool { return utf8.RuneCountInString(print(lists)) <= limit }
	byRank := slices.Clone(lists)
	slices.SortStableFunc(byRank, func(a, b *list) int { return a.rank - b.rank })
	for _, l := range byRank {
		if l.rank == 0 || fits() {
			continue
		}
		left := sort.Search(len(l.items), func(left int) bool {
			l.shown = len(l.items) - left
			return fits()
		})
		l.shown = len(l.items) - left
	}
}

// lists are the parts of the whole report.
func (rs *Reports) lists() []*list {
	var all []*list
	told := rs.told()
	for i, r := range told {
		if len(told) > 1 {
			all = append(all, &list{before: fmt.Sprintf("%s## API %s\n\n", strings.Repeat("\n", min(i, 1)), r.API)})
		}
		all = append(all, r.lists()...)
	}
	last := &list{}
	if len(told) > 1 {
		last.before, last.items = "\n## All APIs\n\n", []string{item("", rs.Version.line())}
	}
	if rs.Version.Step != None {
		last.after = "\n" + beforeOne + "\n"
	}
	all = append(all, last)
	for _, l := range all {
		l.shown = len(l.items)
	}
	return all
}

func item(indent string, l line) string {
	return indent + "- " + strings.TrimSpace(l.words+" "+code(l.names)) + "\n"
}

// lists are the parts of the report of one API.
func (r *Report) lists() []*list {
	summary := &list{}
	for _, l := range r.summary() {
		summary.items = append(summary.items, item("", l))
	}
	all := []*list{summary}
	if len(r.Obstacles) > 0 {
		obstacles := &list{before: "\n### The generator does not take the new schema and operations as they are\n\n", rank: 5}
		for _, m := range r.Obstacles {
			obstacles.items = append(obstacles.items, item("", line{names: prefix(m.At) + m.Message}))
		}
		all = append(all, obstacles)
	}
	for _, class := range diff.Classes() {
		if some := r.ofClass(class); len(some) > 0 {
			all = append(all, section(class, some))
		}
	}
	if r.Other.any() {
		other := &list{before: "\n### Other effects\n\n", rank: 3}
		for _, l := range r.Other.lines() {
			other.items = append(other.items, item("", line{names: l}))
		}
		all = append(all, other)
	}
	if len(r.TestService) > 0 {
		types := &list{before: "\n### " + testServiceTitle + "\n\n", rank: 3}
		for _, s := range r.TestService {
			types.items = append(types.items, item("", line{names: s.line()}))
		}
		all = append(all, types)
	}
	return all
}

// section is the list of the changes of a class.
func section(class diff.Class, some []Change) *list {
	title := fmt.Sprintf("%d %s", len(some), class)
	l := &list{before: "\n### " + title + "\n\n"}
	switch class {
	case diff.Safe:
		l.before, l.after, l.rank = "\n<details>\n<summary>"+title+"</summary>\n\n", "\n</details>\n", 1
	case diff.Dangerous:
		l.rank = 2
	default:
		l.rank = 4
	}
	for _, c := range some {
		var b strings.Builder
		b.WriteString(item("", line{names: prefix(c.At()) + c.Message}))
		for _, effect := range c.Effects.lines() {
			b.WriteString(item("  ", line{names: effect}))
		}
		l.items = append(l.items, b.String())
	}
	return l
}

// code writes a text as a code span, in one line: between more backticks than it has
// in a row.
func code(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}
