package authing

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestErrorTexts(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{&Error{Code: CodeUserExists, Message: "用户已存在", Operation: "Register"}, "authing: Register: 用户已存在 (code 2026)"},
		{&Error{Code: CodeUserExists, Operation: "Register"}, "authing: Register: " + CodeUserExists.Meaning() + " (code 2026)"},
		{&Error{Code: 424242, Operation: "Register"}, "authing: Register: refused by the service (code 424242)"},
		{&Error{Message: "Cannot query field", Operation: "Register"}, "authing: Register: Cannot query field"},
		{&Error{}, "authing: refused by the service"},
		{CodeUserExists, CodeUserExists.Meaning() + " (code 2026)"},
		{Code(424242), "code 424242"},
		{&OAuthError{Code: InvalidGrant, Description: "no", Operation: "LoginByOIDC"}, "authing: LoginByOIDC: no (invalid_grant)"},
		{&OAuthError{Code: InvalidGrant, Operation: "LoginByOIDC"}, "authing: LoginByOIDC: invalid_grant"},
		{InvalidGrant, "invalid_grant"},
		{&InputError{Operation: "Login", Parameter: "Email", Problem: "is required"}, "authing: Login: Email is required"},
		{&InputError{Operation: "Login", Problem: "has no host"}, "authing: Login: has no host"},
		{&RequestError{Operation: "Login", Host: HostUser, Err: context.Canceled}, "authing: Login: user host: context canceled"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%T: got %q, want %q", test.err, got, test.want)
		}
	}
}

func TestErrorsAreFound(t *testing.T) {
	wrap := func(err error) error { return fmt.Errorf("sign up: %w", err) }
	if !errors.Is(wrap(&Error{Code: 2026}), CodeUserExists) || errors.Is(wrap(&Error{Code: 2020}), CodeUserExists) {
		t.Error("errors.Is does not find the code")
	}
	if !errors.Is(wrap(&OAuthError{Code: InvalidGrant}), InvalidGrant) || errors.Is(wrap(&OAuthError{Code: InvalidGrant}), InvalidClient) {
		t.Error("errors.Is does not find the OAuth code")
	}
	if errors.Is(wrap(&Error{}), InvalidGrant) || errors.Is(wrap(&OAuthError{}), CodeUserExists) {
		t.Error("errors.Is finds a code of another kind")
	}
	if !errors.Is(wrap(&RequestError{Err: context.DeadlineExceeded}), context.DeadlineExceeded) {
		t.Error("errors.Is does not find the cause")
	}
}
