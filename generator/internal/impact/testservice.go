package impact

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/goapi"
)

// keep keeps the files, those of test services apart: no program imports them.
func (m *everything) keep(cfg *config.Config, files []emit.File) {
	for _, file := range files {
		to := m.files
		if slices.ContainsFunc(cfg.APIs, func(api config.API) bool { return api.Box != "" && path.Dir(file.Path) == path.Clean(api.Box) }) {
			to = m.boxes
		}
		to[file.Path] = file.Content
	}
}

// testService lists the Go names of the test service's types that go or change:
// hand-written code that answers with them may not compile. What comes stops nobody.
func (c *comparison) testService() []Symbol {
	before, after := c.old.boxed(c.api), c.new.boxed(c.api)
	if before == nil || after == nil { // one of the two has none, which is said elsewhere
		return nil
	}
	gone := map[string]bool{}
	var told []Symbol
	for _, key := range slices.Sorted(maps.Keys(before)) {
		s := &symbol{key: key, old: before[key], new: after[key], became: Changed}
		switch {
		case s.new == nil:
			s.became = Removed
			gone[key] = true
		case s.old.Type == s.new.Type:
			continue
		}
		if !gone[s.owner()] { // else told with its type
			told = append(told, c.symbol(s))
		}
	}
	return told
}

// boxed is what the types of an API's test service are.
func (m *made) boxed(api *config.API) map[string]*goapi.Symbol {
	for file, text := range m.boxes {
		if path.Dir(file) == path.Clean(api.Box) {
			declared, _ := goapi.Written(file, text) // it was formatted, so it is Go
			return declared
		}
	}
	return nil
}

// testServiceTitle says what the types of the test service have to do with a change.
const testServiceTitle = "Types of the test service go or change: its hand-written code may not compile any more"

// writeTestService tells of them.
func (r *Report) writeTestService(b *strings.Builder, paint Paint) {
	if len(r.TestService) == 0 {
		return
	}
	fmt.Fprintf(b, "%s\n", paint(diff.Dangerous, strings.ToLower(testServiceTitle[:1])+testServiceTitle[1:]))
	for _, s := range r.TestService {
		fmt.Fprintf(b, "  %s\n", s.line())
	}
	b.WriteByte('\n')
}
