package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// maxPatch is how many users userPatch answers with at once.
const maxPatch = 80

// Page is a part of a longer list.
type Page[T any] struct {
	List  []T
	Total int // of the whole list
}

// paged cuts a page out of a list. Pages are counted from 1; what is 0 or less
// falls back to page 1 and 10 on a page.
func paged[T any](all []T, page, count int) Page[T] {
	if count <= 0 {
		count = 10
	}
	start := len(all)
	if before := max(page, 1) - 1; before <= len(all)/count { // a later page is empty, and must not overflow
		start = min(before*count, len(all))
	}
	end := start + min(count, len(all)-start)
	return Page[T]{List: all[start:end], Total: len(all)}
}

// User gives a user: the owner anybody, a user themselves.
func (s *Service) User(bearer, poolID, id string) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, err := s.subject(bearer, poolID, id)
	if err != nil {
		return nil, err
	}
	return u.copy(), nil
}

// Logins gives a page of a user's attempts to sign in, newest first, to whom
// User gives the user.
func (s *Service) Logins(bearer, id string, page, count int) (Page[Login], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, err := s.subject(bearer, "", id)
	if err != nil {
		return Page[Login]{}, err
	}
	return u.newest(page, count), nil
}

// newest gives a page of the attempts to sign in.
func (u *User) newest(page, count int) Page[Login] {
	newest := slices.Clone(u.logins)
	slices.Reverse(newest)
	return paged(newest, page, count)
}

// Users gives a page of the pool's users in the order of registration, so that
// who registers meanwhile moves nobody to another page. Only the owner may ask.
func (s *Service) Users(bearer, poolID string, page, count int) (Page[Listed], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[Listed]{}, err
	}
	found := paged(p.users, page, count)
	return Page[Listed]{List: tell(found.List, (*User).listed), Total: found.Total}, nil
}

// Listed is a user as lists have them.
type Listed struct {
	*User
	Logins Page[Login] // the newest attempts to sign in
}

func (u *User) listed() Listed { return Listed{User: u.copy(), Logins: u.newest(1, 0)} }

func copies(users []*User) []*User {
	list := make([]*User, 0, len(users))
	for _, u := range users {
		list = append(list, u.copy())
	}
	return list
}

// UserPatch gives the users with the IDs given, which are separated by commas;
// IDs of nobody are passed over. Only the owner may ask.
func (s *Service) UserPatch(bearer, ids string) (Page[Listed], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return Page[Listed]{}, err
	}
	if ids == "" {
		return Page[Listed]{}, refuse(authing.CodeParametersIncomplete)
	}
	wanted := strings.Split(ids, ",")
	if len(wanted) > maxPatch {
		return Page[Listed]{}, refuse(authing.CodeTooManyUsers)
	}
	var found []Listed
	for _, id := range wanted {
		if u := p.byID(id); u != nil {
			found = append(found, u.listed())
		}
	}
	return Page[Listed]{List: found, Total: len(found)}, nil
}

// RemoveUsers removes users, all of them or, when one does not exist, none. Only
// the owner may.
func (s *Service) RemoveUsers(bearer, poolID string, ids []string) ([]*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return nil, err
	}
	return s.removeUsers(p, ids)
}

// removeUsers is RemoveUsers for a pool that is found. The lock is held.
func (s *Service) removeUsers(p *pool, ids []string) ([]*User, error) {
	if len(ids) == 0 {
		return nil, refuse(authing.CodeParametersIncomplete)
	}
	var found []*User
	for _, id := range ids {
		u := p.byID(id)
		if u == nil {
			return nil, refuse(authing.CodeUserToDeleteNotFound)
		}
		if u.permanent {
			return nil, refuse(authing.CodeDeleteNotAllowed)
		}
		if !slices.Contains(found, u) {
			found = append(found, u)
		}
	}
	for _, u := range found {
		s.end(u)
		p.remove(u)
	}
	return copies(found), nil
}
