package endpoint

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// journaled writes every request into the journal, with what came of it.
func journaled(s *service.Service, to *journal.Journal, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entry := journal.Entry{Time: s.Now()}
		entry.Caller, entry.UserID = s.Caller(bearer(r)) // now: the call may end the session
		asked := &heard{ReadCloser: r.Body}
		answered := &told{ResponseWriter: w}
		started := time.Now()
		x := journal.Exchange{Request: r.Clone(r.Context())}
		// A handler that cuts the connection does so with a panic.
		defer func() {
			entry.Micros = time.Since(started).Microseconds()
			entry.Status = answered.status
			x.RequestBody, x.RequestSize = asked.kept.Bytes(), asked.size
			x.ResponseBody, x.ResponseSize = answered.kept.Bytes(), answered.size
			entry.Describe(x)
			to.Add(entry)
		}()
		r.Body = asked
		next.ServeHTTP(answered, r)
	})
}

// beginning keeps the first bytes of what goes by, as many as the journal reads.
type beginning struct {
	kept bytes.Buffer
	size int64
}

func (b *beginning) note(part []byte) {
	b.size += int64(len(part))
	b.kept.Write(part[:min(len(part), journal.Limit-b.kept.Len())])
}

// heard is a request's body that remembers its beginning.
type heard struct {
	io.ReadCloser
	beginning
}

// Read reads on.
func (h *heard) Read(into []byte) (int, error) {
	n, err := h.ReadCloser.Read(into)
	h.note(into[:n])
	return n, err
}

// told is an answer that remembers its status and beginning.
type told struct {
	http.ResponseWriter
	beginning
	status int // 0: nothing was answered
}

// Unwrap lets [http.ResponseController] reach the connection.
func (t *told) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// WriteHeader answers with a status.
func (t *told) WriteHeader(status int) {
	if t.status == 0 && status >= http.StatusOK { // before it there may be informational ones
		t.status = status
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write answers with a part of the body.
func (t *told) Write(part []byte) (int, error) {
	if t.status == 0 {
		t.status = http.StatusOK
	}
	t.note(part)
	return t.ResponseWriter.Write(part)
}
