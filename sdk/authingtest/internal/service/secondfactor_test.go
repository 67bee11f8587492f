package service_test

import (
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// TestNoWayAroundTheSecondFactor proves the first factor where no code can be sent
// for the second one.
func TestNoWayAroundTheSecondFactor(t *testing.T) {
	f := newFixture(t)
	if err := f.AddDirectoryUser(pool, service.DirectoryUser{Username: "tesla", Password: "coil"}); err != nil {
		t.Fatal(err)
	}
	tesla, err := f.LoginByLDAP(pool, "tesla", "coil", "")
	if err != nil {
		t.Fatal(err)
	}
	eve := f.add(service.UserSeed{Username: "eve", Password: password, UnionID: "wx-eve"})
	for _, u := range []*service.User{tesla, eve} {
		if _, err := f.ChangeMFA(f.owner, pool, u.ID, "", true, false); err != nil {
			t.Fatal(err)
		}
	}
	signIn := func(in service.SignInRequest) error { in.Pool = pool; _, err := f.SignIn(in); return err }
	wantCode(t, signIn(service.SignInRequest{Username: "eve", Password: password}), authing.CodeMFARequired)
	wantCode(t, signIn(service.SignInRequest{UnionID: "wx-eve"}), authing.CodeMFARequired)
	_, err = f.LoginByLDAP(pool, "tesla", "coil", "")
	wantCode(t, err, authing.CodeMFARequired)

	for name, change := range map[string]func(in *service.TokenRequest){
		"password": func(in *service.TokenRequest) { in.Username, in.Password = "eve", password },
		"union ID": func(in *service.TokenRequest) { in.UnionID, in.Password = "wx-eve", "" },
	} {
		in := f.withApp()
		in.Email = ""
		change(&in)
		_, err := f.Token(in)
		if oauthCode(t, err) != "invalid_grant" || !strings.Contains(err.Error(), "second factor") {
			t.Errorf("%s: %v", name, err)
		}
		if page, err := f.AuthorizedApps(f.owner, pool, eve.ID, 1, 10); err != nil || page.Total != 0 {
			t.Errorf("%s: a refused sign-in authorized %d applications, %v", name, page.Total, err)
		}
	}
	if u, err := f.User(f.owner, pool, eve.ID); err != nil || u.LoginsCount != 0 {
		t.Errorf("refused sign-ins count: %d, %v", u.LoginsCount, err)
	}

	if _, err := f.ChangeMFA(f.owner, pool, eve.ID, "", false, false); err != nil {
		t.Fatal(err)
	}
	wantCode(t, signIn(service.SignInRequest{Username: "eve", Password: password}), 0)
}
