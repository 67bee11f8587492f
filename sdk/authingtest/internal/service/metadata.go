package service

import (
	"slices"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Metadata gives what is kept with a user: the owner asks about anybody, a user
// about themselves.
func (s *Service) Metadata(bearer, userID string) ([]Pair, error) {
	return s.changeMetadata(bearer, userID, func(kept []Pair) ([]Pair, error) { return kept, nil })
}

// SetMetadata keeps a value with a user, and gives all that is kept.
func (s *Service) SetMetadata(bearer, userID string, pair Pair) ([]Pair, error) {
	return s.changeMetadata(bearer, userID, func(kept []Pair) ([]Pair, error) {
		if pair.Key == "" {
			return nil, refusef(authing.CodeParametersIncomplete, "key missing")
		}
		return setPair(kept, pair), nil
	})
}

// RemoveMetadata removes a value from a user, and gives what is left. A key that
// is not there is no error.
func (s *Service) RemoveMetadata(bearer, userID, key string) ([]Pair, error) {
	return s.changeMetadata(bearer, userID, func(kept []Pair) ([]Pair, error) {
		rest, _ := removePair(kept, key)
		return rest, nil
	})
}

func (s *Service) changeMetadata(bearer, userID string, change func([]Pair) ([]Pair, error)) ([]Pair, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, err := s.subject(bearer, "", userID)
	if err != nil {
		return nil, err
	}
	changed, err := change(u.metadata)
	if err != nil {
		return nil, err
	}
	u.metadata = changed
	return slices.Clone(changed), nil
}
