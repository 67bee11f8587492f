package oidc

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// calls are all methods, called as well as can be.
var calls = map[string]func(context.Context, *Client) error{
	"oidc.BeginSignIn": func(ctx context.Context, c *Client) error { _, _, err := c.BeginSignIn(ctx); return err },
	"oidc.FinishSignIn": func(ctx context.Context, c *Client) error {
		_, err := c.FinishSignIn(ctx, SignIn{State: "s", Nonce: "n", Verifier: "v"}, url.Values{"state": {"s"}, "code": {"c"}})
		return err
	},
	"oidc.Refresh": func(ctx context.Context, c *Client) error {
		_, err := c.Refresh(ctx, &Tokens{RefreshToken: testRefresh, Claims: Claims{Profile: Profile{Subject: testUser}}})
		return err
	},
	"oidc.UserInfo": func(ctx context.Context, c *Client) error {
		_, err := c.UserInfo(ctx, &Tokens{AccessToken: testAccess, Claims: Claims{Profile: Profile{Subject: testUser}}})
		return err
	},
	"oidc.Introspect": func(ctx context.Context, c *Client) error { _, err := c.Introspect(ctx, testAccess); return err },
	"oidc.Revoke":     func(ctx context.Context, c *Client) error { return c.Revoke(ctx, testAccess) },
	"oidc.EndSessionURL": func(ctx context.Context, c *Client) error {
		_, err := c.EndSessionURL(ctx, EndSessionInput{})
		return err
	},
}

// TestUncallable calls a client that New did not make, and one without a context.
func TestUncallable(t *testing.T) {
	i := newIssuer(t)
	for name, call := range calls {
		for _, test := range []struct {
			ctx    context.Context
			client *Client
			want   string
		}{
			{t.Context(), new(Client), "was called on a client that New did not make"},
			{t.Context(), nil, "was called on a client that New did not make"},
			{nil, i.client(), "ctx is nil"},
		} {
			err := call(test.ctx, test.client)
			if _, ok := errors.AsType[*authing.InputError](err); !ok || err.Error() != "authing: "+name+": "+test.want {
				t.Errorf("%s: %v, want %q", name, err, test.want)
			}
		}
	}
	if len(i.asked) > 0 {
		t.Errorf("%d requests", len(i.asked))
	}
}

// never answers nobody.
type never struct{}

func (never) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestTimeoutOfTheHTTPClient counts where it is shorter than the package's own.
func TestTimeoutOfTheHTTPClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newIssuer(t).client(WithHTTPClient(&http.Client{Transport: never{}, Timeout: time.Second}))
		start := time.Now()
		_, _, err := c.BeginSignIn(t.Context())
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
