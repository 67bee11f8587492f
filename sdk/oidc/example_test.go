package oidc_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/oidc"
)

// exampleClient makes a client of an application in a box.
func exampleClient() (client *oidc.Client, box *authingtest.Server) {
	box, err := authingtest.New()
	if err != nil {
		log.Fatal(err)
	}
	app, err := box.AddOIDCApp(authingtest.App{ID: "APP_ID", RedirectURIs: []string{"https://www.example.com/callback"}})
	if err != nil {
		log.Fatal(err)
	}
	client, err = oidc.New(box.URL+"/oidc", app.ID, oidc.WithSecret(app.Secret), oidc.WithRedirectURL("https://www.example.com/callback"))
	if err != nil {
		log.Fatal(err)
	}
	return client, box
}

func ExampleNew() {
	client, err := oidc.New("https://my-app.authing.cn/oidc", "APP_ID",
		oidc.WithSecret("APP_SECRET"), oidc.WithRedirectURL("https://www.example.com/callback"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client)
	// Output: oidc.Client(APP_ID at https://my-app.authing.cn/oidc)
}

func ExampleClient_BeginSignIn() {
	client, box := exampleClient()
	defer box.Close()
	address, begun, err := client.BeginSignIn(context.Background(), oidc.Parameter{Name: "max_age", Value: "0"})
	if err != nil {
		log.Fatal(err)
	}
	sent, err := url.Parse(address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sent.Path, sent.Query().Get("scope"), sent.Query().Get("code_challenge_method"), sent.Query().Get("max_age"))
	fmt.Println(begun.State, begun.AuthSince.IsZero()) // for the browser's session
	// Output:
	// /oidc/auth openid profile email phone S256 0
	// [redacted] false
}

func ExampleClient_FinishSignIn() {
	client, box := exampleClient()
	defer box.Close()
	var begun oidc.SignIn // from the browser's session, which forgets it now

	http.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		tokens, err := client.FinishSignIn(r.Context(), begun, r.URL.Query())
		switch {
		case errors.Is(err, oidc.AccessDenied):
			http.Error(w, "you were not let in", http.StatusForbidden)
		case err != nil:
			log.Print(err) // no secrets in it
			http.Error(w, "please sign in again", http.StatusBadRequest)
		default:
			log.Print("signed in: ", tokens.Claims.Subject)
			http.Redirect(w, r, "/", http.StatusSeeOther)
		}
	})

	// Nobody began to sign in, so that nobody is signed in.
	_, err := client.FinishSignIn(context.Background(), begun, url.Values{"state": {""}, "code": {"made-up"}})
	fmt.Println(errors.Is(err, oidc.ErrState))
	// Output: true
}

func ExampleClient_Introspect() {
	client, box := exampleClient()
	defer box.Close()
	told, err := client.Introspect(context.Background(), "made-up")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(told.Active)
	// Output: false
}

func ExampleClient_EndSessionURL() {
	client, box := exampleClient()
	defer box.Close()
	address, err := client.EndSessionURL(context.Background(), oidc.EndSessionInput{RedirectURL: "https://www.example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	sent, err := url.Parse(address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sent.Path, sent.Query())
	// Output: /oidc/session/end map[client_id:[APP_ID] post_logout_redirect_uri:[https://www.example.com/]]
}
