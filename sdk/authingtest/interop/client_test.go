package interop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// patience is how long a driver may take over all its calls.
const patience = 3 * time.Minute

// webToken is the form of a JSON Web Token, which begins with an encoded "{".
var webToken = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]*`)

// request is a line that the driver reads.
type request struct {
	Call string          `json:"call"`
	With json.RawMessage `json:"with"` // list of arguments
}

// answer is a line that the driver writes.
type answer struct {
	Call   string `json:"call"`
	OK     bool   `json:"ok"`
	Result any    `json:"result"`
	Error  any    `json:"error"`
}

// client is a process that drives the published client.
type client struct {
	command  *exec.Cmd
	secret   authing.Secret // what it must not tell
	requests io.WriteCloser
	answers  *json.Decoder
	problems *bytes.Buffer // what it wrote to its standard error
}

// clientOptions is what the published client is made with.
type clientOptions struct {
	UserPoolID      string            `json:"userPoolId"`
	Secret          string            `json:"secret,omitempty"` // a page has none
	Host            map[string]string `json:"host"`
	BaseURL         string            `json:"baseUrl"`
	PreflightURL    map[string]string `json:"preflightUrl"`
	CDNPreflightURL string            `json:"cdnPreflightUrl"`
	CDNHost         string            `json:"cdnHost"`
	PasswordKey     string            `json:"passwordEncPublicKey"`
}

// optionsFor leads the client to a box, with every host that it knows.
func optionsFor(box *authingtest.Server, secret authing.Secret) clientOptions {
	graphql, status := box.URL+"/graphql", box.URL+"/system/status"
	return clientOptions{
		UserPoolID:      box.PoolID,
		Secret:          secret.Reveal(),
		Host:            map[string]string{"user": graphql, "oauth": graphql},
		BaseURL:         box.URL,
		PreflightURL:    map[string]string{"users": status, "oauth": status},
		CDNPreflightURL: box.URL,
		CDNHost:         box.URL,
		PasswordKey:     box.PasswordKey(),
	}
}

// startClient starts a client of a box's pool in Node.js, whose path is given.
func startClient(t *testing.T, node string, box *authingtest.Server, secret authing.Secret) *client {
	t.Helper()
	options, err := json.Marshal(optionsFor(box, secret))
	if err != nil {
		t.Fatal(err)
	}
	c := start(t, node, "driver.mjs", "AUTHING_OPTIONS="+string(options))
	c.secret = secret
	return c
}

// start starts a driver in Node.js. It gets nothing of this process's
// environment, in which a proxy may be named, but what is given.
func start(t *testing.T, node, driver string, environment ...string) *client {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	c := &client{command: exec.CommandContext(ctx, node, driver), problems: new(bytes.Buffer)}
	c.command.Stderr = c.problems
	c.command.Env = environment
	requests, err := c.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := c.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.requests, c.answers = requests, json.NewDecoder(answers)
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	// Where the test has ended it already, this fails and harms nothing.
	t.Cleanup(func() { _ = c.end() })
	return c
}

// findNode gives the path of Node.js where it and both clients are there. Where
// not, the test is skipped, and in CI it fails.
func findNode(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node.js is not installed, which runs the published client:", err)
	}
	for _, name := range []string{"authing-js-sdk", "authing-js-sdk-4"} {
		if _, err := os.Stat(filepath.Join("node_modules", name)); err != nil {
			missing(t, "the published client is not installed, run `make interop-deps`:", err)
		}
	}
	// The go command takes no result from its cache when a file has changed that
	// a test looks at; what Node.js looks at it does not see.
	for _, name := range []string{"answers.mjs", "browser.mjs", "driver.mjs", "driver-core.mjs", "guard.mjs", "page.html", "serve.mjs"} {
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
	}
	return node
}

// findChromium gives the path of Chromium, or of Chrome, where it and the
// package that steers it are there. Where not, the test is skipped, and in CI it
// fails.
func findChromium(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join("node_modules", "playwright-core")); err != nil {
		missing(t, "what steers the browser is not installed, run `make interop-deps`:", err)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "Chromium is not installed, which runs the published client's browser build")
	return ""
}

// missing ends a test for want of a program: in CI, where all of them have to be
// there, as a failure.
func missing(t *testing.T, reason ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason...)
	}
	t.Skip(reason...)
}

// call lets the client make a call.
func (c *client) call(name string, with json.RawMessage) (answer, error) {
	if err := json.NewEncoder(c.requests).Encode(request{name, with}); err != nil {
		return answer{}, c.died(name, err)
	}
	var line json.RawMessage
	if err := c.answers.Decode(&line); err != nil {
		return answer{}, c.died(name, err)
	}
	if webToken.Match(line) || c.secret != "" && bytes.Contains(line, []byte(c.secret.Reveal())) {
		return answer{}, fmt.Errorf("%s: the driver writes a secret", name)
	}
	var got answer
	if err := json.Unmarshal(line, &got); err != nil {
		return answer{}, fmt.Errorf("%s: %w", name, err)
	}
	return got, nil
}

// died says why there is no answer to a call.
func (c *client) died(name string, err error) error {
	ended := c.end() // so that the problems are complete
	return fmt.Errorf("%s: the driver gave no answer: %w (%v)\n%s", name, err, ended, c.trouble())
}

// trouble is what the process wrote to its standard error, without secrets.
func (c *client) trouble() string {
	said := webToken.ReplaceAllString(c.problems.String(), "[token]")
	if c.secret != "" {
		said = strings.ReplaceAll(said, c.secret.Reveal(), "[secret]")
	}
	return said
}

// end lets the process end, and waits until it has.
func (c *client) end() error {
	_ = c.requests.Close() // the process may have closed its end
	return c.command.Wait()
}
