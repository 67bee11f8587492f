package authingtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

func TestRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	box := newBox(t, authingtest.WithDataFile(path), authingtest.WithTokenLifetime(time.Hour))
	mine, owners := token(t, box), owner(t, box)
	app, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.SendOneTimePhoneCode(t.Context(), "13100000000"); err != nil {
		t.Fatal(err)
	}
	box.Advance(30 * time.Minute)
	sent := box.Outbox()
	box.Close()

	// The seed is for a new file: Ada is not seeded twice, and another lifetime is
	// not looked at.
	again := newBox(t, authingtest.WithDataFile(path), authingtest.WithTokenLifetime(time.Minute), authingtest.WithPool(box.PoolID, box.Secret))
	if again.PoolID != box.PoolID || again.Secret != box.Secret || again.PasswordKey() != box.PasswordKey() {
		t.Error("pool, secret or key are others")
	}
	if diff := cmp.Diff(sent, again.Outbox()); diff != "" {
		t.Errorf("the outbox differs (-want +got):\n%s", diff)
	}
	for name, bearer := range map[string]string{"Ada's": mine, "the owner's": owners} {
		read := `{ user(id: "` + adaID + `") { _id } }`
		if code := refusalOf(t, query(t, again, bearer, read, nil)); code != 0 {
			t.Errorf("%s token: code %d", name, code)
		}
	}
	login := `mutation ($password: String) { login(registerInClient: "` + again.PoolID + `", email: "ada@example.com", password: $password) { _id } }`
	if code := refusalOf(t, query(t, again, "", login, map[string]any{"password": seal(t, again, password)})); code != 0 {
		t.Errorf("signing in: code %d", code)
	}
	again.Advance(31 * time.Minute)
	if code := refusalOf(t, query(t, again, mine, `{ user { _id } }`, nil)); code != authing.CodeSessionExpired {
		t.Errorf("an hour after the sign-in, by two runs' clocks: code %d", code)
	}
}

// TestFilesThatDoNotFit finds errors that name the file and hide the secret.
func TestFilesThatDoNotFit(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "box.db")
	box := newBox(t, authingtest.WithDataFile(path), authingtest.WithPool("pool-1", "its secret"))
	if _, err := authingtest.New(authingtest.WithDataFile(path)); err == nil || !strings.Contains(err.Error(), path+" is in use") {
		t.Errorf("two boxes: %v", err)
	}
	box.Close()
	garbage := filepath.Join(folder, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("garbage", 10000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		path   string
		option authingtest.Option
		want   string
	}{
		"another pool":   {path, authingtest.WithPool("pool-2", ""), "has the pool pool-1, not pool-2"},
		"another secret": {path, authingtest.WithPool("", "a guess"), "another secret"},
		"garbage":        {garbage, authingtest.WithPool("", ""), "no data file"},
		"no folder":      {filepath.Join(folder, "no", "box.db"), authingtest.WithPool("", ""), "no such file"},
	} {
		box, err := authingtest.New(authingtest.WithDataFile(test.path), test.option)
		if err == nil {
			box.Close()
			t.Errorf("%s is accepted", name)
			continue
		}
		text := err.Error()
		if !strings.Contains(text, test.path) || !strings.Contains(text, test.want) || strings.Contains(text, "its secret") || strings.Contains(text, "a guess") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// None of the errors left the file locked.
	authingtest.NewServer(t, authingtest.WithDataFile(path), authingtest.WithPool("pool-1", "its secret"))
}

// TestSeedThatFails leaves a file without a pool, for the next start to seed.
func TestSeedThatFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	twice := authingtest.User{Email: "ada@example.com"}
	if _, err := authingtest.New(authingtest.WithDataFile(path), authingtest.WithUsers(twice, twice)); !errors.Is(err, authing.CodeUserExists) {
		t.Fatal(err)
	}
	box := newBox(t, authingtest.WithDataFile(path))
	token(t, box)
}

// TestEveryMethodSaves calls every method of a box that changes something, and
// looks for it in the file when the method returns. A method that is new has to
// be put into one of the two lists.
func TestEveryMethodSaves(t *testing.T) {
	person := authingtest.DirectoryUser{Username: "tesla", Password: "coil"}
	changes := map[string]func(prepared) error{
		"AddUser":                 func(b prepared) error { return second(b.AddUser(authingtest.User{Email: "eve@example.com"})) },
		"AddGroup":                func(b prepared) error { return second(b.AddGroup("crew", adaID)) },
		"AddRole":                 func(b prepared) error { return second(b.AddRole("sailor")) },
		"AddPermission":           func(b prepared) error { return second(b.AddPermission("sail")) },
		"AddSocialProvider":       func(b prepared) error { return b.AddSocialProvider(authingtest.SocialProvider{Alias: "qq"}) },
		"AddOIDCApp":              func(b prepared) error { return second(b.AddOIDCApp(authingtest.App{Name: "mail"})) },
		"AddOAuthApp":             func(b prepared) error { return second(b.AddOAuthApp(authingtest.App{Name: "mail"})) },
		"AddAuthorizedApp":        func(b prepared) error { return b.AddAuthorizedApp(adaID, "app", "openid") },
		"AddPool":                 func(b prepared) error { return second(b.AddPool()) },
		"AddLDAPUser":             func(b prepared) error { return b.AddLDAPUser(person) },
		"AddADUser":               func(b prepared) error { return b.AddADUser("ad", person) },
		"UserToken":               func(b prepared) error { return second(b.UserToken(adaID)) },
		"RecoveryCode":            func(b prepared) error { return second(b.RecoveryCode(adaID)) },
		"SetAppMFA":               func(b prepared) error { return b.SetAppMFA(b.AppID, true) },
		"AddPolicy":               func(b prepared) error { return b.AddPolicy(authingtest.Policy{Code: "reader"}) },
		"OneTimePassword":         func(b prepared) error { return second(b.OneTimePassword(adaID)) },
		"SetRegistrationDisabled": func(b prepared) error { return b.SetRegistrationDisabled(true) },
		"SetVerifyOldEmail":       func(b prepared) error { return b.SetVerifyOldEmail(false) },
		"SetVerifyOldPhone":       func(b prepared) error { return b.SetVerifyOldPhone(false) },
		"SetQRRedirect":           func(b prepared) error { return b.SetQRRedirect("https://example.com/") },
		"Advance":                 func(b prepared) error { b.Advance(time.Hour); return nil },
		"ScanQR":                  func(b prepared) error { return b.ScanQR("random", adaID) },
		"ScanQRLogin":             func(b prepared) error { return b.ScanQRLogin(b.fresh, adaID) },
		"ConfirmQRLogin":          func(b prepared) error { return b.ConfirmQRLogin(b.scanned) },
		"CancelQRLogin":           func(b prepared) error { return b.CancelQRLogin(b.scanned) },
	}
	reads := []string{"ClearFailures", "Close", "FailNext", "Failures", "FindPool", "Handler", "LastCaptcha", "LastEmail", "LastSMS", "LogValue", "Outbox", "OwnerToken", "PasswordKey"}
	for method := range reflect.TypeFor[*authingtest.Server]().Methods() {
		if changes[method.Name] == nil && !slices.Contains(reads, method.Name) {
			t.Errorf("%s is new: say whether it changes something", method.Name)
		}
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "box.db")
			box := prepare(t, path)
			before := content(t, path)
			if err := change(box); err != nil {
				t.Fatal(err)
			}
			after := content(t, path)
			if bytes.Equal(before, after) {
				t.Error("nothing was written")
			}
			get(t, box.URL+"/system/status") // this saves, if there is anything left to
			if !bytes.Equal(after, content(t, path)) {
				t.Error("not everything was written")
			}
			box.Close()
			box.Advance(time.Second) // it cannot tell that it is not written: the next call does
			if err := change(box); err == nil && name != "Advance" {
				t.Error("what could not be written is no error")
			}
		})
	}
}

// prepared is a box with two QR codes for TestEveryMethodSaves.
type prepared struct {
	*authingtest.Server
	fresh, scanned string // IDs
}

func prepare(t *testing.T, path string) prepared {
	t.Helper()
	box := prepared{Server: newBox(t, authingtest.WithDataFile(path))}
	if _, err := box.AddOIDCApp(authingtest.App{ID: "app"}); err != nil {
		t.Fatal(err)
	}
	get(t, box.URL+"/oauth/wxapp/qrcode/"+box.PoolID+"?random=random")
	for _, id := range []*string{&box.fresh, &box.scanned} {
		var answer struct {
			Data struct{ QRCodeID string }
		}
		made := get(t, box.URL+"/qrcode/gene?scene=APP_AUTH&userPoolId="+box.PoolID)
		if err := json.Unmarshal([]byte(made.body), &answer); err != nil {
			t.Fatal(err)
		}
		*id = answer.Data.QRCodeID
	}
	if err := box.ScanQRLogin(box.scanned, adaID); err != nil {
		t.Fatal(err)
	}
	return box
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	read, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// TestCloseOnAFullDisk hears at the end of what could not be written: the clock,
// which Advance had no way to tell about.
func TestCloseOnAFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	box, err := authingtest.New(authingtest.WithDataFile(path))
	if err != nil {
		t.Fatal(err)
	}
	authingtest.BreakFile(box)
	box.Advance(time.Hour)
	for range 2 {
		if err := box.Close(); err == nil || !strings.Contains(err.Error(), path) || strings.Count(err.Error(), "authingtest: ") != 1 {
			t.Errorf("closing it gives %v", err)
		}
	}
}
