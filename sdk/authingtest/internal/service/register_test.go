package service_test

import (
	"sync"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func TestRegister(t *testing.T) {
	tests := []struct {
		name string
		in   service.Registration // Pool is filled in where empty, Password is sealed
		want authing.Code
	}{
		{"email", service.Registration{Email: "new@example.com", Password: "secret"}, 0},
		{"union ID", service.Registration{UnionID: "wx-1"}, 0},
		{"email, phone and name", service.Registration{Email: "new@example.com", Phone: "13100000009", Username: "new", Password: "secret"}, 0},
		{"nothing", service.Registration{}, 2028},
		{"name only", service.Registration{Username: "new", Password: "secret"}, 2028},
		{"no password", service.Registration{Email: "new@example.com"}, 2032},
		{"short password", service.Registration{Email: "new@example.com", Password: "short"}, 2029},
		{"malformed email", service.Registration{Email: "new example.com", Password: "secret"}, 2003},
		{"email with a name", service.Registration{Email: "New <new@example.com>", Password: "secret"}, 2003},
		{"malformed phone", service.Registration{Phone: "phone", PhoneCode: "1234"}, 500},
		{"phone without code", service.Registration{Phone: "13100000009", Password: "secret"}, 2231},
		{"phone with a code never sent", service.Registration{Phone: "13100000009", PhoneCode: "1234"}, 2001},
		{"email taken", service.Registration{Email: "ADA@example.com", Password: "secret"}, 2026},
		{"phone taken", service.Registration{Email: "new@example.com", Phone: "13100000001", Password: "secret"}, 2026},
		{"name taken", service.Registration{Email: "new@example.com", Username: "ada", Password: "secret"}, 2034},
		{"pool missing", service.Registration{Pool: "-", Email: "new@example.com", Password: "secret"}, 2205},
		{"pool unknown", service.Registration{Pool: "other", Email: "new@example.com", Password: "secret"}, 2224},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			switch test.in.Pool {
			case "":
				test.in.Pool = pool
			case "-":
				test.in.Pool = ""
			}
			if test.in.Password != "" {
				test.in.Password = f.seal(test.in.Password)
			}
			u, err := f.Register(test.in)
			wantCode(t, err, test.want)
			if page, err := f.Users(f.owner, pool, 1, 10); err != nil || test.want != 0 && page.Total != 2 {
				t.Errorf("%d users after a refusal, %v", page.Total, err)
			}
			if err == nil && (u.Email != test.in.Email || u.Phone != test.in.Phone || u.Token != "" || u.LoginsCount != 0) {
				t.Errorf("registered as %+v", u)
			}
		})
	}
}

func TestRegisterDefaults(t *testing.T) {
	f := newFixture(t)
	u, err := f.Register(service.Registration{Pool: pool, Email: "new@example.com", Password: f.seal("secret")})
	if err != nil {
		t.Fatal(err)
	}
	if u.Username != "new@example.com" || u.RegisterMethod != "default:username-password" || *u.Nickname != "" || *u.Photo == "" || u.EmailVerified {
		t.Errorf("registered as %+v", u)
	}
}

func TestRegisterByPhone(t *testing.T) {
	f := newFixture(t)
	const phone = "13100000009"
	code := f.sms(phone)
	in := service.Registration{Pool: pool, Phone: phone, PhoneCode: other(code), Password: f.seal("secret")}
	_, err := f.Register(in)
	wantCode(t, err, 2001)
	in.PhoneCode, in.Password = code, "not sealed"
	_, err = f.Register(in)
	wantCode(t, err, 2016) // and the code is still good
	in.Password = f.seal("secret")
	u, err := f.Register(in)
	if err != nil || !u.PhoneVerified {
		t.Fatalf("%+v, %v", u, err)
	}
	_, err = f.Register(service.Registration{Pool: pool, Phone: phone, PhoneCode: code})
	wantCode(t, err, 2026)
	_, err = f.Login(service.Credentials{Pool: pool, Phone: phone, PhoneCode: code})
	wantCode(t, err, 2001) // used up

	code = f.sms("13100000010")
	f.Advance(5 * time.Minute)
	_, err = f.Register(service.Registration{Pool: pool, Phone: "13100000010", PhoneCode: code})
	wantCode(t, err, 2300)
}

func TestRegistrationSwitchedOff(t *testing.T) {
	f := newFixture(t)
	if err := f.Configure(pool, func(to *service.Settings) { to.RegistrationDisabled = true }); err != nil {
		t.Fatal(err)
	}
	_, err := f.Register(service.Registration{Pool: pool, Email: "new@example.com", Password: f.seal("secret")})
	wantCode(t, err, 2031)
	_, err = f.Login(service.Credentials{Pool: pool, Phone: "13100000009", PhoneCode: f.sms("13100000009")})
	wantCode(t, err, 2031)
}

func TestForceLogin(t *testing.T) {
	f := newFixture(t)
	u, err := f.Register(service.Registration{Pool: pool, Email: "new@example.com", Password: f.seal("secret"), ForceLogin: true, LastIP: "10.0.0.1"})
	if err != nil || u.LoginsCount != 1 || u.LastIP != "10.0.0.1" {
		t.Fatalf("%+v, %v", u, err)
	}
	if _, err := f.User(u.Token, pool, u.ID); err != nil {
		t.Error(err)
	}
}

func TestOfTwoRegistrationsOneWins(t *testing.T) {
	f := newFixture(t)
	sealed := f.seal("secret")
	const attempts = 20
	codes := make(chan authing.Code, attempts)
	var group sync.WaitGroup
	for range attempts {
		group.Go(func() {
			_, err := f.Register(service.Registration{Pool: pool, Email: "new@example.com", Password: sealed})
			codes <- codeOf(t, err)
		})
	}
	group.Wait()
	close(codes)
	count := make(map[authing.Code]int)
	for code := range codes {
		count[code]++
	}
	if count[0] != 1 || count[2026] != attempts-1 {
		t.Errorf("outcomes %v", count)
	}
}

func TestExists(t *testing.T) {
	f := newFixture(t)
	for _, test := range []struct {
		pool, phone, username, email string
		want                         bool
		code                         authing.Code
	}{
		{pool, "13100000001", "", "", true, 0},
		{pool, "", "ada", "", true, 0},
		{pool, "", "", "Ada@Example.com", true, 0},
		{pool, "13100000002", "bob", "bob@example.com", false, 0},
		{pool, "", "", "", false, 2231},
		{"other", "", "ada", "", false, 2224},
	} {
		got, err := f.Exists(test.pool, test.phone, test.username, test.email)
		wantCode(t, err, test.code)
		if got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
