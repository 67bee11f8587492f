package coreresolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/fields"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// teller turns what the domain gives into results, some of whose fields ask the
// service again when a query selects them.
type teller struct{ service *service.Service }

// user tells of a user. Their hash of a password stays null: nobody has a use for
// it. What is asked about whom a sign-in has just let in goes by their own token.
func (t teller) user(p *service.Person) corebox.User {
	answer := corebox.User{
		RegisterSource: &p.RegisterSource, LoginsCount: new(number(p.LoginsCount)),
		Groups: new(t.groups(service.Page[service.CoreGroup]{List: p.Groups, Total: len(p.Groups)})),
		Identities: new(each(p.Identities, func(i service.Identity) *corebox.Identity {
			var told corebox.Identity
			fields.Copy(&told, i)
			return &told
		})),
		CustomData: new(each(p.CustomData, func(v service.UDFValue) *corebox.UserCustomData {
			return &corebox.UserCustomData{Key: v.Key, Value: &v.Value, Label: given(v.Label), DataType: v.DataType}
		})),
	}
	fields.Copy(&answer, *p)
	fields.Copy(&answer, p.Details)
	fields.Copy(&answer, p.More)
	by := func(ctx context.Context) service.Asker {
		by := asker(ctx)
		if p.Token != nil {
			by.Token = *p.Token
		}
		return by
	}
	answer.ResolveRoles = func(ctx context.Context, args corebox.UserRolesArgs) (*corebox.PaginatedRoles, error) {
		roles, err := t.service.CoreUserRoles(by(ctx), p.ID, value(args.Namespace))
		if err != nil {
			return nil, err
		}
		return new(t.roles(service.Page[service.CoreRole]{List: roles, Total: len(roles)})), nil
	}
	answer.ResolveDepartments = func(ctx context.Context, args corebox.UserDepartmentsArgs) (*corebox.PaginatedDepartments, error) {
		found, err := t.service.UserDepartments(by(ctx), p.ID, value(args.OrgID))
		if err != nil {
			return nil, err
		}
		return &corebox.PaginatedDepartments{TotalCount: number(len(found)), List: each(found, t.userDepartment)}, nil
	}
	answer.ResolveAuthorizedResources = func(ctx context.Context, args corebox.UserAuthorizedResourcesArgs) (*corebox.PaginatedAuthorizedResources, error) {
		return resources(t.service.UserResources(by(ctx), p.ID, value(args.Namespace), value(args.ResourceType)))
	}
	return answer
}

// some is user for a field that may be null.
func (t teller) some(p *service.Person, err error) (*corebox.User, error) {
	if err != nil || p == nil {
		return nil, err
	}
	return new(t.user(p)), nil
}

// one is user for a field that is never null.
func (t teller) one(p *service.Person, err error) (corebox.User, error) {
	if err != nil {
		return corebox.User{}, err
	}
	return t.user(p), nil
}

func (t teller) users(page service.Page[*service.Person], err error) (corebox.PaginatedUsers, error) {
	return corebox.PaginatedUsers{TotalCount: number(page.Total), List: each(page.List, t.user)}, err
}

// userDepartment tells of a department that a user works in. Which is the main one
// nobody says.
func (t teller) userDepartment(d service.Department) corebox.UserDepartment {
	return corebox.UserDepartment{Department: t.node(d)}
}

func (t teller) node(d service.Department) corebox.Node {
	answer := corebox.Node{
		OrgID: &d.OrgID, Code: &d.Code, Root: &d.Root, Depth: &d.Depth, CreatedAt: &d.CreatedAt, UpdatedAt: &d.UpdatedAt,
		CodePath: each(d.CodePath, func(code string) *string { return &code }), Children: &d.Children, IsVirtualNode: &d.Virtual,
	}
	fields.Copy(&answer, d)
	answer.ResolveUsers = func(ctx context.Context, args corebox.NodeUsersArgs) (corebox.PaginatedUsers, error) {
		at := service.SearchedPlace{ID: d.ID, Below: value(args.IncludeChildrenNodes)}
		return t.users(t.service.DepartmentUsers(asker(ctx), at, cut(args.Page, args.Limit, args.SortBy)))
	}
	answer.ResolveAuthorizedResources = func(ctx context.Context, args corebox.NodeAuthorizedResourcesArgs) (*corebox.PaginatedAuthorizedResources, error) {
		return resources(t.service.CoreGroupResources(asker(ctx), d.Code, value(args.Namespace), value(args.ResourceType)))
	}
	return answer
}

func (t teller) group(g service.CoreGroup) corebox.Group {
	answer := corebox.Group{
		Code: g.Code, Name: g.Name, Description: given(g.Description), CreatedAt: given(g.CreatedAt), UpdatedAt: given(g.UpdatedAt),
	}
	answer.ResolveUsers = func(ctx context.Context, args corebox.GroupUsersArgs) (corebox.PaginatedUsers, error) {
		return t.users(t.service.CoreGroupUsers(asker(ctx), g.Code, cut(args.Page, args.Limit, new(string(service.OldestFirst)))))
	}
	answer.ResolveAuthorizedResources = func(ctx context.Context, args corebox.GroupAuthorizedResourcesArgs) (*corebox.PaginatedAuthorizedResources, error) {
		return resources(t.service.CoreGroupResources(asker(ctx), g.Code, value(args.Namespace), value(args.ResourceType)))
	}
	return answer
}

func (t teller) groups(page service.Page[service.CoreGroup]) corebox.PaginatedGroups {
	return corebox.PaginatedGroups{TotalCount: number(page.Total), List: each(page.List, t.group)}
}

func (t teller) role(r service.CoreRole) corebox.Role {
	answer := corebox.Role{
		ID: r.ID, Namespace: r.Namespace, Code: r.Code, ARN: r.ARN, Description: r.Description, IsSystem: new(r.System),
		CreatedAt: given(r.CreatedAt), UpdatedAt: given(r.UpdatedAt),
	}
	if r.Parent != nil {
		answer.Parent = new(t.role(*r.Parent))
	}
	answer.ResolveUsers = func(ctx context.Context, args corebox.RoleUsersArgs) (corebox.PaginatedUsers, error) {
		return t.users(t.service.CoreRoleUsers(asker(ctx), r.Namespace, r.Code, cut(args.Page, args.Limit, new(string(service.OldestFirst)))))
	}
	answer.ResolveAuthorizedResources = func(ctx context.Context, args corebox.RoleAuthorizedResourcesArgs) (*corebox.PaginatedAuthorizedResources, error) {
		return resources(t.service.CoreRoleResources(asker(ctx), r.Namespace, r.Code, value(args.ResourceType)))
	}
	return answer
}

func (t teller) roles(page service.Page[service.CoreRole]) corebox.PaginatedRoles {
	return corebox.PaginatedRoles{TotalCount: number(page.Total), List: each(page.List, t.role)}
}

func resources(found []service.Resource, err error) (*corebox.PaginatedAuthorizedResources, error) {
	if err != nil {
		return nil, err
	}
	return &corebox.PaginatedAuthorizedResources{TotalCount: number(len(found)), List: each(found, func(r service.Resource) corebox.AuthorizedResource {
		return corebox.AuthorizedResource{Code: r.Code, Type: given(r.Type), Actions: &r.Actions, APIIdentifier: given(r.API)}
	})}, nil
}

func udfValues(found []service.UDFValue) []corebox.UserDefinedData {
	return each(found, func(v service.UDFValue) corebox.UserDefinedData {
		return corebox.UserDefinedData{Key: v.Key, DataType: v.DataType, Value: v.Value, Label: given(v.Label)}
	})
}
