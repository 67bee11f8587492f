package runtime

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// TestManyObjectsAreRefused bounds what an answer can be decoded into, which may be a
// hundred times what it takes on the wire.
func TestManyObjectsAreRefused(t *testing.T) {
	body := `{"data":{"login":null,"list":[` + strings.Repeat("{},", 2<<20) + `{}]}}`
	client := newPerson(t, through(always(200, body)))
	var data struct {
		List []*authing.User `json:"list"`
	}
	var before, after goruntime.MemStats
	goruntime.ReadMemStats(&before)
	err := client.Do(t.Context(), "{ list { _id } }", nil, &data)
	goruntime.ReadMemStats(&after)
	if _, ok := errors.AsType[*authing.RequestError](err); !ok || !strings.Contains(err.Error(), "objects") {
		t.Errorf("error %v", err)
	}
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 8*uint64(len(body)) {
		t.Errorf("%d bytes were allocated for an answer of %d", taken, len(body))
	}
}

// TestEchoesAreRedacted takes what was sent out of what a service says of it.
func TestEchoesAreRedacted(t *testing.T) {
	const token, password = "token-4711", "password-0815"
	for _, body := range []string{
		`{"code":401,"message":"invalid header Bearer token-4711"}`,
		`{"errors":[{"message":"password password-0815 is wrong"}]}`,
		`{"errors":[{"message":{"code":2333,"message":"no user has password-0815"}}]}`,
		`{"error":"invalid_grant","error_description":"token-4711 or password-0815"}`,
	} {
		client := newPerson(t, through(always(400, body))).WithSession(token)
		err := client.Do(t.Context(), "{ x }", map[string]any{"list": []any{struct{ Password authing.Secret }{password}}}, nil)
		if err == nil || strings.Contains(err.Error(), token) || strings.Contains(err.Error(), password) {
			t.Errorf("%s: %v", body, err)
		}
		if !strings.Contains(err.Error(), "[redacted]") {
			t.Errorf("%s: nothing was redacted in %v", body, err)
		}
	}
}

// TestEchoesOfConvertedSecretsAreRedacted takes out what was not sent as it is.
func TestEchoesOfConvertedSecretsAreRedacted(t *testing.T) {
	call := newPerson(t).Call(login)
	if _, err := call.Seal(t.Context(), "Password", "password-0815"); err != nil {
		t.Fatal(err)
	}
	if _, err := call.Digits("PhoneCode", "471100"); err != nil {
		t.Fatal(err)
	}
	if got := call.concealed("not password-0815, not 471100"); got != "not [redacted], not [redacted]" {
		t.Error(got)
	}
}

// hanging is a cache and a store that answers nobody, and heeds no context.
type hanging struct{ release chan struct{} }

func (h hanging) Load(context.Context, string) (authing.Secret, error) { <-h.release; return "", nil }
func (h hanging) Save(context.Context, string, authing.Secret) error   { <-h.release; return nil }

// TestCacheThatHangs lets calls through that a cache would hold up.
func TestCacheThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hanging{make(chan struct{})}
		defer close(h.release)
		client := newCached(t, &service{answer: hourly}, h)
		start := time.Now()
		if _, err := send(t.Context(), client, list, nil); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != storePatience+saveMoment {
			t.Errorf("the first call took %v", took)
		}
		start = time.Now()
		if _, err := send(t.Context(), client, list, nil); err != nil || time.Since(start) != 0 {
			t.Errorf("the second call took %v, error %v", time.Since(start), err)
		}
	})
}

// TestPanicInAnExchange is an error where nobody could recover it.
func TestPanicInAnExchange(t *testing.T) {
	client, err := New("POOL", Settings{Mode: OwnerCredential, Secret: "secret", Exchange: func(context.Context, *Call, authing.Secret) (authing.Secret, error) {
		panic("oops")
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := send(t.Context(), client, list, nil); err == nil || !strings.Contains(err.Error(), "panicked") {
		t.Errorf("error %v", err)
	}
}

// TestSignInIsKeptWhenItsContextEnds writes the store all the same: the session has
// started. The caller does not wait for a slow store longer than a moment.
func TestSignInIsKeptWhenItsContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &store{pause: time.Second}
		client := newKept(t, kept)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		start := time.Now()
		if err := client.Call(profile).StartSession(ctx, "token"); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != saveMoment {
			t.Errorf("the sign-in took %v", took)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if token, err := kept.Load(t.Context()); err != nil || token != "token" {
			t.Errorf("the store has %q, error %v", token.Reveal(), err)
		}
	})
}

// TestRenewalWithAClockThatIsBehind renews ahead, though the old token out of the cache
// looks fresh by that clock.
func TestRenewalWithAClockThatIsBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const behind = 10 * time.Minute
		s := &service{answer: func(n int64) string {
			now := time.Now().Add(behind).Unix()
			return issued(jwt(fmt.Sprintf(`{"n":%d,"iat":%d,"exp":%d}`, n, now, now+3600)))
		}}
		client := newCached(t, s, new(cache))
		for range 2 {
			if _, err := send(t.Context(), client, list, nil); err != nil {
				t.Error(err)
			}
			synctest.Wait()
			time.Sleep(56 * time.Minute)
		}
		if s.exchanges.Load() != 2 {
			t.Errorf("%d exchanges, want 2", s.exchanges.Load())
		}
	})
}
