package endpoint

import (
	"errors"
	"net/http"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// token issues the tokens of an OIDC application.
func (h *Handler) token(w http.ResponseWriter, r *http.Request) {
	if !readForm(w, r) {
		return
	}
	set, err := h.service.Token(service.TokenRequest{
		ClientID:     r.PostForm.Get("client_id"),
		ClientSecret: r.PostForm.Get("client_secret"),
		GrantType:    r.PostForm.Get("grant_type"),
		Email:        r.PostForm.Get("email"),
		Phone:        r.PostForm.Get("phone"),
		Username:     r.PostForm.Get("username"),
		UnionID:      r.PostForm.Get("unionid"),
		Password:     r.PostForm.Get("password"),
		Scope:        r.PostForm.Get("scope"),
		RefreshToken: r.PostForm.Get("refresh_token"),
		AuthingToken: r.PostForm.Get("authingToken"),
	})
	writeOAuth(w, set, err)
}

// userInfo tells about the person an access token was issued for.
func (h *Handler) userInfo(w http.ResponseWriter, r *http.Request) {
	if !readForm(w, r) {
		return
	}
	info, err := h.service.UserInfo(r.PostForm.Get("access_token"))
	writeOAuth(w, info, err)
}

// readForm reads a request's form, and answers one that is none.
func readForm(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		writeOAuth(w, nil, &service.OAuthError{Code: "invalid_request", Description: "the body is no form: " + err.Error()})
		return false
	}
	return true
}

// writeOAuth answers as OAuth 2.0 says.
func writeOAuth(w http.ResponseWriter, value any, err error) {
	w.Header().Set("Cache-Control", "no-store")
	if err == nil {
		writeJSON(w, http.StatusOK, value)
		return
	}
	refused, ok := errors.AsType[*service.OAuthError](err)
	if !ok {
		writeJSON(w, http.StatusInternalServerError, &service.OAuthError{Code: "server_error", Description: err.Error()})
		return
	}
	writeJSON(w, http.StatusBadRequest, refused)
}
