package authing

// Host is the role that a host plays for the service. A private deployment replaces
// the address of each; the option WithHost of either client does it.
type Host string

// The roles, with the addresses of the public service.
const (
	HostUser   Host = "user"   // users, logins, codes: https://users.authing.cn/graphql
	HostOAuth  Host = "oauth"  // LDAP, AD, social logins, authorized apps: https://oauth.authing.cn/graphql
	HostBase   Host = "base"   // OIDC endpoints: https://core.authing.cn
	HostCDN    Host = "cdn"    // pictures: https://usercontents.authing.cn
	HostUpload Host = "upload" // where pictures are uploaded to: https://upload.qiniup.com/
)
