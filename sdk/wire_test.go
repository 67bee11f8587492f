package sdk

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// deviation is a difference from the recording that is meant to be.
type deviation struct {
	name    string // of the case
	differs string // the line that the comparison reports
	reason  string
}

// rules say how requests are compared with the recorded ones.
type rules struct {
	differences func(recorded, sent request) []string
	deviations  []deviation
}

// classicRecording is the file of what the classic API's client was seen to send.
const classicRecording = "testdata/wire.json"

var classicRules = rules{differences: differences, deviations: deviations}

// deviations are all of them. One that does not apply any more fails the test.
var deviations = []deviation{
	{
		name: "logout",
		differs: "updateUser: the result lacks email emailVerified username nickname company photo browser registerInClient " +
			"registerMethod oauth phone token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted metadata",
		reason: "the method answers with the user's ID, as the documents say: nobody would see the rest",
	},
	{
		name:    "authz.groupRoleList",
		differs: "rbacGroup: the result lacks _id name description",
		reason:  "the recorded client throws them away: both answer with the roles alone",
	},
	{
		// On the management client alone: the end-user client asks for the old password.
		name:    "update(password, no old one)",
		differs: "updateUser: argument options.oldPassword is recorded as null, and not sent",
		reason:  "what was not set is not sent: null may mean to empty the field",
	},
}

// wireState is one of the states of a client that decide about what it sends.
type wireState struct {
	name          string
	column        func(method) credential // of the table of methods
	authorization map[credential]string   // the header that a credential stands for
	exchanges     bool                    // whether the owner token has to be fetched first
	fetchesKey    bool                    // whether the password key has to be fetched before a password is sealed
	signedIn      authing.Secret          // the session before the call
	headers       map[string]string       // that every request carries
}

// wireClient is a client in such a state.
type wireClient struct {
	wireState
	make func(r *recorder, key string) (both, error)
}

// trial is one call on one client.
type trial struct {
	wireState
	name    string // of the case
	method  method
	make    func(context.Context) (any, error)
	result  any // what comes back; nil where the request alone shows that all is well
	session interface {
		Token(context.Context) (authing.Secret, error)
	} // nil where the client holds none
}

var wireClients = []wireClient{
	{
		wireState: wireState{
			name:          "management with the secret",
			column:        onManagement,
			authorization: map[credential]string{owner: "Bearer " + ownerToken},
			exchanges:     true,
		},
		make: func(r *recorder, key string) (both, error) {
			return management.New("POOL", append(managementOptions(r, key), management.WithSecret("SECRET"))...)
		},
	},
	{
		wireState: wireState{
			name:          "management with a manager's token",
			column:        onManagement,
			authorization: map[credential]string{owner: "Bearer manager-token"},
		},
		make: func(r *recorder, key string) (both, error) {
			return management.New("POOL", append(managementOptions(r, key), management.WithToken("manager-token"))...)
		},
	},
	{
		wireState: wireState{
			name:          "enduser signed in",
			column:        onEnduser,
			authorization: map[credential]string{session: "Bearer session-token"},
			signedIn:      "session-token",
		},
		make: func(r *recorder, key string) (both, error) {
			return enduser.New("POOL", append(enduserOptions(r, key), enduser.WithToken("session-token"))...)
		},
	},
	{
		wireState: wireState{
			name:          "enduser derived for another person",
			column:        onEnduser,
			authorization: map[credential]string{session: "Bearer other-token"},
			signedIn:      "other-token",
		},
		make: func(r *recorder, key string) (both, error) {
			c, err := enduser.New("POOL", append(enduserOptions(r, key), enduser.WithToken("session-token"))...)
			if err != nil {
				return nil, err
			}
			return c.WithToken("other-token"), nil
		},
	},
	{
		wireState: wireState{
			name:   "enduser signed out",
			column: onEnduser,
		},
		make: func(r *recorder, key string) (both, error) {
			return enduser.New("POOL", enduserOptions(r, key)...)
		},
	},
}

// hosts gives each role an address of its own on the recorder; nothing is to be sent to
// the one with the pictures.
func hosts(r *recorder) map[authing.Host]string {
	return map[authing.Host]string{
		authing.HostUser:   r.url + "/user/graphql",
		authing.HostOAuth:  r.url + "/oauth/graphql",
		authing.HostBase:   r.url + "/base",
		authing.HostCDN:    picturesHost,
		authing.HostUpload: r.url + "/upload/",
	}
}

func managementOptions(r *recorder, key string) []management.Option {
	options := []management.Option{management.WithPasswordKey(key)}
	for role, url := range hosts(r) {
		options = append(options, management.WithHost(role, url))
	}
	return options
}

func enduserOptions(r *recorder, key string) []enduser.Option {
	options := []enduser.Option{enduser.WithPasswordKey(key)}
	for role, url := range hosts(r) {
		options = append(options, enduser.WithHost(role, url))
	}
	return options
}

// TestWire makes every call on every client that has the method, and compares what
// arrives with the recording.
func TestWire(t *testing.T) {
	recorded := readRecording(t, classicRecording)
	key, public := newPasswordKey(t)
	for _, c := range calls {
		for _, client := range wireClients {
			if client.column(methodOf(t, c.name)) == absent {
				continue
			}
			t.Run(c.name+"/"+client.name, func(t *testing.T) {
				r := newRecorder(t, key, classicAnswer)
				made, err := client.make(r, public)
				if err != nil {
					t.Fatal(err)
				}
				person, isPerson := made.(*enduser.Client)
				if isPerson && c.refused != "" {
					checkRefused(t, c, made, r)
					return
				}
				call := trial{
					wireState: client.wireState, name: c.name, method: methodOf(t, c.name), result: c.result,
					make: func(ctx context.Context) (any, error) { return c.on(ctx, made) },
				}
				if isPerson {
					call.session = person
				}
				call.check(t, recorded, classicRules, r)
			})
		}
	}
}

// checkRefused makes a call that is refused before anything is sent.
func checkRefused(t *testing.T, c call, client both, r *recorder) {
	t.Helper()
	_, err := c.on(t.Context(), client)
	if _, ok := errors.AsType[*authing.InputError](err); !ok {
		t.Errorf("the error is %v, want an *authing.InputError: %s", err, c.refused)
	}
	if sent := r.sent(t); len(sent) > 0 {
		t.Errorf("%d requests are sent, want none: %s", len(sent), c.refused)
	}
}

// check makes the call and looks at what was sent, at what came back, and at the session
// afterwards.
func (c trial) check(t *testing.T, recorded recording, rules rules, r *recorder) {
	t.Helper()
	result, err := c.make(t.Context())
	sent := r.sent(t)
	if c.column(c.method) == session && c.signedIn == "" {
		if !errors.Is(err, authing.ErrNoSession) || len(sent) > 0 {
			t.Errorf("without a session the error is %v and %d requests are sent; want authing.ErrNoSession and none", err, len(sent))
		}
		return
	}
	if err != nil {
		t.Errorf("the call failed: %v", err)
	}
	if c.result != nil {
		if diff := cmp.Diff(c.result, result); diff != "" {
			t.Errorf("the result differs (-want +got):\n%s", diff)
		}
	}
	rules.compare(t, c.name, c.wanted(t, recorded), sent)
	if c.session != nil {
		want := map[effect]authing.Secret{keeps: c.signedIn, starts: newSession, ends: ""}[c.method.session]
		got, err := c.session.Token(t.Context())
		if got != want || (err != nil) != (want == "") {
			t.Errorf("the session afterwards is %q, want %q; error %v", got.Reveal(), want.Reveal(), err)
		}
	}
}

// wanted returns the requests that the call has to send: the recorded ones, and before
// them what the client fetches once.
func (c trial) wanted(t *testing.T, recorded recording) []request {
	t.Helper()
	known, ok := recorded.Cases[c.name]
	if !ok {
		t.Fatalf("the recording has no case %q", c.name)
	}
	sends := c.column(c.method)
	var want []request
	for _, req := range known.Requests {
		want = append(want, recorded.request(t, req, c.authorization[sends]))
	}
	if sends == owner && c.exchanges {
		want = slices.Insert(want, 0, recorded.request(t, recorded.Exchange, ""))
	}
	if c.fetchesKey && slices.ContainsFunc(want, request.sealed) {
		want = slices.Insert(want, 0, recorded.request(t, recorded.PasswordKey, ""))
	}
	for _, req := range want {
		for name, value := range c.headers {
			req.facts["header "+name] = value
		}
	}
	return want
}

// compare reports what differs and is no known deviation, and which known one does not
// show.
func (r rules) compare(t *testing.T, name string, want, sent []request) {
	t.Helper()
	if len(want) != len(sent) {
		t.Errorf("%d requests are sent, %d are recorded: %s", len(sent), len(want), labels(sent))
		return
	}
	got := []string{}
	for i := range want {
		got = append(got, r.differences(want[i], sent[i])...)
	}
	known := []string{}
	for _, d := range r.deviations {
		if d.name == name {
			known = append(known, d.differs)
		}
	}
	if diff := cmp.Diff(known, got, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("differences from the recording (+), deviations that do not apply any more (-):\n%s", diff)
	}
}

func labels(requests []request) []string {
	var list []string
	for _, req := range requests {
		list = append(list, req.label)
	}
	return list
}

// TestWireIsComplete proves that no method that sends something, no case of the
// recording and no deviation is left out.
func TestWireIsComplete(t *testing.T) {
	recorded := readRecording(t, classicRecording)
	var names []string
	covered := make(map[string]bool)
	for _, c := range calls {
		names = append(names, c.name)
		covered[methodOf(t, c.name).name] = true
		if only := onlyOn(methodOf(t, c.name)); (c.both != nil) != (only == "") || (c.management != nil) != (only == "management") || (c.enduser != nil) != (only == "enduser") {
			t.Errorf("%s is not called on the clients that have the method", c.name)
		}
	}
	for _, m := range methods {
		if m.management != local && !covered[m.name] {
			t.Errorf("nothing calls %s", m.name)
		}
	}
	for name := range recorded.Cases {
		if !slices.Contains(names, name) {
			t.Errorf("nothing calls the recorded case %q", name)
		}
	}
	if sorted := slices.Sorted(slices.Values(names)); len(slices.Compact(sorted)) != len(names) {
		t.Error("two calls have one name")
	}
	for _, d := range deviations {
		if !slices.Contains(names, d.name) || d.reason == "" {
			t.Errorf("the deviation %q (%s) is about no case, or gives no reason", d.name, d.differs)
		}
	}
}

// onlyOn returns the client that alone has a method; "" where both have it.
func onlyOn(m method) string {
	switch {
	case m.enduser == absent:
		return "management"
	case m.management == absent:
		return "enduser"
	}
	return ""
}

// TestEverythingIsSet proves that the calls that set everything do: a field that is new
// has to get a value here, and its parameter in the recording.
func TestEverythingIsSet(t *testing.T) {
	for name, input := range map[string]any{"Register": registerEverything(), "Update": updateEverything()} {
		v := reflect.ValueOf(input)
		for field, value := range v.Fields() {
			if value.IsZero() && field.Name != "PhotoFile" {
				t.Errorf("%s: the field %s is not set", name, field.Name)
			}
		}
	}
}

// TestQRCodesAreNamedAtRandom proves that the word that comes back is the one that was
// sent, and that no two codes have the same.
func TestQRCodesAreNamedAtRandom(t *testing.T) {
	key, public := newPasswordKey(t)
	r := newRecorder(t, key, classicAnswer)
	client, err := enduser.New("POOL", enduserOptions(r, public)...)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for range 2 {
		code, err := client.GenQRCode(t.Context(), enduser.GenQRCodeInput{})
		if err != nil {
			t.Fatal(err)
		}
		sent, _ := r.received()
		if last := sent[len(sent)-1].facts["query random"]; code.Random != last {
			t.Errorf("the code is named %q, the service was sent %q", code.Random, last)
		}
		words = append(words, code.Random)
	}
	if words[0] == words[1] {
		t.Errorf("two codes are named %q", words[0])
	}
}
