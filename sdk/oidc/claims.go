package oidc

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/redact"
)

// Profile is what the issuer tells about a person; which of it depends on the scopes. What
// is not told is empty, and so is a claim of another type than OpenID Connect Core, section
// 5.1, says. It is text of the person's own choice: escape it where you show it.
type Profile struct {
	// Subject is the ID of the person at the issuer, and the one thing to know them by:
	// everything else may change. It is never empty.
	Subject string `json:"sub"`

	// With the scope profile.
	Name              string `json:"name,omitempty"`
	GivenName         string `json:"given_name,omitempty"`
	FamilyName        string `json:"family_name,omitempty"`
	Nickname          string `json:"nickname,omitempty"`
	PreferredUsername string `json:"preferred_username,omitempty"`
	Username          string `json:"username,omitempty"` // Authing's own
	Picture           string `json:"picture,omitempty"`
	Website           string `json:"website,omitempty"`
	Gender            string `json:"gender,omitempty"`
	Birthdate         string `json:"birthdate,omitempty"`
	ZoneInfo          string `json:"zoneinfo,omitempty"`
	Locale            string `json:"locale,omitempty"`

	// With the scope email. An address that is not verified may be anybody's.
	Email         string `json:"email,omitempty"`
	EmailVerified bool   `json:"email_verified,omitempty"`

	// With the scope phone. A number that is not verified may be anybody's.
	Phone         string `json:"phone_number,omitempty"`
	PhoneVerified bool   `json:"phone_number_verified,omitempty"`

	// Raw is all that is told; its Decode reads it.
	Raw authing.Raw `json:"raw,omitempty"`
}

// Format prints the profile with what is raw redacted, whatever the verb.
func (p Profile) Format(f fmt.State, verb rune) {
	type plain Profile
	redact.Fields(f, verb, plain(p))
}

// LogValue logs the profile with what is raw redacted.
func (p Profile) LogValue() slog.Value {
	type plain Profile
	return redact.Log(plain(p))
}

// newProfile reads a profile from JSON.
func newProfile(raw authing.Raw) (Profile, error) {
	var p Profile
	err := decode(raw, &p)
	p.Raw = raw
	return p, err
}

// Claims is what an ID token says. All of it was checked.
type Claims struct {
	// Profile is who signed in.
	Profile
	// Issuer is who says so, and Audience are the applications that it is said to.
	Issuer   string   `json:"iss"`
	Audience []string `json:"aud"`
	// IssuedAt and ExpiresAt are the ID token's own; the access token's time is another.
	IssuedAt  time.Time `json:"issued_at,omitzero"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// AuthTime is when the person last showed the issuer who it is, which a sign-in that
	// asks nothing does not change; zero where the issuer does not tell.
	AuthTime time.Time `json:"auth_time,omitzero"`
	// Nonce is the one of the sign-in.
	Nonce authing.Secret `json:"nonce,omitempty"`
}

// Format prints the claims with what is secret or raw redacted, whatever the verb.
func (c Claims) Format(f fmt.State, verb rune) { redact.Fields(f, verb, c.fields()) }

// LogValue logs the claims with what is secret or raw redacted.
func (c Claims) LogValue() slog.Value { return redact.Log(c.fields()) }

// fields are the claims as a type without methods, also without those of the profile.
func (c Claims) fields() any {
	type Plain Profile
	return struct {
		Profile             Plain
		Issuer              string
		Audience            []string
		IssuedAt, ExpiresAt time.Time
		AuthTime            time.Time
		Nonce               authing.Secret
	}{Plain(c.Profile), c.Issuer, c.Audience, c.IssuedAt, c.ExpiresAt, c.AuthTime, c.Nonce}
}
