package runtime

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Khan/genqlient/graphql"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// list is an operation of the owner.
var list = Operation{Name: "List", Host: authing.HostUser, Path: "/graphql", Credential: OwnerCredential, Repeatable: true}

// exchange fetches the owner token as the generated clients do.
func exchange(ctx context.Context, call *Call, secret authing.Secret) (authing.Secret, error) {
	var data loginData
	req := &graphql.Request{OpName: "getClientWhenSdkInit", Query: "query { x }", Variables: &struct{ Secret authing.Secret }{secret}}
	if err := call.MakeRequest(ctx, req, &graphql.Response{Data: &data}); err != nil {
		return "", err
	}
	if data.Login == nil {
		return "", call.Empty()
	}
	return data.Login.Token, nil
}

// service is a service in memory that exchanges the secret and answers everything else.
type service struct {
	exchanges atomic.Int64
	calls     atomic.Int64
	pause     time.Duration               // how long an exchange takes
	latency   time.Duration               // how long any other call takes
	answer    func(exchange int64) string // of the n-th exchange
	seen      func(authorization string)  // of a call
	refusal   authing.Code                // of a token that does not count any more; 2206 where it is 0
	refuseAll atomic.Bool                 // whether no token counts
	revoked   atomic.Int64                // the exchange whose token, and those before, do not count
}

// revoke lets the tokens issued so far count no more.
func (s *service) revoke() { s.revoked.Store(s.exchanges.Load()) }

// stale reports whether a token does not count.
func (s *service) stale(authorization string) bool {
	if s.refuseAll.Load() {
		return true
	}
	claims := strings.Split(authorization, ".")
	if len(claims) != 3 {
		return false
	}
	text, err := base64.RawURLEncoding.DecodeString(claims[1])
	var token struct{ N int64 }
	return err == nil && json.Unmarshal(text, &token) == nil && token.N > 0 && token.N <= s.revoked.Load()
}

func (s *service) RoundTrip(req *http.Request) (*http.Response, error) {
	defer req.Body.Close()
	authorization := req.Header.Get("Authorization")
	if authorization != "" {
		s.calls.Add(1)
		if s.seen != nil {
			s.seen(authorization)
		}
		time.Sleep(s.latency)
		if s.stale(authorization) {
			return reply(200, fmt.Sprintf(`{"data":{"login":{"_id":"left over"}},"errors":[{"message":{"code":%d,"message":"expired"}}]}`, cmp.Or(s.refusal, authing.CodeSessionExpired))), nil
		}
		return reply(200, `{"data":{}}`), nil
	}
	count := s.exchanges.Add(1)
	select {
	case <-time.After(s.pause):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	return reply(200, s.answer(count)), nil
}

// issued answers with a token.
func issued(token authing.Secret) string {
	return `{"data":{"login":{"token":"` + token.Reveal() + `"}}}`
}

// newOwnerOf makes a client that exchanges the secret.
func newOwnerOf(t *testing.T, s *service, options ...Option) *Client {
	t.Helper()
	settings := Settings{Mode: OwnerCredential, Secret: poolSecret, Exchange: exchange}
	client, err := New("POOL", settings, append([]Option{through(s)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestOneExchangeForManyCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{pause: time.Second, answer: func(n int64) string {
			if n == 1 {
				return `{"errors":[{"message":{"code":1000,"message":"busy"}}]}`
			}
			return issued(jwt(fmt.Sprintf(`{"exp":%d}`, time.Now().Add(time.Hour).Unix())))
		}}
		client := newOwnerOf(t, s)
		const callers = 1000
		var failures atomic.Int64
		round := func() {
			var group sync.WaitGroup
			for range callers {
				group.Go(func() {
					if _, err := send(t.Context(), client, list, nil); err != nil {
						failures.Add(1)
						if !errors.Is(err, authing.Code(1000)) {
							t.Errorf("error %v", err)
						}
						checkHidden(t, err.Error())
					}
				})
			}
			group.Wait()
		}
		round() // the exchange fails, for everybody
		if s.exchanges.Load() != 1 || failures.Load() != callers || s.calls.Load() != 0 {
			t.Errorf("%d exchanges, %d failures, %d calls", s.exchanges.Load(), failures.Load(), s.calls.Load())
		}
		round() // the next one succeeds, for everybody
		round() // and serves until it is about to die
		if s.exchanges.Load() != 2 || failures.Load() != callers || s.calls.Load() != 2*callers {
			t.Errorf("%d exchanges, %d failures, %d calls", s.exchanges.Load(), failures.Load(), s.calls.Load())
		}
		time.Sleep(54*time.Minute + 50*time.Second)
		round()
		if s.exchanges.Load() != 2 {
			t.Error("the token was renewed too early")
		}
		time.Sleep(6 * time.Minute) // nobody called while it could be renewed ahead of time
		round()
		if s.exchanges.Load() != 3 || failures.Load() != callers {
			t.Errorf("%d exchanges, %d failures", s.exchanges.Load(), failures.Load())
		}
	})
}

func TestOwnerTokenGoesOut(t *testing.T) {
	var seen string
	client := newOwnerOf(t, &service{
		answer: func(int64) string { return issued("OWNER") },
		seen:   func(authorization string) { seen = authorization },
	})
	if _, err := send(t.Context(), client, list, nil); err != nil || seen != "Bearer OWNER" {
		t.Errorf("Authorization %q, error %v", seen, err)
	}
}

func TestWaitersHonourTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{pause: 5 * time.Second, answer: func(int64) string { return issued("OWNER") }}
		client := newOwnerOf(t, s)
		var group sync.WaitGroup
		group.Go(func() { // the first caller starts the exchange and leaves
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := send(ctx, client, list, nil)
			request, ok := errors.AsType[*authing.RequestError](err)
			if !ok || request.Operation != "List" || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v", err)
			}
		})
		group.Go(func() { // the second one gets the token all the same
			time.Sleep(500 * time.Millisecond)
			if _, err := send(t.Context(), client, list, nil); err != nil {
				t.Error(err)
			}
		})
		group.Wait()
		if s.exchanges.Load() != 1 {
			t.Errorf("%d exchanges", s.exchanges.Load())
		}
	})
}

func TestExchangeThatNobodyWaitsForEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{pause: 9 * time.Second, answer: func(int64) string { return issued("OWNER") }}
		client := newOwnerOf(t, s)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if _, err := send(ctx, client, list, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		synctest.Wait()
		if client.core.owner.renewal.flight != nil || time.Since(start) != time.Second {
			t.Error("the exchange goes on")
		}
		if _, err := send(t.Context(), client, list, nil); err != nil { // a fresh one
			t.Error(err)
		}
		if s.exchanges.Load() != 2 {
			t.Errorf("%d exchanges", s.exchanges.Load())
		}
	})
}

func TestExchangeErrors(t *testing.T) {
	tests := map[string]struct{ answer, want string }{
		"refused":  {`{"errors":[{"message":{"code":2011,"message":"no"}}]}`, "authing: owner token: no (code 2011)"},
		"nothing":  {`{"data":{"login":null}}`, "authing: owner token: the service found nothing"},
		"no token": {`{"data":{"login":{}}}`, "authing: owner token: user host: the answer holds no token"},
		"HTML":     {`<html>`, "authing: owner token: user host: the answer is HTML, not JSON (HTTP 200)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &service{answer: func(int64) string { return test.answer }}
			client := newOwnerOf(t, s)
			for range 2 {
				_, err := send(t.Context(), client, list, nil)
				if err == nil || err.Error() != test.want {
					t.Errorf("error %v", err)
				}
				checkPrinting(t, err)
			}
			if s.exchanges.Load() != 2 || s.calls.Load() != 0 {
				t.Errorf("%d exchanges, %d calls", s.exchanges.Load(), s.calls.Load())
			}
		})
	}
}

func TestExchangeIsBoundedByTheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{pause: time.Hour, answer: func(int64) string { return issued("OWNER") }}
		start := time.Now()
		_, err := send(t.Context(), newOwnerOf(t, s, WithRetry(authing.Retry{Attempts: 1})), list, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 10*time.Second {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
}

func TestTimesOfAToken(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	seconds := now.Unix()
	claims := func(issued, expires int64) authing.Secret {
		return jwt(fmt.Sprintf(`{"iat":%d,"exp":%d}`, seconds+issued, seconds+expires))
	}
	const hour, century = 3600, 200 * 365 * 24 * time.Hour
	type times struct{ Renewal, End time.Duration } // from now on; 0 for never
	tests := map[string]struct {
		token     authing.Secret
		exchanged times
		cached    times
	}{
		"no JWT":               {"OWNER", times{}, times{}},
		"no claims":            {"a.b.c", times{}, times{}},
		"broken claims":        {"a.bm8.c", times{}, times{}},
		"no expiry":            {jwt(`{"iat":5}`), times{}, times{}},
		"expiry of a kind":     {jwt(`{"exp":"soon"}`), times{}, times{}},
		"an hour":              {jwt(fmt.Sprintf(`{"exp":%d}`, seconds+hour)), times{55 * time.Minute, 3595 * time.Second}, times{55 * time.Minute, 3595 * time.Second}},
		"a minute":             {claims(0, 60), times{54 * time.Second, 59400 * time.Millisecond}, times{54 * time.Second, 59400 * time.Millisecond}},
		"half an hour ago":     {claims(-hour/2, hour/2), times{55 * time.Minute, 3595 * time.Second}, times{25 * time.Minute, 1795 * time.Second}},
		"a clock behind":       {claims(2*hour, 3*hour), times{55 * time.Minute, 3595 * time.Second}, times{55 * time.Minute, 3595 * time.Second}},
		"a clock ahead":        {claims(-2*hour, -hour), times{55 * time.Minute, 3595 * time.Second}, times{-5 * time.Minute, -5 * time.Second}},
		"a fraction":           {jwt(fmt.Sprintf(`{"exp":%d.5}`, seconds+hour)), times{55*time.Minute + 500*time.Millisecond, 3595*time.Second + 500*time.Millisecond}, times{55*time.Minute + 500*time.Millisecond, 3595*time.Second + 500*time.Millisecond}},
		"far away":             {jwt(`{"exp":1e300}`), times{century - 5*time.Minute, century - 5*time.Second}, times{century - 5*time.Minute, century - 5*time.Second}},
		"dead when it is born": {claims(0, -hour), times{-1, -1}, times{-1, -1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			from := func(moment time.Time) time.Duration {
				if moment.IsZero() {
					return 0
				}
				if moment.Equal(now) {
					return -1 // at once, apart from never
				}
				return moment.Sub(now)
			}
			fresh, old := exchanged(test.token, now), cached(test.token, now)
			if diff := gocmp.Diff(test.exchanged, times{from(fresh.renewal), from(fresh.end)}); diff != "" {
				t.Error("exchanged", diff)
			}
			if diff := gocmp.Diff(test.cached, times{from(old.renewal), from(old.end)}); diff != "" {
				t.Error("cached", diff)
			}
		})
	}
}

func FuzzTimesOfAToken(f *testing.F) {
	f.Add("OWNER")
	f.Add(jwt(`{"iat":1,"exp":3600}`).Reveal())
	f.Add(jwt(`{"iat":-1e308,"exp":1e308}`).Reveal())
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		token := authing.Secret(text)
		for _, times := range []*ownerToken{exchanged(token, now), cached(token, now)} {
			switch {
			case times.renewal.IsZero() != times.end.IsZero():
				t.Error("a token dies without being renewed, or is renewed without dying")
			case times.renewal.After(times.end):
				t.Errorf("a token that dies at %v is renewed at %v", times.end, times.renewal)
			case times.end.After(now.AddDate(201, 0, 0)):
				t.Errorf("a token lives until %v", times.end)
			case times.fresh(now) && !times.serves(now):
				t.Error("a token that does not serve is fresh")
			}
		}
	})
}
