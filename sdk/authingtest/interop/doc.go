// Package interop holds nothing but tests: they let clients that this module has
// no part in talk to the service in a box. They are two versions of
// authing-js-sdk from npm, unchanged. 3.22.3 speaks the classic API: its build
// for Node.js, and its build for browsers in a page that headless Chromium shows.
// 4.23.55, which npm installs as authing-js-sdk-4, speaks the core API: its
// AuthenticationClient and its ManagementClient in Node.js.
//
// A scenario is a list of calls with what the client must report for each,
// result or error. driver.mjs and driver-core.mjs make them in a process of its
// own for every scenario and with a fresh box, browser.mjs in a fresh page of one
// browser; none lets the client connect to anything else. The page comes from
// another origin than the box, so that the browser asks the box what the page may
// do. Where somebody signs in by OIDC, the test stands in for their browser.
//
// Besides, the box's own web page is looked at in the same browser, by way of
// boxpage.mjs: that it shows what clients do while they do it, that it asks for
// nothing elsewhere, and that its buttons work.
//
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
// `make interop` installs what is needed, runs the tests, and shows for each of
// the two clients which recorded call was seen to succeed and to fail with which
// codes.
//
// Chromium is steered by playwright-core, because it brings no browser of its
// own along and opens any number of separate sessions in one.
package interop
