package portal

import (
	"cmp"
	"errors"
	"net"
	"net/http"
	"net/url"
	"regexp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// hostForm is a host that a content security policy can name.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$`)

// requestParameters are those of an authorization request that the box reads.
func requestParameters() []string {
	return []string{
		"client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
		"prompt", "max_age", "login_hint", "id_token_hint", "request", "request_uri", "registration",
	}
}

// authRequest reads an authorization request.
func authRequest(values url.Values) service.AuthRequest {
	in := service.AuthRequest{
		ClientID: values.Get("client_id"), RedirectURI: values.Get("redirect_uri"),
		ResponseType: values.Get("response_type"), ResponseMode: values.Get("response_mode"),
		Scope: values.Get("scope"), State: values.Get("state"), Nonce: values.Get("nonce"),
		CodeChallenge: values.Get("code_challenge"), CodeChallengeMethod: values.Get("code_challenge_method"),
		Prompt: values.Get("prompt"), MaxAge: values.Get("max_age"),
		LoginHint: values.Get("login_hint"), IDTokenHint: values.Get("id_token_hint"),
		Request: values.Get("request"), RequestURI: values.Get("request_uri"), Registration: values.Get("registration"),
	}
	for _, name := range requestParameters() {
		if len(values[name]) > 1 {
			in.Repeated = append(in.Repeated, name)
		}
	}
	return in
}

// authorize answers an authorization request: with a redirect, or with the form.
func (p *Portal) authorize(w http.ResponseWriter, r *http.Request) {
	values, err := parameters(w, r)
	if err != nil {
		p.problem(w, err)
		return
	}
	if r.Method == http.MethodPost {
		values = r.PostForm
	}
	in := authRequest(values)
	result, err := p.service.BeginAuth(in, Visit(r))
	switch {
	case err != nil:
		p.problem(w, err)
	case result.Redirect != "":
		redirect(w, r, result.Redirect)
	default:
		p.form(w, http.StatusOK, in, result.App, form{Account: in.LoginHint, Action: action(values), FormToken: p.formToken(w, r)})
	}
}

// form is what the sign-in form shows.
type form struct {
	App, Problem string
	Action       string // where the form goes, with the request that it is for
	FormToken    string
	Account      string
	Picture      string // address; "" where no text has to be typed
	AskMFA       bool
}

// action is where the form of a request goes. The request goes with it, and is
// checked again when it comes back.
func action(request url.Values) string {
	kept := make(url.Values)
	for _, name := range requestParameters() {
		if values, ok := request[name]; ok {
			kept[name] = values
		}
	}
	return SignInPath + "?" + kept.Encode()
}

// form shows the sign-in form. A browser follows the redirect after a form only
// where the policy names it too.
func (p *Portal) form(w http.ResponseWriter, status int, in service.AuthRequest, app service.App, f form) {
	f.App = cmp.Or(app.Name, app.ID)
	p.show(w, status, "signIn", formTarget(in.RedirectURI), f)
}

// formTarget is an address as a content security policy names it: by its origin
// or, where that has no form there (IPv6, a program's own scheme), by its scheme.
func formTarget(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme == "":
		return ""
	case hostForm.MatchString(u.Host):
		return u.Scheme + "://" + u.Host
	default:
		return u.Scheme + ":"
	}
}

// signIn takes the form.
func (p *Portal) signIn(w http.ResponseWriter, r *http.Request) {
	values, err := parameters(w, r)
	if err != nil {
		p.problem(w, err)
		return
	}
	f := form{Account: r.PostForm.Get("account"), Action: action(values), FormToken: p.formToken(w, r)}
	in := authRequest(values)
	if !ownForm(r) {
		p.again(w, r, in, f)
		return
	}
	result, err := p.service.SignInAuth(in, service.FormSignIn{
		Account: f.Account, Password: r.PostForm.Get("password"),
		Captcha: r.PostForm.Get("captcha"), MFACode: r.PostForm.Get("mfa_code"), From: from(r),
	})
	if refused, ok := errors.AsType[*service.Error](err); ok {
		f.explain(refused)
		p.form(w, http.StatusForbidden, in, result.App, f)
		return
	}
	if err != nil {
		p.problem(w, err)
		return
	}
	if result.Visit != "" {
		p.setCookie(w, visitCookie, result.Visit)
	}
	redirect(w, r, result.Redirect)
}

// again shows a form that did not come from this browser once more.
func (p *Portal) again(w http.ResponseWriter, r *http.Request, in service.AuthRequest, f form) {
	result, err := p.service.BeginAuth(in, "")
	switch {
	case err != nil:
		p.problem(w, err)
	case result.Redirect != "":
		redirect(w, r, result.Redirect)
	default:
		f.Problem = "This form was not opened in this browser, or its cookies are gone. Please try again."
		p.form(w, http.StatusForbidden, in, result.App, f)
	}
}

// explain says why the person has to try again, and asks for what is missing.
func (f *form) explain(refused *service.Error) {
	f.Problem = refused.Message
	switch refused.Code {
	case authing.CodeCaptchaRequired, authing.CodeWrongVerificationCode:
		f.Picture = refused.Data["url"]
	case authing.CodeMFARequired, authing.CodeAppMFARequired, authing.CodeWrongOneTimePassword:
		f.AskMFA = true
	}
}

// Refuse refuses what a page was asked for: with a redirect where the application
// expects one.
func (p *Portal) Refuse(w http.ResponseWriter, r *http.Request, refusal *service.OAuthError) {
	values, err := parameters(w, r)
	if err != nil || r.URL.Path != AuthPath && r.URL.Path != SignInPath {
		p.problem(w, cmp.Or[error](err, refusal))
		return
	}
	if r.URL.Path == AuthPath && r.Method == http.MethodPost {
		values = r.PostForm
	}
	to, err := p.service.RefuseAuth(authRequest(values), refusal)
	if err != nil {
		p.problem(w, err)
		return
	}
	redirect(w, r, to)
}

// from says where a sign-in comes from.
func from(r *http.Request) service.Origin {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return service.Origin{IP: host, Browser: r.UserAgent()}
}
