package service

import (
	"maps"

	"github.com/golang-jwt/jwt/v5"
)

// Introspection tells about a token (RFC 7662, 2.2). Of a token that is not good
// it tells nothing else.
type Introspection struct {
	Active   bool     `json:"active"`
	Scope    string   `json:"scope,omitempty"`
	ClientID string   `json:"client_id,omitempty"`
	Username string   `json:"username,omitempty"`
	Type     string   `json:"token_type,omitempty"`
	Expires  int64    `json:"exp,omitempty"` // seconds since 1970
	IssuedAt int64    `json:"iat,omitempty"` // likewise
	Subject  string   `json:"sub,omitempty"` // ID of the user
	Audience []string `json:"aud,omitempty"`
	Issuer   string   `json:"iss,omitempty"`
	ID       string   `json:"jti,omitempty"`
}

// Introspect tells an application about an access token that any application of
// its pool was issued, or about a refresh token of its own. A public application
// has not proved who it is, and is told about its own tokens only.
func (s *Service) Introspect(clientID, secret, token string) (Introspection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.client(clientID, secret)
	switch {
	case err != nil:
		return Introspection{}, err
	case token == "":
		return Introspection{}, oauthError("invalid_request", "token is missing")
	}
	if g, u, err := s.grant(app, token); err == nil {
		return Introspection{
			Active: true, Scope: g.Scope, ClientID: app.ID, Username: u.Username, Type: "refresh_token",
			Expires: g.Expires.Unix(), Subject: u.ID, Audience: []string{app.ID}, Issuer: g.Issuer,
		}, nil
	}
	u, held, claims := s.accessToken(token)
	if u == nil || u.Pool != p.id || app.Public && held.App != app.ID {
		return Introspection{}, nil
	}
	return Introspection{
		Active: true, Scope: held.Scope, ClientID: held.App, Username: u.Username, Type: "Bearer",
		Expires: claims.ExpiresAt.Unix(), IssuedAt: claims.IssuedAt.Unix(), Subject: u.ID, Audience: claims.Audience,
		Issuer: claims.Issuer, ID: claims.ID,
	}, nil
}

// accessToken finds whose an application's access token is; nobody's where it is
// not good any more.
func (s *Service) accessToken(token string) (*User, session, *tokenClaims) {
	c, err := s.caller(token)
	if err != nil || c.user == nil || mayEnter(c.user) != nil || c.user.sessions[token].App == "" {
		return nil, session{}, nil
	}
	claims, err := s.verify(token)
	if err != nil {
		return nil, session{}, nil
	}
	return c.user, c.user.sessions[token], claims
}

// Revoke ends a token that an application holds (RFC 7009). With a refresh token
// end the access tokens that came of it. One that is not good is none to end.
func (s *Service) Revoke(clientID, secret, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, app, err := s.client(clientID, secret)
	switch {
	case err != nil:
		return err
	case token == "":
		return oauthError("invalid_request", "token is missing")
	}
	if g, ok := s.grants[token]; ok {
		if g.App != app.ID {
			return notYours()
		}
		delete(s.grants, token)
		s.endFamily(g.User, g.Family)
		return nil
	}
	u, held, _ := s.accessToken(token)
	switch {
	case u == nil:
		return nil
	case held.App != app.ID:
		return notYours()
	}
	maps.DeleteFunc(u.sessions, func(word string, _ session) bool { return word == token })
	return nil
}

func notYours() error {
	return oauthError("invalid_grant", "the token was issued to another application")
}

// AccessClaims is what an application's access token says.
type AccessClaims struct {
	Scope string `json:"scope"`
	jwt.RegisteredClaims
}

// ValidateAccessToken gives what an application's access token says, which is
// good still.
func (s *Service) ValidateAccessToken(token string) (AccessClaims, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _, claims := s.accessToken(token)
	if claims == nil {
		return AccessClaims{}, oauthError("invalid_token", "the access token is not valid")
	}
	return AccessClaims{Scope: claims.Scope, RegisteredClaims: claims.RegisteredClaims}, nil
}

// ValidateIDToken gives what an ID token says, whose time is not over.
func (s *Service) ValidateIDToken(token string) (IDClaims, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	claims, ok := s.readHint(token)
	if !ok || claims.ExpiresAt == nil || !s.now().Before(claims.ExpiresAt.Time) {
		return IDClaims{}, oauthError("invalid_token", "the ID token is not valid")
	}
	return claims, nil
}
