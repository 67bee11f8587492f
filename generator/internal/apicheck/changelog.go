package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// Where breaks are announced.
const (
	changelog  = "CHANGELOG.md"
	unreleased = "## Unreleased"
	breaking   = "### Breaking"
)

// codeSpan is a text in backticks.
var codeSpan = regexp.MustCompile("`([^`]+)`")

// readAnnounced notes which changes a changelog announces. Where there is none,
// nothing is.
func (r *report) readAnnounced(file string) error {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading what is announced: %w", err)
	}
	names := announced(string(text))
	for _, c := range r.changes {
		c.announced = names[c.symbol]
	}
	return nil
}

// announced gives what stands in backticks in the section for breaks of the version
// to come. A section ends at the next heading of its level or above.
func announced(text string) map[string]bool {
	names := map[string]bool{}
	version, section := "", ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# "), strings.HasPrefix(line, "## "):
			version, section = line, ""
		case strings.HasPrefix(line, "### "):
			section = line
		case version == unreleased && section == breaking:
			for _, span := range codeSpan.FindAllStringSubmatch(line, -1) {
				names[span[1]] = true
			}
		}
	}
	return names
}
