package sdk

import (
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

// wireClient is a client in one of the states that decide about Authorization.
type wireClient struct {
	name          string
	column        func(method) credential // of the table of methods
	authorization map[credential]string   // the header that a credential stands for
	exchanges     bool                    // whether the owner token has to be fetched first
	signedIn      authing.Secret          // the session before the call
	make          func(r *recorder, key string) (both, error)
}

var wireClients = []wireClient{
	{
		name:          "management with the secret",
		column:        func(m method) credential { return m.management },
		authorization: map[credential]string{owner: "Bearer " + ownerToken},
		exchanges:     true,
		make: func(r *recorder, key string) (both, error) {
			return management.New("POOL", append(managementOptions(r, key), management.WithSecret("SECRET"))...)
		},
	},
	{
		name:          "management with a manager's token",
		column:        func(m method) credential { return m.management },
		authorization: map[credential]string{owner: "Bearer manager-token"},
		make: func(r *recorder, key string) (both, error) {
			return management.New("POOL", append(managementOptions(r, key), management.WithToken("manager-token"))...)
		},
	},
	{
		name:          "enduser signed in",
		column:        func(m method) credential { return m.enduser },
		authorization: map[credential]string{session: "Bearer session-token"},
		signedIn:      "session-token",
		make: func(r *recorder, key string) (both, error) {
			return enduser.New("POOL", append(enduserOptions(r, key), enduser.WithToken("session-token"))...)
		},
	},
	{
		name:          "enduser derived for another person",
		column:        func(m method) credential { return m.enduser },
		authorization: map[credential]string{session: "Bearer other-token"},
		signedIn:      "other-token",
		make: func(r *recorder, key string) (both, error) {
			c, err := enduser.New("POOL", append(enduserOptions(r, key), enduser.WithToken("session-token"))...)
			if err != nil {
				return nil, err
			}
			return c.WithToken("other-token"), nil
		},
	},
	{
		name:   "enduser signed out",
		column: func(m method) credential { return m.enduser },
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
	recorded := readRecording(t)
	key, public := newPasswordKey(t)
	for _, c := range calls {
		for _, client := range wireClients {
			if client.column(methodOf(t, c.name)) == absent {
				continue
			}
			t.Run(c.name+"/"+client.name, func(t *testing.T) {
				r := newRecorder(t, key)
				made, err := client.make(r, public)
				if err != nil {
					t.Fatal(err)
				}
				if _, enduser := made.(*enduser.Client); enduser && c.refused != "" {
					checkRefused(t, c, made, r)
					return
				}
				checkCall(t, recorded, c, client, made, r)
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

// checkCall makes one call and looks at what was sent, at what came back, and at the
// session afterwards.
func checkCall(t *testing.T, recorded recording, c call, client wireClient, made both, r *recorder) {
	t.Helper()
	m := methodOf(t, c.name)
	result, err := c.on(t.Context(), made)
	sent := r.sent(t)
	if client.column(m) == session && client.signedIn == "" {
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
	compare(t, c.name, wanted(t, recorded, c, client), sent)
	if c, ok := made.(*enduser.Client); ok {
		checkSession(t, c, map[effect]authing.Secret{keeps: client.signedIn, starts: newSession, ends: ""}[m.session])
	}
}

// wanted returns the requests that a call has to send on a client: the recorded ones,
// and before them the exchange of the secret where the owner token is needed.
func wanted(t *testing.T, recorded recording, c call, client wireClient) []request {
	t.Helper()
	known, ok := recorded.Cases[c.name]
	if !ok {
		t.Fatalf("the recording has no case %q", c.name)
	}
	sends := client.column(methodOf(t, c.name))
	var want []request
	if sends == owner && client.exchanges {
		want = append(want, recorded.request(t, recorded.Exchange, ""))
	}
	for _, req := range known.Requests {
		want = append(want, recorded.request(t, req, client.authorization[sends]))
	}
	return want
}

// compare reports what differs and is no known deviation, and which known one does not
// show.
func compare(t *testing.T, name string, want, sent []request) {
	t.Helper()
	if len(want) != len(sent) {
		t.Errorf("%d requests are sent, %d are recorded: %s", len(sent), len(want), labels(sent))
		return
	}
	got := []string{}
	for i := range want {
		got = append(got, differences(want[i], sent[i])...)
	}
	known := []string{}
	for _, d := range deviations {
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

func checkSession(t *testing.T, c *enduser.Client, want authing.Secret) {
	t.Helper()
	got, err := c.Token(t.Context())
	if got != want || (err != nil) != (want == "") {
		t.Errorf("the session afterwards is %q, want %q; error %v", got.Reveal(), want.Reveal(), err)
	}
}

// TestWireIsComplete proves that no method that sends something, no case of the
// recording and no deviation is left out.
func TestWireIsComplete(t *testing.T) {
	recorded := readRecording(t)
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
	r := newRecorder(t, key)
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
