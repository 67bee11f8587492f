package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// asCommand lets the test's program be the command.
const asCommand = "AUTHING_BOX_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

const secret = "chosen-secret"

// withSecret is an environment that chooses the pool's secret.
func withSecret(name string) string { return map[string]string{"AUTHING_SECRET": secret}[name] }

// started is a command that runs in this process.
type started struct {
	url, pool string
	stop      func() int    // ends the command and gives its exit code
	printed   *bytes.Buffer // all of it, once it is stopped
	problems  *bytes.Buffer
}

// start runs the command until it has said where it is.
func start(t *testing.T, arguments ...string) started {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	said, saying := io.Pipe()
	s := started{printed: new(bytes.Buffer), problems: new(bytes.Buffer)}
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"-listen", "127.0.0.1:0"}, arguments...), withSecret, saying, s.problems)
		saying.Close()
	}()
	s.url, s.pool = whereabouts(t, io.TeeReader(said, s.printed))
	s.stop = func() int {
		cancel()
		_, _ = io.Copy(s.printed, said) // until the command is over
		return <-code
	}
	return s
}

// whereabouts reads what the command prints when it is up.
func whereabouts(t *testing.T, printed io.Reader) (url, pool string) {
	t.Helper()
	form := regexp.MustCompile(`^page (http://\S+)/box/\npool (\S+)\n$`)
	var text []byte
	for part := make([]byte, 1); ; {
		if _, err := printed.Read(part); err != nil {
			t.Fatalf("%v after %q", err, text)
		}
		text = append(text, part...)
		if found := form.FindSubmatch(text); found != nil {
			return string(found[1]), string(found[2])
		}
	}
}

func write(t *testing.T, name, content string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestItServes(t *testing.T) {
	users := write(t, "users.json", `[{"email": "ada@example.com", "password": "correct horse", "emailVerified": true}, {"Phone": "13100000001"}]`)
	environment := filepath.Join(t.TempDir(), "it's a box.env")
	box := start(t, "-pool", "pool-1", "-users", users, "-env", environment)
	response, err := http.Get(box.url + "/box/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	variables := source(t, environment)
	if variables["AUTHING_URL"] != box.url || variables["AUTHING_POOL"] != "pool-1" || variables["AUTHING_SECRET"] != secret {
		t.Error("the file for the shell is not about this box")
	}
	if variables["AUTHING_APP"] == "" {
		t.Error("the file does not name the pool's application")
	}
	app, err := enduser.New(variables["AUTHING_POOL"], enduser.WithOrigin(variables["AUTHING_URL"]), enduser.WithPasswordKey(variables["AUTHING_PASSWORD_KEY"]))
	if err != nil {
		t.Fatal(err)
	}
	if u, err := app.Login(t.Context(), enduser.LoginInput{Email: "ada@example.com", Password: "correct horse"}); err != nil || !u.EmailVerified {
		t.Errorf("Ada signs in: %v", err)
	}
	owner, err := management.New("pool-1", management.WithOrigin(box.url), management.WithSecret(authing.Secret(variables["AUTHING_SECRET"])))
	if err != nil {
		t.Fatal(err)
	}
	if list, err := owner.List(t.Context(), management.ListInput{}); err != nil || list.TotalCount != 2 {
		t.Errorf("the owner lists %+v: %v", list, err)
	}
	if code := box.stop(); code != 0 || box.problems.Len() > 0 {
		t.Errorf("exit code %d: %s", code, box.problems)
	}
	if strings.Contains(box.printed.String(), secret) {
		t.Error("the secret was printed")
	}
	if _, err := http.Get(box.url + "/box/"); err == nil {
		t.Error("it still answers")
	}
}

// source lets a shell read a file of variables, and gives them.
func source(t *testing.T, path string) map[string]string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("beside it there is %v, %v", left, err)
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		missing(t, "there is no shell here:", err)
	}
	command := exec.CommandContext(t.Context(), shell, "-c", `. "$1" && env -0`, "sh", path)
	command.Env = []string{"PATH=" + os.Getenv("PATH")}
	printed, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	variables := make(map[string]string)
	for line := range strings.SplitSeq(string(printed), "\x00") {
		name, value, _ := strings.Cut(line, "=")
		variables[name] = value
	}
	return variables
}

func TestQuoting(t *testing.T) {
	var text string
	want := make(map[string]string)
	for name, value := range map[string]string{
		"QUOTES": `it's "quoted" '`, "EXPANSION": "$HOME `id` $(id) ~ * !x", "LINES": "a\nb\\n\\", "EMPTY": "", "WIDE": "ü 盒",
	} {
		text += assign(name, value)
		want[name] = value
	}
	got := source(t, write(t, "env", text))
	for name := range got {
		if _, ok := want[name]; !ok {
			delete(got, name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what a shell reads differs (-want +got):\n%s", diff)
	}
}

func TestHelp(t *testing.T) {
	for _, flag := range []string{"-help", "-h"} {
		var printed, problems bytes.Buffer
		if code := run(t.Context(), []string{flag}, withSecret, &printed, &problems); code != 0 || problems.Len() > 0 {
			t.Errorf("exit code %d, %s", code, &problems)
		}
		for _, word := range []string{"-listen address", "-data file", "-pool ID", "-env file", "-users file", "AUTHING_SECRET", "Example"} {
			if !strings.Contains(printed.String(), word) {
				t.Errorf("%s does not say %s", flag, word)
			}
		}
	}
}

func TestWhatIsWrong(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	missing := filepath.Join(t.TempDir(), "missing", "file")
	free := []string{"-listen", "127.0.0.1:0"}
	for name, test := range map[string]struct {
		arguments []string
		code      int
		says      []string
	}{
		"unknown flag":     {[]string{"-lisen", "x"}, 2, []string{"-lisen", "-help"}},
		"an argument":      {[]string{"serve"}, 2, []string{`"serve"`, "-help"}},
		"port in use":      {[]string{"-listen", taken.Addr().String()}, 1, []string{"address already in use", "-listen"}},
		"no address":       {[]string{"-listen", "8080"}, 1, []string{"missing port", "-listen"}},
		"no users file":    {append(free, "-users", missing), 1, []string{"-users", missing, "no such file"}},
		"no JSON":          {append(free, "-users", write(t, "users", "ada")), 1, []string{"-users", "list of users", "ada@example.com"}},
		"unknown field":    {append(free, "-users", write(t, "users", `[{"mail": "x"}]`)), 1, []string{"-users", `"mail"`}},
		"one user twice":   {append(free, "-users", write(t, "users", `[{"email": "a@example.com"}, {"email": "a@example.com"}]`)), 1, []string{"-users", "user 2, a@example.com", "exists"}},
		"more than a list": {append(free, "-users", write(t, "users", `[] garbage`)), 1, []string{"-users", "goes on"}},
		"no data file":     {append(free, "-data", missing), 1, []string{missing, "no such file"}},
		"a data folder":    {append(free, "-data", t.TempDir()), 1, []string{"name a file"}},
		"no data in it":    {append(free, "-data", write(t, "data", strings.Repeat("no data file ", 1000))), 1, []string{"is no data file"}},
		"another pool":     {append(free, "-data", dataFile(t), "-pool", "pool-2"), 1, []string{"has the pool pool-1, not pool-2"}},
		"no folder for it": {append(free, "-env", missing), 1, []string{"-env", "no such file"}},
		"a folder instead": {append(free, "-env", t.TempDir()), 1, []string{"-env"}},
	} {
		t.Run(name, func(t *testing.T) {
			var printed, problems bytes.Buffer
			code := run(t.Context(), test.arguments, withSecret, &printed, &problems)
			if code != test.code || printed.Len() > 0 {
				t.Errorf("exit code %d, want %d, and %q", code, test.code, &printed)
			}
			for _, text := range []string{"WithPool", "leave -pool", "remove", "authingtest: authingtest"} {
				if strings.Contains(problems.String(), text) {
					t.Errorf("it says %q: %s", text, &problems)
				}
			}
			for _, text := range append(test.says, "authing-box: ") {
				if !strings.Contains(problems.String(), text) {
					t.Errorf("it does not say %q: %s", text, &problems)
				}
			}
			if strings.Contains(problems.String(), secret) {
				t.Error("it says the secret")
			}
		})
	}
}

// dataFile makes a data file with the pool pool-1.
func dataFile(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "box.db")
	if code := start(t, "-data", path, "-pool", "pool-1").stop(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	return path
}

// TestItGoesOn ends the command and starts it again with its data file.
func TestItGoesOn(t *testing.T) {
	data, users := filepath.Join(t.TempDir(), "box.db"), write(t, "users.json", `[{"email": "ada@example.com"}]`)
	first := start(t, "-data", data, "-users", users)
	app, err := enduser.New(first.pool, enduser.WithOrigin(first.url))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.SendOneTimePhoneCode(t.Context(), "13100000001"); err != nil {
		t.Fatal(err)
	}
	advance, err := http.Post(first.url+"/box/advance", "application/json", strings.NewReader(`{"seconds": 86400}`))
	if err != nil {
		t.Fatal(err)
	}
	advance.Body.Close()
	if code := first.stop(); code != 0 || first.problems.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, first.problems)
	}
	second := start(t, "-data", data, "-users", users)
	defer func() {
		if code := second.stop(); code != 0 || !strings.Contains(second.problems.String(), "were not put in") {
			t.Errorf("exit code %d: %s", code, second.problems)
		}
	}()
	if second.pool != first.pool {
		t.Errorf("the pool was %s and is %s", first.pool, second.pool)
	}
	response, err := http.Get(second.url + "/box/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text := make([]byte, 0, 8<<10)
	for !bytes.Contains(text, []byte("event: codes")) {
		n, err := response.Body.Read(text[len(text):cap(text)])
		if err != nil {
			t.Fatalf("%v after %q", err, text)
		}
		text = text[:len(text)+n]
	}
	for _, want := range []string{`"to":"13100000001"`, `"state":"expired"`, `"email":"ada@example.com"`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("the page does not show %s", want)
		}
	}
}

// TestNoSpaceAtTheEnd lets the command write to no file any more, as on a full
// disk, and then ends it.
func TestNoSpaceAtTheEnd(t *testing.T) {
	limit, err := exec.LookPath("prlimit")
	if err != nil {
		missing(t, "nothing here limits what another process may write:", err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "box.db")
	command := exec.CommandContext(t.Context(), program, "-listen", "127.0.0.1:0", "-data", data)
	command.Env = append(os.Environ(), asCommand+"=yes")
	problems := new(bytes.Buffer)
	command.Stderr = problems
	printed, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	url, _ := whereabouts(t, printed)
	if said, err := exec.CommandContext(t.Context(), limit, "--fsize=0:0", "--pid", strconv.Itoa(command.Process.Pid)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	advance, err := http.Post(url+"/box/advance", "application/json", strings.NewReader(`{"seconds": 60}`))
	if err != nil {
		t.Fatal(err)
	}
	advance.Body.Close()
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := command.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 1 || !strings.Contains(problems.String(), data) {
		t.Errorf("%v: %s", err, problems)
	}
	if advance.StatusCode != http.StatusInternalServerError {
		t.Errorf("moving the clock: %s", advance.Status)
	}
}

func TestASecretThatNoClientTakes(t *testing.T) {
	var printed, problems bytes.Buffer
	code := run(t.Context(), nil, func(string) string { return "two words" }, &printed, &problems)
	if code != 1 || !strings.Contains(problems.String(), "AUTHING_SECRET") || strings.Contains(problems.String(), "two words") {
		t.Errorf("exit code %d: %s", code, &problems)
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:8080": true, "127.8.0.1:0": true, "[::1]:8080": true, "localhost:8080": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "192.168.1.7:8080": false, "box.example:8080": false,
	} {
		if loopback(address) != want {
			t.Errorf("%s: %t", address, !want)
		}
	}
}

func TestWarning(t *testing.T) {
	box := start(t, "-listen", "0.0.0.0:0")
	if !strings.HasPrefix(box.url, "http://127.0.0.1:") {
		t.Errorf("it can be reached at %s", box.url)
	}
	if code := box.stop(); code != 0 || !strings.Contains(box.problems.String(), "warning: 0.0.0.0:0") {
		t.Errorf("exit code %d: %s", code, box.problems)
	}
}

// TestSignals ends the command as a shell or a service manager does, while a
// browser watches the page.
func TestSignals(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		command := exec.CommandContext(t.Context(), program, "-listen", "127.0.0.1:0")
		command.Env = append(os.Environ(), asCommand+"=yes", "AUTHING_SECRET="+secret)
		printed, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		url, _ := whereabouts(t, printed)
		response, err := http.Get(url + "/box/events")
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(printed)
		response.Body.Close()
		if ended := command.Wait(); ended != nil || err != nil || len(rest) > 0 {
			t.Errorf("%v: %v, %v, %q", signal, ended, err, rest)
		}
	}
}

// TestNothingIsLeftHalfWritten writes the file for the shell where another one
// is.
func TestNothingIsLeftHalfWritten(t *testing.T) {
	path := write(t, "box.env", "export AUTHING_POOL='another'\n")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	box := start(t, "-env", path)
	defer box.stop()
	if variables := source(t, path); variables["AUTHING_POOL"] != box.pool {
		t.Errorf("the pool is %q", variables["AUTHING_POOL"])
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// missing ends a test for want of something: in CI, where all of it has to be there,
// as a failure.
func missing(t *testing.T, reason ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason...)
	}
	t.Skip(reason...)
}
