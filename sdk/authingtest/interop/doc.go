// Package interop holds nothing but tests: they let a client that this module
// has no part in talk to the service in a box. The client is authing-js-sdk
// 3.22.3 from npm, unchanged: its build for Node.js, and its build for browsers
// in a page that headless Chromium shows.
//
// A scenario is a list of calls with what the client must report for each,
// result or error. driver.mjs makes them in a process of its own for every
// scenario and with a fresh box, browser.mjs in a fresh page of one browser;
// neither lets the client connect to anything else. The page comes from another
// origin than the box, so that the browser asks the box what the page may do.
//
// Besides, the box's own web page is looked at in the same browser, by way of
// boxpage.mjs: that it shows what clients do while they do it, that it asks for
// nothing elsewhere, and that its buttons work.
//
// `make interop` installs what is needed, runs the tests, and shows which
// recorded call was seen to succeed and to fail with which codes.
//
// Chromium is steered by playwright-core, because it brings no browser of its
// own along and opens any number of separate sessions in one.
package interop
