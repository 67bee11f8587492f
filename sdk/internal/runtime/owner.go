package runtime

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// owner holds the owner token: a manager's token as it is, or the one that the pool's
// secret is exchanged for on first use and again before it dies.
type owner struct {
	core     *core
	exchange func(context.Context) (authing.Secret, error) // nil with a manager's token
	cache    authing.TokenCache                            // nil without
	key      string                                        // of the token in the cache
	renewal  lane[*bearer]

	asking atomic.Bool // whether the cache is at a Load

	mu      sync.Mutex
	current *ownerToken    // nil before the first, and after a refusal
	refused authing.Secret // the token that the service refused last: in the cache it counts for nothing
	pause   time.Time      // until when a renewal that failed is not tried again
}

// ownerToken is a token and its times; a time that is zero never comes.
type ownerToken struct {
	*bearer
	renewal time.Time // from when on it is renewed
	end     time.Time // from when on it is not sent any more
}

// serves reports whether the token may still be sent.
func (t *ownerToken) serves(now time.Time) bool {
	return t != nil && (t.end.IsZero() || now.Before(t.end))
}

// fresh reports whether there is no need to renew the token yet.
func (t *ownerToken) fresh(now time.Time) bool {
	return t.serves(now) && (t.renewal.IsZero() || now.Before(t.renewal))
}

const (
	// renewalPause is how long a renewal that failed is not tried again while the old
	// token serves, so that a service in trouble is not asked for it by every call.
	renewalPause = 2 * time.Second

	// saveMoment is how long callers wait for a cache to save the token that they have
	// got, so that a program that ends soon has most likely saved it.
	saveMoment = 200 * time.Millisecond

	// leeway is how far ahead the clock here may be before it is believed that a
	// manager's token has expired.
	leeway = 5 * time.Minute
)

// newOwner reads the owner's credential from the settings.
func newOwner(c *core, settings Settings) (*owner, error) {
	switch {
	case settings.Secret != "" && settings.Token != "":
		return nil, newMistake("the pool's secret and a manager's token", "are both given: give one of them")
	case settings.Token != "" && settings.TokenCache != nil:
		return nil, newMistake("WithTokenCache", "goes with the pool's secret: a manager's token is not cached")
	case settings.Token != "":
		manager := &ownerToken{bearer: newBearer(settings.Token)}
		if _, expires := lifetime(settings.Token); expires > 0 {
			manager.end = instant(expires).Add(leeway)
		}
		return &owner{core: c, current: manager}, nil
	case settings.Secret == "":
		return nil, newMistake("the pool's secret or a manager's token", "is required")
	case settings.Exchange == nil:
		return nil, newMistake("the exchange of the pool's secret", "is required")
	}
	client := &Client{core: c, mode: OwnerCredential}
	exchange := func(ctx context.Context) (authing.Secret, error) {
		call := client.Call(Operation{Name: "owner token", Host: c.api.host(), Path: c.api.Path, Repeatable: true})
		token, err := settings.Exchange(ctx, call, settings.Secret)
		switch {
		case err == nil && token == "":
			err = call.unusable("the answer holds no token")
		case err == nil && blank(token.Reveal()):
			err = call.unusable("the answer holds a token that " + unsendable)
		}
		return token, err
	}
	target, _ := c.hosts.of(c.api.host())
	key := "authing:" + c.pool + "@" + target.address(c.api.Path)
	return &owner{core: c, exchange: exchange, cache: settings.TokenCache, key: key}, nil
}

// authorization returns the token to send. One that is about to die is renewed in the
// background and serves on meanwhile. Where there is none, it waits for one exchange
// together with everybody else, or until ctx ends.
func (o *owner) authorization(ctx context.Context) (*bearer, error) {
	now := time.Now()
	o.mu.Lock()
	current, pause := o.current, o.pause
	o.mu.Unlock()
	switch {
	case o.exchange == nil && !current.serves(now):
		return nil, authing.ErrTokenExpired
	case o.exchange == nil || current.fresh(now):
		return current.bearer, nil
	case !current.serves(now):
		return o.renewal.wait(ctx, o.renew)
	case !now.Before(pause):
		o.renewal.start(ctx, o.renew)
	}
	return current.bearer, nil
}

// refuse notes that the service took the token for expired or not valid. The next one to
// ask waits for an exchange, unless the token was renewed meanwhile.
func (o *owner) refuse(refused *bearer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.current != nil && o.current.bearer == refused {
		o.current, o.refused = nil, refused.token
	}
}

// renew gets a token out of the cache or by an exchange. A failure leaves nothing behind,
// so that the next caller tries again.
func (o *owner) renew(ctx context.Context) (*bearer, error) {
	now := time.Now()
	o.mu.Lock()
	old, refused, pause := o.current, o.refused, o.pause
	o.mu.Unlock()
	// Somebody may have renewed it, or failed to, since the caller looked.
	if old.fresh(now) || old.serves(now) && now.Before(pause) {
		return old.bearer, nil
	}
	// The old token is no news, though by a clock that is behind it looks fresh.
	cached := o.load(ctx, now)
	if cached.fresh(now) && cached.token != refused && (old == nil || cached.token != old.token) {
		o.keep(cached)
		return cached.bearer, nil
	}
	token, err := o.exchange(ctx)
	if err != nil {
		o.mu.Lock()
		o.pause = time.Now().Add(renewalPause)
		o.mu.Unlock()
		if old.serves(time.Now()) {
			o.core.warn(ctx, "the owner token was not renewed; the old one serves on", err)
		}
		return nil, err
	}
	renewed := exchanged(token, time.Now())
	o.keep(renewed)
	o.save(ctx, token)
	return renewed.bearer, nil
}

// keep makes a token the current one.
func (o *owner) keep(token *ownerToken) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.current = token
}

// load returns the token in the cache, or nil.
func (o *owner) load(ctx context.Context, now time.Time) *ownerToken {
	if o.cache == nil {
		return nil
	}
	if !o.asking.CompareAndSwap(false, true) {
		return nil // it still has not answered the last question
	}
	var token authing.Secret
	err := patiently(ctx, func(ctx context.Context) error {
		defer o.asking.Store(false)
		loaded, err := o.cache.Load(ctx, o.key)
		token = loaded
		return err
	})
	if err != nil {
		o.core.warn(ctx, "the owner token was not loaded from its cache", err)
	}
	if err != nil || token == "" {
		return nil
	}
	return cached(token, now)
}

// save puts a token into the cache. Callers wait for the token, so it waits a moment only
// and then lets the cache finish by itself.
func (o *owner) save(ctx context.Context, token authing.Secret) {
	if o.cache == nil {
		return
	}
	saved := make(chan struct{})
	go func() {
		defer close(saved)
		err := patiently(context.WithoutCancel(ctx), func(ctx context.Context) error { return o.cache.Save(ctx, o.key, token) })
		if err != nil {
			o.core.warn(ctx, "the owner token was not saved to its cache", err)
		}
	}()
	moment := time.NewTimer(saveMoment)
	defer moment.Stop()
	select {
	case <-saved:
	case <-moment.C:
	}
}

// exchanged gives a token received now its times. It counts from the token's own
// beginning where the token names it, so that the two clocks need not agree.
func exchanged(token authing.Secret, now time.Time) *ownerToken {
	issued, expires := lifetime(token)
	if expires <= 0 {
		return &ownerToken{bearer: newBearer(token)} // it does not say
	}
	if issued <= 0 {
		issued = seconds(now)
	}
	return timed(token, now, expires-issued, expires-issued)
}

// cached gives a token out of a cache its times. How old it is only the two clocks can
// say: where the one here is ahead, the token counts for less than it is worth, and where
// it is behind, the service says that it expired.
func cached(token authing.Secret, now time.Time) *ownerToken {
	issued, expires := lifetime(token)
	if expires <= 0 {
		return &ownerToken{bearer: newBearer(token)}
	}
	life, left := expires-seconds(now), expires-seconds(now)
	if issued > 0 {
		life = expires - issued
		left = min(left, life)
	}
	return timed(token, now, life, left)
}

// timed returns a token that lives for so many seconds in all, of which so many are left.
// It is renewed a tenth of its life before it dies, five minutes at most, and not sent
// any more in the last hundredth, five seconds at most, so that it does not die on the
// way.
func timed(token authing.Secret, now time.Time, life, left float64) *ownerToken {
	whole, rest := duration(life), duration(left)
	return &ownerToken{
		bearer:  newBearer(token),
		renewal: now.Add(rest - min(whole/10, 5*time.Minute)),
		end:     now.Add(rest - min(whole/100, 5*time.Second)),
	}
}

// seconds is a time as the claims of a JWT write it: seconds since 1970.
func seconds(t time.Time) float64 { return float64(t.UnixNano()) / float64(time.Second) }

// instant is the time that a claim of a JWT says.
func instant(seconds float64) time.Time { return time.Unix(0, 0).Add(duration(seconds)) }

// duration returns so many seconds. Two centuries are as good as forever, and less than
// would overflow a time.Duration.
func duration(seconds float64) time.Duration {
	const forever = 200 * 365 * 24 * time.Hour
	return time.Duration(min(max(seconds, 0), forever.Seconds()) * float64(time.Second))
}

// lifetime reads the claims iat and exp of a JWT, in seconds since 1970; 0 for a claim
// that is not there, or for a token that is no JWT. It checks nothing: the service does.
func lifetime(token authing.Secret) (issued, expires float64) {
	var times struct {
		Issued  float64 `json:"iat"`
		Expires float64 `json:"exp"`
	}
	if !readClaims(token, &times) {
		return 0, 0
	}
	return times.Issued, times.Expires
}

// tokenExpired is the error for a refusal that says that the manager's token has expired.
func tokenExpired(refusal error) error { return fmt.Errorf("%w: %w", refusal, authing.ErrTokenExpired) }
