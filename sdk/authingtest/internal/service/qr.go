package service

import (
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// qrCode is a sign-in by QR code of the mini program.
type qrCode struct {
	pool    string
	expires time.Time
	user    *User // who scanned it, with their token; nil until then
}

// NewQRCode makes a QR code that is known by a word of the caller's, and gives
// the address of its picture. Anybody may ask for one.
func (s *Service) NewQRCode(poolID, random string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return "", err
	}
	if random == "" {
		return "", refusef(authing.CodeParametersIncomplete, "random missing")
	}
	s.qrcodes[random] = &qrCode{pool: p.id, expires: s.now().Add(p.settings.codeLifetime())}
	return s.origin + "/qrcode/" + random + ".png", nil
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
	if qr.user == nil {
		return nil, "", nil
	}
	return qr.user.copy(), s.pools[qr.pool].settings.QRRedirect, nil
}

func (s *Service) qrCode(random string) (*qrCode, error) {
	qr := s.qrcodes[random]
	if qr == nil || !s.now().Before(qr.expires) {
		return nil, refusef(authing.CodeVerificationCodeExpired, "QR code unknown or expired")
	}
	return qr, nil
}

// ScanQRCode lets a user scan a code with their phone, which signs them in.
func (s *Service) ScanQRCode(random, userID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	qr, err := s.qrCode(random)
	if err != nil {
		return err
	}
	p := s.pools[qr.pool]
	u := p.byID(userID)
	if err := mayEnter(u); err != nil {
		return err
	}
	qr.user, err = s.enter(p, u, Origin{})
	return err
}
