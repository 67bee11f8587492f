package service

import "github.com/authing-community/authing-go/sdk/authing"

// Change is a new email address or phone number of a user, with the codes that
// prove it and the old one.
type Change struct {
	Pool, To, Code, Old, OldCode string
}

// ChangeEmail binds another email address. The owner's token names no user:
// with it the old address does, and proves enough.
func (s *Service) ChangeEmail(bearer string, in Change) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.changer(bearer, in, (*pool).byEmail)
	if err != nil {
		return nil, err
	}
	other := c.pool.byEmail(in.To)
	proveOld := c.user != nil && u.Email != "" && !c.pool.settings.SkipOldEmail
	switch {
	case !validEmail(in.To):
		return nil, refuse(authing.CodeInvalidEmail)
	case sameEmail(in.To, u.Email):
		return nil, refuse(authing.CodeSameEmail)
	case other != nil && other != u:
		return nil, refuse(authing.CodeEmailAlreadyBound)
	case proveOld && (in.Old == "" || in.OldCode == ""):
		return nil, refuse(authing.CodeOldEmailNotVerified)
	case in.Old != "" && !sameEmail(in.Old, u.Email):
		return nil, refuse(authing.CodeOldEmailMismatch)
	}
	if err := s.prove(c.pool, ForNewEmail, in, proveOld); err != nil {
		return nil, err
	}
	// A user name that is nothing but the old address follows it.
	if u.Email != "" && u.Username == u.Email && c.pool.taken(u, "", "", in.To, "") == nil {
		u.Username = in.To
	}
	u.Email, u.EmailVerified, u.UpdatedAt = in.To, true, s.stamp()
	return u.copy(), nil
}

// ChangePhone binds another phone number, by the rules of ChangeEmail.
func (s *Service) ChangePhone(bearer string, in Change) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.changer(bearer, in, (*pool).byNumber)
	if err != nil {
		return nil, err
	}
	other := c.pool.byNumber(in.To)
	proveOld := c.user != nil && u.Phone != "" && !c.pool.settings.SkipOldPhone
	switch {
	case !validPhone(in.To):
		return nil, refusef(authing.CodeMessageNotSent, "phone number malformed")
	case in.To == u.phoneNumber():
		return nil, refuse(authing.CodeSamePhone)
	case other != nil && other != u:
		return nil, refusef(authing.CodeAlreadyBound, "phone number already bound, please choose another one")
	case (proveOld || in.Old != "") && in.Old != u.phoneNumber():
		return nil, refuse(authing.CodeOldPhoneMismatch)
	}
	if err := s.prove(c.pool, ForPhone, in, proveOld); err != nil {
		return nil, err
	}
	u.setPhone("", in.To)
	u.UpdatedAt = s.stamp()
	return u.copy(), nil
}

// changer gives the caller, and the user whose address or number changes: with
// a user's token that user, with the owner's whoever has the old one.
func (s *Service) changer(bearer string, in Change, find func(*pool, string) *User) (caller, *User, error) {
	c, err := s.caller(bearer)
	if err != nil {
		return caller{}, nil, err
	}
	if err := c.within(in.Pool); err != nil {
		return caller{}, nil, err
	}
	if c.user != nil {
		return c, c.user, nil
	}
	if in.Old == "" {
		return caller{}, nil, refusef(authing.CodeParametersIncomplete, "the owner's token names no user: send the old one as well")
	}
	if u := find(c.pool, in.Old); u != nil {
		return c, u, nil
	}
	return caller{}, nil, refuse(authing.CodeUserNotFound)
}

// prove checks the codes of a change, and uses them up when all are right.
func (s *Service) prove(p *pool, purpose Purpose, in Change, old bool) error {
	if err := s.check(p, purpose, in.To, in.Code); err != nil {
		return err
	}
	if old {
		if err := s.check(p, purpose, in.Old, in.OldCode); err != nil {
			return err
		}
		p.use(purpose, in.Old)
	}
	p.use(purpose, in.To)
	return nil
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
	if u.Email == "" {
		return nil, refuse(authing.CodeEmailNotBound)
	}
	changed := *u
	if u.Username == u.Email {
		changed.Username = ""
	}
	changed.Email, changed.EmailVerified, changed.UpdatedAt = "", false, s.stamp()
	if changed.waysIn() == 0 {
		return nil, refuse(authing.CodeLastSignInMethod)
	}
	*u = changed
	return u.copy(), nil
}
