//go:build !race

package runtime

// crowd is how many callers a test lets loose at once.
const crowd = 10_000
