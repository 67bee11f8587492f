package service_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// local is a number that three countries have.
const local = "5551234567"

// codeAbroad sends a code to a number of a country.
func (f *fixture) codeAbroad(country, phone string) string {
	f.t.Helper()
	if err := f.CoreSendSMS(nobody, country, phone); err != nil {
		f.t.Fatal(err)
	}
	to := phone
	if country != "" {
		to = country + phone
	}
	return f.LastCode(pool, service.SMS, to)
}

// abroad registers a user with the number of a country.
func (f *fixture) abroad(country string) *service.Person {
	f.t.Helper()
	p, err := f.CoreRegister(nobody, service.CoreRegistration{
		Phone: local, PhoneCountryCode: country, Code: f.codeAbroad(country, local), Password: f.seal(password), ForceLogin: true,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

// TestANumberIsOneCountrys proves the number of one country, which is not the same
// number in another.
func TestANumberIsOneCountrys(t *testing.T) {
	for _, test := range []struct {
		name string
		try  func(f *fixture) error
		want authing.Code
	}{
		{"signing in", func(f *fixture) error {
			_, err := f.CoreLoginByPhoneCode(nobody, service.CoreCredentials{Phone: local, PhoneCountryCode: "+44", Code: f.codeAbroad("+44", local)})
			return err
		}, authing.CodeUserNotFound},
		{"signing in at home", func(f *fixture) error {
			_, err := f.CoreLoginByPhoneCode(nobody, service.CoreCredentials{Phone: local, Code: f.codeAbroad("", local)})
			return err
		}, authing.CodeUserNotFound},
		{"setting a password", func(f *fixture) error {
			return f.CoreResetPassword(nobody, service.CoreReset{Phone: local, PhoneCountryCode: "+44", Code: f.codeAbroad("+44", local), Password: f.seal(password)})
		}, authing.CodeUserNotFound},
		{"the right one", func(f *fixture) error {
			return f.CoreResetPassword(nobody, service.CoreReset{Phone: local, PhoneCountryCode: "+1", Code: f.codeAbroad("+1", local), Password: f.seal(password)})
		}, 0},
		{"the right one in one word", func(f *fixture) error {
			_, err := f.CoreLoginByPhoneCode(nobody, service.CoreCredentials{Phone: "+1" + local, Code: f.codeAbroad("+1", local)})
			return err
		}, 0},
		{"the classic API with its own", func(f *fixture) error {
			u, err := f.Login(service.Credentials{Pool: pool, Phone: local, PhoneCode: f.codeAbroad("", local)})
			if err == nil && u.LoginsCount != 1 {
				t.Error("signed in as the user abroad")
			}
			return err
		}, 0},
		{"registering with it", func(f *fixture) error {
			_, err := f.CoreRegister(nobody, service.CoreRegistration{Phone: local, PhoneCountryCode: "+44", Code: f.codeAbroad("+44", local)})
			return err
		}, 0},
		{"registering with it again", func(f *fixture) error {
			_, err := f.CoreRegister(nobody, service.CoreRegistration{Phone: "+1" + local, Code: f.codeAbroad("+1", local)})
			return err
		}, authing.CodeUserExists},
		{"binding it", func(f *fixture) error {
			_, err := f.BindPhone(f.coreIn("ada"), service.CoreChange{To: local, Country: "+44", Code: f.codeAbroad("+44", local)})
			return err
		}, 0},
		{"binding somebody's", func(f *fixture) error {
			_, err := f.BindPhone(f.coreIn("ada"), service.CoreChange{To: local, Country: "+1", Code: f.codeAbroad("+1", local)})
			return err
		}, authing.CodeBoundToAnotherUser},
		{"moving abroad in words alone", func(f *fixture) error {
			by := f.coreIn(local)
			_, err := f.CoreUpdateUser(by, service.CoreUpdate{More: service.More{PhoneCountryCode: new("+44")}})
			return err
		}, authing.CodeUseUpdatePhone},
		{"the owner with somebody's", func(f *fixture) error {
			_, err := f.CoreUpdateUser(f.byOwner(), service.CoreUpdate{
				Update: service.Update{ID: f.ada.ID, Phone: new(local)}, More: service.More{PhoneCountryCode: new("+1")},
			})
			return err
		}, authing.CodeBoundToAnotherUser},
		{"the owner with another country's", func(f *fixture) error {
			_, err := f.CoreUpdateUser(f.byOwner(), service.CoreUpdate{Update: service.Update{ID: f.ada.ID, Phone: new(local)}})
			return err
		}, 0},
		{"the owner with what is no country", func(f *fixture) error {
			_, err := f.CoreUpdateUser(f.byOwner(), service.CoreUpdate{
				Update: service.Update{ID: f.ada.ID, Phone: new(local)}, More: service.More{PhoneCountryCode: new("one")},
			})
			return err
		}, authing.CodeMessageNotSent},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			f.abroad("+1")
			wantCode(t, test.try(f), test.want)
		})
	}
}

// TestAnotherCountrysNumber moves a user from one country to another with the same
// number otherwise.
func TestAnotherCountrysNumber(t *testing.T) {
	f := newFixture(t)
	by := service.Asker{Pool: pool, Token: *f.abroad("+1").Token}
	change := service.CoreChange{To: local, Country: "+44", Old: local, OldCountryCode: "+44"}
	change.Code, change.OldCode = f.codeAbroad("+44", local), "0"
	_, err := f.UpdatePhone(by, change) // the code for the new one proves nothing of the old one
	wantCode(t, err, authing.CodeOldPhoneMismatch)
	change.OldCountryCode, change.OldCode = "+1", f.codeAbroad("+1", local)
	p, err := f.UpdatePhone(by, change)
	wantCode(t, err, 0)
	if p.PhoneCountryCode == nil || *p.PhoneCountryCode != "+44" {
		t.Errorf("%+v", p)
	}
	change.Old, change.OldCountryCode = local, "+44"
	_, err = f.UpdatePhone(by, change)
	wantCode(t, err, authing.CodeSamePhone)

	// The classic API gives a number of its own country, and the code goes.
	moved := service.Change{Pool: pool, To: local, Code: f.codeAbroad("", local), Old: "+44" + local, OldCode: f.codeAbroad("+44", local)}
	_, err = f.ChangePhone(by.Token, moved)
	wantCode(t, err, 0)
	if p, err = f.CorePerson(by, ""); err != nil || p.PhoneCountryCode != nil {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestSecondFactorAbroad proves a number whose country the user has told.
func TestSecondFactorAbroad(t *testing.T) {
	f := newFixture(t)
	f.abroad("+1")
	app, err := f.FirstApp(pool)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetAppMFA(pool, app, true); err != nil {
		t.Fatal(err)
	}
	for _, phone := range []string{local, "+1" + local} {
		_, err := f.CoreLogin(nobody, service.CoreCredentials{Account: local, Password: f.seal(password)})
		token := step(t, err, authing.CodeAppMFARequired, "mfaToken")
		if ok, err := f.FactorBindable(waitingBy(token), phone, ""); err != nil || !ok {
			t.Errorf("%s may not be used: %v", phone, err)
		}
		_, err = f.FactorBySMS(waitingBy(token), phone, f.codeAbroad("+44", local))
		wantCode(t, err, authing.CodeWrongVerificationCode)
		p, err := f.FactorBySMS(waitingBy(token), phone, f.codeAbroad("+1", local))
		wantCode(t, err, 0)
		if *p.Phone != local || *p.PhoneCountryCode != "+1" {
			t.Errorf("the number is %s %s now", *p.PhoneCountryCode, *p.Phone)
		}
	}
}
