package coreresolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/fields"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// What a person does with their own account.

// register creates a user. Profile and params come from outside.
func (m *mutation) register(ctx context.Context, in service.CoreRegistration, profile *corebox.RegisterProfile, params *string) (*corebox.User, error) {
	values, err := pairs(params)
	if err != nil {
		return nil, err
	}
	in.Values = values
	if profile != nil {
		fields.Copy(&in.Details, *profile)
		if in.Username == "" {
			in.Username = value(profile.Username)
		}
		for _, one := range value(profile.UDF) {
			in.Values = append(in.Values, service.UDFChange{Key: one.Key, Value: one.Value})
		}
	}
	return m.some(m.service.CoreRegister(asker(ctx), in))
}

func (m *mutation) RegisterByEmail(ctx context.Context, args corebox.RegisterByEmailArgs) (*corebox.User, error) {
	in := args.Input
	return m.register(ctx, service.CoreRegistration{
		Email: in.Email, Password: in.Password, IP: value(in.ClientIP), Source: "basic:email",
		ForceLogin: value(in.ForceLogin), GenerateToken: value(in.GenerateToken),
	}, in.Profile, in.Params)
}

func (m *mutation) RegisterByUsername(ctx context.Context, args corebox.RegisterByUsernameArgs) (*corebox.User, error) {
	in := args.Input
	return m.register(ctx, service.CoreRegistration{
		Username: in.Username, Password: in.Password, IP: value(in.ClientIP), Source: "basic:username",
		ForceLogin: value(in.ForceLogin), GenerateToken: value(in.GenerateToken),
	}, in.Profile, in.Params)
}

func (m *mutation) RegisterByPhoneCode(ctx context.Context, args corebox.RegisterByPhoneCodeArgs) (*corebox.User, error) {
	in := args.Input
	return m.register(ctx, service.CoreRegistration{
		Phone: in.Phone, Code: in.Code, PhoneCountryCode: value(in.PhoneCountryCode), Password: value(in.Password),
		IP: value(in.ClientIP), Source: "basic:phone-code",
		ForceLogin: value(in.ForceLogin), GenerateToken: value(in.GenerateToken),
	}, in.Profile, in.Params)
}

func (m *mutation) LoginByEmail(ctx context.Context, args corebox.LoginByEmailArgs) (*corebox.User, error) {
	in := args.Input
	return m.some(m.service.CoreLogin(asker(ctx), service.CoreCredentials{Email: in.Email, Password: in.Password, IP: value(in.ClientIP)}))
}

func (m *mutation) LoginByUsername(ctx context.Context, args corebox.LoginByUsernameArgs) (*corebox.User, error) {
	in := args.Input
	return m.some(m.service.CoreLogin(asker(ctx), service.CoreCredentials{Username: in.Username, Password: in.Password, IP: value(in.ClientIP)}))
}

func (m *mutation) LoginByPhonePassword(ctx context.Context, args corebox.LoginByPhonePasswordArgs) (*corebox.User, error) {
	in := args.Input
	return m.some(m.service.CoreLogin(asker(ctx), service.CoreCredentials{Phone: in.Phone, Password: in.Password, IP: value(in.ClientIP)}))
}

func (m *mutation) LoginByPhoneCode(ctx context.Context, args corebox.LoginByPhoneCodeArgs) (*corebox.User, error) {
	in := args.Input
	return m.some(m.service.CoreLoginByPhoneCode(asker(ctx), service.CoreCredentials{
		Phone: in.Phone, Code: in.Code, PhoneCountryCode: value(in.PhoneCountryCode), Register: value(in.AutoRegister), IP: value(in.ClientIP),
	}))
}

func (m *mutation) SendEmail(ctx context.Context, args corebox.SendEmailArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.CoreSendEmail(asker(ctx), args.Email, args.Scene))
}

func (m *mutation) ResetPassword(ctx context.Context, args corebox.ResetPasswordArgs) (*corebox.CommonMessage, error) {
	return done(m.service.CoreResetPassword(asker(ctx), service.CoreReset{
		Phone: value(args.Phone), PhoneCountryCode: value(args.PhoneCountryCode), Email: value(args.Email),
		Code: args.Code, Password: args.NewPassword,
	}))
}

func (m *mutation) ResetPasswordByFirstLoginToken(ctx context.Context, args corebox.ResetPasswordByFirstLoginTokenArgs) (*corebox.CommonMessage, error) {
	return done(m.service.CoreFirstPassword(asker(ctx), args.Token, args.Password))
}

func (m *mutation) UpdatePassword(ctx context.Context, args corebox.UpdatePasswordArgs) (corebox.User, error) {
	return m.one(m.service.CoreUpdatePassword(asker(ctx), args.NewPassword, value(args.OldPassword)))
}

func (m *mutation) BindPhone(ctx context.Context, args corebox.BindPhoneArgs) (corebox.User, error) {
	return m.one(m.service.BindPhone(asker(ctx), service.CoreChange{To: args.Phone, Code: args.PhoneCode, Country: value(args.PhoneCountryCode)}))
}

func (m *mutation) UnbindPhone(ctx context.Context) (corebox.User, error) {
	return m.one(m.service.UnbindPhone(asker(ctx)))
}

func (m *mutation) UpdatePhone(ctx context.Context, args corebox.UpdatePhoneArgs) (corebox.User, error) {
	return m.one(m.service.UpdatePhone(asker(ctx), service.CoreChange{
		To: args.Phone, Code: args.PhoneCode, Country: value(args.PhoneCountryCode),
		Old: value(args.OldPhone), OldCode: value(args.OldPhoneCode), OldCountryCode: value(args.OldPhoneCountryCode),
	}))
}

func (m *mutation) BindEmail(ctx context.Context, args corebox.BindEmailArgs) (corebox.User, error) {
	return m.one(m.service.BindEmail(asker(ctx), service.CoreChange{To: args.Email, Code: args.EmailCode}))
}

func (m *mutation) UnbindEmail(ctx context.Context) (corebox.User, error) {
	return m.one(m.service.CoreUnbindEmail(asker(ctx)))
}

func (m *mutation) UpdateEmail(ctx context.Context, args corebox.UpdateEmailArgs) (corebox.User, error) {
	return m.one(m.service.UpdateEmail(asker(ctx), service.CoreChange{
		To: args.Email, Code: args.EmailCode, Old: value(args.OldEmail), OldCode: value(args.OldEmailCode),
	}))
}

// RefreshToken issues a token for a user, or for the person signed in.
func (m *mutation) RefreshToken(ctx context.Context, args corebox.RefreshTokenArgs) (*corebox.RefreshToken, error) {
	token, claims, err := m.service.CoreRefreshOf(asker(ctx), value(args.ID))
	if err != nil {
		return nil, err
	}
	return &corebox.RefreshToken{
		Token: &token, Iat: new(number(int(claims.IssuedAt.Unix()))), Exp: new(number(int(claims.Expires.Unix()))),
	}, nil
}

// AccessToken exchanges the pool's secret.
func (q *query) AccessToken(_ context.Context, args corebox.AccessTokenArgs) (corebox.AccessTokenRes, error) {
	token, claims, err := q.service.CoreOwnerToken(args.UserPoolID, args.Secret)
	if err != nil {
		return corebox.AccessTokenRes{}, err
	}
	return corebox.AccessTokenRes{
		AccessToken: &token, Iat: new(number(int(claims.IssuedAt.Unix()))), Exp: new(number(int(claims.Expires.Unix()))),
	}, nil
}

// CheckLoginStatus tells whether a token is good; that of the request where none
// is named.
func (q *query) CheckLoginStatus(ctx context.Context, args corebox.CheckLoginStatusArgs) (*corebox.JWTTokenStatus, error) {
	token := value(args.Token)
	if token == "" {
		token = asker(ctx).Token
	}
	status, err := q.service.CheckLoginStatus(token)
	if err != nil {
		return nil, err
	}
	answer := &corebox.JWTTokenStatus{
		Code: new(number(int(status.Code))), Message: &status.Message, Status: new(status.Claims != nil),
	}
	if c := status.Claims; c != nil {
		answer.Iat, answer.Exp = new(number(int(c.IssuedAt.Unix()))), new(number(int(c.Expires.Unix())))
		answer.Data = &corebox.JWTTokenStatusDetail{
			ID: &c.Data.ID, UserPoolID: &c.Data.ClientID, ARN: new(service.UserARN(c.Data.ClientID, c.Data.ID)),
		}
	}
	return answer, nil
}

// CheckPasswordStrength tells whether somebody may have a password: the only rule
// of the box is its length.
func (q *query) CheckPasswordStrength(_ context.Context, args corebox.CheckPasswordStrengthArgs) (corebox.CheckPasswordStrengthResult, error) {
	if refused := service.CheckPassword(args.Password); refused != nil {
		return corebox.CheckPasswordStrengthResult{Message: new(refused.Error())}, nil
	}
	return corebox.CheckPasswordStrengthResult{Valid: true}, nil
}
