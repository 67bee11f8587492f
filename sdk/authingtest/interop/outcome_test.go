package interop_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOutcome(t *testing.T) {
	tests := []struct{ name, answer, want string }{
		{"a result", `{"ok": true, "result": {"_id": "1"}}`, succeeded},
		{"a result that is no object", `{"ok": true, "result": true}`, succeeded},
		{"a message", `{"ok": true, "result": {"code": 200, "message": "fine", "status": true}}`, succeeded},
		{"a message with another code", `{"ok": true, "result": {"code": 2035, "status": false}}`, "2035"},
		{"a response", `{"ok": true, "result": {"status": 200, "data": {"code": 200, "data": {"qrcode": "q"}}}}`, succeeded},
		{"a response with a code inside", `{"ok": true, "result": {"status": 200, "data": {"code": 200, "data": {"code": 500}}}}`, "500"},
		{"a status inside", `{"ok": true, "result": {"data": null, "status": {"code": 2207}}}`, "2207"},
		{"a rule's text is no code", `{"ok": true, "result": {"code": "async function pipe() {}"}}`, succeeded},
		{"a broken rule", `{"ok": false, "error": {"code": 2333, "message": "wrong"}}`, "2333"},
		{"an error in an error", `{"ok": false, "error": {"message": {"message": {"code": 2020}}}}`, "2020"},
		{"a refusal of OAuth 2.0", `{"ok": false, "error": {"status": 400, "data": {"error": "invalid_grant"}}}`, "invalid_grant"},
		{"another status", `{"ok": false, "error": {"status": 400, "data": {"errors": []}}}`, "HTTP 400"},
		{"the client's own refusal", `{"ok": false, "error": {"message": "options is not provided"}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got answer
			if err := json.Unmarshal([]byte(test.answer), &got); err != nil {
				t.Fatal(err)
			}
			if got := outcome(got); got != test.want {
				t.Errorf("the outcome is %q, want %q", got, test.want)
			}
		})
	}
}

func TestRecordedCall(t *testing.T) {
	tests := []struct{ call, with, want string }{
		{"list", ``, "list"},
		{"authz.group", `"g"`, "authz.group"},
		{"startWXAppScaning/done", ``, "startWXAppScaning"},
		{"register", `{"email": "a"}`, "register(email)"},
		{"register", `{"phone": "1"}`, "register(phone)"},
		{"register", `{"unionid": "u"}`, "register(unionid)"},
		{"register", `{"username": "a", "email": "a"}`, "register(email)"},
		{"login", `{"email": "a"}`, "login(email)"},
		{"login", `{"username": "a"}`, "login(username)"},
		{"login", `{"unionid": "u"}`, "login(unionid)"},
		{"update", `{"_id": "1", "photo": "[picture]"}`, "update(file)"},
		{"update", `{"_id": "1", "photo": "http://example.com/a.png"}`, "update(profile)"},
		{"update", `{"_id": "1", "password": "p", "oldPassword": "o"}`, "update(password)"},
		{"update", `{"_id": "1", "password": "p"}`, "update(password, no old one)"},
		{"new Authing", `{}`, "new Authing({userPoolId, secret})"},
		{"new Authing", `{"preflight": true}`, "new Authing({preflight, cdnPreflight})"},
		{"management users.update", `"1", {"password": "p"}`, "management users.update"},
		{"management tokenProvider.getToken", ``, "management: owner token"},
		{"publicKeyManager.getPublicKey", ``, "password key (before the first password)"},
	}
	for _, test := range tests {
		if got := recordedCall(step{call: test.call, with: test.with}); got != test.want {
			t.Errorf("%s with %s is %q, want %q", test.call, test.with, got, test.want)
		}
	}
}

// TestExcuses sees that a gap of the report is found, and an excuse that is not
// needed any more.
func TestExcuses(t *testing.T) {
	b := build{name: nodeBuild}
	b.expect(1)
	b.told()
	for _, outcome := range []string{succeeded, "1001"} {
		b.seen[cell{"list", outcome}] = true
		b.seen[cell{"casLogout", outcome}] = true
	}
	b.seen[cell{"search", succeeded}] = true
	got := b.gaps([]string{"list", "search"})
	want := []string{
		"Node.js: casLogout was seen to fail, though the box has no central session that could be missing",
		"Node.js: new Authing({preflight, cdnPreflight}) was not seen to succeed",
		"Node.js: search was not seen to fail",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the gaps differ (-want +got):\n%s", diff)
	}
}

func TestTroubleHasNoSecrets(t *testing.T) {
	c := &client{secret: "the pool's", problems: bytes.NewBufferString("sent eyJhbGci.eyJkYXRh.c2ln with the pool's secret")}
	if got, want := c.trouble(), "sent [token] with [secret] secret"; got != want {
		t.Errorf("the trouble is %q, want %q", got, want)
	}
}

func TestReportHasATableForEachClient(t *testing.T) {
	told := newReport()
	for _, b := range []*build{told.node, told.browser, told.core} {
		b.expect(1)
		b.told()
	}
	hear := func(b *build, call, line string) {
		var got answer
		done(t, json.Unmarshal([]byte(line), &got))
		b.hear(step{call: call}, got)
	}
	hear(told.node, "list", `{"ok": true}`)
	hear(told.browser, "userExist", `{"ok": false, "error": {"code": 2231}}`)
	hear(told.core, "getCurrentUser", `{"ok": true}`)
	hear(told.core, "loginByEmail", `{"ok": false, "error": {"code": 2333}}`)
	var text strings.Builder
	told.write(&text, []string{"list"}, []string{"getCurrentUser"})
	want := []string{
		"call Node.js fails with browser fails with remark",
		"list yes",
		"userExist 2231",
		"",
		"Scenarios that ended as they should (Node.js): 1 of 1.",
		"Scenarios that ended as they should (browser): 1 of 1.",
		"The browser is to show what the document of the JavaScript SDK promises; its build lacks many of the other calls.",
		"",
		"call core fails with remark",
		"getCurrentUser yes core: the client says that there is nobody where the service refuses",
		"loginByEmail 2333",
		"",
		"Scenarios that ended as they should (core): 1 of 1.",
	}
	var got []string
	for line := range strings.Lines(text.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the report differs (-want +got):\n%s", diff)
	}
}
