package coreresolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/fields"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func (q *query) User(ctx context.Context, args corebox.UserArgs) (*corebox.User, error) {
	return q.some(q.service.CorePerson(asker(ctx), value(args.ID)))
}

func (q *query) Users(ctx context.Context, args corebox.UsersArgs) (corebox.PaginatedUsers, error) {
	return q.users(q.service.CorePeople(asker(ctx), cut(args.Page, args.Limit, args.SortBy), value(args.ExcludeUsersInOrg)))
}

func (q *query) SearchUser(ctx context.Context, args corebox.SearchUserArgs) (corebox.PaginatedUsers, error) {
	in := service.CoreSearch{Query: args.Query, Cut: cut(args.Page, args.Limit, nil)}
	for _, field := range value(args.Fields) {
		in.Fields = append(in.Fields, value(field))
	}
	for _, at := range value(args.DepartmentOpts) {
		if at != nil {
			in.Departments = append(in.Departments, service.SearchedPlace{ID: value(at.DepartmentID), Below: value(at.IncludeChildrenDepartments)})
		}
	}
	for _, group := range value(args.GroupOpts) {
		if group != nil {
			in.Groups = append(in.Groups, value(group.Code))
		}
	}
	for _, role := range value(args.RoleOpts) {
		if role != nil {
			in.Roles = append(in.Roles, service.SearchedRole{Namespace: value(role.Namespace), Code: role.Code})
		}
	}
	return q.users(q.service.CoreSearchUsers(asker(ctx), in))
}

func (q *query) IsUserExists(ctx context.Context, args corebox.IsUserExistsArgs) (*bool, error) {
	exists, err := q.service.CoreExists(asker(ctx), service.CoreFind{
		Email: value(args.Email), Phone: value(args.Phone), Username: value(args.Username), ExternalID: value(args.ExternalID),
	})
	return &exists, err
}

func (q *query) FindUser(ctx context.Context, args corebox.FindUserArgs) (*corebox.User, error) {
	in := service.CoreFind{
		Email: value(args.Email), Phone: value(args.Phone), Username: value(args.Username), ExternalID: value(args.ExternalID),
	}
	if account := args.Identity; account != nil {
		in.Provider, in.UserIDInIDP = value(account.Provider), value(account.UserIDInIDP)
	}
	return q.some(q.service.CoreFindUser(asker(ctx), in))
}

// CreateUser creates a user. KeepPassword says nothing here: the box keeps no
// hashes.
func (m *mutation) CreateUser(ctx context.Context, args corebox.CreateUserArgs) (corebox.User, error) {
	values, err := pairs(args.Params)
	if err != nil {
		return corebox.User{}, err
	}
	in := args.UserInfo
	created := service.CoreUser{
		User: service.User{
			Username: value(in.Username), Email: value(in.Email), EmailVerified: value(in.EmailVerified),
			Phone: value(in.Phone), PhoneVerified: value(in.PhoneVerified), UnionID: value(in.UnionID), OpenID: value(in.OpenID),
			LoginsCount: int(value(in.LoginsCount)), LastLogin: value(in.LastLogin), LastIP: value(in.LastIP),
			SignedUp: value(in.SignedUp), Blocked: value(in.Blocked), Deleted: value(in.IsDeleted),
		},
		Password: value(in.Password), Sources: value(in.RegisterSource), Values: values,
		ResetOnFirstLogin: value(args.ResetPasswordOnFirstLogin),
	}
	if created.Sources == nil {
		created.Sources = []string{"import:manual"}
	}
	fields.Copy(&created.Details, in)
	fields.Copy(&created.More, in)
	if account := args.Identity; account != nil {
		created.Identity = &service.Binding{
			Type: account.Provider, UnionID: account.UserIDInIDP, OpenID: value(account.OpenID),
			Connection: value(account.ConnectionID), Enterprise: account.IsSocial != nil && !*account.IsSocial,
		}
	}
	return m.one(m.service.CreateCoreUser(asker(ctx), created))
}

// UpdateUser changes a user. The tokens that may prove a new address or number are
// passed over: who may change them here needs no proof.
func (m *mutation) UpdateUser(ctx context.Context, args corebox.UpdateUserArgs) (corebox.User, error) {
	in := args.Input
	change := service.CoreUpdate{Update: service.Update{
		ID: value(args.ID), Email: in.Email, Phone: in.Phone, Username: in.Username, Password: in.Password,
		TokenExpiredAt: in.TokenExpiredAt, UnionID: in.UnionID, OpenID: in.OpenID, LastLogin: in.LastLogin, LastIP: in.LastIP,
		EmailVerified: in.EmailVerified, PhoneVerified: in.PhoneVerified, Blocked: in.Blocked,
	}}
	if in.LoginsCount != nil {
		change.LoginsCount = new(int(*in.LoginsCount))
	}
	fields.Copy(&change.Details, in)
	fields.Copy(&change.More, in)
	return m.one(m.service.CoreUpdateUser(asker(ctx), change))
}

func (m *mutation) DeleteUser(ctx context.Context, args corebox.DeleteUserArgs) (*corebox.CommonMessage, error) {
	return done(m.service.DeleteCoreUsers(asker(ctx), []string{args.ID}))
}

func (m *mutation) DeleteUsers(ctx context.Context, args corebox.DeleteUsersArgs) (*corebox.CommonMessage, error) {
	return done(m.service.DeleteCoreUsers(asker(ctx), args.IDs))
}
