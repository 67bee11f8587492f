package boxed

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// expired is longer than any code is good for.
const expired = 6 * time.Minute

const newPhone = "13100000009" // nobody's

// sms lets the box send a code to a phone, and gives the code.
func sms[C Methods](t *testing.T, w *World[C], phone string) authing.Secret {
	t.Helper()
	if _, err := w.Client.SendOneTimePhoneCode(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	return w.LastSMS(phone)
}

// newcomer is who registered with nothing but what the scenario adds.
func (w *World[C]) newcomer(method string) *authing.User {
	return &authing.User{
		ID: Any, Photo: DefaultPhoto, RegisterInClient: w.PoolID, RegisterMethod: method,
		SignedUp: Any, UpdatedAt: Any, Group: w.Group(),
	}
}

func registering[C Methods]() []Case[C] {
	register := func(in func(*testing.T, *World[C]) authing.RegisterInput) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			return Fails[*authing.User](t)(w.Client.Register(t.Context(), in(t, w)))
		}
	}
	with := func(in authing.RegisterInput) func(*testing.T, *World[C]) error {
		return register(func(*testing.T, *World[C]) authing.RegisterInput { return in })
	}
	return []Case[C]{
		{"Register", "by email", nil, func(t *testing.T, w *World[C]) error {
			want := w.newcomer("default:username-password")
			want.Email, want.Username = "new@example.com", "new@example.com"
			return Gives(t, want)(w.Client.Register(t.Context(), authing.RegisterInput{Email: "new@example.com", Password: Password}))
		}},
		{"Register", "by phone", nil, func(t *testing.T, w *World[C]) error {
			if _, err := w.Client.SendRegisterPhoneCode(t.Context(), newPhone); err != nil {
				return err
			}
			want := w.newcomer("default:phone-code")
			want.Phone, want.PhoneVerified = newPhone, true
			return Gives(t, want)(w.Client.Register(t.Context(), authing.RegisterInput{Phone: newPhone, PhoneCode: w.LastSMS(newPhone)}))
		}},
		{"Register", "by union ID", nil, func(t *testing.T, w *World[C]) error {
			want := w.newcomer("oauth")
			want.UnionID, want.OpenID, want.OAuth = "wechat|1", "open|1", `{"nickname":"W"}`
			return Gives(t, want)(w.Client.Register(t.Context(), authing.RegisterInput{UnionID: "wechat|1", OpenID: "open|1", OAuth: `{"nickname":"W"}`}))
		}},
		{"Register", "with a profile, and signed in at once", nil, func(t *testing.T, w *World[C]) error {
			in := authing.RegisterInput{
				Email: "new@example.com", Password: Password, Username: "newcomer", Nickname: "New", Photo: "https://example.com/me.png",
				Company: "Example", Name: "New Comer", GivenName: "New", MiddleName: "N", FamilyName: "Comer", PreferredUsername: "nc",
				Profile: "https://example.com/nc", Website: "https://nc.example.com", Gender: "F", Birthdate: "1990-01-02",
				ZoneInfo: "Asia/Shanghai", Locale: "zh-CN", Address: "Somewhere", Formatted: "1 Road\nTown", StreetAddress: "1 Road",
				Locality: "Town", Region: "Region", PostalCode: "12345", Country: "China", Browser: "a browser", Device: "a device",
				LastIP: "192.0.2.1", RegisterMethod: "import", SignedUp: "2020-01-02T03:04:05.000Z", ForceLogin: new(true), KeepPassword: new(true),
			}
			want := SignedIn(w.newcomer("import"))
			want.Email, want.Username, want.Nickname, want.Photo, want.Company = in.Email, in.Username, in.Nickname, in.Photo, in.Company
			want.Name, want.GivenName, want.MiddleName, want.FamilyName, want.PreferredUsername = in.Name, in.GivenName, in.MiddleName, in.FamilyName, in.PreferredUsername
			want.Profile, want.Website, want.Gender, want.Birthdate, want.ZoneInfo, want.Locale = in.Profile, in.Website, in.Gender, in.Birthdate, in.ZoneInfo, in.Locale
			want.Address, want.Formatted, want.StreetAddress, want.Locality = in.Address, in.Formatted, in.StreetAddress, in.Locality
			want.Region, want.PostalCode, want.Country = in.Region, in.PostalCode, in.Country
			want.Browser, want.Device, want.LastIP, want.SignedUp = in.Browser, in.Device, in.LastIP, in.SignedUp
			return Gives(t, want)(w.Client.Register(t.Context(), in))
		}},
		{"Register", "a second time", authing.CodeUserExists, with(authing.RegisterInput{Email: AdaEmail, Password: Password})},
		{"Register", "user name taken", authing.CodeUsernameTaken, with(authing.RegisterInput{Email: "new@example.com", Password: Password, Username: AdaName})},
		{"Register", "malformed email", authing.CodeInvalidEmail, with(authing.RegisterInput{Email: "new", Password: Password})},
		{"Register", "short password", authing.CodePasswordTooShort, with(authing.RegisterInput{Email: "new@example.com", Password: "12345"})},
		{"Register", "wrong code", authing.CodeWrongVerificationCode, with(authing.RegisterInput{Phone: newPhone, PhoneCode: "0000"})},
		{"Register", "code expired", authing.CodeVerificationCodeExpired, register(func(t *testing.T, w *World[C]) authing.RegisterInput {
			in := authing.RegisterInput{Phone: newPhone, PhoneCode: sms(t, w, newPhone)}
			w.Advance(expired)
			return in
		})},
		{"Register", "switched off", authing.CodeRegistrationDisabled, register(func(t *testing.T, w *World[C]) authing.RegisterInput {
			if err := w.SetRegistrationDisabled(true); err != nil {
				t.Fatal(err)
			}
			return authing.RegisterInput{Email: "new@example.com", Password: Password}
		})},
		{"UserExist", "some do, some do not", nil, func(t *testing.T, w *World[C]) error {
			for in, want := range map[authing.UserExistInput]bool{
				{Email: AdaEmail}: true, {Phone: AdaPhone}: true, {Username: AdaName}: true,
				{Email: "new@example.com"}: false, {Phone: newPhone}: false, {Username: "nobody"}: false,
			} {
				if err := Gives(t, want)(w.Client.UserExist(t.Context(), in)); err != nil {
					return err
				}
			}
			return nil
		}},
	}
}

func signingIn[C Methods]() []Case[C] {
	const mfaEmail, blockedEmail = "mfa@example.com", "blocked@example.com"
	login := func(in authing.LoginInput, more ...authingtest.User) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			for _, u := range more {
				w.Add(t, u)
			}
			return Fails[*authing.User](t)(w.Client.Login(t.Context(), in))
		}
	}
	ada := func(in authing.LoginInput) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			want := SignedIn(w.Ada())
			want.LastIP, want.Browser, want.Device = in.LastIP, in.Browser, in.Device
			return Gives(t, want)(w.Client.Login(t.Context(), in))
		}
	}
	mfa := authingtest.User{Email: mfaEmail, Password: Password, MFACode: "314159"}
	return []Case[C]{
		{"Login", "by email", nil, ada(authing.LoginInput{Email: AdaEmail, Password: Password})},
		{"Login", "by user name", nil, ada(authing.LoginInput{Username: AdaName, Password: Password})},
		{"Login", "from somewhere", nil, ada(authing.LoginInput{Email: AdaEmail, Password: Password, LastIP: "192.0.2.7", Browser: "a browser", Device: "a device"})},
		{"Login", "by union ID", nil, func(t *testing.T, w *World[C]) error {
			return Gives(t, SignedIn(w.Grace()))(w.Client.Login(t.Context(), authing.LoginInput{UnionID: GraceUnion}))
		}},
		{"Login", "with a second factor", nil, func(t *testing.T, w *World[C]) error {
			want := SignedIn(w.newcomer("default:username-password"))
			want.ID, want.Email, want.Username = w.Add(t, mfa), mfaEmail, mfaEmail
			return Gives(t, want)(w.Client.Login(t.Context(), authing.LoginInput{Email: mfaEmail, Password: Password, MFACode: "314159"}))
		}},
		{"Login", "with a captcha", nil, func(t *testing.T, w *World[C]) error {
			if err := provokeCaptcha(t, w); !errors.Is(err, authing.CodeCaptchaRequired) {
				t.Errorf("the sign-in after many that failed: %v, want %v", err, authing.CodeCaptchaRequired)
			}
			in := authing.LoginInput{Email: AdaEmail, Password: Password, VerifyCode: w.LastCaptcha(AdaEmail)}
			return Gives(t, SignedIn(w.Ada()))(w.Client.Login(t.Context(), in))
		}},
		{"Login", "wrong password", authing.CodeWrongCredentials, login(authing.LoginInput{Email: AdaEmail, Password: "wrong password"})},
		{"Login", "unknown account", authing.CodeWrongCredentials, login(authing.LoginInput{Email: "nobody@example.com", Password: Password})},
		{"Login", "no password", authing.CodeSocialLoginOnly, login(authing.LoginInput{Email: GraceEmail, Password: Password})},
		{"Login", "locked", authing.CodeUserLocked, login(authing.LoginInput{Email: blockedEmail, Password: Password}, authingtest.User{Email: blockedEmail, Password: Password, Blocked: true})},
		{"Login", "second factor missing", authing.CodeMFARequired, login(authing.LoginInput{Email: mfaEmail, Password: Password}, mfa)},
		{"Login", "second factor wrong", authing.CodeWrongOneTimePassword, login(authing.LoginInput{Email: mfaEmail, Password: Password, MFACode: "271828"}, mfa)},
		{"Login", "captcha missing", authing.CodeCaptchaRequired, func(t *testing.T, w *World[C]) error {
			err := provokeCaptcha(t, w)
			if refused, ok := errors.AsType[*authing.Error](err); ok {
				checkPicture(t, refused.Data)
			}
			return err
		}},
	}
}

// provokeCaptcha fails to sign in until a captcha is asked for, and gives the error of
// a sign-in with the right password.
func provokeCaptcha[C Methods](t *testing.T, w *World[C]) error {
	t.Helper()
	for range 5 {
		if _, err := w.Client.Login(t.Context(), authing.LoginInput{Email: AdaEmail, Password: "wrong password"}); err == nil {
			t.Error("a wrong password signs in")
		}
	}
	return Fails[*authing.User](t)(w.Client.Login(t.Context(), authing.LoginInput{Email: AdaEmail, Password: Password}))
}

// checkPicture sees that the data of a refusal leads to a picture.
func checkPicture(t *testing.T, data authing.Raw) {
	t.Helper()
	var captcha struct {
		URL string `json:"url"`
	}
	if err := data.Decode(&captcha); err != nil {
		t.Fatal(err)
	}
	if picture := Get(t, captcha.URL); picture.Header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("the captcha is a %s", picture.Header.Get("Content-Type"))
	}
}

// Get fetches what is at an address, which has to be there.
func Get(t testing.TB, address string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %s", address, response.Status)
	}
	return response
}

func signingInByPhone[C Methods]() []Case[C] {
	byCode := func(code func(*testing.T, *World[C]) authing.Secret) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			in := authing.LoginByPhoneCodeInput{Phone: AdaPhone, PhoneCode: code(t, w)}
			return Fails[*authing.User](t)(w.Client.LoginByPhoneCode(t.Context(), in))
		}
	}
	byPassword := func(phone string, password authing.Secret) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			w.Add(t, authingtest.User{Phone: newPhone, Password: Password, Blocked: true})
			in := authing.LoginByPhonePasswordInput{Phone: phone, Password: password}
			return Fails[*authing.User](t)(w.Client.LoginByPhonePassword(t.Context(), in))
		}
	}
	return []Case[C]{
		{"LoginByPhoneCode", "", nil, func(t *testing.T, w *World[C]) error {
			want := SignedIn(w.Ada())
			want.PhoneVerified, want.Browser = true, "a browser"
			in := authing.LoginByPhoneCodeInput{Phone: AdaPhone, PhoneCode: sms(t, w, AdaPhone), Browser: "a browser"}
			return Gives(t, want)(w.Client.LoginByPhoneCode(t.Context(), in))
		}},
		{"LoginByPhoneCode", "for the first time", nil, func(t *testing.T, w *World[C]) error {
			want := SignedIn(w.newcomer("default:phone-code"))
			want.Phone, want.PhoneVerified = newPhone, true
			in := authing.LoginByPhoneCodeInput{Phone: newPhone, PhoneCode: sms(t, w, newPhone)}
			return Gives(t, want)(w.Client.LoginByPhoneCode(t.Context(), in))
		}},
		{"LoginByPhoneCode", "wrong code", authing.CodeWrongVerificationCode, byCode(func(*testing.T, *World[C]) authing.Secret { return "1" })},
		{"LoginByPhoneCode", "code used already", authing.CodeWrongVerificationCode, byCode(func(t *testing.T, w *World[C]) authing.Secret {
			code := sms(t, w, AdaPhone)
			if _, err := w.Another(t).LoginByPhoneCode(t.Context(), authing.LoginByPhoneCodeInput{Phone: AdaPhone, PhoneCode: code}); err != nil {
				t.Fatal(err)
			}
			return code
		})},
		{"LoginByPhoneCode", "code expired", authing.CodeVerificationCodeExpired, byCode(func(t *testing.T, w *World[C]) authing.Secret {
			code := sms(t, w, AdaPhone)
			w.Advance(expired)
			return code
		})},
		{"LoginByPhonePassword", "", nil, func(t *testing.T, w *World[C]) error {
			want := SignedIn(w.Ada())
			want.Browser = "a browser"
			in := authing.LoginByPhonePasswordInput{Phone: AdaPhone, Password: Password, Browser: "a browser"}
			return Gives(t, want)(w.Client.LoginByPhonePassword(t.Context(), in))
		}},
		{"LoginByPhonePassword", "wrong password", authing.CodeWrongCredentials, byPassword(AdaPhone, "wrong password")},
		{"LoginByPhonePassword", "locked", authing.CodeUserLocked, byPassword(newPhone, Password)},
	}
}

func signingInByDirectory[C Methods]() []Case[C] {
	tesla := authingtest.DirectoryUser{
		Username: "tesla", Password: "coil", DN: "uid=tesla,dc=example,dc=com",
		Email: "tesla@example.com", Name: "Nikola Tesla", Company: "Tesla",
	}
	mary := authingtest.DirectoryUser{Username: `corp\mary`, Password: "cable", DN: "CN=Mary,DC=corp", Name: "Mary"}
	prepare := func(t *testing.T, w *World[C]) {
		t.Helper()
		if err := errors.Join(w.AddLDAPUser(tesla), w.AddADUser("connector", mary)); err != nil {
			t.Fatal(err)
		}
	}
	ldap := func(in authing.LoginByLDAPInput) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			prepare(t, w)
			return Fails[*authing.User](t)(w.Client.LoginByLDAP(t.Context(), in))
		}
	}
	ad := func(in authing.LoginByADInput) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			prepare(t, w)
			return Fails[*authing.User](t)(w.Client.LoginByAD(t.Context(), in))
		}
	}
	return []Case[C]{
		{"LoginByLDAP", "", nil, func(t *testing.T, w *World[C]) error {
			prepare(t, w)
			want := SignedIn(w.newcomer("ldap:default::from-undefined"))
			want.Username, want.Email, want.Nickname, want.Company, want.UnionID = "tesla", "tesla@example.com", "Nikola Tesla", "Tesla", tesla.DN
			want.OAuth, want.Browser = `{"cn":"Nikola Tesla","dn":"uid=tesla,dc=example,dc=com","mail":"tesla@example.com","uid":"tesla"}`, "a browser"
			want.Group = nil // the service's plain type of user, which LDAP answers with, is asked for none
			return Gives(t, want)(w.Client.LoginByLDAP(t.Context(), authing.LoginByLDAPInput{Username: "tesla", Password: "coil", Browser: "a browser"}))
		}},
		{"LoginByLDAP", "wrong password", authing.CodeWrongCredentials, ldap(authing.LoginByLDAPInput{Username: "tesla", Password: "wrong password"})},
		{"LoginByAD", "", nil, func(t *testing.T, w *World[C]) error {
			prepare(t, w)
			want := SignedIn(w.newcomer("ad"))
			want.Username, want.Nickname, want.UnionID = `corp\mary`, "Mary", "ad|connector|CN=Mary,DC=corp"
			want.OAuth = `{"cn":"Mary","dn":"CN=Mary,DC=corp","mail":"","uid":"corp\\mary"}`
			return Gives(t, want)(w.Client.LoginByAD(t.Context(), authing.LoginByADInput{ADConnectorID: "connector", Username: `corp\mary`, Password: "cable"}))
		}},
		{"LoginByAD", "wrong password", authing.CodeWrongCredentials, ad(authing.LoginByADInput{ADConnectorID: "connector", Username: `corp\mary`, Password: "wrong password"})},
		{"LoginByAD", "unknown connector", authing.CodeParametersIncomplete, ad(authing.LoginByADInput{ADConnectorID: "none", Username: `corp\mary`, Password: "cable"})},
	}
}
