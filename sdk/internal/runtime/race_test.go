//go:build race

package runtime

// crowd is how many callers a test lets loose at once. The race detector dies of more than
// 8,128 goroutines.
const crowd = 7_000
