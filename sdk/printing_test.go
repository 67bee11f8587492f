package sdk

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	coreuser "github.com/authing-community/authing-go/sdk/core/enduser"
	coremanagement "github.com/authing-community/authing-go/sdk/core/management"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/internal/scan"
	"github.com/authing-community/authing-go/sdk/management"
)

// hiddenText stands for every secret here.
const hiddenText = "HIDDEN-7d1f55ab"

// secretName is how fields are called that hold something secret, whatever their type; what
// is called Code alone is a program, a number or a role's name. openName is how others are
// called: codes of places, of countries, of roles and groups.
var (
	secretName = regexp.MustCompile(`(Password|Secret|Token|.Code)$`)
	openName   = regexp.MustCompile(`(Postal|Country|Parent|New)Code$`)
)

// secretField reports whether a field holds something secret.
func secretField(f reflect.StructField) bool {
	switch f.Type {
	case reflect.TypeFor[authing.Secret](), reflect.TypeFor[authing.Raw]():
		return true
	}
	return secretName.MatchString(f.Name) && !openName.MatchString(f.Name)
}

// fill puts a value into everything that a value consists of, and the hidden text where a
// secret belongs. It counts the secrets.
func fill(v reflect.Value, secret bool, depth int) int {
	const deepest = 6 // groups have users, who have groups
	if depth > deepest || !v.CanSet() {
		return 0
	}
	switch v.Type() {
	case reflect.TypeFor[authing.Secret]():
		v.SetString(hiddenText)
		return 1
	case reflect.TypeFor[authing.Raw]():
		v.SetBytes([]byte(`"` + hiddenText + `"`))
		return 1
	}
	count := 0
	switch v.Kind() {
	case reflect.String:
		text := "plain"
		if secret {
			text, count = hiddenText, 1
		}
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		count = fill(v.Elem(), secret, depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		count = fill(v.Index(0), secret, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			count += fill(v.Field(i), secretField(v.Type().Field(i)), depth+1)
		}
	}
	return count
}

// exchanged calls f for the type of each parameter and result of each method of a client.
func exchanged(client reflect.Type, f func(method string, t reflect.Type)) {
	for method := range client.Methods() {
		for in := range method.Type.Ins() {
			if in != client {
				f(method.Name, in)
			}
		}
		for out := range method.Type.Outs() {
			f(method.Name, out)
		}
	}
	if client.Kind() != reflect.Pointer {
		return
	}
	for field := range client.Elem().Fields() {
		if field.IsExported() {
			exchanged(field.Type, f)
		}
	}
}

// TestNothingPrintsSecrets fills what methods take and give with secrets and prints it in
// every way.
func TestNothingPrintsSecrets(t *testing.T) {
	scanner := scan.New()
	scanner.Learn(scan.Other, hiddenText)
	clients := []reflect.Type{
		reflect.TypeFor[*enduser.Client](), reflect.TypeFor[*management.Client](),
		reflect.TypeFor[*coreuser.Client](), reflect.TypeFor[*coremanagement.Client](),
	}
	tested, secrets := make(map[reflect.Type]bool), 0
	for _, client := range clients {
		exchanged(client, func(method string, of reflect.Type) {
			for of.Kind() == reflect.Slice { // of which log/slog's JSON handler asks nothing, see authing.Secret
				of = of.Elem()
			}
			if tested[of] || of == reflect.TypeFor[context.Context]() || of.Kind() == reflect.Interface || of.Kind() == reflect.Func {
				return
			}
			tested[of] = true
			value := reflect.New(of).Elem()
			count := fill(value, false, 0)
			if count == 0 {
				return
			}
			secrets += count
			look(t, scanner, method+": "+of.String(), value.Interface())
		})
	}
	const least = 40 // Login's input alone has three
	if t.Logf("%d secrets in %d types", secrets, len(tested)); secrets < least {
		t.Errorf("only %d secrets were hidden, want %d", secrets, least)
	}
}

// TestOptionsAndErrorsPrintNoSecrets prints clients with secrets, the options that take them,
// and errors that carry them.
func TestOptionsAndErrorsPrintNoSecrets(t *testing.T) {
	scanner := scan.New()
	scanner.Learn(scan.Other, hiddenText)
	options := []any{
		management.WithSecret(hiddenText), management.WithToken(hiddenText), enduser.WithToken(hiddenText),
		management.WithHost(authing.HostUser, "https://"+hiddenText+".example.com"),
	}
	owner, err := management.New("POOL", management.WithSecret(hiddenText))
	if err != nil {
		t.Fatal(err)
	}
	manager, err := management.New("POOL", management.WithToken(hiddenText))
	if err != nil {
		t.Fatal(err)
	}
	person, err := enduser.New("POOL", enduser.WithToken(hiddenText))
	if err != nil {
		t.Fatal(err)
	}
	coreOwner, err := coremanagement.New("POOL", coremanagement.WithSecret(hiddenText))
	if err != nil {
		t.Fatal(err)
	}
	corePerson, err := coreuser.New("POOL", "APP", coreuser.WithToken(hiddenText))
	if err != nil {
		t.Fatal(err)
	}
	_, nobody := corePerson.UpdateProfile(t.Context(), coreuser.UpdateProfileInput{})
	_, noFactor := corePerson.MFA.VerifyTOTP(t.Context(), coreuser.MFAVerifyTOTPInput{MFAToken: hiddenText + "\n", TOTP: hiddenText})
	refused := &authing.Error{Code: authing.CodeMFARequired, Operation: "Login", Data: authing.Raw(`"` + hiddenText + `"`)}
	_, wrongOrigin := enduser.New("POOL", enduser.WithOrigin("https://ada:"+hiddenText+"@example.com"))
	_, wrongSecret := management.New("POOL", management.WithSecret(hiddenText), management.WithToken(hiddenText))
	_, wrongKey := enduser.New("POOL", enduser.WithPasswordKey(hiddenText))
	_, wrongCode := person.LoginByPhoneCode(t.Context(), enduser.LoginByPhoneCodeInput{Phone: "13100000000", PhoneCode: hiddenText})
	values := append(options, owner, manager, person, person.WithToken(hiddenText), refused, wrongOrigin, wrongSecret, wrongKey, wrongCode)
	values = append(values, coreOwner, corePerson, corePerson.WithToken(hiddenText), nobody, noFactor,
		&authing.MFARequiredError{Token: hiddenText, Email: hiddenText, Err: *refused}, &authing.FirstLoginError{Token: hiddenText, Err: *refused})
	for _, value := range values {
		look(t, scanner, reflect.TypeOf(value).String(), value)
	}
	for _, err := range []error{wrongOrigin, wrongSecret, wrongKey, wrongCode, nobody, noFactor} {
		if _, ok := errors.AsType[*authing.InputError](err); !ok {
			t.Errorf("got %v, want an input error", err)
		}
	}
}

// look fails where a value prints the hidden text.
func look(t *testing.T, scanner *scan.Scanner, name string, value any) {
	t.Helper()
	for _, text := range scan.Prints(value) {
		if found := scanner.Find(text); len(found) > 0 {
			t.Errorf("%s prints its secret: %q", name, strings.ToValidUTF8(found[0].Text, "?"))
			return
		}
	}
}
