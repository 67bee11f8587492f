package filestore

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

const (
	fileMode   fs.FileMode = 0o600
	folderMode fs.FileMode = 0o700

	// largest is the size of a file in bytes beyond which it is not one of ours; a token
	// takes some hundred.
	largest = 1 << 20
	// patience is how long a lock is waited for; it is held for milliseconds.
	patience = 10 * time.Second
	// pause is the time between two looks at a lock.
	pause = 5 * time.Millisecond
	// rereads is how often a file is opened again that was replaced in between.
	rereads = 100
)

// checked reports whether the mode of a file says who may read it.
const checked = runtime.GOOS != "windows"

// file is one file that is read and replaced as a whole.
type file struct{ path string }

// temporary is where new content is written before it takes the file's place. There is
// one name, so that what a crash leaves behind is found and removed.
func (f file) temporary() string { return f.path + ".tmp" }

// read returns the content, or nil where there is no file.
func (f file) read(ctx context.Context) ([]byte, error) {
	for range rereads {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		content, again, err := f.readOnce()
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if !again {
			return content, err
		}
	}
	return nil, problem("read", f.path, errors.New("it is replaced all the time"))
}

// readOnce reads the file that it looked at first, so that nothing else is ever opened
// for long; again says that another file took its place in between.
func (f file) readOnce() (content []byte, again bool, err error) {
	before, err := os.Lstat(f.path)
	if err != nil {
		return nil, false, err
	}
	if err := f.check(before); err != nil {
		return nil, false, err
	}
	opened, err := os.Open(f.path)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = opened.Close() }() // it was only read from
	after, err := opened.Stat()
	if err != nil {
		return nil, false, err
	}
	if !os.SameFile(before, after) {
		return nil, true, nil
	}
	content, err = io.ReadAll(io.LimitReader(opened, largest+1))
	if content == nil {
		content = []byte{}
	}
	return content, false, err
}

// check refuses what is no file of this package's making.
func (f file) check(info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return problem("check", f.path, ErrNotFile)
	}
	if checked && info.Mode().Perm()&^fileMode != 0 {
		return problem("check", f.path, ErrPermissions)
	}
	return nil
}

// locked calls do while no other process is within locked for the same file. The context
// that do gets ends when waiting is no use any more.
func (f file) locked(ctx context.Context, do func(context.Context) error) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, problem("lock", f.path, ErrLocked))
	defer cancel()
	path := f.path + ".lock"
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return problem("lock", path, ErrNotFile)
	}
	lock := flock.New(path, flock.SetPermissions(fileMode))
	if _, err := lock.TryLockContext(ctx, pause); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	return do(ctx)
}

// prepare makes the folder where it is missing, and refuses one where everybody may
// replace files. (In a folder with the sticky bit, such as /tmp, only the owner may.)
func (f file) prepare() error {
	folder := filepath.Dir(f.path)
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return err
	}
	info, err := os.Stat(folder)
	if err != nil {
		return err
	}
	if checked && info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0 {
		return problem("check", folder, ErrPermissions)
	}
	return nil
}

// update replaces the content by what change makes of it, nil standing for no file.
func (f file) update(ctx context.Context, change func(old []byte) ([]byte, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := f.prepare(); err != nil {
		return err
	}
	return f.locked(ctx, func(ctx context.Context) error {
		old, err := f.read(ctx)
		if err != nil {
			return err
		}
		content, err := change(old)
		if err != nil {
			return err
		}
		if len(content) > largest {
			return problem("write", f.path, ErrTooLarge)
		}
		return f.replace(ctx, content)
	})
}

// replace puts new content into the file's place. The lock is held.
func (f file) replace(ctx context.Context, content []byte) error {
	err := f.writeTemporary(content)
	if err == nil {
		err = f.rename(ctx)
	}
	if err != nil {
		_ = os.Remove(f.temporary()) // the first error says more
		return err
	}
	f.syncFolder()
	return nil
}

// writeTemporary writes content to the disk, beside the file.
func (f file) writeTemporary(content []byte) error {
	if err := os.Remove(f.temporary()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	created, err := os.OpenFile(f.temporary(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = created.Write(content)
	if err == nil {
		err = created.Sync()
	}
	return errors.Join(err, created.Close())
}

// rename lets what was written take the file's place. On Windows that fails while
// somebody reads the file, so it is tried until the context ends.
func (f file) rename(ctx context.Context) error {
	for {
		err := os.Rename(f.temporary(), f.path)
		if err == nil || runtime.GOOS != "windows" {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// remove removes the file and what a crash may have left, whatever they hold.
func (f file) remove(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !exists(f.path) && !exists(f.temporary()) {
		return nil
	}
	return f.locked(ctx, func(context.Context) error {
		info, err := os.Lstat(f.path)
		if err == nil && !info.Mode().IsRegular() {
			return problem("remove", f.path, ErrNotFile)
		}
		for _, path := range []string{f.path, f.temporary()} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		f.syncFolder()
		return nil
	})
}

// exists reports whether there may be something at path.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// syncFolder lets a replaced or removed file survive a power cut as such. Not every
// system can do that, and nothing is half-written without it, so errors do not count.
func (f file) syncFolder() {
	folder, err := os.Open(filepath.Dir(f.path))
	if err != nil {
		return
	}
	_ = folder.Sync()
	_ = folder.Close()
}
