package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"time"

	goidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/redact"
)

// SignIn is a sign-in that has begun. It belongs into the session of the browser that
// began it, for that one sign-in, where nobody else can read it; as JSON it is complete.
type SignIn struct {
	// State comes back with the browser, and shows that it is the one that was sent.
	State authing.Secret `json:"state"`
	// Nonce comes back in the ID token, and shows that it was issued for this sign-in.
	Nonce authing.Secret `json:"nonce"`
	// Verifier shows the issuer that the code is handed in by who began the sign-in.
	Verifier authing.Secret `json:"verifier"`
	// AuthSince is since when the person has to have been authenticated at the issuer, where
	// the parameter max_age asks for that; zero where it does not.
	AuthSince time.Time `json:"auth_since,omitzero"`
}

// Format prints the sign-in with its secrets redacted, whatever the verb.
func (s SignIn) Format(f fmt.State, verb rune) {
	type plain SignIn
	redact.Fields(f, verb, plain(s))
}

// LogValue logs the sign-in with its secrets redacted.
func (s SignIn) LogValue() slog.Value {
	type plain SignIn
	return redact.Log(plain(s))
}

// Parameter is something more to say in the authorization URL, such as the max_age "0",
// which asks for the password of a person who is signed in at the issuer as well; see
// OpenID Connect Core, section 3.1.2.1. A max_age, in seconds, is checked when the sign-in
// is finished. The prompt "login" asks for the same and is not: an issuer need not tell
// whether it did, and whoever has the browser can take it out of the URL.
type Parameter struct{ Name, Value string }

// BeginSignIn makes the authorization URL, which is where to send the browser, and what to
// keep in the browser's session until it comes back. The URL is not for logs: it holds the
// state.
//
// The Node.js client calls it buildAuthorizeUrl.
func (c *Client) BeginSignIn(ctx context.Context, parameters ...Parameter) (address string, begun SignIn, err error) {
	const operation = "oidc.BeginSignIn"
	if err := c.callable(ctx, operation); err != nil {
		return "", SignIn{}, err
	}
	if c.settings.redirectURL == "" {
		return "", SignIn{}, mistake(operation, "redirect URL", "is required: see WithRedirectURL")
	}
	begun = SignIn{
		State:    authing.Secret(rand.Text()),
		Nonce:    authing.Secret(rand.Text()),
		Verifier: authing.Secret(oauth2.GenerateVerifier()),
	}
	options := []oauth2.AuthCodeOption{goidc.Nonce(begun.Nonce.Reveal()), oauth2.S256ChallengeOption(begun.Verifier.Reveal())}
	if slices.Contains(c.settings.scopes, scopeOffline) {
		options = append(options, oauth2.SetAuthURLParam("prompt", "consent")) // see WithScopes
	}
	own := []string{"client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge", "code_challenge_method"}
	for _, p := range parameters {
		if p.Name == "" || slices.Contains(own, p.Name) {
			return "", SignIn{}, mistake(operation, "parameter", fmt.Sprintf("%q is the client's own", p.Name))
		}
		if p.Name == "max_age" {
			age, err := strconv.ParseUint(p.Value, 10, 31)
			if err != nil {
				return "", SignIn{}, mistake(operation, "max_age", "has to be a number of seconds")
			}
			begun.AuthSince = c.settings.now().Add(-time.Duration(age) * time.Second).UTC()
		}
		options = append(options, oauth2.SetAuthURLParam(p.Name, p.Value))
	}
	known, err := c.discover(ctx, operation)
	if err != nil {
		return "", SignIn{}, err
	}
	return c.config(known).AuthCodeURL(begun.State.Reveal(), options...), begun, nil
}

// FinishSignIn takes the browser's return to the redirect URL, with what the browser's
// session kept of the sign-in, and gives the tokens of the person who signed in. The
// callback is the query of the request: r.URL.Query().
//
// It refuses with [ErrState] what was not begun in this browser, with an
// [*authing.OAuthError] where the issuer or the person said no ([AccessDenied], for
// example), and with [ErrIDToken] an ID token that is not good.
//
// The Node.js client calls it getAccessTokenByCode.
func (c *Client) FinishSignIn(ctx context.Context, begun SignIn, callback url.Values) (*Tokens, error) {
	const operation = "oidc.FinishSignIn"
	if err := c.callable(ctx, operation); err != nil {
		return nil, err
	}
	if err := belongs(operation, begun, callback); err != nil {
		return nil, err
	}
	known, err := c.discover(ctx, operation)
	if err != nil {
		return nil, err
	}
	code, err := c.readCallback(operation, known, begun, callback)
	if err != nil {
		return nil, err
	}
	ctx = goidc.ClientContext(ctx, c.http)
	token, err := c.config(known).Exchange(ctx, code.Reveal(), oauth2.VerifierOption(begun.Verifier.Reveal()))
	if err != nil {
		return nil, failed(operation, "token endpoint", err, code, begun.Verifier, c.settings.secret)
	}
	tokens := newTokens(token)
	if tokens.IDToken == "" {
		return nil, &failure{operation, ErrIDToken, "the answer has none: is openid among the application's scopes?"}
	}
	if tokens.Claims, err = c.checkIDToken(ctx, operation, known, tokens); err != nil {
		return nil, err
	}
	if !same(tokens.Claims.Nonce, begun.Nonce) {
		return nil, &failure{operation, ErrIDToken, "it is for another sign-in: its nonce is not the one that was sent"}
	}
	if err := checkAuthTime(operation, tokens.Claims, begun.AuthSince); err != nil {
		return nil, err
	}
	return tokens, nil
}

// belongs says whether a callback belongs to a sign-in. Before the state is right, nothing
// of the callback is believed, and the issuer is asked nothing.
func belongs(operation string, begun SignIn, callback url.Values) error {
	switch {
	case begun.State == "" || begun.Nonce == "" || begun.Verifier == "":
		return &failure{operation, ErrState, "the session holds no sign-in"}
	case len(callback["state"]) != 1 || !same(authing.Secret(callback.Get("state")), begun.State):
		return &failure{operation, ErrState, "its state is not the one that was sent"}
	}
	return nil
}

// readCallback gives the code of a callback that belongs to a sign-in. Who it comes from is
// first: another issuer's refusal is not believed either (RFC 9207, section 2.4).
func (c *Client) readCallback(operation string, known *discovery, begun SignIn, callback url.Values) (code authing.Secret, err error) {
	switch {
	case known.Named && !callback.Has("iss"):
		return "", &failure{operation, ErrState, "it does not name the issuer, as all of its callbacks do"}
	case callback.Has("iss") && (len(callback["iss"]) != 1 || callback.Get("iss") != c.issuer):
		return "", &failure{operation, ErrState, "it comes from another issuer"}
	case callback.Has("error"):
		told := &authing.OAuthError{Code: authing.OAuthCode(callback.Get("error")), Description: callback.Get("error_description")}
		return "", refusal(operation+": authorization", told, begun.State, begun.Nonce, begun.Verifier)
	case len(callback["code"]) != 1 || callback.Get("code") == "":
		return "", &failure{operation, ErrState, "it has not exactly one code"}
	}
	return authing.Secret(callback.Get("code")), nil
}

// same compares in a time that does not tell where two texts differ.
func same(a, b authing.Secret) bool {
	return subtle.ConstantTimeCompare([]byte(a.Reveal()), []byte(b.Reveal())) == 1
}
