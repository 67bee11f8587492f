package management_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/internal/scan"
	"github.com/authing-community/authing-go/sdk/management"
)

type (
	scenario = boxed.Case[*management.Client]
	world    = boxed.World[*management.Client]
)

func owner(t testing.TB, box *boxed.Box) *management.Client { return boxed.Owner(t, box) }

// asUser makes a client that claims to be the owner's, with Ada's token.
func asUser(t *testing.T, w *world) *management.Client {
	t.Helper()
	return boxed.Manager(t, w.Box, boxed.UserToken(t, w.Box, boxed.AdaID))
}

// TestEveryMethodIsTested keeps a method from coming without tests.
func TestEveryMethodIsTested(t *testing.T) {
	boxed.Covered(t, new(management.Client), scenarios())
}

// TestMethods runs all scenarios. Whatever happened, sign-ins among it, the client
// still speaks for the owner: it reads a profile that only the owner and its user may.
func TestMethods(t *testing.T) {
	boxed.Run(t, owner, scenarios(), func(t *testing.T, w *world, _ scenario) {
		id := w.Add(t, authingtest.User{Username: "bystander"})
		if u, err := w.Client.User(t.Context(), id); err != nil || u.Username != "bystander" {
			t.Errorf("afterwards the client does not speak for the owner: %v, %v", u, err)
		}
	}, scan.PoolSecret, scan.OwnerToken, scan.UserToken, scan.Authorization, scan.Password, scan.Ciphertext, scan.Code, scan.ClientSecret, scan.UploadToken)
}

func scenarios() []scenario {
	return slices.Concat(
		boxed.Cases[*management.Client](), elsewhere(), reading(), listing(), updating(), addressing(), removing(),
		tokens(), authorizing(), boxed.PersonalCases[*management.Client](authing.CodeUserNotFound), groups(), roles(), permissions(), members(), orgs(), rules(), olderRoles(), searching(),
	)
}

// unknownID is nobody's and nothing's ID.
const unknownID = "5e00000000000000000000ff"

// otherPool makes a client of a pool that the box does not have.
func otherPool(t *testing.T, w *world) *management.Client {
	t.Helper()
	token, err := w.OwnerToken()
	if err != nil {
		t.Fatal(err)
	}
	client, err := management.New(unknownID, management.WithToken(token), management.WithOrigin(w.URL))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// elsewhere is what goes wrong for a client with the wrong settings.
func elsewhere() []scenario {
	return []scenario{
		{Method: "UserExist", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[bool](t)(otherPool(t, w).UserExist(t.Context(), management.UserExistInput{Email: boxed.AdaEmail}))
		}},
		{Method: "GetUserPoolSettings", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserPool](t)(otherPool(t, w).GetUserPoolSettings(t.Context()))
		}},
		{Method: "ReadOAuthList", When: "unknown pool", Want: authing.CodePoolNotFound, Do: func(t *testing.T, w *world) error {
			_, err := otherPool(t, w).ReadOAuthList(t.Context(), management.ReadOAuthListInput{})
			return err
		}},
		{Method: "Login", When: "password key of another service", Want: authing.CodePasswordNotDecrypted, Do: func(t *testing.T, w *world) error {
			client, err := management.New(w.PoolID, management.WithSecret(w.Secret), management.WithOrigin(w.URL))
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Login(t.Context(), management.LoginInput{Email: boxed.AdaEmail, Password: boxed.Password})
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

// detailed is a user as User gives them, who has not signed in yet.
func detailed(u *authing.User) *authing.User {
	u.UserLoginHistory = &authing.UserLoginHistoryPage{List: []*authing.UserLoginHistory{}}
	return u
}

// plain is a user as the service's plain type of user has them, which is asked for no
// group.
func plain(u *authing.User) *authing.User {
	u.Group = nil
	return u
}

func reading() []scenario {
	return []scenario{
		{Method: "User", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, detailed(w.Ada()))(w.Client.User(t.Context(), boxed.AdaID))
		}},
		{Method: "User", When: "with a social login", Do: func(t *testing.T, w *world) error {
			want := detailed(w.Grace())
			want.ThirdPartyIdentity = w.SocialLogin()
			return boxed.Gives(t, want)(w.Client.User(t.Context(), boxed.GraceID))
		}},
		{Method: "User", When: "unknown", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.User(t.Context(), "5e00000000000000000000ff"))
		}},
		{Method: "UserPatch", When: "who exists", Do: func(t *testing.T, w *world) error {
			// The list is not asked for social logins.
			want := &authing.UserBatch{List: []*authing.User{detailed(w.Grace()), detailed(w.Ada())}, TotalCount: 2}
			return boxed.Gives(t, want)(w.Client.UserPatch(t.Context(), []string{boxed.GraceID, "5e00000000000000000000ff", boxed.AdaID}))
		}},
		{Method: "UserPatch", When: "too many", Want: authing.CodeTooManyUsers, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserBatch](t)(w.Client.UserPatch(t.Context(), slices.Repeat([]string{boxed.AdaID}, 81)))
		}},
	}
}

// crowd is how many users there are once the pool is filled: three pages of All, the
// last of them with one user.
const crowd = 101

// fill fills the pool and gives everybody's ID, in the order in which they are listed.
func fill(t *testing.T, w *world) []string {
	t.Helper()
	ids := []string{boxed.AdaID, boxed.GraceID}
	for i := len(ids); i < crowd; i++ {
		ids = append(ids, w.Add(t, authingtest.User{Username: fmt.Sprintf("user %d", i)}))
	}
	return ids
}

func listing() []scenario {
	return []scenario{
		{Method: "List", Do: func(t *testing.T, w *world) error {
			want := &authing.UserPage{List: []*authing.User{detailed(w.Ada()), detailed(w.Grace())}, TotalCount: 2}
			return boxed.Gives(t, want)(w.Client.List(t.Context(), management.ListInput{}))
		}},
		{Method: "List", When: "ten from the first page on", Do: func(t *testing.T, w *world) error {
			ids := fill(t, w)
			return checkPage(t, ids[:10])(w.Client.List(t.Context(), management.ListInput{}))
		}},
		{Method: "List", When: "a page further on", Do: func(t *testing.T, w *world) error {
			ids := fill(t, w)
			return checkPage(t, ids[60:90])(w.Client.List(t.Context(), management.ListInput{Page: 3, Count: 30}))
		}},
		{Method: "List", When: "beyond the last page", Do: func(t *testing.T, w *world) error {
			fill(t, w)
			return checkPage(t, nil)(w.Client.List(t.Context(), management.ListInput{Page: 9, Count: 30}))
		}},
		{Method: "List", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.UserPage](t)(asUser(t, w).List(t.Context(), management.ListInput{}))
		}},
		{Method: "All", When: "several pages", Do: func(t *testing.T, w *world) error {
			want := fill(t, w)
			var got []string
			for u, err := range w.Client.All(t.Context()) {
				if err != nil {
					return err
				}
				got = append(got, u.ID)
			}
			return boxed.Gives(t, want)(got, nil)
		}},
		{Method: "All", When: "stopped early, and begun again", Do: func(t *testing.T, w *world) error {
			want := fill(t, w)[:60]
			all := w.Client.All(t.Context())
			for range 2 {
				var got []string
				for u, err := range all {
					if err != nil {
						return err
					}
					if got = append(got, u.ID); len(got) == len(want) {
						break
					}
				}
				if err := boxed.Gives(t, want)(got, nil); err != nil {
					return err
				}
			}
			return nil
		}},
		{Method: "All", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			var last error
			for u, err := range asUser(t, w).All(t.Context()) {
				if last != nil || u != nil || err == nil {
					t.Errorf("got %v and %v, want the error alone", u, err)
				}
				last = err
			}
			return last
		}},
	}
}

// checkPage sees who is on a page of the crowd.
func checkPage(t *testing.T, want []string) func(*authing.UserPage, error) error {
	return func(page *authing.UserPage, err error) error {
		t.Helper()
		if err != nil {
			return err
		}
		var got []string
		for _, u := range page.List {
			got = append(got, u.ID)
		}
		if page.TotalCount != crowd {
			t.Errorf("there are %d users in all, want %d", page.TotalCount, crowd)
		}
		return boxed.Gives(t, want)(got, nil)
	}
}

// picture is a file that begins as a PNG does.
const picture = "\x89PNG\r\n\x1a\n and so on"

func pictureFile() management.File {
	return management.File{Name: "me.png", Content: strings.NewReader(picture)}
}

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

func updating() []scenario {
	update := func(in management.UpdateInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.Update(t.Context(), in))
		}
	}
	return []scenario{
		{Method: "Update", When: "nil leaves and empty empties", Do: func(t *testing.T, w *world) error {
			want := plain(w.Ada())
			want.Nickname, want.Company = "Countess of Lovelace", ""
			in := management.UpdateInput{ID: boxed.AdaID, Nickname: new("Countess of Lovelace"), Company: new("")}
			if err := boxed.Gives(t, want)(w.Client.Update(t.Context(), in)); err != nil {
				return err
			}
			want.Group = w.Group()
			return boxed.Gives(t, detailed(want))(w.Client.User(t.Context(), boxed.AdaID))
		}},
		{Method: "Update", When: "what only the owner may", Do: func(t *testing.T, w *world) error {
			want := plain(w.Ada())
			want.EmailVerified, want.PhoneVerified, want.UnionID, want.OpenID = true, true, "wechat|1", "open|1"
			want.LoginsCount, want.LastLogin, want.LastIP = 7, "2020-01-02T03:04:05.000Z", "192.0.2.7"
			want.SignedUp, want.RegisterMethod = "2019-01-02T03:04:05.000Z", "import"
			return boxed.Gives(t, want)(w.Client.Update(t.Context(), management.UpdateInput{
				ID: boxed.AdaID, EmailVerified: new(true), PhoneVerified: new(true), UnionID: new("wechat|1"), OpenID: new("open|1"),
				LoginsCount: new(7), LastLogin: new(authing.Time("2020-01-02T03:04:05.000Z")), LastIP: new("192.0.2.7"),
				SignedUp: new(authing.Time("2019-01-02T03:04:05.000Z")), RegisterMethod: new("import"),
			}))
		}},
		{Method: "Update", When: "back to false and to zero", Do: func(t *testing.T, w *world) error {
			id := w.Add(t, authingtest.User{Username: "somebody", EmailVerified: true, Blocked: true})
			user, err := w.Client.Update(t.Context(), management.UpdateInput{ID: id, EmailVerified: new(false), Blocked: new(false), LoginsCount: new(0)})
			if err != nil {
				return err
			}
			return boxed.Gives(t, [2]bool{})([2]bool{user.EmailVerified, user.Blocked}, nil)
		}},
		{Method: "Update", When: "locks somebody out", Do: func(t *testing.T, w *world) error {
			token := boxed.UserToken(t, w.Box, boxed.AdaID)
			want := plain(w.Ada())
			want.Blocked, want.TokenExpiredAt = true, boxed.Any
			if err := boxed.Gives(t, want)(w.Client.Update(t.Context(), management.UpdateInput{ID: boxed.AdaID, Blocked: new(true)})); err != nil {
				return err
			}
			if _, err := boxed.EndUser(t, w.Box).WithToken(token).User(t.Context(), boxed.AdaID); !errors.Is(err, authing.CodeSessionExpired) {
				t.Errorf("reading with the token of before: %v, want %v", err, authing.CodeSessionExpired)
			}
			_, err := w.Client.Login(t.Context(), management.LoginInput{Email: boxed.AdaEmail, Password: boxed.Password})
			if !errors.Is(err, authing.CodeUserLocked) {
				t.Errorf("signing in: %v, want %v", err, authing.CodeUserLocked)
			}
			return nil
		}},
		{Method: "Update", When: "the password, without the old one", Do: func(t *testing.T, w *world) error {
			in := management.UpdateInput{ID: boxed.AdaID, Password: "second password"}
			if err := boxed.Gives(t, plain(w.Ada()))(w.Client.Update(t.Context(), in)); err != nil {
				return err
			}
			_, err := w.Client.Login(t.Context(), management.LoginInput{Email: boxed.AdaEmail, Password: "second password"})
			return err
		}},
		{Method: "Update", When: "the picture as a file", Do: func(t *testing.T, w *world) error {
			want := plain(w.Ada())
			want.Photo = boxed.Any
			user, err := w.Client.Update(t.Context(), management.UpdateInput{ID: boxed.AdaID, PhotoFile: new(pictureFile())})
			if err != nil {
				return err
			}
			checkPicture(t, user.Photo)
			return boxed.Gives(t, want)(user, nil)
		}},
		{Method: "Update", When: "unknown user", Want: authing.CodeUserNotFound, Do: update(management.UpdateInput{ID: "5e00000000000000000000ff", Nickname: new("N")})},
		{Method: "Update", When: "the email address", Want: authing.CodeUseUpdateEmail, Do: update(management.UpdateInput{ID: boxed.AdaID, Email: new("new@example.com")})},
		{Method: "Update", When: "the phone number", Want: authing.CodeUseUpdatePhone, Do: update(management.UpdateInput{ID: boxed.AdaID, Phone: new("13100000008")})},
		{Method: "Update", When: "user name taken", Want: authing.CodeUsernameTaken, Do: update(management.UpdateInput{ID: boxed.AdaID, Username: new(boxed.GraceEmail)})},
		{Method: "Update", When: "short password", Want: authing.CodePasswordTooShort, Do: update(management.UpdateInput{ID: boxed.AdaID, Password: "12345"})},
		{Method: "UploadAvatar", Do: func(t *testing.T, w *world) error {
			address, err := w.Client.UploadAvatar(t.Context(), pictureFile())
			if err != nil {
				return err
			}
			checkPicture(t, address)
			if !strings.HasPrefix(address, w.URL+"/") {
				t.Errorf("the address is %s, want one of the CDN at %s", address, w.URL)
			}
			return nil
		}},
		{Method: "UploadAvatar", When: "with a bad token", Want: authing.CodeSessionInvalid, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(boxed.Manager(t, w.Box, "garbage").UploadAvatar(t.Context(), pictureFile()))
		}},
	}
}

// emailCode lets the box send a code to an address, and gives the code.
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
	toEmail := func(in management.UpdateEmailInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UpdateEmail(t.Context(), in))
		}
	}
	toPhone := func(in management.UpdatePhoneInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UpdatePhone(t.Context(), in))
		}
	}
	unbind := func(in management.UnbindEmailInput) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.User](t)(w.Client.UnbindEmail(t.Context(), in))
		}
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
			return boxed.Fails[string](t)(w.Client.SendChangeEmailVerifyCode(t.Context(), boxed.AdaEmail))
		}},
		{Method: "SendChangeEmailVerifyCode", When: "malformed", Want: authing.CodeInvalidEmail, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.SendChangeEmailVerifyCode(t.Context(), "new"))
		}},
		{Method: "UpdateEmail", When: "of who has the old one", Do: func(t *testing.T, w *world) error {
			want := plain(w.Ada())
			want.Email, want.EmailVerified = newEmail, true
			in := management.UpdateEmailInput{Email: newEmail, EmailCode: emailCode(t, w, newEmail), OldEmail: boxed.AdaEmail}
			return boxed.Gives(t, want)(w.Client.UpdateEmail(t.Context(), in))
		}},
		{Method: "UpdateEmail", When: "of nobody", Want: authing.CodeParametersIncomplete, Do: toEmail(management.UpdateEmailInput{Email: newEmail, EmailCode: "0000"})},
		{Method: "UpdateEmail", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: toEmail(management.UpdateEmailInput{Email: newEmail, EmailCode: "0000", OldEmail: boxed.AdaEmail})},
		{Method: "UpdateEmail", When: "address taken", Want: authing.CodeEmailAlreadyBound, Do: toEmail(management.UpdateEmailInput{Email: boxed.GraceEmail, EmailCode: "0000", OldEmail: boxed.AdaEmail})},
		{Method: "UpdatePhone", When: "of who has the old one", Do: func(t *testing.T, w *world) error {
			want := plain(w.Ada())
			want.Phone, want.PhoneVerified = newPhone, true
			in := management.UpdatePhoneInput{Phone: newPhone, PhoneCode: smsCode(t, w, newPhone), OldPhone: boxed.AdaPhone}
			return boxed.Gives(t, want)(w.Client.UpdatePhone(t.Context(), in))
		}},
		{Method: "UpdatePhone", When: "of nobody", Want: authing.CodeParametersIncomplete, Do: toPhone(management.UpdatePhoneInput{Phone: newPhone, PhoneCode: "0000"})},
		{Method: "UpdatePhone", When: "same number", Want: authing.CodeSamePhone, Do: toPhone(management.UpdatePhoneInput{Phone: boxed.AdaPhone, PhoneCode: "0000", OldPhone: boxed.AdaPhone})},
		{Method: "UpdatePhone", When: "wrong code", Want: authing.CodeWrongVerificationCode, Do: toPhone(management.UpdatePhoneInput{Phone: newPhone, PhoneCode: "0000", OldPhone: boxed.AdaPhone})},
		{Method: "UnbindEmail", Do: func(t *testing.T, w *world) error {
			want := plain(w.Grace())
			want.Email, want.Username = "", "" // she had no other name than her address
			return boxed.Gives(t, want)(w.Client.UnbindEmail(t.Context(), management.UnbindEmailInput{User: boxed.GraceID}))
		}},
		{Method: "UnbindEmail", When: "of nobody", Want: authing.CodeParametersIncomplete, Do: unbind(management.UnbindEmailInput{})},
		{Method: "UnbindEmail", When: "nothing else to sign in with", Want: authing.CodeLastSignInMethod, Do: func(t *testing.T, w *world) error {
			alone := w.Add(t, authingtest.User{Email: "alone@example.com", Password: boxed.Password})
			return unbind(management.UnbindEmailInput{User: alone})(t, w)
		}},
		{Method: "VerifyPhoneCode", When: "right, as often as one likes", Do: func(t *testing.T, w *world) error {
			in := management.VerifyPhoneCodeInput{Phone: newPhone, PhoneCode: smsCode(t, w, newPhone)}
			for range 2 {
				want := &authing.CodeStatus{Status: true, Code: 200, Message: "verification code right"}
				if err := boxed.Gives(t, want)(w.Client.VerifyPhoneCode(t.Context(), in)); err != nil {
					return err
				}
			}
			return nil
		}},
		{Method: "VerifyPhoneCode", When: "wrong", Want: authing.CodeWrongVerificationCode, Do: func(t *testing.T, w *world) error {
			return codeStatus(t, w, management.VerifyPhoneCodeInput{Phone: newPhone, PhoneCode: "0000"})
		}},
		{Method: "VerifyPhoneCode", When: "expired", Want: authing.CodeVerificationCodeExpired, Do: func(t *testing.T, w *world) error {
			in := management.VerifyPhoneCodeInput{Phone: newPhone, PhoneCode: smsCode(t, w, newPhone)}
			w.Advance(time.Hour)
			return codeStatus(t, w, in)
		}},
		{Method: "VerifyPhoneCode", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			in := management.VerifyPhoneCodeInput{Phone: newPhone, PhoneCode: "0000"}
			return boxed.Fails[*authing.CodeStatus](t)(asUser(t, w).VerifyPhoneCode(t.Context(), in))
		}},
	}
}

// codeStatus asks about a code that is not right, and gives the code in the answer.
func codeStatus(t *testing.T, w *world, in management.VerifyPhoneCodeInput) error {
	t.Helper()
	got, err := w.Client.VerifyPhoneCode(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := boxed.Diff(&authing.CodeStatus{Code: got.Code, Message: boxed.Any}, got); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
	return got.Code
}

func removing() []scenario {
	return []scenario{
		{Method: "Remove", Do: func(t *testing.T, w *world) error {
			token := boxed.UserToken(t, w.Box, boxed.AdaID)
			in := management.RemoveInput{IDs: []string{boxed.GraceID, boxed.AdaID}, Operator: "an admin"}
			if err := boxed.Gives(t, in.IDs)(w.Client.Remove(t.Context(), in)); err != nil {
				return err
			}
			if _, err := boxed.EndUser(t, w.Box).WithToken(token).User(t.Context(), boxed.AdaID); !errors.Is(err, authing.CodeSessionExpired) {
				t.Errorf("reading with the token of somebody removed: %v, want %v", err, authing.CodeSessionExpired)
			}
			left, err := w.Client.List(t.Context(), management.ListInput{})
			if err == nil && left.TotalCount != 0 {
				t.Errorf("%d users are left, want none", left.TotalCount)
			}
			return err
		}},
		{Method: "Remove", When: "one of them unknown", Want: authing.CodeUserToDeleteNotFound, Do: func(t *testing.T, w *world) error {
			removed, err := w.Client.Remove(t.Context(), management.RemoveInput{IDs: []string{boxed.AdaID, "5e00000000000000000000ff"}})
			if removed != nil {
				t.Errorf("removed %v, want nobody", removed)
			}
			return err
		}},
		{Method: "Remove", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			_, err := asUser(t, w).Remove(t.Context(), management.RemoveInput{IDs: []string{boxed.AdaID}})
			return err
		}},
		{Method: "Logout", Do: func(t *testing.T, w *world) error {
			token := boxed.UserToken(t, w.Box, boxed.AdaID)
			if err := boxed.Gives(t, boxed.AdaID)(w.Client.Logout(t.Context(), boxed.AdaID)); err != nil {
				return err
			}
			status, err := w.Client.CheckLoginStatus(t.Context(), token)
			if err == nil && status.Code != authing.CodeNotSignedIn {
				t.Errorf("the token of before is worth %v, want %v", status.Code, authing.CodeNotSignedIn)
			}
			return err
		}},
		{Method: "Logout", When: "unknown user", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Logout(t.Context(), "5e00000000000000000000ff"))
		}},
	}
}

func tokens() []scenario {
	exchange := func(change func(*world, *management.AuthingTokenToOIDCTokenInput), grants ...string) func(*testing.T, *world) error {
		return func(t *testing.T, w *world) error {
			in := exchangeInput(t, w, grants...)
			change(w, &in)
			return boxed.Fails[*authing.OIDCTokens](t)(w.Client.AuthingTokenToOIDCToken(t.Context(), in))
		}
	}
	return []scenario{
		{Method: "AuthingTokenToOIDCToken", Do: func(t *testing.T, w *world) error {
			want := &authing.OIDCTokens{
				AccessToken: boxed.Any, IDToken: boxed.Any, RefreshToken: boxed.Any, TokenType: "Bearer",
				Scope: "openid profile email phone offline_access", ExpiresIn: int(boxed.OIDCLifetime.Seconds()),
			}
			return boxed.Gives(t, want)(w.Client.AuthingTokenToOIDCToken(t.Context(), exchangeInput(t, w)))
		}},
		{Method: "AuthingTokenToOIDCToken", When: "with a scope", Do: func(t *testing.T, w *world) error {
			in := exchangeInput(t, w)
			in.Scope = "openid"
			want := &authing.OIDCTokens{
				AccessToken: boxed.Any, IDToken: boxed.Any, TokenType: "Bearer", Scope: "openid", ExpiresIn: int(boxed.OIDCLifetime.Seconds()),
			}
			return boxed.Gives(t, want)(w.Client.AuthingTokenToOIDCToken(t.Context(), in))
		}},
		{Method: "AuthingTokenToOIDCToken", When: "token expired", Want: authing.InvalidGrant, Do: exchange(func(w *world, _ *management.AuthingTokenToOIDCTokenInput) {
			w.Advance(16 * 24 * time.Hour)
		})},
		{Method: "AuthingTokenToOIDCToken", When: "wrong secret of the application", Want: authing.InvalidClient, Do: exchange(func(_ *world, in *management.AuthingTokenToOIDCTokenInput) {
			in.ClientSecret = "wrong"
		})},
		{Method: "AuthingTokenToOIDCToken", When: "application may not", Want: authing.UnauthorizedClient, Do: exchange(func(*world, *management.AuthingTokenToOIDCTokenInput) {}, "password")},
		{Method: "RefreshToken", Do: func(t *testing.T, w *world) error {
			got, err := w.Client.RefreshToken(t.Context(), boxed.AdaID)
			if err != nil {
				return err
			}
			if _, err := boxed.EndUser(t, w.Box).WithToken(got.Token).User(t.Context(), boxed.AdaID); err != nil {
				t.Errorf("the new token does not read the profile: %v", err)
			}
			if age := time.Since(time.Unix(int64(got.IssuedAt), 0)); age < -time.Minute || age > time.Minute {
				t.Errorf("the new token is %v old", age)
			}
			want := &authing.RefreshedToken{Token: boxed.Any, IssuedAt: got.IssuedAt, ExpiresAt: got.IssuedAt + 15*24*60*60}
			return boxed.Gives(t, want)(got, nil)
		}},
		{Method: "RefreshToken", When: "unknown user", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RefreshedToken](t)(w.Client.RefreshToken(t.Context(), "5e00000000000000000000ff"))
		}},
		{Method: "RefreshThirdPartyToken", Do: func(t *testing.T, w *world) error {
			got, err := w.Client.RefreshThirdPartyToken(t.Context(), boxed.GraceID)
			if err != nil {
				return err
			}
			if got.AccessToken == "qq-access" || got.RefreshToken == "qq-refresh" {
				t.Error("the tokens are not new ones")
			}
			grace, err := w.Client.User(t.Context(), boxed.GraceID)
			if err != nil {
				return err
			}
			kept := &authing.ThirdPartyIdentity{
				Provider: "qq", AccessToken: got.AccessToken, RefreshToken: got.RefreshToken, ExpiresIn: 7200, UpdatedAt: got.UpdatedAt,
			}
			if diff := boxed.Diff(kept, grace.ThirdPartyIdentity); diff != "" {
				t.Errorf("the user holds something else (-want +got):\n%s", diff)
			}
			want := &authing.ThirdPartyToken{
				RefreshSuccess: true, Message: "qq tokens renewed", Provider: "qq",
				AccessToken: boxed.Any, RefreshToken: boxed.Any, UpdatedAt: boxed.Any,
			}
			return boxed.Gives(t, want)(got, nil)
		}},
		{Method: "RefreshThirdPartyToken", When: "no social login", Want: authing.CodeSocialLoginNotBound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.ThirdPartyToken](t)(w.Client.RefreshThirdPartyToken(t.Context(), boxed.AdaID))
		}},
		{Method: "RefreshThirdPartyToken", When: "unknown user", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.ThirdPartyToken](t)(w.Client.RefreshThirdPartyToken(t.Context(), "5e00000000000000000000ff"))
		}},
	}
}

// exchangeInput has a token of Ada's for an application that may use the grants given,
// all of them where none is.
func exchangeInput(t *testing.T, w *world, grants ...string) management.AuthingTokenToOIDCTokenInput {
	t.Helper()
	app := w.OIDCApp(t, grants...)
	return management.AuthingTokenToOIDCTokenInput{
		ClientID: app.ID, ClientSecret: app.Secret, AuthingToken: boxed.UserToken(t, w.Box, boxed.AdaID),
	}
}

func authorizing() []scenario {
	return []scenario{
		{Method: "GetAuthedAppList", Do: func(t *testing.T, w *world) error {
			apps := w.Authorize(t)
			return boxed.Gives(t, apps)(w.Client.GetAuthedAppList(t.Context(), management.GetAuthedAppListInput{UserID: boxed.AdaID}))
		}},
		{Method: "GetAuthedAppList", When: "the second page", Do: func(t *testing.T, w *world) error {
			want := w.Authorize(t)
			want.OAuthApps = []*authing.OAuthApp{}
			in := management.GetAuthedAppListInput{UserID: boxed.AdaID, Page: 2, Count: 1}
			return boxed.Gives(t, want)(w.Client.GetAuthedAppList(t.Context(), in))
		}},
		{Method: "GetAuthedAppList", When: "unknown user", Want: authing.CodeUserNotFound, Do: func(t *testing.T, w *world) error {
			in := management.GetAuthedAppListInput{UserID: "5e00000000000000000000ff"}
			return boxed.Fails[*authing.AuthedApps](t)(w.Client.GetAuthedAppList(t.Context(), in))
		}},
		{Method: "RevokeAuthedApp", Do: func(t *testing.T, w *world) error {
			app := w.Authorize(t).OIDCApps[0].ID
			want := &authing.AuthedApp{ID: boxed.Any, AppID: app, UserID: boxed.AdaID, Scope: "openid", Type: "oidc", IsRevoked: "true", When: boxed.Any}
			return boxed.Gives(t, want)(w.Client.RevokeAuthedApp(t.Context(), management.RevokeAuthedAppInput{UserID: boxed.AdaID, AppID: app}))
		}},
		{Method: "RevokeAuthedApp", When: "unknown application", Want: authing.CodeAppNotFound, Do: func(t *testing.T, w *world) error {
			in := management.RevokeAuthedAppInput{UserID: boxed.AdaID, AppID: "unknown"}
			return boxed.Fails[*authing.AuthedApp](t)(w.Client.RevokeAuthedApp(t.Context(), in))
		}},
	}
}
