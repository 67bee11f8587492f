package authingtest

import (
	"errors"
	"fmt"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Option is a setting of a box. Each [PoolOption] is one too: of the box's first
// pool.
type Option interface{ apply(*settings) }

// PoolOption is a setting of a pool; see [New] and [Server.AddPool].
type PoolOption func(*poolSettings)

func (o PoolOption) apply(s *settings) { o(&s.pool) }

// boxOption is a setting of the whole box.
type boxOption func(*settings)

func (o boxOption) apply(s *settings) { o(s) }

// settings is what the options say.
type settings struct {
	address string // where to listen
	url     string // "": listen
	file    string // where to keep everything; "": nowhere
	clock   func() time.Time
	pool    poolSettings // of the first pool
}

// poolSettings is what the options say about one pool.
type poolSettings struct {
	seed    service.PoolSeed
	users   []User
	refused error // of options that make no sense
}

// refuse notes an option that makes no sense, unless it does.
func (s *poolSettings) refuse(unless bool, option, needs string) {
	if !unless {
		s.refused = errors.Join(s.refused, fmt.Errorf("%s: %s", option, needs))
	}
}

// WithAddress lets the box listen at a host and port, such as "127.0.0.1:8080",
// instead of at a free port of 127.0.0.1.
func WithAddress(address string) Option {
	return boxOption(func(s *settings) { s.address = address })
}

// WithURL makes a box that does not listen: the caller serves [Server.Handler],
// and url, such as "http://authing.test", is what the addresses begin with that
// the box hands out. It is for connections in memory, which work with
// testing/synctest.
func WithURL(url string) Option {
	return boxOption(func(s *settings) { s.url = url })
}

// WithClock lets the box tell the time by now instead of time.Now.
func WithClock(now func() time.Time) Option {
	return boxOption(func(s *settings) { s.clock = now })
}

// WithDataFile lets the box keep everything in a file, and go on from it at the
// next start: users and their sessions, what was sent, the clock. What has been
// answered over HTTP is in the file, and so is what a method of [Server] or [Pool]
// did that returned without an error, even if the program is killed. One box at a
// time can use a file; others are refused after a second.
//
// A file that is not there is made. The pool, its settings and users that other
// options tell are for a new file: one that has a pool keeps that, and all that
// was changed in it. [WithPool] with another ID or secret than the file's is an
// error then. Links and pictures that were handed out begin with the address of
// the box at that time: [WithAddress] lets it be the same.
//
// To forget no change, every call compares all that the box holds with what the
// file has: with thousands of users a call takes tens of milliseconds.
//
// The file holds passwords and tokens as they are, and its mode is 0600.
func WithDataFile(path string) Option {
	return boxOption(func(s *settings) { s.file = path })
}

// WithPool gives the user pool an ID and a secret of your choice; what is empty
// is chosen at random.
func WithPool(id string, secret authing.Secret) PoolOption {
	return func(s *poolSettings) { s.seed.ID, s.seed.Secret = id, secret.Reveal() }
}

// WithUsers puts users into the pool, as [Pool.AddUser] does. A pool that comes
// from a data file has its users already.
func WithUsers(users ...User) PoolOption {
	return func(s *poolSettings) { s.users = append(s.users, users...) }
}

// WithTokenLifetime sets how long the tokens of users and of the pool's owner
// are good; 15 days unless it is given. Lifetimes are in whole seconds.
func WithTokenLifetime(d time.Duration) PoolOption {
	return func(s *poolSettings) {
		s.refuse(d >= time.Second, "WithTokenLifetime", "a lifetime is a second or more")
		s.seed.Settings.TokenLifetime = d
	}
}

// WithCodeLifetime sets how long a code by SMS or email, a verification link or
// a QR code is good; 5 minutes unless it is given.
func WithCodeLifetime(d time.Duration) PoolOption {
	return func(s *poolSettings) {
		s.refuse(d > 0, "WithCodeLifetime", "a lifetime is more than nothing")
		s.seed.Settings.CodeLifetime = d
	}
}

// WithFailedLogins sets after how many failed sign-ins of one account within a
// span of time a captcha is asked for; 5 within 5 minutes unless it is given, and
// 0 is 5 minutes too. What the account is named by does not matter, nor where its
// password is tried; calls that have no place for the captcha's text, as those of
// the core API, are refused meanwhile. Sign-ins through a directory do not count.
func WithFailedLogins(allowed int, span time.Duration) PoolOption {
	return func(s *poolSettings) {
		s.refuse(allowed > 0 && span >= 0, "WithFailedLogins", "one failure or more is allowed, and no span is negative")
		s.seed.Settings.FailuresAllowed, s.seed.Settings.FailureSpan = allowed, span
	}
}

// WithToldAccounts lets who fails to sign in with a password learn whether there
// is no such account or the password is wrong. Otherwise the two look the same.
func WithToldAccounts() PoolOption {
	return func(s *poolSettings) { s.seed.Settings.AccountsTold = true }
}

// WithSignInQuota sets how many sign-ins the pool has in a calendar month (UTC);
// as many as come unless it is given, or 0.
func WithSignInQuota(perMonth int) PoolOption {
	return func(s *poolSettings) {
		s.refuse(perMonth >= 0, "WithSignInQuota", "a quota is not negative")
		s.seed.Settings.SignInQuota = perMonth
	}
}

// WithRegistrationLimit sets how many may register within a span of time, those
// among them who do so by signing in for the first time; as many as come unless it
// is given.
func WithRegistrationLimit(allowed int, span time.Duration) PoolOption {
	return func(s *poolSettings) {
		s.refuse(allowed > 0 && span > 0, "WithRegistrationLimit", "a limit is one registration or more, in a span that is more than nothing")
		s.seed.Settings.RegistrationsAllowed, s.seed.Settings.RegistrationSpan = allowed, span
	}
}

// WithVerifiedEmails lets the email address of who registers count as proved.
func WithVerifiedEmails() PoolOption {
	return func(s *poolSettings) { s.seed.Settings.EmailVerified = true }
}
