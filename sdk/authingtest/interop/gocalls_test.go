package interop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// goClients are this module's two clients, used together as the published one is
// by a server: it holds the pool's secret, and once somebody has signed in it
// sends their token with every call but those that want the owner's.
type goClients struct {
	ctx    context.Context // of the test
	box    *authingtest.Server
	owner  *management.Client
	person *enduser.Client // whose session is that of who signed in last
	calls  map[string]goCall
}

// goCall makes a call with the arguments that the published client takes.
type goCall func(c *goClients, with json.RawMessage) (any, error)

// calm is how long a client waits for an answer: so long that no busy machine
// decides whether a crowd is served.
const calm = 10 * time.Minute

func newGoClients(ctx context.Context, box *authingtest.Server) (*goClients, error) {
	owner, err := management.New(box.PoolID, management.WithSecret(box.Secret),
		management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()), management.WithTimeout(calm))
	if err != nil {
		return nil, err
	}
	person, err := enduser.New(box.PoolID,
		enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()), enduser.WithTimeout(calm))
	if err != nil {
		return nil, err
	}
	return &goClients{ctx: ctx, box: box, owner: owner, person: person, calls: goCalls()}, nil
}

// call makes a call. The error is a failure that no service told.
func (c *goClients) call(name string, with json.RawMessage) (answer, error) {
	run := c.calls[name]
	if run == nil {
		return answer{}, fmt.Errorf("%s: the Go clients' table does not have it", name)
	}
	result, err := run(c, with)
	if refused, ok := errors.AsType[*authing.Error](err); ok {
		return answer{Call: name, Error: map[string]any{"code": float64(refused.Code)}}, nil
	}
	if err != nil {
		return answer{}, err
	}
	text, err := json.Marshal(result)
	if err != nil {
		return answer{}, err
	}
	got := answer{Call: name, OK: true}
	err = json.Unmarshal(text, &got.Result)
	return got, err
}

// signedIn tells whether somebody is.
func (c *goClients) signedIn() bool {
	_, err := c.person.Token(c.ctx)
	return err == nil
}

// acting is a client of the owner's calls that sends what the published client
// does: the token of who is signed in, or else the owner's.
func (c *goClients) acting() (*management.Client, error) {
	token, err := c.person.Token(c.ctx)
	if err != nil {
		return c.owner, nil
	}
	return management.New(c.box.PoolID, management.WithToken(token), management.WithOrigin(c.box.URL))
}

// arguments decodes a list of arguments: a single one is the input, several are
// a list. A field that the input does not have is an error, lest the Go clients
// tell less than the other.
func arguments[In any](with json.RawMessage) (In, error) {
	var in In
	var list []json.RawMessage
	if len(with) > 0 {
		if err := json.Unmarshal(with, &list); err != nil {
			return in, err
		}
	}
	switch len(list) {
	case 0:
		return in, nil
	case 1:
		with = list[0]
	}
	decoder := json.NewDecoder(bytes.NewReader(with))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&in)
	return in, err
}

// byOwner is a call that sends the owner token whoever is signed in.
func byOwner[In, Out any](method func(*management.Client, context.Context, In) (Out, error)) goCall {
	return func(c *goClients, with json.RawMessage) (any, error) {
		in, err := arguments[In](with)
		if err != nil {
			return nil, err
		}
		return method(c.owner, c.ctx, in)
	}
}

// byActing is a call for the owner that the published client makes with the token
// of who is signed in.
func byActing[In, Out any](method func(*management.Client, context.Context, In) (Out, error)) goCall {
	return func(c *goClients, with json.RawMessage) (any, error) {
		in, err := arguments[In](with)
		if err != nil {
			return nil, err
		}
		client, err := c.acting()
		if err != nil {
			return nil, err
		}
		return method(client, c.ctx, in)
	}
}

// byPerson is a call that needs no token, or a person's.
func byPerson[In, Out any](method func(*enduser.Client, context.Context, In) (Out, error)) goCall {
	return func(c *goClients, with json.RawMessage) (any, error) {
		in, err := arguments[In](with)
		if err != nil {
			return nil, err
		}
		return method(c.person, c.ctx, in)
	}
}

// byEither is a call of who is signed in, or else of the owner.
func byEither[In, Out any](
	person func(*enduser.Client, context.Context, In) (Out, error),
	owner func(*management.Client, context.Context, In) (Out, error),
) goCall {
	return func(c *goClients, with json.RawMessage) (any, error) {
		if c.signedIn() {
			return byPerson(person)(c, with)
		}
		return byOwner(owner)(c, with)
	}
}

// inAuthz is a call of groups, roles and permissions.
func inAuthz[In, Out any](method func(management.Authz, context.Context, In) (Out, error)) goCall {
	return byActing(func(c *management.Client, ctx context.Context, in In) (Out, error) { return method(c.Authz, ctx, in) })
}

// inOrg is a call of organisations.
func inOrg[In, Out any](method func(management.Org, context.Context, In) (Out, error)) goCall {
	return byActing(func(c *management.Client, ctx context.Context, in In) (Out, error) { return method(c.Org, ctx, in) })
}

// inPipeline is a call of rules.
func inPipeline[In, Out any](method func(management.Pipeline, context.Context, In) (Out, error)) goCall {
	return byActing(func(c *management.Client, ctx context.Context, in In) (Out, error) {
		return method(c.Pipeline, ctx, in)
	})
}

// goCalls are the calls of the story by the published client's names. Where the
// input of a method is not what that client takes, a function stands between.
func goCalls() map[string]goCall {
	calls := map[string]goCall{}
	for _, some := range []map[string]goCall{entering(), messages(), aboutPeople(), byOwners(), authzCalls(), furtherCalls()} {
		maps.Copy(calls, some)
	}
	return calls
}

// entering are the calls of who registers, signs in or leaves.
func entering() map[string]goCall {
	return map[string]goCall{
		"register":             byPerson((*enduser.Client).Register),
		"login":                byPerson((*enduser.Client).Login),
		"loginByPhoneCode":     byPerson((*enduser.Client).LoginByPhoneCode),
		"loginByPhonePassword": byPerson((*enduser.Client).LoginByPhonePassword),
		"logout":               byEither((*enduser.Client).Logout, (*management.Client).Logout),
		"checkLoginStatus":     byPerson((*enduser.Client).CheckLoginStatus),
		"refreshToken": byOwner(func(c *management.Client, ctx context.Context, in struct{ User string }) (*authing.RefreshedToken, error) {
			return c.RefreshToken(ctx, in.User)
		}),
		"refreshThirdPartyToken": byOwner((*management.Client).RefreshThirdPartyToken),
		"userExist": byPerson(func(c *enduser.Client, ctx context.Context, with []json.RawMessage) (bool, error) {
			var in enduser.UserExistInput // comes after the pool
			if err := json.Unmarshal(with[1], &in); err != nil {
				return false, err
			}
			return c.UserExist(ctx, in)
		}),
	}
}

// messages are the calls that send codes, and that use them.
func messages() map[string]goCall {
	return map[string]goCall{
		"getVerificationCode":           byPerson((*enduser.Client).GetVerificationCode),
		"sendOneTimePhoneCode":          byPerson((*enduser.Client).SendOneTimePhoneCode),
		"sendRegisterPhoneCode":         byPerson((*enduser.Client).SendRegisterPhoneCode),
		"verifyPhoneCode":               byOwner((*management.Client).VerifyPhoneCode),
		"sendChangeEmailVerifyCode":     toAddress((*enduser.Client).SendChangeEmailVerifyCode),
		"updateEmail":                   byPerson((*enduser.Client).UpdateEmail),
		"updatePhone":                   byPerson((*enduser.Client).UpdatePhone),
		"sendVerifyEmail":               toAddress((*enduser.Client).SendVerifyEmail),
		"sendResetPasswordEmail":        toAddress((*enduser.Client).SendResetPasswordEmail),
		"verifyResetPasswordVerifyCode": byPerson((*enduser.Client).VerifyResetPasswordVerifyCode),
		"changePassword":                byPerson((*enduser.Client).ChangePassword),
	}
}

// toAddress is a call about nothing but an email address.
func toAddress(method func(*enduser.Client, context.Context, string) (string, error)) goCall {
	return byPerson(func(c *enduser.Client, ctx context.Context, in struct{ Email string }) (string, error) {
		return method(c, ctx, in.Email)
	})
}

// aboutPeople are the calls about one person, by themselves or by the owner.
func aboutPeople() map[string]goCall {
	type named struct{ ID string }
	return map[string]goCall{
		"user": byEither(
			func(c *enduser.Client, ctx context.Context, in named) (*authing.User, error) {
				return c.User(ctx, in.ID)
			},
			func(c *management.Client, ctx context.Context, in named) (*authing.User, error) {
				return c.User(ctx, in.ID)
			}),
		"update":             byEither((*enduser.Client).Update, (*management.Client).Update),
		"unbindEmail":        byEither((*enduser.Client).UnbindEmail, (*management.Client).UnbindEmail),
		"metadata":           byEither((*enduser.Client).Metadata, (*management.Client).Metadata),
		"setMetadata":        byEither((*enduser.Client).SetMetadata, (*management.Client).SetMetadata),
		"removeMetadata":     byEither((*enduser.Client).RemoveMetadata, (*management.Client).RemoveMetadata),
		"bindOAuth":          byEither((*enduser.Client).BindOAuth, (*management.Client).BindOAuth),
		"unbindOAuth":        byEither((*enduser.Client).UnbindOAuth, (*management.Client).UnbindOAuth),
		"changeMFA":          byPerson((*enduser.Client).ChangeMFA),
		"userPermissionList": byEither((*enduser.Client).UserPermissionList, (*management.Client).UserPermissionList),
		"userRoleList":       byEither((*enduser.Client).UserRoleList, (*management.Client).UserRoleList),
		"userGroupList":      byEither((*enduser.Client).UserGroupList, (*management.Client).UserGroupList),
		"readUserOAuthList": byPerson(func(c *enduser.Client, ctx context.Context, in struct{ User string }) ([]*authing.UserSocialLogin, error) {
			return c.ReadUserOAuthList(ctx, enduser.ReadUserOAuthListInput{UserID: in.User})
		}),
	}
}

// byOwners are the owner's calls about people and the roles of the older kind.
func byOwners() map[string]goCall {
	type member struct{ User, RoleID string }
	return map[string]goCall{
		"list": byOwner(func(c *management.Client, ctx context.Context, in [2]int) (*authing.UserPage, error) {
			return c.List(ctx, management.ListInput{Page: in[0], Count: in[1]})
		}),
		"search": byOwner(func(c *management.Client, ctx context.Context, text string) (*authing.UserPage, error) {
			return c.Search(ctx, management.SearchInput{Value: text})
		}),
		"userPatch": byOwner(func(c *management.Client, ctx context.Context, in struct{ IDs string }) (*authing.UserBatch, error) {
			return c.UserPatch(ctx, strings.Split(in.IDs, ","))
		}),
		"remove": byOwner(func(c *management.Client, ctx context.Context, ids []string) ([]string, error) {
			return c.Remove(ctx, management.RemoveInput{IDs: ids})
		}),
		"createRole": byOwner((*management.Client).CreateRole),
		"assignUserToRole": byOwner(func(c *management.Client, ctx context.Context, in member) (*authing.RoleHolderPage, error) {
			return c.AssignUserToRole(ctx, management.AssignUserToRoleInput{UserID: in.User, RoleID: in.RoleID})
		}),
		"removeUserFromRole": byOwner(func(c *management.Client, ctx context.Context, in member) (*authing.RoleHolder, error) {
			return c.RemoveUserFromRole(ctx, management.RemoveUserFromRoleInput{UserID: in.User, RoleID: in.RoleID})
		}),
		"updateRolePermissions": byOwner((*management.Client).UpdateRolePermissions),
		"getUsersByRole":        byActing((*management.Client).GetUsersByRole),
		"queryPermissions":      byOwner((*management.Client).QueryPermissions),
	}
}

// authzCalls are the calls of groups, roles and permissions.
func authzCalls() map[string]goCall {
	return map[string]goCall{
		"authz.createGroup":              inAuthz(management.Authz.CreateGroup),
		"authz.createRole":               inAuthz(management.Authz.CreateRole),
		"authz.createPermission":         inAuthz(management.Authz.CreatePermission),
		"authz.group":                    inAuthz(management.Authz.Group),
		"authz.role":                     inAuthz(management.Authz.Role),
		"authz.permission":               inAuthz(management.Authz.Permission),
		"authz.updateGroup":              inAuthz(management.Authz.UpdateGroup),
		"authz.deleteGroup":              inAuthz(management.Authz.DeleteGroup),
		"authz.deleteRole":               inAuthz(management.Authz.DeleteRole),
		"authz.addPermissionToRole":      inAuthz(management.Authz.AddPermissionToRole),
		"authz.addPermissionToRoleBatch": inAuthz(management.Authz.AddPermissionToRoleBatch),
		"authz.removePermissionFromRole": inAuthz(management.Authz.RemovePermissionFromRole),
		"authz.assignRoleToUser":         inAuthz(management.Authz.AssignRoleToUser),
		"authz.assignRoleToUserBatch":    inAuthz(management.Authz.AssignRoleToUserBatch),
		"authz.revokeRoleFromUser":       inAuthz(management.Authz.RevokeRoleFromUser),
		"authz.addRoleToGroup":           inAuthz(management.Authz.AddRoleToGroup),
		"authz.addUserToGroup":           inAuthz(management.Authz.AddUserToGroup),
		"authz.addUserToGroupBatch":      inAuthz(management.Authz.AddUserToGroupBatch),
		"authz.removeUserFromGroup":      inAuthz(management.Authz.RemoveUserFromGroup),
		"authz.groupUserList": inAuthz(func(a management.Authz, ctx context.Context, id string) (*authing.UserPage, error) {
			return a.GroupUserList(ctx, management.AuthzGroupUserListInput{ID: id})
		}),
	}
}

// furtherCalls are the calls of organisations and of rules.
func furtherCalls() map[string]goCall {
	return map[string]goCall{
		"org.createOrg": inOrg(func(o management.Org, ctx context.Context, in struct{ RootGroupID string }) (*authing.Org, error) {
			return o.Create(ctx, in.RootGroupID)
		}),
		"org.addNode":         inOrg(management.Org.AddNode),
		"org.removeNode":      inOrg(management.Org.RemoveNode),
		"org.searchUser":      inOrg(management.Org.SearchUser),
		"org.findById":        inOrg(management.Org.FindByID),
		"pipeline.createRule": inPipeline(management.Pipeline.CreateRule),
		"pipeline.updateRule": inPipeline(management.Pipeline.UpdateRule),
		"pipeline.ruleById":   inPipeline(management.Pipeline.RuleByID),
		"pipeline.setEnv": inPipeline(func(p management.Pipeline, ctx context.Context, in [2]string) (*authing.RuleEnv, error) {
			return p.SetEnv(ctx, management.PipelineSetEnvInput{Key: in[0], Value: authing.Secret(in[1])})
		}),
	}
}
