package runtime

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

func noExchange(context.Context, *Call, authing.Secret) (authing.Secret, error) { return "", nil }

func TestNewRefuses(t *testing.T) {
	person := Settings{Mode: SessionCredential}
	manager := Settings{Mode: OwnerCredential, Token: managerToken}
	tests := map[string]struct {
		pool     string
		settings Settings
		option   Option
		want     string
	}{
		"no pool":                {"", person, nil, "authing: New: pool ID is required"},
		"no mode":                {"POOL", Settings{}, nil, "authing: New: mode must be that of an owner or of a session"},
		"secret for a person":    {"POOL", Settings{Mode: SessionCredential, Secret: poolSecret}, nil, "authing: New: the pool's secret does not belong into a client that acts for one person"},
		"owner without anything": {"POOL", Settings{Mode: OwnerCredential, Exchange: noExchange}, nil, "authing: New: the pool's secret or a manager's token is required"},
		"owner with both":        {"POOL", Settings{Mode: OwnerCredential, Secret: poolSecret, Token: managerToken}, nil, "authing: New: the pool's secret and a manager's token are both given: give one of them"},
		"secret, no exchange":    {"POOL", Settings{Mode: OwnerCredential, Secret: poolSecret}, nil, "authing: New: the exchange of the pool's secret is required"},
		"key not PEM":            {"POOL", person, WithPasswordKey("MIGf"), "authing: New: WithPasswordKey is not in PEM"},
		"key empty":              {"POOL", person, WithPasswordKey(""), "authing: New: WithPasswordKey is empty"},
		"host without scheme":    {"POOL", person, WithHost(authing.HostUser, "users.example.com"), `authing: New: WithHost("user") is not an absolute http or https URL`},
		"host of another scheme": {"POOL", person, WithHost(authing.HostUser, "ftp://users.example.com"), `authing: New: WithHost("user") is not an absolute http or https URL`},
		"host no URL":            {"POOL", person, WithHost(authing.HostCDN, "http://[::1"), `authing: New: WithHost("cdn") is not an absolute http or https URL`},
		"host empty":             {"POOL", person, WithHost(authing.HostBase, ""), `authing: New: WithHost("base") is not an absolute http or https URL`},
		"host with a password":   {"POOL", person, WithHost(authing.HostBase, "https://ada:"+password+"@example.com"), `authing: New: WithHost("base") must not contain a user or password`},
		"host with a query":      {"POOL", person, WithOrigin("https://example.com/?a=b"), "authing: New: WithOrigin must not contain a query or a fragment"},
		"unknown role":           {"POOL", person, WithHost("moon", "https://example.com"), `authing: New: WithHost("moon") names no role of a host`},
		"no time":                {"POOL", manager, WithTimeout(0), "authing: New: WithTimeout must be positive"},
		"no room":                {"POOL", manager, WithResponseLimit(-1), "authing: New: WithResponseLimit must be positive"},
		"no HTTP client":         {"POOL", manager, WithHTTPClient(nil), "authing: New: WithHTTPClient is nil"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var options []Option
			if test.option != nil {
				options = append(options, test.option)
			}
			client, err := New(test.pool, test.settings, options...)
			if err == nil || client != nil {
				t.Fatalf("New = %v, %v", client, err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
			checkPrinting(t, err)
		})
	}
	if _, err := New("POOL", person, nil); err == nil {
		t.Error("a nil option was taken")
	}
}

func TestNewSendsNothing(t *testing.T) {
	settings := Settings{Mode: OwnerCredential, Secret: poolSecret, Exchange: noExchange}
	_, err := New("POOL", settings, through(transport(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return reply(200, "{}"), nil
	})))
	if err != nil {
		t.Fatal(err)
	}
}

func TestPrintingIsHarmless(t *testing.T) {
	settings := Settings{Mode: OwnerCredential, Secret: poolSecret, Token: userToken, Exchange: noExchange}
	person := newPerson(t)
	manager := newManager(t)
	owner, err := New("POOL", Settings{Mode: OwnerCredential, Secret: poolSecret, Exchange: noExchange})
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := person.Call(login).Seal("Password", password)
	if err != nil {
		t.Fatal(err)
	}
	hidden = append(hidden, sealed.ciphertext)
	defer func() { hidden = hidden[:len(hidden)-1] }()
	for _, value := range []any{
		settings, &settings, person, *person, manager, *manager, owner, *owner,
		person.Call(login), *person.Call(login), sealed, *sealed,
	} {
		checkPrinting(t, value)
	}
	if text := fmt.Sprintf("%#v", person); text != "runtime.Client(POOL)" {
		t.Errorf("client prints as %s", text)
	}
	var none *Client
	if text := fmt.Sprint(none); text != "<nil>" {
		t.Errorf("no client prints as %s", text)
	}
	if text, err := json.Marshal([]any{person}); err != nil || string(text) != "[{}]" {
		t.Errorf("client marshals as %s, %v", text, err)
	}
}

func TestDerivedClients(t *testing.T) {
	first := newPerson(t)
	second := first.WithSession("other")
	if first.Token() != userToken || second.Token() != "other" {
		t.Errorf("tokens are %s and %s", first.Token().Reveal(), second.Token().Reveal())
	}
	second.Call(login).EndSession()
	if first.Token() != userToken || second.Token() != "" {
		t.Error("ending one session touched the other")
	}
	if first.Pool() != "POOL" || second.core != first.core {
		t.Error("the derived client has a core of its own")
	}
	if token := newManager(t).Token(); token != "" {
		t.Error("an owner's client tells its token")
	}
	// A person's client derived from an owner's cannot act as the owner.
	person := newManager(t).WithSession(userToken)
	op := login
	op.Credential = OwnerCredential
	if _, err := send(t.Context(), person, op, nil); err == nil {
		t.Error("a person acts as the owner")
	}
	if allocations := testing.AllocsPerRun(100, func() { first.WithSession("other") }); allocations > 6 {
		t.Errorf("deriving a client allocates %v times", allocations)
	}
}

func TestSettingsHaveDefaults(t *testing.T) {
	client := newPerson(t)
	if client.core.timeout != 10*time.Second || client.core.limit != 32<<20 {
		t.Errorf("timeout %v, limit %d", client.core.timeout, client.core.limit)
	}
	if client.CDN() != "https://usercontents.authing.cn" {
		t.Errorf("CDN is %s", client.CDN())
	}
}
