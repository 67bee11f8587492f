package authingtest_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

func ExampleNew() {
	box, err := authingtest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer box.Close()

	app, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if _, err := app.SendOneTimePhoneCode(ctx, "13100000000"); err != nil {
		log.Fatal(err)
	}
	user, err := app.LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{
		Phone:     "13100000000",
		PhoneCode: box.LastSMS("13100000000"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.Phone, user.LoginsCount)
	// Output: 13100000000 1
}

// A program's answer to trouble is tested by making it.
func ExampleServer_FailNext() {
	box, err := authingtest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer box.Close()
	app, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		log.Fatal(err)
	}

	// The answer to the registration gets lost: was it done?
	if err := box.FailNext(authingtest.Failure{Call: "register", Lose: true}); err != nil {
		log.Fatal(err)
	}
	ada := enduser.RegisterInput{Email: "ada@example.com", Password: "correct horse"}
	ctx := context.Background()
	_, err = app.Register(ctx, ada)
	fmt.Println("no answer:", err != nil && !errors.Is(err, authing.CodeUserExists))
	_, err = app.Register(ctx, ada)
	fmt.Println("done before:", errors.Is(err, authing.CodeUserExists))
	// Output:
	// no answer: true
	// done before: true
}

// Pools are apart: the same person may be in each of them.
func ExampleServer_AddPool() {
	box, err := authingtest.New(authingtest.WithPool("shop", ""))
	if err != nil {
		log.Fatal(err)
	}
	defer box.Close()
	staff, err := box.AddPool(authingtest.WithPool("staff", ""), authingtest.WithUsers(authingtest.User{Email: "ada@example.com"}))
	if err != nil {
		log.Fatal(err)
	}
	for _, pool := range []string{box.PoolID, staff.PoolID} {
		app, err := enduser.New(pool, enduser.WithOrigin(box.URL))
		if err != nil {
			log.Fatal(err)
		}
		known, err := app.UserExist(context.Background(), enduser.UserExistInput{Email: "ada@example.com"})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(pool, known)
	}
	// Output:
	// shop false
	// staff true
}
