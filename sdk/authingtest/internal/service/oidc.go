package service

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

// The grant types that the box knows.
const (
	grantPassword     = "password"
	grantRefreshToken = "refresh_token"
	grantAuthingToken = "authingToken"
)

// Lifetimes of OIDC tokens.
const (
	accessLifetime  = time.Hour
	refreshLifetime = 30 * 24 * time.Hour
)

// TokenRequest is the form of the token endpoint.
type TokenRequest struct {
	ClientID, ClientSecret, GrantType string
	Email, Phone, Username, UnionID   string // for the password grant exactly one
	Password                          string // as it is
	Scope                             string
	RefreshToken                      string
	AuthingToken                      string // a user's token of the classic API
	Code, CodeVerifier, RedirectURI   string // of an authorization request
}

// TokenSet is what the token endpoint answers with.
type TokenSet struct {
	AccessToken  string `json:"access_token"`
	IDToken      string `json:"id_token,omitempty"`
	RefreshToken string `json:"refresh_token,omitempty"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope"`
}

// grant is what a refresh token stands for.
type grant struct {
	User, App string
	issuance
	Expires time.Time
	Used    bool // another took its place
}

// issuance is what tokens are issued on. Those that come of one sign-in are a
// family, which can be ended as a whole.
type issuance struct {
	Issuer string
	Scope  string
	Nonce  string // of the authorization request; "" for none
	Family string
	Since  time.Time // when the person signed in; zero where nobody tells
}

// oauthError makes a refusal of the token endpoint.
func oauthError(code, description string) error {
	return &OAuthError{Code: code, Description: description}
}

// Token issues the tokens of an OIDC application.
func (s *Service) Token(in TokenRequest) (TokenSet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.ClientID == "" || in.GrantType == "" {
		return TokenSet{}, oauthError("invalid_request", "client_id and grant_type are needed")
	}
	p, app, err := s.client(in.ClientID, in.ClientSecret)
	if err != nil {
		return TokenSet{}, err
	}
	known := []string{grantPassword, grantRefreshToken, grantAuthingToken}
	if !slices.Contains(known, in.GrantType) {
		return TokenSet{}, oauthError("unsupported_grant_type", "unsupported grant_type requested")
	}
	if !slices.Contains(app.Grants, in.GrantType) {
		return TokenSet{}, oauthError("unauthorized_client", "requested grant type is not allowed for this client")
	}
	if in.GrantType == grantRefreshToken {
		return s.refreshGrant(app, in.RefreshToken)
	}
	if err := validScope(in.Scope); err != nil {
		return TokenSet{}, err
	}
	u, err := s.granter(p, app, in)
	if err != nil {
		return TokenSet{}, err
	}
	s.authorize(u, app, in.Scope)
	on := issuance{Issuer: s.classicIssuer(), Scope: in.Scope, Family: newID()}
	set, err := s.tokens(u, app, on)
	if err != nil {
		return TokenSet{}, err
	}
	if slices.Contains(strings.Fields(in.Scope), "offline_access") {
		set.RefreshToken = s.newGrant(u, app, on)
	}
	return set, nil
}

// classicIssuer is who issues the tokens of the classic endpoints.
func (s *Service) classicIssuer() string { return s.origin + "/oauth/oidc" }

// client finds the OIDC application that has proved who it is, and its pool. A
// public one has no secret to do so with.
func (s *Service) client(id, secret string) (*pool, *App, error) {
	p, app := s.app(id)
	if app == nil || app.Protocol != OIDC || app.Secret != secret {
		return nil, nil, oauthError("invalid_client", "client is invalid")
	}
	return p, app, nil
}

// newGrant makes a refresh token.
func (s *Service) newGrant(u *User, app *App, on issuance) string {
	token := newWord()
	s.grants[token] = grant{User: u.ID, App: app.ID, issuance: on, Expires: s.now().Add(refreshLifetime)}
	return token
}

// granter finds out whose tokens a request is about to get.
func (s *Service) granter(p *pool, app *App, in TokenRequest) (*User, error) {
	if in.GrantType == grantAuthingToken {
		c, err := s.caller(in.AuthingToken)
		if err != nil || c.user == nil || c.pool != p {
			return nil, oauthError("invalid_grant", "the authingToken is not valid")
		}
		if app.admits(c.user) != nil {
			return nil, oauthError("invalid_grant", authing.CodeAppAccessDenied.Meaning())
		}
		return c.user, nil
	}
	given := 0
	for _, identifier := range [...]string{in.Email, in.Phone, in.Username, in.UnionID} {
		if identifier != "" {
			given++
		}
	}
	if given != 1 || in.UnionID == "" && in.Password == "" {
		return nil, oauthError("invalid_request", "exactly one of email, phone, username and unionid is needed, and a password unless it is unionid")
	}
	var err error
	u := p.byUnionID(in.UnionID)
	if in.UnionID == "" {
		u, err = s.attemptBare(p, Credentials{Email: in.Email, Phone: in.Phone, Username: in.Username}, in.Password)
	}
	if refused, ok := errors.AsType[*Error](err); ok && refused.Code == authing.CodeCaptchaRequired {
		return nil, oauthError("invalid_grant", refused.Message)
	}
	if err != nil || mayEnter(u) != nil {
		return nil, oauthError("invalid_grant", "invalid credentials provided")
	}
	if err := s.refusesGrant(p, app, u, in); err != nil {
		return nil, err
	}
	s.noteEntry(u, Origin{})
	return u, nil
}

// refusesGrant says in OAuth's words what signing in to the application in
// another way is refused for. There is no way to send the code of a second factor.
func (s *Service) refusesGrant(p *pool, app *App, u *User, in TokenRequest) error {
	admit := s.admitByPassword
	if in.UnionID != "" {
		admit = s.admit
	}
	err := admit(p, u)
	if err == nil {
		err = app.admits(u)
	}
	if err == nil {
		err = s.secondFactor(u, "")
	}
	if refused, ok := errors.AsType[*Error](err); ok {
		return oauthError("invalid_grant", refused.Message)
	}
	return nil
}

// refreshGrant issues fresh tokens for a refresh token, which stays good.
func (s *Service) refreshGrant(app *App, refreshToken string) (TokenSet, error) {
	g, u, err := s.grant(app, refreshToken)
	if err != nil {
		return TokenSet{}, err
	}
	set, err := s.tokens(u, app, g.issuance)
	set.RefreshToken = refreshToken
	return set, err
}

// grant finds what a refresh token stands for, and for whom.
func (s *Service) grant(app *App, refreshToken string) (grant, *User, error) {
	g, ok := s.grants[refreshToken]
	u := s.byID(g.User)
	if !ok || g.Used || g.App != app.ID || !s.now().Before(g.Expires) || mayEnter(u) != nil {
		return grant{}, nil, oauthError("invalid_grant", "refresh token not found, expired or revoked")
	}
	return g, u, nil
}

func knownScopes() []string {
	return []string{"openid", "profile", "email", "phone", "address", "offline_access"}
}

// validScope takes the scopes that the box knows; openid must be among them.
func validScope(scope string) error {
	scopes := strings.Fields(scope)
	for _, word := range scopes {
		if !slices.Contains(knownScopes(), word) {
			return oauthError("invalid_scope", "unknown scope "+word)
		}
	}
	if !slices.Contains(scopes, "openid") {
		return oauthError("invalid_scope", "openid is missing in scope")
	}
	return nil
}

// tokens makes an access token, which is a session of the user, and an ID token.
func (s *Service) tokens(u *User, app *App, on issuance) (TokenSet, error) {
	now := s.now()
	registered := jwt.RegisteredClaims{
		ID: newID(), Issuer: on.Issuer, Subject: u.ID, Audience: jwt.ClaimStrings{app.ID},
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(accessLifetime)),
	}
	access, err := s.sign(&tokenClaims{Scope: on.Scope, RegisteredClaims: registered})
	if err != nil {
		return TokenSet{}, err
	}
	claims := &IDClaims{ScopedClaims: u.claims(on.Scope), Nonce: on.Nonce, AccessHash: accessHash(access), RegisteredClaims: registered}
	if !on.Since.IsZero() {
		claims.AuthTime = jwt.NewNumericDate(on.Since)
	}
	id, err := s.sign(claims)
	if err != nil {
		return TokenSet{}, err
	}
	s.start(u, access, session{App: app.ID, Scope: on.Scope, Family: on.Family, Expires: registered.ExpiresAt.Time})
	return TokenSet{
		AccessToken: access, IDToken: id, TokenType: "Bearer", Scope: on.Scope,
		ExpiresIn: int(accessLifetime.Seconds()),
	}, nil
}

// sign makes a token that the service's own key signed.
func (s *Service) sign(claims jwt.Claims) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = s.keyID
	return token.SignedString(s.key)
}

// accessHash binds an ID token to the access token beside it (OpenID Connect Core
// 1.0, 3.1.3.6): half of the hash that the signature is made with.
func accessHash(access string) string {
	hash := sha256.Sum256([]byte(access))
	return base64.RawURLEncoding.EncodeToString(hash[:sha256.Size/2])
}

// endApp ends what an application holds for a user.
func (s *Service) endApp(u *User, appID string) {
	p := s.pools[u.Pool]
	maps.DeleteFunc(u.sessions, func(_ string, held session) bool { return held.app(p) == appID })
	maps.DeleteFunc(s.grants, func(_ string, g grant) bool { return g.User == u.ID && g.App == appID })
	maps.DeleteFunc(s.authCodes, func(_ string, c authCode) bool { return c.User == u.ID && c.App == appID })
}

// endFamily ends every token that came of one sign-in. Those of older data files
// have no family.
func (s *Service) endFamily(userID, family string) {
	if family == "" {
		return
	}
	if u := s.byID(userID); u != nil {
		maps.DeleteFunc(u.sessions, func(_ string, held session) bool { return held.Family == family })
	}
	maps.DeleteFunc(s.grants, func(_ string, g grant) bool { return g.Family == family })
}

// IDClaims is what an ID token says.
type IDClaims struct {
	ScopedClaims
	Nonce      string           `json:"nonce,omitempty"`
	AccessHash string           `json:"at_hash,omitempty"`
	AuthTime   *jwt.NumericDate `json:"auth_time,omitempty"`
	jwt.RegisteredClaims
}

// UserInfo is who an access token was issued for.
type UserInfo struct {
	Subject string `json:"sub"` // ID of the user
	ID      string `json:"_id"` // the same, by the name that the classic API has for it
	ScopedClaims
}

// ScopedClaims tells about a person in the words of OpenID Connect and those
// that the service adds. The scope decides which groups are there.
type ScopedClaims struct {
	*ProfileClaims
	*EmailClaims
	*PhoneClaims
}

// ProfileClaims comes with the scope profile. As in the documents' sample, what
// nobody said is "".
type ProfileClaims struct {
	Birthdate          string `json:"birthdate"`
	FamilyName         string `json:"family_name"`
	Gender             string `json:"gender"`
	GivenName          string `json:"given_name"`
	Locale             string `json:"locale"`
	MiddleName         string `json:"middle_name"`
	Name               string `json:"name"`
	Nickname           string `json:"nickname"`
	Picture            string `json:"picture"`
	PreferredUsername  string `json:"preferred_username"`
	Profile            string `json:"profile"`
	UpdatedAt          string `json:"updated_at"`
	Website            string `json:"website"`
	Zoneinfo           string `json:"zoneinfo"`
	Username           string `json:"username"`
	Company            string `json:"company"`
	Browser            string `json:"browser"`
	Device             string `json:"device"`
	LoginsCount        int    `json:"logins_count"`
	RegisterMethod     string `json:"register_method"`
	Blocked            bool   `json:"blocked"`
	LastIP             string `json:"last_ip"`
	RegisterInUserpool string `json:"register_in_userpool"`
	LastLogin          string `json:"last_login"`
	SignedUp           string `json:"signed_up"`
}

// EmailClaims comes with the scope email.
type EmailClaims struct {
	Email         string `json:"email"`
	EmailVerified bool   `json:"email_verified"`
}

// PhoneClaims comes with the scope phone.
type PhoneClaims struct {
	PhoneNumber         string `json:"phone_number"`
	PhoneNumberVerified bool   `json:"phone_number_verified"`
}

// claims tells about a user what a scope asks for.
func (u *User) claims(scope string) ScopedClaims {
	scopes := strings.Fields(scope)
	var claims ScopedClaims
	if slices.Contains(scopes, "profile") {
		claims.ProfileClaims = &ProfileClaims{
			Birthdate: text(u.Birthdate), FamilyName: text(u.FamilyName), Gender: text(u.Gender), GivenName: text(u.GivenName),
			Locale: text(u.Locale), MiddleName: text(u.MiddleName), Name: text(u.Name), Nickname: text(u.Nickname),
			Picture: text(u.Photo), PreferredUsername: text(u.PreferredUsername), Profile: text(u.Profile),
			UpdatedAt: isoText(u.UpdatedAt), Website: text(u.Website), Zoneinfo: text(u.ZoneInfo), Username: u.Username,
			Company: text(u.Company), Browser: text(u.Browser), Device: text(u.Device), LoginsCount: u.LoginsCount,
			RegisterMethod: u.RegisterMethod, Blocked: u.Blocked, LastIP: u.LastIP, RegisterInUserpool: u.Pool,
			LastLogin: isoText(u.LastLogin), SignedUp: isoText(u.SignedUp),
		}
	}
	if slices.Contains(scopes, "email") {
		claims.EmailClaims = &EmailClaims{Email: u.Email, EmailVerified: u.EmailVerified}
	}
	if slices.Contains(scopes, "phone") {
		claims.PhoneClaims = &PhoneClaims{PhoneNumber: u.Phone, PhoneNumberVerified: u.PhoneVerified}
	}
	return claims
}

// text is what a profile field says; "" where it was never set.
func text(field *string) string {
	if field == nil {
		return ""
	}
	return *field
}

// isoText turns a time as the classic API writes it into one as OIDC does; a
// text that is no time stays as it is.
func isoText(text string) string {
	at, err := authing.Time(text).Parse()
	if err != nil {
		return text
	}
	return isoString(at)
}

// UserInfo tells about the person an access token was issued for.
func (s *Service) UserInfo(accessToken string) (UserInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if accessToken == "" {
		return UserInfo{}, oauthError("invalid_request", "no access token provided")
	}
	c, err := s.caller(accessToken)
	if _, refused := errors.AsType[*Error](err); err != nil && !refused {
		return UserInfo{}, err
	}
	if err != nil || c.user == nil || c.user.sessions[accessToken].App == "" {
		return UserInfo{}, oauthError("invalid_token", "invalid token provided")
	}
	return UserInfo{Subject: c.user.ID, ID: c.user.ID, ScopedClaims: c.user.claims(c.user.sessions[accessToken].Scope)}, nil
}
