package management_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// TestNewRefuses is about settings that no client can work with.
func TestNewRefuses(t *testing.T) {
	recorder := boxed.Record(t)
	const noURL = "is not an absolute http or https URL"
	secret, token := management.WithSecret("secret"), management.WithToken("token")
	tests := []struct {
		pool               string
		options            []management.Option
		parameter, problem string
	}{
		{"", []management.Option{secret}, "pool ID", "is required"},
		{"pool", nil, "the pool's secret or a manager's token", "is required"},
		{"pool", []management.Option{management.WithSecret("")}, "the pool's secret or a manager's token", "is required"},
		{"pool", []management.Option{secret, token}, "the pool's secret and a manager's token", "are both given: give one of them"},
		{"pool", []management.Option{secret, management.WithPasswordKey("")}, "WithPasswordKey", "is empty"},
		{"pool", []management.Option{secret, management.WithPasswordKey("no PEM")}, "WithPasswordKey", "is not in PEM"},
		{"pool", []management.Option{secret, management.WithOrigin("localhost:8080")}, "WithOrigin", noURL},
		{"pool", []management.Option{secret, management.WithOrigin("")}, "WithOrigin", noURL},
		{"pool", []management.Option{token, management.WithHost(authing.HostOAuth, "oauth.example.com")}, `WithHost("oauth")`, noURL},
		{"pool", []management.Option{token, management.WithHost("other", "https://example.com")}, `WithHost("other")`, "names no role of a host"},
		{"pool", []management.Option{token, management.WithTimeout(-time.Second)}, "WithTimeout", "must be positive"},
		{"pool", []management.Option{token, management.WithResponseLimit(0)}, "WithResponseLimit", "must be positive"},
		{"pool", []management.Option{token, management.WithHTTPClient(nil)}, "WithHTTPClient", "is nil"},
	}
	for _, test := range tests {
		client, err := management.New(test.pool, append([]management.Option{management.WithOrigin(recorder.URL)}, test.options...)...)
		got, _ := errors.AsType[*authing.InputError](err)
		want := &authing.InputError{Operation: "New", Parameter: test.parameter, Problem: test.problem}
		if diff := cmp.Diff(want, got); diff != "" || client != nil {
			t.Errorf("got the client %v and %v (-want +got):\n%s", client, err, diff)
		}
	}
	if sent := recorder.Count(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// TestMistakes makes every mistake that can be seen before anything is sent, the
// exchange of the secret included.
func TestMistakes(t *testing.T) {
	recorder := boxed.Record(t)
	box := boxed.Start(t)
	client, err := management.New(box.PoolID, management.WithSecret(box.Secret),
		management.WithOrigin(recorder.URL), management.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	mistakes := append(boxed.Mistakes(),
		boxed.MissingAny("Authz.DeleteGroup", "", "id"),
		boxed.MissingAny("RefreshThirdPartyToken", "", "userID"),
		boxed.MissingAny("RefreshToken", "", "userID"),
		boxed.MissingAny("Remove", management.RemoveInput{}, "IDs"),
		boxed.MissingAny("UserPatch", []string(nil), "ids"),
		boxed.Mistake{Method: "UserPatch", Input: []string{boxed.AdaID, ""}, Parameter: "ids", Problem: "has an empty element"},
		boxed.Mistake{Method: "UserPatch", Input: []string{"a,b"}, Parameter: "ids", Problem: "has an element with a comma in it"},
	)
	exchange := management.AuthingTokenToOIDCTokenInput{ClientID: "app", ClientSecret: "key", AuthingToken: "token"}
	mistakes = append(mistakes, boxed.Missing("AuthingTokenToOIDCToken", exchange, "ClientID", "ClientSecret", "AuthingToken")...)
	code := management.VerifyPhoneCodeInput{Phone: boxed.AdaPhone, PhoneCode: "1234"}
	mistakes = append(mistakes, boxed.Missing("VerifyPhoneCode", code, "Phone", "PhoneCode")...)
	boxed.CheckMistakes(t, client, recorder, mistakes)
	// These take nothing that could be wrong; the mistakes of Do are the runtime's to test.
	free := []string{"All", "Do", "List", "Preflight", "UnbindEmail"}
	boxed.SameMethods(t, "with a mistake", client, boxed.Named(mistakes, free...))
}

// TestWrongSecret shows at the first call that needs the owner token, and not at one
// that needs none.
func TestWrongSecret(t *testing.T) {
	box := boxed.Start(t)
	client, err := management.New(box.PoolID, management.WithSecret("wrong"), management.WithOrigin(box.URL))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetVerificationCode(t.Context(), boxed.AdaPhone); err != nil {
		t.Errorf("what needs no token: %v", err)
	}
	for range 2 { // a failed exchange is tried again
		if _, err := client.User(t.Context(), boxed.AdaID); !errors.Is(err, authing.CodeNotAllowed) {
			t.Errorf("what needs the owner token: %v, want %v", err, authing.CodeNotAllowed)
		}
	}
}

// TestManagersToken takes the place of the secret.
func TestManagersToken(t *testing.T) {
	box := boxed.Start(t)
	token, err := box.OwnerToken()
	if err != nil {
		t.Fatal(err)
	}
	manager := boxed.Manager(t, box, token)
	users, err := manager.List(t.Context(), management.ListInput{})
	if err != nil || users.TotalCount != 2 {
		t.Errorf("List gave %v and %v", users, err)
	}
	box.Advance(16 * 24 * time.Hour)
	if _, err := manager.List(t.Context(), management.ListInput{}); !errors.Is(err, authing.CodeSessionExpired) {
		t.Errorf("with a dead token: %v, want %v", err, authing.CodeSessionExpired)
	}
}

// TestUsersTokenManagesNothing makes every call of a manager with the token of a user.
func TestUsersTokenManagesNothing(t *testing.T) {
	box := boxed.Start(t)
	group, err := box.AddGroup("editors")
	if err != nil {
		t.Fatal(err)
	}
	client := boxed.Manager(t, box, boxed.UserToken(t, box, boxed.AdaID))
	for method, test := range map[string]struct {
		input any
		want  authing.Code
	}{
		"Authz.DeleteGroup":      {group, authing.CodeNotAllowed},
		"GetAuthedAppList":       {management.GetAuthedAppListInput{UserID: boxed.GraceID}, authing.CodeOwnedByAnotherUser},
		"List":                   {management.ListInput{}, authing.CodeNotAllowed},
		"Logout":                 {boxed.GraceID, authing.CodeOwnedByAnotherUser},
		"RefreshThirdPartyToken": {boxed.GraceID, authing.CodeNotAllowed},
		"RefreshToken":           {boxed.GraceID, authing.CodeNotAllowed},
		"Remove":                 {management.RemoveInput{IDs: []string{boxed.GraceID}}, authing.CodeNotAllowed},
		"UnbindEmail":            {management.UnbindEmailInput{User: boxed.GraceID}, authing.CodeOwnedByAnotherUser},
		"Update":                 {management.UpdateInput{ID: boxed.GraceID, Nickname: new("G")}, authing.CodeOwnedByAnotherUser},
		"User":                   {boxed.GraceID, authing.CodeOwnedByAnotherUser},
		"UserPatch":              {[]string{boxed.GraceID}, authing.CodeNotAllowed},
		"VerifyPhoneCode":        {management.VerifyPhoneCodeInput{Phone: boxed.AdaPhone, PhoneCode: "1234"}, authing.CodeNotAllowed},
	} {
		if err := boxed.Call(t.Context(), client, method, test.input); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", method, err, test.want)
		}
	}
}
