package authingtest

import (
	"errors"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// User is a person to put into the pool. Every field may be left out, but for one
// of ID, Email, Phone, Username and UnionID. Who is to sign in needs something to
// do it with: an email address, a user name or a phone number with a password, a
// phone number alone, or a union ID.
type User struct {
	ID       string // letters, digits, - and _, at most 64; 24 hexadecimal digits of the box's choice when empty
	Email    string
	Phone    string
	Username string         // the email address when empty
	UnionID  string         // what a social login calls the person
	Password authing.Secret // 6 characters or more

	Nickname string
	Photo    string // URL; the service's own picture when empty
	Company  string
	Name     string

	EmailVerified bool
	PhoneVerified bool
	Blocked       bool // may not sign in
	// MustResetPassword keeps the user from signing in with the password until it
	// was changed.
	MustResetPassword bool
	// ResetPasswordOnFirstLogin makes the password good for no more than one sign-in by
	// the core API, which asks for another. The issuer's form refuses it until then;
	// the classic API, whose sign-in has no such step, does not.
	ResetPasswordOnFirstLogin bool
	// Permanent keeps the user from being removed.
	Permanent bool

	// MFACode switches the second factor on, and is a one-time password that counts
	// as right until the key is made anew. What the user's authenticator shows does
	// as well: see [Pool.OneTimePassword].
	MFACode authing.Secret
	// SocialLogin is what the user holds at the social login they came in by.
	SocialLogin *SocialLogin
}

// SocialLogin is a social login with the tokens that it issued.
type SocialLogin struct {
	Provider     string // such as qq
	AccessToken  authing.Secret
	RefreshToken authing.Secret
	ExpiresIn    int // seconds
}

// AddUser puts a user into the pool and gives their ID. Email address, phone
// number, user name and union ID must be free.
func (p *Pool) AddUser(u User) (id string, err error) {
	if err := readable("User", u); err != nil {
		return "", named(err)
	}
	added, err := p.service.AddUser(p.PoolID, u.seed())
	if err := p.settled(err); err != nil {
		return "", err
	}
	return added.ID, nil
}

// seed is the user as the domain puts them in.
func (u User) seed() service.UserSeed {
	seed := service.UserSeed{
		ID: u.ID, Email: u.Email, Phone: u.Phone, Username: u.Username, UnionID: u.UnionID, Password: u.Password.Reveal(),
		Details:       service.Details{Nickname: given(u.Nickname), Photo: given(u.Photo), Company: given(u.Company), Name: given(u.Name)},
		EmailVerified: u.EmailVerified, PhoneVerified: u.PhoneVerified, Blocked: u.Blocked,
		MustResetPassword: u.MustResetPassword, ResetOnFirstLogin: u.ResetPasswordOnFirstLogin, Permanent: u.Permanent,
		MFACode: u.MFACode.Reveal(),
	}
	if held := u.SocialLogin; held != nil {
		seed.ThirdParty = &service.ThirdParty{
			Provider: held.Provider, AccessToken: held.AccessToken.Reveal(), RefreshToken: held.RefreshToken.Reveal(), ExpiresIn: held.ExpiresIn,
		}
	}
	return seed
}

// given is a profile field that may be left out.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// App is an OAuth or OIDC application of the pool.
type App struct {
	ID           string // chosen by the box when empty
	Secret       authing.Secret
	Name         string
	Domain       string
	Description  string
	Image        string   // URL
	Grants       []string // grant types allowed; an OIDC application with none may use all that the box knows
	RedirectURIs []string
	Denied       []string // IDs of users who have no permission to sign in to it
	MFA          bool     // asks who signs in to it by the core API for a second factor, and by the issuer's form for that of an authenticator: see [Pool.OneTimePassword]

	// PostLogoutRedirectURIs are where a browser may be sent once it is signed out.
	PostLogoutRedirectURIs []string
	// Public says that the application has no secret, as a program on a person's
	// own machine; it must use PKCE.
	Public bool
}

// AddOIDCApp puts an OIDC application into the pool and answers with it, ID and
// secret filled in. It signs people in with the grant types authorization_code,
// where it has a redirect URI, password, refresh_token and authingToken. The scope
// offline_access of an authorization request counts with the prompt consent only.
func (p *Pool) AddOIDCApp(app App) (App, error) { return p.addApp(app, service.OIDC) }

// AddOAuthApp puts an OAuth application into the pool and answers with it, ID
// and secret filled in. The box has no OAuth endpoints for it: it is there to be
// authorized by users, and to be listed.
func (p *Pool) AddOAuthApp(app App) (App, error) { return p.addApp(app, service.OAuth) }

func (p *Pool) addApp(app App, protocol string) (App, error) {
	if err := readable("App", app); err != nil {
		return App{}, named(err)
	}
	added, err := p.service.AddApp(p.PoolID, service.App{
		ID: app.ID, Secret: app.Secret.Reveal(), Protocol: protocol,
		Name: app.Name, Domain: app.Domain, Description: app.Description, Image: app.Image,
		Grants: app.Grants, RedirectURIs: app.RedirectURIs, Denied: app.Denied, MFA: app.MFA,
		PostLogoutRedirectURIs: app.PostLogoutRedirectURIs, Public: app.Public,
	})
	if err := p.settled(err); err != nil {
		return App{}, err
	}
	app.ID, app.Secret, app.Grants = added.ID, authing.Secret(added.Secret), added.Grants
	return app, nil
}

// AddAuthorizedApp lets an application act for a user, as if they had agreed.
// The scope is what it may see, separated by spaces. Signing in through an OIDC
// application does the same.
func (p *Pool) AddAuthorizedApp(userID, appID, scope string) error {
	if err := readable("scope", scope); err != nil {
		return named(err)
	}
	return p.settled(p.service.Authorize(p.PoolID, userID, appID, scope))
}

// DirectoryUser is a person in a directory that the pool is connected to. User
// name and password are needed.
type DirectoryUser struct {
	Username string
	Password authing.Secret
	DN       string // distinguished name; made up by the box when empty
	Email    string
	Phone    string
	Name     string
	Company  string
}

// AddLDAPUser puts a person into the pool's LDAP directory, who may sign in with
// their user name or email address there. The first time makes them a user, which
// is refused while registration is switched off.
func (p *Pool) AddLDAPUser(u DirectoryUser) error { return p.addDirectoryUser("", u) }

// AddADUser puts a person into the Active Directory domain behind a connector,
// with a user name like user@domain.com or domain\user. Signing in for the first
// time makes them a user, by the rules of [Pool.AddLDAPUser]. A connector belongs to
// one pool of the box.
func (p *Pool) AddADUser(connectorID string, u DirectoryUser) error {
	if connectorID == "" {
		return errors.New("authingtest: an AD user needs the ID of a connector")
	}
	return p.addDirectoryUser(connectorID, u)
}

func (p *Pool) addDirectoryUser(connectorID string, u DirectoryUser) error {
	if err := errors.Join(readable("connectorID", connectorID), readable("DirectoryUser", u)); err != nil {
		return named(err)
	}
	return p.settled(p.service.AddDirectoryUser(p.PoolID, service.DirectoryUser{
		Connector: connectorID, Username: u.Username, Password: u.Password.Reveal(),
		DN: u.DN, Email: u.Email, Phone: u.Phone, Name: u.Name, Company: u.Company,
	}))
}
