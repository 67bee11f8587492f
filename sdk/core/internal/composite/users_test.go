package composite

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

func TestUsersHasRole(t *testing.T) {
	const holder = `{"data":{"user":{"roles":{"totalCount":2,"list":[{"code":"reader"},{"code":"writer"}]}}}}`
	for name, test := range map[string]struct {
		in     authing.UsersHasRoleInput
		answer string
		want   bool
		err    error
	}{
		"has it":         {in: authing.UsersHasRoleInput{UserID: "U", Code: "writer"}, answer: holder, want: true},
		"has others":     {in: authing.UsersHasRoleInput{UserID: "U", Code: "owner"}, answer: holder},
		"has none":       {in: authing.UsersHasRoleInput{UserID: "U", Code: "owner"}, answer: `{"data":{"user":{"roles":{"list":[]}}}}`},
		"no such user":   {in: authing.UsersHasRoleInput{UserID: "U", Code: "owner"}, answer: `{"data":{"user":null}}`, err: authing.ErrNotFound},
		"no answer":      {in: authing.UsersHasRoleInput{UserID: "U", Code: "owner"}, answer: `{"data":{"user":{"roles":null}}}`, err: authing.ErrNotFound},
		"a refusal":      {in: authing.UsersHasRoleInput{UserID: "U", Code: "owner"}, answer: `{"errors":[{"message":{"code":2004}}]}`, err: authing.CodeUserNotFound},
		"nobody":         {in: authing.UsersHasRoleInput{Code: "owner"}, err: missing("UserID")},
		"nothing to ask": {in: authing.UsersHasRoleInput{UserID: "U"}, err: missing("Code")},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, test.answer)
			}))
			defer server.Close()
			client, err := runtime.New("POOL", runtime.Settings{API: API(), Mode: runtime.OwnerCredential, Token: "T"}, runtime.WithOrigin(server.URL))
			if err != nil {
				t.Fatal(err)
			}
			got, err := UsersHasRole(t.Context(), client, test.in)
			if got != test.want || !matches(err, test.err) {
				t.Errorf("got %v, %v, want %v, %v", got, err, test.want, test.err)
			}
		})
	}
}

// missing is the error for a parameter that was not given.
func missing(parameter string) error {
	return &authing.InputError{Operation: "Users.HasRole", Parameter: parameter, Problem: "is required"}
}

func matches(err, want error) bool {
	if wanted, ok := errors.AsType[*authing.InputError](want); ok {
		got, ok := errors.AsType[*authing.InputError](err)
		return ok && *got == *wanted
	}
	return errors.Is(err, want)
}
