package interop_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// boxPage is the box's own page in a browser.
type boxPage struct {
	client *client
}

// openBoxPage opens the page of a box, as a person who types its address.
func openBoxPage(t *testing.T, box *authingtest.Server) *boxPage {
	t.Helper()
	node, chromium := findNode(t), findChromium(t)
	if _, err := os.Stat("boxpage.mjs"); err != nil { // see findNode
		t.Fatal(err)
	}
	p := &boxPage{client: start(t, node, "boxpage.mjs", "CHROMIUM="+chromium)}
	if status := p.do(t, "open", box.URL); status != float64(http.StatusOK) {
		t.Fatalf("the page has the status %v", status)
	}
	p.wait(t, `#status.live`)
	return p
}

// do makes a call of the driver.
func (p *boxPage) do(t *testing.T, call string, with ...string) any {
	t.Helper()
	arguments, err := json.Marshal(append([]string{}, with...))
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.client.call(call, arguments)
	if err != nil {
		t.Fatal(err)
	}
	if !got.OK {
		t.Fatalf("%s %q: %v", call, with, got.Error)
	}
	return got.Result
}

// wait waits until there is something on the page.
func (p *boxPage) wait(t *testing.T, selector string) {
	t.Helper()
	p.do(t, "wait", selector)
}

// check compares what a call gives.
func (p *boxPage) check(t *testing.T, want any, call string, with ...string) {
	t.Helper()
	if got := p.do(t, call, with...); got != want {
		t.Errorf("%s %q gives %v, want %v", call, with, got, want)
	}
}

// behaved fails where the page asked for something that is not the box's, or
// tried what its policy forbids.
func (p *boxPage) behaved(t *testing.T, box *authingtest.Server) {
	t.Helper()
	text, err := json.Marshal(p.do(t, "seen"))
	if err != nil {
		t.Fatal(err)
	}
	var seen struct {
		Requests                    []struct{ Type, URL string }
		Violations, Dialogs, Errors []string
	}
	if err := json.Unmarshal(text, &seen); err != nil {
		t.Fatal(err)
	}
	if len(seen.Violations) > 0 || len(seen.Dialogs) > 0 || len(seen.Errors) > 0 {
		t.Errorf("violations %q, dialogs %q, errors %q", seen.Violations, seen.Dialogs, seen.Errors)
	}
	scripts := 0
	for _, r := range seen.Requests {
		if !strings.HasPrefix(r.URL, box.URL+"/") {
			t.Errorf("the page asks for %s", r.URL)
		}
		if r.Type == "script" {
			scripts++
		}
	}
	if scripts == 0 || len(seen.Requests) < 5 {
		t.Errorf("only %d requests were seen, %d of them for scripts", len(seen.Requests), scripts)
	}
}

// endUser makes a client of a box's pool.
func endUser(t *testing.T, box *authingtest.Server) *enduser.Client {
	t.Helper()
	app, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	return app
}

const phone = "13100000001"

// row is the selector of a table's row that has a text in it.
func row(table, text string) string { return fmt.Sprintf(`#%s tbody:has-text(%q)`, table, text) }

func TestBoxPageIsLive(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t)
	p := openBoxPage(t, box)
	p.do(t, "mark")
	p.wait(t, `#outbox-empty`)
	app := endUser(t, box)
	if _, err := app.SendOneTimePhoneCode(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	p.wait(t, row("outbox", phone))
	p.check(t, box.LastSMS(phone).Reveal(), "text", row("outbox", phone)+" .what")
	p.wait(t, row("requests", "/send_smscode/"+phone)+` >> text=nobody`)
	if _, err := app.LoginByPhoneCode(t.Context(), enduser.LoginByPhoneCodeInput{Phone: phone, PhoneCode: "999"}); err == nil {
		t.Fatal("a wrong code is right")
	}
	p.wait(t, row("requests", "login")+` .badge.warn`)
	if _, err := app.LoginByPhoneCode(t.Context(), enduser.LoginByPhoneCodeInput{Phone: phone, PhoneCode: box.LastSMS(phone)}); err != nil {
		t.Fatal(err)
	}
	p.wait(t, row("users", phone))
	p.wait(t, row("outbox", phone)+` .badge:text("used")`)
	p.check(t, true, "marked") // the page was never loaded again
	p.behaved(t, box)
}

func TestBoxPageShowsRequests(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t, authingtest.WithUsers(authingtest.User{Email: "ada@example.com", Password: "correct horse"}))
	p := openBoxPage(t, box)
	if _, err := endUser(t, box).Login(t.Context(), enduser.LoginInput{Email: "ada@example.com", Password: "correct horse"}); err != nil {
		t.Fatal(err)
	}
	opener := row("requests", "login") + " button.opener"
	p.wait(t, opener)
	p.do(t, "click", opener)
	p.wait(t, row("requests", "login")+" pre >> nth=1")
	for i, want := range []string{"mutation Login", `"password": "[redacted]"`} {
		if shown, ok := p.do(t, "text", fmt.Sprintf("%s pre >> nth=%d", row("requests", "login"), i)).(string); !ok || !strings.Contains(shown, want) {
			t.Errorf("it does not show %s: %v", want, shown)
		}
	}
	// The secret shows on demand.
	p.check(t, strings.Repeat("•", 12), "text", "#pools .secret")
	p.do(t, "click", `#pools button:text("show")`)
	p.wait(t, fmt.Sprintf(`#pools .secret:text-is(%q)`, box.Secret.Reveal()))
	p.behaved(t, box)
}

func TestBoxPageShowsNamesAsText(t *testing.T) {
	t.Parallel()
	const name = `<img src=x onerror=alert(1)><b>x</b>`
	box := authingtest.NewServer(t, authingtest.WithUsers(authingtest.User{Username: name, Nickname: name, Email: "ada@example.com", Phone: phone}))
	p := openBoxPage(t, box)
	p.wait(t, row("users", "ada@example.com"))
	// What a client asks for is shown as well: a path, a name, and a code's address.
	if response, err := http.Get(box.URL + "/%3Cimg%20src=x%20onerror=alert(1)%3E"); err != nil {
		t.Fatal(err)
	} else {
		response.Body.Close()
	}
	if response, err := http.Get(box.URL + "/oauth/wxapp/qrcode/" + box.PoolID + "?random=%3Cimg%20src=x%20onerror=alert(1)%3E"); err != nil {
		t.Fatal(err)
	} else {
		response.Body.Close()
	}
	p.wait(t, row("requests", "GET /<img src=x onerror=alert(1)>"))
	p.wait(t, `#codes code:text-is("<img src=x onerror=alert(1)>")`)
	p.check(t, name, "text", row("users", "ada@example.com")+" .nickname > span >> nth=0")
	p.check(t, float64(0), "count", "main img, main b")
	p.check(t, name, "text", "#codes option")
	p.behaved(t, box)
}

func TestBoxPageScansQRCodes(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t, authingtest.WithUsers(
		authingtest.User{Username: "ada", Nickname: "Ada", Blocked: true}, authingtest.User{Username: "grace", Nickname: "Grace"}))
	p := openBoxPage(t, box)
	app := endUser(t, box)

	t.Run("mini program", func(t *testing.T) {
		shown := make(chan string, 1)
		signedIn := make(chan error, 1)
		go func() {
			u, err := app.ScanLogin(t.Context(), enduser.ScanLoginInput{
				Interval: 10 * time.Millisecond,
				Show:     func(code *authing.QRCode) error { shown <- code.Random; return nil },
			})
			if err == nil && u.Nickname != "Grace" {
				err = fmt.Errorf("it is %s who is signed in", u.Nickname)
			}
			signedIn <- err
		}()
		code := row("codes", <-shown)
		p.do(t, "choose", code+" select", "Ada (blocked)")
		p.do(t, "click", code+` button:text("scan")`)
		p.wait(t, `#problem:has-text("locked")`)
		p.do(t, "choose", code+" select", "Grace")
		p.do(t, "click", code+` button:text("scan")`)
		if err := <-signedIn; err != nil {
			t.Error(err)
		}
		p.wait(t, row("users", "Grace")+` >> td.number:text-is("1")`)
		p.wait(t, `body:has(#problem[hidden])`)
	})

	for button, end := range map[string]authing.QRLoginState{"confirm": authing.QRLoginSignedIn, "cancel": authing.QRLoginCanceled} {
		t.Run("mobile program, "+button, func(t *testing.T) {
			var last authing.QRLoginStep
			for step, err := range app.QRLogin.Wait(t.Context(), authing.QRLoginWaitInput{Interval: 10 * time.Millisecond}) {
				if err != nil {
					t.Fatal(err)
				}
				last = step
				code := row("codes", step.Code.ID)
				switch step.State {
				case authing.QRLoginShown:
					p.do(t, "choose", code+" select", "Grace")
					p.do(t, "click", code+` button:text("scan")`)
				case authing.QRLoginScanned:
					p.wait(t, code+` >> text=scanned by Grace`)
					p.do(t, "click", code+` button:text("`+button+`")`)
				}
			}
			if last.State != end || last.User != nil && last.User.Nickname != "Grace" {
				t.Errorf("it ends %v", last.State)
			}
		})
	}
	p.behaved(t, box)
}

func TestBoxPageMovesTheClock(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t)
	p := openBoxPage(t, box)
	app := endUser(t, box)
	if _, err := app.SendOneTimePhoneCode(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	p.wait(t, row("outbox", phone)+" .badge.good")
	// By keyboard: the first button is what Tab reaches first.
	p.do(t, "press", "Tab")
	p.check(t, "+1 min", "focused")
	p.do(t, "press", "Tab")
	p.check(t, "+5 min", "focused")
	p.do(t, "press", "Enter")
	p.wait(t, row("outbox", phone)+` .badge:text("expired")`)
	_, err := app.LoginByPhoneCode(t.Context(), enduser.LoginByPhoneCodeInput{Phone: phone, PhoneCode: box.LastSMS(phone)})
	if !errors.Is(err, authing.CodeVerificationCodeExpired) {
		t.Errorf("the code after five minutes: %v", err)
	}
	p.behaved(t, box)
}

func TestBoxPageFiltersManyUsers(t *testing.T) {
	t.Parallel()
	box := authingtest.NewServer(t)
	for i := range 1000 {
		if _, err := box.AddUser(authingtest.User{Username: fmt.Sprintf("user%03d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	p := openBoxPage(t, box)
	p.wait(t, `#users-count:text("1000, 800 more than shown")`)
	p.check(t, float64(200), "count", "#users tbody")
	p.do(t, "type", "#users-filter", "user00")
	p.wait(t, `#users-count:text-is("10 of 1000")`)
	p.check(t, float64(10), "count", "#users tbody")
	p.behaved(t, box)
}

// TestBoxPageComesBack closes the box, and opens another one at its address.
func TestBoxPageComesBack(t *testing.T) {
	t.Parallel()
	first, err := authingtest.New(authingtest.WithPool("pool-1", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	p := openBoxPage(t, first)
	p.do(t, "mark")
	first.Close()
	p.wait(t, `#status:not(.live)`)
	second := authingtest.NewServer(t, authingtest.WithPool("pool-2", ""), authingtest.WithAddress(strings.TrimPrefix(first.URL, "http://")))
	p.wait(t, `#status.live`)
	p.wait(t, row("pools", "pool-2"))
	p.check(t, float64(1), "count", "#pools tbody")
	if _, err := endUser(t, second).SendOneTimePhoneCode(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	p.wait(t, row("outbox", phone))
	p.check(t, true, "marked")
	p.behaved(t, second)
}
