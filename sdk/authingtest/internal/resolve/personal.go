package resolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// What is kept with a user, the second factor, and the social logins.

func newMetadata(pairs []service.Pair) box.UserMetadataList {
	return box.UserMetadataList{
		List:       list(pairs, func(p service.Pair) *box.UserMetadata { return &box.UserMetadata{Key: &p.Key, Value: &p.Value} }),
		TotalCount: number(len(pairs)),
	}
}

func (q *query) UserMetadata(ctx context.Context, args box.UserMetadataArgs) (*box.UserMetadataList, error) {
	kept, err := q.service.Metadata(bearer(ctx), args.ID)
	return converted(kept, err, newMetadata)
}

func (m *mutation) SetUserMetadata(ctx context.Context, args box.SetUserMetadataArgs) (*box.UserMetadataList, error) {
	in := args.Input
	kept, err := m.service.SetMetadata(bearer(ctx), in.ID, service.Pair{Key: in.Key, Value: in.Value})
	return converted(kept, err, newMetadata)
}

func (m *mutation) RemoveUserMetadata(ctx context.Context, args box.RemoveUserMetadataArgs) (*box.UserMetadataList, error) {
	kept, err := m.service.RemoveMetadata(bearer(ctx), args.Input.ID, args.Input.Key)
	return converted(kept, err, newMetadata)
}

func newMFA(m service.MFA) box.MFA {
	return box.MFA{ID: text(m.ID), UserID: text(m.User), UserPoolID: text(m.Pool), Enable: new(m.Enabled), ShareKey: text(m.Key)}
}

func (q *query) QueryMFA(ctx context.Context, args box.QueryMFAArgs) (*box.MFA, error) {
	factor, err := q.service.MFA(bearer(ctx), value(args.UserPoolID), value(args.UserID), value(args.ID))
	return converted(factor, err, newMFA)
}

func (m *mutation) ChangeMFA(ctx context.Context, args box.ChangeMFAArgs) (*box.MFA, error) {
	factor, err := m.service.ChangeMFA(
		bearer(ctx), value(args.UserPoolID), value(args.UserID), value(args.ID), args.Enable, value(args.RefreshKey))
	return converted(factor, err, newMFA)
}

// ReadOAuthList lists the pool's social logins. The ready-made login form gets
// the same list as everybody.
func (q *query) ReadOAuthList(_ context.Context, args box.ReadOAuthListArgs) (*[]*box.OAuthList, error) {
	logins, owner, err := q.service.SocialLogins(value(args.ClientID))
	if err != nil {
		return nil, err
	}
	return list(logins, func(l service.SocialLogin) *box.OAuthList {
		answer := &box.OAuthList{
			ID: text(l.ID), Name: text(l.Name), Alias: text(l.Alias), Image: text(l.Image), Description: text(l.Description),
			Enabled: new(l.Enabled), Client: args.ClientID, User: text(owner), URL: text(l.URL), OAuthURL: text(l.URL),
		}
		if value(args.DontGetURL) {
			answer.URL, answer.OAuthURL = nil, nil
		}
		return answer
	}), nil
}

func (q *query) NotBindOAuthList(ctx context.Context, args box.NotBindOAuthListArgs) (*[]*box.NotBindOAuth, error) {
	logins, err := q.service.UserSocialLogins(bearer(ctx), value(args.Client), value(args.User))
	if err != nil {
		return nil, err
	}
	return list(logins, func(l service.UserSocialLogin) *box.NotBindOAuth {
		return &box.NotBindOAuth{
			Type: text(l.Alias), Name: text(l.Name), Image: text(l.Image), OAuthURL: text(l.URL),
			Binded: new(l.Bound), UnionID: text(l.UnionID),
		}
	}), nil
}

func newBinding(b service.Binding) box.UserOAuthBind {
	return box.UserOAuthBind{
		ID: text(b.ID), User: text(b.User), Client: text(b.Pool), Type: text(b.Type),
		UnionID: text(b.UnionID), UserInfo: text(b.UserInfo), CreatedAt: text(b.CreatedAt),
	}
}

func (m *mutation) BindOtherOAuth(ctx context.Context, args box.BindOtherOAuthArgs) (*box.UserOAuthBind, error) {
	b, err := m.service.Bind(bearer(ctx), service.Binding{
		Pool: value(args.Client), User: value(args.User), Type: args.Type, UnionID: args.UnionID, UserInfo: args.UserInfo,
	})
	return converted(b, err, newBinding)
}

func (m *mutation) UnbindOtherOAuth(ctx context.Context, args box.UnbindOtherOAuthArgs) (*box.UserOAuthBind, error) {
	b, err := m.service.Unbind(bearer(ctx), value(args.Client), value(args.User), args.Type)
	return converted(b, err, newBinding)
}

// ADConnectorByProvider answers with null where the application's pool has no
// connector.
func (q *query) ADConnectorByProvider(_ context.Context, args box.ADConnectorByProviderArgs) (*box.ADConnector, error) {
	id, err := q.service.ADConnector(args.ProviderID)
	if err != nil || id == "" {
		return nil, err
	}
	return &box.ADConnector{ID: &id, Name: new("Active Directory"), Status: new(true)}, nil
}
