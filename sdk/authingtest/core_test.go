package authingtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// coreBox is a box with Ada in it, and her session by the core API.
func coreBox(t *testing.T) (*authingtest.Server, *enduser.Client) {
	t.Helper()
	box := newBox(t)
	client, err := enduser.New(box.PoolID, box.AppID, enduser.WithOrigin(box.URL))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: "ada@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	return box, client
}

// TestEveryCoreEndpoint calls every endpoint outside GraphQL once: as Ada, or as
// the pool's owner, or with the token of a second factor.
func TestEveryCoreEndpoint(t *testing.T) {
	tests := []struct {
		call string
		who  string // ada, owner, factor, or nobody
		want authing.Code
	}{
		{`GET /api/v2/.well-known`, "nobody", 200},
		{`POST /api/v2/register/email {"email": "new@example.com", "password": "PROPER", "forceLogin": true, "profile": {"nickname": "n"}}`, "nobody", 200},
		{`POST /api/v2/register/username {"username": "new", "password": "PROPER"}`, "nobody", 200},
		{`POST /api/v2/register/phone-code {"phone": "13100000000", "code": "SMS", "password": "PROPER"}`, "nobody", 200},
		{`POST /api/v2/login/account {"account": "ada@example.com", "password": "PROPER"}`, "nobody", 200},
		{`POST /api/v2/login/phone-code {"phone": "13100000000", "code": "SMS", "autoRegister": true}`, "nobody", 200},
		{`POST /api/v2/login/email-code {"email": "ada@example.com", "code": "1", "params": null, "context": null}`, "nobody", 2001},
		{`POST /api/v2/ldap/verify-user {"username": "tesla", "password": "coil"}`, "nobody", 200},
		{`POST /api/v2/ad/verify-user {"username": "mary", "password": "pw"}`, "nobody", 200},
		{`GET /api/v2/users/me`, "ada", 200},
		{`GET /api/v2/logout?app_id=FIRSTAPP`, "ada", 200},
		{`POST /api/v2/sms/send {"phone": "13100000009", "phoneCountryCode": "+86"}`, "nobody", 200},
		{`POST /api/v2/email/send {"email": "ada@example.com", "scene": "RESET_PASSWORD"}`, "nobody", 200},
		{`GET /api/v2/udfs/values?targetType=USER&targetId=ADA`, "ada", 200},
		{`POST /api/v2/udfs/values {"udfs": [{"definition": "k", "value": 1}]}`, "ada", 2231},
		{`POST /api/v2/password/reset/sms {"phone": "13900000000", "code": "1", "newPassword": "PROPER"}`, "nobody", 2004},
		{`POST /api/v2/password/reset/email {"email": "ada@example.com", "code": "1", "newPassword": "PROPER"}`, "nobody", 2001},
		{`POST /api/v2/users/profile/update {"nickname": "Countess", "city": "London"}`, "ada", 200},
		{`POST /api/v2/password/update {"newPassword": "PROPER", "oldPassword": "PROPER"}`, "ada", 200},
		{`POST /api/v2/users/phone/bind {"phone": "13100000000", "code": "SMS"}`, "ada", 200},
		{`POST /api/v2/users/phone/unbind`, "ada", 1320005},
		{`POST /api/v2/users/phone/update {"phone": "13100000000", "phoneCode": "SMS"}`, "ada", 200},
		{`POST /api/v2/users/email/bind {"email": "x@example.com", "emailCode": "1"}`, "ada", 2200},
		{`POST /api/v2/users/email/unbind`, "ada", 200},
		{`POST /api/v2/users/email/update {"email": "ada@example.com", "emailCode": "1"}`, "ada", 2229},
		{`POST /api/v2/users/link {"primaryUserToken": "x", "secondaryUserToken": "y"}`, "nobody", 2020},
		{`GET /api/v2/users/me/security-level`, "ada", 200},
		{`POST /api/v2/users/refresh-token`, "ada", 200},
		{`GET /api/v2/users/me/applications/allowed?page=1&limit=10`, "ada", 200},
		{`GET /api/v2/users/me/orgs`, "ada", 200},
		{`GET /api/v2/users/me/roles?namespace=`, "ada", 200},
		{`POST /api/v2/users/resource/authorized {"namespace": "default"}`, "ada", 200},
		{`POST /api/v2/users/password/reset-by-first-login-token {"token": "x", "password": "PROPER"}`, "nobody", 1010001},
		{`POST /api/v2/applications/mfa/check {"phone": "13100000009"}`, "factor", 200},
		{`POST /api/v2/applications/mfa/sms/verify {"phone": "13100000000", "code": "SMS"}`, "factor", 200},
		{`POST /api/v2/applications/mfa/email/verify {"email": "ada@example.com", "code": "1"}`, "factor", 2001},
		{`POST /api/v2/mfa/totp/verify {"totp": "TOTP"}`, "factor", 200},
		{`POST /api/v2/applications/mfa/totp/verify {"authenticatorType": "totp", "totp": "TOTP"}`, "factor", 200},
		{`POST /api/v2/mfa/totp/recovery {"recoveryCode": "RECOVERY"}`, "factor", 200},
		{`POST /api/v2/applications/mfa/totp/recovery {"authenticatorType": "totp", "recoveryCode": "RECOVERY"}`, "factor", 200},
		{`GET /api/v2/mfa/authenticator?type=totp`, "factor", 200},
		{`POST /api/v2/mfa/totp/associate {"authenticator_type": "totp"}`, "factor", 200},
		{`POST /api/v2/mfa/totp/associate/confirm {"authenticator_type": "totp", "totp": "TOTP"}`, "ada", 200},
		{`POST /api/v2/qrcode/gene {"scene": "APP_AUTH", "autoMergeQrCode": false}`, "nobody", 200},
		{`GET /api/v2/qrcode/check?random=x`, "nobody", 2231},
		{`POST /api/v2/qrcode/userinfo {"ticket": "x"}`, "nobody", 1001},
		{`GET /api/v2/users/ADA?with_custom_data=true`, "owner", 200},
		{`GET /api/v2/users/ADA/orgs`, "owner", 200},
		{`POST /api/v2/users/batch {"ids": ["ADA"], "type": "id"}`, "owner", 200},
		{`POST /api/v2/users/kick {"userIds": ["ADA"]}`, "owner", 200},
		{`GET /logout?userId=ADA`, "owner", 200},
		{`GET /api/v2/users/login-status?userId=ADA`, "owner", 200},
		{`POST /api/v2/login/account ["no object"]`, "nobody", 2231},
	}
	for _, test := range tests {
		t.Run(test.call, func(t *testing.T) {
			t.Parallel()
			w := newCoreWorld(t)
			if got := codeOf(t, w.ask(t, test.who, test.call)); got != test.want {
				t.Errorf("code %d, want %d", got, test.want)
			}
		})
	}
}

// coreWorld is a box that every endpoint finds something in.
type coreWorld struct {
	box   *authingtest.Server
	names *strings.Replacer
	who   map[string]string // Authorization headers
}

func newCoreWorld(t *testing.T) *coreWorld {
	t.Helper()
	box, ada := coreBox(t)
	w := &coreWorld{box: box, who: make(map[string]string)}
	session, err := ada.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.who["ada"], w.who["owner"] = "Bearer "+session.Reveal(), owner(t, box)
	app, err := box.AddOIDCApp(authingtest.App{MFA: true})
	if err != nil {
		t.Fatal(err)
	}
	strict, err := enduser.New(box.PoolID, app.ID, enduser.WithOrigin(box.URL))
	if err != nil {
		t.Fatal(err)
	}
	_, err = strict.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: "ada@example.com", Password: password})
	required, ok := err.(*authing.MFARequiredError)
	if !ok {
		t.Fatalf("%v is no second factor", err)
	}
	w.who["factor"] = "Bearer " + required.Token.Reveal()
	if _, err := ada.SendSMS(t.Context(), enduser.SendSMSInput{Phone: "13100000000"}); err != nil {
		t.Fatal(err)
	}
	digits, err := box.OneTimePassword(adaID)
	recovery, recoveryErr := box.RecoveryCode(adaID)
	for _, err := range []error{
		err, recoveryErr, box.SetVerifyOldPhone(false),
		box.AddLDAPUser(authingtest.DirectoryUser{Username: "tesla", Password: "coil"}),
		box.AddADUser("ad1", authingtest.DirectoryUser{Username: "mary", Password: "pw"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w.names = strings.NewReplacer("ADA", adaID, "FIRSTAPP", box.AppID, "SMS", box.LastSMS("13100000000").Reveal(),
		"TOTP", digits.Reveal(), "RECOVERY", recovery.Reveal(), "PROPER", seal(t, box, password))
	return w
}

// ask makes a call: a method, a path, and perhaps a body.
func (w *coreWorld) ask(t *testing.T, who, call string) reply {
	t.Helper()
	method, rest, _ := strings.Cut(call, " ")
	path, body, _ := strings.Cut(rest, " ")
	r := request(t, method, w.box.URL+w.names.Replace(path), "application/json", w.names.Replace(body))
	return asCore(t, w.box, w.who[who], r)
}

// TestRefusalsInTwoLanguages asks for the words of a refusal in either.
func TestRefusalsInTwoLanguages(t *testing.T) {
	box := newBox(t)
	said := func(language string, graphql bool) string {
		r := request(t, http.MethodGet, box.URL+"/api/v2/users/me", "", "")
		if graphql {
			r = request(t, http.MethodPost, box.URL+"/graphql/v2", "application/json", `{"query": "{ user { id } }"}`)
		}
		if language != "" {
			r.Header.Set("X-Authing-Lang", language)
		}
		var body struct {
			Message string
			Errors  []struct{ Message struct{ Message string } }
		}
		if err := json.Unmarshal([]byte(asCore(t, box, "", r).body), &body); err != nil {
			t.Fatal(err)
		}
		if graphql {
			return body.Errors[0].Message.Message
		}
		return body.Message
	}
	for language, want := range map[string]string{"zh-CN": "尚未登录，无访问权限", "en-US": "not signed in", "": "not signed in"} {
		for _, graphql := range []bool{true, false} {
			if got := said(language, graphql); got != want {
				t.Errorf("%q: %q, want %q", language, got, want)
			}
		}
	}
}

// TestCoreCallsFailOnDemand lets calls of the core API meet a failure, by their
// root field and by their path.
func TestCoreCallsFailOnDemand(t *testing.T) {
	box, client := coreBox(t)
	for _, call := range []string{"user", "/graphql/v2"} {
		fail(t, box, authingtest.Failure{Call: call, Code: authing.CodeServiceBusy})
		if _, err := client.GetCurrentUser(t.Context()); !isCode(err, authing.CodeServiceBusy) {
			t.Errorf("%s: %v", call, err)
		}
	}
	fail(t, box, authingtest.Failure{Call: "/api/v2/users/me", Code: authing.CodeServiceBusy})
	if _, err := client.GetSecurityLevel(t.Context()); !isCode(err, authing.CodeServiceBusy) {
		t.Error(err)
	}
	if left := box.Failures(); len(left) != 0 {
		t.Errorf("nobody met %+v", left)
	}
}

func isCode(err error, code authing.Code) bool {
	refused, ok := err.(*authing.Error)
	return ok && refused.Code == code
}

// TestCoreGoesOnFromAFile finds what the core API knows in the next box.
func TestCoreGoesOnFromAFile(t *testing.T) {
	path := t.TempDir() + "/box.db"
	open := func() (*authingtest.Server, *management.Client) {
		box := authingtest.NewServer(t, authingtest.WithDataFile(path))
		client, err := management.New(box.PoolID, management.WithSecret(box.Secret), management.WithOrigin(box.URL))
		if err != nil {
			t.Fatal(err)
		}
		return box, client
	}
	box, client := open()
	app := box.AppID
	user, err := client.Users.Create(t.Context(), management.UsersCreateInput{Username: "eve", ExternalID: "e-1", Country: "NL"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Roles.Create(t.Context(), management.RolesCreateInput{Code: "captain", Namespace: "ship"}); err != nil {
		t.Fatal(err)
	}
	box.Close()
	box, client = open()
	if box.AppID != app {
		t.Errorf("the application is %s now, and was %s", box.AppID, app)
	}
	found, err := client.Users.Find(t.Context(), management.UsersFindInput{ExternalID: "e-1"})
	if err != nil || found.ID != user.ID || found.Country != "NL" {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := client.Roles.Detail(t.Context(), management.RolesDetailInput{Code: "captain", Namespace: "ship"}); err != nil {
		t.Error(err)
	}
}
