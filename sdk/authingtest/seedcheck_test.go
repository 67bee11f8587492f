package authingtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// TestSeedsThatAreRefused puts in users whom the service could not have, alone and
// as the second of two.
func TestSeedsThatAreRefused(t *testing.T) {
	box := newBox(t)
	for _, test := range []struct {
		field string // as the error names it
		user  authingtest.User
	}{
		{"none of the fields ID, Email, Phone, Username and UnionID", authingtest.User{}},
		{"none of the fields ID, Email, Phone, Username and UnionID", authingtest.User{Password: password}},
		{"the field Email", authingtest.User{Email: "garbage"}},
		{"the field Phone", authingtest.User{Phone: "abc"}},
		{"the field Password", authingtest.User{Username: "eve", Password: "12345"}},
		{"the field ID", authingtest.User{ID: "x/../y", Username: "eve"}},
		{"the field ID", authingtest.User{ID: "eve#1", Username: "eve"}},
		{"the field ID", authingtest.User{ID: strings.Repeat("0", 65), Username: "eve"}},
	} {
		_, err := box.AddUser(test.user)
		if err == nil || !strings.HasPrefix(err.Error(), "authingtest: User: "+test.field+" ") {
			t.Errorf("%s: %v", test.field, err)
		}
		_, err = authingtest.New(authingtest.WithUsers(authingtest.User{Username: "ada"}, test.user))
		if err == nil || !strings.Contains(err.Error(), "user 2") || !strings.Contains(err.Error(), ": "+test.field+" ") {
			t.Errorf("%s, the second: %v", test.field, err)
		}
	}
	_, err := authingtest.New(authingtest.WithUsers(authingtest.User{Username: "ada"}, authingtest.User{Username: "ada"}))
	if err == nil || !strings.Contains(err.Error(), "user 2, ada") {
		t.Errorf("the same name twice: %v", err)
	}
}

func TestOptionsThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		option authingtest.PoolOption
	}{
		{"WithTokenLifetime", authingtest.WithTokenLifetime(0)},
		{"WithTokenLifetime", authingtest.WithTokenLifetime(time.Millisecond)},
		{"WithCodeLifetime", authingtest.WithCodeLifetime(0)},
		{"WithCodeLifetime", authingtest.WithCodeLifetime(-time.Hour)},
		{"WithFailedLogins", authingtest.WithFailedLogins(0, time.Hour)},
		{"WithFailedLogins", authingtest.WithFailedLogins(1, -time.Hour)},
		{"WithSignInQuota", authingtest.WithSignInQuota(-1)},
		{"WithRegistrationLimit", authingtest.WithRegistrationLimit(-1, time.Hour)},
		{"WithRegistrationLimit", authingtest.WithRegistrationLimit(1, 0)},
	} {
		if _, err := authingtest.New(test.option); err == nil || !strings.HasPrefix(err.Error(), "authingtest: "+test.name+": ") {
			t.Errorf("%s: New: %v", test.name, err)
		}
		if _, err := newBox(t).AddPool(test.option); err == nil || !strings.HasPrefix(err.Error(), "authingtest: "+test.name+": ") {
			t.Errorf("%s: AddPool: %v", test.name, err)
		}
	}
}
