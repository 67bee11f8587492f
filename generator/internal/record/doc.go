// Package record remembers what a run of the generator read and made, so that the
// next one can tell that nothing has changed since, and leave it at that.
//
// It compares contents, never times: those of the configuration, of schema and
// operations, of the hand-written Go that is read, of every file that was made, and
// of the generator's own program. What it remembers stands in the user's cache, a
// file for each configuration, until none renews it for a month. Who deletes it, or spoils it, gets a full run.
package record
