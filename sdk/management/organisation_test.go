package management_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// firm is an organisation: ceo above dev and sales, and qa below dev; Ada is in dev,
// Grace in qa. The names are those of the groups.
type firm struct{ org, ceo, dev, sales, qa string }

func company(t *testing.T, w *world) firm {
	t.Helper()
	add := func(name string, users ...string) string { return must[string](t)(w.AddGroup(name, users...)) }
	f := firm{ceo: add("ceo"), dev: add("dev", boxed.AdaID), sales: add("sales"), qa: add("qa", boxed.GraceID)}
	f.org = must[*authing.Org](t)(w.Client.Org.Create(t.Context(), f.ceo)).ID
	for _, node := range [][2]string{{f.dev, f.ceo}, {f.sales, f.ceo}, {f.qa, f.dev}} {
		must[*authing.Org](t)(w.Client.Org.AddNode(t.Context(), management.OrgAddNodeInput{OrgID: f.org, GroupID: node[0], ParentGroupID: node[1]}))
	}
	return f
}

// drawn draws an organisation as a tree: each node below its parent, a dash for each
// step down.
func drawn(t *testing.T, o *authing.Org) []string {
	t.Helper()
	tree := must[*authing.OrgTree](t)(o.Tree())
	var lines []string
	for depth, node := range tree.All() {
		lines = append(lines, strings.Repeat("-", depth)+node.Name)
	}
	return lines
}

func orgs() []scenario {
	// shape compares an organisation's tree.
	shape := func(t *testing.T, want ...string) func(*authing.Org, error) error {
		return func(o *authing.Org, err error) error {
			t.Helper()
			if err != nil {
				return err
			}
			return boxed.Gives(t, want)(drawn(t, o), nil)
		}
	}
	// add puts a group below another, both chosen from the firm.
	add := func(choose func(t *testing.T, w *world, f firm) (group, parent string)) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			f := company(t, w)
			group, parent := choose(t, w, f)
			_, err := w.Client.Org.AddNode(t.Context(), management.OrgAddNodeInput{OrgID: f.org, GroupID: group, ParentGroupID: parent})
			if diff := cmp.Diff([]string{"ceo", "-dev", "--qa", "-sales"}, drawn(t, must[*authing.Org](t)(w.Client.Org.FindByID(t.Context(), f.org)))); diff != "" {
				t.Errorf("the tree has changed (-want +got):\n%s", diff)
			}
			return err
		}
	}
	const unknown, refused = authing.CodeGroupNotFound, authing.CodeParametersIncomplete
	return []scenario{
		{Method: "Org.Create", Do: func(t *testing.T, w *world) error {
			id := must[string](t)(w.AddGroup("ceo"))
			want := &authing.Org{ID: boxed.Any, Nodes: []*authing.OrgNode{{
				ID: id, Name: "ceo", CreatedAt: boxed.Any, UpdatedAt: boxed.Any, Children: []string{}, Root: true,
			}}}
			return boxed.Gives(t, want)(w.Client.Org.Create(t.Context(), id))
		}},
		{Method: "Org.Create", When: "unknown group", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Org](t)(w.Client.Org.Create(t.Context(), unknownID))
		}},
		{Method: "Org.Create", When: "root of another", Want: refused, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Org](t)(w.Client.Org.Create(t.Context(), company(t, w).ceo))
		}},
		{Method: "Org.AddNode", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			in := management.OrgAddNodeInput{OrgID: f.org, GroupID: must[string](t)(w.AddGroup("lab")), ParentGroupID: f.qa}
			return shape(t, "ceo", "-dev", "--qa", "---lab", "-sales")(w.Client.Org.AddNode(t.Context(), in))
		}},
		{Method: "Org.AddNode", When: "below itself", Want: refused, Do: add(func(_ *testing.T, _ *world, f firm) (string, string) { return f.qa, f.qa })},
		{Method: "Org.AddNode", When: "the root below another, a circle", Want: refused, Do: add(func(_ *testing.T, _ *world, f firm) (string, string) { return f.ceo, f.qa })},
		{Method: "Org.AddNode", When: "a second time", Want: refused, Do: add(func(_ *testing.T, _ *world, f firm) (string, string) { return f.qa, f.sales })},
		{Method: "Org.AddNode", When: "a second root", Want: refused, Do: add(func(t *testing.T, w *world, _ firm) (string, string) {
			return must[string](t)(w.AddGroup("lab")), " "
		})},
		{Method: "Org.AddNode", When: "below what is no node", Want: refused, Do: add(func(t *testing.T, w *world, _ firm) (string, string) {
			return must[string](t)(w.AddGroup("lab")), must[string](t)(w.AddGroup("outside"))
		})},
		{Method: "Org.AddNode", When: "unknown group", Want: unknown, Do: add(func(_ *testing.T, _ *world, f firm) (string, string) { return unknownID, f.ceo })},
		{Method: "Org.AddNode", When: "unknown organisation", Want: unknown, Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			_, err := w.Client.Org.AddNode(t.Context(), management.OrgAddNodeInput{OrgID: unknownID, GroupID: f.qa, ParentGroupID: f.ceo})
			return err
		}},
		{Method: "Org.RemoveNode", When: "with what is below", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			if err := shape(t, "ceo", "-sales")(w.Client.Org.RemoveNode(t.Context(), management.OrgRemoveNodeInput{OrgID: f.org, GroupID: f.dev})); err != nil {
				return err
			}
			_, err := w.Client.Authz.Group(t.Context(), f.dev) // the group stays
			return err
		}},
		{Method: "Org.RemoveNode", When: "the root", Want: refused, Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			return boxed.Fails[*authing.Org](t)(w.Client.Org.RemoveNode(t.Context(), management.OrgRemoveNodeInput{OrgID: f.org, GroupID: f.ceo}))
		}},
		{Method: "Org.RemoveNode", When: "no node", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Org](t)(w.Client.Org.RemoveNode(t.Context(), management.OrgRemoveNodeInput{OrgID: company(t, w).org, GroupID: unknownID}))
		}},
		{Method: "Org.FindByID", Do: func(t *testing.T, w *world) error {
			return shape(t, "ceo", "-dev", "--qa", "-sales")(w.Client.Org.FindByID(t.Context(), company(t, w).org))
		}},
		{Method: "Org.FindByID", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Org](t)(w.Client.Org.FindByID(t.Context(), unknownID))
		}},
		{Method: "Org.All", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			second := must[*authing.Org](t)(w.Client.Org.Create(t.Context(), f.qa)) // a node of one may be the root of another
			page, err := w.Client.Org.All(t.Context())
			if err != nil {
				return err
			}
			if page.TotalCount != 2 {
				t.Errorf("there are %d organisations, want 2", page.TotalCount)
			}
			return boxed.Gives(t, []string{f.org, second.ID})(onPage(page.List, func(o *authing.Org) string { return o.ID }), nil)
		}},
		{Method: "Org.All", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.OrgPage](t)(asUser(t, w).Org.All(t.Context()))
		}},
		{Method: "Org.Delete", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			if err := boxed.Gives(t, "organisation deleted")(w.Client.Org.Delete(t.Context(), f.org)); err != nil {
				return err
			}
			_, err := w.Client.Authz.Group(t.Context(), f.ceo)
			return err
		}},
		{Method: "Org.Delete", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Org.Delete(t.Context(), unknownID))
		}},
		{Method: "Org.IsRootNode", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			for group, want := range map[string]bool{f.ceo: true, f.dev: false} {
				if err := boxed.Gives(t, want)(w.Client.Org.IsRootNode(t.Context(), management.OrgIsRootNodeInput{OrgID: f.org, GroupID: group})); err != nil {
					return err
				}
			}
			return nil
		}},
		{Method: "Org.IsRootNode", When: "unknown group", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[bool](t)(w.Client.Org.IsRootNode(t.Context(), management.OrgIsRootNodeInput{OrgID: company(t, w).org, GroupID: unknownID}))
		}},
		{Method: "Org.RootNode", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			want := &authing.RBACGroup{ID: f.ceo, UserPoolID: w.PoolID, Name: "ceo", CreatedAt: boxed.Any, UpdatedAt: boxed.Any}
			return boxed.Gives(t, want)(w.Client.Org.RootNode(t.Context(), f.org))
		}},
		{Method: "Org.RootNode", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RBACGroup](t)(w.Client.Org.RootNode(t.Context(), unknownID))
		}},
		{Method: "Org.ChildrenNodes", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			nodes, err := w.Client.Org.ChildrenNodes(t.Context(), management.OrgChildrenNodesInput{OrgID: f.org, GroupID: f.ceo})
			if err != nil {
				return err
			}
			got := map[string]int{}
			for _, n := range nodes {
				got[n.Group.Name] = n.Depth
			}
			return boxed.Gives(t, map[string]int{"dev": 1, "sales": 1, "qa": 2})(got, nil)
		}},
		{Method: "Org.ChildrenNodes", When: "no node", Want: unknown, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.Org.ChildrenNodes(t.Context(), management.OrgChildrenNodesInput{OrgID: company(t, w).org, GroupID: unknownID})
			return err
		}},
		{Method: "Org.SearchUser", Do: func(t *testing.T, w *world) error {
			f := company(t, w)
			for _, test := range []struct {
				node, query string
				deep        *bool
				want        []string
			}{
				{f.dev, "EXAMPLE", nil, []string{boxed.AdaID}},
				{f.dev, "example", new(true), []string{boxed.AdaID, boxed.GraceID}},
				{f.ceo, "grace", new(true), []string{boxed.GraceID}},
				{f.ceo, "grace", new(false), []string{}},
				{f.sales, "example", new(true), []string{}},
			} {
				in := management.OrgSearchUserInput{OrgID: f.org, NodeID: test.node, Query: test.query, IncludeChildrenNodes: test.deep}
				page, err := w.Client.Org.SearchUser(t.Context(), in)
				if err != nil {
					return err
				}
				if diff := cmp.Diff(test.want, userNames(page)); diff != "" {
					t.Errorf("%+v (-want +got):\n%s", in, diff)
				}
			}
			return nil
		}},
		{Method: "Org.SearchUser", When: "no node", Want: unknown, Do: func(t *testing.T, w *world) error {
			in := management.OrgSearchUserInput{OrgID: company(t, w).org, NodeID: unknownID, Query: "ada"}
			return boxed.Fails[*authing.UserPage](t)(w.Client.Org.SearchUser(t.Context(), in))
		}},
	}
}
