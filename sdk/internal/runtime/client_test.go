package runtime

import (
	"context"
	"encoding/json"
	"errors"
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
		"unknown role":           {"POOL", person, WithHost("moon", "https://example.com"), `authing: New: WithHost("moon") names no role of a host that this client asks: give one of ["user" "oauth" "base" "cdn" "upload"]`},
		"no time":                {"POOL", manager, WithTimeout(0), "authing: New: WithTimeout must be positive"},
		"no room":                {"POOL", manager, WithResponseLimit(-1), "authing: New: WithResponseLimit must be positive"},
		"plain http":             {"POOL", manager, WithHost(authing.HostUser, "http://users.example.com"), `authing: New: WithHost("user") is plain http, over which anybody on the way can read secrets: use https, or WithInsecureHTTP`},
		"plain http, one origin": {"POOL", manager, WithOrigin("http://10.0.0.1"), "authing: New: WithOrigin is plain http, over which anybody on the way can read secrets: use https, or WithInsecureHTTP"},
		"less than no attempt":   {"POOL", manager, WithRetry(authing.Retry{Attempts: -1}), "authing: New: WithRetry must not be negative"},
		"delays upside down":     {"POOL", manager, WithRetry(authing.Retry{MinDelay: 2, MaxDelay: 1}), "authing: New: WithRetry has a MaxDelay below its MinDelay"},
		"no logger":              {"POOL", manager, WithLogger(nil), "authing: New: WithLogger is nil"},
		"no user agent":          {"POOL", manager, WithUserAgent(""), "authing: New: WithUserAgent must be printable ASCII"},
		"two headers":            {"POOL", manager, WithUserAgent("a\r\nb: c"), "authing: New: WithUserAgent must be printable ASCII"},
		"no middleware":          {"POOL", manager, WithMiddleware(nil), "authing: New: WithMiddleware has a middleware that is nil"},
		"empty middleware":       {"POOL", manager, WithMiddleware(func(authing.Send) authing.Send { return nil }), "authing: New: WithMiddleware has a middleware that returns nil"},
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
	sealed, err := person.Call(login).Seal(t.Context(), "Password", password)
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
	if tokenOf(t, first) != userToken || tokenOf(t, second) != "other" {
		t.Errorf("tokens are %s and %s", tokenOf(t, first).Reveal(), tokenOf(t, second).Reveal())
	}
	second.Call(login).EndSession(t.Context())
	if tokenOf(t, first) != userToken || tokenOf(t, second) != "" {
		t.Error("ending one session touched the other")
	}
	if first.Pool() != "POOL" || second.core != first.core {
		t.Error("the derived client has a core of its own")
	}
	if token, err := newManager(t).Token(t.Context()); token != "" || !errors.Is(err, authing.ErrNoSession) {
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
	if client.core.timeout != 10*time.Second || client.core.limit != 8<<20 {
		t.Errorf("timeout %v, limit %d", client.core.timeout, client.core.limit)
	}
	if client.CDN() != "https://usercontents.authing.cn" {
		t.Errorf("CDN is %s", client.CDN())
	}
}
