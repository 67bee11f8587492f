package endpoint

import (
	"encoding/json"
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// change is a new phone number, email address or password of the caller; which
// fields count the path says.
type change struct {
	Phone, PhoneCode, Code, PhoneCountryCode    string
	OldPhone, OldPhoneCode, OldPhoneCountryCode string
	Email, EmailCode, OldEmail, OldEmailCode    string
	NewPassword, OldPassword                    string
}

// profile is a change to the caller's profile.
type profile struct {
	Username *string
	service.Details
	service.More
}

// pageOf is a page as the endpoints tell of one.
type pageOf[T any] struct {
	List  []T `json:"list"`
	Total int `json:"totalCount"`
}

// myRoutes has what the person signed in may do, and read of themselves.
func (h *Handler) myRoutes() map[string]http.HandlerFunc {
	s := h.service
	return map[string]http.HandlerFunc{
		"GET /api/v2/users/me": got("user found", func(by service.Asker, _ *http.Request) (any, error) {
			return s.CorePerson(by, "")
		}),
		"GET /api/v2/users/me/security-level": got("security level", func(by service.Asker, _ *http.Request) (any, error) {
			return s.SecurityLevel(by)
		}),
		"GET /api/v2/users/me/applications/allowed": got("applications", func(by service.Asker, r *http.Request) (any, error) {
			page, err := s.MyApps(by, number(r, "page"), number(r, "limit"))
			return pageOf[service.AllowedApp](page), err
		}),
		"GET /api/v2/users/me/orgs": got("organisations", func(by service.Asker, _ *http.Request) (any, error) {
			return s.UserPlaces(by, "")
		}),
		"GET /api/v2/users/me/roles": got("roles", func(by service.Asker, r *http.Request) (any, error) {
			return s.CoreUserRoles(by, "", r.URL.Query().Get("namespace"))
		}),
		"POST /api/v2/users/resource/authorized": posted("resources", func(by service.Asker, in struct{ Namespace, ResourceType string }) (any, error) {
			found, err := s.UserResources(by, "", in.Namespace, in.ResourceType)
			return pageOf[service.Resource]{found, len(found)}, err
		}),
		"POST /api/v2/users/link": posted("linked", func(by service.Asker, in struct{ PrimaryUserToken, SecondaryUserToken string }) (any, error) {
			return s.Link(by, in.PrimaryUserToken, in.SecondaryUserToken)
		}),
		"POST /api/v2/users/profile/update": posted("profile changed", func(by service.Asker, in profile) (any, error) {
			return s.CoreUpdateUser(by, service.CoreUpdate{Update: service.Update{Username: in.Username, Details: in.Details}, More: in.More})
		}),
		"POST /api/v2/password/update": posted("password set", func(by service.Asker, in change) (any, error) {
			return s.CoreUpdatePassword(by, in.NewPassword, in.OldPassword)
		}),
		"POST /api/v2/users/phone/bind": posted("phone number bound", func(by service.Asker, in change) (any, error) {
			return s.BindPhone(by, service.CoreChange{To: in.Phone, Code: in.Code, Country: in.PhoneCountryCode})
		}),
		"POST /api/v2/users/phone/unbind": posted("phone number unbound", func(by service.Asker, _ nothing) (any, error) {
			return s.UnbindPhone(by)
		}),
		"POST /api/v2/users/phone/update": posted("phone number changed", func(by service.Asker, in change) (any, error) {
			return s.UpdatePhone(by, service.CoreChange{
				To: in.Phone, Code: in.PhoneCode, Country: in.PhoneCountryCode,
				Old: in.OldPhone, OldCode: in.OldPhoneCode, OldCountryCode: in.OldPhoneCountryCode,
			})
		}),
		"POST /api/v2/users/email/bind": posted("email address bound", func(by service.Asker, in change) (any, error) {
			return s.BindEmail(by, service.CoreChange{To: in.Email, Code: in.EmailCode})
		}),
		"POST /api/v2/users/email/unbind": posted("email address unbound", func(by service.Asker, _ nothing) (any, error) {
			return s.CoreUnbindEmail(by)
		}),
		"POST /api/v2/users/email/update": posted("email address changed", func(by service.Asker, in change) (any, error) {
			return s.UpdateEmail(by, service.CoreChange{To: in.Email, Code: in.EmailCode, Old: in.OldEmail, OldCode: in.OldEmailCode})
		}),
		"GET /api/v2/udfs/values": got("values", func(by service.Asker, r *http.Request) (any, error) {
			return s.UDFValues(by, r.URL.Query().Get("targetType"), r.URL.Query().Get("targetId"))
		}),
		"POST /api/v2/udfs/values": posted("values set", h.setMyValues),
	}
}

// myValues is values of the caller's own: each a JSON value of any kind.
type myValues struct {
	UDFs []struct {
		Definition string
		Value      json.RawMessage
	} `json:"udfs"`
}

func (h *Handler) setMyValues(by service.Asker, in myValues) (any, error) {
	me, err := h.service.CorePerson(by, "")
	if err != nil {
		return nil, err
	}
	var changes []service.UDFChange
	for _, one := range in.UDFs {
		changes = append(changes, service.UDFChange{Target: me.ID, Key: one.Definition, Value: string(one.Value)})
	}
	if err := h.service.SetUDFValues(by, "USER", changes...); err != nil {
		return nil, err
	}
	return h.service.UDFValues(by, "USER", me.ID)
}
