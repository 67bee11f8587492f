package enduser_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
)

// TestBothFormsOfTheFactorEndpoints ends sign-ins at the addresses that this client asks,
// which are the Node.js client's, and at those that the Flutter client has for the same.
func TestBothFormsOfTheFactorEndpoints(t *testing.T) {
	box := authingtest.NewServer(t)
	id, err := box.AddUser(authingtest.User{Email: newEmail, Password: boxed.Password, MFACode: "135790"})
	if err != nil {
		t.Fatal(err)
	}
	client, err := enduser.New(box.PoolID, box.AppID, enduser.WithOrigin(box.URL))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/api/v2/mfa/totp/verify", "/api/v2/applications/mfa/totp/verify",
		"/api/v2/mfa/totp/recovery", "/api/v2/applications/mfa/totp/recovery",
	} {
		t.Run(path, func(t *testing.T) {
			_, err := client.LoginByAccount(t.Context(), enduser.LoginByAccountInput{Account: newEmail, Password: boxed.Password})
			required, ok := errors.AsType[*authing.MFARequiredError](err)
			if !ok {
				t.Fatalf("the sign-in ended with %v", err)
			}
			recovery, err := box.RecoveryCode(id)
			if err != nil {
				t.Fatal(err)
			}
			token := post(t, box.URL+path, required.Token, map[string]string{
				"authenticatorType": "totp", "totp": "135790", "recoveryCode": recovery.Reveal(),
			})
			user, err := client.WithToken(token).GetCurrentUser(t.Context())
			if err != nil || user.ID != id {
				t.Errorf("the token it gave is not hers: %v", err)
			}
		})
	}
}

// post sends JSON with a bearer token, and gives the token of the person in the answer.
func post(t *testing.T, url string, bearer authing.Secret, body map[string]string) authing.Secret {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+bearer.Reveal())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Code int
		Data struct{ Token authing.Secret }
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("HTTP %d, code %d, error %v", resp.StatusCode, answer.Code, err)
	}
	return answer.Data.Token
}
