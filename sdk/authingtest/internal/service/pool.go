package service

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// PoolSeed is a user pool to begin with. What is empty is chosen by the
// service.
type PoolSeed struct {
	ID       string
	Secret   string
	Name     string
	Settings Settings
	Users    []UserSeed
}

// Settings is what a pool's owner sets in the console. The zero value is the
// service's own default.
type Settings struct {
	RegistrationDisabled bool          // nobody can register
	EmailVerified        bool          // a new user's email address counts as proved
	SkipOldEmail         bool          // changing the email address needs no code from the old one
	SkipOldPhone         bool          // changing the phone number needs no code from the old one
	TokenLifetime        time.Duration // of users' and owner tokens; 0: 15 days
	CodeLifetime         time.Duration // of codes by SMS and email, and of QR codes; 0: 5 minutes
	FailuresAllowed      int           // failed sign-ins of one account before a captcha is asked; 0: 5
	FailureSpan          time.Duration // how long a failed sign-in counts; 0: 5 minutes
	AccountsTold         bool          // who fails to sign in learns whether there is such an account
	SignInQuota          int           // sign-ins in a month; 0: as many as come
	RegistrationsAllowed int           // within the span below; 0: as many as come
	RegistrationSpan     time.Duration
	QRRedirect           string // where a page goes once its mini-program QR code was scanned; "": nowhere
}

func (t Settings) tokenLifetime() time.Duration { return orDuration(t.TokenLifetime, 15*24*time.Hour) }
func (t Settings) codeLifetime() time.Duration  { return orDuration(t.CodeLifetime, 5*time.Minute) }
func (t Settings) failureSpan() time.Duration   { return orDuration(t.FailureSpan, 5*time.Minute) }

func (t Settings) failuresAllowed() int {
	if t.FailuresAllowed == 0 {
		return 5
	}
	return t.FailuresAllowed
}

func orDuration(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// Pool is what a pool tells about itself.
type Pool struct {
	ID, Name, CreatedAt string
	Settings            Settings
	TokenLifetime       time.Duration // the one in force
	Users               int           // how many there are
}

// pool is a pool as the service holds it.
type pool struct {
	id, secret, name string
	owner            string // ID of the person whom the owner token names
	created          time.Time
	settings         Settings
	roles            []*Group // of the older kind, the one called default first
	users            []*User  // in the order of registration
	codes            map[codeKey]code
	failures         map[string]*failures // by account
	tally            tally
	access           access
	orgs             []*org
	rules            []*Rule
	env              []Pair // what the rules find in their environment
	apps             []App
	defaultApp       App // what signIn uses where no application is named
	socials          []SocialLogin
	directory        []DirectoryUser
	udf              []UDFDefinition
	udv              []udfValue
	policies         []Policy
	assignments      []Assignment
}

// AddPool adds a user pool and answers with its ID and secret.
func (s *Service) AddPool(seed PoolSeed) (id, secret string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seed.ID == "" {
		seed.ID = newID()
	}
	if seed.Secret == "" {
		seed.Secret = randomHex(16)
	}
	if seed.Name == "" {
		seed.Name = "test"
	}
	if s.pools[seed.ID] != nil {
		return "", "", fmt.Errorf("there is a pool %s already", seed.ID)
	}
	p := &pool{
		id: seed.ID, secret: seed.Secret, name: seed.Name,
		owner:    newID(),
		created:  s.now(),
		settings: seed.Settings,
		roles:    []*Group{{ID: newID(), Pool: seed.ID, Name: "default", Description: "default", CreatedAt: s.stamp()}},
		codes:    make(map[codeKey]code),
		failures: make(map[string]*failures),

		defaultApp: App{ID: newID(), Secret: randomHex(16), Pool: seed.ID, Protocol: OIDC, Name: seed.Name},
	}
	for i, user := range seed.Users {
		if _, err := s.addUser(p, user); err != nil {
			return "", "", ofSeed(user.title(i), err)
		}
	}
	s.pools[p.id] = p
	if s.home == "" {
		s.home = p.id
	}
	return seed.ID, seed.Secret, nil
}

// title names one of several users to begin with, for errors.
func (u UserSeed) title(i int) string {
	who := cmp.Or(u.Email, u.Username, u.Phone, u.UnionID, u.ID)
	if who == "" {
		return fmt.Sprintf("user %d", i+1)
	}
	return fmt.Sprintf("user %d, %s", i+1, who)
}

// Home gives the ID of the pool that was added first; "" where there is none.
func (s *Service) Home() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.home
}

// Secret gives a pool's secret.
func (s *Service) Secret(poolID string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return "", err
	}
	return p.secret, nil
}

// Configure changes a pool's settings.
func (s *Service) Configure(poolID string, change func(*Settings)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return err
	}
	change(&p.settings)
	return nil
}

func (p *pool) describe() Pool {
	return Pool{
		ID: p.id, Name: p.name, CreatedAt: dateString(p.created),
		Settings: p.settings, TokenLifetime: p.settings.tokenLifetime(),
		Users: len(p.users),
	}
}

// pool finds a pool by the ID that a call names. The lock is held.
func (s *Service) pool(id string) (*pool, error) {
	if id == "" {
		return nil, refuse(authing.CodePoolMissing)
	}
	if p := s.pools[id]; p != nil {
		return p, nil
	}
	return nil, refuse(authing.CodePoolNotFound)
}

// find gives the first user that matches, or nil. Users marked as deleted are
// found as well: their addresses stay taken.
func (p *pool) find(match func(*User) bool) *User {
	if i := slices.IndexFunc(p.users, match); i >= 0 {
		return p.users[i]
	}
	return nil
}

func (p *pool) byID(id string) *User {
	return p.find(func(u *User) bool { return id != "" && u.ID == id })
}

func (p *pool) byEmail(email string) *User {
	return p.find(func(u *User) bool { return email != "" && sameEmail(u.Email, email) })
}

func (p *pool) byUsername(name string) *User {
	return p.find(func(u *User) bool { return name != "" && u.Username == name })
}

// byUnionID finds whom an account at a social login belongs to: who came in by
// it, or has bound it.
func (p *pool) byUnionID(id string) *User {
	return p.find(func(u *User) bool {
		bound := slices.ContainsFunc(u.bindings, func(b Binding) bool { return b.UnionID == id })
		return id != "" && (u.UnionID == id || bound)
	})
}

// PoolSettings gives what anybody may know about a pool.
func (s *Service) PoolSettings(poolID string) (Pool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return Pool{}, err
	}
	return p.describe(), nil
}
