package faults

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Fault is one way to misbehave.
type Fault struct {
	// Name says what it does.
	Name  string
	serve func(http.ResponseWriter, *http.Request)
}

// New makes a fault that answers with a handler.
func New(name string, serve http.HandlerFunc) Fault { return Fault{name, serve} }

// ServeHTTP misbehaves. The body of the request has to be read before, so that a client
// that goes away is noticed.
func (f Fault) ServeHTTP(w http.ResponseWriter, req *http.Request) { f.serve(w, req) }

// The faults of the connection and of the clock.
var (
	// Drop closes the connection without an answer.
	Drop = raw("drop without an answer", "")
	// DropWithinHeaders closes it in the middle of the headers.
	DropWithinHeaders = raw("drop within the headers", "HTTP/1.1 200 OK\r\nContent-Type: te")
	// DropAfterHeaders closes it when the body is due.
	DropAfterHeaders = raw("drop after the headers", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
	// CutShort closes it within the body.
	CutShort = raw("body cut short", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":")
	// CutChunk closes it within a body whose length nobody knew.
	CutChunk = raw("chunk cut short", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"data\":")
	// TooLong sends more than it announced.
	TooLong = raw("body longer than announced", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n{\"data\":{}}")
	// NoHTTP answers with something else than HTTP.
	NoHTTP = raw("no HTTP", "220 mail.example.com ESMTP\r\n\r\n")

	// SlowHeaders never answers.
	SlowHeaders = New("slow headers", func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
	// SlowBody never ends its answer.
	SlowBody = New("slow body", func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.WriteString(w, `{"data":`)
		_ = http.NewResponseController(w).Flush()
		<-req.Context().Done()
	})
)

// The faults of the answer.
var (
	// HTML is a page where JSON is due.
	HTML = Body("HTML", http.StatusOK, "<html><body>Welcome</body></html>")
	// List is JSON of another shape.
	List = Body("JSON of another shape", http.StatusOK, `["a", "list"]`)
	// Objects is a short answer that becomes a large one in memory.
	Objects = Body("many small objects", http.StatusOK, `{"data":{"list":[`+strings.Repeat("{},", 3000)+`{}]}}`)
	// Nothing is no body at all.
	Nothing = Body("empty", http.StatusOK, "")
	// Redirect sends to another host.
	Redirect = New("redirect to another host", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "http://"+Elsewhere+"/", http.StatusFound)
	})
	// RedirectWithBody sends to another host and asks to bring the body along.
	RedirectWithBody = New("redirect of the body to another host", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "http://"+Elsewhere+"/", http.StatusTemporaryRedirect)
	})
)

// raw writes bytes to the connection and closes it.
func raw(name, bytes string) Fault {
	return New(name, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err) // only over HTTP/2, which this server does not speak
		}
		_, _ = io.WriteString(conn, bytes)
		_ = conn.Close()
	})
}

// Body answers with a status and a body.
func Body(name string, status int, body string) Fault {
	return New(name, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// Status answers with a status, with Retry-After where that is not "".
func Status(status int, retryAfter string) Fault {
	name := strconv.Itoa(status)
	if retryAfter != "" {
		name += " with Retry-After " + retryAfter
	}
	return New(name, func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<html>"+http.StatusText(status)+"</html>")
	})
}

// GzipBomb answers with so many bytes, compressed to a thousandth.
func GzipBomb(size int64) Fault {
	return New("gzip bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packer := gzip.NewWriter(w)
		_, _ = io.CopyN(packer, spaces{}, size)
		_ = packer.Close()
	})
}

// spaces is a reader without end.
type spaces struct{}

// Read fills p.
func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
