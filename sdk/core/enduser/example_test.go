package enduser_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
)

// newExample starts a service in a box with some people in it, and makes a client of it.
func newExample(people ...authingtest.User) (*enduser.Client, *authingtest.Server) {
	box, err := authingtest.New(authingtest.WithUsers(people...))
	if err != nil {
		log.Fatal(err)
	}
	client, err := enduser.New(box.PoolID, box.AppID, enduser.WithOrigin(box.URL))
	if err != nil {
		log.Fatal(err)
	}
	return client, box
}

// exampleAda is who is in the box of the examples.
var exampleAda = authingtest.User{Email: "ada@example.com", Phone: "13100000001", Password: "a-password", Nickname: "Ada", Company: "Analytical Engines"}

// For the public service the IDs of the pool and of the application are all that is
// needed. The client sends nothing until it is used.
func ExampleNew() {
	client, err := enduser.New("5e85aded9cc18e4cc67e7800", "5e85aded9cc18e4cc67e7801", enduser.WithLanguage(authing.LanguageEnglish))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.GetCurrentUser(context.Background())
	fmt.Println(errors.Is(err, authing.ErrNoSession))
	// Output: true
}

func ExampleClient_RegisterByEmail() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	_, err := client.RegisterByEmail(ctx, enduser.RegisterByEmailInput{
		Email: "grace@example.com", Password: "a-password", Profile: &enduser.RegisterProfile{Nickname: "Grace"},
	})
	if err != nil {
		log.Fatal(err)
	}
	// Registering has signed her in.
	user, err := client.GetCurrentUser(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, user.Email)
	// Output: Grace grace@example.com
}

func ExampleClient_LoginByAccount() {
	client, box := newExample(exampleAda)
	defer box.Close()

	ctx := context.Background()
	_, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "a guess"})
	fmt.Println(errors.Is(err, authing.CodeWrongCredentials))

	user, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "13100000001", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname)
	// Output:
	// true
	// Ada
}

// A sign-in that needs a second factor is refused with the token to go on with.
func ExampleMFA_VerifySMS() {
	client, box := newExample(exampleAda)
	defer box.Close()
	if err := box.SetAppMFA(box.AppID, true); err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	_, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "a-password"})
	required, ok := errors.AsType[*authing.MFARequiredError](err)
	if !ok {
		log.Fatal(err)
	}
	if _, err := client.SendSMS(ctx, enduser.SendSMSInput{Phone: required.Phone}); err != nil {
		log.Fatal(err)
	}
	code := box.LastSMS(required.Phone) // the person reads it from their phone
	user, err := client.MFA.VerifySMS(ctx, enduser.MFAVerifySMSInput{MFAToken: required.Token, Phone: required.Phone, Code: code})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, "is signed in")
	// Output: Ada is signed in
}

// Somebody whom the pool's owner created may have to set another password first.
func ExampleClient_ResetPasswordByFirstLoginToken() {
	ada := exampleAda
	ada.ResetPasswordOnFirstLogin = true
	client, box := newExample(ada)
	defer box.Close()

	ctx := context.Background()
	_, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "a-password"})
	first, ok := errors.AsType[*authing.FirstLoginError](err)
	if !ok {
		log.Fatal(err)
	}
	in := enduser.ResetPasswordByFirstLoginTokenInput{Token: first.Token, Password: "one of my own"}
	if _, err := client.ResetPasswordByFirstLoginToken(ctx, in); err != nil {
		log.Fatal(err)
	}
	user, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "one of my own"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, "is signed in")
	// Output: Ada is signed in
}

// A field that is nil stays as it is; a pointer to an empty value empties it.
func ExampleClient_UpdateProfile() {
	client, box := newExample(exampleAda)
	defer box.Close()

	ctx := context.Background()
	if _, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "a-password"}); err != nil {
		log.Fatal(err)
	}
	user, err := client.UpdateProfile(ctx, enduser.UpdateProfileInput{Nickname: new("Countess"), Company: new("")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q %q %q\n", user.Nickname, user.Company, user.Email)
	// Output: "Countess" "" "ada@example.com"
}

// A server that serves many people makes one client and derives one for each token.
func ExampleClient_WithToken() {
	client, box := newExample(exampleAda)
	defer box.Close()

	ctx := context.Background()
	user, err := client.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "ada@example.com", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	hers := client.WithToken(user.Token)
	if _, err := hers.Logout(ctx); err != nil {
		log.Fatal(err)
	}
	_, err = hers.Token(ctx)
	fmt.Println(errors.Is(err, authing.ErrNoSession))
	// Output: true
}

func ExampleClient_ComputePasswordSecurityLevel() {
	client, box := newExample()
	defer box.Close()

	for _, password := range []authing.Secret{"123456", "abc123", "abc12?"} {
		level, err := client.ComputePasswordSecurityLevel(context.Background(), password)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(level)
	}
	// Output:
	// low
	// medium
	// high
}
