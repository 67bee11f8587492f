package sdk

import (
	"slices"

	"github.com/authing-community/authing-go/sdk/core/authing"
)

// documented is one row of what the core API's document promises.
type documented struct {
	method
	parameters string // as fields of the input, or as parameters in the order of the signature
	result     string // what comes back beside the error
	codes      []authing.Code
}

// coreDocument is all of the document, in its order.
var coreDocument = []documented{
	{onlyEnduser("registerByEmail", "RegisterByEmail", none, starts), "Email Password", "*User", []authing.Code{2003, 2026}},
	{onlyEnduser("registerByUserName", "RegisterByUserName", none, starts), "Username Password", "*User", []authing.Code{2026}},
	{onlyEnduser("registerByPhoneCode", "RegisterByPhoneCode", none, starts), "Phone Code Password", "*User", []authing.Code{2001, 2026}},
	{onlyEnduser("loginByAccount", "LoginByAccount", none, starts), "Account Password", "*User", []authing.Code{2333}},
	{onlyEnduser("loginByPhoneCode", "LoginByPhoneCode", none, starts), "Phone Code", "*User", []authing.Code{2001}},
	{onlyEnduser("loginByLDAP", "LoginByLDAP", none, starts), "Username Password", "*User", []authing.Code{2333}},
	{onlyEnduser("loginByAD", "LoginByAD", none, starts), "Username Password", "*User", nil},
	{onlyEnduser("getCurrentUser", "GetCurrentUser", session, keeps), "", "*User", []authing.Code{2020}},
	{onlyEnduser("logout", "Logout", session, ends), "", "string", []authing.Code{1010001}},
	{onlyEnduser("sendSms", "SendSMS", none, keeps), "Phone PhoneCountryCode", "string", []authing.Code{500}},
	{onlyEnduser("sendEmail", "SendEmail", none, keeps), "Email Scene", "string", []authing.Code{1020017}},
	{onlyEnduser("getCustomData", "GetCustomData", session, keeps), "userID", "[]*UDFValue", []authing.Code{2020}},
	{onlyEnduser("setCustomData", "SetCustomData", session, keeps), "values", "[]*UDFValue", []authing.Code{2020}},
	{onlyEnduser("resetPasswordByPhoneCode", "ResetPasswordByPhoneCode", none, keeps), "Phone Code Password", "string", []authing.Code{2004}},
	{onlyEnduser("resetPasswordByEmailCode", "ResetPasswordByEmailCode", none, keeps), "Email Code Password", "string", []authing.Code{2004}},
	{onlyEnduser("updateProfile", "UpdateProfile", session, keeps), profileFields, "*User", []authing.Code{2020}},
	{onlyEnduser("updatePassword", "UpdatePassword", session, keeps), "NewPassword OldPassword", "*User", []authing.Code{2020, 1320011}},
	{onlyEnduser("bindPhone", "BindPhone", session, keeps), "Phone Code", "*User", []authing.Code{2020}},
	{onlyEnduser("unbindPhone", "UnbindPhone", session, keeps), "", "*User", []authing.Code{2020, 1320005}},
	{onlyEnduser("updatePhone", "UpdatePhone", session, keeps), "Phone PhoneCode OldPhone OldPhoneCode PhoneCountryCode OldPhoneCountryCode", "*User", []authing.Code{2020, 1320004}},
	{onlyEnduser("bindEmail", "BindEmail", session, keeps), "Email Code", "*User", []authing.Code{2020}},
	{onlyEnduser("unbindEmail", "UnbindEmail", session, keeps), "", "*User", []authing.Code{2020, 1320005}},
	{onlyEnduser("updateEmail", "UpdateEmail", session, keeps), "Email EmailCode OldEmail OldEmailCode", "*User", []authing.Code{2020, 1320004}},
	{onlyEnduser("link", "Link", none, keeps), "PrimaryUserToken SecondaryUserToken", "*User", []authing.Code{2020, 1320004}},
	{onlyEnduser("computePasswordSecurityLevel", "ComputePasswordSecurityLevel", local, keeps), "password", "PasswordSecurityLevel", nil},
	{onlyEnduser("getSecurityLevel", "GetSecurityLevel", session, keeps), "", "*SecurityLevel", []authing.Code{2020}},
	{onlyEnduser("updateIdToken", "UpdateIDToken", session, starts), "", "*User", []authing.Code{2020}},
	{onlyEnduser("listApplications", "ListApplications", session, keeps), "Page Limit", "*ApplicationPage", []authing.Code{2020}},
	{onlyEnduser("listOrgs", "ListOrgs", session, keeps), "", "[][]*Node", []authing.Code{2020}},
	{onlyEnduser("listRoles", "ListRoles", session, keeps), "Namespace", "[]*Role", []authing.Code{2020}},
	{onlyEnduser("listAuthorizedResources", "ListAuthorizedResources", session, keeps), "Namespace ResourceType", "*AuthorizedResourcePage", []authing.Code{2020}},
	{onlyEnduser("resetPasswordByFirstLoginToken", "ResetPasswordByFirstLoginToken", none, keeps), "Token Password", "string", nil},
}

// profileFields are the 25 fields that updateProfile changes.
const profileFields = "Username Nickname Company Photo Browser Device Name GivenName FamilyName MiddleName Profile PreferredUsername " +
	"Website Gender Birthdate ZoneInfo Locale Address StreetAddress Locality Region PostalCode City Province Country"

// onlyEnduser is a method that the end-user client has.
func onlyEnduser(document, name string, sends credential, session effect) method {
	return method{document, name, absent, sends, session}
}

// onlyManagement is a method that the management client has: each sends the owner token.
func onlyManagement(document, name string) method {
	return method{document, name, owner, absent, keeps}
}

// coreMethods are all methods of the core API.
var coreMethods = slices.Concat(coreDocumented(), corePublished)

func coreDocumented() []method {
	var list []method
	for _, row := range coreDocument {
		list = append(list, row.method)
	}
	return list
}

// coreOwn are the methods of a client that no document knows as methods.
var coreOwn = map[string][]string{
	"management": {"Do"},
	"enduser":    {"Do", "Token", "WithToken"},
}

// corePublished are those that the document does not name: the published client has them,
// or they go through every page of what it lists. The second factor sends what it is
// given as its argument, and neither a session nor nothing.
var corePublished = []method{
	onlyEnduser("(listApplications, all pages)", "AllApplications", session, keeps),
	onlyEnduser("mfa.phoneOrEmailBindable", "MFA.Check", argument, keeps),
	onlyEnduser("mfa.verifyAppSmsMfa", "MFA.VerifySMS", argument, starts),
	onlyEnduser("mfa.verifyAppEmailMfa", "MFA.VerifyEmail", argument, starts),
	onlyEnduser("mfa.verifyTotpMfa", "MFA.VerifyTOTP", argument, starts),
	onlyEnduser("mfa.verifyTotpRecoveryCode", "MFA.VerifyRecoveryCode", argument, starts),
	onlyManagement("users.create", "Users.Create"),
	onlyManagement("users.update", "Users.Update"),
	onlyManagement("users.detail", "Users.Detail"),
	onlyManagement("users.delete", "Users.Delete"),
	onlyManagement("users.deleteMany", "Users.DeleteMany"),
	onlyManagement("users.batch", "Users.Batch"),
	onlyManagement("users.list", "Users.List"),
	onlyManagement("(users.list, all pages)", "Users.All"),
	onlyManagement("users.exists", "Users.Exists"),
	onlyManagement("users.find", "Users.Find"),
	onlyManagement("users.search", "Users.Search"),
	onlyManagement("(users.search, all pages)", "Users.SearchAll"),
	onlyManagement("users.refreshToken", "Users.RefreshToken"),
	onlyManagement("users.listGroups", "Users.ListGroups"),
	onlyManagement("users.addGroup", "Users.AddGroup"),
	onlyManagement("users.removeGroup", "Users.RemoveGroup"),
	onlyManagement("users.listRoles", "Users.ListRoles"),
	onlyManagement("users.addRoles", "Users.AddRoles"),
	onlyManagement("users.removeRoles", "Users.RemoveRoles"),
	onlyManagement("users.listOrgs", "Users.ListOrgs"),
	onlyManagement("users.listDepartment", "Users.ListDepartment"),
	onlyManagement("users.listAuthorizedResources", "Users.ListAuthorizedResources"),
	onlyManagement("users.getUdfValue", "Users.GetUDFValue"),
	onlyManagement("users.getUdfValueBatch", "Users.GetUDFValueBatch"),
	onlyManagement("users.setUdfValue", "Users.SetUDFValue"),
	onlyManagement("users.setUdfValueBatch", "Users.SetUDFValueBatch"),
	onlyManagement("users.removeUdfValue", "Users.RemoveUDFValue"),
	onlyManagement("users.hasRole", "Users.HasRole"),
	onlyManagement("users.kick", "Users.Kick"),
	onlyManagement("users.logout", "Users.Logout"),
	onlyManagement("users.checkLoginStatus", "Users.CheckLoginStatus"),
	onlyManagement("roles.create", "Roles.Create"),
	onlyManagement("roles.delete", "Roles.Delete"),
	onlyManagement("roles.deleteMany", "Roles.DeleteMany"),
	onlyManagement("roles.update", "Roles.Update"),
	onlyManagement("roles.detail", "Roles.Detail"),
	onlyManagement("roles.findByCode", "Roles.FindByCode"),
	onlyManagement("roles.list", "Roles.List"),
	onlyManagement("(roles.list, all pages)", "Roles.All"),
	onlyManagement("roles.listUsers", "Roles.ListUsers"),
	onlyManagement("(roles.listUsers, all pages)", "Roles.AllUsers"),
	onlyManagement("roles.addUsers", "Roles.AddUsers"),
	onlyManagement("roles.removeUsers", "Roles.RemoveUsers"),
	onlyManagement("roles.listPolicies", "Roles.ListPolicies"),
	onlyManagement("(roles.listPolicies, all pages)", "Roles.AllPolicies"),
	onlyManagement("roles.addPolicies", "Roles.AddPolicies"),
	onlyManagement("roles.removePolicies", "Roles.RemovePolicies"),
	onlyManagement("roles.listAuthorizedResources", "Roles.ListAuthorizedResources"),
	onlyManagement("groups.create", "Groups.Create"),
	onlyManagement("groups.delete", "Groups.Delete"),
	onlyManagement("groups.update", "Groups.Update"),
	onlyManagement("groups.detail", "Groups.Detail"),
	onlyManagement("groups.list", "Groups.List"),
	onlyManagement("(groups.list, all pages)", "Groups.All"),
	onlyManagement("groups.deleteMany", "Groups.DeleteMany"),
	onlyManagement("groups.listUsers", "Groups.ListUsers"),
	onlyManagement("(groups.listUsers, all pages)", "Groups.AllUsers"),
	onlyManagement("groups.addUsers", "Groups.AddUsers"),
	onlyManagement("groups.removeUsers", "Groups.RemoveUsers"),
	onlyManagement("groups.listAuthorizedResources", "Groups.ListAuthorizedResources"),
	onlyManagement("udf.list", "UDF.List"),
	onlyManagement("udf.set", "UDF.Set"),
	onlyManagement("udf.remove", "UDF.Remove"),
}
