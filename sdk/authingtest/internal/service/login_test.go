package service_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func TestLogin(t *testing.T) {
	tests := []struct {
		name string
		in   service.Credentials // Password is sealed
		want authing.Code
	}{
		{"email", service.Credentials{Email: "ada@example.com", Password: password}, 0},
		{"email in capitals", service.Credentials{Email: "ADA@EXAMPLE.COM", Password: password}, 0},
		{"user name", service.Credentials{Username: "ada", Password: password}, 0},
		{"phone", service.Credentials{Phone: "13100000003", Password: password}, 0},
		{"union ID", service.Credentials{UnionID: "wx-1"}, 0},
		{"wrong password", service.Credentials{Email: "ada@example.com", Password: "wrong"}, 2333},
		{"nobody", service.Credentials{Email: "nobody@example.com", Password: password}, 2333},
		{"no password set", service.Credentials{Phone: "13100000001", Password: password}, 2333},
		{"social login only", service.Credentials{Email: "social@example.com", Password: password}, 2027},
		{"union ID of nobody", service.Credentials{UnionID: "wx-9"}, 2004},
		{"locked", service.Credentials{Email: "locked@example.com", Password: password}, 2005},
		{"locked and wrong", service.Credentials{Email: "locked@example.com", Password: "wrong"}, 2333},
		{"second factor missing", service.Credentials{Email: "mfa@example.com", Password: password}, 1635},
		{"second factor wrong", service.Credentials{Email: "mfa@example.com", Password: password, MFACode: "000000"}, 6001},
		{"second factor", service.Credentials{Email: "mfa@example.com", Password: password, MFACode: "123456"}, 0},
		{"nothing", service.Credentials{}, 2231},
		{"no password sent", service.Credentials{Email: "ada@example.com"}, 2231},
		{"wrong phone code", service.Credentials{Phone: "13100000001", PhoneCode: "1"}, 2001},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			f.add(service.UserSeed{Phone: "13100000003", Password: password})
			f.add(service.UserSeed{UnionID: "wx-1", Email: "social@example.com"})
			f.add(service.UserSeed{Email: "locked@example.com", Password: password, Blocked: true})
			f.add(service.UserSeed{Email: "mfa@example.com", Password: password, MFACode: "123456"})
			test.in.Pool = pool
			if test.in.Password != "" {
				test.in.Password = f.seal(test.in.Password)
			}
			test.in.From = service.Origin{IP: "10.0.0.1", Browser: "Firefox"}
			u, err := f.Login(test.in)
			wantCode(t, err, test.want)
			if err != nil {
				return
			}
			if u.LoginsCount != 1 || u.LastIP != "10.0.0.1" || *u.Browser != "Firefox" || u.LastLogin == "" || u.TokenExpiredAt == "" {
				t.Errorf("signed in as %+v", u)
			}
			if _, err := f.User(u.Token, pool, u.ID); err != nil {
				t.Errorf("the token is no good: %v", err)
			}
		})
	}
}

func TestLoginByPhoneCode(t *testing.T) {
	f := newFixture(t)
	code := f.sms("13100000001")
	in := service.Credentials{Pool: pool, Phone: "13100000001", PhoneCode: code}
	u, err := f.Login(in)
	if err != nil || u.ID != f.bob.ID || !u.PhoneVerified {
		t.Fatalf("%+v, %v", u, err)
	}
	_, err = f.Login(in)
	wantCode(t, err, 2001) // used up

	in.PhoneCode = f.sms("13100000001")
	f.Advance(5 * time.Minute)
	_, err = f.Login(in)
	wantCode(t, err, 2300)

	stranger, err := f.Login(service.Credentials{Pool: pool, Phone: "13100000009", PhoneCode: f.sms("13100000009")})
	if err != nil || stranger.Phone != "13100000009" || stranger.LoginsCount != 1 {
		t.Errorf("an unknown phone signs in as %+v, %v", stranger, err)
	}
}

func TestPhoneCodes(t *testing.T) {
	f := newFixture(t)
	for range 200 {
		if code := f.sms("13100000001"); len(code) != 4 || code[0] == '0' {
			t.Fatalf("code %q", code)
		}
	}
	wantCode(t, f.SendSMS(pool, "my phone"), 500)
	wantCode(t, f.SendSMS("other", "13100000001"), 500)

	code := f.LastCode(pool, service.SMS, "13100000001")
	wantCode(t, f.CheckPhoneCode(f.owner, pool, "13100000001", other(code)), 2001)
	wantCode(t, f.CheckPhoneCode(f.owner, pool, "13100000001", code), 0)
	wantCode(t, f.CheckPhoneCode(f.owner, pool, "13100000001", code), 0) // checking uses nothing up
	wantCode(t, f.CheckPhoneCode(f.token(), pool, "13100000001", code), 1001)
	wantCode(t, f.CheckPhoneCode("", pool, "13100000001", code), 2020)
	f.Advance(time.Hour)
	wantCode(t, f.CheckPhoneCode(f.owner, pool, "13100000001", code), 2300)
}

func TestCaptcha(t *testing.T) {
	f := newFixture(t)
	wrong := service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal("wrong")}
	right := service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal(password)}
	for range 5 {
		_, err := f.Login(wrong)
		wantCode(t, err, 2333)
	}
	_, err := f.Login(right)
	wantCode(t, err, 2000)
	refusal, _ := errors.AsType[*service.Error](err)
	text := f.LastCode(pool, service.Captcha, "ada@example.com")
	word := strings.TrimSuffix(strings.TrimPrefix(refusal.Data["url"], "http://box.test/captcha/"), ".svg")
	if shown, ok := f.CaptchaText(word); !ok || shown != text || text == "" {
		t.Errorf("the picture %q shows %q, the outbox %q", word, shown, text)
	}

	right.VerifyCode = other(text)
	_, err = f.Login(right)
	wantCode(t, err, 2001)
	right.VerifyCode = text
	_, err = f.Login(right)
	wantCode(t, err, 2001) // a wrong answer makes a new picture
	right.VerifyCode = f.LastCode(pool, service.Captcha, "ada@example.com")
	if _, err = f.Login(right); err != nil {
		t.Fatal(err)
	}
	right.VerifyCode = ""
	if _, err = f.Login(right); err != nil { // signing in clears the count
		t.Fatal(err)
	}
}

func TestOldFailuresDoNotCount(t *testing.T) {
	f := newFixture(t)
	for range 20 {
		_, err := f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal("wrong")})
		wantCode(t, err, 2333)
		f.Advance(2 * time.Minute)
	}
}

func TestLDAP(t *testing.T) {
	f := newFixture(t)
	tesla := service.DirectoryUser{Username: "tesla", Password: "coil", Email: "tesla@example.com", Name: "Nikola Tesla", DN: "uid=tesla,dc=example,dc=com"}
	if err := f.AddDirectoryUser(pool, tesla); err != nil {
		t.Fatal(err)
	}
	first, err := f.LoginByLDAP(pool, "tesla", "coil", "Firefox")
	if err != nil || first.UnionID != tesla.DN || *first.Nickname != "Nikola Tesla" || first.Token == "" || first.RegisterMethod != "ldap:default::from-undefined" {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := f.LoginByLDAP(pool, "tesla@example.com", "coil", "")
	if err != nil || again.ID != first.ID || again.LoginsCount != 2 {
		t.Errorf("%+v, %v", again, err)
	}
	_, err = f.LoginByLDAP(pool, "tesla", "wrong", "")
	wantCode(t, err, 2333)
	_, err = f.LoginByLDAP(pool, "edison", "coil", "")
	wantCode(t, err, 2333)
	_, err = f.LoginByLDAP("other", "tesla", "coil", "")
	wantCode(t, err, 2224)
}

func TestAD(t *testing.T) {
	f := newFixture(t)
	mary := service.DirectoryUser{Connector: "ad-1", Username: `mycompany\mary.smith`, Password: "pw", Name: "Mary Smith", Company: "acompany", DN: "CN=Mary Smith"}
	if err := f.AddDirectoryUser(pool, mary); err != nil {
		t.Fatal(err)
	}
	u, err := f.LoginByAD("ad-1", `MYCOMPANY\mary.smith`, "pw")
	if err != nil || u.UnionID != "ad|ad-1|CN=Mary Smith" || u.RegisterMethod != "ad" || u.Token == "" {
		t.Fatalf("%+v, %v", u, err)
	}
	_, err = f.LoginByAD("ad-1", mary.Username, "wrong")
	wantCode(t, err, 2333)
	_, err = f.LoginByAD("ad-2", mary.Username, "pw")
	wantCode(t, err, 2231)
	_, err = f.LoginByLDAP(pool, mary.Username, "pw", "")
	wantCode(t, err, 2333)
}

func TestQRCode(t *testing.T) {
	f := newFixture(t)
	picture, err := f.NewQRCode(pool, "r1")
	if err != nil || picture != "http://box.test/qrcode/r1.png" {
		t.Fatalf("%q, %v", picture, err)
	}
	if u, _, err := f.CheckQRCode("r1"); u != nil || err != nil {
		t.Errorf("before the scan: %+v, %v", u, err)
	}
	wantCode(t, f.ScanQRCode(pool, "r1", "nobody"), 2004)
	if err := f.ScanQRCode(pool, "r1", f.ada.ID); err != nil {
		t.Fatal(err)
	}
	u, _, err := f.CheckQRCode("r1")
	if err != nil || u.ID != f.ada.ID {
		t.Fatalf("%+v, %v", u, err)
	}
	if _, err := f.User(u.Token, pool, u.ID); err != nil {
		t.Error(err)
	}
	_, _, err = f.CheckQRCode("r2")
	wantCode(t, err, 2300)
	wantCode(t, f.ScanQRCode(pool, "r2", f.ada.ID), 2300)
	_, err = f.NewQRCode("other", "r3")
	wantCode(t, err, 2224)
	f.Advance(5 * time.Minute)
	_, _, err = f.CheckQRCode("r1")
	wantCode(t, err, 2300)
}
