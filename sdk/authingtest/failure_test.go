package authingtest_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// fail lets calls fail, or ends the test.
func fail(t *testing.T, box *authingtest.Server, failures ...authingtest.Failure) {
	t.Helper()
	for _, f := range failures {
		if err := box.FailNext(f); err != nil {
			t.Fatal(err)
		}
	}
}

// clientsOf gives a client of each kind that hardly wait between two attempts.
func clientsOf(t *testing.T, box *authingtest.Server) (*management.Client, *enduser.Client) {
	t.Helper()
	soon := authing.Retry{MinDelay: 1, MaxDelay: 1}
	owner, err := management.New(box.PoolID, management.WithSecret(box.Secret), management.WithOrigin(box.URL),
		management.WithPasswordKey(box.PasswordKey()), management.WithRetry(soon))
	if err != nil {
		t.Fatal(err)
	}
	person, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()), enduser.WithRetry(soon))
	if err != nil {
		t.Fatal(err)
	}
	return owner, person
}

// wantMet sees that calls have met every failure.
func wantMet(t *testing.T, box *authingtest.Server) {
	t.Helper()
	if left := box.Failures(); len(left) > 0 {
		t.Errorf("nobody met %+v", left)
	}
}

// TestARefusalInTheWordsOfTheEndpoint asks for a code at every kind of endpoint.
func TestARefusalInTheWordsOfTheEndpoint(t *testing.T) {
	const login = `mutation { signed: login(registerInClient: "p", email: "a@b.c", password: "x") { _id } }`
	ask := func(box *authingtest.Server, path string) reply { return get(t, box.URL+path) }
	tests := []struct {
		name    string
		failure authingtest.Failure
		call    func(*authingtest.Server) reply
		status  int
		want    string
	}{
		{"GraphQL", authingtest.Failure{Call: "login", Code: 2005, Message: "locked"},
			func(box *authingtest.Server) reply { return query(t, box, "", login, nil) }, http.StatusOK,
			`{"errors":[{"message":{"code":2005,"message":"locked","data":null},"locations":[{"line":1,"column":12}],"path":["signed"]}],"data":{"signed":null}}`},
		{"any GraphQL", authingtest.Failure{Call: "/graphql", Code: 1000},
			func(box *authingtest.Server) reply { return query(t, box, "", login, nil) }, http.StatusOK, `"message":{"code":1000,"message":"the service is busy","data":null}`},
		{"no query", authingtest.Failure{Code: 1000},
			func(box *authingtest.Server) reply { return query(t, box, "", "{", nil) }, http.StatusOK, `{"errors":[{"message":{"code":1000,"message":"the service is busy","data":null}}],"data":null}`},
		{"within a fragment", authingtest.Failure{Call: "login", Code: 2005},
			func(box *authingtest.Server) reply {
				text := `mutation { ...one } fragment one on Mutation { ...one ... on Mutation { login(registerInClient: "p") { _id } } }`
				return query(t, box, "", text, nil)
			}, http.StatusOK, `"path":["login"]}],"data":{"login":null}}`},
		{"SMS", authingtest.Failure{Call: "/send_smscode", Code: 500, Message: "no credit"},
			func(box *authingtest.Server) reply { return ask(box, "/send_smscode/13100000000/"+box.PoolID) }, http.StatusOK, `{"code":500,"message":"no credit"}`},
		{"SMS to one number", authingtest.Failure{Call: "/send_smscode/13100000000", Code: 500},
			func(box *authingtest.Server) reply { return ask(box, "/send_smscode/13100000000/"+box.PoolID) }, http.StatusOK, `{"code":500,`},
		{"OIDC", authingtest.Failure{Call: "/oauth/oidc/token", Code: 2005},
			func(box *authingtest.Server) reply { return post(t, box.URL+"/oauth/oidc/token", url.Values{}) }, http.StatusBadRequest,
			`{"error":"invalid_grant","error_description":"user is locked"}`},
		{"OIDC in its own words", authingtest.Failure{Call: "/oauth/oidc/me", OAuthCode: authing.InvalidClient, Message: "no such client"},
			func(box *authingtest.Server) reply { return post(t, box.URL+"/oauth/oidc/me", url.Values{}) }, http.StatusBadRequest,
			`{"error":"invalid_client","error_description":"no such client"}`},
		{"check of a QR code", authingtest.Failure{Code: 2300},
			func(box *authingtest.Server) reply { return post(t, box.URL+"/oauth/wxapp/confirm/qr", nil) }, http.StatusOK,
			`{"code":2300,"message":"verification code expired","data":{"code":2300,"message":"verification code expired"}}`},
		{"upload", authingtest.Failure{Call: "/upload", Code: 1000},
			func(box *authingtest.Server) reply { return post(t, box.URL+"/upload", nil) }, http.StatusUnauthorized, `{"error":"the service is busy"}`},
		{"a code without a meaning", authingtest.Failure{Call: "/cas/logout", Code: 9999},
			func(box *authingtest.Server) reply { return ask(box, "/cas/logout") }, http.StatusOK, `{"code":9999,"message":"refused"}`},
		{"status", authingtest.Failure{Call: "/cas/logout", Status: 429, RetryAfter: 1500 * time.Millisecond},
			func(box *authingtest.Server) reply { return ask(box, "/cas/logout") }, http.StatusTooManyRequests, `<html>Too Many Requests</html>`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			box := newBox(t)
			fail(t, box, test.failure)
			got := test.call(box)
			if got.status != test.status || !strings.Contains(got.body, test.want) {
				t.Errorf("status %d: %s, want %d: %s", got.status, got.body, test.status, test.want)
			}
			if want := map[bool]string{true: "2"}[test.failure.RetryAfter > 0]; got.header.Get("Retry-After") != want {
				t.Errorf("Retry-After %q, want %q", got.header.Get("Retry-After"), want)
			}
			if got.header.Get("Access-Control-Allow-Origin") != "*" {
				t.Error("a browser would not see it")
			}
			wantMet(t, box)
		})
	}
}

func TestFailuresThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		failure authingtest.Failure
		want    string
	}{
		"nothing":               {authingtest.Failure{Call: "login"}, "exactly one of"},
		"two ways":              {authingtest.Failure{Code: 2005, Status: 503}, "exactly one of"},
		"cut and lost":          {authingtest.Failure{Cut: true, Lose: true}, "exactly one of"},
		"negative times":        {authingtest.Failure{Cut: true, Times: -1}, "negative"},
		"negative code":         {authingtest.Failure{Code: -1}, "negative"},
		"negative wait":         {authingtest.Failure{Status: 503, RetryAfter: -1}, "negative"},
		"wait without status":   {authingtest.Failure{Cut: true, RetryAfter: 1}, "Status"},
		"message without code":  {authingtest.Failure{Status: 503, Message: "busy"}, "Message"},
		"no failure":            {authingtest.Failure{Status: 200}, "400 to 599"},
		"no status":             {authingtest.Failure{Status: 600}, "400 to 599"},
		"OAuth everywhere":      {authingtest.Failure{OAuthCode: authing.InvalidGrant}, "/oauth/oidc/token"},
		"OAuth elsewhere":       {authingtest.Failure{Call: "login", OAuthCode: authing.InvalidGrant}, "/oauth/oidc/token"},
		"misspelt field":        {authingtest.Failure{Call: "logn", Cut: true}, `no root field "logn": did you mean login?`},
		"unknown field":         {authingtest.Failure{Call: "xxxxxxxxxxxxxxxxxxxx", Cut: true}, `no root field "xxxxxxxxxxxxxxxxxxxx"`},
		"a method of a client":  {authingtest.Failure{Call: "Login", Cut: true}, "did you mean login?"},
		"misspelt path":         {authingtest.Failure{Call: "/oauth/oidc/tokens", Cut: true}, "did you mean /oauth/oidc/token?"},
		"a path that is longer": {authingtest.Failure{Call: "/graph", Cut: true}, "did you mean /graphql?"},
	}
	box := newBox(t)
	for name, test := range tests {
		err := box.FailNext(test.failure)
		if err == nil || !strings.HasPrefix(err.Error(), "authingtest: FailNext: ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
	wantMet(t, box)
}

// TestFailuresWaitInLine sees that a call meets what is meant for it only, and
// each failure as often as was asked for.
func TestFailuresWaitInLine(t *testing.T) {
	box := newBox(t)
	fail(t, box,
		authingtest.Failure{Call: "userExist", Code: 1000, Times: 2},
		authingtest.Failure{Call: "/cas/logout", Code: 2207},
		authingtest.Failure{Code: 2002},
	)
	exist := func() authing.Code {
		return refusalOf(t, query(t, box, "", `{ userExist(userPoolId: "`+box.PoolID+`", phone: "1") }`, nil))
	}
	if got := exist(); got != 1000 {
		t.Errorf("first: code %d", got)
	}
	want := []authingtest.Failure{{Call: "userExist", Code: 1000, Times: 1}, {Call: "/cas/logout", Code: 2207, Times: 1}, {Code: 2002, Times: 1}}
	if diff := cmp.Diff(want, box.Failures()); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	var got []authing.Code
	for range 3 {
		got = append(got, exist())
	}
	if diff := cmp.Diff([]authing.Code{1000, 2002, 0}, got); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	box.ClearFailures()
	wantMet(t, box)
	if answered := get(t, box.URL+"/cas/logout"); !strings.Contains(answered.body, `"code":200`) {
		t.Errorf("cleared: %s", answered.body)
	}
}

// TestClientsUnderFailures sees what the clients promise.
func TestClientsUnderFailures(t *testing.T) {
	ctx := t.Context()
	t.Run("a query survives what passes", func(t *testing.T) {
		box := newBox(t)
		owner, person := clientsOf(t, box)
		for _, f := range []authingtest.Failure{
			{Call: "user", Status: 503, Times: 2}, {Call: "user", Status: 429, RetryAfter: time.Nanosecond}, {Call: "user", Cut: true, Times: 2}, {Call: "user", Lose: true},
		} {
			fail(t, box, f)
			if user, err := owner.User(ctx, adaID); err != nil || user.ID != adaID {
				t.Errorf("%+v: %v", f, err)
			}
			wantMet(t, box)
		}
		fail(t, box, authingtest.Failure{Call: "userExist", Status: 503, Times: 3})
		_, err := person.UserExist(ctx, enduser.UserExistInput{Email: "ada@example.com"})
		if _, ok := errors.AsType[*authing.RequestError](err); !ok || !strings.Contains(err.Error(), "503") {
			t.Errorf("three times in a row: %v", err)
		}
	})
	t.Run("a lost answer is reported, and was done", func(t *testing.T) {
		box := newBox(t)
		_, person := clientsOf(t, box)
		in := enduser.RegisterInput{Email: "eve@example.com", Password: "secret"}
		for _, test := range []struct {
			failure authingtest.Failure
			done    bool
		}{{authingtest.Failure{Call: "register", Cut: true}, false}, {authingtest.Failure{Call: "register", Lose: true}, true}} {
			fail(t, box, test.failure)
			_, err := person.Register(ctx, in)
			if _, ok := errors.AsType[*authing.RequestError](err); !ok {
				t.Errorf("%+v: %v", test.failure, err)
			}
			if done, err := person.UserExist(ctx, enduser.UserExistInput{Email: in.Email}); err != nil || done != test.done {
				t.Errorf("%+v: done is %t, %v", test.failure, done, err)
			}
			wantMet(t, box)
		}
		if _, err := person.Register(ctx, in); !errors.Is(err, authing.CodeUserExists) {
			t.Errorf("again: %v", err)
		}
	})
	t.Run("a code is the error", func(t *testing.T) {
		box := newBox(t)
		_, person := clientsOf(t, box)
		fail(t, box, authingtest.Failure{Call: "login", Code: authing.CodeSignInQuotaExceeded},
			authingtest.Failure{Call: "/send_smscode", Code: authing.CodeMessageNotSent},
			authingtest.Failure{Call: "/oauth/oidc/token", OAuthCode: authing.InvalidScope})
		_, login := person.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: password})
		_, sms := person.SendOneTimePhoneCode(ctx, "13100000000")
		_, oidc := person.RefreshOIDCToken(ctx, enduser.RefreshOIDCTokenInput{ClientID: "C", ClientSecret: "S", RefreshToken: "R"})
		for _, test := range []struct{ err, want error }{
			{login, authing.CodeSignInQuotaExceeded}, {sms, authing.CodeMessageNotSent}, {oidc, authing.InvalidScope},
		} {
			if !errors.Is(test.err, test.want) {
				t.Errorf("%v, want %v", test.err, test.want)
			}
		}
		wantMet(t, box)
		if _, err := person.Login(ctx, enduser.LoginInput{Email: "ada@example.com", Password: password}); err != nil {
			t.Errorf("the next: %v", err)
		}
	})
	t.Run("who gives up stops waiting", func(t *testing.T) {
		box := newBox(t)
		_, person := clientsOf(t, box)
		fail(t, box, authingtest.Failure{Call: "login", Hang: true})
		limited, giveUp := context.WithCancel(ctx)
		go func() {
			for len(box.Failures()) > 0 {
				runtime.Gosched()
			}
			giveUp()
		}()
		if _, err := person.Login(limited, enduser.LoginInput{Email: "ada@example.com", Password: password}); !errors.Is(err, context.Canceled) {
			t.Errorf("given up: %v", err)
		}
	})
}

// TestCloseEndsWhatHangs sees that a test with a call that hangs can end.
func TestCloseEndsWhatHangs(t *testing.T) {
	box := newBox(t)
	fail(t, box, authingtest.Failure{Hang: true})
	go func() {
		for len(box.Failures()) > 0 {
			runtime.Gosched()
		}
		box.Close()
	}()
	if response, err := http.Get(box.URL + "/system/status"); err == nil {
		response.Body.Close()
		t.Errorf("status %d from a box that was closed", response.StatusCode)
	}
}
