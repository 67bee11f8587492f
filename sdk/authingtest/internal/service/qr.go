package service

import (
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/authing-community/authing-go/sdk/authing"
)

// qrCode is a sign-in by QR code of the mini program.
type qrCode struct {
	Pool    string
	Expires time.Time
	User    *User // who scanned it, with their token; nil until then
}

// maxRandom is the length of the word that a code is known by, in bytes. It is
// the box's own: the word is a key in the data file.
const maxRandom = 256

// NewQRCode makes a QR code that is known by a word of the caller's, and gives
// the address of its picture. Anybody may ask for one. Who checks a code names no
// pool, so that no two pools have one with the same word at a time.
func (s *Service) NewQRCode(poolID, random string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return "", err
	}
	switch {
	case random == "":
		return "", refusef(authing.CodeParametersIncomplete, "random missing")
	case len(random) > maxRandom || !utf8.ValidString(random):
		return "", refusef(authing.CodeParametersIncomplete, "random is longer than %d bytes, or no text", maxRandom)
	}
	if other, err := s.qrCode(random); err == nil && other.Pool != p.id {
		return "", refusef(authing.CodeParametersIncomplete, "random is in use in another pool")
	}
	s.qrcodes[random] = &qrCode{Pool: p.id, Expires: s.now().Add(p.settings.codeLifetime())}
	return s.origin + "/qrcode/" + url.PathEscape(random) + ".png", nil
}

// CheckQRCode gives the user who scanned a code, with their token, and where the
// page that shows it goes now; nil as long as nobody has.
func (s *Service) CheckQRCode(random string) (scanner *User, redirect string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	qr, err := s.qrCode(random)
	if err != nil {
		return nil, "", err
	}
	if qr.User == nil {
		return nil, "", nil
	}
	return qr.User.copy(), s.pools[qr.Pool].settings.QRRedirect, nil
}

func (s *Service) qrCode(random string) (*qrCode, error) {
	qr := s.qrcodes[random]
	if qr == nil || !s.now().Before(qr.Expires) {
		return nil, refusef(authing.CodeVerificationCodeExpired, "QR code unknown or expired")
	}
	return qr, nil
}

// ScanQRCode lets a user of a pool scan one of its codes with their phone, which
// signs them in, and nobody after them.
func (s *Service) ScanQRCode(poolID, random, userID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return err
	}
	qr, err := s.qrCode(random)
	if err != nil {
		return err
	}
	switch {
	case qr.Pool != p.id:
		return refusef(authing.CodeUserNotInPool, "the QR code is of another pool")
	case qr.User != nil:
		return refusef(authing.CodeVerificationCodeExpired, "the QR code was scanned already")
	}
	u := p.byID(userID)
	if err := s.admit(p, u); err != nil {
		return err
	}
	qr.User, err = s.enter(p, u, Origin{})
	return err
}
