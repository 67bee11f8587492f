package service_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// group makes a group and gives its ID.
func (f *fixture) group(name string, users ...string) string {
	f.t.Helper()
	g, err := f.CreateRBACGroup(f.owner, service.NewEntry{Pool: pool, Name: name})
	if err == nil && len(users) > 0 {
		_, err = f.AddUsersToGroup(f.owner, g.ID, users...)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return g.ID
}

func names(groups []service.RBACGroup) []string {
	var list []string
	for _, g := range groups {
		list = append(list, g.Name)
	}
	return list
}

// TestOrder lists groups that were all made at one moment: the order of making
// them counts.
func TestOrder(t *testing.T) {
	f := newFixture(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		f.group(name)
	}
	if _, err := f.UpdateRBACGroup(f.owner, service.EntryPatch{ID: f.group("e")}); err != nil {
		t.Fatal(err)
	}
	all, err := f.RBACGroups(f.owner, pool, service.Cut{Order: service.OldestFirst})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.UpdateRBACGroup(f.owner, service.EntryPatch{ID: all.List[1].ID, Description: new("changed")}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		by   service.Cut
		want []string
	}{
		{service.Cut{}, []string{"e", "d", "c", "b", "a"}},
		{service.Cut{Order: service.NewestFirst, Count: 2}, []string{"e", "d"}},
		{service.Cut{Order: service.OldestFirst, Page: 1, Count: 2}, []string{"c", "d"}},
		{service.Cut{Order: service.LatestChangeFirst}, []string{"b", "e", "d", "c", "a"}},
		{service.Cut{Order: service.EarliestChangeFirst}, []string{"a", "c", "d", "e", "b"}},
		{service.Cut{Page: -1, Count: -1}, []string{"e", "d", "c", "b", "a"}},
		{service.Cut{Page: 1}, nil},
		{service.Cut{Page: math.MaxInt32, Count: math.MaxInt32}, nil},
	} {
		page, err := f.RBACGroups(f.owner, pool, test.by)
		if diff := cmp.Diff(test.want, names(page.List)); diff != "" || err != nil || page.Total != 5 {
			t.Errorf("%+v: %d in all, %v (-want +got):\n%s", test.by, page.Total, err, diff)
		}
	}
}

// TestBatches sees that a batch is all or nothing, and needs something in it.
func TestBatches(t *testing.T) {
	f := newFixture(t)
	id := f.group("crew")
	_, err := f.AddUsersToGroup(f.owner, id, f.ada.ID, "nobody")
	wantCode(t, err, 2004)
	_, err = f.AddUsersToGroup(f.owner, id)
	wantCode(t, err, 2231)
	_, err = f.AddRolesToGroup(f.owner, id, "nothing")
	wantCode(t, err, 3903)
	_, err = f.AddUsersToGroup(f.token(), id, f.ada.ID)
	wantCode(t, err, 1001)
	page, err := f.RBACGroupUsers(f.owner, id, service.Cut{})
	if err != nil || page.Total != 0 {
		t.Errorf("%d in the group, %v", page.Total, err)
	}
	_, err = f.AddUsersToGroup(f.owner, id, f.ada.ID, f.bob.ID, f.ada.ID)
	wantCode(t, err, 0)
	page, err = f.RBACGroupUsers(f.owner, id, service.Cut{Order: service.OldestFirst})
	if err != nil || page.Total != 2 || page.List[0].ID != f.ada.ID {
		t.Errorf("%+v, %v", page, err)
	}
	wantCode(t, f.DeleteRBACGroups(f.owner, id, "nothing"), 3901)
	wantCode(t, f.DeleteRBACGroups(f.owner, id, id), 0)
	wantCode(t, f.DeleteRBACGroups(f.owner, id), 3901)
}

func TestNames(t *testing.T) {
	f := newFixture(t)
	_, err := f.CreateRBACRole(f.owner, service.NewEntry{Pool: "other", Name: "crew"})
	wantCode(t, err, 1001)
	_, err = f.UpdateRBACGroup(f.owner, service.EntryPatch{ID: f.group("crew"), Name: new(" ")})
	wantCode(t, err, 2231)
	_, err = f.UpdateRole(f.owner, pool, f.ada.Group.ID, "default", new("For all"), nil)
	wantCode(t, err, 0)
	u, err := f.User(f.owner, pool, f.ada.ID)
	if err != nil || u.Group.Description != "For all" {
		t.Errorf("the user's role is %+v, %v", u.Group, err)
	}
}

func TestOrganisations(t *testing.T) {
	f := newFixture(t)
	root, left, below := f.group("root"), f.group("left", f.ada.ID), f.group("below", f.bob.ID, f.ada.ID)
	o, err := f.CreateOrg(f.owner, pool, root)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		group, parent string
		want          authing.Code
	}{
		{left, left, 2231},
		{left, "", 2231},
		{left, below, 2231},
		{"nothing", root, 3901},
		{root, root, 2231},
		{left, root, 0},
		{left, root, 2231},
		{below, left, 0},
		{root, below, 2231},
	} {
		_, err := f.AddOrgNode(f.owner, o.ID, test.group, test.parent)
		wantCode(t, err, test.want)
	}
	found, err := f.SearchOrg(f.owner, o.ID, root, "", true)
	if err != nil || len(found) != 2 { // Ada stands in two nodes and is found once
		t.Errorf("%d found, %v", len(found), err)
	}
	wantCode(t, f.DeleteRBACGroups(f.owner, f.group("free"), below), 2231)
	after, err := f.RemoveOrgNode(f.owner, o.ID, left)
	if err != nil || len(after.Nodes) != 1 || len(after.Nodes[0].Children) != 0 {
		t.Errorf("%+v, %v", after, err)
	}
	wantCode(t, f.DeleteRBACGroups(f.owner, below), 0)
	_, err = f.RemoveOrgNode(f.owner, o.ID, root)
	wantCode(t, err, 2231)
	_, err = f.Org(f.token(), o.ID)
	wantCode(t, err, 1001)
}

// TestRolesOfUser sees each role once, by however many ways.
func TestRolesOfUser(t *testing.T) {
	f := newFixture(t)
	r, err := f.CreateRBACRole(f.owner, service.NewEntry{Pool: pool, Name: "sailor"})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{f.group("one", f.ada.ID), f.group("two", f.ada.ID)} {
		if _, err := f.AddRolesToGroup(f.owner, id, r.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.AssignRBACRole(f.owner, pool, r.ID, f.ada.ID); err != nil {
		t.Fatal(err)
	}
	mine := f.token()
	roles, err := f.UserRoles(mine, f.ada.ID)
	if err != nil || len(roles) != 1 {
		t.Errorf("%+v, %v", roles, err)
	}
	groups, err := f.UserGroups(mine, f.ada.ID)
	if !slices.Equal(names(groups), []string{"one", "two"}) || err != nil {
		t.Errorf("%v, %v", names(groups), err)
	}
	_, err = f.UserRoles(mine, f.bob.ID)
	wantCode(t, err, 2202)
	_, err = f.AssignRBACRole(f.owner, "other", r.ID, f.ada.ID)
	wantCode(t, err, 1001)
}
