package authing

// Host is the role that a host plays for the service. A private deployment replaces
// the address of each; the option WithHost of a client does it for
// the roles that the client asks.
type Host string

// The roles, with the addresses of the public service.
const (
	HostUser   Host = "user"   // users, logins, codes: https://users.authing.cn/graphql
	HostOAuth  Host = "oauth"  // LDAP, AD, social logins, authorized apps: https://oauth.authing.cn/graphql
	HostBase   Host = "base"   // OIDC endpoints: https://core.authing.cn
	HostCDN    Host = "cdn"    // pictures: https://usercontents.authing.cn
	HostUpload Host = "upload" // where pictures are uploaded to: https://upload.qiniup.com/
	HostCore   Host = "core"   // the core API: https://core.authing.cn
	HostWS     Host = "ws"     // sign-in of the core API with AD: beside the core host, https://ws.authing.cn
)
