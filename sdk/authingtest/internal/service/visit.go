package service

import (
	"maps"
	"time"
)

// visit is a browser with which somebody is signed in to a pool: other
// applications of the pool need not ask again.
type visit struct {
	ID, User, Pool string
	App            string // ID of the application that they signed in to
	Factor         bool   // a second factor was asked for, and proved
	Since, Expires time.Time
}

// newVisit signs a browser in and gives the word for its cookie.
func (s *Service) newVisit(p *pool, app *App, u *User) string {
	now := s.now()
	maps.DeleteFunc(s.visits, func(_ string, v visit) bool { return !now.Before(v.Expires) })
	word := newWord()
	s.visits[word] = visit{ID: newID(), User: u.ID, Pool: p.id, App: app.ID, Factor: app.MFA || u.mfa != nil && u.mfa.Enabled, Since: now, Expires: now.Add(p.settings.tokenLifetime())}
	return word
}

// visitor gives who is signed in with a browser; nobody where they may not be any
// more.
func (s *Service) visitor(word string) (*User, visit) {
	v := s.visits[word]
	u := s.byID(v.User)
	if !s.now().Before(v.Expires) || mayEnter(u) != nil {
		return nil, visit{}
	}
	return u, v
}

// Visit tells about a browser that somebody is signed in with.
type Visit struct {
	Session VisitSession `json:"session"`
	User    *User        `json:"userInfo"`
}

// VisitSession is that sign-in.
type VisitSession struct {
	ID     string      `json:"_id"`
	Cookie VisitCookie `json:"cookie"`
}

// VisitCookie is the cookie that stands for it.
type VisitCookie struct {
	MaxAge   int64  `json:"originalMaxAge"` // milliseconds
	Expires  string `json:"expires"`
	Secure   bool   `json:"secure"`
	HTTPOnly bool   `json:"httpOnly"`
	Path     string `json:"path"`
	SameSite string `json:"sameSite"`
	App      string `json:"appId"`
	Type     string `json:"type"`
	User     string `json:"userId"`
}

// Visit tells who is signed in with a browser, whose cookie has the word; nil
// where nobody is.
func (s *Service) Visit(word string) *Visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, v := s.visitor(word)
	if u == nil {
		return nil
	}
	return &Visit{User: u.copy(), Session: VisitSession{ID: v.ID, Cookie: VisitCookie{
		MaxAge: v.Expires.Sub(v.Since).Milliseconds(), Expires: isoString(v.Expires),
		HTTPOnly: true, Path: "/", SameSite: "lax", App: v.App, Type: OIDC, User: u.ID,
	}}}
}
