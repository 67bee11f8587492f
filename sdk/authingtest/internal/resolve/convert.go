package resolve

import (
	"math"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/fields"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// value is what an optional argument says; the zero value where it was not sent.
func value[T any](sent *T) T {
	if sent == nil {
		var zero T
		return zero
	}
	return *sent
}

// text is a result that is null where there is none.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// number fits an int into GraphQL's 32 bits; what does not fit becomes the
// nearest that does.
func number(n int) *int32 {
	return new(int32(min(max(n, math.MinInt32), math.MaxInt32)))
}

func seconds(d time.Duration) *int32 { return number(int(d.Seconds())) }

func unix(t time.Time) *int32 { return number(int(t.Unix())) }

// list turns what the domain gives into a list of results.
func list[From, To any](from []From, convert func(From) *To) *[]*To {
	to := make([]*To, 0, len(from))
	for _, item := range from {
		to = append(to, convert(item))
	}
	return &to
}

func texts(from []string) *[]*string {
	return list(from, func(s string) *string { return &s })
}

// person answers the type User. It is ExtendUser without what surrounds the
// profile, and with one field that nobody ever gets to see.
type person struct {
	box.ExtendUser
	OldPassword *string `graphql:"oldPassword"`
}

func newPerson(u *service.User) *person {
	return &person{ExtendUser: *newUser(u)}
}

// newUser answers with a user. Password and salt stay null: the service shows
// hashes, and nobody has a use for them.
func newUser(u *service.User) *box.ExtendUser {
	answer := &box.ExtendUser{
		ID: text(u.ID), Username: text(u.Username),
		Email: text(u.Email), EmailVerified: new(u.EmailVerified),
		Phone: text(u.Phone), PhoneVerified: new(u.PhoneVerified),
		UnionID: text(u.UnionID), OpenID: text(u.OpenID),
		Token: text(u.Token), TokenExpiredAt: text(u.TokenExpiredAt),
		LoginsCount: number(u.LoginsCount), LastLogin: text(u.LastLogin), LastIP: text(u.LastIP),
		SignedUp: text(u.SignedUp), UpdatedAt: text(u.UpdatedAt),
		Blocked: new(u.Blocked), IsDeleted: new(u.Deleted),
		RegisterInClient: text(u.Pool), RegisterMethod: text(u.RegisterMethod),
		Group:              newUserGroup(u.Group),
		ThirdPartyIdentity: newThirdParty(u.ThirdParty),
	}
	fields.Copy(answer, u.Details)
	return answer
}

// newListed is newUser with the newest attempts to sign in.
func newListed(u service.Listed) *box.ExtendUser {
	answer := newUser(u.User)
	answer.UserLoginHistory = newHistory(u.Logins)
	return answer
}

func newHistory(logins service.Page[service.Login]) *box.PagedUserLoginHistory {
	return &box.PagedUserLoginHistory{List: list(logins.List, newLogin), TotalCount: *number(logins.Total)}
}

// newUserGroup is newGroup for a user, who may hold none.
func newUserGroup(g service.Group) *box.Group {
	if g.ID == "" {
		return nil
	}
	return newGroup(g)
}

func newGroup(g service.Group) *box.Group {
	return &box.Group{
		ID: text(g.ID), Name: text(g.Name), Descriptions: text(g.Description),
		Client: text(g.Pool), Permissions: new(g.Permissions), CreatedAt: text(g.CreatedAt),
	}
}

func newThirdParty(held *service.ThirdParty) *box.ThirdPartyIdentity {
	if held == nil {
		return nil
	}
	return &box.ThirdPartyIdentity{
		Provider: text(held.Provider), AccessToken: text(held.AccessToken), RefreshToken: text(held.RefreshToken),
		ExpiresIn: number(held.ExpiresIn), UpdatedAt: text(held.UpdatedAt),
	}
}

func newLogin(l service.Login) *box.UserLoginHistory {
	return &box.UserLoginHistory{
		ID: text(l.ID), When: text(l.When), Success: new(l.Success), Result: text(l.Result),
		IP: text(l.IP), Browser: text(l.Browser), Device: text(l.Device),
	}
}

func newPool(p service.Pool) *box.UserClient {
	return &box.UserClient{
		ID: text(p.ID), Name: text(p.Name), Descriptions: new(""), Logo: new(""), AllowedOrigins: new(""),
		UsersCount: number(p.Users), JWTExpired: seconds(p.TokenLifetime), CreatedAt: text(p.CreatedAt),
		RegisterDisabled: new(p.Settings.RegistrationDisabled), EmailVerifiedDefault: new(p.Settings.EmailVerified),
		EnableEmail: new(true), ShowWXMPQRCode: new(true), UseMiniLogin: new(false), UseSelfWXApp: new(false),
		ChangeEmailStrategy: &box.ChangeEmailStrategy{VerifyOldEmail: new(!p.Settings.SkipOldEmail)},
		ChangePhoneStrategy: &box.ChangePhoneStrategy{VerifyOldPhone: new(!p.Settings.SkipOldPhone)},
		IsDeleted:           new(false),
	}
}

func newOAuthApp(a service.App) *box.OAuthProviderClient {
	return &box.OAuthProviderClient{
		ID: text(a.ID), ClientID: text(a.ID), ClientID2: text(a.Pool), Name: text(a.Name), Domain: text(a.Domain),
		Description: new(a.Description), Image: text(a.Image),
		Grants: texts(a.Grants), RedirectURIs: texts(a.RedirectURIs),
		IsDeleted: new(false), When: text(a.CreatedAt),
	}
}

func newOIDCApp(a service.App) *box.OIDCProviderClient {
	method := "client_secret_post"
	if a.Public {
		method = "none"
	}
	return &box.OIDCProviderClient{
		ID: text(a.ID), ClientID: text(a.ID), ClientID2: text(a.Pool), Name: text(a.Name), Domain: text(a.Domain),
		Description: new(a.Description), Image: text(a.Image),
		GrantTypes: texts(a.Grants), RedirectURIs: texts(a.RedirectURIs), ResponseTypes: texts([]string{"code"}),
		TokenEndpointAuthMethod: new(method), IDTokenSignedResponseAlg: new("RS256"),
		AuthorizationCodeExpire: new("600"), IDTokenExpire: new("3600"), AccessTokenExpire: new("3600"), CASExpire: new("3600"),
		IsDeleted: new(false), When: text(a.CreatedAt),
	}
}

// details takes a person's profile out of an input.
func details[Input box.UserRegisterInput | box.UserUpdateInput](in Input) service.Details {
	var d service.Details
	fields.Copy(&d, in)
	return d
}
