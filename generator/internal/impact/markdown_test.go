package impact

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/authing-community/authing-go/generator/internal/diff"
)

// TestMarkdownIsText takes things that Markdown, or GitHub, would make something of. In
// a code span nothing is; only backticks have to be outdone.
func TestMarkdownIsText(t *testing.T) {
	for text, want := range map[string]string{
		"@you, #1, GH-12, :smile: and https://example.com": "`@you, #1, GH-12, :smile: and https://example.com`",
		"<!-- --></summary></details>":                     "`<!-- --></summary></details>`",
		"some `code` in it":                                "``some `code` in it``",
		"`code`":                                           "`` `code` ``",
		"``` and ` and ````":                               "````` ``` and ` and ```` `````",
		"two\nlines\tin one":                               "`two lines in one`",
		"日本 – é":                                           "`日本 – é`",
		"":                                                 "",
	} {
		if got := code(text); got != want {
			t.Errorf("%q is printed as %s, want %s", text, got, want)
		}
	}
}

// TestMarkdownLimit sees what is left out, and that no report is longer than it may be
// where anything can be left out.
func TestMarkdownLimit(t *testing.T) {
	r := &Report{API: "library", Version: Version{Step: Major}}
	for _, class := range diff.Classes() {
		for range 20 {
			r.Changes = append(r.Changes, Change{Change: diff.Change{Class: class, Message: class.String() + " é"}})
		}
	}
	all := &Reports{APIs: []*Report{r, {API: "archive", Changes: r.Changes}}, Version: r.Version}
	whole := markdown(t, all, 0)
	for limit := 900; limit < len(whole); limit += 50 {
		got := markdown(t, all, limit)
		if n := utf8.RuneCountInString(got); n > limit {
			t.Fatalf("of %d characters it has %d:\n%s", limit, n, got)
		}
		safe, dangerous, breaking := strings.Count(got, "`safe é`"), strings.Count(got, "`dangerous é`"), strings.Count(got, "`breaking é`")
		if safe > 0 && dangerous < 40 || dangerous > 0 && breaking < 40 {
			t.Errorf("with %d characters it has %d safe, %d dangerous and %d breaking changes", limit, safe, dangerous, breaking)
		}
		if safe < 40 && !strings.Contains(got, "more, left out for length") {
			t.Errorf("with %d characters nothing says that some are left out:\n%s", limit, got)
		}
	}
	if strings.Contains(whole, "left out for length") || markdown(t, all, len(whole)) != whole {
		t.Error("something is left out of what fits")
	}
}

func markdown(t *testing.T, rs *Reports, limit int) string {
	t.Helper()
	var b strings.Builder
	if err := rs.WriteMarkdown(&b, limit); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
