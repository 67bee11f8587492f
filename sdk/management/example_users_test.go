package management_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/management"
)

// The pool keeps data of its own with a user.
func ExampleClient_SetMetadata() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	kept, err := client.SetMetadata(ctx, management.SetMetadataInput{UserID: "5e85aded9cc18e4cc67e780a", Key: "plan", Value: "gold"})
	if err != nil {
		log.Fatal(err)
	}
	for _, value := range kept.List {
		fmt.Println(value.Key, value.Value)
	}
	left, err := client.RemoveMetadata(ctx, management.RemoveMetadataInput{UserID: "5e85aded9cc18e4cc67e780a", Key: "plan"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(left.TotalCount)
	// Output:
	// plan gold
	// 0
}

// Once the second factor is on, signing in with a password alone is refused.
func ExampleClient_ChangeMFA() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	factor, err := client.ChangeMFA(ctx, management.ChangeMFAInput{UserID: "5e85aded9cc18e4cc67e780a", Enable: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(factor.Enable, factor.ShareKey) // the key is for the user's authenticator

	_, err = client.Login(ctx, management.LoginInput{Email: "ada@example.com", Password: "a-password"})
	fmt.Println(errors.Is(err, authing.CodeMFARequired))

	code, err := box.OneTimePassword("5e85aded9cc18e4cc67e780a") // what the authenticator shows
	if err != nil {
		log.Fatal(err)
	}
	ada, err := client.Login(ctx, management.LoginInput{Email: "ada@example.com", Password: "a-password", MFACode: code})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ada.Email)
	// Output:
	// true [redacted]
	// true
	// ada@example.com
}

// An account at a social login belongs to one user at most.
func ExampleClient_BindOAuth() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	account := management.BindOAuthInput{
		UserID: "5e85aded9cc18e4cc67e780a", Type: "github", UnionID: "github|583231", UserInfo: `{"login":"ada"}`,
	}
	bound, err := client.BindOAuth(ctx, account)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(bound.Type, bound.UnionID)

	account.UserID = "5e85aded9cc18e4cc67e780b"
	_, err = client.BindOAuth(ctx, account)
	fmt.Println(errors.Is(err, authing.CodeSocialAccountTaken))
	// Output:
	// github github|583231
	// true
}

// Roles of the older kind say what they allow in a text of the pool's own.
func ExampleClient_CreateRole() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	role, err := client.CreateRole(ctx, management.CreateRoleInput{Name: "editor", Descriptions: "Who edits"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.UpdateRolePermissions(ctx, management.UpdateRolePermissionsInput{
		RoleID: role.ID, Name: role.Name, Permissions: `["book:write"]`,
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.AssignUserToRole(ctx, management.AssignUserToRoleInput{UserID: "5e85aded9cc18e4cc67e780a", RoleID: role.ID})
	if err != nil {
		log.Fatal(err)
	}
	held, err := client.QueryPermissions(ctx, "5e85aded9cc18e4cc67e780a")
	if err != nil {
		log.Fatal(err)
	}
	for _, fact := range held.List {
		fmt.Printf("%s %q\n", fact.Group.Name, fact.Group.Permissions)
	}
	// Output:
	// default ""
	// editor "[\"book:write\"]"
}

func ExampleClient_Search() {
	client, box := newExample()
	defer box.Close()

	page, err := client.Search(context.Background(), management.SearchInput{Value: "grace"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.List[0].Email)
	// Output: 1 grace@example.com
}
