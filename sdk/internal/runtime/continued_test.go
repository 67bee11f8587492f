package runtime

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// TestRefusalsToGoOnFrom finds the token of a second factor and of a first login, wherever
// the answer has it.
func TestRefusalsToGoOnFrom(t *testing.T) {
	endpoint := Operation{Name: "Login", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Method: http.MethodPost, Path: "/x", Body: JSONBody, Answer: AnswerData}}
	const person = `{"mfaToken":"` + userToken + `","nickname":"Ada","username":"ada","email":"ada@example.com","phone":"` + phone + `","totpMfaEnabled":true}`
	for name, test := range map[string]struct {
		op     Operation
		status int
		before string // what stands before the data
		after  string
	}{
		"GraphQL":                  {login, 200, `{"data":null,"errors":[{"message":{"code":CODE,"message":"m","data":`, `}}]}`},
		"GraphQL, HTTP 400":        {login, 400, `{"errors":[{"message":{"code":CODE,"message":"m","data":`, `}}]}`},
		"an endpoint":              {endpoint, 200, `{"code":CODE,"message":"m","data":`, `}`},
		"an endpoint, HTTP 403":    {endpoint, 403, `{"code":CODE,"message":"m","data":`, `}`},
		"another envelope":         {endpoint, 200, `{"uniqueId":"u","statusCode":403,"apiCode":CODE,"message":"m","data":`, `}`},
		"another envelope, as 403": {endpoint, 403, `{"uniqueId":"u","statusCode":403,"apiCode":CODE,"message":"m","data":`, `}`},
	} {
		t.Run(name, func(t *testing.T) {
			answer := func(code, data string) error {
				body := strings.Replace(test.before, "CODE", code, 1) + data + test.after
				_, err := send(t.Context(), newPerson(t, through(always(test.status, body))), test.op, nil)
				checkPrinting(t, err)
				return err
			}
			for _, code := range []authing.Code{authing.CodeAppMFARequired, authing.CodeMFARequired} {
				err := answer(strconv.Itoa(int(code)), person)
				required, ok := errors.AsType[*authing.MFARequiredError](err)
				if !ok {
					t.Fatalf("error %v is of type %T", err, err)
				}
				want := authing.MFARequiredError{Token: userToken, Nickname: "Ada", Username: "ada", Email: "ada@example.com", Phone: phone, Err: required.Err}
				if diff := cmp.Diff(want, *required); diff != "" {
					t.Error(diff)
				}
				checkRefusal(t, err, code)
			}

			err := answer("1639", `{"token":"`+userToken+`"}`)
			first, ok := errors.AsType[*authing.FirstLoginError](err)
			if !ok || first.Token != userToken {
				t.Fatalf("error %v is of type %T", err, err)
			}
			checkRefusal(t, err, authing.CodeFirstLoginPasswordReset)
		})
	}
}

// checkRefusal fails where err is not also the refusal that it wraps.
func checkRefusal(t *testing.T, err error, code authing.Code) {
	t.Helper()
	refusal, ok := errors.AsType[*authing.Error](err)
	if !ok || refusal.Code != code || refusal.Operation != "Login" || !json.Valid(refusal.Data) {
		t.Errorf("%v wraps %+v", err, refusal)
	}
	if !errors.Is(err, code) || errors.Is(err, authing.CodeUserExists) {
		t.Errorf("errors.Is does not find code %d alone in %v", int(code), err)
	}
}
