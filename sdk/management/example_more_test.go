package management_test

import (
	"context"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/management"
)

// A backend asks what the token of a request is worth. One that is not good is an answer,
// not an error.
func ExampleClient_CheckLoginStatus() {
	client, box := newExample()
	defer box.Close()
	token, err := box.UserToken("5e85aded9cc18e4cc67e780a") // from the request
	if err != nil {
		log.Fatal(err)
	}

	for _, token := range []authing.Secret{token, "a guess"} {
		status, err := client.CheckLoginStatus(context.Background(), token)
		if err != nil {
			log.Fatal(err)
		}
		if !status.Status {
			fmt.Println("not signed in:", status.Code == authing.CodeSessionInvalid)
			continue
		}
		fmt.Println("signed in:", status.Token.Data.Email)
	}
	// Output:
	// signed in: ada@example.com
	// not signed in: true
}

func ExampleClient_DecodeToken() {
	client, box := newExample()
	defer box.Close()
	token, err := box.UserToken("5e85aded9cc18e4cc67e780a") // from the request
	if err != nil {
		log.Fatal(err)
	}

	decoded, err := client.DecodeToken(context.Background(), token)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(decoded.Status.Status, decoded.Data.Email)
	// Output: true ada@example.com
}

// The owner takes back what any user has let an application see.
func ExampleClient_RevokeAuthedApp() {
	client, box := newExample()
	defer box.Close()
	app, err := box.AddOAuthApp(authingtest.App{Name: "calendar"})
	if err != nil {
		log.Fatal(err)
	}
	if err := box.AddAuthorizedApp("5e85aded9cc18e4cc67e780a", app.ID, "profile"); err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	_, err = client.RevokeAuthedApp(ctx, management.RevokeAuthedAppInput{UserID: "5e85aded9cc18e4cc67e780a", AppID: app.ID})
	if err != nil {
		log.Fatal(err)
	}
	left, err := client.GetAuthedAppList(ctx, management.GetAuthedAppListInput{UserID: "5e85aded9cc18e4cc67e780a"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(left.TotalCount)
	// Output: 0
}

// Preflight says at the start of a program which host cannot be reached.
func ExampleClient_Preflight() {
	client, box := newExample()
	defer box.Close()

	fmt.Println(client.Preflight(context.Background(), management.PreflightInput{}))
	// Output: <nil>
}

// Do sends what no method covers, with the owner's token.
func ExampleClient_Do() {
	client, box := newExample()
	defer box.Close()

	var data struct {
		Users struct{ TotalCount int }
	}
	query := `query ($pool: String!) { users(registerInClient: $pool) { totalCount } }`
	if err := client.Do(context.Background(), query, map[string]any{"pool": box.PoolID}, &data); err != nil {
		log.Fatal(err)
	}
	fmt.Println(data.Users.TotalCount, "users")
	// Output: 2 users
}
