package sdk

import (
	"context"
	"strings"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// both is what the two clients share and send something with. That each implements it
// is the compiler's word for what the signature test says.
type both interface {
	ChangePassword(context.Context, authing.ChangePasswordInput) (*authing.User, error)
	CheckLoginStatus(context.Context, authing.Secret) (*authing.LoginStatus, error)
	GetAuthedAppList(context.Context, authing.GetAuthedAppListInput) (*authing.AuthedApps, error)
	GetVerificationCode(context.Context, string) (string, error)
	Login(context.Context, authing.LoginInput) (*authing.User, error)
	LoginByAD(context.Context, authing.LoginByADInput) (*authing.User, error)
	LoginByLDAP(context.Context, authing.LoginByLDAPInput) (*authing.User, error)
	LoginByOIDC(context.Context, authing.LoginByOIDCInput) (*authing.OIDCLogin, error)
	LoginByPhoneCode(context.Context, authing.LoginByPhoneCodeInput) (*authing.User, error)
	LoginByPhonePassword(context.Context, authing.LoginByPhonePasswordInput) (*authing.User, error)
	Logout(context.Context, string) (string, error)
	RefreshOIDCToken(context.Context, authing.RefreshOIDCTokenInput) (*authing.OIDCTokens, error)
	Register(context.Context, authing.RegisterInput) (*authing.User, error)
	RevokeAuthedApp(context.Context, authing.RevokeAuthedAppInput) (*authing.AuthedApp, error)
	SendChangeEmailVerifyCode(context.Context, string) (string, error)
	SendOneTimePhoneCode(context.Context, string) (string, error)
	SendRegisterPhoneCode(context.Context, string) (string, error)
	SendResetPasswordEmail(context.Context, string) (string, error)
	SendVerifyEmail(context.Context, string) (string, error)
	UnbindEmail(context.Context, authing.UnbindEmailInput) (*authing.User, error)
	Update(context.Context, authing.UpdateInput) (*authing.User, error)
	UpdateEmail(context.Context, authing.UpdateEmailInput) (*authing.User, error)
	UpdatePhone(context.Context, authing.UpdatePhoneInput) (*authing.User, error)
	UploadAvatar(context.Context, authing.File) (string, error)
	User(context.Context, string) (*authing.User, error)
	UserExist(context.Context, authing.UserExistInput) (bool, error)
	VerifyResetPasswordVerifyCode(context.Context, authing.VerifyResetPasswordVerifyCodeInput) (string, error)
}

// call is one call of a method, under the name that it has in the recording. One of the
// functions is set.
type call struct {
	name       string
	both       func(context.Context, both) (any, error)
	management func(context.Context, *management.Client) (any, error)
	enduser    func(context.Context, *enduser.Client) (any, error)
	refused    string // why the end-user client sends nothing, where it does not
	result     any    // what comes back, where the request alone does not show that all is well
}

// on makes the call on a client.
func (c call) on(ctx context.Context, client both) (any, error) {
	switch {
	case c.management != nil:
		return c.management(ctx, client.(*management.Client))
	case c.enduser != nil:
		return c.enduser(ctx, client.(*enduser.Client))
	}
	return c.both(ctx, client)
}

// picture is a small file, new for each call because it is read once.
func picture() authing.File {
	return authing.File{Name: "me.png", Content: strings.NewReader("a picture")}
}

// pictureURL is where the picture is then.
const (
	picturesHost = "https://pictures.example.com"
	pictureURL   = picturesHost + "/" + pictureKey
)

// calls are made with the values of the recording, and where it has none with values
// that say what they are for.
var calls = []call{
	{name: "register(email)", both: func(ctx context.Context, c both) (any, error) {
		return c.Register(ctx, authing.RegisterInput{Email: "a@b.c", Password: "pw", Nickname: "n"})
	}},
	{name: "register(phone)", both: func(ctx context.Context, c both) (any, error) {
		return c.Register(ctx, authing.RegisterInput{Phone: "13100000000", PhoneCode: "1234", Password: "pw"})
	}},
	{name: "register(unionid)", both: func(ctx context.Context, c both) (any, error) {
		return c.Register(ctx, authing.RegisterInput{UnionID: "u1", OAuth: "{}"})
	}},
	{name: "register(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.Register(ctx, registerEverything())
	}},
	{name: "userExist", both: func(ctx context.Context, c both) (any, error) {
		return c.UserExist(ctx, authing.UserExistInput{Phone: "13100000000"})
	}, result: true},
	{name: "userExist(username)", both: func(ctx context.Context, c both) (any, error) {
		return c.UserExist(ctx, authing.UserExistInput{Username: "u"})
	}},
	{name: "userExist(email)", both: func(ctx context.Context, c both) (any, error) {
		return c.UserExist(ctx, authing.UserExistInput{Email: "a@b.c"})
	}},
	{name: "login(email)", both: func(ctx context.Context, c both) (any, error) {
		return c.Login(ctx, authing.LoginInput{Email: "a@b.c", Password: "pw", VerifyCode: "v", MFACode: "123456", LastIP: "1.1.1.1"})
	}},
	{name: "login(username)", both: func(ctx context.Context, c both) (any, error) {
		return c.Login(ctx, authing.LoginInput{Username: "u", Password: "pw"})
	}},
	{name: "login(unionid)", both: func(ctx context.Context, c both) (any, error) {
		return c.Login(ctx, authing.LoginInput{UnionID: "u1"})
	}},
	{name: "login(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.Login(ctx, authing.LoginInput{
			Email: "a email", Username: "a username", Password: "a password", UnionID: "a unionid", OpenID: "a openid",
			VerifyCode: "a verifyCode", MFACode: "a MFACode", LastIP: "a lastIP", Device: "a device",
			Browser: "a browser", Params: "a params",
		})
	}},
	{name: "loginByOidc", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByOIDC(ctx, authing.LoginByOIDCInput{ClientID: "cid", ClientSecret: "cs", Email: "a@b.c", Password: "pw"})
	}, result: &authing.OIDCLogin{
		User:   &authing.OIDCUser{ID: "USER", Subject: "USER"},
		Tokens: &authing.OIDCTokens{AccessToken: newSession, TokenType: "Bearer"},
	}},
	{name: "loginByOidc(phone)", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByOIDC(ctx, authing.LoginByOIDCInput{ClientID: "cid", ClientSecret: "cs", Phone: "13100000000", Password: "pw"})
	}},
	{name: "loginByOidc(username)", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByOIDC(ctx, authing.LoginByOIDCInput{ClientID: "cid", ClientSecret: "cs", Username: "u", Password: "pw"})
	}},
	{name: "loginByOidc(unionid)", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByOIDC(ctx, authing.LoginByOIDCInput{ClientID: "cid", ClientSecret: "cs", UnionID: "u1", Scope: "openid"})
	}},
	{name: "refreshOidcToken", both: func(ctx context.Context, c both) (any, error) {
		return c.RefreshOIDCToken(ctx, authing.RefreshOIDCTokenInput{ClientID: "cid", ClientSecret: "cs", RefreshToken: "R"})
	}},
	{name: "authingTokenToOidcToken", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.AuthingTokenToOIDCToken(ctx, management.AuthingTokenToOIDCTokenInput{ClientID: "cid", ClientSecret: "cs", AuthingToken: "T"})
	}},
	{name: "authingTokenToOidcToken(scope)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.AuthingTokenToOIDCToken(ctx, management.AuthingTokenToOIDCTokenInput{ClientID: "cid", ClientSecret: "cs", AuthingToken: "T", Scope: "openid"})
	}},
	{name: "getVerificationCode", both: func(ctx context.Context, c both) (any, error) {
		return c.GetVerificationCode(ctx, "13100000000")
	}, result: "done"},
	{name: "sendOneTimePhoneCode", both: func(ctx context.Context, c both) (any, error) {
		return c.SendOneTimePhoneCode(ctx, "13100000000")
	}, result: "done"},
	{name: "sendRegisterPhoneCode", both: func(ctx context.Context, c both) (any, error) {
		return c.SendRegisterPhoneCode(ctx, "13100000000")
	}, result: "done"},
	{name: "loginByPhoneCode", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByPhoneCode(ctx, authing.LoginByPhoneCodeInput{Phone: "13100000000", PhoneCode: "1234"})
	}},
	{name: "loginByPhoneCode(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByPhoneCode(ctx, authing.LoginByPhoneCodeInput{Phone: "13100000000", PhoneCode: "0123", Browser: "a browser"})
	}},
	{name: "verifyPhoneCode", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.VerifyPhoneCode(ctx, management.VerifyPhoneCodeInput{Phone: "13100000000", PhoneCode: "1234"})
	}, result: &authing.CodeStatus{Status: true, Code: 200, Message: "done"}},
	{name: "loginByPhonePassword", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByPhonePassword(ctx, authing.LoginByPhonePasswordInput{Phone: "13100000000", Password: "pw"})
	}},
	{name: "loginByPhonePassword(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByPhonePassword(ctx, authing.LoginByPhonePasswordInput{Phone: "13100000000", Password: "a password", Browser: "a browser", Params: "a params"})
	}},
	{name: "loginByAd", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByAD(ctx, authing.LoginByADInput{ADConnectorID: "AD", Username: "u@d", Password: "pw"})
	}},
	{name: "loginByLDAP", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByLDAP(ctx, authing.LoginByLDAPInput{Username: "u", Password: "pw"})
	}},
	{name: "loginByLDAP(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.LoginByLDAP(ctx, authing.LoginByLDAPInput{Username: "u", Password: "pw", Browser: "a browser"})
	}},
	{name: "checkLoginStatus", both: func(ctx context.Context, c both) (any, error) {
		return c.CheckLoginStatus(ctx, "USER-TOKEN")
	}},
	{name: "refreshToken", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.RefreshToken(ctx, "USER")
	}},
	{name: "refreshThirdPartyToken", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.RefreshThirdPartyToken(ctx, "USER")
	}},
	{name: "logout", both: func(ctx context.Context, c both) (any, error) {
		return c.Logout(ctx, "USER")
	}, result: "USER"},
	{name: "user", both: func(ctx context.Context, c both) (any, error) {
		return c.User(ctx, "USER")
	}},
	{name: "userPatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.UserPatch(ctx, []string{"U1", "U2"})
	}},
	{name: "list", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.List(ctx, management.ListInput{Page: 2, Count: 20})
	}},
	{name: "list(defaults)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.List(ctx, management.ListInput{})
	}},
	{name: "list(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.List(ctx, management.ListInput{Page: 2, Count: 20, Populate: new(true)})
	}},
	{name: "list, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		users := 0
		for _, err := range c.All(ctx) {
			if err != nil {
				return users, err
			}
			users++
		}
		return users, nil
	}, result: 51},
	{name: "remove", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Remove(ctx, management.RemoveInput{IDs: []string{"USER"}})
	}, result: []string{"USER"}},
	{name: "remove(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Remove(ctx, management.RemoveInput{IDs: []string{"U1", "U2"}, Operator: "OPERATOR"})
	}},
	{name: "update(password)", both: func(ctx context.Context, c both) (any, error) {
		return c.Update(ctx, authing.UpdateInput{ID: "USER", Password: "new pw", OldPassword: "pw"})
	}},
	{name: "update(password, no old one)", both: func(ctx context.Context, c both) (any, error) {
		return c.Update(ctx, authing.UpdateInput{ID: "USER", Password: "new pw"})
	}, refused: "the documents ask a person for the old password"},
	{name: "update(profile)", both: func(ctx context.Context, c both) (any, error) {
		return c.Update(ctx, authing.UpdateInput{ID: "USER", Nickname: new("n"), Company: new("")})
	}},
	{name: "update(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.Update(ctx, updateEverything())
	}},
	{name: "update(emptied)", both: func(ctx context.Context, c both) (any, error) {
		return c.Update(ctx, authing.UpdateInput{ID: "USER", Nickname: new(""), LoginsCount: new(0), Blocked: new(false)})
	}},
	{name: "update(file)", both: func(ctx context.Context, c both) (any, error) {
		return c.Update(ctx, authing.UpdateInput{ID: "USER", PhotoFile: new(picture())})
	}},
	{name: "selectAvatarFile", both: func(ctx context.Context, c both) (any, error) {
		return c.UploadAvatar(ctx, picture())
	}, result: pictureURL},
	{name: "updateEmail", both: func(ctx context.Context, c both) (any, error) {
		return c.UpdateEmail(ctx, authing.UpdateEmailInput{Email: "n@b.c", EmailCode: "1", OldEmail: "a@b.c", OldEmailCode: "2"})
	}},
	{name: "updateEmail(no old one)", both: func(ctx context.Context, c both) (any, error) {
		return c.UpdateEmail(ctx, authing.UpdateEmailInput{Email: "n@b.c", EmailCode: "1"})
	}},
	{name: "sendChangeEmailVerifyCode", both: func(ctx context.Context, c both) (any, error) {
		return c.SendChangeEmailVerifyCode(ctx, "n@b.c")
	}, result: "done"},
	{name: "updatePhone", both: func(ctx context.Context, c both) (any, error) {
		return c.UpdatePhone(ctx, authing.UpdatePhoneInput{Phone: "13100000001", PhoneCode: "1", OldPhone: "13100000000", OldPhoneCode: "2"})
	}},
	{name: "updatePhone(no old one)", both: func(ctx context.Context, c both) (any, error) {
		return c.UpdatePhone(ctx, authing.UpdatePhoneInput{Phone: "13100000001", PhoneCode: "1"})
	}},
	{name: "sendResetPasswordEmail", both: func(ctx context.Context, c both) (any, error) {
		return c.SendResetPasswordEmail(ctx, "a@b.c")
	}, result: "done"},
	{name: "verifyResetPasswordVerifyCode", both: func(ctx context.Context, c both) (any, error) {
		return c.VerifyResetPasswordVerifyCode(ctx, authing.VerifyResetPasswordVerifyCodeInput{Email: "a@b.c", VerifyCode: "v"})
	}, result: "done"},
	{name: "changePassword", both: func(ctx context.Context, c both) (any, error) {
		return c.ChangePassword(ctx, authing.ChangePasswordInput{Email: "a@b.c", Password: "new pw", VerifyCode: "v"})
	}},
	{name: "sendVerifyEmail", both: func(ctx context.Context, c both) (any, error) {
		return c.SendVerifyEmail(ctx, "a@b.c")
	}, result: "done"},
	{name: "unbindEmail", both: func(ctx context.Context, c both) (any, error) {
		return c.UnbindEmail(ctx, authing.UnbindEmailInput{User: "USER", Client: "CLIENT"})
	}},
	{name: "unbindEmail(nothing given)", both: func(ctx context.Context, c both) (any, error) {
		return c.UnbindEmail(ctx, authing.UnbindEmailInput{})
	}},
	{name: "getAuthedAppList", both: func(ctx context.Context, c both) (any, error) {
		return c.GetAuthedAppList(ctx, authing.GetAuthedAppListInput{UserID: "USER"})
	}},
	{name: "getAuthedAppList(everything)", both: func(ctx context.Context, c both) (any, error) {
		return c.GetAuthedAppList(ctx, authing.GetAuthedAppListInput{UserID: "USER", Page: 2, Count: 20})
	}},
	{name: "revokeAuthedApp", both: func(ctx context.Context, c both) (any, error) {
		return c.RevokeAuthedApp(ctx, authing.RevokeAuthedAppInput{UserID: "USER", AppID: "APP"})
	}},
	{name: "genQRCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.GenQRCode(ctx, enduser.GenQRCodeInput{})
	}},
	{name: "genQRCode(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.GenQRCode(ctx, enduser.GenQRCodeInput{UseSelfWXApp: new(true), EnableFetchPhone: new(true)})
	}},
	{name: "checkQR", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.CheckQR(ctx, enduser.CheckQRInput{Random: "<random>"})
	}, result: &authing.QRStatus{Code: 500, Message: "not scanned"}},
	{name: "checkQR(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.CheckQR(ctx, enduser.CheckQRInput{Random: "<random>", UseSelfWXApp: new(true)})
	}},
	{name: "startWXAppScaning", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ScanLogin(ctx, enduser.ScanLoginInput{Show: showNobody, Interval: time.Millisecond})
	}, result: &authing.User{ID: "USER", Token: newSession}},
	{name: "startWXAppScaning(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ScanLogin(ctx, enduser.ScanLoginInput{
			Show: showNobody, Interval: time.Millisecond, UseSelfWXApp: new(true), EnableFetchPhone: new(true),
		})
	}},
	{name: "authz.deleteGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.DeleteGroup(ctx, "G")
	}, result: "done"},
}

// showNobody takes a QR code as if somebody looked at it.
func showNobody(*authing.QRCode) error { return nil }

// registerEverything sets each field. Texts say which parameter of the service they are
// for.
func registerEverything() authing.RegisterInput {
	return authing.RegisterInput{
		UnionID: "a unionid", OpenID: "a openid", Email: "a email", Phone: "a phone", PhoneCode: "a phoneCode",
		Password: "a password", Username: "a username", Nickname: "a nickname", Photo: "a photo", Company: "a company",
		Name: "a name", GivenName: "a givenName", FamilyName: "a familyName", MiddleName: "a middleName",
		Profile: "a profile", PreferredUsername: "a preferredUsername", Website: "a website", Gender: "a gender",
		Birthdate: "a birthdate", ZoneInfo: "a zoneinfo", Locale: "a locale", Address: "a address",
		Formatted: "a formatted", StreetAddress: "a streetAddress", Locality: "a locality", Region: "a region",
		PostalCode: "a postalCode", Country: "a country", UpdatedAt: "a updatedAt", SignedUp: "a signedUp",
		LastLogin: "a lastLogin", LastIP: "a lastIP", Browser: "a browser", Device: "a device",
		RegisterMethod: "a registerMethod", OAuth: "a oauth", From: "a from", InvitationCode: "a invitationCode",
		ForceLogin: new(true), KeepPassword: new(false),
	}
}

// updateEverything sets each field but the file, likewise.
func updateEverything() authing.UpdateInput {
	return authing.UpdateInput{
		ID: "USER", Password: "a password", OldPassword: "a oldPassword",
		UnionID: new("a unionid"), OpenID: new("a openid"), Email: new("a email"), Phone: new("a phone"),
		Username: new("a username"), Nickname: new("a nickname"), Photo: new("a photo"), Company: new("a company"),
		Name: new("a name"), GivenName: new("a givenName"), FamilyName: new("a familyName"), MiddleName: new("a middleName"),
		Profile: new("a profile"), PreferredUsername: new("a preferredUsername"), Website: new("a website"), Gender: new("a gender"),
		Birthdate: new("a birthdate"), ZoneInfo: new("a zoneinfo"), Locale: new("a locale"), Address: new("a address"),
		Formatted: new("a formatted"), StreetAddress: new("a streetAddress"), Locality: new("a locality"), Region: new("a region"),
		PostalCode: new("a postalCode"), Country: new("a country"),
		UpdatedAt: new(authing.Time("a updatedAt")), SignedUp: new(authing.Time("a signedUp")),
		LastLogin: new(authing.Time("a lastLogin")), TokenExpiredAt: new(authing.Time("a tokenExpiredAt")),
		LastIP: new("a lastIP"), Browser: new("a browser"), Device: new("a device"),
		RegisterMethod: new("a registerMethod"), OAuth: new("a oauth"), Token: new(authing.Secret("a token")),
		LoginsCount: new(7), EmailVerified: new(true), PhoneVerified: new(true), Blocked: new(true), IsDeleted: new(true),
	}
}
