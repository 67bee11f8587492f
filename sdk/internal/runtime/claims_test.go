package runtime

import (
	"errors"
	"net/http"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestUserID(t *testing.T) {
	const nobody = "authing: UpdateProfile: token names nobody: the session needs the token of a sign-in, a JWT with the user's ID in sub or data.id"
	update := Operation{Name: "UpdateProfile", Host: authing.HostUser, Path: "/graphql", Credential: SessionCredential}
	silent := through(transport(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return reply(200, "{}"), nil
	}))
	for name, test := range map[string]struct {
		token authing.Secret
		want  string
		err   string
	}{
		"sub":                 {jwt(`{"sub":"U1","data":{"id":"U2"}}`), "U1", ""},
		"data.id":             {jwt(`{"data":{"id":"U2","email":"ada@example.com"}}`), "U2", ""},
		"sub empty":           {jwt(`{"sub":"","data":{"id":"U2"}}`), "U2", ""},
		"sub a number":        {jwt(`{"sub":7,"data":{"id":"U2"}}`), "U2", ""},
		"data a text":         {jwt(`{"sub":"U1","data":"x"}`), "U1", ""},
		"padded":              {"e30." + "eyJzdWIiOiJVMSJ9" + "==." + "s", "U1", ""},
		"nobody":              {jwt(`{"iat":1}`), "", nobody},
		"data without an ID":  {jwt(`{"data":{"email":"` + userToken + `"}}`), "", nobody},
		"an ID of a number":   {jwt(`{"data":{"id":7}}`), "", nobody},
		"data a list":         {jwt(`{"data":["id"]}`), "", nobody},
		"claims no object":    {jwt(`["sub"]`), "", nobody},
		"claims null":         {jwt(`null`), "", nobody},
		"no JWT":              {userToken, "", nobody},
		"no base64":           {"a.§§.c", "", nobody},
		"nobody is signed in": {"", "", "authing: UpdateProfile: nobody is signed in: sign in first, or give the client a token"},
		"with a line break":   {jwt(`{"sub":"U1"}`) + "\n", "", "authing: UpdateProfile: token has white space or a control character in it"},
	} {
		t.Run(name, func(t *testing.T) {
			id, err := newPerson(t, silent).WithSession(test.token).Call(update).UserID(t.Context())
			if id != test.want || err == nil && test.err != "" || err != nil && err.Error() != test.err {
				t.Errorf("ID %q, error %v", id, err)
			}
			if _, ok := errors.AsType[*authing.InputError](err); err != nil && !ok && !errors.Is(err, authing.ErrNoSession) {
				t.Errorf("error of type %T", err)
			}
			if err != nil {
				checkPrinting(t, err)
			}
		})
	}
	if _, err := newManager(t).UserID(t.Context()); !errors.Is(err, authing.ErrNoSession) {
		t.Errorf("an owner's client: %v", err)
	}
	var none *Client
	if _, err := none.UserID(t.Context()); err == nil {
		t.Error("a zero client names somebody")
	}
}

func FuzzSubject(f *testing.F) {
	for _, claims := range []string{`{"sub":"U1"}`, `{"data":{"id":"U2"}}`, `{"sub":1,"data":[]}`, `null`, ``, `[`} {
		f.Add(jwt(claims).Reveal())
	}
	f.Add("a.b.c")
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		client := newPerson(t).WithSession(authing.Secret(token))
		if id, err := client.UserID(t.Context()); (err == nil) != (id != "") {
			t.Errorf("ID %q, error %v", id, err)
		}
	})
}
