package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// profile is an operation that acts for the person signed in.
var profile = Operation{Name: "User", Host: authing.HostUser, Path: "/graphql", Credential: SessionCredential, Repeatable: true}

// store is a session store in memory, for tests.
type store struct {
	mu     sync.Mutex
	token  authing.Secret
	pause  time.Duration // before anything is done
	err    error
	counts struct{ Load, Save, Clear int }
}

func (s *store) begin(ctx context.Context, count *int) error {
	select {
	case <-time.After(s.pause):
	case <-ctx.Done():
		return ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	*count++
	return s.err
}

func (s *store) set(token authing.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
}

func (s *store) Load(ctx context.Context) (authing.Secret, error) {
	if err := s.begin(ctx, &s.counts.Load); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token, nil
}

func (s *store) Save(ctx context.Context, token authing.Secret) error {
	err := s.begin(ctx, &s.counts.Save)
	if err == nil {
		s.set(token)
	}
	return err
}

func (s *store) Clear(ctx context.Context) error {
	err := s.begin(ctx, &s.counts.Clear)
	if err == nil {
		s.set("")
	}
	return err
}

// newKept makes a client of a person with a store.
func newKept(t *testing.T, s *store, options ...Option) *Client {
	t.Helper()
	client, err := New("POOL", Settings{Mode: SessionCredential, SessionStore: s}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestSessionIsLoadedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &store{token: userToken, pause: time.Second}
		client := newKept(t, kept, through(transport(func(req *http.Request) (*http.Response, error) {
			if got := req.Header.Get("Authorization"); got != "Bearer "+userToken {
				t.Errorf("Authorization %q", got)
			}
			return reply(200, `{"data":{}}`), nil
		})))
		if kept.counts.Load != 0 {
			t.Error("loaded before anything needs it")
		}
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				if _, err := send(t.Context(), client, profile, nil); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if token := tokenOf(t, client); token != userToken || kept.counts.Load != 1 {
			t.Errorf("token %q, loaded %d times", token.Reveal(), kept.counts.Load)
		}
		// Derived clients live in memory.
		derived := client.WithSession("other")
		derived.Call(login).EndSession(t.Context())
		if err := derived.Call(login).StartSession(t.Context(), "third"); err != nil || tokenOf(t, client.WithSession("")) != "" {
			t.Error(err)
		}
		if kept.counts.Save+kept.counts.Clear != 0 || kept.token != userToken {
			t.Errorf("a derived client touched the store: %+v", kept.counts)
		}
	})
}

func TestEmptyStore(t *testing.T) {
	kept := new(store)
	client := newKept(t, kept, through(transport(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return reply(200, "{}"), nil
	})))
	for range 2 {
		if _, err := send(t.Context(), client, profile, nil); !errors.Is(err, authing.ErrNoSession) {
			t.Errorf("error %v", err)
		}
	}
	if kept.counts.Load != 1 {
		t.Errorf("loaded %d times", kept.counts.Load)
	}
}

func TestSessionComesBack(t *testing.T) {
	kept := new(store)
	first := newKept(t, kept)
	if err := first.Call(login).StartSession(t.Context(), userToken); err != nil {
		t.Fatal(err)
	}
	second := newKept(t, kept)
	if token := tokenOf(t, second); token != userToken || kept.counts.Load != 1 || kept.counts.Save != 1 {
		t.Errorf("token %q, %+v", token.Reveal(), kept.counts)
	}
	second.Call(login).EndSession(t.Context())
	if token := tokenOf(t, newKept(t, kept)); token != "" || tokenOf(t, second) != "" || kept.counts.Clear != 1 {
		t.Errorf("token %q, %+v", token.Reveal(), kept.counts)
	}
	// One that was never loaded is cleared all the same.
	kept.token = userToken
	third := newKept(t, kept)
	third.Call(login).EndSession(t.Context())
	if tokenOf(t, third) != "" || kept.token != "" {
		t.Error("the session came back after it ended")
	}
	// A token given counts before the one in the store.
	kept.token = "another"
	client, err := New("POOL", Settings{Mode: SessionCredential, Token: userToken, SessionStore: kept})
	if err != nil || tokenOf(t, client) != userToken {
		t.Error(err)
	}
	client.Call(login).EndSession(t.Context())
	if tokenOf(t, client) != "" || kept.token != "" {
		t.Error("the token given did not count")
	}
}

// TestSignInWhileLoading signs in while the store is asked, and out while a sign-out is on
// its way.
func TestSignInWhileLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &store{token: "old"}
		client := newKept(t, kept, through(always(200, `{"data":{}}`)))
		kept.pause = time.Second
		var group sync.WaitGroup
		group.Go(func() {
			if token := tokenOf(t, client); token != userToken {
				t.Errorf("token %q", token.Reveal())
			}
		})
		time.Sleep(time.Millisecond)
		if err := client.Call(login).StartSession(t.Context(), userToken); err != nil {
			t.Error(err)
		}
		group.Wait()
		if tokenOf(t, client) != userToken || kept.token != userToken {
			t.Error("the session in the store came over the new one")
		}
		call := client.Call(profile)
		if err := call.MakeRequest(t.Context(), newRequest(), newResponse()); err != nil {
			t.Error(err)
		}
		if err := client.Call(login).StartSession(t.Context(), "new"); err != nil {
			t.Error(err)
		}
		call.EndSession(t.Context())
		if tokenOf(t, client) != "new" || kept.token != "new" {
			t.Error("a sign-out ended the session of somebody else")
		}
	})
}

func TestStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log records
		broken := errors.New("no disk")
		kept := &store{err: broken}
		client := newKept(t, kept, through(always(200, `{"data":{}}`)), WithLogger(slog.New(&log)))
		for range 2 { // each tries again
			_, err := send(t.Context(), client, profile, nil)
			if !errors.Is(err, broken) || err.Error() != "authing: User: load the session: no disk" {
				t.Errorf("error %v", err)
			}
		}
		if _, err := client.Token(t.Context()); !errors.Is(err, broken) || errors.Is(err, authing.ErrNoSession) {
			t.Errorf("error %v", err)
		}
		if kept.counts.Load != 3 {
			t.Errorf("loaded %d times", kept.counts.Load)
		}
		if err := client.Call(login).StartSession(t.Context(), userToken); err != nil || tokenOf(t, client) != userToken {
			t.Errorf("error %v", err)
		}
		client.Call(login).EndSession(t.Context())
		if tokenOf(t, client) != "" {
			t.Error("the session did not end")
		}
		if text := log.text(slog.LevelWarn); !strings.Contains(text, "not saved") || !strings.Contains(text, "not cleared") || !strings.Contains(text, "no disk") {
			t.Errorf("logged %s", text)
		} else {
			checkHidden(t, text)
		}
		// One that hangs is left alone when the caller leaves.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := send(ctx, newKept(t, &store{pause: time.Hour}), profile, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
}

func TestServiceEndsTheSession(t *testing.T) {
	for _, code := range []authing.Code{authing.CodeSessionExpired, authing.CodeSessionInvalid} {
		t.Run(code.Error(), func(t *testing.T) {
			kept := &store{token: userToken}
			var arrivals int
			var during func()
			client := newKept(t, kept, through(transport(func(*http.Request) (*http.Response, error) {
				arrivals++
				during()
				return reply(200, fmt.Sprintf(`{"data":{"user":null},"errors":[{"message":{"code":%d,"message":"over"}}]}`, code)), nil
			})))
			// Somebody signs in while the call is on its way: that session stays.
			during = func() {
				if err := client.Call(login).StartSession(t.Context(), "new"); err != nil {
					t.Error(err)
				}
			}
			if _, err := send(t.Context(), client, profile, nil); !errors.Is(err, authing.ErrSessionEnded) || tokenOf(t, client) != "new" || kept.token != "new" {
				t.Errorf("error %v, token %q", err, kept.token.Reveal())
			}
			during = func() {}
			_, err := send(t.Context(), client, profile, nil)
			refused, ok := errors.AsType[*authing.Error](err)
			if !ok || refused.Code != code || !errors.Is(err, authing.ErrSessionEnded) || !errors.Is(err, code) {
				t.Errorf("error %v", err)
			}
			if want := fmt.Sprintf("authing: User: over (code %d): the session has ended: sign in again", code); err.Error() != want {
				t.Errorf("error %q, want %q", err, want)
			}
			checkPrinting(t, err)
			if tokenOf(t, client) != "" || kept.token != "" || kept.counts.Clear != 1 || arrivals != 2 {
				t.Errorf("token %q, %+v, %d arrivals", kept.token.Reveal(), kept.counts, arrivals)
			}
			if _, err := send(t.Context(), client, profile, nil); !errors.Is(err, authing.ErrNoSession) || arrivals != 2 {
				t.Errorf("error %v, %d arrivals", err, arrivals)
			}
			// What goes without the session says nothing about it.
			derived := client.WithSession("mine")
			if _, err := send(t.Context(), derived, login, nil); errors.Is(err, authing.ErrSessionEnded) || tokenOf(t, derived) != "mine" {
				t.Errorf("error %v", err)
			}
			if _, err := send(t.Context(), derived, profile, nil); !errors.Is(err, authing.ErrSessionEnded) || tokenOf(t, derived) != "" {
				t.Errorf("error %v", err)
			}
		})
	}
}

// BenchmarkWithSession derives a client for a token.
func BenchmarkWithSession(b *testing.B) {
	client, err := New("POOL", Settings{Mode: SessionCredential})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = client.WithSession(userToken)
	}
}

// TestRenewalComesTooLate renews a session that ended, or became somebody else's, while the
// renewal was on its way.
func TestRenewalComesTooLate(t *testing.T) {
	const fresh, other = "FRESH", "OTHER"
	logout := Operation{Name: "Logout", Host: authing.HostUser, Path: "/graphql", Credential: SessionCredential}
	for name, test := range map[string]struct {
		during func(*testing.T, *Client)
		want   authing.Secret
	}{
		"nothing happens": {func(*testing.T, *Client) {}, fresh},
		"a logout": {func(t *testing.T, client *Client) {
			call := client.Call(logout)
			if err := call.authorize(t.Context()); err != nil {
				t.Error(err)
			}
			call.EndSession(t.Context())
		}, ""},
		"somebody signs in": {func(t *testing.T, client *Client) {
			if err := client.Call(login).StartSession(t.Context(), other); err != nil {
				t.Error(err)
			}
		}, other},
	} {
		t.Run(name, func(t *testing.T) {
			kept := &store{token: userToken}
			client := newKept(t, kept)
			for _, client := range []*Client{client, client.WithSession(userToken)} {
				renewal := client.Call(profile)
				if err := renewal.authorize(t.Context()); err != nil {
					t.Fatal(err)
				}
				test.during(t, client)
				if err := renewal.StartSession(t.Context(), fresh); err != nil {
					t.Errorf("error %v", err)
				}
				if token := tokenOf(t, client); token != test.want {
					t.Errorf("the session has %q, want %q", token.Reveal(), test.want.Reveal())
				}
			}
			if kept.token != test.want {
				t.Errorf("the store has %q, want %q", kept.token.Reveal(), test.want.Reveal())
			}
		})
	}
}
