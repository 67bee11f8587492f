package interop_test

import (
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// ownerScenarios are about users and their fields, by ManagementClient.
func ownerScenarios() []scenario {
	tooMany := strings.TrimSuffix(strings.Repeat(`"`+adaID+`", `, 81), ", ")
	return []scenario{
		{name: "core: the owner's users", box: people(), steps: []step{
			{call: "management tokenProvider.getToken", want: `"*"`},
			{
				call: "management users.create", as: "carol",
				with: `{"email": "carol@example.com", "username": "carol", "password": "correct horse", "nickname": "Carol"}`,
				want: `{"id": "*", "userPoolId": "${pool}", "email": "carol@example.com", "username": "carol", "nickname": "Carol", "password": null}`,
			},
			{call: "management users.create", with: `{"email": "carol@example.com", "password": "correct horse"}`, fails: refused(authing.CodeUserExists)},
			{call: "management users.create", with: `{"email": "no address", "password": "correct horse"}`, fails: refused(authing.CodeInvalidEmail)},
			{call: "management users.create", with: `{"email": "eve@example.com", "password": "short"}`, fails: refused(authing.CodePasswordTooShort)},
			{call: "loginByEmail", with: `"carol@example.com", "correct horse"`, want: `{"id": "${carol.id}"}`},
			{
				call: "management users.update", with: `"${carol.id}", {"nickname": "Caroline", "password": "purple monkey", "email": "caroline@example.com"}`,
				want: `{"id": "${carol.id}", "nickname": "Caroline", "email": "caroline@example.com", "username": "carol"}`,
			},
			{call: "management users.update", with: `"${carol.id}", {"username": "bob"}`, fails: refused(authing.CodeUsernameTaken)},
			{call: "management users.update", with: `"nobody", {"nickname": "Nobody"}`, fails: refused(authing.CodeUserNotFound)},
			{call: "loginByEmail", with: `"caroline@example.com", "purple monkey"`, want: `{"id": "${carol.id}"}`},
			{
				call: "management users.detail", with: `"${carol.id}"`,
				want: `{"id": "${carol.id}", "nickname": "Caroline", "loginsCount": 2, "token": null}`,
			},
			{call: "management users.detail", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.list", with: `1, 2`, want: `{"totalCount": 3, "list": [{"id": "${carol.id}"}, {"id": "` + bobID + `"}]}`},
			{call: "management users.list", with: `2, 2`, want: `{"totalCount": 3, "list": [{"id": "` + adaID + `"}]}`},
			{call: "management users.search", with: `"ada"`, want: `{"totalCount": 1, "list": [{"id": "` + adaID + `"}]}`},
			{call: "management users.batch", with: `["` + bobID + `", "` + adaID + `"]`, want: `[{"id": "` + bobID + `"}, {"id": "` + adaID + `"}]`},
			{
				call: "management users.batch", with: `["bob@example.com"], {"queryField": "email"}`,
				want: `[{"id": "` + bobID + `"}]`,
			},
			{call: "management users.batch", with: `[` + tooMany + `]`, fails: refused(authing.CodeTooManyUsers)},
			{call: "management users.exists", with: `{"email": "ada@example.com"}`, want: `true`},
			{call: "management users.exists", with: `{"phone": "13100000009"}`, want: `false`},
			{call: "management users.exists", with: `{}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management users.find", with: `{"username": "bob"}`, want: `{"id": "` + bobID + `", "phone": "13100000002"}`},
			{call: "management users.find", with: `{"email": "nobody@example.com"}`, want: `null`},
			{call: "management users.find", with: `{}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management users.listOrgs", with: `"` + adaID + `"`, want: `[]`},
			{call: "management users.listOrgs", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.listDepartment", with: `"` + adaID + `"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management users.listDepartment", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.delete", with: `"${carol.id}"`, want: `{"code": 200, "message": "*"}`},
			{call: "management users.delete", with: `"${carol.id}"`, fails: refused(authing.CodeUserToDeleteNotFound)},
			{call: "management users.deleteMany", with: `["` + adaID + `", "nobody"]`, fails: refused(authing.CodeUserToDeleteNotFound)},
			{call: "management users.deleteMany", with: `["` + adaID + `", "` + bobID + `"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management users.list", want: `{"totalCount": 0, "list": []}`},
		}},

		{name: "core: whom the owner signs out", box: people(), steps: []step{
			{call: "management users.checkLoginStatus", with: `"` + adaID + `", "` + shopID + `"`, want: `{"isLogin": false}`},
			adaEntersCore(),
			{
				call: "management users.checkLoginStatus", with: `"` + adaID + `", "` + shopID + `"`,
				want: `{"isLogin": true, "user": {"id": "` + adaID + `"}, "application": [{"id": "` + shopID + `", "name": "Shop"}]}`,
			},
			{call: "management users.checkLoginStatus", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.logout", with: `{"userId": "` + adaID + `", "appId": "` + shopID + `"}`, want: `{"code": 200}`},
			{call: "management users.logout", with: `{"userId": "nobody"}`, fails: refused(authing.CodeUserNotFound)},
			{call: "getSecurityLevel", fails: refused(authing.CodeNotSignedIn)},
			{call: "management users.refreshToken", as: "fresh", with: `"` + adaID + `"`, want: `{"token": "*", "iat": "*", "exp": "*"}`},
			{call: "management users.refreshToken", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			nobodyIsSignedIn(),
			{call: "setToken", with: `"${fresh.token}"`, want: `null`},
			{call: "getSecurityLevel", want: `{"email": true}`},
			{call: "management users.kick", with: `["` + adaID + `"]`, want: `{"code": 200}`},
			{call: "management users.kick", with: `["` + adaID + `", "nobody"]`, fails: refused(authing.CodeUserNotFound)},
			{call: "getSecurityLevel", fails: refused(authing.CodeNotSignedIn)},
		}},

		{name: "core: the owner's fields", box: people(), steps: []step{
			{call: "management udf.set", with: `"USER", "", "STRING", "Nothing"`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management udf.set", with: `"USER", "motto", "STRING", "Motto"`, want: `{"targetType": "USER", "key": "motto", "dataType": "STRING", "label": "Motto"}`},
			{call: "management udf.set", with: `"ROLE", "rank", "NUMBER", "Rank"`, want: `{"key": "rank"}`},
			{call: "management udf.list", with: `"USER"`, want: `[{"key": "motto", "dataType": "STRING", "label": "Motto"}]`},
			{call: "management users.getUdfValue", with: `"` + adaID + `"`, want: `{}`},
			{call: "management users.getUdfValue", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{
				call: "management users.setUdfValue", with: `"` + adaID + `", {"motto": "Analyse"}`,
				want: `[{"key": "motto", "value": "\"Analyse\""}]`,
			},
			{call: "management users.setUdfValue", with: `"` + adaID + `", {"motto": 1}`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management users.setUdfValue", with: `"nobody", {"motto": "x"}`, fails: refused(authing.CodeUserNotFound)},
			{
				call: "management users.setUdfValueBatch", with: `[{"userId": "` + bobID + `", "data": {"motto": "Build"}}]`,
				want: `null`,
			},
			{
				call: "management users.setUdfValueBatch", with: `[{"userId": "nobody", "data": {"motto": "Build"}}]`,
				fails: refused(authing.CodeUserNotFound),
			},
			{
				call: "management users.getUdfValueBatch", with: `["` + adaID + `", "` + bobID + `"]`,
				want: `{"` + adaID + `": {"motto": "\"Analyse\""}, "` + bobID + `": {"motto": "\"Build\""}}`,
			},
			{call: "management users.getUdfValueBatch", with: `["nobody"]`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.detail", with: `"` + adaID + `", {"withCustomData": true}`, want: `{"customData": {"motto": "\"Analyse\""}}`},
			{call: "management users.removeUdfValue", with: `"` + adaID + `", "motto"`, want: `null`},
			{call: "management users.removeUdfValue", with: `"nobody", "motto"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.getUdfValue", with: `"` + adaID + `"`, want: `{}`},
			{call: "management udf.remove", with: `"USER", "motto"`, want: `{"code": 200, "message": "*"}`},
			{call: "management udf.remove", with: `"USER", "motto"`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management udf.list", with: `"USER"`, want: `[]`},
		}},

		{name: "core: a wrong secret", secret: "another pool's", box: people(), steps: []step{
			{call: "management tokenProvider.getToken", fails: refused(authing.CodeNotAllowed)},
			{call: "management users.list", fails: refused(authing.CodeNotAllowed)},
			{call: "management users.search", with: `"ada"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management roles.list", fails: refused(authing.CodeNotAllowed)},
			{call: "management groups.list", fails: refused(authing.CodeNotAllowed)},
			{call: "management udf.list", with: `"USER"`, fails: refused(authing.CodeNotAllowed)},
			// What is asked for and not there is no error, so nothing else refuses these.
			{call: "management roles.detail", with: `"editor"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management roles.findByCode", with: `"editor"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management roles.listUsers", with: `"editor"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management roles.listPolicies", with: `"editor"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management roles.listAuthorizedResources", with: `"editor", "default"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management groups.detail", with: `"staff"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management groups.listUsers", with: `"staff"`, fails: refused(authing.CodeNotAllowed)},
			{call: "management groups.listAuthorizedResources", with: `"staff", "default"`, fails: refused(authing.CodeNotAllowed)},
		}},
	}
}

// ownerAccessScenarios are about roles and groups, by ManagementClient.
func ownerAccessScenarios() []scenario {
	return []scenario{
		{name: "core: roles", box: people(), steps: []step{
			{
				call: "management roles.create", with: `"editor", "Edits"`,
				want: `{"id": "*", "code": "editor", "description": "Edits", "namespace": "default"}`,
			},
			{call: "management roles.create", with: `""`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management roles.create", with: `"editor"`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management roles.create", with: `"reader", "Reads", "library"`, want: `{"code": "reader", "namespace": "library"}`},
			{call: "management roles.list", want: `{"totalCount": 1, "list": [{"code": "editor"}]}`},
			{call: "management roles.list", with: `{"namespace": "library"}`, want: `{"totalCount": 1, "list": [{"code": "reader"}]}`},
			{call: "management roles.update", with: `"editor", {"newCode": "author", "description": "Writes"}`, want: `{"code": "author", "description": "Writes"}`},
			{call: "management roles.update", with: `"editor", {"description": "Nothing"}`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management roles.detail", with: `"author"`, want: `{"code": "author", "description": "Writes"}`},
			{call: "management roles.detail", with: `"editor"`, want: `null`},
			{call: "management roles.findByCode", with: `"reader", "library"`, want: `{"code": "reader"}`},
			{call: "management roles.findByCode", with: `"reader"`, want: `null`}, // it is in the library

			{call: "management roles.addUsers", with: `"author", ["` + adaID + `", "` + bobID + `"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management roles.addUsers", with: `"unknown", ["` + adaID + `"]`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management roles.addUsers", with: `"author", ["nobody"]`, fails: refused(authing.CodeUserNotFound)},
			{call: "management roles.listUsers", with: `"author"`, want: `{"totalCount": 2, "list": [{"id": "` + adaID + `"}, {"id": "` + bobID + `"}]}`},
			{call: "management roles.listUsers", with: `"unknown"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management roles.removeUsers", with: `"author", ["` + bobID + `"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management roles.removeUsers", with: `"unknown", ["` + bobID + `"]`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management users.listRoles", with: `"` + adaID + `"`, want: `{"totalCount": 1, "list": [{"code": "author"}]}`},
			{call: "management users.listRoles", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.hasRole", with: `"` + adaID + `", "author"`, want: `true`},
			{call: "management users.hasRole", with: `"` + bobID + `", "author"`, want: `false`},
			{call: "management users.hasRole", with: `"nobody", "author"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.addRoles", with: `"` + bobID + `", ["reader"], "library"`, want: `{"code": 200, "message": "*"}`},
			{call: "management users.addRoles", with: `"` + bobID + `", ["unknown"]`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management users.addRoles", with: `"nobody", ["author"]`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.listRoles", with: `"` + bobID + `", "library"`, want: `{"totalCount": 1, "list": [{"code": "reader"}]}`},
			{call: "management users.removeRoles", with: `"` + bobID + `", ["reader"], "library"`, want: `{"code": 200, "message": "*"}`},
			{call: "management users.removeRoles", with: `"` + bobID + `", ["unknown"]`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management users.listRoles", with: `"` + bobID + `"`, want: `{"totalCount": 0, "list": []}`},

			{call: "management roles.delete", with: `"author"`, want: `{"code": 200, "message": "*"}`},
			{call: "management roles.delete", with: `"author"`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management roles.deleteMany", with: `["reader", "unknown"], "library"`, fails: refused(authing.CodeRoleNotFound)},
			{call: "management roles.deleteMany", with: `["reader"], "library"`, want: `{"code": 200, "message": "*"}`},
			{call: "management roles.list", want: `{"totalCount": 0, "list": []}`},
			{call: "management users.listRoles", with: `"` + adaID + `"`, want: `{"totalCount": 0, "list": []}`},
		}},

		{name: "core: groups", box: people(), steps: []step{
			{
				call: "management groups.create", with: `"staff", "Staff", "Who works here"`,
				want: `{"code": "staff", "name": "Staff", "description": "Who works here"}`,
			},
			{call: "management groups.create", with: `"", "Nothing"`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management groups.create", with: `"staff", "Again"`, fails: refused(authing.CodeParametersIncomplete)},
			{call: "management groups.create", with: `"guests", "Guests"`, want: `{"code": "guests", "description": null}`},
			{call: "management groups.list", want: `{"totalCount": 2, "list": [{"code": "guests"}, {"code": "staff"}]}`},
			{call: "management groups.update", with: `"guests", {"newCode": "visitors", "name": "Visitors"}`, want: `{"code": "visitors", "name": "Visitors"}`},
			{call: "management groups.update", with: `"guests", {"name": "Nothing"}`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management groups.detail", with: `"visitors"`, want: `{"code": "visitors", "name": "Visitors"}`},
			{call: "management groups.detail", with: `"guests"`, want: `null`},

			{call: "management groups.addUsers", with: `"staff", ["` + adaID + `", "` + bobID + `"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management groups.addUsers", with: `"unknown", ["` + adaID + `"]`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management groups.addUsers", with: `"staff", ["nobody"]`, fails: refused(authing.CodeUserNotFound)},
			{call: "management groups.listUsers", with: `"staff"`, want: `{"totalCount": 2, "list": [{"id": "` + adaID + `"}, {"id": "` + bobID + `"}]}`},
			{call: "management groups.removeUsers", with: `"staff", ["` + bobID + `"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management groups.removeUsers", with: `"unknown", ["` + bobID + `"]`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management users.listGroups", with: `"` + adaID + `"`, want: `{"totalCount": 1, "list": [{"code": "staff", "name": "Staff"}]}`},
			{call: "management users.listGroups", with: `"nobody"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management users.addGroup", with: `"` + bobID + `", "visitors"`, want: `{"code": 200, "message": "*"}`},
			{call: "management users.addGroup", with: `"` + bobID + `", "unknown"`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management users.listGroups", with: `"` + bobID + `"`, want: `{"totalCount": 1, "list": [{"code": "visitors"}]}`},
			{call: "management users.removeGroup", with: `"` + bobID + `", "visitors"`, want: `{"code": 200, "message": "*"}`},
			{call: "management users.removeGroup", with: `"` + bobID + `", "unknown"`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management users.listGroups", with: `"` + bobID + `"`, want: `{"totalCount": 0, "list": []}`},

			{call: "management groups.delete", with: `"visitors"`, want: `{"code": 200, "message": "*"}`},
			{call: "management groups.delete", with: `"visitors"`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management groups.deleteMany", with: `["staff", "unknown"]`, fails: refused(authing.CodeGroupNotFound)},
			{call: "management groups.deleteMany", with: `["staff"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management groups.list", want: `{"totalCount": 0, "list": []}`},
		}},

		{name: "core: what roles and groups may do", box: people(), steps: []step{
			{call: "management roles.create", with: `"clerk"`, want: `{"code": "clerk"}`},
			{call: "management groups.create", with: `"staff", "Staff"`, want: `{"code": "staff"}`},
			{call: "management roles.listPolicies", with: `"clerk"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management roles.listPolicies", with: `"unknown"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management roles.addPolicies", with: `"clerk", ["orders"]`, fails: refused(authing.CodePermissionNotFound)},
			{
				before: ordersAllowed,
				call:   "management roles.addPolicies", with: `"clerk", ["orders"]`, want: `{"code": 200, "message": "*"}`,
			},
			{call: "management roles.addPolicies", with: `"unknown", ["orders"]`, fails: refused(authing.CodeUserNotFound)}, // it says that it means a user
			{
				call: "management roles.listPolicies", with: `"clerk"`,
				want: `{"totalCount": 1, "list": [{"code": "orders", "targetType": "ROLE", "targetIdentifier": "clerk"}]}`,
			},
			{call: "management roles.addUsers", with: `"clerk", ["` + adaID + `"]`, want: `{"code": 200}`},
			{
				call: "management roles.listAuthorizedResources", with: `"clerk", "default"`,
				want: `{"totalCount": 2, "list": [` + ordersResource + `, ` + ordersMenu + `]}`,
			},
			{call: "management roles.listAuthorizedResources", with: `"unknown", "default"`, fails: `{"message": "角色不存在"}`},
			{call: "management groups.listAuthorizedResources", with: `"staff", "default"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management groups.listAuthorizedResources", with: `"unknown", "default"`, fails: `{"message": "分组不存在"}`},
			{
				call: "management users.listAuthorizedResources", with: `"` + adaID + `", "default"`,
				want: `{"totalCount": 2, "list": [` + ordersResource + `, ` + ordersMenu + `]}`,
			},
			{call: "management users.listAuthorizedResources", with: `"` + bobID + `", "default"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management users.listAuthorizedResources", with: `"nobody", "default"`, fails: refused(authing.CodeUserNotFound)},
			{call: "management roles.removePolicies", with: `"clerk", ["orders"]`, want: `{"code": 200, "message": "*"}`},
			{call: "management roles.removePolicies", with: `"clerk", ["unknown"]`, fails: refused(authing.CodePermissionNotFound)},
			{call: "management roles.listPolicies", with: `"clerk"`, want: `{"totalCount": 0, "list": []}`},
			{call: "management users.listAuthorizedResources", with: `"` + adaID + `", "default"`, want: `{"totalCount": 0, "list": []}`},
		}},
	}
}
