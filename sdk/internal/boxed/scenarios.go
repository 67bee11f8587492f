package boxed

import (
	"context"
	"slices"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Methods are the methods of both clients that do the same whoever calls them. What
// depends on who calls is tested with each client.
type Methods interface {
	ChangePassword(context.Context, authing.ChangePasswordInput) (*authing.User, error)
	CheckLoginStatus(context.Context, authing.Secret) (*authing.LoginStatus, error)
	GetVerificationCode(context.Context, string) (string, error)
	Login(context.Context, authing.LoginInput) (*authing.User, error)
	LoginByAD(context.Context, authing.LoginByADInput) (*authing.User, error)
	LoginByLDAP(context.Context, authing.LoginByLDAPInput) (*authing.User, error)
	LoginByOIDC(context.Context, authing.LoginByOIDCInput) (*authing.OIDCLogin, error)
	LoginByPhoneCode(context.Context, authing.LoginByPhoneCodeInput) (*authing.User, error)
	LoginByPhonePassword(context.Context, authing.LoginByPhonePasswordInput) (*authing.User, error)
	RefreshOIDCToken(context.Context, authing.RefreshOIDCTokenInput) (*authing.OIDCTokens, error)
	Register(context.Context, authing.RegisterInput) (*authing.User, error)
	SSOLogoutURL(context.Context, authing.SSOLogoutURLInput) (string, error)
	SendOneTimePhoneCode(context.Context, string) (string, error)
	SendRegisterPhoneCode(context.Context, string) (string, error)
	SendResetPasswordEmail(context.Context, string) (string, error)
	SendVerifyEmail(context.Context, string) (string, error)
	UserExist(context.Context, authing.UserExistInput) (bool, error)
	VerifyResetPasswordVerifyCode(context.Context, authing.VerifyResetPasswordVerifyCodeInput) (string, error)
}

// Cases are the scenarios of [Methods]. UserExist lacks its failure, for which a
// client of another pool is needed.
func Cases[C Methods]() []Case[C] {
	return slices.Concat(
		registering[C](), signingIn[C](), signingInByPhone[C](), signingInByDirectory[C](),
		oidc[C](), messages[C](), passwords[C](), tokens[C](),
	)
}
