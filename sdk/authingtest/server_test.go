package authingtest_test

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

func TestNew(t *testing.T) {
	box, err := authingtest.New(authingtest.WithPool("pool-1", "its secret"))
	if err != nil {
		t.Fatal(err)
	}
	if box.PoolID != "pool-1" || box.Secret != "its secret" || !strings.HasPrefix(box.URL, "http://127.0.0.1:") {
		t.Errorf("%s %s", box.PoolID, box.URL)
	}
	box.Close()
	box.Close() // a second time is fine
	if response, err := http.Get(box.URL + "/system/status"); err == nil {
		response.Body.Close()
		t.Error("a closed box answers")
	}
}

func TestNewFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if _, err := authingtest.New(authingtest.WithAddress(taken.Addr().String())); err == nil {
		t.Error("two listen at one port")
	}
	twice := authingtest.User{Email: "ada@example.com"}
	if _, err := authingtest.New(authingtest.WithUsers(twice, twice)); !errors.Is(err, authing.CodeUserExists) {
		t.Errorf("one address for two: %v", err)
	}
}

func TestBoxesShareNothing(t *testing.T) {
	one, two := newBox(t), newBox(t)
	if one.URL == two.URL || one.PoolID == two.PoolID || one.Secret == two.Secret {
		t.Error("two boxes are one")
	}
	read := `{ user(id: "` + adaID + `") { _id } }`
	if code := refusalOf(t, query(t, two, token(t, one), read, nil)); code != authing.CodeSessionInvalid {
		t.Errorf("a token of another box: code %d", code)
	}
}

func TestSeedErrors(t *testing.T) {
	box := newBox(t)
	for name, err := range map[string]error{
		"user":              second(box.AddUser(authingtest.User{Username: "ada"})),
		"group":             second(box.AddGroup("")),
		"group of nobody":   second(box.AddGroup("crew", "nobody")),
		"role":              second(box.AddRole("")),
		"role to nothing":   second(box.AddRole("sailor", "nothing")),
		"permission":        second(box.AddPermission("")),
		"social provider":   box.AddSocialProvider(authingtest.SocialProvider{}),
		"one-time password": second(box.OneTimePassword("nobody")),
		"QR login scanned":  box.ScanQRLogin("nothing", adaID),
		"QR login yes":      box.ConfirmQRLogin("nothing"),
		"QR login no":       box.CancelQRLogin("nothing"),
		"LDAP user":         box.AddLDAPUser(authingtest.DirectoryUser{Username: "tesla"}),
		"AD user":           box.AddADUser("", authingtest.DirectoryUser{Username: "mary", Password: "pw"}),
		"app":               box.AddAuthorizedApp(adaID, "nothing", ""),
		"user token":        second(box.UserToken("nobody")),
		"QR code":           box.ScanQR("nothing", adaID),
		"application":       second(box.AddOIDCApp(authingtest.App{ID: mustApp(t, box).ID})),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "authing") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func mustApp(t *testing.T, box *authingtest.Server) authingtest.App {
	t.Helper()
	app, err := box.AddOAuthApp(authingtest.App{Name: "app"})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func TestSettings(t *testing.T) {
	box := newBox(t, authingtest.WithVerifiedEmails(), authingtest.WithTokenLifetime(time.Hour))
	for _, err := range []error{box.SetRegistrationDisabled(true), box.SetVerifyOldEmail(false), box.SetVerifyOldPhone(false)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	ask := `{ getClientWhenSdkInit(secret: "` + box.Secret.Reveal() + `", clientId: "` + box.PoolID + `") { clientInfo {
		registerDisabled emailVerifiedDefault jwtExpired changeEmailStrategy { verifyOldEmail } changePhoneStrategy { verifyOldPhone } } } }`
	want := `{"registerDisabled":true,"emailVerifiedDefault":true,"jwtExpired":3600,"changeEmailStrategy":{"verifyOldEmail":false},"changePhoneStrategy":{"verifyOldPhone":false}}`
	if answered := query(t, box, "", ask, nil); !strings.Contains(answered.body, want) {
		t.Error(answered.body)
	}
}

func TestAdvance(t *testing.T) {
	box := newBox(t)
	mine := token(t, box)
	read := `{ user { _id } }`
	if code := refusalOf(t, query(t, box, mine, read, nil)); code != 0 {
		t.Errorf("fresh: code %d", code)
	}
	box.Advance(16 * 24 * time.Hour)
	if code := refusalOf(t, query(t, box, mine, read, nil)); code != authing.CodeSessionExpired {
		t.Errorf("16 days later: code %d", code)
	}
}

// TestWithoutAListener serves the box in memory, where its clock is the one of
// the bubble.
func TestWithoutAListener(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := authingtest.NewServer(t, authingtest.WithURL("http://authing.test"))
		call := func(path string) string {
			recorder := httptest.NewRecorder()
			box.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "http://authing.test"+path, nil))
			return recorder.Body.String()
		}
		if body := call("/oauth/wxapp/qrcode/" + box.PoolID + "?random=r"); !strings.Contains(body, `"http://authing.test/qrcode/r.png"`) {
			t.Error(body)
		}
		id, err := box.AddUser(authingtest.User{Username: "ada"})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if err := box.ScanQR("r", id); !errors.Is(err, authing.CodeVerificationCodeExpired) {
			t.Errorf("an hour later: %v", err)
		}
	})
}

// TestQRLoginOverHTTP asks for what the published client never would.
func TestQRLoginOverHTTP(t *testing.T) {
	box := newBox(t)
	const exchange = "/oauth/scan-qrcode/exchangeUserInfoWithTicket"
	for name, test := range map[string]struct {
		answered reply
		want     string
	}{
		"no scene":     {get(t, box.URL+"/qrcode/gene?userPoolId="+box.PoolID), `"code":2231`},
		"no pool":      {get(t, box.URL+"/qrcode/gene?scene=APP_AUTH"), `"code":2205`},
		"unknown code": {get(t, box.URL+"/qrcode/check?scene=APP_AUTH&qrcodeId=x"), `"code":2231`},
		"no ticket":    {send(t, request(t, http.MethodPost, box.URL+exchange, "application/json", `{}`)), `"code":1001`},
		"no JSON":      {send(t, request(t, http.MethodPost, box.URL+exchange, "application/json", `ticket`)), `"code":2231`},
		"logging out":  {get(t, box.URL+"/cas/logout"), `"code":200`},
	} {
		if test.answered.status != http.StatusOK || !strings.Contains(test.answered.body, test.want) {
			t.Errorf("%s: status %d, %s", name, test.answered.status, test.answered.body)
		}
	}
}
