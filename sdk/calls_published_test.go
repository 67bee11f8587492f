package sdk

import (
	"context"
	"iter"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// publishedBoth is what the two clients share of the published client's methods.
type publishedBoth interface {
	ADConnectorByProvider(context.Context, authing.ADConnectorByProviderInput) (*authing.ADConnector, error)
	BindOAuth(context.Context, authing.BindOAuthInput) (*authing.OAuthBinding, error)
	CASLogout(context.Context) (string, error)
	ChangeMFA(context.Context, authing.ChangeMFAInput) (*authing.MFA, error)
	DecodeToken(context.Context, authing.Secret) (*authing.DecodedToken, error)
	GetUserPoolSettings(context.Context) (*authing.UserPool, error)
	Metadata(context.Context, string) (*authing.UserMetadataList, error)
	QueryMFA(context.Context, authing.QueryMFAInput) (*authing.MFA, error)
	ReadOAuthList(context.Context, authing.ReadOAuthListInput) ([]*authing.SocialLogin, error)
	RefreshSignInToken(context.Context, authing.RefreshSignInTokenInput) (*authing.OIDCTokens, error)
	RemoveMetadata(context.Context, authing.RemoveMetadataInput) (*authing.UserMetadataList, error)
	SendActivationEmail(context.Context, string) (string, error)
	SetMetadata(context.Context, authing.SetMetadataInput) (*authing.UserMetadataList, error)
	SignIn(context.Context, authing.SignInInput) (*authing.SignedIn, error)
	UnbindOAuth(context.Context, authing.UnbindOAuthInput) (*authing.OAuthBinding, error)
	UserGroupList(context.Context, string) (*authing.UserGroupList, error)
	UserPermissionList(context.Context, string) (*authing.UserPermissionList, error)
	UserRoleList(context.Context, string) (*authing.UserRoleList, error)
}

// count goes through everything that an iterator yields.
func count[T any](elements iter.Seq2[T, error]) (any, error) {
	n := 0
	for _, err := range elements {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// publishedCalls are those of methods that no document names.
var publishedCalls = []call{
	{name: "createUser", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.CreateUser(ctx, management.CreateUserInput{Email: "z@b.c", Password: "pw"})
	}},
	{name: "search", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Search(ctx, management.SearchInput{Value: "bob", Type: "username", Page: 1})
	}},
	{name: "search, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.SearchAll(ctx, management.SearchInput{Value: "bob"}))
	}, result: 1},
	{name: "getUserPoolSettings", both: func(ctx context.Context, c both) (any, error) {
		return c.GetUserPoolSettings(ctx)
	}},
	{name: "metadata", both: func(ctx context.Context, c both) (any, error) {
		return c.Metadata(ctx, "USER")
	}},
	{name: "setMetadata", both: func(ctx context.Context, c both) (any, error) {
		return c.SetMetadata(ctx, authing.SetMetadataInput{UserID: "USER", Key: "k", Value: "v"})
	}},
	{name: "removeMetadata", both: func(ctx context.Context, c both) (any, error) {
		return c.RemoveMetadata(ctx, authing.RemoveMetadataInput{UserID: "USER", Key: "k"})
	}},
	{name: "userPermissionList", both: func(ctx context.Context, c both) (any, error) {
		return c.UserPermissionList(ctx, "USER")
	}},
	{name: "userRoleList", both: func(ctx context.Context, c both) (any, error) {
		return c.UserRoleList(ctx, "USER")
	}},
	{name: "userGroupList", both: func(ctx context.Context, c both) (any, error) {
		return c.UserGroupList(ctx, "USER")
	}},
	{name: "createRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.CreateRole(ctx, management.CreateRoleInput{Name: "r", Descriptions: "d"})
	}},
	{name: "queryRoles", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.QueryRoles(ctx, management.QueryRolesInput{})
	}},
	{name: "queryRoles, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.AllRoles(ctx, management.QueryRolesInput{}))
	}, result: 1},
	{name: "getUsersByRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.GetUsersByRole(ctx, management.GetUsersByRoleInput{RoleID: "R"})
	}},
	{name: "getUsersByRole, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.AllUsersByRole(ctx, management.GetUsersByRoleInput{RoleID: "R"}))
	}, result: 1},
	{name: "assignUserToRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.AssignUserToRole(ctx, management.AssignUserToRoleInput{UserID: "USER", RoleID: "R"})
	}},
	{name: "removeUserFromRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.RemoveUserFromRole(ctx, management.RemoveUserFromRoleInput{UserID: "USER", RoleID: "R"})
	}},
	{name: "queryPermissions", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.QueryPermissions(ctx, "USER")
	}},
	{name: "updateRolePermissions", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.UpdateRolePermissions(ctx, management.UpdateRolePermissionsInput{RoleID: "R", Name: "r", Permissions: "[]"})
	}},
	{name: "queryMFA", both: func(ctx context.Context, c both) (any, error) {
		return c.QueryMFA(ctx, authing.QueryMFAInput{UserID: "USER"})
	}},
	{name: "changeMFA", both: func(ctx context.Context, c both) (any, error) {
		return c.ChangeMFA(ctx, authing.ChangeMFAInput{UserID: "USER", Enable: true})
	}},
	{name: "bindOAuth", both: func(ctx context.Context, c both) (any, error) {
		return c.BindOAuth(ctx, authing.BindOAuthInput{UserID: "USER", Client: "CLIENT", Type: "github", UnionID: "g1", UserInfo: "{}"})
	}},
	{name: "unbindOAuth", both: func(ctx context.Context, c both) (any, error) {
		return c.UnbindOAuth(ctx, authing.UnbindOAuthInput{UserID: "USER", Client: "CLIENT", Type: "github"})
	}},
	{name: "readOAuthList", both: func(ctx context.Context, c both) (any, error) {
		return c.ReadOAuthList(ctx, authing.ReadOAuthListInput{UseGuard: new(true)})
	}},
	{name: "readUserOAuthList", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.ReadUserOAuthList(ctx, enduser.ReadUserOAuthListInput{UserID: "USER", Client: "CLIENT"})
	}},
	{name: "decodeToken", both: func(ctx context.Context, c both) (any, error) {
		return c.DecodeToken(ctx, "USER-TOKEN")
	}, result: &authing.DecodedToken{Data: &authing.TokenUser{ID: "USER"}, Status: &authing.TokenStatus{Code: 200}, IssuedAt: "1600000000", ExpiresAt: 1700000000}},
	{name: "signIn", both: func(ctx context.Context, c both) (any, error) {
		return c.SignIn(ctx, authing.SignInInput{OIDCAppID: "APP", Email: "a@b.c", Password: "pw"})
	}},
	{name: "refreshSignInToken", both: func(ctx context.Context, c both) (any, error) {
		return c.RefreshSignInToken(ctx, authing.RefreshSignInTokenInput{OIDCAppID: "APP", RefreshToken: "R"})
	}},
	{name: "sendActivationEmail", both: func(ctx context.Context, c both) (any, error) {
		return c.SendActivationEmail(ctx, "a@b.c")
	}, result: "done"},
	{name: "adConnectorByProvider", both: func(ctx context.Context, c both) (any, error) {
		return c.ADConnectorByProvider(ctx, authing.ADConnectorByProviderInput{ProviderID: "P", ProviderType: authing.ProviderTypeOIDC})
	}},
	{name: "casLogout", both: func(ctx context.Context, c both) (any, error) {
		return c.CASLogout(ctx)
	}, result: "done"},
	{name: "authz.createGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.CreateGroup(ctx, management.AuthzCreateGroupInput{Name: "N", Description: "D"})
	}},
	{name: "authz.group", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.Group(ctx, "G")
	}},
	{name: "authz.groupList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.GroupList(ctx, management.AuthzGroupListInput{SortBy: authing.SortByCreatedAtAsc, Page: 1, Count: 20})
	}},
	{name: "authz.groupList, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Authz.AllGroups(ctx, management.AuthzGroupListInput{}))
	}, result: 1},
	{name: "authz.updateGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.UpdateGroup(ctx, management.AuthzUpdateGroupInput{ID: "G", Name: new("N"), Description: new("D")})
	}},
	{name: "authz.deleteGroupBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.DeleteGroupBatch(ctx, []string{"G1", "G2"})
	}, result: "done"},
	{name: "authz.createRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.CreateRole(ctx, management.AuthzCreateRoleInput{Name: "N", Description: "D"})
	}},
	{name: "authz.role", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.Role(ctx, "R")
	}},
	{name: "authz.roleList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RoleList(ctx, management.AuthzRoleListInput{SortBy: authing.SortByCreatedAtAsc, Page: 1, Count: 20})
	}},
	{name: "authz.roleList, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Authz.AllRoles(ctx, management.AuthzRoleListInput{}))
	}, result: 1},
	{name: "authz.updateRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.UpdateRole(ctx, management.AuthzUpdateRoleInput{ID: "R", Name: new("N"), Description: new("D")})
	}},
	{name: "authz.deleteRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.DeleteRole(ctx, "R")
	}, result: "done"},
	{name: "authz.deleteRoleBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.DeleteRoleBatch(ctx, []string{"R1", "R2"})
	}, result: "done"},
	{name: "authz.createPermission", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.CreatePermission(ctx, management.AuthzCreatePermissionInput{Name: "N", Description: "D"})
	}},
	{name: "authz.permission", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.Permission(ctx, "P")
	}},
	{name: "authz.permissionList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.PermissionList(ctx, management.AuthzPermissionListInput{SortBy: authing.SortByCreatedAtAsc, Page: 1, Count: 20})
	}},
	{name: "authz.permissionList, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Authz.AllPermissions(ctx, management.AuthzPermissionListInput{}))
	}, result: 1},
	{name: "authz.updatePermission", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.UpdatePermission(ctx, management.AuthzUpdatePermissionInput{ID: "P", Name: new("N"), Description: new("D")})
	}},
	{name: "authz.deletePermission", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.DeletePermission(ctx, "P")
	}, result: "done"},
	{name: "authz.deletePermissionBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.DeletePermissionBatch(ctx, []string{"P1", "P2"})
	}, result: "done"},
	{name: "authz.groupRoleList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.GroupRoleList(ctx, "G")
	}, result: &authing.RBACRolePage{List: []*authing.RBACRole{{ID: "R"}}, TotalCount: 1}},
	{name: "authz.groupPermissionList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.GroupPermissionList(ctx, "G")
	}},
	{name: "authz.rolePermissionList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RolePermissionList(ctx, "R")
	}},
	{name: "authz.groupUserList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.GroupUserList(ctx, management.AuthzGroupUserListInput{ID: "G", SortBy: authing.SortByCreatedAtAsc, Page: 1, Count: 20})
	}},
	{name: "authz.groupUserList, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Authz.AllGroupUsers(ctx, management.AuthzGroupUserListInput{ID: "G"}))
	}, result: 1},
	{name: "authz.roleUserList", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RoleUserList(ctx, management.AuthzRoleUserListInput{ID: "R", SortBy: authing.SortByCreatedAtAsc, Page: 1, Count: 20})
	}},
	{name: "authz.roleUserList, all pages", management: func(ctx context.Context, c *management.Client) (any, error) {
		return count(c.Authz.AllRoleUsers(ctx, management.AuthzRoleUserListInput{ID: "R"}))
	}, result: 1},
	{name: "authz.addRoleToGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddRoleToGroup(ctx, management.AuthzAddRoleToGroupInput{RoleID: "R", GroupID: "G"})
	}},
	{name: "authz.addRoleToGroupBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddRoleToGroupBatch(ctx, management.AuthzAddRoleToGroupBatchInput{RoleIDs: []string{"R1", "R2"}, GroupID: "G"})
	}},
	{name: "authz.addRoleToGroup(members)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddRoleToGroup(ctx, management.AuthzAddRoleToGroupInput{RoleID: "R", GroupID: "G", FetchRoles: new(true)})
	}},
	{name: "authz.removeRoleFromGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemoveRoleFromGroup(ctx, management.AuthzRemoveRoleFromGroupInput{RoleID: "R", GroupID: "G"})
	}},
	{name: "authz.removeRoleFromGroupBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemoveRoleFromGroupBatch(ctx, management.AuthzRemoveRoleFromGroupBatchInput{RoleIDs: []string{"R1"}, GroupID: "G"})
	}},
	{name: "authz.addUserToGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddUserToGroup(ctx, management.AuthzAddUserToGroupInput{UserID: "U", GroupID: "G"})
	}},
	{name: "authz.addUserToGroupBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddUserToGroupBatch(ctx, management.AuthzAddUserToGroupBatchInput{UserIDs: []string{"U1", "U2"}, GroupID: "G"})
	}},
	{name: "authz.addUserToGroup(members)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddUserToGroup(ctx, management.AuthzAddUserToGroupInput{UserID: "U", GroupID: "G", FetchUsers: new(true)})
	}},
	{name: "authz.removeUserFromGroup", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemoveUserFromGroup(ctx, management.AuthzRemoveUserFromGroupInput{UserID: "U", GroupID: "G"})
	}},
	{name: "authz.removeUserFromGroupBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemoveUserFromGroupBatch(ctx, management.AuthzRemoveUserFromGroupBatchInput{UserIDs: []string{"U1"}, GroupID: "G"})
	}},
	{name: "authz.assignRoleToUser", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AssignRoleToUser(ctx, management.AuthzAssignRoleToUserInput{RoleID: "R", UserID: "U"})
	}},
	{name: "authz.assignRoleToUserBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AssignRoleToUserBatch(ctx, management.AuthzAssignRoleToUserBatchInput{UserIDs: []string{"U1", "U2"}, RoleID: "R"})
	}},
	{name: "authz.assignRoleToUserBatch(members)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AssignRoleToUserBatch(ctx, management.AuthzAssignRoleToUserBatchInput{UserIDs: []string{"U1", "U2"}, RoleID: "R", FetchUsers: new(true)})
	}},
	{name: "authz.revokeRoleFromUser", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RevokeRoleFromUser(ctx, management.AuthzRevokeRoleFromUserInput{RoleID: "R", UserID: "U"})
	}},
	{name: "authz.revokeRoleFromUserBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RevokeRoleFromUserBatch(ctx, management.AuthzRevokeRoleFromUserBatchInput{UserIDs: []string{"U1"}, RoleID: "R"})
	}},
	{name: "authz.addPermissionToRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddPermissionToRole(ctx, management.AuthzAddPermissionToRoleInput{PermissionID: "P", RoleID: "R"})
	}},
	{name: "authz.addPermissionToRoleBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.AddPermissionToRoleBatch(ctx, management.AuthzAddPermissionToRoleBatchInput{PermissionIDs: []string{"P1", "P2"}, RoleID: "R"})
	}},
	{name: "authz.removePermissionFromRole", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemovePermissionFromRole(ctx, management.AuthzRemovePermissionFromRoleInput{PermissionID: "P", RoleID: "R"})
	}},
	{name: "authz.removePermissionFromRoleBatch", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemovePermissionFromRoleBatch(ctx, management.AuthzRemovePermissionFromRoleBatchInput{PermissionIDs: []string{"P1"}, RoleID: "R"})
	}},
	{name: "authz.removePermissionFromRole(members)", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Authz.RemovePermissionFromRole(ctx, management.AuthzRemovePermissionFromRoleInput{PermissionID: "P", RoleID: "R", FetchPermissions: new(true)})
	}},
	{name: "org.all", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.All(ctx)
	}},
	{name: "org.createOrg", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.Create(ctx, "G")
	}},
	{name: "org.addNode", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.AddNode(ctx, management.OrgAddNodeInput{OrgID: "O", GroupID: "G", ParentGroupID: "PARENT"})
	}},
	{name: "org.findById", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.FindByID(ctx, "O")
	}},
	{name: "org.dropById", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.Delete(ctx, "O")
	}, result: "done"},
	{name: "org.removeNode", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.RemoveNode(ctx, management.OrgRemoveNodeInput{OrgID: "O", GroupID: "G"})
	}},
	{name: "org.isRootNode", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.IsRootNode(ctx, management.OrgIsRootNodeInput{OrgID: "O", GroupID: "G"})
	}, result: true},
	{name: "org.childrenNodes", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.ChildrenNodes(ctx, management.OrgChildrenNodesInput{OrgID: "O", GroupID: "G"})
	}},
	{name: "org.rootNode", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.RootNode(ctx, "O")
	}},
	{name: "org.searchUser", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Org.SearchUser(ctx, management.OrgSearchUserInput{OrgID: "O", NodeID: "G", Query: "bob", IncludeChildrenNodes: new(true)})
	}},
	{name: "pipeline.createRule", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.CreateRule(ctx, management.PipelineCreateRuleInput{Name: "N", Description: "D", Type: "PRE_REGISTER", Code: "CODE"})
	}},
	{name: "pipeline.updateRule", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.UpdateRule(ctx, management.PipelineUpdateRuleInput{ID: "RULE", Name: new("N"), Enabled: new(false)})
	}},
	{name: "pipeline.deleteById", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.DeleteByID(ctx, "RULE")
	}, result: "done"},
	{name: "pipeline.ruleById", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.RuleByID(ctx, "RULE")
	}},
	{name: "pipeline.all", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.All(ctx)
	}},
	{name: "pipeline.setEnv", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.SetEnv(ctx, management.PipelineSetEnvInput{Key: "K", Value: "V"})
	}},
	{name: "pipeline.removeEnv", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.RemoveEnv(ctx, "K")
	}},
	{name: "pipeline.env", management: func(ctx context.Context, c *management.Client) (any, error) {
		return c.Pipeline.Env(ctx)
	}},
	{name: "qrlogin.geneCode", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.QRLogin.GeneCode(ctx, enduser.QRLoginGeneCodeInput{UserDefinedData: map[string]string{"k": "v"}})
	}, result: &authing.QRLoginCode{ID: "Q", ExpiresIn: 120}},
	{name: "qrlogin.checkCodeStatus", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.QRLogin.CheckCodeStatus(ctx, "Q")
	}, result: &authing.QRLoginStatus{}},
	{name: "qrlogin.exchangeUserInfo", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return c.QRLogin.ExchangeUserInfo(ctx, "TICKET")
	}, result: &authing.User{ID: "USER", Token: newSession}},
	{name: "qrlogin.wait", enduser: func(ctx context.Context, c *enduser.Client) (any, error) {
		return count(c.QRLogin.Wait(ctx, enduser.QRLoginWaitInput{UserDefinedData: map[string]string{"k": "v"}, Interval: time.Millisecond}))
	}, result: 3},
}
