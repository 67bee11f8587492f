package composite_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
)

// miniProgram serves the QR code of the mini program. So many questions get no answer,
// before the code is pending or, where scanned is set, scanned.
func miniProgram(t *testing.T, lost int64, scanned bool) (client *enduser.Client, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/oauth/wxapp/qrcode/"):
			_, _ = io.WriteString(w, `{"code": 200, "data": {"qrcode": "https://pictures.example.com/q.png"}}`)
		case asked.Add(1) <= lost:
			panic(http.ErrAbortHandler)
		case scanned:
			_, _ = io.WriteString(w, `{"data": {"code": 200, "data": {"_id": "ADA", "token": "TOKEN"}}}`)
		default:
			_, _ = io.WriteString(w, `{"data": {"code": 500, "message": "not scanned"}}`)
		}
	}))
	t.Cleanup(server.Close)
	client, err := enduser.New("POOL", enduser.WithOrigin(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	return client, asked
}

func scanInput() enduser.ScanLoginInput {
	return enduser.ScanLoginInput{Interval: time.Millisecond, Show: func(*authing.QRCode) error { return nil }}
}

// TestScanLoginAsksAgain goes on over four questions in a row that got no answer, and
// gives up at the fifth.
func TestScanLoginAsksAgain(t *testing.T) {
	client, _ := miniProgram(t, 4, true)
	if user, err := client.ScanLogin(t.Context(), scanInput()); err != nil || user.ID != "ADA" {
		t.Errorf("user %v, error %v", user, err)
	}
	client, asked := miniProgram(t, 100, true)
	_, err := client.ScanLogin(t.Context(), scanInput())
	if _, ok := errors.AsType[*authing.RequestError](err); !ok || asked.Load() != 5 {
		t.Errorf("error %v after %d questions", err, asked.Load())
	}
}

// TestScanLoginEndsWithItsContext says so, and why the context ended.
func TestScanLoginEndsWithItsContext(t *testing.T) {
	why := errors.New("the window was closed")
	ctx, cancel := context.WithCancelCause(t.Context())
	client, _ := miniProgram(t, 0, false)
	in := scanInput()
	in.Interval = time.Hour
	in.Show = func(*authing.QRCode) error {
		time.AfterFunc(10*time.Millisecond, func() { cancel(why) })
		return nil
	}
	if _, err := client.ScanLogin(ctx, in); !errors.Is(err, context.Canceled) || !errors.Is(err, why) {
		t.Errorf("error %v", err)
	}
}
