package portal

import (
	"net/http"
	"net/url"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// logoutParameters are those of a request to sign out.
func logoutParameters() []string {
	return []string{"id_token_hint", "client_id", "post_logout_redirect_uri", "state"}
}

// endSession signs the browser out.
func (p *Portal) endSession(w http.ResponseWriter, r *http.Request) {
	if _, err := parameters(w, r); err != nil {
		p.problem(w, err)
		return
	}
	values := r.Form // of the address as well: the question's form has the request there
	for _, name := range logoutParameters() {
		if len(values[name]) > 1 {
			p.problem(w, &service.OAuthError{Code: "invalid_request", Description: name + " is there twice"})
			return
		}
	}
	in := service.LogoutRequest{
		IDTokenHint: values.Get("id_token_hint"), ClientID: values.Get("client_id"),
		PostLogoutRedirectURI: values.Get("post_logout_redirect_uri"), State: values.Get("state"),
		Confirmed: values.Get("confirmed") != "" && ownForm(r),
	}
	result, err := p.service.EndSession(in, Visit(r))
	switch {
	case err != nil:
		p.problem(w, err)
	case result.Ask:
		p.show(w, http.StatusOK, "askSignOut", formTarget(in.PostLogoutRedirectURI), form{Action: signOutAction(values), FormToken: p.formToken(w, r)})
	case result.Redirect != "":
		p.clearVisit(w)
		redirect(w, r, result.Redirect)
	default:
		p.clearVisit(w)
		p.show(w, http.StatusOK, "signedOut", "", nil)
	}
}

// signOutAction is where the question's form goes, with the request that it is
// for.
func signOutAction(request url.Values) string {
	kept := make(url.Values)
	for _, name := range logoutParameters() {
		if value := request.Get(name); value != "" {
			kept.Set(name, value)
		}
	}
	return EndSessionPath + "?" + kept.Encode()
}

// clearVisit lets the browser forget its word.
func (p *Portal) clearVisit(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: visitCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.secure})
}
