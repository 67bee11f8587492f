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

// signedIn starts a service in a box and makes a client on which Ada is signed in.
func signedIn() (*enduser.Client, *authingtest.Server) {
	client, box := newExample()
	token, err := box.UserToken(adaID)
	if err != nil {
		log.Fatal(err)
	}
	return client.WithToken(token), box
}

// Wait shows a QR code and reports each step until the person is signed in, has said
// no or has taken too long.
func ExampleQRLogin_Wait() {
	client, box := newExample()
	defer box.Close()

	in := authing.QRLoginWaitInput{Interval: time.Millisecond}
	for step, err := range client.QRLogin.Wait(context.Background(), in) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(step.State)
		switch step.State {
		case authing.QRLoginShown: // show the picture at step.Code.URL; Ada scans it
			err = box.ScanQRLogin(step.Code.ID, adaID)
		case authing.QRLoginScanned: // she says yes
			err = box.ConfirmQRLogin(step.Code.ID)
		case authing.QRLoginSignedIn:
			fmt.Println(step.User.Nickname, step.User.Token)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// shown
	// scanned
	// signed in
	// Ada [redacted]
}

// The steps of a sign-in by QR code, one by one: a server may exchange the ticket.
func ExampleQRLogin() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	code, err := client.QRLogin.GeneCode(ctx, enduser.QRLoginGeneCodeInput{})
	if err != nil {
		log.Fatal(err)
	}
	if err := errors.Join(box.ScanQRLogin(code.ID, adaID), box.ConfirmQRLogin(code.ID)); err != nil {
		log.Fatal(err)
	}
	status, err := client.QRLogin.CheckCodeStatus(ctx, code.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Success, status.UserInfo.Nickname)
	user, err := client.QRLogin.ExchangeUserInfo(ctx, status.Ticket)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Email, user.Token)
	// Output:
	// true Ada
	// ada@example.com [redacted]
}

func ExampleClient_SetMetadata() {
	client, box := signedIn()
	defer box.Close()

	ctx := context.Background()
	if _, err := client.SetMetadata(ctx, enduser.SetMetadataInput{UserID: adaID, Key: "theme", Value: "dark"}); err != nil {
		log.Fatal(err)
	}
	kept, err := client.Metadata(ctx, adaID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(kept.List[0].Key, kept.List[0].Value)
	// Output: theme dark
}

// A person switches the second factor on, sets the authenticator up with the key, and
// types what it shows when signing in.
func ExampleClient_ChangeMFA() {
	client, box := signedIn()
	defer box.Close()

	ctx := context.Background()
	factor, err := client.ChangeMFA(ctx, enduser.ChangeMFAInput{UserID: adaID, Enable: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("the authenticator's key has", len(factor.ShareKey.Reveal()), "characters")

	_, err = client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "a-password"})
	fmt.Println("a code is asked for:", errors.Is(err, authing.CodeMFARequired))

	code, err := box.OneTimePassword(adaID) // what the authenticator shows
	if err != nil {
		log.Fatal(err)
	}
	user, err := client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "a-password", MFACode: code})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, "is signed in")
	// Output:
	// the authenticator's key has 32 characters
	// a code is asked for: true
	// Ada is signed in
}

// What is bound signs the person in from then on.
func ExampleClient_BindOAuth() {
	client, box := signedIn()
	defer box.Close()

	ctx := context.Background()
	if err := box.AddSocialProvider(authingtest.SocialProvider{Alias: "github", Name: "GitHub"}); err != nil {
		log.Fatal(err)
	}
	_, err := client.BindOAuth(ctx, enduser.BindOAuthInput{Type: "github", UnionID: "github|583231", UserInfo: `{"login":"ada"}`})
	if err != nil {
		log.Fatal(err)
	}
	logins, err := client.ReadUserOAuthList(ctx, enduser.ReadUserOAuthListInput{UserID: adaID})
	if err != nil {
		log.Fatal(err)
	}
	for _, login := range logins {
		fmt.Println(login.Name, login.Bound, login.UnionID)
	}
	user, err := client.Login(ctx, enduser.LoginInput{UnionID: "github|583231"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname)
	// Output:
	// GitHub true github|583231
	// Ada
}
