package service

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// grantCode is the grant type of the code of an authorization request.
const grantCode = "authorization_code"

// Exchange issues tokens for the code of an authorization request, or for a
// refresh token: at the issuer's own token endpoint.
func (s *Service) Exchange(in TokenRequest) (TokenSet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, app, err := s.client(in.ClientID, in.ClientSecret)
	if err != nil {
		return TokenSet{}, err
	}
	switch {
	case in.GrantType == "":
		return TokenSet{}, oauthError("invalid_request", "grant_type is missing")
	case in.GrantType != grantCode && in.GrantType != grantRefreshToken:
		return TokenSet{}, oauthError("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")
	case !slices.Contains(app.Grants, in.GrantType):
		return TokenSet{}, oauthError("unauthorized_client", "requested grant type is not allowed for this client")
	case in.GrantType == grantCode:
		return s.redeem(app, in)
	}
	return s.rotate(app, in)
}

// redeem issues tokens for a code, once. Who presents it again ends what it was
// exchanged for, as one of the two has stolen it (RFC 6749, 4.1.2).
func (s *Service) redeem(app *App, in TokenRequest) (TokenSet, error) {
	c, ok := s.authCodes[in.Code]
	u := s.byID(c.User)
	switch {
	case in.Code == "":
		return TokenSet{}, oauthError("invalid_request", "code is missing")
	case !ok || c.App != app.ID || mayEnter(u) != nil:
		return TokenSet{}, oauthError("invalid_grant", "there is no such code for this client")
	case c.Used:
		s.endFamily(c.User, c.Family)
		return TokenSet{}, oauthError("invalid_grant", "the code was used before: what it was exchanged for is revoked")
	case !s.now().Before(c.Expires):
		return TokenSet{}, oauthError("invalid_grant", "the code has expired")
	case in.RedirectURI != c.RedirectURI:
		return TokenSet{}, oauthError("invalid_grant", "redirect_uri is not that of the authorization request")
	case !c.proves(in.CodeVerifier):
		return TokenSet{}, oauthError("invalid_grant", "code_verifier does not fit the code_challenge of the authorization request")
	}
	set, err := s.tokens(u, app, c.issuance)
	if err != nil {
		return TokenSet{}, err
	}
	c.Used = true
	s.authCodes[in.Code] = c
	if slices.Contains(strings.Fields(c.Scope), scopeOffline) && slices.Contains(app.Grants, grantRefreshToken) {
		set.RefreshToken = s.newGrant(u, app, c.later())
	}
	return set, nil
}

// proves tells whether a verifier is what the challenge was made from. One that
// no challenge asked for is refused as well: the request was tampered with
// (RFC 9700, 2.1.1).
func (c authCode) proves(verifier string) bool {
	if c.Challenge == "" {
		return verifier == ""
	}
	hash := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(hash[:]) == c.Challenge
}

// later is what fresh tokens are issued on: without the nonce, which is the first
// ID token's.
func (i issuance) later() issuance {
	i.Nonce = ""
	return i
}

// rotate issues tokens for a refresh token, and another one in its place. Who
// presents it again ends all that came of the sign-in (RFC 9700, 4.14.2).
func (s *Service) rotate(app *App, in TokenRequest) (TokenSet, error) {
	if in.RefreshToken == "" {
		return TokenSet{}, oauthError("invalid_request", "refresh_token is missing")
	}
	if g := s.grants[in.RefreshToken]; g.Used && g.App == app.ID {
		s.endFamily(g.User, g.Family)
	}
	g, u, err := s.grant(app, in.RefreshToken)
	if err != nil {
		return TokenSet{}, err
	}
	on := g.issuance
	if in.Scope != "" {
		if err := within(in.Scope, g.Scope); err != nil {
			return TokenSet{}, err
		}
		on.Scope = in.Scope
	}
	set, err := s.tokens(u, app, on)
	if err != nil {
		return TokenSet{}, err
	}
	g.Used = true
	s.grants[in.RefreshToken] = g
	set.RefreshToken = s.newGrant(u, app, g.issuance)
	return set, nil
}

// within refuses more than was granted.
func within(scope, granted string) error {
	if err := validScope(scope); err != nil {
		return err
	}
	for word := range strings.FieldsSeq(scope) {
		if !slices.Contains(strings.Fields(granted), word) {
			return oauthError("invalid_scope", "the scope "+word+" was not granted")
		}
	}
	return nil
}
