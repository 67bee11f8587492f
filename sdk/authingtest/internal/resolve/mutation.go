package resolve

import (
	"context"
	"strconv"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// mutation answers the fields of Mutation.
type mutation struct {
	box.UnimplementedMutation
	service *service.Service
}

// extended and plain turn the domain's answer into the two types of user.

func extended(u *service.User, err error) (*box.ExtendUser, error) {
	if err != nil {
		return nil, err
	}
	return newUser(u), nil
}

func plain(u *service.User, err error) (*person, error) {
	if err != nil {
		return nil, err
	}
	return newPerson(u), nil
}

// Register creates a user. The invitation code is not asked for, and
// keepPassword says nothing here: the box keeps no hashes.
func (m *mutation) Register(_ context.Context, args box.RegisterArgs) (*box.ExtendUser, error) {
	in := args.UserInfo
	return extended(m.service.Register(service.Registration{
		Pool:  in.RegisterInClient,
		Email: value(in.Email), Username: value(in.Username), Phone: value(in.Phone),
		UnionID: value(in.UnionID), OpenID: value(in.OpenID),
		Password: value(in.Password), PhoneCode: value(in.PhoneCode),
		Details: details(in), RegisterMethod: value(in.RegisterMethod),
		LastIP: value(in.LastIP), LastLogin: value(in.LastLogin), SignedUp: value(in.SignedUp),
		ForceLogin: value(in.ForceLogin),
	}))
}

func (m *mutation) Login(_ context.Context, args box.LoginArgs) (*box.ExtendUser, error) {
	phoneCode := ""
	if args.PhoneCode != nil {
		phoneCode = strconv.Itoa(int(*args.PhoneCode))
	}
	return extended(m.service.Login(service.Credentials{
		Pool:  args.RegisterInClient,
		Email: value(args.Email), Username: value(args.Username), Phone: value(args.Phone), UnionID: value(args.UnionID),
		Password: value(args.Password), PhoneCode: phoneCode,
		VerifyCode: value(args.VerifyCode), MFACode: value(args.MFACode),
		From: service.Origin{IP: value(args.LastIP), Browser: value(args.Browser), Device: value(args.Device)},
	}))
}

func (m *mutation) LoginByLDAP(_ context.Context, args box.LoginByLDAPArgs) (*person, error) {
	return plain(m.service.LoginByLDAP(args.ClientID, args.Username, args.Password, value(args.Browser)))
}

func (m *mutation) LoginByAD(_ context.Context, args box.LoginByADArgs) (*box.ExtendUser, error) {
	return extended(m.service.LoginByAD(args.ADConnectorID, args.Username, args.Password))
}

// UpdateUser changes a user. When the last change was is the service's to say,
// so updatedAt is passed over.
func (m *mutation) UpdateUser(ctx context.Context, args box.UpdateUserArgs) (*person, error) {
	in := args.Options
	update := service.Update{
		ID: value(in.ID), Pool: value(in.RegisterInClient),
		Email: in.Email, Phone: in.Phone, Username: in.Username,
		Password: in.Password, OldPassword: in.OldPassword,
		TokenExpiredAt: in.TokenExpiredAt, Token: in.Token,
		UnionID: in.UnionID, OpenID: in.OpenID, RegisterMethod: in.RegisterMethod,
		LastLogin: in.LastLogin, LastIP: in.LastIP, SignedUp: in.SignedUp,
		EmailVerified: in.EmailVerified, PhoneVerified: in.PhoneVerified,
		Blocked: in.Blocked, Deleted: in.IsDeleted,
		Details: details(in),
	}
	if in.LoginsCount != nil {
		update.LoginsCount = new(int(*in.LoginsCount))
	}
	return plain(m.service.UpdateUser(bearer(ctx), update))
}

func (m *mutation) RemoveUsers(ctx context.Context, args box.RemoveUsersArgs) (*[]*person, error) {
	var ids []string
	for _, id := range value(args.IDs) {
		ids = append(ids, value(id))
	}
	removed, err := m.service.RemoveUsers(bearer(ctx), value(args.RegisterInClient), ids)
	if err != nil {
		return nil, err
	}
	return list(removed, newPerson), nil
}

func (m *mutation) UpdateEmail(ctx context.Context, args box.UpdateEmailArgs) (*person, error) {
	return plain(m.service.ChangeEmail(bearer(ctx), service.Change{
		Pool: args.UserPoolID, To: args.Email, Code: args.EmailCode,
		Old: value(args.OldEmail), OldCode: value(args.OldEmailCode),
	}))
}

func (m *mutation) UpdatePhone(ctx context.Context, args box.UpdatePhoneArgs) (*person, error) {
	return plain(m.service.ChangePhone(bearer(ctx), service.Change{
		Pool: args.UserPoolID, To: args.Phone, Code: args.PhoneCode,
		Old: value(args.OldPhone), OldCode: value(args.OldPhoneCode),
	}))
}

// UnbindEmail takes an email address away. The token says which pool the user
// is in, so client is passed over.
func (m *mutation) UnbindEmail(ctx context.Context, args box.UnbindEmailArgs) (*person, error) {
	return plain(m.service.UnbindEmail(bearer(ctx), value(args.User)))
}

func (m *mutation) RevokeUserAuthorizedApp(ctx context.Context, args box.RevokeUserAuthorizedAppArgs) (*box.UserAuthorizedApp, error) {
	a, err := m.service.RevokeApp(bearer(ctx), value(args.UserPoolID), value(args.UserID), value(args.AppID))
	if err != nil {
		return nil, err
	}
	return &box.UserAuthorizedApp{
		ID: text(a.ID), AppID: text(a.AppID), UserID: text(a.UserID), Scope: text(a.Scope),
		Type: text(a.Protocol), IsRevoked: new("true"), When: text(a.When),
	}, nil
}

func (m *mutation) DeleteRBACGroup(ctx context.Context, args box.DeleteRBACGroupArgs) (*box.CommonMessage, error) {
	return outcome("group deleted", m.service.DeleteGroup(bearer(ctx), args.ID))
}

// SendChangeEmailVerifyCode sends a code. As the documents show, an address that
// will not do is an answer and no error.
func (m *mutation) SendChangeEmailVerifyCode(ctx context.Context, args box.SendChangeEmailVerifyCodeArgs) (*box.CommonMessage, error) {
	err := m.service.SendNewEmailCode(bearer(ctx), args.UserPoolID, args.Email)
	return outcome("code sent", err, authing.CodeAlreadyBound, authing.CodeInvalidEmail)
}

// told answers with a message alone, as the documents show for what has to do
// with passwords and verification.
func told(message string, err error) (*box.CommonMessage, error) {
	if err != nil {
		return nil, err
	}
	return &box.CommonMessage{Message: &message}, nil
}

func (m *mutation) SendResetPasswordEmail(_ context.Context, args box.SendResetPasswordEmailArgs) (*box.CommonMessage, error) {
	return told("code sent", m.service.SendPasswordCode(args.Client, args.Email))
}

func (m *mutation) VerifyResetPasswordVerifyCode(_ context.Context, args box.VerifyResetPasswordVerifyCodeArgs) (*box.CommonMessage, error) {
	return told("code right, please choose a new password", m.service.CheckPasswordCode(args.Client, args.Email, args.VerifyCode))
}

func (m *mutation) ChangePassword(_ context.Context, args box.ChangePasswordArgs) (*box.ExtendUser, error) {
	return extended(m.service.ResetPassword(args.Client, args.Email, args.Password, args.VerifyCode))
}

func (m *mutation) SendVerifyEmail(_ context.Context, args box.SendVerifyEmailArgs) (*box.CommonMessage, error) {
	return told("verification email sent", m.service.SendVerification(args.Client, args.Email))
}

func (m *mutation) RefreshToken(ctx context.Context, args box.RefreshTokenArgs) (*box.RefreshToken, error) {
	token, claims, err := m.service.RefreshToken(bearer(ctx), args.Client, args.User)
	if err != nil {
		return nil, err
	}
	return &box.RefreshToken{Token: &token, Iat: unix(claims.IssuedAt), Exp: unix(claims.Expires)}, nil
}

func (m *mutation) RefreshThirdPartyToken(ctx context.Context, args box.RefreshThirdPartyTokenArgs) (*box.RefreshThirdPartyToken, error) {
	held, err := m.service.RefreshThirdParty(bearer(ctx), args.UserPoolID, args.UserID)
	if err != nil {
		return nil, err
	}
	return &box.RefreshThirdPartyToken{
		RefreshSuccess: new(true), Message: new(held.Provider + " tokens renewed"), Provider: text(held.Provider),
		RefreshToken: text(held.RefreshToken), AccessToken: text(held.AccessToken), UpdatedAt: text(held.UpdatedAt),
	}, nil
}
