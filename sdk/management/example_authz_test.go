package management_test

import (
	"context"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/management"
)

// A user has the permissions of their own roles, and of the roles of their groups.
func ExampleAuthz() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	group, err := client.Authz.CreateGroup(ctx, management.AuthzCreateGroupInput{Name: "editors"})
	if err != nil {
		log.Fatal(err)
	}
	role, err := client.Authz.CreateRole(ctx, management.AuthzCreateRoleInput{Name: "editor"})
	if err != nil {
		log.Fatal(err)
	}
	permission, err := client.Authz.CreatePermission(ctx, management.AuthzCreatePermissionInput{Name: "book:write"})
	if err != nil {
		log.Fatal(err)
	}

	if _, err := client.Authz.AddPermissionToRole(ctx, management.AuthzAddPermissionToRoleInput{PermissionID: permission.ID, RoleID: role.ID}); err != nil {
		log.Fatal(err)
	}
	if _, err := client.Authz.AddRoleToGroup(ctx, management.AuthzAddRoleToGroupInput{RoleID: role.ID, GroupID: group.ID}); err != nil {
		log.Fatal(err)
	}
	group, err = client.Authz.AddUserToGroup(ctx, management.AuthzAddUserToGroupInput{
		UserID: "5e85aded9cc18e4cc67e780a", GroupID: group.ID, FetchUsers: new(true),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(group.Users.List[0].Email, "is in", group.Name)

	allowed, err := client.UserPermissionList(ctx, "5e85aded9cc18e4cc67e780a")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(allowed.RawList)
	// Output:
	// ada@example.com is in editors
	// [book:write]
}

// Lists come in pages, the first of which is 0, and as iterators over all of them.
func ExampleAuthz_AllGroups() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	for _, name := range []string{"editors", "authors", "readers"} {
		if _, err := client.Authz.CreateGroup(ctx, management.AuthzCreateGroupInput{Name: name}); err != nil {
			log.Fatal(err)
		}
	}
	for group, err := range client.Authz.AllGroups(ctx, management.AuthzGroupListInput{SortBy: authing.SortByCreatedAtAsc}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(group.Name)
	}
	// Output:
	// editors
	// authors
	// readers
}

// An organisation is a tree of groups.
func ExampleOrg() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	groups := make(map[string]string) // IDs by name
	for _, name := range []string{"company", "development", "testing", "sales"} {
		group, err := client.Authz.CreateGroup(ctx, management.AuthzCreateGroupInput{Name: name})
		if err != nil {
			log.Fatal(err)
		}
		groups[name] = group.ID
	}

	org, err := client.Org.Create(ctx, groups["company"])
	if err != nil {
		log.Fatal(err)
	}
	for _, node := range [][2]string{{"development", "company"}, {"sales", "company"}, {"testing", "development"}} {
		org, err = client.Org.AddNode(ctx, management.OrgAddNodeInput{
			OrgID: org.ID, GroupID: groups[node[0]], ParentGroupID: groups[node[1]],
		})
		if err != nil {
			log.Fatal(err)
		}
	}

	tree, err := org.Tree()
	if err != nil {
		log.Fatal(err)
	}
	for depth, node := range tree.All() {
		fmt.Println(depth, node.Name)
	}
	// Output:
	// 0 company
	// 1 development
	// 2 testing
	// 1 sales
}

// Rules are JavaScript that the service runs when people register or sign in; what
// they need to know is kept in their environment.
func ExamplePipeline() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	rule, err := client.Pipeline.CreateRule(ctx, management.PipelineCreateRuleInput{
		Name: "notify", Type: "POST_REGISTER",
		Code: `async function pipe(user, context, callback) {
  await axios.post(env.WEBHOOK, { text: user.email })
  callback(null, user, context)
}`,
	})
	if err != nil {
		log.Fatal(err)
	}
	env, err := client.Pipeline.SetEnv(ctx, management.PipelineSetEnvInput{Key: "WEBHOOK", Value: "https://example.com/hook"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rule.Name, rule.Enabled, env.List[0].Key, env.List[0].Value) // the value may be a secret

	rule, err = client.Pipeline.UpdateRule(ctx, management.PipelineUpdateRuleInput{ID: rule.ID, Enabled: new(false)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rule.Name, rule.Enabled)
	// Output:
	// notify true WEBHOOK [redacted]
	// notify false
}
