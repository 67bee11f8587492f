package authingtest

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// oneConnection is a listener with a connection in memory, whose other end is the
// client's. Time in a bubble of synctest is not the clock's.
type oneConnection struct {
	server chan net.Conn
	closed chan struct{}
}

func (l oneConnection) Accept() (net.Conn, error) {
	select {
	case c := <-l.server:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l oneConnection) Addr() net.Addr { return &net.TCPAddr{} }

func (l oneConnection) Close() error {
	close(l.closed)
	return nil
}

// connect serves a handler as a box does, and gives a client's connection.
func connect(t *testing.T, handler http.HandlerFunc) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	listener := oneConnection{server: make(chan net.Conn, 1), closed: make(chan struct{})}
	listener.server <- server
	web := webServer(handler)
	served := make(chan error)
	go func() { served <- web.Serve(listener) }()
	t.Cleanup(func() {
		client.Close()
		web.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return client
}

func write(t *testing.T, to io.Writer, text string) {
	t.Helper()
	if _, err := io.WriteString(to, text); err != nil {
		t.Fatal(err)
	}
}

// wantEnd waits until the server closes the connection, and gives what it sent.
func wantEnd(t *testing.T, from net.Conn, within time.Duration) string {
	t.Helper()
	begun := time.Now()
	if err := from.SetReadDeadline(begun.Add(24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	sent, err := io.ReadAll(from)
	if took := time.Since(begun); err != nil || took > within {
		t.Errorf("it ended after %v: %v", took, err)
	}
	return string(sent)
}

const post = "POST / HTTP/1.1\r\nHost: box\r\nContent-Length: 1000\r\n\r\nx"

// TestHalfSentRequests are not waited for without end, whatever the handler does.
func TestHalfSentRequests(t *testing.T) {
	reads := func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
	for name, test := range map[string]struct {
		sent    string
		handler http.HandlerFunc
	}{
		"half a head":             {"POST / HTTP/1.1\r\nHost:", reads},
		"a body that is read":     {post, reads},
		"a body that is not read": {post, func(http.ResponseWriter, *http.Request) {}},
		"an answer before its end": {post, func(w http.ResponseWriter, r *http.Request) {
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
		}},
		"a body in pieces": {"POST / HTTP/1.1\r\nHost: box\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx", reads},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := connect(t, test.handler)
				write(t, client, test.sent)
				wantEnd(t, client, max(headerTimeout, bodyPatience)+time.Second) // the server waits half a second before it closes
			})
		})
	}
}

// TestSlowUploads sends a part of a body whenever the patience is nearly over.
func TestSlowUploads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil || len(body) != 1000 {
				t.Errorf("%d bytes: %v", len(body), err)
			}
			w.Header().Set("Connection", "close")
		})
		write(t, client, post)
		for range 999 {
			time.Sleep(bodyPatience - time.Second)
			write(t, client, "x")
		}
		if answer := wantEnd(t, client, time.Second); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
			t.Error(answer)
		}
	})
}

// TestSlowAnswers lets handlers take longer than any body may, and notice that the
// client is gone: event streams do, and calls that hang.
func TestSlowAnswers(t *testing.T) {
	for name, head := range map[string]string{
		"without a body": "GET / HTTP/1.1\r\nHost: box\r\n\r\n",
		"with a body":    "POST / HTTP/1.1\r\nHost: box\r\nContent-Length: 1\r\n\r\nx",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ended := make(chan struct{})
				client := connect(t, func(w http.ResponseWriter, r *http.Request) {
					defer close(ended)
					for range 2 { // the second time there is nothing left
						_, _ = io.Copy(io.Discard, r.Body)
					}
					time.Sleep(10 * bodyPatience)
					if err := r.Context().Err(); err != nil {
						t.Errorf("the client counts as gone: %v", err)
					}
					write(t, w, "late")
					if err := http.NewResponseController(w).Flush(); err != nil {
						t.Error(err)
					}
					<-r.Context().Done()
				})
				write(t, client, head)
				answer, err := http.ReadResponse(bufio.NewReader(client), nil)
				if err != nil || answer.StatusCode != http.StatusOK {
					t.Fatal(answer, err)
				}
				client.Close()
				<-ended
			})
		})
	}
}
