package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// factor is a second factor; which fields count the path says.
type factor struct{ Phone, Email, Code, TOTP, RecoveryCode string }

// authenticator is an authenticator as the service lists one.
type authenticator struct {
	ID     string `json:"id"`
	UserID string `json:"userId"`
	Enable bool   `json:"enable"`
	Type   string `json:"authenticatorType"`
}

// association is what an authenticator is set up with.
type association struct {
	Type string `json:"authenticator_type"`
	service.Authenticator
}

// factorRoutes has the endpoints of the second factor. The bearer is the token of
// the refused sign-in. Those of the authenticator have two forms: one client puts
// them below applications.
func (h *Handler) factorRoutes() map[string]http.HandlerFunc {
	s := h.service
	totp := posted("second factor right", func(by service.Asker, in factor) (any, error) { return s.FactorByTOTP(by, in.TOTP) })
	recovery := posted("recovery code right", func(by service.Asker, in factor) (any, error) {
		return s.FactorByRecoveryCode(by, in.RecoveryCode)
	})
	return map[string]http.HandlerFunc{
		"POST /api/v2/applications/mfa/check": posted("checked", func(by service.Asker, in factor) (any, error) {
			return s.FactorBindable(by, in.Phone, in.Email)
		}),
		"POST /api/v2/applications/mfa/sms/verify": posted("second factor right", func(by service.Asker, in factor) (any, error) {
			return s.FactorBySMS(by, in.Phone, in.Code)
		}),
		"POST /api/v2/applications/mfa/email/verify": posted("second factor right", func(by service.Asker, in factor) (any, error) {
			return s.FactorByEmail(by, in.Email, in.Code)
		}),
		"POST /api/v2/mfa/totp/verify":                totp,
		"POST /api/v2/applications/mfa/totp/verify":   totp,
		"POST /api/v2/mfa/totp/recovery":              recovery,
		"POST /api/v2/applications/mfa/totp/recovery": recovery,
		"GET /api/v2/mfa/authenticator": got("authenticators", func(by service.Asker, _ *http.Request) (any, error) {
			m, found, err := s.Authenticators(by)
			list := []authenticator{}
			if found {
				list = append(list, authenticator{ID: m.ID, UserID: m.User, Enable: m.Enabled, Type: "totp"})
			}
			return list, err
		}),
		"POST /api/v2/mfa/totp/associate": posted("authenticator made", func(by service.Asker, _ nothing) (any, error) {
			made, err := s.Associate(by)
			return association{"totp", made}, err
		}),
		"POST /api/v2/mfa/totp/associate/confirm": posted("authenticator switched on", func(by service.Asker, in factor) (any, error) {
			return nil, s.ConfirmAssociation(by, in.TOTP)
		}),
	}
}
