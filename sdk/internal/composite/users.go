package composite

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// allPage is how many users All asks for at once.
const allPage = 50

// All goes through every user of the pool, page by page. It ends with the first
// error, which it yields with a nil user. Users who come or go meanwhile may be
// missed or seen twice.
func All(ctx context.Context, c *runtime.Client) iter.Seq2[*authing.User, error] {
	return runtime.Pages(1, allPage, func(page, size int) ([]*authing.User, int, error) {
		call := c.Call(named("All", operations.RouteList(runtime.OwnerCredential)))
		answer, err := operations.List(ctx, call, c.Pool(), page, size, nil)
		if err != nil {
			return nil, 0, err
		}
		if answer.Users == nil {
			return nil, 0, call.Empty()
		}
		return answer.Users.List, answer.Users.TotalCount, nil
	})
}

// UploadAvatar uploads a picture and answers with its URL, which Update takes
// as Photo. It takes two requests: one for a token, and the upload itself, to a
// store of files, with that token and no other.
func UploadAvatar(ctx context.Context, c *runtime.Client, picture authing.File) (string, error) {
	call := c.Call(named("UploadAvatar", operations.RouteUploadToken(c.Credential())))
	if picture.Content == nil {
		return "", call.Missing("Content")
	}
	answer, err := operations.UploadToken(ctx, call)
	if err != nil {
		return "", err
	}
	if answer.QiNiuUploadToken == nil {
		return "", call.Empty()
	}
	key, err := c.Upload(ctx, "UploadAvatar", *answer.QiNiuUploadToken, picture)
	if err != nil {
		return "", err
	}
	return c.CDN() + "/" + (&url.URL{Path: key}).EscapedPath(), nil
}

// SSOLogoutURL makes the address that a browser must be sent to so that the
// person is signed out of single sign-on (OAuth, OIDC, SAML). It asks nobody.
func SSOLogoutURL(_ context.Context, c *runtime.Client, in authing.SSOLogoutURLInput) (string, error) {
	call := c.Call(runtime.Operation{Name: "SSOLogoutURL"})
	switch {
	case in.Domain == "":
		return "", call.Missing("Domain")
	case in.AppID == "":
		return "", call.Missing("AppID")
	case in.RedirectURI == "":
		return "", call.Missing("RedirectURI")
	}
	host := in.Domain
	if !strings.Contains(host, ".") {
		host += ".authing.cn"
	}
	if parsed, err := url.Parse("https://" + host); err != nil || parsed.Host != host {
		return "", call.Invalid("Domain", `must be a domain such as "my-app" or "login.example.com"`)
	}
	if parsed, err := url.Parse(in.RedirectURI); err != nil || !parsed.IsAbs() {
		return "", call.Invalid("RedirectURI", "must be an absolute URL")
	}
	logout := url.URL{Scheme: "https", Host: host, Path: "/login/profile/logout", RawQuery: url.Values{
		"app_id": {in.AppID}, "redirect_uri": {in.RedirectURI},
	}.Encode()}
	return logout.String(), nil
}
