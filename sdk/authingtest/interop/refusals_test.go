package interop_test

import (
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// refusal is a call that breaks a rule.
type refusal struct {
	call, with string
	code       authing.Code
}

// refusals are steps that break rules.
func refusals(of ...refusal) []step {
	steps := make([]step, len(of))
	for i, r := range of {
		steps[i] = step{call: r.call, with: r.with, fails: refused(r.code)}
	}
	return steps
}

// managing are the calls that only the pool's owner may make, apart from those
// that the client sends with the owner's token at any rate.
func managing() []step {
	var steps []step
	for _, call := range [][2]string{
		{"authz.addPermissionToRole", `{"roleId": "r", "permissionId": "p"}`},
		{"authz.addPermissionToRoleBatch", `{"roleId": "r", "permissionIdList": ["p"]}`},
		{"authz.addRoleToGroup", `{"roleId": "r", "groupId": "g"}`},
		{"authz.addRoleToGroupBatch", `{"roleIdList": ["r"], "groupId": "g"}`},
		{"authz.addUserToGroup", `{"userId": "u", "groupId": "g"}`},
		{"authz.addUserToGroupBatch", `{"userIdList": ["u"], "groupId": "g"}`},
		{"authz.assignRoleToUser", `{"userId": "u", "roleId": "r"}`},
		{"authz.assignRoleToUserBatch", `{"userIdList": ["u"], "roleId": "r"}`},
		{"authz.createGroup", `{"name": "g"}`},
		{"authz.createPermission", `{"name": "p"}`},
		{"authz.createRole", `{"name": "r"}`},
		{"authz.deleteGroup", `"g"`},
		{"authz.deleteGroupBatch", `["g"]`},
		{"authz.deletePermission", `"p"`},
		{"authz.deletePermissionBatch", `["p"]`},
		{"authz.deleteRole", `"r"`},
		{"authz.deleteRoleBatch", `["r"]`},
		{"authz.group", `"g"`},
		{"authz.groupList", ``},
		{"authz.groupPermissionList", `"g"`},
		{"authz.groupRoleList", `"g"`},
		{"authz.groupUserList", `"g"`},
		{"authz.permission", `"p"`},
		{"authz.permissionList", ``},
		{"authz.removePermissionFromRole", `{"roleId": "r", "permissionId": "p"}`},
		{"authz.removePermissionFromRoleBatch", `{"roleId": "r", "permissionIdList": ["p"]}`},
		{"authz.removeRoleFromGroup", `{"roleId": "r", "groupId": "g"}`},
		{"authz.removeRoleFromGroupBatch", `{"roleIdList": ["r"], "groupId": "g"}`},
		{"authz.removeUserFromGroup", `{"userId": "u", "groupId": "g"}`},
		{"authz.removeUserFromGroupBatch", `{"userIdList": ["u"], "groupId": "g"}`},
		{"authz.revokeRoleFromUser", `{"userId": "u", "roleId": "r"}`},
		{"authz.revokeRoleFromUserBatch", `{"userIdList": ["u"], "roleId": "r"}`},
		{"authz.role", `"r"`},
		{"authz.roleList", ``},
		{"authz.rolePermissionList", `"r"`},
		{"authz.roleUserList", `"r"`},
		{"authz.updateGroup", `{"_id": "g", "name": "g"}`},
		{"authz.updatePermission", `{"_id": "p", "name": "p"}`},
		{"authz.updateRole", `{"_id": "r", "name": "r"}`},
		{"org.addNode", `{"orgId": "o", "groupId": "g", "parentGroupId": "g"}`},
		{"org.all", ``},
		{"org.childrenNodes", `{"orgId": "o", "groupId": "g"}`},
		{"org.createOrg", `{"rootGroupId": "g"}`},
		{"org.dropById", `"o"`},
		{"org.findById", `"o"`},
		{"org.isRootNode", `{"orgId": "o", "groupId": "g"}`},
		{"org.removeNode", `{"orgId": "o", "groupId": "g"}`},
		{"org.rootNode", `"o"`},
		{"org.searchUser", `{"orgId": "o", "nodeId": "g", "query": "ada"}`},
		{"pipeline.all", ``},
		{"pipeline.createRule", `{"name": "greet", "type": "PRE_REGISTER", "code": "async function pipe() {}"}`},
		{"pipeline.deleteById", `"r"`},
		{"pipeline.env", ``},
		{"pipeline.removeEnv", `"HOOK"`},
		{"pipeline.ruleById", `"r"`},
		{"pipeline.setEnv", `"HOOK", "http://example.com"`},
		{"pipeline.updateRule", `{"_id": "r", "enabled": false}`},
		{"getUsersByRole", `{"roleId": "r"}`},
	} {
		steps = append(steps, step{call: call[0], with: call[1], fails: refused(authing.CodeNotAllowed)})
	}
	return steps
}

// refusalScenarios see what is refused that no other scenario comes by.
func refusalScenarios() []scenario {
	return []scenario{
		{name: "what a person may not do", only: nodeBuild, box: people(), steps: append([]step{adaEnters()}, managing()...)},

		{name: "what is not there", only: nodeBuild, box: people(), steps: append([]step{
			created("authz.createGroup", "group", "editors"),
			created("authz.createRole", "role", "editor"),
			created("authz.createPermission", "permission", "book:write"),
		}, refusals(
			refusal{"authz.addPermissionToRole", `{"roleId": "${role._id}", "permissionId": "unknown"}`, authing.CodePermissionNotFound},
			refusal{"authz.addRoleToGroup", `{"roleId": "unknown", "groupId": "${group._id}"}`, authing.CodeRoleNotFound},
			refusal{"authz.addRoleToGroupBatch", `{"roleIdList": ["${role._id}"], "groupId": "unknown"}`, authing.CodeGroupNotFound},
			refusal{"authz.addUserToGroup", `{"userId": "` + adaID + `", "groupId": "unknown"}`, authing.CodeGroupNotFound},
			refusal{"authz.addUserToGroupBatch", `{"userIdList": ["nobody"], "groupId": "${group._id}"}`, authing.CodeUserNotFound},
			refusal{"authz.assignRoleToUser", `{"userId": "` + adaID + `", "roleId": "unknown"}`, authing.CodeRoleNotFound},
			refusal{"authz.deletePermissionBatch", `["unknown"]`, authing.CodePermissionNotFound},
			refusal{"authz.deleteRole", `"unknown"`, authing.CodeRoleNotFound},
			refusal{"authz.groupPermissionList", `"unknown"`, authing.CodeGroupNotFound},
			refusal{"authz.groupRoleList", `"unknown"`, authing.CodeGroupNotFound},
			refusal{"authz.groupUserList", `"unknown"`, authing.CodeGroupNotFound},
			refusal{"authz.removePermissionFromRole", `{"roleId": "unknown", "permissionId": "${permission._id}"}`, authing.CodeRoleNotFound},
			refusal{"authz.removePermissionFromRoleBatch", `{"roleId": "${role._id}", "permissionIdList": ["unknown"]}`, authing.CodePermissionNotFound},
			refusal{"authz.removeRoleFromGroup", `{"roleId": "${role._id}", "groupId": "unknown"}`, authing.CodeGroupNotFound},
			refusal{"authz.removeRoleFromGroupBatch", `{"roleIdList": ["unknown"], "groupId": "${group._id}"}`, authing.CodeRoleNotFound},
			refusal{"authz.removeUserFromGroup", `{"userId": "nobody", "groupId": "${group._id}"}`, authing.CodeUserNotFound},
			refusal{"authz.removeUserFromGroupBatch", `{"userIdList": ["` + adaID + `"], "groupId": "unknown"}`, authing.CodeGroupNotFound},
			refusal{"authz.revokeRoleFromUser", `{"userId": "nobody", "roleId": "${role._id}"}`, authing.CodeUserNotFound},
			refusal{"authz.revokeRoleFromUserBatch", `{"userIdList": ["` + adaID + `"], "roleId": "unknown"}`, authing.CodeRoleNotFound},
			refusal{"authz.rolePermissionList", `"unknown"`, authing.CodeRoleNotFound},
			refusal{"authz.roleUserList", `"unknown"`, authing.CodeRoleNotFound},
			refusal{"authz.updateGroup", `{"_id": "unknown", "name": "authors"}`, authing.CodeGroupNotFound},
			refusal{"authz.updatePermission", `{"_id": "unknown", "name": "book:read"}`, authing.CodePermissionNotFound},
			refusal{"authz.updateRole", `{"_id": "unknown", "name": "author"}`, authing.CodeRoleNotFound},
			refusal{"org.childrenNodes", `{"orgId": "unknown", "groupId": "${group._id}"}`, authing.CodeGroupNotFound},
			refusal{"org.createOrg", `{"rootGroupId": "unknown"}`, authing.CodeGroupNotFound},
			refusal{"org.dropById", `"unknown"`, authing.CodeGroupNotFound},
			refusal{"org.isRootNode", `{"orgId": "unknown", "groupId": "${group._id}"}`, authing.CodeGroupNotFound},
			refusal{"org.removeNode", `{"orgId": "unknown", "groupId": "${group._id}"}`, authing.CodeGroupNotFound},
			refusal{"org.rootNode", `"unknown"`, authing.CodeGroupNotFound},
			refusal{"org.searchUser", `{"orgId": "unknown", "nodeId": "${group._id}", "query": "ada"}`, authing.CodeGroupNotFound},
			refusal{"pipeline.deleteById", `"unknown"`, authing.CodeRuleNotFound},
			refusal{"pipeline.updateRule", `{"_id": "unknown", "enabled": false}`, authing.CodeRuleNotFound},
			refusal{"pipeline.removeEnv", `"UNKNOWN"`, authing.CodeParametersIncomplete},
			refusal{"userPermissionList", `"nobody"`, authing.CodeUserNotFound},
			refusal{"userRoleList", `"nobody"`, authing.CodeUserNotFound},
			refusal{"userGroupList", `"nobody"`, authing.CodeUserNotFound},
			refusal{"setMetadata", `{"_id": "nobody", "key": "theme", "value": "dark"}`, authing.CodeUserNotFound},
			refusal{"removeMetadata", `{"_id": "nobody", "key": "theme"}`, authing.CodeUserNotFound},
			refusal{"getUsersByRole", `{"roleId": "unknown"}`, authing.CodeRoleNotFound},
			refusal{"removeUserFromRole", `{"user": "` + adaID + `", "roleId": "unknown"}`, authing.CodeRoleNotFound},
			refusal{"updateRolePermissions", `{"roleId": "unknown", "name": "editor", "permissions": "[]"}`, authing.CodeRoleNotFound},
			refusal{"queryPermissions", `"nobody"`, authing.CodeUserNotFound},
			refusal{"createRole", `{"name": "default"}`, authing.CodeParametersIncomplete},
			refusal{"sendActivationEmail", `{"email": "nobody@example.com"}`, authing.CodeUserNotFound},
			refusal{"createUser", `{"email": "ada@example.com", "password": "correct horse"}`, authing.CodeUserExists},
			refusal{"queryMFA", `{"userId": "nobody"}`, authing.CodeUserNotFound},
			refusal{"changeMFA", `{"userId": "` + adaID + `", "enable": true}`, authing.CodeNotSignedIn},
			refusal{"readUserOAuthList", `{"user": "` + adaID + `"}`, authing.CodeNotSignedIn},
			refusal{"readOAuthList", `{"clientId": "unknown"}`, authing.CodePoolNotFound},
			refusal{"logout", `"nobody"`, authing.CodeUserNotFound},
			refusal{"userPatch", `{"ids": "` + strings.Repeat("nobody,", 81) + `nobody"}`, authing.CodeTooManyUsers},
		)...)},
	}
}
