package authingtest_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// BenchmarkNew is what a test pays for a box of its own.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		box, err := authingtest.New()
		if err != nil {
			b.Fatal(err)
		}
		box.Close()
	}
}

// BenchmarkLogin is what a sign-in costs with a data file and without, in a pool
// of few users and of many.
func BenchmarkLogin(b *testing.B) {
	for _, users := range []int{10, 1000} {
		for _, kept := range []bool{false, true} {
			b.Run(fmt.Sprintf("users=%d/file=%t", users, kept), func(b *testing.B) { benchmarkLogin(b, users, kept) })
		}
	}
}

func benchmarkLogin(b *testing.B, users int, kept bool) {
	people := make([]authingtest.User, users)
	for i := range people {
		people[i] = authingtest.User{Email: fmt.Sprintf("%d@example.com", i), Password: password}
	}
	options := []authingtest.Option{authingtest.WithUsers(people...)}
	if kept {
		options = append(options, authingtest.WithDataFile(filepath.Join(b.TempDir(), "box.db")))
	}
	box := authingtest.NewServer(b, options...)
	app, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		b.Fatal(err)
	}
	next := 0
	for b.Loop() {
		email := people[next%users].Email
		next++
		if _, err := app.WithToken("").Login(b.Context(), enduser.LoginInput{Email: email, Password: password}); err != nil {
			b.Fatal(err)
		}
	}
}
