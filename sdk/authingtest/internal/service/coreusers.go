package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Only the owner of a pool may do what is here.

// CoreUser is a user to create.
type CoreUser struct {
	User
	More              More
	Password          string // encrypted; "" for none
	Sources           []string
	Identity          *Binding
	Values            []UDFChange
	ResetOnFirstLogin bool
}

// CreateCoreUser creates a user. Registration that is switched off does not stop
// the owner.
func (s *Service) CreateCoreUser(by Asker, in CoreUser) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return nil, err
	}
	if err := in.complete(p); err != nil {
		return nil, err
	}
	password := ""
	if in.Password != "" {
		if password, err = s.openNew(in.Password); err != nil {
			return nil, err
		}
	}
	values, err := p.checked(udfUser, in.Values)
	if err != nil {
		return nil, err
	}
	in.User.private = private{password: password, more: in.More, sources: in.Sources, firstLogin: in.ResetOnFirstLogin}
	u := s.newUser(p, in.User)
	if in.Identity != nil {
		b := *in.Identity
		b.ID, b.User, b.Pool, b.CreatedAt = newID(), u.ID, p.id, isoString(s.now())
		u.bindings = append(u.bindings, b)
	}
	for i := range values {
		values[i].Target = u.ID
	}
	p.keep(values)
	return p.tellPerson(u), nil
}

// complete refuses a user who could not be told from others.
func (in CoreUser) complete(p *pool) error {
	account := ""
	if in.Identity != nil {
		account = in.Identity.UnionID
	}
	switch {
	case in.Email == "" && in.Phone == "" && in.Username == "" && in.UnionID == "" && account == "" && text(in.More.ExternalID) == "":
		return refuse(authing.CodeParametersIncomplete)
	case in.Email != "" && !validEmail(in.Email):
		return refuse(authing.CodeInvalidEmail)
	case in.Phone != "" && !validPhone(in.Phone) || !validCountry(text(in.More.PhoneCountryCode)):
		return refusef(authing.CodeMessageNotSent, "phone number malformed")
	case p.taken(nil, in.Email, numbered(text(in.More.PhoneCountryCode), in.Phone), in.Username, in.UnionID) != nil, p.byUnionID(account) != nil, p.byExternalID(text(in.More.ExternalID)) != nil:
		return refuse(authing.CodeUserExists)
	}
	return nil
}

func (p *pool) byExternalID(id string) *User {
	return p.find(func(u *User) bool { return id != "" && text(u.more.ExternalID) == id })
}

// DeleteCoreUsers deletes users, all or none.
func (s *Service) DeleteCoreUsers(by Asker, ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	_, err = s.removeUsers(p, ids)
	return err
}

// CorePeople gives a page of the pool's users; without those who belong to an
// organisation, if it is asked for.
func (s *Service) CorePeople(by Asker, cut Cut, outsideOrgs bool) (Page[*Person], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return Page[*Person]{}, err
	}
	users := p.users
	if outsideOrgs {
		users = slices.DeleteFunc(slices.Clone(users), func(u *User) bool { return len(p.departments(u, "")) > 0 })
	}
	return p.personPage(users, cut), nil
}

// BatchUsers gives the users known by some IDs, which are of one kind: id,
// username, phone, email or externalId. IDs of nobody are passed over.
func (s *Service) BatchUsers(by Asker, ids []string, kind string) ([]*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return nil, err
	}
	if len(ids) > maxPatch {
		return nil, refuse(authing.CodeTooManyUsers)
	}
	find, ok := map[string]func(string) *User{
		"": p.byID, "id": p.byID, "username": p.byUsername, "phone": p.byPhone, "email": p.byEmail, "externalId": p.byExternalID,
	}[kind]
	if !ok {
		return nil, refusef(authing.CodeParametersIncomplete, "users are not known by %q", kind)
	}
	found := []*Person{}
	for _, id := range ids {
		if u := find(id); u != nil {
			found = append(found, p.tellPerson(u))
		}
	}
	return found, nil
}

// CoreFind says whom is looked for: by one thing that only one user can have.
type CoreFind struct {
	Email, Phone, Username, ExternalID string
	Provider, UserIDInIDP              string // account at an identity provider
}

func (in CoreFind) lookup(p *pool) *User {
	account := p.byUnionID(in.UserIDInIDP)
	if account != nil && in.Provider != "" && !slices.ContainsFunc(account.allBindings(), in.is) {
		account = nil
	}
	for _, found := range [...]*User{
		p.byEmail(in.Email), p.byPhone(in.Phone), p.byUsername(in.Username), p.byExternalID(in.ExternalID), account,
	} {
		if found != nil {
			return found
		}
	}
	return nil
}

func (in CoreFind) is(b Binding) bool { return b.Type == in.Provider && b.UnionID == in.UserIDInIDP }

// CoreFindUser finds a user; nil where there is none.
func (s *Service) CoreFindUser(by Asker, in CoreFind) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return nil, err
	}
	if in == (CoreFind{}) {
		return nil, refuse(authing.CodeParametersIncomplete)
	}
	if u := in.lookup(p); u != nil {
		return p.tellPerson(u), nil
	}
	return nil, nil
}

// CoreExists tells whether the pool has such a user. Anybody may ask.
func (s *Service) CoreExists(by Asker, in CoreFind) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, err := s.place(by)
	if err != nil {
		return false, err
	}
	if in == (CoreFind{}) {
		return false, refuse(authing.CodeParametersIncomplete)
	}
	return in.lookup(p) != nil, nil
}

// CoreSearch says what is looked for, and among whom; what is empty limits
// nothing.
type CoreSearch struct {
	Query       string
	Fields      []string
	Departments []SearchedPlace
	Groups      []string // codes
	Roles       []SearchedRole
	Cut         Cut
}

// SearchedPlace is a department that a search is limited to.
type SearchedPlace struct {
	ID    string
	Below bool // whether departments below it count too
}

// SearchedRole is a role that a search is limited to.
type SearchedRole struct{ Namespace, Code string }

// CoreSearchUsers gives a page of the users in whom a text is found, in the order
// of registration.
func (s *Service) CoreSearchUsers(by Asker, in CoreSearch) (Page[*Person], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return Page[*Person]{}, err
	}
	var found []*User
	for _, u := range p.users {
		if in.among(p, u) && in.hits(u) {
			found = append(found, u)
		}
	}
	return tellPage(paged(found, in.Cut.Page+1, in.Cut.Count), p.tellPerson), nil
}

// hits tells whether the text is found in a user.
func (in CoreSearch) hits(u *User) bool {
	if len(in.Fields) == 0 {
		return u.matches(searchAll, in.Query) || containsFold(text(u.Name), in.Query)
	}
	return slices.ContainsFunc(in.Fields, func(field string) bool {
		return u.matches(field, in.Query) || field == "name" && containsFold(text(u.Name), in.Query)
	})
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// among tells whether a user is in one of the departments, one of the groups and
// one of the roles.
func (in CoreSearch) among(p *pool, u *User) bool {
	return anyOf(in.Departments, func(at SearchedPlace) bool { return p.worksIn(u, at) }) &&
		anyOf(in.Groups, func(code string) bool {
			g, err := p.groupByCode(code)
			return err == nil && slices.Contains(g.users, u)
		}) &&
		anyOf(in.Roles, func(r SearchedRole) bool {
			return slices.Contains(p.access.rolesOf(u), p.roleByCode(inNamespace(r.Namespace), r.Code))
		})
}

// anyOf tells whether one of a list passes, which an empty list always does.
func anyOf[T any](list []T, passes func(T) bool) bool {
	return len(list) == 0 || slices.ContainsFunc(list, passes)
}
