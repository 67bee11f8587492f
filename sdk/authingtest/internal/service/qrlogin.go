package service

import (
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// qrScene is the one thing that the QR codes of a pool's own mobile program are
// for.
const qrScene = "APP_AUTH"

// QRLoginCode is a QR code that a pool's own mobile program scans.
type QRLoginCode struct {
	ID        string `json:"qrcodeId"`
	URL       string `json:"qrcodeUrl"` // of its picture
	ExpiresIn int    `json:"expiresIn"` // seconds
}

// QRLoginStatus tells how far a sign-in by QR code has come.
type QRLoginStatus struct {
	Scanned  bool           `json:"scanned"`
	Expired  bool           `json:"expired"`
	Success  bool           `json:"success"`
	Canceled bool           `json:"canceled"`
	Ticket   string         `json:"ticket,omitempty"`
	UserInfo *QRLoginPerson `json:"userInfo,omitempty"`
}

// QRLoginPerson is what the status tells about who scanned a code: what a page
// needs to greet them.
type QRLoginPerson struct {
	ID       string  `json:"_id"`
	Nickname *string `json:"nickname"`
	Photo    *string `json:"photo"`
}

// qrLogin is a sign-in by such a code.
type qrLogin struct {
	Pool     string
	Expires  time.Time
	User     string // ID of who scanned it; "" until then
	Canceled bool
	Ticket   string // "" until the person has said yes
}

// over tells whether nothing can happen to a sign-in any more.
func (q *qrLogin) over(now time.Time) bool {
	return q.Ticket != "" || q.Canceled || !now.Before(q.Expires)
}

// NewQRLogin makes a QR code. Anybody may ask for one.
func (s *Service) NewQRLogin(poolID, scene string) (QRLoginCode, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return QRLoginCode{}, err
	}
	if scene != qrScene {
		return QRLoginCode{}, refusef(authing.CodeParametersIncomplete, "the scene is not %s", qrScene)
	}
	lifetime := p.settings.codeLifetime()
	id := newID()
	s.qrlogins[id] = &qrLogin{Pool: p.id, Expires: s.now().Add(lifetime)}
	return QRLoginCode{ID: id, URL: s.origin + "/qrcode/" + id + ".png", ExpiresIn: int(lifetime.Seconds())}, nil
}

// qrLogin finds a sign-in. The lock is held.
func (s *Service) qrLogin(id string) (*qrLogin, error) {
	if q := s.qrlogins[id]; q != nil {
		return q, nil
	}
	return nil, refusef(authing.CodeParametersIncomplete, "QR code does not exist")
}

// CheckQRLogin tells how far a sign-in has come. Anybody who knows the code's ID
// may ask.
func (s *Service) CheckQRLogin(id, scene string) (QRLoginStatus, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.qrLogin(id)
	if err != nil {
		return QRLoginStatus{}, err
	}
	if scene != qrScene {
		return QRLoginStatus{}, refusef(authing.CodeParametersIncomplete, "the scene is not %s", qrScene)
	}
	status := QRLoginStatus{
		Scanned: q.User != "", Canceled: q.Canceled, Success: q.Ticket != "", Ticket: q.Ticket,
		Expired: q.Ticket == "" && !q.Canceled && !s.now().Before(q.Expires),
	}
	if u := s.pools[q.Pool].byID(q.User); u != nil {
		status.UserInfo = &QRLoginPerson{ID: u.ID, Nickname: u.Nickname, Photo: u.Photo}
	}
	return status, nil
}

// ScanQRLogin lets a user scan a code. They are asked whether to sign in.
func (s *Service) ScanQRLogin(poolID, id, userID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.openQRLogin(poolID, id)
	if err != nil {
		return err
	}
	if err := mayEnter(s.pools[q.Pool].byID(userID)); err != nil {
		return err
	}
	q.User = userID
	return nil
}

// ConfirmQRLogin lets who scanned a code say yes.
func (s *Service) ConfirmQRLogin(poolID, id string) error {
	return s.answerQRLogin(poolID, id, func(q *qrLogin) {
		q.Ticket = newWord()
		s.tickets[q.Ticket] = ticket{Pool: q.Pool, User: q.User, Expires: s.now().Add(s.pools[q.Pool].settings.codeLifetime())}
	})
}

// CancelQRLogin lets who scanned a code say no.
func (s *Service) CancelQRLogin(poolID, id string) error {
	return s.answerQRLogin(poolID, id, func(q *qrLogin) { q.Canceled = true })
}

func (s *Service) answerQRLogin(poolID, id string, answer func(*qrLogin)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.openQRLogin(poolID, id)
	if err != nil {
		return err
	}
	if q.User == "" {
		return refusef(authing.CodeParametersIncomplete, "nobody has scanned the QR code")
	}
	answer(q)
	return nil
}

// openQRLogin finds a pool's sign-in that is not over.
func (s *Service) openQRLogin(poolID, id string) (*qrLogin, error) {
	q, err := s.qrLogin(id)
	if err != nil {
		return nil, err
	}
	if q.Pool != poolID {
		return nil, refusef(authing.CodeUserNotInPool, "the QR code is of another pool")
	}
	if q.over(s.now()) {
		return nil, refusef(authing.CodeVerificationCodeExpired, "the sign-in by this QR code is over")
	}
	return q, nil
}

// ticket stands for a sign-in that the person has said yes to.
type ticket struct {
	Pool, User string
	Expires    time.Time
}

// ExchangeTicket signs in whom a ticket stands for, once.
func (s *Service) ExchangeTicket(word string) (*User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tickets[word]
	if !ok || !s.now().Before(t.Expires) {
		return nil, refusef(authing.CodeNotAllowed, "the ticket is unknown, used or expired")
	}
	p := s.pools[t.Pool]
	u := p.byID(t.User)
	if err := s.admit(p, u); err != nil {
		return nil, err
	}
	delete(s.tickets, word)
	return s.enter(p, u, Origin{})
}

// CoreExchangeTicket is ExchangeTicket for the core API.
func (s *Service) CoreExchangeTicket(by Asker, word string) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tickets[word]
	if !ok || !s.now().Before(t.Expires) {
		return nil, refusef(authing.CodeNotAllowed, "the ticket is unknown, used or expired")
	}
	p, app, err := s.place(Asker{Pool: t.Pool, App: by.App})
	if err != nil {
		return nil, err
	}
	u := p.byID(t.User)
	if err := s.admit(p, u); err != nil {
		return nil, err
	}
	if err := app.admits(u); err != nil {
		return nil, err
	}
	delete(s.tickets, word)
	return s.enterCore(p, app, u, "")
}
