package portal

import (
	"crypto/rand"
	"crypto/subtle"
	_ "embed" // for the pages
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// The paths of the pages.
const (
	AuthPath       = "/oidc/auth"
	SignInPath     = "/oidc/sign-in"
	EndSessionPath = "/oidc/session/end"
	StylePath      = "/oidc/page.css"
)

// The cookies. Those of programs on other ports of this machine come along, so
// that the names must be nobody else's.
const (
	visitCookie = "authing_box_session"
	formCookie  = "authing_box_form"
)

// maxForm is the longest form that is read, in bytes.
const maxForm = 1 << 16

//go:embed pages.html
var pages string

//go:embed page.css
var style string

// Portal serves the pages of one service.
type Portal struct {
	service *service.Service
	secure  bool // cookies go over https only
	pages   *template.Template
}

// New makes the pages of a service.
func New(s *service.Service) (*Portal, error) {
	parsed, err := template.New("").Parse(pages)
	if err != nil {
		return nil, fmt.Errorf("the portal's pages: %w", err)
	}
	return &Portal{service: s, secure: strings.HasPrefix(s.Issuer(), "https:"), pages: parsed}, nil
}

// Routes says what answers where.
func (p *Portal) Routes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET " + AuthPath:        p.authorize,
		"POST " + AuthPath:       p.authorize,
		"POST " + SignInPath:     p.signIn,
		"GET " + EndSessionPath:  p.endSession,
		"POST " + EndSessionPath: p.endSession,
		"GET " + StylePath:       serveStyle,
	}
}

// Has tells whether a path is one of the portal's: what is there is for people,
// and for no program of another origin.
func Has(path string) bool {
	return path == AuthPath || path == SignInPath || path == EndSessionPath || path == StylePath
}

// Visit gives the word of a browser that somebody is signed in with; "" for none.
func Visit(r *http.Request) string { return cookie(r, visitCookie) }

func cookie(r *http.Request, name string) string {
	found, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return found.Value
}

// setCookie sets a cookie that no script reads, and that another site's form does
// not send. It has no end: the box's clock is not the browser's.
func (p *Portal) setCookie(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.secure,
	})
}

// formToken gives the word that a form has to bring back, which is that of a
// cookie: another site cannot know it.
func (p *Portal) formToken(w http.ResponseWriter, r *http.Request) string {
	token := cookie(r, formCookie)
	if token == "" {
		token = rand.Text()
		p.setCookie(w, formCookie, token)
	}
	return token
}

// ownForm tells whether a form is one that this browser was given here.
func ownForm(r *http.Request) bool {
	token := cookie(r, formCookie)
	return token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(r.PostForm.Get("form_token"))) == 1
}

// parameters reads those of the address, and those of the form of a POST.
func parameters(w http.ResponseWriter, r *http.Request) (query url.Values, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, fmt.Errorf("the address cannot be read: %w", err)
	}
	if err := r.ParseForm(); err != nil {
		return nil, fmt.Errorf("the form cannot be read: %w", err)
	}
	return query, nil
}

// show answers with a page. FormTarget is where its form may lead beside the
// portal itself.
func (p *Portal) show(w http.ResponseWriter, status int, name, formTarget string, data any) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", strings.TrimSpace("default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; "+
		"form-action 'self' "+formTarget))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = p.pages.ExecuteTemplate(w, name, data) // a client that is gone has no use for the error
}

// problem tells a person what cannot be answered with a redirect.
func (p *Portal) problem(w http.ResponseWriter, err error) {
	status, text := http.StatusBadRequest, err.Error()
	if refused, ok := errors.AsType[*service.OAuthError](err); ok {
		text = refused.Code + ": " + refused.Description
	}
	p.show(w, status, "problem", "", text)
}

// redirect sends the browser on. The method is GET from here on, so that nothing
// of a form goes along.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte(style)) // a client that is gone has no use for the error
}
