package authingtest

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/endpoint"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/page"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/store"
)

// Server is an Authing service with a user pool, and with as many more as are
// added. It is safe for concurrent use.
type Server struct {
	// Pool is the pool that the box began with. Whoever needs one pool only uses
	// its fields and methods as the box's own.
	*Pool
	// URL is the origin of the box, without a slash at the end: what stands for
	// every host of the real service.
	URL string
	// Resumed says that the first pool comes from a data file. Then no option about
	// it was heeded, WithUsers among them.
	Resumed bool

	service *service.Service
	key     string
	handler *endpoint.Handler // the API
	page    *page.Page
	web     http.Handler  // both
	file    *store.Store  // nil: nothing is kept
	http    *http.Server  // nil: the caller serves the handler
	done    chan struct{} // closed when http has stopped serving
	closing sync.Once
	closed  error // what went wrong with the file at the end; once closing is done
}

// NewServer starts a box for a test, and closes it when the test ends.
func NewServer(t testing.TB, options ...Option) *Server {
	t.Helper()
	s, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// LogValue keeps the pool's secret out of what is logged.
func (s *Server) LogValue() slog.Value {
	return slog.GroupValue(slog.String("url", s.URL), slog.String("pool", s.PoolID))
}

// New starts a box outside of tests. The caller closes it.
func New(options ...Option) (*Server, error) {
	settings := settings{address: "127.0.0.1:0"}
	for _, option := range options {
		option.apply(&settings)
	}
	s := &Server{URL: strings.TrimSuffix(settings.url, "/")}
	var listener net.Listener
	if s.URL == "" {
		var err error
		if listener, err = net.Listen("tcp", settings.address); err != nil {
			return nil, fmt.Errorf("authingtest: %w", err)
		}
		s.URL = "http://" + reachable(listener.Addr().String())
	}
	if err := s.fill(settings); err != nil {
		if listener != nil {
			_ = listener.Close() // there is a better error to report
		}
		if s.file != nil {
			_ = s.file.Close() // likewise
		}
		return nil, named(err)
	}
	if listener != nil {
		s.serve(listener)
	}
	return s, nil
}

// reachable gives an address by which this machine reaches a listener: one that
// listens everywhere has none itself.
func reachable(address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().IsUnspecified() {
		return address
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port()).String()
}

// fill makes the service behind the box, and its handler.
func (s *Server) fill(settings settings) error {
	made, err := service.New(s.URL, settings.clock)
	if err != nil {
		return err
	}
	s.service = made
	if s.key, err = made.PasswordKey(); err != nil {
		return err
	}
	if settings.file != "" {
		if err := s.keep(settings.file); err != nil {
			return err
		}
	}
	if home := made.Home(); home != "" {
		s.Resumed = true
		err = s.resume(home, settings)
	} else {
		err = s.begin(settings.pool)
	}
	if err != nil {
		return err
	}
	requests := new(journal.Journal)
	if s.handler, err = endpoint.New(made, requests); err != nil {
		return err
	}
	s.page = page.New(page.Box{Service: made, Requests: requests, URL: s.URL, PasswordKey: s.key})
	s.web = s.page.Beside(s.handler)
	return nil
}

// keep lets the service go on from a file.
func (s *Server) keep(path string) (err error) {
	if s.file, err = store.Open(path); err != nil {
		return err
	}
	if err := s.service.Keep(s.file); err != nil {
		return fmt.Errorf("the data file %s cannot be gone on from: %w", path, err)
	}
	return nil
}

// resume takes over the first pool that the data file has.
func (s *Server) resume(id string, settings settings) (err error) {
	if s.Pool, err = s.FindPool(id); err != nil {
		return err
	}
	switch asked := settings.pool.seed; {
	case asked.ID != "" && asked.ID != id:
		return fmt.Errorf("the data file %s has the pool %s, not %s: ask for that one or for none, or take another file", settings.file, id, asked.ID)
	case asked.Secret != "" && authing.Secret(asked.Secret) != s.Secret:
		return fmt.Errorf("the data file %s has the pool %s with another secret: give that one or none, or take another file", settings.file, id)
	}
	return nil
}

// begin makes the first pool, with its users. A data file gets both or neither.
func (s *Server) begin(settings poolSettings) (err error) {
	if s.Pool, err = s.addPool(settings); err != nil {
		return err
	}
	return s.service.Save()
}

// AddPool adds a user pool beside those that are there. Nothing of one pool is
// good in another: neither users nor tokens nor codes.
func (s *Server) AddPool(options ...PoolOption) (*Pool, error) {
	var settings poolSettings
	for _, option := range options {
		option(&settings)
	}
	p, err := s.addPool(settings)
	return p, s.settled(err)
}

func (s *Server) addPool(settings poolSettings) (*Pool, error) {
	if err := errors.Join(readable("pool", settings.seed), readable("User", settings.users)); err != nil {
		return nil, err
	}
	if settings.refused != nil {
		return nil, settings.refused
	}
	for _, u := range settings.users {
		settings.seed.Users = append(settings.seed.Users, u.seed())
	}
	id, secret, err := s.service.AddPool(settings.seed)
	if err != nil {
		return nil, err
	}
	return s.knownPool(id, secret)
}

func (s *Server) knownPool(id, secret string) (*Pool, error) {
	app, err := s.service.FirstApp(id)
	if err != nil {
		return nil, err
	}
	return &Pool{PoolID: id, Secret: authing.Secret(secret), AppID: app, service: s.service}, nil
}

// FindPool gives the pool with an ID: the one that the box began with, or one
// that was added.
func (s *Server) FindPool(id string) (*Pool, error) {
	secret, err := s.service.Secret(id)
	if err != nil {
		return nil, named(err)
	}
	p, err := s.knownPool(id, secret)
	return p, named(err)
}

// webServer serves connections, none of which it waits for without end while a
// request is on its way.
func webServer(handler http.Handler) *http.Server {
	return &http.Server{Handler: bounded(handler), ReadHeaderTimeout: headerTimeout}
}

// headerTimeout is how long a client may take over the head of a request.
const headerTimeout = 10 * time.Second

func (s *Server) serve(listener net.Listener) {
	s.http = webServer(s.web)
	s.done = make(chan struct{})
	go func() {
		defer close(s.done)
		// It ends when the box is closed; whatever else ends it, clients notice.
		_ = s.http.Serve(listener)
	}()
}

// Close stops the box, ends the connections to it, and closes its data file. The
// error is about the file: what was not written before is not in it. Without a
// file there is none.
func (s *Server) Close() error {
	s.closing.Do(func() {
		s.page.Close()
		if s.http != nil {
			_ = s.http.Close() // a listener that fails to close is closed
			<-s.done
		}
		if s.file != nil {
			s.closed = named(errors.Join(s.service.Save(), s.file.Close()))
		}
	})
	return s.closed
}

// Handler gives what answers the requests, for serving it in another way than
// by listening; see [WithURL].
func (s *Server) Handler() http.Handler { return s.web }

// PasswordKey gives the public key, as PEM, that clients encrypt passwords with.
// It belongs to the box: the key of the real service does not fit.
func (s *Server) PasswordKey() string { return s.key }

// Advance moves the box's clock forward, so that codes and tokens expire. The
// clock of the program that runs the test stays as it is. Where a data file
// cannot be written to, the next call tries again and says so, as [Server.Close]
// does. It stays where it is rather than go more than 100 years away.
func (s *Server) Advance(d time.Duration) {
	_ = s.service.Advance(d) // it stays where it is: see above
	_ = s.service.Save()     // nothing is lost with the error: see above
}

// named says where an error comes from. A refusal keeps its code: [errors.Is]
// finds it.
func named(err error) error {
	if refused, ok := errors.AsType[*service.Error](err); ok {
		return &authing.Error{Code: refused.Code, Message: refused.Message, Operation: "box"}
	}
	if err != nil {
		return fmt.Errorf("authingtest: %w", err)
	}
	return nil
}
