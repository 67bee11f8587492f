package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// CorePerson gives a user: the owner anybody, a user themselves.
func (s *Service) CorePerson(by Asker, id string) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, id)
	if err != nil {
		return nil, err
	}
	return c.tellPerson(u), nil
}

// CoreUpdate is a change to a user: nil leaves alone, and "" empties. More is what
// only the core API knows.
type CoreUpdate struct {
	Update
	More More
}

// CoreUpdateUser changes a user: the owner anything of anybody, with neither codes
// nor an old password; a user what is not protected of themselves.
func (s *Service) CoreUpdateUser(by Asker, in CoreUpdate) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, in.ID)
	if err != nil {
		return nil, err
	}
	if c.user == nil {
		err = s.ownerMaySet(c.pool, u, in)
	} else if in.Password != nil {
		err = refuse(authing.CodeChangeNotAllowed)
	} else if in.Phone == nil && in.number(u) != u.phoneNumber() {
		err = refuse(authing.CodeUseUpdatePhone)
	} else {
		err = in.allowed(c, u)
	}
	if err != nil {
		return nil, err
	}
	if in.Password != nil {
		password, err := s.openNew(*in.Password)
		if err != nil {
			return nil, err
		}
		u.setPassword(password, s.stamp())
	}
	set(&u.Email, in.Email)
	set(&u.Phone, in.Phone)
	in.apply(u)
	u.more.merge(in.More)
	if u.Blocked || u.Deleted || in.TokenExpiredAt != nil && s.passed(*in.TokenExpiredAt) {
		s.end(u)
	}
	u.UpdatedAt = s.stamp()
	return c.tellPerson(u), nil
}

// number is the phone number that the user has after the change.
func (in CoreUpdate) number(u *User) string {
	phone, country := u.Phone, text(u.more.PhoneCountryCode)
	set(&phone, in.Phone)
	set(&country, in.More.PhoneCountryCode)
	return numbered(country, phone)
}

// ownerMaySet refuses identifiers that are malformed or that somebody else has.
func (s *Service) ownerMaySet(p *pool, u *User, in CoreUpdate) error {
	email, phone := text(in.Email), text(in.Phone)
	if email != "" && !validEmail(email) {
		return refuse(authing.CodeInvalidEmail)
	}
	if phone != "" && !validPhone(phone) || !validCountry(text(in.More.PhoneCountryCode)) {
		return refusef(authing.CodeMessageNotSent, "phone number malformed")
	}
	if p.taken(u, email, in.number(u), "", "") != nil {
		return refuse(authing.CodeBoundToAnotherUser)
	}
	if p.taken(u, "", "", "", text(in.UnionID)) != nil {
		return refuse(authing.CodeSocialAccountTaken)
	}
	return p.taken(u, "", "", text(in.Username), "")
}

// CoreUpdatePassword gives the caller another password. Who never had one needs no
// old one.
func (s *Service) CoreUpdatePassword(by Asker, sealed, sealedOld string) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.myself(by)
	if err != nil {
		return nil, err
	}
	if c.user.password != "" {
		if sealedOld == "" {
			return nil, refuse(authing.CodeOldPasswordMissing)
		}
		old, err := s.open(sealedOld)
		if err != nil {
			return nil, err
		}
		if old != c.user.password {
			return nil, refuse(authing.CodeIncorrectOldPassword)
		}
	}
	password, err := s.openNew(sealed)
	if err != nil {
		return nil, err
	}
	c.user.setPassword(password, s.stamp())
	return c.tellPerson(c.user), nil
}

// CoreChange is a phone number or an email address that the caller is to have,
// with the codes that prove it and the one so far.
type CoreChange struct {
	To, Code       string
	Country        string // of a phone number; "" is China's
	Old, OldCode   string
	OldCountryCode string
}

// BindPhone gives the caller a phone number, who has none.
func (s *Service) BindPhone(by Asker, in CoreChange) (*Person, error) {
	return s.changeMyself(by, func(c caller) error {
		if c.user.Phone != "" {
			return refuse(authing.CodeAlreadyBound)
		}
		return s.takePhone(c, in)
	})
}

// UpdatePhone gives the caller another phone number.
func (s *Service) UpdatePhone(by Asker, in CoreChange) (*Person, error) {
	return s.changeMyself(by, func(c caller) error {
		old := numbered(in.OldCountryCode, in.Old)
		proveOld := c.user.Phone != "" && !c.pool.settings.SkipOldPhone
		switch {
		case numbered(in.Country, in.To) == c.user.phoneNumber():
			return refuse(authing.CodeSamePhone)
		case (proveOld || in.Old != "") && old != c.user.phoneNumber():
			return refuse(authing.CodeOldPhoneMismatch)
		}
		if proveOld {
			if err := s.check(c.pool, ForPhone, old, in.OldCode); err != nil {
				return err
			}
		}
		if err := s.takePhone(c, in); err != nil {
			return err
		}
		if proveOld {
			c.pool.use(ForPhone, old)
		}
		return nil
	})
}

// takePhone gives the caller a number that is free, proved by a code.
func (s *Service) takePhone(c caller, in CoreChange) error {
	address := numbered(in.Country, in.To)
	other := c.pool.byNumber(address)
	switch {
	case !validPhone(in.To) || !validCountry(in.Country):
		return refusef(authing.CodeMessageNotSent, "phone number malformed")
	case other != nil && other != c.user:
		return refuse(authing.CodeBoundToAnotherUser)
	}
	if err := s.check(c.pool, ForPhone, address, in.Code); err != nil {
		return err
	}
	c.pool.use(ForPhone, address)
	c.user.setPhone(in.Country, in.To)
	return nil
}

// UnbindPhone takes the caller's phone number away, unless nothing else would be
// left to sign in with.
func (s *Service) UnbindPhone(by Asker) (*Person, error) {
	return s.changeMyself(by, func(c caller) error {
		u := c.user
		if u.Phone == "" || u.Email == "" && len(u.allBindings()) == 0 && !u.named() {
			return refuse(authing.CodeNoOtherWayBound)
		}
		u.setPhone("", "")
		return nil
	})
}

// named tells whether a user can sign in by a user name that is none of their
// addresses.
func (u *User) named() bool {
	return u.Username != "" && u.Username != u.Email && u.password != ""
}

// BindEmail gives the caller an email address, who has none.
func (s *Service) BindEmail(by Asker, in CoreChange) (*Person, error) {
	return s.changeMyself(by, func(c caller) error {
		if c.user.Email != "" {
			return refuse(authing.CodeEmailAlreadyBound)
		}
		return s.takeEmail(c, ForBinding, in)
	})
}

// UpdateEmail gives the caller another email address.
func (s *Service) UpdateEmail(by Asker, in CoreChange) (*Person, error) {
	return s.changeMyself(by, func(c caller) error {
		proveOld := c.user.Email != "" && !c.pool.settings.SkipOldEmail
		switch {
		case sameEmail(in.To, c.user.Email):
			return refuse(authing.CodeSameEmail)
		case (proveOld || in.Old != "") && !sameEmail(in.Old, c.user.Email):
			return refuse(authing.CodeOldEmailMismatch)
		}
		if proveOld {
			if err := s.checkEmail(c.pool, ForNewEmail, in.Old, in.OldCode); err != nil {
				return err
			}
		}
		if err := s.takeEmail(c, ForNewEmail, in); err != nil {
			return err
		}
		if proveOld {
			c.pool.useEmail(ForNewEmail, in.Old, in.OldCode)
		}
		return nil
	})
}

// takeEmail gives the caller an address that is free, proved by a code.
func (s *Service) takeEmail(c caller, purpose Purpose, in CoreChange) error {
	u, other := c.user, c.pool.byEmail(in.To)
	switch {
	case !validEmail(in.To):
		return refuse(authing.CodeInvalidEmail)
	case other != nil && other != u:
		return refuse(authing.CodeBoundToAnotherUser)
	}
	if err := s.checkEmail(c.pool, purpose, in.To, in.Code); err != nil {
		return err
	}
	c.pool.useEmail(purpose, in.To, in.Code)
	// A user name that is nothing but the old address follows it.
	if u.Email != "" && u.Username == u.Email && c.pool.taken(u, "", "", in.To, "") == nil {
		u.Username = in.To
	}
	u.Email, u.EmailVerified = in.To, true
	return nil
}

// CoreUnbindEmail takes the caller's email address away, unless nothing else would
// be left to sign in with.
func (s *Service) CoreUnbindEmail(by Asker) (*Person, error) {
	return s.changeMyself(by, func(c caller) error {
		u := c.user
		switch {
		case u.Email == "": // the document's meaning of the code here
			return refuse(authing.CodeNoOtherWayBound)
		case u.Phone == "" && len(u.allBindings()) == 0 && !u.named():
			return refuse(authing.CodeNoOtherSignInMethod)
		}
		if u.Username == u.Email {
			u.Username = ""
		}
		u.Email, u.EmailVerified = "", false
		return nil
	})
}

// changeMyself lets a user change something of themselves.
func (s *Service) changeMyself(by Asker, change func(caller) error) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.myself(by)
	if err != nil {
		return nil, err
	}
	if err := change(c); err != nil {
		return nil, err
	}
	c.user.UpdatedAt = s.stamp()
	return c.tellPerson(c.user), nil
}

// Link moves the accounts that one user has at identity providers to another, and
// deletes the one. The two tokens prove enough, if they are of the pool that is
// called: nobody else has to be signed in.
func (s *Service) Link(by Asker, primaryToken, secondaryToken string) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	primary, err := s.linked(by, primaryToken)
	if err != nil {
		return nil, err
	}
	secondary, err := s.linked(Asker{Pool: primary.pool.id}, secondaryToken)
	if err != nil {
		return nil, err
	}
	switch to, from := primary.user, secondary.user; {
	case to == from:
		return nil, refusef(authing.CodeParametersIncomplete, "the two tokens are of one user")
	case from.permanent:
		return nil, refuse(authing.CodeDeleteNotAllowed)
	case to.clashes(from):
		return nil, refusef(authing.CodeBoundToAnotherUser, "both users have an account at the same identity provider")
	}
	for _, b := range secondary.user.allBindings() {
		b.ID, b.User = newID(), primary.user.ID
		primary.user.bindings = append(primary.user.bindings, b)
	}
	s.end(secondary.user)
	primary.pool.remove(secondary.user)
	primary.user.UpdatedAt = s.stamp()
	return primary.pool.tellPerson(primary.user), nil
}

// linked finds whom a token of a call to Link is of. One of another pool is one of
// nobody there.
func (s *Service) linked(by Asker, token string) (caller, error) {
	c, err := s.myself(Asker{Token: token})
	if err == nil && !s.names(by, c.pool) {
		err = refuse(authing.CodeNotSignedIn)
	}
	return c, err
}

// clashes tells whether two users have accounts at one identity provider: a user
// has one there at most.
func (u *User) clashes(other *User) bool {
	return slices.ContainsFunc(u.allBindings(), func(mine Binding) bool {
		return slices.ContainsFunc(other.allBindings(), func(theirs Binding) bool { return mine.Type == theirs.Type })
	})
}

// SecurityLevel tells how well an account is secured.
type SecurityLevel struct {
	Score         int  `json:"score"`
	Email         bool `json:"email"`
	Phone         bool `json:"phone"`
	Password      bool `json:"password"`
	PasswordLevel *int `json:"passwordSecurityLevel"` // nil without a password
	MFA           bool `json:"mfa"`
}

// SecurityLevel tells how well the caller's account is secured. The document's
// sample has 60 for a password of level 1 and nothing else, so a password is worth
// 50 and 10 more for each level; what is bound, and a second factor, share the
// rest.
func (s *Service) SecurityLevel(by Asker) (SecurityLevel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.myself(by)
	if err != nil {
		return SecurityLevel{}, err
	}
	u := c.user
	level := SecurityLevel{Email: u.Email != "", Phone: u.Phone != "", Password: u.password != "", MFA: u.mfa != nil && u.mfa.Enabled}
	if level.Password {
		strength := strengthOf(u.password)
		level.PasswordLevel, level.Score = &strength, 50+10*strength
	}
	for _, bound := range [...]bool{level.Email, level.Phone, level.MFA} {
		if bound {
			level.Score += 10
		}
	}
	return level, nil
}

// strengthOf is the level of a password: 0 low, 1 medium, 2 high.
func strengthOf(password string) int {
	kinds := 0
	for _, kind := range [...]string{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", `!@#$%^&*(),.?":{}|<>`} {
		if strings.ContainsAny(password, kind) {
			kinds++
		}
	}
	if len(password) < 6 {
		return 0
	}
	return max(kinds-1, 0)
}
