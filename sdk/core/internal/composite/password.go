package composite

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// The kinds of characters that make a password hard to guess.
const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
	symbols = `!@#$%^&*(),.?":{}|<>`
)

// shortest is how many characters a password needs to be more than low.
const shortest = 6

// ComputePasswordSecurityLevel tells how hard a password is to guess, by the kinds of
// characters in it. It asks nobody, and the error is always nil.
func ComputePasswordSecurityLevel(_ context.Context, _ *runtime.Client, password authing.Secret) (authing.PasswordSecurityLevel, error) {
	text := password.Reveal()
	kinds := 0
	for _, kind := range []string{letters, digits, symbols} {
		if strings.ContainsAny(text, kind) {
			kinds++
		}
	}
	switch {
	case utf8.RuneCountInString(text) < shortest || kinds < 2:
		return authing.PasswordLow, nil
	case kinds == 2:
		return authing.PasswordMedium, nil
	}
	return authing.PasswordHigh, nil
}
