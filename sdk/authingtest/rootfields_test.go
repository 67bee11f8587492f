package authingtest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
)

// callers are who calls every root field: nobody, Ada whom the call is about, Eve
// who is another user of the pool, the owner of another pool, and the owner.
var callers = [...]string{"nobody", "Ada", "Eve", "their owner", "the owner"}

// verdicts is what each of the callers gets; 0 is what they asked for.
type verdicts [len(callers)]authing.Code

// The usual verdicts. What the owner of another pool gets differs: a call that
// names the pool is refused for that, another one does not find what it names.

func anybody() verdicts { return verdicts{} }

func ownerOnly(theirs authing.Code) verdicts { return verdicts{2020, 1001, 1001, theirs, 0} }

func oneself(theirs authing.Code) verdicts { return verdicts{2020, 0, 2202, theirs, 0} }

// rootCall is the smallest call of a root field that does something.
type rootCall struct {
	arguments string // capitals stand for what is in the box
	want      verdicts
}

const (
	bySMS   = `phone: "13100000000", phoneCode: `
	inPool  = `userPoolId: "POOL"`
	missing = 3901
)

var rootCalls = map[string]rootCall{
	// Anybody may.
	"userExist":                     {inPool + `, phone: "1"`, anybody()},
	"getClientWhenSdkInit":          {`secret: "SECRET", clientId: "POOL"`, anybody()},
	"getUserPoolSettings":           {inPool, anybody()},
	"checkLoginStatus":              {`token: "x"`, anybody()},
	"decodeJwtToken":                {`token: "x"`, anybody()},
	"ReadOauthList":                 {`clientId: "POOL"`, anybody()},
	"adConnectorByProvider":         {`providerId: "APP", providerType: OIDC`, anybody()},
	"register":                      {`userInfo: {registerInClient: "POOL", unionid: "qq-1"}`, anybody()},
	"login":                         {`registerInClient: "POOL", ` + bySMS + `SMS`, anybody()},
	"signIn":                        {inPool + `, unionid: "wechat-ada"`, anybody()},
	"refreshSignInToken":            {inPool + `, refreshToken: "REFRESH"`, anybody()},
	"LoginByLDAP":                   {`username: "tesla", password: "coil", clientId: "POOL"`, anybody()},
	"loginByAd":                     {`username: "mary", password: "pw", adConnectorId: "ad1"`, anybody()},
	"sendResetPasswordEmail":        {`client: "POOL", email: "ada@example.com"`, anybody()},
	"verifyResetPasswordVerifyCode": {`client: "POOL", email: "ada@example.com", verifyCode: "RESET"`, anybody()},
	"changePassword":                {`client: "POOL", email: "ada@example.com", verifyCode: "RESET", password: "SEALED"`, anybody()},
	"sendVerifyEmail":               {`client: "POOL", email: "ada@example.com"`, anybody()},

	// A user themselves and the owner.
	"user":                    {`id: "ADA"`, oneself(2036)},
	"GetUserAuthorizedApps":   {`clientId: "POOL", userId: "ADA"`, oneself(1001)},
	"userMetadata":            {`_id: "ADA"`, oneself(2036)},
	"queryMFA":                {`userId: "ADA"`, oneself(2036)},
	"userPermissionList":      {`_id: "ADA"`, oneself(2036)},
	"userGroupList":           {`_id: "ADA"`, oneself(2036)},
	"userRoleList":            {`_id: "ADA"`, oneself(2036)},
	"notBindOAuthList":        {`client: "POOL", user: "ADA"`, oneself(1001)},
	"updateUser":              {`options: {_id: "ADA", nickname: "Countess"}`, oneself(2036)},
	"unbindEmail":             {`user: "ADA"`, oneself(2036)},
	"RevokeUserAuthorizedApp": {`appId: "APP", userId: "ADA"`, oneself(2036)},
	"setUserMetadata":         {`input: {_id: "ADA", key: "k", value: "v"}`, oneself(2036)},
	"removeUserMetadata":      {`input: {_id: "ADA", key: "k"}`, oneself(2036)},
	"changeMFA":               {`userId: "ADA", enable: true`, oneself(2036)},
	"bindOtherOAuth":          {`type: "github", unionid: "gh", userInfo: "{}", user: "ADA"`, oneself(2036)},
	"unbindOtherOAuth":        {`type: "wechat", user: "ADA"`, oneself(2036)},
	// The new address is whose the token is.
	"updateEmail":               {inPool + `, email: "new@example.com", emailCode: "NEWCODE", oldEmail: "ada@example.com", oldEmailCode: "OLDCODE"`, verdicts{2020, 0, 2037, 1001, 0}},
	"updatePhone":               {inPool + `, phone: "13100000000", phoneCode: "SMS", oldPhone: "13100000001", oldPhoneCode: "OLDSMS"`, verdicts{2020, 0, 2038, 1001, 0}},
	"sendChangeEmailVerifyCode": {inPool + `, email: "new@example.com"`, verdicts{2020, 0, 0, 1001, 0}},
	"qiNiuUploadToken":          {``, verdicts{2020, 0, 0, 0, 0}},

	// The owner only.
	"users":                  {`registerInClient: "POOL"`, ownerOnly(1001)},
	"userPatch":              {`ids: "ADA"`, verdicts{2020, 1001, 1001, 0, 0}}, // finds nobody; see TestTheirOwnerFindsNobody
	"searchUser":             {`type: "email", value: "ada", registerInClient: "POOL"`, ownerOnly(1001)},
	"removeUsers":            {`ids: ["ADA"]`, ownerOnly(2210)},
	"checkPhoneCode":         {inPool + `, ` + `phone: "13100000000", phoneCode: "SMS"`, ownerOnly(1001)},
	"refreshToken":           {`client: "POOL", user: "ADA"`, ownerOnly(1001)},
	"refreshThirdPartyToken": {inPool + `, userId: "ADA"`, ownerOnly(1001)},

	"clientRoles":         {`client: "POOL"`, ownerOnly(1001)},
	"userGroup":           {`client: "POOL", group: "OLDER"`, ownerOnly(1001)},
	"queryRoleByUserId":   {`client: "POOL", user: "ADA"`, ownerOnly(1001)},
	"createRole":          {`client: "POOL", name: "pilot"`, ownerOnly(1001)},
	"updateRole":          {`client: "POOL", _id: "OLDER", name: "pilot"`, ownerOnly(1001)},
	"assignUserToRole":    {`client: "POOL", user: "ADA", group: "OLDER"`, ownerOnly(1001)},
	"removeUserFromGroup": {`client: "POOL", user: "ADA", group: "OLDER"`, ownerOnly(1001)},

	"org":               {`_id: "ORG"`, ownerOnly(missing)},
	"orgs":              {inPool, ownerOnly(1001)},
	"orgRootNode":       {`_id: "ORG"`, ownerOnly(missing)},
	"orgChildrenNodes":  {`input: {orgId: "ORG", groupId: "GROUP"}`, ownerOnly(missing)},
	"isRootNodeOfOrg":   {`input: {orgId: "ORG", groupId: "GROUP"}`, ownerOnly(missing)},
	"searchOrgNodeUser": {`orgId: "ORG", nodeId: "GROUP", query: "ada"`, ownerOnly(missing)},
	"createOrg":         {`input: {rootGroupId: "SPARE", ` + inPool + `}`, ownerOnly(1001)},
	"deleteOrg":         {`_id: "ORG"`, ownerOnly(missing)},
	"addOrgNode":        {`input: {orgId: "ORG", groupId: "SPARE", parentGroupId: "GROUP"}`, ownerOnly(missing)},
	"removeOrgNode":     {`input: {orgId: "ORG", groupId: "LEAF"}`, ownerOnly(missing)},

	"ruleById":      {`_id: "RULE"`, ownerOnly(4003)},
	"rules":         {inPool, ownerOnly(1001)},
	"ruleEnv":       {inPool, ownerOnly(1001)},
	"createRule":    {`input: {name: "n", type: "PRE_REGISTER", code: "c", ` + inPool + `}`, ownerOnly(1001)},
	"updateRule":    {`input: {_id: "RULE", name: "n"}`, ownerOnly(4003)},
	"deleteRule":    {`_id: "RULE"`, ownerOnly(4003)},
	"setRuleEnv":    {`input: {key: "k", value: "v", ` + inPool + `}`, ownerOnly(1001)},
	"removeRuleEnv": {`input: {key: "k", ` + inPool + `}`, ownerOnly(1001)},

	"rbacGroup":                 {`_id: "GROUP"`, ownerOnly(missing)},
	"rbacGroupList":             {inPool, ownerOnly(1001)},
	"rbacRole":                  {`_id: "ROLE"`, ownerOnly(3903)},
	"rbacRoleList":              {inPool, ownerOnly(1001)},
	"rbacPermission":            {`_id: "PERMISSION"`, ownerOnly(3905)},
	"rbacPermissionList":        {inPool, ownerOnly(1001)},
	"createRBACGroup":           {`input: {name: "n", ` + inPool + `}`, ownerOnly(1001)},
	"updateRBACGroup":           {`input: {_id: "GROUP", name: "n"}`, ownerOnly(missing)},
	"deleteRBACGroup":           {`_id: "SPARE"`, ownerOnly(missing)},
	"deleteRBACGroupBatch":      {`idList: ["SPARE"]`, ownerOnly(missing)},
	"createRBACRole":            {`input: {name: "n", ` + inPool + `}`, ownerOnly(1001)},
	"updateRBACRole":            {`input: {_id: "ROLE", name: "n"}`, ownerOnly(3903)},
	"deleteRBACRole":            {`_id: "ROLE"`, ownerOnly(3903)},
	"deleteRBACRoleBatch":       {`idList: ["ROLE"]`, ownerOnly(3903)},
	"createRBACPermission":      {`input: {name: "n", ` + inPool + `}`, ownerOnly(1001)},
	"updateRBACPermission":      {`input: {_id: "PERMISSION", name: "n"}`, ownerOnly(3905)},
	"deleteRBACPermission":      {`_id: "PERMISSION"`, ownerOnly(3905)},
	"deleteRBACPermissionBatch": {`idList: ["PERMISSION"]`, ownerOnly(3905)},

	"addRoleToRBACGroup":                {`input: {groupId: "GROUP", roleId: "ROLE"}`, ownerOnly(missing)},
	"addRoleToRBACGroupBatch":           {`input: {groupId: "GROUP", roleIdList: ["ROLE"]}`, ownerOnly(missing)},
	"removeRoleFromRBACGroup":           {`input: {groupId: "GROUP", roleId: "ROLE"}`, ownerOnly(missing)},
	"removeRoleFromRBACGroupBatch":      {`input: {groupId: "GROUP", roleIdList: ["ROLE"]}`, ownerOnly(missing)},
	"addUserToRBACGroup":                {`input: {groupId: "GROUP", userId: "ADA"}`, ownerOnly(missing)},
	"addUserToRBACGroupBatch":           {`input: {groupId: "GROUP", userIdList: ["ADA"]}`, ownerOnly(missing)},
	"removeUserFromRBACGroup":           {`input: {groupId: "GROUP", userId: "ADA"}`, ownerOnly(missing)},
	"removeUserFromRBACGroupBatch":      {`input: {groupId: "GROUP", userIdList: ["ADA"]}`, ownerOnly(missing)},
	"assignRBACRoleToUser":              {`input: {roleId: "ROLE", userId: "ADA"}`, ownerOnly(3903)},
	"assignRBACRoleToUserBatch":         {`input: {roleId: "ROLE", userIdList: ["ADA"]}`, ownerOnly(3903)},
	"revokeRBACRoleFromUser":            {`input: {roleId: "ROLE", userId: "ADA"}`, ownerOnly(3903)},
	"revokeRBACRoleFromUserBatch":       {`input: {roleId: "ROLE", userIdList: ["ADA"]}`, ownerOnly(3903)},
	"addPermissionToRBACRole":           {`input: {roleId: "ROLE", permissionId: "PERMISSION"}`, ownerOnly(3903)},
	"addPermissionToRBACRoleBatch":      {`input: {roleId: "ROLE", permissionIdList: ["PERMISSION"]}`, ownerOnly(3903)},
	"removePermissionFromRBACRole":      {`input: {roleId: "ROLE", permissionId: "PERMISSION"}`, ownerOnly(3903)},
	"removePermissionFromRBACRoleBatch": {`input: {roleId: "ROLE", permissionIdList: ["PERMISSION"]}`, ownerOnly(3903)},
}

// rootField is a root field as a request writes it.
type rootField struct {
	*ast.FieldDefinition
	operation string // query or mutation
	selection string // "" for a scalar
}

// write makes a request for the field.
func (f rootField) write(arguments string) string {
	if arguments != "" {
		arguments = "(" + arguments + ")"
	}
	return fmt.Sprintf("%s { %s%s %s }", f.operation, f.Name, arguments, f.selection)
}

// rootFields gives every root field of the generated schema, by name.
func rootFields(t *testing.T) map[string]rootField {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: box.Schema})
	if err != nil {
		t.Fatal(err)
	}
	fields := make(map[string]rootField)
	for operation, root := range map[string]*ast.Definition{"query": schema.Query, "mutation": schema.Mutation} {
		for _, definition := range root.Fields {
			if strings.HasPrefix(definition.Name, "__") {
				continue
			}
			field := rootField{FieldDefinition: definition, operation: operation}
			if schema.Types[definition.Type.Name()].IsCompositeType() {
				field.selection = "{ __typename }"
			}
			fields[definition.Name] = field
		}
	}
	return fields
}

func TestEveryRootFieldHasACall(t *testing.T) {
	fields := slices.Sorted(maps.Keys(rootFields(t)))
	if diff := cmp.Diff(fields, slices.Sorted(maps.Keys(rootCalls))); diff != "" {
		t.Errorf("root fields without a call, and calls of none (-fields +calls):\n%s", diff)
	}
}

const eveID = "5e85aded9cc18e4cc67e780d"

// rootWorld is a box with one of everything in it, and what it is called.
type rootWorld struct {
	box     *authingtest.Server
	names   *strings.Replacer
	bearers [len(callers)]string
}

func newRootWorld(t *testing.T) *rootWorld {
	t.Helper()
	w := &rootWorld{box: authingtest.NewServer(t, authingtest.WithUsers(
		authingtest.User{ID: adaID, Email: "ada@example.com", Phone: "13100000001", Username: "ada", Password: password,
			UnionID: "wechat-ada", SocialLogin: &authingtest.SocialLogin{Provider: "wechat", AccessToken: "a", RefreshToken: "r"}},
		authingtest.User{ID: eveID, Email: "eve@example.com", Phone: "13100000002", Password: password},
	))}
	other := addOther(t, w.box)
	w.bearers = [...]string{"", token(t, w.box), header(t)(w.box.UserToken(eveID)), header(t)(other.OwnerToken()), owner(t, w.box)}
	app, err := w.box.AddOIDCApp(authingtest.App{Name: "mail"})
	role, roleErr := w.box.AddRole("sailor")
	permission, permissionErr := w.box.AddPermission("sail")
	root, rootErr := w.box.AddGroup("crew", adaID)
	leaf, leafErr := w.box.AddGroup("watch")
	spare, spareErr := w.box.AddGroup("spare")
	for _, err := range []error{
		err, roleErr, permissionErr, rootErr, leafErr, spareErr,
		w.box.AddAuthorizedApp(adaID, app.ID, "openid"),
		w.box.AddLDAPUser(authingtest.DirectoryUser{Username: "tesla", Password: "coil"}),
		w.box.AddADUser("ad1", authingtest.DirectoryUser{Username: "mary", Password: "pw"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, phone := range []string{"13100000000", "13100000001"} {
		get(t, w.box.URL+"/send_smscode/"+phone+"/"+w.box.PoolID)
	}
	names := []string{
		"POOL", w.box.PoolID, "SECRET", w.box.Secret.Reveal(), "ADA", adaID, "SEALED", seal(t, w.box, "new secret"),
		"OLDSMS", w.box.LastSMS("13100000001").Reveal(), "SMS", w.box.LastSMS("13100000000").Reveal(),
		"APP", app.ID, "ROLE", role, "PERMISSION", permission, "GROUP", root, "LEAF", leaf, "SPARE", spare,
	}
	w.names = strings.NewReplacer(names...)
	names = append(names,
		"ORG", w.make(t, `createOrg(input: {rootGroupId: "GROUP", userPoolId: "POOL"}) { _id }`),
		"RULE", w.make(t, `createRule(input: {name: "n", type: "PRE_REGISTER", code: "c", userPoolId: "POOL"}) { _id }`),
		"OLDER", w.make(t, `createRole(client: "POOL", name: "captain") { _id }`),
		"REFRESH", w.make(t, `signIn(userPoolId: "POOL", unionid: "wechat-ada") { _id: refresh_token }`),
	)
	w.make(t, `setRuleEnv(input: {key: "k", value: "v", userPoolId: "POOL"}) { _id: totalCount }`)
	w.make(t, `setUserMetadata(input: {_id: "ADA", key: "k", value: "v"}) { _id: totalCount }`)
	for _, email := range []string{"ada@example.com", "new@example.com"} {
		query(t, w.box, w.bearers[1], w.names.Replace(`mutation { sendChangeEmailVerifyCode(userPoolId: "POOL", email: "`+email+`") { code } }`), nil)
	}
	names = append(names, "OLDCODE", w.box.LastEmail("ada@example.com").Reveal(), "NEWCODE", w.box.LastEmail("new@example.com").Reveal())
	query(t, w.box, "", w.names.Replace(`mutation { sendResetPasswordEmail(client: "POOL", email: "ada@example.com") { code } }`), nil)
	names = append(names, "RESET", w.box.LastEmail("ada@example.com").Reveal())
	w.names = strings.NewReplacer(names...)
	w.make(t, `addOrgNode(input: {orgId: "ORG", groupId: "LEAF", parentGroupId: "GROUP"}) { _id }`)
	w.make(t, `assignUserToRole(client: "POOL", user: "ADA", group: "OLDER") { _id: totalCount }`)
	return w
}

// make calls a mutation as the owner and gives the first value of an _id in the
// answer.
func (w *rootWorld) make(t *testing.T, call string) string {
	t.Helper()
	answered := query(t, w.box, w.bearers[4], w.names.Replace("mutation { "+call+" }"), nil)
	_, rest, found := strings.Cut(answered.body, `"_id":`)
	if !found || refusalOf(t, answered) != 0 {
		t.Fatalf("%s: %s", call, answered.body)
	}
	value, _, _ := strings.Cut(rest, "}")
	return strings.Trim(value, `"`)
}

// TestEveryRootField calls every root field by hand as everybody.
func TestEveryRootField(t *testing.T) {
	fields := rootFields(t)
	for name, call := range rootCalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got verdicts
			var w *rootWorld
			for i := range callers {
				if w == nil {
					w = newRootWorld(t)
				}
				got[i] = verdictOf(t, query(t, w.box, w.bearers[i], w.names.Replace(fields[name].write(call.arguments)), nil))
				if got[i] == 0 {
					w = nil // the call may have changed it
				}
			}
			for i, caller := range callers {
				if got[i] != call.want[i] {
					t.Errorf("%s: code %d, want %d", caller, got[i], call.want[i])
				}
			}
		})
	}
}

// verdictOf is refusalOf where some refusals are data.
func verdictOf(t *testing.T, answered reply) authing.Code {
	t.Helper()
	if code := refusalOf(t, answered); code != 0 {
		return code
	}
	if strings.Contains(answered.body, ":null}") {
		t.Errorf("neither a refusal nor an answer: %s", answered.body)
	}
	return 0
}

// TestEveryArgument leaves out every argument that is needed, gives every one in
// a type that is wrong, and asks every field for what it does not have.
func TestEveryArgument(t *testing.T) {
	server := newBox(t)
	authorization := owner(t, server)
	wrong := map[string]string{"String": "5", "Int": `"five"`, "Boolean": `"yes"`}
	for name, field := range rootFields(t) {
		requests := map[string]string{"an argument that is not there": field.write(`shoeSize: 45`)}
		if field.selection != "" {
			bare, unknown := field, field
			bare.selection, unknown.selection = "", "{ shoeSize }"
			requests["no selection"] = bare.write(rootCalls[name].arguments)
			requests["an unknown field"] = unknown.write(rootCalls[name].arguments)
		}
		for _, argument := range field.Arguments {
			value := wrong[argument.Type.Name()]
			if value == "" {
				value = `"an input object or a word"`
			}
			requests[argument.Name+" of the wrong type"] = field.write(argument.Name + ": " + value)
			if argument.Type.NonNull {
				requests[argument.Name+" missing"] = field.write("")
			}
		}
		for what, text := range requests {
			answered := query(t, server, authorization, text, nil)
			var refused struct{ Errors []struct{ Message string } }
			if err := json.Unmarshal([]byte(answered.body), &refused); err != nil || answered.status != http.StatusBadRequest || len(refused.Errors) == 0 {
				t.Errorf("%s, %s: status %d, %s", name, what, answered.status, answered.body)
			}
		}
	}
}

// TestTheirOwnerFindsNobody sees what lists give the owner of another pool.
func TestTheirOwnerFindsNobody(t *testing.T) {
	box := newBox(t)
	theirs := header(t)(addOther(t, box).OwnerToken())
	answered := query(t, box, theirs, `{ userPatch(ids: "`+adaID+`,`+otherID+`") { totalCount list { _id } } users { totalCount list { _id } } }`, nil)
	want := `"userPatch":{"totalCount":1,"list":[{"_id":"` + otherID + `"}]},"users":{"totalCount":1,"list":[{"_id":"` + otherID + `"}]}`
	if !strings.Contains(answered.body, want) {
		t.Errorf("%s, want %s", answered.body, want)
	}
}
