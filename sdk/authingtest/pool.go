package authingtest

import (
	"log/slog"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Pool is a user pool of a box. What is done to it leaves the box's other pools
// alone. It is safe for concurrent use.
type Pool struct {
	// PoolID is the ID of the user pool.
	PoolID string
	// Secret is the pool's secret, which the management client exchanges for the
	// owner token.
	Secret authing.Secret
	// AppID is the ID of the application that the pool has from the beginning: what
	// the clients of the core API are made with beside the pool's.
	AppID string

	service *service.Service
}

// LogValue keeps the pool's secret out of what is logged.
func (p *Pool) LogValue() slog.Value {
	return slog.GroupValue(slog.String("pool", p.PoolID))
}

// OwnerToken makes a token of the pool's owner, as the secret is exchanged for.
func (p *Pool) OwnerToken() (authing.Secret, error) {
	token, err := p.service.OwnerToken(p.PoolID)
	return authing.Secret(token), p.settled(err)
}

// UserToken makes a token of a user, as if they had just signed in.
func (p *Pool) UserToken(userID string) (authing.Secret, error) {
	owner, err := p.service.OwnerToken(p.PoolID)
	if err != nil {
		return "", p.settled(err)
	}
	token, _, err := p.service.RefreshToken(owner, p.PoolID, userID)
	return authing.Secret(token), p.settled(err)
}

// SetRegistrationDisabled switches registration off, or on again. While it is off
// nobody becomes a user by signing in either, with a phone number or from a
// directory. [Pool.AddUser] adds users all the same.
func (p *Pool) SetRegistrationDisabled(disabled bool) error {
	return p.configure(func(to *service.Settings) { to.RegistrationDisabled = disabled })
}

// SetVerifyOldEmail sets whether changing an email address needs a code sent to
// the old one as well, which it does at first.
func (p *Pool) SetVerifyOldEmail(verify bool) error {
	return p.configure(func(to *service.Settings) { to.SkipOldEmail = !verify })
}

// SetVerifyOldPhone sets whether changing a phone number needs a code sent to
// the old one as well, which it does at first.
func (p *Pool) SetVerifyOldPhone(verify bool) error {
	return p.configure(func(to *service.Settings) { to.SkipOldPhone = !verify })
}

// SetQRRedirect sets the address that a page is told to go to once its
// mini-program QR code was scanned; none at first.
func (p *Pool) SetQRRedirect(address string) error {
	if err := readable("address", address); err != nil {
		return named(err)
	}
	return p.configure(func(to *service.Settings) { to.QRRedirect = address })
}

func (p *Pool) configure(change func(*service.Settings)) error {
	return p.settled(p.service.Configure(p.PoolID, change))
}

// ScanQR lets a user scan a mini-program QR code, known by the random word that
// it was made with. Whoever waits for it is then signed in as that user.
func (p *Pool) ScanQR(random, userID string) error {
	return p.settled(p.service.ScanQRCode(p.PoolID, random, userID))
}

// ScanQRLogin lets a user scan the QR code with the given ID, one that the pool's
// own mobile program reads. They are asked whether to sign in then: see
// [Pool.ConfirmQRLogin] and [Pool.CancelQRLogin].
func (p *Pool) ScanQRLogin(qrcodeID, userID string) error {
	return p.settled(p.service.ScanQRLogin(p.PoolID, qrcodeID, userID))
}

// ConfirmQRLogin lets who scanned a QR code say yes, so that there is a ticket.
func (p *Pool) ConfirmQRLogin(qrcodeID string) error {
	return p.settled(p.service.ConfirmQRLogin(p.PoolID, qrcodeID))
}

// CancelQRLogin lets who scanned a QR code say no.
func (p *Pool) CancelQRLogin(qrcodeID string) error {
	return p.settled(p.service.CancelQRLogin(p.PoolID, qrcodeID))
}

// OneTimePassword gives what a user's authenticator shows now, by the box's
// clock: what signing in asks for once the second factor is switched on.
func (p *Pool) OneTimePassword(userID string) (authing.Secret, error) {
	code, err := p.service.OneTimePassword(p.PoolID, userID)
	return authing.Secret(code), p.settled(err)
}

// settled ends every method that may have changed something: the caller hears of
// it when it is in the data file, if there is one. A call that fails may have done
// a part of what it was to do.
func (p *Pool) settled(err error) error {
	if failed := p.service.Save(); err == nil {
		err = failed
	}
	return named(err)
}
