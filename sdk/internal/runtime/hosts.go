package runtime

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/address"
)

// graphqlPath is where the users and oauth services answer GraphQL, below what WithHost
// and WithOrigin give.
const graphqlPath = "/graphql"

// hostSetting is one address as an option gave it.
type hostSetting struct {
	option string // for the error
	every  bool   // whether it is the address of every role
	role   authing.Host
	url    string
}

// host is the address of one role.
type host struct {
	prefix  string // what every path is put behind: "https://users.authing.cn"
	graphql string // the address of GraphQL where it is not prefix and the operation's path; else ""
}

// address returns where GraphQL is asked that the public service answers at path.
func (h *host) address(path string) string {
	if h.graphql != "" {
		return h.graphql
	}
	return h.prefix + path
}

// hosts are the addresses of all roles.
type hosts struct {
	user, oauth, base, cdn, core, ws host
	upload                           string // the whole address
	wsGiven                          bool   // whether ws was set, and does not follow core
}

// newHosts returns the public service's addresses, changed as settings say. Unless
// insecure is set, only the machine itself is asked over plain http.
func newHosts(api *API, settings []hostSetting, insecure bool) (*hosts, error) {
	h := &hosts{
		user:   host{prefix: "https://users.authing.cn"},
		oauth:  host{prefix: "https://oauth.authing.cn"},
		base:   host{prefix: "https://core.authing.cn"},
		cdn:    host{prefix: "https://usercontents.authing.cn"},
		core:   host{prefix: "https://core.authing.cn"},
		upload: "https://upload.qiniup.com/",
	}
	for _, setting := range settings {
		if err := h.set(api, setting, insecure); err != nil {
			return nil, err
		}
	}
	if !h.wsGiven {
		h.ws = host{prefix: besideCore(h.core.prefix)}
	}
	return h, nil
}

// set changes one role, or all.
func (h *hosts) set(api *API, setting hostSetting, insecure bool) error {
	if !setting.every && !api.has(setting.role) {
		return newMistake(setting.option, fmt.Sprintf("names no role of a host that this client asks: give one of %q", api.Hosts))
	}
	given, problem := address.Read(setting.url, insecure)
	if problem != "" {
		return newMistake(setting.option, problem)
	}
	prefix := strings.TrimRight(given, "/")
	switch {
	case setting.every:
		origin := host{prefix: strings.TrimSuffix(prefix, api.Path)}
		*h = hosts{user: origin, oauth: origin, base: origin, cdn: origin, core: origin, ws: origin, upload: origin.prefix + "/", wsGiven: true}
	case setting.role == authing.HostUser:
		h.user = graphqlHost(prefix)
	case setting.role == authing.HostOAuth:
		h.oauth = graphqlHost(prefix)
	case setting.role == authing.HostBase:
		h.base = host{prefix: prefix}
	case setting.role == authing.HostCDN:
		h.cdn = host{prefix: prefix}
	case setting.role == authing.HostUpload:
		h.upload = given
	case setting.role == authing.HostCore:
		h.core = host{prefix: strings.TrimSuffix(prefix, api.Path)}
	case setting.role == authing.HostWS:
		h.ws, h.wsGiven = host{prefix: prefix}, true
	}
	return nil
}

// besideCore returns the address of the host beside the core host, with "ws" for the
// first label of its name. An IP address stays as it is, and so does a name of less than
// three labels, of which the first may be all that is not everybody's: "ws.com" would be
// a stranger.
func besideCore(core string) string {
	parsed, err := url.Parse(core)
	if err != nil {
		return core
	}
	name := parsed.Hostname()
	if _, err := netip.ParseAddr(name); err == nil || strings.Count(strings.TrimSuffix(name, "."), ".") < 2 {
		return core
	}
	_, domain, _ := strings.Cut(parsed.Host, ".")
	parsed.Host = "ws." + domain
	return parsed.String()
}

// graphqlHost reads the address of a service that answers GraphQL. Where the address
// has a path that does not end in /graphql, GraphQL is asked exactly there.
func graphqlHost(address string) host {
	prefix, usual := strings.CutSuffix(address, graphqlPath)
	_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
	if usual || path == "" {
		return host{prefix: prefix}
	}
	return host{prefix: prefix, graphql: address}
}

// of returns the host that plays role; false for a role without an address.
func (h *hosts) of(role authing.Host) (*host, bool) {
	switch role {
	case authing.HostUser:
		return &h.user, true
	case authing.HostOAuth:
		return &h.oauth, true
	case authing.HostBase:
		return &h.base, true
	case authing.HostCDN:
		return &h.cdn, true
	case authing.HostCore:
		return &h.core, true
	case authing.HostWS:
		return &h.ws, true
	}
	return nil, false
}
