package interop_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"
)

// website is the example program sdk/examples/websignin with the box that it starts.
type website struct {
	home              string // its address, without a slash at the end
	account, password string // of the person in the box
	command           *exec.Cmd
	problems          bytes.Buffer
}

// What the program says when it is there.
var (
	personLine = regexp.MustCompile(`Sign in as (\S+) with the password "([^"]+)"`)
	homeLine   = regexp.MustCompile(`The website is at (\S+)/$`)
)

// startWebsite builds the program and runs it, until the test ends.
func startWebsite(t *testing.T) *website {
	t.Helper()
	for _, name := range []string{"main.go", "site.go", "sessions.go", "page.html"} { // see findNode
		if _, err := os.Stat(filepath.Join("../../examples/websignin", name)); err != nil {
			t.Fatal(err)
		}
	}
	binary := filepath.Join(t.TempDir(), "websignin")
	if said, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "../../examples/websignin").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	w := &website{command: exec.Command(binary, "-address", "localhost:0")}
	w.command.Stderr = &w.problems
	out, err := w.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.stop(t) })
	for lines := bufio.NewScanner(out); w.home == "" && lines.Scan(); {
		if said := personLine.FindStringSubmatch(lines.Text()); said != nil {
			w.account, w.password = said[1], said[2]
		}
		if said := homeLine.FindStringSubmatch(lines.Text()); said != nil {
			w.home = said[1]
		}
	}
	if w.home == "" || w.account == "" {
		t.Fatal("the program does not say where it is, and who may sign in")
	}
	return w
}

// stop interrupts the program, which has to end well.
func (w *website) stop(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" { // it cannot interrupt a program
		_ = w.command.Process.Kill() // the test is over
		_ = w.command.Wait()         // likewise
		return
	}
	if err := w.command.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := w.command.Wait(); err != nil {
		t.Errorf("the program ends with %v\n%s", err, w.problems.Bytes())
	}
}

// TestWebSignIn signs a person in to the example program in a browser, and out again.
func TestWebSignIn(t *testing.T) {
	t.Parallel()
	node, chromium := findNode(t), findChromium(t)
	if _, err := os.Stat("boxpage.mjs"); err != nil { // see findNode
		t.Fatal(err)
	}
	w := startWebsite(t)
	p := &boxPage{client: start(t, node, "boxpage.mjs", "CHROMIUM="+chromium)}
	const (
		signIn, signOut = `a:text-is("Sign in")`, `button:text-is("Sign out")`
		password        = `input[name="password"]`
	)
	submit := func(text string) {
		t.Helper()
		p.do(t, "type", `input[name="account"]`, w.account)
		p.do(t, "type", password, text)
		p.do(t, "click", `button:text-is("Sign in")`)
	}

	p.check(t, float64(200), "open", w.home+"/")
	p.check(t, float64(0), "count", signOut)
	p.do(t, "click", signIn)
	p.wait(t, password)
	submit("a wrong password")
	p.wait(t, `[role="alert"]:has-text("password is wrong")`)
	submit(w.password)
	p.wait(t, signOut)
	p.check(t, w.account, "text", "#email")
	p.check(t, "Ada Lovelace", "text", "#name")
	p.check(t, w.home+"/", "address") // without the code
	p.check(t, "", "cookies")
	p.check(t, float64(200), "open", w.home+"/") // and it stays so
	p.check(t, float64(1), "count", signOut)

	p.do(t, "click", signOut)
	p.wait(t, signIn)
	p.check(t, w.home+"/", "address")
	p.check(t, float64(200), "open", w.home+"/")
	p.check(t, float64(0), "count", signOut)
	p.do(t, "click", signIn)
	p.wait(t, password) // the issuer asks again
	p.quiet(t)
}

// quiet fails where a page tried what its policy forbids, or a script failed.
func (p *boxPage) quiet(t *testing.T) {
	t.Helper()
	text, err := json.Marshal(p.do(t, "seen"))
	if err != nil {
		t.Fatal(err)
	}
	var seen struct{ Violations, Dialogs, Errors []string }
	if err := json.Unmarshal(text, &seen); err != nil {
		t.Fatal(err)
	}
	if len(seen.Violations) > 0 || len(seen.Dialogs) > 0 || len(seen.Errors) > 0 {
		t.Errorf("violations %q, dialogs %q, errors %q", seen.Violations, seen.Dialogs, seen.Errors)
	}
}
