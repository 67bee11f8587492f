package endpoint

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/portal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// issuerRoutes says what an OpenID Connect issuer answers where, its pages aside.
func (h *Handler) issuerRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /oidc/.well-known/openid-configuration": h.discovery,
		"GET /oidc/.well-known/jwks.json":            h.keySet,
		"POST /oidc/token":                           h.exchange,
		"GET /oidc/me":                               h.issuerUserInfo,
		"POST /oidc/me":                              h.issuerUserInfo,
		"POST /oidc/token/introspection":             h.introspect,
		"POST /oidc/token/revocation":                h.revoke,
		"GET /api/v2/oidc/validate_token":            h.validateToken,
		"GET /cas/session":                           h.visit,
	}
}

func (h *Handler) discovery(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, h.service.Discovery())
}

func (h *Handler) keySet(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, h.service.KeySet())
}

// client is who an application says that it is.
type client struct{ id, secret string }

// readClient reads a request of an application: its form, and who it is, by HTTP
// Basic authentication or in the form (RFC 6749, 2.3.1).
func readClient(w http.ResponseWriter, r *http.Request) (client, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		return client{}, invalidRequest("the body is no form: " + err.Error())
	}
	for _, values := range r.PostForm {
		if len(values) > 1 {
			return client{}, invalidRequest("a parameter is there twice")
		}
	}
	inForm := client{r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")}
	id, secret, basic := r.BasicAuth()
	if !basic {
		return inForm, nil
	}
	id, idErr := url.QueryUnescape(id)
	secret, secretErr := url.QueryUnescape(secret)
	switch {
	case idErr != nil || secretErr != nil:
		return client{}, invalidRequest("the client's name and secret in the header must be encoded as in a form")
	case inForm.secret != "" || inForm.id != "" && inForm.id != id:
		return client{}, invalidRequest("the header and the form name a client both: choose one")
	}
	return client{id, secret}, nil
}

func invalidRequest(description string) error {
	return &service.OAuthError{Code: "invalid_request", Description: description}
}

// exchange issues the tokens of a code or of a refresh token.
func (h *Handler) exchange(w http.ResponseWriter, r *http.Request) {
	c, err := readClient(w, r)
	if err != nil {
		writeToClient(w, r, nil, err)
		return
	}
	set, err := h.service.Exchange(service.TokenRequest{
		ClientID: c.id, ClientSecret: c.secret, GrantType: r.PostForm.Get("grant_type"),
		Code: r.PostForm.Get("code"), CodeVerifier: r.PostForm.Get("code_verifier"), RedirectURI: r.PostForm.Get("redirect_uri"),
		RefreshToken: r.PostForm.Get("refresh_token"), Scope: r.PostForm.Get("scope"),
	})
	writeToClient(w, r, set, err)
}

func (h *Handler) introspect(w http.ResponseWriter, r *http.Request) {
	c, err := readClient(w, r)
	if err != nil {
		writeToClient(w, r, nil, err)
		return
	}
	told, err := h.service.Introspect(c.id, c.secret, r.PostForm.Get("token"))
	writeToClient(w, r, told, err)
}

func (h *Handler) revoke(w http.ResponseWriter, r *http.Request) {
	c, err := readClient(w, r)
	if err == nil {
		err = h.service.Revoke(c.id, c.secret, r.PostForm.Get("token"))
	}
	if err != nil {
		writeToClient(w, r, nil, err)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// writeToClient answers an application. One that tried HTTP authentication is
// refused by it (RFC 6749, 5.2).
func writeToClient(w http.ResponseWriter, r *http.Request, value any, err error) {
	refused, ok := errors.AsType[*service.OAuthError](err)
	if _, _, basic := r.BasicAuth(); ok && basic && refused.Code == "invalid_client" {
		w.Header().Set("WWW-Authenticate", `Basic realm="authing", charset="UTF-8"`)
		w.Header().Set("Cache-Control", "no-store")
		writeJSON(w, http.StatusUnauthorized, refused)
		return
	}
	writeOAuth(w, value, err)
}

// issuerUserInfo tells about the person an access token was issued for. The token
// comes as a bearer or as a parameter (RFC 6750, 2).
func (h *Handler) issuerUserInfo(w http.ResponseWriter, r *http.Request) {
	if !readForm(w, r) {
		return
	}
	token, inForm := bearer(r), r.Form["access_token"]
	if len(inForm) > 1 || len(inForm) == 1 && token != "" {
		writeOAuth(w, nil, invalidRequest("the access token is there twice"))
		return
	}
	if len(inForm) == 1 {
		token = inForm[0]
	}
	info, err := h.service.UserInfo(token)
	if refused, ok := errors.AsType[*service.OAuthError](err); ok {
		challenge := "Bearer"
		if token != "" {
			challenge += ` error="` + refused.Code + `"`
		}
		w.Header().Set("WWW-Authenticate", challenge)
		w.Header().Set("Cache-Control", "no-store")
		writeJSON(w, http.StatusUnauthorized, refused)
		return
	}
	writeOAuth(w, info, err)
}

// validateToken tells what a token says that is good.
func (h *Handler) validateToken(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	access, id := query["access_token"], query["id_token"]
	switch {
	case len(access)+len(id) != 1:
		writeOAuth(w, nil, invalidRequest("exactly one of access_token and id_token is needed"))
	case len(access) == 1:
		claims, err := h.service.ValidateAccessToken(access[0])
		writeOAuth(w, claims, err)
	default:
		claims, err := h.service.ValidateIDToken(id[0])
		writeOAuth(w, claims, err)
	}
}

// visit tells who is signed in with the browser; null is nobody.
func (h *Handler) visit(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, h.service.Visit(portal.Visit(r)))
}
