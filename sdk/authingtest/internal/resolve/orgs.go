package resolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func newOrg(o service.Org) box.Org { return box.Org{ID: o.ID, Nodes: values(o.Nodes, newOrgNode)} }

func newOrgNode(n service.OrgNode) box.OrgNode {
	return box.OrgNode{
		ID: n.Group.ID, Name: n.Group.Name, Description: text(n.Group.Description),
		CreatedAt: text(n.Group.CreatedAt), UpdatedAt: text(n.Group.UpdatedAt),
		Children: n.Children, Root: new(n.Root),
	}
}

func (q *query) Org(ctx context.Context, args box.OrgArgs) (*box.Org, error) {
	o, err := q.service.Org(bearer(ctx), args.ID)
	return converted(o, err, newOrg)
}

func (q *query) Orgs(ctx context.Context, args box.OrgsArgs) (*box.PagedOrg, error) {
	all, err := q.service.Orgs(bearer(ctx), args.UserPoolID)
	return converted(all, err, func(all []service.Org) box.PagedOrg {
		return box.PagedOrg{List: values(all, newOrg), TotalCount: *number(len(all))}
	})
}

func (q *query) OrgRootNode(ctx context.Context, args box.OrgRootNodeArgs) (*box.RBACGroup, error) {
	g, err := q.service.OrgRoot(bearer(ctx), args.ID)
	return converted(g, err, newRBACGroup(q.service))
}

func (q *query) OrgChildrenNodes(ctx context.Context, args box.OrgChildrenNodesArgs) ([]box.OrgChildNode, error) {
	below, err := q.service.OrgDescendants(bearer(ctx), args.Input.OrgID, args.Input.GroupID)
	if err != nil {
		return nil, err
	}
	return values(below, func(d service.OrgDescendant) box.OrgChildNode {
		return box.OrgChildNode{Group: newRBACGroup(q.service)(d.Group), Depth: *number(d.Depth)}
	}), nil
}

func (q *query) IsRootNodeOfOrg(ctx context.Context, args box.IsRootNodeOfOrgArgs) (*bool, error) {
	root, err := q.service.IsOrgRoot(bearer(ctx), args.Input.OrgID, args.Input.GroupID)
	if err != nil {
		return nil, err
	}
	return &root, nil
}

func (q *query) SearchOrgNodeUser(ctx context.Context, args box.SearchOrgNodeUserArgs) (*box.PagedUsers, error) {
	found, err := q.service.SearchOrg(bearer(ctx), args.OrgID, args.NodeID, args.Query, value(args.IncludeChildrenNodes))
	return converted(whole(found), err, newUserPage)
}

func (m *mutation) CreateOrg(ctx context.Context, args box.CreateOrgArgs) (*box.Org, error) {
	o, err := m.service.CreateOrg(bearer(ctx), args.Input.UserPoolID, args.Input.RootGroupID)
	return converted(o, err, newOrg)
}

func (m *mutation) DeleteOrg(ctx context.Context, args box.DeleteOrgArgs) (*box.CommonMessage, error) {
	return outcome("organisation deleted", m.service.DeleteOrg(bearer(ctx), args.ID))
}

func (m *mutation) AddOrgNode(ctx context.Context, args box.AddOrgNodeArgs) (*box.Org, error) {
	o, err := m.service.AddOrgNode(bearer(ctx), args.Input.OrgID, args.Input.GroupID, args.Input.ParentGroupID)
	return converted(o, err, newOrg)
}

func (m *mutation) RemoveOrgNode(ctx context.Context, args box.RemoveOrgNodeArgs) (*box.Org, error) {
	o, err := m.service.RemoveOrgNode(bearer(ctx), args.Input.OrgID, args.Input.GroupID)
	return converted(o, err, newOrg)
}
