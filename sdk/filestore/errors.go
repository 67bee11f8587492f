package filestore

import (
	"errors"
	"io/fs"
)

// Why a file was refused.
var (
	// ErrPermissions says that others may read or change the file, or replace it in its
	// folder. Its token may be known, or not be the one that was saved.
	ErrPermissions = errors.New("others may read or change it: make a file's mode 0600, a folder's 0700")
	// ErrNotFile says that a symbolic link, a folder or the like is where the file belongs.
	ErrNotFile = errors.New("it is not a regular file")
	// ErrCorrupt says that a file's content is not what this package wrote.
	ErrCorrupt = errors.New("its content is not a saved session: sign in again, or clear it")
	// ErrLocked says that another process holds the lock and does not let it go.
	ErrLocked = errors.New("it is locked by another process")
	// ErrTooLarge says that a token is larger than any that the service issues.
	ErrTooLarge = errors.New("it would become too large")
)

// problem is one of the errors above about a path.
func problem(operation, path string, err error) error {
	return &fs.PathError{Op: operation, Path: path, Err: err}
}
