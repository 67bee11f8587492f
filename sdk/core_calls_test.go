package sdk

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// coreCall is one call of a method, under the name that it has in the recording. One of
// the functions is set.
type coreCall struct {
	name       string
	enduser    func(context.Context, *enduser.Client) (any, error)
	management func(context.Context, *management.Client) (any, error)
	result     any // what comes back, where the request alone does not show that all is well
}

// coreCalls are made with the values of the recording, and where it has none with values
// that say what they are for.
var coreCalls = slices.Concat(corePersonCalls, coreUsersCalls, coreRolesCalls, coreGroupsCalls)

// corePersonCalls are those of the end-user client.
var corePersonCalls = []coreCall{
	{name: "registerByEmail", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.RegisterByEmail(ctx, enduser.RegisterByEmailInput{
			Email: "a@b.c", Password: "pw", Profile: &authing.RegisterProfile{Nickname: "n"}, ClientIP: "1.1.1.1",
		})
	}, result: corePerson},
	{name: "registerByEmail(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.RegisterByEmail(ctx, everything[enduser.RegisterByEmailInput]())
	}},
	{name: "registerByUserName", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.RegisterByUserName(ctx, enduser.RegisterByUserNameInput{Username: "u", Password: "pw"})
	}},
	{name: "registerByUserName(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.RegisterByUserName(ctx, everything[enduser.RegisterByUserNameInput]())
	}},
	{name: "registerByPhoneCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.RegisterByPhoneCode(ctx, enduser.RegisterByPhoneCodeInput{Phone: "131", Code: "1234", Password: "pw"})
	}},
	{name: "registerByPhoneCode(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.RegisterByPhoneCode(ctx, everything[enduser.RegisterByPhoneCodeInput]())
	}},
	{name: "loginByAccount", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.LoginByAccount(ctx, enduser.LoginByAccountInput{Account: "a@b.c", Password: "pw"})
	}, result: corePerson},
	{name: "loginByPhoneCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{Phone: "131", Code: "1234"})
	}},
	{name: "loginByPhoneCode(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.LoginByPhoneCode(ctx, everything[enduser.LoginByPhoneCodeInput]())
	}},
	{name: "loginByLDAP", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.LoginByLDAP(ctx, enduser.LoginByLDAPInput{Username: "u", Password: "pw"})
	}},
	{name: "loginByAD", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.LoginByAD(ctx, enduser.LoginByADInput{Username: "u", Password: "pw"})
	}},
	{name: "getCurrentUser", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.GetCurrentUser(ctx)
	}, result: corePerson},
	{name: "logout", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.Logout(ctx)
	}, result: "done"},
	{name: "sendSms", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.SendSMS(ctx, enduser.SendSMSInput{Phone: "131"})
	}, result: "done"},
	{name: "sendSms(abroad)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.SendSMS(ctx, enduser.SendSMSInput{Phone: "131", PhoneCountryCode: "+1"})
	}},
	{name: "sendEmail", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.SendEmail(ctx, enduser.SendEmailInput{Email: "a@b.c", Scene: authing.EmailSceneResetPassword})
	}, result: "done"},
	{name: "getCustomData", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.GetCustomData(ctx, "USER")
	}, result: []*authing.UDFValue{{Key: "k"}}},
	{name: "setCustomData", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.SetCustomData(ctx, []enduser.UDFValueInput{{Key: "k", Value: "v"}})
	}},
	{name: "resetPasswordByPhoneCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ResetPasswordByPhoneCode(ctx, enduser.ResetPasswordByPhoneCodeInput{Phone: "131", Code: "1", Password: "new pw"})
	}, result: "done"},
	{name: "resetPasswordByPhoneCode(abroad)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ResetPasswordByPhoneCode(ctx, enduser.ResetPasswordByPhoneCodeInput{Phone: "131", PhoneCountryCode: "+1", Code: "1", Password: "new pw"})
	}},
	{name: "resetPasswordByEmailCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ResetPasswordByEmailCode(ctx, enduser.ResetPasswordByEmailCodeInput{Email: "a@b.c", Code: "1", Password: "new pw"})
	}, result: "done"},
	{name: "resetPasswordByFirstLoginToken", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ResetPasswordByFirstLoginToken(ctx, enduser.ResetPasswordByFirstLoginTokenInput{Token: "T", Password: "pw"})
	}, result: "done"},
	{name: "updateProfile", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdateProfile(ctx, enduser.UpdateProfileInput{Nickname: new("n")})
	}, result: corePerson},
	{name: "updateProfile(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdateProfile(ctx, everything[enduser.UpdateProfileInput]())
	}},
	{name: "updateProfile(emptied)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdateProfile(ctx, enduser.UpdateProfileInput{Nickname: new("")})
	}},
	{name: "updatePassword", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdatePassword(ctx, enduser.UpdatePasswordInput{NewPassword: "new pw", OldPassword: "pw"})
	}},
	{name: "updatePassword(the first)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdatePassword(ctx, enduser.UpdatePasswordInput{NewPassword: "new pw"})
	}},
	{name: "bindPhone", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.BindPhone(ctx, enduser.BindPhoneInput{Phone: "131", Code: "1"})
	}},
	{name: "bindPhone(abroad)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.BindPhone(ctx, enduser.BindPhoneInput{Phone: "131", Code: "1", PhoneCountryCode: "+1"})
	}},
	{name: "unbindPhone", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UnbindPhone(ctx)
	}},
	{name: "updatePhone", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdatePhone(ctx, enduser.UpdatePhoneInput{Phone: "132", PhoneCode: "1", OldPhone: "131", OldPhoneCode: "2"})
	}},
	{name: "updatePhone(abroad)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdatePhone(ctx, enduser.UpdatePhoneInput{
			Phone: "132", PhoneCode: "1", PhoneCountryCode: "+1", OldPhone: "131", OldPhoneCode: "2", OldPhoneCountryCode: "+86",
		})
	}},
	{name: "updatePhone(no old one)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdatePhone(ctx, enduser.UpdatePhoneInput{Phone: "132", PhoneCode: "1"})
	}},
	{name: "bindEmail", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.BindEmail(ctx, enduser.BindEmailInput{Email: "a@b.c", Code: "1"})
	}},
	{name: "unbindEmail", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UnbindEmail(ctx)
	}},
	{name: "updateEmail", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdateEmail(ctx, enduser.UpdateEmailInput{Email: "n@b.c", EmailCode: "1", OldEmail: "a@b.c", OldEmailCode: "2"})
	}},
	{name: "updateEmail(no old one)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdateEmail(ctx, enduser.UpdateEmailInput{Email: "n@b.c", EmailCode: "1"})
	}},
	{name: "link", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.Link(ctx, enduser.LinkInput{PrimaryUserToken: "P", SecondaryUserToken: "S"})
	}, result: corePerson},
	{name: "getSecurityLevel", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.GetSecurityLevel(ctx)
	}},
	{name: "updateIdToken", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.UpdateIDToken(ctx)
	}, result: corePerson},
	{name: "listApplications", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListApplications(ctx, enduser.ListApplicationsInput{})
	}},
	{name: "listApplications(everything)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListApplications(ctx, enduser.ListApplicationsInput{Page: 2, Limit: 20})
	}},
	{name: "listApplications, all pages", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return count(c.AllApplications(ctx, enduser.ListApplicationsInput{}))
	}, result: twoPages},
	{name: "listOrgs", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListOrgs(ctx)
	}, result: [][]*authing.Node{{{ID: "NODE"}}}},
	{name: "listRoles", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListRoles(ctx, enduser.ListRolesInput{})
	}, result: []*authing.Role{{Code: "r"}}},
	{name: "listRoles(namespace)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListRoles(ctx, enduser.ListRolesInput{Namespace: "ns"})
	}},
	{name: "listAuthorizedResources", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListAuthorizedResources(ctx, enduser.ListAuthorizedResourcesInput{Namespace: "default", ResourceType: authing.ResourceTypeData})
	}},
	{name: "listAuthorizedResources(every kind)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ListAuthorizedResources(ctx, enduser.ListAuthorizedResourcesInput{Namespace: "default"})
	}},
	{name: "mfa.phoneOrEmailBindable", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.MFA.Check(ctx, enduser.MFACheckInput{MFAToken: factorToken, Phone: "131"})
	}, result: true},
	{name: "mfa.phoneOrEmailBindable(email)", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.MFA.Check(ctx, enduser.MFACheckInput{MFAToken: factorToken, Email: "a@b.c"})
	}},
	{name: "mfa.verifyAppSmsMfa", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.MFA.VerifySMS(ctx, enduser.MFAVerifySMSInput{MFAToken: factorToken, Phone: "131", Code: "1"})
	}, result: corePerson},
	{name: "mfa.verifyAppEmailMfa", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.MFA.VerifyEmail(ctx, enduser.MFAVerifyEmailInput{MFAToken: factorToken, Email: "a@b.c", Code: "1"})
	}},
	{name: "mfa.verifyTotpMfa", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.MFA.VerifyTOTP(ctx, enduser.MFAVerifyTOTPInput{MFAToken: factorToken, TOTP: "1"})
	}},
	{name: "mfa.verifyTotpRecoveryCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.MFA.VerifyRecoveryCode(ctx, enduser.MFAVerifyRecoveryCodeInput{MFAToken: factorToken, RecoveryCode: "R"})
	}},
}

// coreUsersCalls are those of the management client for users and their own fields.
var coreUsersCalls = []coreCall{
	{name: "users.create", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Create(ctx, management.UsersCreateInput{Email: "a@b.c", Password: "pw"})
	}, result: corePerson},
	{name: "users.create(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Create(ctx, everything[management.UsersCreateInput]())
	}},
	{name: "users.update", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Update(ctx, management.UsersUpdateInput{UserID: "USER", Nickname: new("n"), Password: "pw"})
	}},
	{name: "users.update(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Update(ctx, everything[management.UsersUpdateInput]())
	}},
	{name: "users.update(emptied)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Update(ctx, management.UsersUpdateInput{UserID: "USER", Nickname: new(""), Blocked: new(false), LoginsCount: new(0)})
	}},
	{name: "users.detail", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Detail(ctx, management.UsersDetailInput{UserID: "USER"})
	}, result: corePerson},
	{name: "users.detail(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Detail(ctx, management.UsersDetailInput{UserID: "USER", WithCustomData: new(true)})
	}},
	{name: "users.delete", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Delete(ctx, "USER")
	}, result: "done"},
	{name: "users.deleteMany", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.DeleteMany(ctx, []string{"U1", "U2"})
	}},
	{name: "users.batch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Batch(ctx, management.UsersBatchInput{IDs: []string{"U1", "U2"}})
	}, result: []*authing.User{corePerson}},
	{name: "users.batch(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Batch(ctx, management.UsersBatchInput{IDs: []string{"U1", "U2"}, Type: "email", WithCustomData: new(true)})
	}},
	{name: "users.list", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.List(ctx, management.UsersListInput{Page: 2, Limit: 20})
	}},
	{name: "users.list(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.List(ctx, management.UsersListInput{Page: 7, Limit: 7, SortBy: authing.SortByUpdatedAtAsc, ExcludeUsersInOrg: new(true)})
	}},
	{name: "users.list, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Users.All(ctx, management.UsersListInput{}))
	}, result: twoPages},
	{name: "users.exists", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Exists(ctx, management.UsersExistsInput{Email: "a@b.c"})
	}, result: true},
	{name: "users.exists(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Exists(ctx, everything[management.UsersExistsInput]())
	}},
	{name: "users.find", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Find(ctx, management.UsersFindInput{Phone: "131"})
	}},
	{name: "users.find(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Find(ctx, everything[management.UsersFindInput]())
	}},
	{name: "users.search", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Search(ctx, management.UsersSearchInput{Query: "bob"})
	}},
	{name: "users.search(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Search(ctx, everything[management.UsersSearchInput]())
	}},
	{name: "users.search, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Users.SearchAll(ctx, management.UsersSearchInput{Query: "bob"}))
	}, result: twoPages},
	{name: "users.refreshToken", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.RefreshToken(ctx, "USER")
	}},
	{name: "users.listGroups", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListGroups(ctx, "USER")
	}},
	{name: "users.addGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.AddGroup(ctx, management.UsersAddGroupInput{UserID: "USER", Code: "g"})
	}},
	{name: "users.removeGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.RemoveGroup(ctx, management.UsersRemoveGroupInput{UserID: "USER", Code: "g"})
	}},
	{name: "users.listRoles", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListRoles(ctx, management.UsersListRolesInput{UserID: "USER", Namespace: "ns"})
	}},
	{name: "users.addRoles", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.AddRoles(ctx, management.UsersAddRolesInput{UserID: "USER", Codes: []string{"r"}, Namespace: "ns"})
	}},
	{name: "users.removeRoles", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.RemoveRoles(ctx, management.UsersRemoveRolesInput{UserID: "USER", Codes: []string{"r"}, Namespace: "ns"})
	}},
	{name: "users.listOrgs", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListOrgs(ctx, "USER")
	}, result: [][]*authing.Node{{{ID: "NODE"}}}},
	{name: "users.listDepartment", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListDepartment(ctx, management.UsersListDepartmentInput{UserID: "USER"})
	}},
	{name: "users.listDepartment(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListDepartment(ctx, management.UsersListDepartmentInput{UserID: "USER", OrgID: "ORG"})
	}},
	{name: "users.listAuthorizedResources", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListAuthorizedResources(ctx, management.UsersListAuthorizedResourcesInput{UserID: "USER", Namespace: "ns"})
	}},
	{name: "users.listAuthorizedResources(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.ListAuthorizedResources(ctx, management.UsersListAuthorizedResourcesInput{
			UserID: "USER", Namespace: "ns", ResourceType: authing.ResourceTypeAPI,
		})
	}},
	{name: "users.getUdfValue", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.GetUDFValue(ctx, "USER")
	}},
	{name: "users.getUdfValueBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.GetUDFValueBatch(ctx, []string{"U1"})
	}},
	{name: "users.setUdfValue", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.SetUDFValue(ctx, management.UsersSetUDFValueInput{UserID: "USER", Values: []management.UDFValueInput{{Key: "k", Value: "v"}}})
	}},
	{name: "users.setUdfValueBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.SetUDFValueBatch(ctx, []authing.TargetUDFValueInput{{TargetID: "U1", Key: "k", Value: "v"}})
	}},
	{name: "users.removeUdfValue", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.RemoveUDFValue(ctx, management.UsersRemoveUDFValueInput{UserID: "USER", Key: "k"})
	}},
	{name: "users.hasRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.HasRole(ctx, authing.UsersHasRoleInput{UserID: "USER", Code: "r", Namespace: "ns"})
	}, result: true},
	{name: "users.kick", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Kick(ctx, []string{"U1"})
	}, result: "done"},
	{name: "users.logout", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Logout(ctx, management.UsersLogoutInput{UserID: "USER", AppID: "APP"})
	}, result: "done"},
	{name: "users.logout(everywhere)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.Logout(ctx, management.UsersLogoutInput{UserID: "USER"})
	}},
	{name: "users.checkLoginStatus", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.CheckLoginStatus(ctx, management.UsersCheckLoginStatusInput{UserID: "USER", AppID: "APP"})
	}, result: &authing.UserLoginStatus{SignedIn: true}},
	{name: "users.checkLoginStatus(anywhere)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Users.CheckLoginStatus(ctx, management.UsersCheckLoginStatusInput{UserID: "USER"})
	}},
	{name: "udf.list", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.UDF.List(ctx, authing.UDFTargetTypeUser)
	}},
	{name: "udf.set", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.UDF.Set(ctx, management.UDFSetInput{TargetType: authing.UDFTargetTypeUser, DataType: authing.UDFDataTypeString, Key: "k", Label: "label"})
	}},
	{name: "udf.set(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.UDF.Set(ctx, management.UDFSetInput{
			TargetType: authing.UDFTargetTypeUser, DataType: authing.UDFDataTypeSelect, Key: "k", Label: "label", Options: `["a","b"]`,
		})
	}},
	{name: "udf.remove", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.UDF.Remove(ctx, management.UDFRemoveInput{TargetType: authing.UDFTargetTypeUser, Key: "k"})
	}},
}

// coreRolesCalls are those of the management client for roles.
var coreRolesCalls = []coreCall{
	{name: "roles.create", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.Create(ctx, management.RolesCreateInput{Code: "r", Description: "d", Namespace: "ns"})
	}, result: &authing.Role{Code: "r"}},
	{name: "roles.create(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.Create(ctx, management.RolesCreateInput{Code: "r", Description: "d", Namespace: "ns", Parent: "p"})
	}},
	{name: "roles.delete", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.Delete(ctx, management.RolesDeleteInput{Code: "r", Namespace: "ns"})
	}, result: "done"},
	{name: "roles.deleteMany", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.DeleteMany(ctx, management.RolesDeleteManyInput{Codes: []string{"r"}, Namespace: "ns"})
	}},
	{name: "roles.update", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.Update(ctx, management.RolesUpdateInput{Code: "r", Description: new("d"), NewCode: "r2"})
	}},
	{name: "roles.update(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.Update(ctx, management.RolesUpdateInput{Code: "r", Description: new(""), NewCode: "r2", Namespace: "ns"})
	}},
	{name: "roles.detail", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.Detail(ctx, management.RolesDetailInput{Code: "r", Namespace: "ns"})
	}},
	{name: "roles.findByCode", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.FindByCode(ctx, management.RolesFindByCodeInput{Code: "r", Namespace: "ns"})
	}},
	{name: "roles.list", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.List(ctx, management.RolesListInput{Namespace: "ns"})
	}},
	{name: "roles.list(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.List(ctx, management.RolesListInput{Namespace: "ns", Page: 7, Limit: 7, SortBy: authing.SortByCreatedAtAsc})
	}},
	{name: "roles.list, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Roles.All(ctx, management.RolesListInput{Namespace: "ns"}))
	}, result: twoPages},
	{name: "roles.listUsers", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.ListUsers(ctx, management.RolesListUsersInput{Code: "r", Namespace: "ns"})
	}},
	{name: "roles.listUsers, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Roles.AllUsers(ctx, management.RolesListUsersInput{Code: "r", Namespace: "ns"}))
	}, result: twoPages},
	{name: "roles.addUsers", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.AddUsers(ctx, management.RolesAddUsersInput{Code: "r", UserIDs: []string{"U1"}, Namespace: "ns"})
	}},
	{name: "roles.removeUsers", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.RemoveUsers(ctx, management.RolesRemoveUsersInput{Code: "r", UserIDs: []string{"U1"}, Namespace: "ns"})
	}},
	{name: "roles.listPolicies", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.ListPolicies(ctx, management.RolesListPoliciesInput{Code: "r"})
	}},
	{name: "roles.listPolicies, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Roles.AllPolicies(ctx, management.RolesListPoliciesInput{Code: "r"}))
	}, result: twoPages},
	{name: "roles.addPolicies", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.AddPolicies(ctx, management.RolesAddPoliciesInput{Code: "r", Policies: []string{"p"}})
	}},
	{name: "roles.removePolicies", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.RemovePolicies(ctx, management.RolesRemovePoliciesInput{Code: "r", Policies: []string{"p"}})
	}},
	{name: "roles.listAuthorizedResources", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.ListAuthorizedResources(ctx, management.RolesListAuthorizedResourcesInput{Code: "r", Namespace: "ns"})
	}},
	{name: "roles.listAuthorizedResources(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Roles.ListAuthorizedResources(ctx, management.RolesListAuthorizedResourcesInput{
			Code: "r", Namespace: "ns", ResourceType: authing.ResourceTypeMenu,
		})
	}},
}

// coreGroupsCalls are those of the management client for groups.
var coreGroupsCalls = []coreCall{
	{name: "groups.create", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.Create(ctx, management.GroupsCreateInput{Code: "g", Name: "G", Description: "d"})
	}},
	{name: "groups.delete", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.Delete(ctx, "g")
	}, result: "done"},
	{name: "groups.update", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.Update(ctx, management.GroupsUpdateInput{Code: "g", Name: "G", NewCode: "g2"})
	}},
	{name: "groups.update(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.Update(ctx, management.GroupsUpdateInput{Code: "g", Name: "G", Description: new(""), NewCode: "g2"})
	}},
	{name: "groups.detail", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.Detail(ctx, "g")
	}, result: &authing.Group{Code: "r"}},
	{name: "groups.list", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.List(ctx, management.GroupsListInput{})
	}},
	{name: "groups.list(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.List(ctx, management.GroupsListInput{UserID: "USER", Page: 7, Limit: 7, SortBy: authing.SortByUpdatedAtDesc})
	}},
	{name: "groups.list, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Groups.All(ctx, management.GroupsListInput{}))
	}, result: twoPages},
	{name: "groups.deleteMany", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.DeleteMany(ctx, []string{"g"})
	}},
	{name: "groups.listUsers", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.ListUsers(ctx, management.GroupsListUsersInput{Code: "g"})
	}},
	{name: "groups.listUsers, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Groups.AllUsers(ctx, management.GroupsListUsersInput{Code: "g"}))
	}, result: twoPages},
	{name: "groups.addUsers", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.AddUsers(ctx, management.GroupsAddUsersInput{Code: "g", UserIDs: []string{"U1"}})
	}},
	{name: "groups.removeUsers", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.RemoveUsers(ctx, management.GroupsRemoveUsersInput{Code: "g", UserIDs: []string{"U1"}})
	}},
	{name: "groups.listAuthorizedResources", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.ListAuthorizedResources(ctx, management.GroupsListAuthorizedResourcesInput{Code: "g", Namespace: "ns"})
	}},
	{name: "groups.listAuthorizedResources(everything)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Groups.ListAuthorizedResources(ctx, management.GroupsListAuthorizedResourcesInput{
			Code: "g", Namespace: "ns", ResourceType: authing.ResourceTypeUI,
		})
	}},
}

// everything returns an input with each field set: texts say which field they are for, in
// small letters.
func everything[T any]() T {
	var in T
	setAll(reflect.ValueOf(&in).Elem(), "")
	return in
}

func setAll(v reflect.Value, field string) {
	switch {
	case v.Type() == reflect.TypeFor[authing.JSON]():
		v.SetString(`{"a":1}`)
	case v.Kind() == reflect.String:
		v.SetString("a " + strings.ToLower(field))
	case v.Kind() == reflect.Int:
		v.SetInt(7)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		setAll(v.Elem(), field)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		setAll(v.Index(0), field)
	case v.Kind() == reflect.Struct:
		for field, value := range v.Fields() {
			setAll(value, field.Name)
		}
	}
}
