package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// format is the version of the file's layout, one letter. It becomes another
// when older programs cannot read a file any more.
const format = "1"

// mode is that of a new file: it holds secrets.
const mode = 0o600

// lockTimeout is how long Open waits for another process.
const lockTimeout = time.Second

// The buckets of a file: its records, and what tells whose file it is.
const (
	recordsBucket = "authingtest records"
	aboutBucket   = "authingtest"
	formatKey     = "format"
)

// Store is an open file.
type Store struct {
	path string
	db   *bbolt.DB
}

// Open opens a file, and makes it where there is none. No other process, and
// nobody else in this one, can open it until it is closed.
func Open(path string) (*Store, error) {
	if err := inspect(path); err != nil {
		return nil, explain(path, err)
	}
	s := &Store{path: path}
	err := guarded(func() (err error) {
		s.db, err = bbolt.Open(path, mode, &bbolt.Options{Timeout: lockTimeout})
		return err
	})
	if err != nil {
		return nil, explain(path, err)
	}
	if err := guarded(func() error { return s.db.Update(prepare) }); err != nil {
		return nil, errors.Join(explain(path, err), s.Close())
	}
	return s, nil
}

// explain says in an error which file it is about, and what to do.
func explain(path string, err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("the data file %s is in use by another process, or open twice in this one", path)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return fmt.Errorf("%s is no data file, or is damaged (%w): choose another file", path, err)
	}
	return fmt.Errorf("the data file %s: %w", path, err)
}

// errDamaged is what reading a damaged file ends with.
var errDamaged = errors.New("the file is damaged: remove it to begin anew, or put a copy in its place")

// inspect reads a whole file before anything is written to it. A file that is not
// there, or empty, is a new one, and nobody else may read it from now on.
func inspect(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("it is a folder, a pipe or the like: name a file")
	case info.Size() == 0:
		return os.Chmod(path, mode)
	}
	db, err := bbolt.Open(path, mode, &bbolt.Options{Timeout: lockTimeout, ReadOnly: true})
	_, system := errors.AsType[syscall.Errno](err)
	switch {
	case system, errors.Is(err, bolterrors.ErrTimeout):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", bolterrors.ErrInvalid, err) // such as one about the size, which is of no kind
	}
	defer db.Close() // nothing was written
	return db.View(func(tx *bbolt.Tx) error {
		return guarded(func() error { return walk(tx) })
	})
}

// guarded makes errors of the panics, and of the reads beyond the end of the
// file, that a damaged file brings about.
func guarded(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil { // what it says helps nobody, and may show what the file holds
			err = errDamaged
		}
	}()
	return do()
}

// walk refuses a file that is not ours, and reads all of one that is.
func walk(tx *bbolt.Tx) error {
	about := tx.Bucket([]byte(aboutBucket))
	if about == nil {
		if first, _ := tx.Cursor().First(); first == nil {
			return nil // made by a process that was killed before it wrote anything
		}
		return errors.New("it is the file of another program: choose another one")
	}
	if found := about.Get([]byte(formatKey)); !bytes.Equal(found, []byte(format)) {
		return fmt.Errorf("its format is %q, and this version knows %q: use the version that wrote it, or another file", found, format)
	}
	_, err := read(tx)
	return err
}

// prepare makes the buckets of a new file.
func prepare(tx *bbolt.Tx) error {
	if _, err := tx.CreateBucketIfNotExists([]byte(recordsBucket)); err != nil {
		return err
	}
	about, err := tx.CreateBucketIfNotExists([]byte(aboutBucket))
	if err != nil {
		return err
	}
	return about.Put([]byte(formatKey), []byte(format))
}

// Records gives every record by its key.
func (s *Store) Records() (records map[string][]byte, err error) {
	err = guarded(func() error {
		return s.db.View(func(tx *bbolt.Tx) (err error) {
			records, err = read(tx)
			return err
		})
	})
	if err != nil {
		return nil, explain(s.path, err)
	}
	return records, nil
}

func read(tx *bbolt.Tx) (map[string][]byte, error) {
	records := make(map[string][]byte)
	bucket := tx.Bucket([]byte(recordsBucket))
	if bucket == nil {
		return nil, errDamaged
	}
	err := bucket.ForEach(func(key, value []byte) error {
		if int64(len(key)+len(value)) > tx.Size() { // do not ask for gigabytes of memory
			return errDamaged
		}
		records[string(key)] = bytes.Clone(value)
		return nil
	})
	return records, err
}

// Apply writes records and removes others, all or none. What it has written
// when it returns is on the disk.
func (s *Store) Apply(changed map[string][]byte, removed []string) error {
	err := guarded(func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			return write(tx.Bucket([]byte(recordsBucket)), changed, removed)
		})
	})
	if err != nil {
		return explain(s.path, err)
	}
	return nil
}

func write(records *bbolt.Bucket, changed map[string][]byte, removed []string) error {
	for key, value := range changed {
		if err := records.Put([]byte(key), value); err != nil {
			return err
		}
	}
	for _, key := range removed {
		if err := records.Delete([]byte(key)); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the file.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return explain(s.path, err)
	}
	return nil
}
