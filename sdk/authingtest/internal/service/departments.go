package service

import (
	"slices"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Department is a node of an organisation as the core API tells of one: a group
// that stands in a tree. Its JSON is the one of the endpoints that are no GraphQL.
type Department struct {
	ID          string   `json:"id"`
	OrgID       string   `json:"orgId"`
	Name        string   `json:"name"`
	Description *string  `json:"description"`
	Order       *int32   `json:"order"`
	Code        string   `json:"code"`
	Root        bool     `json:"root"`
	Depth       int32    `json:"depth"` // steps down from the root
	Path        []string `json:"path"`  // IDs on the way from the root, this one's at the end
	CodePath    []string `json:"codePath"`
	NamePath    []string `json:"namePath"`
	CreatedAt   string   `json:"createdAt"`
	UpdatedAt   string   `json:"updatedAt"`
	Children    []string `json:"children"`
	Virtual     bool     `json:"isVirtualNode"`
}

// way gives the nodes from the root down to one.
func (n *node) way() []*node {
	var way []*node
	for at := n; at != nil; at = at.parent {
		way = append(way, at)
	}
	slices.Reverse(way)
	return way
}

func (o *org) department(n *node) Department {
	way := n.way()
	told := Department{
		ID: n.group.ID, OrgID: o.id, Name: n.group.Name, Description: said(n.group.Description), Code: n.group.code(),
		Root: n.parent == nil, Depth: int32(min(len(way)-1, 1<<30)),
		Path:      tell(way, func(n *node) string { return n.group.ID }),
		CodePath:  tell(way, func(n *node) string { return n.group.code() }),
		NamePath:  tell(way, func(n *node) string { return n.group.Name }),
		CreatedAt: n.group.CreatedAt, UpdatedAt: n.group.UpdatedAt, Children: []string{},
	}
	for _, below := range o.nodes {
		if below.parent == n {
			told.Children = append(told.Children, below.group.ID)
		}
	}
	return told
}

// place is where a user works: a node of an organisation.
type place struct {
	org  *org
	node *node
}

// departments gives where a user works, in one organisation or, with "", in all.
func (p *pool) departments(u *User, orgID string) []place {
	var found []place
	for _, o := range p.orgs {
		for _, n := range o.nodes {
			if (orgID == "" || orgID == o.id) && slices.Contains(n.group.users, u) {
				found = append(found, place{o, n})
			}
		}
	}
	return found
}

// worksIn tells whether a user works in a department, or in one below it.
func (p *pool) worksIn(u *User, at SearchedPlace) bool {
	return slices.ContainsFunc(p.departments(u, ""), func(here place) bool {
		top := here.org.find(at.ID)
		return top != nil && (here.node == top || at.Below && here.node.below(top) > 0)
	})
}

// UserDepartments gives the departments that a user works in: the owner asks about
// anybody, a user about themselves.
func (s *Service) UserDepartments(by Asker, userID, orgID string) ([]Department, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, userID)
	if err != nil {
		return nil, err
	}
	return tell(c.pool.departments(u, orgID), func(at place) Department { return at.org.department(at.node) }), nil
}

// UserPlaces gives where a user stands: for each department that they work in
// those on the way from the root, for whom UserDepartments gives them.
func (s *Service) UserPlaces(by Asker, userID string) ([][]Department, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, userID)
	if err != nil {
		return nil, err
	}
	return tell(c.pool.departments(u, ""), func(at place) []Department { return tell(at.node.way(), at.org.department) }), nil
}

// DepartmentUsers gives a page of the users who work in a department, and in those
// below it if they count too. Only the owner may ask.
func (s *Service) DepartmentUsers(by Asker, at SearchedPlace, cut Cut) (Page[*Person], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return Page[*Person]{}, err
	}
	if _, err := p.rbacGroup(at.ID); err != nil {
		return Page[*Person]{}, refuse(authing.CodeGroupNotFound)
	}
	users := slices.DeleteFunc(slices.Clone(p.users), func(u *User) bool { return !p.worksIn(u, at) })
	return p.personPage(users, cut), nil
}
