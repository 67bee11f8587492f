package service

import "github.com/authing-community/authing-go/sdk/authing"

// Registration is what somebody registers with: an email address and a
// password, a phone number and a code from an SMS, or the ID of a social login.
type Registration struct {
	Pool                            string
	Email, Username, Phone, UnionID string
	OpenID                          string
	Password                        string // encrypted
	PhoneCode                       string
	Details                         Details
	RegisterMethod                  string // "" lets the service say
	LastIP, LastLogin, SignedUp     string
	ForceLogin                      bool // sign in as well
}

// Register creates a user. Anybody may, unless the pool's registration is
// switched off or has come to its limit, which holds for the owner too.
func (s *Service) Register(in Registration) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(in.Pool)
	if err != nil {
		return nil, err
	}
	if err := s.mayRegister(p); err != nil {
		return nil, err
	}
	if err := in.complete(); err != nil {
		return nil, err
	}
	if err := p.taken(nil, in.Email, in.Phone, in.Username, in.UnionID); err != nil {
		return nil, err
	}
	if in.PhoneCode != "" {
		if err := s.check(p, ForPhone, in.Phone, in.PhoneCode); err != nil {
			return nil, err
		}
	}
	if in.ForceLogin {
		if err := s.quota(p); err != nil {
			return nil, err
		}
	}
	password := ""
	if in.Password != "" {
		if password, err = s.openNew(in.Password); err != nil {
			return nil, err
		}
	}
	if in.PhoneCode != "" {
		p.use(ForPhone, in.Phone)
	}
	s.countRegistration(p)
	u := s.newUser(p, User{
		Email: in.Email, Phone: in.Phone, PhoneVerified: in.PhoneCode != "",
		Username: in.Username, UnionID: in.UnionID, OpenID: in.OpenID,
		Details: in.Details, RegisterMethod: in.method(),
		LastIP: in.LastIP, LastLogin: in.LastLogin, SignedUp: in.SignedUp,
		private: private{password: password},
	})
	if in.ForceLogin {
		return s.enter(p, u, Origin{IP: in.LastIP})
	}
	return u.copy(), nil
}

// complete refuses a registration with something missing or malformed.
func (in Registration) complete() error {
	switch {
	case in.Email == "" && in.Phone == "" && in.UnionID == "":
		return refuse(authing.CodePhoneOrEmailMissing)
	case in.Email != "" && !validEmail(in.Email):
		return refuse(authing.CodeInvalidEmail)
	case in.Phone != "" && !validPhone(in.Phone):
		return refusef(authing.CodeMessageNotSent, "phone number malformed")
	case in.UnionID != "" || in.Phone != "" && in.PhoneCode != "":
		return nil
	case in.Email == "":
		return refusef(authing.CodeParametersIncomplete, "phoneCode missing")
	case in.Password == "":
		return refuse(authing.CodePasswordRequired)
	}
	return nil
}

func (in Registration) method() string {
	switch {
	case in.RegisterMethod != "":
		return in.RegisterMethod
	case in.Email != "":
		return "default:username-password"
	case in.Phone != "":
		return "default:phone-code"
	default:
		return "oauth"
	}
}

// Exists tells whether the pool has a user with any of the identifiers given.
// Anybody may ask.
func (s *Service) Exists(poolID, phone, username, email string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return false, err
	}
	if phone == "" && username == "" && email == "" {
		return false, refuse(authing.CodeParametersIncomplete)
	}
	return p.byPhone(phone) != nil || p.byUsername(username) != nil || p.byEmail(email) != nil, nil
}
