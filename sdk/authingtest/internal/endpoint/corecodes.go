package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// madeCode is a QR code of the core API.
type madeCode struct {
	Random    string `json:"random"` // what it is known by
	URL       string `json:"url"`
	ExpiresIn int    `json:"expiresIn"` // seconds
}

// codeStatus tells how far a sign-in by QR code has come: 0 not scanned, 1
// scanned, 2 agreed, 3 canceled, -1 expired.
type codeStatus struct {
	Random   string                 `json:"random"`
	Status   int                    `json:"status"`
	Ticket   string                 `json:"ticket,omitempty"`
	UserInfo *service.QRLoginPerson `json:"userInfo,omitempty"`
}

// codeRoutes has the QR codes that a pool's own mobile program scans: those of the
// classic API, under other paths.
func (h *Handler) codeRoutes() map[string]http.HandlerFunc {
	s := h.service
	return map[string]http.HandlerFunc{
		"POST /api/v2/qrcode/gene": posted("QR code made", func(by service.Asker, in struct{ Scene string }) (any, error) {
			made, err := s.NewQRLogin(by.Pool, in.Scene)
			return madeCode{Random: made.ID, URL: made.URL, ExpiresIn: made.ExpiresIn}, err
		}),
		"GET /api/v2/qrcode/check": got("QR code found", func(_ service.Asker, r *http.Request) (any, error) {
			random := r.URL.Query().Get("random")
			status, err := s.CheckQRLogin(random, "APP_AUTH")
			return codeStatus{Random: random, Status: statusNumber(status), Ticket: status.Ticket, UserInfo: status.UserInfo}, err
		}),
		"POST /api/v2/qrcode/userinfo": posted("signed in", func(by service.Asker, in struct{ Ticket string }) (any, error) {
			return s.CoreExchangeTicket(by, in.Ticket)
		}),
	}
}

func statusNumber(status service.QRLoginStatus) int {
	switch {
	case status.Success:
		return 2
	case status.Canceled:
		return 3
	case status.Expired:
		return -1
	case status.Scanned:
		return 1
	}
	return 0
}
