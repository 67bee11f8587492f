package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkSpelling finds initialisms and words that no name would ever be found in.
func (c *Config) checkSpelling(d *document) {
	for i, initialism := range c.Initialisms {
		if upper := strings.ToUpper(initialism); initialism != upper {
			d.addf(fmt.Sprintf("initialisms[%d]", i), "is %q, which no name has: write %s, in capitals", initialism, upper)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(c.Words)) {
		if lower := strings.ToLower(word); word != lower {
			d.addf("words."+word, "is for %q, which no name has: write %s, in lower case", word, lower)
		}
	}
}
