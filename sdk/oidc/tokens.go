package oidc

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	goidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/redact"
)

// Tokens is what the issuer hands out for a person. As JSON it is complete, with its
// secrets, for a session that is kept on the server.
type Tokens struct {
	// AccessToken is what other services take for the person's leave.
	AccessToken authing.Secret `json:"access_token"`
	// ExpiresAt is when the access token expires; zero where the issuer does not tell.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// RefreshToken gets new tokens; empty unless the scope offline_access was granted.
	RefreshToken authing.Secret `json:"refresh_token,omitempty"`
	// IDToken is the token that Claims come from; the end of the session needs it.
	IDToken authing.Secret `json:"id_token"`
	// Scope is what was granted, separated by spaces; empty where it is what was asked for.
	Scope string `json:"scope,omitempty"`
	// Claims say who signed in. They were checked.
	Claims Claims `json:"claims"`
}

// Format prints the tokens redacted, whatever the verb.
func (t Tokens) Format(f fmt.State, verb rune) {
	type plain Tokens
	redact.Fields(f, verb, plain(t))
}

// LogValue logs the tokens redacted.
func (t Tokens) LogValue() slog.Value {
	type plain Tokens
	return redact.Log(plain(t))
}

// newTokens takes over what the token endpoint answered; the claims are still to be read.
func newTokens(token *oauth2.Token) *Tokens {
	text := func(name string) string { s, _ := token.Extra(name).(string); return s }
	return &Tokens{
		AccessToken: authing.Secret(token.AccessToken), ExpiresAt: token.Expiry,
		RefreshToken: authing.Secret(token.RefreshToken),
		IDToken:      authing.Secret(text("id_token")), Scope: text("scope"),
	}
}

// Refresh gives new tokens for the refresh token among the old ones. What the issuer does
// not send anew, be it refresh token, ID token or scope, stays as it was. Tokens of anybody
// but the person of the old ones are refused with [ErrSubject]. An issuer may take back the
// old refresh token at once: keep the new tokens in the place of the old ones.
//
// The Node.js client calls it getNewAccessTokenByRefreshToken.
func (c *Client) Refresh(ctx context.Context, old *Tokens) (*Tokens, error) {
	const operation = "oidc.Refresh"
	if err := c.callable(ctx, operation); err != nil {
		return nil, err
	}
	switch {
	case old == nil || old.RefreshToken == "":
		return nil, mistake(operation, "refresh token", "is required: ask for the scope offline_access, see WithScopes")
	case old.Claims.Subject == "":
		return nil, mistake(operation, "subject of the claims", "is required, for nobody else's tokens to be taken")
	}
	known, err := c.discover(ctx, operation)
	if err != nil {
		return nil, err
	}
	ctx = goidc.ClientContext(ctx, c.http)
	token, err := c.config(known).TokenSource(ctx, &oauth2.Token{RefreshToken: old.RefreshToken.Reveal()}).Token()
	if err != nil {
		return nil, failed(operation, "token endpoint", err, old.RefreshToken, c.settings.secret)
	}
	tokens := newTokens(token)
	if tokens.Scope == "" {
		tokens.Scope = old.Scope
	}
	if tokens.IDToken == "" {
		tokens.IDToken, tokens.Claims = old.IDToken, old.Claims
		return tokens, nil
	}
	if tokens.Claims, err = c.checkIDToken(ctx, operation, known, tokens); err != nil {
		return nil, err
	}
	switch {
	case tokens.Claims.Subject != old.Claims.Subject:
		return nil, &failure{operation, ErrSubject, "the ID token has another sub than the one before"}
	case tokens.Claims.Nonce != "" && !same(tokens.Claims.Nonce, old.Claims.Nonce): // OpenID Connect Core, section 12.2
		return nil, &failure{operation, ErrIDToken, "its nonce is not the one of the sign-in"}
	}
	return tokens, nil
}
