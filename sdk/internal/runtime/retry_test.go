package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/faults"
)

// query is an operation without a credential that may arrive twice.
var query = Operation{Name: "UserExist", Host: authing.HostUser, Path: "/graphql", Repeatable: true}

// unavailable answers every request with a status and a Retry-After, and counts.
func unavailable(arrivals *atomic.Int64, status int, after string) transport {
	return func(*http.Request) (*http.Response, error) {
		arrivals.Add(1)
		answer := reply(status, "")
		if after != "" {
			answer.Header.Set("Retry-After", after)
		}
		return answer, nil
	}
}

func TestBackoff(t *testing.T) {
	tests := map[string]struct {
		retry authing.Retry
		after string
		want  time.Duration // that the whole call takes
		count int64         // of attempts
	}{
		"defaults":                   {authing.Retry{}, "", 100*time.Millisecond + 200*time.Millisecond, 3},
		"off":                        {authing.Retry{Attempts: 1}, "", 0, 1},
		"capped":                     {authing.Retry{Attempts: 6, MinDelay: time.Second, MaxDelay: 3 * time.Second}, "", (1000 + 2000 + 3*3000) / 2 * time.Millisecond, 6},
		"many":                       {authing.Retry{Attempts: 100, MinDelay: time.Second, MaxDelay: time.Second}, "", 99 * time.Second / 2, 100},
		"a long beginning":           {authing.Retry{MinDelay: 10 * time.Second}, "", 10 * time.Second, 3},
		"seconds asked for":          {authing.Retry{MinDelay: 2, MaxDelay: 2}, "7", 14*time.Second + 2, 3},
		"a date asked for":           {authing.Retry{MinDelay: 2, MaxDelay: 2}, "Sat, 01 Jan 2000 00:00:30 GMT", 30*time.Second + 2, 3},
		"a date that has passed":     {authing.Retry{MinDelay: 2, MaxDelay: 2}, "Fri, 31 Dec 1999 00:00:30 GMT", 2, 3},
		"a minute asked for":         {authing.Retry{MinDelay: 2, MaxDelay: 2}, "60", 2*time.Minute + 2, 3},
		"more than a minute":         {authing.Retry{}, "61", 0, 1},
		"more than anybody can wait": {authing.Retry{}, "1e300", 0, 1},
		"less than nothing":          {authing.Retry{MinDelay: 2, MaxDelay: 2}, "-5", 2, 3},
		"nonsense":                   {authing.Retry{MinDelay: 2, MaxDelay: 2}, "soon", 2, 3},
		"no number":                  {authing.Retry{MinDelay: 2, MaxDelay: 2}, "NaN", 2, 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var arrivals atomic.Int64
				client := newPerson(t, through(unavailable(&arrivals, 503, test.after)), WithRetry(test.retry))
				client.core.random = func() float64 { return 0.5 }
				start := time.Now()
				_, err := send(t.Context(), client, query, nil)
				request, ok := errors.AsType[*authing.RequestError](err)
				if !ok || request.Err.Error() != "HTTP 503 Service Unavailable" {
					t.Errorf("error %v", err)
				}
				if took := time.Since(start); took != test.want || arrivals.Load() != test.count {
					t.Errorf("%d attempts took %v, want %d and %v", arrivals.Load(), took, test.count, test.want)
				}
			})
		})
	}
}

// TestJitter looks at the waits that chance makes.
func TestJitter(t *testing.T) {
	c := newPerson(t, WithRetry(authing.Retry{MinDelay: time.Second, MaxDelay: time.Second})).core
	var low, high int
	for range 1000 {
		switch wait := c.backoff(1); {
		case wait < 0 || wait >= time.Second:
			t.Fatalf("waits %v", wait)
		case wait < time.Second/2:
			low++
		default:
			high++
		}
	}
	if low < 400 || high < 400 {
		t.Errorf("%d of 1000 waits are in the lower half", low)
	}
}

// TestContextBoundsRetries ends a call at once where the wait would outlast the context,
// and within the wait where the context is cancelled.
func TestContextBoundsRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var arrivals atomic.Int64
		client := newPerson(t, through(unavailable(&arrivals, 429, "20")))
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		start := time.Now()
		_, err := send(ctx, client, query, nil)
		if fmt.Sprint(err) != "authing: UserExist: user host: HTTP 429 Too Many Requests" || time.Since(start) != 0 || arrivals.Load() != 1 {
			t.Errorf("error %v after %v, %d arrivals", err, time.Since(start), arrivals.Load())
		}

		reason := errors.New("the user went home")
		ctx, stop := context.WithCancelCause(t.Context())
		time.AfterFunc(5*time.Second, func() { stop(reason) })
		_, err = send(ctx, client, query, nil)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) || time.Since(start) != 5*time.Second || arrivals.Load() != 2 {
			t.Errorf("error %v after %v, %d arrivals", err, time.Since(start), arrivals.Load())
		}
		if err.Error() != "authing: UserExist: user host: context canceled" {
			t.Error(err)
		}
	})
}

func TestCallerIsNotRetriedFor(t *testing.T) {
	own := errors.New("no redirects")
	tests := map[string]transport{
		"certificate": func(*http.Request) (*http.Response, error) {
			return nil, &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
		},
		"too large": func(*http.Request) (*http.Response, error) { return reply(503, strings.Repeat("x", 2000)), nil },
		"redirect": func(*http.Request) (*http.Response, error) {
			answer := reply(302, "")
			answer.Header.Set("Location", "/x")
			return answer, nil
		},
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			var arrivals int
			given := &http.Client{
				Transport:     transport(func(req *http.Request) (*http.Response, error) { arrivals++; return answer(req) }),
				CheckRedirect: func(*http.Request, []*http.Request) error { return own },
			}
			_, err := send(t.Context(), newPerson(t, WithHTTPClient(given), WithResponseLimit(1000)), query, nil)
			if err == nil || arrivals != 1 {
				t.Errorf("error %v, %d arrivals", err, arrivals)
			}
		})
	}
}

// TestNothingSentIsTriedAgain refuses connections: then the service cannot have seen even
// what must not arrive twice.
func TestNothingSentIsTriedAgain(t *testing.T) {
	sms := Operation{Name: "Send", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Method: http.MethodGet, Path: "/send", Answer: AnswerStatus}}
	for _, op := range []Operation{query, login, sms} {
		t.Run(op.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := faults.NewServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					_, _ = io.WriteString(w, `{"data":{}}`)
				}))
				defer server.Close()
				client := newPerson(t, WithHTTPClient(server.Client), WithOrigin("http://localhost"))
				call := func() error {
					return client.Call(op).MakeRequest(t.Context(), newRequest(), newResponse())
				}
				server.Refuse(2)
				if err := call(); err != nil || len(server.Arrivals()) != 1 {
					t.Errorf("error %v", err)
				}
				server.Client.CloseIdleConnections()
				server.Refuse(3)
				err := call()
				if !errors.Is(err, syscall.ECONNREFUSED) || len(server.Arrivals()) != 0 {
					t.Errorf("error %v", err)
				}
			})
		})
	}
	t.Run("a transport that does not say", func(t *testing.T) {
		var arrivals int
		client := newPerson(t, through(transport(func(*http.Request) (*http.Response, error) {
			arrivals++
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		})))
		if _, err := send(t.Context(), client, login, nil); err == nil || arrivals != 1 {
			t.Errorf("error %v, %d arrivals", err, arrivals)
		}
	})
}

// TestCancelEndsTheCall cancels calls that hang, and looks for what they leave.
func TestCancelEndsTheCall(t *testing.T) {
	for _, fault := range []faults.Fault{faults.SlowHeaders, faults.SlowBody} {
		t.Run(fault.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := faults.NewServer(t, http.NotFoundHandler())
				defer server.Close()
				server.Always(fault)
				client := newPerson(t, WithHTTPClient(server.Client), WithOrigin("http://localhost"))
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				_, err := send(ctx, client, query, nil)
				if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second || len(server.Arrivals()) != 1 {
					t.Errorf("error %v after %v", err, time.Since(start))
				}
			})
		})
	}
}

// TestCompressionIsBounded has an HTTP client that leaves answers compressed.
func TestCompressionIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := faults.NewServer(t, http.NotFoundHandler())
		defer server.Close()
		server.Always(faults.GzipBomb(64 << 20))
		plain := server.Client.Transport.(*http.Transport).Clone()
		plain.DisableCompression = true
		defer plain.CloseIdleConnections()
		for _, transport := range []http.RoundTripper{plain, server.Client.Transport} {
			client := newPerson(t, through(transport), WithOrigin("http://localhost"), WithResponseLimit(4096))
			if _, err := send(t.Context(), client, query, nil); err == nil || !strings.HasSuffix(err.Error(), "the answer is larger than 4096 bytes") {
				t.Errorf("error %v", err)
			}
		}
	})
}

func TestMiddleware(t *testing.T) {
	type seen struct {
		Name    string
		Attempt authing.Attempt
		Status  int
		Err     string
	}
	synctest.Test(t, func(t *testing.T) {
		var list []seen
		watch := func(name string) authing.Middleware {
			return func(next authing.Send) authing.Send {
				return func(ctx context.Context, attempt authing.Attempt) authing.Outcome {
					outcome := next(ctx, attempt)
					list = append(list, seen{name, attempt, outcome.HTTPStatus, fmt.Sprint(outcome.Err)})
					if outcome.Duration != 2*time.Second {
						t.Errorf("took %v", outcome.Duration)
					}
					return outcome
				}
			}
		}
		answers := []*http.Response{reply(503, ""), reply(200, `{"errors":[{"message":{"code":2026,"message":"there"}}]}`)}
		client := newPerson(t, WithMiddleware(watch("outer"), watch("inner")), through(transport(func(*http.Request) (*http.Response, error) {
			time.Sleep(2 * time.Second)
			answer := answers[0]
			answers = answers[1:]
			return answer, nil
		})))
		if _, err := send(t.Context(), client, query, nil); !errors.Is(err, authing.CodeUserExists) {
			t.Errorf("error %v", err)
		}
		first := authing.Attempt{Operation: "UserExist", Host: authing.HostUser, Number: 1}
		second := first
		second.Number = 2
		want := []seen{
			{"inner", first, 503, "authing: UserExist: user host: HTTP 503 Service Unavailable"},
			{"outer", first, 503, "authing: UserExist: user host: HTTP 503 Service Unavailable"},
			{"inner", second, 200, "authing: UserExist: there (code 2026)"},
			{"outer", second, 200, "authing: UserExist: there (code 2026)"},
		}
		if diff := cmp.Diff(want, list); diff != "" {
			t.Error(diff)
		}
	})
}

// TestMiddlewareOfAllKinds has middleware that does what it may, and what it must not.
func TestMiddlewareOfAllKinds(t *testing.T) {
	own := errors.New("not today")
	tests := map[string]struct {
		status   int
		wrap     func(ctx context.Context, attempt authing.Attempt, next authing.Send) authing.Outcome
		err      string // "" for none
		arrivals int64
	}{
		"refuses": {200, func(context.Context, authing.Attempt, authing.Send) authing.Outcome {
			return authing.Outcome{Err: own}
		}, "authing: UserExist: user host: not today", 0},
		"wraps the error": {500, func(ctx context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			outcome := next(ctx, a)
			outcome.Err = fmt.Errorf("traced: %w", outcome.Err)
			return outcome
		}, "traced: authing: UserExist: user host: HTTP 500 Internal Server Error", 1},
		"refuses the answer": {200, func(ctx context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			next(ctx, a)
			return authing.Outcome{Err: own}
		}, "authing: UserExist: user host: not today", 1},
		"has an error of ours": {200, func(context.Context, authing.Attempt, authing.Send) authing.Outcome {
			return authing.Outcome{Err: &authing.InputError{Operation: "UserExist", Problem: "costs too much"}}
		}, "authing: UserExist: costs too much", 0},
		"has OAuth's": {200, func(context.Context, authing.Attempt, authing.Send) authing.Outcome {
			return authing.Outcome{Err: &authing.OAuthError{Operation: "UserExist", Code: authing.InvalidGrant}}
		}, "authing: UserExist: invalid_grant", 0},
		"hides a failure": {500, func(ctx context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			next(ctx, a)
			return authing.Outcome{}
		}, "authing: UserExist: user host: HTTP 500 Internal Server Error", 1},
		"does nothing": {200, func(context.Context, authing.Attempt, authing.Send) authing.Outcome {
			return authing.Outcome{}
		}, "authing: UserExist: user host: a middleware neither sent the request nor said why", 0},
		"sends twice": {200, func(ctx context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			next(ctx, a)
			return next(ctx, a)
		}, "authing: UserExist: user host: a middleware called next twice, or too late", 1},
		"loses the context": {200, func(_ context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			return next(context.Background(), a)
		}, "authing: UserExist: user host: a middleware called next with a context that is not derived from its own", 0},
		"bounds the attempt": {200, func(ctx context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			ctx, cancel := context.WithTimeout(ctx, -1)
			defer cancel()
			return next(ctx, a)
		}, "authing: UserExist: user host: context deadline exceeded", 0},
		"is content": {200, func(ctx context.Context, a authing.Attempt, next authing.Send) authing.Outcome {
			return next(ctx, a)
		}, "", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var arrivals atomic.Int64
			client := newPerson(t, WithRetry(authing.Retry{MinDelay: 1, MaxDelay: 1}), through(transport(func(req *http.Request) (*http.Response, error) {
				if err := req.Context().Err(); err != nil {
					return nil, err
				}
				arrivals.Add(1)
				return reply(test.status, `{"data":{}}`), nil
			})), WithMiddleware(func(next authing.Send) authing.Send {
				return func(ctx context.Context, attempt authing.Attempt) authing.Outcome {
					return test.wrap(ctx, attempt, next)
				}
			}))
			_, err := send(t.Context(), client, query, nil)
			if text := fmt.Sprint(err); err == nil && test.err != "" || err != nil && text != test.err {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if arrivals.Load() != test.arrivals {
				t.Errorf("%d arrivals", arrivals.Load())
			}
		})
	}
}

func TestUploadPassesMiddleware(t *testing.T) {
	var attempts []authing.Attempt
	client := newPerson(t, through(always(503, "")), WithMiddleware(func(next authing.Send) authing.Send {
		return func(ctx context.Context, attempt authing.Attempt) authing.Outcome {
			attempts = append(attempts, attempt)
			return next(ctx, attempt)
		}
	}))
	_, err := client.Upload(t.Context(), "UploadAvatar", "T", authing.File{Content: strings.NewReader("x")})
	want := []authing.Attempt{{Operation: "UploadAvatar", Host: authing.HostUpload, Number: 1}}
	if diff := cmp.Diff(want, attempts); diff != "" || err == nil {
		t.Error(diff, err)
	}
}

func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log records
		client := newPerson(t, WithLogger(slog.New(&log)), through(transport(func(*http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return reply(503, `{"code":1000,"message":"busy","data":"`+userToken+`"}`), nil
		})), WithRetry(authing.Retry{Attempts: 2}))
		client.core.random = func() float64 { return 1 }
		op := query
		op.Credential = SessionCredential
		_, _ = send(t.Context(), client, op, &struct{ Password string }{password})
		debug, warn := log.text(slog.LevelDebug), log.text(slog.LevelWarn)
		const attempt = `level=DEBUG msg="authing: attempt" operation=UserExist host=user attempt=1 status=503 duration=1s error="authing: UserExist: busy (code 1000)"` + "\n"
		if !strings.HasPrefix(debug, attempt) || strings.Count(debug, "\n") != 2 {
			t.Errorf("logged %s", debug)
		}
		const again = `level=WARN msg="authing: the call is tried again" operation=UserExist attempt=1 wait=200ms error="authing: UserExist: busy (code 1000)"` + "\n"
		if diff := cmp.Diff(again, warn); diff != "" {
			t.Error(diff)
		}
		checkHidden(t, debug)
	})
}

func TestUserAgent(t *testing.T) {
	for want, options := range map[string][]Option{
		"authing-go/" + authing.Version: nil,
		"shop/1.0 (spring)":             {WithUserAgent("shop/1.0 (spring)")},
	} {
		var got []string
		client := newPerson(t, append(options, through(transport(func(req *http.Request) (*http.Response, error) {
			got = append(got, req.UserAgent())
			return reply(200, `{"data":{},"key":"K"}`), nil
		})))...)
		if _, err := send(t.Context(), client, query, nil); err != nil {
			t.Error(err)
		}
		if _, err := client.Upload(t.Context(), "UploadAvatar", "T", authing.File{Content: strings.NewReader("x")}); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{want, want}, got); diff != "" {
			t.Error(diff)
		}
	}
}
