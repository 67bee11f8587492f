package enduser_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// adaID is who is in the box of the examples.
const adaID = "5e85aded9cc18e4cc67e780a"

// newExample starts a service in a box with Ada in it, and makes a client of it.
func newExample() (*enduser.Client, *authingtest.Server) {
	box, err := authingtest.New(authingtest.WithUsers(authingtest.User{
		ID: adaID, Email: "ada@example.com", Password: "a-password", Nickname: "Ada", Company: "Analytical Engines",
	}))
	if err != nil {
		log.Fatal(err)
	}
	client, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		log.Fatal(err)
	}
	return client, box
}

// For the public service, the pool's ID is all that is needed. The client sends
// nothing until it is used.
func ExampleNew() {
	client, err := enduser.New("5e85aded9cc18e4cc67e7800", enduser.WithTimeout(5*time.Second))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.User(context.Background(), adaID)
	fmt.Println(errors.Is(err, authing.ErrNoSession), err)
	// Output: true authing: User: nobody is signed in: sign in first, or give the client a token
}

func ExampleClient_Login() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	_, err := client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "a guess"})
	switch {
	case errors.Is(err, authing.CodeWrongCredentials):
		fmt.Println("wrong email address or password")
	case errors.Is(err, authing.CodeMFARequired):
		fmt.Println("ask for the code of the authenticator")
	}

	user, err := client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	token, err := client.Token(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, "is signed in with the token", token)
	// Output:
	// wrong email address or password
	// Ada is signed in with the token [redacted]
}

// Nil leaves a field as it is, and a pointer to an empty value empties it.
func ExampleClient_Update() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	ada, err := client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	ada, err = client.Update(ctx, enduser.UpdateInput{ID: ada.ID, Nickname: new("Countess of Lovelace"), Company: new("")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q %q %q\n", ada.Nickname, ada.Company, ada.Email)
	// Output: "Countess of Lovelace" "" "ada@example.com"
}

func ExampleClient_LoginByPhoneCode() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	if _, err := client.SendOneTimePhoneCode(ctx, "13100000000"); err != nil {
		log.Fatal(err)
	}
	code := box.LastSMS("13100000000") // the person types it
	user, err := client.LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{Phone: "13100000000", PhoneCode: code})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Phone, user.PhoneVerified)
	// Output: 13100000000 true
}

// A web server derives a client for each request's token.
func ExampleClient_WithToken() {
	client, box := newExample()
	defer box.Close()

	token, err := box.UserToken(adaID) // from the request's cookie, say
	if err != nil {
		log.Fatal(err)
	}
	derived := client.WithToken(token)
	user, err := derived.User(context.Background(), adaID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname)
	_, err = client.Token(context.Background())
	fmt.Println("nobody is signed in on the shared client:", errors.Is(err, authing.ErrNoSession))
	// Output:
	// Ada
	// nobody is signed in on the shared client: true
}

// ScanLogin signs in whoever scans the code with the mini program.
func ExampleClient_ScanLogin() {
	client, box := newExample()
	defer box.Close()

	user, err := client.ScanLogin(context.Background(), authing.ScanLoginInput{
		Show: func(code *authing.QRCode) error {
			fmt.Println("there is a picture to show:", code.URL != "")
			return box.ScanQR(code.Random, adaID) // a person with a phone does this
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname)
	// Output:
	// there is a picture to show: true
	// Ada
}
