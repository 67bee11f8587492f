package service

import (
	"slices"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// tally counts what a pool's settings limit.
type tally struct {
	Registrations []time.Time // those that still count
	Month         string      // such as 2026-03
	SignIns       int         // in that month
}

// quota refuses a sign-in beyond those that the pool has in a month.
func (s *Service) quota(p *pool) error {
	if allowed := p.settings.SignInQuota; allowed > 0 && p.tally.Month == s.month() && p.tally.SignIns >= allowed {
		return refuse(authing.CodeSignInQuotaExceeded)
	}
	return nil
}

// countSignIn counts a sign-in of this month.
func (s *Service) countSignIn(p *pool) {
	if month := s.month(); p.tally.Month != month {
		p.tally.Month, p.tally.SignIns = month, 0
	}
	p.tally.SignIns++
}

func (s *Service) month() string { return s.now().UTC().Format("2006-01") }

// mayRegister refuses one more user, in whatever way they come, where registration
// is switched off or too many came lately. It forgets those who do not count any
// more.
func (s *Service) mayRegister(p *pool) error {
	if p.settings.RegistrationDisabled {
		return refuse(authing.CodeRegistrationDisabled)
	}
	allowed, since := p.settings.RegistrationsAllowed, s.now().Add(-p.settings.RegistrationSpan)
	p.tally.Registrations = slices.DeleteFunc(p.tally.Registrations, func(at time.Time) bool { return !at.After(since) })
	if allowed > 0 && len(p.tally.Registrations) >= allowed {
		return refuse(authing.CodeRegisteringTooOften)
	}
	return nil
}

// countRegistration counts a registration where there is a limit.
func (s *Service) countRegistration(p *pool) {
	if p.settings.RegistrationsAllowed > 0 {
		p.tally.Registrations = append(p.tally.Registrations, s.now())
	}
}

// admit refuses who may not sign in now, whatever they know.
func (s *Service) admit(p *pool, u *User) error {
	if err := mayEnter(u); err != nil {
		return err
	}
	return s.quota(p)
}

// admitByPassword is admit for whom a password has proved.
func (s *Service) admitByPassword(p *pool, u *User) error {
	if err := s.admit(p, u); err != nil {
		return err
	}
	if u.resetForced {
		return refuse(authing.CodePasswordResetForced)
	}
	return nil
}

// admits refuses who may not sign in to an application.
func (a *App) admits(u *User) error {
	if slices.Contains(a.Denied, u.ID) {
		return refuse(authing.CodeAppAccessDenied)
	}
	return nil
}

// member finds a user of a pool, and tells one of another pool from nobody. The
// lock is held.
func (s *Service) member(p *pool, id string) (*User, error) {
	if u := p.byID(id); u != nil {
		return u, nil
	}
	if id != "" && s.byID(id) != nil {
		return nil, refuse(authing.CodeUserNotInPool)
	}
	return nil, refuse(authing.CodeUserNotFound)
}
