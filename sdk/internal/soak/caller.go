package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// caller is one of many, who is a user of the pool.
type caller struct {
	soak     *soak
	user     authingtest.User
	person   *enduser.Client    // their own
	shared   *enduser.Client    // everybody's, on which nobody is signed in
	owner    *management.Client // everybody's
	nickname int                // counts the names they gave themselves
}

// kind is a kind of call. It returns the user that came back, who has to be the caller.
type kind struct {
	name string
	call func(context.Context, *caller) (*authing.User, error)
}

// kinds are what callers do. The first is for who is not signed in, or not any more.
func kinds() []kind {
	return []kind{
		{"sign in", func(ctx context.Context, c *caller) (*authing.User, error) {
			return c.person.Login(ctx, enduser.LoginInput{Email: c.user.Email, Password: c.user.Password})
		}},
		{"read oneself", func(ctx context.Context, c *caller) (*authing.User, error) {
			return c.person.User(ctx, c.user.ID)
		}},
		{"rename oneself", func(ctx context.Context, c *caller) (*authing.User, error) {
			c.nickname++
			nickname := c.user.Username + " " + strconv.Itoa(c.nickname)
			user, err := c.person.Update(ctx, enduser.UpdateInput{ID: c.user.ID, Nickname: &nickname})
			if err == nil && user.Nickname != nickname {
				return user, errNotMine
			}
			return user, err
		}},
		{"read by the owner", func(ctx context.Context, c *caller) (*authing.User, error) {
			return c.owner.User(ctx, c.user.ID)
		}},
		{"read through a derived client", func(ctx context.Context, c *caller) (*authing.User, error) {
			token, err := c.person.Token(ctx)
			if err != nil {
				return nil, err
			}
			return c.shared.WithToken(token).User(ctx, c.user.ID)
		}},
	}
}

// errNotMine is an answer that is somebody else's.
var errNotMine = errors.New("the answer is somebody else's")

// work makes calls until ctx ends.
func (c *caller) work(ctx context.Context) {
	signIn, others := kinds()[0], kinds()[1:]
	next := signIn
	for ctx.Err() == nil {
		err := c.make(next)
		next = others[rand.IntN(len(others))]
		// A token that has expired may show on a derived client first.
		if errors.Is(err, authing.ErrSessionEnded) || errors.Is(err, authing.ErrNoSession) {
			next = signIn
		}
		pause(ctx, rand.N(2*c.soak.pace))
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// make makes one call and notes how it ended.
func (c *caller) make(k kind) error {
	from := c.soak.tally.begin()
	ctx, cancel := context.WithTimeout(context.Background(), c.soak.deadline)
	defer cancel()
	start := time.Now()
	user, err := k.call(ctx, c)
	took := time.Since(start)
	if err == nil && (user == nil || user.ID != c.user.ID || user.Email != c.user.Email) {
		err = errNotMine
	}
	c.soak.tally.end(k.name, from, outcome{err: err, late: took > c.soak.deadline+c.soak.grace, took: took})
	return err
}

// The sorts of outcomes.
const (
	answered   = "answered"
	failed     = "request failed"
	overSoon   = "session over"
	refused    = "refused"
	mistaken   = "somebody else's"
	outOfOrder = "out of order"
)

// sorts are the sorts, in the order in which they are printed.
func sorts() []string { return []string{answered, failed, overSoon, refused, mistaken, outOfOrder} }

// sortOf returns the sort of an outcome.
func sortOf(err error) string {
	if err == nil {
		return answered
	}
	if errors.Is(err, errNotMine) {
		return mistaken
	}
	if errors.Is(err, authing.ErrSessionEnded) || errors.Is(err, authing.ErrNoSession) {
		return overSoon
	}
	if _, ok := errors.AsType[*authing.RequestError](err); ok {
		return failed
	}
	if _, ok := errors.AsType[*authing.Error](err); ok {
		return refused
	}
	return outOfOrder
}
