package authing

import "time"

// Retry says how often a call is tried, and how long a client waits in between; the
// option WithRetry of either client takes one. A field that is zero has its default.
//
// Queries, and the few other methods that may reach the service twice, are tried again
// after a dropped connection, after the time for one attempt, and after HTTP 429, 502,
// 503 and 504. Any other method is tried again only where no connection came about, so
// that the service cannot have seen it. Before the next attempt the client waits a random
// part of a time that begins with MinDelay and doubles up to MaxDelay, and at least as
// long as the service asks for (Retry-After); where that is longer than a minute, or than
// the context lasts, the call ends at once.
type Retry struct {
	// Attempts is how often a call is tried in all; 3 where it is 0, and 1 for never
	// again.
	Attempts int
	// MinDelay bounds the wait before the second attempt; 200 milliseconds where it is 0.
	MinDelay time.Duration
	// MaxDelay bounds every wait; 5 seconds where it is 0, or MinDelay where that is
	// more.
	MaxDelay time.Duration
}
