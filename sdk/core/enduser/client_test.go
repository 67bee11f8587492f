package enduser_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
)

func TestNewMistakes(t *testing.T) {
	for name, test := range map[string]struct {
		pool, app string
		options   []enduser.Option
		want      authing.InputError
	}{
		"no pool":        {app: "APP", want: authing.InputError{Operation: "New", Parameter: "pool ID", Problem: "is required"}},
		"no application": {pool: "POOL", want: authing.InputError{Operation: "New", Parameter: "application ID", Problem: "is required"}},
		"a line break": {
			pool: "POOL", app: "APP\n",
			want: authing.InputError{Operation: "New", Parameter: "application ID", Problem: "has white space or a control character in it"},
		},
		"a host of another API": {
			pool: "POOL", app: "APP", options: []enduser.Option{enduser.WithHost("user", "https://users.example.com")},
			want: authing.InputError{Operation: "New", Parameter: `WithHost("user")`, Problem: `names no role of a host that this client asks: give one of ["core" "ws"]`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := enduser.New(test.pool, test.app, test.options...)
			got, ok := errors.AsType[*authing.InputError](err)
			if !ok {
				t.Fatalf("the error is %v, want an *authing.InputError", err)
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("the error differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWithToken derives a client for another person, and leaves the first as it was.
func TestWithToken(t *testing.T) {
	client, err := enduser.New("POOL", "APP", enduser.WithToken("FIRST"))
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[authing.Secret]*enduser.Client{"FIRST": client, "SECOND": client.WithToken("SECOND")} {
		if got, err := c.Token(t.Context()); err != nil || got != want {
			t.Errorf("the token is %s, %v, want %s", got.Reveal(), err, want.Reveal())
		}
	}
	if _, err := client.WithToken("").Token(t.Context()); !errors.Is(err, authing.ErrNoSession) {
		t.Errorf("the error is %v, want authing.ErrNoSession", err)
	}
}
