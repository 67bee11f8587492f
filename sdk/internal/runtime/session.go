package runtime

import (
	"sync/atomic"

	"github.com/authing-community/authing-go/sdk/authing"
)

// session is the token of the person signed in, if anybody is.
type session struct {
	current atomic.Pointer[bearer]
}

// bearer is a token and the header made from it once.
type bearer struct {
	token  authing.Secret
	header []string // the values of the Authorization header
}

func newBearer(token authing.Secret) *bearer {
	return &bearer{token: token, header: []string{"Bearer " + token.Reveal()}}
}

// newSession returns the session of token; nobody is signed in where token is empty.
func newSession(token authing.Secret) *session {
	s := new(session)
	if token != "" {
		s.start(token)
	}
	return s
}

func (s *session) start(token authing.Secret) { s.current.Store(newBearer(token)) }

func (s *session) end() { s.current.Store(nil) }

// token returns the token, or "" where nobody is signed in.
func (s *session) token() authing.Secret {
	if current := s.current.Load(); current != nil {
		return current.token
	}
	return ""
}

// authorization returns the values of the header, or nil where nobody is signed in.
func (s *session) authorization() []string {
	if current := s.current.Load(); current != nil {
		return current.header
	}
	return nil
}
