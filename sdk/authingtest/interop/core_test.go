package interop_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// The application that the core API's client signs in to, and the ID of another.
const (
	clubID     = "5e85aded9cc18e4cc67e7a01"
	shopID     = "5e85aded9cc18e4cc67e7a00"
	shopSecret = "the shop's secret"
	shopReturn = "http://localhost/callback" // nobody is there: the tests take the code from the redirect
)

// coreOptions is what AuthenticationClient and ManagementClient are made with.
// Every host that they know is the box.
type coreOptions struct {
	Authentication authenticationOptions `json:"authentication"`
	Management     managementOptions     `json:"management"`
}

type authenticationOptions struct {
	UserPoolID    string `json:"userPoolId"`
	AppID         string `json:"appId"`
	Secret        string `json:"secret"` // the application's
	RedirectURI   string `json:"redirectUri"`
	Host          string `json:"host"`
	AppHost       string `json:"appHost"`
	WebsocketHost string `json:"websocketHost"` // of Active Directory
}

type managementOptions struct {
	UserPoolID string `json:"userPoolId"`
	Secret     string `json:"secret"` // the pool's
	Host       string `json:"host"`
	AppHost    string `json:"appHost"`
}

// startCoreClient starts the core API's client in Node.js, whose path is given.
func startCoreClient(t *testing.T, node string, box *authingtest.Server, secret authing.Secret) *client {
	t.Helper()
	options, err := json.Marshal(coreOptions{
		authenticationOptions{box.PoolID, shopID, shopSecret, shopReturn, box.URL, box.URL, box.URL},
		managementOptions{box.PoolID, secret.Reveal(), box.URL, box.URL},
	})
	done(t, err)
	c := start(t, node, "driver-core.mjs", "AUTHING_OPTIONS="+string(options))
	c.secret = secret
	return c
}

// testCore tells every scenario of the core API by a process of its own.
func (r *report) testCore(t *testing.T) {
	t.Parallel()
	node := findNode(t)
	scenarios := coreScenarios()
	r.core.expect(len(scenarios))
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			box := authingtest.NewServer(t, s.box...)
			openShop(t, box)
			secret := s.secret
			if secret == "" {
				secret = box.Secret
			}
			c := startCoreClient(t, node, box, secret)
			told := &story{build: coreBuild, box: box, client: c, results: map[string]any{}, heard: r.core.hear}
			if !told.play(t, s.steps) {
				return
			}
			if err := c.end(); err != nil {
				t.Errorf("the driver ended badly: %v\n%s", err, c.trouble())
			}
			r.core.told()
		})
	}
}

// openShop puts the application into the box.
func openShop(t *testing.T, box *authingtest.Server) {
	t.Helper()
	_, err := box.AddOIDCApp(authingtest.App{ID: shopID, Secret: shopSecret, Name: "Shop", RedirectURIs: []string{shopReturn}})
	done(t, err)
}

// TestCoreClientTalksToTheBoxAlone leaves the host of Active Directory to the
// client, and sees the driver end rather than connect to it.
func TestCoreClientTalksToTheBoxAlone(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t)
	c := startCoreClient(t, findNode(t), box, box.Secret)
	if _, err := c.call("new AuthenticationClient", json.RawMessage(`[{"websocketHost": ""}]`)); err != nil {
		t.Fatal(err)
	}
	got, err := c.call("loginByAd", json.RawMessage(`["ada", "correct horse"]`))
	if err == nil {
		t.Fatalf("the client has an answer from elsewhere: %+v", got)
	}
	if want := "wants to connect to ws.0.0.1:443, which is not the box"; !strings.Contains(err.Error(), want) {
		t.Errorf("the driver says %q, want %q in it", err, want)
	}
}
