package oidc

import (
	"context"
	"errors"
	"strings"
	"time"

	goidc "github.com/coreos/go-oidc/v3/oidc"

	"github.com/authing-community/authing-go/sdk/authing"
)

// checkIDToken checks the ID token of a token set and gives its claims, as OpenID Connect
// Core, section 3.1.3.7, says: all but the nonce.
func (c *Client) checkIDToken(ctx context.Context, operation string, known *discovery, tokens *Tokens) (Claims, error) {
	keys := &watchedKeys{set: known.keys}
	verifier := goidc.NewVerifier(c.issuer, keys, &goidc.Config{
		ClientID: c.id, SupportedSigningAlgs: known.Algorithms, Now: c.settings.now,
	})
	token, err := verifier.Verify(ctx, tokens.IDToken.Reveal())
	if keys.unavailable != nil {
		return Claims{}, failed(operation, "key set", keys.unavailable)
	}
	if err != nil {
		return Claims{}, &failure{operation, ErrIDToken, problem(err, keys)}
	}
	var party struct {
		Authorized string `json:"azp"`
	}
	if err := token.Claims(&party); err != nil {
		return Claims{}, &failure{operation, ErrIDToken, "its azp is no text"}
	}
	switch {
	case token.Subject == "":
		return Claims{}, &failure{operation, ErrIDToken, "it names nobody: it has no sub"}
	case party.Authorized != "" && party.Authorized != c.id, party.Authorized == "" && len(token.Audience) > 1:
		return Claims{}, &failure{operation, ErrIDToken, "it is for several applications, and was not issued to this one (azp)"}
	case token.AccessTokenHash != "" && token.VerifyAccessToken(tokens.AccessToken.Reveal()) != nil:
		return Claims{}, &failure{operation, ErrIDToken, "it belongs to another access token (at_hash)"}
	}
	claims, err := newClaims(token)
	if err != nil {
		return Claims{}, &failure{operation, ErrIDToken, "its claims are no JSON"}
	}
	return claims, nil
}

// problem says why the library refuses an ID token. Its own words tell nothing of a token
// but the algorithm in the header, and where the signature is good, whom it is from and for.
func problem(err error, keys *watchedKeys) string {
	if expired, ok := errors.AsType[*goidc.TokenExpiredError](err); ok {
		return "it expired at " + expired.Expiry.UTC().Format(time.RFC3339) + ": is the clock of this machine right?"
	}
	if keys.refused {
		return "no key of the issuer fits its signature"
	}
	return printable(strings.TrimPrefix(err.Error(), "oidc: "), nil)
}

// watchedKeys remembers what came of a signature: the library keeps no more than a text.
type watchedKeys struct {
	set         goidc.KeySet
	unavailable error // why the keys could not be fetched
	refused     bool  // whether no key fits
}

// VerifySignature checks the signature of a token.
func (k *watchedKeys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := k.set.VerifySignature(ctx, token)
	switch {
	case err == nil:
		return payload, nil
	case ctx.Err() != nil:
		k.unavailable = &unusable{ctx.Err()}
	case errors.Unwrap(err) != nil: // the failure to fetch them
		k.unavailable = err
	default:
		k.refused = true
	}
	return nil, err
}

// newClaims reads the claims of a token that was checked.
func newClaims(token *goidc.IDToken) (Claims, error) {
	var raw authing.Raw
	if err := token.Claims(&raw); err != nil {
		return Claims{}, err
	}
	profile, err := newProfile(raw)
	if err != nil {
		return Claims{}, err
	}
	var told struct {
		AuthTime float64 `json:"auth_time"` // in seconds since 1970
	}
	err = decode(raw, &told)
	claims := Claims{
		Profile: profile, Issuer: token.Issuer, Audience: token.Audience,
		IssuedAt: token.IssuedAt.UTC(), ExpiresAt: token.Expiry.UTC(), Nonce: authing.Secret(token.Nonce),
	}
	if told.AuthTime > 0 {
		claims.AuthTime = time.Unix(int64(told.AuthTime), 0).UTC()
	}
	return claims, err
}

// clockLeeway is how far apart the clocks of the issuer and of this machine may be.
const clockLeeway = 30 * time.Second

// checkAuthTime refuses a person who was authenticated before the time that the sign-in
// asked for; see OpenID Connect Core, section 3.1.3.7, number 13.
func checkAuthTime(operation string, claims Claims, since time.Time) error {
	switch {
	case since.IsZero():
		return nil
	case claims.AuthTime.IsZero():
		return &failure{operation, ErrIDToken, "it does not say when the person was authenticated (auth_time), which max_age asks for"}
	case claims.AuthTime.Before(since.Add(-clockLeeway)):
		return &failure{operation, ErrIDToken, "the person was authenticated before what max_age allows (auth_time)"}
	}
	return nil
}
