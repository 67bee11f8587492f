package runtime

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/authing-community/authing-go/sdk/authing"
)

// session is the token of the person signed in, if anybody is.
type session struct {
	current atomic.Pointer[bearer]
	kept    *keptSession // nil where the session lives in memory alone
}

// keptSession is what a session with a store has besides.
type keptSession struct {
	core    *core
	store   authing.SessionStore
	loading lane[*bearer]
	mu      sync.Mutex    // guards changes in memory
	known   atomic.Bool   // the store was asked, or need not be any more
	writing chan struct{} // has an element while the store is written
}

// bearer is a token and the header made from it once.
type bearer struct {
	token      authing.Secret
	header     []string // the values of the Authorization header
	unsendable bool     // whether no header can carry it
}

func newBearer(token authing.Secret) *bearer {
	return &bearer{token: token, header: []string{"Bearer " + token.Reveal()}, unsendable: blank(token.Reveal())}
}

// newSession returns the session of token; nobody is signed in where token is empty.
func newSession(token authing.Secret) *session {
	s := new(session)
	if token != "" {
		s.current.Store(newBearer(token))
	}
	return s
}

// newKeptSession returns a session that comes from a store and is kept there. A token
// given counts before the one in the store.
func newKeptSession(token authing.Secret, c *core, store authing.SessionStore) *session {
	s := newSession(token)
	s.kept = &keptSession{core: c, store: store, writing: make(chan struct{}, 1)}
	s.kept.known.Store(token != "")
	return s
}

// bearer returns the token of the person signed in, or nil where nobody is. The first
// time it asks the store.
func (s *session) bearer(ctx context.Context) (*bearer, error) {
	if current := s.current.Load(); current != nil || s.kept == nil {
		return current, nil
	}
	if s.kept.known.Load() {
		return s.current.Load(), nil
	}
	return s.kept.loading.wait(ctx, s.load)
}

// load asks the store, unless that was done, or somebody signed in meanwhile.
func (s *session) load(ctx context.Context) (*bearer, error) {
	if s.kept.known.Load() {
		return s.current.Load(), nil
	}
	var token authing.Secret
	err := patiently(ctx, func(ctx context.Context) (err error) {
		token, err = s.kept.store.Load(ctx)
		return err
	})
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	if s.kept.known.Load() {
		return s.current.Load(), nil
	}
	if err != nil {
		return nil, err
	}
	if token != "" {
		s.current.Store(newBearer(token))
	}
	s.kept.known.Store(true)
	return s.current.Load(), nil
}

// start signs somebody in.
func (s *session) start(ctx context.Context, token authing.Secret) {
	started := newBearer(token)
	if s.kept == nil {
		s.current.Store(started)
		return
	}
	s.kept.mu.Lock()
	s.current.Store(started)
	s.kept.known.Store(true)
	s.kept.mu.Unlock()
	s.save(ctx, "the session was not saved to its store")
}

// renew gives the session a new token where it still is the one of the token given.
func (s *session) renew(ctx context.Context, old *bearer, token authing.Secret) {
	if s.change(old, newBearer(token)) {
		s.save(ctx, "the session was not saved to its store")
	}
}

// end signs out whoever is signed in.
func (s *session) end(ctx context.Context) { s.drop(ctx, s.current.Load()) }

// drop ends the session where it still is the one of the token given.
func (s *session) drop(ctx context.Context, ended *bearer) {
	if s.change(ended, nil) {
		s.save(ctx, "the session was not cleared from its store")
	}
}

// change puts another token in the place of old, and reports whether old was there.
func (s *session) change(old, fresh *bearer) bool {
	if s.kept == nil {
		return s.current.CompareAndSwap(old, fresh)
	}
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	changed := s.current.CompareAndSwap(old, fresh)
	if changed {
		s.kept.known.Store(true)
	}
	return changed
}

// save writes the session to its store, where it has one. A failure is a warning.
func (s *session) save(ctx context.Context, warning string) {
	if s.kept == nil {
		return
	}
	if err := s.write(ctx); err != nil {
		s.kept.core.warn(ctx, warning, err)
	}
}

// write brings the store up to what the session is when its turn comes: of two changes at
// once the store keeps the later one. It goes on when ctx has ended, because the session
// has changed.
func (s *session) write(ctx context.Context) error {
	return faithfully(ctx, func(ctx context.Context) error {
		select {
		case s.kept.writing <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		defer func() { <-s.kept.writing }()
		if current := s.current.Load(); current != nil {
			return s.kept.store.Save(ctx, current.token)
		}
		return s.kept.store.Clear(ctx)
	})
}
