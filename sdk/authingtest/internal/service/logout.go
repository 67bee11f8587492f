package service

import (
	"net/url"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// LogoutRequest asks to end a session (OpenID Connect RP-Initiated Logout 1.0, 2).
type LogoutRequest struct {
	IDTokenHint, ClientID        string
	PostLogoutRedirectURI, State string
	Confirmed                    bool // the person was asked
}

// LogoutResult is what comes of it.
type LogoutResult struct {
	Ask      bool   // whether the person must be asked first
	Redirect string // where the browser goes; "": nowhere
	App      string // ID of the application; "" where nobody tells
}

// EndSession signs a browser out, whose cookie has the word visit. Without a
// token that shows who asks, the person is asked first.
func (s *Service) EndSession(in LogoutRequest, visit string) (LogoutResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var hint IDClaims
	if in.IDTokenHint != "" {
		var ok bool
		if hint, ok = s.readHint(in.IDTokenHint); !ok {
			return LogoutResult{}, oauthError("invalid_request", "id_token_hint is no ID token of this issuer")
		}
	}
	app, err := s.logoutApp(in, hint)
	if err != nil {
		return LogoutResult{}, err
	}
	var result LogoutResult
	if app != nil {
		result.App = app.ID
	}
	if in.PostLogoutRedirectURI != "" {
		if app == nil || !slices.Contains(app.PostLogoutRedirectURIs, in.PostLogoutRedirectURI) {
			return LogoutResult{}, oauthError("invalid_request", "post_logout_redirect_uri is none of those that the application has registered")
		}
		if result.Redirect = in.PostLogoutRedirectURI; in.State != "" {
			result.Redirect = withQuery(result.Redirect, url.Values{"state": {in.State}})
		}
	}
	v, signedIn := s.visits[visit]
	if result.Ask = signedIn && !in.Confirmed && v.User != hint.Subject; !result.Ask {
		delete(s.visits, visit)
	}
	return result, nil
}

// logoutApp finds the application that asks; nil where nobody tells.
func (s *Service) logoutApp(in LogoutRequest, hint IDClaims) (*App, error) {
	id := in.ClientID
	if len(hint.Audience) > 0 {
		if id != "" && id != hint.Audience[0] {
			return nil, oauthError("invalid_request", "id_token_hint was issued to another application than client_id")
		}
		id = hint.Audience[0]
	}
	_, app := s.app(id)
	if in.ClientID != "" && (app == nil || app.Protocol != OIDC) {
		return nil, oauthError("invalid_client", "there is no such application: see client_id")
	}
	return app, nil
}

// readHint reads an ID token that was issued here. It need not be good any more:
// it only says who asks.
func (s *Service) readHint(token string) (IDClaims, bool) {
	var claims IDClaims
	// An access token is signed with the same key; a hash of one is in an ID token only.
	_, err := jwt.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) { return &s.key.PublicKey, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}), jwt.WithoutClaimsValidation())
	return claims, err == nil && claims.AccessHash != "" && slices.Contains([]string{s.Issuer(), s.classicIssuer()}, claims.Issuer)
}

// hinted tells whether a hint is about a user; none is about everybody.
func (s *Service) hinted(hint string, u *User) bool {
	if hint == "" {
		return true
	}
	claims, ok := s.readHint(hint)
	return ok && claims.Subject == u.ID
}
