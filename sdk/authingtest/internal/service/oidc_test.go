package service_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// withApp adds an OIDC application, and gives a request for Ada's tokens.
func (f *fixture) withApp() service.TokenRequest {
	f.t.Helper()
	app, err := f.AddApp(pool, service.App{Protocol: service.OIDC, Name: "app"})
	if err != nil {
		f.t.Fatal(err)
	}
	return service.TokenRequest{
		ClientID: app.ID, ClientSecret: app.Secret, GrantType: "password",
		Email: "ada@example.com", Password: password, Scope: "openid profile email phone offline_access",
	}
}

func oauthCode(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	refusal, ok := errors.AsType[*service.OAuthError](err)
	if !ok {
		t.Fatalf("not an OAuth error: %v", err)
	}
	return refusal.Code
}

func TestTokenEndpoint(t *testing.T) {
	tests := []struct {
		name   string
		change func(in *service.TokenRequest)
		want   string
	}{
		{"password", func(*service.TokenRequest) {}, ""},
		{"union ID", func(in *service.TokenRequest) { in.Email, in.Password, in.UnionID = "", "", "wx-1" }, ""},
		{"user name", func(in *service.TokenRequest) { in.Email, in.Username = "", "ada" }, ""},
		{"wrong password", func(in *service.TokenRequest) { in.Password = "wrong" }, "invalid_grant"},
		{"nobody", func(in *service.TokenRequest) { in.Email = "nobody@example.com" }, "invalid_grant"},
		{"locked", func(in *service.TokenRequest) { in.Email = "locked@example.com" }, "invalid_grant"},
		{"two identifiers", func(in *service.TokenRequest) { in.Username = "ada" }, "invalid_request"},
		{"no identifier", func(in *service.TokenRequest) { in.Email = "" }, "invalid_request"},
		{"no password", func(in *service.TokenRequest) { in.Password = "" }, "invalid_request"},
		{"wrong secret", func(in *service.TokenRequest) { in.ClientSecret = "wrong" }, "invalid_client"},
		{"unknown client", func(in *service.TokenRequest) { in.ClientID = "nobody" }, "invalid_client"},
		{"no client", func(in *service.TokenRequest) { in.ClientID = "" }, "invalid_request"},
		{"unknown grant type", func(in *service.TokenRequest) { in.GrantType = "magic" }, "unsupported_grant_type"},
		{"unknown scope", func(in *service.TokenRequest) { in.Scope = "openid everything" }, "invalid_scope"},
		{"no openid", func(in *service.TokenRequest) { in.Scope = "profile" }, "invalid_scope"},
		{"unknown refresh token", func(in *service.TokenRequest) { in.GrantType, in.RefreshToken = "refresh_token", "r" }, "invalid_grant"},
		{"bad authingToken", func(in *service.TokenRequest) { in.GrantType, in.AuthingToken = "authingToken", "t" }, "invalid_grant"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			f.add(service.UserSeed{UnionID: "wx-1"})
			f.add(service.UserSeed{Email: "locked@example.com", Password: password, Blocked: true})
			in := f.withApp()
			test.change(&in)
			_, err := f.Token(in)
			if got := oauthCode(t, err); got != test.want {
				t.Errorf("%q, want %q (%v)", got, test.want, err)
			}
		})
	}
}

func TestOIDCTokens(t *testing.T) {
	f := newFixture(t)
	in := f.withApp()
	set, err := f.Token(in)
	if err != nil || set.TokenType != "Bearer" || set.ExpiresIn != 3600 || set.IDToken == "" || set.RefreshToken == "" {
		t.Fatalf("%+v, %v", set, err)
	}
	info, err := f.UserInfo(set.AccessToken)
	if err != nil || info.Subject != f.ada.ID || info.Email != "ada@example.com" || info.Username != "ada" {
		t.Errorf("%+v, %v", info, err)
	}
	if _, err := f.User(set.AccessToken, pool, f.ada.ID); err != nil { // it is a session of hers
		t.Error(err)
	}
	if page, err := f.AuthorizedApps(f.owner, pool, f.ada.ID, 1, 10); err != nil || page.Total != 1 {
		t.Errorf("%+v, %v", page, err)
	}

	f.Advance(time.Hour)
	_, err = f.UserInfo(set.AccessToken)
	if got := oauthCode(t, err); got != "invalid_token" {
		t.Errorf("an hour later: %q", got)
	}
	fresh, err := f.Token(service.TokenRequest{ClientID: in.ClientID, ClientSecret: in.ClientSecret, GrantType: "refresh_token", RefreshToken: set.RefreshToken})
	if err != nil || fresh.AccessToken == set.AccessToken || fresh.Scope != in.Scope {
		t.Fatalf("%+v, %v", fresh, err)
	}
	if _, err := f.UserInfo(fresh.AccessToken); err != nil {
		t.Error(err)
	}
	if _, err := f.RevokeApp(f.owner, pool, f.ada.ID, in.ClientID); err != nil {
		t.Fatal(err)
	}
	_, err = f.UserInfo(fresh.AccessToken)
	if got := oauthCode(t, err); got != "invalid_token" {
		t.Errorf("after the application was revoked: %q", got)
	}
}

func TestScopesDecide(t *testing.T) {
	f := newFixture(t)
	in := f.withApp()
	in.Scope = "openid email"
	set, err := f.Token(in)
	if err != nil || set.RefreshToken != "" {
		t.Fatalf("%+v, %v", set, err)
	}
	info, err := f.UserInfo(set.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(info)
	if want := `{"sub":"` + f.ada.ID + `","_id":"` + f.ada.ID + `","email":"ada@example.com","email_verified":false}`; err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
}

func TestAuthingToken(t *testing.T) {
	f := newFixture(t)
	in := f.withApp()
	in.GrantType, in.AuthingToken, in.Email, in.Password = "authingToken", f.token(), "", ""
	set, err := f.Token(in)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := f.UserInfo(set.AccessToken); err != nil || info.Subject != f.ada.ID {
		t.Errorf("%+v, %v", info, err)
	}
	in.AuthingToken = f.owner
	_, err = f.Token(in)
	if got := oauthCode(t, err); got != "invalid_grant" {
		t.Errorf("the owner's token: %q", got)
	}
}

func TestGrantNotAllowed(t *testing.T) {
	f := newFixture(t)
	app, err := f.AddApp(pool, service.App{Protocol: service.OIDC, Grants: []string{"authorization_code"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Token(service.TokenRequest{ClientID: app.ID, ClientSecret: app.Secret, GrantType: "password", Email: "ada@example.com", Password: password, Scope: "openid"})
	if got := oauthCode(t, err); got != "unauthorized_client" {
		t.Errorf("%q", got)
	}
}

func TestClassicTokensAreNoAccessTokens(t *testing.T) {
	f := newFixture(t)
	for _, token := range []string{f.token(), f.owner, "nonsense"} {
		_, err := f.UserInfo(token)
		if got := oauthCode(t, err); got != "invalid_token" {
			t.Errorf("%q", got)
		}
	}
	_, err := f.UserInfo("")
	if got := oauthCode(t, err); got != "invalid_request" {
		t.Errorf("%q", got)
	}
}
