package main

import (
	"bytes"
	"cmp"
	_ "embed" // for the page
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/oidc"
)

//go:embed page.html
var pageText string

// site is the website.
type site struct {
	client   *oidc.Client
	home     string // the address of its first page
	policy   string // Content-Security-Policy
	page     *template.Template
	sessions *sessions
}

// newSite makes the website at a URL, whose people sign in at an issuer.
func newSite(client *oidc.Client, at, issuer string) *site {
	return &site{
		client: client, home: at + "/",
		// The sign-out is a form that leads to the issuer, so that both have to be named.
		policy:   "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + origin(issuer),
		page:     template.Must(template.New("page").Parse(pageText)),
		sessions: newSessions(strings.HasPrefix(at, "https:")),
	}
}

// origin is the scheme and host of an address; oidc.New took it for a good one.
func origin(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Scheme + "://" + parsed.Host
}

// handler says what answers where. A POST from another website does not get through.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showHome)
	mux.HandleFunc("GET /signin", s.signIn)
	mux.HandleFunc("GET /callback", s.callback)
	mux.HandleFunc("POST /signout", s.signOut)
	return http.NewCrossOriginProtection().Handler(mux)
}

func (s *site) showHome(w http.ResponseWriter, r *http.Request) {
	tokens := s.sessions.tokens(r)
	if tokens == nil {
		s.show(w, http.StatusOK, view{})
		return
	}
	who := tokens.Claims
	s.show(w, http.StatusOK, view{
		SignedIn: true, Email: who.Email,
		Name: cmp.Or(who.Name, who.Nickname, who.PreferredUsername, who.Subject),
	})
}

// signIn sends the browser to the issuer, and remembers what has to come back.
func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	if s.sessions.tokens(r) != nil {
		redirect(w, r, s.home)
		return
	}
	address, begun, err := s.client.BeginSignIn(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.sessions.begin(w, r, begun)
	redirect(w, r, address)
}

// callback is where the issuer sends the browser back to.
func (s *site) callback(w http.ResponseWriter, r *http.Request) {
	begun := s.sessions.takeSignIn(r, r.URL.Query().Get("state")) // none where this browser began none
	tokens, err := s.client.FinishSignIn(r.Context(), begun, r.URL.Query())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.sessions.signIn(w, r, tokens)
	redirect(w, r, s.home) // so that the code does not stay in the browser's address line
}

// signOut ends the session here, and then at the issuer, which sends the browser back.
func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	tokens := s.sessions.end(w, r)
	if tokens == nil {
		redirect(w, r, s.home)
		return
	}
	address, err := s.client.EndSessionURL(r.Context(), oidc.EndSessionInput{IDToken: tokens.IDToken, RedirectURL: s.home})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	redirect(w, r, address)
}

// redirect sends the browser on with a GET. It goes to the issuer or home, and never to an
// address that a request brought along.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// fail logs an error, and tells the visitor what to do.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	slog.WarnContext(r.Context(), "sign-in", "path", r.URL.Path, "error", err) // no secrets in it
	status, problem := http.StatusBadGateway, "Signing in and out does not work at the moment. Please try again later."
	_, refused := errors.AsType[*authing.OAuthError](err)
	switch {
	case errors.Is(err, oidc.AccessDenied):
		status, problem = http.StatusForbidden, "You were not let in."
	case refused, errors.Is(err, oidc.ErrState), errors.Is(err, oidc.ErrIDToken):
		status, problem = http.StatusBadRequest, "This sign-in did not work. Please sign in again."
	}
	s.show(w, status, view{Problem: problem})
}

// view is what the page shows. The template escapes it: a name may be any text.
type view struct {
	SignedIn             bool
	Name, Email, Problem string
}

func (s *site) show(w http.ResponseWriter, status int, v view) {
	var page bytes.Buffer
	if err := s.page.Execute(&page, v); err != nil {
		http.Error(w, "the page cannot be made", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", s.policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin") // not less: Origin would be null in the sign-out
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // a browser that is gone has no use for the error
}
