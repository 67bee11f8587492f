// Package address says which addresses the SDK sends secrets to: those with https, and
// this machine's own.
package address

import (
	"net/netip"
	"net/url"
	"strings"
)

// Read checks the address of a host and returns it in its normal form, or what is wrong
// with it. Plain http leads to this machine alone unless insecure is set. The text of
// url.Parse's error is left out: it would print a password in the address.
func Read(text string, insecure bool) (address, problem string) {
	parsed, problem := parse(text, insecure)
	switch {
	case problem != "":
		return "", problem
	case parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
		return "", "must not contain a query or a fragment"
	}
	return parsed.String(), ""
}

// Check says what is wrong with the address of an endpoint, which may have a query; ""
// where nothing is.
func Check(text string, insecure bool) (problem string) {
	parsed, problem := parse(text, insecure)
	if problem == "" && parsed.Fragment != "" {
		problem = "must not contain a fragment"
	}
	return problem
}

func parse(text string, insecure bool) (parsed *url.URL, problem string) {
	parsed, err := url.Parse(text)
	switch {
	case err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "":
		return nil, "is not an absolute http or https URL"
	case parsed.User != nil:
		return nil, "must not contain a user or password"
	case parsed.Scheme == "http" && !insecure && !Loopback(parsed.Hostname()):
		return nil, "is plain http, over which anybody on the way can read secrets: use https, or WithInsecureHTTP"
	}
	return parsed, ""
}

// Loopback reports whether a host is this machine itself.
func Loopback(name string) bool {
	address, err := netip.ParseAddr(name)
	if err != nil {
		name = strings.ToLower(strings.TrimSuffix(name, "."))
		return name == "localhost" || strings.HasSuffix(name, ".localhost") // RFC 6761, 6.3
	}
	return address.Unmap().IsLoopback()
}
