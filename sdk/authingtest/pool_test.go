package authingtest_test

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

const otherID = "5e85aded9cc18e4cc67e780c"

// addOther adds a pool in which there is an Ada too, with the same addresses.
func addOther(t *testing.T, box *authingtest.Server) *authingtest.Pool {
	t.Helper()
	other, err := box.AddPool(authingtest.WithUsers(authingtest.User{ID: otherID, Email: "ada@example.com", Username: "ada", Password: password}))
	if err != nil {
		t.Fatal(err)
	}
	return other
}

func TestAddPool(t *testing.T) {
	box := newBox(t)
	added, err := box.AddPool(authingtest.WithPool("second", "its secret"), authingtest.WithTokenLifetime(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if added.PoolID != "second" || added.Secret != "its secret" || box.PoolID == "second" {
		t.Errorf("added %s beside %s", added.PoolID, box.PoolID)
	}
	for id, want := range map[string]authing.Secret{box.PoolID: box.Secret, "second": "its secret"} {
		if found, err := box.FindPool(id); err != nil || found.PoolID != id || found.Secret != want {
			t.Errorf("pool %s: %v", id, err)
		}
	}
	if _, err := box.FindPool("third"); !errors.Is(err, authing.CodePoolNotFound) {
		t.Errorf("a pool that is not there: %v", err)
	}
	settings := `{ getUserPoolSettings(userPoolId: "POOL") { jwtExpired } }`
	for id, want := range map[string]string{box.PoolID: `"jwtExpired":1296000`, "second": `"jwtExpired":3600`} {
		if answered := query(t, box, "", strings.ReplaceAll(settings, "POOL", id), nil); !strings.Contains(answered.body, want) {
			t.Errorf("pool %s: %s, want %s", id, answered.body, want)
		}
	}
}

// TestAddPoolFails sees that a pool that could not be added is not there by half.
func TestAddPoolFails(t *testing.T) {
	box := newBox(t)
	ada := authingtest.User{Email: "ada@example.com"}
	for name, test := range map[string]struct {
		options []authingtest.PoolOption
		want    error
	}{
		"one address for two":  {[]authingtest.PoolOption{authingtest.WithPool("p", ""), authingtest.WithUsers(ada, ada)}, authing.CodeUserExists},
		"the ID of another's":  {[]authingtest.PoolOption{authingtest.WithPool("p", ""), authingtest.WithUsers(authingtest.User{ID: adaID})}, authing.CodeUserExists},
		"one ID for two pools": {[]authingtest.PoolOption{authingtest.WithPool(box.PoolID, "")}, nil},
	} {
		_, err := box.AddPool(test.options...)
		if err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := box.FindPool("p"); !errors.Is(err, authing.CodePoolNotFound) {
			t.Errorf("%s: the pool is there: %v", name, err)
		}
	}
}

func TestOnePersonInTwoPools(t *testing.T) {
	box := newBox(t)
	other := addOther(t, box)
	login := `mutation ($password: String) { login(registerInClient: "POOL", email: "ada@example.com", password: $password) { _id } }`
	for id, want := range map[string]string{box.PoolID: adaID, other.PoolID: otherID} {
		answered := query(t, box, "", strings.ReplaceAll(login, "POOL", id), map[string]any{"password": seal(t, box, password)})
		if refusalOf(t, answered) != 0 || !strings.Contains(answered.body, want) {
			t.Errorf("pool %s: %s, want %s", id, answered.body, want)
		}
	}
}

// TestATokenIsGoodInItsPool uses tokens of one pool where another pool is named.
func TestATokenIsGoodInItsPool(t *testing.T) {
	box := newBox(t)
	other := addOther(t, box)
	theirs, theirOwner := header(t)(other.UserToken(otherID)), header(t)(other.OwnerToken())
	tests := []struct {
		name, authorization, text string
		want                      authing.Code
	}{
		{"their user reads Ada", theirs, `{ user(id: "ADA") { _id } }`, authing.CodeOwnedByAnotherUser},
		{"their user names our pool", theirs, `{ user(id: "OTHER", registerInClient: "POOL") { _id } }`, authing.CodeNotAllowed},
		{"their owner reads Ada", theirOwner, `{ user(id: "ADA") { _id } }`, authing.CodeUserNotInPool},
		{"their owner names our pool", theirOwner, `{ users(registerInClient: "POOL") { totalCount } }`, authing.CodeNotAllowed},
		{"their owner removes Ada", theirOwner, `mutation { removeUsers(ids: ["ADA"]) { _id } }`, authing.CodeUserToDeleteNotFound},
		{"their user reads themselves", theirs, `{ user(id: "OTHER") { _id } }`, 0},
		{"their owner reads their user", theirOwner, `{ user(id: "OTHER") { _id } }`, 0},
	}
	names := strings.NewReplacer("POOL", box.PoolID, "ADA", adaID, "OTHER", otherID)
	for _, test := range tests {
		if got := refusalOf(t, query(t, box, test.authorization, names.Replace(test.text), nil)); got != test.want {
			t.Errorf("%s: code %d, want %d", test.name, got, test.want)
		}
	}
}

// TestACodeIsGoodInItsPool sends a code in each of two pools and swaps them.
func TestACodeIsGoodInItsPool(t *testing.T) {
	box := newBox(t)
	other := addOther(t, box)
	const phone = "13100000000"
	for _, id := range []string{box.PoolID, other.PoolID} {
		get(t, box.URL+"/send_smscode/"+phone+"/"+id)
	}
	for range 10 { // the two may be the same by chance
		if other.LastSMS(phone) != box.LastSMS(phone) {
			break
		}
		get(t, box.URL+"/send_smscode/"+phone+"/"+other.PoolID)
	}
	login := func(pool string, code authing.Secret) authing.Code {
		text := fmt.Sprintf(`mutation { login(registerInClient: %q, phone: %q, phoneCode: %s) { _id } }`, pool, phone, code.Reveal())
		return refusalOf(t, query(t, box, "", text, nil))
	}
	mine, theirs := box.LastSMS(phone), other.LastSMS(phone)
	if got := login(box.PoolID, theirs); got != authing.CodeWrongVerificationCode {
		t.Errorf("their code in our pool: code %d", got)
	}
	if got := login(other.PoolID, mine); got != authing.CodeWrongVerificationCode {
		t.Errorf("our code in their pool: code %d", got)
	}
	if ours, others := login(box.PoolID, mine), login(other.PoolID, theirs); ours != 0 || others != 0 {
		t.Errorf("each in its own: codes %d and %d", ours, others)
	}
	var pools []string
	for _, m := range box.Outbox() {
		if !slices.Contains(pools, m.PoolID) {
			pools = append(pools, m.PoolID)
		}
	}
	if diff := cmp.Diff([]string{box.PoolID, other.PoolID}, pools); diff != "" {
		t.Errorf("pools of the outbox (-want +got):\n%s", diff)
	}
}

// TestPoolsKeepTheirOwn sees that applications, QR codes and settings of one
// pool are none of another's.
func TestPoolsKeepTheirOwn(t *testing.T) {
	box := newBox(t)
	other := addOther(t, box)
	app, err := other.AddOIDCApp(authingtest.App{Name: "theirs"})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{
		"client_id": {app.ID}, "client_secret": {app.Secret.Reveal()}, "grant_type": {"authingToken"}, "scope": {"openid"},
		"authingToken": {strings.TrimPrefix(token(t, box), "Bearer ")},
	}
	if answered := post(t, box.URL+"/oauth/oidc/token", form); !strings.Contains(answered.body, `"error":"invalid_grant"`) {
		t.Errorf("our token for their application: %s", answered.body)
	}
	if err := other.SetRegistrationDisabled(true); err != nil {
		t.Fatal(err)
	}
	register := `mutation { register(userInfo: {registerInClient: "POOL", unionid: "qq-1"}) { _id } }`
	for id, want := range map[string]authing.Code{box.PoolID: 0, other.PoolID: authing.CodeRegistrationDisabled} {
		if got := refusalOf(t, query(t, box, "", strings.ReplaceAll(register, "POOL", id), nil)); got != want {
			t.Errorf("registering in %s: code %d, want %d", id, got, want)
		}
	}
	get(t, box.URL+"/oauth/wxapp/qrcode/"+other.PoolID+"?random=r1")
	for name, err := range map[string]error{
		"our user scans their code":         other.ScanQR("r1", adaID),
		"their code scanned in our pool":    box.ScanQR("r1", adaID),
		"our user asks their applications":  other.AddAuthorizedApp(adaID, app.ID, "openid"),
		"a token of our user in their pool": second(other.UserToken(adaID)),
		"a password of our user in theirs":  second(other.OneTimePassword(adaID)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestPoolsComeBack goes on from a data file with two pools.
func TestPoolsComeBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	box := newBox(t, authingtest.WithDataFile(path))
	other := addOther(t, box)
	home := box.PoolID
	box.Close()
	again := authingtest.NewServer(t, authingtest.WithDataFile(path))
	if again.PoolID != home {
		t.Errorf("it began with %s, and goes on with %s", home, again.PoolID)
	}
	found, err := again.FindPool(other.PoolID)
	if err != nil || found.Secret != other.Secret {
		t.Fatalf("the pool that was added: %v", err)
	}
	if _, err := found.UserToken(otherID); err != nil {
		t.Errorf("its user: %v", err)
	}
}
