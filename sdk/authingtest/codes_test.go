package authingtest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// Positions in callers.
const (
	asNobody = iota
	asAda
	asEve
	asTheirOwner
	asOwner
)

// provocation is a way to be refused with a code over HTTP.
type provocation struct {
	setUp func(*testing.T, *rootWorld) // what the box is told before; nil for nothing
	who   int                          // one of callers
	call  string                       // GraphQL, of the core API after "core"; or a path, with a JSON body after a space; capitals stand for what is in the box
	never string                       // why the box never answers with the code, where that is so
}

// strict adds a pool called STRICT with settings of its own. Bob in it has the
// password that everybody has.
func strict(user authingtest.User, options ...authingtest.PoolOption) func(*testing.T, *rootWorld) {
	return func(t *testing.T, w *rootWorld) {
		user.Email, user.Password = "bob@example.com", password
		if _, err := w.box.AddPool(append(options, authingtest.WithPool("STRICT", ""), authingtest.WithUsers(user))...); err != nil {
			t.Fatal(err)
		}
	}
}

// add puts a user into the pool.
func add(user authingtest.User) func(*testing.T, *rootWorld) {
	return func(t *testing.T, w *rootWorld) {
		if _, err := w.box.AddUser(user); err != nil {
			t.Fatal(err)
		}
	}
}

// first makes a call that succeeds, before the one that does not.
func first(setUp func(*testing.T, *rootWorld), call string) func(*testing.T, *rootWorld) {
	return func(t *testing.T, w *rootWorld) {
		setUp(t, w)
		if code := refusalOf(t, w.ask(t, asNobody, call)); code != 0 && code != authing.CodeWrongCredentials {
			t.Fatalf("the call before: code %d", code)
		}
	}
}

// later moves the clock.
func later(d time.Duration) func(*testing.T, *rootWorld) {
	return func(_ *testing.T, w *rootWorld) { w.box.Advance(d) }
}

// ask makes a call as one of the callers. PROPER is a good password of everybody,
// encrypted; WRONG another and SHORT one that is too short. They come last: what is
// encrypted may look like the name of something.
func (w *rootWorld) ask(t *testing.T, who int, call string) reply {
	t.Helper()
	passwords := strings.NewReplacer("PROPER", seal(t, w.box, password), "WRONG", seal(t, w.box, "wrong horse"), "SHORT", seal(t, w.box, "short"))
	if path, body, posted := strings.Cut(call, " {"); strings.HasPrefix(call, "/") && posted {
		return coreSend(t, w.box, w.bearers[who], path, passwords.Replace(w.names.Replace("{"+body)))
	}
	if strings.HasPrefix(call, "/") {
		return coreGet(t, w.box, w.bearers[who], w.names.Replace(call))
	}
	if text, ok := strings.CutPrefix(call, "core "); ok {
		body, err := json.Marshal(map[string]string{"query": passwords.Replace(w.names.Replace(text))})
		if err != nil {
			t.Fatal(err)
		}
		return coreSend(t, w.box, w.bearers[who], "/graphql/v2", string(body))
	}
	return query(t, w.box, w.bearers[who], passwords.Replace(w.names.Replace(call)), nil)
}

const (
	bobID    = "5e85aded9cc18e4cc67e780e"
	bobsIn   = `mutation { login(registerInClient: "STRICT", email: "bob@example.com", password: "PROPER") { _id } }`
	bobFails = `mutation { login(registerInClient: "STRICT", email: "bob@example.com", password: "WRONG") { _id } }`
	adaFails = `mutation { login(registerInClient: "POOL", email: "ada@example.com", password: "WRONG") { _id } }`
	bySocial = `mutation { register(userInfo: {registerInClient: "STRICT", unionid: "a"}) { _id } }`
)

// provocations has an entry for every code.
var provocations = map[authing.Code]provocation{
	500:  {call: `/send_smscode/phone/POOL`},
	1000: {setUp: func(t *testing.T, w *rootWorld) { fail(t, w.box, authingtest.Failure{Code: 1000}) }, call: `{ userExist(userPoolId: "POOL", phone: "1") }`},
	1001: {who: asAda, call: `{ users { totalCount } }`},
	1576: {setUp: func(t *testing.T, w *rootWorld) {
		if _, err := w.box.AddOIDCApp(authingtest.App{ID: "closed", Denied: []string{adaID}}); err != nil {
			t.Fatal(err)
		}
	}, call: `mutation { signIn(userPoolId: "POOL", oidcAppId: "closed", unionid: "wechat-ada") { sub } }`},
	1635: {setUp: strict(authingtest.User{MFACode: "123456"}), call: bobsIn},
	1636: {setUp: withFactor, call: `core mutation { loginByEmail(input: {email: "ada@example.com", password: "PROPER"}) { id } }`},
	1639: {
		setUp: add(authingtest.User{Email: "new@example.com", Password: password, ResetPasswordOnFirstLogin: true}),
		call:  `core mutation { loginByEmail(input: {email: "new@example.com", password: "PROPER"}) { id } }`,
	},
	2000: {setUp: first(strict(authingtest.User{}, authingtest.WithFailedLogins(1, time.Hour)), bobFails), call: bobsIn},
	2001: {call: `mutation { login(registerInClient: "POOL", phone: "13100000000", phoneCode: 1) { _id } }`},
	2002: {setUp: first(strict(authingtest.User{}, authingtest.WithSignInQuota(1)), bobsIn), call: bobsIn},
	2003: {call: `mutation { register(userInfo: {registerInClient: "POOL", email: "x", password: "PROPER"}) { _id } }`},
	2004: {who: asOwner, call: `{ user(id: "nobody") { _id } }`},
	2005: {setUp: strict(authingtest.User{Blocked: true}), call: bobsIn},
	2006: {setUp: strict(authingtest.User{}, authingtest.WithToldAccounts()), call: bobFails},
	2011: {who: asAda, call: `mutation { RevokeUserAuthorizedApp(userId: "ADA", appId: "nothing") { _id } }`},
	2016: {call: `mutation { login(registerInClient: "POOL", email: "ada@example.com", password: "plain") { _id } }`},
	2018: {who: asAda, call: `mutation { updateUser(options: {_id: "ADA", emailVerified: true}) { _id } }`},
	2019: {call: `mutation { changePassword(client: "POOL", email: "ada@example.com", password: "PROPER", verifyCode: "") { _id } }`},
	2020: {call: `{ user { _id } }`},
	2023: {call: `/verify/nothing`},
	2026: {call: `mutation { register(userInfo: {registerInClient: "POOL", email: "ada@example.com", password: "PROPER"}) { _id } }`},
	2027: {setUp: add(authingtest.User{Email: "social@example.com", UnionID: "qq-social"}),
		call: `mutation { login(registerInClient: "POOL", email: "social@example.com", password: "PROPER") { _id } }`},
	2028: {call: `mutation { register(userInfo: {registerInClient: "POOL", password: "PROPER"}) { _id } }`},
	2029: {call: `mutation { register(userInfo: {registerInClient: "POOL", email: "new@example.com", password: "SHORT"}) { _id } }`},
	2030: {who: asOwner, call: `{ userPatch(ids: "` + strings.Repeat("x,", 80) + `x") { totalCount } }`},
	2031: {setUp: func(t *testing.T, w *rootWorld) {
		if err := w.box.SetRegistrationDisabled(true); err != nil {
			t.Fatal(err)
		}
	}, call: `mutation { register(userInfo: {registerInClient: "POOL", unionid: "new"}) { _id } }`},
	2032: {call: `mutation { register(userInfo: {registerInClient: "POOL", email: "new@example.com"}) { _id } }`},
	2034: {call: `mutation { register(userInfo: {registerInClient: "POOL", unionid: "new", username: "ada"}) { _id } }`},
	2035: {who: asAda, call: `mutation { updatePhone(userPoolId: "POOL", phone: "13100000002", phoneCode: "1", oldPhone: "13100000001", oldPhoneCode: "1") { _id } }`},
	2036: {who: asTheirOwner, call: `{ user(id: "ADA") { _id } }`},
	2037: {who: asAda, call: `mutation { updateEmail(userPoolId: "POOL", email: "new@example.com", emailCode: "1", oldEmail: "old@example.com", oldEmailCode: "1") { _id } }`},
	2038: {who: asAda, call: `mutation { updatePhone(userPoolId: "POOL", phone: "13100000000", phoneCode: "1", oldPhone: "1", oldPhoneCode: "1") { _id } }`},
	2058: {setUp: strict(authingtest.User{MustResetPassword: true}), call: bobsIn},
	2100: {setUp: first(strict(authingtest.User{}, authingtest.WithRegistrationLimit(1, time.Hour)), bySocial), call: strings.Replace(bySocial, `"a"`, `"b"`, 1)},
	2200: {who: asAda, call: `mutation { updateEmail(userPoolId: "POOL", email: "eve@example.com", emailCode: "1", oldEmail: "ada@example.com", oldEmailCode: "1") { _id } }`},
	2201: {who: asAda, call: `mutation { updateUser(options: {_id: "ADA", password: "PROPER"}) { _id } }`},
	2202: {who: asEve, call: `{ user(id: "ADA") { _id } }`},
	2203: {who: asAda, call: `mutation { updateUser(options: {_id: "ADA", password: "PROPER", oldPassword: "WRONG"}) { _id } }`},
	2204: {call: `mutation { sendResetPasswordEmail(client: "POOL", email: "x") { code } }`},
	2205: {call: `{ getUserPoolSettings(userPoolId: "") { _id } }`},
	2206: {setUp: later(16 * 24 * time.Hour), who: asAda, call: `{ user { _id } }`},
	2207: {setUp: func(_ *testing.T, w *rootWorld) { w.bearers[asAda] = "Bearer nonsense" }, who: asAda, call: `{ user { _id } }`},
	2209: {setUp: add(authingtest.User{ID: bobID, Permanent: true}), who: asOwner, call: `mutation { removeUsers(ids: ["ADA", "` + bobID + `"]) { _id } }`},
	2210: {who: asOwner, call: `mutation { removeUsers(ids: ["nobody"]) { _id } }`},
	2213: {who: asAda, call: `mutation { bindOtherOAuth(type: "wechat", unionid: "second", userInfo: "{}") { _id } }`},
	2215: {who: asEve, call: `mutation { bindOtherOAuth(type: "wechat", unionid: "wechat-ada", userInfo: "{}") { _id } }`},
	2216: {who: asAda, call: `mutation { unbindOtherOAuth(type: "github") { _id } }`},
	2217: {setUp: add(authingtest.User{ID: bobID, Email: "bob@example.com"}), who: asOwner, call: `mutation { unbindEmail(user: "` + bobID + `") { _id } }`},
	2218: {setUp: add(authingtest.User{Username: "bob", Phone: "13100000003"}), call: `mutation { sendResetPasswordEmail(client: "POOL", email: "13100000003") { code } }`},
	2219: {setUp: add(authingtest.User{ID: bobID, Phone: "13100000003"}), who: asOwner, call: `mutation { unbindEmail(user: "` + bobID + `") { _id } }`},
	2224: {call: `{ getUserPoolSettings(userPoolId: "nowhere") { _id } }`},
	2225: {who: asAda, call: `mutation { updateUser(options: {_id: "ADA", email: "new@example.com"}) { _id } }`},
	2226: {who: asAda, call: `mutation { updateUser(options: {_id: "ADA", phone: "13100000000"}) { _id } }`},
	2227: {who: asAda, call: `mutation { updateEmail(userPoolId: "POOL", email: "new@example.com", emailCode: "NEWCODE") { _id } }`},
	2229: {who: asAda, call: `mutation { updateEmail(userPoolId: "POOL", email: "ada@example.com", emailCode: "1") { _id } }`},
	2230: {who: asAda, call: `mutation { updatePhone(userPoolId: "POOL", phone: "13100000001", phoneCode: "1") { _id } }`},
	2231: {call: `mutation { login(registerInClient: "POOL") { _id } }`},
	2300: {setUp: later(6 * time.Minute), call: `mutation { login(registerInClient: "POOL", phone: "13100000000", phoneCode: SMS) { _id } }`},
	2333: {call: adaFails},
	3901: {who: asOwner, call: `{ rbacGroup(_id: "nothing") { _id } }`},
	3903: {who: asOwner, call: `{ rbacRole(_id: "nothing") { _id } }`},
	3905: {who: asOwner, call: `{ rbacPermission(_id: "nothing") { _id } }`},
	4003: {who: asOwner, call: `{ ruleById(_id: "nothing") { _id } }`},
	4212: {call: `mutation { signIn(userPoolId: "POOL", oidcAppId: "nothing", unionid: "wechat-ada") { sub } }`},
	6001: {setUp: strict(authingtest.User{MFACode: "123456"}), call: strings.Replace(bobsIn, `password:`, `MFACode: "654321", password:`, 1)},
	6002: {setUp: func(t *testing.T, w *rootWorld) {
		withFactor(t, w)
		w.bearers[asAda] = "Bearer " + mfaToken(t, w)
	}, who: asAda, call: `/api/v2/mfa/totp/recovery {"recoveryCode": "wrong"}`},
	1010001: {call: `/api/v2/logout?app_id=APP`},
	1020017: {call: `core mutation { sendEmail(email: "x", scene: CHANGE_EMAIL) { code } }`},
	1320004: {who: asAda, call: `core mutation { updatePhone(phone: "13100000002", phoneCode: "1", oldPhone: "13100000001", oldPhoneCode: "OLDSMS") { id } }`},
	1320005: {setUp: as(authingtest.User{ID: bobID, Phone: "13100000003"}), who: asAda, call: `core mutation { unbindPhone { id } }`},
	1320009: {never: "a second code for what the document has 1320005 for"},
	1320010: {setUp: as(authingtest.User{ID: bobID, Email: "bob@example.com"}), who: asAda, call: `core mutation { unbindEmail { id } }`},
	1320011: {who: asAda, call: `core mutation { updatePassword(newPassword: "PROPER", oldPassword: "WRONG") { id } }`},
}

// as adds a user, who then calls in Ada's place.
func as(user authingtest.User) func(*testing.T, *rootWorld) {
	return func(t *testing.T, w *rootWorld) {
		add(user)(t, w)
		w.bearers[asAda] = header(t)(w.box.UserToken(user.ID))
	}
}

// withFactor lets the pool's application ask for a second factor.
func withFactor(t *testing.T, w *rootWorld) {
	if err := w.box.SetAppMFA(w.box.AppID, true); err != nil {
		t.Fatal(err)
	}
}

// mfaToken lets Ada sign in by the core API as far as the second factor.
func mfaToken(t *testing.T, w *rootWorld) string {
	t.Helper()
	answered := w.ask(t, asNobody, `/api/v2/login/account {"account": "ada@example.com", "password": "PROPER"}`)
	var refused struct{ Data struct{ MFAToken string } }
	if err := json.Unmarshal([]byte(answered.body), &refused); err != nil || refused.Data.MFAToken == "" {
		t.Fatalf("no token of a second factor: %s", answered.body)
	}
	return refused.Data.MFAToken
}

// coreSend posts JSON to the core API.
func coreSend(t *testing.T, box *authingtest.Server, authorization, path, body string) reply {
	t.Helper()
	return asCore(t, box, authorization, request(t, http.MethodPost, box.URL+path, "application/json", body))
}

// coreGet asks the core API.
func coreGet(t *testing.T, box *authingtest.Server, authorization, path string) reply {
	t.Helper()
	return asCore(t, box, authorization, request(t, http.MethodGet, box.URL+path, "", ""))
}

// asCore sends a request with the headers that every one of the core API has.
func asCore(t *testing.T, box *authingtest.Server, authorization string, r *http.Request) reply {
	t.Helper()
	r.Header.Set("X-Authing-Userpool-Id", box.PoolID)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return send(t, r)
}

// lastCode is the largest number that is looked at for a code.
const lastCode = 1_400_000

// TestEveryCode provokes every code that there is.
func TestEveryCode(t *testing.T) {
	for code := authing.Code(1); code <= lastCode; code++ {
		p, ok := provocations[code]
		if ok != (code.Meaning() != "") {
			t.Errorf("code %d, %q: there is a provocation: %t", code, code.Meaning(), ok)
		}
		if !ok || p.never != "" {
			continue
		}
		t.Run(code.Meaning(), func(t *testing.T) {
			t.Parallel()
			w := newRootWorld(t)
			if p.setUp != nil {
				p.setUp(t, w)
			}
			if got := codeOf(t, w.ask(t, p.who, p.call)); got != code {
				t.Errorf("code %d, want %d", got, code)
			}
		})
	}
}

// codeOf is refusalOf for every kind of endpoint. The page of a link that has
// expired has words alone.
func codeOf(t *testing.T, answered reply) authing.Code {
	t.Helper()
	if answered.status == http.StatusGone && answered.body == authing.CodeEmailLinkExpired.Meaning() {
		return authing.CodeEmailLinkExpired
	}
	var body struct{ Code authing.Code }
	if err := json.Unmarshal([]byte(answered.body), &body); err == nil && body.Code != 0 {
		return body.Code
	}
	return refusalOf(t, answered)
}

// TestLimitsEnd sees that what is refused for a while, or until something is done,
// is granted then.
func TestLimitsEnd(t *testing.T) {
	t.Run("a new month has sign-ins again", func(t *testing.T) {
		w := newRootWorld(t)
		strict(authingtest.User{}, authingtest.WithSignInQuota(2))(t, w)
		for i, want := range []authing.Code{0, 0, 2002} {
			if got := refusalOf(t, w.ask(t, asNobody, bobsIn)); got != want {
				t.Errorf("sign-in %d: code %d, want %d", i, got, want)
			}
		}
		w.box.Advance(31 * 24 * time.Hour)
		if got := refusalOf(t, w.ask(t, asNobody, bobsIn)); got != 0 {
			t.Errorf("a month later: code %d", got)
		}
	})
	t.Run("registrations count for a while", func(t *testing.T) {
		w := newRootWorld(t)
		strict(authingtest.User{}, authingtest.WithRegistrationLimit(1, time.Hour))(t, w)
		for i, want := range []authing.Code{0, 2100, 0} {
			if i == 2 {
				w.box.Advance(time.Hour)
			}
			who := strings.Replace(bySocial, `"a"`, `"`+strings.Repeat("a", i+1)+`"`, 1)
			if got := refusalOf(t, w.ask(t, asNobody, who)); got != want {
				t.Errorf("registration %d: code %d, want %d", i, got, want)
			}
		}
	})
	t.Run("a changed password is good", func(t *testing.T) {
		w := newRootWorld(t)
		strict(authingtest.User{ID: bobID, MustResetPassword: true})(t, w)
		pool, err := w.box.FindPool("STRICT")
		if err != nil {
			t.Fatal(err)
		}
		w.bearers[asOwner] = header(t)(pool.OwnerToken())
		change := `mutation { updateUser(options: {_id: "` + bobID + `", password: "PROPER"}) { _id } }`
		for _, call := range []string{change, bobsIn} {
			if got := refusalOf(t, w.ask(t, asOwner, call)); got != 0 {
				t.Errorf("code %d", got)
			}
		}
	})
	t.Run("a refused removal removes nobody", func(t *testing.T) {
		w := newRootWorld(t)
		provocations[2209].setUp(t, w)
		w.ask(t, asOwner, provocations[2209].call)
		if got := refusalOf(t, w.ask(t, asOwner, `{ user(id: "ADA") { _id } }`)); got != 0 {
			t.Errorf("code %d", got)
		}
	})
	t.Run("a one-time password is good once", func(t *testing.T) {
		w := newRootWorld(t)
		if got := refusalOf(t, w.ask(t, asAda, `mutation { changeMFA(userId: "ADA", enable: true) { enable } }`)); got != 0 {
			t.Fatalf("code %d", got)
		}
		login := func() authing.Code {
			shown, err := w.box.OneTimePassword(adaID)
			if err != nil {
				t.Fatal(err)
			}
			text := `mutation { login(registerInClient: "POOL", unionid: "wechat-ada", MFACode: "` + shown.Reveal() + `") { _id } }`
			return refusalOf(t, w.ask(t, asNobody, text))
		}
		got := []authing.Code{login(), login()}
		w.box.Advance(30 * time.Second)
		if diff := cmp.Diff([]authing.Code{0, 6001, 0}, append(got, login())); diff != "" {
			t.Errorf("now, again, and half a minute later (-want +got):\n%s", diff)
		}
	})
	t.Run("the token endpoint refuses them as well", func(t *testing.T) {
		box := newBox(t)
		app, err := box.AddOIDCApp(authingtest.App{Denied: []string{adaID}})
		staff, staffErr := box.AddPool(authingtest.WithSignInQuota(1), authingtest.WithUsers(
			authingtest.User{Email: "ada@example.com", Password: password},
			authingtest.User{Email: "bob@example.com", Password: password, MustResetPassword: true}))
		if err := errors.Join(err, staffErr); err != nil {
			t.Fatal(err)
		}
		open, err := staff.AddOIDCApp(authingtest.App{})
		if err != nil {
			t.Fatal(err)
		}
		exchanged := post(t, box.URL+"/oauth/oidc/token", url.Values{
			"client_id": {app.ID}, "client_secret": {app.Secret.Reveal()}, "grant_type": {"authingToken"}, "scope": {"openid"},
			"authingToken": {strings.TrimPrefix(token(t, box), "Bearer ")},
		})
		if !strings.Contains(exchanged.body, authing.CodeAppAccessDenied.Meaning()) {
			t.Errorf("a token for the application: status %d %s", exchanged.status, exchanged.body)
		}
		for _, test := range []struct {
			app         authingtest.App
			email, want string
		}{
			{app, "ada@example.com", authing.CodeAppAccessDenied.Meaning()},
			{open, "bob@example.com", authing.CodePasswordResetForced.Meaning()},
			{open, "ada@example.com", `"access_token"`},
			{open, "ada@example.com", authing.CodeSignInQuotaExceeded.Meaning()},
		} {
			answered := post(t, box.URL+"/oauth/oidc/token", url.Values{
				"client_id": {test.app.ID}, "client_secret": {test.app.Secret.Reveal()}, "grant_type": {"password"},
				"email": {test.email}, "password": {password}, "scope": {"openid"},
			})
			var refused struct {
				Description string `json:"error_description"`
			}
			if err := json.Unmarshal([]byte(answered.body), &refused); err != nil || refused.Description != test.want && !strings.Contains(answered.body, test.want) {
				t.Errorf("%s: status %d %s, want %s", test.email, answered.status, refused.Description, test.want)
			}
		}
	})
	t.Run("lists have the attempts to sign in", func(t *testing.T) {
		w := newRootWorld(t)
		w.ask(t, asNobody, adaFails)
		for _, list := range []string{`users`, `userPatch(ids: "ADA")`} {
			answered := w.ask(t, asOwner, "{ "+list+" { list { userLoginHistory { totalCount list { success } } } } }")
			// The world signs Ada in once.
			if want := `{"userLoginHistory":{"totalCount":2,"list":[{"success":false},{"success":true}]}}`; !strings.Contains(answered.body, want) {
				t.Errorf("%s: %s, want %s", list, answered.body, want)
			}
		}
	})
	t.Run("who is told apart", func(t *testing.T) {
		w := newRootWorld(t)
		strict(authingtest.User{}, authingtest.WithToldAccounts())(t, w)
		if got := refusalOf(t, w.ask(t, asNobody, strings.Replace(bobFails, "bob@", "nobody@", 1))); got != authing.CodeUserNotFound {
			t.Errorf("code %d", got)
		}
	})
}
