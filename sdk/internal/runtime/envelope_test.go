package runtime

import (
	"errors"
	"fmt"
	"net/http"
	goruntime "runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestErrorsOfGraphQL(t *testing.T) {
	refusal := func(code authing.Code, message string, status int, data string) *authing.Error {
		e := &authing.Error{Code: code, Message: message, Operation: "Login", HTTPStatus: status}
		if data != "" {
			e.Data = authing.Raw(data)
		}
		return e
	}
	oauth := func(code authing.OAuthCode, description string, status int) *authing.OAuthError {
		return &authing.OAuthError{Code: code, Description: description, Operation: "Login", HTTPStatus: status}
	}
	factor := func(e *authing.Error) *authing.MFARequiredError {
		return &authing.MFARequiredError{Token: userToken, Err: *e}
	}
	const core = `{"uniqueId":"u","statusCode":403,"apiCode":1636,"message":"factor","data":`
	tests := map[string]struct {
		status int
		body   string
		want   []error
	}{
		"object":               {200, `{"errors":[{"message":{"code":2333,"message":"wrong","data":{"a":1}},"locations":[]}],"data":{"login":null}}`, []error{refusal(2333, "wrong", 200, `{"a":1}`)}},
		"object, data null":    {200, `{"errors":[{"message":{"code":2333,"message":"wrong","data":null}}],"data":null}`, []error{refusal(2333, "wrong", 200, "")}},
		"code in quotes":       {200, `{"errors":[{"message":{"code":"2333","message":"wrong"}}]}`, []error{refusal(2333, "wrong", 200, "")}},
		"no code":              {200, `{"errors":[{"message":{"message":"wrong"}}]}`, []error{refusal(0, "wrong", 200, "")}},
		"code no number":       {200, `{"errors":[{"message":{"code":"E_BAD","message":"wrong"}}]}`, []error{refusal(0, "wrong", 200, "")}},
		"message no text":      {200, `{"errors":[{"message":{"code":2333,"message":{"a":1}}}]}`, []error{refusal(2333, "", 200, "")}},
		"string":               {200, `{"errors":[{"message":"Cannot query field \"x\""}]}`, []error{refusal(0, `Cannot query field "x"`, 200, "")}},
		"string, HTTP 400":     {400, `{"errors":[{"message":"Cannot query field"}]}`, []error{refusal(0, "Cannot query field", 400, "")}},
		"object, HTTP 500":     {500, `{"errors":[{"message":{"code":1000,"message":"busy"}}]}`, []error{refusal(1000, "busy", 500, "")}},
		"JSON in a string":     {200, `{"errors":[{"message":"{\"code\":2026,\"message\":\"exists\",\"data\":[1]}"}]}`, []error{refusal(2026, "exists", 200, `[1]`)}},
		"brace in a string":    {200, `{"errors":[{"message":"{oops"}]}`, []error{refusal(0, "{oops", 200, "")}},
		"data of another type": {200, `{"errors":[{"message":{"code":2333,"message":"wrong"}}],"data":{"login":7}}`, []error{refusal(2333, "wrong", 200, "")}},
		"error as text":        {200, `{"errors":["wrong"]}`, []error{refusal(0, "wrong", 200, "")}},
		"error without list":   {200, `{"errors":{"message":"wrong"}}`, []error{refusal(0, "wrong", 200, "")}},
		"error empty":          {200, `{"errors":[{}]}`, []error{refusal(0, "an error without a message", 200, "")}},
		"error null":           {200, `{"errors":[null]}`, []error{refusal(0, "an error without a message", 200, "")}},
		"error a number":       {200, `{"errors":[7]}`, []error{refusal(0, "an error without a message", 200, "")}},
		"two alike":            {200, `{"errors":[{"message":{"code":1,"message":"a"}},{"message":{"code":1,"message":"a"}}]}`, []error{refusal(1, "a", 200, "")}},
		"two that differ":      {200, `{"errors":[{"message":{"code":1,"message":"a"}},{"message":"b"}]}`, []error{refusal(1, "a", 200, ""), refusal(0, "b", 200, "")}},
		"values sent":          {400, `{"errors":[{"message":"Variable \"$p\" got invalid value \"` + password + `\"; Expected type Int: ` + password + `"}]}`, []error{refusal(0, `Variable "$p" got invalid value [redacted]`, 400, "")}},
		"long":                 {200, `{"errors":[{"message":"` + strings.Repeat("€", 1000) + `"}]}`, []error{refusal(0, strings.Repeat("€", 341)+"…", 200, "")}},
		"gateway":              {200, `{"code":2020,"message":"sign in"}`, []error{refusal(2020, "sign in", 200, "")}},
		"gateway, HTTP 401":    {401, `{"code":2206,"message":"expired","data":{"a":1}}`, []error{refusal(2206, "expired", 401, `{"a":1}`)}},
		"core's other shape":   {403, core + `{"mfaToken":"` + userToken + `"}}`, []error{factor(refusal(1636, "factor", 403, `{"mfaToken":"`+userToken+`"}`))}},
		"core, no token":       {403, core + `{"mfaToken":""}}`, []error{refusal(1636, "factor", 403, `{"mfaToken":""}`)}},
		"core, token no text":  {403, core + `{"mfaToken":7}}`, []error{refusal(1636, "factor", 403, `{"mfaToken":7}`)}},
		"core, data no object": {403, core + `"x"}`, []error{refusal(1636, "factor", 403, `"x"`)}},
		"core, no data":        {403, core + `null}`, []error{refusal(1636, "factor", 403, "")}},
		"core, no API code":    {403, `{"statusCode":403,"message":"no"}`, []error{refusal(403, "no", 403, "")}},
		"core, API code 0":     {403, `{"statusCode":403,"apiCode":0,"message":"no"}`, []error{refusal(403, "no", 403, "")}},
		"core, in an error":    {200, `{"errors":[{"message":{"statusCode":499,"apiCode":2333,"message":"wrong"}}]}`, []error{refusal(2333, "wrong", 200, "")}},
		"first login": {200, `{"errors":[{"message":{"code":1639,"message":"first ` + userToken + `","data":{"token":"` + userToken + `"}}}]}`, []error{
			&authing.FirstLoginError{Token: userToken, Err: *refusal(1639, "first [redacted]", 200, `{"token":"`+userToken+`"}`)},
		}},
		"first login, no token": {200, `{"errors":[{"message":{"code":1639,"message":"first","data":{}}}]}`, []error{refusal(1639, "first", 200, "{}")}},
		"a factor among others": {200, `{"errors":[{"message":"b"},{"message":{"code":1636,"message":"factor","data":{"mfaToken":"` + userToken + `"}}}]}`, []error{
			refusal(0, "b", 200, ""), factor(refusal(1636, "factor", 200, `{"mfaToken":"`+userToken+`"}`)),
		}},
		"OAuth":           {400, `{"error":"invalid_grant","error_description":"no such user"}`, []error{oauth(authing.InvalidGrant, "no such user", 400)}},
		"OAuth, no words": {401, `{"error":"invalid_client"}`, []error{oauth(authing.InvalidClient, "", 401)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := send(t.Context(), newPerson(t, through(always(test.status, test.body))), login, nil)
			got := []error{err}
			if joined, ok := err.(interface{ Unwrap() []error }); ok {
				got = joined.Unwrap()
			}
			if diff := cmp.Diff(test.want, got, cmp.Comparer(func(a, b authing.Raw) bool { return string(a) == string(b) })); diff != "" {
				t.Error(diff)
			}
			checkPrinting(t, err)
		})
	}
}

func TestErrorsJoined(t *testing.T) {
	body := `{"errors":[{"message":{"code":2026,"message":"a"}},{"message":{"code":2020,"message":"b"}}]}`
	_, err := send(t.Context(), newPerson(t, through(always(200, body))), login, nil)
	first, ok := errors.AsType[*authing.Error](err)
	if !ok || first.Code != 2026 || !errors.Is(err, authing.Code(2020)) {
		t.Errorf("error %v", err)
	}
	var many strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&many, `,{"message":{"code":%d}}`, i)
	}
	_, err = send(t.Context(), newPerson(t, through(always(200, `{"errors":[{"message":"x"}`+many.String()+`]}`))), login, nil)
	if lines := strings.Count(err.Error(), "\n") + 1; lines != mostErrors {
		t.Errorf("%d errors are kept", lines)
	}
}

// TestAnswersWithoutData tells an answer that says nothing from one that says that there
// is nothing.
func TestAnswersWithoutData(t *testing.T) {
	for body, want := range map[string]string{
		`{"data":null}`: "authing: Login: user host: the answer holds neither data nor errors (HTTP 200)",
		`{"code":1000,"message":"busy","data":null}`: "authing: Login: busy (code 1000)",
		`{"code":"1000","data":null}`:                "authing: Login: the service is busy (code 1000)",
		`{"code":1000.0,"data":null}`:                "authing: Login: the service is busy (code 1000)",
		`{"code":1000,"message":"two\nlines"}`:       "authing: Login: two lines (code 1000)",
	} {
		_, err := send(t.Context(), newPerson(t, through(always(200, body))), login, nil)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
}

// TestManyErrorsAreNotDecoded bounds the memory that a hostile list of errors takes.
func TestManyErrorsAreNotDecoded(t *testing.T) {
	body := `{"errors":[` + strings.Repeat("{},", 1<<20) + `{}]}`
	client := newPerson(t, through(always(200, body)))
	var before, after goruntime.MemStats
	goruntime.ReadMemStats(&before)
	_, err := send(t.Context(), client, login, nil)
	goruntime.ReadMemStats(&after)
	if err == nil {
		t.Error("no error")
	}
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 16*uint64(len(body)) {
		t.Errorf("%d bytes were allocated for an answer of %d", taken, len(body))
	}
}

func TestAnswersThatAreFine(t *testing.T) {
	for name, body := range map[string]string{
		"no errors":    `{"data":{"login":{"_id":"1"}}}`,
		"errors null":  `{"data":{"login":{"_id":"1"}},"errors":null}`,
		"errors empty": `{"errors":[],"data":{"login":{"_id":"1"}},"extensions":{}}`,
		"space around": "\n " + `{"data":{"login":{"_id":"1"}}}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			data, err := send(t.Context(), newPerson(t, through(always(200, body))), login, nil)
			if err != nil || data.Login == nil || data.Login.ID != "1" {
				t.Errorf("answer %+v, error %v", data.Login, err)
			}
		})
	}
	for _, body := range []string{`{"data":{"login":null}}`, `{"data":{}}`} {
		data, err := send(t.Context(), newPerson(t, through(always(200, body))), login, nil)
		if err != nil || data.Login != nil {
			t.Errorf("answer %+v, error %v", data.Login, err)
		}
	}
}

// TestDataOutlivesTheBuffer reads two answers, one after the other, through the buffer
// that both share.
func TestDataOutlivesTheBuffer(t *testing.T) {
	bodies := []string{`{"errors":[{"message":{"code":1,"message":"a","data":"first"}}]}`, `{"errors":[{"message":{"code":2,"message":"b","data":"other"}}]}`}
	client := newPerson(t, through(transport(func(*http.Request) (*http.Response, error) {
		body := bodies[0]
		bodies = bodies[1:]
		return reply(200, body), nil
	})))
	_, first := send(t.Context(), client, login, nil)
	_, _ = send(t.Context(), client, login, nil)
	refusal, ok := errors.AsType[*authing.Error](first)
	if !ok || string(refusal.Data) != `"first"` {
		t.Errorf("error %v", first)
	}
}

func FuzzEnvelope(f *testing.F) {
	for _, seed := range []string{
		`{"data":{"login":{"_id":"1","token":"t","count":1}}}`,
		`{"errors":[{"message":{"code":2333,"message":"m","data":{}}}],"data":null}`,
		`{"errors":[{"message":"{\"code\":2333}"}]}`,
		`{"errors":{"message":"got invalid value 1"}}`,
		`{"error":"invalid_grant","error_description":"d"}`,
		`{"uniqueId":"u","statusCode":403,"apiCode":"1636","message":"m"}`,
		`{"uniqueId":"u","statusCode":403,"apiCode":1636,"message":"m","data":{"mfaToken":"t","email":null,"phone":1}}`,
		`{"uniqueId":"u","statusCode":200,"apiCode":0,"message":"m","data":{"token":"t"}}`,
		`{"code":1639,"message":"m","data":{"token":"t"}}`,
		`{"errors":[{"message":{"code":1636,"message":"m","data":{"mfaToken":"t"}}}]}`,
		`{"code":200,"message":"m","data":{"token":"t"}}`,
		`<html>`, ``, `null`, `[]`, `{"data":`,
	} {
		f.Add(200, seed)
		f.Add(400, seed)
	}
	client, err := New("POOL", Settings{Mode: SessionCredential})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		for _, op := range []Operation{
			login,
			{Name: "Login", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Answer: AnswerBody}},
			{Name: "Login", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Answer: AnswerData}},
			{Name: "Login", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Answer: AnswerMessage}},
			{Name: "Login", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Answer: AnswerStatus}},
		} {
			call := client.Call(op)
			call.status = status
			var data loginData
			var err error
			switch {
			case op.Endpoint == nil:
				err = call.readGraphQL(status, []byte(body), &data)
			case op.Endpoint.Answer == AnswerStatus, op.Endpoint.Answer == AnswerMessage: // which fit no login
				var any map[string]any
				err = call.readEndpoint(status, []byte(body), &any)
			default:
				err = call.readEndpoint(status, []byte(body), &data)
			}
			if failed(status) && err == nil {
				t.Errorf("HTTP %d is fine", status)
			}
			if err == nil {
				continue
			}
			if !strings.HasPrefix(err.Error(), "authing: Login: ") {
				t.Errorf("error %q does not name the operation", err)
			}
			// Ten messages of the longest kind, each with its description.
			if longest := mostErrors * (2*longestMessage + 100); len(err.Error()) > longest {
				t.Errorf("the error's text has %d bytes", len(err.Error()))
			}
		}
	})
}
