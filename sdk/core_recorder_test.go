package sdk

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/core/authing"
)

// corePerson is the person of every answer.
var corePerson = &authing.User{ID: "USER", Token: newSession}

// twoPages is how many elements every list has, where a page holds ten.
const twoPages = 11

// coreAnswer makes the function that says what the core API would. The password key is
// what it answers with where it is asked for that.
func coreAnswer(key string) func(request, int) any {
	return func(req request, asked int) any {
		field := strings.TrimPrefix(strings.TrimPrefix(req.facts["field"], "query "), "mutation ")
		if field != "" {
			return object{"data": object{field: coreField(field, req)}}
		}
		return object{"code": 200, "message": "done", "data": coreData(req.facts["to"], key, req)}
	}
}

// coreData is what an HTTP endpoint answers with.
func coreData(to, key string, req request) any {
	person := object{"id": "USER", "token": newSession}
	nodes := [][]object{{{"id": "NODE"}}}
	switch to {
	case "GET core /api/v2/.well-known":
		return object{"publicKey": key}
	case "GET core /api/v2/users/me/applications/allowed":
		return corePage(req.facts["query page"])
	case "GET core /api/v2/users/me/orgs", "GET core /api/v2/users/USER/orgs":
		return nodes
	case "GET core /api/v2/users/me/roles":
		return []object{{"code": "r"}}
	case "POST core /api/v2/users/batch":
		return []object{person}
	case "GET core /api/v2/users/login-status":
		return object{"isLogin": true}
	case "GET core /api/v2/users/me/security-level":
		return object{"score": 60}
	case "POST core /api/v2/applications/mfa/check":
		return true
	}
	return person
}

// corePage is one page of a list of eleven, ten to a page.
func corePage(page string) object {
	list := []object{{"id": "USER", "code": "r", "token": newSession}}
	if page == "1" {
		list = slices.Repeat(list, 10)
	}
	return object{"totalCount": twoPages, "list": list}
}

// coreField is the value of a root field. Most clients' types read the same few names.
func coreField(field string, req request) any {
	switch field {
	case "accessToken":
		return object{"accessToken": ownerToken}
	case "isUserExists":
		return true
	case "udv", "setUdvBatch", "removeUdv", "udf":
		return []object{{"key": "k"}}
	case "udfValueBatch":
		return []object{{"targetId": "U1", "data": []object{{"key": "k"}}}}
	case "users", "searchUser", "roles", "groups", "policyAssignments":
		return corePage(strings.Trim(req.facts["argument page"], `"`))
	case "role", "group", "createRole", "createGroup", "updateRole", "updateGroup":
		return object{"code": "r", "users": corePage(req.facts["argument users.page"]), "authorizedResources": corePage("2")}
	case "refreshToken":
		return object{"token": newSession}
	case "setUdf":
		return object{"key": "k"}
	}
	return object{
		"id": "USER", "token": newSession, "code": 200, "message": "done", "groups": corePage("2"), "roles": corePage("2"),
		"departments": corePage("2"), "authorizedResources": corePage("2"),
	}
}
