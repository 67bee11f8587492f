package page

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxControl is the longest request that the page makes, in bytes.
	maxControl = 4 << 10
	// maxAdvance is how far the clock moves at a time.
	maxAdvance = 366 * 24 * time.Hour
)

// problem is how the page is told that something did not work.
type problem struct {
	Error string `json:"error"`
}

func writeProblem(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, problem{message})
}

// writeJSON answers with a value that is known to marshal. A browser that is
// gone has no use for the error.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// details gives what a request carried.
func (p *Page) details(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.Atoi(r.PathValue("id")) // what is no number is no request's either
	details, ok := p.box.Requests.Details(id)
	if !ok {
		writeProblem(w, http.StatusNotFound, "this request is no longer remembered: only the latest are")
		return
	}
	writeJSON(w, http.StatusOK, details)
}

// control answers a POST with JSON by doing what it says, when what was done is
// saved.
func control[Order any](save func() error, do func(Order) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
			writeProblem(w, http.StatusUnsupportedMediaType, "send JSON, with the Content-Type application/json")
			return
		}
		var order Order
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxControl))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&order); err != nil {
			writeProblem(w, http.StatusBadRequest, "the body is not what is asked for: "+err.Error())
			return
		}
		if err := do(order); err != nil {
			writeProblem(w, http.StatusConflict, err.Error())
			return
		}
		if err := save(); err != nil {
			writeProblem(w, http.StatusInternalServerError, "it is done, and could not be saved: "+err.Error())
			return
		}
		writeJSON(w, http.StatusOK, struct{}{})
	}
}

// scan lets a user scan a QR code.
type scan struct {
	Pool     string `json:"pool"`
	ID       string `json:"id"`
	User     string `json:"user"`
	Confirms bool   `json:"confirms"` // it is a code after which the person is asked
}

func (p *Page) scan(order scan) error {
	if order.Confirms {
		return p.box.Service.ScanQRLogin(order.Pool, order.ID, order.User)
	}
	return p.box.Service.ScanQRCode(order.Pool, order.ID, order.User)
}

// reply is the answer of who scanned a QR code.
type reply struct {
	Pool string `json:"pool"`
	ID   string `json:"id"`
}

func (p *Page) confirm(order reply) error {
	return p.box.Service.ConfirmQRLogin(order.Pool, order.ID)
}

func (p *Page) cancel(order reply) error { return p.box.Service.CancelQRLogin(order.Pool, order.ID) }

// advance moves the box's clock.
type advance struct {
	Seconds int `json:"seconds"`
}

func (p *Page) advance(order advance) error {
	if order.Seconds <= 0 || order.Seconds > int(maxAdvance/time.Second) {
		return fmt.Errorf("the clock moves forward, by %d seconds at most", int(maxAdvance/time.Second))
	}
	return p.box.Service.Advance(time.Duration(order.Seconds) * time.Second)
}
