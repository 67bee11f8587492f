package service_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// TestUpdateLeavesAWayIn takes away what a user signs in with, as themselves and
// as the owner.
func TestUpdateLeavesAWayIn(t *testing.T) {
	for _, test := range []struct {
		name string
		user service.UserSeed
		in   service.Update // Password is sealed
		want authing.Code
	}{
		{"the only name", service.UserSeed{Username: "eve", Password: password}, service.Update{Username: new("")}, 2217},
		{"the only name for another", service.UserSeed{Username: "eve", Password: password}, service.Update{Username: new("eva")}, 0},
		{"a name beside an email", service.UserSeed{Username: "eve", Email: "eve@example.com", Password: password}, service.Update{Username: new("")}, 0},
		{"a name beside a phone", service.UserSeed{Username: "eve", Phone: "13100000008", Password: password}, service.Update{Username: new("")}, 0},
		{"a name beside a social login", service.UserSeed{Username: "eve", UnionID: "wx-eve", Password: password}, service.Update{Username: new("")}, 0},
		{"a name that was no way in", service.UserSeed{Username: "eve"}, service.Update{Username: new("")}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			eve := f.add(test.user)
			own, _, err := f.RefreshToken(f.owner, pool, eve.ID)
			if err != nil {
				t.Fatal(err)
			}
			test.in.ID = eve.ID
			for _, token := range []string{own, f.owner} {
				_, err = f.UpdateUser(token, test.in)
				wantCode(t, err, test.want)
			}
			if u, err := f.User(f.owner, pool, eve.ID); test.want != 0 && (err != nil || u.Username != "eve") {
				t.Errorf("the refused update left %+v, %v", u, err)
			}
		})
	}
}

func TestTheOwnerLeavesAWayIn(t *testing.T) {
	f := newFixture(t)
	eve := f.add(service.UserSeed{UnionID: "wx-eve", Username: "eve"})
	_, err := f.UpdateUser(f.owner, service.Update{ID: eve.ID, UnionID: new("")})
	wantCode(t, err, 2217)
	_, err = f.UpdateUser(f.owner, service.Update{ID: eve.ID, UnionID: new(""), Password: new(f.seal(password))})
	wantCode(t, err, 0)
}

func TestAfterUnbindEmailTheNameStays(t *testing.T) {
	f := newFixture(t)
	token := f.token()
	if _, err := f.UnbindEmail(token, ""); err != nil {
		t.Fatal(err)
	}
	_, err := f.UpdateUser(token, service.Update{ID: f.ada.ID, Username: new("")})
	wantCode(t, err, 2217)
}
