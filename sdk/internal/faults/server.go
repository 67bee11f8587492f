package faults

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"testing"
)

// Elsewhere is a host that [Redirect] sends to, and that is not the service.
const Elsewhere = "elsewhere.localhost"

// Server is the service. Every host name leads to it.
type Server struct {
	// Client sends to the server, over connections that are kept.
	Client *http.Client

	answer   http.Handler
	listener *listener
	web      *http.Server

	mu       sync.Mutex
	faults   []Fault
	forever  bool
	at       func(*http.Request) bool
	refusals int
	arrivals []Arrival
}

// Arrival is a request that arrived.
type Arrival struct{ Method, Host, Path, Authorization string }

// NewServer starts a server that answers with answer, and stops it when the test ends.
// Within a bubble of testing/synctest call Close before the bubble ends.
func NewServer(t testing.TB, answer http.Handler) *Server {
	t.Helper()
	s := &Server{answer: answer, listener: &listener{incoming: make(chan net.Conn), done: make(chan struct{})}}
	s.Client = &http.Client{Transport: &http.Transport{DialContext: s.dial, MaxIdleConnsPerHost: 1000}}
	s.web = &http.Server{Handler: http.HandlerFunc(s.serve)}
	go func() { _ = s.web.Serve(s.listener) }() // until Close
	t.Cleanup(s.Close)
	return s
}

// Close stops the server and closes every connection.
func (s *Server) Close() {
	_ = s.web.Close()
	s.Client.CloseIdleConnections()
}

// Script lets the next requests meet the faults, one each, and those after them the right
// answer.
func (s *Server) Script(faults ...Fault) { s.set(faults, false) }

// Always lets every request meet the fault.
func (s *Server) Always(fault Fault) { s.set([]Fault{fault}, true) }

func (s *Server) set(faults []Fault, forever bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.forever = faults, forever
}

// At limits the faults and the count to the requests that it is true of.
func (s *Server) At(at func(*http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = at
}

// Refuse refuses the next count connections.
func (s *Server) Refuse(count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals = count
}

// Arrivals returns what arrived since it was last asked.
func (s *Server) Arrivals() []Arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	arrivals := s.arrivals
	s.arrivals = nil
	return arrivals
}

// serve answers, or meets a request with a fault. Its body is read first, so that a client
// that goes away is noticed.
func (s *Server) serve(w http.ResponseWriter, req *http.Request) {
	fault := s.next(req)
	if fault == nil {
		s.answer.ServeHTTP(w, req)
		return
	}
	_, _ = io.Copy(io.Discard, req.Body)
	fault(w, req)
}

// next notes a request and returns what it meets; nil for the right answer.
func (s *Server) next(req *http.Request) func(http.ResponseWriter, *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	elsewhere := req.Host == Elsewhere
	if s.at != nil && !s.at(req) && !elsewhere {
		return nil
	}
	s.arrivals = append(s.arrivals, Arrival{req.Method, req.Host, req.URL.Path, req.Header.Get("Authorization")})
	switch {
	case elsewhere:
		return HTML.serve
	case len(s.faults) == 0:
		return nil
	}
	fault := s.faults[0]
	if !s.forever {
		s.faults = s.faults[1:]
	}
	return fault.serve
}

// dial connects to the server, whatever the address.
func (s *Server) dial(ctx context.Context, network, address string) (net.Conn, error) {
	s.mu.Lock()
	refused := s.refusals > 0
	if refused {
		s.refusals--
	}
	s.mu.Unlock()
	if refused {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	here, there := net.Pipe()
	select {
	case s.listener.incoming <- there:
		return here, nil
	case <-s.listener.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// listener accepts connections in memory.
type listener struct {
	incoming chan net.Conn
	done     chan struct{}
	once     sync.Once
}

// Accept waits for a connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.incoming:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr returns an address that means nothing.
func (l *listener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "memory"} }
