package service

import (
	"errors"
	"maps"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// memoryFile keeps records in memory.
type memoryFile struct {
	mu      sync.Mutex
	records map[string][]byte
	applied int   // how often something was written
	failing error // what Apply ends with
	// during is called while something is being written; nil is fine.
	during func()
}

func (f *memoryFile) Records() (map[string][]byte, error) { return maps.Clone(f.records), nil }

func (f *memoryFile) Apply(changed map[string][]byte, removed []string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.during != nil {
		f.during()
	}
	if f.failing != nil {
		return f.failing
	}
	f.applied++
	maps.Copy(f.records, changed)
	for _, key := range removed {
		delete(f.records, key)
	}
	return nil
}

func keptService(t *testing.T, file *memoryFile) *Service {
	t.Helper()
	s := emptyService(t)
	if err := s.Keep(file); err != nil {
		t.Fatal(err)
	}
	return s
}

// addPool adds the pool p with the users u and v.
func addPool(t *testing.T, s *Service) {
	t.Helper()
	if _, _, err := s.AddPool(PoolSeed{ID: "p"}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"u", "v"} {
		if _, err := s.AddUser("p", UserSeed{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
}

func mustSave(t *testing.T, s *Service) {
	t.Helper()
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestSaveWritesWhatDiffers(t *testing.T) {
	file := &memoryFile{records: make(map[string][]byte)}
	s := keptService(t, file)
	addPool(t, s)
	mustSave(t, s)
	mustSave(t, s) // nothing differs
	if file.applied != 1 {
		t.Errorf("written %d times, want once", file.applied)
	}
	wantSame(t, s, keptService(t, file))

	s.mu.Lock()
	s.pools["p"].remove(s.pools["p"].users[0])
	s.mu.Unlock()
	mustSave(t, s)
	if file.records["user/p/u"] != nil {
		t.Error("a user who was removed is in the file")
	}
	wantSame(t, s, keptService(t, file))
}

// TestSaveThatFailsIsTriedAgain keeps nothing back after an error.
func TestSaveThatFailsIsTriedAgain(t *testing.T) {
	file := &memoryFile{records: make(map[string][]byte), failing: errors.New("disk full")}
	s := keptService(t, file)
	addPool(t, s)
	for range 2 {
		if err := s.Save(); !errors.Is(err, file.failing) {
			t.Fatalf("%v, want %v", err, file.failing)
		}
	}
	file.failing = nil
	mustSave(t, s)
	wantSame(t, s, keptService(t, file))
}

// TestSaveWithoutAFile does nothing.
func TestSaveWithoutAFile(t *testing.T) {
	s := emptyService(t)
	if s.Kept() {
		t.Error("a new service has a file")
	}
	mustSave(t, s)
}

// TestSaversShareOneSave lets many call while one save runs: one more serves
// them all, and nobody is content with the one that began before their call.
func TestSaversShareOneSave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := &memoryFile{records: make(map[string][]byte)}
		s := keptService(t, file)
		addPool(t, s)
		release := make(chan struct{})
		file.during = func() { <-release }
		finished := make(chan error)
		save := func() { finished <- s.Save() }
		go save()
		synctest.Wait() // the first looks at everything, and is writing
		s.Advance(time.Hour)
		const more = 50
		for range more {
			go save()
		}
		release <- struct{}{}
		if err := <-finished; err != nil || file.records[kindService] == nil {
			t.Fatal(err)
		}
		if again := keptService(t, file); again.ahead != 0 {
			t.Fatalf("the first save knows what came after it began: %v", again.ahead)
		}
		release <- struct{}{}
		for range more {
			if err := <-finished; err != nil {
				t.Fatal(err)
			}
		}
		if again := keptService(t, file); again.ahead != time.Hour || file.applied != 2 {
			t.Errorf("the clock is %v ahead, written %d times", again.ahead, file.applied)
		}
	})
}

// TestConcurrentSaves finds what each caller has changed when their Save returns.
func TestConcurrentSaves(t *testing.T) {
	file := &memoryFile{records: make(map[string][]byte)}
	s := keptService(t, file)
	addPool(t, s)
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for range 20 {
				u, err := s.AddUser("p", UserSeed{UnionID: newID()})
				if err := errors.Join(err, s.Save()); err != nil {
					t.Error(err)
				}
				file.mu.Lock()
				if file.records["user/p/"+u.ID] == nil {
					t.Errorf("the user %s is not in the file", u.ID)
				}
				file.mu.Unlock()
			}
		})
	}
	callers.Wait()
	wantSame(t, s, keptService(t, file))
}

// TestWhatNeverChangesIsEncodedOnce finds the very bytes of a picture and of a
// message in the next save's records.
func TestWhatNeverChangesIsEncodedOnce(t *testing.T) {
	s := keptService(t, &memoryFile{records: make(map[string][]byte)})
	addPool(t, s)
	s.pictures["key"] = Picture{ContentType: "image/png", Content: []byte("a picture")}
	if err := s.SendSMS("p", "13100000000"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s)
	before := s.saver.written
	mustSave(t, s)
	for _, key := range []string{kindPicture + "/key", kindMessage + "/000000000000"} {
		if old, again := before[key], s.saver.written[key]; len(old) == 0 || &old[0] != &again[0] {
			t.Errorf("%s is encoded again", key)
		}
	}
}
