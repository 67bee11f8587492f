package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// DirectoryUser is a person in a directory that the pool is connected to: an
// LDAP server, or an Active Directory domain behind a connector.
type DirectoryUser struct {
	Connector string // ID of the AD connector; "" for LDAP
	Username  string
	Password  string
	DN        string // distinguished name; "" lets the box make one
	Email     string
	Phone     string
	Name      string
	Company   string
}

// AddDirectoryUser adds a person to a pool's directory.
func (s *Service) AddDirectoryUser(poolID string, person DirectoryUser) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return err
	}
	if person.Username == "" || person.Password == "" {
		return errors.New("a person in a directory needs a user name and a password")
	}
	if owner := s.connectorPool(person.Connector); owner != nil && owner != p {
		return fmt.Errorf("the AD connector %s belongs to the pool %s: give this one another ID", person.Connector, owner.id)
	}
	if person.DN == "" {
		person.DN = "uid=" + person.Username + ",dc=example,dc=com"
	}
	p.directory = append(p.directory, person)
	return nil
}

// connectorPool gives the pool that an AD connector belongs to; nil where there is
// no such connector. The lock is held.
func (s *Service) connectorPool(id string) *pool {
	for _, p := range s.pools {
		if id != "" && slices.ContainsFunc(p.directory, func(person DirectoryUser) bool { return person.Connector == id }) {
			return p
		}
	}
	return nil
}

// LoginByLDAP signs in with an account of the pool's LDAP server: by user name
// or email address.
func (s *Service) LoginByLDAP(poolID, username, password, browser string) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return nil, err
	}
	for _, person := range p.directory {
		named := person.Username == username || person.Email != "" && sameEmail(person.Email, username)
		if person.Connector == "" && named && person.Password == password {
			return s.enterFromDirectory(p, person, browser)
		}
	}
	return nil, refuse(authing.CodeWrongCredentials)
}

// LoginByAD signs in with an account of an Active Directory domain. The
// connector says which pool it is for.
func (s *Service) LoginByAD(connector, username, password string) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.connectorPool(connector)
	if p == nil {
		return nil, refusef(authing.CodeParametersIncomplete, "AD connector does not exist")
	}
	for _, person := range p.directory {
		if person.Connector == connector && sameAccount(person.Username, username) && person.Password == password {
			return s.enterFromDirectory(p, person, "")
		}
	}
	return nil, refuse(authing.CodeWrongCredentials)
}

// sameAccount compares names in a domain, which pays no regard to case.
func sameAccount(a, b string) bool { return strings.EqualFold(a, b) }

// enterFromDirectory signs in whom a directory vouches for. The first time makes
// them a user of the pool, known by their place in the directory. No document says
// whether that is a registration; here it is one, as the first sign-in by SMS is.
func (s *Service) enterFromDirectory(p *pool, person DirectoryUser, browser string) (*User, error) {
	u, err := s.fromDirectory(p, person)
	if err != nil {
		return nil, err
	}
	if err := s.secondFactor(u, ""); err != nil { // neither call has a place for a code
		return nil, err
	}
	return s.enter(p, u, Origin{Browser: browser})
}

// source is how the user of a person in a directory is said to have registered,
// and their union ID.
func (d DirectoryUser) source() (method, unionID string) {
	if d.Connector == "" {
		return "ldap:default::from-undefined", d.DN
	}
	return "ad", "ad|" + d.Connector + "|" + d.DN
}

// fromDirectory finds or makes the user of a person in a directory, who may sign
// in.
func (s *Service) fromDirectory(p *pool, person DirectoryUser) (*User, error) {
	if err := s.quota(p); err != nil {
		return nil, err
	}
	method, unionID := person.source()
	u := p.byUnionID(unionID)
	if u == nil {
		if err := s.mayRegister(p); err != nil {
			return nil, err
		}
		if err := p.taken(nil, person.Email, person.Phone, person.Username, ""); err != nil {
			return nil, err
		}
		entry, err := json.Marshal(map[string]string{"dn": person.DN, "cn": person.Name, "uid": person.Username, "mail": person.Email})
		if err != nil {
			return nil, err
		}
		s.countRegistration(p)
		u = s.newUser(p, User{
			Email: person.Email, Phone: person.Phone, Username: person.Username, UnionID: unionID, RegisterMethod: method,
			Details: Details{Nickname: new(person.Name), Company: new(person.Company), OAuth: new(string(entry))},
		})
	}
	return u, mayEnter(u)
}
