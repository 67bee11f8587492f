package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/internal/browse"
	"github.com/authing-community/authing-go/sdk/oidc"
)

// account is what Ada fills into the issuer's form.
func account() url.Values { return url.Values{"account": {email}, "password": {password}} }

// start serves the website at a box, and gives its address and a browser.
func start(t *testing.T) (home string, box *authingtest.Server, browser *browse.Browser) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	home = "http://" + server.Listener.Addr().String()
	box = authingtest.NewServer(t)
	app, err := fill(box, home)
	if err != nil {
		t.Fatal(err)
	}
	client, err := oidc.New(app.issuer, app.id, oidc.WithSecret(app.secret), oidc.WithRedirectURL(home+"/callback"))
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = newSite(client, home, app.issuer).handler()
	server.Start()
	t.Cleanup(server.Close)
	return home, box, browse.New(t, "")
}

// check fails where a page is not what is due.
func check(t *testing.T, page browse.Page, status int, text string) {
	t.Helper()
	if page.Status != status || !strings.Contains(page.Body, text) {
		t.Errorf("%s: %d, want %d with %q:\n%s", page.URL.Path, page.Status, status, text, page.Body)
	}
}

const (
	signedOutText = `<a href="/signin">Sign in</a>`
	signedInText  = `Signed in as <strong id="name">Ada Lovelace</strong> (<span id="email">ada@example.com</span>)`
	againText     = "This sign-in did not work. Please sign in again."
)

func TestSignInAndOut(t *testing.T) {
	home, _, browser := start(t)
	check(t, browser.Open(home), 200, signedOutText)
	form := browser.Open(home + "/signin")
	form = browser.Fill(form, url.Values{"account": {email}, "password": {"wrong"}})
	check(t, form, 403, "password is wrong")
	check(t, browser.Open(home), 200, signedOutText)
	page := browser.Fill(form, account())
	check(t, page, 200, signedInText)
	if page.URL.String() != home+"/" {
		t.Errorf("the browser is at %s", page.URL)
	}
	check(t, browser.Fill(browser.Open(home), nil), 200, signedOutText)
	check(t, browser.Open(home), 200, signedOutText)
	check(t, browser.Open(home+"/signin"), 200, `name="password"`)
}

// TestSignedInAlready does not bother the issuer, which is not even there.
func TestSignedInAlready(t *testing.T) {
	home, box, browser := start(t)
	check(t, browser.Fill(browser.Open(home+"/signin"), account()), 200, signedInText)
	box.Close()
	check(t, browser.Open(home+"/signin"), 200, signedInText)
}

// TestForgedCallbacks brings browsers to the callback that did not come from the issuer.
func TestForgedCallbacks(t *testing.T) {
	logged := logs(t)
	home, _, browser := start(t)
	forged := home + "/callback?code=made-up-code&state=made-up-state"
	check(t, browser.Open(forged), 400, againText) // nobody began anything

	form := browser.Open(home + "/signin")
	check(t, browser.Open(forged), 400, againText)
	check(t, browser.Open(home), 200, signedOutText)
	check(t, browser.Fill(form, account()), 200, signedInText) // the forgery spoilt nothing
	check(t, browser.Open(forged), 400, againText)
	check(t, browser.Open(home), 200, signedInText) // and a forgery signs nobody out

	check(t, browser.Open(home+"/callback?error=access_denied&state=made-up-state"), 400, againText)
	if strings.Contains(logged.String(), "made-up") || !strings.Contains(logged.String(), "oidc.FinishSignIn") {
		t.Errorf("the log has %s", logged)
	}
}

// TestReplayedCallback comes back from the issuer twice, in the same browser and in another.
func TestReplayedCallback(t *testing.T) {
	logs(t)
	home, _, browser := start(t)
	stopping := browse.New(t, home+"/callback")
	callback := stopping.Fill(stopping.Open(home+"/signin"), account()).URL.String()
	if !strings.Contains(callback, "code=") {
		t.Fatal("there is no code")
	}
	check(t, browser.Open(callback), 400, againText) // another browser
	check(t, browser.Open(home), 200, signedOutText)

	form := browser.Open(home + "/signin")
	check(t, browser.Open(callback), 400, againText) // another browser, in the middle of its own sign-in
	check(t, browser.Open(home), 200, signedOutText)
	check(t, browser.Fill(form, account()), 200, signedInText)
}

// TestSignOutFromElsewhere sends the sign-out as the form of another website would.
func TestSignOutFromElsewhere(t *testing.T) {
	home, _, browser := start(t)
	check(t, browser.Fill(browser.Open(home+"/signin"), account()), 200, signedInText)
	for name, header := range map[string]http.Header{
		"another origin":   {"Origin": {"https://evil.test"}},
		"a sandbox":        {"Origin": {"null"}},
		"another website":  {"Sec-Fetch-Site": {"cross-site"}},
		"a sister website": {"Sec-Fetch-Site": {"same-site"}},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, home+"/signout", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header = header
		if page := browser.Send(request); page.Status != http.StatusForbidden {
			t.Errorf("%s: %d", name, page.Status)
		}
	}
	check(t, browser.Open(home+"/signout"), http.StatusMethodNotAllowed, "")
	check(t, browser.Open(home), 200, signedInText)
}

// TestNamesAreText shows a name that would be a page's own code.
func TestNamesAreText(t *testing.T) {
	home, box, browser := start(t)
	_, err := box.AddUser(authingtest.User{Email: "x@example.com", Password: "a password", Name: `<script>alert(1)</script>"'`})
	if err != nil {
		t.Fatal(err)
	}
	page := browser.Fill(browser.Open(home+"/signin"), url.Values{"account": {"x@example.com"}, "password": {"a password"}})
	check(t, page, 200, `<strong id="name">&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;</strong>`)
	if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("the policy is %q", policy)
	}
}

// TestCookie has nothing in it but a random ID, another one for each step.
func TestCookie(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSessions(secure)
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		ids := map[string]bool{}
		for _, step := range []func(http.ResponseWriter, *http.Request){
			func(w http.ResponseWriter, r *http.Request) { s.begin(w, r, oidc.SignIn{State: "state"}) },
			func(w http.ResponseWriter, r *http.Request) { s.signIn(w, r, &oidc.Tokens{AccessToken: "token"}) },
		} {
			w := httptest.NewRecorder()
			step(w, request)
			cookie := w.Result().Cookies()[0]
			if !regexp.MustCompile(`^[A-Z2-7]{26}$`).MatchString(cookie.Value) || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure != secure {
				t.Errorf("%s", cookie)
			}
			ids[cookie.Value] = true
			request = httptest.NewRequest(http.MethodGet, "/", nil)
			request.AddCookie(cookie)
		}
		if len(ids) != 2 || len(s.byID) != 1 {
			t.Errorf("%d IDs, %d sessions", len(ids), len(s.byID))
		}
		if s.tokens(request) == nil {
			t.Error("nobody is signed in")
		}
		ended := newSessions(secure)
		ended.byID = maps.Clone(s.byID)
		if ended.end(httptest.NewRecorder(), request) == nil || ended.tokens(request) != nil {
			t.Error("whoever has the cookie is signed in after the sign-out")
		}
		for id, held := range s.byID {
			held.expires = time.Now().Add(-time.Second)
			s.byID[id] = held
		}
		if s.tokens(request) != nil {
			t.Error("the session does not end")
		}
	}
}

// TestIssuerDown lets the issuer go away.
func TestIssuerDown(t *testing.T) {
	logs(t)
	home, box, browser := start(t)
	box.Close()
	check(t, browser.Open(home+"/signin"), 502, "try again later")
}

// TestRun runs the program as its command line does, until it is told to end.
func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	told, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-address", "localhost:0"}, func(string) string { return "" }, out)
		out.Close()
	}()
	var said bytes.Buffer
	home := regexp.MustCompile(`The website is at (\S+)/\n`)
	line := make([]byte, 512)
	for !home.Match(said.Bytes()) {
		n, err := told.Read(line)
		if err != nil {
			t.Fatal(err, <-ended)
		}
		said.Write(line[:n])
	}
	at := home.FindStringSubmatch(said.String())[1]
	browser := browse.New(t, "")
	check(t, browser.Fill(browser.Open(at+"/signin"), account()), 200, signedInText)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := run(t.Context(), []string{"-address", "localhost:0", "-issuer", "http://issuer.test/oidc", "-client", "x"}, func(string) string { return "" }, io.Discard); err == nil || !strings.Contains(err.Error(), "plain http") {
		t.Error(err)
	}
}

// logs catches what the program logs. Tests that use it do not run beside others.
func logs(t *testing.T) *bytes.Buffer {
	t.Helper()
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &log
}
