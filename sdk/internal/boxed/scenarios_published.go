package boxed

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// allScopes is what the tokens of SignIn are good for.
const allScopes = "openid profile email phone offline_access"

// applications are the scenarios of signing in to an application and to the pool at
// once.
func applications[C Methods]() []Case[C] {
	signIn := func(in authing.SignInInput) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			return Fails[*authing.SignedIn](t)(w.Client.SignIn(t.Context(), in))
		}
	}
	refresh := func(change func(*World[C], *authing.RefreshSignInTokenInput)) func(*testing.T, *World[C]) error {
		return func(t *testing.T, w *World[C]) error {
			in := w.signedIn(t)
			change(w, &in)
			return Fails[*authing.OIDCTokens](t)(w.Client.RefreshSignInToken(t.Context(), in))
		}
	}
	byEmail := authing.SignInInput{Email: AdaEmail, Password: Password}
	return []Case[C]{
		{"SignIn", "", nil, func(t *testing.T, w *World[C]) error {
			return Gives(t, w.welcome())(w.Client.SignIn(t.Context(), byEmail))
		}},
		{"SignIn", "to an application", nil, func(t *testing.T, w *World[C]) error {
			in := byEmail
			in.OIDCAppID = w.OIDCApp(t).ID
			return Gives(t, w.welcome())(w.Client.SignIn(t.Context(), in))
		}},
		{"SignIn", "by union ID", nil, func(t *testing.T, w *World[C]) error {
			got, err := w.Client.SignIn(t.Context(), authing.SignInInput{UnionID: GraceUnion})
			if err == nil && (got.ID != GraceID || got.Token == "") {
				t.Errorf("signed in %s", got.ID)
			}
			return err
		}},
		{"SignIn", "wrong password", authing.CodeWrongCredentials, signIn(authing.SignInInput{Email: AdaEmail, Password: "wrong password"})},
		{"SignIn", "unknown user", authing.CodeUserNotFound, signIn(authing.SignInInput{UnionID: "qq|nobody"})},
		{"SignIn", "unknown application", authing.CodeOIDCAppNotFound, signIn(authing.SignInInput{OIDCAppID: "unknown", Email: AdaEmail, Password: Password})},
		{"RefreshSignInToken", "", nil, func(t *testing.T, w *World[C]) error {
			in := w.signedIn(t)
			want := oidcTokens(allScopes)
			want.RefreshToken, want.TokenType = in.RefreshToken, ""
			return Gives(t, want)(w.Client.RefreshSignInToken(t.Context(), in))
		}},
		{"RefreshSignInToken", "unknown token", authing.CodeSessionInvalid, refresh(func(_ *World[C], in *authing.RefreshSignInTokenInput) { in.RefreshToken = "unknown" })},
		{"RefreshSignInToken", "of another application", authing.CodeOIDCAppNotFound, refresh(func(_ *World[C], in *authing.RefreshSignInTokenInput) { in.OIDCAppID = "unknown" })},
		{"RefreshSignInToken", "expired", authing.CodeSessionExpired, refresh(func(w *World[C], _ *authing.RefreshSignInTokenInput) { w.Advance(31 * 24 * time.Hour) })},
	}
}

// signedIn signs Ada in elsewhere, and gives what her tokens are renewed with.
func (w *World[C]) signedIn(t *testing.T) authing.RefreshSignInTokenInput {
	t.Helper()
	in, err := EndUser(t, w.Box).SignIn(t.Context(), authing.SignInInput{Email: AdaEmail, Password: Password})
	if err != nil {
		t.Fatal(err)
	}
	return authing.RefreshSignInTokenInput{RefreshToken: in.RefreshToken}
}

// welcome is what SignIn answers Ada with.
func (w *World[C]) welcome() *authing.SignedIn {
	return &authing.SignedIn{
		Subject: AdaID, ID: AdaID, Username: AdaName, Name: "Ada Lovelace", Nickname: "Ada", Company: "Analytical Engines",
		Picture: DefaultPhoto, Email: AdaEmail, PhoneNumber: AdaPhone,
		LoginsCount: 1, LastLogin: Any, SignedUp: Any, UpdatedAt: Any, RegisterMethod: "default:username-password", RegisterInUserPool: w.PoolID,
		Token: Any, AccessToken: Any, IDToken: Any, RefreshToken: Any, TokenType: "Bearer", Scope: allScopes,
		ExpiresIn: int(OIDCLifetime.Seconds()),
	}
}

// published are the scenarios of what no document tells and the Node.js client can do.
func published[C Methods]() []Case[C] {
	connector := func(appID string) authing.ADConnectorByProviderInput {
		return authing.ADConnectorByProviderInput{ProviderID: appID, ProviderType: authing.ProviderTypeOIDC}
	}
	return []Case[C]{
		{"ADConnectorByProvider", "", nil, func(t *testing.T, w *World[C]) error {
			if err := w.AddADUser("connector", authingtest.DirectoryUser{Username: "mary", Password: Password}); err != nil {
				t.Fatal(err)
			}
			want := &authing.ADConnector{ID: "connector", Name: "Active Directory", Status: true}
			return Gives(t, want)(w.Client.ADConnectorByProvider(t.Context(), connector(w.OIDCApp(t).ID)))
		}},
		{"ADConnectorByProvider", "pool without a directory", authing.ErrNotFound, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.ADConnector](t)(w.Client.ADConnectorByProvider(t.Context(), connector(w.OIDCApp(t).ID)))
		}},
		{"ADConnectorByProvider", "unknown application", authing.CodeAppNotFound, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.ADConnector](t)(w.Client.ADConnectorByProvider(t.Context(), connector("unknown")))
		}},
		{"CASLogout", "", nil, func(t *testing.T, w *World[C]) error {
			return Gives(t, "signed out")(w.Client.CASLogout(t.Context()))
		}},
		{"CASLogout", "given up", context.Canceled, func(t *testing.T, w *World[C]) error {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			return Fails[string](t)(w.Client.CASLogout(ctx))
		}},
		{"DecodeToken", "", nil, func(t *testing.T, w *World[C]) error {
			got, err := w.Client.DecodeToken(t.Context(), UserToken(t, w.Box, AdaID))
			if err != nil {
				return err
			}
			issued, err := got.IssuedAt.Parse()
			if err != nil {
				t.Fatal(err)
			}
			want := &authing.DecodedToken{
				Data:     &authing.TokenUser{ID: AdaID, Email: AdaEmail, PoolID: w.PoolID},
				Status:   &authing.TokenStatus{Status: true, Code: 200, Message: "signed in"},
				IssuedAt: authing.Time(strconv.FormatInt(issued.Unix(), 10)), ExpiresAt: int(issued.Add(lifetime).Unix()),
			}
			return Gives(t, want)(got, nil)
		}},
		{"DecodeToken", "no token", authing.CodeSessionInvalid, func(t *testing.T, w *World[C]) error {
			got, err := w.Client.DecodeToken(t.Context(), "garbage")
			if err != nil {
				t.Fatal(err)
			}
			if got.Data != nil || got.Status.Status {
				t.Errorf("garbage says %v", got)
			}
			return got.Status.Code
		}},
		{"GetUserPoolSettings", "", nil, func(t *testing.T, w *World[C]) error {
			want := &authing.UserPool{Name: "test", EnableEmail: true, ShowWXMPQRCode: true, JWTExpired: int(lifetime.Seconds())}
			return Gives(t, want)(w.Client.GetUserPoolSettings(t.Context()))
		}},
		{"ReadOAuthList", "", nil, func(t *testing.T, w *World[C]) error {
			w.Socials(t)
			want := []*authing.SocialLogin{
				{ID: Any, Name: "GitHub", Alias: "github", Enabled: true, PoolID: w.PoolID, OwnerID: Any, URL: Any},
				{ID: Any, Name: "weibo", Alias: "weibo", PoolID: w.PoolID, OwnerID: Any, URL: Any},
			}
			return Gives(t, want)(w.Client.ReadOAuthList(t.Context(), authing.ReadOAuthListInput{}))
		}},
		{"ReadOAuthList", "without addresses", nil, func(t *testing.T, w *World[C]) error {
			w.Socials(t)
			got, err := w.Client.ReadOAuthList(t.Context(), authing.ReadOAuthListInput{DontGetURL: new(true), UseGuard: new(true)})
			if err == nil && (len(got) != 2 || got[0].URL != "") {
				t.Errorf("the social logins are %v", got)
			}
			return err
		}},
		{"SendActivationEmail", "", nil, func(t *testing.T, w *World[C]) error {
			if err := Gives(t, "verification email sent")(w.Client.SendActivationEmail(t.Context(), AdaEmail)); err != nil {
				return err
			}
			if sent := w.Outbox(); len(sent) != 1 || sent[0].To != AdaEmail || sent[0].Link == "" {
				t.Errorf("sent were %v", sent)
			}
			return nil
		}},
		{"SendActivationEmail", "unknown address", authing.CodeUserNotFound, func(t *testing.T, w *World[C]) error {
			return Fails[string](t)(w.Client.SendActivationEmail(t.Context(), "nobody@example.com"))
		}},
	}
}

// Socials lets the pool offer GitHub, and know of Weibo without offering it.
func (w *World[C]) Socials(t testing.TB) {
	t.Helper()
	for _, p := range []authingtest.SocialProvider{{Alias: "github", Name: "GitHub"}, {Alias: "weibo", Disabled: true}} {
		if err := w.AddSocialProvider(p); err != nil {
			t.Fatal(err)
		}
	}
}
