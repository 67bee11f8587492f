package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// login is what signs in by HTTP; which fields count the path says.
type login struct {
	Account, Email, Username, Phone, Code, Password, PhoneCountryCode, ClientIP string
	AutoRegister                                                                bool
}

func (h *Handler) loginRoutes() map[string]http.HandlerFunc {
	s := h.service
	return map[string]http.HandlerFunc{
		"POST /api/v2/login/account": posted("signed in", func(by service.Asker, in login) (any, error) {
			return s.CoreLogin(by, service.CoreCredentials{Account: in.Account, Password: in.Password, IP: in.ClientIP})
		}),
		"POST /api/v2/login/phone-code": posted("signed in", func(by service.Asker, in login) (any, error) {
			return s.CoreLoginByPhoneCode(by, service.CoreCredentials{
				Phone: in.Phone, Code: in.Code, PhoneCountryCode: in.PhoneCountryCode, Register: in.AutoRegister, IP: in.ClientIP,
			})
		}),
		"POST /api/v2/login/email-code": posted("signed in", func(by service.Asker, in login) (any, error) {
			return s.CoreLoginByEmailCode(by, service.CoreCredentials{Email: in.Email, Code: in.Code, IP: in.ClientIP})
		}),
		"POST /api/v2/ldap/verify-user": posted("signed in", func(by service.Asker, in login) (any, error) {
			return s.CoreLoginByLDAP(by, in.Username, in.Password)
		}),
		"POST /api/v2/ad/verify-user": posted("signed in", func(by service.Asker, in login) (any, error) {
			return s.CoreLoginByAD(by, in.Username, in.Password)
		}),
		"GET /api/v2/logout": got("signed out", func(by service.Asker, _ *http.Request) (any, error) {
			return nil, s.CoreLogout(by)
		}),
		"POST /api/v2/users/refresh-token": posted("token refreshed", func(by service.Asker, _ nothing) (any, error) {
			return s.CoreRefresh(by)
		}),
	}
}
