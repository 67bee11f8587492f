package service_test

import (
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// byPassword is a way to try a password, and what refuses it: a business code, or
// invalid_grant as -1.
type byPassword func(f *fixture, in service.Credentials, password string) authing.Code

func byLogin(f *fixture, in service.Credentials, password string) authing.Code {
	f.t.Helper()
	in.Pool, in.Password = pool, f.seal(password)
	_, err := f.Login(in)
	return codeOf(f.t, err)
}

func bySignIn(f *fixture, in service.Credentials, password string) authing.Code {
	f.t.Helper()
	_, err := f.SignIn(service.SignInRequest{Pool: pool, Email: in.Email, Phone: in.Phone, Username: in.Username, Password: password})
	return codeOf(f.t, err)
}

func byCore(f *fixture, in service.Credentials, password string) authing.Code {
	f.t.Helper()
	_, err := f.CoreLogin(nobody, service.CoreCredentials{Email: in.Email, Phone: in.Phone, Username: in.Username, Password: f.seal(password)})
	return codeOf(f.t, err)
}

const invalidGrant = authing.Code(-1)

func byGrant(f *fixture, in service.Credentials, password string) authing.Code {
	f.t.Helper()
	request := f.withApp()
	request.Email, request.Phone, request.Username, request.Password = in.Email, in.Phone, in.Username, password
	_, err := f.Token(request)
	switch got := oauthCode(f.t, err); got {
	case "":
		return 0
	case "invalid_grant":
		return invalidGrant
	default:
		f.t.Fatalf("%q (%v)", got, err)
		return 0
	}
}

// TestFailuresAreCountedByAccount guesses at a user in one way, and then gives the
// right password in another.
func TestFailuresAreCountedByAccount(t *testing.T) {
	const phone = "13100000008"
	for _, test := range []struct {
		name     string
		guess    byPassword
		wrong    service.Credentials
		failed   authing.Code
		then     byPassword
		right    service.Credentials
		outcome  authing.Code
		password string
	}{
		{"by the name after the email", byLogin, service.Credentials{Email: "Eve@example.com"}, 2333, byLogin, service.Credentials{Username: "Eve"}, 2000, password},
		{"by the phone after the name", byLogin, service.Credentials{Username: "Eve"}, 2333, byLogin, service.Credentials{Phone: phone}, 2000, password},
		{"somebody else's name in other letters", byLogin, service.Credentials{Username: "Eve"}, 2333, byLogin, service.Credentials{Username: "eve"}, 0, "small letters"},
		{"nobody's name in other letters", byLogin, service.Credentials{Username: "EVE"}, 2333, byLogin, service.Credentials{Username: "eve"}, 0, "small letters"},
		{"nobody's email in other letters", byLogin, service.Credentials{Email: "no@example.com"}, 2333, byLogin, service.Credentials{Email: "NO@example.com"}, 2000, password},
		{"by login after signIn", bySignIn, service.Credentials{Email: "eve@example.com"}, 2333, byLogin, service.Credentials{Username: "Eve"}, 2000, password},
		{"by signIn after login", byLogin, service.Credentials{Email: "eve@example.com"}, 2333, bySignIn, service.Credentials{Username: "Eve"}, 2000, password},
		{"by login after a grant", byGrant, service.Credentials{Email: "eve@example.com"}, invalidGrant, byLogin, service.Credentials{Username: "Eve"}, 2000, password},
		{"by login after the core API", byCore, service.Credentials{Email: "eve@example.com"}, 2333, byLogin, service.Credentials{Username: "Eve"}, 2000, password},
		{"by the core API after login", byLogin, service.Credentials{Email: "eve@example.com"}, 2333, byCore, service.Credentials{Username: "Eve"}, 2000, password},
		{"by a grant after login", byLogin, service.Credentials{Email: "eve@example.com"}, 2333, byGrant, service.Credentials{Username: "Eve"}, invalidGrant, password},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			f.add(service.UserSeed{Email: "eve@example.com", Username: "Eve", Phone: phone, Password: password})
			f.add(service.UserSeed{Username: "eve", Password: "small letters"})
			for range 5 {
				if got := test.guess(f, test.wrong, "wrong password"); got != test.failed {
					t.Fatalf("a wrong password: code %d, want %d", got, test.failed)
				}
			}
			if got := test.then(f, test.right, test.password); got != test.outcome {
				t.Errorf("code %d, want %d", got, test.outcome)
			}
		})
	}
}

// TestFailuresStopCounting alternates between too few failures and a success, and
// then waits after too many.
func TestFailuresStopCounting(t *testing.T) {
	for name, try := range map[string]byPassword{"login": byLogin, "signIn": bySignIn, "grant": byGrant, "core": byCore} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			ada := service.Credentials{Email: "ada@example.com"}
			for range 3 {
				for range 4 {
					try(f, ada, "wrong password")
				}
				if got := try(f, ada, password); got != 0 {
					t.Fatalf("code %d", got)
				}
			}
			for range 5 {
				try(f, ada, "wrong password")
			}
			if got := try(f, ada, password); got == 0 {
				t.Error("five failures are not too many")
			}
			f.Advance(5 * time.Minute)
			if got := try(f, ada, password); got != 0 {
				t.Errorf("five minutes later: code %d", got)
			}
		})
	}
}

func TestWhoIsAddedAgainHasNotFailed(t *testing.T) {
	f := newFixture(t)
	eve := f.add(service.UserSeed{Email: "eve@example.com", Password: password})
	for range 5 {
		byLogin(f, service.Credentials{Email: eve.Email}, "wrong password")
	}
	if _, err := f.RemoveUsers(f.owner, pool, []string{eve.ID}); err != nil {
		t.Fatal(err)
	}
	f.add(service.UserSeed{ID: eve.ID, Email: "eve@example.com", Password: password})
	if got := byLogin(f, service.Credentials{Email: eve.Email}, password); got != 0 {
		t.Errorf("code %d", got)
	}
}
