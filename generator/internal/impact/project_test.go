package impact_test

import "github.com/authing-community/authing-go/generator/internal/impact"

// The files that the changes are made in.
const (
	rbac     = "schema/classic/rbac.graphql"
	pipeline = "schema/classic/pipeline.graphql"
	users    = "schema/classic/users.graphql"
	codes    = "schema/codes.graphql"

	classicHTTP = "schema/classic/http.graphql"

	askAuthz    = "operations/classic/authz.graphql"
	askPipeline = "operations/classic/pipeline.graphql"
	askUsers    = "operations/classic/users.graphql"

	coreGroups    = "schema/core/groups.graphql"
	coreLogin     = "schema/core/login.graphql"
	coreHTTP      = "schema/core/http.graphql"
	coreResources = "schema/core/resources.graphql"
	coreUDF       = "schema/core/udf.graphql"

	askCoreGroups = "operations/core/groups.graphql"
	askCoreAccess = "operations/core/access.graphql"
)

func classicChanges() []change {
	return []change{{
		name: "a field is renamed", api: "classic",
		schema:     []edit{{pipeline, "  faasUrl: String\n", "  functionUrl: String\n"}},
		operations: []edit{{askPipeline, "  enabled\n  faasUrl\n", "  enabled\n"}},
		want:       []string{"removed authing.Rule.FaaSURL", "mistake in Rule", "operation PipelineRuleByID"},
		step:       impact.Major, quick: true,
	}, {
		name: "an argument is dropped", api: "classic",
		schema: []edit{{rbac, `  rbacRoleList(
    "ID of the user pool"
    userPoolId: String!
    "order of the list"
    sortBy: SortByEnum = CREATEDAT_DESC
`, `  rbacRoleList(
    "ID of the user pool"
    userPoolId: String!
`}},
		operations: []edit{{askAuthz, "query AuthzRoleList(", ""}},
		want: []string{
			"mistake in AuthzRoleList", "operation AuthzRoleList", "removed management.Authz.RoleList",
			"operation AuthzRoleList of management.Authz.AllRoles", "removed management.Authz.AllRoles", "removed authing.AuthzRoleListInput", "removed management.AuthzRoleListInput",
		},
		step: impact.Major,
	}, {
		name: "a scalar result becomes a list", api: "classic",
		schema: []edit{{users, "    email: String\n  ): Boolean\n", "    email: String\n  ): [Boolean]\n"}},
		want:   []string{"changed management.Client.UserExist", "changed enduser.Client.UserExist"},
		step:   impact.Major,
	}, {
		name: "an enum value is removed", api: "classic",
		schema: []edit{{rbac, "  \"oldest first, by time of the last change\"\n  UPDATEDAT_ASC\n", ""}},
		want:   []string{"removed authing.SortByUpdatedAtAsc"},
		step:   impact.Major,
	}, {
		name: "a required input field is added", api: "classic",
		schema: []edit{{pipeline, "input CreateRuleInput {\n", "input CreateRuleInput {\n  \"which runs first\"\n  priority: Int!\n"}},
		want:   []string{"added authing.PipelineCreateRuleInput.Priority"},
		step:   impact.Minor,
	}, {
		name: "an input field need not be given any more", api: "classic",
		schema: []edit{{pipeline, "input CreateRuleInput {\n  \"name of the rule\"\n  name: String!\n", "input CreateRuleInput {\n  \"name of the rule\"\n  name: String\n"}},
		want:   []string{"behaves authing.PipelineCreateRuleInput.Name", "behaves management.Pipeline.CreateRule"},
		step:   impact.Minor,
	}, {
		name: "an argument's type changes", api: "classic",
		schema: []edit{{rbac, "  rbacRole(\n    \"ID of the role\"\n    _id: String!\n", "  rbacRole(\n    \"ID of the role\"\n    _id: Int!\n"}},
		operations: []edit{
			{askAuthz, "query AuthzRole(", ""}, {askAuthz, "query AuthzRoleUserList(", ""}, {askAuthz, "query AuthzRolePermissionList(", ""},
		},
		want: []string{"mistake in AuthzRole", "operation AuthzRole", "removed management.Authz.Role", "removed management.Authz.RoleUserList"},
		step: impact.Major,
	}, {
		name: "an input field's type changes", api: "classic",
		schema: []edit{{pipeline, "  code: String\n  \"whether the rule runs at all\"\n  enabled: Boolean\n}", "  code: String\n  \"whether the rule runs at all\"\n  enabled: String\n}"}},
		want:   []string{"changed authing.PipelineUpdateRuleInput.Enabled"},
		step:   impact.Major,
	}, {
		name: "an input field is removed", api: "classic",
		schema: []edit{{pipeline, "  name: String!\n  \"what the rule is for, in words\"\n  description: String\n", "  name: String!\n"}},
		want:   []string{"removed authing.PipelineCreateRuleInput.Description"},
		step:   impact.Major,
	}, {
		name: "a field's type changes", api: "classic",
		schema: []edit{{pipeline, "  enabled: Boolean\n  \"address", "  enabled: Int\n  \"address"}},
		want:   []string{"changed authing.Rule.Enabled"},
		step:   impact.Major,
	}, {
		name: "a type is removed", api: "classic",
		schema: []edit{
			{pipeline, "  \"lists the values that the rules of a pool find in their environment\"\n  ruleEnv(\n    \"ID of the user pool\"\n    userPoolId: String!\n  ): RuleEnv\n", ""},
			{pipeline, "  \"sets a value of the rules' environment, and answers with all\"\n  setRuleEnv(\n    \"the value and its key\"\n    input: SetRuleEnvInput!\n  ): RuleEnv\n", ""},
			{pipeline, "  \"removes a value from the rules' environment, and answers with the rest\"\n  removeRuleEnv(\n    \"the key\"\n    input: RemoveRuleEnvInput!\n  ): RuleEnv\n", ""},
			{pipeline, "\"the environment of a pool's rules\"\ntype RuleEnv {\n  \"values with their keys\"\n  list: [RuleEnvEntry]\n  \"number of values\"\n  totalCount: Int\n}\n", ""},
		},
		operations: []edit{
			{askPipeline, "query PipelineEnv", ""}, {askPipeline, "mutation PipelineSetEnv", ""}, {askPipeline, "mutation PipelineRemoveEnv", ""},
			{askPipeline, "fragment RuleEnv on", ""}, {askPipeline, "fragment RuleEnvEntry on", ""},
		},
		want: []string{"removed authing.RuleEnv", "removed authing.RuleEnvEntry", "removed authing.PipelineSetEnvInput"},
		step: impact.Major,
	}, {
		name: "an enum value is added", api: "classic",
		schema: []edit{{rbac, "  UPDATEDAT_ASC\n", "  UPDATEDAT_ASC\n  \"by name\"\n  NAME_ASC\n"}},
		want:   []string{"added authing.SortByNameAsc"},
		step:   impact.Minor,
	}, {
		name: "a code is added", side: codes,
		schema: []edit{{codes, "enum Code {\n", "enum Code {\n  \"the tide is out\"\n  TIDE_OUT @code(number: 9999)\n"}},
		want:   []string{"added authing.CodeTideOut", "added sdk/core/authing.CodeTideOut", "behaves authing.Code.Meaning"},
		step:   impact.Minor,
	}, {
		name: "an answer that hand-written code takes changes", api: "classic",
		schema: []edit{{classicHTTP, "  \"URL of the code's picture\"\n  qrcode: String\n", "  \"URL of the code's picture\"\n  qrcode: [String]\n"}},
		want:   []string{"sent otherwise MiniProgramQRCode of sdk/internal/composite"},
		step:   impact.Minor,
	}, {
		name: "an argument that nobody gives is asked for, and one of another field changes", api: "classic",
		schema: []edit{
			{users, "    userLoginHistoryPage: Int\n", "    userLoginHistoryPage: Int!\n"},
			{users, "    ids: String\n  ): PatchExtendUser", "    ids: String!\n  ): PatchExtendUser"},
		},
		operations: []edit{
			{askUsers, "query User(", ""}, {askUsers, "fragment UserDetails on", ""},
			{askUsers, "fragment SystemApplicationType on", ""}, {askUsers, "fragment ThirdPartyIdentity on", ""},
		},
		want: []string{"mistake in User", "operation User", "removed management.Client.User", "removed authing.User.ThirdPartyIdentity"},
		step: impact.Major,
	}, {
		name: "a code's number changes", side: codes,
		schema: []edit{{codes, "@code(number: 2229)", "@code(number: 9229)"}},
		want:   []string{"changed authing.CodeSameEmail", "changed sdk/core/authing.CodeSameEmail"},
		step:   impact.Major,
	}, {
		name: "root fields move to another service", api: "classic",
		schema: []edit{
			{rbac, "extend type Query @service(name: \"users\")", "extend type Query @service(name: \"oauth\")"},
			{users, "type Query @service(name: \"users\")", "type Query @service(name: \"oauth\")"},
		},
		want: []string{
			"behaves management.Authz.AllRoles", "behaves management.Authz.AllRoleUsers", "behaves management.Client.All", "behaves management.Client.SearchAll",
			"behaves enduser.Client.UploadAvatar", "sent otherwise UploadToken of sdk/internal/composite",
		},
		step: impact.Minor,
	}, {
		name: "an endpoint of a hand-written method moves", api: "classic",
		schema: []edit{{classicHTTP, "/qrcode/check?qrcodeId={qrcodeId}&scene={scene}", "/qrcode/check2?qrcodeId={qrcodeId}&scene={scene}"}},
		want:   []string{"behaves enduser.QRLogin.CheckCodeStatus", "behaves enduser.QRLogin.Wait", "sent otherwise QRLoginCheckCodeStatus of sdk/internal/composite"},
		step:   impact.Minor,
	}, {
		name: "an endpoint of a hidden operation moves", api: "classic",
		schema: []edit{{classicHTTP, "host: \"oauth\", path: \"/system/status\"", "host: \"oauth\", path: \"/system/state\""}},
		want:   []string{"behaves management.Client.Preflight", "sent otherwise OAuthStatus of sdk/internal/composite"},
		step:   impact.Minor,
	}, {
		name: "what a hand-written method asks for is gone", api: "classic",
		schema:     []edit{{users, "  \"answers with a token for one upload to the picture store; the upload itself goes to another host\"\n  qiNiuUploadToken(\n    \"kind of file to be uploaded; unset for a picture\"\n    type: String\n  ): String\n", ""}},
		operations: []edit{{askUsers, "query UploadToken @hidden", ""}},
		want:       []string{"operation UploadToken of enduser.Client.UploadAvatar"},
		step:       impact.Major,
	}, {
		name: "a description changes", api: "classic",
		schema: []edit{{pipeline, "  \"address at which the service runs the rule's code\"\n", "  \"where the service runs the rule's code\"\n"}},
		step:   impact.Patch,
	}, {
		name: "a field comes that nobody asks for", api: "classic",
		schema: []edit{{pipeline, "  faasUrl: String\n", "  faasUrl: String\n  \"which runs first\"\n  priority: Int\n"}},
		step:   impact.None,
	}}
}

func coreChanges() []change {
	return []change{{
		name: "a field becomes a list", api: "core",
		schema: []edit{{coreGroups, "  name: String!\n  \"what the group is for\"\n  description: String\n  \"time", "  name: String!\n  \"what the group is for\"\n  description: [String]\n  \"time"}},
		want:   []string{"changed sdk/core/authing.Group.Description"},
		step:   impact.Major,
	}, {
		name: "a required argument is added", api: "core",
		schema: []edit{{coreGroups, "    \"code of the group\"\n    code: String!\n  ): Group\n", "    \"code of the group\"\n    code: String!\n    \"where to look\"\n    namespace: String!\n  ): Group\n"}},
		operations: []edit{
			{askCoreGroups, "query GroupsDetail(", ""}, {askCoreGroups, "query GroupsListUsers(", ""},
			{askCoreGroups, "query GroupsListAuthorizedResources(", ""},
		},
		want: []string{"removed management.Groups.Detail", "removed management.Groups.AllUsers", "removed sdk/core/authing.GroupsListUsersInput"},
		step: impact.Major,
	}, {
		name: "an enum value is removed", api: "core",
		schema: []edit{{coreResources, "  \"a button of a user interface\"\n  BUTTON\n", ""}},
		want:   []string{"removed sdk/core/authing.ResourceTypeButton"},
		step:   impact.Major,
	}, {
		name: "an input field is renamed", api: "core",
		schema: []edit{{coreLogin, "  phone: String!\n", "  phoneNumber: String!\n"}},
		want:   []string{"removed sdk/core/authing.LoginByPhoneCodeInput.Phone", "added sdk/core/authing.LoginByPhoneCodeInput.PhoneNumber"},
		step:   impact.Major,
	}, {
		name: "a result is no list any more", api: "core",
		schema: []edit{{coreUDF, "  ): [UserDefinedField!]!\n", "  ): UserDefinedField!\n"}},
		want:   []string{"changed management.UDF.List"},
		step:   impact.Major,
	}, {
		name: "an endpoint moves", api: "core",
		schema: []edit{{coreHTTP, "/api/v2/users/me/orgs", "/api/v3/users/me/orgs"}},
		want:   []string{"behaves enduser.Client.ListOrgs"},
		step:   impact.Minor,
	}, {
		name: "an endpoint of a hidden operation takes another method", api: "core",
		schema: []edit{{coreHTTP, "wellKnown: WellKnown @http(method: GET", "wellKnown: WellKnown @http(method: POST"}},
		want:   []string{"sent otherwise PasswordKey of sdk/core/internal/composite"},
		step:   impact.Minor,
	}, {
		name: "a default changes", api: "core",
		schema: []edit{{coreGroups, "sortBy: SortByEnum = CREATEDAT_DESC", "sortBy: SortByEnum = CREATEDAT_ASC"}},
		want:   []string{"behaves management.Groups.List", "behaves management.Groups.All"},
		unseen: []string{coreManagement + ".Groups.All", coreManagement + ".Groups.List"},
		step:   impact.Minor,
	}, {
		name: "an input field is a text, no longer JSON", api: "core",
		schema: []edit{{coreUDF, "  value: String @json\n}", "  value: String\n}"}},
		want:   []string{"changed sdk/core/authing.UDFValueInput.Value"},
		step:   impact.Major,
	}, {
		name: "result fields are texts, no longer JSON", api: "core",
		schema: []edit{
			{coreUDF, "time is a number, milliseconds since 1970\"\n  value: String! @json\n", "time is a number, milliseconds since 1970\"\n  value: String!\n"},
			{coreUDF, "  value: String @json\n  \"name", "  value: String\n  \"name"},
		},
		want: []string{"changed sdk/core/authing.UDFValue.Value"},
		step: impact.Major,
	}, {
		name: "an argument is a text, no longer JSON", api: "core",
		schema: []edit{{coreUDF, "    options: String @json\n", "    options: String\n"}},
		want:   []string{"changed sdk/core/authing.UDFSetInput.Options"},
		step:   impact.Major,
	}, {
		name: "an argument is renamed", api: "core",
		schema: []edit{
			{coreHTTP, "    namespace: String\n  ): [UserRole!]!", "    ns: String\n  ): [UserRole!]!"},
			{coreHTTP, "/roles?namespace={namespace}", "/roles?namespace={ns}"},
		},
		operations: []edit{{askCoreAccess, "query ListRoles(", ""}, {askCoreAccess, "\"a role, which users, groups and departments can have.\"\nfragment UserRole on UserRole @model(name: \"Role\") {\n  id\n  namespace\n  code\n  description\n  isSystem\n  createdAt @time\n  updatedAt @time\n  parentCode\n  namespaceId\n  userPoolId\n}\n", ""}},
		want:       []string{"removed enduser.Client.ListRoles", "removed sdk/core/authing.Role.ParentCode"},
		step:       impact.Major,
	}}
}

// coreManagement is the import path of a client.
const coreManagement = module + "/sdk/core/management"
