package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// registering is what registers by HTTP; which fields count the path says.
type registering struct {
	Email, Username, Phone, Code, Password, PhoneCountryCode, ClientIP string
	Profile                                                            service.Details
	ForceLogin, GenerateToken                                          bool
}

func (h *Handler) registerRoutes() map[string]http.HandlerFunc {
	register := func(by service.Asker, in registering, who service.CoreRegistration) (any, error) {
		who.Password, who.IP, who.Details = in.Password, in.ClientIP, in.Profile
		who.ForceLogin, who.GenerateToken = in.ForceLogin, in.GenerateToken
		return h.service.CoreRegister(by, who)
	}
	return map[string]http.HandlerFunc{
		"POST /api/v2/register/email": posted("registered", func(by service.Asker, in registering) (any, error) {
			return register(by, in, service.CoreRegistration{Email: in.Email, Source: "basic:email"})
		}),
		"POST /api/v2/register/username": posted("registered", func(by service.Asker, in registering) (any, error) {
			return register(by, in, service.CoreRegistration{Username: in.Username, Source: "basic:username"})
		}),
		"POST /api/v2/register/phone-code": posted("registered", func(by service.Asker, in registering) (any, error) {
			return register(by, in, service.CoreRegistration{
				Phone: in.Phone, Code: in.Code, PhoneCountryCode: in.PhoneCountryCode, Source: "basic:phone-code",
			})
		}),
	}
}
