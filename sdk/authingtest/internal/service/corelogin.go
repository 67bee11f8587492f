package service

import (
	"cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// CoreCredentials is what somebody signs in with to an application: a password
// with one of the identifiers, or a code that was sent to a phone number or an
// email address.
type CoreCredentials struct {
	Account                string // phone number, email address or user name
	Email, Username, Phone string
	PhoneCountryCode       string // "" is that of China
	Password               string // encrypted
	Code                   string
	Register               bool // creates the user where the phone number is unknown
	IP                     string
}

// CoreLogin signs in with a password. Anybody may try. The clients of the core API
// have no field for a captcha's text: who failed too often is refused meanwhile.
func (s *Service) CoreLogin(by Asker, in CoreCredentials) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.place(by)
	if err != nil {
		return nil, err
	}
	password, err := s.open(in.Password)
	if err != nil {
		return nil, err
	}
	u := in.lookup(p)
	named := in.named()
	if s.failedTooOften(p, named.account(u)) {
		return nil, refuse(authing.CodeCaptchaRequired)
	}
	if err := s.attempt(p, u, named, password); err != nil {
		if u != nil {
			u.logged(Login{IP: in.IP, Result: err.Error()}, s.now())
		}
		return nil, err
	}
	if err := s.admitByPassword(p, u); err != nil {
		return nil, err
	}
	return s.goOn(p, app, u, in.IP)
}

// named is what failed sign-ins of nobody are counted by.
func (in CoreCredentials) named() Credentials {
	return Credentials{Email: in.Email, Username: cmp.Or(in.Username, in.Account), Phone: in.Phone}
}

// lookup finds whom the credentials name.
func (in CoreCredentials) lookup(p *pool) *User {
	for _, found := range [...]*User{
		p.byEmail(in.Email), p.byUsername(in.Username), p.byPhone(numbered(in.PhoneCountryCode, in.Phone)),
		p.byPhone(in.Account), p.byEmail(in.Account), p.byUsername(in.Account),
	} {
		if found != nil {
			return found
		}
	}
	return nil
}

// CoreLoginByPhoneCode signs in with a code from an SMS.
func (s *Service) CoreLoginByPhoneCode(by Asker, in CoreCredentials) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.place(by)
	if err != nil {
		return nil, err
	}
	address := numbered(in.PhoneCountryCode, in.Phone)
	if err := s.check(p, ForPhone, address, in.Code); err != nil {
		return nil, err
	}
	u := p.byNumber(address)
	created := u == nil && in.Register
	if created {
		if err := s.mayRegister(p); err != nil {
			return nil, err
		}
		if err := s.quota(p); err != nil {
			return nil, err
		}
	} else if err := s.admit(p, u); err != nil {
		return nil, err
	}
	p.use(ForPhone, address)
	if created {
		s.countRegistration(p)
		u = s.newUser(p, User{Phone: in.Phone, RegisterMethod: "default:phone-code"})
		u.sources, u.more.PhoneCountryCode = []string{"basic:phone-code"}, said(in.PhoneCountryCode)
	}
	u.PhoneVerified = true
	person, err := s.goOn(p, app, u, in.IP)
	if err != nil {
		return nil, err
	}
	person.NewlyCreated = &created
	return person, nil
}

// CoreLoginByEmailCode signs in with a code from an email.
func (s *Service) CoreLoginByEmailCode(by Asker, in CoreCredentials) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.place(by)
	if err != nil {
		return nil, err
	}
	if err := s.checkEmail(p, ForLoggingIn, in.Email, in.Code); err != nil {
		return nil, err
	}
	u := p.byEmail(in.Email)
	if err := s.admit(p, u); err != nil {
		return nil, err
	}
	p.useEmail(ForLoggingIn, in.Email, in.Code)
	u.EmailVerified = true
	return s.goOn(p, app, u, in.IP)
}

// CoreLoginByLDAP signs in with an account of the pool's LDAP server.
func (s *Service) CoreLoginByLDAP(by Asker, username, password string) (*Person, error) {
	return s.coreLoginByDirectory(by, username, password, func(person DirectoryUser) bool {
		named := person.Username == username || person.Email != "" && sameEmail(person.Email, username)
		return person.Connector == "" && named
	})
}

// CoreLoginByAD signs in with an account of an Active Directory domain of the
// pool, behind whichever connector.
func (s *Service) CoreLoginByAD(by Asker, username, password string) (*Person, error) {
	return s.coreLoginByDirectory(by, username, password, func(person DirectoryUser) bool {
		return person.Connector != "" && sameAccount(person.Username, username)
	})
}

// coreLoginByDirectory signs in whom a directory vouches for. It is the
// directory's password that counts, so nothing is said of a first sign-in.
func (s *Service) coreLoginByDirectory(by Asker, username, password string, named func(DirectoryUser) bool) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.place(by)
	if err != nil {
		return nil, err
	}
	for _, person := range p.directory {
		if !named(person) || person.Password != password {
			continue
		}
		u, err := s.fromDirectory(p, person)
		if err != nil {
			return nil, err
		}
		if err := app.admits(u); err != nil {
			return nil, err
		}
		if err := s.coreFactor(p, app, u); err != nil {
			return nil, err
		}
		return s.enterCore(p, app, u, "")
	}
	return nil, refuse(authing.CodeWrongCredentials)
}

// goOn signs in who has proved who they are, unless the application is not for
// them or one more step is missing.
func (s *Service) goOn(p *pool, app *App, u *User, ip string) (*Person, error) {
	if err := app.admits(u); err != nil {
		return nil, err
	}
	if u.firstLogin {
		word := s.newStep(step{Kind: stepFirstLogin, Pool: p.id, User: u.ID, App: app.ID}, p)
		return nil, refuseWith(authing.CodeFirstLoginPasswordReset, map[string]string{"token": word})
	}
	if err := s.coreFactor(p, app, u); err != nil {
		return nil, err
	}
	return s.enterCore(p, app, u, ip)
}

// enterCore signs a user in to an application.
func (s *Service) enterCore(p *pool, app *App, u *User, ip string) (*Person, error) {
	token, err := s.issueCore(p, u, app)
	if err != nil {
		return nil, err
	}
	s.noteEntry(u, Origin{IP: ip})
	return p.tellPerson(u).withToken(token), nil
}

// CoreRegistration is what somebody registers with, in one of three ways: with an
// email address, a user name, or a phone number and a code sent to it.
type CoreRegistration struct {
	Email, Username, Phone string
	PhoneCountryCode, Code string
	Password               string // encrypted; may be left out with a phone number
	Details                Details
	IP                     string
	Source                 string // such as basic:email
	Values                 []UDFChange
	ForceLogin             bool // signs in as well
	GenerateToken          bool // gives a token, without a sign-in
}

// CoreRegister creates a user. Whoever registers is asked for no second factor:
// they have none.
func (s *Service) CoreRegister(by Asker, in CoreRegistration) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.place(by)
	if err != nil {
		return nil, err
	}
	password, values, err := s.registrable(p, in)
	if err != nil {
		return nil, err
	}
	if in.Code != "" {
		p.use(ForPhone, numbered(in.PhoneCountryCode, in.Phone))
	}
	s.countRegistration(p)
	u := s.newUser(p, User{
		Email: in.Email, Username: in.Username, Phone: in.Phone, PhoneVerified: in.Phone != "",
		Details: in.Details, LastIP: in.IP, private: private{password: password, sources: []string{in.Source}},
	})
	u.more.PhoneCountryCode = said(in.PhoneCountryCode)
	for i := range values {
		values[i].Target = u.ID
	}
	p.keep(values)
	switch {
	case in.ForceLogin:
		return s.enterCore(p, app, u, in.IP)
	case in.GenerateToken:
		token, err := s.issueCore(p, u, app)
		return p.tellPerson(u).withToken(token), err
	}
	return p.tellPerson(u), nil
}

// registrable refuses what nobody can register with.
func (s *Service) registrable(p *pool, in CoreRegistration) (password string, values []udfValue, err error) {
	if err := s.mayRegister(p); err != nil {
		return "", nil, err
	}
	switch {
	case in.Email == "" && in.Username == "" && in.Phone == "":
		return "", nil, refuse(authing.CodeParametersIncomplete)
	case in.Email != "" && !validEmail(in.Email):
		return "", nil, refuse(authing.CodeInvalidEmail)
	case in.Phone != "" && !validPhone(in.Phone):
		return "", nil, refusef(authing.CodeMessageNotSent, "phone number malformed")
	case p.taken(nil, in.Email, numbered(in.PhoneCountryCode, in.Phone), in.Username, "") != nil:
		return "", nil, refuse(authing.CodeUserExists)
	}
	if in.Phone != "" {
		if err := s.check(p, ForPhone, numbered(in.PhoneCountryCode, in.Phone), in.Code); err != nil {
			return "", nil, err
		}
	}
	if in.ForceLogin {
		if err := s.quota(p); err != nil {
			return "", nil, err
		}
	}
	if in.Password != "" || in.Phone == "" {
		if password, err = s.openNew(in.Password); err != nil {
			return "", nil, err
		}
	}
	values, err = p.checked(udfUser, in.Values)
	return password, values, err
}
