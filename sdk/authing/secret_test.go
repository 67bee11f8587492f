package authing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// treasure is what must never be printed.
const treasure = "treasure-4711"

// verbs are the ways to print a value.
var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "% x", "%t", "%c", "%U", "%10s"}

// checkPrinting prints value in every way, alone and within other values.
func checkPrinting(t *testing.T, value any) {
	t.Helper()
	for _, verb := range verbs {
		for _, text := range []string{
			fmt.Sprintf(verb, value),
			fmt.Sprintf(verb, []any{value}),
			fmt.Sprintf(verb, map[string]any{"key": value}),
			fmt.Sprintf(verb, struct{ Value any }{value}),
		} {
			hexed := fmt.Sprintf("%x", treasure)
			if strings.Contains(text, treasure) || strings.Contains(strings.ToLower(text), hexed) || strings.Contains(text, "116 114 101") {
				t.Errorf("%s prints %s", verb, text)
			}
		}
	}
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("m", "value", value)
	if strings.Contains(logged.String(), treasure) {
		t.Errorf("logged as %s", logged.String())
	}
}

func TestNothingSecretIsPrinted(t *testing.T) {
	raw := Raw(`{"token":"` + treasure + `"}`)
	for _, value := range []any{
		Secret(treasure), new(Secret(treasure)), raw, &raw,
		struct{ Password Secret }{treasure}, []Secret{treasure}, map[Secret]Secret{treasure: treasure},
		&Error{Code: CodeUserExists, Operation: "Register", Data: raw}, Error{Data: raw},
		LoginByOIDCInput{ClientSecret: treasure, Password: treasure}, &LoginByOIDCInput{ClientSecret: treasure, Password: treasure},
		&MFARequiredError{Token: treasure, Email: treasure, Phone: treasure, Err: Error{Data: raw}}, &FirstLoginError{Token: treasure, Err: Error{Data: raw}},
		FirstLoginError{Token: treasure, Err: Error{Data: raw}}, MFARequiredError{Token: treasure, Err: Error{Data: raw}},
		QRLoginStep{Ticket: treasure}, &QRLoginStep{User: &User{Token: treasure}},
	} {
		checkPrinting(t, value)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("m", "secret", Secret(treasure), "raw", raw, "error", &Error{Data: raw})
	if strings.Contains(logged.String(), treasure) || strings.Count(logged.String(), redacted) != 2 {
		t.Errorf("logged as %s", logged.String())
	}
}

// TestFieldsArePrinted checks that hiding the secrets hides nothing else.
func TestFieldsArePrinted(t *testing.T) {
	in := LoginByOIDCInput{ClientID: "app", Email: "ada@example.com", Password: treasure}
	for verb, want := range map[string]string{
		"%v":  "{app  ada@example.com    [redacted] }",
		"%+v": "{ClientID:app ClientSecret: Email:ada@example.com Phone: Username: UnionID: Password:[redacted] Scope:}",
		"%s":  "{ClientID:app ClientSecret: Email:ada@example.com Phone: Username: UnionID: Password:[redacted] Scope:}",
	} {
		if got := fmt.Sprintf(verb, in); got != want {
			t.Errorf("%s prints %s, want %s", verb, got, want)
		}
		if got := fmt.Sprintf(verb, []*LoginByOIDCInput{&in}); got != "["+want+"]" {
			t.Errorf("%s prints %s, want [%s]", verb, got, want)
		}
	}
}

func TestSecret(t *testing.T) {
	for _, test := range []struct {
		verb   string
		secret Secret
		want   string
	}{
		{"%v", treasure, "[redacted]"}, {"%s", treasure, "[redacted]"}, {"%x", treasure, "[redacted]"},
		{"%#v", treasure, `"[redacted]"`}, {"%q", treasure, `"[redacted]"`},
		{"%v", "", ""}, {"%#v", "", `""`},
	} {
		if got := fmt.Sprintf(test.verb, test.secret); got != test.want {
			t.Errorf("%s prints %s, want %s", test.verb, got, test.want)
		}
	}
	if got := Secret(treasure).GoString(); got != `"[redacted]"` {
		t.Error(got)
	}
	if got := Secret(treasure).Reveal(); got != treasure {
		t.Error(got)
	}
	text, err := json.Marshal(struct{ S Secret }{treasure})
	if err != nil || string(text) != `{"S":"`+treasure+`"}` {
		t.Errorf("marshals as %s, %v", text, err)
	}
	var back struct{ S Secret }
	if err := json.Unmarshal(text, &back); err != nil || back.S != treasure {
		t.Errorf("unmarshals as %s, %v", back.S.Reveal(), err)
	}
}

func TestRaw(t *testing.T) {
	var holder struct{ Data Raw }
	if err := json.Unmarshal([]byte(`{"Data":{"a":1}}`), &holder); err != nil {
		t.Fatal(err)
	}
	var got map[string]int
	if err := holder.Data.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"a": 1}, got); diff != "" {
		t.Error(diff)
	}
	if text, err := json.Marshal(holder); err != nil || string(text) != `{"Data":{"a":1}}` {
		t.Errorf("marshals as %s, %v", text, err)
	}
	holder.Data = nil
	if text, err := json.Marshal(holder); err != nil || string(text) != `{"Data":null}` {
		t.Errorf("marshals as %s, %v", text, err)
	}
	if err := holder.Data.Decode(&got); err == nil {
		t.Error("no data decodes")
	}
	if holder.Data.String() != "" || holder.Data.GoString() != `""` || Raw("1").GoString() != `"[redacted]"` {
		t.Error("prints wrongly")
	}
}

// TestStructsAreLoggedRedacted logs structs that hold secrets, themselves or in what
// they point to, by every handler of package slog.
func TestStructsAreLoggedRedacted(t *testing.T) {
	const secret = "not-for-logs"
	user := &User{ID: "5e85aded", Token: secret, ThirdPartyIdentity: &ThirdPartyIdentity{AccessToken: secret}}
	for _, value := range []any{
		user, *user,
		&UserPage{List: []*User{user}},
		LoginInput{Email: "ada@example.com", Password: secret},
		UpdateInput{Token: new(Secret(secret)), Password: secret},
		LoginByOIDCInput{ClientSecret: secret, Password: secret},
		&OIDCLogin{User: &OIDCUser{}, Tokens: &OIDCTokens{AccessToken: secret}},
		&QRStatus{User: user},
		QRLoginStep{Ticket: secret}, &QRLoginStep{User: user, Code: &QRLoginCode{}},
	} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("seen", "value", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("seen", "value", value)
		if strings.Contains(log.String(), secret) {
			t.Errorf("%T: the log has the secret:\n%s", value, log.String())
		}
		if !strings.Contains(log.String(), "seen") {
			t.Errorf("%T: nothing was logged", value)
		}
	}
}
