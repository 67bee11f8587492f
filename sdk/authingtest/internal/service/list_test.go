package service_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func TestUsers(t *testing.T) {
	f := newFixture(t)
	for n := range 23 {
		f.add(service.UserSeed{Username: fmt.Sprintf("user%02d", n)})
	}
	for _, test := range []struct {
		page, count int
		first       string
		size        int
	}{
		{1, 10, "ada", 10},
		{0, 0, "ada", 10},
		{-1, -1, "ada", 10},
		{2, 10, "user08", 10},
		{3, 10, "user18", 5},
		{4, 10, "", 0},
		{math.MaxInt, math.MaxInt, "", 0},
		{1, math.MaxInt, "ada", 25},
		{math.MaxInt, 2, "", 0},
		{5, 5, "user18", 5},
		{6, 5, "", 0},
	} {
		page, err := f.Users(f.owner, pool, test.page, test.count)
		if err != nil || page.Total != 25 || len(page.List) != test.size || test.size > 0 && page.List[0].Username != test.first {
			t.Errorf("page %d of %d: %d of %d, %v", test.page, test.count, len(page.List), page.Total, err)
		}
	}
}

func TestUserPatch(t *testing.T) {
	f := newFixture(t)
	page, err := f.UserPatch(f.owner, f.bob.ID+",nobody,"+f.ada.ID)
	if err != nil || page.Total != 2 || page.List[0].ID != f.bob.ID || page.List[1].ID != f.ada.ID {
		t.Errorf("%+v, %v", page, err)
	}
	_, err = f.UserPatch(f.owner, strings.Repeat("x,", 79)+"x")
	wantCode(t, err, 0)
	_, err = f.UserPatch(f.owner, strings.Repeat("x,", 80)+"x")
	wantCode(t, err, 2030)
	_, err = f.UserPatch(f.owner, "")
	wantCode(t, err, 2231)
}

func TestRemoveUsers(t *testing.T) {
	f := newFixture(t)
	_, err := f.RemoveUsers(f.owner, pool, []string{f.ada.ID, "nobody"})
	wantCode(t, err, 2210)
	_, err = f.RemoveUsers(f.owner, pool, nil)
	wantCode(t, err, 2231)
	removed, err := f.RemoveUsers(f.owner, pool, []string{f.ada.ID, f.bob.ID, f.ada.ID})
	if err != nil || len(removed) != 2 {
		t.Errorf("%+v, %v", removed, err)
	}
	if page, err := f.Users(f.owner, pool, 1, 10); err != nil || page.Total != 0 {
		t.Errorf("%+v, %v", page, err)
	}
	_, err = f.Register(service.Registration{Pool: pool, Email: "ada@example.com", Password: f.seal(password)})
	wantCode(t, err, 0) // the address is free again
}

func TestUser(t *testing.T) {
	f := newFixture(t)
	_, err := f.User(f.owner, pool, "nobody")
	wantCode(t, err, 2004)
	_, err = f.User(f.owner, pool, "")
	wantCode(t, err, 2231)
	_, err = f.User(f.owner, "other", f.ada.ID)
	wantCode(t, err, 1001)
	if u, err := f.User(f.token(), pool, ""); err != nil || u.ID != f.ada.ID || u.Token != "" {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestLogins(t *testing.T) {
	f := newFixture(t)
	_, err := f.Login(service.Credentials{Pool: pool, Email: "ada@example.com", Password: f.seal("wrong"), From: service.Origin{IP: "10.0.0.1"}})
	wantCode(t, err, 2333)
	page, err := f.Logins(f.token(), f.ada.ID, 1, 10)
	if err != nil || page.Total != 2 || !page.List[0].Success || page.List[1].Success || page.List[1].IP != "10.0.0.1" {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestWhatIsHandedOutIsACopy(t *testing.T) {
	f := newFixture(t)
	u, err := f.User(f.owner, pool, f.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	u.Email, u.Nickname = "changed", new("changed")
	again, err := f.User(f.owner, pool, f.ada.ID)
	if err != nil || again.Email != "ada@example.com" || *again.Nickname != "" {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestApps(t *testing.T) {
	f := newFixture(t)
	var ids []string
	for _, protocol := range []string{service.OAuth, service.OIDC} {
		app, err := f.AddApp(pool, service.App{Protocol: protocol, Name: protocol})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Authorize(pool, f.ada.ID, app.ID, "profile"); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, app.ID)
	}
	wantCode(t, f.Authorize(pool, f.ada.ID, "unknown", ""), 2011)
	wantCode(t, f.Authorize(pool, "nobody", ids[0], ""), 2004)

	token := f.token()
	page, err := f.AuthorizedApps(token, pool, f.ada.ID, 1, 10)
	if err != nil || page.Total != 2 {
		t.Fatalf("%+v, %v", page, err)
	}
	page, err = f.AuthorizedApps(f.owner, pool, f.ada.ID, 2, 1)
	if err != nil || page.Total != 2 || len(page.List) != 1 || page.List[0].ID != ids[1] {
		t.Errorf("%+v, %v", page, err)
	}
	revoked, err := f.RevokeApp(token, pool, f.ada.ID, ids[0])
	want := service.Authorization{ID: revoked.ID, AppID: ids[0], UserID: f.ada.ID, Scope: "profile", Protocol: "oauth", When: revoked.When}
	if diff := cmp.Diff(want, revoked); err != nil || diff != "" {
		t.Error(err, diff)
	}
	_, err = f.RevokeApp(token, pool, f.ada.ID, ids[0])
	wantCode(t, err, 2011)
}

func TestUpload(t *testing.T) {
	f := newFixture(t)
	_, err := f.UploadToken("")
	wantCode(t, err, 2020)
	token, err := f.UploadToken(f.token())
	if err != nil {
		t.Fatal(err)
	}
	key, err := f.Upload(token, service.Picture{ContentType: "image/png", Content: []byte("png")})
	if err != nil {
		t.Fatal(err)
	}
	if picture, ok := f.Picture(key); !ok || string(picture.Content) != "png" {
		t.Errorf("%+v", picture)
	}
	_, err = f.Upload(token, service.Picture{})
	wantCode(t, err, 1001) // used up
}
