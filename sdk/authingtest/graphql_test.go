package authingtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// refusalOf reads the code of a business error: HTTP status 200, the message an
// object, and no data for the field. 0 is an answer without an error.
func refusalOf(t *testing.T, answered reply) authing.Code {
	t.Helper()
	var body struct {
		Errors []struct {
			Message struct {
				Code    authing.Code
				Message string
			}
		}
		Data map[string]json.RawMessage
	}
	if answered.status != http.StatusOK {
		t.Fatalf("status %d: %s", answered.status, answered.body)
	}
	if err := json.Unmarshal([]byte(answered.body), &body); err != nil {
		t.Fatalf("%v: %s", err, answered.body)
	}
	if len(body.Errors) == 0 {
		return 0
	}
	for field, value := range body.Data {
		if string(value) != "null" {
			t.Errorf("a refusal comes with data for %s: %s", field, value)
		}
	}
	if body.Errors[0].Message.Message == "" {
		t.Errorf("a refusal without words: %s", answered.body)
	}
	return body.Errors[0].Message.Code
}

func TestQueriesThatTheServiceRefusesToRun(t *testing.T) {
	box := newBox(t)
	tests := []struct {
		name, text string
		variables  map[string]any
	}{
		{"syntax", `query {`, nil},
		{"no operation", ``, nil},
		{"unknown field", `{ everybody { _id } }`, nil},
		{"unknown field of a user", `{ user(id: "1") { shoeSize } }`, nil},
		{"unknown argument", `{ user(name: "ada") { _id } }`, nil},
		{"an endpoint outside GraphQL", `{ usersStatus }`, nil},
		{"no selection", `{ user(id: "1") }`, nil},
		{"argument missing", `{ userExist(phone: "1") }`, nil},
		{"argument of the wrong type", `{ user(id: 5) { _id } }`, nil},
		{"variable missing", `query ($id: String!) { user(id: $id) { _id } }`, nil},
		{"variable null", `query ($id: String!) { user(id: $id) { _id } }`, map[string]any{"id": nil}},
		{"variable of the wrong type", `query ($id: String!) { user(id: $id) { _id } }`, map[string]any{"id": 5}},
		{"variable that is no number", `query ($page: Int) { users(page: $page) { totalCount } }`, map[string]any{"page": "two"}},
		{"variable not declared", `{ user(id: $id) { _id } }`, map[string]any{"id": "1"}},
		{"one field over and over", "{" + strings.Repeat("users { list { _id email } } ", 500) + "}", nil},
		{"fields within fields without end", strings.Repeat("{ users ", 10_000) + strings.Repeat("}", 10_000), nil},
		{"unknown field of an input", `mutation ($in: UserUpdateInput!) { updateUser(options: $in) { _id } }`, map[string]any{"in": map[string]any{"shoeSize": 45}}},
		{"input without its pool", `mutation { register(userInfo: {email: "a@b.c"}) { _id } }`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answered := query(t, box, owner(t, box), test.text, test.variables)
			var body struct {
				Errors []struct{ Message string }
				Data   *json.RawMessage
			}
			if err := json.Unmarshal([]byte(answered.body), &body); err != nil {
				t.Fatalf("%v: %s", err, answered.body)
			}
			if answered.status != http.StatusBadRequest || len(body.Errors) == 0 || body.Errors[0].Message == "" || body.Data != nil {
				t.Errorf("status %d: %s", answered.status, answered.body)
			}
		})
	}
}

func TestBodiesThatAreNoQuery(t *testing.T) {
	box := newBox(t)
	for _, body := range []string{``, `{`, `[]`, `"query"`, `{"query": 5}`, strings.Repeat("x", 2<<20)} {
		answered := serve(box, request(t, http.MethodPost, box.URL+"/graphql", "application/json", body))
		if answered.status != http.StatusBadRequest {
			t.Errorf("%.20q: status %d, %s", body, answered.status, answered.body)
		}
	}
	if answered := get(t, box.URL+"/graphql"); answered.status != http.StatusMethodNotAllowed {
		t.Errorf("GET: status %d", answered.status)
	}
}

// TestWhoMayCall calls over the wire what package service tests in full.
func TestWhoMayCall(t *testing.T) {
	box := newBox(t)
	const (
		list   = `{ users { totalCount list { _id } } }`
		remove = `mutation { removeUsers(ids: ["nobody"]) { _id } }`
		read   = `{ user(id: "` + adaID + `") { _id password salt } }`
		free   = `mutation { sendResetPasswordEmail(client: "POOL", email: "ada@example.com") { message code } }`
	)
	tests := []struct {
		name, authorization, text string
		want                      authing.Code
	}{
		{"nobody reads", "", read, 2020},
		{"undefined reads", "Bearer undefined", read, 2020},
		{"null reads", "Bearer null", read, 2020},
		{"nonsense reads", "Bearer nonsense", read, 2207},
		{"Ada reads", token(t, box), read, 0},
		{"Ada reads, scheme in small letters", strings.Replace(token(t, box), "Bearer", "bearer", 1), read, 0},
		{"the owner reads", owner(t, box), read, 0},
		{"nobody lists", "", list, 2020},
		{"Ada lists", token(t, box), list, 1001},
		{"the owner lists", owner(t, box), list, 0},
		{"nobody removes", "", remove, 2020},
		{"Ada removes", token(t, box), remove, 1001},
		{"the owner removes", owner(t, box), remove, 2210},
		{"a reset needs no token", "", free, 0},
		{"a reset does not look at the token", "Bearer nonsense", free, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(test.text, "POOL", box.PoolID)
			if got := refusalOf(t, query(t, box, test.authorization, text, nil)); got != test.want {
				t.Errorf("code %d, want %d", got, test.want)
			}
		})
	}
}

// TestUnsetVariablesAreNotSent does as the published client does: it names every
// field of the input and leaves the variables out.
func TestUnsetVariablesAreNotSent(t *testing.T) {
	box := newBox(t)
	const text = `mutation register($email: String, $password: String, $phone: String, $phoneCode: String, $username: String, $nickname: String,
		$forceLogin: Boolean, $registerInClient: String!, $keepPassword: Boolean) {
		register(keepPassword: $keepPassword, userInfo: {email: $email, password: $password, phone: $phone, phoneCode: $phoneCode,
			username: $username, nickname: $nickname, forceLogin: $forceLogin, registerInClient: $registerInClient}) {
			_id email phone username nickname token group { name }
		}
	}`
	variables := map[string]any{"registerInClient": box.PoolID, "email": "new@example.com", "password": seal(t, box, "secret")}
	answered := query(t, box, "", text, variables)
	if got := refusalOf(t, answered); got != 0 || !strings.Contains(answered.body, `"phone":null,"username":"new@example.com","nickname":"","token":null,"group":{"name":"default"}`) {
		t.Errorf("code %d: %s", got, answered.body)
	}
	if got := refusalOf(t, query(t, box, "", text, variables)); got != authing.CodeUserExists {
		t.Errorf("the second time: code %d", got)
	}
}

func TestNullLeavesAloneAndEmptyEmpties(t *testing.T) {
	box := newBox(t)
	const text = `mutation ($nickname: String, $company: String) {
		updateUser(options: {_id: "` + adaID + `", nickname: $nickname, company: $company}) { nickname company }
	}`
	for _, test := range []struct {
		variables map[string]any
		want      string
	}{
		{map[string]any{"nickname": "Countess", "company": "Analytical Engines"}, `{"nickname":"Countess","company":"Analytical Engines"}`},
		{map[string]any{"nickname": nil}, `{"nickname":"Countess","company":"Analytical Engines"}`},
		{map[string]any{"company": ""}, `{"nickname":"Countess","company":""}`},
	} {
		answered := query(t, box, token(t, box), text, test.variables)
		if refusalOf(t, answered) != 0 || !strings.Contains(answered.body, test.want) {
			t.Errorf("%v: %s, want %s", test.variables, answered.body, test.want)
		}
	}
}

func TestOutcomesAsData(t *testing.T) {
	box := newBox(t, authingtest.WithUsers(authingtest.User{Email: "eve@example.com"}))
	tests := []struct{ name, authorization, text, want string }{
		{"address free", token(t, box), `mutation { sendChangeEmailVerifyCode(userPoolId: "POOL", email: "new@example.com") { code status } }`, `{"code":200,"status":true}`},
		{"address bound", token(t, box), `mutation { sendChangeEmailVerifyCode(userPoolId: "POOL", email: "eve@example.com") { code status } }`, `{"code":2035,"status":false}`},
		{"code wrong", owner(t, box), `{ checkPhoneCode(userPoolId: "POOL", phone: "13100000000", phoneCode: "1") { code status } }`, `{"code":2001,"status":false}`},
		{"not signed in", "", `{ checkLoginStatus { code status token { iat } } }`, `{"code":2020,"status":false,"token":null}`},
		{"reset", "", `mutation { sendResetPasswordEmail(client: "POOL", email: "ada@example.com") { code } }`, `{"code":null}`},
	}
	for _, test := range tests {
		answered := query(t, box, test.authorization, strings.ReplaceAll(test.text, "POOL", box.PoolID), nil)
		if refusalOf(t, answered) != 0 || !strings.Contains(answered.body, test.want) {
			t.Errorf("%s: %s, want %s", test.name, answered.body, test.want)
		}
	}
}

// seedEverything puts one of each thing into a box with Ada.
func seedEverything(t *testing.T, box *authingtest.Server) {
	t.Helper()
	oauth, oauthErr := box.AddOAuthApp(authingtest.App{ID: "oauth1", Name: "calendar", Grants: []string{"implicit"}})
	oidc, oidcErr := box.AddOIDCApp(authingtest.App{ID: "oidc1", Name: "mail", RedirectURIs: []string{"http://localhost/"}})
	social := authingtest.User{ID: socialID, UnionID: "qq-1", SocialLogin: &authingtest.SocialLogin{Provider: "qq", AccessToken: "a", ExpiresIn: 7200}}
	for _, err := range []error{
		oauthErr, oidcErr, second(box.AddUser(social)),
		box.AddAuthorizedApp(adaID, oauth.ID, "profile"), box.AddAuthorizedApp(adaID, oidc.ID, "openid"),
		box.AddLDAPUser(authingtest.DirectoryUser{Username: "tesla", Password: "coil", Company: "Tesla"}),
		box.AddADUser("ad1", authingtest.DirectoryUser{Username: `corp\mary`, Password: "pw", DN: "CN=Mary"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

const socialID = "5e85aded9cc18e4cc67e780b"

// TestAnswers asks for everything that has a shape of its own.
func TestAnswers(t *testing.T) {
	tests := []struct {
		authorization func(*testing.T, *authingtest.Server) string
		text, want    string
	}{
		{token, `{ GetUserAuthorizedApps(userId: "ADA") { totalCount OAuthApps { _id name grants clientId } OIDCApps { _id client_id name redirect_uris response_types access_token_expire } } }`,
			`{"totalCount":2,"OAuthApps":[{"_id":"oauth1","name":"calendar","grants":["implicit"],"clientId":"POOL"}],` +
				`"OIDCApps":[{"_id":"oidc1","client_id":"oidc1","name":"mail","redirect_uris":["http://localhost/"],"response_types":["code"],"access_token_expire":"3600"}]}`},
		{token, `mutation { RevokeUserAuthorizedApp(appId: "oauth1", userId: "ADA") { appId userId scope type isRevoked } }`,
			`{"appId":"oauth1","userId":"ADA","scope":"profile","type":"oauth","isRevoked":"true"}`},
		{owner, `{ user(id: "SOCIAL") { username unionid thirdPartyIdentity { provider accessToken expiresIn } userLoginHistory { totalCount list { ip } } } }`,
			`{"username":null,"unionid":"qq-1","thirdPartyIdentity":{"provider":"qq","accessToken":"a","expiresIn":7200},"userLoginHistory":{"totalCount":0,"list":[]}}`},
		{owner, `{ userPatch(ids: "SOCIAL,nobody,ADA") { totalCount list { _id } } }`, `{"totalCount":2,"list":[{"_id":"SOCIAL"},{"_id":"ADA"}]}`},
		{owner, `{ users(page: 2, count: 1) { totalCount list { _id } } }`, `{"totalCount":2,"list":[{"_id":"SOCIAL"}]}`},
		{owner, `mutation { removeUsers(ids: ["SOCIAL"]) { _id oldPassword } }`, `[{"_id":"SOCIAL","oldPassword":null}]`},
		{owner, `mutation { refreshThirdPartyToken(userPoolId: "POOL", userId: "SOCIAL") { refreshSuccess message provider } }`,
			`{"refreshSuccess":true,"message":"qq tokens renewed","provider":"qq"}`},
		{nobody, `mutation { LoginByLDAP(username: "tesla", password: "coil", clientId: "POOL") { username company loginsCount registerMethod } }`,
			`{"username":"tesla","company":"Tesla","loginsCount":1,"registerMethod":"ldap:default::from-undefined"}`},
		{nobody, `mutation { loginByAd(username: "corp\\mary", password: "pw", adConnectorId: "ad1") { username unionid registerMethod } }`,
			`{"username":"corp\\mary","unionid":"ad|ad1|CN=Mary","registerMethod":"ad"}`},
		{nobody, `{ userExist(userPoolId: "POOL", email: "ada@example.com") }`, `{"userExist":true}`},
	}
	for _, test := range tests {
		box := newBox(t)
		seedEverything(t, box)
		names := strings.NewReplacer("POOL", box.PoolID, "ADA", adaID, "SOCIAL", socialID)
		answered := query(t, box, test.authorization(t, box), names.Replace(test.text), nil)
		if refusalOf(t, answered) != 0 || !strings.Contains(answered.body, names.Replace(test.want)) {
			t.Errorf("%s: %s, want %s", test.text, answered.body, test.want)
		}
	}
}

func nobody(*testing.T, *authingtest.Server) string { return "" }

func TestTokensOverTheWire(t *testing.T) {
	box := newBox(t)
	answered := query(t, box, owner(t, box), `mutation { refreshToken(client: "`+box.PoolID+`", user: "`+adaID+`") { token iat exp } }`, nil)
	var fresh struct {
		Data struct {
			RefreshToken struct {
				Token    string
				Iat, Exp int64
			}
		}
	}
	if err := json.Unmarshal([]byte(answered.body), &fresh); err != nil || fresh.Data.RefreshToken.Exp-fresh.Data.RefreshToken.Iat != 15*24*60*60 {
		t.Fatalf("%v: %s", err, answered.body)
	}
	status := query(t, box, "", `{ checkLoginStatus(token: "`+fresh.Data.RefreshToken.Token+`") { status code token { data { id email clientId unionid } iat exp } } }`, nil)
	want := fmt.Sprintf(`{"status":true,"code":200,"token":{"data":{"id":%q,"email":"ada@example.com","clientId":%q,"unionid":null},"iat":%d,"exp":%d}}`,
		adaID, box.PoolID, fresh.Data.RefreshToken.Iat, fresh.Data.RefreshToken.Exp)
	if !strings.Contains(status.body, want) {
		t.Errorf("%s, want %s", status.body, want)
	}
}

func TestCaptchaOverTheWire(t *testing.T) {
	box := newBox(t, authingtest.WithFailedLogins(1, 0))
	const text = `mutation ($password: String, $verifyCode: String) {
		login(registerInClient: "POOL", email: "ada@example.com", password: $password, verifyCode: $verifyCode) { _id }
	}`
	login := func(password string, verifyCode authing.Secret) reply {
		return query(t, box, "", strings.ReplaceAll(text, "POOL", box.PoolID), map[string]any{"password": seal(t, box, password), "verifyCode": verifyCode})
	}
	if got := refusalOf(t, login("wrong", "")); got != authing.CodeWrongCredentials {
		t.Errorf("code %d", got)
	}
	refused := login(password, "")
	var body struct {
		Errors []struct {
			Message struct{ Data struct{ URL string } }
		}
	}
	if err := json.Unmarshal([]byte(refused.body), &body); err != nil || refusalOf(t, refused) != authing.CodeCaptchaRequired {
		t.Fatalf("%v: %s", err, refused.body)
	}
	picture := get(t, body.Errors[0].Message.Data.URL)
	shown := box.LastCaptcha("ada@example.com")
	if picture.status != http.StatusOK || picture.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(picture.body, ">"+shown.Reveal()+"<") {
		t.Errorf("the picture: %d %s", picture.status, picture.body)
	}
	if got := refusalOf(t, login(password, shown)); got != 0 {
		t.Errorf("with the captcha: code %d", got)
	}
}

// TestConcurrentRegistrations lets many clients want the same address at once,
// beside others who want one of their own.
func TestConcurrentRegistrations(t *testing.T) {
	box := newBox(t)
	const clients = 40
	text := `mutation ($email: String, $password: String) {
		register(userInfo: {registerInClient: "` + box.PoolID + `", email: $email, password: $password}) { _id }
	}`
	sealed := seal(t, box, "secret")
	codes := make(chan authing.Code, clients)
	var group sync.WaitGroup
	for n := range clients {
		group.Go(func() {
			email := "same@example.com"
			if n%2 == 0 {
				email = "client" + string(rune('a'+n/2)) + "@example.com"
			}
			codes <- refusalOf(t, query(t, box, "", text, map[string]any{"email": email, "password": sealed}))
		})
	}
	group.Wait()
	close(codes)
	count := make(map[authing.Code]int)
	for code := range codes {
		count[code]++
	}
	if count[0] != clients/2+1 || count[authing.CodeUserExists] != clients/2-1 {
		t.Errorf("outcomes %v", count)
	}
	answered := query(t, box, owner(t, box), `{ users(count: 1) { totalCount } }`, nil)
	if !strings.Contains(answered.body, `"totalCount":22`) {
		t.Error(answered.body)
	}
}
