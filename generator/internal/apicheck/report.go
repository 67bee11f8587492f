package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// report is what came of a comparison.
type report struct {
	// since is the revision compared with, empty where there was none; tag is the last
	// version, if there is one, and module the path that it had.
	since, tag, module string
	changes            []*change
}

// breaks are the changes after which a program may not compile.
func (r *report) breaks() []*change {
	return slices.DeleteFunc(slices.Clone(r.changes), func(c *change) bool { return !c.breaking })
}

// unannounced are the breaks that the changelog does not name.
func (r *report) unannounced() []*change {
	return slices.DeleteFunc(r.breaks(), func(c *change) bool { return c.announced })
}

// String gives the report as Markdown.
func (r *report) String() string {
	var b strings.Builder
	switch {
	case r.since == "":
		fmt.Fprintf(&b, "There is no tag %s yet: the exported Go API has nothing to keep to.\n", versions)
		return b.String()
	case len(r.changes) == 0:
		fmt.Fprintf(&b, "The exported Go API is as it was at %s.\n", r.since)
		return b.String()
	}
	fmt.Fprintf(&b, "# The exported Go API since %s\n", r.since)
	for _, label := range labels(r.changes) {
		fmt.Fprintf(&b, "\n## %s\n", label)
		r.printList(&b, "Breaking", label, true)
		r.printList(&b, "Compatible", label, false)
	}
	b.WriteString("\n# What to do\n\n" + r.advice())
	return b.String()
}

// printList prints the changes of a package that are breaking or are not.
func (r *report) printList(b *strings.Builder, title, label string, breaking bool) {
	listed := slices.DeleteFunc(slices.Clone(r.changes), func(c *change) bool {
		return c.label != label || c.breaking != breaking
	})
	if len(listed) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n\n", title)
	for _, c := range listed {
		b.WriteString(c.String())
		if c.announced && breaking {
			b.WriteString(" (announced)")
		}
		b.WriteString("\n")
	}
}

// String gives a line that can be pasted into the changelog.
func (c *change) String() string { return fmt.Sprintf("- `%s`: %s", c.symbol, c.what) }

// advice says what is left to do.
func (r *report) advice() string {
	var b strings.Builder
	left := r.unannounced()
	switch {
	case len(r.breaks()) == 0:
		return "Nothing: no change is breaking.\n"
	case len(left) == 0:
		fmt.Fprintf(&b, "Nothing more in %s: it announces every break.\n", changelog)
	default:
		fmt.Fprintf(&b, "Breaks that %s does not announce: %d. Keep what was, or put this there, and tell what programs do instead:\n\n",
			changelog, len(left))
		fmt.Fprintf(&b, "%s\n\n%s\n\n", unreleased, breaking)
		for _, c := range left {
			fmt.Fprintln(&b, c)
		}
	}
	b.WriteString(r.nextMajor())
	return b.String()
}

// nextMajor says which version breaks ask for, once there is one that promises to
// have none.
func (r *report) nextMajor() string {
	major, err := strconv.Atoi(strings.TrimPrefix(semver.Major(r.tag), "v"))
	if err != nil || major == 0 {
		return ""
	}
	prefix, _, _ := module.SplitPathVersion(r.module)
	return fmt.Sprintf("\nPrograms rely on %s: a break asks for the new major version v%d, whose module path is %s/v%d.\n",
		r.tag, major+1, prefix, major+1)
}
