package management_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// newExample starts a service in a box, and makes a client of it that holds the pool's
// secret.
func newExample() (*management.Client, *authingtest.Server) {
	box, err := authingtest.New()
	if err != nil {
		log.Fatal(err)
	}
	client, err := management.New(box.PoolID, management.WithSecret(box.Secret), management.WithOrigin(box.URL))
	if err != nil {
		log.Fatal(err)
	}
	return client, box
}

func Example() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	for _, email := range []string{"ada@example.com", "grace@example.com"} {
		if _, err := client.Users.Create(ctx, management.UsersCreateInput{Email: email, Password: "a-password"}); err != nil {
			log.Fatal(err)
		}
	}
	for user, err := range client.Users.All(ctx, management.UsersListInput{SortBy: authing.SortByCreatedAtAsc}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.Email)
	}
	_, err := client.Users.Create(ctx, management.UsersCreateInput{Email: "ada@example.com"})
	fmt.Println(errors.Is(err, authing.CodeUserExists))
	// Output:
	// ada@example.com
	// grace@example.com
	// true
}

// A role belongs to a permission group, its namespace.
func ExampleRoles_AddUsers() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	ada, err := client.Users.Create(ctx, management.UsersCreateInput{Username: "ada"})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Roles.Create(ctx, management.RolesCreateInput{Code: "reader", Namespace: "library"}); err != nil {
		log.Fatal(err)
	}
	in := management.RolesAddUsersInput{Code: "reader", Namespace: "library", UserIDs: []string{ada.ID}}
	if _, err := client.Roles.AddUsers(ctx, in); err != nil {
		log.Fatal(err)
	}
	has, err := client.Users.HasRole(ctx, authing.UsersHasRoleInput{UserID: ada.ID, Code: "reader", Namespace: "library"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(has)
	// Output: true
}

// A group is known by its code.
func ExampleGroups_Create() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	group, err := client.Groups.Create(ctx, management.GroupsCreateInput{Code: "staff", Name: "Staff"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(group.Code, group.Name)
	_, err = client.Groups.Detail(ctx, "nothing")
	fmt.Println(errors.Is(err, authing.ErrNotFound))
	// Output:
	// staff Staff
	// true
}

// A pool may define fields of its own. Their values are JSON: of a Go value
// [authing.NewJSON] makes one.
func ExampleUsers_SetUDFValue() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	ada, err := client.Users.Create(ctx, management.UsersCreateInput{Username: "ada"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.UDF.Set(ctx, management.UDFSetInput{
		TargetType: authing.UDFTargetTypeUser, Key: "age", DataType: authing.UDFDataTypeNumber, Label: "Age",
	})
	if err != nil {
		log.Fatal(err)
	}
	values, err := client.Users.SetUDFValue(ctx, management.UsersSetUDFValueInput{
		UserID: ada.ID, Values: []management.UDFValueInput{{Key: "age", Value: "36"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, value := range values {
		var age int
		if err := value.Value.Decode(&age); err != nil {
			log.Fatal(err)
		}
		fmt.Println(value.Label, age)
	}
	// Output: Age 36
}
