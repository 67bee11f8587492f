package service

import (
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
	User, App, Scope string
	Expires          time.Time
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
	p, app := s.app(in.ClientID)
	if app == nil || app.Protocol != OIDC || app.Secret != in.ClientSecret {
		return TokenSet{}, oauthError("invalid_client", "client is invalid")
	}
	known := []string{grantPassword, grantRefreshToken, grantAuthingToken}
	if !slices.Contains(known, in.GrantType) {
		return TokenSet{}, oauthError("unsupported_grant_type", "unsupported grant_type requested")
	}
	if !slices.Contains(app.Grants, in.GrantType) {
		return TokenSet{}, oauthError("unauthorized_client", "requested grant type is not allowed for this client")
	}
	if in.GrantType == grantRefreshToken {
		return s.refreshGrant(app, in)
	}
	if err := validScope(in.Scope); err != nil {
		return TokenSet{}, err
	}
	u, err := s.granter(p, app, in)
	if err != nil {
		return TokenSet{}, err
	}
	s.authorize(u, app, in.Scope)
	set, err := s.tokens(u, app, in.Scope)
	if err != nil {
		return TokenSet{}, err
	}
	if slices.Contains(strings.Fields(in.Scope), "offline_access") {
		set.RefreshToken = s.newGrant(u, app, in.Scope)
	}
	return set, nil
}

// newGrant makes a refresh token.
func (s *Service) newGrant(u *User, app *App, scope string) string {
	token := newWord()
	s.grants[token] = grant{User: u.ID, App: app.ID, Scope: scope, Expires: s.now().Add(refreshLifetime)}
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
func (s *Service) refreshGrant(app *App, in TokenRequest) (TokenSet, error) {
	g, ok := s.grants[in.RefreshToken]
	u := s.byID(g.User)
	if !ok || g.App != app.ID || !s.now().Before(g.Expires) || mayEnter(u) != nil {
		return TokenSet{}, oauthError("invalid_grant", "refresh token not found, expired or revoked")
	}
	set, err := s.tokens(u, app, g.Scope)
	set.RefreshToken = in.RefreshToken
	return set, err
}

// validScope takes the scopes that the box knows; openid must be among them.
func validScope(scope string) error {
	scopes := strings.Fields(scope)
	known := []string{"openid", "profile", "email", "phone", "address", "offline_access"}
	for _, word := range scopes {
		if !slices.Contains(known, word) {
			return oauthError("invalid_scope", "unknown scope "+word)
		}
	}
	if !slices.Contains(scopes, "openid") {
		return oauthError("invalid_scope", "openid is missing in scope")
	}
	return nil
}

// tokens makes an access token, which is a session of the user, and an ID token.
func (s *Service) tokens(u *User, app *App, scope string) (TokenSet, error) {
	now := s.now()
	registered := jwt.RegisteredClaims{
		ID: newID(), Issuer: s.origin + "/oauth/oidc", Subject: u.ID, Audience: jwt.ClaimStrings{app.ID},
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(accessLifetime)),
	}
	access, err := s.sign(&tokenClaims{Scope: scope, RegisteredClaims: registered})
	if err != nil {
		return TokenSet{}, err
	}
	id, err := s.sign(&idClaims{ScopedClaims: u.claims(scope), RegisteredClaims: registered})
	if err != nil {
		return TokenSet{}, err
	}
	s.start(u, access, session{App: app.ID, Scope: scope, Expires: registered.ExpiresAt.Time})
	return TokenSet{
		AccessToken: access, IDToken: id, TokenType: "Bearer", Scope: scope,
		ExpiresIn: int(accessLifetime.Seconds()),
	}, nil
}

// sign makes a token that the service's own key signed.
func (s *Service) sign(claims jwt.Claims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(s.key)
}

// endApp ends what an application holds for a user.
func (s *Service) endApp(u *User, appID string) {
	maps.DeleteFunc(u.sessions, func(_ string, held session) bool { return held.App == appID })
	maps.DeleteFunc(s.grants, func(_ string, g grant) bool { return g.User == u.ID && g.App == appID })
}

// idClaims is an ID token.
type idClaims struct {
	ScopedClaims
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
