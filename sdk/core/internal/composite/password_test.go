package composite

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/core/authing"
)

func TestComputePasswordSecurityLevel(t *testing.T) {
	for password, want := range map[authing.Secret]authing.PasswordSecurityLevel{
		"":           authing.PasswordLow,
		"123":        authing.PasswordLow,
		"a1!":        authing.PasswordLow, // of three kinds, but too short
		"aB1!5":      authing.PasswordLow,
		"abcdef":     authing.PasswordLow,
		"ABCdef":     authing.PasswordLow,
		"123456":     authing.PasswordLow,
		"!@#$%^":     authing.PasswordLow,
		"abc123":     authing.PasswordMedium,
		"abcde!":     authing.PasswordMedium,
		"12345|":     authing.PasswordMedium,
		"abc12?":     authing.PasswordHigh,
		"Ab1:\"<>{}": authing.PasswordHigh,
		"abc12-":     authing.PasswordMedium, // a hyphen is no symbol here
		"密码密码密码":     authing.PasswordLow,    // nor are these letters
		"密码密a1":      authing.PasswordLow,    // five characters, of eleven bytes
		"密码密码a1":     authing.PasswordMedium,
	} {
		got, err := ComputePasswordSecurityLevel(t.Context(), nil, password)
		if err != nil || got != want {
			t.Errorf("%s is %v, %v, want %v", password.Reveal(), got, err, want)
		}
	}
}

func TestPasswordSecurityLevelNumbers(t *testing.T) {
	for level, want := range map[authing.PasswordSecurityLevel]struct {
		number int
		text   string
	}{
		authing.PasswordLow: {0, "low"}, authing.PasswordMedium: {1, "medium"}, authing.PasswordHigh: {2, "high"},
	} {
		if int(level) != want.number || level.String() != want.text {
			t.Errorf("%v is %d, want %s and %d", level, int(level), want.text, want.number)
		}
	}
}
