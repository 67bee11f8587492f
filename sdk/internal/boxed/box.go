package boxed

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/internal/scan"
	"github.com/authing-community/authing-go/sdk/management"
)

// Ada has all that one can sign in with. Grace came by a social login and has no
// password.
const (
	AdaID    = "5e85aded9cc18e4cc67e780a"
	AdaEmail = "ada@example.com"
	AdaPhone = "13100000001"
	AdaName  = "ada" // the name she signs in with
	Password = "correct horse"

	GraceID    = "5e86aded9cc18e4cc67e780b"
	GraceEmail = "grace@example.com"
	GraceUnion = "qq|grace"
)

// DefaultPhoto is the picture of who has none.
const DefaultPhoto = "https://usercontents.authing.cn/authing-avatar.png"

// Box is a service with a scanner on the wire to it, which learns every secret that goes by.
type Box struct {
	*authingtest.Server
	Scanner *scan.Scanner

	wire    *scan.Wire
	printed *output // what clients of the box log, and their middleware prints
}

// PasswordKey is the key that clients seal passwords with, for the wire.
func (b *Box) PasswordKey() string { return b.wire.PasswordKey() }

// Start starts a box with Ada and Grace in it.
func Start(t testing.TB, options ...authingtest.Option) *Box {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	box, err := authingtest.New(append(options, authingtest.WithURL("http://"+web.Listener.Addr().String()), authingtest.WithUsers(
		authingtest.User{
			ID: AdaID, Email: AdaEmail, Phone: AdaPhone, Username: AdaName, Password: Password,
			Nickname: "Ada", Company: "Analytical Engines", Name: "Ada Lovelace",
		},
		authingtest.User{
			ID: GraceID, Email: GraceEmail, UnionID: GraceUnion, Nickname: "Grace",
			SocialLogin: &authingtest.SocialLogin{Provider: "qq", AccessToken: "qq-access", RefreshToken: "qq-refresh", ExpiresIn: 7200},
		},
	))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := box.Close(); err != nil {
			t.Error(err)
		}
	})
	scanner := scan.New()
	wire, err := scan.NewWire(scanner, box.Handler(), box.PasswordKey())
	if err != nil {
		t.Fatal(err)
	}
	web.Config.Handler = wire
	web.Start()
	t.Cleanup(web.Close)
	return &Box{Server: box, Scanner: scanner, wire: wire, printed: new(output)}
}

// EndUser makes a client of the box with nobody signed in.
func EndUser(t testing.TB, box *Box, options ...enduser.Option) *enduser.Client {
	t.Helper()
	client, err := enduser.New(box.PoolID, append([]enduser.Option{
		enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()),
		enduser.WithLogger(box.printed.logger()), enduser.WithMiddleware(box.printed.middleware),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Owner makes a client of the box that holds the pool's secret.
func Owner(t testing.TB, box *Box) *management.Client {
	t.Helper()
	return newOwner(t, box, management.WithSecret(box.Secret))
}

// Manager makes a client of the box that holds a token in place of the secret.
func Manager(t testing.TB, box *Box, token authing.Secret) *management.Client {
	t.Helper()
	return newOwner(t, box, management.WithToken(token))
}

func newOwner(t testing.TB, box *Box, credential management.Option) *management.Client {
	t.Helper()
	client, err := management.New(box.PoolID, credential,
		management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()),
		management.WithLogger(box.printed.logger()), management.WithMiddleware(box.printed.middleware))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// UserToken makes a token of a user.
func UserToken(t testing.TB, box *Box, userID string) authing.Secret {
	t.Helper()
	token, err := box.UserToken(userID)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// World is what a scenario happens in.
type World[C any] struct {
	*Box
	Client C // what is tested

	enter func(testing.TB, *Box) C
}

// Another makes a second client like the one that is tested.
func (w *World[C]) Another(t testing.TB) C {
	t.Helper()
	return w.enter(t, w.Box)
}

// Ada is what is known about her before she signs in.
func (w *World[C]) Ada() *authing.User {
	return &authing.User{
		ID: AdaID, Email: AdaEmail, Phone: AdaPhone, Username: AdaName,
		Nickname: "Ada", Company: "Analytical Engines", Name: "Ada Lovelace", Photo: DefaultPhoto,
		RegisterInClient: w.PoolID, RegisterMethod: "default:username-password", SignedUp: Any, UpdatedAt: Any,
		Group: w.Group(),
	}
}

// Grace is what is known about her before she signs in.
func (w *World[C]) Grace() *authing.User {
	return &authing.User{
		ID: GraceID, Email: GraceEmail, Username: GraceEmail, UnionID: GraceUnion,
		Nickname: "Grace", Photo: DefaultPhoto,
		RegisterInClient: w.PoolID, RegisterMethod: "default:username-password", SignedUp: Any, UpdatedAt: Any,
		Group: w.Group(),
	}
}

// SocialLogin is what Grace holds at the social login she came in by.
func (w *World[C]) SocialLogin() *authing.ThirdPartyIdentity {
	return &authing.ThirdPartyIdentity{Provider: "qq", AccessToken: "qq-access", RefreshToken: "qq-refresh", ExpiresIn: 7200}
}

// Group is the role that the pool gives to everybody.
func (w *World[C]) Group() *authing.Group {
	return &authing.Group{ID: Any, Name: "default", Descriptions: "default", PoolID: w.PoolID, CreatedAt: Any}
}

// SignedIn is what the answer to a sign-in has beyond the user before it.
func SignedIn(u *authing.User) *authing.User {
	u.Token, u.TokenExpiredAt, u.LastLogin = Any, Any, Any
	u.LoginsCount++
	return u
}

// Add puts somebody into the pool.
func (w *World[C]) Add(t testing.TB, u authingtest.User) string {
	t.Helper()
	id, err := w.AddUser(u)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// OIDCApp puts an OIDC application into the pool that may use the grants given,
// all of them where none is.
func (w *World[C]) OIDCApp(t testing.TB, grants ...string) authingtest.App {
	t.Helper()
	app, err := w.AddOIDCApp(authingtest.App{Name: "mail", Grants: grants})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

// Authorize lets Ada have authorized an OAuth and an OIDC application, and gives what
// the list of them says.
func (w *World[C]) Authorize(t testing.TB) *authing.AuthedApps {
	t.Helper()
	calendar, err := w.AddOAuthApp(authingtest.App{
		Name: "calendar", Domain: "cal", Description: "Dates", Image: "https://example.com/cal.png",
		Grants: []string{"implicit"}, RedirectURIs: []string{"https://cal.example.com"},
	})
	if err != nil {
		t.Fatal(err)
	}
	mail, err := w.AddOIDCApp(authingtest.App{
		Name: "mail", Domain: "mail", Description: "Letters", Image: "https://example.com/mail.png",
		Grants: []string{"password"}, RedirectURIs: []string{"https://mail.example.com"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.AddAuthorizedApp(AdaID, calendar.ID, "profile"), w.AddAuthorizedApp(AdaID, mail.ID, "openid")); err != nil {
		t.Fatal(err)
	}
	return &authing.AuthedApps{
		OAuthApps: []*authing.OAuthApp{{
			ID: calendar.ID, ClientID: calendar.ID, PoolID: w.PoolID, Name: "calendar", Domain: "cal", Description: "Dates",
			Image: "https://example.com/cal.png", Grants: []string{"implicit"}, RedirectURIs: []string{"https://cal.example.com"}, When: Any,
		}},
		OIDCApps: []*authing.OIDCApp{{
			ID: mail.ID, ClientID: mail.ID, PoolID: w.PoolID, Name: "mail", Domain: "mail", Description: "Letters",
			Image: "https://example.com/mail.png", GrantTypes: []string{"password"}, RedirectURIs: []string{"https://mail.example.com"}, When: Any,
			ResponseTypes: []string{"code"}, TokenEndpointAuthMethod: "client_secret_post", IDTokenSignedResponseAlg: "RS256",
			AuthorizationCodeExpire: "600", IDTokenExpire: "3600", AccessTokenExpire: "3600", CASExpire: "3600",
		}},
		TotalCount: 2,
	}
}
