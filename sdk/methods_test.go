package sdk

import (
	"slices"
	"strings"
	"testing"
)

// credential says what a request carries in its Authorization header.
type credential string

const (
	absent   credential = ""         // the client has no such method
	none     credential = "none"     // no header
	owner    credential = "owner"    // the token of the pool's owner
	session  credential = "session"  // the token of the person signed in
	argument credential = "argument" // a token that the method takes
	local    credential = "local"    // nothing is sent at all
)

// effect says what a method does to the session of an end-user client.
type effect string

const (
	keeps  effect = "" // nothing
	starts effect = "starts"
	ends   effect = "ends"
)

// method is one method that the documents promise, or that the published client has.
type method struct {
	document   string     // its name in the documents for Node.js and JavaScript, or in the published client
	name       string     // its name here; "Group.Name" stands on the client's field Group
	management credential // what it sends on the management client
	enduser    credential // what it sends on the end-user client
	session    effect     // on the end-user client
}

// onManagement and onEnduser are the columns of the table.
func onManagement(m method) credential { return m.management }
func onEnduser(m method) credential    { return m.enduser }

// methods are all methods of the classic API.
var methods = slices.Concat(documentedMethods, publishedMethods)

// documentedMethods are those that the two documents promise. formatError is missing:
// that is the Error method of every error here.
var documentedMethods = []method{
	{"register", "Register", owner, none, keeps},
	{"userExist", "UserExist", owner, none, keeps},
	{"login", "Login", owner, none, starts},
	{"loginByOidc", "LoginByOIDC", none, none, starts},
	{"refreshOidcToken", "RefreshOIDCToken", none, none, starts},
	{"authingTokenToOidcToken", "AuthingTokenToOIDCToken", none, absent, keeps},
	{"getVerificationCode", "GetVerificationCode", none, none, keeps},
	{"sendOneTimePhoneCode", "SendOneTimePhoneCode", none, none, keeps},
	{"sendRegisterPhoneCode", "SendRegisterPhoneCode", none, none, keeps},
	{"loginByPhoneCode", "LoginByPhoneCode", owner, none, starts},
	{"verifyPhoneCode", "VerifyPhoneCode", owner, absent, keeps},
	{"loginByPhonePassword", "LoginByPhonePassword", owner, none, starts},
	{"loginByAd", "LoginByAD", owner, none, starts},
	{"loginByLDAP", "LoginByLDAP", owner, none, starts},
	{"checkLoginStatus", "CheckLoginStatus", none, none, keeps},
	{"refreshToken", "RefreshToken", owner, absent, keeps},
	{"refreshThirdPartyToken", "RefreshThirdPartyToken", owner, absent, keeps},
	{"logout", "Logout", owner, session, ends},
	{"(SSO logout)", "SSOLogoutURL", local, local, keeps},
	{"user", "User", owner, session, keeps},
	{"userPatch", "UserPatch", owner, absent, keeps},
	{"list", "List", owner, absent, keeps},
	{"(list, all pages)", "All", owner, absent, keeps},
	{"remove", "Remove", owner, absent, keeps},
	{"update", "Update", owner, session, keeps},
	{"selectAvatarFile", "UploadAvatar", owner, session, keeps},
	{"updateEmail", "UpdateEmail", owner, session, keeps},
	{"sendChangeEmailVerifyCode", "SendChangeEmailVerifyCode", owner, session, keeps},
	{"updatePhone", "UpdatePhone", owner, session, keeps},
	{"sendResetPasswordEmail", "SendResetPasswordEmail", owner, none, keeps},
	{"verifyResetPasswordVerifyCode", "VerifyResetPasswordVerifyCode", owner, none, keeps},
	{"changePassword", "ChangePassword", owner, none, keeps},
	{"sendVerifyEmail", "SendVerifyEmail", owner, none, keeps},
	{"unbindEmail", "UnbindEmail", owner, session, keeps},
	{"getAuthedAppList", "GetAuthedAppList", owner, session, keeps},
	{"revokeAuthedApp", "RevokeAuthedApp", owner, session, keeps},
	{"genQRCode", "GenQRCode", absent, none, keeps},
	{"checkQR", "CheckQR", absent, none, keeps},
	{"startWXAppScaning", "ScanLogin", absent, none, starts},
	{"authz.deleteGroup", "Authz.DeleteGroup", owner, absent, keeps},
}

// own are the methods of a client that no document knows as methods. Preflight is what
// the documents have the constructor do.
var own = map[string][]string{
	"management": {"Do", "Preflight"},
	"enduser":    {"Do", "Preflight", "Token", "WithToken"},
}

// methodOf returns the method that a case of the wire test is about: "login(email)" is
// about login.
func methodOf(t *testing.T, name string) method {
	t.Helper()
	return methodIn(t, methods, name)
}

func methodIn(t *testing.T, methods []method, name string) method {
	t.Helper()
	document, _, _ := strings.Cut(name, "(")
	for _, m := range methods {
		if m.document == document || m.document == "("+name+")" {
			return m
		}
	}
	t.Fatalf("the table of methods has no %q", document)
	return method{}
}
