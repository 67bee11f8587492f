package impact

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/diff"
)

// WriteJSON prints a report for programs, as [Report] says.
func (r *Report) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// WriteMarkdown prints a report for a pull request: the summary first, the safe
// changes folded away. What comes from the schemas is text there, whatever it looks
// like.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	for _, line := range r.summary() {
		fmt.Fprintf(&b, "- %s\n", escape(line))
	}
	if len(r.Obstacles) > 0 {
		b.WriteString("\n### The generator does not take the new schema as it is\n\n")
		for _, m := range r.Obstacles {
			fmt.Fprintf(&b, "- %s\n", escape(prefix(m.At)+m.Message))
		}
	}
	for _, class := range diff.Classes() {
		r.section(&b, class)
	}
	if r.Other.any() {
		b.WriteString("\n### Other effects\n\n")
		for _, line := range r.Other.lines() {
			fmt.Fprintf(&b, "- %s\n", escape(line))
		}
	}
	if len(r.TestService) > 0 {
		fmt.Fprintf(&b, "\n### %s\n\n", testServiceTitle)
		for _, s := range r.TestService {
			fmt.Fprintf(&b, "- %s\n", escape(s.line()))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) section(b *strings.Builder, class diff.Class) {
	some := r.ofClass(class)
	if len(some) == 0 {
		return
	}
	title := fmt.Sprintf("%d %s", len(some), class)
	if class == diff.Safe {
		fmt.Fprintf(b, "\n<details>\n<summary>%s</summary>\n\n", title)
	} else {
		fmt.Fprintf(b, "\n### %s\n\n", title)
	}
	for _, c := range some {
		fmt.Fprintf(b, "- %s\n", escape(strings.TrimSuffix(prefix(c.At()), " ")+" "+c.Message))
		for _, line := range c.Effects.lines() {
			fmt.Fprintf(b, "  - %s\n", escape(line))
		}
	}
	if class == diff.Safe {
		b.WriteString("\n</details>\n")
	}
}

// escape escapes a text so that it reads as itself, in a table as well. A
// comment that shows nothing keeps @name and #1 from calling people and issues.
func escape(text string) string {
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
