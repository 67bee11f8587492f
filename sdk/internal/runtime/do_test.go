package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestDo(t *testing.T) {
	type sent struct{ URL, Authorization, Body string }
	var arrivals []sent
	answer := through(transport(func(req *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		arrivals = append(arrivals, sent{req.URL.String(), req.Header.Get("Authorization"), string(body)})
		return reply(200, `{"data":{"user":{"email":"ada@example.com"}}}`), nil
	}))
	person, manager := newPerson(t, answer), newManager(t, answer)
	const users, oauth = "https://users.authing.cn/graphql", "https://oauth.authing.cn/graphql"
	const text = `query Find($id: String!) { user(id: $id) { email } }`
	tests := map[string]struct {
		client    *Client
		text      string
		variables any
		options   []authing.DoOption
		want      sent
	}{
		"person": {person, text, map[string]any{"id": 1}, nil, sent{users, "Bearer " + userToken, `{"query":"` + text + `","variables":{"id":1},"operationName":"Find"}`}},
		"nobody": {person.WithSession(""), text, nil, nil, sent{users, "", `{"query":"` + text + `","operationName":"Find"}`}},
		"owner": {manager, "{ user { email } }", &struct {
			ID string `json:"id"`
		}{"x"}, nil, sent{users, "Bearer " + managerToken, `{"query":"{ user { email } }","variables":{"id":"x"},"operationName":""}`}},
		"oauth":          {manager, "{ user { email } }", map[string]any(nil), []authing.DoOption{authing.OnHost(authing.HostOAuth)}, sent{oauth, "Bearer " + managerToken, `{"query":"{ user { email } }","operationName":""}`}},
		"one of several": {manager, "query A { a } query B { b }", nil, []authing.DoOption{authing.OperationName("B")}, sent{users, "Bearer " + managerToken, `{"query":"query A { a } query B { b }","operationName":"B"}`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			arrivals = nil
			var out struct{ User *struct{ Email string } }
			if err := test.client.Do(t.Context(), test.text, test.variables, &out, test.options...); err != nil {
				t.Fatal(err)
			}
			if out.User == nil || out.User.Email != "ada@example.com" {
				t.Errorf("the answer is %+v", out)
			}
			var want, got map[string]any
			if err := json.Unmarshal([]byte(test.want.Body), &want); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(arrivals[0].Body), &got); err != nil {
				t.Fatal(err)
			}
			if want["operationName"] == "" {
				delete(want, "operationName")
			}
			if got["operationName"] == "" {
				delete(got, "operationName")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			arrivals[0].Body = test.want.Body
			if diff := cmp.Diff([]sent{test.want}, arrivals); diff != "" {
				t.Error(diff)
			}
			if err := test.client.Do(t.Context(), test.text, test.variables, nil, test.options...); err != nil {
				t.Errorf("without an out: %v", err)
			}
		})
	}
}

func TestDoRefuses(t *testing.T) {
	client := newManager(t, through(transport(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return reply(200, "{}"), nil
	})))
	var none *struct{}
	tests := map[string]struct {
		text           string
		variables, out any
		option         authing.DoOption
		want           string
	}{
		"a mistake":            {"query {\n  user(id: \"" + password + "\" }", nil, nil, nil, "query is no GraphQL at line 2, column 30"},
		"no end":               {`{ user(id: "` + password, nil, nil, nil, "query is no GraphQL at line 1, column 28"},
		"nothing":              {"", nil, nil, nil, "query has no operation"},
		"a fragment":           {"fragment F on User { id }", nil, nil, nil, "query has no operation"},
		"two":                  {"query A { a } query B { b }", nil, nil, nil, "query has several operations: choose one with OperationName"},
		"another":              {"query A { a } query B { b }", nil, nil, authing.OperationName("C"), "OperationName names no operation of the query"},
		"a subscription":       {"subscription { a }", nil, nil, nil, "query is a subscription, which takes another way than a call"},
		"the CDN":              {"{ a }", nil, nil, authing.OnHost(authing.HostCDN), `OnHost names a host without GraphQL: give one of ["user" "oauth"]`},
		"no pointer":           {"{ a }", nil, struct{}{}, nil, "out is no pointer"},
		"pointer to nothing":   {"{ a }", nil, none, nil, "out is no pointer"},
		"variables in a list":  {"{ a }", []string{password}, nil, nil, "variables must be a map or a struct"},
		"variables in no JSON": {"{ a }", map[string]any{"a": json.RawMessage(password)}, nil, nil, "variables cannot be said in JSON"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var options []authing.DoOption
			if test.option != nil {
				options = append(options, test.option)
			}
			err := client.Do(t.Context(), test.text, test.variables, test.out, options...)
			if _, ok := errors.AsType[*authing.InputError](err); !ok {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff("authing: Do: "+test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
			checkPrinting(t, err)
		})
	}
	if err := client.Do(t.Context(), "{ a }", nil, nil, nil); err == nil {
		t.Error("a nil option was taken")
	}
}

// TestDoIsTriedAgain says which texts may arrive twice.
func TestDoIsTriedAgain(t *testing.T) {
	for text, want := range map[string]int{
		"{ a }":                          3,
		"query A { a } query B { b }":    3,
		"mutation A { a }":               1,
		"query A { a } mutation B { b }": 1,
	} {
		var arrivals int
		client := newManager(t, WithRetry(authing.Retry{MinDelay: 1, MaxDelay: 1}), through(transport(func(*http.Request) (*http.Response, error) {
			arrivals++
			return reply(503, ""), nil
		})))
		var options []authing.DoOption
		if text[0] != '{' {
			options = append(options, authing.OperationName("A"))
		}
		err := client.Do(t.Context(), text, nil, nil, options...)
		if arrivals != want || err == nil {
			t.Errorf("%s: %d arrivals, want %d; error %v", text, arrivals, want, err)
		}
	}
}

func TestDoReportsErrors(t *testing.T) {
	client := newPerson(t, through(always(200, `{"errors":[{"message":{"code":2206,"message":"over"}}]}`)))
	err := client.Do(t.Context(), "mutation Change { a }", nil, nil)
	if !errors.Is(err, authing.CodeSessionExpired) || !errors.Is(err, authing.ErrSessionEnded) || tokenOf(t, client) != "" {
		t.Errorf("error %v", err)
	}
	if want := "authing: Do(Change): over (code 2206): the session has ended: sign in again"; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
