package fetch

import (
	"fmt"
	"slices"
	"strings"
)

// Summary is what a service's part gained, lost and changed, by names such as
// Book.title, and what a person should look at.
type Summary struct {
	Added, Removed, Changed, Notes []string
}

// sort puts names in their order, so that the same changes read the same.
func (s *Summary) sort() {
	for _, list := range [][]string{s.Added, s.Removed, s.Changed, s.Notes} {
		slices.Sort(list)
	}
}

// remove removes elements of a list, by their numbers.
func (m *merger) remove(in *file, parent string, l *list, lost []int) {
	for _, i := range lost {
		name := parent + "." + l.items[i].name
		m.noteComment(in, name, l.items[i])
		m.removed(name)
	}
	if len(lost) > 0 {
		in.edit(l.without(in.text, lost)...)
	}
}

// noteComment notes a comment that stays where what it stood above has gone.
func (m *merger) noteComment(in *file, name string, e *element) {
	if commented(in.text, e.start) {
		m.comments = append(m.comments, comment{in, lineStart(in.text, e.start), name})
	}
}

// tellComments tells of the comments that stay, by their places in the new texts:
// nobody can tell whether they spoke of what has gone alone.
func (m *merger) tellComments() {
	for _, c := range m.comments {
		before := slices.DeleteFunc(slices.Clone(c.file.edits), func(e edit) bool { return e.start >= c.below })
		line := strings.Count(apply(c.file.text[:c.below], before), "\n")
		m.notef("%s:%d: the comment above %s, which is gone, stays: see whether it still applies", c.file.path, line, c.gone)
	}
}

// comment stands above what has gone; below it, at a byte of the text, that began.
type comment struct {
	file  *file
	below int
	gone  string
}

func (m *merger) added(name string)   { m.summary.Added = append(m.summary.Added, name) }
func (m *merger) removed(name string) { m.summary.Removed = append(m.summary.Removed, name) }
func (m *merger) changed(format string, args ...any) {
	m.summary.Changed = append(m.summary.Changed, fmt.Sprintf(format, args...))
}

func (m *merger) notef(format string, args ...any) {
	m.summary.Notes = append(m.summary.Notes, fmt.Sprintf(format, args...))
}

func (m *merger) kept(name string, others []string) {
	m.notef("%s is not announced by %s, but stays%s", name, m.service, sharedWith(others))
}

// sharedWith says who else has a type.
func sharedWith(others []string) string {
	switch {
	case len(others) == 0:
		return ""
	case others[0] == nobody:
		return " (no root field leads to its type)"
	}
	return " (its type is shared with " + strings.Join(others, ", ") + ")"
}

// some names the first of many.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
