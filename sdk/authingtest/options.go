package authingtest

import (
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Option is a setting of a box.
type Option func(*settings)

// settings is what the options say.
type settings struct {
	pool    service.PoolSeed
	address string // where to listen
	url     string // "": listen
	clock   func() time.Time
	users   []User
	file    string // where to keep everything; "": nowhere
}

// WithPool gives the user pool an ID and a secret of your choice; what is empty
// is chosen at random.
func WithPool(id string, secret authing.Secret) Option {
	return func(s *settings) { s.pool.ID, s.pool.Secret = id, secret.Reveal() }
}

// WithUsers puts users into the pool, as [Server.AddUser] does. A pool that comes
// from a data file has its users already.
func WithUsers(users ...User) Option {
	return func(s *settings) { s.users = append(s.users, users...) }
}

// WithClock lets the box tell the time by now instead of time.Now.
func WithClock(now func() time.Time) Option {
	return func(s *settings) { s.clock = now }
}

// WithAddress lets the box listen at a host and port, such as "127.0.0.1:8080",
// instead of at a free port of 127.0.0.1.
func WithAddress(address string) Option {
	return func(s *settings) { s.address = address }
}

// WithURL makes a box that does not listen: the caller serves [Server.Handler],
// and url, such as "http://authing.test", is what the addresses begin with that
// the box hands out. It is for connections in memory, which work with
// testing/synctest.
func WithURL(url string) Option {
	return func(s *settings) { s.url = url }
}

// WithTokenLifetime sets how long the tokens of users and of the pool's owner
// are good; 15 days unless it is given. Lifetimes are in whole seconds.
func WithTokenLifetime(d time.Duration) Option {
	return func(s *settings) { s.pool.Settings.TokenLifetime = d }
}

// WithCodeLifetime sets how long a code by SMS or email, a verification link or
// a QR code is good; 5 minutes unless it is given.
func WithCodeLifetime(d time.Duration) Option {
	return func(s *settings) { s.pool.Settings.CodeLifetime = d }
}

// WithFailedLogins sets after how many failed sign-ins of one account within a
// span of time a captcha is asked for; 5 within 5 minutes unless it is given.
func WithFailedLogins(allowed int, span time.Duration) Option {
	return func(s *settings) {
		s.pool.Settings.FailuresAllowed, s.pool.Settings.FailureSpan = allowed, span
	}
}

// WithVerifiedEmails lets the email address of who registers count as proved.
func WithVerifiedEmails() Option {
	return func(s *settings) { s.pool.Settings.EmailVerified = true }
}

// WithDataFile lets the box keep everything in a file, and go on from it at the
// next start: users and their sessions, what was sent, the clock. What has been
// answered over HTTP is in the file, and so is what a method of [Server] did that
// returned without an error, even if the program is killed. One box at a time can
// use a file; others are refused after a second.
//
// A file that is not there is made. The pool, its settings and users that other
// options tell are for a new file: one that has a pool keeps that, and all that
// was changed in it. [WithPool] with another ID or secret than the file's is an
// error then. Links and pictures that were handed out begin with the address of
// the box at that time: [WithAddress] lets it be the same.
//
// The file holds passwords and tokens as they are, and its mode is 0600.
func WithDataFile(path string) Option {
	return func(s *settings) { s.file = path }
}
