package authing

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/authing-community/authing-go/sdk/internal/redact"
)

// File is a file to upload, for example a picture for a profile.
type File struct {
	// Name is the file's name, for example "me.png". The service tells the kind of
	// file by it.
	Name string
	// Content is read once, to its end, and not closed.
	Content io.Reader
}

// LoginByOIDCInput is what LoginByOIDC needs: the application, exactly one of Email,
// Phone, Username and UnionID, and the password (not with UnionID).
type LoginByOIDCInput struct {
	// ClientID is the OIDC application's identifier. Required.
	ClientID string
	// ClientSecret is the OIDC application's own secret, not the pool's. Required.
	ClientSecret Secret
	// Email is the person's email address.
	Email string
	// Phone is the person's phone number.
	Phone string
	// Username is the person's user name.
	Username string
	// UnionID identifies a person who signed in through a social login; it goes without
	// a password.
	UnionID string
	// Password is the person's password. Required with Email, Phone and Username.
	Password Secret
	// Scope is what the tokens may be used for, words separated by spaces;
	// "openid profile email phone" where it is empty.
	Scope string
}

// Format keeps the secrets out of what is printed, whatever the verb.
func (in LoginByOIDCInput) Format(f fmt.State, verb rune) {
	type plain LoginByOIDCInput
	redact.Fields(f, verb, plain(in))
}

// LogValue keeps the secrets out of what is logged.
func (in LoginByOIDCInput) LogValue() slog.Value {
	type plain LoginByOIDCInput
	return redact.Log(plain(in))
}

// OIDCLogin is what LoginByOIDC answers with.
type OIDCLogin struct {
	// User is the person, as the OIDC claims say.
	User *OIDCUser
	// Tokens is the token set.
	Tokens *OIDCTokens
}

// LogValue keeps the tokens out of what is logged.
func (l OIDCLogin) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("user", l.User), slog.Any("tokens", l.Tokens))
}

// GenQRCodeInput is what a QR code for the mini program can be made with.
type GenQRCodeInput struct {
	// UseSelfWXApp is whether the pool's own mini program is used; false where it is nil.
	UseSelfWXApp *bool
	// EnableFetchPhone is whether the phone number is asked for; false where it is nil.
	EnableFetchPhone *bool
}

// QRCode is a QR code to be scanned.
type QRCode struct {
	// URL is the address of the picture.
	URL string
	// Random is the word that CheckQR asks with.
	Random string
}

// ScanLoginInput is what ScanLogin needs.
type ScanLoginInput struct {
	// Show is called once, with the QR code to put in front of the person. An error
	// ends the login with that error. Required.
	Show func(*QRCode) error
	// Interval is the time between two questions whether the code was scanned;
	// 1.5 seconds where it is 0.
	Interval time.Duration
	// UseSelfWXApp is whether the pool's own mini program is used; false where it is nil.
	UseSelfWXApp *bool
	// EnableFetchPhone is whether the phone number is asked for; false where it is nil.
	EnableFetchPhone *bool
}

// SSOLogoutURLInput is what SSOLogoutURL needs; each field is required.
type SSOLogoutURLInput struct {
	// Domain is the application's domain, for example "my-app.authing.cn".
	Domain string
	// AppID is the application's identifier.
	AppID string
	// RedirectURI is where the browser goes after the person was signed out.
	RedirectURI string
}

// PreflightInput is what Preflight asks besides the two services.
type PreflightInput struct {
	// CDN is whether the host of the pictures is asked too.
	CDN bool
}
