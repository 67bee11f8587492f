package portal

import (
	"net/http"
	"net/url"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// endSession signs the browser out.
func (p *Portal) endSession(w http.ResponseWriter, r *http.Request) {
	values, err := parameters(w, r)
	if err != nil {
		p.problem(w, err)
		return
	}
	confirmed := r.PostForm.Get("confirmed") != "" && ownForm(r)
	if r.Method == http.MethodPost && !confirmed && r.PostForm.Get("form_token") == "" {
		values = r.PostForm // the application's own form, with the request in it
	}
	in := service.LogoutRequest{
		IDTokenHint: values.Get("id_token_hint"), ClientID: values.Get("client_id"),
		PostLogoutRedirectURI: values.Get("post_logout_redirect_uri"), State: values.Get("state"),
		Confirmed: confirmed,
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
	for _, name := range [...]string{"id_token_hint", "client_id", "post_logout_redirect_uri", "state"} {
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
