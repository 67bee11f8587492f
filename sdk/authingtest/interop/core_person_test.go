package interop_test

import (
	"slices"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/management"
)

// coreScenarios are those of the core API's client.
func coreScenarios() []scenario {
	return slices.Concat(registrationScenarios(), signInScenarios(), profileScenarios(), factorScenarios(),
		oidcScenarios(), ownerScenarios(), ownerAccessScenarios())
}

// adaEntersCore signs Ada in. From then on AuthenticationClient sends her token.
func adaEntersCore() step {
	return step{
		call: "loginByEmail", as: "ada", with: `"ada@example.com", "correct horse"`,
		want: `{"id": "` + adaID + `", "email": "ada@example.com", "token": "*"}`,
	}
}

// nobodyIsSignedIn makes another AuthenticationClient.
func nobodyIsSignedIn() step {
	return step{call: "new AuthenticationClient", with: `{}`, want: `null`}
}

// sms asks for a code by SMS.
func sms(phone string) step { return step{call: "sendSmsCode", with: `"` + phone + `"`, want: `null`} }

// email asks for a code by email, for a scene.
func email(address, scene string) step {
	return step{call: "sendEmail", with: `"` + address + `", "` + scene + `"`, want: `{"code": 200, "message": "*"}`}
}

func registrationScenarios() []scenario {
	return []scenario{
		{name: "core: registering", steps: []step{
			{call: "publicKeyManager.getPublicKey", want: `"*"`},
			{
				call: "registerByEmail", as: "ada", with: `"ada@example.com", "correct horse", {"nickname": "Ada"}, {"forceLogin": true, "clientIp": "192.0.2.1"}`,
				want: `{"id": "*", "userPoolId": "${pool}", "email": "ada@example.com", "emailVerified": false, "nickname": "Ada", "token": "*", "status": "Activated"}`,
			},
			{call: "getCurrentUser", want: `{"id": "${ada.id}", "email": "ada@example.com", "nickname": "Ada"}`},
			{call: "registerByEmail", with: `"ada@example.com", "another one"`, fails: refused(authing.CodeUserExists)},
			{call: "registerByEmail", with: `"no address", "correct horse"`, fails: refused(authing.CodeInvalidEmail)},
			{call: "registerByEmail", with: `"eve@example.com", "short"`, fails: refused(authing.CodePasswordTooShort)},
			{call: "registerByUsername", as: "bob", with: `"bob", "battery staple"`, want: `{"id": "*", "username": "bob", "email": null, "token": null}`},
			{call: "registerByUsername", with: `"bob", "battery staple"`, fails: refused(authing.CodeUserExists)},
			{call: "sendSmsCode", with: `"no number"`, fails: refused(authing.CodeMessageNotSent)},
			sms("13100000003"),
			{call: "registerByPhoneCode", with: `"13100000003", "0000", "correct horse"`, fails: refused(authing.CodeWrongVerificationCode)},
			{
				call: "registerByPhoneCode", as: "carol", with: `"13100000003", "${sms 13100000003}", "correct horse", {"nickname": "Carol"}, {"forceLogin": true}`,
				want: `{"id": "*", "phone": "13100000003", "phoneVerified": true, "nickname": "Carol", "token": "*"}`,
			},
			sms("13100000003"),
			{call: "registerByPhoneCode", with: `"13100000003", "${sms 13100000003}"`, fails: refused(authing.CodeUserExists)},
			{call: "isUserExists", with: `{"username": "bob"}`, want: `true`},
			{
				before: func(t *testing.T, s *story) { done(t, s.box.SetRegistrationDisabled(true)) },
				call:   "registerByEmail", with: `"late@example.com", "correct horse"`, fails: refused(authing.CodeRegistrationDisabled),
			},
		}},
	}
}

func signInScenarios() []scenario {
	return []scenario{
		{name: "core: signing in and out", box: people(), steps: []step{
			{call: "getCurrentUser", want: `null`},
			{call: "logout", fails: refused(authing.CodeIDTokenInvalid)},
			{call: "loginByEmail", with: `"ada@example.com", "wrong"`, fails: refused(authing.CodeWrongCredentials)},
			adaEntersCore(),
			{call: "getCurrentUser", want: `{"id": "` + adaID + `", "loginsCount": 1}`},
			{call: "refreshToken", as: "fresh", want: `{"token": "*", "iat": "*", "exp": "*"}`},
			{call: "getCurrentUser", want: `{"id": "` + adaID + `"}`},
			{call: "checkLoginStatus", with: `"${fresh.token}"`, want: `{"code": 200, "status": true, "exp": "*", "data": {"id": "` + adaID + `", "userPoolId": "${pool}"}}`},
			{call: "logout", want: `null`},
			{call: "checkLoginStatus", with: `"${fresh.token}"`, want: `{"code": 2020, "status": false}`},
			{call: "refreshToken", fails: refused(authing.CodeNotSignedIn)},
			sms("13100000002"),
			{call: "loginByPhoneCode", with: `"13100000002", "0000"`, fails: refused(authing.CodeWrongVerificationCode)},
			{
				call: "loginByPhoneCode", with: `"13100000002", "${sms 13100000002}"`,
				want: `{"id": "` + bobID + `", "phone": "13100000002", "token": "*"}`,
			},
			{call: "getCurrentUser", want: `{"id": "` + bobID + `"}`},
			{call: "loginByUsername", with: `"bob", "battery staple"`, want: `{"id": "` + bobID + `", "token": "*"}`},
			{call: "loginByPhonePassword", with: `"13100000002", "battery staple"`, want: `{"id": "` + bobID + `", "token": "*"}`},
		}},

		{name: "core: who may not sign in", box: append(people(), authingtest.WithUsers(
			authingtest.User{ID: carolID, Email: "carol@example.com", Phone: "13100000003", Password: "correct horse", Blocked: true},
		)), steps: []step{
			{call: "loginByEmail", with: `"carol@example.com", "correct horse"`, fails: refused(authing.CodeUserLocked)},
			sms("13100000003"),
			{call: "loginByPhoneCode", with: `"13100000003", "${sms 13100000003}"`, fails: refused(authing.CodeUserLocked)},
			sms("13100000002"),
			{
				before: later(6 * time.Minute),
				call:   "loginByPhoneCode", with: `"13100000002", "${sms 13100000002}"`, fails: refused(authing.CodeVerificationCodeExpired),
			},
			{
				before: func(t *testing.T, s *story) {
					_, err := s.box.AddOIDCApp(authingtest.App{ID: clubID, Name: "Club", Denied: []string{bobID}})
					done(t, err)
				},
				call: "new AuthenticationClient", with: `{"appId": "` + clubID + `"}`, want: `null`,
			},
			{call: "loginByUsername", with: `"bob", "battery staple"`, fails: refused(authing.CodeAppAccessDenied)},
			adaEntersCore(),
			{call: "new AuthenticationClient", with: `{"appId": "unknown"}`, want: `null`},
			{call: "loginByEmail", with: `"ada@example.com", "correct horse"`, fails: refused(authing.CodeAppNotFound)},
			{call: "new AuthenticationClient", with: `{"lang": "en-US"}`, want: `null`},
			{call: "getSecurityLevel", fails: `{"code": 2020, "message": "` + authing.CodeNotSignedIn.Meaning() + `"}`},
			{call: "refreshToken", fails: `{"code": 2020, "message": "` + authing.CodeNotSignedIn.Meaning() + `"}`},
		}},

		{name: "core: people in directories", steps: []step{
			{
				before: func(t *testing.T, s *story) {
					done(t, s.box.AddLDAPUser(authingtest.DirectoryUser{Username: "ada", Password: "correct horse", Email: "ada@example.com", Name: "Ada"}))
					done(t, s.box.AddADUser("connector", authingtest.DirectoryUser{Username: "bob", Password: "battery staple", Name: "Bob"}))
				},
				call: "loginByLdap", with: `"ada", "wrong"`, fails: refused(authing.CodeWrongCredentials),
			},
			{call: "loginByLdap", as: "ada", with: `"ada", "correct horse"`, want: `{"id": "*", "email": "ada@example.com", "token": "*"}`},
			{call: "getCurrentUser", want: `{"id": "${ada.id}"}`},
			{call: "loginByAd", with: `"bob", "wrong"`, fails: refused(authing.CodeWrongCredentials)},
			{call: "loginByAd", as: "bob", with: `"bob", "battery staple"`, want: `{"id": "*", "username": "bob", "token": "*"}`},
			{call: "getCurrentUser", want: `{"id": "${bob.id}"}`},
		}},

		{name: "core: a forgotten password", box: people(), steps: []step{
			{call: "sendEmail", with: `"no address", "RESET_PASSWORD"`, fails: refused(authing.CodeEmailAddressInvalid)},
			email("ada@example.com", "RESET_PASSWORD"),
			{
				call: "resetPasswordByEmailCode", with: `"ada@example.com", "0000", "purple monkey"`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "resetPasswordByEmailCode", with: `"nobody@example.com", "0000", "purple monkey"`,
				fails: refused(authing.CodeUserNotFound),
			},
			{
				call: "resetPasswordByEmailCode", with: `"ada@example.com", "${email ada@example.com}", "purple monkey"`,
				want: `{"code": 200, "message": "*"}`,
			},
			{call: "loginByEmail", with: `"ada@example.com", "purple monkey"`, want: `{"id": "` + adaID + `"}`},
			sms("13100000002"),
			{
				call: "resetPasswordByPhoneCode", with: `"13100000002", "0000", "purple monkey"`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "resetPasswordByPhoneCode", with: `"13100000009", "0000", "purple monkey"`,
				fails: refused(authing.CodeUserNotFound),
			},
			{
				call: "resetPasswordByPhoneCode", with: `"13100000002", "${sms 13100000002}", "purple monkey"`,
				want: `{"code": 200, "message": "*"}`,
			},
			{call: "loginByUsername", with: `"bob", "purple monkey"`, want: `{"id": "` + bobID + `"}`},
		}},

		{name: "core: the first sign-in asks for another password", steps: []step{
			{
				call: "management users.create", as: "carol",
				with: `{"email": "carol@example.com", "password": "correct horse"}, {"resetPasswordOnFirstLogin": true}`,
				want: `{"id": "*", "email": "carol@example.com", "password": null}`,
			},
			{
				call: "loginByEmail", as: "refusal", with: `"carol@example.com", "correct horse"`,
				fails: `{"code": 1639, "message": "*", "data": {"token": "*"}}`,
			},
			{
				call: "resetPasswordByFirstLoginToken", with: `{"token": "unknown", "password": "purple monkey"}`,
				fails: refused(authing.CodeIDTokenInvalid),
			},
			{
				call: "resetPasswordByFirstLoginToken", with: `{"token": "${refusal.data.token}", "password": "purple monkey"}`,
				want: `{"code": 200, "message": "*"}`,
			},
			{call: "loginByEmail", with: `"carol@example.com", "purple monkey"`, want: `{"id": "${carol.id}", "token": "*"}`},
		}},
	}
}

// What the policy of ordersAllowed lets people use, as the client reports it.
const (
	ordersResource = `{"code": "order:*", "type": "DATA", "actions": ["order:read"]}`
	ordersMenu     = `{"code": "orders", "type": "MENU", "actions": ["*"]}`
)

// ordersAllowed puts a policy into the pool.
func ordersAllowed(t *testing.T, s *story) {
	t.Helper()
	done(t, s.box.AddPolicy(authingtest.Policy{Code: "orders", Resources: []authingtest.Resource{
		{Code: "order:*", Type: "DATA", Actions: []string{"order:read"}},
		{Code: "orders", Type: "MENU", Actions: []string{"*"}},
	}}))
}

func profileScenarios() []scenario {
	return []scenario{
		{name: "core: what a person changes about themselves", box: people(), steps: []step{
			{call: "updateProfile", with: `{"nickname": "Countess"}`, fails: `{"message": "请先登录！"}`},
			adaEntersCore(),
			{
				call: "updateProfile", with: `{"nickname": "Countess", "company": "Analytical Engines", "city": "London"}`,
				want: `{"id": "` + adaID + `", "nickname": "Countess", "company": "Analytical Engines", "city": "London", "password": null}`,
			},
			{call: "updateProfile", with: `{"username": "bob"}`, fails: refused(authing.CodeUsernameTaken)},
			// The client keeps the token that this answers with, and sends it from now on.
			{call: "updateProfile", with: `{"nickname": "Ada"}`, want: `{"nickname": "Ada", "token": "*"}`},
			{call: "updatePassword", with: `"purple monkey", "wrong"`, fails: refused(authing.CodeIncorrectOldPassword)},
			{call: "updatePassword", with: `"short", "correct horse"`, fails: refused(authing.CodePasswordTooShort)},
			{call: "updatePassword", with: `"purple monkey", "correct horse"`, want: `{"id": "` + adaID + `", "password": null}`},
			{call: "getSecurityLevel", want: `{"score": "*", "email": true, "phone": false, "password": true, "passwordSecurityLevel": 0, "mfa": false}`},

			sms("13100000001"),
			{call: "bindPhone", with: `"13100000001", "0000"`, fails: refused(authing.CodeWrongVerificationCode)},
			{call: "bindPhone", with: `"13100000002", "0000"`, fails: refused(authing.CodeBoundToAnotherUser)},
			{
				call: "bindPhone", with: `"13100000001", "${sms 13100000001}"`,
				want: `{"id": "` + adaID + `", "phone": "13100000001", "phoneVerified": true}`,
			},
			sms("13100000004"),
			{call: "updatePhone", with: `"13100000004", "${sms 13100000004}"`, fails: refused(authing.CodeOldPhoneMismatch)},
			sms("13100000001"),
			{
				call: "updatePhone", with: `"13100000002", "0000", "13100000001", "${sms 13100000001}"`,
				fails: refused(authing.CodeBoundToAnotherUser),
			},
			{
				call: "updatePhone", with: `"13100000004", "${sms 13100000004}", "13100000001", "${sms 13100000001}"`,
				want: `{"id": "` + adaID + `", "phone": "13100000004"}`,
			},
			email("ada@example.com", "CHANGE_EMAIL"),
			email("countess@example.com", "CHANGE_EMAIL"),
			{
				call: "updateEmail", with: `"bob@example.com", "0000", "ada@example.com", "${email ada@example.com}"`,
				fails: refused(authing.CodeBoundToAnotherUser),
			},
			{
				call: "updateEmail", with: `"countess@example.com", "0000", "ada@example.com", "${email ada@example.com}"`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "updateEmail", with: `"countess@example.com", "${email countess@example.com}", "ada@example.com", "${email ada@example.com}"`,
				want: `{"id": "` + adaID + `", "email": "countess@example.com", "emailVerified": true}`,
			},
			{call: "unbindEmail", want: `{"id": "` + adaID + `", "email": null}`},
			email("ada@example.com", "EMAIL_BIND_VERIFY_CODE"),
			{call: "bindEmail", with: `"ada@example.com", "0000"`, fails: refused(authing.CodeWrongVerificationCode)},
			{
				call: "bindEmail", with: `"ada@example.com", "${email ada@example.com}"`,
				want: `{"id": "` + adaID + `", "email": "ada@example.com", "emailVerified": true}`,
			},
			{call: "unbindPhone", want: `{"id": "` + adaID + `", "phone": null}`},
			nobodyIsSignedIn(),
			{call: "updatePassword", with: `"purple monkey", "correct horse"`, fails: refused(authing.CodeNotSignedIn)},
			{call: "getSecurityLevel", fails: refused(authing.CodeNotSignedIn)},
			{call: "bindPhone", with: `"13100000001", "0000"`, fails: refused(authing.CodeNotSignedIn)},
			{call: "unbindPhone", fails: refused(authing.CodeNotSignedIn)},
			{call: "updatePhone", with: `"13100000001", "0000"`, fails: refused(authing.CodeNotSignedIn)},
			{call: "bindEmail", with: `"ada@example.com", "0000"`, fails: refused(authing.CodeNotSignedIn)},
			{call: "unbindEmail", fails: refused(authing.CodeNotSignedIn)},
			{call: "updateEmail", with: `"ada@example.com", "0000"`, fails: refused(authing.CodeNotSignedIn)},
		}},

		{name: "core: the last way to sign in", steps: []step{
			{call: "registerByEmail", with: `"ada@example.com", "correct horse", {}, {"forceLogin": true}`, want: `{"token": "*"}`},
			{call: "unbindEmail", fails: refused(authing.CodeNoOtherSignInMethod)},
			nobodyIsSignedIn(),
			sms("13100000003"),
			{
				call: "registerByPhoneCode", with: `"13100000003", "${sms 13100000003}", null, {}, {"forceLogin": true}`,
				want: `{"phone": "13100000003", "token": "*"}`,
			},
			{call: "unbindPhone", fails: refused(authing.CodeNoOtherWayBound)},
			{call: "unbindEmail", fails: refused(authing.CodeNoOtherWayBound)},                  // for which the document has the code say that there is none
			{call: "updatePassword", with: `"correct horse"`, want: `{"phone": "13100000003"}`}, // who has none needs no old one
			{call: "updatePassword", with: `"purple monkey"`, fails: refused(authing.CodeOldPasswordMissing)},
		}},

		{name: "core: fields that the pool defines", box: people(), steps: []step{
			{call: "management udf.set", with: `"USER", "born", "NUMBER", "Year of birth"`, want: `{"targetType": "USER", "key": "born", "dataType": "NUMBER", "label": "Year of birth"}`},
			{call: "listUdv", fails: `{"message": "请先登录！"}`},
			{call: "setToken", with: `"unknown"`, want: `null`},
			adaEntersCore(),
			{call: "listUdv", want: `[]`},
			{call: "setUdfValue", with: `{"born": 1815}`, want: `[{"key": "born", "dataType": "NUMBER", "value": "1815", "label": "Year of birth"}]`},
			{call: "setUdfValue", with: `{"born": "long ago"}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "setUdfValue", with: `{"unknown": 1}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "listUdv", want: `[{"key": "born", "dataType": "NUMBER", "value": 1815, "label": "Year of birth"}]`},
			{call: "getCurrentUser", want: `{"customData": {"born": 1815}}`},
			{call: "setUdv", with: `"born", 1816`, want: `[{"key": "born", "value": 1816}]`},
			{call: "removeUdv", with: `"born"`, want: `[]`},
			{call: "logout", want: `null`},
			{call: "setToken", with: `"${ada.token}"`, want: `null`},
			{call: "listUdv", fails: refused(authing.CodeNotSignedIn)}, // the session is over
			{call: "setUdfValue", with: `{"born": 1815}`, fails: refused(authing.CodeNotSignedIn)},
			{call: "updateProfile", with: `{"nickname": "Countess"}`, fails: refused(authing.CodeNotSignedIn)},
		}},

		{name: "core: two accounts of one person", box: append(people(), authingtest.WithUsers(
			authingtest.User{
				ID: carolID, Username: "carol", Password: "correct horse", UnionID: "qq|3",
				SocialLogin: &authingtest.SocialLogin{Provider: "qq"},
			},
			authingtest.User{
				Username: "dan", Password: "correct horse", UnionID: "qq|4",
				SocialLogin: &authingtest.SocialLogin{Provider: "qq"},
			},
		)), steps: []step{
			adaEntersCore(),
			nobodyIsSignedIn(),
			{call: "loginByUsername", as: "carol", with: `"carol", "correct horse"`, want: `{"id": "` + carolID + `", "token": "*"}`},
			{call: "loginByUsername", as: "dan", with: `"dan", "correct horse"`, want: `{"token": "*"}`},
			{
				call: "linkAccount", with: `{"primaryUserToken": "${dan.token}", "secondaryUserToken": "${carol.token}"}`,
				fails: refused(authing.CodeBoundToAnotherUser),
			},
			{
				call: "linkAccount", with: `{"primaryUserToken": "unknown", "secondaryUserToken": "${carol.token}"}`,
				fails: refused(authing.CodeNotSignedIn),
			},
			{
				call: "linkAccount", with: `{"primaryUserToken": "${ada.token}", "secondaryUserToken": "${carol.token}"}`,
				want: `{"code": 200}`,
			},
			{call: "management users.detail", with: `"` + carolID + `"`, fails: refused(authing.CodeUserNotFound)},
			{
				call: "management users.find", with: `{"identity": {"provider": "qq", "userIdInIdp": "qq|3"}}`,
				want: `{"id": "` + adaID + `"}`,
			},
		}},

		{name: "core: where a person works", box: people(), steps: []step{
			adaEntersCore(),
			{before: adaWorksInEngines, call: "listOrgs", want: `[[{"name": "Analytical", "root": true}, {"name": "Engines", "root": false}]]`},
			{call: "listDepartments", want: `{"totalCount": 1, "list": [{"department": {"name": "Engines"}}]}`},
			{call: "management users.listOrgs", with: `"` + adaID + `"`, want: `[[{"name": "Analytical"}, {"name": "Engines"}]]`},
			{
				call: "management users.listDepartment", with: `"` + adaID + `"`,
				want: `{"totalCount": 1, "list": [{"department": {"name": "Engines"}, "isMainDepartment": false}]}`,
			},
			{call: "management users.listOrgs", with: `"` + bobID + `"`, want: `[]`},
		}},

		{name: "core: what a person may do", box: people(), steps: []step{
			{call: "listApplications", with: `{"page": 1, "limit": 10}`, fails: refused(authing.CodeNotSignedIn)},
			{call: "listOrgs", fails: refused(authing.CodeNotSignedIn)},
			{call: "listAuthorizedResources", with: `"default"`, fails: `{"message": "请先登录！"}`},
			adaEntersCore(),
			{call: "listApplications", with: `{"page": 1, "limit": 10}`, want: `{"totalCount": "*", "list": [{"id": "*"}, {"id": "` + shopID + `", "name": "Shop"}]}`},
			{call: "listOrgs", want: `[]`},
			{call: "listDepartments", want: `{"totalCount": 0, "list": []}`},
			{call: "listAuthorizedResources", with: `"default"`, want: `{"totalCount": 0, "list": []}`},
			{
				before: ordersAllowed,
				call:   "management roles.create", with: `"clerk"`, want: `{"code": "clerk"}`,
			},
			{call: "management roles.addPolicies", with: `"clerk", ["orders"]`, want: `{"code": 200}`},
			{call: "management roles.addUsers", with: `"clerk", ["` + adaID + `"]`, want: `{"code": 200}`},
			{call: "hasRole", with: `"clerk"`, want: `true`},
			{call: "listAuthorizedResources", with: `"default"`, want: `{"totalCount": 2, "list": [` + ordersResource + `, ` + ordersMenu + `]}`},
			{call: "listAuthorizedResources", with: `"default", {"resourceType": "MENU"}`, want: `{"totalCount": 1, "list": [` + ordersMenu + `]}`},
			{call: "logout", want: `null`},
			{call: "setToken", with: `"${ada.token}"`, want: `null`},
			{call: "listAuthorizedResources", with: `"default"`, fails: refused(authing.CodeNotSignedIn)},
		}},
	}
}

// adaWorksInEngines puts Ada into a department, which is done by the classic API.
func adaWorksInEngines(t *testing.T, s *story) {
	t.Helper()
	root, err := s.box.AddGroup("Analytical")
	done(t, err)
	engines, err := s.box.AddGroup("Engines", adaID)
	done(t, err)
	owner, err := management.New(s.box.PoolID, management.WithSecret(s.box.Secret), management.WithOrigin(s.box.URL))
	done(t, err)
	org, err := owner.Org.Create(t.Context(), root)
	done(t, err)
	_, err = owner.Org.AddNode(t.Context(), management.OrgAddNodeInput{OrgID: org.ID, GroupID: engines, ParentGroupID: root})
	done(t, err)
}

func factorScenarios() []scenario {
	needsFactor := func(as string) step {
		return step{
			call: "loginByEmail", as: as, with: `"ada@example.com", "correct horse"`,
			fails: `{"code": 1636, "message": "*", "data": {"mfaToken": "*", "email": "ada@example.com"}}`,
		}
	}
	return []scenario{
		{name: "core: a second factor by a code", box: people(), steps: []step{
			{
				before: func(t *testing.T, s *story) { done(t, s.box.SetAppMFA(shopID, true)) },
				call:   "mfa.phoneOrEmailBindable", with: `{"mfaToken": "unknown", "phone": "13100000001"}`,
				fails: refused(authing.CodeIDTokenInvalid),
			},
			needsFactor("first"),
			{call: "mfa.phoneOrEmailBindable", with: `{"mfaToken": "${first.data.mfaToken}", "phone": "13100000001"}`, want: `true`},
			{
				call: "mfa.phoneOrEmailBindable", with: `{"mfaToken": "${first.data.mfaToken}", "phone": "13100000002"}`,
				fails: refused(authing.CodeBoundToAnotherUser),
			},
			sms("13100000001"),
			{
				call: "mfa.verifyAppSmsMfa", with: `{"mfaToken": "${first.data.mfaToken}", "phone": "13100000001", "code": "0000"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "mfa.verifyAppSmsMfa", with: `{"mfaToken": "${first.data.mfaToken}", "phone": "13100000001", "code": "${sms 13100000001}"}`,
				want: `{"id": "` + adaID + `", "phone": "13100000001", "token": "*"}`,
			},
			needsFactor("second"),
			email("ada@example.com", "MFA_VERIFY"),
			{
				call: "mfa.verifyAppEmailMfa", with: `{"mfaToken": "${second.data.mfaToken}", "email": "ada@example.com", "code": "0000"}`,
				fails: refused(authing.CodeWrongVerificationCode),
			},
			{
				call: "mfa.verifyAppEmailMfa", as: "ada", with: `{"mfaToken": "${second.data.mfaToken}", "email": "ada@example.com", "code": "${email ada@example.com}"}`,
				want: `{"id": "` + adaID + `", "token": "*"}`,
			},
			{
				call: "mfa.verifyAppEmailMfa", with: `{"mfaToken": "${second.data.mfaToken}", "email": "ada@example.com", "code": "0000"}`,
				fails: refused(authing.CodeIDTokenInvalid), // used up
			},
			{call: "setToken", with: `"${ada.token}"`, want: `null`},
			{call: "getCurrentUser", want: `{"id": "` + adaID + `"}`},
		}},

		{name: "core: a second factor by an authenticator", box: people(), steps: []step{
			adaEntersCore(),
			{call: "mfa.getMfaAuthenticators", with: `{"type": "totp"}`, want: `[]`},
			{call: "mfa.assosicateMfaAuthenticator", as: "made", want: `{"secret": "*", "qrcode_uri": "*", "recovery_code": "*"}`},
			{call: "mfa.confirmAssosicateMfaAuthenticator", with: `{"authenticatorType": "totp", "totp": "000000"}`, fails: refused(authing.CodeWrongOneTimePassword)},
			{
				call: "mfa.confirmAssosicateMfaAuthenticator", with: `{"authenticatorType": "totp", "totp": "${otp ` + adaID + `}"}`,
				want: `{"code": 200}`,
			},
			nobodyIsSignedIn(),
			{
				call: "loginByEmail", as: "refusal", with: `"ada@example.com", "correct horse"`,
				fails: `{"code": 1635, "data": {"mfaToken": "*"}}`,
			},
			{
				call: "mfa.verifyTotpMfa", with: `{"mfaToken": "${refusal.data.mfaToken}", "totp": "000000"}`,
				fails: refused(authing.CodeWrongOneTimePassword),
			},
			{
				before: later(time.Minute), // what confirmed the authenticator does not do again
				call:   "mfa.verifyTotpMfa", with: `{"mfaToken": "${refusal.data.mfaToken}", "totp": "${otp ` + adaID + `}"}`,
				want: `{"id": "` + adaID + `", "token": "*"}`,
			},
			{
				call: "loginByEmail", as: "again", with: `"ada@example.com", "correct horse"`,
				fails: `{"code": 1635, "data": {"mfaToken": "*"}}`,
			},
			{
				call: "mfa.verifyTotpRecoveryCode", with: `{"mfaToken": "${again.data.mfaToken}", "recoveryCode": "wrong"}`,
				fails: refused(authing.CodeWrongRecoveryCode),
			},
			{
				call: "mfa.verifyTotpRecoveryCode", with: `{"mfaToken": "${again.data.mfaToken}", "recoveryCode": "${made.recovery_code}"}`,
				want: `{"id": "` + adaID + `", "token": "*"}`,
			},
		}},
	}
}
