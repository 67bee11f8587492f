package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// everything is a view of all there is.
var everything = service.Ask{Most: 100}

// states gives the states of the messages, the newest first.
func (f *fixture) states() []service.Validity {
	var states []service.Validity
	for _, m := range f.View(everything).Outbox.Rows {
		states = append(states, m.State)
	}
	return states
}

func TestViewOfMessages(t *testing.T) {
	f := newFixture(t)
	check := func(when string, want ...service.Validity) {
		t.Helper()
		if diff := cmp.Diff(want, f.states()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SendSMS(pool, "13100000001"))
	check("sent", service.Good)
	must(f.SendSMS(pool, "13100000009"))
	must(f.SendSMS(pool, "13100000001"))
	check("sent again, and to another", service.Good, service.Good, service.Replaced)
	_, err := f.Login(service.Credentials{Pool: pool, Phone: "13100000001", PhoneCode: f.LastCode(pool, service.SMS, "13100000001")})
	must(err)
	check("used", service.Used, service.Good, service.Replaced)
	f.Advance(5 * time.Minute)
	check("five minutes later", service.Used, service.Expired, service.Replaced)
}

func TestViewOfLinks(t *testing.T) {
	f := newFixture(t)
	for range 2 {
		if err := f.SendVerification(pool, "ada@example.com"); err != nil {
			t.Fatal(err)
		}
	}
	word := strings.TrimPrefix(f.Outbox()[0].Link, "http://box.test/verify/")
	if err := f.OpenLink(word); err != nil {
		t.Fatal(err)
	}
	// A newer link does not end an older one, so that both could be opened.
	if diff := cmp.Diff([]service.Validity{service.Good, service.Used}, f.states()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	f.Advance(5 * time.Minute)
	if diff := cmp.Diff([]service.Validity{service.Expired, service.Used}, f.states()); diff != "" {
		t.Errorf("five minutes later (-want +got):\n%s", diff)
	}
}

func TestViewOfCaptchas(t *testing.T) {
	f := newFixture(t)
	wrong := service.Credentials{Pool: pool, Username: "ada", Password: f.seal("wrong horse")}
	for i := range 7 { // five failures are free, and then every attempt shows a picture
		if i == 6 {
			wrong.Username, wrong.Email = "", "ada@example.com"
		}
		if _, err := f.Login(wrong); err == nil {
			t.Fatal("a wrong password is right")
		}
	}
	if diff := cmp.Diff([]service.Validity{service.Good, service.Replaced}, f.states()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wrong.VerifyCode = f.LastCode(pool, service.Captcha, "ada@example.com")
	if _, err := f.Login(wrong); err == nil {
		t.Fatal("a wrong password is right")
	}
	if diff := cmp.Diff([]service.Validity{service.Used, service.Replaced}, f.states()); diff != "" {
		t.Errorf("typed (-want +got):\n%s", diff)
	}
}

func TestViewOfUsers(t *testing.T) {
	f := newFixture(t)
	for range 2 {
		f.Advance(time.Minute) // two tokens of one second are the same one
		if _, err := f.Login(service.Credentials{Pool: pool, Username: "ada", Password: f.seal(password)}); err != nil {
			t.Fatal(err)
		}
	}
	group, err := f.CreateRBACGroup(f.owner, service.NewEntry{Name: "crew"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.AddUsersToGroup(f.owner, group.ID, f.ada.ID); err != nil {
		t.Fatal(err)
	}
	view := f.View(everything)
	if len(view.Users.Rows) != 2 {
		t.Fatalf("%d users", len(view.Users.Rows))
	}
	want := service.UserView{
		ID: f.ada.ID, Pool: pool, Email: "ada@example.com", Username: "ada", Sessions: 2, Logins: 2,
		LastLogin: "Sun Mar 01 2026 20:02:00 GMT+0800 (CST)", Roles: []string{"default"}, Groups: []string{"crew"},
	}
	if diff := cmp.Diff(want, view.Users.Rows[1]); diff != "" {
		t.Errorf("Ada, who came before Bob (-want +got):\n%s", diff)
	}
	f.Advance(16 * 24 * time.Hour)
	if sessions := f.View(everything).Users.Rows[1].Sessions; sessions != 0 {
		t.Errorf("16 days later %d sessions", sessions)
	}
}

func TestViewFindsAndLimits(t *testing.T) {
	f := newFixture(t)
	other, secret, err := f.AddPool(service.PoolSeed{ID: "pool-2", Secret: "its secret", Users: []service.UserSeed{{Email: "CREW7@example.com"}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		f.add(service.UserSeed{Email: fmt.Sprintf("crew%d@example.com", i)})
		if err := f.SendSMS(pool, fmt.Sprintf("131000001%02d", i)); err != nil {
			t.Fatal(err)
		}
	}
	view := f.View(service.Ask{Users: "crEw", Outbox: "1310000014", Most: 4})
	if view.Users.All != 53 || view.Users.Found != 51 || len(view.Users.Rows) != 4 {
		t.Errorf("users: %d shown of %d of %d", len(view.Users.Rows), view.Users.Found, view.Users.All)
	}
	if view.Outbox.All != 50 || view.Outbox.Found != 10 || len(view.Outbox.Rows) != 4 || view.Outbox.Rows[0].To != "13100000149" {
		t.Errorf("outbox: %+v of %d of %d", view.Outbox.Rows, view.Outbox.Found, view.Outbox.All)
	}
	if i := slices.IndexFunc(view.Pools, func(p service.PoolView) bool { return p.ID == other }); i < 0 || view.Pools[i].Secret != secret || view.Pools[i].Users != 1 {
		t.Error("the second pool is not shown as it is")
	}
}

func TestViewOfQRCodes(t *testing.T) {
	f := newFixture(t)
	if _, err := f.NewQRCode(pool, "r1"); err != nil {
		t.Fatal(err)
	}
	f.Advance(time.Minute)
	code, err := f.NewQRLogin(pool, "APP_AUTH")
	if err != nil {
		t.Fatal(err)
	}
	now := f.Now()
	mini := service.QRView{ID: "r1", Pool: pool, Expires: now.Add(4 * time.Minute)}
	mobile := service.QRView{ID: code.ID, Pool: pool, Confirms: true, Expires: now.Add(5 * time.Minute)}
	check := func(when string, want ...service.QRView) {
		t.Helper()
		if diff := cmp.Diff(append([]service.QRView{}, want...), f.View(everything).QRCodes); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	check("made", mini, mobile)
	if err := f.ScanQRLogin(pool, code.ID, f.ada.ID); err != nil {
		t.Fatal(err)
	}
	mobile.Scanned = f.ada.ID
	check("one scanned", mini, mobile)
	if err := f.ScanQRCode(pool, "r1", f.ada.ID); err != nil {
		t.Fatal(err)
	}
	check("both scanned", mobile)
	if err := f.ConfirmQRLogin(pool, code.ID); err != nil {
		t.Fatal(err)
	}
	check("confirmed")
}

func TestCaller(t *testing.T) {
	f := newFixture(t)
	token, _, err := f.RefreshToken(f.owner, pool, f.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	for bearer, want := range map[string][2]string{
		"":      {"nobody", ""},
		"x":     {"bad token", ""},
		f.owner: {"owner", ""},
		token:   {"user", f.ada.ID},
	} {
		if who, id := f.Caller(bearer); who != want[0] || id != want[1] {
			t.Errorf("%s %s, want %v", who, id, want)
		}
	}
}
