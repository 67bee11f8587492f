package management_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// TestNewRefuses is about settings that no client can work with.
func TestNewRefuses(t *testing.T) {
	recorder := boxed.Record(t)
	const noURL = "is not an absolute http or https URL"
	secret, token := management.WithSecret("secret"), management.WithToken("token")
	tests := []struct {
		pool               string
		options            []management.Option
		parameter, problem string
	}{
		{"", []management.Option{secret}, "pool ID", "is required"},
		{"pool", nil, "the pool's secret or a manager's token", "is required"},
		{"pool", []management.Option{management.WithSecret("")}, "the pool's secret or a manager's token", "is required"},
		{"pool", []management.Option{secret, token}, "the pool's secret and a manager's token", "are both given: give one of them"},
		{"pool", []management.Option{secret, management.WithPasswordKey("")}, "WithPasswordKey", "is empty"},
		{"pool", []management.Option{secret, management.WithPasswordKey("no PEM")}, "WithPasswordKey", "is not in PEM"},
		{"pool", []management.Option{secret, management.WithOrigin("localhost:8080")}, "WithOrigin", noURL},
		{"pool", []management.Option{secret, management.WithOrigin("")}, "WithOrigin", noURL},
		{"pool", []management.Option{token, management.WithHost(authing.HostOAuth, "oauth.example.com")}, `WithHost("oauth")`, noURL},
		{"pool", []management.Option{token, management.WithHost("other", "https://example.com")}, `WithHost("other")`, `names no role of a host that this client asks: give one of ["user" "oauth" "base" "cdn" "upload"]`},
		{"pool", []management.Option{token, management.WithTimeout(-time.Second)}, "WithTimeout", "must be positive"},
		{"pool", []management.Option{token, management.WithResponseLimit(0)}, "WithResponseLimit", "must be positive"},
		{"pool", []management.Option{token, management.WithHTTPClient(nil)}, "WithHTTPClient", "is nil"},
	}
	for _, test := range tests {
		client, err := management.New(test.pool, append([]management.Option{management.WithOrigin(recorder.URL)}, test.options...)...)
		got, _ := errors.AsType[*authing.InputError](err)
		want := &authing.InputError{Operation: "New", Parameter: test.parameter, Problem: test.problem}
		if diff := cmp.Diff(want, got); diff != "" || client != nil {
			t.Errorf("got the client %v and %v (-want +got):\n%s", client, err, diff)
		}
	}
	if sent := recorder.Count(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// TestMistakes makes every mistake that can be seen before anything is sent, the
// exchange of the secret included.
func TestMistakes(t *testing.T) {
	recorder := boxed.Record(t)
	box := boxed.Start(t)
	client, err := management.New(box.PoolID, management.WithSecret(box.Secret),
		management.WithOrigin(recorder.URL), management.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	mistakes := append(boxed.Mistakes(),
		boxed.MissingAny("Authz.DeleteGroup", "", "id"),
		boxed.MissingAny("RefreshThirdPartyToken", "", "userID"),
		boxed.MissingAny("RefreshToken", "", "userID"),
		boxed.MissingAny("Remove", management.RemoveInput{}, "IDs"),
		boxed.MissingAny("UserPatch", []string(nil), "ids"),
		boxed.Mistake{Method: "UserPatch", Input: []string{boxed.AdaID, ""}, Parameter: "ids", Problem: "has an empty element"},
		boxed.Mistake{Method: "Remove", Input: management.RemoveInput{IDs: []string{boxed.AdaID, ""}}, Parameter: "IDs", Problem: "has an empty element"},
		boxed.Mistake{Method: "Authz.GroupList", Input: management.AuthzGroupListInput{Page: -1}, Parameter: "Page", Problem: "is negative"},
		boxed.Mistake{Method: "Authz.GroupList", Input: management.AuthzGroupListInput{Count: -1}, Parameter: "Count", Problem: "is negative"},
		boxed.Mistake{Method: "Authz.RoleList", Input: management.AuthzRoleListInput{Page: -3}, Parameter: "Page", Problem: "is negative"},
		boxed.MissingAny("BindOAuth", management.BindOAuthInput{Type: "github", UnionID: "1", UserInfo: "{}"}, "UserID"),
		boxed.MissingAny("UnbindOAuth", management.UnbindOAuthInput{Type: "github"}, "UserID"),
		boxed.Mistake{Method: "UserPatch", Input: []string{"a,b"}, Parameter: "ids", Problem: "has an element with a comma in it"},
	)
	exchange := management.AuthingTokenToOIDCTokenInput{ClientID: "app", ClientSecret: "key", AuthingToken: "token"}
	mistakes = append(mistakes, boxed.Missing("AuthingTokenToOIDCToken", exchange, "ClientID", "ClientSecret", "AuthingToken")...)
	code := management.VerifyPhoneCodeInput{Phone: boxed.AdaPhone, PhoneCode: "1234"}
	mistakes = append(mistakes, boxed.Missing("VerifyPhoneCode", code, "Phone", "PhoneCode")...)
	mistakes = append(mistakes, authzMistakes()...)
	mistakes = append(mistakes, ownersMistakes()...)
	boxed.CheckMistakes(t, client, recorder, mistakes)
	// These take nothing that could be wrong, or go through the pages of a method above; the mistakes
	// of Do are the runtime's to test.
	free := []string{
		"All", "AllRoles", "AllUsersByRole", "Authz.AllGroupUsers", "Authz.AllGroups", "Authz.AllPermissions", "Authz.AllRoleUsers",
		"Authz.AllRoles", "Authz.PermissionList", "CASLogout", "Do", "GetUserPoolSettings", "List",
		"Org.All", "Pipeline.All", "Pipeline.Env", "Preflight", "QueryRoles", "ReadOAuthList", "SearchAll", "UnbindEmail",
	}
	boxed.SameMethods(t, "with a mistake", client, boxed.Named(mistakes, free...))
}

// TestWrongSecret shows at the first call that needs the owner token, and not at one
// that needs none.
func TestWrongSecret(t *testing.T) {
	box := boxed.Start(t)
	client, err := management.New(box.PoolID, management.WithSecret("wrong"), management.WithOrigin(box.URL))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetVerificationCode(t.Context(), boxed.AdaPhone); err != nil {
		t.Errorf("what needs no token: %v", err)
	}
	for range 2 { // a failed exchange is tried again
		if _, err := client.User(t.Context(), boxed.AdaID); !errors.Is(err, authing.CodeNotAllowed) {
			t.Errorf("what needs the owner token: %v, want %v", err, authing.CodeNotAllowed)
		}
	}
}

// TestManagersToken takes the place of the secret.
func TestManagersToken(t *testing.T) {
	box := boxed.Start(t)
	token, err := box.OwnerToken()
	if err != nil {
		t.Fatal(err)
	}
	manager := boxed.Manager(t, box, token)
	users, err := manager.List(t.Context(), management.ListInput{})
	if err != nil || users.TotalCount != 2 {
		t.Errorf("List gave %v and %v", users, err)
	}
	box.Advance(16 * 24 * time.Hour)
	if _, err := manager.List(t.Context(), management.ListInput{}); !errors.Is(err, authing.CodeSessionExpired) {
		t.Errorf("with a dead token: %v, want %v", err, authing.CodeSessionExpired)
	}
}

// TestUsersTokenManagesNothing makes every call of a manager with the token of a user.
func TestUsersTokenManagesNothing(t *testing.T) {
	box := boxed.Start(t)
	client := boxed.Manager(t, box, boxed.UserToken(t, box, boxed.AdaID))
	for method, test := range map[string]struct {
		input any
		want  authing.Code
	}{
		"GetAuthedAppList":       {management.GetAuthedAppListInput{UserID: boxed.GraceID}, authing.CodeOwnedByAnotherUser},
		"List":                   {management.ListInput{}, authing.CodeNotAllowed},
		"Logout":                 {boxed.GraceID, authing.CodeOwnedByAnotherUser},
		"RefreshThirdPartyToken": {boxed.GraceID, authing.CodeNotAllowed},
		"RefreshToken":           {boxed.GraceID, authing.CodeNotAllowed},
		"Remove":                 {management.RemoveInput{IDs: []string{boxed.GraceID}}, authing.CodeNotAllowed},
		"UnbindEmail":            {management.UnbindEmailInput{User: boxed.GraceID}, authing.CodeOwnedByAnotherUser},
		"Update":                 {management.UpdateInput{ID: boxed.GraceID, Nickname: new("G")}, authing.CodeOwnedByAnotherUser},
		"User":                   {boxed.GraceID, authing.CodeOwnedByAnotherUser},
		"UserPatch":              {[]string{boxed.GraceID}, authing.CodeNotAllowed},
		"VerifyPhoneCode":        {management.VerifyPhoneCodeInput{Phone: boxed.AdaPhone, PhoneCode: "1234"}, authing.CodeNotAllowed},
	} {
		if err := boxed.Call(t.Context(), client, method, test.input); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", method, err, test.want)
		}
	}
	for method, input := range ownersInputs() {
		if err := boxed.Call(t.Context(), client, method, input); !errors.Is(err, authing.CodeNotAllowed) {
			t.Errorf("%s: %v, want %v", method, err, authing.CodeNotAllowed)
		}
	}
}

// ownersInputs has an input for every method of groups, roles, permissions,
// organisations and rules that takes one, and for those of the older roles.
func ownersInputs() map[string]any {
	return map[string]any{
		"AssignUserToRole":                    management.AssignUserToRoleInput{UserID: boxed.AdaID, RoleID: unknownID},
		"Authz.AddPermissionToRole":           management.AuthzAddPermissionToRoleInput{RoleID: unknownID, PermissionID: unknownID},
		"Authz.AddPermissionToRoleBatch":      management.AuthzAddPermissionToRoleBatchInput{RoleID: unknownID, PermissionIDs: []string{unknownID}},
		"Authz.AddRoleToGroup":                management.AuthzAddRoleToGroupInput{GroupID: unknownID, RoleID: unknownID},
		"Authz.AddRoleToGroupBatch":           management.AuthzAddRoleToGroupBatchInput{GroupID: unknownID, RoleIDs: []string{unknownID}},
		"Authz.AddUserToGroup":                management.AuthzAddUserToGroupInput{GroupID: unknownID, UserID: unknownID},
		"Authz.AddUserToGroupBatch":           management.AuthzAddUserToGroupBatchInput{GroupID: unknownID, UserIDs: []string{unknownID}},
		"Authz.AssignRoleToUser":              management.AuthzAssignRoleToUserInput{RoleID: unknownID, UserID: unknownID},
		"Authz.AssignRoleToUserBatch":         management.AuthzAssignRoleToUserBatchInput{RoleID: unknownID, UserIDs: []string{unknownID}},
		"Authz.CreateGroup":                   management.AuthzCreateGroupInput{Name: "n"},
		"Authz.CreatePermission":              management.AuthzCreatePermissionInput{Name: "n"},
		"Authz.CreateRole":                    management.AuthzCreateRoleInput{Name: "n"},
		"Authz.DeleteGroup":                   unknownID,
		"Authz.DeleteGroupBatch":              []string{unknownID},
		"Authz.DeletePermission":              unknownID,
		"Authz.DeletePermissionBatch":         []string{unknownID},
		"Authz.DeleteRole":                    unknownID,
		"Authz.DeleteRoleBatch":               []string{unknownID},
		"Authz.Group":                         unknownID,
		"Authz.GroupList":                     management.AuthzGroupListInput{},
		"Authz.GroupPermissionList":           unknownID,
		"Authz.GroupRoleList":                 unknownID,
		"Authz.GroupUserList":                 management.AuthzGroupUserListInput{ID: unknownID},
		"Authz.Permission":                    unknownID,
		"Authz.PermissionList":                management.AuthzPermissionListInput{},
		"Authz.RemovePermissionFromRole":      management.AuthzRemovePermissionFromRoleInput{RoleID: unknownID, PermissionID: unknownID},
		"Authz.RemovePermissionFromRoleBatch": management.AuthzRemovePermissionFromRoleBatchInput{RoleID: unknownID, PermissionIDs: []string{unknownID}},
		"Authz.RemoveRoleFromGroup":           management.AuthzRemoveRoleFromGroupInput{GroupID: unknownID, RoleID: unknownID},
		"Authz.RemoveRoleFromGroupBatch":      management.AuthzRemoveRoleFromGroupBatchInput{GroupID: unknownID, RoleIDs: []string{unknownID}},
		"Authz.RemoveUserFromGroup":           management.AuthzRemoveUserFromGroupInput{GroupID: unknownID, UserID: unknownID},
		"Authz.RemoveUserFromGroupBatch":      management.AuthzRemoveUserFromGroupBatchInput{GroupID: unknownID, UserIDs: []string{unknownID}},
		"Authz.RevokeRoleFromUser":            management.AuthzRevokeRoleFromUserInput{RoleID: unknownID, UserID: unknownID},
		"Authz.RevokeRoleFromUserBatch":       management.AuthzRevokeRoleFromUserBatchInput{RoleID: unknownID, UserIDs: []string{unknownID}},
		"Authz.Role":                          unknownID,
		"Authz.RoleList":                      management.AuthzRoleListInput{},
		"Authz.RolePermissionList":            unknownID,
		"Authz.RoleUserList":                  management.AuthzRoleUserListInput{ID: unknownID},
		"Authz.UpdateGroup":                   management.AuthzUpdateGroupInput{ID: unknownID},
		"Authz.UpdatePermission":              management.AuthzUpdatePermissionInput{ID: unknownID},
		"Authz.UpdateRole":                    management.AuthzUpdateRoleInput{ID: unknownID},
		"CreateRole":                          management.CreateRoleInput{Name: "n"},
		"GetUsersByRole":                      management.GetUsersByRoleInput{RoleID: unknownID},
		"Org.AddNode":                         management.OrgAddNodeInput{OrgID: unknownID, GroupID: unknownID, ParentGroupID: unknownID},
		"Org.ChildrenNodes":                   management.OrgChildrenNodesInput{OrgID: unknownID, GroupID: unknownID},
		"Org.Create":                          unknownID,
		"Org.Delete":                          unknownID,
		"Org.FindByID":                        unknownID,
		"Org.IsRootNode":                      management.OrgIsRootNodeInput{OrgID: unknownID, GroupID: unknownID},
		"Org.RemoveNode":                      management.OrgRemoveNodeInput{OrgID: unknownID, GroupID: unknownID},
		"Org.RootNode":                        unknownID,
		"Org.SearchUser":                      management.OrgSearchUserInput{OrgID: unknownID, NodeID: unknownID, Query: "a"},
		"Pipeline.CreateRule":                 ruleInput(),
		"Pipeline.DeleteByID":                 unknownID,
		"Pipeline.RemoveEnv":                  "HOOK",
		"Pipeline.RuleByID":                   unknownID,
		"Pipeline.SetEnv":                     management.PipelineSetEnvInput{Key: "HOOK", Value: "v"},
		"Pipeline.UpdateRule":                 management.PipelineUpdateRuleInput{ID: unknownID},
		"QueryPermissions":                    boxed.AdaID,
		"QueryRoles":                          management.QueryRolesInput{},
		"RemoveUserFromRole":                  management.RemoveUserFromRoleInput{UserID: boxed.AdaID, RoleID: unknownID},
		"Search":                              management.SearchInput{Value: "a"},
		"UpdateRolePermissions":               management.UpdateRolePermissionsInput{RoleID: unknownID, Name: "n"},
	}
}

// authzMistakes are those with groups, roles and permissions.
func authzMistakes() []boxed.Mistake {
	return slices.Concat([]boxed.Mistake{
		boxed.MissingAny("Authz.DeletePermission", "", "id"),
		boxed.MissingAny("Authz.DeleteRole", "", "id"),
		boxed.MissingAny("Authz.Group", "", "id"),
		boxed.MissingAny("Authz.GroupPermissionList", "", "id"),
		boxed.MissingAny("Authz.GroupRoleList", "", "id"),
		boxed.MissingAny("Authz.Permission", "", "id"),
		boxed.MissingAny("Authz.Role", "", "id"),
		boxed.MissingAny("Authz.RolePermissionList", "", "id"),
		boxed.MissingAny("Authz.DeleteGroupBatch", []string(nil), "ids"),
		boxed.MissingAny("Authz.DeletePermissionBatch", []string(nil), "ids"),
		boxed.MissingAny("Authz.DeleteRoleBatch", []string(nil), "ids"),
		boxed.MissingAny("Authz.GroupUserList", management.AuthzGroupUserListInput{}, "ID"),
		boxed.MissingAny("Authz.RoleUserList", management.AuthzRoleUserListInput{}, "ID"),
		boxed.MissingAny("Authz.UpdateGroup", management.AuthzUpdateGroupInput{}, "ID"),
		boxed.MissingAny("Authz.UpdatePermission", management.AuthzUpdatePermissionInput{}, "ID"),
		boxed.MissingAny("Authz.UpdateRole", management.AuthzUpdateRoleInput{}, "ID"),
		boxed.MissingAny("Authz.CreateGroup", management.AuthzCreateGroupInput{}, "Name"),
		boxed.MissingAny("Authz.CreatePermission", management.AuthzCreatePermissionInput{}, "Name"),
		boxed.MissingAny("Authz.CreateRole", management.AuthzCreateRoleInput{}, "Name"),
	},
		boxed.Missing("Authz.AddRoleToGroup", management.AuthzAddRoleToGroupInput{GroupID: unknownID, RoleID: unknownID}, "RoleID", "GroupID"),
		boxed.Missing("Authz.AddRoleToGroupBatch", management.AuthzAddRoleToGroupBatchInput{GroupID: unknownID, RoleIDs: []string{unknownID}}, "RoleIDs", "GroupID"),
		boxed.Missing("Authz.RemoveRoleFromGroup", management.AuthzRemoveRoleFromGroupInput{GroupID: unknownID, RoleID: unknownID}, "RoleID", "GroupID"),
		boxed.Missing("Authz.RemoveRoleFromGroupBatch", management.AuthzRemoveRoleFromGroupBatchInput{GroupID: unknownID, RoleIDs: []string{unknownID}}, "RoleIDs", "GroupID"),
		boxed.Missing("Authz.AddUserToGroup", management.AuthzAddUserToGroupInput{GroupID: unknownID, UserID: unknownID}, "UserID", "GroupID"),
		boxed.Missing("Authz.AddUserToGroupBatch", management.AuthzAddUserToGroupBatchInput{GroupID: unknownID, UserIDs: []string{unknownID}}, "UserIDs", "GroupID"),
		boxed.Missing("Authz.RemoveUserFromGroup", management.AuthzRemoveUserFromGroupInput{GroupID: unknownID, UserID: unknownID}, "UserID", "GroupID"),
		boxed.Missing("Authz.RemoveUserFromGroupBatch", management.AuthzRemoveUserFromGroupBatchInput{GroupID: unknownID, UserIDs: []string{unknownID}}, "UserIDs", "GroupID"),
		boxed.Missing("Authz.AssignRoleToUser", management.AuthzAssignRoleToUserInput{RoleID: unknownID, UserID: unknownID}, "UserID", "RoleID"),
		boxed.Missing("Authz.AssignRoleToUserBatch", management.AuthzAssignRoleToUserBatchInput{RoleID: unknownID, UserIDs: []string{unknownID}}, "UserIDs", "RoleID"),
		boxed.Missing("Authz.RevokeRoleFromUser", management.AuthzRevokeRoleFromUserInput{RoleID: unknownID, UserID: unknownID}, "UserID", "RoleID"),
		boxed.Missing("Authz.RevokeRoleFromUserBatch", management.AuthzRevokeRoleFromUserBatchInput{RoleID: unknownID, UserIDs: []string{unknownID}}, "UserIDs", "RoleID"),
		boxed.Missing("Authz.AddPermissionToRole", management.AuthzAddPermissionToRoleInput{RoleID: unknownID, PermissionID: unknownID}, "PermissionID", "RoleID"),
		boxed.Missing("Authz.AddPermissionToRoleBatch", management.AuthzAddPermissionToRoleBatchInput{RoleID: unknownID, PermissionIDs: []string{unknownID}}, "PermissionIDs", "RoleID"),
		boxed.Missing("Authz.RemovePermissionFromRole", management.AuthzRemovePermissionFromRoleInput{RoleID: unknownID, PermissionID: unknownID}, "PermissionID", "RoleID"),
		boxed.Missing("Authz.RemovePermissionFromRoleBatch", management.AuthzRemovePermissionFromRoleBatchInput{RoleID: unknownID, PermissionIDs: []string{unknownID}}, "PermissionIDs", "RoleID"),
	)
}

// ownersMistakes are those with what else only the owner may do.
func ownersMistakes() []boxed.Mistake {
	node := management.OrgAddNodeInput{OrgID: "org", GroupID: "group", ParentGroupID: "parent"}
	search := management.OrgSearchUserInput{OrgID: "org", NodeID: "group", Query: "ada"}
	return slices.Concat([]boxed.Mistake{
		boxed.MissingAny("CreateRole", management.CreateRoleInput{}, "Name"),
		boxed.MissingAny("CreateUser", management.CreateUserInput{}, "Email and Password, Phone and PhoneCode, or UnionID"),
		boxed.MissingAny("GetUsersByRole", management.GetUsersByRoleInput{}, "RoleID"),
		boxed.MissingAny("Org.Create", "", "rootGroupID"),
		boxed.MissingAny("Org.Delete", "", "id"),
		boxed.MissingAny("Org.FindByID", "", "id"),
		boxed.MissingAny("Org.RootNode", "", "id"),
		boxed.MissingAny("Pipeline.DeleteByID", "", "id"),
		boxed.MissingAny("Pipeline.RemoveEnv", "", "key"),
		boxed.MissingAny("Pipeline.RuleByID", "", "id"),
		boxed.MissingAny("Pipeline.UpdateRule", management.PipelineUpdateRuleInput{}, "ID"),
		boxed.MissingAny("QueryPermissions", "", "userID"),
		boxed.MissingAny("Search", management.SearchInput{}, "Value"),
	},
		boxed.Missing("AssignUserToRole", management.AssignUserToRoleInput{UserID: "user", RoleID: "role"}, "UserID", "RoleID"),
		boxed.Missing("Org.AddNode", node, "OrgID", "GroupID", "ParentGroupID"),
		boxed.Missing("Org.ChildrenNodes", management.OrgChildrenNodesInput{OrgID: "org", GroupID: "group"}, "GroupID", "OrgID"),
		boxed.Missing("Org.IsRootNode", management.OrgIsRootNodeInput{OrgID: "org", GroupID: "group"}, "GroupID", "OrgID"),
		boxed.Missing("Org.RemoveNode", management.OrgRemoveNodeInput{OrgID: "org", GroupID: "group"}, "OrgID", "GroupID"),
		boxed.Missing("Org.SearchUser", search, "OrgID", "NodeID", "Query"),
		boxed.Missing("Pipeline.CreateRule", ruleInput(), "Name", "Type", "Code"),
		boxed.Missing("Pipeline.SetEnv", management.PipelineSetEnvInput{Key: "HOOK", Value: "v"}, "Key"),
		boxed.Missing("RemoveUserFromRole", management.RemoveUserFromRoleInput{UserID: "user", RoleID: "role"}, "UserID", "RoleID"),
		boxed.Missing("UpdateRolePermissions", management.UpdateRolePermissionsInput{RoleID: "role", Name: "editor"}, "RoleID", "Name"),
	)
}
