package filestore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Session keeps the token of the one person who is signed in. It is safe for concurrent
// use, in one process and in several; of several sign-ins the last one counts.
type Session struct{ file file }

// sessionContent is what a session's file holds.
type sessionContent struct {
	Version int            `json:"version"`
	Token   authing.Secret `json:"token"`
}

// NewSession returns the session in the file at path; [SessionPath] names the usual place.
// Nothing is read or made yet.
func NewSession(path string) *Session { return &Session{file{path}} }

// Load returns the token, or "" where nobody is signed in. Content that no Save wrote is
// [ErrCorrupt].
func (s *Session) Load(ctx context.Context) (authing.Secret, error) {
	raw, err := s.file.read(ctx)
	if err == nil && raw != nil {
		var content sessionContent
		if len(raw) <= largest && json.Unmarshal(raw, &content) == nil && content.Version == version && content.Token != "" {
			return content.Token, nil
		}
		err = problem("read", s.file.path, ErrCorrupt)
	}
	if err != nil {
		return "", fmt.Errorf("authing: load the session: %w", err)
	}
	return "", nil
}

// Save keeps the token in place of the one before, whatever the file held; an empty token
// does what [Session.Clear] does.
func (s *Session) Save(ctx context.Context, token authing.Secret) error {
	if token == "" {
		return s.Clear(ctx)
	}
	err := s.file.update(ctx, func([]byte) ([]byte, error) {
		return json.Marshal(sessionContent{Version: version, Token: token})
	})
	if err != nil {
		return fmt.Errorf("authing: save the session: %w", err)
	}
	return nil
}

// Clear removes the file, also one that others may read or whose content is not a
// session. It is no error where there is none.
func (s *Session) Clear(ctx context.Context) error {
	if err := s.file.remove(ctx); err != nil {
		return fmt.Errorf("authing: clear the session: %w", err)
	}
	return nil
}
