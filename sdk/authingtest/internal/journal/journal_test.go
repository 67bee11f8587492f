package journal

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

func TestTheLatestAreRemembered(t *testing.T) {
	for _, count := range []int{0, 1, size - 1, size, size + 1, 3*size + 7} {
		var j Journal
		for i := range count {
			j.Add(Entry{Path: "/" + strconv.Itoa(i+1), Details: Details{Query: strconv.Itoa(i + 1)}})
		}
		latest, told := j.Latest()
		if told != count || len(latest) != min(count, size) {
			t.Fatalf("%d requests: %d remembered of %d", count, len(latest), told)
		}
		for i, e := range latest {
			id := count - i
			if details, ok := j.Details(e.ID); e.ID != id || e.Path != "/"+strconv.Itoa(id) || !ok || details.Query != strconv.Itoa(id) {
				t.Fatalf("%d requests: at %d there is %d, %s, %v", count, i, e.ID, e.Path, details)
			}
		}
		for _, id := range []int{-1, 0, count - size, count + 1} {
			if details, ok := j.Details(id); ok {
				t.Errorf("%d requests: %d has the details %v", count, id, details)
			}
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	var j Journal
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range size {
				j.Add(Entry{})
				j.Latest()
				j.Details(1)
			}
		})
	}
	group.Wait()
	if latest, count := j.Latest(); count != 8*size || latest[0].ID != count {
		t.Errorf("%d requests, the latest is %d", count, latest[0].ID)
	}
}

// fakeToken has the form of a JSON Web Token and says nothing.
const fakeToken = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

func TestDescribe(t *testing.T) {
	const asJSON, asForm = "application/json", "application/x-www-form-urlencoded"
	tests := map[string]struct {
		method, target, contentType, body, answer string
		want                                      Entry
	}{
		"a refused sign-in": {
			"POST", "/graphql", asJSON,
			`{"query": "mutation Login($p: String!) { login(email: \"ada@example.com\", password: $p, registerInClient: \"pool\") { _id } }", "variables": {"p": "x7", "q": "y", "password": "hunter22", "n": 12345678901234567890}}`,
			`{"errors":[{"message":{"code":2333,"message":"account or password wrong"}}],"data":{"login":null}}`,
			Entry{
				Method: "POST", Path: "/graphql", Operation: "Login", Field: "login", Code: "2333", Message: "account or password wrong",
				Details: Details{
					Query:     `mutation Login($p: String!) { login(email: "ada@example.com", password: $p, registerInClient: "pool") { _id } }`,
					Variables: "{\n  \"n\": 12345678901234567890,\n  \"p\": \"[redacted]\",\n  \"password\": \"[redacted]\",\n  \"q\": \"y\"\n}",
				},
			},
		},
		"secrets in the text of a query": {
			"POST", "/graphql", asJSON,
			`{"query": "{ a: getClientWhenSdkInit(secret: # mine\n \"s3cret\", clientId: \"pool\") { accessToken } b: many(tokens: [\"one1\", \"two2\"], in: {newPassword: \"\"\"p4ss\"\"\"}, note: \"plain\") }"}`,
			`{"data":{"a":{"accessToken":"` + fakeToken + `"}}}`,
			Entry{
				Method: "POST", Path: "/graphql", Field: "getClientWhenSdkInit, many",
				Details: Details{Query: "{ a: getClientWhenSdkInit(secret: # mine\n \"[redacted]\", clientId: \"pool\") { accessToken } b: many(tokens: [\"[redacted]\", \"[redacted]\"], in: {newPassword: \"[redacted]\"}, note: \"plain\") }"},
			},
		},
		"a query with a mistake after a secret, quoted by the refusal": {
			"POST", "/graphql", asJSON,
			`{"query": "{ x(note: \"üüü\", password: \"hunter22\", n: 1) { \" oh, secret: hunter22"}`,
			`{"errors":[{"message":"\"hunter22\" is wrong"}],"data":null}`,
			Entry{
				Method: "POST", Path: "/graphql", Code: "refused", Message: `"[redacted]" is wrong`,
				Details: Details{Query: `{ x(note: "[redacted]", password: "[redacted]", n: 1) { …`},
			},
		},
		"a token as an unsuspicious variable, deep inside": {
			"POST", "/graphql", asJSON,
			`{"query": "{ x }", "variables": {"a": [{"b": "Bearer ` + fakeToken + `"}], "thirdPartyToken": {"c": ["deep", 7, true]}}}`,
			`{"data":{"x":{"code":500,"message":"no ` + fakeToken + `"}}}`,
			Entry{
				Method: "POST", Path: "/graphql", Field: "x", Code: "500", Message: "no [redacted]",
				Details: Details{
					Query:     "{ x }",
					Variables: "{\n  \"a\": [\n    {\n      \"b\": \"Bearer [redacted]\"\n    }\n  ],\n  \"thirdPartyToken\": {\n    \"c\": [\n      \"[redacted]\",\n      \"[redacted]\",\n      true\n    ]\n  }\n}",
				},
			},
		},
		"a sign-in by the core API": {
			"POST", "/graphql/v2", asJSON,
			`{"query": "mutation In($input: LoginByEmailInput!) { loginByEmail(input: $input) { id } }", "variables": {"input": {"email": "a@b.c", "password": "hunter22"}}}`,
			`{"errors":[{"message":{"code":1636,"message":"a second factor","data":{"mfaToken":"word"}}}],"data":{"loginByEmail":null}}`,
			Entry{
				Method: "POST", Path: "/graphql/v2", Operation: "In", Field: "loginByEmail", Code: "1636", Message: "a second factor",
				Details: Details{
					Query:     "mutation In($input: LoginByEmailInput!) { loginByEmail(input: $input) { id } }",
					Variables: "{\n  \"input\": {\n    \"email\": \"a@b.c\",\n    \"password\": \"[redacted]\"\n  }\n}",
				},
			},
		},
		"a recovery code": {
			"POST", "/api/v2/mfa/totp/recovery", asJSON, `{"recoveryCode": "abcdef"}`, `{"code":6002,"message":"abcdef is wrong"}`,
			Entry{
				Method: "POST", Path: "/api/v2/mfa/totp/recovery", Code: "6002", Message: "[redacted] is wrong",
				Details: Details{Variables: "{\n  \"recoveryCode\": \"[redacted]\"\n}"},
			},
		},
		"variables and defaults that reach a secret": {
			"POST", "/graphql", asJSON,
			`{"query": "query ($p: String = \"d3fault\", $s: [String!], $in: In = {newPassword: \"d33p\"}, $q: String = \"plain\") { x(password: $p, note: $q) @skip(if: $n) { ... { y(in: {secret: [{a: 1}, $s]}) } } z(in: $in) ...F } fragment F on X { a(pwd: $f) }", "variables": {"p": "hunter2secret", "s": ["s3cret"], "in": {"newPassword": "hunter33"}, "q": "plain", "n": 5, "f": 1234}}`,
			`{"errors":[{"message":"Variable \"p\" is hunter2secret"}]}`,
			Entry{
				Method: "POST", Path: "/graphql", Field: "x, z", Code: "refused", Message: `Variable "p" is [redacted]`,
				Details: Details{
					Query:     `query ($p: String = "[redacted]", $s: [String!], $in: In = {newPassword: "[redacted]"}, $q: String = "plain") { x(password: $p, note: $q) @skip(if: $n) { ... { y(in: {secret: [{a: 1}, $s]}) } } z(in: $in) ...F } fragment F on X { a(pwd: $f) }`,
					Variables: "{\n  \"f\": \"[redacted]\",\n  \"in\": {\n    \"newPassword\": \"[redacted]\"\n  },\n  \"n\": 5,\n  \"p\": \"[redacted]\",\n  \"q\": \"plain\",\n  \"s\": [\n    \"[redacted]\"\n  ]\n}",
				},
			},
		},
		"variables of what is no query": {
			"POST", "/graphql", asJSON, `{"query": "{ x(password: $p", "variables": {"p": "hunter22", "q": [true, "y"]}}`, ``,
			Entry{Method: "POST", Path: "/graphql", Details: Details{
				Query:     "{ x(password: $p",
				Variables: "{\n  \"p\": \"[redacted]\",\n  \"q\": [\n    true,\n    \"[redacted]\"\n  ]\n}",
			}},
		},
		"variables as text": {
			"POST", "/graphql", asJSON, `{"query": "{ x }", "variables": "{\"p\": \"hunter22\"}"}`, ``,
			Entry{Method: "POST", Path: "/graphql", Field: "x", Details: Details{Query: "{ x }", Variables: `"[redacted]"`}},
		},
		"several queries at once": {
			"POST", "/graphql", asJSON, `[{"query": "{ x(password: \"hunter22\") }"}]`, ``,
			Entry{Method: "POST", Path: "/graphql", Details: Details{Variables: "[\n  {\n    \"query\": \"[redacted]\"\n  }\n]"}},
		},
		"a form": {
			"POST", "/oauth/oidc/token?client_id=app", asForm, "client_secret=s3cret&refresh_token=r&grant_type=password&scope=a&scope=b",
			`{"error":"invalid_grant","error_description":"no s3cret"}`,
			Entry{
				Method: "POST", Path: "/oauth/oidc/token", Code: "invalid_grant", Message: "no [redacted]",
				Details: Details{Variables: "{\n  \"client_id\": \"app\",\n  \"client_secret\": \"[redacted]\",\n  \"grant_type\": \"password\",\n  \"refresh_token\": \"[redacted]\",\n  \"scope\": [\n    \"a\",\n    \"b\"\n  ]\n}"},
			},
		},
		"codes of a sign-in": {
			"POST", "/oidc/token", asForm, "code=c0de&code_verifier=v3rifier&token=t0ken&mfa_code=246810&form_token=f0rm&password=hunter22&account=ada",
			`{"error":"invalid_grant","error_description":"no c0de"}`,
			Entry{
				Method: "POST", Path: "/oidc/token", Code: "invalid_grant", Message: "no [redacted]",
				Details: Details{Variables: "{\n  \"account\": \"ada\",\n  \"code\": \"[redacted]\",\n  \"code_verifier\": \"[redacted]\",\n  \"form_token\": \"[redacted]\",\n" +
					"  \"mfa_code\": \"[redacted]\",\n  \"password\": \"[redacted]\",\n  \"token\": \"[redacted]\"\n}"},
			},
		},
		"JSON outside GraphQL": {
			"POST", "/oauth/scan-qrcode/exchangeUserInfoWithTicket", asJSON, `{"ticket": "t1ck3t", "other": "<b>"}`, `{"code":200,"message":"signed in"}`,
			Entry{
				Method: "POST", Path: "/oauth/scan-qrcode/exchangeUserInfoWithTicket",
				Details: Details{Variables: "{\n  \"other\": \"<b>\",\n  \"ticket\": \"[redacted]\"\n}"},
			},
		},
		"parameters of an address": {
			"GET", "/qrcode/check?qrcodeId=1&token=t", "", "", `{"code":2231,"message":"missing"}`,
			Entry{Method: "GET", Path: "/qrcode/check", Code: "2231", Message: "missing", Details: Details{Variables: "{\n  \"qrcodeId\": \"1\",\n  \"token\": \"[redacted]\"\n}"}},
		},
		"a token in the path": {
			"GET", "/verify/" + fakeToken, "", "", "not JSON",
			Entry{Method: "GET", Path: "/verify/[redacted]"},
		},
		"a picture": {
			"POST", "/upload", "multipart/form-data; boundary=x", "--x secret", `{"key":"k"}`,
			Entry{Method: "POST", Path: "/upload", Details: Details{Variables: `a body of 10 bytes, of the type "multipart/form-data"`}},
		},
		"no JSON": {
			"POST", "/graphql", asJSON, `{"query": `, `{"errors":[{"message":{"unknown":1}}]}`,
			Entry{Method: "POST", Path: "/graphql", Details: Details{Variables: `a body of 10 bytes, of the type "application/json"`}},
		},
		"JSON that is no object": {
			"POST", "/graphql", asJSON, `[1]`, `[1]`,
			Entry{Method: "POST", Path: "/graphql", Details: Details{Variables: "[\n  \"[redacted]\"\n]"}},
		},
		"two operations and a name that is none of theirs": {
			"POST", "/graphql", asJSON, `{"query": "query A { a } query B { b }", "operationName": "C"}`, ``,
			Entry{Method: "POST", Path: "/graphql", Details: Details{Query: "query A { a } query B { b }"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			request, err := http.NewRequest(test.method, "http://box"+test.target, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", test.contentType)
			var got Entry
			got.Describe(Exchange{
				Request:     request,
				RequestBody: []byte(test.body), RequestSize: int64(len(test.body)),
				ResponseBody: []byte(test.answer), ResponseSize: int64(len(test.answer)),
			})
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Errorf("the entry differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLongRequestsAreCut(t *testing.T) {
	request, err := http.NewRequest(http.MethodPost, "http://box/graphql", nil)
	if err != nil {
		t.Fatal(err)
	}
	body := `{"query": "{ x(a: \"` + strings.Repeat("ü", maxDetail) + `\") }"}`
	var kept Entry
	kept.Describe(Exchange{Request: request, RequestBody: []byte(body), RequestSize: int64(len(body))})
	if got := kept.Details.Query; len(got) > maxDetail+len("…") || !strings.HasSuffix(got, "ü…") {
		t.Errorf("%d bytes, ends in %q", len(got), got[max(0, len(got)-8):])
	}
	var long Entry
	long.Describe(Exchange{Request: request, RequestBody: []byte(body[:100]), RequestSize: 1 << 20, ResponseBody: []byte(`{"code":1}`), ResponseSize: 1 << 20})
	if want := (Entry{Method: http.MethodPost, Path: "/graphql", Details: Details{Variables: "a body of 1048576 bytes, which is too long to show"}}); !gocmp.Equal(want, long) {
		t.Error(gocmp.Diff(want, long))
	}
}

// FuzzQuery looks for texts that redaction cannot bear, that it breaks, or that
// keep a secret.
func FuzzQuery(f *testing.F) {
	for _, text := range []string{
		`{ login(password: "hunter22", email: "ada@example.com") { token } }`,
		`mutation ($secret: String = """s3cret""") { x(in: {tokens: ["a", "b"], n: 1}) @y(ticket: "t") }`,
		"{ x(pwd: # comment\n \"p\") }", `{ x(salt: "\u00fc`, "{ \"ü\" }", `query { ...F } fragment F on Query { a(secret: "s") }`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cleaned := new(redactor).query(text)
		if _, err := parser.ParseQuery(&ast.Source{Input: text}); err != nil {
			return
		}
		document, err := parser.ParseQuery(&ast.Source{Input: cleaned})
		if err != nil {
			t.Fatalf("%q became %q: %v", text, cleaned, err)
		}
		for _, operation := range document.Operations {
			checkSelection(t, operation.SelectionSet)
			for _, variable := range operation.VariableDefinitions {
				checkValue(t, variable.Variable, variable.DefaultValue)
			}
		}
		for _, fragment := range document.Fragments {
			checkSelection(t, fragment.SelectionSet)
		}
	})
}

func checkSelection(t *testing.T, selection ast.SelectionSet) {
	t.Helper()
	for _, selected := range selection {
		if field, ok := selected.(*ast.Field); ok {
			for _, argument := range field.Arguments {
				checkValue(t, argument.Name, argument.Value)
			}
			checkSelection(t, field.SelectionSet)
		}
	}
}

// checkValue looks for a secret in the value that a name has.
func checkValue(t *testing.T, name string, value *ast.Value) {
	t.Helper()
	if value == nil {
		return
	}
	text := value.Kind == ast.StringValue || value.Kind == ast.BlockValue
	if text && secretName.MatchString(name) && value.Raw != redacted && value.Raw != "" {
		t.Errorf("%s is still %q", name, value.Raw)
	}
	for _, child := range value.Children {
		checkValue(t, cmp.Or(child.Name, name), child.Value)
	}
}
