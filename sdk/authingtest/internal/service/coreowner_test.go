package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// codes gives the codes of roles.
func codes(roles []service.CoreRole) []string {
	var all []string
	for _, r := range roles {
		all = append(all, r.Namespace+"/"+r.Code)
	}
	return all
}

// TestCoreRolesAreTheClassicOnes has roles and groups made by either API in both.
func TestCoreRolesAreTheClassicOnes(t *testing.T) {
	f := newFixture(t)
	owner := f.byOwner()
	classic, err := f.CreateRBACRole(f.owner, service.NewEntry{Name: "sailor"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := f.CoreRole(owner, "", classic.ID); err != nil || r.Namespace != "default" || r.ID != classic.ID {
		t.Errorf("%+v, %v", r, err)
	}
	captain, err := f.CreateCoreRole(owner, service.NewCoreRole{Code: "captain", Description: "steers"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := f.RBACRole(f.owner, captain.ID); err != nil || r.Name != "captain" || r.Description != "steers" {
		t.Errorf("%+v, %v", r, err)
	}
	mate, err := f.CreateCoreRole(owner, service.NewCoreRole{Namespace: "ship", Code: "captain"})
	if err != nil || mate.NamespaceNumber != 2 {
		t.Fatalf("%+v, %v", mate, err)
	}
	_, err = f.CreateCoreRole(owner, service.NewCoreRole{Namespace: "ship", Code: "captain"})
	wantCode(t, err, authing.CodeParametersIncomplete)
	_, err = f.CreateCoreRole(owner, service.NewCoreRole{Namespace: "ship", Code: "boy", Parent: "nobody"})
	wantCode(t, err, authing.CodeRoleNotFound)
	boy, err := f.CreateCoreRole(owner, service.NewCoreRole{Namespace: "ship", Code: "boy", Parent: "captain"})
	if err != nil || boy.Parent == nil || *boy.ParentCode != "captain" {
		t.Fatalf("%+v, %v", boy, err)
	}
	if _, err := f.UpdateCoreRole(owner, service.CorePatch{Namespace: "ship", Code: "captain", NewCode: new("mate")}); err != nil {
		t.Fatal(err)
	}
	if boy, err := f.CoreRole(owner, "ship", "boy"); err != nil || *boy.ParentCode != "mate" {
		t.Errorf("the role above has another code: %+v, %v", boy, err)
	}

	if _, err := f.CreateCoreGroup(owner, service.CoreGroup{Code: "crew", Name: "Crew"}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, f.ChangeCoreGroup(owner, "crew", []string{f.ada.ID}, true), 0)
	wantCode(t, f.ChangeCoreGroup(owner, "crew", []string{"nobody"}, true), authing.CodeUserNotFound)
	wantCode(t, f.ChangeCoreGroup(owner, "none", []string{f.ada.ID}, true), authing.CodeGroupNotFound)
	wantCode(t, f.GiveRoles(owner, service.Giving{Roles: []string{"captain"}, Users: []string{f.ada.ID, f.bob.ID}}), 0)
	wantCode(t, f.GiveRoles(owner, service.Giving{Namespace: "ship", Roles: []string{"boy"}, Groups: []string{"crew"}}), 0)
	wantCode(t, f.GiveRoles(owner, service.Giving{Roles: []string{"boy"}, Users: []string{f.ada.ID}}), authing.CodeRoleNotFound)
	wantCode(t, f.GiveRoles(owner, service.Giving{Roles: []string{"captain"}}), authing.CodeParametersIncomplete)
	ada := f.coreIn("ada")
	for namespace, want := range map[string][]string{
		"": {"default/captain", "ship/boy"}, "ship": {"ship/boy"}, "none": nil,
	} {
		roles, err := f.CoreUserRoles(ada, "", namespace)
		if diff := cmp.Diff(want, codes(roles)); err != nil || diff != "" {
			t.Errorf("roles in %q: %v (-want +got):\n%s", namespace, err, diff)
		}
	}
	_, err = f.CoreUserRoles(ada, f.bob.ID, "")
	wantCode(t, err, authing.CodeOwnedByAnotherUser)
	if users, err := f.CoreRoleUsers(owner, "", "captain", service.Cut{}); err != nil || users.Total != 2 {
		t.Errorf("%+v, %v", users, err)
	}
	wantCode(t, f.TakeRoles(owner, service.Giving{Roles: []string{"captain"}, Users: []string{f.ada.ID}}), 0)
	wantCode(t, f.DeleteCoreRoles(owner, "ship", []string{"boy", "none"}), authing.CodeRoleNotFound)
	wantCode(t, f.DeleteCoreRoles(owner, "ship", []string{"boy"}), 0)
	if roles, err := f.CoreUserRoles(ada, "", ""); err != nil || len(roles) != 0 {
		t.Errorf("%v, %v", codes(roles), err)
	}
	if _, err := f.UpdateCoreGroup(owner, service.CorePatch{Code: "crew", NewCode: new("all hands"), Description: new("everybody")}); err != nil {
		t.Fatal(err)
	}
	if groups, err := f.CoreGroups(owner, f.ada.ID, service.Cut{}); err != nil || groups.Total != 1 || groups.List[0].Code != "all hands" {
		t.Errorf("%+v, %v", groups, err)
	}
	wantCode(t, f.DeleteCoreGroups(owner, []string{"all hands"}), 0)
	_, err = f.CoreGroup(owner, "all hands")
	wantCode(t, err, authing.CodeGroupNotFound)
	_, err = f.CoreGroups(ada, "", service.Cut{})
	wantCode(t, err, authing.CodeNotAllowed)
}

func TestPolicies(t *testing.T) {
	f := newFixture(t)
	owner, ada := f.byOwner(), f.coreIn("ada")
	for _, policy := range []service.Policy{
		{Code: "reader", Resources: []service.Resource{{Code: "book:*", Type: "DATA", Actions: []string{"book:read"}}, {Code: "shelf", Type: "MENU"}}},
		{Code: "caller", Namespace: "shop", Resources: []service.Resource{{Code: "orders", Type: "API", API: "/orders"}}},
	} {
		if err := f.AddPolicy(pool, policy); err != nil {
			t.Fatal(err)
		}
	}
	if f.AddPolicy(pool, service.Policy{Code: "reader"}) == nil {
		t.Error("a policy is there twice")
	}
	for _, err := range []error{
		second(f.CreateCoreRole(owner, service.NewCoreRole{Code: "sailor"})),
		second(f.CreateCoreGroup(owner, service.CoreGroup{Code: "crew", Name: "Crew"})),
		f.GiveRoles(owner, service.Giving{Roles: []string{"sailor"}, Groups: []string{"crew"}}),
		f.ChangeCoreGroup(owner, "crew", []string{f.ada.ID}, true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	give := func(kind, target, namespace string, policies ...string) error {
		return f.AddAssignments(owner, service.NewAssignments{Policies: policies, TargetType: kind, Targets: []string{target}, Namespace: namespace})
	}
	wantCode(t, give("ROLE", "none", "", "reader"), authing.CodeRoleNotFound)
	wantCode(t, give("ROLE", "sailor", "", "none"), authing.CodePermissionNotFound)
	wantCode(t, give("AK_SK", "sailor", "", "reader"), authing.CodeParametersIncomplete)
	wantCode(t, give("ROLE", "sailor", ""), authing.CodeParametersIncomplete)
	wantCode(t, give("USER", "sailor", "", "reader"), 0) // as a published client says it
	wantCode(t, give("ROLE", "sailor", "", "reader"), 0)
	wantCode(t, give("USER", f.ada.ID, "shop", "caller"), 0)
	page, err := f.Assignments(owner, service.Assignment{TargetType: "ROLE", Target: "sailor"}, 1, 10)
	if err != nil || page.Total != 1 || page.List[0].Policy != "reader" {
		t.Errorf("%+v, %v", page, err)
	}
	names := func(found []service.Resource, err error) []string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		all := []string{}
		for _, r := range found {
			all = append(all, r.Code)
		}
		return all
	}
	for _, test := range []struct {
		name      string
		got, want []string
	}{
		{"all of Ada's", names(f.UserResources(ada, "", "", "")), []string{"book:*", "shelf", "orders"}},
		{"of the pool", names(f.UserResources(ada, "", "default", "")), []string{"book:*", "shelf"}},
		{"menus", names(f.UserResources(ada, "", "default", "MENU")), []string{"shelf"}},
		{"Bob's", names(f.UserResources(owner, f.bob.ID, "", "")), []string{}},
		{"the group's", names(f.CoreGroupResources(owner, "crew", "default", "")), []string{"book:*", "shelf"}},
		{"the role's", names(f.CoreRoleResources(owner, "", "sailor", "DATA")), []string{"book:*"}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	if _, err := f.UpdateCoreRole(owner, service.CorePatch{Code: "sailor", NewCode: new("mate")}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"book:*", "shelf"}, names(f.UserResources(ada, "", "default", ""))); diff != "" {
		t.Errorf("the role has another code (-want +got):\n%s", diff)
	}
	err = f.RemoveAssignments(owner, service.NewAssignments{Policies: []string{"reader"}, TargetType: "ROLE", Targets: []string{"mate"}})
	wantCode(t, err, 0)
	if diff := cmp.Diff([]string{"orders"}, names(f.UserResources(ada, "", "", ""))); diff != "" {
		t.Errorf("the policy was taken away (-want +got):\n%s", diff)
	}
}

// second gives the error of a call.
func second[T any](_ T, err error) error { return err }

func TestUserDefinedFields(t *testing.T) {
	f := newFixture(t)
	owner, ada := f.byOwner(), f.coreIn("ada")
	for key, kind := range map[string]string{
		"text": "STRING", "number": "NUMBER", "time": "DATETIME", "flag": "BOOLEAN", "object": "OBJECT", "choice": "SELECT",
	} {
		_, err := f.SetUDF(owner, service.UDFDefinition{TargetType: "USER", Key: key, DataType: kind, Label: key, Options: `[{"value": "a", "label": "A"}]`})
		wantCode(t, err, 0)
	}
	_, err := f.SetUDF(ada, service.UDFDefinition{TargetType: "USER", Key: "k", DataType: "STRING"})
	wantCode(t, err, authing.CodeNotAllowed)
	for _, test := range []struct {
		key, value, kept string // kept is "" for what is refused
	}{
		{"text", `"a"`, `"a"`}, {"text", `5`, ""}, {"text", `a`, ""},
		{"number", `5.5`, `5.5`}, {"number", `"5"`, ""},
		{"time", `1583064000000`, `1583064000000`}, {"time", `"2020-03-01T12:00:00.000Z"`, `1583064000000`}, {"time", `"today"`, ""},
		{"flag", `true`, `true`}, {"flag", `"true"`, ""},
		{"object", `{"a":[1]}`, `{"a":[1]}`}, {"object", `[1]`, ""}, {"object", `null`, ""},
		{"choice", `"a"`, `"a"`}, {"choice", `"b"`, ""},
		{"none", `"a"`, ""},
	} {
		err := f.SetUDFValues(ada, "USER", service.UDFChange{Target: f.ada.ID, Key: test.key, Value: test.value})
		if test.kept == "" {
			wantCode(t, err, authing.CodeParametersIncomplete)
			continue
		}
		wantCode(t, err, 0)
		values, err := f.UDFValues(ada, "USER", f.ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			if v.Key == test.key && v.Value != test.kept {
				t.Errorf("%s: %s is kept as %s, not as %s", test.key, test.value, v.Value, test.kept)
			}
		}
	}
	if p, err := f.CorePerson(ada, ""); err != nil || len(p.CustomData) != 6 {
		t.Errorf("%+v, %v", p, err)
	}
	some := func(keys ...string) error {
		var changes []service.UDFChange
		for _, key := range keys {
			changes = append(changes, service.UDFChange{Target: f.bob.ID, Key: key, Value: `"b"`})
		}
		return f.SetUDFValues(owner, "USER", changes...)
	}
	wantCode(t, some("text", "none"), authing.CodeParametersIncomplete)
	if values, err := f.UDFValues(owner, "USER", f.bob.ID); err != nil || len(values) != 0 {
		t.Errorf("half of a change was made: %v, %v", values, err)
	}
	_, err = f.UDFValues(ada, "USER", f.bob.ID)
	wantCode(t, err, authing.CodeOwnedByAnotherUser)
	_, err = f.UDFValues(ada, "ROLE", "x")
	wantCode(t, err, authing.CodeNotAllowed)
	wantCode(t, f.RemoveUDFValue(ada, "USER", f.ada.ID, "text"), 0)
	wantCode(t, f.RemoveUDF(owner, "USER", "flag"), 0)
	wantCode(t, f.RemoveUDF(owner, "USER", "flag"), authing.CodeParametersIncomplete)
	if values, err := f.UDFValues(ada, "USER", f.ada.ID); err != nil || len(values) != 4 {
		t.Errorf("%v, %v", values, err)
	}
	// A field that is defined anew begins without values.
	_, err = f.SetUDF(owner, service.UDFDefinition{TargetType: "USER", Key: "flag", DataType: "BOOLEAN"})
	wantCode(t, err, 0)
	if values, err := f.UDFValues(ada, "USER", f.ada.ID); err != nil || len(values) != 4 {
		t.Errorf("%v, %v", values, err)
	}
}

func TestDepartments(t *testing.T) {
	f := newFixture(t)
	owner := f.byOwner()
	var ids []string
	for _, code := range []string{"company", "research", "lab", "sales"} {
		if _, err := f.CreateCoreGroup(owner, service.CoreGroup{Code: code, Name: code}); err != nil {
			t.Fatal(err)
		}
	}
	groups, err := f.RBACGroups(f.owner, pool, service.Cut{Order: service.OldestFirst})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups.List {
		ids = append(ids, g.ID)
	}
	org, err := f.CreateOrg(f.owner, pool, ids[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if _, err := f.AddOrgNode(f.owner, org.ID, ids[i+1], ids[i]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.AddOrgNode(f.owner, org.ID, ids[3], ids[0]); err != nil {
		t.Fatal(err)
	}
	wantCode(t, f.ChangeCoreGroup(owner, "lab", []string{f.ada.ID}, true), 0)
	ada := f.coreIn("ada")
	places, err := f.UserPlaces(ada, "")
	if err != nil || len(places) != 1 || len(places[0]) != 3 {
		t.Fatalf("%+v, %v", places, err)
	}
	lab := places[0][2]
	if diff := cmp.Diff([]string{"company", "research", "lab"}, lab.CodePath); diff != "" || lab.Root || lab.Depth != 2 || !places[0][0].Root {
		t.Errorf("the way down (-want +got):\n%s", diff)
	}
	for _, test := range []struct {
		at   service.SearchedPlace
		want int
	}{{service.SearchedPlace{ID: ids[0]}, 0}, {service.SearchedPlace{ID: ids[0], Below: true}, 1}, {service.SearchedPlace{ID: ids[2]}, 1}, {service.SearchedPlace{ID: ids[3], Below: true}, 0}} {
		users, err := f.DepartmentUsers(owner, test.at, service.Cut{})
		if err != nil || users.Total != test.want {
			t.Errorf("%+v: %+v, %v", test.at, users, err)
		}
		found, err := f.CoreSearchUsers(owner, service.CoreSearch{Query: "ada", Departments: []service.SearchedPlace{test.at}})
		if err != nil || found.Total != test.want {
			t.Errorf("searching %+v: %+v, %v", test.at, found, err)
		}
	}
	outside, err := f.CorePeople(owner, service.Cut{}, true)
	if err != nil || outside.Total != 1 || outside.List[0].ID != f.bob.ID {
		t.Errorf("%+v, %v", outside, err)
	}
	wantCode(t, f.DeleteCoreGroups(owner, []string{"lab"}), authing.CodeParametersIncomplete)
}

func TestCoreUsers(t *testing.T) {
	f := newFixture(t)
	owner := f.byOwner()
	create := func(u service.CoreUser) error { return second(f.CreateCoreUser(owner, u)) }
	eve := service.CoreUser{
		User: service.User{Email: "eve@example.com", Phone: "13100000002"}, More: service.More{ExternalID: new("e-1")},
		Identity: &service.Binding{Type: "github", UnionID: "g-1", OpenID: "o"},
	}
	wantCode(t, create(eve), 0)
	for name, test := range map[string]struct {
		in   service.CoreUser
		want authing.Code
	}{
		"twice":                {service.CoreUser{User: service.User{Email: "eve@example.com"}}, 2026},
		"an ID of Eve":         {service.CoreUser{User: service.User{Username: "x"}, More: service.More{ExternalID: new("e-1")}}, 2026},
		"an account of Eve":    {service.CoreUser{Identity: &service.Binding{Type: "github", UnionID: "g-1"}}, 2026},
		"nothing":              {service.CoreUser{}, 2231},
		"a malformed address":  {service.CoreUser{User: service.User{Email: "x"}}, 2003},
		"a short password":     {service.CoreUser{User: service.User{Username: "x"}, Password: f.seal("short")}, 2029},
		"a field that is none": {service.CoreUser{User: service.User{Username: "x"}, Values: []service.UDFChange{{Key: "k", Value: "1"}}}, 2231},
	} {
		t.Run(name, func(t *testing.T) { wantCode(t, create(test.in), test.want) })
	}
	for _, in := range []service.CoreFind{
		{Email: "EVE@example.com"}, {Phone: "13100000002"}, {ExternalID: "e-1"}, {UserIDInIDP: "g-1", Provider: "github"},
	} {
		p, err := f.CoreFindUser(owner, in)
		if err != nil || p == nil || *p.Email != "eve@example.com" || len(p.Identities) != 1 {
			t.Errorf("%+v: %+v, %v", in, p, err)
		}
		if exists, err := f.CoreExists(nobody, in); err != nil || !exists {
			t.Errorf("%+v: %t, %v", in, exists, err)
		}
	}
	if p, err := f.CoreFindUser(owner, service.CoreFind{UserIDInIDP: "g-1", Provider: "qq"}); p != nil || err != nil {
		t.Errorf("%+v, %v", p, err)
	}
	_, err := f.CoreFindUser(owner, service.CoreFind{})
	wantCode(t, err, authing.CodeParametersIncomplete)
	for kind, ids := range map[string][]string{"": {f.ada.ID}, "id": {f.ada.ID, "none"}, "username": {"ada"}, "externalId": {"e-1"}, "phone": {"13100000001"}} {
		found, err := f.BatchUsers(owner, ids, kind)
		if err != nil || len(found) != 1 {
			t.Errorf("%q: %v, %v", kind, found, err)
		}
	}
	_, err = f.BatchUsers(owner, []string{"x"}, "shoe")
	wantCode(t, err, authing.CodeParametersIncomplete)
	_, err = f.BatchUsers(owner, make([]string, 81), "id")
	wantCode(t, err, authing.CodeTooManyUsers)
	change := func(in service.Update) error {
		in.ID = f.bob.ID
		return second(f.CoreUpdateUser(owner, service.CoreUpdate{Update: in, More: service.More{City: new("Utrecht")}}))
	}
	wantCode(t, change(service.Update{Email: new("EVE@example.com")}), authing.CodeBoundToAnotherUser)
	wantCode(t, change(service.Update{Email: new("x")}), authing.CodeInvalidEmail)
	wantCode(t, change(service.Update{Username: new("ada")}), authing.CodeUsernameTaken)
	wantCode(t, change(service.Update{Email: new("bob@example.com"), Password: new(f.seal(password))}), 0)
	if p, err := f.CorePerson(f.coreIn("bob@example.com"), ""); err != nil || *p.City != "Utrecht" {
		t.Errorf("%+v, %v", p, err)
	}
	newest, err := f.CorePeople(owner, service.Cut{Count: 1}, false)
	if err != nil || newest.Total != 3 || *newest.List[0].Email != "eve@example.com" {
		t.Errorf("%+v, %v", newest, err)
	}
	wantCode(t, f.DeleteCoreUsers(owner, []string{f.bob.ID, "none"}), authing.CodeUserToDeleteNotFound)
	wantCode(t, f.DeleteCoreUsers(owner, []string{f.bob.ID}), 0)
	_, err = f.CorePerson(owner, f.bob.ID)
	wantCode(t, err, authing.CodeUserNotFound)
	_, err = f.CorePeople(f.coreIn("ada"), service.Cut{}, false)
	wantCode(t, err, authing.CodeNotAllowed)
}

func TestMyApps(t *testing.T) {
	f := newFixture(t)
	for _, app := range []service.App{{Name: "mail", Protocol: service.OIDC}, {Name: "closed", Protocol: service.OIDC, Denied: []string{f.ada.ID}}} {
		if _, err := f.AddApp(pool, app); err != nil {
			t.Fatal(err)
		}
	}
	page, err := f.MyApps(f.coreIn("ada"), 1, 10)
	if err != nil || page.Total != 2 || page.List[1].Name != "mail" || page.List[0].CreatedAt == nil {
		t.Errorf("%+v, %v", page, err)
	}
	_, err = f.MyApps(nobody, 1, 10)
	wantCode(t, err, authing.CodeNotSignedIn)
}
