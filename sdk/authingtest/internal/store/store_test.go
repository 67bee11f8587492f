package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/store"
)

// open opens a file, which is closed when the test ends.
func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() }) // again, where the test has done so
	return s
}

func apply(t *testing.T, s *store.Store, changed map[string][]byte, removed ...string) {
	t.Helper()
	if err := s.Apply(changed, removed); err != nil {
		t.Fatal(err)
	}
}

func wantRecords(t *testing.T, s *store.Store, want map[string][]byte) {
	t.Helper()
	got, err := s.Records()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the records differ (-want +got):\n%s", diff)
	}
}

func TestRecordsOutliveTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	s := open(t, path)
	wantRecords(t, s, map[string][]byte{})
	apply(t, s, map[string][]byte{"a": []byte("1"), "b": []byte("2"), "c/d": []byte("3")})
	apply(t, s, map[string][]byte{"a": []byte("4")}, "b", "not there")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	wantRecords(t, s, map[string][]byte{"a": []byte("4"), "c/d": []byte("3")})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(map[string][]byte{"a": nil}, nil); err == nil {
		t.Error("a closed store takes records")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read it", info.Mode(), err)
	}
}

// TestEmptyFiles takes one that is there for a new one.
func TestEmptyFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	apply(t, open(t, path), map[string][]byte{"a": nil})
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read it", info.Mode(), err)
	}
}

func TestApplyIsAllOrNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "box.db"))
	apply(t, s, map[string][]byte{"a": []byte("1"), "b": []byte("2")})
	tooLong := strings.Repeat("k", 1<<16)
	if err := s.Apply(map[string][]byte{"a": []byte("3"), tooLong: nil, "c": nil}, []string{"b"}); err == nil {
		t.Fatal("a key of 64 KiB is accepted")
	}
	wantRecords(t, s, map[string][]byte{"a": []byte("1"), "b": []byte("2")})
}

func TestOneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	s := open(t, path)
	if _, err := store.Open(path); err == nil || !strings.Contains(err.Error(), path+" is in use by another process") {
		t.Errorf("two open %v", err)
	}
	apply(t, s, map[string][]byte{"a": nil})
}

// TestFilesOfOthers opens what is no data file: an error that names it, and the
// file stays as it is.
func TestFilesOfOthers(t *testing.T) {
	tests := []struct {
		name string
		make func(path string) error
		want string
	}{
		{"text", write([]byte("dear diary")), "no data file"},
		{"a long text", write(bytes.Repeat([]byte("dear diary\n"), 10000)), "no data file"},
		{"zeros", write(make([]byte, 1<<16)), "no data file"},
		{"a folder", func(path string) error { return os.Mkdir(path, 0o700) }, "name a file"},
		{"a pipe", func(path string) error { return syscall.Mkfifo(path, 0o600) }, "name a file"},
		{"of an odd length", write(bytes.Repeat([]byte("odd "), 1250)), "no data file"},
		{"another program's", bucket("elephants", "format", "1"), "another program"},
		{"of a newer version", bucket("authingtest", "format", "2"), `format is "2"`},
		{"of no version", bucket("authingtest", "elephants", "2"), `format is ""`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "box.db")
			if err := test.make(path); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			var before []byte
			if info.Mode().IsRegular() {
				before, _ = os.ReadFile(path)
			}
			s, err := store.Open(path)
			if err == nil {
				s.Close()
			}
			if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "remove") {
				t.Errorf("%v, want %q", err, test.want)
			}
			if before == nil {
				return
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file is changed")
			}
		})
	}
	if _, err := store.Open(filepath.Join(t.TempDir(), "no", "such", "folder")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in no folder: %v", err)
	}
}

func write(content []byte) func(string) error {
	return func(path string) error { return os.WriteFile(path, content, 0o600) }
}

// bucket makes a database with one value.
func bucket(name, key, value string) func(string) error {
	return func(path string) error {
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			return err
		}
		defer db.Close()
		return db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			return b.Put([]byte(key), []byte(value))
		})
	}
}

// TestDamagedFiles cuts a file off at every page, and writes garbage over every
// page: the file opens, or there is an error. Nothing else may happen.
func TestDamagedFiles(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "box.db")
	s := open(t, path)
	for i := range 2 {
		changed := make(map[string][]byte)
		for j := range 5 {
			changed[fmt.Sprintf("user/%d", i*5+j)] = bytes.Repeat([]byte{byte(i)}, 200+200*j)
		}
		apply(t, s, changed, fmt.Sprintf("user/%d", i))
	}
	want, err := s.Records()
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	random := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for at := 0; at < len(whole); at += page {
		// A page begins with its number (8 bytes), its kind (2), how many elements it
		// has (2), and how many pages more it goes on (4).
		head := whole[at:]
		for i, garbage := range [][]byte{
			nil, make([]byte, page), noise(random, page), noise(random, 16), bytes.Repeat([]byte{255}, 64),
			append(bytes.Clone(head[:16]), noise(random, 60)...), append(bytes.Clone(head[:10]), 255, 255),
			append(bytes.Clone(head[:16]), 0, 0, 0, 0, 255, 255, 255, 127, 8, 0, 0, 0, 8, 0, 0, 0), // its first element lies 2 GiB away
		} {
			damaged := bytes.Clone(whole)
			if garbage == nil {
				damaged = damaged[:max(at, 1)]
			}
			copy(damaged[min(at, len(damaged)):], garbage)
			path := filepath.Join(folder, fmt.Sprintf("%d-%d.db", at, i))
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(path)
			if err == nil {
				got, readErr := s.Records()
				if garbage == nil && !cmp.Equal(want, got) {
					t.Errorf("cut off at the page %d: not every record is there, and no error", at/page)
				}
				err = errors.Join(readErr, s.Apply(map[string][]byte{"user/5": nil, "z": nil}, []string{"user/7"}), s.Close())
			}
			if err != nil {
				refused++
				if !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "in use") {
					t.Errorf("the page %d: %v", at/page, err)
				}
			}
		}
	}
	if refused == len(whole)/page {
		t.Error("nothing is refused but what is cut off")
	}
}

func noise(random *rand.Rand, size int) []byte {
	garbage := make([]byte, size)
	for i := range garbage {
		garbage[i] = byte(random.Uint32())
	}
	return garbage
}
