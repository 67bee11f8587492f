package composite

import (
	"cmp"
	"context"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// defaultScope is what the tokens of a sign-in are for unless the caller says
// otherwise.
const defaultScope = "openid profile email phone"

// LoginByOIDC signs in to an OIDC application with a password, or with the ID
// that a social login gave the person, and reads the person's claims. It takes
// two requests. A refusal is an [authing.OAuthError].
func LoginByOIDC(ctx context.Context, c *runtime.Client, in authing.LoginByOIDCInput) (*authing.OIDCLogin, error) {
	call := c.Call(named("LoginByOIDC", operations.RouteOIDCTokenByPassword(runtime.NoCredential)))
	if err := checkOIDC(call, in); err != nil {
		return nil, err
	}
	answer, err := operations.OIDCTokenByPassword(ctx, call, in.ClientID, in.ClientSecret,
		in.Email, in.Phone, in.Username, in.UnionID, in.Password, cmp.Or(in.Scope, defaultScope))
	if err != nil {
		return nil, err
	}
	tokens := answer.OidcToken
	if tokens == nil || tokens.AccessToken == "" {
		return nil, call.Unusable("the answer holds no access token")
	}
	claims := c.Call(named("LoginByOIDC", operations.RouteOIDCClaims(runtime.NoCredential)))
	person, err := operations.OIDCClaims(ctx, claims, tokens.AccessToken)
	if err != nil {
		return nil, err
	}
	if person.OidcUserInfo == nil {
		return nil, claims.Empty()
	}
	if err := startSession(ctx, c, call, tokens.AccessToken); err != nil {
		return nil, err
	}
	return &authing.OIDCLogin{User: person.OidcUserInfo, Tokens: tokens}, nil
}

func checkOIDC(call *runtime.Call, in authing.LoginByOIDCInput) error {
	identifiers := 0
	for _, identifier := range []string{in.Email, in.Phone, in.Username, in.UnionID} {
		if identifier != "" {
			identifiers++
		}
	}
	switch {
	case in.ClientID == "":
		return call.Missing("ClientID")
	case in.ClientSecret == "":
		return call.Missing("ClientSecret")
	case identifiers == 0:
		return call.Missing("one of Email, Phone, Username and UnionID")
	case identifiers > 1:
		return call.Invalid("Email, Phone, Username and UnionID", "exclude each other: give one")
	case in.UnionID != "" && in.Password != "":
		return call.Invalid("Password", "does not go with UnionID")
	case in.UnionID == "" && in.Password == "":
		return call.Missing("Password")
	}
	return nil
}

// named gives a request the name of the method that it is a part of, which
// errors then speak of.
func named(method string, operation runtime.Operation) runtime.Operation {
	operation.Name = method
	return operation
}

// startSession starts a session on the client of a person, and does nothing on
// the owner's.
func startSession(ctx context.Context, c *runtime.Client, call *runtime.Call, token authing.Secret) error {
	if c.Credential() != runtime.SessionCredential {
		return nil
	}
	return call.StartSession(ctx, token)
}
