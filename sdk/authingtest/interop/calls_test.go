package interop_test

import (
	"maps"
	"slices"
	"strings"
)

// The builds of the published clients.
const (
	nodeBuild    = "Node.js"
	browserBuild = "browser"
	coreBuild    = "core" // of 4.23.55, in Node.js
)

// What every call is to be seen to do.
const (
	succeed = "succeed"
	fail    = "fail"
)

// excuse is for what a call of a build is not seen to do.
type excuse struct{ build, call, lacks string }

// excuses says why.
func excuses() map[excuse]string {
	const (
		preflight = "new Authing({preflight, cdnPreflight})"
		noCode    = "a failed preflight has no code: onInitError is told a text"
		noOwner   = "it sends the owner's token, which no page has"
		notThere  = "the document promises it, and the build does not have it"
	)
	reasons := map[excuse]string{
		{nodeBuild, "casLogout", fail}:                            "the box has no central session that could be missing",
		{nodeBuild, preflight, fail}:                              noCode,
		{browserBuild, preflight, fail}:                           noCode,
		{browserBuild, "new Authing({userPoolId, secret})", fail}: "it sends nothing, and needs no secret",
		{browserBuild, "refreshOidcToken", succeed}:               notThere,
		{browserBuild, "refreshOidcToken", fail}:                  notThere,
		{browserBuild, "search", succeed}:                         noOwner,
		{browserBuild, "selectAvatarFile", fail}:                  "it calls back when it succeeds, and is silent when it fails",
		{browserBuild, "verifyPhoneCode", succeed}:                noOwner,
	}
	maps.Copy(reasons, coreExcuses())
	return reasons
}

// remark is what the report says about a call.
func remark(call string, builds []*build) string {
	var remarks []string
	for _, b := range builds {
		for _, what := range []string{succeed, fail} {
			if reason, ok := excuses()[excuse{b.name, call, what}]; ok {
				remarks = append(remarks, b.name+": "+reason)
			}
		}
	}
	return strings.Join(slices.Compact(remarks), "; ")
}

// promisedCalls are those that the document of the JavaScript SDK promises; the
// build for browsers has more.
func promisedCalls() []string {
	return []string{
		"changePassword",
		"checkLoginStatus",
		"checkQR",
		"genQRCode",
		"getAuthedAppList",
		"getVerificationCode",
		"login(email)",
		"login(unionid)",
		"loginByAd",
		"loginByLDAP",
		"loginByOidc",
		"loginByPhoneCode",
		"loginByPhonePassword",
		"logout",
		"new Authing({preflight, cdnPreflight})",
		"new Authing({userPoolId, secret})",
		"refreshOidcToken",
		"register(email)",
		"register(phone)",
		"register(unionid)",
		"revokeAuthedApp",
		"selectAvatarFile",
		"sendChangeEmailVerifyCode",
		"sendOneTimePhoneCode",
		"sendRegisterPhoneCode",
		"sendResetPasswordEmail",
		"sendVerifyEmail",
		"startWXAppScaning",
		"unbindEmail",
		"update(file)",
		"update(password)",
		"update(profile)",
		"updateEmail",
		"updatePhone",
		"user",
		"userExist",
		"verifyResetPasswordVerifyCode",
	}
}
