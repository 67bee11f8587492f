package filestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// What a child process is told: what to do, with which file, and its number.
const (
	roleVariable   = "FILESTORE_TEST_ROLE"
	pathVariable   = "FILESTORE_TEST_PATH"
	numberVariable = "FILESTORE_TEST_NUMBER"
)

const (
	rounds = 40  // how often a child saves
	reads  = 500 // how often a child reads
)

// TestMain lets the test binary play the other processes as well.
func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := child(role, os.Getenv(pathVariable), os.Getenv(numberVariable)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is what another process does.
func child(role, path, number string) error {
	ctx := context.Background()
	switch role {
	case "cache":
		c := NewTokenCache(path)
		for round := range rounds {
			for _, key := range []string{"own " + number, "shared", fmt.Sprintf("once %s %d", number, round%4)} {
				if err := unlocked(func() error { return c.Save(ctx, key, long(number, round)) }); err != nil {
					return err
				}
			}
		}
	case "cache reader":
		c := NewTokenCache(path)
		for range reads {
			token, err := c.Load(ctx, "mine")
			if err != nil {
				return err
			}
			if token == "" { // what cannot be read counts as empty
				return errors.New("half a file was read, or none")
			}
			if token, err = c.Load(ctx, "shared"); err != nil {
				return err
			}
			if err := whole(token); err != nil {
				return err
			}
		}
	case "session reader":
		s := NewSession(path)
		for range reads {
			token, err := s.Load(ctx)
			if err != nil {
				return err
			}
			if err := whole(token); err != nil {
				return err
			}
		}
	case "session":
		s := NewSession(path)
		for round := range rounds {
			if err := unlocked(func() error { return s.Save(ctx, long(number, round)) }); err != nil {
				return err
			}
			if token, err := s.Load(ctx); err != nil {
				return err
			} else if err := whole(token); err != nil {
				return err
			}
			if round%5 == 4 {
				if err := unlocked(func() error { return s.Clear(ctx) }); err != nil {
					return err
				}
			}
		}
	case "forever":
		c := NewTokenCache(path)
		for round := 0; ; round++ {
			if err := c.Save(ctx, "own "+number, long(number, round%100)); err != nil {
				return err
			}
		}
	default:
		return errors.New("unknown role " + role)
	}
	return nil
}

// unlocked tries again what found the file locked: on a busy machine the others, who
// do nothing but save, may hold it for longer than a Save waits. ErrLocked says that
// nothing was saved.
func unlocked(save func() error) error {
	for {
		if err := save(); !errors.Is(err, ErrLocked) {
			return err
		}
	}
}

// long is a token whose length depends on the round, so that half of one shows.
func long(number string, round int) authing.Secret {
	text := fmt.Sprintf("%s-%d-", number, round)
	return authing.Secret(text + strings.Repeat("x", 100*round) + "-" + strconv.Itoa(100*round))
}

// whole reports a token that is half of one; none at all is fine.
func whole(token authing.Secret) error {
	if token == "" {
		return nil
	}
	text := token.Reveal()
	length, err := strconv.Atoi(text[strings.LastIndex(text, "-")+1:])
	if err != nil || strings.Count(text, "x") != length {
		return errors.New("half a token was read")
	}
	return nil
}

// start starts this binary as another process.
func start(t *testing.T, role, path, number string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self)
	command.Env = append(os.Environ(), roleVariable+"="+role, pathVariable+"="+path, numberVariable+"="+number)
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command
}

// run starts processes and waits for them all.
func run(t *testing.T, path string, roles ...string) {
	t.Helper()
	var wg sync.WaitGroup
	for n, role := range roles {
		command := start(t, role, path, strconv.Itoa(n))
		wg.Go(func() {
			if err := command.Wait(); err != nil {
				t.Errorf("%s: %v", role, err)
			}
		})
	}
	wg.Wait()
}

func TestProcessesShareACache(t *testing.T) {
	path := fresh(t)
	c := NewTokenCache(path)
	save(t, c, "mine", "token")
	run(t, path, "cache", "cache", "cache", "cache", "cache", "cache", "cache reader", "cache reader")
	checkLoad(t, c, "mine", "token")
	for n := range 6 {
		number := strconv.Itoa(n)
		checkLoad(t, c, "own "+number, long(number, rounds-1))
		for slot := range 4 {
			checkLoad(t, c, fmt.Sprintf("once %s %d", number, slot), long(number, rounds-4+slot))
		}
	}
}

func TestProcessesShareASession(t *testing.T) {
	path := fresh(t)
	run(t, path, "session", "session", "session", "session", "session reader", "session reader")
	token, err := NewSession(path).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := whole(token); err != nil {
		t.Error(err)
	}
}

// TestKilledProcess kills processes in the middle of their work: the lock is free again,
// and the file is whole.
func TestKilledProcess(t *testing.T) {
	path := fresh(t)
	c := NewTokenCache(path)
	save(t, c, "mine", "token")
	for n := range 10 {
		command := start(t, "forever", path, strconv.Itoa(n))
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
			token, err := c.Load(t.Context(), "own "+strconv.Itoa(n))
			if err != nil || whole(token) != nil {
				t.Fatal(err, whole(token))
			}
			if token != "" {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("the other process saves nothing")
			}
		}
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait() // it was killed
		checkLoad(t, c, "mine", "token")
		save(t, c, "mine", "token")
	}
}
