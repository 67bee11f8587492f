package authingtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// TestTheFormAsksForTheApplicationsFactor signs in to an application that asks
// everybody for a second factor.
func TestTheFormAsksForTheApplicationsFactor(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{MFA: true}), newBrowser(t, box)
	page := b.fill(b.open(p.request(unchanged)), adasForm())
	if page.status != http.StatusForbidden || !strings.Contains(page.body, `name="mfa_code"`) || visitOf(page) != nil {
		t.Fatalf("no second factor: %d %s", page.status, page.body)
	}
	code, err := box.OneTimePassword(adaID)
	if err != nil {
		t.Fatal(err)
	}
	form := adasForm()
	form.Set("mfa_code", code.Reveal())
	b.back(b.fill(page, form))
}

// TestNobodyEntersWithoutTheApplicationsFactor asks who is signed in elsewhere already:
// for the factor where they have not proved one, and else for nothing.
func TestNobodyEntersWithoutTheApplicationsFactor(t *testing.T) {
	box := newBox(t)
	plain, strict := newProgram(t, box, box.Pool, authingtest.App{}), newProgram(t, box, box.Pool, authingtest.App{MFA: true})
	b := newBrowser(t, box)
	b.back(b.fill(b.open(plain.request(unchanged)), adasForm()))
	page := b.open(strict.request(unchanged))
	if page.status != http.StatusOK || !strings.Contains(page.body, `name="account"`) {
		t.Fatalf("let in without the factor: %d %s", page.status, page.body)
	}
	code, err := box.OneTimePassword(adaID)
	if err != nil {
		t.Fatal(err)
	}
	form := adasForm()
	form.Set("mfa_code", code.Reveal())
	b.back(b.fill(page, form))
	b.back(b.open(strict.request(unchanged)))
	b.back(b.open(plain.request(unchanged)))
}

// TestTheFormIsNoFirstSignIn refuses who has to set another password first.
func TestTheFormIsNoFirstSignIn(t *testing.T) {
	box := newBox(t, authingtest.WithUsers(authingtest.User{Username: "new", Password: password, ResetPasswordOnFirstLogin: true}))
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	got := b.fill(b.open(p.request(unchanged)), url.Values{"account": {"new"}, "password": {password}})
	if got.status != http.StatusForbidden || !strings.Contains(got.body, "password") || visitOf(got) != nil {
		t.Errorf("%d %s", got.status, got.body)
	}
}
