// Package filestore keeps tokens in files, so that the next process goes on where this
// one ends: [TokenCache] the owner token of management clients, [Session] the person who
// is signed in with an end-user client.
//
//	path, err := filestore.SessionPath("my-program")
//	if err != nil {
//		return err
//	}
//	session := filestore.NewSession(path)
//
// # What is on the disk
//
// A file holds its tokens as plain JSON, as a browser's localStorage does: what protects
// it is its mode, 0600, and its folder, made with mode 0700 where it is missing. A file
// that others may read or change, a symbolic link and a folder in its place are refused
// ([ErrPermissions], [ErrNotFile]) and left as they are, and so is writing into a folder
// where everybody may replace files. On Windows the folder's own permissions do all this.
//
// # Several processes
//
// A file is replaced as a whole, after its new content has reached the disk: nobody ever
// reads half of one, not even after a crash. Whoever changes a file holds a lock on the
// file beside it that ends in ".lock", which the system releases when a process dies; so
// no process loses what another one saved. Waiting for it ends with the context, or after
// 10 seconds with [ErrLocked]. Reading takes no lock.
//
// # What cannot be read
//
// A cache whose content is not its own counts as empty, and the next Save repairs it: all
// that is lost is one exchange. A session whose content is not its own is an error
// ([ErrCorrupt]), because to go on as if nobody were signed in would hide that something
// is wrong; a new sign-in (Save) or Clear repairs it.
//
// # Libraries
//
// Locks are taken with github.com/gofrs/flock, because the standard library has none for
// its users, and each system locks in its own way.
package filestore
