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

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// scenario is a story of calls, told by one process to one fresh box.
type scenario struct {
	name   string
	box    []authingtest.Option
	secret authing.Secret // the pool's own when empty
	steps  []step
}

// step is a call and what the client must report of it. Arguments and
// expectations are JSON, in which "${...}" stands for a value that is known only
// then; see [story.value].
type step struct {
	before func(*testing.T, *story) // what happens first on the service's side
	call   string                   // the client's name of it; dots lead to its submodules
	with   string                   // the arguments, separated by commas
	as     string                   // what later steps call the result

	// One of the two is given. Only the fields that are named are compared, and
	// "*" is any text but the empty one.
	want  string // the result
	fails string // the error
}

// refused is the error of a broken business rule.
func refused(code authing.Code) string { return fmt.Sprintf(`{"code": %d}`, code) }

// story is a scenario under way.
type story struct {
	box     *authingtest.Server
	client  *client
	results map[string]any // by the names that the steps gave them
}

func TestPublishedClient(t *testing.T) {
	node := findNode(t)
	for _, s := range slices.Concat(scenarios(), publishedScenarios()) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			box := authingtest.NewServer(t, s.box...)
			secret := s.secret
			if secret == "" {
				secret = box.Secret
			}
			told := &story{box: box, client: startClient(t, node, box, secret), results: map[string]any{}}
			for i, step := range s.steps {
				// What follows builds on what came before.
				if !t.Run(fmt.Sprintf("%02d %s", i+1, step.call), func(t *testing.T) { told.run(t, step) }) {
					return
				}
			}
			if err := told.client.end(); err != nil {
				t.Errorf("the driver ended badly: %v\n%s", err, told.client.problems)
			}
		})
	}
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
	if step.as != "" {
		s.results[step.as] = got.Result
	}
}

// picked cuts what came back down to what is expected of it: fields that are not
// named fall away, and a text of which nothing but its presence is expected
// becomes "*".
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
		if text, ok := got.(string); ok && text != "" && want == "*" {
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

// find gives what a name in "${...}" stands for: "pool" the pool's ID, "sms",
// "email" and "captcha" followed by an address the newest code that went there,
// "otp" followed by a user's ID, or by where one stands in a result, what the
// user's authenticator shows, and "ada.group.name" a text in the result that a step called ada. None of them
// has a character that JSON escapes.
func (s *story) find(name string) (value string, err error) {
	kind, address, _ := strings.Cut(name, " ")
	switch kind {
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

// TestLockFile sees that npm installs the published client and nothing else
// under its name, from whichever registry is set up.
func TestLockFile(t *testing.T) {
	text, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Resolved, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	if got := lock.Packages["node_modules/authing-js-sdk"].Version; got != "3.22.3" {
		t.Errorf("the client's version is %q", got)
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
