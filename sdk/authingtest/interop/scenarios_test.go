package interop_test

import (
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

const (
	adaID = "5e85aded9cc18e4cc67e780a"
	bobID = "5e85aded9cc18e4cc67e780b"

	carolID = "5e85aded9cc18e4cc67e780c"
)

// people are those whom a scenario finds in the pool.
func people() []authingtest.Option {
	return []authingtest.Option{authingtest.WithUsers(
		authingtest.User{ID: adaID, Email: "ada@example.com", Username: "ada", Password: "correct horse", Nickname: "Ada"},
		authingtest.User{ID: bobID, Email: "bob@example.com", Phone: "13100000002", Username: "bob", Password: "battery staple"},
	)}
}

// adaEnters signs Ada in. From then on the client sends her token where it has
// a choice.
func adaEnters() step {
	return step{
		call: "login", as: "session", with: `{"email": "ada@example.com", "password": "correct horse"}`,
		want: `{"_id": "` + adaID + `", "token": "*"}`,
	}
}

// later moves the box's clock.
func later(d time.Duration) func(*testing.T, *story) {
	return func(_ *testing.T, s *story) { s.box.Advance(d) }
}

// done lets what was prepared on the service's side succeed.
func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func scenarios() []scenario {
	return []scenario{
		{name: "a person from the first day to the last", steps: []step{
			{call: "fetchToken", want: `"*"`},
			{call: "new Authing", with: `{}`, want: `"*"`},
			{only: nodeBuild, call: "new Authing", with: `{"secret": "another pool's"}`, fails: refused(authing.CodeNotAllowed)},
			{only: nodeBuild, call: "new Authing", with: `{}`, want: `"*"`}, // the client keeps the token of before, too
			{
				call: "register", as: "ada", with: `{"email": "ada@example.com", "password": "correct horse", "nickname": "Ada"}`,
				want: `{"_id": "*", "email": "ada@example.com", "nickname": "Ada", "emailVerified": false, "registerInClient": "${pool}", "token": null}`,
			},
			{
				call: "register", with: `{"email": "ada@example.com", "password": "another one"}`,
				fails: refused(authing.CodeUserExists),
			},
			{
				call: "login", with: `{"email": "ada@example.com", "password": "wrong"}`,
				fails: refused(authing.CodeWrongCredentials),
			},
			{
				call: "login", as: "session", with: `{"email": "ada@example.com", "password": "correct horse"}`,
				want: `{"_id": "${ada._id}", "email": "ada@example.com", "token": "*", "tokenExpiredAt": "*", "loginsCount": 1, "blocked": false}`,
			},
			{
				call: "user", with: `{"id": "${ada._id}"}`,
				want: `{"_id": "${ada._id}", "email": "ada@example.com", "nickname": "Ada", "company": "", "password": null, "salt": null,
				"userLoginHistory": {"totalCount": 2, "list": [{"success": true}, {"success": false}]}}`,
			},
			{
				call: "update", with: `{"_id": "${ada._id}", "nickname": "Countess", "company": "Analytical Engines", "photo": "http://example.com/ada.png"}`,
				want: `{"_id": "${ada._id}", "nickname": "Countess", "company": "Analytical Engines", "photo": "http://example.com/ada.png"}`,
			},
			{
				call: "update", with: `{"_id": "${ada._id}", "company": ""}`,
				want: `{"nickname": "Countess", "company": ""}`,
			},
			{
				call: "user", with: `{"id": "${ada._id}"}`,
				want: `{"email": "ada@example.com", "nickname": "Countess", "company": ""}`,
			},
			{
				call: "register", as: "bob", with: `{"username": "bob", "email": "bob@example.com", "password": "battery staple"}`,
				want: `{"_id": "*", "username": "bob"}`,
			},
			{
				only: nodeBuild, call: "list", with: `1, 10`,
				want: `{"totalCount": 2, "list": [{"_id": "${ada._id}", "nickname": "Countess"}, {"_id": "${bob._id}", "email": "bob@example.com"}]}`,
			},
			{only: nodeBuild, call: "list", with: `2, 1`, want: `{"totalCount": 2, "list": [{"_id": "${bob._id}"}]}`},
			{only: nodeBuild, call: "list", with: `3, 1`, want: `{"totalCount": 2, "list": []}`},
			{
				call: "logout", with: `"${ada._id}"`,
				want: `{"_id": "${ada._id}", "tokenExpiredAt": "0"}`,
			},
			{only: nodeBuild, call: "remove", with: `"${ada._id}"`, want: `[{"_id": "${ada._id}"}]`},
			{only: nodeBuild, call: "remove", with: `"${ada._id}"`, fails: refused(authing.CodeUserToDeleteNotFound)},
			{only: nodeBuild, call: "user", with: `{"id": "${ada._id}"}`, fails: refused(authing.CodeUserNotFound)},
			{only: browserBuild, call: "user", with: `{"id": "${ada._id}"}`, fails: refused(authing.CodeNotSignedIn)},
			{
				only: nodeBuild, call: "login", with: `{"email": "ada@example.com", "password": "correct horse"}`,
				fails: refused(authing.CodeWrongCredentials),
			},
			{only: nodeBuild, call: "list", want: `{"totalCount": 1, "list": [{"_id": "${bob._id}"}]}`},
			{only: nodeBuild, call: "remove", with: `["${bob._id}"], "admin"`, want: `[{"_id": "${bob._id}"}]`},
		}},

		{name: "what registering asks for", steps: []step{
			{call: "register", with: `{"nickname": "nobody", "password": "correct horse"}`, fails: refused(authing.CodePhoneOrEmailMissing)},
			{call: "register", with: `{"email": "no address", "password": "correct horse"}`, fails: refused(authing.CodeInvalidEmail)},
			{call: "register", with: `{"email": "ada@example.com"}`, fails: refused(authing.CodePasswordRequired)},
			{call: "register", with: `{"email": "ada@example.com", "password": "short"}`, fails: refused(authing.CodePasswordTooShort)},
			{call: "register", fails: `{"message": "options is not provided"}`},
			// What the schema does not allow never comes to the rules.
			{call: "register", with: `{"email": ["ada@example.com"], "password": "correct horse"}`, fails: `{"status": 400, "data": {"errors": [{"message": "*"}]}}`},
			{
				call: "register", with: `{"unionid": "qq|1", "oauth": "{\"nickname\": \"Ada\"}", "registerMethod": "oauth:qq", "nickname": "Ada"}`,
				want: `{"_id": "*", "unionid": "qq|1", "oauth": "{\"nickname\": \"Ada\"}", "registerMethod": "oauth:qq"}`,
			},
			{call: "register", with: `{"unionid": "qq|1"}`, fails: refused(authing.CodeUserExists)},
			{call: "createUser", as: "eve", with: `{"email": "eve@example.com", "password": "correct horse"}`, want: `{"_id": "*", "email": "eve@example.com"}`},
			{call: "userExist", with: `"${pool}", {"email": "eve@example.com"}`, want: `true`},
			{call: "userExist", with: `"${pool}", {"phone": "13100000009"}`, want: `false`},
			{call: "userExist", with: `"${pool}"`, fails: refused(authing.CodeParametersIncomplete)},
			{
				before: func(t *testing.T, s *story) { done(t, s.box.SetRegistrationDisabled(true)) },
				call:   "register", with: `{"email": "late@example.com", "password": "correct horse"}`,
				fails: refused(authing.CodeRegistrationDisabled),
			},
		}},

		{name: "ways to sign in", box: append(people(), authingtest.WithFailedLogins(2, time.Hour), authingtest.WithUsers(
			authingtest.User{Username: "carol", UnionID: "qq|3"},
			authingtest.User{Username: "dan", Password: "correct horse", Blocked: true},
			authingtest.User{Username: "eve", Password: "correct horse", MFACode: "123456"},
		)), steps: []step{
			{call: "login", with: `{"username": "ada", "password": "correct horse"}`, want: `{"username": "ada", "token": "*"}`},
			{call: "login", with: `{"unionid": "qq|3"}`, want: `{"username": "carol", "unionid": "qq|3", "token": "*"}`},
			{call: "login", with: `{"unionid": "qq|4"}`, fails: refused(authing.CodeUserNotFound)},
			{call: "login", with: `{"username": "carol", "password": "correct horse"}`, fails: refused(authing.CodeSocialLoginOnly)},
			{call: "login", with: `{"username": "dan", "password": "correct horse"}`, fails: refused(authing.CodeUserLocked)},
			{call: "login", with: `{"username": "eve", "password": "correct horse"}`, fails: refused(authing.CodeMFARequired)},
			{call: "login", with: `{"username": "eve", "password": "correct horse", "MFACode": "654321"}`, fails: refused(authing.CodeWrongOneTimePassword)},
			{call: "login", with: `{"username": "eve", "password": "correct horse", "MFACode": "123456"}`, want: `{"username": "eve", "token": "*"}`},
			{call: "login", with: `{"email": "nobody@example.com", "password": "correct horse"}`, fails: refused(authing.CodeWrongCredentials)},
			{call: "login", with: `{"password": "correct horse"}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "login", with: `{"email": "bob@example.com", "password": "wrong"}`, fails: refused(authing.CodeWrongCredentials)},
			{call: "login", with: `{"email": "bob@example.com", "password": "wrong"}`, fails: refused(authing.CodeWrongCredentials)},
			{
				call: "login", with: `{"email": "bob@example.com", "password": "battery staple"}`,
				fails: `{"code": 2000, "data": {"url": "*"}}`,
			},
			{
				call: "login", with: `{"email": "bob@example.com", "password": "battery staple", "verifyCode": "wrong"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "login", with: `{"email": "bob@example.com", "password": "battery staple", "verifyCode": "${captcha bob@example.com}"}`,
				want: `{"email": "bob@example.com", "token": "*"}`,
			},
			{call: "loginByPhonePassword", with: `{"phone": "13100000002", "password": "wrong"}`, fails: refused(authing.CodeWrongCredentials)},
			{call: "loginByPhonePassword", with: `{"phone": "13100000002", "password": "battery staple"}`, want: `{"phone": "13100000002", "token": "*"}`},
		}},

		{name: "codes by SMS", steps: []step{
			{call: "sendOneTimePhoneCode", with: `"13100000001"`, want: `{"code": 200, "message": "*"}`},
			{call: "sendOneTimePhoneCode", with: `"12"`, fails: refused(authing.CodeMessageNotSent)},
			{only: nodeBuild, call: "verifyPhoneCode", with: `{"phone": "13100000001", "phoneCode": "0000"}`, want: `{"code": 2001, "status": false, "message": "*"}`},
			{only: nodeBuild, call: "verifyPhoneCode", with: `{"phone": "13100000001", "phoneCode": "${sms 13100000001}"}`, want: `{"code": 200, "status": true}`},
			{call: "loginByPhoneCode", with: `{"phone": "13100000001", "phoneCode": "0000"}`, fails: refused(authing.CodeWrongVerificationCode)},
			{
				call: "loginByPhoneCode", as: "first", with: `{"phone": "13100000001", "phoneCode": "${sms 13100000001}"}`,
				want: `{"_id": "*", "phone": "13100000001", "token": "*", "loginsCount": 1}`,
			},
			{
				call: "loginByPhoneCode", with: `{"phone": "13100000001", "phoneCode": "${sms 13100000001}"}`,
				fails: refused(authing.CodeWrongVerificationCode), // used up
			},
			{call: "getVerificationCode", with: `"13100000001"`, want: `{"code": 200}`},
			{
				call: "loginByPhoneCode", with: `{"phone": "13100000001", "phoneCode": "${sms 13100000001}"}`,
				want: `{"_id": "${first._id}", "loginsCount": 2}`,
			},
			{call: "sendRegisterPhoneCode", with: `"13100000002"`, want: `{"code": 200}`},
			{call: "getVerificationCode", with: `"12"`, fails: refused(authing.CodeMessageNotSent)},
			{call: "sendRegisterPhoneCode", with: `"12"`, fails: refused(authing.CodeMessageNotSent)},
			{
				call: "register", with: `{"phone": "13100000002", "phoneCode": "0000", "password": "correct horse"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "register", with: `{"phone": "13100000002", "phoneCode": "${sms 13100000002}", "password": "correct horse"}`,
				want: `{"_id": "*", "phone": "13100000002"}`,
			},
			{call: "loginByPhonePassword", with: `{"phone": "13100000002", "password": "correct horse"}`, want: `{"phone": "13100000002", "token": "*"}`},
			{call: "getVerificationCode", with: `"13100000003"`, want: `{"code": 200}`},
			{
				before: later(6 * time.Minute),
				call:   "loginByPhoneCode", with: `{"phone": "13100000003", "phoneCode": "${sms 13100000003}"}`,
				fails: refused(authing.CodeVerificationCodeExpired),
			},
		}},

		{name: "a forgotten password", box: people(), steps: []step{
			{call: "sendResetPasswordEmail", with: `{"email": "nobody@example.com"}`, fails: refused(authing.CodeUserNotFound)},
			{call: "sendResetPasswordEmail", with: `{"email": "ada@example.com"}`, want: `{"message": "*"}`},
			{
				call: "verifyResetPasswordVerifyCode", with: `{"email": "ada@example.com", "verifyCode": "0000"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "verifyResetPasswordVerifyCode", with: `{"email": "ada@example.com", "verifyCode": "${email ada@example.com}"}`,
				want: `{"message": "*"}`,
			},
			{
				call: "changePassword", with: `{"email": "ada@example.com", "password": "purple monkey", "verifyCode": "0000"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "changePassword", with: `{"email": "ada@example.com", "password": "short", "verifyCode": "${email ada@example.com}"}`,
				fails: refused(authing.CodePasswordTooShort),
			},
			{
				call: "changePassword", with: `{"email": "ada@example.com", "password": "purple monkey", "verifyCode": "${email ada@example.com}"}`,
				want: `{"_id": "` + adaID + `", "email": "ada@example.com"}`,
			},
			{
				call: "changePassword", with: `{"email": "ada@example.com", "password": "purple monkey", "verifyCode": "${email ada@example.com}"}`,
				fails: refused(authing.CodeWrongVerificationCode), // used up
			},
			{call: "login", with: `{"email": "ada@example.com", "password": "correct horse"}`, fails: refused(authing.CodeWrongCredentials)},
			{call: "login", with: `{"email": "ada@example.com", "password": "purple monkey"}`, want: `{"_id": "` + adaID + `", "token": "*"}`},
		}},

		{name: "what a person changes about themselves", box: people(), steps: []step{
			adaEnters(),
			{call: "user", with: `{"id": "` + bobID + `"}`, fails: refused(authing.CodeOwnedByAnotherUser)},
			{call: "update", with: `{"_id": "` + bobID + `", "nickname": "Bobby"}`, fails: refused(authing.CodeOwnedByAnotherUser)},
			{call: "getAuthedAppList", with: `{"userId": "` + bobID + `", "page": 1, "count": 10}`, fails: refused(authing.CodeOwnedByAnotherUser)},
			{only: nodeBuild, call: "authz.deleteGroup", with: `"nothing"`, fails: refused(authing.CodeNotAllowed)},
			{call: "update", with: `{"_id": "` + adaID + `", "username": "bob"}`, fails: refused(authing.CodeUsernameTaken)},
			{call: "update", with: `{"_id": "` + adaID + `", "email": "new@example.com"}`, fails: refused(authing.CodeUseUpdateEmail)},
			{call: "update", with: `{"_id": "` + adaID + `", "phone": "13100000001"}`, fails: refused(authing.CodeUseUpdatePhone)},
			{call: "update", with: `{"_id": "` + adaID + `", "password": "purple monkey"}`, fails: refused(authing.CodeOldPasswordMissing)},
			{
				call: "update", with: `{"_id": "` + adaID + `", "password": "purple monkey", "oldPassword": "wrong"}`,
				fails: refused(authing.CodeWrongOldPassword),
			},
			{
				call: "update", with: `{"_id": "` + adaID + `", "password": "purple monkey", "oldPassword": "correct horse"}`,
				want: `{"_id": "` + adaID + `", "email": "ada@example.com"}`,
			},
			{call: "login", with: `{"email": "ada@example.com", "password": "purple monkey"}`, want: `{"token": "*"}`},

			{call: "sendChangeEmailVerifyCode", with: `{"email": "bob@example.com"}`, want: `{"code": 2035, "status": false, "message": "*"}`},
			{call: "sendChangeEmailVerifyCode", with: `{"email": "new@example.com"}`, want: `{"code": 200, "status": true}`},
			{
				call: "updateEmail", with: `{"email": "new@example.com", "emailCode": "${email new@example.com}"}`,
				fails: refused(authing.CodeOldEmailNotVerified),
			},
			{call: "sendChangeEmailVerifyCode", with: `{"email": "ada@example.com"}`, want: `{"code": 200}`},
			{
				call: "updateEmail", with: `{"email": "new@example.com", "emailCode": "0000",
				"oldEmail": "ada@example.com", "oldEmailCode": "${email ada@example.com}"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "updateEmail", with: `{"email": "new@example.com", "emailCode": "${email new@example.com}",
				"oldEmail": "ada@example.com", "oldEmailCode": "${email ada@example.com}"}`,
				want: `{"_id": "` + adaID + `", "email": "new@example.com"}`,
			},
			{call: "sendVerifyEmail", with: `{"email": "new@example.com"}`, want: `{"message": "*"}`},
			{only: nodeBuild, call: "sendActivationEmail", with: `{"email": "new@example.com"}`, want: `{"message": "*"}`},
			{call: "sendVerifyEmail", with: `{"email": "nobody@example.com"}`, fails: refused(authing.CodeUserNotFound)},

			{call: "sendOneTimePhoneCode", with: `"13100000001"`, want: `{"code": 200}`},
			{call: "updatePhone", with: `{"phone": "13100000001", "phoneCode": "0000"}`, fails: refused(authing.CodeWrongVerificationCode)},
			{
				call: "updatePhone", with: `{"phone": "13100000001", "phoneCode": "${sms 13100000001}"}`,
				want: `{"_id": "` + adaID + `", "phone": "13100000001"}`,
			},
			{call: "sendOneTimePhoneCode", with: `"13100000009"`, want: `{"code": 200}`},
			{
				call: "updatePhone", with: `{"phone": "13100000009", "phoneCode": "${sms 13100000009}"}`,
				fails: refused(authing.CodeOldPhoneMismatch),
			},
			{call: "sendOneTimePhoneCode", with: `"13100000001"`, want: `{"code": 200}`},
			{
				call: "updatePhone", with: `{"phone": "13100000009", "phoneCode": "${sms 13100000009}",
				"oldPhone": "13100000001", "oldPhoneCode": "${sms 13100000001}"}`,
				want: `{"_id": "` + adaID + `", "phone": "13100000009"}`,
			},
			{call: "unbindEmail", with: `{}`, want: `{"_id": "` + adaID + `", "email": null}`},
			{call: "unbindEmail", with: `{}`, fails: refused(authing.CodeEmailNotBound)},
		}},

		{name: "sessions and tokens", box: append(people(), authingtest.WithUsers(authingtest.User{
			ID: carolID, Username: "carol", UnionID: "qq|3",
			SocialLogin: &authingtest.SocialLogin{Provider: "qq", AccessToken: "old", RefreshToken: "older", ExpiresIn: 7200},
		})), steps: []step{
			{call: "checkLoginStatus", want: `{"code": 2020, "status": false, "token": null}`},
			{call: "checkLoginStatus", with: `"no token"`, want: `{"code": 2207, "status": false, "token": null}`},
			adaEnters(),
			{
				call: "checkLoginStatus", with: `"${session.token}"`,
				want: `{"code": 200, "status": true, "message": "*", "token": {"data": {"id": "` + adaID + `", "email": "ada@example.com", "clientId": "${pool}"}}}`,
			},
			{call: "logout", with: `"` + adaID + `"`, want: `{"_id": "` + adaID + `"}`},
			{call: "checkLoginStatus", with: `"${session.token}"`, want: `{"code": 2020, "status": false, "token": null}`},
			{only: nodeBuild, call: "refreshToken", as: "fresh", with: `{"user": "` + adaID + `"}`, want: `{"token": "*"}`},
			{only: nodeBuild, call: "checkLoginStatus", with: `"${fresh.token}"`, want: `{"code": 200, "status": true}`},
			{only: nodeBuild, call: "refreshToken", with: `{"user": "nobody"}`, fails: refused(authing.CodeUserNotFound)},
			{
				only: nodeBuild, call: "refreshThirdPartyToken", with: `"` + carolID + `"`,
				want: `{"refreshSuccess": true, "provider": "qq", "accessToken": "*", "refreshToken": "*", "updatedAt": "*"}`,
			},
			{only: nodeBuild, call: "refreshThirdPartyToken", with: `"` + adaID + `"`, fails: refused(authing.CodeSocialLoginNotBound)},
			{
				only:   nodeBuild,
				before: later(16 * 24 * time.Hour),
				call:   "list", fails: refused(authing.CodeSessionExpired), // the owner token's time is over, too
			},
		}},

		{name: "the owner's view", only: nodeBuild, box: people(), steps: []step{
			{
				call: "userPatch", with: `{"ids": "` + bobID + `,` + adaID + `,nobody"}`,
				want: `{"totalCount": 2, "list": [{"_id": "` + bobID + `"}, {"_id": "` + adaID + `", "nickname": "Ada"}]}`,
			},
			{call: "userPatch", with: `{}`, fails: `{"message": "ids in options is not provided"}`},
			{call: "update", with: `{"_id": "` + bobID + `", "password": "purple monkey"}`, want: `{"_id": "` + bobID + `"}`},
			{call: "update", with: `{"_id": "` + bobID + `", "blocked": true}`, want: `{"_id": "` + bobID + `", "blocked": true}`},
			{call: "login", with: `{"username": "bob", "password": "purple monkey"}`, fails: refused(authing.CodeUserLocked)},
			{call: "update", with: `{"_id": "nobody", "blocked": true}`, fails: refused(authing.CodeUserNotFound)},
			{call: "unbindEmail", with: `{"user": "` + adaID + `"}`, want: `{"_id": "` + adaID + `", "email": null}`},
			{call: "unbindEmail", with: `{"user": "` + adaID + `"}`, fails: refused(authing.CodeEmailNotBound)},
			{call: "register", as: "eve", with: `{"email": "eve@example.com", "password": "correct horse"}`, want: `{"_id": "*"}`},
			{call: "unbindEmail", with: `{"user": "${eve._id}"}`, fails: refused(authing.CodeLastSignInMethod)},
			{only: nodeBuild, call: "remove", with: `"${eve._id}"`, want: `[{"_id": "${eve._id}"}]`},
			{
				before: func(t *testing.T, s *story) {
					id, err := s.box.AddGroup("editors")
					done(t, err)
					s.results["group"] = map[string]any{"_id": id}
				},
				call: "authz.deleteGroup", with: `"${group._id}"`, want: `{"code": 200, "message": "*"}`,
			},
			{call: "authz.deleteGroup", with: `"${group._id}"`, fails: refused(authing.CodeGroupNotFound)},
			{only: nodeBuild, call: "remove", with: `["` + adaID + `", "nobody"]`, fails: refused(authing.CodeUserToDeleteNotFound)},
			{only: nodeBuild, call: "remove", with: `["` + adaID + `", "` + bobID + `"]`, want: `[{"_id": "` + adaID + `"}, {"_id": "` + bobID + `"}]`},
			{only: nodeBuild, call: "list", want: `{"totalCount": 0, "list": []}`},
		}},

		{name: "people in directories", steps: []step{
			{
				before: func(t *testing.T, s *story) {
					done(t, s.box.AddLDAPUser(authingtest.DirectoryUser{Username: "ada", Password: "correct horse", Email: "ada@example.com", Name: "Ada"}))
					done(t, s.box.AddADUser("connector", authingtest.DirectoryUser{Username: "bob@corp.example.com", Password: "battery staple", Name: "Bob"}))
				},
				call: "loginByLDAP", with: `{"username": "ada", "password": "wrong"}`, fails: refused(authing.CodeWrongCredentials),
			},
			{
				call: "loginByLDAP", as: "ada", with: `{"username": "ada", "password": "correct horse"}`,
				want: `{"_id": "*", "email": "ada@example.com", "nickname": "Ada", "token": "*"}`,
			},
			{call: "loginByLDAP", with: `{"username": "ada@example.com", "password": "correct horse"}`, want: `{"_id": "${ada._id}"}`},
			{
				call: "loginByAd", with: `{"adConnectorId": "connector", "username": "bob@corp.example.com", "password": "wrong"}`,
				fails: refused(authing.CodeWrongCredentials),
			},
			{
				call: "loginByAd", with: `{"adConnectorId": "connector", "username": "bob@corp.example.com", "password": "battery staple"}`,
				want: `{"_id": "*", "username": "bob@corp.example.com", "token": "*"}`,
			},
			{only: nodeBuild, call: "list", want: `{"totalCount": 2}`},
		}},

		{name: "OIDC applications", box: people(), steps: []step{
			{
				before: func(t *testing.T, s *story) {
					_, err := s.box.AddOIDCApp(authingtest.App{ID: "shop", Secret: "shop's secret", Name: "Shop"})
					done(t, err)
				},
				call: "loginByOidc", with: `{"client_id": "shop", "client_secret": "shop's secret", "email": "ada@example.com", "password": "wrong"}`,
				fails: `{"status": 400, "data": {"error": "invalid_grant"}}`,
			},
			{
				call: "loginByOidc", with: `{"client_id": "shop", "client_secret": "wrong", "email": "ada@example.com", "password": "correct horse"}`,
				fails: `{"status": 400, "data": {"error": "invalid_client"}}`,
			},
			{
				call: "loginByOidc", as: "session",
				with: `{"client_id": "shop", "client_secret": "shop's secret", "email": "ada@example.com", "password": "correct horse", "scope": "openid profile email phone offline_access"}`,
				want: `{"sub": "` + adaID + `", "email": "ada@example.com", "access_token": "*", "id_token": "*", "refresh_token": "*", "token_type": "Bearer"}`,
			},
			{call: "user", with: `{"id": "` + adaID + `"}`, want: `{"_id": "` + adaID + `"}`}, // with the access token
			{
				only: nodeBuild, call: "refreshOidcToken", with: `{"client_id": "shop", "client_secret": "shop's secret", "refresh_token": "${session.refresh_token}"}`,
				want: `{"access_token": "*", "refresh_token": "*"}`,
			},
			{
				only: nodeBuild, call: "refreshOidcToken", with: `{"client_id": "shop", "client_secret": "shop's secret", "refresh_token": "unknown"}`,
				fails: `{"status": 400, "data": {"error": "invalid_grant"}}`,
			},
			{
				call: "getAuthedAppList", with: `{"userId": "` + adaID + `", "page": 1, "count": 10}`,
				want: `{"totalCount": 1, "OAuthApps": [], "OIDCApps": [{"_id": "shop", "name": "Shop"}]}`,
			},
			{
				call: "revokeAuthedApp", with: `{"userId": "` + adaID + `", "appId": "shop"}`,
				want: `{"isRevoked": "*", "appId": "shop", "userId": "` + adaID + `"}`,
			},
			adaEnters(),
			{
				only: nodeBuild, call: "authingTokenToOidcToken", with: `{"client_id": "shop", "client_secret": "shop's secret", "authingToken": "${session.token}"}`,
				want: `{"access_token": "*", "id_token": "*", "refresh_token": "*"}`,
			},
			{
				only: nodeBuild, call: "authingTokenToOidcToken", with: `{"client_id": "shop", "client_secret": "shop's secret", "authingToken": "unknown"}`,
				fails: `{"error": "invalid_grant"}`,
			},
			{call: "revokeAuthedApp", with: `{"userId": "` + adaID + `", "appId": "nothing"}`, fails: refused(authing.CodeAppNotFound)},
		}},

		{name: "a QR code", box: people(), steps: []step{
			{call: "genQRCode", with: `"unknown"`, want: `{"status": 200, "data": {"code": 2224}}`},
			{call: "checkQR", with: `"unknown"`, want: `{"status": 200, "data": {"code": 2300, "data": {"code": 2300}}}`},
			{
				call: "genQRCode", as: "made",
				want: `{"status": 200, "data": {"code": 200, "data": {"qrcode": "*", "random": "*"}}}`,
			},
			{call: "checkQR", with: `"${made.data.data.random}"`, want: `{"status": 200, "data": {"data": {"code": 500}}}`},
			{
				before: func(t *testing.T, s *story) {
					done(t, s.box.ScanQR(s.value(t, "made.data.data.random"), adaID))
				},
				call: "checkQR", with: `"${made.data.data.random}"`,
				want: `{"status": 200, "data": {"data": {"code": 200, "data": {"_id": "` + adaID + `", "email": "ada@example.com", "token": "*"}}}}`,
			},
		}},

		{name: "the service's health", steps: []step{
			{call: "new Authing", with: `{"preflight": true, "cdnPreflight": true}`, want: `"*"`},
			{call: "new Authing", with: `{"preflight": true, "preflightUrl": {"users": "${box}/nothing", "oauth": "${box}/nothing"}, "onInitError": "[callback failed]"}`, want: `"*"`},
			{call: "new Authing/failed", fails: `{"message": "用户服务网络预检失败"}`},
			{call: "new Authing", with: `{"cdnPreflight": true, "cdnPreflightUrl": "${box}/nothing", "onInitError": "[callback failed]"}`, want: `"*"`},
			{call: "new Authing/failed", fails: `{"message": "CDN 服务预检失败"}`},
			{call: "new Authing", with: `{}`, want: `"*"`},
			{call: "preflightFun", want: `[{"status": 200}, {"status": 200}]`},
			{call: "cdnPreflightFun", want: `{"status": 200}`},
		}},

		{name: "a wrong secret", only: nodeBuild, secret: "another pool's", steps: []step{
			{call: "fetchToken", fails: refused(authing.CodeNotAllowed)},
			{call: "list", fails: refused(authing.CodeNotAllowed)},
			{call: "search", with: `"ada"`, fails: refused(authing.CodeNotAllowed)},
			{call: "queryRoles", with: `{}`, fails: refused(authing.CodeNotAllowed)},
			{call: "user", with: `{"id": "` + adaID + `"}`, fails: refused(authing.CodeNotAllowed)},
			{call: "checkLoginStatus", want: `{"code": 2020}`},
		}},
	}
}
