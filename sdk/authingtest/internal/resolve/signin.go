package resolve

import (
	"context"
	"strconv"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// SearchUser searches the pool's users, in all fields where none is named.
func (q *query) SearchUser(ctx context.Context, args box.SearchUserArgs) (*box.PagedUsers, error) {
	page, err := q.service.SearchUsers(
		bearer(ctx), args.RegisterInClient, args.Type, args.Value, int(value(args.Page)), int(value(args.Count)))
	return converted(page, err, newUserPage)
}

func (q *query) GetUserPoolSettings(_ context.Context, args box.GetUserPoolSettingsArgs) (*box.UserClient, error) {
	pool, err := q.service.PoolSettings(args.UserPoolID)
	if err != nil {
		return nil, err
	}
	return newPool(pool), nil
}

// DecodeJWTToken tells what a token says; one that is not good is no error, and
// nothing is told of it but that.
func (q *query) DecodeJWTToken(_ context.Context, args box.DecodeJWTTokenArgs) (*box.JwtDecodedData, error) {
	status, err := q.service.CheckLoginStatus(value(args.Token))
	if err != nil {
		return nil, err
	}
	answer := &box.JwtDecodedData{Status: &box.CommonMessage{
		Code: number(int(status.Code)), Message: text(status.Message), Status: new(status.Claims != nil),
	}}
	if c := status.Claims; c != nil {
		answer.Data = &box.JwtPayloadData{ID: text(c.Data.ID), Email: text(c.Data.Email), ClientID: text(c.Data.ClientID), UnionID: text(c.Data.UnionID)}
		answer.Iat, answer.Exp = new(strconv.FormatInt(c.IssuedAt.Unix(), 10)), unix(c.Expires)
	}
	return answer, nil
}

// SignIn answers with the claims, in the words of OpenID Connect, and the tokens.
func (m *mutation) SignIn(_ context.Context, args box.SignInArgs) (*box.SignInAnswer, error) {
	in, err := m.service.SignIn(service.SignInRequest{
		Pool: value(args.UserPoolID), App: value(args.OIDCAppID),
		Email: value(args.Email), Phone: value(args.Phone), Username: value(args.Username), UnionID: value(args.UnionID),
		Password: value(args.Password),
	})
	return converted(in, err, newSignIn)
}

func newSignIn(in service.SignedIn) box.SignInAnswer {
	return box.SignInAnswer{
		Sub: text(in.Subject), ID: text(in.Subject), Username: text(in.Username), Name: text(in.Name),
		GivenName: text(in.GivenName), MiddleName: text(in.MiddleName), FamilyName: text(in.FamilyName),
		Nickname: text(in.Nickname), PreferredUsername: text(in.PreferredUsername), Picture: text(in.Picture),
		Profile: text(in.Profile), Website: text(in.Website), Gender: text(in.Gender), Birthdate: text(in.Birthdate),
		ZoneInfo: text(in.Zoneinfo), Locale: text(in.Locale), Company: text(in.Company),
		Email: text(in.Email), EmailVerified: new(in.EmailVerified),
		PhoneNumber: text(in.PhoneNumber), PhoneNumberVerified: new(in.PhoneNumberVerified),
		Browser: text(in.Browser), Device: text(in.Device), LoginsCount: number(in.LoginsCount),
		LastLogin: text(in.LastLogin), LastIP: text(in.LastIP), SignedUp: text(in.SignedUp), UpdatedAt: text(in.UpdatedAt),
		RegisterMethod: text(in.RegisterMethod), RegisterInUserpool: text(in.RegisterInUserpool), Blocked: new(in.Blocked),
		Token: text(in.Token), AccessToken: text(in.AccessToken), IDToken: text(in.IDToken), RefreshToken: text(in.RefreshToken),
		TokenType: text(in.TokenType), Scope: text(in.Scope), ExpiresIn: number(in.ExpiresIn),
	}
}

func (m *mutation) RefreshSignInToken(_ context.Context, args box.RefreshSignInTokenArgs) (*box.RefreshSignInTokenAnswer, error) {
	set, err := m.service.RefreshSignIn(value(args.UserPoolID), value(args.OIDCAppID), args.RefreshToken)
	return converted(set, err, func(set service.TokenSet) box.RefreshSignInTokenAnswer {
		return box.RefreshSignInTokenAnswer{
			AccessToken: text(set.AccessToken), IDToken: text(set.IDToken), RefreshToken: text(set.RefreshToken),
			Scope: text(set.Scope), ExpiresIn: number(set.ExpiresIn),
		}
	})
}
