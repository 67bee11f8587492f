package page_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/page"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

const (
	pool  = "pool-1"
	phone = "13100000001"
)

// TestMain fails where a goroutine is left behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a page of a service with one pool, in which Ada is.
type fixture struct {
	service  *service.Service
	requests *journal.Journal
	page     *page.Page
	handler  http.Handler // the page beside an API that answers everything with a teapot
	ada      string       // ID
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	s, err := service.New("http://box.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddPool(service.PoolSeed{ID: pool, Secret: "pool secret"}); err != nil {
		t.Fatal(err)
	}
	ada, err := s.AddUser(pool, service.UserSeed{Username: "ada", Phone: phone})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{service: s, requests: new(journal.Journal), ada: ada.ID}
	f.page = page.New(page.Box{Service: s, Requests: f.requests, URL: "http://box.test", PasswordKey: "PEM"})
	t.Cleanup(f.page.Close)
	f.handler = f.page.Beside(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	return f
}

// ask makes a request; headers are name, value, name, ...
func (f *fixture) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, "http://box.test"+target, strings.NewReader(body))
	for pair := range slices.Chunk(headers, 2) {
		if pair[0] == "Host" {
			request.Host = pair[1]
		}
		request.Header.Set(pair[0], pair[1])
	}
	recorder := httptest.NewRecorder()
	f.handler.ServeHTTP(recorder, request)
	return recorder
}

// post lets the page's own script do something.
func (f *fixture) post(target, body string) *httptest.ResponseRecorder {
	return f.ask(http.MethodPost, target, body, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
}

func TestFiles(t *testing.T) {
	f := newFixture(t)
	for path, contentType := range map[string]string{
		"/box/":         "text/html; charset=utf-8",
		"/box/page.js":  "text/javascript; charset=utf-8",
		"/box/page.css": "text/css; charset=utf-8",
		"/box/icon.svg": "image/svg+xml",
	} {
		got := f.ask(http.MethodGet, path, "")
		header := got.Header()
		if got.Code != http.StatusOK || header.Get("Content-Type") != contentType || got.Body.Len() == 0 {
			t.Errorf("%s: %d %s", path, got.Code, header.Get("Content-Type"))
		}
	}
	for _, path := range []string{"/box/static/", "/box/nothing", "/box/index.html/"} {
		if got := f.ask(http.MethodGet, path, ""); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

func TestHeaders(t *testing.T) {
	f := newFixture(t)
	want := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	for _, got := range []*httptest.ResponseRecorder{
		f.ask(http.MethodGet, "/box/", ""), f.ask(http.MethodGet, "/box/nothing", ""), f.post("/box/advance", `{"seconds": 1}`),
		f.ask(http.MethodGet, "/box/", "", "Host", "evil.example"),
	} {
		header := got.Header()
		if header.Get("Content-Security-Policy") != want || header.Get("X-Content-Type-Options") != "nosniff" ||
			header.Get("Cache-Control") != "no-store" || header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%d: %v", got.Code, header)
		}
	}
}

// TestNothingFromElsewhere reads the page's own files.
func TestNothingFromElsewhere(t *testing.T) {
	for _, name := range []string{"index.html", "page.js", "page.css"} {
		text, err := os.ReadFile("static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, forbidden := range []string{"//cdn", "https://", "http://", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style=", "onclick="} {
			if strings.Contains(string(text), forbidden) {
				t.Errorf("%s has %s", name, forbidden)
			}
		}
	}
}

func TestWhoIsSentToThePage(t *testing.T) {
	f := newFixture(t)
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for name, test := range map[string]struct {
		method, path, accept string
		want                 int
	}{
		"browser":             {http.MethodGet, "/", browser, http.StatusFound},
		"browser, no slash":   {http.MethodGet, "/box", browser, http.StatusFound},
		"published client":    {http.MethodGet, "/", "application/json, text/plain, */*", http.StatusTeapot},
		"nothing said":        {http.MethodGet, "/", "", http.StatusTeapot},
		"upload":              {http.MethodPost, "/", browser, http.StatusTeapot},
		"browser for the API": {http.MethodGet, "/system/status", browser, http.StatusTeapot},
	} {
		got := f.ask(test.method, test.path, "", "Accept", test.accept)
		if got.Code != test.want || got.Code == http.StatusFound && got.Header().Get("Location") != "/box/" {
			t.Errorf("%s: %d %s", name, got.Code, got.Header().Get("Location"))
		}
	}
}

func TestForeignNames(t *testing.T) {
	f := newFixture(t)
	for host, want := range map[string]int{
		"127.0.0.1:8080": http.StatusOK, "[::1]:8080": http.StatusOK, "[::1]": http.StatusOK, "192.168.1.7": http.StatusOK,
		"localhost:1": http.StatusOK, "box.localhost": http.StatusOK, "BOX.test:80": http.StatusOK,
		"evil.example": http.StatusForbidden, "127.0.0.1.evil.example:8080": http.StatusForbidden, "": http.StatusForbidden, "evillocalhost": http.StatusForbidden,
	} {
		if got := f.ask(http.MethodGet, "/box/", "", "Host", host); got.Code != want {
			t.Errorf("%s: %d", host, got.Code)
		}
	}
}

// problem gives what an answer says went wrong.
func problem(t *testing.T, got *httptest.ResponseRecorder) string {
	t.Helper()
	var told struct{ Error string }
	if err := json.Unmarshal(got.Body.Bytes(), &told); err != nil || got.Header().Get("Content-Type") != "application/json; charset=utf-8" {
		t.Fatalf("%d %s: %v", got.Code, got.Body, err)
	}
	return told.Error
}

func TestControl(t *testing.T) {
	f := newFixture(t)
	if _, err := f.service.NewQRCode(pool, "r1"); err != nil {
		t.Fatal(err)
	}
	code, err := f.service.NewQRLogin(pool, "APP_AUTH")
	if err != nil {
		t.Fatal(err)
	}
	canceled, err := f.service.NewQRLogin(pool, "APP_AUTH")
	if err != nil {
		t.Fatal(err)
	}
	mini := fmt.Sprintf(`{"pool": %q, "id": "r1", "user": %q, "confirms": false}`, pool, f.ada)
	scan := func(id, user string) string {
		return fmt.Sprintf(`{"pool": %q, "id": %q, "user": %q, "confirms": true}`, pool, id, user)
	}
	reply := func(id string) string { return fmt.Sprintf(`{"pool": %q, "id": %q}`, pool, id) }
	// What follows builds on what came before.
	for _, step := range []struct {
		path, body string
		status     int
		problem    string // a part of it
	}{
		{"/box/scan", mini, http.StatusOK, ""},
		{"/box/confirm", reply(code.ID), http.StatusConflict, "nobody has scanned"},
		{"/box/scan", scan(code.ID, "nobody"), http.StatusConflict, "user does not exist"},
		{"/box/scan", scan(code.ID, f.ada), http.StatusOK, ""},
		{"/box/confirm", reply(code.ID), http.StatusOK, ""},
		{"/box/confirm", reply(code.ID), http.StatusConflict, "is over"},
		{"/box/scan", scan(canceled.ID, f.ada), http.StatusOK, ""},
		{"/box/cancel", reply(canceled.ID), http.StatusOK, ""},
		{"/box/cancel", reply(canceled.ID), http.StatusConflict, "is over"},
		{"/box/advance", `{"seconds": 60}`, http.StatusOK, ""},
		{"/box/advance", `{"seconds": 0}`, http.StatusConflict, "forward"},
		{"/box/advance", `{"seconds": -60}`, http.StatusConflict, "forward"},
		{"/box/advance", `{"seconds": 9223372036854775807}`, http.StatusConflict, "forward"},
		{"/box/advance", `{"minutes": 1}`, http.StatusBadRequest, "minutes"},
		{"/box/advance", `seconds`, http.StatusBadRequest, "body"},
		{"/box/advance", `{"seconds": 1` + strings.Repeat(" ", 5000), http.StatusBadRequest, "too large"},
	} {
		got := f.post(step.path, step.body)
		if told := problem(t, got); got.Code != step.status || !strings.Contains(told, step.problem) || (told == "") != (step.problem == "") {
			t.Errorf("%s %s: %d %s", step.path, step.body, got.Code, told)
		}
	}
	if u, _, err := f.service.CheckQRCode("r1"); err != nil || u == nil || u.ID != f.ada || u.Token == "" {
		t.Errorf("who waits for the scan gets %v, %v", u, err)
	}
	status, err := f.service.CheckQRLogin(code.ID, "APP_AUTH")
	if err != nil {
		t.Fatal(err)
	}
	if u, err := f.service.ExchangeTicket(status.Ticket); err != nil || u.ID != f.ada {
		t.Errorf("the ticket stands for %v, %v", u, err)
	}
}

func TestAnotherSiteControlsNothing(t *testing.T) {
	f := newFixture(t)
	before := f.service.Now()
	for name, headers := range map[string][]string{
		"another site":            {"Content-Type", "application/json", "Sec-Fetch-Site", "cross-site"},
		"another port":            {"Content-Type", "application/json", "Sec-Fetch-Site", "same-site"},
		"an older browser":        {"Content-Type", "application/json", "Origin", "http://evil.example"},
		"a form, the same origin": {"Content-Type", "text/plain", "Sec-Fetch-Site", "same-origin"},
		"a foreign name":          {"Content-Type", "application/json", "Sec-Fetch-Site", "same-origin", "Host", "evil.example"},
	} {
		for _, path := range []string{"/box/advance", "/box/scan", "/box/confirm", "/box/cancel"} {
			got := f.ask(http.MethodPost, path, `{"seconds": 86400}`, headers...)
			if told := problem(t, got); got.Code != http.StatusForbidden && got.Code != http.StatusUnsupportedMediaType || told == "" {
				t.Errorf("%s, %s: %d %s", name, path, got.Code, told)
			}
		}
	}
	if got := f.ask(http.MethodGet, "/box/advance", ""); got.Code == http.StatusOK {
		t.Error("a GET changes something")
	}
	if f.service.Now().Sub(before) > time.Hour {
		t.Error("the clock has moved")
	}
}

func TestDetails(t *testing.T) {
	f := newFixture(t)
	f.requests.Add(journal.Entry{Details: journal.Details{Query: "{ x }", Variables: "<b>"}})
	got := f.ask(http.MethodGet, "/box/requests/1", "")
	var details journal.Details
	if err := json.Unmarshal(got.Body.Bytes(), &details); err != nil || details.Query != "{ x }" || details.Variables != "<b>" {
		t.Errorf("%v: %s", err, got.Body)
	}
	for _, id := range []string{"0", "2", "-1", "x", "99999999999999999999"} {
		if got := f.ask(http.MethodGet, "/box/requests/"+id, ""); got.Code != http.StatusNotFound || problem(t, got) == "" {
			t.Errorf("%s: %d %s", id, got.Code, got.Body)
		}
	}
}

// reader is a browser that listens to a stream. It stops reading while it is
// stalled, as a connection whose buffers are full.
type reader struct {
	ctx   context.Context
	leave context.CancelFunc
	ended chan struct{} // closed when the stream is over

	mu       sync.Mutex
	text     strings.Builder
	deadline time.Time
	stalled  bool
}

// listen opens a stream. It runs in a bubble.
func (f *fixture) listen(t *testing.T, target string, stalled bool) *reader {
	t.Helper()
	r := &reader{ended: make(chan struct{}), stalled: stalled}
	r.ctx, r.leave = context.WithCancel(t.Context())
	request := httptest.NewRequestWithContext(r.ctx, http.MethodGet, "http://box.test"+target, nil)
	go func() {
		defer close(r.ended)
		f.handler.ServeHTTP(&writer{reader: r, header: make(http.Header)}, request)
	}()
	synctest.Wait()
	return r
}

// heard gives the events that came since the last call, by their names.
func (r *reader) heard(t *testing.T) (names []string, facts map[string]json.RawMessage) {
	t.Helper()
	time.Sleep(time.Second)
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	facts = make(map[string]json.RawMessage)
	for message := range strings.SplitSeq(strings.TrimSuffix(r.text.String(), "\n\n"), "\n\n") {
		name, data, ok := strings.Cut(strings.TrimPrefix(message, "event: "), "\ndata: ")
		if !ok {
			continue
		}
		if !json.Valid([]byte(data)) {
			t.Errorf("event %s has the data %s", name, data)
		}
		names, facts[name] = append(names, name), json.RawMessage(data)
	}
	r.text.Reset()
	return names, facts
}

// over tells whether the stream has ended.
func (r *reader) over() bool {
	synctest.Wait()
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// writer is the server's side of a reader.
type writer struct {
	*reader
	header http.Header
}

func (w *writer) Header() http.Header { return w.header }
func (w *writer) WriteHeader(int)     {}
func (w *writer) FlushError() error   { return nil }

func (w *writer) SetWriteDeadline(at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deadline = at
	return nil
}

func (w *writer) Write(part []byte) (int, error) {
	w.mu.Lock()
	stalled, deadline := w.stalled, w.deadline
	w.mu.Unlock()
	if stalled {
		time.Sleep(time.Until(deadline))
		return 0, os.ErrDeadlineExceeded
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(part)
}

func TestEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		r := f.listen(t, "/box/events", false)
		check := func(when string, want ...string) map[string]json.RawMessage {
			t.Helper()
			names, facts := r.heard(t)
			if diff := cmp.Diff(want, names); diff != "" {
				t.Errorf("%s (-want +got):\n%s", when, diff)
			}
			return facts
		}
		first := check("at first", "clock", "box", "users", "outbox", "codes", "requests")
		want := `{"url":"http://box.test","passwordKey":"PEM","pools":[{"id":"pool-1","name":"test","secret":"pool secret","users":1,"register":true}]}`
		if string(first["box"]) != want {
			t.Errorf("box: %s", first["box"])
		}
		if !strings.Contains(string(first["users"]), `"username":"ada"`) {
			t.Errorf("users: %s", first["users"])
		}
		for _, section := range []string{"outbox", "requests"} {
			if want := `{"rows":[],"found":0,"all":0}`; string(first[section]) != want {
				t.Errorf("%s: %s", section, first[section])
			}
		}
		if string(first["codes"]) != "[]" {
			t.Errorf("codes: %s", first["codes"])
		}
		check("nothing happened")
		if err := f.service.SendSMS(pool, phone); err != nil {
			t.Fatal(err)
		}
		sent := check("an SMS", "outbox")
		if code := f.service.LastCode(pool, service.SMS, phone); !strings.Contains(string(sent["outbox"]), fmt.Sprintf(`"code":"%s"`, code)) {
			t.Errorf("outbox: %s", sent["outbox"])
		}
		time.Sleep(4 * time.Minute)
		check("four minutes pass")
		time.Sleep(time.Minute)
		if expired := check("five minutes", "outbox"); !strings.Contains(string(expired["outbox"]), `"state":"expired"`) {
			t.Errorf("outbox: %s", expired["outbox"])
		}
		f.service.Advance(time.Minute)
		check("the clock was moved", "clock")
		f.requests.Add(journal.Entry{Field: "login"})
		check("a request", "requests")
		if _, err := f.service.AddUser(pool, service.UserSeed{Username: "bob"}); err != nil {
			t.Fatal(err)
		}
		check("another user", "box", "users")
		r.leave()
		if !r.over() {
			t.Error("the stream goes on when nobody listens")
		}
	})
}

func TestEventsAreFiltered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		r := f.listen(t, "/box/events?users=nobody&outbox=1399", false)
		defer r.leave()
		for _, to := range []string{phone, "13990000000"} {
			if err := f.service.SendSMS(pool, to); err != nil {
				t.Fatal(err)
			}
		}
		_, facts := r.heard(t)
		if got := string(facts["users"]); got != `{"rows":[],"found":0,"all":1}` {
			t.Errorf("users: %s", got)
		}
		if got := string(facts["outbox"]); !strings.HasSuffix(got, `"found":1,"all":2}`) || strings.Contains(got, phone) {
			t.Errorf("outbox: %s", got)
		}
	})
}

func TestCloseEndsStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		early := f.listen(t, "/box/events", false)
		f.page.Close()
		f.page.Close()
		late := f.listen(t, "/box/events", false)
		if !early.over() || !late.over() {
			t.Error("a stream of a closed page goes on")
		}
	})
}

// TestAStalledReader lets one reader stop reading: others are served as before,
// and after a while the service is rid of it.
func TestAStalledReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		stalled := f.listen(t, "/box/events", true)
		awake := f.listen(t, "/box/events", false)
		defer awake.leave()
		awake.heard(t)
		if err := f.service.SendSMS(pool, phone); err != nil {
			t.Fatal(err)
		}
		if names, _ := awake.heard(t); !slices.Equal(names, []string{"outbox"}) || stalled.over() {
			t.Errorf("the other reader heard %v", names)
		}
		time.Sleep(10 * time.Second)
		if !stalled.over() {
			t.Error("the stalled reader still has a stream")
		}
	})
}

// file is a data file that counts how often it is written to.
type file struct {
	writes int
	fails  error
}

func (f *file) Records() (map[string][]byte, error) { return nil, nil }

func (f *file) Apply(map[string][]byte, []string) error {
	f.writes++
	return f.fails
}

func TestControlIsSaved(t *testing.T) {
	s, err := service.New("http://box.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	kept := new(file)
	if err := s.Keep(kept); err != nil {
		t.Fatal(err)
	}
	f := &fixture{page: page.New(page.Box{Service: s, Requests: new(journal.Journal), URL: "http://box.test"})}
	t.Cleanup(f.page.Close)
	f.handler = f.page.Beside(http.NotFoundHandler())
	if got := f.post("/box/advance", `{"seconds": 60}`); got.Code != http.StatusOK || kept.writes != 1 {
		t.Errorf("%d, written %d times", got.Code, kept.writes)
	}
	kept.fails = os.ErrPermission
	if got := f.post("/box/advance", `{"seconds": 60}`); got.Code != http.StatusInternalServerError || !strings.Contains(problem(t, got), "permission") {
		t.Errorf("%d, %s", got.Code, problem(t, got))
	}
}
