package oidc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/redact"
)

// UserInfo asks the issuer who the person of an access token is, as of now. An answer
// about anybody but the person of the tokens' claims is refused with [ErrSubject].
//
// The Node.js client calls it getUserInfoByAccessToken, and puts the token into the
// address; here it is in the Authorization header.
func (c *Client) UserInfo(ctx context.Context, tokens *Tokens) (*Profile, error) {
	const operation = "oidc.UserInfo"
	if err := c.callable(ctx, operation); err != nil {
		return nil, err
	}
	switch {
	case tokens == nil || tokens.AccessToken == "":
		return nil, mistake(operation, "access token", "is required")
	case tokens.Claims.Subject == "":
		return nil, mistake(operation, "subject of the claims", "is required, for nobody else's answer to be taken")
	}
	known, err := c.discover(ctx, operation)
	switch {
	case err != nil:
		return nil, err
	case known.UserInfo == "":
		return nil, &failure{operation, ErrNotSupported, "its discovery document has no userinfo_endpoint"}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, known.UserInfo, nil)
	if err != nil {
		return nil, failed(operation, "userinfo endpoint", err)
	}
	request.Header.Set("Authorization", "Bearer "+tokens.AccessToken.Reveal())
	raw, err := c.do(request)
	if err != nil {
		return nil, failed(operation, "userinfo endpoint", err, tokens.AccessToken)
	}
	profile, err := newProfile(raw)
	switch {
	case err != nil:
		return nil, failed(operation, "userinfo endpoint", err)
	case profile.Subject == "":
		return nil, failed(operation, "userinfo endpoint", &unusable{errors.New("the answer names nobody: it has no sub")})
	case profile.Subject != tokens.Claims.Subject:
		return nil, &failure{operation, ErrSubject, "its sub is not the one of the ID token"}
	}
	return &profile, nil
}

// Introspection is what the issuer says about a token; see RFC 7662, section 2.2. Where
// the token is not active nothing else is told.
type Introspection struct {
	// Active says whether the token is good now: not expired, and not revoked.
	Active bool `json:"active"`
	// Scope is what it was granted for, separated by spaces.
	Scope string `json:"scope"`
	// ClientID is the application that the token was issued to. Compare it with those whose
	// tokens you accept: being active makes nobody's token yours.
	ClientID string `json:"client_id"`
	// Subject is the ID of the person whose leave the token is.
	Subject string `json:"sub"`
	// Username is the person's name at the issuer.
	Username string `json:"username"`
	// TokenType is the kind of the token, Bearer as a rule.
	TokenType string `json:"token_type"`
	// Issuer is who issued the token.
	Issuer string `json:"iss"`
	// IssuedAt and ExpiresAt are in seconds since 1970; 0 where the issuer does not tell.
	IssuedAt  int64 `json:"iat"`
	ExpiresAt int64 `json:"exp"`
	// Raw is all that is told, the audience too; its Decode reads it.
	Raw authing.Raw `json:"-"`
}

// Format prints the answer with what is raw redacted, whatever the verb.
func (i Introspection) Format(f fmt.State, verb rune) {
	type plain Introspection
	redact.Fields(f, verb, plain(i))
}

// LogValue logs the answer with what is raw redacted.
func (i Introspection) LogValue() slog.Value {
	type plain Introspection
	return redact.Log(plain(i))
}

// Introspect asks the issuer about an access token or a refresh token: unlike a check of
// the signature, it knows of one that was revoked. A token that is not good is no error,
// but not active.
//
// The Node.js client calls it introspectToken.
func (c *Client) Introspect(ctx context.Context, token authing.Secret) (*Introspection, error) {
	const operation, step = "oidc.Introspect", "introspection endpoint"
	known, err := c.askable(ctx, operation, token)
	switch {
	case err != nil:
		return nil, err
	case known.Introspection == "":
		return nil, &failure{operation, ErrNotSupported, "its discovery document has no introspection_endpoint"}
	}
	raw, err := c.post(ctx, known.Introspection, token)
	if err != nil {
		return nil, failed(operation, step, err, token, c.settings.secret)
	}
	answer := &Introspection{Raw: raw}
	if err := decode(raw, answer); err != nil {
		return nil, failed(operation, step, err)
	}
	var told struct {
		Active *bool `json:"active"`
	}
	if raw.Decode(&told) != nil || told.Active == nil {
		return nil, failed(operation, step, &unusable{errors.New("the answer does not say whether the token is active")})
	}
	return answer, nil
}

const operationRevoke = "oidc.Revoke"

// Revoke makes an access token or a refresh token useless from now on, and with a refresh
// token, as a rule, the access tokens that came from it. That the issuer does not know the
// token is no error: it is useless already.
//
// The Node.js client calls it revokeToken.
func (c *Client) Revoke(ctx context.Context, token authing.Secret) error {
	const operation = operationRevoke
	known, err := c.askable(ctx, operation, token)
	switch {
	case err != nil:
		return err
	case known.Revocation == "":
		return &failure{operation, ErrNotSupported, "its discovery document has no revocation_endpoint"}
	}
	if _, err := c.post(ctx, known.Revocation, token); err != nil {
		return failed(operation, "revocation endpoint", err, token, c.settings.secret)
	}
	return nil
}

// EndSessionInput is what the method EndSessionURL takes.
type EndSessionInput struct {
	// IDToken shows the issuer whose session ends: with it, the person is not asked.
	IDToken authing.Secret
	// RedirectURL is where the browser comes to afterwards, as it is registered for the
	// application; empty to end at the issuer.
	RedirectURL string
	// State comes back with the browser, for a program that wants to know its own sign-out.
	State authing.Secret
}

// Format prints the input with its secrets redacted, whatever the verb.
func (i EndSessionInput) Format(f fmt.State, verb rune) {
	type plain EndSessionInput
	redact.Fields(f, verb, plain(i))
}

// LogValue logs the input with its secrets redacted.
func (i EndSessionInput) LogValue() slog.Value {
	type plain EndSessionInput
	return redact.Log(plain(i))
}

// EndSessionURL makes the address to send the browser to, so that the person's session at
// the issuer ends as well: without it, the next sign-in asks for no password. End the
// program's own session before. The address is not for logs: it holds the ID token.
//
// The Node.js client calls it buildLogoutUrl.
func (c *Client) EndSessionURL(ctx context.Context, in EndSessionInput) (string, error) {
	const operation = "oidc.EndSessionURL"
	if err := c.callable(ctx, operation); err != nil {
		return "", err
	}
	known, err := c.discover(ctx, operation)
	switch {
	case err != nil:
		return "", err
	case known.EndSession == "":
		return "", &failure{operation, ErrNotSupported, "its discovery document has no end_session_endpoint"}
	}
	end, err := url.Parse(known.EndSession)
	if err != nil {
		return "", failed(operation, "discovery", err)
	}
	query := end.Query()
	query.Set("client_id", c.id)
	for name, value := range map[string]string{
		"id_token_hint":            in.IDToken.Reveal(),
		"post_logout_redirect_uri": in.RedirectURL,
		"state":                    in.State.Reveal(),
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	end.RawQuery = query.Encode()
	return end.String(), nil
}

// askable gives the endpoints for a call about a token.
func (c *Client) askable(ctx context.Context, operation string, token authing.Secret) (*discovery, error) {
	if err := c.callable(ctx, operation); err != nil {
		return nil, err
	}
	if token == "" {
		return nil, mistake(operation, "token", "is required")
	}
	return c.discover(ctx, operation)
}

// post sends a token to an endpoint, with the application's ID and secret, and gives the
// answer.
func (c *Client) post(ctx context.Context, endpoint string, token authing.Secret) (authing.Raw, error) {
	form := url.Values{"token": {token.Reveal()}}
	secret := c.settings.secret.Reveal()
	basic := c.settings.style == oauth2.AuthStyleInHeader
	if !basic {
		form.Set("client_id", c.id)
		if secret != "" {
			form.Set("client_secret", secret)
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if basic {
		request.SetBasicAuth(url.QueryEscape(c.id), url.QueryEscape(secret)) // RFC 6749, section 2.3.1
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(request)
}
