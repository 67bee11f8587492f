package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// message is what is sent to somebody, or what they give back.
type message struct{ Phone, PhoneCountryCode, Email, Scene, Code, NewPassword, Token, Password string }

func (h *Handler) messageRoutes() map[string]http.HandlerFunc {
	s := h.service
	return map[string]http.HandlerFunc{
		"GET /api/v2/.well-known": got("what a client has to know", func(service.Asker, *http.Request) (any, error) {
			key, err := s.PasswordKey()
			return map[string]string{"publicKey": key}, err
		}),
		"POST /api/v2/sms/send": posted("code sent", func(by service.Asker, in message) (any, error) {
			return nil, s.CoreSendSMS(by, in.PhoneCountryCode, in.Phone)
		}),
		"POST /api/v2/email/send": posted("email sent", func(by service.Asker, in message) (any, error) {
			return nil, s.CoreSendEmail(by, in.Email, in.Scene)
		}),
		"POST /api/v2/password/reset/sms": posted("password set", func(by service.Asker, in message) (any, error) {
			return nil, s.CoreResetPassword(by, service.CoreReset{
				Phone: in.Phone, PhoneCountryCode: in.PhoneCountryCode, Code: in.Code, Password: in.NewPassword,
			})
		}),
		"POST /api/v2/password/reset/email": posted("password set", func(by service.Asker, in message) (any, error) {
			return nil, s.CoreResetPassword(by, service.CoreReset{Email: in.Email, Code: in.Code, Password: in.NewPassword})
		}),
		"POST /api/v2/users/password/reset-by-first-login-token": posted("password set", func(by service.Asker, in message) (any, error) {
			return nil, s.CoreFirstPassword(by, in.Token, in.Password)
		}),
	}
}
