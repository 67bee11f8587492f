package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Khan/genqlient/graphql"

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
	answer    func(exchange int64) string // of the n-th exchange
	seen      func(authorization string)  // of a call
}

func (s *service) RoundTrip(req *http.Request) (*http.Response, error) {
	defer req.Body.Close()
	authorization := req.Header.Get("Authorization")
	if authorization != "" {
		s.calls.Add(1)
		if s.seen != nil {
			s.seen(authorization)
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
		time.Sleep(58*time.Minute + 50*time.Second)
		round()
		if s.exchanges.Load() != 2 {
			t.Error("the token was renewed too early")
		}
		time.Sleep(20 * time.Second)
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
		if client.core.owner.flight != nil || time.Since(start) != time.Second {
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
		_, err := send(t.Context(), newOwnerOf(t, s), list, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 10*time.Second {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
}

func TestLastUse(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	seconds := now.Unix()
	tests := map[string]struct {
		token authing.Secret
		want  time.Time
	}{
		"no JWT":              {"OWNER", time.Time{}},
		"no claims":           {"a.b.c", time.Time{}},
		"broken claims":       {"a.bm8.c", time.Time{}},
		"no expiry":           {jwt(`{"iat":5}`), time.Time{}},
		"expiry of a kind":    {jwt(`{"exp":"soon"}`), time.Time{}},
		"an hour":             {jwt(fmt.Sprintf(`{"exp":%d}`, seconds+3600)), now.Add(59 * time.Minute)},
		"a minute":            {jwt(fmt.Sprintf(`{"exp":%d}`, seconds+60)), now.Add(54 * time.Second)},
		"expired":             {jwt(fmt.Sprintf(`{"exp":%d}`, seconds-60)), now},
		"a clock that is off": {jwt(fmt.Sprintf(`{"iat":%d,"exp":%d}`, seconds-7200, seconds-3600)), now.Add(59 * time.Minute)},
		"a fraction":          {jwt(fmt.Sprintf(`{"exp":%d.5}`, seconds+3600)), now.Add(59*time.Minute + 500*time.Millisecond)},
		"far away":            {jwt(`{"exp":1e300}`), now.Add(100*365*24*time.Hour - time.Minute)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := lastUse(test.token, now); !got.Equal(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func FuzzLastUse(f *testing.F) {
	f.Add("OWNER")
	f.Add(jwt(`{"iat":1,"exp":3600}`).Reveal())
	f.Add(jwt(`{"iat":-1e308,"exp":1e308}`).Reveal())
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, token string) {
		if until := lastUse(authing.Secret(token), now); !until.IsZero() && until.Before(now) {
			t.Errorf("a token received at %v is good until %v", now, until)
		}
	})
}
