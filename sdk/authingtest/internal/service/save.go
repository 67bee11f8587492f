package service

import (
	"bytes"
	"sync"
)

// A File keeps records from one start to the next. Apply does all that it is
// asked or nothing, and what it has done when it returns stays.
type File interface {
	Records() (map[string][]byte, error)
	Apply(changed map[string][]byte, removed []string) error
}

// saver writes to a file what has changed. Nobody tells it what that is: it
// compares records, so that no change can be forgotten.
type saver struct {
	file File // nil: nothing is kept

	running sync.Mutex        // one save at a time
	written map[string][]byte // what the file holds

	joining sync.Mutex
	next    *save // the one that has not begun; nil where nobody waits for one
}

// save is one save, for all who wait for it.
type save struct {
	done chan struct{}
	err  error // once done is closed
}

// Keep lets a new service go on from a file, and write to it whenever Save is
// called.
func (s *Service) Keep(file File) error {
	records, err := file.Records()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.restore(records); err != nil {
		return err
	}
	s.saver.file, s.saver.written = file, records
	return nil
}

// Kept tells whether there is a file to save to.
func (s *Service) Kept() bool { return s.saver.file != nil }

// Save returns when everything that the service held at the call is in the file,
// or could not be written: then the next Save tries again. Without a file it does
// nothing. Callers at the same time share one save, which begins after they
// called: a save that runs already may have looked before they changed anything.
func (s *Service) Save() error {
	if s.saver.file == nil {
		return nil
	}
	mine, first := s.saver.join()
	if first {
		s.saver.running.Lock()
		s.saver.begin()
		mine.err = s.write()
		s.saver.running.Unlock()
		close(mine.done)
	}
	<-mine.done
	return mine.err
}

// join gives the save that has not begun, and whether it is the caller's to run.
func (v *saver) join() (next *save, first bool) {
	v.joining.Lock()
	defer v.joining.Unlock()
	if v.next != nil {
		return v.next, false
	}
	v.next = &save{done: make(chan struct{})}
	return v.next, true
}

// begin lets whoever comes from now on wait for another save.
func (v *saver) begin() {
	v.joining.Lock()
	defer v.joining.Unlock()
	v.next = nil
}

// write writes the records that differ from what the file holds.
func (s *Service) write() error {
	s.mu.Lock()
	records, err := s.records()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	changed := make(map[string][]byte)
	for key, record := range records {
		if old, ok := s.saver.written[key]; !ok || !bytes.Equal(old, record) {
			changed[key] = record
		}
	}
	var removed []string
	for key := range s.saver.written {
		if _, ok := records[key]; !ok {
			removed = append(removed, key)
		}
	}
	if len(changed) > 0 || len(removed) > 0 {
		if err := s.saver.file.Apply(changed, removed); err != nil {
			return err
		}
	}
	s.saver.written = records
	return nil
}
