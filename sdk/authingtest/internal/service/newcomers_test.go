package service_test

import (
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// newcomers are the ways in which somebody becomes a user of the pool, each with
// how those come in who are users already; nil where they do not.
func newcomers(f *fixture) map[string]struct{ first, again func() error } {
	f.t.Helper()
	for _, person := range []service.DirectoryUser{
		{Username: "tesla", Password: "coil"}, {Connector: "ad-1", Username: "mary", Password: "pw"},
	} {
		if err := f.AddDirectoryUser(pool, person); err != nil {
			f.t.Fatal(err)
		}
	}
	register := func() error {
		_, err := f.Register(service.Registration{Pool: pool, Email: "new@example.com", Password: f.seal(password)})
		return err
	}
	byCode := func() error {
		_, err := f.Login(service.Credentials{Pool: pool, Phone: "13100000009", PhoneCode: f.sms("13100000009")})
		return err
	}
	byLDAP := func() error { _, err := f.LoginByLDAP(pool, "tesla", "coil", ""); return err }
	byAD := func() error { _, err := f.LoginByAD("ad-1", "mary", "pw"); return err }
	return map[string]struct{ first, again func() error }{
		"register": {register, nil}, "phone code": {byCode, byCode}, "LDAP": {byLDAP, byLDAP}, "AD": {byAD, byAD},
	}
}

// configure changes the pool's settings.
func (f *fixture) configure(change func(*service.Settings)) {
	f.t.Helper()
	if err := f.Configure(pool, change); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) users() int {
	f.t.Helper()
	settings, err := f.PoolSettings(pool)
	if err != nil {
		f.t.Fatal(err)
	}
	return settings.Users
}

func TestNobodyNewWhileRegistrationIsOff(t *testing.T) {
	for _, name := range []string{"register", "phone code", "LDAP", "AD"} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			way, before := newcomers(f)[name], f.users()
			f.configure(func(to *service.Settings) { to.RegistrationDisabled = true })
			wantCode(t, way.first(), 2031)
			if now := f.users(); now != before {
				t.Errorf("%d users, and %d before", now, before)
			}
			f.configure(func(to *service.Settings) { to.RegistrationDisabled = false })
			wantCode(t, way.first(), 0)
			f.configure(func(to *service.Settings) { to.RegistrationDisabled = true })
			if way.again != nil {
				wantCode(t, way.again(), 0)
			}
		})
	}
}

// TestEveryNewcomerCounts lets one come in, and then another, in each way.
func TestEveryNewcomerCounts(t *testing.T) {
	ways := []string{"register", "phone code", "LDAP", "AD"}
	for _, name := range ways {
		for _, next := range ways {
			if name == next {
				continue
			}
			t.Run(next+" after "+name, func(t *testing.T) {
				f := newFixture(t)
				all := newcomers(f)
				f.configure(func(to *service.Settings) { to.RegistrationsAllowed, to.RegistrationSpan = 1, time.Hour })
				wantCode(t, all[name].first(), 0)
				wantCode(t, all[next].first(), 2100)
				if all[name].again != nil {
					wantCode(t, all[name].again(), 0)
				}
				f.Advance(time.Hour)
				wantCode(t, all[next].first(), 0)
			})
		}
	}
}

// TestAFullMonthUsesNoCodeUp refuses a sign-in by SMS for the pool's quota.
func TestAFullMonthUsesNoCodeUp(t *testing.T) {
	f := newFixture(t)
	f.token()
	f.configure(func(to *service.Settings) { to.SignInQuota = 1 })
	for _, phone := range []string{"13100000001", "13100000009"} { // Bob's, and nobody's
		before := f.users()
		in := service.Credentials{Pool: pool, Phone: phone, PhoneCode: f.sms(phone)}
		_, err := f.Login(in)
		wantCode(t, err, authing.CodeSignInQuotaExceeded)
		if now := f.users(); now != before {
			t.Errorf("who may not sign in was registered")
		}
		f.configure(func(to *service.Settings) { to.SignInQuota = 0 })
		_, err = f.Login(in)
		wantCode(t, err, 0)
		f.configure(func(to *service.Settings) { to.SignInQuota = 1 })
	}
}
