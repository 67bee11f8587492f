package enduser_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
)

// geneCode makes a QR code that the pool's own mobile program scans.
func geneCode(t *testing.T, w *world) string {
	t.Helper()
	code, err := w.Client.QRLogin.GeneCode(t.Context(), enduser.QRLoginGeneCodeInput{UserDefinedData: map[string]string{"desk": "7"}})
	if err != nil {
		t.Fatal(err)
	}
	return code.ID
}

// phone is what happens on Ada's phone with a QR code.
func phone(t *testing.T, id string, steps ...func(string) error) {
	t.Helper()
	for _, step := range steps {
		if err := step(id); err != nil {
			t.Fatal(err)
		}
	}
}

// scans lets Ada scan a QR code.
func scans(w *world) func(string) error {
	return func(id string) error { return w.ScanQRLogin(id, boxed.AdaID) }
}

// greeted is what the status of a QR code tells about Ada.
func greeted() *authing.User {
	return &authing.User{ID: boxed.AdaID, Nickname: "Ada", Photo: boxed.DefaultPhoto}
}

func qrLogin() []scenario {
	status := func(want *authing.QRLoginStatus, steps ...func(*world) func(string) error) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			id := geneCode(t, w)
			for _, step := range steps {
				phone(t, id, step(w))
			}
			return boxed.Gives(t, want)(w.Client.QRLogin.CheckCodeStatus(t.Context(), id))
		}
	}
	confirms := func(w *world) func(string) error { return w.ConfirmQRLogin }
	cancels := func(w *world) func(string) error { return w.CancelQRLogin }
	late := func(w *world) func(string) error {
		return func(string) error { w.Advance(time.Hour); return nil }
	}
	const method = "QRLogin.CheckCodeStatus"
	return []scenario{
		{Method: "QRLogin.GeneCode", Do: func(t *testing.T, w *world) error {
			want := &authing.QRLoginCode{ID: boxed.Any, URL: boxed.Any, ExpiresIn: 300}
			code, err := w.Client.QRLogin.GeneCode(t.Context(), enduser.QRLoginGeneCodeInput{})
			if err == nil && boxed.Get(t, code.URL).Header.Get("Content-Type") != "image/png" {
				t.Error("the QR code is no picture")
			}
			return boxed.Gives(t, want)(code, err)
		}},
		{Method: "QRLogin.GeneCode", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.QRLoginCode](t)(otherPool(t, w.Box).QRLogin.GeneCode(t.Context(), enduser.QRLoginGeneCodeInput{}))
		}},
		{Method: method, When: "not scanned", Do: status(&authing.QRLoginStatus{})},
		{Method: method, When: "scanned", Do: status(&authing.QRLoginStatus{Scanned: true, UserInfo: greeted()}, scans)},
		{Method: method, When: "confirmed", Do: status(&authing.QRLoginStatus{Scanned: true, Success: true, Ticket: boxed.Any, UserInfo: greeted()}, scans, confirms)},
		{Method: method, When: "canceled", Do: status(&authing.QRLoginStatus{Scanned: true, Canceled: true, UserInfo: greeted()}, scans, cancels)},
		{Method: method, When: "expired", Do: status(&authing.QRLoginStatus{Expired: true}, late)},
		{Method: method, When: "confirmed long ago", Do: status(&authing.QRLoginStatus{Scanned: true, Success: true, Ticket: boxed.Any, UserInfo: greeted()}, scans, confirms, late)},
		{Method: method, When: "unknown code", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.QRLoginStatus](t)(w.Client.QRLogin.CheckCodeStatus(t.Context(), "unknown"))
		}},
		{Method: "QRLogin.ExchangeUserInfo", Do: func(t *testing.T, w *world) error {
			ticket := confirmed(t, w)
			user, err := w.Client.QRLogin.ExchangeUserInfo(t.Context(), ticket)
			if err := boxed.Gives(t, boxed.SignedIn(w.Ada()))(user, err); err != nil {
				return err
			}
			if _, err := w.Client.WithToken(user.Token).User(t.Context(), boxed.AdaID); err != nil {
				t.Errorf("the user's token does not read the profile: %v", err)
			}
			if _, err := w.Client.QRLogin.ExchangeUserInfo(t.Context(), ticket); !errors.Is(err, authing.CodeNotAllowed) {
				t.Errorf("the ticket a second time: %v, want %v", err, authing.CodeNotAllowed)
			}
			return nil
		}},
		{Method: "QRLogin.ExchangeUserInfo", When: "too late", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			ticket := confirmed(t, w)
			w.Advance(time.Hour)
			return boxed.Fails[*authing.User](t)(w.Client.QRLogin.ExchangeUserInfo(t.Context(), ticket))
		}},
		{Method: "QRLogin.Wait", When: "confirmed", Do: func(t *testing.T, w *world) error {
			return checkWait(t, w, authing.QRLoginWaitInput{}, authing.QRLoginScanned, w.ConfirmQRLogin,
				authing.QRLoginShown, authing.QRLoginScanned, authing.QRLoginSignedIn)
		}},
		{Method: "QRLogin.Wait", When: "confirmed, for a server to exchange", Do: func(t *testing.T, w *world) error {
			return checkWait(t, w, authing.QRLoginWaitInput{KeepTicket: true}, authing.QRLoginScanned, w.ConfirmQRLogin,
				authing.QRLoginShown, authing.QRLoginScanned, authing.QRLoginSignedIn)
		}},
		{Method: "QRLogin.Wait", When: "canceled", Do: func(t *testing.T, w *world) error {
			return checkWait(t, w, authing.QRLoginWaitInput{}, authing.QRLoginScanned, w.CancelQRLogin,
				authing.QRLoginShown, authing.QRLoginScanned, authing.QRLoginCanceled)
		}},
		{Method: "QRLogin.Wait", When: "expired", Do: func(t *testing.T, w *world) error {
			return checkWait(t, w, authing.QRLoginWaitInput{}, authing.QRLoginScanned, func(string) error { w.Advance(time.Hour); return nil },
				authing.QRLoginShown, authing.QRLoginScanned, authing.QRLoginExpired)
		}},
		{Method: "QRLogin.Wait", When: "given up", Want: context.Canceled, Do: func(t *testing.T, w *world) error {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			for _, err := range w.Client.QRLogin.Wait(ctx, authing.QRLoginWaitInput{Interval: time.Millisecond}) {
				if err != nil {
					return err
				}
				cancel()
			}
			return nil
		}},
	}
}

// confirmed gives the ticket of a sign-in that Ada has said yes to.
func confirmed(t *testing.T, w *world) authing.Secret {
	t.Helper()
	id := geneCode(t, w)
	phone(t, id, scans(w), w.ConfirmQRLogin)
	status, err := w.Client.QRLogin.CheckCodeStatus(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return status.Ticket
}

// checkWait waits for a code that Ada scans when it is shown, does something at a
// step, and sees which steps there were.
func checkWait(t *testing.T, w *world, in authing.QRLoginWaitInput, at authing.QRLoginState, do func(string) error, want ...authing.QRLoginState) error {
	t.Helper()
	in.Interval = time.Millisecond
	var got []authing.QRLoginState
	for step, err := range w.Client.QRLogin.Wait(t.Context(), in) {
		if err != nil {
			return err
		}
		got = append(got, step.State)
		switch step.State {
		case authing.QRLoginShown:
			phone(t, step.Code.ID, scans(w))
		case at:
			phone(t, step.Code.ID, do)
		case authing.QRLoginSignedIn:
			if in.KeepTicket != (step.Ticket != "") || in.KeepTicket == (step.User.Token != "") {
				t.Errorf("signed in with %v", step)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the steps differ (-want +got):\n%s", diff)
	}
	return nil
}

func socials() []scenario {
	return []scenario{
		{Method: "ReadUserOAuthList", Do: func(t *testing.T, w *world) error {
			w.Socials(t)
			for _, kind := range []string{"github", "gitee"} {
				in := enduser.BindOAuthInput{Type: kind, UnionID: kind + "|ada", UserInfo: "{}"} // for whoever is signed in
				if _, err := w.Client.BindOAuth(t.Context(), in); err != nil {
					t.Fatal(err)
				}
			}
			want := []*authing.UserSocialLogin{
				{Type: "github", Name: "GitHub", OAuthURL: boxed.Any, Bound: true, UnionID: "github|ada"},
				{Type: "gitee", Name: "gitee", Bound: true, UnionID: "gitee|ada"}, // which the pool does not know
			}
			return boxed.Gives(t, want)(w.Client.ReadUserOAuthList(t.Context(), enduser.ReadUserOAuthListInput{}))
		}},
		{Method: "ReadUserOAuthList", When: "nothing bound", Do: func(t *testing.T, w *world) error {
			w.Socials(t)
			want := []*authing.UserSocialLogin{{Type: "github", Name: "GitHub", OAuthURL: boxed.Any}}
			return boxed.Gives(t, want)(w.Client.ReadUserOAuthList(t.Context(), enduser.ReadUserOAuthListInput{UserID: boxed.AdaID}))
		}},
		{Method: "ReadUserOAuthList", When: "somebody else's", Want: authing.CodeOwnedByAnotherUser, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.ReadUserOAuthList(t.Context(), enduser.ReadUserOAuthListInput{UserID: boxed.GraceID})
			return err
		}},
		{Method: "UnbindOAuth", When: "the only way in", Want: authing.CodeLastSignInMethod, Do: func(t *testing.T, w *world) error {
			grace := as(t, w.Box, boxed.GraceID)
			return boxed.Fails[*authing.OAuthBinding](t)(grace.UnbindOAuth(t.Context(), enduser.UnbindOAuthInput{Type: "qq"}))
		}},
		{Method: "UnbindOAuth", When: "the account one came in by", Do: func(t *testing.T, w *world) error {
			grace := as(t, w.Box, boxed.GraceID)
			in := enduser.BindOAuthInput{Type: "github", UnionID: "github|grace", UserInfo: "{}"}
			if _, err := grace.BindOAuth(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			_, err := grace.UnbindOAuth(t.Context(), enduser.UnbindOAuthInput{Type: "qq"})
			if user, err := grace.User(t.Context(), boxed.GraceID); err != nil || user.UnionID != "" {
				t.Errorf("afterwards the union ID is %v (%v)", user, err)
			}
			return err
		}},
	}
}
