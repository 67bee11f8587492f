package authingtest

import (
	"io"
	"net/http"
	"time"
)

// bodyPatience is how long a client may let the box wait for the next part of a
// request's body. A slow one that moves may take as long as it likes.
const bodyPatience = 10 * time.Second

// bounded lets no request's body be waited for without end, neither by who reads
// it nor by the server, which reads what is left of it. When all of it is there,
// the server lifts the deadline: an answer may take its time, as an event stream
// does.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		body := &patientBody{ReadCloser: r.Body, connection: http.NewResponseController(w)}
		body.wait()
		r.Body = body
		next.ServeHTTP(w, r)
	})
}

// patientBody is a body with a deadline for each part of it.
type patientBody struct {
	io.ReadCloser
	connection *http.ResponseController
	over       bool // there is no more to read
}

// Read reads on.
func (b *patientBody) Read(into []byte) (int, error) {
	if !b.over {
		b.wait()
	}
	n, err := b.ReadCloser.Read(into)
	b.over = err != nil
	return n, err
}

// wait gives the client some more time. A connection that is closed cannot have a
// deadline, and needs none.
func (b *patientBody) wait() {
	_ = b.connection.SetReadDeadline(time.Now().Add(bodyPatience))
}
