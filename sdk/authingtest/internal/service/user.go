package service

import (
	"crypto/rsa"
	"encoding/base64"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/authing-community/authing-go/sdk/authing"
)

// defaultPhoto is the picture of who has none, as in the documents' samples.
const defaultPhoto = "https://usercontents.authing.cn/authing-avatar.png"

// Details is what a person tells about themselves. Nil is "never set"; the
// same type serves as a patch, where nil is "leave alone" and "" empties.
type Details struct {
	Nickname          *string `json:"nickname"`
	Photo             *string `json:"photo"`
	Company           *string `json:"company"`
	Name              *string `json:"name"`
	GivenName         *string `json:"givenName"`
	MiddleName        *string `json:"middleName"`
	FamilyName        *string `json:"familyName"`
	PreferredUsername *string `json:"preferredUsername"`
	Profile           *string `json:"profile"` // address of the profile page
	Website           *string `json:"website"`
	Gender            *string `json:"gender"`
	Birthdate         *string `json:"birthdate"`
	ZoneInfo          *string `json:"zoneinfo"`
	Locale            *string `json:"locale"`
	Address           *string `json:"address"`
	Formatted         *string `json:"formatted"`
	StreetAddress     *string `json:"streetAddress"`
	Locality          *string `json:"locality"`
	Region            *string `json:"region"`
	PostalCode        *string `json:"postalCode"`
	Country           *string `json:"country"`
	Browser           *string `json:"browser"`
	Device            *string `json:"device"`
	OAuth             *string `json:"oauth"` // what a social login told, as JSON text
}

func (p *Details) fields() []**string {
	return []**string{
		&p.Nickname, &p.Photo, &p.Company, &p.Name, &p.GivenName, &p.MiddleName, &p.FamilyName,
		&p.PreferredUsername, &p.Profile, &p.Website, &p.Gender, &p.Birthdate, &p.ZoneInfo, &p.Locale,
		&p.Address, &p.Formatted, &p.StreetAddress, &p.Locality, &p.Region, &p.PostalCode, &p.Country,
		&p.Browser, &p.Device, &p.OAuth,
	}
}

// merge takes over what the patch has.
func (p *Details) merge(patch Details) {
	to, from := p.fields(), patch.fields()
	for i, value := range from {
		if *value != nil {
			*to[i] = *value
		}
	}
}

// ThirdParty is what a user holds at the social login they came in by.
type ThirdParty struct {
	Provider     string `json:"provider"` // such as qq
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken"`
	ExpiresIn    int    `json:"expiresIn"` // seconds
	UpdatedAt    string `json:"updatedAt"` // ISO 8601
}

// User is a person in a pool. Its JSON is the one of the endpoints that are no
// GraphQL.
type User struct {
	ID            string `json:"_id"`
	Pool          string `json:"registerInClient"`
	Email         string `json:"email"`
	EmailVerified bool   `json:"emailVerified"`
	Phone         string `json:"phone"`
	PhoneVerified bool   `json:"phoneVerified"`
	Username      string `json:"username"`
	UnionID       string `json:"unionid"`
	OpenID        string `json:"openid"`
	Details
	RegisterMethod string      `json:"registerMethod"`
	LoginsCount    int         `json:"loginsCount"`
	LastLogin      string      `json:"lastLogin"`
	LastIP         string      `json:"lastIP"`
	SignedUp       string      `json:"signedUp"`
	UpdatedAt      string      `json:"updatedAt"`
	Blocked        bool        `json:"blocked"`
	Deleted        bool        `json:"isDeleted"`
	Token          string      `json:"token"` // in the answer to a sign-in only
	TokenExpiredAt string      `json:"tokenExpiredAt"`
	Group          Group       `json:"group"` // the role of the older kind that was given first; filled in by copy
	ThirdParty     *ThirdParty `json:"thirdPartyIdentity,omitempty"`

	private
}

// private is what the service knows of a user and tells nobody as it is. Its
// fields are unexported, so that no JSON of a user has them.
type private struct {
	number      int    // place in the order of registration
	password    string // as it is: a box holds nobody's real password
	resetForced bool   // the password is not good for signing in until it was changed
	permanent   bool   // cannot be removed
	mfa         *mfa   // nil until somebody asks for it
	sessions    map[string]session
	logins      []Login
	allowed     []Authorization
	held        []holding // roles of the older kind, in the order of giving
	bindings    []Binding // beyond the account that the user came in by
	metadata    []Pair
	more        More     // what only the core API tells
	sources     []string // ways of registration, in the words of the core API; nil where the classic one was used
	firstLogin  bool     // has to set another password at the first sign-in by the core API
}

// Login is one attempt to sign in.
type Login struct {
	ID, When, IP, Result, Browser, Device string
	Success                               bool
}

// copy gives what may leave the lock: a user that shares nothing that the
// service still changes. Profile fields are replaced, never written through.
func (u *User) copy() *User {
	c := *u
	c.private = private{}
	if len(u.held) > 0 {
		c.Group = *u.held[0].role
	}
	if u.ThirdParty != nil {
		c.ThirdParty = new(*u.ThirdParty)
	}
	return &c
}

// sameEmail compares two addresses without regard to case: nobody registers
// twice by writing theirs differently.
func sameEmail(a, b string) bool { return strings.EqualFold(a, b) }

func validEmail(email string) bool {
	parsed, err := mail.ParseAddress(email)
	return err == nil && parsed.Address == email && parsed.Name == ""
}

// validPhone takes 5 to 15 digits, with or without a plus before them.
func validPhone(phone string) bool {
	digits := strings.TrimPrefix(phone, "+")
	return len(digits) >= 5 && len(digits) <= 15 &&
		!strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
}

// open decrypts a password that a client encrypted and checks its length.
func (s *Service) open(sealed string) (string, error) {
	ciphertext, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", refuse(authing.CodePasswordNotDecrypted)
	}
	//lint:ignore SA1019 every client of the service pads as PKCS #1 v1.5 says
	password, err := rsa.DecryptPKCS1v15(nil, s.key, ciphertext)
	if err != nil {
		return "", refuse(authing.CodePasswordNotDecrypted)
	}
	return string(password), nil
}

// minPassword is the length of the shortest password, in characters.
const minPassword = 6

// openNew is open for a password that somebody wants to have from now on.
func (s *Service) openNew(sealed string) (string, error) {
	password, err := s.open(sealed)
	if err != nil {
		return "", err
	}
	if !utf8.ValidString(password) { // no client encrypts anything but text
		return "", refuse(authing.CodePasswordNotDecrypted)
	}
	return password, CheckPassword(password)
}

// CheckPassword refuses what nobody may have for a password.
func CheckPassword(password string) error {
	if utf8.RuneCountInString(password) < minPassword {
		return refuse(authing.CodePasswordTooShort)
	}
	return nil
}

// taken refuses identifiers that somebody other than self has already. The phone
// number is one as [numbered] writes it.
func (p *pool) taken(self *User, email, number, username, unionID string) error {
	other := func(u *User) bool { return u != nil && u != self }
	switch {
	case other(p.byEmail(email)), other(p.byNumber(number)), other(p.byUnionID(unionID)):
		return refuse(authing.CodeUserExists)
	case other(p.byUsername(username)):
		return refuse(authing.CodeUsernameTaken)
	}
	return nil
}

// UserSeed is a user to begin with, as if they had registered some time ago.
type UserSeed struct {
	ID, Email, Phone, Username, UnionID, Password string
	Details                                       Details
	EmailVerified, PhoneVerified, Blocked         bool
	MFACode                                       string // the code that counts as right; "" switches no second factor on
	MustResetPassword, Permanent                  bool
	ResetOnFirstLogin                             bool
	ThirdParty                                    *ThirdParty
}

// AddUser adds a user without asking for codes or for an encrypted password.
// Identifiers are unique all the same.
func (s *Service) AddUser(poolID string, seed UserSeed) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return nil, err
	}
	u, err := s.addUser(p, seed)
	if err != nil {
		return nil, ofSeed("User", err)
	}
	return u.copy(), nil
}

// addUser is AddUser for a pool that is found. An ID is unique in the whole
// service: tokens of applications name nothing else. The lock is held.
func (s *Service) addUser(p *pool, seed UserSeed) (*User, error) {
	if err := seed.check(); err != nil {
		return nil, err
	}
	if s.byID(seed.ID) != nil || p.byID(seed.ID) != nil {
		return nil, refuse(authing.CodeUserExists)
	}
	if err := p.taken(nil, seed.Email, seed.Phone, seed.Username, seed.UnionID); err != nil {
		return nil, err
	}
	u := s.newUser(p, User{
		ID: seed.ID, Email: seed.Email, Phone: seed.Phone, Username: seed.Username, UnionID: seed.UnionID,
		Details: seed.Details, EmailVerified: seed.EmailVerified, PhoneVerified: seed.PhoneVerified, Blocked: seed.Blocked,
		private: private{
			password: seed.Password, resetForced: seed.MustResetPassword, permanent: seed.Permanent, firstLogin: seed.ResetOnFirstLogin,
		},
	})
	if seed.MFACode != "" {
		u.mfa = &mfa{ID: newID(), Key: newKey(), Enabled: true, Fixed: seed.MFACode, Recovery: newRecovery()}
	}
	if seed.ThirdParty != nil {
		u.ThirdParty = new(*seed.ThirdParty)
	}
	return u, nil
}

// newUser puts a user whose identifiers are known to be free into the pool and
// fills in what the service decides. The lock is held.
func (s *Service) newUser(p *pool, u User) *User {
	if u.ID == "" {
		u.ID = newID()
	}
	// The documents' samples show the address as the user name of who chose none.
	if u.Username == "" && p.byUsername(u.Email) == nil {
		u.Username = u.Email
	}
	defaults := Details{Nickname: new(""), Company: new(""), Browser: new(""), OAuth: new(""), Photo: new(defaultPhoto)}
	defaults.merge(u.Details)
	u.Details = defaults
	u.Pool = p.id
	s.give(&u, p.roles[0])
	u.EmailVerified = u.EmailVerified || u.Email != "" && p.settings.EmailVerified
	if u.RegisterMethod == "" {
		u.RegisterMethod = "default:username-password"
	}
	if u.SignedUp == "" {
		u.SignedUp = s.stamp()
	}
	u.UpdatedAt = s.stamp()
	u.sessions = make(map[string]session)
	u.number = 1
	if len(p.users) > 0 {
		u.number += p.users[len(p.users)-1].number
	}
	p.users = append(p.users, &u)
	return &u
}

// byID finds a user in whatever pool they are. The lock is held.
func (s *Service) byID(id string) *User {
	for _, p := range s.pools {
		if u := p.byID(id); u != nil {
			return u
		}
	}
	return nil
}

// remove takes a user out of the pool; their sessions go with them.
func (p *pool) remove(u *User) {
	p.users = slices.DeleteFunc(p.users, func(other *User) bool { return other == u })
	p.access.forget(u)
	p.unassign([]string{toUser}, u.ID)
	p.drop(func(v udfValue) bool { return v.Type == udfUser && v.Target == u.ID })
	delete(p.failures, accountOf(u))
}

// logged notes an attempt to sign in.
func (u *User) logged(l Login, at time.Time) {
	l.ID, l.When = newID(), dateString(at)
	u.logins = append(u.logins, l)
}
