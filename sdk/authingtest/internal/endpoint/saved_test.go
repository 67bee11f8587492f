package endpoint_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/endpoint"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// disk is a data file with nothing in it.
type disk struct {
	full   bool
	writes int
	codes  int // how many messages were written
}

func (d *disk) Records() (map[string][]byte, error) { return nil, nil }

func (d *disk) Apply(changed map[string][]byte, _ []string) error {
	if d.full {
		return errors.New("no space left on device")
	}
	d.writes++
	for key := range changed {
		if strings.HasPrefix(key, "message/") {
			d.codes++
		}
	}
	return nil
}

func newHandler(t *testing.T, file service.File) http.Handler {
	t.Helper()
	s, err := service.New("http://box.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	if file != nil {
		if err := s.Keep(file); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.AddPool(service.PoolSeed{ID: "p"}); err != nil {
		t.Fatal(err)
	}
	handler, err := endpoint.New(s, new(journal.Journal))
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func get(handler http.Handler, path string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "http://box.test"+path, nil))
	return recorder
}

// TestSavedAnswers compares answers with a data file and without.
func TestSavedAnswers(t *testing.T) {
	file := new(disk)
	plain, kept := newHandler(t, nil), newHandler(t, file)
	for _, path := range []string{"/", "/send_smscode/13100000000/p", "/send_smscode/x/p", "/nothing", "/verify/x", "/qrcode/x.png"} {
		want, got := get(plain, path), get(kept, path)
		if got.Code != want.Code || got.Body.String() != want.Body.String() || got.Header().Get("Content-Type") != want.Header().Get("Content-Type") ||
			got.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v %s", path, got.Code, got.Header(), got.Body)
		}
	}
	if file.writes != 2 {
		t.Errorf("written %d times, want once for the pool and once for the SMS", file.writes)
	}
}

// TestSavedBeforeTheAnswer finds what a call did in the file when it is answered,
// not with the next call.
func TestSavedBeforeTheAnswer(t *testing.T) {
	file := new(disk)
	handler := newHandler(t, file)
	for n := range 2 {
		if get(handler, "/send_smscode/13100000000/p"); file.codes != n+1 {
			t.Errorf("%d messages are written after %d calls", file.codes, n+1)
		}
	}
}

// TestSubscriptions are refused in words that say so.
func TestSubscriptions(t *testing.T) {
	recorder := httptest.NewRecorder()
	newHandler(t, nil).ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "http://box.test/graphql", strings.NewReader(`{"query": "subscription { x }"}`)))
	if text := recorder.Body.String(); recorder.Code != http.StatusBadRequest || !strings.Contains(text, "subscriptions are not served") {
		t.Errorf("%d %s", recorder.Code, text)
	}
}

// TestAnswersOnAFullDisk withholds what could not be written, and tells why.
func TestAnswersOnAFullDisk(t *testing.T) {
	file := &disk{full: true}
	handler := newHandler(t, file)
	const path = "/send_smscode/13100000000/p"
	got := get(handler, path)
	if body := got.Body.String(); got.Code != http.StatusInternalServerError || !strings.Contains(body, "no space left") || strings.Contains(body, "code sent") {
		t.Errorf("%d %s", got.Code, body)
	}
	file.full = false
	if got := get(handler, path); got.Code != http.StatusOK || file.writes != 1 {
		t.Errorf("with space again: %d %s", got.Code, got.Body)
	}
}
