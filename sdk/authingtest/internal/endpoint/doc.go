// Package endpoint is the HTTP side of the service in a box: one handler for
// every host role that the real service spreads over several hosts, at the
// paths that clients are known to call.
package endpoint
