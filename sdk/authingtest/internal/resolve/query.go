package resolve

import (
	"context"
	"errors"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// query answers the fields of Query.
type query struct {
	box.UnimplementedQuery
	service *service.Service
}

func (q *query) UserExist(_ context.Context, args box.UserExistArgs) (*bool, error) {
	exists, err := q.service.Exists(args.UserPoolID, value(args.Phone), value(args.Username), value(args.Email))
	return &exists, err
}

// User gives a user with the attempts to sign in. A token among the arguments
// stands in for the caller's own.
func (q *query) User(ctx context.Context, args box.UserArgs) (*box.ExtendUser, error) {
	token := bearer(ctx)
	if sent := value(args.Token); sent != "" {
		token = sent
	}
	u, err := q.service.User(token, value(args.RegisterInClient), value(args.ID))
	if err != nil {
		return nil, err
	}
	logins, err := q.service.Logins(token, u.ID, int(value(args.UserLoginHistoryPage)), int(value(args.UserLoginHistoryCount)))
	if err != nil {
		return nil, err
	}
	answer := newUser(u)
	answer.UserLoginHistory = newHistory(logins)
	return answer, nil
}

func (q *query) UserPatch(ctx context.Context, args box.UserPatchArgs) (*box.PatchExtendUser, error) {
	page, err := q.service.UserPatch(bearer(ctx), value(args.IDs))
	if err != nil {
		return nil, err
	}
	return &box.PatchExtendUser{List: list(page.List, newListed), TotalCount: *number(page.Total)}, nil
}

func (q *query) Users(ctx context.Context, args box.UsersArgs) (*box.PagedUsers, error) {
	page, err := q.service.Users(bearer(ctx), value(args.RegisterInClient), int(value(args.Page)), int(value(args.Count)))
	return converted(page, err, newUserPage)
}

func (q *query) QiNiuUploadToken(ctx context.Context, _ box.QiNiuUploadTokenArgs) (*string, error) {
	token, err := q.service.UploadToken(bearer(ctx))
	return text(token), err
}

func (q *query) GetUserAuthorizedApps(ctx context.Context, args box.GetUserAuthorizedAppsArgs) (*box.UserAuthorizedAppPagedList, error) {
	page, err := q.service.AuthorizedApps(bearer(ctx), value(args.ClientID), value(args.UserID), int(value(args.Page)), int(value(args.Count)))
	if err != nil {
		return nil, err
	}
	oauth, oidc := []*box.OAuthProviderClient{}, []*box.OIDCProviderClient{}
	for _, app := range page.List {
		if app.Protocol == service.OIDC {
			oidc = append(oidc, newOIDCApp(app))
		} else {
			oauth = append(oauth, newOAuthApp(app))
		}
	}
	return &box.UserAuthorizedAppPagedList{OAuthApps: &oauth, OIDCApps: &oidc, TotalCount: number(page.Total)}, nil
}

func (q *query) CheckPhoneCode(ctx context.Context, args box.CheckPhoneCodeArgs) (*box.CommonMessage, error) {
	err := q.service.CheckPhoneCode(bearer(ctx), args.UserPoolID, args.Phone, args.PhoneCode)
	return outcome("verification code right", err, authing.CodeWrongVerificationCode, authing.CodeVerificationCodeExpired)
}

// outcome answers with how it went. Refusals with one of the codes given are
// part of the answer, all others are errors.
func outcome(fine string, err error, answers ...authing.Code) (*box.CommonMessage, error) {
	if err == nil {
		return &box.CommonMessage{Message: &fine, Code: number(200), Status: new(true)}, nil
	}
	refusal, _ := errors.AsType[*service.Error](err)
	for _, code := range answers {
		if refusal != nil && refusal.Code == code {
			return &box.CommonMessage{Message: &refusal.Message, Code: number(int(code)), Status: new(false)}, nil
		}
	}
	return nil, err
}

func (q *query) GetClientWhenSdkInit(_ context.Context, args box.GetClientWhenSdkInitArgs) (*box.ClientInfoAndAccessToken, error) {
	pool, token, err := q.service.Init(value(args.ClientID), value(args.Secret))
	if err != nil {
		return nil, err
	}
	return &box.ClientInfoAndAccessToken{ClientInfo: newPool(pool), AccessToken: text(token)}, nil
}

func (q *query) CheckLoginStatus(_ context.Context, args box.CheckLoginStatusArgs) (*box.JWTDecodedDataCheckLogin, error) {
	status, err := q.service.CheckLoginStatus(value(args.Token))
	if err != nil {
		return nil, err
	}
	answer := &box.JWTDecodedDataCheckLogin{
		Status: new(status.Claims != nil), Code: number(int(status.Code)), Message: text(status.Message),
	}
	if c := status.Claims; c != nil {
		answer.Token = &box.TokenWholeInfo{
			Data: &box.TokenMoreInfo{ID: text(c.Data.ID), Email: text(c.Data.Email), ClientID: text(c.Data.ClientID), UnionID: text(c.Data.UnionID)},
			Iat:  unix(c.IssuedAt), Exp: unix(c.Expires),
		}
	}
	return answer, nil
}
