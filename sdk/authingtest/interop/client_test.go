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
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// patience is how long the client may take over all the calls of a scenario.
const patience = time.Minute

// webToken is the form of a JSON Web Token, which begins with an encoded "{".
const webToken = `eyJ[\w-]+\.[\w-]+\.`

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

// client is a process of the published client.
type client struct {
	command  *exec.Cmd
	secret   authing.Secret // of the pool
	requests io.WriteCloser
	answers  *json.Decoder
	problems *bytes.Buffer // what it wrote to its standard error
}

// startClient starts a client of a box's pool. It gets nothing of this process's
// environment, in which a proxy may be named. Node is the path of Node.js.
func startClient(t *testing.T, node string, box *authingtest.Server, secret authing.Secret) *client {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	c := &client{command: exec.CommandContext(ctx, node, "driver.mjs"), secret: secret, problems: new(bytes.Buffer)}
	c.command.Stderr = c.problems
	c.command.Env = []string{
		"AUTHING_URL=" + box.URL,
		"AUTHING_POOL=" + box.PoolID,
		"AUTHING_SECRET=" + secret.Reveal(),
		"AUTHING_PASSWORD_KEY=" + box.PasswordKey(),
	}
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

// findNode gives the path of Node.js where it and the client are there. Where
// not, the test is skipped, and in CI it fails.
func findNode(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node.js is not installed, which runs the published client:", err)
	}
	if _, err := os.Stat(filepath.Join("node_modules", "authing-js-sdk")); err != nil {
		missing(t, "the published client is not installed, run `make interop-deps`:", err)
	}
	// The go command takes no result from its cache when a file has changed that
	// a test looks at; what Node.js looks at it does not see.
	if _, err := os.Stat("driver.mjs"); err != nil {
		t.Fatal(err)
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
	leaked, err := regexp.Match(webToken, line)
	if err != nil {
		return answer{}, err
	}
	if leaked || bytes.Contains(line, []byte(c.secret.Reveal())) {
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
	return fmt.Errorf("%s: the driver gave no answer: %w (%v)\n%s", name, err, ended, c.problems)
}

// end lets the process end, and waits until it has.
func (c *client) end() error {
	_ = c.requests.Close() // the process may have closed its end
	return c.command.Wait()
}
