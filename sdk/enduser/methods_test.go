package enduser_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/internal/scan"
)

type (
	scenario = boxed.Case[*enduser.Client]
	world    = boxed.World[*enduser.Client]
)

// nobody makes a client on which nobody is signed in.
func nobody(t testing.TB, box *boxed.Box) *enduser.Client { return boxed.EndUser(t, box) }

// ada makes a client on which she is signed in.
func ada(t testing.TB, box *boxed.Box) *enduser.Client { return as(t, box, boxed.AdaID) }

func as(t testing.TB, box *boxed.Box, userID string) *enduser.Client {
	t.Helper()
	return boxed.EndUser(t, box, enduser.WithToken(boxed.UserToken(t, box, userID)))
}

// TestEveryMethodIsTested keeps a method from coming without tests.
func TestEveryMethodIsTested(t *testing.T) {
	boxed.Covered(t, new(enduser.Client), slices.Concat(open(), personal()))
}

// TestOpenMethods runs the scenarios of what needs nobody signed in. Only what signs
// in starts a session, and only when it succeeds.
func TestOpenMethods(t *testing.T) {
	starts := []string{
		"Login", "LoginByAD", "LoginByLDAP", "LoginByOIDC", "LoginByPhoneCode", "LoginByPhonePassword",
		"RefreshOIDCToken", "ScanLogin", "SignIn",
	}
	boxed.Run(t, nobody, open(), func(t *testing.T, w *world, c scenario) {
		want := c.Want == nil && slices.Contains(starts, c.Method)
		if got := tokenOf(t, w.Client) != ""; got != want {
			t.Errorf("is there a session afterwards? %t, want %t", got, want)
		}
	}, scan.UserToken, scan.Authorization, scan.Password, scan.Ciphertext, scan.Code, scan.ClientSecret)
}

// TestPersonalMethods runs the scenarios of what acts for the person signed in. Only
// Logout ends the session, and only when it succeeds, and the service does when it takes
// the token for expired or not valid.
func TestPersonalMethods(t *testing.T) {
	boxed.Run(t, ada, personal(), func(t *testing.T, w *world, c scenario) {
		over := c.Want == authing.CodeSessionExpired || c.Want == authing.CodeSessionInvalid
		want := !over && (c.Want != nil || c.Method != "Logout")
		if got := tokenOf(t, w.Client) != ""; got != want {
			t.Errorf("is there a session afterwards? %t, want %t", got, want)
		}
	}, scan.UserToken, scan.Authorization, scan.Password, scan.Ciphertext, scan.Code, scan.UploadToken)
}

func open() []scenario {
	return slices.Concat(boxed.Cases[*enduser.Client](), elsewhere(), scanning(), qrLogin(), sessions())
}

func personal() []scenario {
	return slices.Concat(
		boxed.PersonalCases[*enduser.Client](authing.CodeOwnedByAnotherUser),
		reading(), updating(), picturing(), addressing(), authorizing(), socials(),
	)
}

// otherPool makes a client of a pool that the box does not have.
func otherPool(t *testing.T, box *boxed.Box) *enduser.Client {
	t.Helper()
	client, err := enduser.New("5e00000000000000000000ff", enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// elsewhere is what goes wrong for a client with the wrong settings.
func elsewhere() []scenario {
	return []scenario{
		{Method: "UserExist", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			_, err := otherPool(t, w.Box).UserExist(t.Context(), enduser.UserExistInput{Email: boxed.AdaEmail})
			return err
		}},
		{Method: "GetUserPoolSettings", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserPool](t)(otherPool(t, w.Box).GetUserPoolSettings(t.Context()))
		}},
		{Method: "ReadOAuthList", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			_, err := otherPool(t, w.Box).ReadOAuthList(t.Context(), enduser.ReadOAuthListInput{})
			return err
		}},
		{Method: "Login", When: "password key of another service", Want: authing.CodePasswordNotDecrypted, Do: func(t *testing.T, w *world) error {
			client, err := enduser.New(w.PoolID, enduser.WithOrigin(w.URL))
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Login(t.Context(), enduser.LoginInput{Email: boxed.AdaEmail, Password: boxed.Password})
			return err
		}},
		{Method: "Do", Do: func(t *testing.T, w *world) error {
			var data struct{ UserExist bool }
			err := w.Client.Do(t.Context(), `query ($pool: String!, $email: String) { userExist(userPoolId: $pool, email: $email) }`,
				map[string]any{"pool": w.PoolID, "email": boxed.AdaEmail}, &data)
			if err == nil && !data.UserExist {
				t.Error("nobody has Ada's email address")
			}
			return err
		}},
		{Method: "Do", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			return w.Client.Do(t.Context(), `{ userExist(userPoolId: "5e00000000000000000000ff", email: "ada@example.com") }`, nil, nil)
		}},
		{Method: "Preflight", Do: func(t *testing.T, w *world) error {
			return w.Client.Preflight(t.Context(), authing.PreflightInput{CDN: true})
		}},
		{Method: "Preflight", When: "cancelled", Want: context.Canceled, Do: func(t *testing.T, w *world) error {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			return w.Client.Preflight(ctx, authing.PreflightInput{})
		}},
	}
}

// genQR makes a QR code.
func genQR(t *testing.T, w *world) *authing.QRCode {
	t.Helper()
	code, err := w.Client.GenQRCode(t.Context(), authing.GenQRCodeInput{})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func scanning() []scenario {
	// quick is short enough for a test, and longer than a question takes.
	const quick = time.Millisecond
	errShow := errors.New("the terminal cannot show pictures")
	// scan gives up at last: a login that nobody scans would ask forever.
	scan := func(t *testing.T, w *world, show func(*authing.QRCode) error) (*authing.User, error) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		return w.Client.ScanLogin(ctx, authing.ScanLoginInput{Interval: quick, Show: show})
	}
	return []scenario{
		{Method: "GenQRCode", Do: func(t *testing.T, w *world) error {
			code, err := w.Client.GenQRCode(t.Context(), authing.GenQRCodeInput{UseSelfWXApp: new(true), EnableFetchPhone: new(true)})
			if err != nil {
				return err
			}
			if kind := boxed.Get(t, code.URL).Header.Get("Content-Type"); kind != "image/png" {
				t.Errorf("the QR code is a %s", kind)
			}
			if other := genQR(t, w); other.Random == code.Random {
				t.Errorf("two codes have the random word %q", code.Random)
			}
			return boxed.Gives(t, &authing.QRCode{URL: boxed.Any, Random: boxed.Any})(code, nil)
		}},
		{Method: "GenQRCode", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.QRCode](t)(otherPool(t, w.Box).GenQRCode(t.Context(), authing.GenQRCodeInput{}))
		}},
		{Method: "CheckQR", When: "scanned", Do: func(t *testing.T, w *world) error {
			code := genQR(t, w)
			if err := w.ScanQR(code.Random, boxed.AdaID); err != nil {
				t.Fatal(err)
			}
			want := &authing.QRStatus{Code: 200, Message: "signed in", User: boxed.SignedIn(w.Ada())}
			return boxed.Gives(t, want)(w.Client.CheckQR(t.Context(), enduser.CheckQRInput{Random: code.Random}))
		}},
		{Method: "CheckQR", When: "pending", Want: authing.Code(500), Do: func(t *testing.T, w *world) error {
			status, err := w.Client.CheckQR(t.Context(), enduser.CheckQRInput{Random: genQR(t, w).Random})
			if err != nil {
				t.Fatal(err)
			}
			if !status.Pending() || status.User != nil {
				t.Errorf("pending is %t and the user %v before anybody scanned", status.Pending(), status.User)
			}
			return status.Code
		}},
		{Method: "CheckQR", When: "unknown word", Want: authing.CodeVerificationCodeExpired, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.QRStatus](t)(w.Client.CheckQR(t.Context(), enduser.CheckQRInput{Random: "unknown"}))
		}},
		{Method: "ScanLogin", When: "scanned while it asks", Do: func(t *testing.T, w *world) error {
			shown := make(chan *authing.QRCode, 1)
			scanned := make(chan error, 1)
			phone := w.Another(t)
			go func() {
				code, ok := <-shown
				if !ok {
					scanned <- errors.New("no code was shown")
					return
				}
				// ScanLogin, which waits for nobody, asks at about the same time.
				status, err := phone.CheckQR(t.Context(), enduser.CheckQRInput{Random: code.Random})
				if err == nil && !status.Pending() {
					err = status.Code
				}
				scanned <- errors.Join(err, w.ScanQR(code.Random, boxed.AdaID))
			}()
			user, err := scan(t, w, func(code *authing.QRCode) error { shown <- code; return nil })
			close(shown)
			if scanErr := <-scanned; scanErr != nil {
				t.Error(scanErr)
			}
			return boxed.Gives(t, boxed.SignedIn(w.Ada()))(user, err)
		}},
		{Method: "ScanLogin", When: "scanned at once", Do: func(t *testing.T, w *world) error {
			want := boxed.SignedIn(w.Grace())
			want.ThirdPartyIdentity = w.SocialLogin()
			return boxed.Gives(t, want)(scan(t, w, func(code *authing.QRCode) error { return w.ScanQR(code.Random, boxed.GraceID) }))
		}},
		{Method: "ScanLogin", When: "code expired", Want: authing.CodeVerificationCodeExpired, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(scan(t, w, func(*authing.QRCode) error { w.Advance(time.Hour); return nil }))
		}},
		{Method: "ScanLogin", When: "cannot be shown", Want: errShow, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(scan(t, w, func(*authing.QRCode) error { return errShow }))
		}},
		{Method: "ScanLogin", When: "given up", Want: context.Canceled, Do: func(t *testing.T, w *world) error {
			ctx, cancel := context.WithCancel(t.Context())
			in := authing.ScanLoginInput{Interval: quick, Show: func(*authing.QRCode) error { cancel(); return nil }}
			return boxed.Fails[*authing.User](t)(w.Client.ScanLogin(ctx, in))
		}},
	}
}

// sessions is what the client does with tokens by itself.
func sessions() []scenario {
	return []scenario{
		{Method: "Token", Do: func(t *testing.T, w *world) error {
			token := boxed.UserToken(t, w.Box, boxed.AdaID)
			kept := boxed.EndUser(t, w.Box, enduser.WithToken(token))
			return boxed.Gives(t, token)(kept.Token(t.Context()))
		}},
		{Method: "Token", When: "nobody signed in", Want: authing.ErrNoSession, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.Token(t.Context())
			return err
		}},
		{Method: "WithToken", Do: func(t *testing.T, w *world) error {
			derived := w.Client.WithToken(boxed.UserToken(t, w.Box, boxed.AdaID))
			user, err := derived.User(t.Context(), boxed.AdaID)
			if err == nil && user.Email != boxed.AdaEmail {
				t.Errorf("the derived client reads %v", user.Email)
			}
			return err
		}},
		{Method: "WithToken", When: "garbage", Want: authing.CodeSessionInvalid, Do: func(t *testing.T, w *world) error {
			_, err := w.Client.WithToken("garbage").User(t.Context(), boxed.AdaID)
			if refused, ok := errors.AsType[*authing.Error](err); ok {
				return refused.Code // the error itself is one of User
			}
			return err
		}},
	}
}

// current is what is known about Ada while a token of hers is good.
func current(w *world) *authing.User {
	u := w.Ada()
	u.TokenExpiredAt = boxed.Any
	return u
}

// changed is current as the service's plain type of user has it, which is asked for no
// group.
func changed(w *world) *authing.User {
	u := current(w)
	u.Group = nil
	return u
}

func reading() []scenario {
	read := func(id string, before func(*testing.T, *world)) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			before(t, w)
			return boxed.Fails[*authing.User](t)(w.Client.User(t.Context(), id))
		}
	}
	return []scenario{
		{Method: "User", Do: func(t *testing.T, w *world) error {
			want := current(w)
			want.UserLoginHistory = &authing.UserLoginHistoryPage{List: []*authing.UserLoginHistory{}}
			return boxed.Gives(t, want)(w.Client.User(t.Context(), boxed.AdaID))
		}},
		{Method: "User", When: "after a sign-in", Do: func(t *testing.T, w *world) error {
			in := enduser.LoginInput{Email: boxed.AdaEmail, Password: boxed.Password, LastIP: "192.0.2.7", Browser: "a browser", Device: "a device"}
			if _, err := w.Client.Login(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			want := boxed.SignedIn(w.Ada())
			want.Token, want.LastIP, want.Browser, want.Device = "", "192.0.2.7", "a browser", "a device"
			want.UserLoginHistory = &authing.UserLoginHistoryPage{TotalCount: 1, List: []*authing.UserLoginHistory{{
				ID: boxed.Any, When: boxed.Any, Success: true, Result: "signed in", IP: "192.0.2.7", Browser: "a browser", Device: "a device",
			}}}
			return boxed.Gives(t, want)(w.Client.User(t.Context(), boxed.AdaID))
		}},
		{Method: "User", When: "with a social login", Do: func(t *testing.T, w *world) error {
			want := w.Grace()
			want.TokenExpiredAt = boxed.Any
			want.ThirdPartyIdentity = w.SocialLogin()
			want.UserLoginHistory = &authing.UserLoginHistoryPage{List: []*authing.UserLoginHistory{}}
			return boxed.Gives(t, want)(as(t, w.Box, boxed.GraceID).User(t.Context(), boxed.GraceID))
		}},
		{Method: "User", When: "somebody else", Want: authing.CodeOwnedByAnotherUser, Do: read(boxed.GraceID, func(*testing.T, *world) {})},
		{Method: "User", When: "session expired", Want: authing.CodeSessionExpired, Do: read(boxed.AdaID, func(_ *testing.T, w *world) { w.Advance(16 * 24 * time.Hour) })},
		{Method: "User", When: "signed out elsewhere", Want: authing.CodeSessionExpired, Do: read(boxed.AdaID, func(t *testing.T, w *world) {
			if _, err := ada(t, w.Box).Logout(t.Context(), boxed.AdaID); err != nil {
				t.Fatal(err)
			}
		})},
		{Method: "Logout", Do: func(t *testing.T, w *world) error {
			token := tokenOf(t, w.Client)
			if err := boxed.Gives(t, boxed.AdaID)(w.Client.Logout(t.Context(), boxed.AdaID)); err != nil {
				return err
			}
			if _, err := w.Client.User(t.Context(), boxed.AdaID); !errors.Is(err, authing.ErrNoSession) {
				t.Errorf("reading after Logout: %v, want %v", err, authing.ErrNoSession)
			}
			_, err := w.Client.WithToken(token).User(t.Context(), boxed.AdaID)
			if !errors.Is(err, authing.CodeSessionExpired) {
				t.Errorf("reading with the old token: %v, want %v", err, authing.CodeSessionExpired)
			}
			return nil
		}},
		{Method: "Logout", When: "somebody else", Want: authing.CodeOwnedByAnotherUser, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Logout(t.Context(), boxed.GraceID))
		}},
	}
}

func updating() []scenario {
	update := func(in enduser.UpdateInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			err := boxed.Fails[*authing.User](t)(w.Client.Update(t.Context(), in))
			want := current(w)
			want.UserLoginHistory = &authing.UserLoginHistoryPage{List: []*authing.UserLoginHistory{}}
			if readErr := boxed.Gives(t, want)(w.Client.User(t.Context(), boxed.AdaID)); readErr != nil {
				t.Error(readErr)
			}
			return err
		}
	}
	return []scenario{
		{Method: "Update", When: "nil leaves and empty empties", Do: func(t *testing.T, w *world) error {
			want := changed(w)
			want.Nickname, want.Company = "Countess of Lovelace", ""
			in := enduser.UpdateInput{ID: boxed.AdaID, Nickname: new("Countess of Lovelace"), Company: new("")}
			if err := boxed.Gives(t, want)(w.Client.Update(t.Context(), in)); err != nil {
				return err
			}
			if in.Photo != nil || in.Password != "" {
				t.Error("the caller's input was changed")
			}
			want.Group = w.Group()
			want.UserLoginHistory = &authing.UserLoginHistoryPage{List: []*authing.UserLoginHistory{}}
			return boxed.Gives(t, want)(w.Client.User(t.Context(), boxed.AdaID))
		}},
		{Method: "Update", When: "everything that is a person's own", Do: func(t *testing.T, w *world) error {
			want := changed(w)
			want.Username, want.Nickname, want.Photo, want.Company, want.Name = "countess", "N", "https://example.com/p.png", "C", "Name"
			want.GivenName, want.MiddleName, want.FamilyName, want.PreferredUsername = "Given", "Middle", "Family", "Preferred"
			want.Profile, want.Website, want.Gender, want.Birthdate = "https://example.com/a", "https://a.example.com", "F", "1815-12-10"
			want.ZoneInfo, want.Locale, want.Address, want.Formatted = "Europe/London", "en-GB", "London", "1 Street\nLondon"
			want.StreetAddress, want.Locality, want.Region, want.PostalCode, want.Country = "1 Street", "London", "England", "SW1", "UK"
			want.Browser, want.Device, want.OAuth = "a browser", "a device", "{}"
			return boxed.Gives(t, want)(w.Client.Update(t.Context(), enduser.UpdateInput{
				ID: boxed.AdaID, Username: &want.Username, Nickname: &want.Nickname, Photo: &want.Photo, Company: &want.Company, Name: &want.Name,
				GivenName: &want.GivenName, MiddleName: &want.MiddleName, FamilyName: &want.FamilyName, PreferredUsername: &want.PreferredUsername,
				Profile: &want.Profile, Website: &want.Website, Gender: &want.Gender, Birthdate: &want.Birthdate,
				ZoneInfo: &want.ZoneInfo, Locale: &want.Locale, Address: &want.Address, Formatted: &want.Formatted,
				StreetAddress: &want.StreetAddress, Locality: &want.Locality, Region: &want.Region, PostalCode: &want.PostalCode, Country: &want.Country,
				Browser: &want.Browser, Device: &want.Device, OAuth: &want.OAuth,
			}))
		}},
		{Method: "Update", When: "the password", Do: func(t *testing.T, w *world) error {
			in := enduser.UpdateInput{ID: boxed.AdaID, Password: "second password", OldPassword: boxed.Password}
			if err := boxed.Gives(t, changed(w))(w.Client.Update(t.Context(), in)); err != nil {
				return err
			}
			_, err := nobody(t, w.Box).Login(t.Context(), enduser.LoginInput{Email: boxed.AdaEmail, Password: "second password"})
			return err
		}},
		{Method: "Update", When: "the picture as a file", Do: func(t *testing.T, w *world) error {
			want := changed(w)
			want.Photo = boxed.Any
			in := enduser.UpdateInput{ID: boxed.AdaID, PhotoFile: &enduser.File{Name: "me.png", Content: strings.NewReader(picture)}}
			user, err := w.Client.Update(t.Context(), in)
			if err != nil {
				return err
			}
			checkPicture(t, user.Photo)
			return boxed.Gives(t, want)(user, nil)
		}},
		{Method: "Update", When: "somebody else", Want: authing.CodeOwnedByAnotherUser, Do: update(enduser.UpdateInput{ID: boxed.GraceID, Nickname: new("G")})},
		{Method: "Update", When: "the email address", Want: authing.CodeUseUpdateEmail, Do: update(enduser.UpdateInput{ID: boxed.AdaID, Email: new("new@example.com")})},
		{Method: "Update", When: "the phone number", Want: authing.CodeUseUpdatePhone, Do: update(enduser.UpdateInput{ID: boxed.AdaID, Phone: new("13100000008")})},
		{Method: "Update", When: "what the service keeps", Want: authing.CodeChangeNotAllowed, Do: update(enduser.UpdateInput{ID: boxed.AdaID, EmailVerified: new(true)})},
		{Method: "Update", When: "user name taken", Want: authing.CodeUsernameTaken, Do: update(enduser.UpdateInput{ID: boxed.AdaID, Username: new(boxed.GraceEmail)})},
		{Method: "Update", When: "old password missing", Want: &authing.InputError{Operation: "Update", Parameter: "OldPassword with Password", Problem: "is required"}, Do: update(enduser.UpdateInput{ID: boxed.AdaID, Password: "second password"})},
		{Method: "Update", When: "old password wrong", Want: authing.CodeWrongOldPassword, Do: update(enduser.UpdateInput{ID: boxed.AdaID, Password: "second password", OldPassword: "wrong password"})},
		{Method: "Update", When: "short password", Want: authing.CodePasswordTooShort, Do: update(enduser.UpdateInput{ID: boxed.AdaID, Password: "12345", OldPassword: boxed.Password})},
	}
}

// picture is a file that begins as a PNG does.
const picture = "\x89PNG\r\n\x1a\n and so on"

// checkPicture fetches what was uploaded.
func checkPicture(t *testing.T, address string) {
	t.Helper()
	response := boxed.Get(t, address)
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if kind := response.Header.Get("Content-Type"); string(content) != picture || kind != "image/png" {
		t.Errorf("the address leads to a %s of %q", kind, content)
	}
}

func picturing() []scenario {
	return []scenario{
		{Method: "UploadAvatar", Do: func(t *testing.T, w *world) error {
			address, err := w.Client.UploadAvatar(t.Context(), enduser.File{Name: "me.png", Content: strings.NewReader(picture)})
			if err != nil {
				return err
			}
			checkPicture(t, address)
			if !strings.HasPrefix(address, w.URL+"/") {
				t.Errorf("the address is %s, want one of the CDN at %s", address, w.URL)
			}
			return nil
		}},
		{Method: "UploadAvatar", When: "session expired", Want: authing.CodeSessionExpired, Do: func(t *testing.T, w *world) error {
			w.Advance(16 * 24 * time.Hour)
			return boxed.Fails[string](t)(w.Client.UploadAvatar(t.Context(), enduser.File{Name: "me.png", Content: strings.NewReader(picture)}))
		}},
		{Method: "UploadAvatar", When: "the file cannot be read", Want: io.ErrUnexpectedEOF, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.UploadAvatar(t.Context(), enduser.File{Name: "me.png", Content: broken{}}))
		}},
	}
}

// broken is a file that breaks off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// emailCode lets the box send Ada a code to an address, and gives the code.
func emailCode(t *testing.T, w *world, address string) authing.Secret {
	t.Helper()
	if _, err := w.Client.SendChangeEmailVerifyCode(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	return w.LastEmail(address)
}

// smsCode lets the box send a code to a phone, and gives the code.
func smsCode(t *testing.T, w *world, phone string) authing.Secret {
	t.Helper()
	if _, err := w.Client.GetVerificationCode(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	return w.LastSMS(phone)
}

func addressing() []scenario {
	const newEmail, newPhone = "new@example.com", "13100000008"
	toEmail := func(in func(*testing.T, *world) enduser.UpdateEmailInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UpdateEmail(t.Context(), in(t, w)))
		}
	}
	toPhone := func(in func(*testing.T, *world) enduser.UpdatePhoneInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UpdatePhone(t.Context(), in(t, w)))
		}
	}
	email := func(in enduser.UpdateEmailInput) func(*testing.T, *world) enduser.UpdateEmailInput {
		return func(*testing.T, *world) enduser.UpdateEmailInput { return in }
	}
	phone := func(in enduser.UpdatePhoneInput) func(*testing.T, *world) enduser.UpdatePhoneInput {
		return func(*testing.T, *world) enduser.UpdatePhoneInput { return in }
	}
	return []scenario{
		{Method: "SendChangeEmailVerifyCode", Do: func(t *testing.T, w *world) error {
			err := boxed.Gives(t, "code sent")(w.Client.SendChangeEmailVerifyCode(t.Context(), newEmail))
			if w.LastEmail(newEmail) == "" {
				t.Error("no code went out")
			}
			return err
		}},
		{Method: "SendChangeEmailVerifyCode", When: "address taken", Want: authing.CodeAlreadyBound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.SendChangeEmailVerifyCode(t.Context(), boxed.GraceEmail))
		}},
		{Method: "SendChangeEmailVerifyCode", When: "malformed", Want: authing.CodeInvalidEmail, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.SendChangeEmailVerifyCode(t.Context(), "new"))
		}},
		{Method: "UpdateEmail", Do: func(t *testing.T, w *world) error {
			want := changed(w)
			want.Email, want.EmailVerified = newEmail, true
			in := enduser.UpdateEmailInput{
				Email: newEmail, EmailCode: emailCode(t, w, newEmail),
				OldEmail: boxed.AdaEmail, OldEmailCode: emailCode(t, w, boxed.AdaEmail),
			}
			return boxed.Gives(t, want)(w.Client.UpdateEmail(t.Context(), in))
		}},
		{Method: "UpdateEmail", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: toEmail(func(t *testing.T, w *world) enduser.UpdateEmailInput {
			return enduser.UpdateEmailInput{Email: newEmail, EmailCode: "0000", OldEmail: boxed.AdaEmail, OldEmailCode: emailCode(t, w, boxed.AdaEmail)}
		})},
		{Method: "UpdateEmail", When: "code expired", Want: authing.CodeVerificationCodeExpired, Do: toEmail(func(t *testing.T, w *world) enduser.UpdateEmailInput {
			in := enduser.UpdateEmailInput{Email: newEmail, EmailCode: emailCode(t, w, newEmail), OldEmail: boxed.AdaEmail, OldEmailCode: "0000"}
			w.Advance(time.Hour)
			return in
		})},
		{Method: "UpdateEmail", When: "old address not proved", Want: authing.CodeOldEmailNotVerified, Do: toEmail(func(t *testing.T, w *world) enduser.UpdateEmailInput {
			return enduser.UpdateEmailInput{Email: newEmail, EmailCode: emailCode(t, w, newEmail)}
		})},
		{Method: "UpdateEmail", When: "not the old address", Want: authing.CodeOldEmailMismatch, Do: toEmail(email(enduser.UpdateEmailInput{Email: newEmail, EmailCode: "0000", OldEmail: boxed.GraceEmail, OldEmailCode: "0000"}))},
		{Method: "UpdateEmail", When: "same address", Want: authing.CodeSameEmail, Do: toEmail(email(enduser.UpdateEmailInput{Email: boxed.AdaEmail, EmailCode: "0000"}))},
		{Method: "UpdateEmail", When: "address taken", Want: authing.CodeEmailAlreadyBound, Do: toEmail(email(enduser.UpdateEmailInput{Email: boxed.GraceEmail, EmailCode: "0000"}))},
		{Method: "UpdatePhone", Do: func(t *testing.T, w *world) error {
			want := changed(w)
			want.Phone, want.PhoneVerified = newPhone, true
			in := enduser.UpdatePhoneInput{
				Phone: newPhone, PhoneCode: smsCode(t, w, newPhone),
				OldPhone: boxed.AdaPhone, OldPhoneCode: smsCode(t, w, boxed.AdaPhone),
			}
			return boxed.Gives(t, want)(w.Client.UpdatePhone(t.Context(), in))
		}},
		{Method: "UpdatePhone", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: toPhone(phone(enduser.UpdatePhoneInput{Phone: newPhone, PhoneCode: "0000", OldPhone: boxed.AdaPhone, OldPhoneCode: "0000"}))},
		{Method: "UpdatePhone", When: "code expired", Want: authing.CodeVerificationCodeExpired, Do: toPhone(func(t *testing.T, w *world) enduser.UpdatePhoneInput {
			in := enduser.UpdatePhoneInput{Phone: newPhone, PhoneCode: smsCode(t, w, newPhone), OldPhone: boxed.AdaPhone, OldPhoneCode: "0000"}
			w.Advance(time.Hour)
			return in
		})},
		{Method: "UpdatePhone", When: "not the old number", Want: authing.CodeOldPhoneMismatch, Do: toPhone(phone(enduser.UpdatePhoneInput{Phone: newPhone, PhoneCode: "0000", OldPhone: newPhone, OldPhoneCode: "0000"}))},
		{Method: "UpdatePhone", When: "same number", Want: authing.CodeSamePhone, Do: toPhone(phone(enduser.UpdatePhoneInput{Phone: boxed.AdaPhone, PhoneCode: "0000"}))},
		{Method: "UpdatePhone", When: "number taken", Want: authing.CodeAlreadyBound, Do: toPhone(func(t *testing.T, w *world) enduser.UpdatePhoneInput {
			w.Add(t, authingtest.User{Phone: newPhone})
			return enduser.UpdatePhoneInput{Phone: newPhone, PhoneCode: "0000"}
		})},
		{Method: "UnbindEmail", Do: func(t *testing.T, w *world) error {
			want := changed(w)
			want.Email = ""
			return boxed.Gives(t, want)(w.Client.UnbindEmail(t.Context(), enduser.UnbindEmailInput{}))
		}},
		{Method: "UnbindEmail", When: "somebody else", Want: authing.CodeOwnedByAnotherUser, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UnbindEmail(t.Context(), enduser.UnbindEmailInput{User: boxed.GraceID}))
		}},
		{Method: "UnbindEmail", When: "nothing else to sign in with", Want: authing.CodeLastSignInMethod, Do: func(t *testing.T, w *world) error {
			alone := w.Add(t, authingtest.User{Email: "alone@example.com", Password: boxed.Password})
			return boxed.Fails[*authing.User](t)(as(t, w.Box, alone).UnbindEmail(t.Context(), enduser.UnbindEmailInput{User: alone}))
		}},
		{Method: "UnbindEmail", When: "no address", Want: authing.CodeEmailNotBound, Do: func(t *testing.T, w *world) error {
			phone := w.Add(t, authingtest.User{Phone: newPhone})
			return boxed.Fails[*authing.User](t)(as(t, w.Box, phone).UnbindEmail(t.Context(), enduser.UnbindEmailInput{}))
		}},
	}
}

// TestSettingsOfThePool spares people the proof of the old address or number where
// the pool does.
func TestSettingsOfThePool(t *testing.T) {
	box := boxed.Start(t)
	if err := errors.Join(box.SetVerifyOldEmail(false), box.SetVerifyOldPhone(false)); err != nil {
		t.Fatal(err)
	}
	client := ada(t, box)
	if _, err := client.SendChangeEmailVerifyCode(t.Context(), "new@example.com"); err != nil {
		t.Fatal(err)
	}
	user, err := client.UpdateEmail(t.Context(), enduser.UpdateEmailInput{Email: "new@example.com", EmailCode: box.LastEmail("new@example.com")})
	if err != nil || user.Email != "new@example.com" {
		t.Errorf("UpdateEmail gave %v and %v", user, err)
	}
	if _, err := client.GetVerificationCode(t.Context(), "13100000008"); err != nil {
		t.Fatal(err)
	}
	user, err = client.UpdatePhone(t.Context(), enduser.UpdatePhoneInput{Phone: "13100000008", PhoneCode: box.LastSMS("13100000008")})
	if err != nil || user.Phone != "13100000008" {
		t.Errorf("UpdatePhone gave %v and %v", user, err)
	}
}

func authorizing() []scenario {
	revoke := func(in enduser.RevokeAuthedAppInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.AuthedApp](t)(w.Client.RevokeAuthedApp(t.Context(), in))
		}
	}
	return []scenario{
		{Method: "GetAuthedAppList", Do: func(t *testing.T, w *world) error {
			apps := w.Authorize(t)
			return boxed.Gives(t, apps)(w.Client.GetAuthedAppList(t.Context(), enduser.GetAuthedAppListInput{UserID: boxed.AdaID}))
		}},
		{Method: "GetAuthedAppList", When: "the second page", Do: func(t *testing.T, w *world) error {
			want := w.Authorize(t)
			want.OAuthApps = []*authing.OAuthApp{}
			in := enduser.GetAuthedAppListInput{UserID: boxed.AdaID, Page: 2, Count: 1}
			return boxed.Gives(t, want)(w.Client.GetAuthedAppList(t.Context(), in))
		}},
		{Method: "GetAuthedAppList", When: "somebody else", Want: authing.CodeOwnedByAnotherUser, Do: func(t *testing.T, w *world) error {
			in := enduser.GetAuthedAppListInput{UserID: boxed.GraceID}
			return boxed.Fails[*authing.AuthedApps](t)(w.Client.GetAuthedAppList(t.Context(), in))
		}},
		{Method: "RevokeAuthedApp", Do: func(t *testing.T, w *world) error {
			app := w.Authorize(t).OAuthApps[0].ID
			want := &authing.AuthedApp{ID: boxed.Any, AppID: app, UserID: boxed.AdaID, Scope: "profile", Type: "oauth", IsRevoked: "true", When: boxed.Any}
			return boxed.Gives(t, want)(w.Client.RevokeAuthedApp(t.Context(), enduser.RevokeAuthedAppInput{UserID: boxed.AdaID, AppID: app}))
		}},
		{Method: "RevokeAuthedApp", When: "unknown application", Want: authing.CodeAppNotFound, Do: revoke(enduser.RevokeAuthedAppInput{UserID: boxed.AdaID, AppID: "unknown"})},
		{Method: "RevokeAuthedApp", When: "somebody else", Want: authing.CodeOwnedByAnotherUser, Do: revoke(enduser.RevokeAuthedAppInput{UserID: boxed.GraceID, AppID: "unknown"})},
	}
}
