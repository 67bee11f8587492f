package main

import (
	"crypto/rand"
	"crypto/subtle"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/authing-community/authing-go/sdk/oidc"
)

const (
	cookieName     = "websignin_session"
	signInLifetime = 10 * time.Minute // of a sign-in that is under way
	lifetime       = 8 * time.Hour    // of somebody's session
)

// session is what the website knows of a browser: a sign-in that is under way, or somebody
// who is signed in.
type session struct {
	begun   oidc.SignIn
	tokens  *oidc.Tokens // nil: nobody is signed in
	expires time.Time
}

// sessions are kept in memory, and a browser's cookie holds nothing but a random ID. That is
// simpler than a cookie that holds them encrypted, which needs a key and a library, and has
// not enough room for the tokens. A program that runs on several machines keeps them in a
// database: oidc.SignIn and oidc.Tokens marshal to JSON.
type sessions struct {
	secure bool // cookies go over https only

	mu   sync.Mutex
	byID map[string]session
}

func newSessions(secure bool) *sessions {
	return &sessions{secure: secure, byID: make(map[string]session)}
}

// begin notes a sign-in that is under way.
func (s *sessions) begin(w http.ResponseWriter, r *http.Request, begun oidc.SignIn) {
	s.replace(w, r, session{begun: begun, expires: time.Now().Add(signInLifetime)})
}

// signIn notes who is signed in.
func (s *sessions) signIn(w http.ResponseWriter, r *http.Request, tokens *oidc.Tokens) {
	s.replace(w, r, session{tokens: tokens, expires: time.Now().Add(lifetime)})
}

// replace gives a browser a new session under a new ID, so that nobody who knew the old one
// has anything of it.
func (s *sessions) replace(w http.ResponseWriter, r *http.Request, fresh session) {
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.byID, func(_ string, old session) bool { return time.Now().After(old.expires) })
	delete(s.byID, cookieID(r))
	s.byID[id] = fresh
	s.setCookie(w, id, 0)
}

// takeSignIn gives the sign-in that is under way and has the state that came back, once. One
// with another state stays: anybody can send a browser to the callback.
func (s *sessions) takeSignIn(r *http.Request, state string) oidc.SignIn {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.find(r)
	if found.tokens != nil || subtle.ConstantTimeCompare([]byte(found.begun.State.Reveal()), []byte(state)) != 1 {
		return oidc.SignIn{}
	}
	delete(s.byID, cookieID(r))
	return found.begun
}

// tokens gives those of who is signed in; nil for nobody.
func (s *sessions) tokens(r *http.Request) *oidc.Tokens {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(r).tokens
}

// end forgets the session, and gives the tokens of who was signed in; nil for nobody.
func (s *sessions) end(w http.ResponseWriter, r *http.Request) *oidc.Tokens {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.find(r)
	delete(s.byID, cookieID(r))
	s.setCookie(w, "", -1)
	return found.tokens
}

// find gives a browser's session, an empty one where there is none. The lock is held.
func (s *sessions) find(r *http.Request) session {
	found, ok := s.byID[cookieID(r)]
	if !ok || time.Now().After(found.expires) {
		return session{}
	}
	return found
}

// cookieID gives the ID in a browser's cookie; "" for none.
func cookieID(r *http.Request) string {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setCookie sets the cookie. Lax lets it come along when the issuer sends the browser back,
// and with no other website's forms. maxAge is in seconds; 0 lasts as long as the browser.
func (s *sessions) setCookie(w http.ResponseWriter, id string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: id, Path: "/", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure,
	})
}
