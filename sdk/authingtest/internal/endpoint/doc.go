// Package endpoint is the HTTP side of the service in a box: one handler for
// every host role that the real service spreads over several hosts, at the
// paths that clients are known to call. It also lets calls fail as a test asks
// for: github.com/vektah/gqlparser reads which call a GraphQL request is, for the
// engine tells nobody what it parsed.
package endpoint
