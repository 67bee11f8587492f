// Package page is the web page of the service in a box, which a developer keeps
// beside the editor: pools, users, the outbox, the latest requests, QR codes that
// wait, and the clock. It is served under /box/, with files of its own only and
// without a build step, and a strict policy tells the browser so.
//
// What the page shows comes as server-sent events, which net/http writes and
// every browser reads, and reconnects by itself; no WebSocket library is needed
// where one side only talks. The few things that the page lets a developer do are
// POST requests with JSON, which net/http's CrossOriginProtection keeps from
// being sent by other sites.
//
// A stream looks at the service a few times a second as long as somebody watches,
// and sends the sections that changed: so it misses nothing, whoever changed it,
// a client, a test by a method of the box, or the time.
package page
