package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// someUsers names users.
type someUsers struct {
	IDs            []string `json:"ids"`
	UserIDs        []string `json:"userIds"`
	Type           string
	WithCustomData bool
}

// peopleRoutes has what the owner of the pool may do with its users.
func (h *Handler) peopleRoutes() map[string]http.HandlerFunc {
	s := h.service
	logout := got("signed out", func(by service.Asker, r *http.Request) (any, error) {
		return nil, s.LogoutUser(service.Asker{Pool: by.Pool, Token: by.Token}, r.URL.Query().Get("userId"), r.URL.Query().Get("appId"))
	})
	return map[string]http.HandlerFunc{
		"GET /api/v2/users/{id}": got("user found", func(by service.Asker, r *http.Request) (any, error) {
			person, err := s.CorePerson(by, r.PathValue("id"))
			return withData(person, r.URL.Query().Get("with_custom_data") == "true"), err
		}),
		"GET /api/v2/users/{id}/orgs": got("organisations", func(by service.Asker, r *http.Request) (any, error) {
			return s.UserPlaces(by, r.PathValue("id"))
		}),
		"POST /api/v2/users/batch": posted("users found", func(by service.Asker, in someUsers) (any, error) {
			found, err := s.BatchUsers(by, in.IDs, in.Type)
			for i := range found {
				found[i] = withData(found[i], in.WithCustomData)
			}
			return found, err
		}),
		"POST /api/v2/users/kick": posted("sessions ended", func(by service.Asker, in someUsers) (any, error) {
			return nil, s.Kick(by, in.UserIDs)
		}),
		"GET /api/v2/users/login-status": got("login status", func(by service.Asker, r *http.Request) (any, error) {
			return s.SignedInStatus(service.Asker{Pool: by.Pool, Token: by.Token}, r.URL.Query().Get("userId"), r.URL.Query().Get("appId"))
		}),
		"GET /logout": logout,
	}
}

// withData leaves a user the values of user-defined fields, or takes them away.
func withData(p *service.Person, wanted bool) *service.Person {
	if p != nil && !wanted {
		p.CustomData = nil
	}
	return p
}
