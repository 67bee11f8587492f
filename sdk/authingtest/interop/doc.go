// Package interop holds nothing but tests: they let a client that this module
// has no part in talk to the service in a box. The client is authing-js-sdk
// 3.22.3 from npm, unchanged, run by Node.js.
//
// A scenario is a list of calls with what the client must report for each,
// result or error. driver.mjs makes them, in a process of its own for every
// scenario and with a fresh box, and makes no connection to anything else.
// story.json is one story that both that client and this module's two clients
// tell, each to a fresh box; afterwards the boxes hold the same. The two differ
// in this alone, and in every case ours keeps to what the documents promise:
//
//   - sendChangeEmailVerifyCode answers a bound address as a result whose code is
//     2035; ours makes an error of it, as of every outcome that is not fine.
//   - A person's token goes with the owner's calls once somebody has signed in,
//     which the service refuses with 1001. The management client sends the owner
//     token always, so the story makes one that holds the person's token.
//   - What the service would refuse for something missing (2028, 2201, 2231) ours
//     refuses before it sends anything, so the story does not ask for it.
//
// `make interop-deps` installs the client.
package interop
