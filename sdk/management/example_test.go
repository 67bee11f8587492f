package management_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/management"
)

// newExample starts a service in a box with two people in it, and makes a client of it.
func newExample() (*management.Client, *authingtest.Server) {
	box, err := authingtest.New(authingtest.WithUsers(
		authingtest.User{ID: "5e85aded9cc18e4cc67e780a", Email: "ada@example.com", Password: "a-password"},
		authingtest.User{ID: "5e85aded9cc18e4cc67e780b", Email: "grace@example.com", Password: "a-password"},
	))
	if err != nil {
		log.Fatal(err)
	}
	client, err := management.New(box.PoolID, management.WithSecret(box.Secret),
		management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		log.Fatal(err)
	}
	return client, box
}

// For the public service, the pool's ID and secret are all that is needed. The client
// sends nothing until it is used.
func ExampleNew() {
	client, err := management.New("5e85aded9cc18e4cc67e7800", management.WithSecret("POOL_SECRET"))
	fmt.Println(client != nil, err)

	_, err = management.New("5e85aded9cc18e4cc67e7800")
	fmt.Println(err)
	// Output:
	// true <nil>
	// authing: New: the pool's secret or a manager's token is required
}

func ExampleClient_All() {
	client, box := newExample()
	defer box.Close()

	for user, err := range client.All(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.Email)
	}
	// Output:
	// ada@example.com
	// grace@example.com
}

func ExampleClient_Register() {
	client, box := newExample()
	defer box.Close()

	user, err := client.Register(context.Background(), management.RegisterInput{
		Email: "edsger@example.com", Password: "a-password", Nickname: "Edsger",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, user.Email)
	// Output: Edsger edsger@example.com
}

func ExampleClient_List() {
	client, box := newExample()
	defer box.Close()

	page, err := client.List(context.Background(), management.ListInput{Page: 2, Count: 1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.List[0].Email, "of", page.TotalCount, "users")
	// Output: grace@example.com of 2 users
}

func ExampleClient_Remove() {
	client, box := newExample()
	defer box.Close()

	removed, err := client.Remove(context.Background(), management.RemoveInput{IDs: []string{"5e85aded9cc18e4cc67e780a"}})
	fmt.Println(removed, err)
	// Output: [5e85aded9cc18e4cc67e780a] <nil>
}

// A sign-in on this client hands the user back and changes nothing about the client:
// the token in the answer is for the person's own program.
func ExampleClient_Login() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	ada, err := client.Login(ctx, management.LoginInput{Email: "ada@example.com", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ada.Email, ada.Token)

	grace, err := client.User(ctx, "5e85aded9cc18e4cc67e780b") // still the owner, who may read anybody
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(grace.Email)
	// Output:
	// ada@example.com [redacted]
	// grace@example.com
}

// What the service refuses has a code, which is an error value of its own.
func Example_errors() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	_, err := client.Register(ctx, management.RegisterInput{Email: "ada@example.com", Password: "a-password"})
	if errors.Is(err, authing.CodeUserExists) {
		fmt.Println("refused:", err)
	}
	if refused, ok := errors.AsType[*authing.Error](err); ok {
		fmt.Println("the code:", int(refused.Code), refused.Code.Meaning())
	}

	// What is wrong with a call is found before anything is sent.
	_, err = client.Register(ctx, management.RegisterInput{Email: "ada@example.com"})
	if mistake, ok := errors.AsType[*authing.InputError](err); ok {
		fmt.Println("a mistake:", mistake)
	}
	// Output:
	// refused: authing: Register: user exists already (code 2026)
	// the code: 2026 user exists already
	// a mistake: authing: Register: Email and Password, Phone and PhoneCode, or UnionID is required
}
