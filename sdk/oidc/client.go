package oidc

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"github.com/authing-community/authing-go/sdk/internal/address"
)

const operationNew = "oidc.New"

// Client is one application at its issuer. It is safe for concurrent use, and meant to be
// made once: it keeps the issuer's discovery document and keys.
type Client struct {
	issuer, id string
	settings   *settings
	http       *http.Client
	found      *found
}

// found is what the client finds out about the issuer, for all its callers.
type found struct {
	known   atomic.Pointer[discovery] // nil until the issuer has answered
	flights singleflight.Group
}

// New makes the client of an application. The issuer is its address as ID tokens have it,
// for example "https://my-app.authing.cn/oidc"; the client ID is the application's ID. The
// application has to sign ID tokens with an asymmetric algorithm, RS256 for example: one
// that is signed with the application's secret (HS256) is refused. Nothing is fetched yet.
func New(issuer, clientID string, options ...Option) (*Client, error) {
	s, err := read(options)
	if err != nil {
		return nil, err
	}
	if _, problem := address.Read(issuer, s.insecure); problem != "" {
		return nil, mistake(operationNew, "issuer", problem)
	}
	switch {
	case clientID == "":
		return nil, mistake(operationNew, "client ID", "is required")
	case strings.TrimSpace(clientID) != clientID || strings.TrimSpace(s.secret.Reveal()) != s.secret.Reveal():
		return nil, mistake(operationNew, "client ID or secret", "has white space around it")
	}
	// Whatever the libraries fetch goes through the guard.
	guarded := *s.httpClient
	guarded.Transport = newGuard(s)
	return &Client{issuer: issuer, id: clientID, settings: s, http: &guarded, found: new(found)}, nil
}

// callable refuses a call that nothing can come of.
func (c *Client) callable(ctx context.Context, operation string) error {
	switch {
	case c == nil || c.settings == nil:
		return mistake(operation, "", "was called on a client that New did not make")
	case ctx == nil:
		return mistake(operation, "ctx", "is nil")
	}
	return nil
}

// Format names the application and its issuer, and keeps the secret out of everything that
// is printed.
func (c Client) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "oidc.Client("+c.id+" at "+c.issuer+")")
}
