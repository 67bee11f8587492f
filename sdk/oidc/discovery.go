package oidc

import (
	"context"
	"errors"
	"fmt"
	"slices"

	goidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/internal/address"
)

// discovery is what the issuer tells about itself.
type discovery struct {
	endpoints
	keys goidc.KeySet
}

// endpoints are the addresses and algorithms of a discovery document; see OpenID Connect
// Discovery, section 3, RFC 8414, section 2, RFC 9207, section 3, and OpenID Connect RP-Initiated Logout.
type endpoints struct {
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Keys          string   `json:"jwks_uri"`
	UserInfo      string   `json:"userinfo_endpoint"`
	Introspection string   `json:"introspection_endpoint"`
	Revocation    string   `json:"revocation_endpoint"`
	EndSession    string   `json:"end_session_endpoint"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	Named         bool     `json:"authorization_response_iss_parameter_supported"` // whether each callback names the issuer
}

// discover returns what the issuer tells about itself, asking it where it has not
// answered yet.
func (c *Client) discover(ctx context.Context, operation string) (*discovery, error) {
	if known := c.found.known.Load(); known != nil {
		return known, nil
	}
	// It outlives the context of the caller who came first, because others may wait for it.
	waiting := c.found.flights.DoChan("", func() (any, error) {
		known, err := c.fetch(context.WithoutCancel(ctx))
		if err == nil {
			c.found.known.Store(known)
		}
		return known, err
	})
	select {
	case fetched := <-waiting:
		if fetched.Err != nil {
			return nil, failed(operation, "discovery", fetched.Err)
		}
		return fetched.Val.(*discovery), nil
	case <-ctx.Done():
		return nil, failed(operation, "discovery", &unusable{ctx.Err()})
	}
}

// fetch asks the issuer for its discovery document.
func (c *Client) fetch(ctx context.Context) (*discovery, error) {
	ctx = goidc.ClientContext(ctx, c.http)
	provider, err := goidc.NewProvider(ctx, c.issuer)
	if other, ok := errors.AsType[*goidc.IssuerMismatchError](err); ok {
		return nil, &unusable{fmt.Errorf("the document is about another issuer, %q: give New exactly that where it is yours", other.Discovered)}
	}
	if err != nil {
		return nil, err
	}
	known := new(discovery)
	if err := provider.Claims(&known.endpoints); err != nil {
		return nil, err
	}
	if err := known.check(c.settings.insecure); err != nil {
		return nil, &unusable{err}
	}
	// Nothing that needs a shared secret, and not "none".
	known.Algorithms = slices.DeleteFunc(known.Algorithms, func(name string) bool {
		return !slices.Contains([]string{
			goidc.RS256, goidc.RS384, goidc.RS512, goidc.ES256, goidc.ES384, goidc.ES512, goidc.PS256, goidc.PS384, goidc.PS512, goidc.EdDSA,
		}, name)
	})
	known.keys = goidc.NewRemoteKeySet(ctx, known.Keys)
	return known, nil
}

// check says what is wrong with the endpoints. All that are there have to be addresses that
// secrets may be sent to.
func (e *endpoints) check(insecure bool) error {
	for _, endpoint := range []struct {
		name, address string
		required      bool
	}{
		{"authorization_endpoint", e.Authorization, true},
		{"token_endpoint", e.Token, true},
		{"jwks_uri", e.Keys, true},
		{"userinfo_endpoint", e.UserInfo, false},
		{"introspection_endpoint", e.Introspection, false},
		{"revocation_endpoint", e.Revocation, false},
		{"end_session_endpoint", e.EndSession, false},
	} {
		if endpoint.address == "" && !endpoint.required {
			continue
		}
		if problem := address.Check(endpoint.address, insecure); problem != "" {
			return fmt.Errorf("the document's %s %s", endpoint.name, problem)
		}
	}
	return nil
}

// config is the application as package oauth2 has it.
func (c *Client) config(known *discovery) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.id, ClientSecret: c.settings.secret.Reveal(),
		Endpoint:    oauth2.Endpoint{AuthURL: known.Authorization, TokenURL: known.Token, AuthStyle: c.settings.style},
		RedirectURL: c.settings.redirectURL, Scopes: c.settings.scopes,
	}
}
