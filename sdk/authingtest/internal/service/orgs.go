package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Org is an organisation: a tree of groups, as a list of its nodes.
type Org struct {
	ID    string
	Nodes []OrgNode // the root first, the others in the order of adding
}

// OrgNode is a node of an organisation. Its ID is that of its group.
type OrgNode struct {
	Group    Entry
	Children []string // IDs of the nodes directly below
	Root     bool
}

// OrgDescendant is a node below another.
type OrgDescendant struct {
	Group RBACGroup
	Depth int // how far below; 1 directly below
}

// org is an organisation as the service holds it.
type org struct {
	id    string
	nodes []*node // the root first
}

// node is a node of an organisation; its parent is nil for the root.
type node struct {
	group  *group
	parent *node
}

// find gives the node of a group, or nil.
func (o *org) find(groupID string) *node {
	if i := slices.IndexFunc(o.nodes, func(n *node) bool { return n.group.ID == groupID }); i >= 0 {
		return o.nodes[i]
	}
	return nil
}

// below gives how far a node is below another; 0 for the node itself, and for
// one that is not below it.
func (n *node) below(top *node) int {
	depth := 0
	for at := n; at != nil; at = at.parent {
		if at == top {
			return depth
		}
		depth++
	}
	return 0
}

func (o *org) tell() Org {
	told := Org{ID: o.id}
	for _, n := range o.nodes {
		one := OrgNode{Group: n.group.Entry, Root: n.parent == nil, Children: []string{}}
		for _, child := range o.nodes {
			if child.parent == n {
				one.Children = append(one.Children, child.group.ID)
			}
		}
		told.Nodes = append(told.Nodes, one)
	}
	return told
}

// isNode tells whether a group stands in an organisation.
func (p *pool) isNode(g *group) bool {
	return slices.ContainsFunc(p.orgs, func(o *org) bool { return o.find(g.ID) != nil })
}

// org finds an organisation.
func (p *pool) org(id string) (*org, error) {
	if i := slices.IndexFunc(p.orgs, func(o *org) bool { return o.id == id }); i >= 0 {
		return p.orgs[i], nil
	}
	return nil, refusef(authing.CodeGroupNotFound, "organisation does not exist")
}

// withOrg lets the owner do something with an organisation.
func (s *Service) withOrg(bearer, id string, do func(*pool, *org) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return err
	}
	o, err := p.org(id)
	if err != nil {
		return err
	}
	return do(p, o)
}

// withNode lets the owner do something with a node of an organisation.
func (s *Service) withNode(bearer, id, groupID string, do func(*pool, *org, *node) error) error {
	return s.withOrg(bearer, id, func(p *pool, o *org) error {
		n := o.find(groupID)
		if n == nil {
			return refusef(authing.CodeGroupNotFound, "the organisation has no such node")
		}
		return do(p, o, n)
	})
}

// Org gives an organisation.
func (s *Service) Org(bearer, id string) (told Org, err error) {
	err = s.withOrg(bearer, id, func(_ *pool, o *org) error {
		told = o.tell()
		return nil
	})
	return told, err
}

// Orgs gives the pool's organisations in the order of creation.
func (s *Service) Orgs(bearer, poolID string) ([]Org, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return nil, err
	}
	return tell(p.orgs, (*org).tell), nil
}

// OrgRoot gives the group at the root of an organisation.
func (s *Service) OrgRoot(bearer, id string) (root RBACGroup, err error) {
	err = s.withOrg(bearer, id, func(_ *pool, o *org) error {
		root = tellGroup(o.nodes[0].group)
		return nil
	})
	return root, err
}

// IsOrgRoot tells whether a group is the root of an organisation.
func (s *Service) IsOrgRoot(bearer, id, groupID string) (root bool, err error) {
	err = s.withOrg(bearer, id, func(p *pool, o *org) error {
		g, err := p.rbacGroup(groupID)
		root = err == nil && o.nodes[0].group == g
		return err
	})
	return root, err
}

// OrgDescendants gives the nodes below a node, the nearest first.
func (s *Service) OrgDescendants(bearer, id, groupID string) (found []OrgDescendant, err error) {
	err = s.withNode(bearer, id, groupID, func(_ *pool, o *org, top *node) error {
		for _, n := range o.nodes {
			if depth := n.below(top); depth > 0 {
				found = append(found, OrgDescendant{Group: tellGroup(n.group), Depth: depth})
			}
		}
		slices.SortStableFunc(found, func(a, b OrgDescendant) int { return a.Depth - b.Depth })
		return nil
	})
	return found, err
}

// SearchOrg gives the users of a node in whom a text is found, in the order of
// registration; with deep those of the nodes below it as well.
func (s *Service) SearchOrg(bearer, id, groupID, query string, deep bool) (found []Listed, err error) {
	err = s.withNode(bearer, id, groupID, func(p *pool, o *org, top *node) error {
		var members []*User
		for _, n := range o.nodes {
			if n == top || deep && n.below(top) > 0 {
				members = with(members, n.group.users...)
			}
		}
		found = tell(p.search(members, searchAll, query), (*User).listed)
		return nil
	})
	return found, err
}

// CreateOrg makes an organisation with a group for its root. A group is the root
// of one organisation at most.
func (s *Service) CreateOrg(bearer, poolID, rootID string) (Org, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Org{}, err
	}
	root, err := p.rbacGroup(rootID)
	if err != nil {
		return Org{}, err
	}
	if slices.ContainsFunc(p.orgs, func(o *org) bool { return o.nodes[0].group == root }) {
		return Org{}, refusef(authing.CodeParametersIncomplete, "the group is the root of an organisation already")
	}
	o := &org{id: newID(), nodes: []*node{{group: root}}}
	p.orgs = append(p.orgs, o)
	return o.tell(), nil
}

// DeleteOrg deletes an organisation; its groups stay.
func (s *Service) DeleteOrg(bearer, id string) error {
	return s.withOrg(bearer, id, func(p *pool, o *org) error {
		p.orgs = without(p.orgs, o)
		return nil
	})
}

// AddOrgNode puts a group below a node. Each group stands in a tree once, so
// there is no node under itself, and none without a parent but the root.
func (s *Service) AddOrgNode(bearer, id, groupID, parentID string) (told Org, err error) {
	err = s.withOrg(bearer, id, func(p *pool, o *org) error {
		g, err := p.rbacGroup(groupID)
		if err != nil {
			return err
		}
		parent := o.find(parentID)
		switch {
		case strings.TrimSpace(parentID) == "":
			return refusef(authing.CodeParametersIncomplete, "the organisation has a root already: parentGroupId missing")
		case groupID == parentID:
			return refusef(authing.CodeParametersIncomplete, "a node cannot be below itself")
		case parent == nil:
			return refusef(authing.CodeParametersIncomplete, "the parent is no node of the organisation")
		case o.find(groupID) != nil:
			return refusef(authing.CodeParametersIncomplete, "the group is a node of the organisation already")
		}
		o.nodes = append(o.nodes, &node{group: g, parent: parent})
		told = o.tell()
		return nil
	})
	return told, err
}

// RemoveOrgNode takes a node out of an organisation, and with it those below:
// nothing would hold them. The root goes with the organisation only.
func (s *Service) RemoveOrgNode(bearer, id, groupID string) (told Org, err error) {
	err = s.withNode(bearer, id, groupID, func(_ *pool, o *org, top *node) error {
		if top.parent == nil {
			return refusef(authing.CodeParametersIncomplete, "the root cannot be taken out: delete the organisation")
		}
		o.nodes = slices.DeleteFunc(o.nodes, func(n *node) bool { return n == top || n.below(top) > 0 })
		told = o.tell()
		return nil
	})
	return told, err
}
