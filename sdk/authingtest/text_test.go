package authingtest_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// TestOnlyText puts in what is no text, wherever a program can put something in:
// what is refused is named, and not shown.
func TestOnlyText(t *testing.T) {
	const odd = "\xffodd"
	tests := []struct {
		name string // of what is odd
		put  func(*authingtest.Server) error
	}{
		{"User.Nickname", func(box *authingtest.Server) error {
			_, err := box.AddUser(authingtest.User{Email: "eve@example.com", Nickname: odd})
			return err
		}},
		{"User.Password", func(box *authingtest.Server) error {
			_, err := box.AddPool(authingtest.WithUsers(authingtest.User{Email: "eve@example.com", Password: odd}))
			return err
		}},
		{"User.SocialLogin.AccessToken", func(box *authingtest.Server) error {
			_, err := box.AddUser(authingtest.User{UnionID: "qq|1", SocialLogin: &authingtest.SocialLogin{Provider: "qq", AccessToken: odd}})
			return err
		}},
		{"pool.Secret", func(box *authingtest.Server) error {
			_, err := box.AddPool(authingtest.WithPool("", odd))
			return err
		}},
		{"App.Name", func(box *authingtest.Server) error {
			_, err := box.AddOIDCApp(authingtest.App{Name: odd})
			return err
		}},
		{"App.RedirectURIs", func(box *authingtest.Server) error {
			_, err := box.AddOAuthApp(authingtest.App{RedirectURIs: []string{"http://example.com", odd}})
			return err
		}},
		{"scope", func(box *authingtest.Server) error {
			app, err := box.AddOAuthApp(authingtest.App{Name: "Shop"})
			if err != nil {
				return err
			}
			return box.AddAuthorizedApp(adaID, app.ID, odd)
		}},
		{"DirectoryUser.Password", func(box *authingtest.Server) error {
			return box.AddLDAPUser(authingtest.DirectoryUser{Username: "eve", Password: odd})
		}},
		{"DirectoryUser.DN", func(box *authingtest.Server) error {
			return box.AddADUser("ad", authingtest.DirectoryUser{Username: "eve", Password: password, DN: odd})
		}},
		{"connectorID", func(box *authingtest.Server) error {
			return box.AddADUser(odd, authingtest.DirectoryUser{Username: "eve", Password: password})
		}},
		{"name", func(box *authingtest.Server) error {
			_, err := box.AddGroup(odd)
			return err
		}},
		{"name", func(box *authingtest.Server) error {
			_, err := box.AddRole(odd)
			return err
		}},
		{"name", func(box *authingtest.Server) error {
			_, err := box.AddPermission(odd)
			return err
		}},
		{"SocialProvider.Image", func(box *authingtest.Server) error {
			return box.AddSocialProvider(authingtest.SocialProvider{Alias: "qq", Image: odd})
		}},
		{"address", func(box *authingtest.Server) error { return box.SetQRRedirect(odd) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			box := newBox(t)
			err := test.put(box)
			if want := "authingtest: " + test.name + " is not UTF-8"; err == nil || err.Error() != want {
				t.Errorf("the error is %q, want %q", err, want)
			}
		})
	}
}
