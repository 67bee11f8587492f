package coreresolve

import (
	"context"
	"errors"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Group gives a group; null where there is none.
func (q *query) Group(ctx context.Context, args corebox.GroupArgs) (*corebox.Group, error) {
	g, err := q.service.CoreGroup(asker(ctx), args.Code)
	if errors.Is(code(err), authing.CodeGroupNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return new(q.group(g)), nil
}

// code is the code of a refusal; nil for any other error.
func code(err error) error {
	if refused, ok := errors.AsType[*service.Error](err); ok {
		return refused.Code
	}
	return nil
}

func (q *query) Groups(ctx context.Context, args corebox.GroupsArgs) (corebox.PaginatedGroups, error) {
	page, err := q.service.CoreGroups(asker(ctx), value(args.UserID), cut(args.Page, args.Limit, args.SortBy))
	return q.groups(page), err
}

func (m *mutation) CreateGroup(ctx context.Context, args corebox.CreateGroupArgs) (corebox.Group, error) {
	g, err := m.service.CreateCoreGroup(asker(ctx), service.CoreGroup{Code: args.Code, Name: args.Name, Description: value(args.Description)})
	return m.group(g), err
}

func (m *mutation) UpdateGroup(ctx context.Context, args corebox.UpdateGroupArgs) (corebox.Group, error) {
	g, err := m.service.UpdateCoreGroup(asker(ctx), service.CorePatch{
		Code: args.Code, Name: args.Name, Description: args.Description, NewCode: args.NewCode,
	})
	return m.group(g), err
}

func (m *mutation) DeleteGroups(ctx context.Context, args corebox.DeleteGroupsArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.DeleteCoreGroups(asker(ctx), args.CodeList))
}

func (m *mutation) AddUserToGroup(ctx context.Context, args corebox.AddUserToGroupArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.ChangeCoreGroup(asker(ctx), value(args.Code), args.UserIDs, true))
}

func (m *mutation) RemoveUserFromGroup(ctx context.Context, args corebox.RemoveUserFromGroupArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.ChangeCoreGroup(asker(ctx), value(args.Code), args.UserIDs, false))
}

// Role gives a role; null where there is none.
func (q *query) Role(ctx context.Context, args corebox.RoleArgs) (*corebox.Role, error) {
	r, err := q.service.CoreRole(asker(ctx), value(args.Namespace), args.Code)
	if errors.Is(code(err), authing.CodeRoleNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return new(q.role(r)), nil
}

func (q *query) Roles(ctx context.Context, args corebox.RolesArgs) (corebox.PaginatedRoles, error) {
	page, err := q.service.CoreRoles(asker(ctx), value(args.Namespace), cut(args.Page, args.Limit, args.SortBy))
	return q.roles(page), err
}

func (m *mutation) CreateRole(ctx context.Context, args corebox.CreateRoleArgs) (corebox.Role, error) {
	r, err := m.service.CreateCoreRole(asker(ctx), service.NewCoreRole{
		Namespace: value(args.Namespace), Code: args.Code, Description: value(args.Description), Parent: value(args.Parent),
	})
	return m.role(r), err
}

func (m *mutation) UpdateRole(ctx context.Context, args corebox.UpdateRoleArgs) (corebox.Role, error) {
	r, err := m.service.UpdateCoreRole(asker(ctx), service.CorePatch{
		Namespace: value(args.Namespace), Code: args.Code, Description: args.Description, NewCode: args.NewCode,
	})
	return m.role(r), err
}

func (m *mutation) DeleteRole(ctx context.Context, args corebox.DeleteRoleArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.DeleteCoreRoles(asker(ctx), value(args.Namespace), []string{args.Code}))
}

func (m *mutation) DeleteRoles(ctx context.Context, args corebox.DeleteRolesArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.DeleteCoreRoles(asker(ctx), value(args.Namespace), args.CodeList))
}

func (m *mutation) AssignRole(ctx context.Context, args corebox.AssignRoleArgs) (*corebox.CommonMessage, error) {
	return done(m.service.GiveRoles(asker(ctx), giving(args)))
}

func (m *mutation) RevokeRole(ctx context.Context, args corebox.RevokeRoleArgs) (*corebox.CommonMessage, error) {
	return done(m.service.TakeRoles(asker(ctx), giving(corebox.AssignRoleArgs(args))))
}

// giving says which roles are meant; one may be named beside the list.
func giving(args corebox.AssignRoleArgs) service.Giving {
	in := service.Giving{
		Namespace: value(args.Namespace),
		Users:     value(args.UserIDs), Groups: value(args.GroupCodes), Places: value(args.NodeCodes),
	}
	for _, code := range append(value(args.RoleCodes), args.RoleCode) {
		if code != nil {
			in.Roles = append(in.Roles, *code)
		}
	}
	return in
}

func (q *query) PolicyAssignments(ctx context.Context, args corebox.PolicyAssignmentsArgs) (corebox.PaginatedPolicyAssignments, error) {
	page, err := q.service.Assignments(asker(ctx), service.Assignment{
		Namespace: value(args.Namespace), Policy: value(args.Code), TargetType: value(args.TargetType), Target: value(args.TargetIdentifier),
	}, int(value(args.Page)), int(value(args.Limit)))
	return corebox.PaginatedPolicyAssignments{
		TotalCount: number(page.Total),
		List: each(page.List, func(a service.Assignment) corebox.PolicyAssignment {
			return corebox.PolicyAssignment{Code: a.Policy, TargetType: a.TargetType, TargetIdentifier: a.Target}
		}),
	}, err
}

// AddPolicyAssignments gives policies. What a department has, those below it have
// not: inheritByChildren is passed over.
func (m *mutation) AddPolicyAssignments(ctx context.Context, args corebox.AddPolicyAssignmentsArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.AddAssignments(asker(ctx), service.NewAssignments{
		Policies: args.Policies, TargetType: args.TargetType, Targets: value(args.TargetIdentifiers), Namespace: value(args.Namespace),
	}))
}

func (m *mutation) RemovePolicyAssignments(ctx context.Context, args corebox.RemovePolicyAssignmentsArgs) (corebox.CommonMessage, error) {
	return doneAlways(m.service.RemoveAssignments(asker(ctx), service.NewAssignments{
		Policies: args.Policies, TargetType: args.TargetType, Targets: value(args.TargetIdentifiers), Namespace: value(args.Namespace),
	}))
}
