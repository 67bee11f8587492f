package authingtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// visitOf is the cookie by which the box knows that somebody is signed in.
func visitOf(got reply) *http.Cookie {
	for _, cookie := range (&http.Response{Header: got.header}).Cookies() {
		if cookie.Name == "authing_box_session" {
			return cookie
		}
	}
	return nil
}

func TestSigningInByTheForm(t *testing.T) {
	const wrong = "Account or password is wrong."
	tests := map[string]struct {
		account, password string
		want              string // on the form; "" where it is done
	}{
		"email":               {"ADA@example.com", password, ""},
		"user name":           {" ada ", password, ""},
		"phone":               {"13100000000", password, ""},
		"wrong password":      {"ada", "wrong", wrong},
		"nobody":              {"nobody", password, wrong},
		"no password at all":  {"coded", password, wrong},
		"from a social login": {"social", password, wrong},
		"removed":             {"removed", password, wrong},
		"nothing":             {"", "", "Account and password are needed."},
		"no password":         {"ada", "", "Account and password are needed."},
		"blocked":             {"blocked", password, "user is locked"},
		"to be reset":         {"reset", password, "password"},
		"markup":              {`"><script>alert(1)</script>`, password, wrong},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			box := newBox(t, authingtest.WithToldAccounts(), authingtest.WithUsers(
				authingtest.User{Phone: "13100000000", Password: password}, authingtest.User{Username: "blocked", Password: password, Blocked: true},
				authingtest.User{Username: "reset", Password: password, MustResetPassword: true}, authingtest.User{Username: "coded", Phone: "13100000001"},
				authingtest.User{Username: "social", UnionID: "wx-1"},
			))
			p, b := newProgram(t, box, box.Pool, authingtest.App{Name: "Shop"}), newBrowser(t, box)
			got := b.fill(b.open(p.request(unchanged)), url.Values{"account": {test.account}, "password": {test.password}})
			if test.want == "" {
				if visitOf(got) == nil || b.back(got).Get("code") == "" {
					t.Errorf("not signed in: %v", got.header)
				}
				return
			}
			if got.status != http.StatusForbidden || !strings.Contains(got.body, test.want) || visitOf(got) != nil || got.header.Get("Location") != "" {
				t.Errorf("%d %s", got.status, got.body)
			}
			if strings.Contains(got.body, "<script") || strings.Contains(got.body, password) {
				t.Errorf("the form has markup or the password in it: %s", got.body)
			}
			b.back(b.fill(got, adasForm())) // the request is still there
		})
	}
}

// TestTheFormTellsNobodyWhoIsThere compares what an unknown account and a wrong
// password get.
func TestTheFormTellsNobodyWhoIsThere(t *testing.T) {
	box := newBox(t, authingtest.WithToldAccounts(), authingtest.WithFailedLogins(2, 0))
	p, b := newProgram(t, box, box.Pool, authingtest.App{ID: "canada"}), newBrowser(t, box) // as an ID by chance may have a name in it
	page := b.open(p.request(unchanged))
	seen := make(map[string][]string)
	for _, account := range []string{"ada", "nobody"} {
		for range 3 { // the third time a picture is asked for
			got := b.fill(page, url.Values{"account": {account}, "password": {"wrong"}})
			seen[account] = append(seen[account], hideWords(strings.ReplaceAll(got.body, `name="account" value="`+account+`"`, "")))
		}
	}
	if diff := cmp.Diff(seen["ada"], seen["nobody"]); diff != "" {
		t.Errorf("the form tells Ada from nobody (-Ada +nobody):\n%s", diff)
	}
}

// hideWords takes out the address of a picture, which is another each time.
func hideWords(page string) string {
	before, rest, found := strings.Cut(page, "/captcha/")
	if !found {
		return page
	}
	_, after, _ := strings.Cut(rest, ".svg")
	return before + after
}

// TestTheFormAsksForMore signs in where a picture and a second factor are needed.
func TestTheFormAsksForMore(t *testing.T) {
	box := newBox(t, authingtest.WithFailedLogins(1, 0), authingtest.WithUsers(authingtest.User{Username: "bob", Password: password, MFACode: "246810"}))
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	form := url.Values{"account": {"bob"}, "password": {"wrong"}}
	page := b.fill(b.open(p.request(unchanged)), form)
	form.Set("password", password)
	if page = b.fill(page, form); !strings.Contains(page.body, `<img src="`+box.URL+`/captcha/`) || !strings.Contains(page.body, `name="captcha"`) {
		t.Fatalf("no picture: %s", page.body)
	}
	form.Set("captcha", box.LastCaptcha("bob").Reveal())
	if page = b.fill(page, form); !strings.Contains(page.body, `name="mfa_code"`) {
		t.Fatalf("no second factor: %s", page.body)
	}
	form.Set("mfa_code", "000000")
	if page = b.fill(page, form); page.status != http.StatusForbidden || !strings.Contains(page.body, `name="mfa_code"`) {
		t.Fatalf("the wrong code: %d %s", page.status, page.body)
	}
	form.Set("mfa_code", "246810")
	b.back(b.fill(page, form))
}

// TestNamesStayText puts markup wherever the form shows something.
func TestNamesStayText(t *testing.T) {
	const markup = `"'><script>alert(1)</script><b>`
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{Name: markup}), newBrowser(t, box)
	for _, page := range []reply{
		b.open(p.request(func(v url.Values) { v.Set("login_hint", markup); v.Set("state", markup); v.Set("nonce", markup) })),
		b.open(p.request(set("client_id", markup))),
		b.open(p.request(set("redirect_uri", markup))),
		b.open(box.URL + "/oidc/session/end?" + url.Values{"state": {markup}, "post_logout_redirect_uri": {markup}}.Encode()),
	} {
		if strings.Contains(page.body, "<script") || strings.Contains(page.body, "<b>") {
			t.Errorf("markup comes through: %s", page.body)
		}
	}
	if got := b.signIn(p.request(set("state", markup))); got.Get("state") != markup {
		t.Errorf("the state comes back as %q", got.Get("state"))
	}
}

// TestForeignForms sends the form without the word that belongs to the browser.
func TestForeignForms(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	address := strings.Replace(p.request(unchanged), "/oidc/auth?", "/oidc/sign-in?", 1)
	theirs := formParts.FindStringSubmatch(newBrowser(t, box).open(p.request(unchanged)).body)[2]
	own := b.open(p.request(unchanged))
	for name, word := range map[string][]string{"none": nil, "empty": {""}, "another": {"wrong"}, "another browser's": {theirs}} {
		form := adasForm()
		form["form_token"] = word
		got := b.send(request(t, http.MethodPost, address, "application/x-www-form-urlencoded", form.Encode()))
		if got.status != http.StatusForbidden || visitOf(got) != nil || got.header.Get("Location") != "" {
			t.Errorf("%s: %d %s", name, got.status, got.header)
		}
		form["form_token"] = formParts.FindStringSubmatch(own.body)[2:]
		if got := newBrowser(t, box).send(request(t, http.MethodPost, address, "application/x-www-form-urlencoded", form.Encode())); got.status != http.StatusForbidden {
			t.Errorf("without the cookie: %d", got.status)
		}
	}
	b.back(b.fill(own, adasForm()))
	forged := strings.Replace(address, "shop.example.com", "evil.example.com", 1)
	form := adasForm()
	form["form_token"] = formParts.FindStringSubmatch(own.body)[2:]
	if got := b.send(request(t, http.MethodPost, forged, "application/x-www-form-urlencoded", form.Encode())); got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
		t.Errorf("a forged redirect URI in the form: %d to %s", got.status, got.header.Get("Location"))
	}
}

// TestWhatABrowserIsTold reads the headers and the cookies of the pages.
func TestWhatABrowserIsTold(t *testing.T) {
	for origin, secure := range map[string]bool{"http://box.test": false, "https://box.test": true} {
		box := newBox(t, authingtest.WithURL(origin))
		app, err := box.AddOIDCApp(authingtest.App{RedirectURIs: []string{callback}})
		if err != nil {
			t.Fatal(err)
		}
		query := url.Values{"client_id": {app.ID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid"}}.Encode()
		page := serve(box, request(t, http.MethodGet, origin+"/oidc/auth?"+query, "", ""))
		policy := "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://shop.example.com"
		want := map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
			"Access-Control-Allow-Origin": "", "Content-Type": "text/html; charset=utf-8",
		}
		for name, value := range want {
			if got := page.header.Get(name); got != value {
				t.Errorf("%s is %q, want %q", name, got, value)
			}
		}
		if icon := `<link rel="icon" href="data:,">`; !strings.Contains(page.body, icon) {
			t.Errorf("a browser asks for an icon that is not there: %s", page.body)
		}
		formCookie := (&http.Response{Header: page.header}).Cookies()[0]
		form := adasForm()
		form.Set("form_token", formCookie.Value)
		r := request(t, http.MethodPost, origin+"/oidc/sign-in?"+query, "application/x-www-form-urlencoded", form.Encode())
		r.AddCookie(formCookie)
		got := serve(box, r)
		visit := visitOf(got)
		if visit == nil {
			t.Fatalf("not signed in: %d %s", got.status, got.body)
		}
		for _, cookie := range []*http.Cookie{formCookie, visit} {
			if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure != secure || cookie.Path != "/" || cookie.Domain != "" || len(cookie.Value) < 26 {
				t.Errorf("at %s a cookie is %s", origin, cookie.Raw)
			}
		}
	}
}

// TestSigningInTwice gives each sign-in a word of its own.
func TestSigningInTwice(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	page := b.open(p.request(unchanged))
	first, second := visitOf(b.fill(page, adasForm())), visitOf(b.fill(page, adasForm()))
	if first.Value == second.Value {
		t.Error("who knew the word before knows it still")
	}
}

// TestTheFormIsFilledIn shows who is expected, and what was typed before.
func TestTheFormIsFilledIn(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{Name: "Shop & Co"}), newBrowser(t, box)
	page := b.open(p.request(set("login_hint", "ada@example.com")))
	if !strings.Contains(page.body, `name="account" value="ada@example.com"`) || !strings.Contains(page.body, "Sign in to Shop &amp; Co") {
		t.Errorf("the form is %s", page.body)
	}
	page = b.fill(page, url.Values{"account": {"somebody"}, "password": {"wrong"}})
	if !strings.Contains(page.body, `name="account" value="somebody"`) {
		t.Errorf("the form is %s", page.body)
	}
}
