package interop_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
)

// reportVariable names the environment variable with the path of a file that the
// report is written to. `make interop` sets it, and shows the file.
const reportVariable = "INTEROP_REPORT"

// report is about which calls were seen to succeed and to fail.
type report struct {
	node, browser build
}

// build is what was heard of one build of the client.
type build struct {
	mu        sync.Mutex
	scenarios int // that there are
	ended     int // of them, as they should
	seen      map[cell]bool
}

// cell is where the report has an outcome of a call: "ok" or a code.
type cell struct{ call, outcome string }

// succeeded is the outcome that is no code.
const succeeded = "ok"

// expect says how many scenarios will be told.
func (b *build) expect(scenarios int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scenarios, b.seen = scenarios, map[cell]bool{}
}

// told says that a scenario came to its end.
func (b *build) told() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended++
}

// hear takes down what came of a step.
func (b *build) hear(s step, got answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if outcome := outcome(got); outcome != "" {
		b.seen[cell{recordedCall(s), outcome}] = true
	}
}

// complete tells whether all scenarios came to their end, which they do not
// where the -run flag chooses some.
func (b *build) complete() bool { return b.scenarios > 0 && b.ended == b.scenarios }

// success is "yes" where a call was seen to succeed.
func (b *build) success(call string) string {
	if b.seen[cell{call, succeeded}] {
		return "yes"
	}
	return ""
}

// failure lists the codes that a call was seen to fail with.
func (b *build) failure(call string) string {
	var codes []string
	for at := range b.seen {
		if at.call == call && at.outcome != succeeded {
			codes = append(codes, at.outcome)
		}
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}

// outcome gives the code that a call failed with, "ok" for a success, and "" for
// what says nothing about the box: the client refused to make the call.
func outcome(got answer) string {
	if got.OK {
		return code(got.Result, succeeded)
	}
	return code(got.Error, "")
}

// code finds a code in what the client reports, whichever way it does so: in the
// error or result itself, in the answer of an endpoint, which may be two levels
// deep, or in an error inside an error. fine is what it is without one.
func code(reported any, fine string) string {
	fields, ok := reported.(map[string]any)
	if !ok {
		return fine
	}
	if number, ok := fields["code"].(float64); ok && number != 200 {
		return strconv.Itoa(int(number))
	}
	if name, ok := fields["error"].(string); ok {
		return name // of OAuth 2.0
	}
	for _, name := range []string{"data", "status", "message"} {
		if inner := code(fields[name], ""); inner != "" {
			return inner
		}
	}
	if status, ok := fields["status"].(float64); ok && status != 200 {
		return fmt.Sprintf("HTTP %.0f", status)
	}
	return fine
}

// recordedCall names a step's call as the recording does, which tells some calls
// apart by their arguments.
func recordedCall(s step) string {
	call, _, _ := strings.Cut(s.call, "/")
	gives := func(name string) bool { return strings.Contains(s.with, `"`+name+`":`) }
	switch call {
	case "register", "login":
		for _, name := range map[string][]string{"register": {"unionid", "phone"}, "login": {"unionid", "username"}}[call] {
			if gives(name) {
				return call + "(" + name + ")"
			}
		}
		return call + "(email)"
	case "update":
		switch {
		case strings.Contains(s.with, "[picture]"):
			return "update(file)"
		case gives("oldPassword"):
			return "update(password)"
		case gives("password"):
			return "update(password, no old one)"
		}
		return "update(profile)"
	case "new Authing":
		if gives("preflight") {
			return "new Authing({preflight, cdnPreflight})"
		}
		return "new Authing({userPoolId, secret})"
	}
	return call
}

// recordedCalls lists the calls that the published client was recorded with.
func recordedCalls(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "wire.json"))
	if err != nil {
		t.Fatal(err)
	}
	var recording struct {
		Cases map[string]struct{ Unrecorded string }
	}
	if err := json.Unmarshal(text, &recording); err != nil {
		t.Fatal(err)
	}
	calls := []string{"new Authing({userPoolId, secret})", "new Authing({preflight, cdnPreflight})"}
	for name, recorded := range recording.Cases {
		if recorded.Unrecorded == "" {
			calls = append(calls, name)
		}
	}
	return slices.Sorted(slices.Values(calls))
}

// finish writes the report, and sees that it has no gap but the excused ones.
func (r *report) finish(t *testing.T) {
	t.Helper()
	recorded := recordedCalls(t)
	var gaps []string
	if r.node.complete() {
		gaps = r.node.gaps(nodeBuild, recorded)
	}
	if r.browser.complete() {
		gaps = append(gaps, r.browser.gaps(browserBuild, promisedCalls())...)
	}
	for _, gap := range gaps {
		t.Error(gap)
	}
	path := os.Getenv(reportVariable)
	if path == "" {
		return
	}
	var table strings.Builder
	r.write(&table, recorded)
	if err := os.WriteFile(path, []byte(table.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// gaps lists what calls were not seen to do and have no excuse for, and the
// excuses that are not needed.
func (b *build) gaps(name string, calls []string) []string {
	for excused := range excuses() {
		if excused.build == name {
			calls = append(calls, excused.call)
		}
	}
	var gaps []string
	for _, call := range slices.Compact(slices.Sorted(slices.Values(calls))) {
		for what, seen := range map[string]bool{succeed: b.success(call) != "", fail: b.failure(call) != ""} {
			reason, excused := excuses()[excuse{name, call, what}]
			switch {
			case !seen && !excused:
				gaps = append(gaps, fmt.Sprintf("%s: %s was not seen to %s", name, call, what))
			case seen && excused:
				gaps = append(gaps, fmt.Sprintf("%s: %s was seen to %s, though %s", name, call, what, reason))
			}
		}
	}
	slices.Sort(gaps)
	return gaps
}

// write prints the table: a row for every recorded call, and then for what else
// was called.
func (r *report) write(to io.Writer, recorded []string) {
	calls := map[string]bool{}
	for at := range r.node.seen {
		calls[at.call] = true
	}
	for at := range r.browser.seen {
		calls[at.call] = true
	}
	for _, call := range recorded {
		delete(calls, call)
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "call\tNode.js\tfails with\tbrowser\tfails with\tremark")
	for _, call := range slices.Concat(recorded, slices.Sorted(maps.Keys(calls))) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", call,
			r.node.success(call), r.node.failure(call), r.browser.success(call), r.browser.failure(call), remark(call))
	}
	_ = table.Flush() // to the memory
	fmt.Fprintf(to, "\nScenarios that ended as they should: %d of %d in Node.js, %d of %d in a browser.\n",
		r.node.ended, r.node.scenarios, r.browser.ended, r.browser.scenarios)
	fmt.Fprintln(to, "The browser is to show what the document of the JavaScript SDK promises; its build lacks many of the other calls.")
}
