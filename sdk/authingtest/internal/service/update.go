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
	changed := *u
	if in.Password != nil {
		changed.password, changed.resetForced, changed.firstLogin = password, false, false
	}
	in.apply(&changed)
	if u.waysIn() > 0 && changed.waysIn() == 0 {
		return nil, refuse(authing.CodeLastSignInMethod)
	}
	*u = changed
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
