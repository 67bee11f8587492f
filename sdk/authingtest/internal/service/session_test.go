package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func TestInit(t *testing.T) {
	f := newFixture(t)
	described, token, err := f.Init(pool, "pool secret")
	if err != nil || described.ID != pool || described.Users != 2 {
		t.Fatalf("%+v, %v", described, err)
	}
	var claims jwt.MapClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &claims); err != nil || claims["exp"] == nil {
		t.Errorf("claims %v, %v", claims, err)
	}
	_, _, err = f.Init(pool, "wrong")
	wantCode(t, err, 1001)
	_, _, err = f.Init("other", "pool secret")
	wantCode(t, err, 2224)
}

// TestClaims checks that the token says what the facts say that it says, and
// that the pool's secret signed it.
func TestClaims(t *testing.T) {
	f := newFixture(t)
	var claims jwt.MapClaims
	_, err := jwt.ParseWithClaims(f.token(), &claims, func(*jwt.Token) (any, error) { return []byte("pool secret"), nil },
		jwt.WithTimeFunc(func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }))
	if err != nil {
		t.Fatal(err)
	}
	want := jwt.MapClaims{
		"data": map[string]any{"email": "ada@example.com", "id": f.ada.ID, "clientId": pool, "unionid": ""},
		"iat":  1772366400.0,
		"exp":  1772366400.0 + 15*24*60*60,
	}
	if id, _ := claims["jti"].(string); id == "" {
		t.Error("the token has no ID")
	}
	delete(claims, "jti")
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}
}

func TestCheckLoginStatus(t *testing.T) {
	f := newFixture(t)
	good := f.token()
	foreign, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"data": map[string]string{"id": f.ada.ID, "clientId": pool}, "exp": 1 << 33,
	}).SignedString([]byte("somebody else's secret"))
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(good, ".")
	for _, test := range []struct {
		name, token string
		want        authing.Code
	}{
		{"good", good, 200},
		{"owner", f.owner, 200},
		{"none", "", 2020},
		{"no token at all", "nonsense", 2207},
		{"signed by somebody else", foreign, 2207},
		{"cut off", head, 2207},
		{"unsigned", "eyJhbGciOiJub25lIn0.eyJkYXRhIjp7fSwiZXhwIjo5OTk5OTk5OTk5fQ.", 2207},
	} {
		status, err := f.CheckLoginStatus(test.token)
		if err != nil || status.Code != test.want || (status.Claims != nil) != (test.want == 200) {
			t.Errorf("%s: %+v, %v", test.name, status, err)
		}
	}
	f.Advance(15 * 24 * time.Hour)
	if status, err := f.CheckLoginStatus(good); err != nil || status.Code != 2206 {
		t.Errorf("after its time: %+v, %v", status, err)
	}
}

// TestWhoMay calls everything that asks for a token with each kind of token.
func TestWhoMay(t *testing.T) {
	ownerOnly := map[string]func(f *fixture, token string) error{
		"users":     func(f *fixture, token string) error { _, err := f.Users(token, pool, 1, 10); return err },
		"userPatch": func(f *fixture, token string) error { _, err := f.UserPatch(token, f.ada.ID); return err },
		"removeUsers": func(f *fixture, token string) error {
			_, err := f.RemoveUsers(token, pool, []string{f.ada.ID})
			return err
		},
		"refreshToken": func(f *fixture, token string) error {
			_, _, err := f.RefreshToken(token, pool, f.ada.ID)
			return err
		},
		"refreshThirdPartyToken": func(f *fixture, token string) error {
			_, err := f.RefreshThirdParty(token, pool, f.ada.ID)
			return err
		},
		"deleteRBACGroup": func(f *fixture, token string) error { return f.DeleteRBACGroups(token, "g") },
	}
	about := map[string]func(f *fixture, token, id string) error{
		"user": func(f *fixture, token, id string) error { _, err := f.User(token, pool, id); return err },
		"userLoginHistory": func(f *fixture, token, id string) error {
			_, err := f.Logins(token, id, 1, 10)
			return err
		},
		"updateUser": func(f *fixture, token, id string) error {
			_, err := f.UpdateUser(token, service.Update{ID: id, Pool: pool})
			return err
		},
		"unbindEmail": func(f *fixture, token, id string) error { _, err := f.UnbindEmail(token, id); return err },
		"GetUserAuthorizedApps": func(f *fixture, token, id string) error {
			_, err := f.AuthorizedApps(token, pool, id, 1, 10)
			return err
		},
		"RevokeUserAuthorizedApp": func(f *fixture, token, id string) error {
			_, err := f.RevokeApp(token, pool, id, "app")
			return err
		},
	}
	for name, call := range ownerOnly {
		f := newFixture(t)
		user := f.token()
		wantCode(t, call(f, ""), 2020)
		wantCode(t, call(f, "nonsense"), 2207)
		wantCode(t, call(f, user), 1001)
		if code := codeOf(t, call(f, f.owner)); code >= 1001 && code <= 2020 {
			t.Errorf("%s: the owner gets code %d", name, code)
		}
		f.Advance(16 * 24 * time.Hour)
		wantCode(t, call(f, f.owner), 2206)
	}
	for name, call := range about {
		f := newFixture(t)
		user := f.token()
		wantCode(t, call(f, "", f.ada.ID), 2020)
		wantCode(t, call(f, "nonsense", f.ada.ID), 2207)
		wantCode(t, call(f, user, f.bob.ID), 2202)
		for _, token := range []string{user, f.owner} {
			if code := codeOf(t, call(f, token, f.ada.ID)); code == 1001 || code == 2020 || code == 2202 || code == 2207 {
				t.Errorf("%s: code %d", name, code)
			}
		}
	}
}

func TestTokenOfAnotherPool(t *testing.T) {
	f := newFixture(t)
	if _, _, err := f.AddPool(service.PoolSeed{ID: "pool2", Secret: "s2"}); err != nil {
		t.Fatal(err)
	}
	_, stranger, err := f.Init("pool2", "s2")
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Users(stranger, pool, 1, 10)
	wantCode(t, err, 1001)
	_, err = f.UpdateUser(stranger, service.Update{ID: f.ada.ID})
	wantCode(t, err, 2036)
	_, err = f.User(stranger, "pool2", f.ada.ID)
	wantCode(t, err, 2036)
}

func TestSessionsEnd(t *testing.T) {
	ends := map[string]func(f *fixture, token string) error{
		"logout": func(f *fixture, token string) error {
			_, err := f.UpdateUser(token, service.Update{ID: f.ada.ID, TokenExpiredAt: new("0")})
			return err
		},
		"logout by the owner": func(f *fixture, _ string) error {
			_, err := f.UpdateUser(f.owner, service.Update{ID: f.ada.ID, TokenExpiredAt: new("2020-01-01T00:00:00Z")})
			return err
		},
		"locking": func(f *fixture, _ string) error {
			_, err := f.UpdateUser(f.owner, service.Update{ID: f.ada.ID, Blocked: new(true)})
			return err
		},
		"removing": func(f *fixture, _ string) error {
			_, err := f.RemoveUsers(f.owner, pool, []string{f.ada.ID})
			return err
		},
	}
	for name, end := range ends {
		f := newFixture(t)
		token := f.token()
		if err := end(f, token); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, err := f.User(token, pool, f.ada.ID)
		wantCode(t, err, 2206)
		if status, _ := f.CheckLoginStatus(token); status.Code != 2020 { // the session is over, its time is not
			t.Errorf("%s: status %+v", name, status)
		}
	}
}

// TestSigningInAgainAfterLogout does all of it at one moment, since the fixture's
// clock stands still.
func TestSigningInAgainAfterLogout(t *testing.T) {
	f := newFixture(t)
	ended := f.token()
	if _, err := f.UpdateUser(ended, service.Update{ID: f.ada.ID, TokenExpiredAt: new("0")}); err != nil {
		t.Fatal(err)
	}
	_, err := f.User(f.token(), pool, f.ada.ID)
	wantCode(t, err, 0)
	_, err = f.User(ended, pool, f.ada.ID)
	wantCode(t, err, 2206)
}

func TestRefreshToken(t *testing.T) {
	f := newFixture(t)
	token, claims, err := f.RefreshToken(f.owner, pool, f.ada.ID)
	if err != nil || claims.Expires.Sub(claims.IssuedAt) != 15*24*time.Hour {
		t.Fatalf("%+v, %v", claims, err)
	}
	if _, err := f.User(token, pool, f.ada.ID); err != nil {
		t.Error(err)
	}
	_, _, err = f.RefreshToken(f.owner, pool, "nobody")
	wantCode(t, err, 2004)
	_, _, err = f.RefreshToken(f.owner, "other", f.ada.ID)
	wantCode(t, err, 1001)
}

func TestRefreshThirdParty(t *testing.T) {
	f := newFixture(t)
	social := f.add(service.UserSeed{UnionID: "qq-1", ThirdParty: &service.ThirdParty{Provider: "qq", AccessToken: "a", RefreshToken: "r"}})
	fresh, err := f.RefreshThirdParty(f.owner, pool, social.ID)
	if err != nil || fresh.Provider != "qq" || fresh.AccessToken == "a" || fresh.UpdatedAt == "" {
		t.Errorf("%+v, %v", fresh, err)
	}
	u, err := f.User(f.owner, pool, social.ID)
	if err != nil || *u.ThirdParty != fresh {
		t.Errorf("%+v, %v", u, err)
	}
	_, err = f.RefreshThirdParty(f.owner, pool, f.ada.ID)
	wantCode(t, err, 2216)
	_, err = f.RefreshThirdParty(f.owner, pool, "nobody")
	wantCode(t, err, 2004)
}
