package authingtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// dataFileVariable tells a child process which data file it is to use.
const dataFileVariable = "AUTHINGTEST_DATA_FILE"

// TestBoxToKill is the program that TestKilled kills: a box that serves until
// its standard input ends.
func TestBoxToKill(t *testing.T) {
	path := os.Getenv(dataFileVariable)
	if path == "" {
		t.Skip("it is a part of TestKilled")
	}
	box := authingtest.NewServer(t, authingtest.WithDataFile(path))
	told := child{URL: box.URL, Pool: box.PoolID, Secret: box.Secret, Key: box.PasswordKey()}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// child is a box in another process, as it tells about itself.
type child struct {
	URL, Pool, Key string
	Secret         authing.Secret
	command        *exec.Cmd
}

func startChild(t *testing.T, path string) *child {
	t.Helper()
	c := &child{command: exec.Command(os.Args[0], "-test.run=^TestBoxToKill$")}
	c.command.Env = append(os.Environ(), dataFileVariable+"="+path)
	c.command.Stderr = os.Stderr
	_, inErr := c.command.StdinPipe() // it ends with this process
	out, outErr := c.command.StdoutPipe()
	for _, err := range []error{inErr, outErr, c.command.Start(), json.NewDecoder(out).Decode(c)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// progress is how often something was changed: as far as it was answered, and
// as far as it was asked for.
type progress struct{ answered, asked int }

// ledger is what clients did to a box.
type ledger struct {
	mu     sync.Mutex
	left   int    // answers until the box is killed
	kill   func() // kills it
	killed bool

	users  map[string]progress // the number that is the nickname, by email address
	roles  map[string]progress
	phones map[string]progress // SMS
	tokens []authing.Secret
}

func newLedger() *ledger {
	return &ledger{users: make(map[string]progress), roles: make(map[string]progress), phones: make(map[string]progress)}
}

// do runs one call and notes what came of it. The answer that is the last one
// kills the box, while other calls are under way.
func (l *ledger) do(t *testing.T, what map[string]progress, name string, call func() error) (answered bool) {
	l.mu.Lock()
	p := what[name]
	p.asked++
	what[name] = p
	l.mu.Unlock()
	err := call()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if !l.killed {
			t.Errorf("%s: %v", name, err)
		}
		return false
	}
	p.answered = p.asked
	what[name] = p
	if l.left--; l.left == 0 {
		l.killed = true
		l.kill()
	}
	return true
}

// TestKilled kills boxes in the middle of writes, 100 times: the data file opens
// every time and holds every write that was answered.
func TestKilled(t *testing.T) {
	const files, rounds = 10, 10
	for file := range files {
		t.Run(strconv.Itoa(file), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "box.db")
			l := newLedger()
			for round := range rounds {
				l.left = 1 + (file*rounds+round)*7%19
				writeUntilKilled(t, startChild(t, path), l, fmt.Sprintf("%d-%d", file, round))
				l.check(t, path)
				if t.Failed() {
					t.Fatalf("after the kill number %d", round+1)
				}
			}
		})
	}
}

// writeUntilKilled lets clients write to a box until it is dead.
func writeUntilKilled(t *testing.T, c *child, l *ledger, prefix string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	l.killed, l.kill = false, func() {
		if err := c.command.Process.Kill(); err != nil { // SIGKILL
			t.Error(err)
		}
		cancel() // nobody waits for an answer any more
	}
	owner, err := management.New(c.Pool, management.WithSecret(c.Secret), management.WithOrigin(c.URL), management.WithPasswordKey(c.Key))
	if err != nil {
		t.Fatal(err)
	}
	app, err := enduser.New(c.Pool, enduser.WithOrigin(c.URL), enduser.WithPasswordKey(c.Key))
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for i := range 2 {
		name := fmt.Sprintf("%s-%d", prefix, i)
		writers.Go(func() { l.people(ctx, t, app, name) })
		writers.Go(func() { l.rolesAndSMS(ctx, t, owner, name) })
	}
	writers.Wait()
	_ = c.command.Wait() // it says that the process was killed
}

// people registers, signs in, and changes a profile several times.
func (l *ledger) people(ctx context.Context, t *testing.T, app *enduser.Client, name string) {
	for person := 0; ; person++ {
		email := fmt.Sprintf("%s-%d@example.com", name, person)
		registered := l.do(t, l.users, email, func() error {
			_, err := app.Register(ctx, enduser.RegisterInput{Email: email, Password: password, Nickname: "1"})
			return err
		})
		if !registered {
			return
		}
		mine, user := app.WithToken(""), new(authing.User)
		signedIn := l.do(t, make(map[string]progress), email, func() (err error) {
			user, err = mine.Login(ctx, enduser.LoginInput{Email: email, Password: password})
			return err
		})
		if !signedIn {
			return
		}
		l.mu.Lock()
		l.tokens = append(l.tokens, user.Token)
		l.mu.Unlock()
		for nickname := range 3 {
			changed := l.do(t, l.users, email, func() error {
				_, err := mine.Update(ctx, enduser.UpdateInput{ID: user.ID, Nickname: new(strconv.Itoa(nickname + 2))})
				return err
			})
			if !changed {
				return
			}
		}
	}
}

func (l *ledger) rolesAndSMS(ctx context.Context, t *testing.T, owner *management.Client, name string) {
	for i := 0; ; i++ {
		role := fmt.Sprintf("%s-%d", name, i)
		phone := "13100" + strings.ReplaceAll(role, "-", "")
		created := l.do(t, l.roles, role, func() error {
			_, err := owner.CreateRole(ctx, management.CreateRoleInput{Name: role})
			return err
		})
		sent := created && l.do(t, l.phones, phone, func() error {
			_, err := owner.SendOneTimePhoneCode(ctx, phone)
			return err
		})
		if !sent {
			return
		}
	}
}

// check opens the data file and looks for all that was answered.
func (l *ledger) check(t *testing.T, path string) {
	t.Helper()
	box, err := authingtest.New(authingtest.WithDataFile(path))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	owner, err := management.New(box.PoolID, management.WithSecret(box.Secret), management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	users, roles, phones := make(map[string]int), make(map[string]int), make(map[string]int)
	page, err := owner.List(t.Context(), management.ListInput{Count: 10000})
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range page.List {
		users[user.Email], _ = strconv.Atoi(user.Nickname)
	}
	for role, err := range owner.AllRoles(t.Context(), management.QueryRolesInput{Count: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		roles[role.Name]++
	}
	for _, m := range box.Outbox() {
		phones[m.To]++
	}
	compare(t, "user", l.users, users)
	compare(t, "role", l.roles, roles)
	compare(t, "SMS", l.phones, phones)
	for _, token := range l.tokens {
		if status, err := owner.CheckLoginStatus(t.Context(), token); err != nil || !status.Status {
			t.Errorf("a session is lost: %v", err)
		}
	}
	l.tokens = nil // they have outlived one kill
}

// compare wants to find at least what was answered, and nothing that was not
// asked for.
func compare(t *testing.T, kind string, want map[string]progress, got map[string]int) {
	t.Helper()
	for name, p := range want {
		if got[name] < p.answered || got[name] > p.asked {
			t.Errorf("%s %s: %d, answered %d, asked for %d", kind, name, got[name], p.answered, p.asked)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok && name != "default" {
			t.Errorf("%s %s: nobody asked for it", kind, name)
		}
	}
}
