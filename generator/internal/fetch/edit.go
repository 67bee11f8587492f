package fetch

import (
	"cmp"
	"slices"
	"strings"
)

// edit replaces a part of a text.
type edit struct {
	span
	text string
}

// apply makes the edits. What is deleted twice is deleted once; of edits at one
// place the deletion comes first, then the others in their order.
func apply(text string, edits []edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(len(a.text), 0)-cmp.Compare(len(b.text), 0))
	})
	var b strings.Builder
	done := 0
	for _, e := range edits {
		if e.start > done {
			b.WriteString(text[done:e.start])
		}
		b.WriteString(e.text)
		done = max(done, e.end)
	}
	b.WriteString(text[done:])
	return b.String()
}

// lineStart is where the line of a place starts.
func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

// lineEnd is where the next line starts.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// startsLine tells whether only white space stands before a place in its line.
func startsLine(text string, at int) bool {
	return strings.TrimSpace(text[lineStart(text, at):at]) == ""
}

// endsLine tells whether only a comma or a comment follows a place in its line.
func endsLine(text string, at int) bool {
	rest := strings.Trim(text[at:lineEnd(text, at)], " \t\r\n,")
	return rest == "" || strings.HasPrefix(rest, "#")
}

// indentation is the white space that the line of a place starts with.
func indentation(text string, at int) string {
	line := text[lineStart(text, at):lineEnd(text, at)]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// without gives the edits that delete some items of a list, by their numbers: their
// lines where they have them for themselves, otherwise up to a neighbour.
func (l *list) without(text string, gone []int) []edit {
	last := len(l.items) - 1 // of those that stay
	for slices.Contains(gone, last) {
		last--
	}
	var edits []edit
	for _, i := range gone {
		e := l.items[i]
		switch {
		case startsLine(text, e.start) && endsLine(text, e.end):
			edits = append(edits, edit{span: span{lineStart(text, e.start), lineEnd(text, e.end)}})
		case i < last:
			edits = append(edits, edit{span: span{e.start, l.items[i+1].start}})
		case i > 0:
			edits = append(edits, edit{span: span{l.items[i-1].end, e.end}})
		default:
			edits = append(edits, edit{span: e.span})
		}
	}
	return edits
}

// with gives the edit that adds items behind the last of a list, each printed by
// the function: on lines of their own where the closing bracket stands on one.
func (l *list) with(text string, count int, print func(i int, at place) string) edit {
	closing := l.end - 1
	var b strings.Builder
	if startsLine(text, closing) {
		indent := indentation(text, closing) + "  "
		if len(l.items) > 0 && startsLine(text, l.items[0].start) {
			indent = indentation(text, l.items[0].start)
		}
		for i := range count {
			b.WriteString(indent + print(i, place{lines: true, indent: indent}) + "\n")
		}
		at := lineStart(text, closing)
		return edit{span{at, at}, newlines(text, b.String())}
	}
	for i := range count {
		b.WriteString(" " + print(i, place{}))
	}
	at := len(strings.TrimRight(text[:closing], " \t"))
	return edit{span{at, at}, b.String()}
}

// newlines gives a new part the line ends that the text has.
func newlines(text, part string) string {
	if strings.Contains(text, "\r\n") {
		return strings.ReplaceAll(part, "\n", "\r\n")
	}
	return part
}

// whole gives the span of a definition with its lines, and the blank lines that
// follow, or at the end of the text those before.
func whole(text string, of span) span {
	if !startsLine(text, of.start) || !endsLine(text, of.end) {
		return of
	}
	s := span{lineStart(text, of.start), lineEnd(text, of.end)}
	if s.start > 0 && strings.TrimSpace(text[lineStart(text, s.start-1):s.start]) != "" {
		return s // what stands above it, maybe a comment, stays apart from what follows
	}
	for s.end < len(text) && strings.TrimSpace(text[s.end:lineEnd(text, s.end)]) == "" {
		s.end = lineEnd(text, s.end)
	}
	for s.end == len(text) && s.start > 0 {
		before := lineStart(text, s.start-1)
		if strings.TrimSpace(text[before:s.start]) != "" {
			break
		}
		s.start = before
	}
	return s
}

// commented tells whether the line before that of a place is a comment.
func commented(text string, at int) bool {
	start := lineStart(text, at)
	return start > 0 && strings.HasPrefix(strings.TrimSpace(text[lineStart(text, start-1):start]), "#")
}
