// Package interop holds nothing but tests: they let a client that this module
// has no part in talk to the service in a box. The client is authing-js-sdk
// 3.22.3 from npm, unchanged, run by Node.js.
//
// A scenario is a list of calls with what the client must report for each,
// result or error. driver.mjs makes them, in a process of its own for every
// scenario and with a fresh box, and makes no connection to anything else.
// `make interop-deps` installs the client.
package interop
