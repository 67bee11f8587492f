// Package store keeps records in one file, of which it knows nothing but that
// they are bytes under a key.
//
// It is an embedded database, go.etcd.io/bbolt: one file, pure Go, and a
// transaction writes pages that nothing refers to yet before it switches to them
// with one page of its own, so that a process that is killed at any moment
// leaves the last transaction that was committed.
package store
