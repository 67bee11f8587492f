package service

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Ask says what of the service a [View] is to show.
type Ask struct {
	Users  string // text that a user's row has somewhere, in any case; "": everybody
	Outbox string // likewise for a message
	Most   int    // how many users, and how many messages, at most
}

// View is what a developer sees of the service at one moment. Its JSON is for
// the web page.
type View struct {
	Now     time.Time
	Pools   []PoolView
	Users   Section[UserView]    // pool by pool, the newest first
	Outbox  Section[MessageView] // newest first
	QRCodes []QRView             // those that wait, the one that ends first ahead
}

// Section is the part of a list that is shown.
type Section[Row any] struct {
	Rows  []Row `json:"rows"`
	Found int   `json:"found"` // how many match, shown or not
	All   int   `json:"all"`
}

// PoolView is a user pool, with the secret that only its owner knows.
type PoolView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Secret   string `json:"secret"`
	Users    int    `json:"users"`
	Register bool   `json:"register"` // whether people may register

	created time.Time
}

// UserView is a user's row.
type UserView struct {
	ID            string   `json:"id"`
	Pool          string   `json:"pool"`
	Email         string   `json:"email"`
	EmailVerified bool     `json:"emailVerified"`
	Phone         string   `json:"phone"`
	PhoneVerified bool     `json:"phoneVerified"`
	Username      string   `json:"username"`
	Nickname      string   `json:"nickname"`
	Blocked       bool     `json:"blocked"`
	Deleted       bool     `json:"deleted"`
	Sessions      int      `json:"sessions"` // that are neither ended nor expired
	Logins        int      `json:"logins"`
	LastLogin     string   `json:"lastLogin"`
	Roles         []string `json:"roles"`  // of both kinds
	Groups        []string `json:"groups"` // of role-based access control
}

// MessageView is a row of the outbox.
type MessageView struct {
	ID      int       `json:"id"` // place in the outbox
	Pool    string    `json:"pool"`
	Channel Channel   `json:"channel"`
	Purpose Purpose   `json:"purpose"`
	To      string    `json:"to"`
	Code    string    `json:"code"`
	Link    string    `json:"link"`
	Sent    time.Time `json:"sent"`
	Expires time.Time `json:"expires"`
	State   Validity  `json:"state"`
}

// Validity tells whether a code or link is still good.
type Validity string

// The validities.
const (
	Good     Validity = "good"
	Expired  Validity = "expired"
	Used     Validity = "used"
	Replaced Validity = "replaced" // a newer one went out since, whether or not this one was used before
)

// QRView is a sign-in by QR code that waits for a person.
type QRView struct {
	ID       string    `json:"id"` // what [Service.ScanQRLogin] knows it by, or [Service.ScanQRCode]
	Pool     string    `json:"pool"`
	Confirms bool      `json:"confirms"` // the person is asked after the scan
	Scanned  string    `json:"scanned"`  // ID of who scanned it; "" until then
	Expires  time.Time `json:"expires"`
}

// View shows what is in the service.
func (s *Service) View(ask Ask) View {
	s.mu.Lock()
	defer s.mu.Unlock()
	view := View{Now: s.now(), Users: Section[UserView]{Rows: []UserView{}}, QRCodes: s.waitingCodes(), Outbox: s.outboxView(ask)}
	for _, p := range s.pools {
		view.Pools = append(view.Pools, PoolView{
			ID: p.id, Name: p.name, Secret: p.secret, Users: len(p.users), Register: !p.settings.RegistrationDisabled, created: p.created,
		})
	}
	slices.SortFunc(view.Pools, func(a, b PoolView) int {
		if order := a.created.Compare(b.created); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	for _, p := range view.Pools {
		s.addUserViews(&view.Users, s.pools[p.ID], ask)
	}
	return view
}

// Now is the service's time.
func (s *Service) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Caller says in a few words whom a bearer token speaks for: nobody, owner, or
// the user with an ID.
func (s *Service) Caller(bearer string) (who, userID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if bearer == "" {
		return "nobody", ""
	}
	c, err := s.caller(bearer)
	switch {
	case err != nil:
		return "bad token", ""
	case c.user == nil:
		return "owner", ""
	default:
		return "user", c.user.ID
	}
}

func (s *Service) addUserViews(section *Section[UserView], p *pool, ask Ask) {
	section.All += len(p.users)
	for _, u := range slices.Backward(p.users) {
		if !matches(ask.Users, u.ID, u.Pool, u.Email, u.Phone, u.Username, shown(u.Nickname)) {
			continue
		}
		if section.Found++; len(section.Rows) < ask.Most {
			section.Rows = append(section.Rows, s.userView(p, u))
		}
	}
}

func (s *Service) userView(p *pool, u *User) UserView {
	view := UserView{
		ID: u.ID, Pool: u.Pool, Email: u.Email, EmailVerified: u.EmailVerified, Phone: u.Phone, PhoneVerified: u.PhoneVerified,
		Username: u.Username, Nickname: shown(u.Nickname), Blocked: u.Blocked, Deleted: u.Deleted,
		Logins: u.LoginsCount, LastLogin: u.LastLogin,
		Roles: []string{}, Groups: []string{},
	}
	for _, held := range u.sessions {
		if s.now().Before(held.Expires) {
			view.Sessions++
		}
	}
	for _, held := range u.held {
		view.Roles = append(view.Roles, held.role.Name)
	}
	for _, r := range p.access.roles {
		if slices.Contains(r.users, u) {
			view.Roles = append(view.Roles, r.Name)
		}
	}
	for _, g := range p.access.groups {
		if slices.Contains(g.users, u) {
			view.Groups = append(view.Groups, g.Name)
		}
	}
	return view
}

func (s *Service) outboxView(ask Ask) Section[MessageView] {
	section := Section[MessageView]{Rows: []MessageView{}, All: len(s.outbox)}
	newer := make(map[codeKey]bool) // what a newer message was sent for
	for i, m := range slices.Backward(s.outbox) {
		key := keyFor(m.Purpose, m.Pool+" "+cmp.Or(m.Account, m.To))
		state := s.validity(m, newer[key])
		newer[key] = true
		if !matches(ask.Outbox, m.To, m.Code, m.Link, string(m.Channel), string(m.Purpose), m.Pool) {
			continue
		}
		if section.Found++; section.Found <= ask.Most {
			section.Rows = append(section.Rows, MessageView{
				ID: i, Pool: m.Pool, Channel: m.Channel, Purpose: m.Purpose, To: m.To, Code: m.Code, Link: m.Link,
				Sent: m.Sent, Expires: m.Expires, State: state,
			})
		}
	}
	return section
}

// validity tells whether what a message brought is still good. Of links several
// may be good at a time; of codes and captchas only the newest is.
func (s *Service) validity(m Message, newer bool) Validity {
	p := s.pools[m.Pool]
	live := false
	switch {
	case m.Channel == Captcha:
		f := p.failures[m.Account]
		live = !newer && f != nil && f.Captcha == m.Code
	case m.Code == "":
		_, live = s.links[strings.TrimPrefix(m.Link, s.origin+"/verify/")]
		newer = false
	default:
		live = !newer && p.codes[keyFor(m.Purpose, m.To)].Text == m.Code
	}
	switch {
	case newer:
		return Replaced
	case !live:
		return Used
	case !s.now().Before(m.Expires):
		return Expired
	}
	return Good
}

func (s *Service) waitingCodes() []QRView {
	waiting := []QRView{}
	for random, q := range s.qrcodes {
		if q.User == nil && s.now().Before(q.Expires) {
			waiting = append(waiting, QRView{ID: random, Pool: q.Pool, Expires: q.Expires})
		}
	}
	for id, q := range s.qrlogins {
		if !q.over(s.now()) {
			waiting = append(waiting, QRView{ID: id, Pool: q.Pool, Confirms: true, Scanned: q.User, Expires: q.Expires})
		}
	}
	slices.SortFunc(waiting, func(a, b QRView) int {
		if order := a.Expires.Compare(b.Expires); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	return waiting
}

// matches tells whether a text occurs in one of the fields, in any case.
func matches(text string, fields ...string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(fields, func(field string) bool { return strings.Contains(strings.ToLower(field), text) })
}

// shown is a profile field as a page shows it: one never set is empty.
func shown(field *string) string {
	if field == nil {
		return ""
	}
	return *field
}
