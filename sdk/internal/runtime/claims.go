package runtime

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// UserID returns the ID of the person signed in, out of the token of the session. Nobody
// checks the token here: the ID only names whom a call is about, and the service decides
// by the token alone whether it may be.
func (c *Client) UserID(ctx context.Context) (string, error) {
	return c.Call(Operation{Name: "UserID"}).UserID(ctx)
}

// UserID returns what [Client.UserID] does, with the errors of this call.
func (c *Call) UserID(ctx context.Context) (string, error) {
	switch {
	case !c.client.made():
		return "", c.unmade()
	case ctx == nil:
		return "", c.Invalid("ctx", "is nil")
	case c.client.session == nil:
		return "", noSession(c.op.Name)
	}
	current, err := c.client.signedIn(ctx, c.op.Name)
	if err != nil {
		return "", err
	}
	id := subject(current.token)
	if id == "" {
		return "", c.Invalid("token", "names nobody: the session needs the token of a sign-in, a JWT with the user's ID in sub or data.id")
	}
	return id, nil
}

// subject returns the user whom a JWT is about; "" where it does not say, or is none.
func subject(token authing.Secret) string {
	var claims struct {
		Subject json.RawMessage `json:"sub"`
		Data    json.RawMessage `json:"data"`
	}
	if !readClaims(token, &claims) {
		return ""
	}
	if id, _ := readText(claims.Subject); id != "" {
		return id
	}
	var data struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(claims.Data, &data) != nil {
		return ""
	}
	id, _ := readText(data.ID)
	return id
}

// readClaims decodes the claims of a JWT into claims; false for a token that is none. It
// checks nothing.
func readClaims(token authing.Secret, claims any) bool {
	_, rest, _ := strings.Cut(token.Reveal(), ".")
	encoded, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	return err == nil && json.Unmarshal(text, claims) == nil
}
