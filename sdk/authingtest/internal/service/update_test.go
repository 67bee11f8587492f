package service_test

import (
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func TestUpdateIsAPatch(t *testing.T) {
	f := newFixture(t)
	token := f.token()
	change := func(p service.Details) *service.User {
		t.Helper()
		u, err := f.UpdateUser(token, service.Update{ID: f.ada.ID, Details: p})
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	change(service.Details{Nickname: new("Countess"), Company: new("Analytical Engines")})
	u := change(service.Details{Nickname: new("")})
	if *u.Nickname != "" || *u.Company != "Analytical Engines" || u.Name != nil {
		t.Errorf("nickname %q, company %q, name %v", *u.Nickname, *u.Company, u.Name)
	}
}

func TestUpdate(t *testing.T) {
	tests := []struct {
		name        string
		in          service.Update
		user, owner authing.Code // what Ada gets, and what the owner gets
	}{
		{"nothing", service.Update{}, 0, 0},
		{"email", service.Update{Email: new("new@example.com")}, 2225, 2225},
		{"the email that is there", service.Update{Email: new("ada@example.com")}, 0, 0},
		{"phone", service.Update{Phone: new("13100000002")}, 2226, 2226},
		{"user name", service.Update{Username: new("countess")}, 0, 0},
		{"own user name", service.Update{Username: new("ada")}, 0, 0},
		{"user name taken", service.Update{Username: new("bob")}, 2034, 2034},
		{"blocked", service.Update{Blocked: new(true)}, 2018, 0},
		{"not blocked, as before", service.Update{Blocked: new(false)}, 0, 0},
		{"deleted", service.Update{Deleted: new(true)}, 2018, 0},
		{"logins count", service.Update{LoginsCount: new(100)}, 2018, 0},
		{"email verified", service.Update{EmailVerified: new(true)}, 2018, 0},
		{"last IP", service.Update{LastIP: new("10.0.0.1")}, 2018, 0},
		{"union ID", service.Update{UnionID: new("wx-1")}, 2018, 0},
		{"union ID taken", service.Update{UnionID: new("wx-bob")}, 2018, 2215},
		{"another pool", service.Update{Pool: "other"}, 1001, 1001},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, owner := range []bool{false, true} {
				f := newFixture(t)
				f.add(service.UserSeed{Username: "bob", UnionID: "wx-bob"})
				token, want := f.token(), test.user
				if owner {
					token, want = f.owner, test.owner
				}
				test.in.ID = f.ada.ID
				_, err := f.UpdateUser(token, test.in)
				wantCode(t, err, want)
			}
		})
	}
}

func TestUpdateNeedsAnID(t *testing.T) {
	f := newFixture(t)
	_, err := f.UpdateUser(f.owner, service.Update{})
	wantCode(t, err, 2231)
	_, err = f.UpdateUser(f.owner, service.Update{ID: "nobody"})
	wantCode(t, err, 2004)
}

func TestChangingThePassword(t *testing.T) {
	f := newFixture(t)
	token := f.token()
	for _, test := range []struct {
		token, next string
		old         *string
		want        authing.Code
	}{
		{token, f.seal("next one"), nil, 2201},
		{token, f.seal("next one"), new(""), 2201},
		{token, f.seal("next one"), new(f.seal("wrong")), 2203},
		{token, f.seal("next one"), new("not sealed"), 2016},
		{token, f.seal("short"), new(f.seal(password)), 2029},
		{token, "not sealed", new(f.seal(password)), 2016},
		{token, f.seal("next one"), new(f.seal(password)), 0},
		{f.owner, f.seal("the owner's"), nil, 0},
	} {
		_, err := f.UpdateUser(test.token, service.Update{ID: f.ada.ID, Password: new(test.next), OldPassword: test.old})
		wantCode(t, err, test.want)
	}
	_, err := f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal(password)})
	wantCode(t, err, 2333)
	_, err = f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal("the owner's")})
	wantCode(t, err, 0)
}

func TestTheFirstPasswordNeedsNoOldOne(t *testing.T) {
	f := newFixture(t)
	bob, err := f.Login(service.Credentials{Pool: pool, Phone: "13100000001", PhoneCode: f.sms("13100000001")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.UpdateUser(bob.Token, service.Update{ID: bob.ID, Password: new(f.seal("my first"))})
	wantCode(t, err, 0)
}

func TestChangeEmail(t *testing.T) {
	const next = "new@example.com"
	tests := []struct {
		name   string
		change func(f *fixture, in *service.Change)
		want   authing.Code
	}{
		{"both codes", func(*fixture, *service.Change) {}, 0},
		{"no old address", func(_ *fixture, in *service.Change) { in.Old = "" }, 2227},
		{"no old code", func(_ *fixture, in *service.Change) { in.OldCode = "" }, 2227},
		{"another old address", func(_ *fixture, in *service.Change) { in.Old = "eve@example.com" }, 2037},
		{"wrong old code", func(_ *fixture, in *service.Change) { in.OldCode = other(in.OldCode) }, 2001},
		{"wrong code", func(_ *fixture, in *service.Change) { in.Code = other(in.Code) }, 2001},
		{"late", func(f *fixture, _ *service.Change) { f.Advance(time.Hour) }, 2300},
		{"the same address", func(_ *fixture, in *service.Change) { in.To = "ada@example.com" }, 2229},
		{"malformed", func(_ *fixture, in *service.Change) { in.To = "new" }, 2003},
		{"taken meanwhile", func(f *fixture, _ *service.Change) { f.add(service.UserSeed{Email: next}) }, 2200},
		{"old address not asked for", func(f *fixture, in *service.Change) {
			if err := f.Configure(pool, func(to *service.Settings) { to.SkipOldEmail = true }); err != nil {
				t.Fatal(err)
			}
			in.Old, in.OldCode = "", ""
		}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			token := f.token()
			in := service.Change{
				Pool: pool, To: next, Code: f.newEmailCode(token, next),
				Old: "ada@example.com", OldCode: f.newEmailCode(token, "ada@example.com"),
			}
			test.change(f, &in)
			u, err := f.ChangeEmail(token, in)
			wantCode(t, err, test.want)
			if err == nil && (u.Email != next || !u.EmailVerified || u.Username != "ada") {
				t.Errorf("changed to %+v", u)
			}
		})
	}
}

func TestTheOwnerChangesAnEmail(t *testing.T) {
	f := newFixture(t)
	in := service.Change{Pool: pool, To: "new@example.com", Code: f.newEmailCode(f.owner, "new@example.com")}
	_, err := f.ChangeEmail(f.owner, in)
	wantCode(t, err, 2231) // whose?
	in.Old = "nobody@example.com"
	_, err = f.ChangeEmail(f.owner, in)
	wantCode(t, err, 2004)
	in.Old = "ada@example.com"
	u, err := f.ChangeEmail(f.owner, in)
	if err != nil || u.ID != f.ada.ID {
		t.Errorf("%+v, %v", u, err)
	}
	_, err = f.ChangeEmail("", in)
	wantCode(t, err, 2020)
}

func TestAUserNameThatIsTheEmailFollowsIt(t *testing.T) {
	f := newFixture(t)
	eve, err := f.Register(service.Registration{Pool: pool, Email: "eve@example.com", Password: f.seal("secret"), ForceLogin: true})
	if err != nil {
		t.Fatal(err)
	}
	u, err := f.ChangeEmail(eve.Token, service.Change{
		Pool: pool, To: "eva@example.com", Code: f.newEmailCode(eve.Token, "eva@example.com"),
		Old: "eve@example.com", OldCode: f.newEmailCode(eve.Token, "eve@example.com"),
	})
	if err != nil || u.Username != "eva@example.com" {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestSendNewEmailCode(t *testing.T) {
	f := newFixture(t)
	f.add(service.UserSeed{Email: "eve@example.com"})
	token := f.token()
	wantCode(t, f.SendNewEmailCode(token, pool, "new@example.com"), 0)
	wantCode(t, f.SendNewEmailCode(token, pool, "ada@example.com"), 0) // her own, to verify it
	wantCode(t, f.SendNewEmailCode(token, pool, "eve@example.com"), 2035)
	wantCode(t, f.SendNewEmailCode(f.owner, pool, "eve@example.com"), 2035)
	wantCode(t, f.SendNewEmailCode(token, pool, "eve"), 2003)
	wantCode(t, f.SendNewEmailCode(token, "other", "new@example.com"), 1001)
	wantCode(t, f.SendNewEmailCode("", pool, "new@example.com"), 2020)
}

func TestChangePhone(t *testing.T) {
	const now, next = "13100000005", "13100000006"
	tests := []struct {
		name   string
		change func(f *fixture, in *service.Change)
		want   authing.Code
	}{
		{"both codes", func(*fixture, *service.Change) {}, 0},
		{"no old number", func(_ *fixture, in *service.Change) { in.Old = "" }, 2038},
		{"another old number", func(_ *fixture, in *service.Change) { in.Old = "13100000007" }, 2038},
		{"no old code", func(_ *fixture, in *service.Change) { in.OldCode = "" }, 2001},
		{"wrong code", func(_ *fixture, in *service.Change) { in.Code = other(in.Code) }, 2001},
		{"late", func(f *fixture, _ *service.Change) { f.Advance(time.Hour) }, 2300},
		{"the same number", func(_ *fixture, in *service.Change) { in.To = now }, 2230},
		{"malformed", func(_ *fixture, in *service.Change) { in.To = "new" }, 500},
		{"taken", func(_ *fixture, in *service.Change) { in.To = "13100000001" }, 2035},
		{"old number not asked for", func(f *fixture, in *service.Change) {
			if err := f.Configure(pool, func(to *service.Settings) { to.SkipOldPhone = true }); err != nil {
				t.Fatal(err)
			}
			in.Old, in.OldCode = "", ""
		}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			f.add(service.UserSeed{Phone: now})
			eve, err := f.Login(service.Credentials{Pool: pool, Phone: now, PhoneCode: f.sms(now)})
			if err != nil {
				t.Fatal(err)
			}
			in := service.Change{Pool: pool, To: next, Code: f.sms(next), Old: now, OldCode: f.sms(now)}
			test.change(f, &in)
			u, err := f.ChangePhone(eve.Token, in)
			wantCode(t, err, test.want)
			if err == nil && (u.Phone != next || !u.PhoneVerified) {
				t.Errorf("changed to %+v", u)
			}
		})
	}
}

func TestAFirstPhoneNeedsOneCode(t *testing.T) {
	f := newFixture(t)
	u, err := f.ChangePhone(f.token(), service.Change{Pool: pool, To: "13100000006", Code: f.sms("13100000006")})
	if err != nil || u.Phone != "13100000006" {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestResetPassword(t *testing.T) {
	f := newFixture(t)
	wantCode(t, f.SendPasswordCode(pool, "nobody@example.com"), 2004)
	wantCode(t, f.SendPasswordCode("other", "ada@example.com"), 2224)
	wantCode(t, f.SendPasswordCode(pool, "ada@example.com"), 0)
	code := f.LastCode(pool, service.Email, "ada@example.com")
	wantCode(t, f.CheckPasswordCode(pool, "ada@example.com", other(code)), 2001)
	wantCode(t, f.CheckPasswordCode(pool, "nobody@example.com", code), 2004)
	wantCode(t, f.CheckPasswordCode(pool, "ada@example.com", code), 0)

	reset := func(email, sealed, code string) error {
		_, err := f.ResetPassword(pool, email, sealed, code)
		return err
	}
	wantCode(t, reset("nobody@example.com", f.seal("next one"), code), 2004)
	wantCode(t, reset("ada@example.com", f.seal("next one"), other(code)), 2001)
	wantCode(t, reset("ada@example.com", f.seal("short"), code), 2029)
	wantCode(t, reset("ada@example.com", f.seal("next one"), code), 0)
	wantCode(t, reset("ada@example.com", f.seal("next two"), code), 2001) // used up

	wantCode(t, f.SendPasswordCode(pool, "ada@example.com"), 0)
	f.Advance(time.Hour)
	code = f.LastCode(pool, service.Email, "ada@example.com")
	wantCode(t, f.CheckPasswordCode(pool, "ada@example.com", code), 2300)
	wantCode(t, reset("ada@example.com", f.seal("next two"), code), 2300)
	_, err := f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal("next one")})
	wantCode(t, err, 0)
}

func TestVerifyEmail(t *testing.T) {
	f := newFixture(t)
	wantCode(t, f.SendVerification(pool, "nobody@example.com"), 2004)
	wantCode(t, f.SendVerification(pool, "ada@example.com"), 0)
	sent := f.Outbox()[0]
	word := sent.Link[len("http://box.test/verify/"):]
	wantCode(t, f.OpenLink("nonsense"), 2023)
	wantCode(t, f.OpenLink(word), 0)
	wantCode(t, f.OpenLink(word), 2023)
	if u, err := f.User(f.owner, pool, f.ada.ID); err != nil || !u.EmailVerified {
		t.Errorf("%+v, %v", u, err)
	}
	wantCode(t, f.SendVerification(pool, "ada@example.com"), 0)
	f.Advance(time.Hour)
	wantCode(t, f.OpenLink(f.Outbox()[1].Link[len("http://box.test/verify/"):]), 2023)
}

// TestALinkProvesOneAddress opens a link after the address was changed that it went
// to.
func TestALinkProvesOneAddress(t *testing.T) {
	f := newFixture(t)
	wantCode(t, f.SendVerification(pool, "ada@example.com"), 0)
	word := f.Outbox()[0].Link[len("http://box.test/verify/"):]
	code := f.newEmailCode(f.owner, "new@example.com")
	_, err := f.ChangeEmail(f.owner, service.Change{Pool: pool, Old: "ada@example.com", To: "new@example.com", Code: code})
	wantCode(t, err, 0)
	_, err = f.UpdateUser(f.owner, service.Update{ID: f.ada.ID, EmailVerified: new(false)})
	wantCode(t, err, 0)
	wantCode(t, f.OpenLink(word), 2023)
	if u, err := f.User(f.owner, pool, f.ada.ID); err != nil || u.EmailVerified {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestUnbindEmail(t *testing.T) {
	tests := []struct {
		name string
		seed service.UserSeed
		want authing.Code
	}{
		{"nothing else", service.UserSeed{Email: "eve@example.com", Password: password}, 2217},
		{"a name without a password", service.UserSeed{Email: "eve@example.com", Username: "eve"}, 2217},
		{"a name", service.UserSeed{Email: "eve@example.com", Username: "eve", Password: password}, 0},
		{"a phone", service.UserSeed{Email: "eve@example.com", Phone: "13100000008"}, 0},
		{"a social login", service.UserSeed{Email: "eve@example.com", UnionID: "wx-eve"}, 0},
		{"no email", service.UserSeed{Phone: "13100000008"}, 2219},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			eve := f.add(test.seed)
			u, err := f.UnbindEmail(f.owner, eve.ID)
			wantCode(t, err, test.want)
			if err == nil && (u.Email != "" || u.Username == "eve@example.com") {
				t.Errorf("left with %+v", u)
			}
		})
	}
	f := newFixture(t)
	if u, err := f.UnbindEmail(f.token(), ""); err != nil || u.ID != f.ada.ID {
		t.Errorf("%+v, %v", u, err)
	}
	_, err := f.UnbindEmail(f.owner, "")
	wantCode(t, err, 2231)
}
