package composite_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// qrService answers the three endpoints of a sign-in by QR code. Its statuses are the
// answers to one question after the other; the last one is repeated.
type qrService struct {
	statuses []string

	mu    sync.Mutex
	asked int
	paths []string
}

func (s *qrService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paths = append(s.paths, r.Method+" "+r.URL.RequestURI())
	data := `null`
	switch {
	case r.Header.Get("Authorization") != "":
		w.WriteHeader(http.StatusForbidden)
		return
	case strings.HasPrefix(r.URL.Path, "/qrcode/gene"):
		data = `{"qrcodeId": "Q", "qrcodeUrl": "https://pictures.example.com/q.png", "expiresIn": 120}`
	case strings.HasPrefix(r.URL.Path, "/qrcode/check"):
		data = s.statuses[min(s.asked, len(s.statuses)-1)]
		s.asked++
	case r.URL.Path == "/oauth/scan-qrcode/exchangeUserInfoWithTicket":
		data = `{"_id": "ADA", "token": "TOKEN"}`
	}
	if data == "no answer" {
		panic(http.ErrAbortHandler)
	}
	if code, refused := strings.CutPrefix(data, "refused "); refused {
		_, _ = fmt.Fprintf(w, `{"code": %s, "message": "no"}`, code)
		return
	}
	_, _ = fmt.Fprintf(w, `{"code": 200, "data": %s}`, data)
}

// wait collects the steps, and stops after most of them.
func wait(ctx context.Context, c *enduser.Client, in authing.QRLoginWaitInput, most int) (steps []string, err error) {
	in.Interval = time.Millisecond
	for step, err := range c.QRLogin.Wait(ctx, in) {
		if err != nil {
			return steps, err
		}
		text := string(step.State)
		if step.User != nil {
			text += " " + step.User.ID + " " + step.User.Token.Reveal()
		}
		if step.Ticket != "" {
			text += " " + step.Ticket.Reveal()
		}
		if step.Code == nil || step.Code.ID != "Q" {
			text += " without the code"
		}
		steps = append(steps, text)
		if len(steps) == most {
			break
		}
	}
	return steps, nil
}

func newQRClient(t *testing.T, service *qrService) *enduser.Client {
	t.Helper()
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	c, err := enduser.New("POOL", enduser.WithHost(authing.HostOAuth, server.URL), enduser.WithToken("MINE"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestQRLoginWait(t *testing.T) {
	const scanned = `{"scanned": true, "userInfo": {"_id": "ADA", "nickname": "ada"}}`
	const success = `{"scanned": true, "success": true, "ticket": "T", "userInfo": {"_id": "ADA"}}`
	tests := map[string]struct {
		statuses []string
		in       authing.QRLoginWaitInput
		most     int
		want     []string
		err      error
	}{
		"signed in":              {statuses: []string{`{}`, scanned, scanned, success}, want: []string{"shown", "scanned ADA ", "signed in ADA TOKEN"}},
		"signed in at once":      {statuses: []string{success}, want: []string{"shown", "scanned ADA ", "signed in ADA TOKEN"}},
		"ticket kept":            {statuses: []string{success}, in: authing.QRLoginWaitInput{KeepTicket: true}, want: []string{"shown", "scanned ADA ", "signed in ADA  T"}},
		"canceled":               {statuses: []string{scanned, `{"scanned": true, "canceled": true}`}, want: []string{"shown", "scanned ADA ", "canceled"}},
		"expired":                {statuses: []string{`{}`, `{"expired": true}`}, want: []string{"shown", "expired"}},
		"refused":                {statuses: []string{`{}`, "refused 2004"}, want: []string{"shown"}, err: authing.CodeUserNotFound},
		"no status":              {statuses: []string{`null`}, want: []string{"shown"}, err: authing.ErrNotFound},
		"no ticket":              {statuses: []string{`{"success": true}`}, want: []string{"shown"}, err: authing.ErrNotFound},
		"left when shown":        {statuses: []string{`{}`}, most: 1, want: []string{"shown"}},
		"left when scanned":      {statuses: []string{success}, most: 2, want: []string{"shown", "scanned ADA "}},
		"an answer that is lost": {statuses: []string{"no answer", `{"expired": true}`}, want: []string{"shown", "expired"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newQRClient(t, &qrService{statuses: test.statuses})
			steps, err := wait(t.Context(), c, test.in, test.most)
			if diff := cmp.Diff(test.want, steps); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
				t.Errorf("error = %v, want %v", err, test.err)
			}
			if got, err := c.Token(t.Context()); err != nil || got != "MINE" {
				t.Errorf("the session afterwards is %q (%v), want the one before", got.Reveal(), err)
			}
		})
	}
}

func TestQRLoginWaitEndsWithTheContext(t *testing.T) {
	c := newQRClient(t, &qrService{statuses: []string{`{}`}})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	steps, err := wait(ctx, c, authing.QRLoginWaitInput{}, 0)
	if !errors.Is(err, context.DeadlineExceeded) || len(steps) != 1 {
		t.Errorf("steps %q, error %v; want one step and the context's error", steps, err)
	}
}

func TestQRLoginWaitGivesUp(t *testing.T) {
	c := newQRClient(t, &qrService{statuses: []string{"no answer"}})
	_, err := wait(t.Context(), c, authing.QRLoginWaitInput{}, 0)
	if _, ok := errors.AsType[*authing.RequestError](err); !ok {
		t.Errorf("error = %v, want an *authing.RequestError", err)
	}
	if !strings.Contains(fmt.Sprint(err), "QRLogin.Wait") {
		t.Errorf("error = %v, want the method's name in it", err)
	}
}

func TestQRLoginWaitSendsUserDefinedData(t *testing.T) {
	service := &qrService{statuses: []string{`{}`}}
	c := newQRClient(t, service)
	if _, err := wait(t.Context(), c, authing.QRLoginWaitInput{UserDefinedData: map[string]string{"k": "a b"}}, 1); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /qrcode/gene?scene=APP_AUTH&userPoolId=POOL&k=a+b"}, service.paths); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestQRLoginWaitRefusesWhatCannotBe(t *testing.T) {
	service := &qrService{}
	c := newQRClient(t, service)
	for _, in := range []authing.QRLoginWaitInput{
		{Interval: -1}, {UserDefinedData: map[string]string{"scene": "ANOTHER"}},
	} {
		for step, err := range c.QRLogin.Wait(t.Context(), in) {
			if _, ok := errors.AsType[*authing.InputError](err); !ok || step.State != "" {
				t.Errorf("step %v, error %v; want an *authing.InputError", step, err)
			}
		}
	}
	if len(service.paths) > 0 {
		t.Errorf("sent %q, want nothing", service.paths)
	}
}
