package boxed

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Recorder is a server that refuses everything and counts what arrives.
type Recorder struct {
	URL   string
	count atomic.Int64
}

// Record starts a recorder.
func Record(t testing.TB) *Recorder {
	t.Helper()
	r := new(Recorder)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		r.count.Add(1)
		http.Error(w, "nothing should arrive here", http.StatusTeapot)
	}))
	t.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

// Count is how many requests arrived so far.
func (r *Recorder) Count() int64 { return r.count.Load() }

// required is the problem of a parameter that is not given.
const required = "is required"

// Mistake is a call that is refused before anything is sent.
type Mistake struct {
	Method    string
	Input     any
	Parameter string
	Problem   string
}

// Missing are the mistakes of leaving out one required field after the other of an
// input that is complete otherwise.
func Missing[T any](method string, complete T, fields ...string) []Mistake {
	var mistakes []Mistake
	for _, field := range fields {
		in := complete
		reflect.ValueOf(&in).Elem().FieldByName(field).SetZero()
		mistakes = append(mistakes, Mistake{method, in, field, required})
	}
	return mistakes
}

// MissingAny is the mistake of giving none of the combinations of parameters of
// which one is required.
func MissingAny(method string, input any, parameters string) Mistake {
	return Mistake{method, input, parameters, required}
}

// CheckMistakes makes every mistake with client, whose requests would arrive at the
// recorder, and sees that the error says what is wrong and that nothing was sent.
func CheckMistakes(t *testing.T, client any, recorder *Recorder, mistakes []Mistake) {
	t.Helper()
	for _, m := range mistakes {
		t.Run(m.Method+"/"+m.Parameter, func(t *testing.T) {
			err := Call(t.Context(), client, m.Method, m.Input)
			got, _ := errors.AsType[*authing.InputError](err)
			want := &authing.InputError{Operation: m.Method, Parameter: m.Parameter, Problem: m.Problem}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("failed with %v (-want +got):\n%s", err, diff)
			}
			if sent := recorder.Count(); sent != 0 {
				t.Errorf("%d requests were sent", sent)
			}
		})
	}
}

// Call calls a method of client by its name and returns its error; of a method that
// gives an iterator the error of the first element.
func Call(ctx context.Context, client any, method string, input any) error {
	receiver := reflect.ValueOf(client)
	if group, name, ok := strings.Cut(method, "."); ok {
		receiver, method = receiver.Elem().FieldByName(group), name
	}
	results := receiver.MethodByName(method).Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(input)})
	last := results[len(results)-1]
	if last.Kind() == reflect.Func { // an iterator
		for _, failed := range last.Seq2() {
			err, _ := failed.Interface().(error)
			return err
		}
		return nil
	}
	err, _ := last.Interface().(error)
	return err
}

// Named is the set of the methods that mistakes are about, with some more.
func Named(mistakes []Mistake, more ...string) map[string]bool {
	set := make(map[string]bool)
	for _, m := range mistakes {
		set[m.Method] = true
	}
	for _, method := range more {
		set[method] = true
	}
	return set
}

// Mistakes are the mistakes that can be made with the methods that both clients have.
func Mistakes() []Mistake {
	mistakes := []Mistake{
		{"CheckLoginStatus", authing.Secret(""), "token", required},
		{"SendChangeEmailVerifyCode", "", "email", required},
		{"SendResetPasswordEmail", "", "email", required},
		{"SendVerifyEmail", "", "email", required},
		{"User", "", "id", required},
		{"GetVerificationCode", "", "phone", required},
		{"SendOneTimePhoneCode", "", "phone", required},
		{"SendRegisterPhoneCode", "", "phone", required},
		{"Logout", "", "userID", required},
		{"UploadAvatar", authing.File{Name: "me.png"}, "Content", required},
		{"Update", authing.UpdateInput{}, "ID", required},
		{
			"Update", authing.UpdateInput{ID: AdaID, Photo: new(""), PhotoFile: &authing.File{Content: strings.NewReader("")}},
			"PhotoFile", "is given together with Photo: give one of the two",
		},
		{
			"Update", authing.UpdateInput{ID: AdaID, Password: authing.Secret(strings.Repeat("x", 1000)), OldPassword: Password},
			"Password", "is longer than the 245 bytes that the password key can encrypt",
		},
		MissingAny("UserExist", authing.UserExistInput{}, "Phone, Username, or Email"),
	}
	return slices.Concat(mistakes, loginMistakes(), oidcMistakes(), publishedMistakes(),
		Missing("ChangePassword", authing.ChangePasswordInput{Email: AdaEmail, Password: Password, VerifyCode: "1234"}, "Email", "Password", "VerifyCode"),
		Missing("GetAuthedAppList", authing.GetAuthedAppListInput{UserID: AdaID}, "UserID"),
		Missing("RevokeAuthedApp", authing.RevokeAuthedAppInput{UserID: AdaID, AppID: "app"}, "UserID", "AppID"),
		Missing("UpdateEmail", authing.UpdateEmailInput{Email: AdaEmail, EmailCode: "1234"}, "Email", "EmailCode"),
		Missing("UpdatePhone", authing.UpdatePhoneInput{Phone: AdaPhone, PhoneCode: "1234"}, "Phone", "PhoneCode"),
		Missing("VerifyResetPasswordVerifyCode", authing.VerifyResetPasswordVerifyCodeInput{Email: AdaEmail, VerifyCode: "1234"}, "Email", "VerifyCode"),
		ssoMistakes(),
		Missing("SSOLogoutURL", authing.SSOLogoutURLInput{Domain: "my-app", AppID: "app", RedirectURI: "https://example.com"}, "Domain", "AppID", "RedirectURI"),
	)
}

// loginMistakes are those of signing in and registering.
func loginMistakes() []Mistake {
	const (
		ofLogin    = "Email and Password, Username and Password, or UnionID"
		ofRegister = "Email and Password, Phone and PhoneCode, or UnionID"
		noNumber   = "has to be a number of digits alone"
	)
	mistakes := []Mistake{
		MissingAny("Login", authing.LoginInput{}, ofLogin),
		MissingAny("Login", authing.LoginInput{Email: AdaEmail}, ofLogin),
		MissingAny("Login", authing.LoginInput{Username: AdaName}, ofLogin),
		MissingAny("Login", authing.LoginInput{Password: Password}, ofLogin),
		MissingAny("Register", authing.RegisterInput{}, ofRegister),
		MissingAny("Register", authing.RegisterInput{Email: AdaEmail}, ofRegister),
		MissingAny("Register", authing.RegisterInput{Phone: AdaPhone, Password: Password}, ofRegister),
		MissingAny("Register", authing.RegisterInput{Username: AdaName, Password: Password}, ofRegister),
	}
	for _, code := range []authing.Secret{"abcd", "12 34", "+1234", "-1", "12.5", "0x12", "１２３４", "99999999999"} {
		mistakes = append(mistakes, Mistake{"LoginByPhoneCode", authing.LoginByPhoneCodeInput{Phone: AdaPhone, PhoneCode: code}, "PhoneCode", noNumber})
	}
	return slices.Concat(mistakes,
		Missing("LoginByAD", authing.LoginByADInput{ADConnectorID: "ad", Username: AdaName, Password: Password}, "ADConnectorID", "Username", "Password"),
		Missing("LoginByLDAP", authing.LoginByLDAPInput{Username: AdaName, Password: Password}, "Username", "Password"),
		Missing("LoginByPhoneCode", authing.LoginByPhoneCodeInput{Phone: AdaPhone, PhoneCode: "1234"}, "Phone", "PhoneCode"),
		Missing("LoginByPhonePassword", authing.LoginByPhonePasswordInput{Phone: AdaPhone, Password: Password}, "Phone", "Password"),
	)
}

// oidcMistakes are those of OIDC applications.
func oidcMistakes() []Mistake {
	const identifiers = "Email, Phone, Username and UnionID"
	app := authing.LoginByOIDCInput{ClientID: "app", ClientSecret: "key", Email: AdaEmail, Password: Password}
	two, social, nobody := app, app, app
	two.Username = AdaName
	social.Email, social.UnionID = "", GraceUnion
	nobody.Email = ""
	mistakes := []Mistake{
		{"LoginByOIDC", two, identifiers, "exclude each other: give one"},
		{"LoginByOIDC", social, "Password", "does not go with UnionID"},
		{"LoginByOIDC", nobody, "one of " + identifiers, required},
	}
	mistakes = append(mistakes, Missing("LoginByOIDC", app, "ClientID", "ClientSecret", "Password")...)
	refresh := authing.RefreshOIDCTokenInput{ClientID: "app", ClientSecret: "key", RefreshToken: "token"}
	return append(mistakes, Missing("RefreshOIDCToken", refresh, "ClientID", "ClientSecret", "RefreshToken")...)
}

// ssoMistakes are addresses that no browser could be sent to.
func ssoMistakes() []Mistake {
	const (
		noDomain = `must be a domain such as "my-app" or "login.example.com"`
		noURL    = "must be an absolute URL"
	)
	return []Mistake{
		{"SSOLogoutURL", authing.SSOLogoutURLInput{Domain: "https://my-app.authing.cn", AppID: "app", RedirectURI: "https://example.com"}, "Domain", noDomain},
		{"SSOLogoutURL", authing.SSOLogoutURLInput{Domain: "my-app.authing.cn/login", AppID: "app", RedirectURI: "https://example.com"}, "Domain", noDomain},
		{"SSOLogoutURL", authing.SSOLogoutURLInput{Domain: "my-app", AppID: "app", RedirectURI: "/home"}, "RedirectURI", noURL},
	}
}

// publishedMistakes are those with what the documents do not tell of.
func publishedMistakes() []Mistake {
	const ofSignIn = "Email and Password, Phone and Password, Username and Password, or UnionID"
	return slices.Concat([]Mistake{
		{"DecodeToken", authing.Secret(""), "token", required},
		{"Metadata", "", "userID", required},
		{"SendActivationEmail", "", "email", required},
		{"UserGroupList", "", "userID", required},
		{"UserPermissionList", "", "userID", required},
		{"UserRoleList", "", "userID", required},
		MissingAny("ChangeMFA", authing.ChangeMFAInput{Enable: true}, "UserID or ID"),
		MissingAny("QueryMFA", authing.QueryMFAInput{}, "UserID or ID"),
		MissingAny("SignIn", authing.SignInInput{}, ofSignIn),
		MissingAny("SignIn", authing.SignInInput{Email: AdaEmail}, ofSignIn),
	},
		Missing("ADConnectorByProvider", authing.ADConnectorByProviderInput{ProviderID: "app", ProviderType: authing.ProviderTypeOIDC}, "ProviderID", "ProviderType"),
		Missing("BindOAuth", authing.BindOAuthInput{UserID: AdaID, Type: "github", UnionID: "1", UserInfo: "{}"}, "Type", "UnionID", "UserInfo"),
		Missing("RefreshSignInToken", authing.RefreshSignInTokenInput{RefreshToken: "token"}, "RefreshToken"),
		Missing("RemoveMetadata", authing.RemoveMetadataInput{UserID: AdaID, Key: "theme"}, "UserID", "Key"),
		Missing("SetMetadata", authing.SetMetadataInput{UserID: AdaID, Key: "theme", Value: "dark"}, "UserID", "Key"),
		Missing("UnbindOAuth", authing.UnbindOAuthInput{UserID: AdaID, Type: "github"}, "Type"),
	)
}
