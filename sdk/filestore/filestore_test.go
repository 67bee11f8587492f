package filestore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// What the clients ask for.
var (
	_ authing.TokenCache   = (*TokenCache)(nil)
	_ authing.SessionStore = (*Session)(nil)
)

const hidden = authing.Secret("a-token-that-nobody-may-see")

// fresh returns a path in a folder that does not exist yet.
func fresh(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "program", "tokens.json")
}

func checkLoad(t *testing.T, c *TokenCache, key string, want authing.Secret) {
	t.Helper()
	if got, err := c.Load(t.Context(), key); err != nil || got != want {
		t.Errorf("%s: got %q, %v, want %q", key, got.Reveal(), err, want.Reveal())
	}
}

func save(t *testing.T, c *TokenCache, key string, token authing.Secret) {
	t.Helper()
	if err := c.Save(t.Context(), key, token); err != nil {
		t.Fatal(err)
	}
}

// write puts content at path, whatever the umask.
func write(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestTokenCache(t *testing.T) {
	path := fresh(t)
	c := NewTokenCache(path)
	checkLoad(t, c, "one", "")
	if exists(filepath.Dir(path)) {
		t.Error("reading made a folder")
	}
	save(t, c, "one", "token 1")
	save(t, NewTokenCache(path), "two", "token \"2\"\n")
	checkLoad(t, c, "one", "token 1")
	checkLoad(t, c, "two", "token \"2\"\n")
	checkLoad(t, c, "three", "")
	save(t, c, "one", "token 1b")
	save(t, c, "two", "")
	checkLoad(t, c, "one", "token 1b")
	checkLoad(t, c, "two", "")
}

func TestSession(t *testing.T) {
	path := fresh(t)
	s := NewSession(path)
	if err := s.Clear(t.Context()); err != nil {
		t.Error(err)
	}
	checkSession := func(want authing.Secret) {
		t.Helper()
		if got, err := NewSession(path).Load(t.Context()); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got.Reveal(), err, want.Reveal())
		}
	}
	checkSession("")
	if exists(filepath.Dir(path)) {
		t.Error("reading or clearing made a folder")
	}
	for _, token := range []authing.Secret{"token 1", "token 2", "", "token 3"} {
		if err := s.Save(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		checkSession(token)
	}
	if err := s.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkSession("")
	if exists(path) {
		t.Error("the file is still there")
	}
}

func TestModes(t *testing.T) {
	if !checked {
		t.Skip("this system's modes do not say who may read a file")
	}
	path := fresh(t)
	save(t, NewTokenCache(path), "key", hidden)
	got := map[string]fs.FileMode{}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range append(entries, dirEntry(t, filepath.Dir(path))) {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		got[entry.Name()] = info.Mode()
	}
	want := map[string]fs.FileMode{"program": fs.ModeDir | 0o700, "tokens.json": 0o600, "tokens.json.lock": 0o600}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func dirEntry(t *testing.T, path string) fs.DirEntry {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fs.FileInfoToDirEntry(info)
}

func TestStrangeContent(t *testing.T) {
	for name, content := range map[string]string{
		"empty":            "",
		"no JSON":          "token=" + hidden.Reveal(),
		"cut short":        `{"version":1,"token":"` + hidden.Reveal(),
		"another shape":    `{"version":1,"token":7,"tokens":[]}`,
		"a later version":  `{"version":2,"token":"x","tokens":{"key":"x"}}`,
		"no version":       `{"token":"x","tokens":{"key":"x"}}`,
		"nothing in it":    `{"version":1}`,
		"null":             `null`,
		"too large":        `{"version":1,"token":"x","tokens":{"key":"x"}}` + strings.Repeat(" ", largest),
		"more than one":    `{"version":1,"token":"x","tokens":{"key":"x"}}{}`,
		"a null of tokens": `{"version":1,"token":null,"tokens":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := fresh(t)
			write(t, path, content, fileMode)
			c := NewTokenCache(path)
			checkLoad(t, c, "key", "")
			save(t, c, "key", "repaired")
			checkLoad(t, c, "key", "repaired")

			write(t, path, content, fileMode)
			s := NewSession(path)
			if _, err := s.Load(t.Context()); !errors.Is(err, ErrCorrupt) || strings.Contains(err.Error(), hidden.Reveal()) {
				t.Errorf("got %v", err)
			}
			if err := s.Save(t.Context(), "repaired"); err != nil {
				t.Error(err)
			}
			if got, err := s.Load(t.Context()); got != "repaired" || err != nil {
				t.Errorf("got %q, %v", got.Reveal(), err)
			}
			write(t, path, content, fileMode)
			if err := s.Clear(t.Context()); err != nil {
				t.Error(err)
			}
			if exists(path) {
				t.Error("the file is still there")
			}
		})
	}
}

// TestRefused puts into a file's place what is no file of this package.
func TestRefused(t *testing.T) {
	if !checked {
		t.Skip("this system's modes do not say who may read a file")
	}
	const content = `{"version":1,"token":"a","tokens":{"key":"a"}}`
	mode := func(mode fs.FileMode) func(*testing.T, string) {
		return func(t *testing.T, path string) { write(t, path, content, mode) }
	}
	link := func(t *testing.T, path string) {
		write(t, path+".target", content, fileMode)
		if err := os.Symlink(path+".target", path); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name          string
		put           func(t *testing.T, path string)
		load, save    error
		clear         error
		staysAsItWas  bool
		whatIsChecked string // appended to the path
	}{
		{name: "readable by the group", put: mode(0o640), load: ErrPermissions, save: ErrPermissions},
		{name: "readable by all", put: mode(0o604), load: ErrPermissions, save: ErrPermissions},
		{name: "writable by all", put: mode(0o602), load: ErrPermissions, save: ErrPermissions},
		{name: "executable", put: mode(0o700), load: ErrPermissions, save: ErrPermissions},
		{name: "symbolic link", put: link, load: ErrNotFile, save: ErrNotFile, clear: ErrNotFile, staysAsItWas: true, whatIsChecked: ".target"},
		{name: "dangling link", put: func(t *testing.T, path string) {
			write(t, path+".else", "", fileMode) // makes the folder
			if err := os.Symlink(path+".target", path); err != nil {
				t.Fatal(err)
			}
		}, load: ErrNotFile, save: ErrNotFile, clear: ErrNotFile, whatIsChecked: ".target"},
		{name: "folder", put: func(t *testing.T, path string) {
			if err := os.MkdirAll(path, folderMode); err != nil {
				t.Fatal(err)
			}
		}, load: ErrNotFile, save: ErrNotFile, clear: ErrNotFile, staysAsItWas: true},
		{name: "socket", put: func(t *testing.T, path string) {
			write(t, path+".else", "", fileMode)
			listener, err := net.Listen("unix", path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
		}, load: ErrNotFile, save: ErrNotFile, clear: ErrNotFile, staysAsItWas: true},
		{name: "link as lock", put: func(t *testing.T, path string) {
			write(t, path, content, fileMode)
			if err := os.Symlink(path+".target", path+".lock"); err != nil {
				t.Fatal(err)
			}
		}, save: ErrNotFile, clear: ErrNotFile, staysAsItWas: true},
		{name: "folder open to all", put: func(t *testing.T, path string) {
			write(t, path, content, fileMode)
			if err := os.Chmod(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
		}, save: ErrPermissions},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := fresh(t)
			test.put(t, path)
			c, s := NewTokenCache(path), NewSession(path)
			_, cacheLoad := c.Load(t.Context(), "key")
			_, sessionLoad := s.Load(t.Context())
			for _, result := range []struct {
				name      string
				got, want error
			}{
				{"cache load", cacheLoad, test.load},
				{"cache save", c.Save(t.Context(), "key", hidden), test.save},
				{"session load", sessionLoad, test.load},
				{"session save", s.Save(t.Context(), hidden), test.save},
				{"session clear", s.Clear(t.Context()), test.clear},
			} {
				if !errors.Is(result.got, result.want) || (result.got == nil) != (result.want == nil) {
					t.Errorf("%s: got %v, want %v", result.name, result.got, result.want)
				}
				if result.got != nil && (strings.Contains(result.got.Error(), hidden.Reveal()) || !strings.Contains(result.got.Error(), filepath.Dir(path))) {
					t.Errorf("%s: %v", result.name, result.got)
				}
			}
			if test.staysAsItWas != exists(path+test.whatIsChecked) {
				t.Error("what was in the file's place was touched, or was not")
			}
		})
	}
}

func TestStickyFolder(t *testing.T) {
	path := fresh(t)
	write(t, path+".else", "", fileMode)
	if err := os.Chmod(filepath.Dir(path), 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	save(t, NewTokenCache(path), "key", "token")
}

func TestLeftOver(t *testing.T) {
	path := fresh(t)
	write(t, path+".tmp", `{"version":1,"tok`, fileMode)
	c := NewTokenCache(path)
	checkLoad(t, c, "key", "")
	save(t, c, "key", "token")
	checkLoad(t, c, "key", "token")
	write(t, path+".tmp", hidden.Reveal(), fileMode)
	if err := NewSession(path).Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	if exists(path) || exists(path+".tmp") {
		t.Error("a token is left behind")
	}
}

func TestTooLarge(t *testing.T) {
	path := fresh(t)
	c := NewTokenCache(path)
	save(t, c, "key", "token")
	huge := authing.Secret(strings.Repeat("x", largest))
	if err := c.Save(t.Context(), "other", huge); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	checkLoad(t, c, "key", "token")
}

func TestFailedWriteLeavesTheOldFile(t *testing.T) {
	path := fresh(t)
	c := NewTokenCache(path)
	save(t, c, "key", "token")
	// What stands where the new content is written first is nothing to write to.
	if err := os.MkdirAll(filepath.Join(file{path: path}.temporary(), "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(t.Context(), "key", hidden); err == nil {
		t.Error("no error")
	}
	checkLoad(t, c, "key", "token")
}

func TestContext(t *testing.T) {
	path := fresh(t)
	c, s := NewTokenCache(path), NewSession(path)
	save(t, c, "key", "token")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, cacheLoad := c.Load(ended, "key")
	_, sessionLoad := s.Load(ended)
	for _, err := range []error{cacheLoad, sessionLoad, c.Save(ended, "key", hidden), s.Save(ended, hidden), s.Clear(ended)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}

	held := flock.New(path + ".lock")
	if ok, err := held.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer held.Unlock()
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for _, err := range []error{c.Save(short, "key", hidden), s.Clear(short)} {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	}
	checkLoad(t, c, "key", "token") // reading does not wait
}

func TestLockedForEver(t *testing.T) {
	path := fresh(t)
	write(t, path+".lock", "", fileMode)
	held := flock.New(path + ".lock")
	if ok, err := held.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer held.Unlock()
	synctest.Test(t, func(t *testing.T) { // so that nobody really waits
		started := time.Now()
		err := NewTokenCache(path).Save(t.Context(), "key", hidden)
		if !errors.Is(err, ErrLocked) || errors.Is(err, context.DeadlineExceeded) || time.Since(started) != patience {
			t.Errorf("%v after %v", err, time.Since(started))
		}
	})
}

func TestGoroutines(t *testing.T) {
	path := fresh(t)
	var wg sync.WaitGroup
	for n := range 16 {
		wg.Go(func() {
			if err := NewTokenCache(path).Save(t.Context(), fmt.Sprint("key ", n), authing.Secret(fmt.Sprint("token ", n))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for n := range 16 {
		checkLoad(t, NewTokenCache(path), fmt.Sprint("key ", n), authing.Secret(fmt.Sprint("token ", n)))
	}
}

func TestPaths(t *testing.T) {
	if runtime.GOOS == "linux" {
		t.Setenv("XDG_CACHE_HOME", "/home/ada/.cache")
		t.Setenv("XDG_CONFIG_HOME", "/home/ada/.config")
		cache, cacheErr := CachePath("my-program")
		session, sessionErr := SessionPath("my-program")
		want := []any{"/home/ada/.cache/my-program/authing-tokens.json", nil, "/home/ada/.config/my-program/authing-session.json", nil}
		if diff := cmp.Diff(want, []any{cache, cacheErr, session, sessionErr}); diff != "" {
			t.Error(diff)
		}
		t.Setenv("XDG_CACHE_HOME", "relative")
		if path, err := CachePath("my-program"); err == nil {
			t.Error(path)
		}
	}
	for _, program := range []string{"", ".", "..", "a/b", `a\b`, "/a"} {
		if path, err := SessionPath(program); err == nil {
			t.Errorf("%q gives %s", program, path)
		} else if _, ok := errors.AsType[*authing.InputError](err); !ok {
			t.Errorf("%q: %v", program, err)
		}
	}
}

func FuzzContent(f *testing.F) {
	f.Add([]byte(`{"version":1,"token":"a","tokens":{"key":"a"}}`))
	f.Add([]byte(`{"version":1,"tokens":{"key":null}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		content := readCache(raw)
		content.Tokens["key"] = "x" // never a nil map
		if content.Version != version {
			t.Errorf("version %d", content.Version)
		}
	})
}
