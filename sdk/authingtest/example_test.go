package authingtest_test

import (
	"context"
	"fmt"
	"log"

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
