package enduser_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// A sign-in to an OIDC application gives tokens, and with the scope offline_access one
// to renew them with.
func ExampleClient_LoginByOIDC() {
	client, box := newExample()
	defer box.Close()
	app, err := box.AddOIDCApp(authingtest.App{Name: "mail"})
	if err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	login, err := client.LoginByOIDC(ctx, enduser.LoginByOIDCInput{
		ClientID: app.ID, ClientSecret: app.Secret,
		Email: "ada@example.com", Password: "a-password", Scope: "openid profile offline_access",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(login.User.Nickname, login.Tokens.AccessToken)

	renew := enduser.RefreshOIDCTokenInput{
		ClientID: app.ID, ClientSecret: app.Secret, RefreshToken: login.Tokens.RefreshToken,
	}
	fresh, err := client.RefreshOIDCToken(ctx, renew)
	if err != nil {
		log.Fatal(err)
	}
	session, err := client.Token(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("the session goes on with the new token:", session == fresh.AccessToken)

	renew.RefreshToken = "a guess"
	_, err = client.RefreshOIDCToken(ctx, renew)
	fmt.Println("sign in anew:", errors.Is(err, authing.InvalidGrant))
	// Output:
	// Ada [redacted]
	// the session goes on with the new token: true
	// sign in anew: true
}

// One sign-in starts the session and gives the tokens of an OIDC application, which are
// renewed on their own.
func ExampleClient_SignIn() {
	client, box := newExample()
	defer box.Close()
	app, err := box.AddOIDCApp(authingtest.App{Name: "mail"})
	if err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	ada, err := client.SignIn(ctx, enduser.SignInInput{OIDCAppID: app.ID, Email: "ada@example.com", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ada.Nickname, ada.AccessToken)

	fresh, err := client.RefreshSignInToken(ctx, enduser.RefreshSignInTokenInput{OIDCAppID: app.ID, RefreshToken: ada.RefreshToken})
	if err != nil {
		log.Fatal(err)
	}
	session, err := client.Token(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("new tokens:", fresh.AccessToken != ada.AccessToken)
	fmt.Println("the session is as it was:", session == ada.Token)
	// Output:
	// Ada [redacted]
	// new tokens: true
	// the session is as it was: true
}

// A person sees which applications know them, and takes one back.
func ExampleClient_GetAuthedAppList() {
	client, box := signedIn()
	defer box.Close()
	app, err := box.AddOAuthApp(authingtest.App{Name: "calendar"})
	if err != nil {
		log.Fatal(err)
	}
	if err := box.AddAuthorizedApp(adaID, app.ID, "profile"); err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	apps, err := client.GetAuthedAppList(ctx, enduser.GetAuthedAppListInput{UserID: adaID})
	if err != nil {
		log.Fatal(err)
	}
	for _, app := range apps.OAuthApps {
		revoked, err := client.RevokeAuthedApp(ctx, enduser.RevokeAuthedAppInput{UserID: adaID, AppID: app.ClientID})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(app.Name, "no longer sees:", revoked.Scope)
	}
	// Output: calendar no longer sees: profile
}

// What a sign-in form wants to know before anybody is signed in.
func ExampleClient_GetUserPoolSettings() {
	client, box := newExample()
	defer box.Close()

	settings, err := client.GetUserPoolSettings(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("offer to register:", !settings.RegisterDisabled)
	// Output: offer to register: true
}

// Who has forgotten the password proves the email address with a code.
func ExampleClient_ChangePassword() {
	client, box := newExample()
	defer box.Close()

	ctx := context.Background()
	if _, err := client.SendResetPasswordEmail(ctx, "ada@example.com"); err != nil {
		log.Fatal(err)
	}
	code := box.LastEmail("ada@example.com") // the person types it
	_, err := client.ChangePassword(ctx, enduser.ChangePasswordInput{
		Email: "ada@example.com", Password: "a-new-password", VerifyCode: code,
	})
	if err != nil {
		log.Fatal(err)
	}
	user, err := client.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "a-new-password"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Nickname, "is signed in")
	// Output: Ada is signed in
}

// A code proves the new address, and another one the old address, unless the pool's
// settings do without.
func ExampleClient_UpdateEmail() {
	client, box := signedIn()
	defer box.Close()

	ctx := context.Background()
	for _, address := range []string{"countess@example.com", "ada@example.com"} {
		if _, err := client.SendChangeEmailVerifyCode(ctx, address); err != nil {
			log.Fatal(err)
		}
	}
	user, err := client.UpdateEmail(ctx, enduser.UpdateEmailInput{
		Email: "countess@example.com", EmailCode: box.LastEmail("countess@example.com"), // the person types both
		OldEmail: "ada@example.com", OldEmailCode: box.LastEmail("ada@example.com"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Email)
	// Output: countess@example.com
}

func ExampleClient_LoginByLDAP() {
	client, box := newExample()
	defer box.Close()
	if err := box.AddLDAPUser(authingtest.DirectoryUser{Username: "tesla", Password: "a-password"}); err != nil {
		log.Fatal(err)
	}

	user, err := client.LoginByLDAP(context.Background(), enduser.LoginByLDAPInput{Username: "tesla", Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Username, "is signed in")
	// Output: tesla is signed in
}

func ExampleClient_LoginByAD() {
	client, box := newExample()
	defer box.Close()
	err := box.AddADUser("CONNECTOR_ID", authingtest.DirectoryUser{Username: `corp\mary`, Password: "a-password"})
	if err != nil {
		log.Fatal(err)
	}

	user, err := client.LoginByAD(context.Background(), enduser.LoginByADInput{
		ADConnectorID: "CONNECTOR_ID", Username: `corp\mary`, Password: "a-password",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Username, "is signed in")
	// Output: corp\mary is signed in
}

// A picture is uploaded first, and its address then becomes part of the profile.
func ExampleClient_UploadAvatar() {
	client, box := signedIn()
	defer box.Close()

	ctx := context.Background()
	picture := strings.NewReader("\x89PNG\r\n\x1a\n...") // an open file, say
	address, err := client.UploadAvatar(ctx, authing.File{Name: "me.png", Content: picture})
	if err != nil {
		log.Fatal(err)
	}
	user, err := client.Update(ctx, enduser.UpdateInput{ID: adaID, Photo: &address})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("the profile shows the picture:", user.Photo == address)
	// Output: the profile shows the picture: true
}

// The browser is sent to the address, which asks nobody here.
func ExampleClient_SSOLogoutURL() {
	client, err := enduser.New("5e85aded9cc18e4cc67e7800")
	if err != nil {
		log.Fatal(err)
	}
	address, err := client.SSOLogoutURL(context.Background(), enduser.SSOLogoutURLInput{
		Domain: "my-app.authing.cn", AppID: "APP_ID", RedirectURI: "https://example.com/bye",
	})
	if err != nil {
		log.Fatal(err)
	}
	parsed, err := url.Parse(address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(parsed.Host, parsed.Path)
	fmt.Println(parsed.Query().Get("redirect_uri"))
	// Output:
	// my-app.authing.cn /login/profile/logout
	// https://example.com/bye
}

func ExampleClient_CASLogout() {
	client, box := newExample()
	defer box.Close()

	_, err := client.CASLogout(context.Background())
	fmt.Println(err)
	// Output: <nil>
}

// Preflight says at the start of a program which host cannot be reached.
func ExampleClient_Preflight() {
	client, box := newExample()

	ctx := context.Background()
	fmt.Println(client.Preflight(ctx, enduser.PreflightInput{CDN: true}))

	box.Close() // nobody is there any more
	err := client.Preflight(ctx, enduser.PreflightInput{})
	if problem, ok := errors.AsType[*authing.RequestError](err); ok {
		fmt.Println("no answer from:", problem.Host)
	}
	// Output:
	// <nil>
	// no answer from: user
}

// Do sends what no method covers, with the token of whoever is signed in.
func ExampleClient_Do() {
	client, box := signedIn()
	defer box.Close()

	var data struct {
		User *struct{ Nickname, Company string }
	}
	query := `query ($id: String!) { user(id: $id) { nickname company } }`
	if err := client.Do(context.Background(), query, map[string]any{"id": adaID}, &data); err != nil {
		log.Fatal(err)
	}
	fmt.Println(data.User.Nickname, "of", data.User.Company)
	// Output: Ada of Analytical Engines
}
