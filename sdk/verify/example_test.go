package verify_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/verify"
)

func ExampleNewSecret() {
	box, err := authingtest.New(authingtest.WithPool("POOL_ID", "pool-secret"), authingtest.WithVerifiedEmails())
	if err != nil {
		log.Fatal(err)
	}
	defer box.Close()
	app, err := enduser.New("POOL_ID", enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if _, err := app.Register(ctx, enduser.RegisterInput{Email: "ada@example.com", Password: "correct horse"}); err != nil {
		log.Fatal(err)
	}
	user, err := app.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: "correct horse"})
	if err != nil {
		log.Fatal(err)
	}

	verifier, err := verify.NewSecret("POOL_ID", "pool-secret")
	if err != nil {
		log.Fatal(err)
	}
	identity, err := verifier.Verify(ctx, user.Token)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(identity.Email, identity.UserID == user.ID)

	_, err = verifier.Verify(ctx, user.Token+"x")
	fmt.Println(errors.Is(err, verify.ErrSignature) || errors.Is(err, verify.ErrMalformed))
	// Output:
	// ada@example.com true
	// true
}

func ExampleNewIssuer() {
	verifier, err := verify.NewIssuer("https://my-app.authing.cn/oidc", verify.WithAudience("APP_ID"))
	if err != nil {
		log.Fatal(err)
	}
	_, err = verifier.Verify(context.Background(), "eyJhbGciOiJub25lIn0.e30.")
	fmt.Println(err)
	// Output: authing: verify: the token is not signed with the expected algorithm: RS256 is expected
}

func ExampleMiddleware() {
	verifier, err := verify.NewSecret("POOL_ID", "pool-secret")
	if err != nil {
		log.Fatal(err)
	}
	client, err := enduser.New("POOL_ID")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /nickname", func(w http.ResponseWriter, r *http.Request) {
		identity, _ := verify.FromContext(r.Context())
		mine, _ := verify.ClientFromContext(r.Context())
		nickname := r.FormValue("nickname")
		if _, err := mine.Update(r.Context(), enduser.UpdateInput{ID: identity.UserID, Nickname: &nickname}); err != nil {
			http.Error(w, "try again later", http.StatusBadGateway)
		}
	})
	server := &http.Server{Addr: "localhost:8080", Handler: verify.Middleware(verifier, client)(mux)}
	_ = server // server.ListenAndServe()
}

func ExampleWithErrorHandler() {
	verifier, err := verify.NewSecret("POOL_ID", "pool-secret")
	if err != nil {
		log.Fatal(err)
	}
	handle := func(w http.ResponseWriter, r *http.Request, err error) {
		log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
		verify.WriteError(w, err)
	}
	guard := verify.Middleware(verifier, nil, verify.WithErrorHandler(handle))
	_ = guard(http.NotFoundHandler())
}
