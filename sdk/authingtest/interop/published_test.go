package interop_test

import (
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// created is a call that makes something by name, and what later steps call it.
func created(call, as, name string) step {
	return step{
		call: call, as: as, with: `{"name": "` + name + `", "description": "of a test"}`,
		want: `{"_id": "*", "name": "` + name + `", "description": "of a test", "createdAt": "*", "updatedAt": "*"}`,
	}
}

// allowed is what a user may do.
func allowed(userID, want string) step {
	return step{call: "userPermissionList", with: `"` + userID + `"`, want: want}
}

const (
	fine    = `{"code": 200, "message": "*", "status": true}`
	nothing = `{"totalCount": 0, "rawList": [], "list": []}`
)

// publishedScenarios are about what no document tells.
func publishedScenarios() []scenario {
	return []scenario{
		{name: "groups, roles and permissions", only: nodeBuild, box: people(), steps: []step{
			created("authz.createGroup", "group", "editors"),
			created("authz.createGroup", "other", "authors"),
			created("authz.createRole", "role", "editor"),
			created("authz.createRole", "second", "author"),
			created("authz.createPermission", "write", "book:write"),
			created("authz.createPermission", "read", "book:read"),
			{call: "authz.group", with: `"${group._id}"`, want: `{"_id": "${group._id}", "name": "editors"}`},
			{call: "authz.group", with: `"unknown"`, fails: refused(authing.CodeGroupNotFound)},
			{call: "authz.role", with: `"${role._id}"`, want: `{"_id": "${role._id}", "name": "editor"}`},
			{call: "authz.role", with: `"unknown"`, fails: refused(authing.CodeRoleNotFound)},
			{call: "authz.permission", with: `"${read._id}"`, want: `{"_id": "${read._id}", "name": "book:read"}`},
			{call: "authz.permission", with: `"unknown"`, fails: refused(authing.CodePermissionNotFound)},
			{call: "authz.groupList", want: `{"totalCount": 2, "list": [{"name": "authors"}, {"name": "editors"}]}`},
			{call: "authz.groupList", with: `{"sortBy": "CREATEDAT_ASC", "page": 1, "count": 1}`, want: `{"totalCount": 2, "list": [{"name": "authors"}]}`},
			{call: "authz.roleList", want: `{"totalCount": 2, "list": [{"name": "author"}, {"name": "editor"}]}`},
			{call: "authz.permissionList", with: `{"count": 1}`, want: `{"totalCount": 2, "list": [{"name": "book:read"}]}`},
			{
				call: "authz.updateGroup", with: `{"_id": "${group._id}", "description": "new"}`,
				want: `{"name": "editors", "description": "new"}`,
			},
			{call: "authz.updateRole", with: `{"_id": "${role._id}", "name": "chief editor"}`, want: `{"name": "chief editor", "description": "of a test"}`},
			{call: "authz.updatePermission", with: `{"_id": "${read._id}", "name": "book:open"}`, want: `{"name": "book:open"}`},

			{call: "authz.addPermissionToRole", with: `{"roleId": "${role._id}", "permissionId": "${write._id}"}`, want: `{"code": 200}`},
			{
				call: "authz.addPermissionToRoleBatch",
				with: `{"roleId": "${second._id}", "permissionIdList": ["${write._id}", "${read._id}"]}, {"fetchPermissions": true}`,
				want: `{"code": 200, "data": {"totalCount": 2, "list": [{"name": "book:write"}, {"name": "book:open"}]}}`,
			},
			{
				call: "authz.addPermissionToRoleBatch", with: `{"roleId": "${role._id}", "permissionIdList": ["${read._id}", "unknown"]}`,
				fails: refused(authing.CodePermissionNotFound),
			},
			{call: "authz.rolePermissionList", with: `"${role._id}"`, want: `{"totalCount": 1, "list": [{"name": "book:write"}]}`},

			// Ada gets the permission in three ways, and loses them one by one.
			{
				call: "authz.assignRoleToUser", with: `{"userId": "` + adaID + `", "roleId": "${role._id}"}, {"fetchUsers": true}`,
				want: `{"code": 200, "data": {"totalCount": 1, "list": [{"_id": "` + adaID + `"}]}}`,
			},
			{
				call: "authz.addRoleToGroup", with: `{"roleId": "${role._id}", "groupId": "${group._id}"}, {"fetchRoles": true}`,
				want: `{"code": 200, "data": {"totalCount": 1, "list": [{"_id": "${role._id}"}]}}`,
			},
			{call: "authz.addRoleToGroupBatch", with: `{"roleIdList": ["${second._id}"], "groupId": "${other._id}"}`, want: `{"code": 200}`},
			{call: "authz.addUserToGroup", with: `{"userId": "` + adaID + `", "groupId": "${group._id}"}`, want: `{"code": 200}`},
			{
				call: "authz.addUserToGroupBatch",
				with: `{"userIdList": ["` + adaID + `", "` + bobID + `"], "groupId": "${other._id}"}, {"fetchUsers": true}`,
				want: `{"code": 200, "data": {"totalCount": 2, "list": [{"_id": "` + bobID + `"}, {"_id": "` + adaID + `"}]}}`,
			},
			allowed(adaID, `{"totalCount": 2, "rawList": ["book:write", "book:open"]}`),
			{call: "userRoleList", with: `"` + adaID + `"`, want: `{"totalCount": 2, "rawList": ["chief editor", "author"]}`},
			{call: "userGroupList", with: `"` + adaID + `"`, want: `{"totalCount": 2, "rawList": ["editors", "authors"]}`},
			{call: "authz.groupRoleList", with: `"${group._id}"`, want: `{"totalCount": 1, "list": [{"_id": "${role._id}"}]}`},
			{call: "authz.groupPermissionList", with: `"${group._id}"`, want: `{"totalCount": 1, "list": [{"name": "book:write"}]}`},
			{call: "authz.groupUserList", with: `"${other._id}", {"count": 1}`, want: `{"totalCount": 2, "list": [{"_id": "` + bobID + `"}]}`},
			{call: "authz.roleUserList", with: `"${role._id}"`, want: `{"totalCount": 1, "list": [{"_id": "` + adaID + `"}]}`},
			{call: "authz.revokeRoleFromUser", with: `{"userId": "` + adaID + `", "roleId": "${role._id}"}`, want: `{"code": 200}`},
			allowed(adaID, `{"rawList": ["book:write", "book:open"]}`),
			{call: "authz.removeUserFromGroup", with: `{"userId": "` + adaID + `", "groupId": "${other._id}"}`, want: `{"code": 200}`},
			allowed(adaID, `{"rawList": ["book:write"]}`),
			{call: "authz.removeRoleFromGroup", with: `{"roleId": "${role._id}", "groupId": "${group._id}"}`, want: `{"code": 200}`},
			allowed(adaID, nothing),

			// The other forms, and what they refuse.
			{
				call: "authz.assignRoleToUserBatch", with: `{"userIdList": ["` + adaID + `", "unknown"], "roleId": "${role._id}"}`,
				fails: refused(authing.CodeUserNotFound),
			},
			{call: "authz.assignRoleToUserBatch", with: `{"userIdList": ["` + adaID + `", "` + bobID + `"], "roleId": "${role._id}"}`, want: `{"code": 200}`},
			{call: "authz.revokeRoleFromUserBatch", with: `{"userIdList": ["` + adaID + `", "` + bobID + `"], "roleId": "${role._id}"}`, want: `{"code": 200}`},
			{call: "authz.removeUserFromGroupBatch", with: `{"userIdList": ["` + bobID + `"], "groupId": "${other._id}"}`, want: `{"code": 200}`},
			{call: "authz.removeRoleFromGroupBatch", with: `{"roleIdList": ["${second._id}"], "groupId": "${other._id}"}`, want: `{"code": 200}`},
			{call: "authz.removePermissionFromRole", with: `{"roleId": "${role._id}", "permissionId": "${write._id}"}`, want: `{"code": 200}`},
			{
				call: "authz.removePermissionFromRoleBatch",
				with: `{"roleId": "${second._id}", "permissionIdList": ["${write._id}"]}, {"fetchPermissions": true}`,
				want: `{"code": 200, "data": {"totalCount": 1, "list": [{"name": "book:open"}]}}`,
			},
			{call: "authz.deleteGroupBatch", with: `["${group._id}", "unknown"]`, fails: refused(authing.CodeGroupNotFound)},
			{call: "authz.deleteGroupBatch", with: `["${group._id}", "${other._id}"]`, want: fine},
			{call: "authz.deleteRole", with: `"${role._id}"`, want: fine},
			{call: "authz.deleteRoleBatch", with: `["${role._id}"]`, fails: refused(authing.CodeRoleNotFound)},
			{call: "authz.deleteRoleBatch", with: `["${second._id}"]`, want: fine},
			{call: "authz.deletePermission", with: `"${read._id}"`, want: fine},
			{call: "authz.deletePermission", with: `"${read._id}"`, fails: refused(authing.CodePermissionNotFound)},
			{call: "authz.deletePermissionBatch", with: `["${write._id}"]`, want: fine},
			{call: "authz.groupList", want: `{"totalCount": 0, "list": []}`},
		}},

		{name: "an organisation", only: nodeBuild, box: people(), steps: []step{
			created("authz.createGroup", "ceo", "ceo"),
			created("authz.createGroup", "dev", "dev"),
			created("authz.createGroup", "qa", "qa"),
			{call: "authz.addUserToGroup", with: `{"userId": "` + adaID + `", "groupId": "${qa._id}"}`, want: `{"code": 200}`},
			{
				call: "org.createOrg", as: "org", with: `{"rootGroupId": "${ceo._id}"}`,
				want: `{"_id": "*", "nodes": [{"_id": "${ceo._id}", "root": true, "children": []}], "tree": {"_id": "${ceo._id}"}}`,
			},
			{call: "org.createOrg", with: `{"rootGroupId": "${ceo._id}"}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "org.addNode", with: `{"orgId": "${org._id}", "groupId": "${dev._id}", "parentGroupId": "${ceo._id}"}`, want: `{"_id": "${org._id}"}`},
			{call: "org.addNode", with: `{"orgId": "${org._id}", "groupId": "${qa._id}", "parentGroupId": "${dev._id}"}`, want: `{"_id": "${org._id}"}`},
			{call: "org.addNode", with: `{"orgId": "${org._id}", "groupId": "${ceo._id}", "parentGroupId": "${qa._id}"}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "org.addNode", with: `{"orgId": "unknown", "groupId": "${qa._id}", "parentGroupId": "${dev._id}"}`, fails: refused(authing.CodeGroupNotFound)},
			{
				call: "org.findById", with: `"${org._id}"`,
				want: `{"tree": {"name": "ceo", "children": [{"name": "dev", "children": [{"name": "qa", "children": []}]}]}}`,
			},
			{call: "org.all", want: `{"totalCount": 1, "list": [{"_id": "${org._id}", "tree": {"name": "ceo"}}]}`},
			{call: "org.rootNode", with: `"${org._id}"`, want: `{"_id": "${ceo._id}", "name": "ceo"}`},
			{call: "org.isRootNode", with: `{"orgId": "${org._id}", "groupId": "${ceo._id}"}`, want: `true`},
			{call: "org.isRootNode", with: `{"orgId": "${org._id}", "groupId": "${dev._id}"}`, want: `false`},
			{
				call: "org.childrenNodes", with: `{"orgId": "${org._id}", "groupId": "${ceo._id}"}`,
				want: `[{"group": {"name": "dev"}, "depth": 1}, {"group": {"name": "qa"}, "depth": 2}]`,
			},
			{call: "org.searchUser", with: `{"orgId": "${org._id}", "nodeId": "${ceo._id}", "query": "ada"}`, want: `{"totalCount": 0, "list": []}`},
			{
				call: "org.searchUser", with: `{"orgId": "${org._id}", "nodeId": "${ceo._id}", "query": "ada", "includeChildrenNodes": true}`,
				want: `{"totalCount": 1, "list": [{"_id": "` + adaID + `"}]}`,
			},
			{call: "org.removeNode", with: `{"orgId": "${org._id}", "groupId": "${dev._id}"}`, want: `{"_id": "${org._id}"}`},
			{call: "org.findById", with: `"${org._id}"`, want: `{"tree": {"name": "ceo", "children": []}}`},
			{call: "org.dropById", with: `"${org._id}"`, want: fine},
			{call: "org.findById", with: `"${org._id}"`, fails: refused(authing.CodeGroupNotFound)},
		}},

		{name: "rules", only: nodeBuild, steps: []step{
			{
				call: "pipeline.createRule", as: "rule", with: `{"name": "greet", "type": "PRE_REGISTER", "code": "async function pipe() {}"}`,
				want: `{"_id": "*", "name": "greet", "type": "PRE_REGISTER", "enabled": true, "code": "async function pipe() {}", "createdAt": "*"}`,
			},
			{call: "pipeline.updateRule", with: `{"_id": "${rule._id}", "enabled": false}`, want: `{"name": "greet", "enabled": false}`},
			{call: "pipeline.ruleById", with: `"${rule._id}"`, want: `{"_id": "${rule._id}", "enabled": false}`},
			{call: "pipeline.all", want: `{"totalCount": 1, "list": [{"_id": "${rule._id}"}]}`},
			{call: "pipeline.setEnv", with: `"HOOK", "http://example.com"`, want: `{"totalCount": 1, "list": [{"key": "HOOK", "value": "http://example.com"}]}`},
			{call: "pipeline.env", want: `{"totalCount": 1, "list": [{"key": "HOOK"}]}`},
			{call: "pipeline.removeEnv", with: `"HOOK"`, want: `{"totalCount": 0, "list": []}`},
			{call: "pipeline.deleteById", with: `"${rule._id}"`, want: `{"code": 200}`},
			{call: "pipeline.ruleById", with: `"${rule._id}"`, fails: refused(authing.CodeRuleNotFound)},
		}},

		{name: "roles of the older kind", only: nodeBuild, box: people(), steps: []step{
			{call: "createRole", as: "role", with: `{"name": "editor", "descriptions": "Edits"}`, want: `{"_id": "*", "name": "editor", "client": "${pool}"}`},
			{call: "queryRoles", with: `{"page": 1, "count": 10}`, want: `{"totalCount": 2, "list": [{"name": "default"}, {"name": "editor"}]}`},
			{call: "assignUserToRole", with: `{"user": "` + adaID + `", "roleId": "${role._id}"}`, want: `{"totalCount": 1, "list": [{"user": {"_id": "` + adaID + `"}}]}`},
			{call: "assignUserToRole", with: `{"user": "` + adaID + `", "roleId": "unknown"}`, fails: refused(authing.CodeRoleNotFound)},
			{
				call: "updateRolePermissions", with: `{"roleId": "${role._id}", "name": "editor", "permissions": "[]"}`,
				want: `{"_id": "${role._id}", "permissions": "[]"}`,
			},
			{call: "queryPermissions", with: `"` + adaID + `"`, want: `{"totalCount": 2, "list": [{"group": {"name": "default"}}, {"group": {"name": "editor", "permissions": "[]"}}]}`},
			{call: "getUsersByRole", with: `{"roleId": "${role._id}"}`, want: `{"totalCount": 1, "list": [{"user": {"_id": "` + adaID + `", "username": "ada"}}]}`},
			{call: "removeUserFromRole", with: `{"user": "` + adaID + `", "roleId": "${role._id}"}`, want: `{"group": {"_id": "${role._id}"}, "user": {"_id": "` + adaID + `"}}`},
			{call: "getUsersByRole", with: `{"roleId": "${role._id}"}`, want: `{"totalCount": 0, "list": []}`},
			{call: "search", with: `"example.com"`, want: `{"totalCount": 2, "list": [{"_id": "` + adaID + `"}, {"_id": "` + bobID + `"}]}`},
			{call: "search", with: `"bob", {"type": "username", "page": 0, "count": 10}`, want: `{"totalCount": 1, "list": [{"_id": "` + bobID + `"}]}`},
		}},

		{name: "what is kept with a person", box: people(), steps: []step{
			adaEnters(),
			{call: "setMetadata", with: `{"_id": "` + adaID + `", "key": "theme", "value": "dark"}`, want: `{"totalCount": 1, "list": [{"key": "theme", "value": "dark"}]}`},
			{call: "metadata", with: `"` + adaID + `"`, want: `{"totalCount": 1}`},
			{call: "metadata", with: `"` + bobID + `"`, fails: refused(authing.CodeOwnedByAnotherUser)},
			{call: "removeMetadata", with: `{"_id": "` + adaID + `", "key": "theme"}`, want: `{"totalCount": 0, "list": []}`},
			{call: "decodeToken", with: `"${session.token}"`, want: `{"data": {"id": "` + adaID + `"}, "status": {"code": 200}, "iat": "*"}`},
			{call: "decodeToken", with: `"garbage"`, want: `{"data": null, "status": {"code": 2207}, "iat": null, "exp": null}`},
			{call: "getUserPoolSettings", want: `{"name": "test", "registerDisabled": false}`},
			{only: nodeBuild, call: "new Authing", with: `{"userPoolId": "unknown"}`, fails: refused(authing.CodePoolNotFound)},
			{only: browserBuild, call: "new Authing", with: `{"userPoolId": "unknown"}`, want: `"*"`}, // sends nothing yet
			{call: "getUserPoolSettings", fails: refused(authing.CodePoolNotFound)},
			{call: "casLogout", want: `{"code": 200}`},
		}},

		{name: "a second factor", box: people(), steps: []step{
			adaEnters(),
			{call: "queryMFA", with: `{"userId": "` + adaID + `"}`, want: `{"userId": "` + adaID + `", "userPoolId": "${pool}", "enable": false, "shareKey": "*"}`},
			{call: "changeMFA", with: `{"userId": "` + adaID + `", "enable": true}`, want: `{"enable": true, "shareKey": "*"}`},
			{call: "login", with: `{"email": "ada@example.com", "password": "correct horse"}`, fails: refused(authing.CodeMFARequired)},
			{call: "login", with: `{"email": "ada@example.com", "password": "correct horse", "MFACode": "12345"}`, fails: refused(authing.CodeWrongOneTimePassword)},
			{
				before: later(time.Hour),
				call:   "login", with: `{"email": "ada@example.com", "password": "correct horse", "MFACode": "${otp ` + adaID + `}"}`,
				want: `{"_id": "` + adaID + `", "token": "*"}`,
			},
			{call: "changeMFA", with: `{"userId": "` + adaID + `", "enable": false}`, want: `{"enable": false}`},
			adaEnters(),
		}},

		{name: "social logins", box: append(people(), authingtest.WithUsers(authingtest.User{Username: "carol", UnionID: "qq|3"})), steps: []step{
			adaEnters(),
			{
				before: func(t *testing.T, s *story) {
					done(t, s.box.AddSocialProvider(authingtest.SocialProvider{Alias: "github", Name: "GitHub"}))
					done(t, s.box.AddSocialProvider(authingtest.SocialProvider{Alias: "weibo", Disabled: true}))
				},
				call: "readOAuthList", want: `[{"alias": "github", "name": "GitHub", "enabled": true, "client": "${pool}", "url": "*"}]`,
			},
			{call: "readUserOAuthList", with: `{"user": "` + adaID + `"}`, want: `[{"type": "github", "binded": false}]`},
			{call: "bindOAuth", with: `{"type": "github", "unionid": "qq|3", "userInfo": "{}"}`, fails: refused(authing.CodeSocialAccountTaken)},
			{call: "bindOAuth", with: `{"type": "github", "unionid": "github|1", "userInfo": "{}"}`, want: `{"user": "` + adaID + `", "type": "github", "unionid": "github|1", "createdAt": "*"}`},
			{call: "bindOAuth", with: `{"type": "github", "unionid": "github|2", "userInfo": "{}"}`, fails: refused(authing.CodeSocialLoginAlreadyBound)},
			{call: "readUserOAuthList", with: `{"user": "` + adaID + `"}`, want: `[{"type": "github", "binded": true, "unionid": "github|1"}]`},
			{call: "unbindOAuth", with: `{"type": "github"}`, want: `{"user": "` + adaID + `", "type": "github"}`},
			{call: "unbindOAuth", with: `{"type": "github"}`, fails: refused(authing.CodeSocialLoginNotBound)},
			{call: "login", with: `{"unionid": "qq|3"}`, want: `{"token": "*"}`},
			{call: "unbindOAuth", with: `{"type": "qq"}`, fails: refused(authing.CodeLastSignInMethod)},
		}},

		{name: "signing in to an application and the pool", box: people(), steps: []step{
			{
				before: func(t *testing.T, s *story) {
					_, err := s.box.AddOIDCApp(authingtest.App{ID: "shop", Name: "Shop"})
					done(t, err)
					done(t, s.box.AddADUser("connector", authingtest.DirectoryUser{Username: "mary", Password: "correct horse"}))
				},
				call: "signIn", as: "session", with: `{"oidcAppId": "shop", "email": "ada@example.com", "password": "correct horse"}`,
				want: `{"sub": "` + adaID + `", "email": "ada@example.com", "token": "*", "access_token": "*", "id_token": "*", "refresh_token": "*"}`,
			},
			{call: "user", with: `{"id": "` + adaID + `"}`, want: `{"_id": "` + adaID + `"}`}, // with the token
			{
				call: "refreshSignInToken", with: `{"oidcAppId": "shop", "refreshToken": "${session.refresh_token}"}`,
				want: `{"access_token": "*", "id_token": "*", "refresh_token": "*"}`,
			},
			{call: "refreshSignInToken", with: `{"oidcAppId": "shop", "refreshToken": "unknown"}`, fails: refused(authing.CodeSessionInvalid)},
			{call: "signIn", with: `{"email": "ada@example.com", "password": "wrong"}`, fails: refused(authing.CodeWrongCredentials)},
			{call: "signIn", with: `{"oidcAppId": "unknown", "email": "ada@example.com", "password": "correct horse"}`, fails: refused(authing.CodeOIDCAppNotFound)},
			{call: "adConnectorByProvider", with: `{"providerId": "shop", "providerType": "OIDC"}`, want: `{"_id": "connector", "status": true}`},
			{call: "adConnectorByProvider", with: `{"providerId": "unknown", "providerType": "OIDC"}`, fails: refused(authing.CodeAppNotFound)},
		}},

		{name: "a QR code of the pool's own program", box: people(), steps: []step{
			{call: "qrlogin.geneCode", with: `{"scene": "APP_AUTH", "userPoolId": "unknown"}`, want: `{"code": 2224}`},
			{
				call: "qrlogin.geneCode", as: "made", with: `{"scene": "APP_AUTH", "userDefinedData": {"desk": "7"}}`,
				want: `{"code": 200, "data": {"qrcodeId": "*", "qrcodeUrl": "*", "expiresIn": 300}}`,
			},
			{
				call: "qrlogin.checkCodeStatus", with: `{"qrcodeId": "${made.data.qrcodeId}", "scene": "APP_AUTH"}`,
				want: `{"code": 200, "data": {"scanned": false, "expired": false, "success": false, "canceled": false}}`,
			},
			{
				before: func(t *testing.T, s *story) {
					done(t, s.box.ScanQRLogin(s.value(t, "made.data.qrcodeId"), adaID))
				},
				call: "qrlogin.checkCodeStatus", with: `{"qrcodeId": "${made.data.qrcodeId}", "scene": "APP_AUTH"}`,
				want: `{"code": 200, "data": {"scanned": true, "success": false, "userInfo": {"_id": "` + adaID + `", "nickname": "Ada"}}}`,
			},
			{
				before: func(t *testing.T, s *story) { done(t, s.box.ConfirmQRLogin(s.value(t, "made.data.qrcodeId"))) },
				call:   "qrlogin.checkCodeStatus", as: "status", with: `{"qrcodeId": "${made.data.qrcodeId}", "scene": "APP_AUTH"}`,
				want: `{"code": 200, "data": {"success": true, "ticket": "*"}}`,
			},
			{call: "qrlogin.exchangeUserInfo", with: `"${status.data.ticket}"`, want: `{"code": 200, "data": {"_id": "` + adaID + `", "token": "*"}}`},
			{call: "qrlogin.exchangeUserInfo", with: `"${status.data.ticket}"`, want: `{"code": 1001}`}, // used up
			{call: "qrlogin.checkCodeStatus", with: `{"qrcodeId": "unknown", "scene": "APP_AUTH"}`, want: `{"code": 2231}`},
		}},
	}
}
