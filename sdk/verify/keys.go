package verify

import (
	"context"
	"crypto/rsa"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/sync/singleflight"
)

const (
	// fresh is how long keys serve before they are fetched again in the background, so
	// that a key which the issuer withdrew is not trusted for long.
	fresh = time.Hour
	// usable is how long keys serve where fetching them again fails all the time.
	usable = 24 * time.Hour
	// rest is the least time between a fetch and the next one for an unknown key.
	rest = 10 * time.Second
	// restAfterFailure is the least time between a failed fetch and the next one.
	restAfterFailure = time.Second
)

// publicKey is one key of an issuer.
type publicKey struct {
	id  string // may be empty
	key *rsa.PublicKey
}

// keySet keeps the keys of an issuer. The times are this machine's, whatever clock
// tokens are checked against.
type keySet struct {
	fetch   func(context.Context) ([]publicKey, error)
	timeout time.Duration // of one fetch
	flights singleflight.Group

	mu    sync.Mutex
	keys  []publicKey // of the last fetch that succeeded
	since time.Time   // when keys were fetched
	tried time.Time   // when the last fetch ended, well or not
	err   error       // why it failed; nil where it did not
}

// find returns the key with the given ID, or every key where there is none. It fetches
// keys only where those at hand do not do.
func (s *keySet) find(ctx context.Context, id string) (any, error) {
	key, age := s.held(id)
	if key != nil && age < usable {
		if age >= fresh && !s.resting() {
			s.start(ctx)
		}
		return key, nil
	}
	if err := s.renew(ctx); err != nil {
		return nil, err
	}
	if key, _ := s.held(id); key != nil {
		return key, nil
	}
	return nil, fail(ErrUnknownKey, "")
}

// held returns the key at hand with the given ID (every key where there is none), nil
// where there is no such key, and how old it is.
func (s *keySet) held(id string) (key any, age time.Duration) {
	s.mu.Lock()
	keys, since := s.keys, s.since
	s.mu.Unlock()
	var matching jwt.VerificationKeySet
	for _, k := range keys {
		if id == "" || k.id == id {
			matching.Keys = append(matching.Keys, k.key)
		}
	}
	if len(matching.Keys) == 0 {
		return nil, 0
	}
	return matching, time.Since(since)
}

// resting reports whether it is too early for another fetch.
func (s *keySet) resting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	pause := rest
	if s.err != nil {
		pause = restAfterFailure
	}
	return !s.tried.IsZero() && time.Since(s.tried) < pause
}

// renew fetches the keys together with everybody else who needs them, or tells how the
// last fetch ended where that was a moment ago.
func (s *keySet) renew(ctx context.Context) error {
	select {
	case result := <-s.start(ctx):
		return result.Err
	case <-ctx.Done():
		return unavailable("waiting for them", ctx.Err())
	}
}

// start begins a fetch or joins the one under way. It outlives the context of the caller
// who came first, because others may wait for it.
func (s *keySet) start(ctx context.Context) <-chan singleflight.Result {
	return s.flights.DoChan("", func() (any, error) {
		if s.resting() {
			return nil, s.last()
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.timeout)
		defer cancel()
		keys, err := s.fetch(ctx)
		s.keep(keys, err)
		return nil, err
	})
}

// last tells how the last fetch ended.
func (s *keySet) last() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// keep notes how a fetch ended. Keys at hand survive one that failed.
func (s *keySet) keep(keys []publicKey, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tried, s.err = time.Now(), err
	if err == nil {
		s.keys, s.since = keys, s.tried
	}
}
