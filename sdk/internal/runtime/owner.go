package runtime

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// owner holds the owner token: a manager's token as it is, or the one that the pool's
// secret is exchanged for on first use and again shortly before it dies.
type owner struct {
	exchange func(context.Context) (authing.Secret, error) // nil with a manager's token

	mu      sync.Mutex
	current *bearer
	until   time.Time // when current is not used any more; zero for never
	flight  *flight   // the exchange under way
}

// flight is one exchange that any number of callers wait for.
type flight struct {
	done    chan struct{} // closed when header and err are set
	header  []string
	err     error
	waiters int // guarded by the owner's mu
	cancel  context.CancelFunc
}

// newOwner reads the owner's credential from the settings.
func newOwner(c *core, settings Settings) (*owner, error) {
	switch {
	case settings.Secret != "" && settings.Token != "":
		return nil, newMistake("the pool's secret and a manager's token", "are both given: give one of them")
	case settings.Token != "":
		return &owner{current: newBearer(settings.Token)}, nil
	case settings.Secret == "":
		return nil, newMistake("the pool's secret or a manager's token", "is required")
	case settings.Exchange == nil:
		return nil, newMistake("the exchange of the pool's secret", "is required")
	}
	client := &Client{core: c, mode: OwnerCredential}
	exchange := func(ctx context.Context) (authing.Secret, error) {
		call := client.Call(Operation{Name: "owner token", Host: authing.HostUser, Path: graphqlPath, Repeatable: true})
		token, err := settings.Exchange(ctx, call, settings.Secret)
		if err == nil && token == "" {
			err = call.unusable("the answer holds no token")
		}
		return token, err
	}
	return &owner{exchange: exchange}, nil
}

// authorization returns the values of the header. Where there is no token it waits for
// one exchange together with everybody else, or until ctx ends.
func (o *owner) authorization(ctx context.Context) ([]string, error) {
	o.mu.Lock()
	if o.current != nil && (o.until.IsZero() || time.Now().Before(o.until)) {
		defer o.mu.Unlock()
		return o.current.header, nil
	}
	f := o.join(ctx)
	o.mu.Unlock()
	select {
	case <-f.done:
		return f.header, f.err
	case <-ctx.Done():
		o.leave(f)
		return nil, ctx.Err()
	}
}

// join takes part in the exchange under way, or starts one. It outlives the context of
// the caller who came first, because others may wait for it.
func (o *owner) join(ctx context.Context) *flight {
	if o.flight == nil {
		detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
		o.flight = &flight{done: make(chan struct{}), cancel: cancel}
		go o.run(detached, o.flight)
	}
	o.flight.waiters++
	return o.flight
}

// leave gives up waiting. An exchange that nobody waits for ends.
func (o *owner) leave(f *flight) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f.waiters--
	if f.waiters == 0 && o.flight == f {
		o.flight = nil
		f.cancel()
	}
}

// run does the exchange and tells everybody. A failed one leaves nothing behind, so
// that the next caller tries again.
func (o *owner) run(ctx context.Context, f *flight) {
	defer f.cancel()
	token, err := o.exchange(ctx)
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		f.err = err
	} else {
		current := newBearer(token)
		f.header = current.header
		o.current, o.until = current, lastUse(token, time.Now())
	}
	if o.flight == f {
		o.flight = nil
	}
	close(f.done)
}

// lastUse returns when a token received now should not be used any more: a tenth of its
// life before it dies, one minute at most. It counts from the token's own beginning
// where the token names it, so that the two clocks need not agree. Zero is never: the
// token does not say.
func lastUse(token authing.Secret, now time.Time) time.Time {
	issued, expires := lifetime(token)
	if expires <= 0 {
		return time.Time{}
	}
	if issued <= 0 {
		issued = float64(now.Unix())
	}
	// A century is as good as forever, and far from overflowing a time.Duration.
	const century = 100 * 365 * 24 * time.Hour
	life := time.Duration(min(max(expires-issued, 0), century.Seconds()) * float64(time.Second))
	return now.Add(life - min(life/10, time.Minute))
}

// lifetime reads the claims iat and exp of a JWT, in seconds since 1970; 0 for a claim
// that is not there, or for a token that is no JWT. It checks nothing: the service does.
func lifetime(token authing.Secret) (issued, expires float64) {
	_, rest, _ := strings.Cut(token.Reveal(), ".")
	claims, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(claims, "="))
	if err != nil {
		return 0, 0
	}
	var times struct {
		Issued  float64 `json:"iat"`
		Expires float64 `json:"exp"`
	}
	if err := json.Unmarshal(text, &times); err != nil {
		return 0, 0
	}
	return times.Issued, times.Expires
}
