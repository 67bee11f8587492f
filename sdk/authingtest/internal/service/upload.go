package service

import (
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// uploadLifetime is how long an upload token is good for.
const uploadLifetime = time.Hour

// Picture is an uploaded file.
type Picture struct {
	ContentType string
	Content     []byte
}

// UploadToken gives a token for uploading one picture. Whoever is signed in may
// have one.
func (s *Service) UploadToken(bearer string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.caller(bearer); err != nil {
		return "", err
	}
	token := newWord()
	s.uploads[token] = s.now().Add(uploadLifetime)
	return token, nil
}

// Upload keeps a picture and gives the key that makes its address. The token is
// used up.
func (s *Service) Upload(token string, picture Picture) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	expires, ok := s.uploads[token]
	if !ok || !s.now().Before(expires) {
		return "", refusef(authing.CodeNotAllowed, "bad token")
	}
	delete(s.uploads, token)
	key := "user-avatars/" + newID()
	s.pictures[key] = picture
	return key, nil
}

// Picture gives an uploaded picture by its key.
func (s *Service) Picture(key string) (Picture, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	picture, ok := s.pictures[key]
	return picture, ok
}
