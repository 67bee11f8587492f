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
	node, browser, core *build
}

func newReport() *report {
	return &report{node: &build{name: nodeBuild}, browser: &build{name: browserBuild}, core: &build{name: coreBuild}}
}

// build is what was heard of one build of a published client.
type build struct {
	name      string
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
	case "publicKeyManager.getPublicKey":
		return "password key (before the first password)"
	case "management tokenProvider.getToken":
		return "management: owner token"
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
	recorded, recordedCore := recordedCalls(t), recordedCoreCalls(t)
	for _, gap := range slices.Concat(r.node.gaps(recorded), r.browser.gaps(promisedCalls()), r.core.gaps(recordedCore)) {
		t.Error(gap)
	}
	path := os.Getenv(reportVariable)
	if path == "" {
		return
	}
	var table strings.Builder
	r.write(&table, recorded, recordedCore)
	if err := os.WriteFile(path, []byte(table.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// gaps lists what calls were not seen to do and have no excuse for, and the
// excuses that are not needed. There are none before every scenario was told.
func (b *build) gaps(calls []string) []string {
	if !b.complete() {
		return nil
	}
	for excused := range excuses() {
		if excused.build == b.name {
			calls = append(calls, excused.call)
		}
	}
	var gaps []string
	for _, call := range slices.Compact(slices.Sorted(slices.Values(calls))) {
		for what, seen := range map[string]bool{succeed: b.success(call) != "", fail: b.failure(call) != ""} {
			reason, excused := excuses()[excuse{b.name, call, what}]
			switch {
			case !seen && !excused:
				gaps = append(gaps, fmt.Sprintf("%s: %s was not seen to %s", b.name, call, what))
			case seen && excused:
				gaps = append(gaps, fmt.Sprintf("%s: %s was seen to %s, though %s", b.name, call, what, reason))
			}
		}
	}
	slices.Sort(gaps)
	return gaps
}

// write prints a table for each of the two clients.
func (r *report) write(to io.Writer, recorded, recordedCore []string) {
	writeTable(to, recorded, r.node, r.browser)
	fmt.Fprintln(to, "The browser is to show what the document of the JavaScript SDK promises; its build lacks many of the other calls.")
	fmt.Fprintln(to)
	writeTable(to, recordedCore, r.core)
}

// writeTable prints a row for every recorded call, and then for what else was
// called.
func writeTable(to io.Writer, recorded []string, builds ...*build) {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "call")
	for _, b := range builds {
		fmt.Fprintf(table, "\t%s\tfails with", b.name)
	}
	fmt.Fprintln(table, "\tremark")
	for _, call := range slices.Concat(recorded, besides(recorded, builds)) {
		fmt.Fprint(table, call)
		for _, b := range builds {
			fmt.Fprintf(table, "\t%s\t%s", b.success(call), b.failure(call))
		}
		fmt.Fprintf(table, "\t%s\n", remark(call, builds))
	}
	_ = table.Flush() // to the memory
	fmt.Fprintln(to)
	for _, b := range builds {
		fmt.Fprintf(to, "Scenarios that ended as they should (%s): %d of %d.\n", b.name, b.ended, b.scenarios)
	}
}

// besides lists what was called and is none of the recorded calls.
func besides(recorded []string, builds []*build) []string {
	calls := map[string]bool{}
	for _, b := range builds {
		for at := range b.seen {
			calls[at.call] = true
		}
	}
	for _, call := range recorded {
		delete(calls, call)
	}
	return slices.Sorted(maps.Keys(calls))
}
