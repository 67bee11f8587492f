package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/mark"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// entry is a row of the reference: a method of a document and what became of it.
type entry struct {
	name, goName string
	credentials  map[string]string
	session      spec.Session
	codes        string
}

// reference prints a Markdown file with a table for each document.
func (p *printer) reference() error {
	c := p.api.Config
	if c.Reference.File == "" {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- %s -->\n\n# Reference\n\n", mark.Sentence(p.config))
	if text := strings.TrimSpace(c.Reference.Text); text != "" {
		b.WriteString(text + "\n")
	}
	for _, document := range c.Documents {
		p.referenceTable(&b, document)
	}
	p.add(File{Path: c.Reference.File, Content: []byte(b.String())})
	return nil
}

func (p *printer) referenceTable(b *strings.Builder, document config.Document) {
	fmt.Fprintf(b, "\n## %s\n\n", oneLine(document.Title))
	if text := strings.TrimSpace(document.Text); text != "" {
		b.WriteString(text + "\n\n")
	}
	b.WriteString("| method | ours |")
	for _, s := range p.api.Config.Surfaces {
		b.WriteString(" " + s.Name + " |")
	}
	b.WriteString(" session | codes |\n| --- | --- |" + strings.Repeat(" --- |", len(p.api.Config.Surfaces)+2) + "\n")
	for _, e := range p.entries(document) {
		fmt.Fprintf(b, "| `%s` | `%s` |", cell(e.name), e.goName)
		for _, s := range p.api.Config.Surfaces {
			b.WriteString(" " + sends(e.credentials, s.Name) + " |")
		}
		fmt.Fprintf(b, " %s | %s |\n", strings.ToLower(string(e.session)), e.codes)
	}
	if len(document.LeftOut) > 0 {
		b.WriteString("\nLeft out:\n\n")
		for _, left := range document.LeftOut {
			fmt.Fprintf(b, "- `%s`: %s\n", oneLine(left.Method), oneLine(left.Reason))
		}
	}
}

// oneLine puts a text on one line, as a row, a heading and an element of a list are.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// cell puts a text into a cell of a table.
func cell(text string) string { return strings.ReplaceAll(oneLine(text), "|", `\|`) }

// sends says what a method sends on a client.
func sends(credentials map[string]string, surface string) string {
	switch credentials[surface] {
	case "":
		return "\u2013"
	case "NONE":
		return "nothing"
	case "SESSION":
		return "session"
	case spec.GivenToken:
		return "its argument"
	default:
		return "owner token"
	}
}

// entries are the methods that stand in a document, by their names there.
func (p *printer) entries(document config.Document) []entry {
	var entries []entry
	stands := func(in []string, published string) bool {
		return document.Published && published != "" || slices.Contains(in, document.Name)
	}
	name := func(own, published string) string {
		if document.Published {
			return published
		}
		return own
	}
	for _, m := range p.api.Methods {
		if stands(m.In, m.Published) {
			goName := m.QualifiedName()
			if m.Pages != nil {
				goName += "`, `" + strings.TrimSuffix(goName, m.Name) + m.Pages.Name
			}
			entries = append(entries, entry{name(m.Document, m.Published), goName, m.Sends(), m.Session, codeNumbers(m)})
		}
	}
	for _, c := range p.api.Composites {
		if stands(c.In, c.Published) {
			entries = append(entries, entry{name(c.Document, c.Published), c.QualifiedName(), c.Credentials, c.Session, ""})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries
}

// codeNumbers lists the codes that a method is refused with.
func codeNumbers(m *spec.Method) string {
	var numbers []string
	for _, code := range m.Documented {
		numbers = append(numbers, fmt.Sprint(code.Number))
	}
	for _, code := range m.Assumed {
		numbers = append(numbers, fmt.Sprintf("*%d*", code.Number))
	}
	return strings.Join(numbers, ", ")
}
