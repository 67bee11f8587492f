package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// register is an operation of the owner that must not arrive twice.
var register = Operation{Name: "Register", Host: authing.HostUser, Path: "/graphql", Credential: OwnerCredential}

// hourly answers each exchange with a token that lives for an hour from then on.
func hourly(n int64) string { return issued(hourToken(n)) }

func hourToken(n int64) authing.Secret {
	now := time.Now().Unix()
	return jwt(fmt.Sprintf(`{"n":%d,"iat":%d,"exp":%d}`, n, now, now+3600))
}

// everybody sends op from many goroutines at once and returns how many failed, and the
// longest that one took.
func everybody(t *testing.T, client *Client, op Operation) (failures int64, longest time.Duration) {
	t.Helper()
	var failed, slowest atomic.Int64
	var group sync.WaitGroup
	start := time.Now()
	for range crowd {
		group.Go(func() {
			if _, err := send(t.Context(), client, op, nil); err != nil {
				failed.Add(1)
			}
			took := int64(time.Since(start))
			for seen := slowest.Load(); took > seen && !slowest.CompareAndSwap(seen, took); seen = slowest.Load() {
			}
		})
	}
	group.Wait()
	return failed.Load(), time.Duration(slowest.Load())
}

// TestCrowd lets many callers loose on a cold client, and at the moment that its token is
// to be renewed.
func TestCrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{pause: time.Second, answer: hourly}
		client := newOwnerOf(t, s)
		failures, _ := everybody(t, client, list)
		if failures != 0 || s.exchanges.Load() != 1 || s.calls.Load() != crowd {
			t.Fatalf("%d exchanges, %d failures, %d calls", s.exchanges.Load(), failures, s.calls.Load())
		}
		time.Sleep(55 * time.Minute) // of 60, when the token is to be renewed
		failures, longest := everybody(t, client, list)
		if failures != 0 || longest != 0 {
			t.Errorf("%d failures; somebody waited %v", failures, longest)
		}
		time.Sleep(time.Second) // while the exchange goes on
		failures, longest = everybody(t, client, list)
		if failures != 0 || longest != 0 || s.exchanges.Load() != 2 {
			t.Errorf("%d exchanges, %d failures; somebody waited %v", s.exchanges.Load(), failures, longest)
		}
		time.Sleep(2 * time.Hour) // nobody renewed it in time: all wait for one exchange
		failures, longest = everybody(t, client, list)
		if failures != 0 || longest != time.Second || s.exchanges.Load() != 3 {
			t.Errorf("%d exchanges, %d failures; somebody waited %v", s.exchanges.Load(), failures, longest)
		}
	})
}

// TestCrowdIsRefused has the service refuse the token of many callers at once.
func TestCrowdIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{pause: time.Second, answer: hourly}
		client := newOwnerOf(t, s)
		if _, err := send(t.Context(), client, list, nil); err != nil {
			t.Fatal(err)
		}
		s.revoke()
		s.latency = time.Second // so that all are on their way when the first is refused
		failures, _ := everybody(t, client, register)
		if failures != 0 || s.exchanges.Load() != 2 || s.calls.Load() != 1+2*crowd {
			t.Errorf("%d exchanges, %d failures, %d calls", s.exchanges.Load(), failures, s.calls.Load())
		}
	})
}

func TestRenewalThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log records
		s := &service{answer: hourly}
		client := newOwnerOf(t, s, WithLogger(slog.New(&log)))
		call := func() {
			t.Helper()
			if _, err := send(t.Context(), client, list, nil); err != nil {
				t.Error(err)
			}
			synctest.Wait() // until the renewal has ended
		}
		call()
		s.answer = func(int64) string { return `{"errors":[{"message":{"code":1000,"message":"busy"}}]}` }
		time.Sleep(55 * time.Minute)
		call()
		call() // within the pause
		if s.exchanges.Load() != 2 {
			t.Errorf("%d exchanges", s.exchanges.Load())
		}
		time.Sleep(renewalPause)
		call()
		if s.exchanges.Load() != 3 {
			t.Errorf("%d exchanges", s.exchanges.Load())
		}
		if text := log.text(slog.LevelWarn); strings.Count(text, "was not renewed") != 2 || !strings.Contains(text, "busy") {
			t.Errorf("logged %s", text)
		}
		time.Sleep(5 * time.Minute) // the old one has died
		if _, err := send(t.Context(), client, list, nil); !errors.Is(err, authing.Code(1000)) {
			t.Errorf("error %v", err)
		}
		s.answer = hourly
		call()
	})
}

func TestRefusedOwnerToken(t *testing.T) {
	for _, code := range []authing.Code{authing.CodeSessionExpired, authing.CodeSessionInvalid} {
		for _, op := range []Operation{list, register} {
			t.Run(fmt.Sprint(op.Name, code), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &service{answer: hourly, refusal: code}
					client := newOwnerOf(t, s)
					if _, err := send(t.Context(), client, op, nil); err != nil {
						t.Fatal(err)
					}
					s.revoke()
					if _, err := send(t.Context(), client, op, nil); err != nil || s.exchanges.Load() != 2 || s.calls.Load() != 3 {
						t.Errorf("error %v, %d exchanges, %d calls", err, s.exchanges.Load(), s.calls.Load())
					}
					s.refuseAll.Store(true) // one renewal, one repeat, and no more
					_, err := send(t.Context(), client, op, nil)
					if !errors.Is(err, code) || s.exchanges.Load() != 3 || s.calls.Load() != 5 {
						t.Errorf("error %v, %d exchanges, %d calls", err, s.exchanges.Load(), s.calls.Load())
					}
				})
			})
		}
	}
}

// TestLateRenewal renews again just after somebody did, or failed to.
func TestLateRenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{answer: hourly}
		owner := newOwnerOf(t, s).core.owner
		first, err := owner.renew(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if second, err := owner.renew(t.Context()); err != nil || second != first || s.exchanges.Load() != 1 {
			t.Errorf("error %v, %d exchanges", err, s.exchanges.Load())
		}
		time.Sleep(56 * time.Minute)
		s.answer = func(int64) string { return "<html>" }
		if _, err := owner.renew(t.Context()); err == nil || s.exchanges.Load() != 2 {
			t.Errorf("error %v, %d exchanges", err, s.exchanges.Load())
		}
		if third, err := owner.renew(t.Context()); err != nil || third != first || s.exchanges.Load() != 2 {
			t.Errorf("error %v, %d exchanges", err, s.exchanges.Load())
		}
		// A late refusal of a token that was replaced changes nothing.
		s.answer = hourly
		time.Sleep(renewalPause)
		if _, err := owner.renew(t.Context()); err != nil {
			t.Error(err)
		}
		owner.refuse(first)
		if !owner.current.serves(time.Now()) {
			t.Error("the new token went with the old one")
		}
	})
}

func TestRefusedAndNotRenewed(t *testing.T) {
	s := &service{answer: hourly}
	client := newOwnerOf(t, s)
	if _, err := send(t.Context(), client, register, nil); err != nil {
		t.Fatal(err)
	}
	s.revoke()
	s.answer = func(int64) string { return `{"errors":[{"message":{"code":2011,"message":"no"}}]}` }
	_, err := send(t.Context(), client, register, nil)
	if fmt.Sprint(err) != "authing: owner token: no (code 2011)" || s.calls.Load() != 2 {
		t.Errorf("error %v, %d calls", err, s.calls.Load())
	}
}

func TestManagersToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{}
		make := func(token authing.Secret) *Client {
			client, err := New("POOL", Settings{Mode: OwnerCredential, Token: token}, through(s))
			if err != nil {
				t.Fatal(err)
			}
			return client
		}
		client := make(jwt(fmt.Sprintf(`{"exp":%d}`, time.Now().Add(time.Hour).Unix())))
		if _, err := send(t.Context(), client, register, nil); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Hour + leeway - time.Second) // the clock here may be ahead
		if _, err := send(t.Context(), client, register, nil); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Second)
		_, err := send(t.Context(), client, register, nil)
		if !errors.Is(err, authing.ErrTokenExpired) || s.calls.Load() != 2 {
			t.Errorf("error %v, %d calls", err, s.calls.Load())
		}
		checkPrinting(t, err)

		s.refuseAll.Store(true)
		_, err = send(t.Context(), make(managerToken), register, nil)
		refused, ok := errors.AsType[*authing.Error](err)
		if !ok || refused.Code != authing.CodeSessionExpired || !errors.Is(err, authing.ErrTokenExpired) || s.calls.Load() != 3 || s.exchanges.Load() != 0 {
			t.Errorf("error %v, %d calls", err, s.calls.Load())
		}
		checkPrinting(t, err)
	})
}

// cache is a cache in memory, for tests.
type cache struct {
	mu           sync.Mutex
	tokens       map[string]authing.Secret
	err          error
	hang         bool
	loads, saves int
}

func (c *cache) Load(ctx context.Context, key string) (authing.Secret, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loads++
	if c.hang {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return c.tokens[key], c.err
}

func (c *cache) Save(_ context.Context, key string, token authing.Secret) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.saves++
	if c.err == nil {
		c.tokens[key] = token
	}
	return c.err
}

// newCached makes a client with a cache.
func newCached(t *testing.T, s *service, c authing.TokenCache, options ...Option) *Client {
	t.Helper()
	if c, ok := c.(*cache); ok && c.tokens == nil {
		c.tokens = make(map[string]authing.Secret)
	}
	settings := Settings{Mode: OwnerCredential, Secret: poolSecret, Exchange: exchange, TokenCache: c}
	client, err := New("POOL", settings, append([]Option{through(s)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestTokenCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := &service{answer: hourly}, new(cache)
		use := func(client *Client, exchanges int64) {
			t.Helper()
			if _, err := send(t.Context(), client, register, nil); err != nil {
				t.Error(err)
			}
			synctest.Wait()
			if s.exchanges.Load() != exchanges {
				t.Errorf("%d exchanges, want %d", s.exchanges.Load(), exchanges)
			}
		}
		first, second := newCached(t, s, c), newCached(t, s, c)
		use(first, 1)
		use(second, 1)
		if c.saves != 1 || c.loads != 2 {
			t.Errorf("%d saves, %d loads", c.saves, c.loads)
		}
		for key, token := range c.tokens {
			if key != "authing:POOL@https://users.authing.cn/graphql" {
				t.Errorf("the key is %q", key)
			}
			checkHidden(t, key)
			checkPrinting(t, token)
		}
		time.Sleep(56 * time.Minute)
		use(first, 2)  // renews it in the background
		use(second, 2) // finds the new one in the cache
		use(newCached(t, s, c), 2)
		s.revoke()
		use(first, 3)
		use(newCached(t, s, c), 3)
		use(second, 3) // its own was refused, and the cache has another
		s.revoke()
		use(newCached(t, s, c), 4) // the service refused the one out of the cache
		time.Sleep(2 * time.Hour)
		use(newCached(t, s, c), 5) // the one in the cache has died
	})
}

func TestTokenCacheThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log records
		s, c := &service{answer: hourly}, &cache{err: errors.New("no disk")}
		client := newCached(t, s, c, WithLogger(slog.New(&log)))
		for range 3 {
			if _, err := send(t.Context(), client, list, nil); err != nil {
				t.Error(err)
			}
		}
		if s.exchanges.Load() != 1 || c.saves != 1 {
			t.Errorf("%d exchanges, %d saves", s.exchanges.Load(), c.saves)
		}
		if text := log.text(slog.LevelWarn); !strings.Contains(text, "not loaded") || !strings.Contains(text, "not saved") || !strings.Contains(text, "no disk") {
			t.Errorf("logged %s", text)
		}
		start := time.Now()
		if _, err := send(t.Context(), newCached(t, s, &cache{hang: true}), list, nil); err != nil || time.Since(start) != storePatience {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
	_, err := New("POOL", Settings{Mode: OwnerCredential, Token: managerToken, TokenCache: new(cache)})
	if diff := cmp.Diff("authing: New: WithTokenCache goes with the pool's secret: a manager's token is not cached", fmt.Sprint(err)); diff != "" {
		t.Error(diff)
	}
}

// records keeps what was logged.
type records struct {
	mu   sync.Mutex
	kept []slog.Record
}

func (*records) Enabled(context.Context, slog.Level) bool { return true }

func (r *records) Handle(_ context.Context, record slog.Record) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, record)
	return nil
}

func (r *records) WithAttrs([]slog.Attr) slog.Handler { return r }
func (r *records) WithGroup(string) slog.Handler      { return r }

// text returns the records of a level as a text handler would write them, but for the time.
func (r *records) text(level slog.Level) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var text strings.Builder
	handler := slog.NewTextHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug})
	for _, record := range r.kept {
		record.Time = time.Time{}
		if record.Level == level {
			_ = handler.Handle(context.Background(), record)
		}
	}
	return text.String()
}
