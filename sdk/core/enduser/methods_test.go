package enduser_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/internal/scan"
	classic "github.com/authing-community/authing-go/sdk/management"
)

type (
	scenario = boxed.Case[*enduser.Client]
	world    = boxed.World[*enduser.Client]
)

// nobody makes a client on which nobody is signed in.
func nobody(t testing.TB, box *boxed.Box) *enduser.Client { return boxed.CoreEndUser(t, box) }

// TestEveryMethodIsTested keeps a method from coming without tests.
func TestEveryMethodIsTested(t *testing.T) {
	boxed.Covered(t, new(enduser.Client), slices.Concat(open(), personal()), "ComputePasswordSecurityLevel")
}

// TestEveryDocumentedCodeIsProvoked finds a scenario for each code that the document
// names for a method.
func TestEveryDocumentedCodeIsProvoked(t *testing.T) {
	all := slices.Concat(open(), personal())
	provoked := 0
	for method, codes := range boxed.DocumentedCodes(t, "../../../operations/core") {
		for _, code := range codes {
			if !slices.ContainsFunc(all, func(c scenario) bool { return c.Method == method && c.Want == code }) {
				t.Errorf("nothing provokes %d of %s", int(code), method)
			}
			provoked++
		}
	}
	const documented = 37 // in the tables of the document, method by method
	if provoked != documented {
		t.Errorf("the operations name %d documented codes, the document %d", provoked, documented)
	}
}

// TestOpenMethods runs the scenarios of what needs nobody signed in. Only what registers
// or signs in starts a session, and only when it succeeds.
func TestOpenMethods(t *testing.T) {
	starts := []string{
		"RegisterByEmail", "RegisterByUserName", "RegisterByPhoneCode", "LoginByAccount", "LoginByPhoneCode", "LoginByLDAP", "LoginByAD",
		"MFA.VerifySMS", "MFA.VerifyEmail", "MFA.VerifyTOTP", "MFA.VerifyRecoveryCode",
	}
	boxed.Run(t, nobody, open(), func(t *testing.T, w *world, c scenario) {
		want := c.Want == nil && slices.Contains(starts, c.Method)
		if got := boxed.CoreToken(t, w.Client) != ""; got != want {
			t.Errorf("is there a session afterwards? %t, want %t", got, want)
		}
	}, scan.UserToken, scan.Authorization, scan.Password, scan.Ciphertext, scan.Code)
}

// TestPersonalMethods runs the scenarios of what acts for the person signed in. Only
// Logout ends the session, and only when it succeeds, and the service does when it says
// that nobody is signed in, or that the token is not good.
func TestPersonalMethods(t *testing.T) {
	boxed.Run(t, boxed.CoreAda, personal(), func(t *testing.T, w *world, c scenario) {
		over := c.Want == authing.CodeNotSignedIn || c.Want == authing.CodeIDTokenInvalid
		want := !over && (c.Want != nil || c.Method != "Logout")
		if got := boxed.CoreToken(t, w.Client) != ""; got != want {
			t.Errorf("is there a session afterwards? %t, want %t", got, want)
		}
	}, scan.UserToken, scan.Authorization, scan.Password, scan.Ciphertext, scan.Code)
}

func open() []scenario {
	return slices.Concat(registering(), signingIn(), elsewhere(), factors(), messages(), resetting(), linking(), sessions())
}

func personal() []scenario {
	return slices.Concat(signedOut(), reading(), updating(), addressing(), ending())
}

// is checks whom a method gave.
func is(t *testing.T, id string) func(*authing.User, error) error {
	return func(user *authing.User, err error) error {
		t.Helper()
		if err == nil && (user.ID == "" || id != boxed.Any && user.ID != id) {
			t.Errorf("the user is %s, want %s", user.ID, id)
		}
		return err
	}
}

// sms lets the box send a code to a phone, and gives it.
func sms(t *testing.T, w *world, phone string) authing.Secret {
	t.Helper()
	if _, err := w.Client.SendSMS(t.Context(), enduser.SendSMSInput{Phone: phone}); err != nil {
		t.Fatal(err)
	}
	return w.LastSMS(phone)
}

// email lets the box send a code to an address, and gives it.
func email(t *testing.T, w *world, address string, scene authing.EmailScene) authing.Secret {
	t.Helper()
	if _, err := w.Client.SendEmail(t.Context(), enduser.SendEmailInput{Email: address, Scene: scene}); err != nil {
		t.Fatal(err)
	}
	return w.LastEmail(address)
}

// foreignKey is a key of nobody's here.
const foreignKey = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb
5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae
+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM
GKl64GDcIq3au+aqJQIDAQAB
-----END PUBLIC KEY-----`

const (
	newEmail = "new@example.com"
	newPhone = "13100000008"
	another  = "another password"
	wrong    = "wrong password"
	tooShort = "12345"
	late     = time.Hour // longer than a code is good for
)

func registering() []scenario {
	byEmail := func(in enduser.RegisterByEmailInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.RegisterByEmail(t.Context(), in))
		}
	}
	byName := func(in enduser.RegisterByUserNameInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.RegisterByUserName(t.Context(), in))
		}
	}
	byPhone := func(phone, password string, code func(*testing.T, *world) authing.Secret) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			in := enduser.RegisterByPhoneCodeInput{Phone: phone, Code: code(t, w), Password: authing.Secret(password)}
			return boxed.Fails[*authing.User](t)(w.Client.RegisterByPhoneCode(t.Context(), in))
		}
	}
	right := func(t *testing.T, w *world) authing.Secret { return sms(t, w, newPhone) }
	return []scenario{
		{Method: "RegisterByEmail", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.RegisterByEmail(t.Context(), enduser.RegisterByEmailInput{
				Email: newEmail, Password: boxed.Password, Profile: &enduser.RegisterProfile{Nickname: "New", Company: "C"},
			})
			if err == nil && (user.Email != newEmail || user.EmailVerified || user.Nickname != "New" || user.Company != "C" || user.Token == "") {
				t.Errorf("registered %v", user)
			}
			return err
		}},
		{Method: "RegisterByEmail", When: "malformed", Want: authing.CodeInvalidEmail, Do: byEmail(enduser.RegisterByEmailInput{Email: "nonsense", Password: boxed.Password})},
		{Method: "RegisterByEmail", When: "taken, in capitals", Want: authing.CodeUserExists, Do: byEmail(enduser.RegisterByEmailInput{Email: "ADA@example.com", Password: boxed.Password})},
		{Method: "RegisterByEmail", When: "short password", Want: authing.CodePasswordTooShort, Do: byEmail(enduser.RegisterByEmailInput{Email: newEmail, Password: tooShort})},
		{Method: "RegisterByEmail", When: "switched off", Want: authing.CodeRegistrationDisabled, Do: func(t *testing.T, w *world) error {
			if err := w.SetRegistrationDisabled(true); err != nil {
				t.Fatal(err)
			}
			return byEmail(enduser.RegisterByEmailInput{Email: newEmail, Password: boxed.Password})(t, w)
		}},
		{Method: "RegisterByUserName", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.RegisterByUserName(t.Context(), enduser.RegisterByUserNameInput{Username: "new", Password: boxed.Password})
			if err == nil && (user.Username != "new" || user.Token == "") {
				t.Errorf("registered %v", user)
			}
			return err
		}},
		{Method: "RegisterByUserName", When: "taken", Want: authing.CodeUserExists, Do: byName(enduser.RegisterByUserNameInput{Username: boxed.AdaName, Password: boxed.Password})},
		{Method: "RegisterByUserName", When: "short password", Want: authing.CodePasswordTooShort, Do: byName(enduser.RegisterByUserNameInput{Username: "new", Password: tooShort})},
		{Method: "RegisterByPhoneCode", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.RegisterByPhoneCode(t.Context(), enduser.RegisterByPhoneCodeInput{Phone: newPhone, Code: sms(t, w, newPhone), Password: boxed.Password})
			if err == nil && (user.Phone != newPhone || !user.PhoneVerified || user.Token == "") {
				t.Errorf("registered %v", user)
			}
			return err
		}},
		{Method: "RegisterByPhoneCode", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: byPhone(newPhone, boxed.Password, func(t *testing.T, w *world) authing.Secret {
			return other(right(t, w))
		})},
		{Method: "RegisterByPhoneCode", When: "code expired", Want: authing.CodeVerificationCodeExpired, Do: byPhone(newPhone, boxed.Password, func(t *testing.T, w *world) authing.Secret {
			code := right(t, w)
			w.Advance(late)
			return code
		})},
		{Method: "RegisterByPhoneCode", When: "taken", Want: authing.CodeUserExists, Do: byPhone(boxed.AdaPhone, boxed.Password, func(t *testing.T, w *world) authing.Secret {
			return sms(t, w, boxed.AdaPhone)
		})},
		{Method: "RegisterByPhoneCode", When: "short password", Want: authing.CodePasswordTooShort, Do: byPhone(newPhone, tooShort, right)},
	}
}

// other is a code of the same length that differs.
func other(code authing.Secret) authing.Secret {
	digits := []byte(code.Reveal())
	digits[0] = '0' + (digits[0]-'0'+1)%10
	return authing.Secret(digits)
}

func signingIn() []scenario {
	account := func(account string, password authing.Secret) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: account, Password: password}))
		}
	}
	byCode := func(phone string, code func(*testing.T, *world) authing.Secret) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.LoginByPhoneCode(t.Context(), enduser.LoginByPhoneCodeInput{Phone: phone, Code: code(t, w)}))
		}
	}
	var list []scenario
	for _, name := range []string{boxed.AdaEmail, boxed.AdaPhone, boxed.AdaName} {
		list = append(list, scenario{Method: "LoginByAccount", When: "with " + name, Do: func(t *testing.T, w *world) error {
			user, err := w.Client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: name, Password: boxed.Password})
			if err == nil && (user.Email != boxed.AdaEmail || user.LoginsCount != 1 || user.Token != boxed.CoreToken(t, w.Client)) {
				t.Errorf("signed in %v", user)
			}
			return is(t, boxed.AdaID)(user, err)
		}})
	}
	return append(list, []scenario{
		{Method: "LoginByAccount", When: "wrong password", Want: authing.CodeWrongCredentials, Do: account(boxed.AdaEmail, wrong)},
		{Method: "LoginByAccount", When: "nobody's", Want: authing.CodeWrongCredentials, Do: account("nobody", wrong)},
		{Method: "LoginByAccount", When: "locked", Want: authing.CodeUserLocked, Do: func(t *testing.T, w *world) error {
			w.Add(t, authingtest.User{Email: "locked@example.com", Password: boxed.Password, Blocked: true})
			return account("locked@example.com", boxed.Password)(t, w)
		}},
		{Method: "LoginByAccount", When: "the first time", Want: authing.CodeFirstLoginPasswordReset, Do: func(t *testing.T, w *world) error {
			w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, ResetPasswordOnFirstLogin: true})
			return account(newEmail, boxed.Password)(t, w)
		}},
		{Method: "LoginByAccount", When: "a second factor of the person's", Want: authing.CodeMFARequired, Do: func(t *testing.T, w *world) error {
			w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
			return account(newEmail, boxed.Password)(t, w)
		}},
		{Method: "LoginByAccount", When: "a second factor of the application's", Want: authing.CodeAppMFARequired, Do: func(t *testing.T, w *world) error {
			requireFactor(t, w)
			return account(boxed.AdaEmail, boxed.Password)(t, w)
		}},
		{Method: "LoginByAccount", When: "sealed for somebody else", Want: authing.CodePasswordNotDecrypted, Do: func(t *testing.T, w *world) error {
			client := boxed.CoreEndUser(t, w.Box, enduser.WithPasswordKey(foreignKey))
			_, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: boxed.AdaEmail, Password: boxed.Password})
			return err
		}},
		{Method: "LoginByPhoneCode", Do: func(t *testing.T, w *world) error {
			in := enduser.LoginByPhoneCodeInput{Phone: boxed.AdaPhone, Code: sms(t, w, boxed.AdaPhone)}
			return is(t, boxed.AdaID)(w.Client.LoginByPhoneCode(t.Context(), in))
		}},
		{Method: "LoginByPhoneCode", When: "somebody new", Do: func(t *testing.T, w *world) error {
			in := enduser.LoginByPhoneCodeInput{Phone: newPhone, Code: sms(t, w, newPhone), AutoRegister: new(true)}
			user, err := w.Client.LoginByPhoneCode(t.Context(), in)
			if err == nil && (user.Phone != newPhone || !user.NewlyCreated) {
				t.Errorf("signed in %v", user)
			}
			return err
		}},
		{Method: "LoginByPhoneCode", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: byCode(boxed.AdaPhone, func(t *testing.T, w *world) authing.Secret {
			return other(sms(t, w, boxed.AdaPhone))
		})},
		{Method: "LoginByPhoneCode", When: "code expired", Want: authing.CodeVerificationCodeExpired, Do: byCode(boxed.AdaPhone, func(t *testing.T, w *world) authing.Secret {
			code := sms(t, w, boxed.AdaPhone)
			w.Advance(late)
			return code
		})},
		{Method: "LoginByPhoneCode", When: "nobody's", Want: authing.CodeUserNotFound, Do: byCode(newPhone, func(t *testing.T, w *world) authing.Secret { return sms(t, w, newPhone) })},
		{Method: "LoginByLDAP", Do: func(t *testing.T, w *world) error {
			if err := w.AddLDAPUser(authingtest.DirectoryUser{Username: "ldap", Password: boxed.Password, Email: newEmail}); err != nil {
				t.Fatal(err)
			}
			return is(t, boxed.Any)(w.Client.LoginByLDAP(t.Context(), enduser.LoginByLDAPInput{Username: "ldap", Password: boxed.Password}))
		}},
		{Method: "LoginByLDAP", When: "wrong password", Want: authing.CodeWrongCredentials, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.LoginByLDAP(t.Context(), enduser.LoginByLDAPInput{Username: "ldap", Password: wrong}))
		}},
		{Method: "LoginByAD", Do: func(t *testing.T, w *world) error {
			if err := w.AddADUser("connector", authingtest.DirectoryUser{Username: "ad@corp", Password: boxed.Password}); err != nil {
				t.Fatal(err)
			}
			return is(t, boxed.Any)(w.Client.LoginByAD(t.Context(), enduser.LoginByADInput{Username: "ad@corp", Password: boxed.Password}))
		}},
		{Method: "LoginByAD", When: "wrong password", Want: authing.CodeWrongCredentials, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.LoginByAD(t.Context(), enduser.LoginByADInput{Username: "ad@corp", Password: wrong}))
		}},
	}...)
}

// elsewhere is what goes wrong for a client with the wrong settings.
func elsewhere() []scenario {
	return []scenario{
		{Method: "RegisterByEmail", When: "no such application", Want: authing.CodeAppNotFound, Do: func(t *testing.T, w *world) error {
			client := boxed.CoreEndUserAt(t, w.Box, "5e00000000000000000000ff")
			_, err := client.RegisterByEmail(t.Context(), enduser.RegisterByEmailInput{Email: newEmail, Password: boxed.Password})
			return err
		}},
	}
}

// requireFactor has the pool's first application ask for a second factor.
func requireFactor(t *testing.T, w *world) {
	t.Helper()
	if err := w.SetAppMFA(w.AppID, true); err != nil {
		t.Fatal(err)
	}
}

// refused signs in where a second factor is required, and gives its token.
func refused(t *testing.T, w *world, account string) *authing.MFARequiredError {
	t.Helper()
	_, err := w.Client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: account, Password: boxed.Password})
	required, ok := errors.AsType[*authing.MFARequiredError](err)
	if !ok || required.Token == "" {
		t.Fatalf("the sign-in ended with %v, want a second factor to be required", err)
	}
	if boxed.CoreToken(t, w.Client) != "" {
		t.Error("a refused sign-in started a session")
	}
	return required
}

// factors are the ways to end a sign-in that needs a second factor.
func factors() []scenario {
	bySMS := func(w *world, t *testing.T, token, code authing.Secret) (*authing.User, error) {
		return w.Client.MFA.VerifySMS(t.Context(), enduser.MFAVerifySMSInput{MFAToken: token, Phone: boxed.AdaPhone, Code: code})
	}
	byEmail := func(w *world, t *testing.T, token, code authing.Secret) (*authing.User, error) {
		return w.Client.MFA.VerifyEmail(t.Context(), enduser.MFAVerifyEmailInput{MFAToken: token, Email: boxed.AdaEmail, Code: code})
	}
	check := func(in enduser.MFACheckInput) func(*testing.T, *world) (bool, error) {
		return func(t *testing.T, w *world) (bool, error) {
			requireFactor(t, w)
			in.MFAToken = refused(t, w, boxed.AdaEmail).Token
			return w.Client.MFA.Check(t.Context(), in)
		}
	}
	return []scenario{
		{Method: "MFA.Check", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, true)(check(enduser.MFACheckInput{Phone: boxed.AdaPhone})(t, w))
		}},
		{Method: "MFA.Check", When: "not the person's", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, false)(check(enduser.MFACheckInput{Email: newEmail})(t, w))
		}},
		{Method: "MFA.Check", When: "somebody else's", Want: authing.CodeBoundToAnotherUser, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[bool](t)(check(enduser.MFACheckInput{Email: boxed.GraceEmail})(t, w))
		}},
		{Method: "MFA.Check", When: "neither", Want: &authing.InputError{Operation: "MFA.Check", Parameter: "Phone or Email", Problem: "is required"}, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[bool](t)(w.Client.MFA.Check(t.Context(), enduser.MFACheckInput{MFAToken: "factor-token"}))
		}},
		{Method: "MFA.VerifySMS", Do: func(t *testing.T, w *world) error {
			requireFactor(t, w)
			required := refused(t, w, boxed.AdaEmail)
			if required.Phone != boxed.AdaPhone || required.Email != boxed.AdaEmail {
				t.Error("the refusal does not say where a code can go")
			}
			return is(t, boxed.AdaID)(bySMS(w, t, required.Token, sms(t, w, required.Phone)))
		}},
		{Method: "MFA.VerifySMS", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: func(t *testing.T, w *world) error {
			requireFactor(t, w)
			token := refused(t, w, boxed.AdaEmail).Token
			return boxed.Fails[*authing.User](t)(bySMS(w, t, token, other(sms(t, w, boxed.AdaPhone))))
		}},
		{Method: "MFA.VerifySMS", When: "token expired", Want: authing.CodeIDTokenInvalid, Do: func(t *testing.T, w *world) error {
			requireFactor(t, w)
			token := refused(t, w, boxed.AdaEmail).Token
			w.Advance(late)
			return boxed.Fails[*authing.User](t)(bySMS(w, t, token, sms(t, w, boxed.AdaPhone)))
		}},
		{Method: "MFA.VerifyEmail", Do: func(t *testing.T, w *world) error {
			requireFactor(t, w)
			token := refused(t, w, boxed.AdaEmail).Token
			return is(t, boxed.AdaID)(byEmail(w, t, token, email(t, w, boxed.AdaEmail, authing.EmailSceneMFAVerifyCode)))
		}},
		{Method: "MFA.VerifyEmail", When: "a code for something else", Want: authing.CodeWrongVerificationCode, Do: func(t *testing.T, w *world) error {
			requireFactor(t, w)
			token := refused(t, w, boxed.AdaEmail).Token
			return boxed.Fails[*authing.User](t)(byEmail(w, t, token, email(t, w, boxed.AdaEmail, authing.EmailSceneResetPassword)))
		}},
		{Method: "MFA.VerifyTOTP", Do: func(t *testing.T, w *world) error {
			id := w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
			in := enduser.MFAVerifyTOTPInput{MFAToken: refused(t, w, newEmail).Token, TOTP: "135790"}
			return is(t, id)(w.Client.MFA.VerifyTOTP(t.Context(), in))
		}},
		{Method: "MFA.VerifyTOTP", When: "wrong digits", Want: authing.CodeWrongOneTimePassword, Do: func(t *testing.T, w *world) error {
			w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
			in := enduser.MFAVerifyTOTPInput{MFAToken: refused(t, w, newEmail).Token, TOTP: "135791"}
			return boxed.Fails[*authing.User](t)(w.Client.MFA.VerifyTOTP(t.Context(), in))
		}},
		{Method: "MFA.VerifyTOTP", When: "a second time with one token", Want: authing.CodeIDTokenInvalid, Do: func(t *testing.T, w *world) error {
			w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
			in := enduser.MFAVerifyTOTPInput{MFAToken: refused(t, w, newEmail).Token, TOTP: "135790"}
			if _, err := w.Another(t).MFA.VerifyTOTP(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			return boxed.Fails[*authing.User](t)(w.Client.MFA.VerifyTOTP(t.Context(), in))
		}},
		{Method: "MFA.VerifyRecoveryCode", Do: func(t *testing.T, w *world) error {
			id := w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
			code, err := w.RecoveryCode(id)
			if err != nil {
				t.Fatal(err)
			}
			in := enduser.MFAVerifyRecoveryCodeInput{MFAToken: refused(t, w, newEmail).Token, RecoveryCode: code}
			if err := is(t, id)(w.Client.MFA.VerifyRecoveryCode(t.Context(), in)); err != nil {
				return err
			}
			again := w.Another(t)
			_, err = again.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: newEmail, Password: boxed.Password})
			required, _ := errors.AsType[*authing.MFARequiredError](err)
			in.MFAToken = required.Token
			if _, err := again.MFA.VerifyRecoveryCode(t.Context(), in); !errors.Is(err, authing.CodeWrongRecoveryCode) {
				t.Errorf("the second time: %v, want %v", err, authing.CodeWrongRecoveryCode)
			}
			return nil
		}},
		{Method: "MFA.VerifyRecoveryCode", When: "wrong code", Want: authing.CodeWrongRecoveryCode, Do: func(t *testing.T, w *world) error {
			w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
			in := enduser.MFAVerifyRecoveryCodeInput{MFAToken: refused(t, w, newEmail).Token, RecoveryCode: "0123456789abcdef01234567"}
			return boxed.Fails[*authing.User](t)(w.Client.MFA.VerifyRecoveryCode(t.Context(), in))
		}},
	}
}

func messages() []scenario {
	return []scenario{
		{Method: "SendSMS", Do: func(t *testing.T, w *world) error {
			err := boxed.Gives(t, boxed.Any)(w.Client.SendSMS(t.Context(), enduser.SendSMSInput{Phone: newPhone}))
			if w.LastSMS(newPhone) == "" {
				t.Error("no code went out")
			}
			return err
		}},
		{Method: "SendSMS", When: "malformed", Want: authing.CodeMessageNotSent, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.SendSMS(t.Context(), enduser.SendSMSInput{Phone: "nonsense"}))
		}},
		{Method: "SendEmail", Do: func(t *testing.T, w *world) error {
			in := enduser.SendEmailInput{Email: boxed.AdaEmail, Scene: authing.EmailSceneResetPassword}
			err := boxed.Gives(t, boxed.Any)(w.Client.SendEmail(t.Context(), in))
			if w.LastEmail(boxed.AdaEmail) == "" {
				t.Error("no code went out")
			}
			return err
		}},
		{Method: "SendEmail", When: "malformed", Want: authing.CodeEmailAddressInvalid, Do: func(t *testing.T, w *world) error {
			in := enduser.SendEmailInput{Email: "nonsense", Scene: authing.EmailSceneResetPassword}
			return boxed.Fails[string](t)(w.Client.SendEmail(t.Context(), in))
		}},
	}
}

func resetting() []scenario {
	byPhone := func(phone string, password authing.Secret, change func(authing.Secret) authing.Secret) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			in := enduser.ResetPasswordByPhoneCodeInput{Phone: phone, Code: change(sms(t, w, phone)), Password: password}
			return boxed.Fails[string](t)(w.Client.ResetPasswordByPhoneCode(t.Context(), in))
		}
	}
	byEmail := func(address string, password authing.Secret, change func(authing.Secret) authing.Secret) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			in := enduser.ResetPasswordByEmailCodeInput{Email: address, Code: change(email(t, w, address, authing.EmailSceneResetPassword)), Password: password}
			return boxed.Fails[string](t)(w.Client.ResetPasswordByEmailCode(t.Context(), in))
		}
	}
	same := func(code authing.Secret) authing.Secret { return code }
	// works signs in with the new password, and not with the old one.
	works := func(t *testing.T, w *world, account string) {
		t.Helper()
		client := w.Another(t)
		if _, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: account, Password: boxed.Password}); !errors.Is(err, authing.CodeWrongCredentials) {
			t.Errorf("with the old password: %v, want %v", err, authing.CodeWrongCredentials)
		}
		if _, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: account, Password: another}); err != nil {
			t.Errorf("with the new password: %v", err)
		}
	}
	first := func(t *testing.T, w *world) authing.Secret {
		w.Add(t, authingtest.User{Email: newEmail, Password: boxed.Password, ResetPasswordOnFirstLogin: true})
		_, err := w.Client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: newEmail, Password: boxed.Password})
		reset, ok := errors.AsType[*authing.FirstLoginError](err)
		if !ok || reset.Token == "" {
			t.Fatalf("the first sign-in ended with %v", err)
		}
		return reset.Token
	}
	return []scenario{
		{Method: "ResetPasswordByPhoneCode", Do: func(t *testing.T, w *world) error {
			err := byPhone(boxed.AdaPhone, another, same)(t, w)
			works(t, w, boxed.AdaEmail)
			return err
		}},
		{Method: "ResetPasswordByPhoneCode", When: "nobody's", Want: authing.CodeUserNotFound, Do: byPhone(newPhone, another, same)},
		{Method: "ResetPasswordByPhoneCode", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: byPhone(boxed.AdaPhone, another, other)},
		{Method: "ResetPasswordByPhoneCode", When: "short password", Want: authing.CodePasswordTooShort, Do: byPhone(boxed.AdaPhone, tooShort, same)},
		{Method: "ResetPasswordByEmailCode", Do: func(t *testing.T, w *world) error {
			err := byEmail(boxed.AdaEmail, another, same)(t, w)
			works(t, w, boxed.AdaEmail)
			return err
		}},
		{Method: "ResetPasswordByEmailCode", When: "nobody's", Want: authing.CodeUserNotFound, Do: byEmail(newEmail, another, same)},
		{Method: "ResetPasswordByEmailCode", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: byEmail(boxed.AdaEmail, another, other)},
		{Method: "ResetPasswordByEmailCode", When: "short password", Want: authing.CodePasswordTooShort, Do: byEmail(boxed.AdaEmail, tooShort, same)},
		{Method: "ResetPasswordByFirstLoginToken", Do: func(t *testing.T, w *world) error {
			in := enduser.ResetPasswordByFirstLoginTokenInput{Token: first(t, w), Password: another}
			err := boxed.Gives(t, boxed.Any)(w.Client.ResetPasswordByFirstLoginToken(t.Context(), in))
			works(t, w, newEmail)
			return err
		}},
		{Method: "ResetPasswordByFirstLoginToken", When: "short password", Want: authing.CodePasswordTooShort, Do: func(t *testing.T, w *world) error {
			in := enduser.ResetPasswordByFirstLoginTokenInput{Token: first(t, w), Password: tooShort}
			return boxed.Fails[string](t)(w.Client.ResetPasswordByFirstLoginToken(t.Context(), in))
		}},
		{Method: "ResetPasswordByFirstLoginToken", When: "not a token", Want: authing.CodeIDTokenInvalid, Do: func(t *testing.T, w *world) error {
			in := enduser.ResetPasswordByFirstLoginTokenInput{Token: "garbage", Password: another}
			return boxed.Fails[string](t)(w.Client.ResetPasswordByFirstLoginToken(t.Context(), in))
		}},
	}
}

func linking() []scenario {
	link := func(primary, secondary func(*testing.T, *world) authing.Secret) func(*testing.T, *world) (*authing.User, error) {
		return func(t *testing.T, w *world) (*authing.User, error) {
			return w.Client.Link(t.Context(), enduser.LinkInput{PrimaryUserToken: primary(t, w), SecondaryUserToken: secondary(t, w)})
		}
	}
	of := func(id string) func(*testing.T, *world) authing.Secret {
		return func(t *testing.T, w *world) authing.Secret { return boxed.UserToken(t, w.Box, id) }
	}
	garbage := func(*testing.T, *world) authing.Secret { return "garbage" }
	social := func(t *testing.T, w *world) authing.Secret {
		id := w.Add(t, authingtest.User{Email: newEmail, UnionID: "qq|other", SocialLogin: &authingtest.SocialLogin{Provider: "qq"}})
		return boxed.UserToken(t, w.Box, id)
	}
	return []scenario{
		{Method: "Link", Do: func(t *testing.T, w *world) error {
			if err := is(t, boxed.AdaID)(link(of(boxed.AdaID), of(boxed.GraceID))(t, w)); err != nil {
				return err
			}
			ada, err := boxed.CoreSignedIn(t, w.Box, boxed.AdaEmail).GetCurrentUser(t.Context())
			if err == nil && (len(ada.Identities) != 1 || ada.Identities[0].Provider != "qq") {
				t.Errorf("her identities are %v", ada.Identities)
			}
			return err
		}},
		{Method: "Link", When: "first token not good", Want: authing.CodeNotSignedIn, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(link(garbage, of(boxed.GraceID))(t, w))
		}},
		{Method: "Link", When: "second token not good", Want: authing.CodeNotSignedIn, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(link(of(boxed.AdaID), garbage)(t, w))
		}},
		{Method: "Link", When: "both have an account there", Want: authing.CodeBoundToAnotherUser, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(link(of(boxed.GraceID), social)(t, w))
		}},
	}
}

// sessions is what the client does with tokens by itself, and what it asks nobody.
func sessions() []scenario {
	return []scenario{
		{Method: "ComputePasswordSecurityLevel", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, authing.PasswordHigh)(w.Client.ComputePasswordSecurityLevel(t.Context(), "abc12?"))
		}},
		{Method: "Token", Do: func(t *testing.T, w *world) error {
			token := boxed.UserToken(t, w.Box, boxed.AdaID)
			return boxed.Gives(t, token)(boxed.CoreEndUser(t, w.Box, enduser.WithToken(token)).Token(t.Context()))
		}},
		{Method: "Token", When: "nobody signed in", Want: authing.ErrNoSession, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.Token(t.Context())
			return err
		}},
		{Method: "WithToken", Do: func(t *testing.T, w *world) error {
			return is(t, boxed.GraceID)(w.Client.WithToken(boxed.UserToken(t, w.Box, boxed.GraceID)).GetCurrentUser(t.Context()))
		}},
		{Method: "WithToken", When: "garbage", Want: authing.CodeNotSignedIn, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.WithToken("garbage").GetCurrentUser(t.Context())
			if refused, ok := errors.AsType[*authing.Error](err); ok {
				return refused.Code // the error itself is one of GetCurrentUser
			}
			return err
		}},
	}
}

// signedOut is what every method of a person is refused with whose session was ended
// elsewhere.
func signedOut() []scenario {
	discard := func(_ any, err error) error { return err }
	calls := map[string]func(context.Context, *enduser.Client) error{
		"GetCurrentUser": func(ctx context.Context, c *enduser.Client) error { return discard(c.GetCurrentUser(ctx)) },
		"GetCustomData":  func(ctx context.Context, c *enduser.Client) error { return discard(c.GetCustomData(ctx, boxed.AdaID)) },
		"SetCustomData": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.SetCustomData(ctx, []enduser.UDFValueInput{{Key: "school", Value: "S"}}))
		},
		"UpdateProfile": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.UpdateProfile(ctx, enduser.UpdateProfileInput{Nickname: new("N")}))
		},
		"UpdatePassword": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.UpdatePassword(ctx, enduser.UpdatePasswordInput{NewPassword: another, OldPassword: boxed.Password}))
		},
		"BindPhone": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.BindPhone(ctx, enduser.BindPhoneInput{Phone: newPhone, Code: "1234"}))
		},
		"UnbindPhone": func(ctx context.Context, c *enduser.Client) error { return discard(c.UnbindPhone(ctx)) },
		"UpdatePhone": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.UpdatePhone(ctx, enduser.UpdatePhoneInput{Phone: newPhone, PhoneCode: "1234"}))
		},
		"BindEmail": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.BindEmail(ctx, enduser.BindEmailInput{Email: newEmail, Code: "1234"}))
		},
		"UnbindEmail": func(ctx context.Context, c *enduser.Client) error { return discard(c.UnbindEmail(ctx)) },
		"UpdateEmail": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.UpdateEmail(ctx, enduser.UpdateEmailInput{Email: newEmail, EmailCode: "1234"}))
		},
		"GetSecurityLevel": func(ctx context.Context, c *enduser.Client) error { return discard(c.GetSecurityLevel(ctx)) },
		"UpdateIDToken":    func(ctx context.Context, c *enduser.Client) error { return discard(c.UpdateIDToken(ctx)) },
		"ListApplications": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.ListApplications(ctx, enduser.ListApplicationsInput{}))
		},
		"ListOrgs": func(ctx context.Context, c *enduser.Client) error { return discard(c.ListOrgs(ctx)) },
		"ListRoles": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.ListRoles(ctx, enduser.ListRolesInput{}))
		},
		"ListAuthorizedResources": func(ctx context.Context, c *enduser.Client) error {
			return discard(c.ListAuthorizedResources(ctx, enduser.ListAuthorizedResourcesInput{Namespace: "default"}))
		},
	}
	var list []scenario
	for method, call := range calls {
		list = append(list, scenario{Method: method, When: "signed out elsewhere", Want: authing.CodeNotSignedIn, Do: func(t *testing.T, w *world) error {
			signOutElsewhere(t, w)
			err := call(t.Context(), w.Client)
			if !errors.Is(err, authing.ErrSessionEnded) {
				t.Errorf("the error does not say that the session is over: %v", err)
			}
			return err
		}})
	}
	return list
}

// signOutElsewhere ends the session with the client's token on another client.
func signOutElsewhere(t *testing.T, w *world) {
	t.Helper()
	if _, err := nobody(t, w.Box).WithToken(boxed.CoreToken(t, w.Client)).Logout(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// school defines a field of the pool's own, for people.
func school(t *testing.T, w *world) {
	t.Helper()
	in := management.UDFSetInput{TargetType: authing.UDFTargetTypeUser, Key: "school", DataType: authing.UDFDataTypeString, Label: "School"}
	if _, err := boxed.CoreOwner(t, w.Box).UDF.Set(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

// reader gives Ada a role that may read books, and gives the role.
func reader(t *testing.T, w *world) {
	t.Helper()
	owner := boxed.CoreOwner(t, w.Box)
	_, err := owner.Roles.Create(t.Context(), management.RolesCreateInput{Code: "reader", Description: "reads", Namespace: "library"})
	if err == nil {
		_, err = owner.Roles.AddUsers(t.Context(), management.RolesAddUsersInput{Code: "reader", Namespace: "library", UserIDs: []string{boxed.AdaID}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func reading() []scenario {
	return []scenario{
		{Method: "GetCurrentUser", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.GetCurrentUser(t.Context())
			if err == nil && (user.Email != boxed.AdaEmail || user.Phone != boxed.AdaPhone || user.Company != "Analytical Engines") {
				t.Errorf("read %v", user)
			}
			return is(t, boxed.AdaID)(user, err)
		}},
		{Method: "GetCustomData", Do: func(t *testing.T, w *world) error {
			school(t, w)
			want := []*authing.UDFValue{{Key: "school", DataType: authing.UDFDataTypeString, Value: `"S"`, Label: "School"}}
			if err := boxed.Gives(t, want)(w.Client.SetCustomData(t.Context(), []enduser.UDFValueInput{{Key: "school", Value: "S"}})); err != nil {
				t.Fatal(err)
			}
			return boxed.Gives(t, want)(w.Client.GetCustomData(t.Context(), boxed.AdaID))
		}},
		{Method: "SetCustomData", Do: func(t *testing.T, w *world) error {
			school(t, w)
			_, err := w.Client.SetCustomData(t.Context(), []enduser.UDFValueInput{{Key: "school", Value: "S"}})
			return err
		}},
		{Method: "SetCustomData", When: "no such field", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.SetCustomData(t.Context(), []enduser.UDFValueInput{{Key: "school", Value: "S"}})
			return err
		}},
		{Method: "SetCustomData", When: "not of the type", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			school(t, w)
			_, err := w.Client.SetCustomData(t.Context(), []enduser.UDFValueInput{{Key: "school", Value: "7"}})
			return err
		}},
		{Method: "GetSecurityLevel", Do: func(t *testing.T, w *world) error {
			level, err := w.Client.GetSecurityLevel(t.Context())
			if err == nil && (!level.Email || !level.Phone || !level.Password || level.MFA || level.Score <= 0) {
				t.Errorf("the level is %+v", level)
			}
			return err
		}},
		{Method: "ListApplications", Do: func(t *testing.T, w *world) error {
			app := w.OIDCApp(t)
			page, err := w.Client.ListApplications(t.Context(), enduser.ListApplicationsInput{Page: 2, Limit: 1})
			if err == nil && (page.TotalCount != 2 || len(page.List) != 1 || page.List[0].ID != app.ID) {
				t.Errorf("the second page is %+v", page)
			}
			return err
		}},
		{Method: "ListApplications", When: "negative", Want: &authing.InputError{Operation: "ListApplications", Parameter: "Page", Problem: "is negative"}, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.ListApplications(t.Context(), enduser.ListApplicationsInput{Page: -1})
			return err
		}},
		{Method: "AllApplications", Do: func(t *testing.T, w *world) error {
			w.OIDCApp(t)
			seen := 0
			for _, err := range w.Client.AllApplications(t.Context(), enduser.ListApplicationsInput{Limit: 1}) {
				if err != nil {
					return err
				}
				seen++
			}
			if seen != 2 {
				t.Errorf("%d applications, want 2", seen)
			}
			return nil
		}},
		{Method: "AllApplications", When: "signed out elsewhere", Want: authing.CodeNotSignedIn, Do: func(t *testing.T, w *world) error {
			signOutElsewhere(t, w)
			for _, err := range w.Client.AllApplications(t.Context(), enduser.ListApplicationsInput{}) {
				if refused, ok := errors.AsType[*authing.Error](err); ok {
					return refused.Code // the error itself is one of ListApplications
				}
			}
			return nil
		}},
		{Method: "ListOrgs", Do: func(t *testing.T, w *world) error {
			hire(t, w)
			orgs, err := w.Client.ListOrgs(t.Context())
			if err == nil && (len(orgs) != 1 || len(orgs[0]) != 2 || !orgs[0][0].Root || orgs[0][1].Name != "engines") {
				t.Errorf("the organisations are %v", orgs)
			}
			return err
		}},
		{Method: "ListRoles", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			roles, err := w.Client.ListRoles(t.Context(), enduser.ListRolesInput{Namespace: "library"})
			if err == nil && (len(roles) != 1 || roles[0].Code != "reader" || roles[0].Namespace != "library" || roles[0].Description != "reads") {
				t.Errorf("the roles are %v", roles)
			}
			return err
		}},
		{Method: "ListRoles", When: "of another permission group", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			return boxed.Gives(t, []*authing.Role{})(w.Client.ListRoles(t.Context(), enduser.ListRolesInput{Namespace: "archive"}))
		}},
		{Method: "ListAuthorizedResources", Do: func(t *testing.T, w *world) error {
			reader(t, w)
			allow(t, w)
			want := &authing.AuthorizedResourcePage{TotalCount: 1, List: []*authing.AuthorizedResource{
				{Code: "books", Type: authing.ResourceTypeData, Actions: []string{"books:read"}},
			}}
			in := enduser.ListAuthorizedResourcesInput{Namespace: "default", ResourceType: authing.ResourceTypeData}
			return boxed.Gives(t, want)(w.Client.ListAuthorizedResources(t.Context(), in))
		}},
		{Method: "Do", Do: func(t *testing.T, w *world) error {
			var out struct{ User struct{ ID string } }
			err := w.Client.Do(t.Context(), "query { user { id } }", nil, &out, authing.OperationName(""))
			if err == nil && out.User.ID != boxed.AdaID {
				t.Errorf("read %+v", out)
			}
			return err
		}},
		{Method: "Do", When: "not a query", Want: &authing.InputError{}, Do: func(t *testing.T, w *world) error {
			err := w.Client.Do(t.Context(), "", nil, nil)
			if _, ok := errors.AsType[*authing.InputError](err); ok {
				return &authing.InputError{}
			}
			return err
		}},
	}
}

// allow lets readers read books.
func allow(t *testing.T, w *world) {
	t.Helper()
	err := w.AddPolicy(authingtest.Policy{Code: "reading", Resources: []authingtest.Resource{{Code: "books", Type: "DATA", Actions: []string{"books:read"}}}})
	if err == nil {
		_, err = boxed.CoreOwner(t, w.Box).Roles.AddPolicies(t.Context(), management.RolesAddPoliciesInput{Code: "reader", Policies: []string{"reading"}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// hire lets Ada work in the department engines of an organisation.
func hire(t *testing.T, w *world) {
	t.Helper()
	owner := boxed.Owner(t, w.Box)
	root, err := w.AddGroup("works")
	if err != nil {
		t.Fatal(err)
	}
	department, err := w.AddGroup("engines", boxed.AdaID)
	if err != nil {
		t.Fatal(err)
	}
	org, err := owner.Org.Create(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Org.AddNode(t.Context(), classic.OrgAddNodeInput{OrgID: org.ID, ParentGroupID: root, GroupID: department}); err != nil {
		t.Fatal(err)
	}
}

func updating() []scenario {
	update := func(in enduser.UpdatePasswordInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UpdatePassword(t.Context(), in))
		}
	}
	return []scenario{
		{Method: "UpdateProfile", When: "nil leaves and empty empties", Do: func(t *testing.T, w *world) error {
			user, err := w.Client.UpdateProfile(t.Context(), enduser.UpdateProfileInput{Nickname: new("Countess"), Company: new("")})
			if err == nil && (user.Nickname != "Countess" || user.Company != "" || user.Name != "Ada Lovelace") {
				t.Errorf("updated %v", user)
			}
			return err
		}},
		{Method: "UpdateProfile", When: "all that the document names", Do: func(t *testing.T, w *world) error {
			in := enduser.UpdateProfileInput{
				Username: new("countess"), Nickname: new("N"), Company: new("C"), Photo: new("https://example.com/p.png"), Browser: new("b"),
				Device: new("d"), Name: new("Name"), GivenName: new("Given"), FamilyName: new("Family"), MiddleName: new("Middle"),
				Profile: new("https://example.com/a"), PreferredUsername: new("Preferred"), Website: new("https://a.example.com"), Gender: new("F"),
				Birthdate: new("1815-12-10"), ZoneInfo: new("Europe/London"), Locale: new("en-GB"), Address: new("A"), StreetAddress: new("1 Street"),
				Locality: new("L"), Region: new("R"), PostalCode: new("SW1"), City: new("London"), Province: new("P"), Country: new("UK"),
			}
			if _, err := w.Client.UpdateProfile(t.Context(), in); err != nil {
				return err
			}
			user, err := w.Client.GetCurrentUser(t.Context())
			if err != nil {
				return err
			}
			got := enduser.UpdateProfileInput{
				Username: &user.Username, Nickname: &user.Nickname, Company: &user.Company, Photo: &user.Photo, Browser: &user.Browser,
				Device: &user.Device, Name: &user.Name, GivenName: &user.GivenName, FamilyName: &user.FamilyName, MiddleName: &user.MiddleName,
				Profile: &user.Profile, PreferredUsername: &user.PreferredUsername, Website: &user.Website, Gender: &user.Gender,
				Birthdate: &user.Birthdate, ZoneInfo: &user.ZoneInfo, Locale: &user.Locale, Address: &user.Address, StreetAddress: &user.StreetAddress,
				Locality: &user.Locality, Region: &user.Region, PostalCode: &user.PostalCode, City: &user.City, Province: &user.Province, Country: &user.Country,
			}
			if diff := cmp.Diff(in, got); diff != "" {
				t.Errorf("the profile differs (-want +got):\n%s", diff)
			}
			return nil
		}},
		{Method: "UpdateProfile", When: "user name taken", Want: authing.CodeUsernameTaken, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UpdateProfile(t.Context(), enduser.UpdateProfileInput{Username: new(boxed.GraceEmail)}))
		}},
		{Method: "UpdatePassword", Do: func(t *testing.T, w *world) error {
			in := enduser.UpdatePasswordInput{NewPassword: another, OldPassword: boxed.Password}
			if err := is(t, boxed.AdaID)(w.Client.UpdatePassword(t.Context(), in)); err != nil {
				return err
			}
			_, err := nobody(t, w.Box).LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: boxed.AdaEmail, Password: another})
			return err
		}},
		{Method: "UpdatePassword", When: "the first one", Do: func(t *testing.T, w *world) error {
			grace := w.Client.WithToken(boxed.UserToken(t, w.Box, boxed.GraceID))
			return is(t, boxed.GraceID)(grace.UpdatePassword(t.Context(), enduser.UpdatePasswordInput{NewPassword: another}))
		}},
		{Method: "UpdatePassword", When: "old one wrong", Want: authing.CodeIncorrectOldPassword, Do: update(enduser.UpdatePasswordInput{NewPassword: another, OldPassword: wrong})},
		{Method: "UpdatePassword", When: "old one missing", Want: authing.CodeOldPasswordMissing, Do: update(enduser.UpdatePasswordInput{NewPassword: another})},
		{Method: "UpdatePassword", When: "too short", Want: authing.CodePasswordTooShort, Do: update(enduser.UpdatePasswordInput{NewPassword: tooShort, OldPassword: boxed.Password})},
	}
}

// bare makes a client of somebody who has one thing to sign in with, and a password.
func bare(t *testing.T, w *world, u authingtest.User) *enduser.Client {
	t.Helper()
	u.Password = boxed.Password
	return w.Client.WithToken(boxed.UserToken(t, w.Box, w.Add(t, u)))
}

func addressing() []scenario {
	bindPhone := func(t *testing.T, w *world, phone string, change func(authing.Secret) authing.Secret) (*authing.User, error) {
		client := bare(t, w, authingtest.User{Email: "bare@example.com"})
		return client.BindPhone(t.Context(), enduser.BindPhoneInput{Phone: phone, Code: change(sms(t, w, phone))})
	}
	bindEmail := func(t *testing.T, w *world, address string, scene authing.EmailScene) (*authing.User, error) {
		client := bare(t, w, authingtest.User{Phone: "13100000007"})
		return client.BindEmail(t.Context(), enduser.BindEmailInput{Email: address, Code: email(t, w, address, scene)})
	}
	updatePhone := func(t *testing.T, w *world, phone, old string, change func(authing.Secret) authing.Secret) (*authing.User, error) {
		return w.Client.UpdatePhone(t.Context(), enduser.UpdatePhoneInput{
			Phone: phone, PhoneCode: change(sms(t, w, phone)), OldPhone: old, OldPhoneCode: sms(t, w, old),
		})
	}
	updateEmail := func(t *testing.T, w *world, address, old string, change func(authing.Secret) authing.Secret) (*authing.User, error) {
		return w.Client.UpdateEmail(t.Context(), enduser.UpdateEmailInput{
			Email: address, EmailCode: change(email(t, w, address, authing.EmailSceneChangeEmail)),
			OldEmail: old, OldEmailCode: email(t, w, old, authing.EmailSceneChangeEmail),
		})
	}
	same := func(code authing.Secret) authing.Secret { return code }
	has := func(t *testing.T, phone, address string) func(*authing.User, error) error {
		return func(user *authing.User, err error) error {
			t.Helper()
			if err == nil && (user.Phone != phone || user.Email != address) {
				t.Errorf("the user has %q and %q, want %q and %q", user.Phone, user.Email, phone, address)
			}
			return err
		}
	}
	fails := func(call func(*testing.T, *world) (*authing.User, error)) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error { return boxed.Fails[*authing.User](t)(call(t, w)) }
	}
	return []scenario{
		{Method: "BindPhone", Do: func(t *testing.T, w *world) error {
			return has(t, newPhone, "bare@example.com")(bindPhone(t, w, newPhone, same))
		}},
		{Method: "BindPhone", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bindPhone(t, w, newPhone, other)
		})},
		{Method: "BindPhone", When: "somebody else's", Want: authing.CodeBoundToAnotherUser, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bindPhone(t, w, boxed.AdaPhone, same)
		})},
		{Method: "BindPhone", When: "has one", Want: authing.CodeAlreadyBound, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return w.Client.BindPhone(t.Context(), enduser.BindPhoneInput{Phone: newPhone, Code: sms(t, w, newPhone)})
		})},
		{Method: "UnbindPhone", Do: func(t *testing.T, w *world) error {
			return has(t, "", boxed.AdaEmail)(w.Client.UnbindPhone(t.Context()))
		}},
		{Method: "UnbindPhone", When: "nothing else", Want: authing.CodeNoOtherWayBound, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bare(t, w, authingtest.User{Phone: newPhone}).UnbindPhone(t.Context())
		})},
		{Method: "UpdatePhone", Do: func(t *testing.T, w *world) error {
			return has(t, newPhone, boxed.AdaEmail)(updatePhone(t, w, newPhone, boxed.AdaPhone, same))
		}},
		{Method: "UpdatePhone", When: "somebody else's", Want: authing.CodeBoundToAnotherUser, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			w.Add(t, authingtest.User{Phone: newPhone})
			return updatePhone(t, w, newPhone, boxed.AdaPhone, same)
		})},
		{Method: "UpdatePhone", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updatePhone(t, w, newPhone, boxed.AdaPhone, other)
		})},
		{Method: "UpdatePhone", When: "old one differs", Want: authing.CodeOldPhoneMismatch, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updatePhone(t, w, newPhone, "13100000006", same)
		})},
		{Method: "UpdatePhone", When: "the same", Want: authing.CodeSamePhone, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updatePhone(t, w, boxed.AdaPhone, boxed.AdaPhone, same)
		})},
		{Method: "BindEmail", Do: func(t *testing.T, w *world) error {
			return has(t, "13100000007", newEmail)(bindEmail(t, w, newEmail, authing.EmailSceneEmailBindVerifyCode))
		}},
		{Method: "BindEmail", When: "a code for something else", Want: authing.CodeWrongVerificationCode, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bindEmail(t, w, newEmail, authing.EmailSceneResetPassword)
		})},
		{Method: "BindEmail", When: "somebody else's", Want: authing.CodeBoundToAnotherUser, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bindEmail(t, w, boxed.AdaEmail, authing.EmailSceneEmailBindVerifyCode)
		})},
		{Method: "BindEmail", When: "has one", Want: authing.CodeEmailAlreadyBound, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return w.Client.BindEmail(t.Context(), enduser.BindEmailInput{Email: newEmail, Code: email(t, w, newEmail, authing.EmailSceneEmailBindVerifyCode)})
		})},
		{Method: "UnbindEmail", Do: func(t *testing.T, w *world) error {
			return has(t, boxed.AdaPhone, "")(w.Client.UnbindEmail(t.Context()))
		}},
		{Method: "UnbindEmail", When: "nothing else", Want: authing.CodeNoOtherWayBound, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bare(t, w, authingtest.User{Email: newEmail}).UnbindEmail(t.Context())
		})},
		{Method: "UnbindEmail", When: "has none", Want: authing.CodeNoOtherWayBound, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return bare(t, w, authingtest.User{Phone: newPhone}).UnbindEmail(t.Context())
		})},
		{Method: "UpdateEmail", Do: func(t *testing.T, w *world) error {
			return has(t, boxed.AdaPhone, newEmail)(updateEmail(t, w, newEmail, boxed.AdaEmail, same))
		}},
		{Method: "UpdateEmail", When: "somebody else's", Want: authing.CodeBoundToAnotherUser, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updateEmail(t, w, boxed.GraceEmail, boxed.AdaEmail, same)
		})},
		{Method: "UpdateEmail", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updateEmail(t, w, newEmail, boxed.AdaEmail, other)
		})},
		{Method: "UpdateEmail", When: "old one differs", Want: authing.CodeOldEmailMismatch, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updateEmail(t, w, newEmail, boxed.GraceEmail, same)
		})},
		{Method: "UpdateEmail", When: "the same", Want: authing.CodeSameEmail, Do: fails(func(t *testing.T, w *world) (*authing.User, error) {
			return updateEmail(t, w, boxed.AdaEmail, boxed.AdaEmail, same)
		})},
	}
}

// ending is how a session ends, and how it goes on.
func ending() []scenario {
	return []scenario{
		{Method: "Logout", Do: func(t *testing.T, w *world) error {
			token := boxed.CoreToken(t, w.Client)
			if err := boxed.Gives(t, boxed.Any)(w.Client.Logout(t.Context())); err != nil {
				return err
			}
			if _, err := w.Client.GetCurrentUser(t.Context()); !errors.Is(err, authing.ErrNoSession) {
				t.Errorf("reading after Logout: %v, want %v", err, authing.ErrNoSession)
			}
			if _, err := w.Client.WithToken(token).GetCurrentUser(t.Context()); !errors.Is(err, authing.CodeNotSignedIn) {
				t.Errorf("reading with the old token: %v, want %v", err, authing.CodeNotSignedIn)
			}
			return nil
		}},
		{Method: "Logout", When: "over already", Want: authing.CodeIDTokenInvalid, Do: func(t *testing.T, w *world) error {
			signOutElsewhere(t, w)
			return boxed.Fails[string](t)(w.Client.Logout(t.Context()))
		}},
		{Method: "Logout", When: "expired", Want: authing.CodeIDTokenInvalid, Do: func(t *testing.T, w *world) error {
			w.Advance(16 * 24 * time.Hour)
			return boxed.Fails[string](t)(w.Client.Logout(t.Context()))
		}},
		{Method: "UpdateIDToken", Do: func(t *testing.T, w *world) error {
			before := boxed.CoreToken(t, w.Client)
			user, err := w.Client.UpdateIDToken(t.Context())
			if err != nil {
				return err
			}
			if after := boxed.CoreToken(t, w.Client); after == before || after != user.Token {
				t.Error("the session did not go on with the fresh token")
			}
			w.Advance(10 * 24 * time.Hour)
			return is(t, boxed.AdaID)(w.Client.GetCurrentUser(t.Context()))
		}},
		{Method: "GetCurrentUser", When: "on two derived clients", Do: func(t *testing.T, w *world) error {
			ada := w.Client.WithToken(boxed.UserToken(t, w.Box, boxed.AdaID))
			grace := w.Client.WithToken(boxed.UserToken(t, w.Box, boxed.GraceID))
			if _, err := grace.Logout(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := grace.GetCurrentUser(t.Context()); !errors.Is(err, authing.ErrNoSession) {
				t.Errorf("reading after Logout: %v, want %v", err, authing.ErrNoSession)
			}
			return is(t, boxed.AdaID)(ada.GetCurrentUser(t.Context()))
		}},
	}
}
