package endpoint

import (
	"bytes"
	"maps"
	"net/http"
)

// saved holds every answer back until save has returned, so that nobody is told
// what the next start of the box would not know. Where it fails, that is the
// answer.
func saved(save func() error, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		held := &heldAnswer{header: make(http.Header), status: http.StatusOK}
		next.ServeHTTP(held, r)
		if err := save(); err != nil {
			http.Error(w, "authingtest: what this call did could not be written: "+err.Error(), http.StatusInternalServerError)
			return
		}
		maps.Copy(w.Header(), held.header)
		w.WriteHeader(held.status)
		_, _ = w.Write(held.body.Bytes()) // a client that is gone has no use for the error
	})
}

// heldAnswer is an answer that has not been sent.
type heldAnswer struct {
	header http.Header
	body   bytes.Buffer
	status int
	begun  bool // the status is decided
}

// Header gives the header to fill in.
func (a *heldAnswer) Header() http.Header { return a.header }

// WriteHeader decides the status, once.
func (a *heldAnswer) WriteHeader(status int) {
	if !a.begun {
		a.status, a.begun = status, true
	}
}

// Write adds to the body.
func (a *heldAnswer) Write(part []byte) (int, error) {
	a.begun = true
	return a.body.Write(part)
}
