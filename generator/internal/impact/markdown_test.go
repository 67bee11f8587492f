package impact

import "testing"

// TestMarkdownIsText takes each thing that Markdown would make something of.
func TestMarkdownIsText(t *testing.T) {
	for text, want := range map[string]string{
		"a | b":                `a \| b`,
		"`code`":               "\\`code\\`",
		"<img src=x>":          `&lt;img src=x&gt;`,
		"&lt;":                 `&amp;lt;`,
		"[here](//x)":          `\[here\](//x)`,
		"*a* _b_ ~~c~~":        `\*a\* \_b\_ \~\~c\~\~`,
		"@you and #1":          `@<!-- -->you and #<!-- -->1`,
		"$x$":                  `\$x\$`,
		`a\b`:                  `a\\b`,
		"日本 – é":               `日本 – é`,
		"two\nlines":           `two lines`,
		"{{ expression }}":     `\{\{ expression \}\}`,
		"<!-- -->":             `&lt;!-- --&gt;`,
		"</summary></details>": `&lt;/summary&gt;&lt;/details&gt;`,
	} {
		if got := escape(text); got != want {
			t.Errorf("%q is printed as %s, want %s", text, got, want)
		}
	}
}
