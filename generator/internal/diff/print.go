package diff

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"
)

// classes are in the order in which people want to know.
func classes() []Class { return []Class{Breaking, Dangerous, Safe} }

func ofClass(changes []Change, class Class) []Change {
	var some []Change
	for _, c := range changes {
		if c.Class == class {
			some = append(some, c)
		}
	}
	return some
}

// WriteText prints changes for people, the breaking ones first: a line for each,
// with its place in the new schema, or in the old where it is gone.
func WriteText(w io.Writer, changes []Change) error {
	var b strings.Builder
	if len(changes) == 0 {
		b.WriteString("no changes\n")
	}
	for _, class := range classes() {
		some := ofClass(changes, class)
		if len(some) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%d %s\n", len(some), class)
		for _, c := range some {
			fmt.Fprintf(&b, "  %s%s\n", prefix(&c), c.Message)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// prefix is the place of a change, where it has one: the schema as a whole does
// not.
func prefix(c *Change) string {
	if at := c.At(); at != (Place{}) {
		return at.String() + ": "
	}
	return ""
}

// Summary counts changes by their class.
type Summary struct {
	Breaking  int `json:"breaking"`
	Dangerous int `json:"dangerous"`
	Safe      int `json:"safe"`
}

// Summarize counts changes by their class.
func Summarize(changes []Change) Summary {
	return Summary{
		Breaking: len(ofClass(changes, Breaking)), Dangerous: len(ofClass(changes, Dangerous)), Safe: len(ofClass(changes, Safe)),
	}
}

// WriteJSON prints changes for programs: an object with "summary", see
// [Summary], and "changes", each as [Change] says, sorted by coordinate. A later
// version may add fields, and kinds.
func WriteJSON(w io.Writer, changes []Change) error {
	if changes == nil {
		changes = []Change{} // a list, where null would be a case of its own
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Summary Summary  `json:"summary"`
		Changes []Change `json:"changes"`
	}{Summarize(changes), changes})
}

// WriteMarkdown prints changes for a pull request, the breaking ones first and
// the safe ones folded away. What comes from the schemas is text there, whatever
// it looks like.
func WriteMarkdown(w io.Writer, changes []Change) error {
	var b strings.Builder
	if len(changes) == 0 {
		b.WriteString("No changes.\n")
	}
	for _, class := range classes() {
		some := ofClass(changes, class)
		if len(some) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		title := fmt.Sprintf("%d %s", len(some), class)
		if class == Safe {
			fmt.Fprintf(&b, "<details>\n<summary>%s</summary>\n\n", title)
		} else {
			fmt.Fprintf(&b, "### %s\n\n", title)
		}
		for _, c := range some {
			fmt.Fprintf(&b, "- %s%s\n", Markdown(c.Message), place(&c))
		}
		if class == Safe {
			b.WriteString("\n</details>\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func place(c *Change) string {
	if at := c.At(); at != (Place{}) {
		return " (" + Markdown(at.String()) + ")"
	}
	return ""
}

// Markdown escapes a text so that it reads as itself, in a table as well. A
// comment that shows nothing keeps @name and #1 from calling people and issues.
func Markdown(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(text), " ") {
		switch {
		case r == '@' || r == '#':
			b.WriteRune(r)
			b.WriteString("<!-- -->")
		case strings.ContainsRune("\\`*_{}[]|~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case strings.ContainsRune("<>&", r):
			b.WriteString(html.EscapeString(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
