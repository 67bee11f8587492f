package service

import (
	"errors"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// SocialLogin is a social login that a pool may offer.
type SocialLogin struct {
	ID          string
	Alias       string // name in programs, such as github
	Name        string
	Image       string
	Description string
	URL         string // where a person goes to sign in
	Enabled     bool
}

// Binding is an account at a social login that a user has bound.
type Binding struct {
	ID, User, Pool string
	Type           string // alias of the social login
	UnionID        string // ID of the account
	UserInfo       string // JSON text
	CreatedAt      string // ISO 8601
	OpenID         string // the person's ID within one application of the provider; "" where nobody said
	Connection     string // ID of the pool's connection to the provider, likewise
	Enterprise     bool   // the provider is no social login
}

// UserSocialLogin is a social login and whether a user has bound it.
type UserSocialLogin struct {
	SocialLogin
	Bound   bool
	UnionID string // of the account that is bound; "" where none is
}

// AddSocialLogin adds a social login to those of a pool, and gives it, ID and
// address filled in.
func (s *Service) AddSocialLogin(poolID string, login SocialLogin) (SocialLogin, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return SocialLogin{}, err
	}
	if login.Alias == "" {
		return SocialLogin{}, errors.New("a social login needs an alias")
	}
	if slices.ContainsFunc(p.socials, func(other SocialLogin) bool { return other.Alias == login.Alias }) {
		return SocialLogin{}, errors.New("there is a social login " + login.Alias + " already")
	}
	login.ID = newID()
	if login.Name == "" {
		login.Name = login.Alias
	}
	if login.URL == "" {
		login.URL = s.origin + "/oauth/" + login.Alias + "/" + p.id // nothing is there
	}
	p.socials = append(p.socials, login)
	return login, nil
}

// SocialLogins gives the social logins of a pool, those switched off as well,
// and the ID of the pool's owner. Anybody may ask.
func (s *Service) SocialLogins(poolID string) (logins []SocialLogin, owner string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return nil, "", err
	}
	return slices.Clone(p.socials), p.owner, nil
}

// UserSocialLogins gives the social logins that the pool offers, and those that
// a user has bound all the same: the owner asks about anybody, a user about
// themselves.
func (s *Service) UserSocialLogins(bearer, poolID, userID string) ([]UserSocialLogin, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, poolID, userID)
	if err != nil {
		return nil, err
	}
	var logins []UserSocialLogin
	bindings := u.allBindings()
	for _, login := range c.pool.socials {
		bound := slices.IndexFunc(bindings, func(b Binding) bool { return b.Type == login.Alias })
		if bound >= 0 {
			logins = append(logins, UserSocialLogin{SocialLogin: login, Bound: true, UnionID: bindings[bound].UnionID})
			bindings = slices.Delete(bindings, bound, bound+1)
		} else if login.Enabled {
			logins = append(logins, UserSocialLogin{SocialLogin: login})
		}
	}
	for _, b := range bindings {
		logins = append(logins, UserSocialLogin{SocialLogin: SocialLogin{Alias: b.Type, Name: b.Type}, Bound: true, UnionID: b.UnionID})
	}
	return logins, nil
}

// allBindings gives the accounts that a user has bound, the one they came in by
// among them.
func (u *User) allBindings() []Binding {
	bindings := slices.Clone(u.bindings)
	if u.UnionID == "" {
		return bindings
	}
	return append(bindings, Binding{
		ID: u.ID, User: u.ID, Pool: u.Pool, Type: u.cameBy(), UnionID: u.UnionID,
		UserInfo: text(u.OAuth), CreatedAt: isoText(u.SignedUp),
	})
}

// cameBy is the social login that a user came in by. Where nothing else tells,
// it stands before the bar in the union ID, as in qq|1.
func (u *User) cameBy() string {
	if u.ThirdParty != nil {
		return u.ThirdParty.Provider
	}
	kind, _, _ := strings.Cut(u.UnionID, "|")
	return kind
}

// waysIn counts how a user can sign in.
func (u *User) waysIn() int {
	ways := len(u.allBindings())
	if u.Phone != "" { // by a code
		ways++
	}
	if u.password != "" && (u.Email != "" || u.Username != "") {
		ways++
	}
	return ways
}

// Bind binds an account at a social login to a user: the owner to anybody, a
// user to themselves. From then on it signs them in. Which social logins the
// pool offers does not matter, as the account is there already.
func (s *Service) Bind(bearer string, in Binding) (Binding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, in.Pool, in.User)
	if err != nil {
		return Binding{}, err
	}
	if in.Type == "" || in.UnionID == "" {
		return Binding{}, refuse(authing.CodeParametersIncomplete)
	}
	if slices.ContainsFunc(u.allBindings(), func(b Binding) bool { return b.Type == in.Type || b.UnionID == in.UnionID }) {
		return Binding{}, refuse(authing.CodeSocialLoginAlreadyBound)
	}
	if c.pool.byUnionID(in.UnionID) != nil {
		return Binding{}, refuse(authing.CodeSocialAccountTaken)
	}
	in.ID, in.User, in.Pool, in.CreatedAt = newID(), u.ID, u.Pool, isoString(s.now())
	u.bindings = append(u.bindings, in)
	return in, nil
}

// Unbind takes the account at a social login off a user, for whom Bind binds it.
func (s *Service) Unbind(bearer, poolID, userID, kind string) (Binding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, err := s.subject(bearer, poolID, userID)
	if err != nil {
		return Binding{}, err
	}
	bound := u.allBindings()
	i := slices.IndexFunc(bound, func(b Binding) bool { return b.Type == kind })
	switch {
	case i < 0:
		return Binding{}, refuse(authing.CodeSocialLoginNotBound)
	case u.waysIn() == 1:
		return Binding{}, refuse(authing.CodeLastSignInMethod)
	}
	if bound[i].UnionID == u.UnionID {
		u.UnionID, u.ThirdParty = "", nil
	}
	u.bindings = slices.DeleteFunc(u.bindings, func(b Binding) bool { return b.Type == kind })
	return bound[i], nil
}

// ADConnector gives the ID of the Active Directory connector that belongs to an
// application, which is the first of its pool; "" where the pool has none.
// Anybody may ask.
func (s *Service) ADConnector(appID string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app := s.app(appID)
	if app == nil {
		return "", refuse(authing.CodeAppNotFound)
	}
	for _, person := range p.directory {
		if person.Connector != "" {
			return person.Connector, nil
		}
	}
	return "", nil
}
