package service

import "github.com/authing-community/authing-go/sdk/authing"

// Update is a change to a user: nil leaves alone, and "" empties.
type Update struct {
	ID, Pool                                                            string
	Email, Phone                                                        *string // refused: they have ways of their own
	Username, Password, OldPassword                                     *string // passwords encrypted
	TokenExpiredAt                                                      *string // "0", or a time that has passed, ends the user's sessions
	UnionID, OpenID, RegisterMethod, Token, LastLogin, LastIP, SignedUp *string
	EmailVerified, PhoneVerified, Blocked, Deleted                      *bool
	LoginsCount                                                         *int
	Details                                                             Details
}

// UpdateUser changes a user: the owner anybody, a user themselves.
func (s *Service) UpdateUser(bearer string, in Update) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, in.Pool, in.ID)
	if err != nil {
		return nil, err
	}
	if in.ID == "" {
		return nil, refuse(authing.CodeParametersIncomplete)
	}
	if err := in.allowed(c, u); err != nil {
		return nil, err
	}
	password, err := s.newPassword(c, u, in)
	if err != nil {
		return nil, err
	}
	if in.Password != nil {
		u.password = password
	}
	in.apply(u)
	if u.Blocked || u.Deleted || in.TokenExpiredAt != nil && s.passed(*in.TokenExpiredAt) {
		s.end(u)
	}
	u.UpdatedAt = s.stamp()
	return u.copy(), nil
}

// allowed refuses what updateUser does not change, what a user may not change
// themselves, and identifiers that somebody else has. Sending a value that is
// there already changes nothing, and nothing is refused.
func (in Update) allowed(c caller, u *User) error {
	switch {
	case changes(in.Email, u.Email):
		return refuse(authing.CodeUseUpdateEmail)
	case changes(in.Phone, u.Phone):
		return refuse(authing.CodeUseUpdatePhone)
	case c.user != nil && in.protected(u):
		return refuse(authing.CodeChangeNotAllowed)
	}
	if in.Username != nil {
		if err := c.pool.taken(u, "", "", *in.Username, ""); err != nil {
			return err
		}
	}
	if in.UnionID != nil && c.pool.taken(u, "", "", "", *in.UnionID) != nil {
		return refuse(authing.CodeSocialAccountTaken)
	}
	return nil
}

// protected tells whether the update touches what the service keeps about a
// user, and not the user.
func (in Update) protected(u *User) bool {
	return changes(in.UnionID, u.UnionID) || changes(in.OpenID, u.OpenID) ||
		changes(in.RegisterMethod, u.RegisterMethod) || changes(in.Token, u.Token) ||
		changes(in.LastLogin, u.LastLogin) || changes(in.LastIP, u.LastIP) || changes(in.SignedUp, u.SignedUp) ||
		changes(in.EmailVerified, u.EmailVerified) || changes(in.PhoneVerified, u.PhoneVerified) ||
		changes(in.Blocked, u.Blocked) || changes(in.Deleted, u.Deleted) || changes(in.LoginsCount, u.LoginsCount)
}

func changes[T comparable](to *T, from T) bool { return to != nil && *to != from }

// newPassword opens the password that the update sets. Who changes their own
// must know the one they have.
func (s *Service) newPassword(c caller, u *User, in Update) (string, error) {
	if in.Password == nil {
		return "", nil
	}
	if c.user != nil && u.password != "" {
		if in.OldPassword == nil || *in.OldPassword == "" {
			return "", refuse(authing.CodeOldPasswordMissing)
		}
		old, err := s.open(*in.OldPassword)
		if err != nil {
			return "", err
		}
		if old != u.password {
			return "", refuse(authing.CodeWrongOldPassword)
		}
	}
	return s.openNew(*in.Password)
}

// apply writes an update that is allowed. Token is left alone: tokens are made,
// not set.
func (in Update) apply(u *User) {
	u.Details.merge(in.Details)
	set(&u.Username, in.Username)
	set(&u.UnionID, in.UnionID)
	set(&u.OpenID, in.OpenID)
	set(&u.RegisterMethod, in.RegisterMethod)
	set(&u.TokenExpiredAt, in.TokenExpiredAt)
	set(&u.LastLogin, in.LastLogin)
	set(&u.LastIP, in.LastIP)
	set(&u.SignedUp, in.SignedUp)
	set(&u.EmailVerified, in.EmailVerified)
	set(&u.PhoneVerified, in.PhoneVerified)
	set(&u.Blocked, in.Blocked)
	set(&u.Deleted, in.Deleted)
	set(&u.LoginsCount, in.LoginsCount)
}

func set[T any](to, value *T) {
	if value != nil {
		*to = *value
	}
}

// passed tells whether a tokenExpiredAt lies behind; "0", which logging out
// sends, is 1970.
func (s *Service) passed(text string) bool {
	at, err := authing.Time(text).Parse()
	return err == nil && !at.After(s.now())
}

// EmailChange is a user's new email address with the codes that prove it and
// the old one.
type EmailChange struct {
	Pool, Email, Code, OldEmail, OldCode string
}

// ChangeEmail binds another email address. The owner's token names no user:
// with it the old address does, and proves enough.
func (s *Service) ChangeEmail(bearer string, in EmailChange) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.caller(bearer)
	if err != nil {
		return nil, err
	}
	if err := c.within(in.Pool); err != nil {
		return nil, err
	}
	u, err := c.bound(in.OldEmail, c.pool.byEmail)
	if err != nil {
		return nil, err
	}
	other := c.pool.byEmail(in.Email)
	switch {
	case !validEmail(in.Email):
		return nil, refuse(authing.CodeInvalidEmail)
	case sameEmail(in.Email, u.Email):
		return nil, refuse(authing.CodeSameEmail)
	case other != nil && other != u:
		return nil, refuse(authing.CodeEmailAlreadyBound)
	}
	proveOld := c.user != nil && u.Email != "" && !c.pool.settings.SkipOldEmail
	switch {
	case proveOld && (in.OldEmail == "" || in.OldCode == ""):
		return nil, refuse(authing.CodeOldEmailNotVerified)
	case in.OldEmail != "" && !sameEmail(in.OldEmail, u.Email):
		return nil, refuse(authing.CodeOldEmailMismatch)
	}
	if err := s.check(c.pool, ForNewEmail, in.Email, in.Code); err != nil {
		return nil, err
	}
	if proveOld {
		if err := s.check(c.pool, ForNewEmail, u.Email, in.OldCode); err != nil {
			return nil, err
		}
		c.pool.use(ForNewEmail, u.Email)
	}
	c.pool.use(ForNewEmail, in.Email)
	c.pool.rename(u, in.Email)
	u.Email, u.EmailVerified, u.UpdatedAt = in.Email, true, s.stamp()
	return u.copy(), nil
}

// bound gives the user whose address or number changes: with a user's token
// that user, with the owner's whoever has the old one.
func (c caller) bound(old string, find func(string) *User) (*User, error) {
	if c.user != nil {
		return c.user, nil
	}
	if old == "" {
		return nil, refusef(authing.CodeParametersIncomplete, "the owner's token names no user: send the old one as well")
	}
	if u := find(old); u != nil {
		return u, nil
	}
	return nil, refuse(authing.CodeUserNotFound)
}

// rename lets a user name that is nothing but the old email address follow it.
func (p *pool) rename(u *User, email string) {
	if u.Username == u.Email && p.taken(u, "", "", email, "") == nil {
		u.Username = email
	}
}

// PhoneChange is a user's new phone number with the codes that prove it and the
// old one.
type PhoneChange struct {
	Pool, Phone, Code, OldPhone, OldCode string
}

// ChangePhone binds another phone number, by the rules of ChangeEmail.
func (s *Service) ChangePhone(bearer string, in PhoneChange) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.caller(bearer)
	if err != nil {
		return nil, err
	}
	if err := c.within(in.Pool); err != nil {
		return nil, err
	}
	u, err := c.bound(in.OldPhone, c.pool.byPhone)
	if err != nil {
		return nil, err
	}
	other := c.pool.byPhone(in.Phone)
	proveOld := c.user != nil && u.Phone != "" && !c.pool.settings.SkipOldPhone
	switch {
	case !validPhone(in.Phone):
		return nil, refusef(authing.CodeMessageNotSent, "phone number malformed")
	case in.Phone == u.Phone:
		return nil, refuse(authing.CodeSamePhone)
	case other != nil && other != u:
		return nil, refusef(authing.CodeAlreadyBound, "phone number already bound, please choose another one")
	case (proveOld || in.OldPhone != "") && in.OldPhone != u.Phone:
		return nil, refuse(authing.CodeOldPhoneMismatch)
	}
	if err := s.check(c.pool, ForPhone, in.Phone, in.Code); err != nil {
		return nil, err
	}
	if proveOld {
		if err := s.check(c.pool, ForPhone, u.Phone, in.OldCode); err != nil {
			return nil, err
		}
		c.pool.use(ForPhone, u.Phone)
	}
	c.pool.use(ForPhone, in.Phone)
	u.Phone, u.PhoneVerified, u.UpdatedAt = in.Phone, true, s.stamp()
	return u.copy(), nil
}

// UnbindEmail takes a user's email address away, unless nothing else would be
// left to sign in with.
func (s *Service) UnbindEmail(bearer, userID string) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, err := s.subject(bearer, "", userID)
	if err != nil {
		return nil, err
	}
	named := u.Username != "" && u.Username != u.Email && u.password != ""
	switch {
	case u.Email == "":
		return nil, refuse(authing.CodeEmailNotBound)
	case u.Phone == "" && u.UnionID == "" && !named:
		return nil, refuse(authing.CodeLastSignInMethod)
	}
	if u.Username == u.Email {
		u.Username = ""
	}
	u.Email, u.EmailVerified, u.UpdatedAt = "", false, s.stamp()
	return u.copy(), nil
}
