package service

import (
	"github.com/authing-community/authing-go/sdk/authing"
)

// Purposes that the core API has beside the classic ones.
const (
	ForBinding      Purpose = "bind email"
	ForUnbinding    Purpose = "unbind email"
	ForRegistering  Purpose = "register"
	ForLoggingIn    Purpose = "sign in by email"
	ForSecondFactor Purpose = "second factor"
	ForCompleting   Purpose = "complete the profile"
	ForAnything     Purpose = "anything"
)

// scenePurpose tells what an email of a scene is good for. Two names of one scene
// are one purpose, and those that the classic API has are its own: a code for
// resetting the password is the same from either.
func scenePurpose(scene string) (Purpose, bool) {
	switch scene {
	case "RESET_PASSWORD", "RESET_PASSWORD_VERIFY_CODE":
		return ForNewPassword, true
	case "CHANGE_EMAIL":
		return ForNewEmail, true
	case "MFA_VERIFY", "MFA_VERIFY_CODE":
		return ForSecondFactor, true
	case "VERIFY_CODE":
		return ForAnything, true
	case "EMAIL_BIND_VERIFY_CODE":
		return ForBinding, true
	case "EMAIL_UNBIND_VERIFY_CODE":
		return ForUnbinding, true
	case "REGISTER_VERIFY_CODE":
		return ForRegistering, true
	case "LOGIN_VERIFY_CODE":
		return ForLoggingIn, true
	case "INFORMATION_COMPLETION_VERIFY_CODE":
		return ForCompleting, true
	case "VERIFY_EMAIL", "FIRST_EMAIL_LOGIN_VERIFY", "CONSOLE_CONDUCTED_VERIFY":
		return ForVerifying, true
	}
	return "", false
}

// CoreSendEmail sends an email. Anybody may ask. Only a link needs a user: who
// asks for a code does not learn whether there is one.
func (s *Service) CoreSendEmail(by Asker, email, scene string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, err := s.place(by)
	if err != nil {
		return err
	}
	purpose, known := scenePurpose(scene)
	switch {
	case !validEmail(email):
		return refuse(authing.CodeEmailAddressInvalid)
	case !known:
		return refusef(authing.CodeParametersIncomplete, "there is no scene %q", scene)
	case purpose != ForVerifying:
		s.send(p, Email, purpose, email)
		return nil
	}
	u := p.byEmail(email)
	if u == nil {
		return refuse(authing.CodeUserNotFound)
	}
	s.sendLink(p, u)
	return nil
}

// CoreSendSMS sends a code to a phone number. Anybody may ask for one.
func (s *Service) CoreSendSMS(by Asker, country, phone string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, err := s.place(by)
	if err != nil {
		return err
	}
	if !validPhone(phone) || !validCountry(country) {
		return refusef(authing.CodeMessageNotSent, "phone number malformed")
	}
	s.send(p, SMS, ForPhone, numbered(country, phone))
	return nil
}

// checkEmail is check for a code by email, which may be one for anything.
func (s *Service) checkEmail(p *pool, purpose Purpose, email, text string) error {
	if s.check(p, ForAnything, email, text) == nil {
		return nil
	}
	return s.check(p, purpose, email, text)
}

// useEmail uses up the code that checkEmail found right.
func (p *pool) useEmail(purpose Purpose, email, text string) {
	for _, one := range [...]Purpose{ForAnything, purpose} {
		if p.codes[keyFor(one, email)].Text == text {
			p.use(one, email)
			return
		}
	}
}

// CoreReset names whose password is set anew, by one of the two, and how that is
// proved.
type CoreReset struct {
	Phone, PhoneCountryCode string
	Email                   string
	Code                    string
	Password                string // encrypted
}

// CoreResetPassword sets a new password with a code from an SMS or an email.
func (s *Service) CoreResetPassword(by Asker, in CoreReset) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, err := s.place(by)
	if err != nil {
		return err
	}
	if (in.Phone == "") == (in.Email == "") {
		return refusef(authing.CodeParametersIncomplete, "one of phone and email is needed")
	}
	address := numbered(in.PhoneCountryCode, in.Phone)
	u := p.byNumber(address)
	if in.Phone == "" {
		u = p.byEmail(in.Email)
	}
	if u == nil || u.Deleted {
		return refuse(authing.CodeUserNotFound)
	}
	if in.Phone != "" {
		err = s.check(p, ForPhone, address, in.Code)
	} else {
		err = s.checkEmail(p, ForNewPassword, in.Email, in.Code)
	}
	if err != nil {
		return err
	}
	password, err := s.openNew(in.Password)
	if err != nil {
		return err
	}
	if in.Phone != "" {
		p.use(ForPhone, address)
	} else {
		p.useEmail(ForNewPassword, in.Email, in.Code)
	}
	u.setPassword(password, s.stamp())
	return nil
}
