package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// nobody calls the core API without being signed in, byOwner as the pool's owner.
var nobody = service.Asker{Pool: pool}

func (f *fixture) byOwner() service.Asker { return service.Asker{Pool: pool, Token: f.owner} }

// waitingBy goes on from a refused sign-in.
func waitingBy(token string) service.Asker { return service.Asker{Pool: pool, Token: token} }

// coreIn signs somebody in by the core API.
func (f *fixture) coreIn(account string) service.Asker {
	f.t.Helper()
	p, err := f.CoreLogin(nobody, service.CoreCredentials{Account: account, Password: f.seal(password)})
	if err != nil {
		f.t.Fatal(err)
	}
	return service.Asker{Pool: pool, Token: *p.Token}
}

// coreSMS sends a code by the core API.
func (f *fixture) coreSMS(phone string) string {
	f.t.Helper()
	if err := f.CoreSendSMS(nobody, "", phone); err != nil {
		f.t.Fatal(err)
	}
	return f.LastCode(pool, service.SMS, phone)
}

// scene sends a code for a scene.
func (f *fixture) scene(email, scene string) string {
	f.t.Helper()
	if err := f.CoreSendEmail(nobody, email, scene); err != nil {
		f.t.Fatal(err)
	}
	return f.LastCode(pool, service.Email, email)
}

// step gives what a refusal carries for going on.
func step(t *testing.T, err error, want authing.Code, name string) string {
	t.Helper()
	wantCode(t, err, want)
	word := err.(*service.Error).Data[name]
	if word == "" {
		t.Fatalf("the refusal has no %s", name)
	}
	return word
}

// TestOneSetOfUsers signs in by one API who registered by the other.
func TestOneSetOfUsers(t *testing.T) {
	f := newFixture(t)
	f.coreIn("ada@example.com")
	f.coreIn("ADA@example.com")
	f.coreIn("ada")
	p, err := f.CoreRegister(nobody, service.CoreRegistration{Email: "eve@example.com", Password: f.seal(password)})
	if err != nil || p.Token != nil {
		t.Fatalf("%+v, %v", p, err)
	}
	u, err := f.Login(service.Credentials{Pool: pool, Email: "eve@example.com", Password: f.seal(password)})
	if err != nil || u.ID != p.ID {
		t.Fatalf("%+v, %v", u, err)
	}
	// Tokens of both are good in both, and end alike.
	if p, err := f.CorePerson(service.Asker{Token: u.Token}, ""); err != nil || p.ID != u.ID {
		t.Errorf("%+v, %v", p, err)
	}
	by := f.coreIn("eve@example.com")
	if u, err := f.User(by.Token, pool, ""); err != nil || u.ID != p.ID {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := f.UpdateUser(u.Token, service.Update{ID: u.ID, TokenExpiredAt: new("0")}); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{u.Token, by.Token} {
		_, err := f.CorePerson(service.Asker{Token: token}, "")
		wantCode(t, err, authing.CodeNotSignedIn)
	}
}

func TestCoreRegistration(t *testing.T) {
	f := newFixture(t)
	good := func(in service.CoreRegistration) service.CoreRegistration {
		in.Password = f.seal(password)
		return in
	}
	code := f.coreSMS("13100000003")
	tests := map[string]struct {
		in   service.CoreRegistration
		want authing.Code
	}{
		"a malformed address":  {good(service.CoreRegistration{Email: "x"}), 2003},
		"an address of Ada":    {good(service.CoreRegistration{Email: "ADA@example.com"}), 2026},
		"the name of Ada":      {good(service.CoreRegistration{Username: "ada"}), 2026},
		"a number of Bob":      {good(service.CoreRegistration{Phone: "13100000001", Code: "1"}), 2026},
		"another code":         {good(service.CoreRegistration{Phone: "13100000003", Code: other(code)}), 2001},
		"a short password":     {service.CoreRegistration{Email: "x@example.com", Password: f.seal("short")}, 2029},
		"a plain password":     {service.CoreRegistration{Email: "x@example.com", Password: password}, 2016},
		"nothing":              {good(service.CoreRegistration{}), 2231},
		"a field that is none": {good(service.CoreRegistration{Username: "x", Values: []service.UDFChange{{Key: "k", Value: "1"}}}), 2231},
		"a code":               {good(service.CoreRegistration{Phone: "13100000003", Code: code}), 0},
		"a code again":         {good(service.CoreRegistration{Phone: "13100000004", Code: code}), 2001},
		"a name in capitals":   {good(service.CoreRegistration{Username: "Ada", ForceLogin: true}), 0},
	}
	for _, name := range []string{
		"a malformed address", "an address of Ada", "the name of Ada", "a number of Bob", "another code", "a short password",
		"a plain password", "nothing", "a field that is none", "a code", "a code again", "a name in capitals",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.CoreRegister(nobody, tests[name].in)
			wantCode(t, err, tests[name].want)
		})
	}
}

// TestCoreLoginRules has what signing in is refused for.
func TestCoreLoginRules(t *testing.T) {
	f := newFixture(t)
	blocked := f.add(service.UserSeed{Email: "blocked@example.com", Password: password, Blocked: true})
	closed, err := f.AddApp(pool, service.App{Protocol: service.OIDC, Denied: []string{f.ada.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.AddDirectoryUser(pool, service.DirectoryUser{Username: "tesla", Password: "coil"}); err != nil {
		t.Fatal(err)
	}
	if err := f.AddDirectoryUser(pool, service.DirectoryUser{Connector: "ad", Username: `corp\mary`, Password: "pw"}); err != nil {
		t.Fatal(err)
	}
	byPassword := func(by service.Asker, account, password string) error {
		_, err := f.CoreLogin(by, service.CoreCredentials{Account: account, Password: f.seal(password)})
		return err
	}
	byCode := func(phone, code string, register bool) error {
		_, err := f.CoreLoginByPhoneCode(nobody, service.CoreCredentials{Phone: phone, Code: code, Register: register})
		return err
	}
	ldap := func(name, password string) error { _, err := f.CoreLoginByLDAP(nobody, name, password); return err }
	ad := func(name, password string) error { _, err := f.CoreLoginByAD(nobody, name, password); return err }
	tests := []struct {
		name string
		err  error
		want authing.Code
	}{
		{"a wrong password", byPassword(nobody, "ada", "wrong horse"), 2333},
		{"an unknown account", byPassword(nobody, "nobody", password), 2333},
		{"a locked user", byPassword(nobody, blocked.Email, password), 2005},
		{"an application for others", byPassword(service.Asker{App: closed.ID}, "ada", password), 1576},
		{"no such application", byPassword(service.Asker{Pool: pool, App: "none"}, "ada", password), 2011},
		{"no pool", byPassword(service.Asker{}, "ada", password), 2205},
		{"a wrong code", byCode("13100000001", "0", false), 2001},
		{"a number of nobody", byCode("13100000005", f.coreSMS("13100000005"), false), 2004},
		{"a number to register", byCode("13100000005", f.coreSMS("13100000005"), true), 0},
		{"a number", byCode("13100000001", f.coreSMS("13100000001"), false), 0},
		{"LDAP", ldap("tesla", "coil"), 0},
		{"LDAP, wrong", ldap("tesla", "wire"), 2333},
		{"LDAP with an account of AD", ldap(`corp\mary`, "pw"), 2333},
		{"AD", ad(`CORP\mary`, "pw"), 0},
		{"AD, wrong", ad(`corp\mary`, "p"), 2333},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wantCode(t, test.err, test.want) })
	}
}

func TestCoreSessions(t *testing.T) {
	f := newFixture(t)
	by := f.coreIn("ada")
	fresh, err := f.CoreRefresh(by)
	if err != nil || *fresh.Token == by.Token {
		t.Fatal(fresh, err)
	}
	if status, err := f.SignedInStatus(f.byOwner(), f.ada.ID, ""); err != nil || !status.SignedIn || len(status.Apps) != 1 {
		t.Errorf("%+v, %v", status, err)
	}
	if status, err := f.SignedInStatus(f.byOwner(), f.bob.ID, ""); err != nil || status.SignedIn || status.User != nil {
		t.Errorf("%+v, %v", status, err)
	}
	wantCode(t, f.CoreLogout(by), 0)
	wantCode(t, f.CoreLogout(by), authing.CodeIDTokenInvalid)
	wantCode(t, f.CoreLogout(nobody), authing.CodeIDTokenInvalid)
	by.Token = *fresh.Token // its session is another
	if _, err := f.CorePerson(by, ""); err != nil {
		t.Error(err)
	}
	wantCode(t, f.Kick(by, []string{f.ada.ID}), authing.CodeNotAllowed)
	wantCode(t, f.Kick(f.byOwner(), []string{f.ada.ID, "nobody"}), authing.CodeUserNotFound)
	wantCode(t, f.Kick(f.byOwner(), []string{f.ada.ID}), 0)
	_, err = f.CoreRefresh(by)
	wantCode(t, err, authing.CodeNotSignedIn)

	app, err := f.AddApp(pool, service.App{Protocol: service.OIDC})
	if err != nil {
		t.Fatal(err)
	}
	here := f.coreIn("ada")
	there, err := f.CoreLogin(service.Asker{App: app.ID}, service.CoreCredentials{Account: "ada", Password: f.seal(password)})
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, f.LogoutUser(f.byOwner(), f.ada.ID, app.ID), 0)
	if _, err := f.CorePerson(here, ""); err != nil {
		t.Error(err)
	}
	_, err = f.CorePerson(service.Asker{Token: *there.Token}, "")
	wantCode(t, err, authing.CodeNotSignedIn)
	f.Advance(16 * 24 * time.Hour)
	_, err = f.CorePerson(here, "")
	wantCode(t, err, authing.CodeNotSignedIn)
}

// TestScenes has codes that are good for what they were sent for and nothing else.
func TestScenes(t *testing.T) {
	f := newFixture(t)
	reset := func(code string) error {
		return f.CoreResetPassword(nobody, service.CoreReset{Email: "ada@example.com", Code: code, Password: f.seal(password)})
	}
	for _, scene := range []string{"RESET_PASSWORD", "RESET_PASSWORD_VERIFY_CODE", "VERIFY_CODE"} {
		code := f.scene("ada@example.com", scene)
		wantCode(t, reset(code), 0)
		wantCode(t, reset(code), authing.CodeWrongVerificationCode)
	}
	for _, scene := range []string{
		"CHANGE_EMAIL", "MFA_VERIFY", "EMAIL_BIND_VERIFY_CODE", "EMAIL_UNBIND_VERIFY_CODE", "REGISTER_VERIFY_CODE",
		"LOGIN_VERIFY_CODE", "MFA_VERIFY_CODE", "INFORMATION_COMPLETION_VERIFY_CODE",
	} {
		wantCode(t, reset(f.scene("ada@example.com", scene)), authing.CodeWrongVerificationCode)
	}
	// The classic API has this scene too.
	code := f.scene("ada@example.com", "RESET_PASSWORD")
	if _, err := f.ResetPassword(pool, "ada@example.com", f.seal(password), code); err != nil {
		t.Error(err)
	}
	f.scene("ada@example.com", "CHANGE_EMAIL")
	_, err := f.CoreLoginByEmailCode(nobody, service.CoreCredentials{Email: "ada@example.com", Code: f.scene("ada@example.com", "LOGIN_VERIFY_CODE")})
	wantCode(t, err, 0)

	wantCode(t, f.CoreSendEmail(nobody, "x", "CHANGE_EMAIL"), authing.CodeEmailAddressInvalid)
	wantCode(t, f.CoreSendEmail(nobody, "nobody@example.com", "VERIFY_EMAIL"), authing.CodeUserNotFound)
	wantCode(t, f.CoreSendEmail(nobody, "ada@example.com", "FIRST_EMAIL_LOGIN_VERIFY"), 0)
	sent := f.Outbox()
	_, word, _ := strings.Cut(sent[len(sent)-1].Link, "/verify/")
	wantCode(t, f.OpenLink(word), 0)
	wantCode(t, f.CoreResetPassword(nobody, service.CoreReset{Email: "nobody@example.com", Code: "1"}), authing.CodeUserNotFound)
	wantCode(t, f.CoreResetPassword(nobody, service.CoreReset{Phone: "13900000000", Code: "1"}), authing.CodeUserNotFound)
	wantCode(t, f.CoreSendSMS(nobody, "", "x"), authing.CodeMessageNotSent)
	wantCode(t, f.CoreSendSMS(nobody, "86", "13100000000"), authing.CodeMessageNotSent)
}

// TestCountryCodes keeps numbers of two countries apart.
func TestCountryCodes(t *testing.T) {
	f := newFixture(t)
	register := func(country, code string) error {
		_, err := f.CoreRegister(nobody, service.CoreRegistration{Phone: "13100000007", PhoneCountryCode: country, Code: code, Password: f.seal(password)})
		return err
	}
	if err := f.CoreSendSMS(nobody, "+1", "13100000007"); err != nil {
		t.Fatal(err)
	}
	code := f.LastCode(pool, service.SMS, "+113100000007")
	wantCode(t, register("", code), authing.CodeWrongVerificationCode)
	wantCode(t, register("+86", code), authing.CodeWrongVerificationCode)
	wantCode(t, register("+1", code), 0)
	p, err := f.CorePerson(f.coreIn("13100000007"), "")
	if err != nil || *p.PhoneCountryCode != "+1" || !*p.PhoneVerified {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestSecondFactors(t *testing.T) {
	f := newFixture(t)
	app, err := f.FirstApp(pool)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetAppMFA(pool, app, true); err != nil {
		t.Fatal(err)
	}
	waiting := func() string {
		_, err := f.CoreLogin(nobody, service.CoreCredentials{Account: "ada", Password: f.seal(password)})
		return step(t, err, authing.CodeAppMFARequired, "mfaToken")
	}
	token := waiting()
	_, err = f.CorePerson(service.Asker{Token: token}, "")
	wantCode(t, err, authing.CodeNotSignedIn) // the token is good for nothing else
	for _, test := range []struct {
		phone, email string
		want         bool
		code         authing.Code
	}{
		{"13100000008", "", true, 0},
		{"13100000001", "", false, authing.CodeBoundToAnotherUser},
		{"", "ada@example.com", true, 0},
		{"", "new@example.com", false, 0},
		{"", "", false, authing.CodeParametersIncomplete},
	} {
		got, err := f.FactorBindable(waitingBy(token), test.phone, test.email)
		wantCode(t, err, test.code)
		if got != test.want {
			t.Errorf("%+v: %t", test, got)
		}
	}
	recovery, err := f.RecoveryCode(pool, f.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		digits, err := f.OneTimePassword(pool, f.ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		return digits
	}
	for name, test := range map[string]struct {
		give  func(token, what string) (*service.Person, error)
		right func() string
		wrong authing.Code
	}{
		"SMS": {func(token, code string) (*service.Person, error) {
			return f.FactorBySMS(waitingBy(token), "13100000008", code)
		},
			func() string { return f.coreSMS("13100000008") }, 2001},
		"email": {func(token, code string) (*service.Person, error) {
			return f.FactorByEmail(waitingBy(token), "ada@example.com", code)
		},
			func() string { return f.scene("ada@example.com", "MFA_VERIFY_CODE") }, 2001},
		"TOTP": {func(token, digits string) (*service.Person, error) { return f.FactorByTOTP(waitingBy(token), digits) }, shown, 6001},
		"recovery code": {func(token, code string) (*service.Person, error) {
			return f.FactorByRecoveryCode(waitingBy(token), code)
		}, func() string { return recovery }, 6002},
	} {
		t.Run(name, func(t *testing.T) {
			token, right := waiting(), test.right()
			_, err := test.give(token, other(right))
			if name == "recovery code" {
				_, err = test.give(token, "wrong")
			}
			wantCode(t, err, test.wrong)
			p, err := test.give(token, right)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.CorePerson(service.Asker{Token: *p.Token}, ""); err != nil {
				t.Error(err)
			}
			_, err = test.give(token, right)
			wantCode(t, err, authing.CodeIDTokenInvalid)
			if name == "recovery code" {
				_, err = test.give(waiting(), right)
				wantCode(t, err, test.wrong)
			}
		})
	}
	if p, err := f.CorePerson(f.byOwner(), f.ada.ID); err != nil || p.Phone == nil || *p.Phone != "13100000008" {
		t.Errorf("the number of the second factor is not bound: %+v, %v", p, err)
	}
	late := waiting()
	f.Advance(6 * time.Minute)
	_, err = f.FactorByTOTP(waitingBy(late), shown())
	wantCode(t, err, authing.CodeIDTokenInvalid)
}

// TestOwnSecondFactor has one that the user switches on by the core API.
func TestOwnSecondFactor(t *testing.T) {
	f := newFixture(t)
	by := f.coreIn("ada")
	if _, found, err := f.Authenticators(by); found || err != nil {
		t.Errorf("%t, %v", found, err)
	}
	if made, err := f.Associate(by); err != nil || made.Secret == "" || made.Recovery == "" {
		t.Fatal(err)
	}
	f.coreIn("ada") // not switched on yet
	digits, err := f.OneTimePassword(pool, f.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, f.ConfirmAssociation(by, other(digits)), authing.CodeWrongOneTimePassword)
	wantCode(t, f.ConfirmAssociation(by, digits), 0)
	if m, found, err := f.Authenticators(by); !found || !m.Enabled || err != nil {
		t.Errorf("%+v, %t, %v", m, found, err)
	}
	_, err = f.Associate(by)
	wantCode(t, err, authing.CodeNotAllowed)
	_, err = f.CoreLogin(nobody, service.CoreCredentials{Account: "ada", Password: f.seal(password)})
	token := step(t, err, authing.CodeMFARequired, "mfaToken")
	_, err = f.FactorByTOTP(waitingBy(token), digits)
	wantCode(t, err, authing.CodeWrongOneTimePassword) // it was used
	f.Advance(time.Minute)
	if digits, err = f.OneTimePassword(pool, f.ada.ID); err != nil {
		t.Fatal(err)
	}
	_, err = f.FactorByTOTP(waitingBy(token), digits)
	wantCode(t, err, 0)
}

func TestFirstLogin(t *testing.T) {
	f := newFixture(t)
	p, err := f.CreateCoreUser(f.byOwner(), service.CoreUser{
		User: service.User{Email: "eve@example.com"}, Password: f.seal(password), ResetOnFirstLogin: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	login := func(password string) error {
		_, err := f.CoreLogin(nobody, service.CoreCredentials{Account: "eve@example.com", Password: f.seal(password)})
		return err
	}
	token := step(t, login(password), authing.CodeFirstLoginPasswordReset, "token")
	_, err = f.FactorByTOTP(waitingBy(token), "1")
	wantCode(t, err, authing.CodeIDTokenInvalid) // it is another step's
	wantCode(t, f.CoreFirstPassword(nobody, "nonsense", f.seal("battery staple")), authing.CodeIDTokenInvalid)
	wantCode(t, f.CoreFirstPassword(nobody, token, f.seal("short")), authing.CodePasswordTooShort)
	wantCode(t, f.CoreFirstPassword(nobody, token, f.seal("battery staple")), 0)
	wantCode(t, f.CoreFirstPassword(nobody, token, f.seal("battery staple")), authing.CodeIDTokenInvalid)
	wantCode(t, login(password), authing.CodeWrongCredentials)
	wantCode(t, login("battery staple"), 0)
	if *p.Status != "Activated" {
		t.Errorf("status %s", *p.Status)
	}
}

func TestOwnAccount(t *testing.T) {
	f := newFixture(t)
	f.add(service.UserSeed{Email: "eve@example.com", Phone: "13100000002", Password: password})
	ada, eve := f.coreIn("ada"), f.coreIn("eve@example.com")
	sealed := f.seal(password)
	did := func(p *service.Person, err error) error { return err }
	tests := []struct {
		name string
		err  error
		want authing.Code
	}{
		{"nobody", did(f.UnbindPhone(nobody)), 2020},
		{"the owner is nobody", did(f.UnbindPhone(f.byOwner())), 2020},
		{"a wrong old password", did(f.CoreUpdatePassword(ada, sealed, f.seal("wrong horse"))), 1320011},
		{"no old password", did(f.CoreUpdatePassword(ada, sealed, "")), 2201},
		{"another password", did(f.CoreUpdatePassword(ada, sealed, sealed)), 0},
		{"a password by the profile", did(f.CoreUpdateUser(ada, service.CoreUpdate{Update: service.Update{Password: &sealed}})), 2018},
		{"an address by the profile", did(f.CoreUpdateUser(ada, service.CoreUpdate{Update: service.Update{Email: new("x@example.com")}})), 2225},
		{"somebody else's profile", did(f.CoreUpdateUser(ada, service.CoreUpdate{Update: service.Update{ID: f.bob.ID}})), 2202},
		{"a name of Ada", did(f.CoreUpdateUser(eve, service.CoreUpdate{Update: service.Update{Username: new("ada")}})), 2034},
		{"a number of Eve", did(f.BindPhone(ada, service.CoreChange{To: "13100000002", Code: "1"})), 1320004},
		{"a wrong code", did(f.BindPhone(ada, service.CoreChange{To: "13100000009", Code: "1"})), 2001},
		{"a number", did(f.BindPhone(ada, service.CoreChange{To: "13100000009", Code: f.coreSMS("13100000009")})), 0},
		{"a second number", did(f.BindPhone(ada, service.CoreChange{To: "13100000010", Code: f.coreSMS("13100000010")})), 2035},
		{"no proof of the old number", did(f.UpdatePhone(ada, service.CoreChange{To: "13100000010", Code: f.coreSMS("13100000010")})), 2038},
		{"the same number", did(f.UpdatePhone(ada, service.CoreChange{To: "13100000009"})), 2230},
		{"another number of Eve", did(f.UpdatePhone(ada, service.CoreChange{
			To: "13100000002", Code: f.coreSMS("13100000002"), Old: "13100000009", OldCode: f.coreSMS("13100000009")})), 1320004},
		{"another number", did(f.UpdatePhone(ada, service.CoreChange{
			To: "13100000010", Code: f.coreSMS("13100000010"), Old: "13100000009", OldCode: f.coreSMS("13100000009")})), 0},
		{"no number any more", did(f.UnbindPhone(ada)), 0},
		{"no number to unbind", did(f.UnbindPhone(ada)), 1320005},
		{"an address too much", did(f.BindEmail(ada, service.CoreChange{To: "x@example.com"})), 2200},
		{"an address of Eve", did(f.UpdateEmail(ada, service.CoreChange{To: "EVE@example.com", Code: "1",
			Old: "ada@example.com", OldCode: f.scene("ada@example.com", "CHANGE_EMAIL")})), 1320004},
		{"another old address", did(f.UpdateEmail(ada, service.CoreChange{To: "x@example.com", Old: "y@example.com"})), 2037},
		{"another address", did(f.UpdateEmail(ada, service.CoreChange{
			To: "x@example.com", Code: f.scene("x@example.com", "CHANGE_EMAIL"),
			Old: "ada@example.com", OldCode: f.scene("ada@example.com", "CHANGE_EMAIL")})), 0},
		{"no address any more", did(f.CoreUnbindEmail(ada)), 0},
		{"no address to unbind", did(f.CoreUnbindEmail(ada)), 1320005},
		{"a code of another scene", did(f.BindEmail(ada, service.CoreChange{To: "z@example.com", Code: f.scene("z@example.com", "CHANGE_EMAIL")})), 2001},
		{"an address", did(f.BindEmail(ada, service.CoreChange{To: "z@example.com", Code: f.scene("z@example.com", "EMAIL_BIND_VERIFY_CODE")})), 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wantCode(t, test.err, test.want) })
	}
	if err := f.Configure(pool, func(to *service.Settings) { to.SkipOldEmail, to.SkipOldPhone = true, true }); err != nil {
		t.Fatal(err)
	}
	_, err := f.UpdateEmail(ada, service.CoreChange{To: "w@example.com", Code: f.scene("w@example.com", "CHANGE_EMAIL")})
	wantCode(t, err, 0)
	_, err = f.UpdatePhone(eve, service.CoreChange{To: "13100000012", Code: f.coreSMS("13100000012")})
	wantCode(t, err, 0)
}

func TestLink(t *testing.T) {
	f := newFixture(t)
	second := f.add(service.UserSeed{Username: "second", UnionID: "wechat|1", Password: password})
	f.add(service.UserSeed{Username: "third", UnionID: "wechat|2", Password: password})
	primary, secondary, third := f.coreIn("ada"), f.coreIn("second"), f.coreIn("third")
	_, err := f.Link(nobody, primary.Token, "nonsense")
	wantCode(t, err, authing.CodeNotSignedIn)
	_, err = f.Link(nobody, third.Token, secondary.Token)
	wantCode(t, err, authing.CodeBoundToAnotherUser)
	_, err = f.Link(nobody, primary.Token, primary.Token)
	wantCode(t, err, authing.CodeParametersIncomplete)
	p, err := f.Link(nobody, primary.Token, secondary.Token)
	if err != nil || len(p.Identities) != 1 || *p.Identities[0].UserIDInIDP != "wechat|1" || *p.Identities[0].Provider != "wechat" {
		t.Fatalf("%+v, %v", p, err)
	}
	_, err = f.CorePerson(secondary, "")
	wantCode(t, err, authing.CodeNotSignedIn)
	_, err = f.CorePerson(f.byOwner(), second.ID)
	wantCode(t, err, authing.CodeUserNotFound)
	u, err := f.Login(service.Credentials{Pool: pool, UnionID: "wechat|1"})
	if err != nil || u.ID != f.ada.ID {
		t.Errorf("the account signs in %+v, %v", u, err)
	}
}

func TestSecurityLevel(t *testing.T) {
	f := newFixture(t)
	for _, test := range []struct {
		seed service.UserSeed
		want service.SecurityLevel
	}{
		// The document's sample.
		{service.UserSeed{Username: "u1", Password: "letters1"}, service.SecurityLevel{Score: 60, Password: true, PasswordLevel: new(1)}},
		{service.UserSeed{Username: "u2", Password: "letters"}, service.SecurityLevel{Score: 50, Password: true, PasswordLevel: new(0)}},
		{service.UserSeed{Username: "u3", Password: "letters1!", Phone: "13100000011", Email: "u3@example.com"},
			service.SecurityLevel{Score: 90, Password: true, PasswordLevel: new(2), Phone: true, Email: true}},
	} {
		u := f.add(test.seed)
		p, err := f.CoreLogin(nobody, service.CoreCredentials{Username: u.Username, Password: f.seal(test.seed.Password)})
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.SecurityLevel(service.Asker{Token: *p.Token})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", u.Username, diff)
		}
	}
	phone, err := f.CoreLoginByPhoneCode(nobody, service.CoreCredentials{Phone: "13100000001", Code: f.coreSMS("13100000001")})
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.SecurityLevel(service.Asker{Token: *phone.Token})
	if want := (service.SecurityLevel{Score: 10, Phone: true}); err != nil || !cmp.Equal(want, got) {
		t.Errorf("without a password: %+v, %v", got, err)
	}
}
