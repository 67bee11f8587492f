package runtime

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
)

// factorToken is what a second factor is answered with.
const factorToken = "FACTOR-TOKEN-3e0d"

// verify answers with a second factor.
var verify = Operation{Name: "VerifyTOTP", Host: authing.HostUser, Endpoint: &Endpoint{
	Field: "login", Method: http.MethodPost, Path: "/mfa", Body: JSONBody, Answer: AnswerData, Bearer: "mfaToken",
	Arguments: []Argument{{Name: "mfaToken", Variable: "token"}, {Name: "totp", Variable: "totp"}},
}}

// factor is what a generated method of a second factor sends.
type factor struct {
	Token authing.Secret `json:"token"`
	TOTP  authing.Secret `json:"totp"`
}

// TestBearerIsAnArgument sends the token that the caller gives, and nothing of the session.
func TestBearerIsAnArgument(t *testing.T) {
	var authorization, body string
	answer := `{"code":200,"data":{"_id":"1","token":"` + userToken + `"}}`
	options := []Option{through(transport(func(req *http.Request) (*http.Response, error) {
		text, err := io.ReadAll(req.Body)
		authorization, body = req.Header.Get("Authorization"), string(text)
		return reply(200, answer), err
	}))}
	person := newPerson(t, options...)
	for name, client := range map[string]*Client{"signed in": person, "signed out": person.WithSession(""), "an owner's": newManager(t, options...)} {
		data, err := send(t.Context(), client, verify, &factor{factorToken, "123456"})
		if err != nil || data.Login == nil || data.Login.Token != userToken {
			t.Errorf("%s: answer %v, error %v", name, data.Login, err)
		}
		if authorization != "Bearer "+factorToken || body != `{"totp":"123456"}` {
			t.Errorf("%s: Authorization %q, body %s", name, authorization, body)
		}
	}
	// What the service says of that token says nothing of the session, or of the owner token.
	answer = `{"code":2206,"message":"` + factorToken + ` has expired"}`
	for name, client := range map[string]*Client{"a person's": person, "an owner's": newManager(t, options...)} {
		_, err := send(t.Context(), client, verify, &factor{factorToken, "123456"})
		if want := "authing: VerifyTOTP: [redacted] has expired (code 2206)"; err == nil || err.Error() != want || errors.Is(err, authing.ErrSessionEnded) {
			t.Errorf("%s: error %v, want %s", name, err, want)
		}
	}
	if tokenOf(t, person) != userToken {
		t.Error("the session has ended")
	}
}

func TestBearerThatCannotBeSent(t *testing.T) {
	client := newPerson(t, through(transport(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return reply(200, "{}"), nil
	})))
	for token, want := range map[authing.Secret]string{
		"":                   "authing: VerifyTOTP: mfaToken is required",
		factorToken + "\r\n": "authing: VerifyTOTP: mfaToken has white space or a control character in it",
	} {
		_, err := send(t.Context(), client, verify, &factor{token, "123456"})
		if fmt.Sprint(err) != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
