package sdk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// coreRecording is the file of what the core API's client was seen to send.
const coreRecording = "testdata/core-wire.json"

var coreRules = rules{differences: stricter, deviations: coreDeviations}

// coreDeviations are the differences from the recording that are meant to be.
var coreDeviations = slices.Concat(
	unset("registerByEmail", "registerByEmail", "input.params null", "input.context null"),
	unset("registerByUserName", "registerByUsername", "input.params null", "input.context null", "input.profile {}"),
	unset("registerByPhoneCode", "registerByPhoneCode", "input.params null", "input.context null", "input.profile {}"),
	unset("loginByPhoneCode", "loginByPhoneCode", "input.params null", "input.context null"),
	[]deviation{
		{
			name:    "roles.addPolicies",
			differs: `addPolicyAssignments: argument targetType is recorded as "USER", and sent as "ROLE"`,
			reason:  "a fault of the recorded client: its listPolicies asks for those of the role",
		},
		{
			name:    "roles.removePolicies",
			differs: `removePolicyAssignments: argument targetType is recorded as "USER", and sent as "ROLE"`,
			reason:  "likewise",
		},
	},
)

// unset are deviations where the recorded client sends an empty value for what was not
// set.
func unset(name, field string, arguments ...string) []deviation {
	var list []deviation
	for _, text := range arguments {
		argument, value, _ := strings.Cut(text, " ")
		list = append(list, deviation{
			name:    name,
			differs: fmt.Sprintf("%s: argument %s is recorded as %s, and not sent", field, argument, value),
			reason:  "what was not set is not sent: null may mean to empty the field",
		})
	}
	return list
}

// Tokens of people who are signed in. What the clients fill in is read from them.
const (
	signedInToken = "h.eyJzdWIiOiJVU0VSIn0.s"             // {"sub":"USER"}
	derivedToken  = "h.eyJkYXRhIjp7ImlkIjoiVVNFUiJ9fQ.s2" // {"data":{"id":"USER"}}
	factorToken   = "factor-token"
)

// coreClient is a client of the core API in one of the states that decide about what it
// sends. It makes one of the two.
type coreClient struct {
	wireState
	management func(hosts []management.Option, key management.Option) (*management.Client, error)
	enduser    func(hosts []enduser.Option, key enduser.Option) (*enduser.Client, error)
}

// coreHeaders go with every request.
var coreHeaders = map[string]string{
	"X-Authing-Userpool-Id": "POOL", "X-Authing-Request-From": "sdk", "X-Authing-Lang": "zh-CN",
	"X-Authing-Sdk-Version": "go:" + authing.Version,
}

// withHeader returns the headers and one more, or with another value.
func withHeader(name, value string) map[string]string {
	headers := maps.Clone(coreHeaders)
	headers[name] = value
	return headers
}

// coreApp are the headers of the end-user client, which acts at one application.
var coreApp = withHeader("X-Authing-App-Id", "APP")

var coreClients = []coreClient{
	{
		wireState: wireState{
			name:          "management with the secret",
			column:        onManagement,
			authorization: map[credential]string{owner: "Bearer " + ownerToken},
			exchanges:     true,
			headers:       coreHeaders,
		},
		management: func(hosts []management.Option, key management.Option) (*management.Client, error) {
			return management.New("POOL", append(hosts, key, management.WithSecret("SECRET"))...)
		},
	},
	{
		wireState: wireState{
			name:          "management with a manager's token, in English, without a key",
			column:        onManagement,
			authorization: map[credential]string{owner: "Bearer manager-token"},
			fetchesKey:    true,
			headers:       withHeader("X-Authing-Lang", "en-US"),
		},
		management: func(hosts []management.Option, _ management.Option) (*management.Client, error) {
			return management.New("POOL", append(hosts, management.WithToken("manager-token"), management.WithLanguage(authing.LanguageEnglish))...)
		},
	},
	{
		wireState: wireState{
			name:          "management with the secret, without a key",
			column:        onManagement,
			authorization: map[credential]string{owner: "Bearer " + ownerToken},
			exchanges:     true,
			fetchesKey:    true,
			headers:       coreHeaders,
		},
		management: func(hosts []management.Option, _ management.Option) (*management.Client, error) {
			return management.New("POOL", append(hosts, management.WithSecret("SECRET"))...)
		},
	},
	{
		wireState: wireState{
			name:          "enduser signed in",
			column:        onEnduser,
			authorization: map[credential]string{session: "Bearer " + signedInToken, argument: "Bearer " + factorToken},
			signedIn:      signedInToken,
			headers:       coreApp,
		},
		enduser: func(hosts []enduser.Option, key enduser.Option) (*enduser.Client, error) {
			return enduser.New("POOL", "APP", append(hosts, key, enduser.WithToken(signedInToken))...)
		},
	},
	{
		wireState: wireState{
			name:          "enduser derived for another person",
			column:        onEnduser,
			authorization: map[credential]string{session: "Bearer " + derivedToken, argument: "Bearer " + factorToken},
			signedIn:      derivedToken,
			headers:       coreApp,
		},
		enduser: func(hosts []enduser.Option, key enduser.Option) (*enduser.Client, error) {
			c, err := enduser.New("POOL", "APP", append(hosts, key, enduser.WithToken(signedInToken))...)
			if err != nil {
				return nil, err
			}
			return c.WithToken(derivedToken), nil
		},
	},
	{
		wireState: wireState{
			name:          "enduser signed out, without a key",
			column:        onEnduser,
			authorization: map[credential]string{argument: "Bearer " + factorToken},
			fetchesKey:    true,
			headers:       coreApp,
		},
		enduser: func(hosts []enduser.Option, _ enduser.Option) (*enduser.Client, error) {
			return enduser.New("POOL", "APP", hosts...)
		},
	},
}

// trial makes the client, if it has the method, and readies the call on it.
func (c coreClient) trial(t *testing.T, call coreCall, r *recorder, key string) (trial, bool) {
	t.Helper()
	m := methodIn(t, coreMethods, call.name)
	ready := trial{wireState: c.wireState, name: call.name, method: m, result: call.result}
	if c.column(m) == absent {
		return ready, false
	}
	hosts := map[authing.Host]string{authing.HostCore: r.url + "/core", authing.HostWS: r.url + "/ws"}
	if c.management != nil {
		var options []management.Option
		for role, url := range hosts {
			options = append(options, management.WithHost(role, url))
		}
		client, err := c.management(options, management.WithPasswordKey(key))
		if err != nil {
			t.Fatal(err)
		}
		ready.make = func(ctx context.Context) (any, error) { return call.management(ctx, client) }
		return ready, true
	}
	var options []enduser.Option
	for role, url := range hosts {
		options = append(options, enduser.WithHost(role, url))
	}
	client, err := c.enduser(options, enduser.WithPasswordKey(key))
	if err != nil {
		t.Fatal(err)
	}
	ready.session = client
	ready.make = func(ctx context.Context) (any, error) { return call.enduser(ctx, client) }
	return ready, true
}

// TestCoreWire makes every call on every client that has the method, and compares what
// arrives with the recording.
func TestCoreWire(t *testing.T) {
	recorded := readRecording(t, coreRecording)
	key, public := newPasswordKey(t)
	for _, call := range coreCalls {
		for _, client := range coreClients {
			r := newRecorder(t, key, coreAnswer(public))
			ready, has := client.trial(t, call, r, public)
			if !has {
				continue
			}
			t.Run(call.name+"/"+client.name, func(t *testing.T) {
				ready.check(t, recorded, coreRules, r)
			})
		}
	}
}

// TestCoreKeyIsFetchedOnce seals two passwords, and asks for the key before the first.
func TestCoreKeyIsFetchedOnce(t *testing.T) {
	key, public := newPasswordKey(t)
	r := newRecorder(t, key, coreAnswer(public))
	client, err := enduser.New("POOL", "APP", enduser.WithHost(authing.HostCore, r.url+"/core"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: "a", Password: "pw"}); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"api/v2/.well-known", "api/v2/login/account", "api/v2/login/account"}
	if got := labels(r.sent(t)); !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

// TestCoreWireIsComplete proves that no method that sends something, no case of the
// recording, no recorded call and no deviation is left out.
func TestCoreWireIsComplete(t *testing.T) {
	recorded := readRecording(t, coreRecording)
	called, covered := make(map[string]bool), make(map[string]bool)
	for _, c := range coreCalls {
		m := methodIn(t, coreMethods, c.name)
		if called[c.name] {
			t.Errorf("two calls have the name %q", c.name)
		}
		called[c.name], covered[m.name] = true, true
		if (c.management != nil) != (m.management != absent) || (c.enduser != nil) != (m.enduser != absent) {
			t.Errorf("%s is not called on the client that has the method", c.name)
		}
	}
	for _, m := range coreMethods {
		if m.management != local && m.enduser != local && !covered[m.name] {
			t.Errorf("nothing calls %s", m.name)
		}
	}
	seen := maps.Clone(recorded.LeftOut)
	for name, c := range recorded.Cases {
		if !called[name] {
			t.Errorf("nothing calls the recorded case %q", name)
		}
		if (c.Recorded == "") == (c.Unrecorded == "") {
			t.Errorf("the case %q names no recorded call, or gives no reason why there is none", name)
		}
		if _, twice := seen[c.Recorded]; twice {
			t.Errorf("the recorded call %q is taken twice, or left out as well", c.Recorded)
		}
		if c.Recorded != "" {
			seen[c.Recorded] = "taken"
		}
	}
	// Two more are what a client fetches before the call: the owner token, and the key.
	const ofClient = 2
	if got, want := len(seen)+ofClient, 116; got != want {
		t.Errorf("%d recorded calls are taken or left out, and %d were recorded", got, want)
	}
	if taken := strings.Count(strings.Join(slices.Collect(maps.Keys(seen)), "\n"), "management "); taken != 56 {
		t.Errorf("%d recorded calls of the management client are taken, want 56", taken)
	}
	for _, d := range coreDeviations {
		if !called[d.name] || d.reason == "" {
			t.Errorf("the deviation %q (%s) is about no case, or gives no reason", d.name, d.differs)
		}
	}
	for name, reason := range recorded.LeftOut {
		if reason == "" {
			t.Errorf("%s is left out without a reason", name)
		}
	}
}
