package interop_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
)

// browserScenarios are about what the build for browsers alone has.
func browserScenarios() []scenario {
	return []scenario{
		{name: "a page with a QR code", only: browserBuild, box: people(), steps: []step{
			{
				call: "startWXAppScaning", with: `{"redirect": false, "interval": 50, "onQRCodeShow": "[callback shown]", "onSuccess": "[callback done]"}`,
				want: `null`,
			},
			// The picture has been loaded from the box and drawn.
			{call: "startWXAppScaning/shown", as: "shown", want: `{"qrcode": "*", "random": "*"}`},
			{
				before: func(t *testing.T, s *story) { done(t, s.box.ScanQR(s.value(t, "shown.random"), adaID)) },
				call:   "startWXAppScaning/done",
				want:   `{"code": 200, "data": {"_id": "` + adaID + `", "email": "ada@example.com", "token": "*"}}`,
			},
			{call: "user", with: `{"id": "` + adaID + `"}`, want: `{"_id": "` + adaID + `", "nickname": "Ada"}`}, // signed in
			{call: "logout", with: `"` + adaID + `"`, want: `{"_id": "` + adaID + `"}`},
			{call: "user", with: `{"id": "` + adaID + `"}`, fails: refused(authing.CodeNotSignedIn)},
		}},

		{name: "a page that a QR code leads away from", only: browserBuild, box: people(), steps: []step{
			{call: "startWXAppScaning", with: `{"interval": 50, "onQRCodeShow": "[callback shown]"}`, want: `null`},
			{call: "startWXAppScaning/shown", as: "shown", want: `{"random": "*"}`},
			{
				before: func(t *testing.T, s *story) {
					done(t, s.box.SetQRRedirect(s.box.URL+"/system/status"))
					done(t, s.box.ScanQR(s.value(t, "shown.random"), adaID))
				},
				call: "startWXAppScaning/arrived", with: `"${box}/system/status"`, want: `null`,
			},
		}},

		// What the client draws in the place of a QR code comes from a host that it
		// has no option for.
		{name: "a page without a QR code", only: browserBuild, elsewhere: []string{"usercontents.authing.cn:443"}, steps: []step{
			{call: "new Authing", with: `{"userPoolId": "unknown"}`, want: `"*"`},
			{call: "startWXAppScaning", with: `{"onError": "[callback failed]"}`, want: `null`},
			{call: "startWXAppScaning/failed", fails: refused(authing.CodePoolNotFound)},
		}},

		{name: "a page with a QR code of the pool's own program", only: browserBuild, box: people(), steps: []step{
			// The page shows who scanned the code; the picture that they have at first
			// is on a host that is not there.
			adaEnters(),
			{call: "update", with: `{"_id": "` + adaID + `", "photo": "data:,"}`, want: `{"photo": "data:,"}`},
			{
				call: "qrlogin.startScanning", with: `{"interval": 50, "onQRCodeShow": "[callback shown]", "onScanned": "[callback scanned]", "onSuccess": "[callback done]"}`,
				want: `null`,
			},
			{call: "qrlogin.startScanning/shown", as: "shown", want: `{"qrcodeId": "*", "qrcodeUrl": "*"}`},
			{
				before: func(t *testing.T, s *story) { done(t, s.box.ScanQRLogin(s.value(t, "shown.qrcodeId"), adaID)) },
				call:   "qrlogin.startScanning/scanned", want: `{"_id": "` + adaID + `", "nickname": "Ada"}`,
			},
			{
				before: func(t *testing.T, s *story) { done(t, s.box.ConfirmQRLogin(s.value(t, "shown.qrcodeId"))) },
				call:   "qrlogin.startScanning/done", as: "success", want: `{"ticket": "*", "userInfo": {"_id": "` + adaID + `"}}`,
			},
			{call: "qrlogin.exchangeUserInfo", with: `"${success.ticket}"`, want: `{"code": 200, "data": {"_id": "` + adaID + `", "token": "*"}}`},
			{
				call: "qrlogin.pollingCodeStatus", with: `{"qrcodeId": "unknown", "scene": "APP_AUTH", "interval": 50, "onError": "[callback failed]"}`,
				want: `"*"`,
			},
			{call: "qrlogin.pollingCodeStatus/failed", fails: refused(authing.CodeParametersIncomplete)},
		}},

		{name: "pictures", only: browserBuild, box: people(), steps: []step{
			{call: "update", with: `{"_id": "` + adaID + `", "photo": "[picture]"}`, fails: `{"message": {"message": {"code": 2020}}}`},
			adaEnters(),
			{call: "selectAvatarFile", with: `"[callback done]"`, want: `null`},
			{call: "selectAvatarFile/done", as: "address", want: `"*"`},
			{call: "update", with: `{"_id": "` + adaID + `", "photo": "${address}"}`, want: `{"photo": "${address}"}`},
			{call: "update", with: `{"_id": "` + adaID + `", "photo": "[picture]"}`, as: "updated", want: `{"_id": "` + adaID + `", "photo": "*"}`},
			{call: "user", with: `{"id": "` + adaID + `"}`, want: `{"photo": "${updated.photo}"}`},
		}},

		{name: "a page that begins with a token", only: browserBuild, box: people(), steps: []step{
			adaEnters(),
			{call: "tokenManager.setUserToken", with: `null`, want: `null`},
			{call: "user", with: `{"id": "` + adaID + `"}`, fails: refused(authing.CodeNotSignedIn)},
			{call: "loginFromLocalStorage", want: `null`},
			{call: "user", with: `{"id": "` + adaID + `"}`, want: `{"_id": "` + adaID + `"}`},
			{call: "tokenManager.setUserToken", with: `null`, want: `null`},
			{call: "new Authing", with: `{"accessToken": "${session.token}"}`, want: `"*"`},
			{call: "user", with: `{"id": "` + adaID + `"}`, want: `{"_id": "` + adaID + `"}`},
			{call: "logout", with: `"` + bobID + `"`, fails: refused(authing.CodeOwnedByAnotherUser)},
			// They ask for the owner's token, which no page has: it sends "undefined".
			{call: "search", with: `"ada"`, fails: refused(authing.CodeNotSignedIn)},
			{call: "verifyPhoneCode", with: `{"phone": "13100000001", "phoneCode": "0000"}`, fails: refused(authing.CodeNotSignedIn)},
			{call: "refreshOidcToken", with: `{}`, fails: `{"message": "the client has no refreshOidcToken"}`},
		}},
	}
}
