package interop_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// scenario is a story of calls, told by one process to one fresh box.
type scenario struct {
	name      string
	only      string // the build that it is for; both when empty
	box       []authingtest.Option
	secret    authing.Secret // the pool's own when empty
	elsewhere []string       // hosts and ports that a page asks for in vain
	steps     []step
}

// step is a call and what the client must report of it. Arguments and
// expectations are JSON, in which "${...}" stands for a value that is known only
// then; see [story.value].
type step struct {
	only   string                   // the build that it is for; both when empty
	before func(*testing.T, *story) // what happens first on the service's side
	call   string                   // the client's name of it; dots lead to its submodules
	with   string                   // the arguments, separated by commas
	as     string                   // what later steps call the result, or the error

	// One of the two is given. Only the fields that are named are compared, and
	// "*" is any text but the empty one, or any number but 0.
	want  string // the result
	fails string // the error
}

// refused is the error of a broken business rule.
func refused(code authing.Code) string { return fmt.Sprintf(`{"code": %d}`, code) }

// story is a scenario under way.
type story struct {
	build   string
	box     *authingtest.Server
	client  *client
	results map[string]any     // by the names that the steps gave them
	heard   func(step, answer) // is told what came of each step
}

// TestPublishedClient tells the scenarios by both builds of the client, and those
// of the core API by its client, and reports about every recorded call.
func TestPublishedClient(t *testing.T) {
	told := newReport()
	t.Run("builds", func(t *testing.T) {
		t.Run("Node.js", func(t *testing.T) { told.testNode(t) })
		t.Run("browser", func(t *testing.T) { told.testBrowser(t) })
		t.Run("core", func(t *testing.T) { told.testCore(t) })
	})
	told.finish(t)
}

// scenariosFor gives the scenarios of a build.
func scenariosFor(build string) []scenario {
	all := slices.Concat(scenarios(), publishedScenarios(), refusalScenarios(), browserScenarios())
	return slices.DeleteFunc(all, func(s scenario) bool { return s.only != "" && s.only != build })
}

// testNode tells every scenario by a process of its own.
func (r *report) testNode(t *testing.T) {
	t.Parallel()
	node := findNode(t)
	scenarios := scenariosFor(nodeBuild)
	r.node.expect(len(scenarios))
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			box := authingtest.NewServer(t, s.box...)
			secret := s.secret
			if secret == "" {
				secret = box.Secret
			}
			c := startClient(t, node, box, secret)
			told := &story{build: nodeBuild, box: box, client: c, results: map[string]any{}, heard: r.node.hear}
			if !told.play(t, s.steps) {
				return
			}
			if err := c.end(); err != nil {
				t.Errorf("the driver ended badly: %v\n%s", err, c.trouble())
			}
			r.node.told()
		})
	}
}

// testBrowser tells one scenario after the other in one Chromium.
func (r *report) testBrowser(t *testing.T) {
	t.Parallel()
	b := startBrowser(t, findNode(t), findChromium(t))
	scenarios := scenariosFor(browserBuild)
	r.browser.expect(len(scenarios))
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			box := authingtest.NewServer(t, s.box...)
			elsewhere := newInternet(t, box)
			b.open(t, box, elsewhere)
			told := &story{build: browserBuild, box: box, client: b.client, results: map[string]any{}, heard: r.browser.hear}
			if !told.play(t, s.steps) {
				return
			}
			b.settle(t)
			if diff := cmp.Diff(s.elsewhere, elsewhere.wanted(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the page wants to connect to other hosts (-want +got):\n%s", diff)
			}
			r.browser.told()
		})
	}
	if err := b.client.end(); err != nil {
		t.Errorf("the browser ended badly: %v\n%s", err, b.client.trouble())
	}
}

// play makes the steps' calls, up to the first that fails: what follows builds
// on what came before.
func (s *story) play(t *testing.T, steps []step) bool {
	for i, step := range steps {
		if step.only != "" && step.only != s.build {
			continue
		}
		if !t.Run(fmt.Sprintf("%02d %s", i+1, step.call), func(t *testing.T) { s.run(t, step) }) {
			return false
		}
	}
	return true
}

// run makes a step's call and compares what the client reports.
func (s *story) run(t *testing.T, step step) {
	if (step.want == "") == (step.fails == "") {
		t.Fatal("a step needs want or fails, and not both")
	}
	if step.before != nil {
		step.before(t, s)
	}
	got, err := s.client.call(step.call, json.RawMessage(s.expand(t, "["+step.with+"]")))
	if err != nil {
		t.Fatal(err)
	}
	expected, reported := step.want, got.Result
	if step.fails != "" {
		expected, reported = step.fails, got.Error
	}
	if succeeds := step.fails == ""; got.OK != succeeds {
		t.Fatalf("success is %t, want %t: result %v, error %v", got.OK, succeeds, got.Result, got.Error)
	}
	var want any
	if err := json.Unmarshal([]byte(s.expand(t, expected)), &want); err != nil {
		t.Fatalf("what is expected is no JSON: %v", err)
	}
	if diff := cmp.Diff(want, picked(reported, want)); diff != "" {
		t.Errorf("what the client reports differs (-want +got):\n%s", diff)
	}
	s.heard(step, got)
	if step.as != "" {
		s.results[step.as] = reported
	}
}

// picked cuts what came back down to what is expected of it: fields that are not
// named fall away, and a text or number of which nothing but its presence is
// expected becomes "*".
func picked(got, want any) any {
	switch want := want.(type) {
	case map[string]any:
		fields, ok := got.(map[string]any)
		if !ok {
			return got
		}
		kept := map[string]any{}
		for name, expected := range want {
			if value, ok := fields[name]; ok {
				kept[name] = picked(value, expected)
			}
		}
		return kept
	case []any:
		elements, ok := got.([]any)
		if !ok || len(elements) != len(want) {
			return got
		}
		kept := make([]any, len(want))
		for i, expected := range want {
			kept[i] = picked(elements[i], expected)
		}
		return kept
	case string:
		text, _ := got.(string)
		number, _ := got.(float64)
		if want == "*" && (text != "" || number != 0) {
			return want
		}
	}
	return got
}

// expand puts in what "${...}" stands for.
func (s *story) expand(t *testing.T, text string) string {
	t.Helper()
	return os.Expand(text, func(name string) string { return s.value(t, name) })
}

// value gives what a name in "${...}" stands for; see [story.find].
func (s *story) value(t *testing.T, name string) string {
	t.Helper()
	value, err := s.find(name)
	done(t, err)
	return value
}

// find gives what a name in "${...}" stands for: "box" the box's address, "pool"
// the pool's ID, "sms", "email" and "captcha" followed by an address the newest
// code that went there, "otp" followed by a user's ID, or by where one stands in a
// result, what the user's authenticator shows, and "ada.group.name" a text in the
// result that a step called ada. None of them has a character that JSON escapes.
func (s *story) find(name string) (value string, err error) {
	kind, address, _ := strings.Cut(name, " ")
	switch kind {
	case "box":
		value = s.box.URL
	case "pool":
		value = s.box.PoolID
	case "sms":
		value = s.box.LastSMS(address).Reveal()
	case "email":
		value = s.box.LastEmail(address).Reveal()
	case "captcha":
		value = s.box.LastCaptcha(address).Reveal()
	case "otp":
		if id := s.result(address); id != "" {
			address = id
		}
		code, err := s.box.OneTimePassword(address)
		if err != nil {
			return "", err
		}
		value = code.Reveal()
	default:
		value = s.result(name)
	}
	if value == "" {
		return "", fmt.Errorf("there is no ${%s}", name)
	}
	return value, nil
}

// result gives a text in the result of an earlier step; "" where there is none.
func (s *story) result(path string) string {
	var at any = s.results
	for field := range strings.SplitSeq(path, ".") {
		fields, _ := at.(map[string]any)
		at = fields[field]
	}
	text, _ := at.(string)
	return text
}

// TestClientTalksToTheBoxAlone makes the one call of the client whose host cannot
// be chosen, and sees the driver end rather than connect to it.
func TestClientTalksToTheBoxAlone(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t)
	got, err := startClient(t, findNode(t), box, box.Secret).call("pipeline.templates", json.RawMessage("[]"))
	if err == nil {
		t.Fatalf("the client has an answer from elsewhere: %+v", got)
	}
	if want := "aliyuncs.com:443, which is not the box"; !strings.Contains(err.Error(), want) {
		t.Errorf("the driver says %q, want %q in it", err, want)
	}
}

// TestLockFile sees that npm installs both published clients, what steers the
// browser, and nothing else under their names, from whichever registry is set up.
func TestLockFile(t *testing.T) {
	text, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Name, Version, Resolved, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"authing-js-sdk": "3.22.3", "authing-js-sdk-4": "4.23.55", "playwright-core": "1.64.1"} {
		if got := lock.Packages["node_modules/"+name].Version; got != want {
			t.Errorf("the version of %s is %q, want %q", name, got, want)
		}
	}
	if got, want := lock.Packages["node_modules/authing-js-sdk-4"].Name, "authing-js-sdk"; got != want {
		t.Errorf("the core API's client is %q, want %q", got, want)
	}
	for name, locked := range lock.Packages {
		if name == "" { // this folder
			continue
		}
		if locked.Resolved != "" || !strings.HasPrefix(locked.Integrity, "sha512-") {
			t.Errorf("%s is resolved to %q with integrity %q", name, locked.Resolved, locked.Integrity)
		}
	}
	if bytes.Contains(text, []byte("registry")) {
		t.Error("the lock file names a registry")
	}
}
