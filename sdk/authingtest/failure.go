package authingtest

import (
	"fmt"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/endpoint"
)

// Failure is how a call is to fail; see [Server.FailNext]. Exactly one of Code,
// OAuthCode, Status, Cut, Lose and Hang says how.
type Failure struct {
	// Call is the call that is to fail: a root field of GraphQL, such as "login", of
	// either API; or a path, such as "/oauth/oidc/token" or the beginning of one, such as
	// "/send_smscode". Empty is whatever call comes next.
	Call string
	// Times is how often the call fails; 0 is once.
	Times int

	// Code refuses the call with a business code, in the shape that refusals of
	// that call have. Where that is OAuth's, which has no such codes, it is
	// invalid_grant. The service does nothing.
	Code authing.Code
	// OAuthCode refuses a call of an OIDC endpoint with a code of OAuth; at
	// /oidc/auth with a redirect to the application.
	OAuthCode authing.OAuthCode
	// Message comes with Code or OAuthCode; the code's meaning when empty.
	Message string

	// Status answers with an HTTP status, from 400 to 599, and with a page, as
	// something in front of the service does. The service does nothing.
	Status int
	// RetryAfter comes with Status, in the header of that name; it is rounded up to
	// seconds.
	RetryAfter time.Duration

	// Cut closes the connection before the service has done anything.
	Cut bool
	// Lose closes the connection after the service has done everything, so that
	// nobody gets the answer.
	Lose bool
	// Hang never answers, and does nothing, until the caller gives up.
	Hang bool
}

// FailNext lets the next call that f is meant for fail, so that a test sees what
// a program makes of it. Several failures wait in line: a call meets the first
// one that is meant for it.
//
// Who calls [Server.Handler] without a connection sees Cut and Lose as a panic
// with [net/http.ErrAbortHandler].
func (s *Server) FailNext(f Failure) error {
	if err := s.handler.FailNext(endpoint.Failure(f)); err != nil {
		return fmt.Errorf("authingtest: FailNext: %w", err)
	}
	return nil
}

// Failures gives the failures that no call has met yet. Times says how often
// each is still due.
func (s *Server) Failures() []Failure {
	var left []Failure
	for _, f := range s.handler.Failures() {
		left = append(left, Failure(f))
	}
	return left
}

// ClearFailures lets every call succeed again.
func (s *Server) ClearFailures() { s.handler.ClearFailures() }
