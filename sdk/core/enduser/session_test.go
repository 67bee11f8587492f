package enduser_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// answers stands for the service: it answers with what is there for the path, or for the
// GraphQL operation, and keeps what it was asked.
type answers struct {
	bodies map[string]string
	seen   []*http.Request
	sent   []string // the bodies, in the same order
}

func (a *answers) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	a.seen, a.sent = append(a.seen, req), append(a.sent, string(body))
	for key, answer := range a.bodies {
		if req.URL.Path == key || strings.Contains(string(body), `"operationName":"`+key+`"`) {
			return &http.Response{StatusCode: 200, Header: make(http.Header), Body: io.NopCloser(strings.NewReader(answer))}, nil
		}
	}
	return nil, fmt.Errorf("nothing is there for %s", req.URL.Path)
}

// token is that of a person who has signed in.
func token(user string) authing.Secret {
	encode := base64.RawURLEncoding.EncodeToString
	return authing.Secret(encode([]byte(`{}`)) + "." + encode([]byte(`{"data":{"id":"`+user+`"}}`)) + ".s")
}

func newClient(t *testing.T, service *answers, options ...enduser.Option) *enduser.Client {
	t.Helper()
	client, err := enduser.New("POOL", "APP", append(options, enduser.WithHTTPClient(&http.Client{Transport: service}))...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// tokenOf returns the token of the session, or "" where nobody is signed in.
func tokenOf(t *testing.T, client *enduser.Client) authing.Secret {
	t.Helper()
	token, err := client.Token(t.Context())
	if err != nil && !errors.Is(err, authing.ErrNoSession) {
		t.Error(err)
	}
	return token
}

// TestLanguage sends the language that was chosen, beside the other headers of the API.
func TestLanguage(t *testing.T) {
	service := &answers{bodies: map[string]string{"GetCurrentUser": `{"data":{"user":{"id":"U1"}}}`}}
	for want, options := range map[string][]enduser.Option{
		"zh-CN": {enduser.WithToken(token("U1"))},
		"en-US": {enduser.WithToken(token("U1")), enduser.WithLanguage(authing.LanguageChinese), enduser.WithLanguage(authing.LanguageEnglish)},
	} {
		service.seen = nil
		if _, err := newClient(t, service, options...).GetCurrentUser(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for name, values := range service.seen[0].Header {
			if strings.HasPrefix(name, "X-Authing-") {
				got[name] = strings.Join(values, ", ")
			}
		}
		all := map[string]string{
			"X-Authing-Userpool-Id": "POOL", "X-Authing-App-Id": "APP", "X-Authing-Request-From": "sdk",
			"X-Authing-Sdk-Version": "go:" + authing.Version, "X-Authing-Lang": want,
		}
		if diff := cmp.Diff(all, got); diff != "" {
			t.Error(diff)
		}
	}
	const problem = `authing: New: WithLanguage must be LanguageChinese ("zh-CN") or LanguageEnglish ("en-US")`
	if _, err := enduser.New("POOL", "APP", enduser.WithLanguage("en")); err == nil || err.Error() != problem {
		t.Errorf("error %v", err)
	}
	if _, err := management.New("POOL", management.WithSecret("S"), management.WithLanguage("")); err == nil || err.Error() != problem {
		t.Errorf("error %v", err)
	}
}

// TestLogoutEndsTheSession, whether the service says that it is over now or was before.
func TestLogoutEndsTheSession(t *testing.T) {
	for name, test := range map[string]struct {
		answer string
		code   authing.Code // 0 for success
		over   bool
	}{
		"now":                  {`{"code":200,"message":"bye"}`, 0, true},
		"without a word":       {`{"code":200}`, 0, true},
		"in the other form":    {`{"uniqueId":"u","statusCode":200,"message":"bye","apiCode":0,"data":null}`, 0, true},
		"before":               {`{"code":1010001,"message":"over"}`, authing.CodeIDTokenInvalid, true},
		"before, in the other": {`{"uniqueId":"u","statusCode":401,"message":"over","apiCode":2020,"data":null}`, authing.CodeNotSignedIn, true},
		"refused":              {`{"code":1000,"message":"busy"}`, authing.CodeServiceBusy, false},
	} {
		t.Run(name, func(t *testing.T) {
			service := &answers{bodies: map[string]string{"/api/v2/logout": test.answer}}
			client := newClient(t, service, enduser.WithToken(token("U1")))
			_, err := client.Logout(t.Context())
			if (err == nil) != (test.code == 0) || err != nil && !errors.Is(err, test.code) {
				t.Errorf("error %v, want code %d", err, int(test.code))
			}
			if over := tokenOf(t, client) == ""; over != test.over || errors.Is(err, authing.ErrSessionEnded) != (test.over && err != nil) {
				t.Errorf("over: %v, error %v", over, err)
			}
			req := service.seen[0]
			if req.Method != "GET" || req.URL.RawQuery != "app_id=APP" || req.Header.Get("Authorization") != "Bearer "+token("U1").Reveal() {
				t.Errorf("%s %s with %v", req.Method, req.URL, req.Header)
			}
		})
	}
}

// TestSecondFactor goes on from a sign-in that is refused.
func TestSecondFactor(t *testing.T) {
	service := &answers{bodies: map[string]string{
		"LoginByPhoneCode":        `{"errors":[{"message":{"code":1636,"message":"factor","data":{"mfaToken":"FACTOR","phone":"13100000042"}}}],"data":null}`,
		"/api/v2/mfa/totp/verify": `{"code":200,"data":{"id":"U1","token":"` + token("U1").Reveal() + `"}}`,
	}}
	client := newClient(t, service)
	_, err := client.LoginByPhoneCode(t.Context(), enduser.LoginByPhoneCodeInput{Phone: "13100000042", Code: "1234"})
	required, ok := errors.AsType[*authing.MFARequiredError](err)
	if !ok || required.Token != "FACTOR" || required.Phone != "13100000042" || tokenOf(t, client) != "" {
		t.Fatalf("error %v of type %T", err, err)
	}
	if _, err := client.MFA.VerifyTOTP(t.Context(), enduser.MFAVerifyTOTPInput{MFAToken: required.Token, TOTP: "123456"}); err != nil {
		t.Fatal(err)
	}
	if got := service.seen[1].Header.Get("Authorization"); got != "Bearer FACTOR" || service.sent[1] != `{"totp":"123456"}` {
		t.Errorf("Authorization %q, body %s", got, service.sent[1])
	}
	if tokenOf(t, client) != token("U1") {
		t.Error("the second factor started no session")
	}
}

// TestUpdateIDToken goes on with the fresh token.
func TestUpdateIDToken(t *testing.T) {
	service := &answers{bodies: map[string]string{"/api/v2/users/refresh-token": `{"code":200,"data":{"id":"U1","token":"` + token("fresh").Reveal() + `"}}`}}
	client := newClient(t, service, enduser.WithToken(token("U1")))
	if _, err := client.UpdateIDToken(t.Context()); err != nil || tokenOf(t, client) != token("fresh") {
		t.Errorf("error %v", err)
	}
	if got := service.seen[0].Header.Get("Authorization"); got != "Bearer "+token("U1").Reveal() {
		t.Errorf("Authorization %q", got)
	}
}

// TestUpdateIDTokenComesTooLate leaves a session as it is that ended while the fresh token
// was on its way, and hands the token over all the same.
func TestUpdateIDTokenComesTooLate(t *testing.T) {
	service := &answers{bodies: map[string]string{
		"/api/v2/users/refresh-token": `{"code":200,"data":{"id":"U1","token":"` + token("fresh").Reveal() + `"}}`,
		"/api/v2/logout":              `{"code":200,"message":"ok"}`,
	}}
	var client *enduser.Client
	meanwhile := func(next authing.Send) authing.Send {
		return func(ctx context.Context, attempt authing.Attempt) authing.Outcome {
			if attempt.Operation == "UpdateIDToken" {
				if _, err := client.Logout(ctx); err != nil {
					t.Error(err)
				}
			}
			return next(ctx, attempt)
		}
	}
	client = newClient(t, service, enduser.WithToken(token("U1")), enduser.WithMiddleware(meanwhile))
	user, err := client.UpdateIDToken(t.Context())
	if err != nil || user.Token != token("fresh") || tokenOf(t, client) != "" {
		t.Errorf("the session came back: %v, error %v", tokenOf(t, client) != "", err)
	}
}

// TestUserOfTheToken fills in whom the session is of, and sends nothing where the token
// does not say.
func TestUserOfTheToken(t *testing.T) {
	service := &answers{bodies: map[string]string{"UpdateProfile": `{"data":{"updateUser":{"id":"U1"}}}`}}
	in := enduser.UpdateProfileInput{Nickname: new("Ada")}
	if _, err := newClient(t, service, enduser.WithToken(token("U1"))).UpdateProfile(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(service.sent[0], `"id":"U1"`) {
		t.Errorf("sent %s", service.sent[0])
	}
	_, err := newClient(t, service, enduser.WithToken("opaque")).UpdateProfile(t.Context(), in)
	if _, ok := errors.AsType[*authing.InputError](err); !ok || len(service.sent) != 1 {
		t.Errorf("%d requests, error %v", len(service.sent), err)
	}
}
