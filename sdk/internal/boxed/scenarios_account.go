package boxed

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// lifetime is how long the token of a user is good, and OIDCLifetime an access token.
const (
	lifetime     = 15 * 24 * time.Hour
	OIDCLifetime = time.Hour
)

func oidc[C Methods]() []Case[C] {
	login := func(change func(*authing.LoginByOIDCInput), grants ...string) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			in := oidcInput(w.OIDCApp(t, grants...))
			change(&in)
			return Fails[*authing.OIDCLogin](t)(w.Client.LoginByOIDC(t.Context(), in))
		}
	}
	return []Case[C]{
		{"LoginByOIDC", "by email", nil, func(t *testing.T, w *World[C]) error {
			const scope = "openid profile email phone"
			want := &authing.OIDCLogin{User: w.claims(), Tokens: oidcTokens(scope)}
			return Gives(t, want)(w.Client.LoginByOIDC(t.Context(), oidcInput(w.OIDCApp(t))))
		}},
		{"LoginByOIDC", "by phone", nil, byOIDC[C](func(in *authing.LoginByOIDCInput) { in.Email, in.Phone = "", AdaPhone }, AdaID)},
		{"LoginByOIDC", "by user name", nil, byOIDC[C](func(in *authing.LoginByOIDCInput) { in.Email, in.Username = "", AdaName }, AdaID)},
		{"LoginByOIDC", "by union ID", nil, byOIDC[C](func(in *authing.LoginByOIDCInput) { in.Email, in.Password, in.UnionID = "", "", GraceUnion }, GraceID)},
		{"LoginByOIDC", "wrong password", authing.InvalidGrant, login(func(in *authing.LoginByOIDCInput) { in.Password = "wrong password" })},
		{"LoginByOIDC", "wrong secret of the application", authing.InvalidClient, login(func(in *authing.LoginByOIDCInput) { in.ClientSecret = "wrong" })},
		{"LoginByOIDC", "unknown scope", authing.InvalidScope, login(func(in *authing.LoginByOIDCInput) { in.Scope = "openid everything" })},
		{"LoginByOIDC", "application may not", authing.UnauthorizedClient, login(func(*authing.LoginByOIDCInput) {}, "authorization_code")},
		{"RefreshOIDCToken", "", nil, func(t *testing.T, w *World[C]) error {
			in, before := w.refreshable(t)
			want := oidcTokens("openid offline_access")
			want.RefreshToken = in.RefreshToken
			got, err := w.Client.RefreshOIDCToken(t.Context(), in)
			if err == nil && got.AccessToken == before.AccessToken {
				t.Error("the access token is not a new one")
			}
			return Gives(t, want)(got, err)
		}},
		{"RefreshOIDCToken", "unknown token", authing.InvalidGrant, func(t *testing.T, w *World[C]) error {
			in, _ := w.refreshable(t)
			in.RefreshToken = "unknown"
			return Fails[*authing.OIDCTokens](t)(w.Client.RefreshOIDCToken(t.Context(), in))
		}},
		{"RefreshOIDCToken", "unknown application", authing.InvalidClient, func(t *testing.T, w *World[C]) error {
			in, _ := w.refreshable(t)
			in.ClientID = "unknown"
			return Fails[*authing.OIDCTokens](t)(w.Client.RefreshOIDCToken(t.Context(), in))
		}},
	}
}

// oidcInput signs Ada in to an application.
func oidcInput(app authingtest.App) authing.LoginByOIDCInput {
	return authing.LoginByOIDCInput{ClientID: app.ID, ClientSecret: app.Secret, Email: AdaEmail, Password: Password}
}

// byOIDC signs somebody in who proves who they are in another way.
func byOIDC[C Methods](change func(*authing.LoginByOIDCInput), id string) func(*testing.T, *World[C]) error {
	return func(t *testing.T, w *World[C]) error {
		in := oidcInput(w.OIDCApp(t))
		in.Scope = "openid"
		change(&in)
		// Without more scopes an application learns nothing but who it is.
		want := &authing.OIDCLogin{User: &authing.OIDCUser{Subject: id, ID: id}, Tokens: oidcTokens("openid")}
		return Gives(t, want)(w.Client.LoginByOIDC(t.Context(), in))
	}
}

// claims is what an application learns of Ada when she signs in to it.
func (w *World[C]) claims() *authing.OIDCUser {
	return &authing.OIDCUser{
		Subject: AdaID, ID: AdaID, Username: AdaName, Name: "Ada Lovelace", Nickname: "Ada", Company: "Analytical Engines", Picture: DefaultPhoto,
		Email: AdaEmail, PhoneNumber: AdaPhone, LoginsCount: 1,
		LastLogin: Any, SignedUp: Any, UpdatedAt: Any,
		RegisterMethod: "default:username-password", RegisterInUserPool: w.PoolID,
	}
}

// oidcTokens are the tokens of an application, without one for refreshing.
func oidcTokens(scope string) *authing.OIDCTokens {
	return &authing.OIDCTokens{
		AccessToken: Any, IDToken: Any, TokenType: "Bearer", Scope: scope, ExpiresIn: int(OIDCLifetime.Seconds()),
	}
}

// refreshable signs Ada in to an application that may refresh its tokens.
func (w *World[C]) refreshable(t *testing.T) (authing.RefreshOIDCTokenInput, *authing.OIDCTokens) {
	t.Helper()
	app := w.OIDCApp(t)
	in := oidcInput(app)
	in.Scope = "openid offline_access"
	signedIn, err := EndUser(t, w.Box).LoginByOIDC(t.Context(), in)
	if err != nil || signedIn.Tokens == nil {
		t.Fatalf("no tokens, error %v", err)
	}
	return authing.RefreshOIDCTokenInput{
		ClientID: app.ID, ClientSecret: app.Secret, RefreshToken: signedIn.Tokens.RefreshToken,
	}, signedIn.Tokens
}

func messages[C Methods]() []Case[C] {
	var cases []Case[C]
	for _, sms := range []struct {
		method string
		send   func(Methods, context.Context, string) (string, error)
	}{
		{"GetVerificationCode", Methods.GetVerificationCode},
		{"SendOneTimePhoneCode", Methods.SendOneTimePhoneCode},
		{"SendRegisterPhoneCode", Methods.SendRegisterPhoneCode},
	} {
		cases = append(cases,
			Case[C]{sms.method, "", nil, func(t *testing.T, w *World[C]) error {
				err := Gives(t, "code sent")(sms.send(w.Client, t.Context(), newPhone))
				w.checkSent(t, authingtest.Message{Channel: authingtest.SMS, To: newPhone, Code: Any, Text: Any})
				return err
			}},
			Case[C]{sms.method, "malformed number", authing.CodeMessageNotSent, func(t *testing.T, w *World[C]) error {
				err := Fails[string](t)(sms.send(w.Client, t.Context(), "1"))
				w.checkSent(t)
				return err
			}})
	}
	return append(cases,
		Case[C]{"SendResetPasswordEmail", "", nil, func(t *testing.T, w *World[C]) error {
			err := Gives(t, "code sent")(w.Client.SendResetPasswordEmail(t.Context(), AdaEmail))
			w.checkSent(t, authingtest.Message{Channel: authingtest.Email, To: AdaEmail, Code: Any, Text: Any})
			return err
		}},
		Case[C]{"SendResetPasswordEmail", "unknown address", authing.CodeUserNotFound, func(t *testing.T, w *World[C]) error {
			return Fails[string](t)(w.Client.SendResetPasswordEmail(t.Context(), "nobody@example.com"))
		}},
		Case[C]{"SendVerifyEmail", "", nil, func(t *testing.T, w *World[C]) error {
			err := Gives(t, "verification email sent")(w.Client.SendVerifyEmail(t.Context(), AdaEmail))
			w.checkSent(t, authingtest.Message{Channel: authingtest.Email, To: AdaEmail, Link: Any, Text: Any})
			for _, message := range w.Outbox() {
				Get(t, message.Link)
			}
			ada, readErr := Owner(t, w.Box).User(t.Context(), AdaID)
			if readErr != nil || !ada.EmailVerified {
				t.Errorf("the address is not verified by opening the link (%v)", readErr)
			}
			return err
		}},
		Case[C]{"SendVerifyEmail", "unknown address", authing.CodeUserNotFound, func(t *testing.T, w *World[C]) error {
			return Fails[string](t)(w.Client.SendVerifyEmail(t.Context(), "nobody@example.com"))
		}},
	)
}

// checkSent compares what the box has sent, apart from when.
func (w *World[C]) checkSent(t *testing.T, want ...authingtest.Message) {
	t.Helper()
	sent := w.Outbox()
	for i := range sent {
		sent[i].Sent, sent[i].Expires = time.Time{}, time.Time{}
	}
	if len(want)+len(sent) == 0 {
		return
	}
	for i := range want {
		want[i].PoolID = w.PoolID
	}
	if diff := Diff(want, sent); diff != "" {
		t.Errorf("what was sent differs (-want +got):\n%s", diff)
	}
}

func passwords[C Methods]() []Case[C] {
	// change sets a new password with a code that mend makes of the right one.
	change := func(password authing.Secret, mend func(*World[C], authing.Secret) authing.Secret) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			in := authing.ChangePasswordInput{Email: AdaEmail, Password: password, VerifyCode: mend(w, resetCode(t, w))}
			return Fails[*authing.User](t)(w.Client.ChangePassword(t.Context(), in))
		}
	}
	verify := func(email string, mend func(*World[C], authing.Secret) authing.Secret) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			in := authing.VerifyResetPasswordVerifyCodeInput{Email: email, VerifyCode: mend(w, resetCode(t, w))}
			return Fails[string](t)(w.Client.VerifyResetPasswordVerifyCode(t.Context(), in))
		}
	}
	right := func(_ *World[C], code authing.Secret) authing.Secret { return code }
	wrong := func(*World[C], authing.Secret) authing.Secret { return "0000" }
	old := func(w *World[C], code authing.Secret) authing.Secret {
		w.Advance(expired)
		return code
	}
	return []Case[C]{
		{"ChangePassword", "", nil, func(t *testing.T, w *World[C]) error {
			in := authing.ChangePasswordInput{Email: AdaEmail, Password: "second password", VerifyCode: resetCode(t, w)}
			err := Gives(t, w.Ada())(w.Client.ChangePassword(t.Context(), in))
			for password, want := range map[authing.Secret]bool{Password: false, "second password": true} {
				_, err := w.Another(t).Login(t.Context(), authing.LoginInput{Email: AdaEmail, Password: password})
				if got := err == nil; got != want {
					t.Errorf("does %q sign in now? %t, want %t (%v)", password.Reveal(), got, want, err)
				}
			}
			return err
		}},
		{"ChangePassword", "wrong code", authing.CodeWrongVerificationCode, change("second password", wrong)},
		{"ChangePassword", "code expired", authing.CodeVerificationCodeExpired, change("second password", old)},
		{"ChangePassword", "short password", authing.CodePasswordTooShort, change("12345", right)},
		{"VerifyResetPasswordVerifyCode", "as often as one likes", nil, func(t *testing.T, w *World[C]) error {
			in := authing.VerifyResetPasswordVerifyCodeInput{Email: AdaEmail, VerifyCode: resetCode(t, w)}
			for range 2 {
				if err := Gives(t, "code right, please choose a new password")(w.Client.VerifyResetPasswordVerifyCode(t.Context(), in)); err != nil {
					return err
				}
			}
			return nil
		}},
		{"VerifyResetPasswordVerifyCode", "wrong code", authing.CodeWrongVerificationCode, verify(AdaEmail, wrong)},
		{"VerifyResetPasswordVerifyCode", "code expired", authing.CodeVerificationCodeExpired, verify(AdaEmail, old)},
		{"VerifyResetPasswordVerifyCode", "unknown address", authing.CodeUserNotFound, verify("nobody@example.com", right)},
	}
}

// resetCode lets the box send Ada a code for a new password, and gives the code.
func resetCode[C Methods](t *testing.T, w *World[C]) authing.Secret {
	t.Helper()
	if _, err := w.Client.SendResetPasswordEmail(t.Context(), AdaEmail); err != nil {
		t.Fatal(err)
	}
	return w.LastEmail(AdaEmail)
}

func tokens[C Methods]() []Case[C] {
	// status asks about a token and gives the code in the answer, which has to come
	// with nothing about anybody.
	status := func(token func(*testing.T, *World[C]) authing.Secret) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			got, err := w.Client.CheckLoginStatus(t.Context(), token(t, w))
			if err != nil {
				t.Fatal(err)
			}
			if diff := Diff(&authing.LoginStatus{Code: got.Code, Message: Any}, got); diff != "" {
				t.Errorf("the answer differs (-want +got):\n%s", diff)
			}
			return got.Code
		}
	}
	return []Case[C]{
		{"CheckLoginStatus", "signed in", nil, func(t *testing.T, w *World[C]) error {
			got, err := w.Client.CheckLoginStatus(t.Context(), UserToken(t, w.Box, AdaID))
			if err != nil {
				return err
			}
			claims := &authing.TokenClaims{Data: &authing.TokenUser{ID: AdaID, Email: AdaEmail, PoolID: w.PoolID}}
			if got.Token != nil {
				claims.IssuedAt, claims.ExpiresAt = got.Token.IssuedAt, got.Token.IssuedAt+int(lifetime.Seconds())
			}
			if claims.IssuedAt == 0 {
				t.Error("the token does not say when it was issued")
			}
			return Gives(t, &authing.LoginStatus{Status: true, Code: 200, Message: "signed in", Token: claims})(got, nil)
		}},
		{"CheckLoginStatus", "expired", authing.CodeSessionExpired, status(func(t *testing.T, w *World[C]) authing.Secret {
			token := UserToken(t, w.Box, AdaID)
			w.Advance(lifetime + time.Second)
			return token
		})},
		{"CheckLoginStatus", "signed out", authing.CodeNotSignedIn, status(func(t *testing.T, w *World[C]) authing.Secret {
			token := UserToken(t, w.Box, AdaID)
			if _, err := EndUser(t, w.Box).WithToken(token).Logout(t.Context(), AdaID); err != nil {
				t.Fatal(err)
			}
			return token
		})},
		{"CheckLoginStatus", "not valid", authing.CodeSessionInvalid, status(func(*testing.T, *World[C]) authing.Secret { return "garbage" })},
		{"SSOLogoutURL", "", nil, func(t *testing.T, w *World[C]) error {
			got, err := w.Client.SSOLogoutURL(t.Context(), authing.SSOLogoutURLInput{
				Domain: "my-app.authing.cn", AppID: "app&1", RedirectURI: "https://example.com/?a=b&c=d",
			})
			if err != nil {
				return err
			}
			address, err := url.Parse(got)
			if err != nil {
				t.Fatal(err)
			}
			want := url.Values{"app_id": {"app&1"}, "redirect_uri": {"https://example.com/?a=b&c=d"}}
			if diff := Diff(want, address.Query()); diff != "" {
				t.Errorf("the query differs (-want +got):\n%s", diff)
			}
			address.RawQuery = ""
			return Gives(t, "https://my-app.authing.cn/login/profile/logout")(address.String(), nil)
		}},
		{"SSOLogoutURL", "parameter missing", &authing.InputError{Operation: "SSOLogoutURL", Parameter: "AppID", Problem: "is required"}, func(t *testing.T, w *World[C]) error {
			return Fails[string](t)(w.Client.SSOLogoutURL(t.Context(), authing.SSOLogoutURLInput{Domain: "my-app", RedirectURI: "https://example.com"}))
		}},
	}
}
