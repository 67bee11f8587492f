package service

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"net/url"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// Issuer is the box as an OpenID Connect issuer.
func (s *Service) Issuer() string { return s.origin + "/oidc" }

// nameKey gives the ID by which tokens name a key: its thumbprint (RFC 7638).
func nameKey(key *rsa.PublicKey) (string, error) {
	thumbprint, err := (&jose.JSONWebKey{Key: key}).Thumbprint(crypto.SHA256)
	return base64.RawURLEncoding.EncodeToString(thumbprint), err
}

// KeySet gives the key that tokens are signed with, for whoever checks them.
func (s *Service) KeySet() jose.JSONWebKeySet {
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: &s.key.PublicKey, KeyID: s.keyID, Algorithm: string(jose.RS256), Use: "sig",
	}}}
}

// Trusts tells whether an origin is that of a page which an application has people
// sent back to.
func (s *Service) Trusts(origin string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pools {
		for _, app := range p.apps {
			if app.Protocol == OIDC && slices.ContainsFunc(app.RedirectURIs, func(address string) bool { return originOf(address) == origin }) {
				return true
			}
		}
	}
	return false
}

// originOf is the origin of an address; "" where it has no host.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Discovery describes an issuer (OpenID Connect Discovery 1.0, 3; RFC 8414, 2).
type Discovery struct {
	Issuer                string `json:"issuer"`
	AuthorizationEndpoint string `json:"authorization_endpoint"`
	TokenEndpoint         string `json:"token_endpoint"`
	UserInfoEndpoint      string `json:"userinfo_endpoint"`
	IntrospectionEndpoint string `json:"introspection_endpoint"`
	RevocationEndpoint    string `json:"revocation_endpoint"`
	EndSessionEndpoint    string `json:"end_session_endpoint"`
	JWKSURI               string `json:"jwks_uri"`

	Scopes              []string `json:"scopes_supported"`
	Claims              []string `json:"claims_supported"`
	ResponseTypes       []string `json:"response_types_supported"`
	ResponseModes       []string `json:"response_modes_supported"`
	GrantTypes          []string `json:"grant_types_supported"`
	Prompts             []string `json:"prompt_values_supported"`
	SubjectTypes        []string `json:"subject_types_supported"`
	SigningAlgorithms   []string `json:"id_token_signing_alg_values_supported"`
	ChallengeMethods    []string `json:"code_challenge_methods_supported"`
	TokenMethods        []string `json:"token_endpoint_auth_methods_supported"`
	IntrospectMethods   []string `json:"introspection_endpoint_auth_methods_supported"`
	RevokeMethods       []string `json:"revocation_endpoint_auth_methods_supported"`
	IssuerInAnswer      bool     `json:"authorization_response_iss_parameter_supported"`
	ClaimsParameter     bool     `json:"claims_parameter_supported"`
	RequestParameter    bool     `json:"request_parameter_supported"`
	RequestURIParameter bool     `json:"request_uri_parameter_supported"` // true where it is not said
}

// Discovery describes the issuer.
func (s *Service) Discovery() Discovery {
	at := s.Issuer()
	methods := []string{"client_secret_basic", "client_secret_post", "none"}
	return Discovery{
		Issuer:                at,
		AuthorizationEndpoint: at + "/auth",
		TokenEndpoint:         at + "/token",
		UserInfoEndpoint:      at + "/me",
		IntrospectionEndpoint: at + "/token/introspection",
		RevocationEndpoint:    at + "/token/revocation",
		EndSessionEndpoint:    at + "/session/end",
		JWKSURI:               at + "/.well-known/jwks.json",

		Scopes: knownScopes(),
		Claims: []string{
			"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "email", "email_verified", "phone_number", "phone_number_verified",
			"birthdate", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "picture", "preferred_username",
			"profile", "updated_at", "website", "zoneinfo",
		},
		ResponseTypes:     []string{responseCode},
		ResponseModes:     []string{modeQuery},
		GrantTypes:        []string{grantCode, grantRefreshToken},
		Prompts:           knownPrompts(),
		SubjectTypes:      []string{"public"},
		SigningAlgorithms: []string{string(jose.RS256)},
		ChallengeMethods:  []string{methodS256},
		TokenMethods:      methods, IntrospectMethods: methods, RevokeMethods: methods,
		IssuerInAnswer: true,
	}
}
