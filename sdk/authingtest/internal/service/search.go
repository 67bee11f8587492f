package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// searchAll is the field of a search through all that can be searched.
const searchAll = "all"

// searchable gives the texts of a user that a search looks at, by field.
func (u *User) searchable() map[string]string {
	return map[string]string{"username": u.Username, "email": u.Email, "phone": u.Phone, "nickname": text(u.Nickname)}
}

// matches tells whether a text stands in one of a user's fields, in whatever
// case.
func (u *User) matches(field, query string) bool {
	for name, value := range u.searchable() {
		if (field == searchAll || field == name) && strings.Contains(strings.ToLower(value), strings.ToLower(query)) {
			return true
		}
	}
	return false
}

// search gives those of some users in whom a text is found, in the order of
// registration. The lock is held.
func (p *pool) search(among []*User, field, query string) []*User {
	var found []*User
	for _, u := range p.users {
		if slices.Contains(among, u) && u.matches(field, query) {
			found = append(found, u)
		}
	}
	return found
}

// SearchUsers gives a page of the pool's users in whom a text is found, counted
// from 0. Only the owner may ask.
func (s *Service) SearchUsers(bearer, poolID, field, query string, page, count int) (Page[Listed], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Page[Listed]{}, err
	}
	if field == "" {
		field = searchAll
	}
	if _, ok := new(User).searchable()[field]; !ok && field != searchAll {
		return Page[Listed]{}, refusef(authing.CodeParametersIncomplete, "there is no searching by %s", field)
	}
	return tellPage(paged(p.search(p.users, field, query), page+1, count), (*User).listed), nil
}
