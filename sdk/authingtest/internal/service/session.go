package service

import (
	"errors"
	"maps"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Claims is what a token of the classic API says.
type Claims struct {
	Data     ClaimsData
	IssuedAt time.Time
	Expires  time.Time
}

// ClaimsData names the person a token is for.
type ClaimsData struct {
	Email    string `json:"email"`
	ID       string `json:"id"`
	ClientID string `json:"clientId"` // the pool
	UnionID  string `json:"unionid"`
}

// tokenClaims is the wire form of a token: of a classic one, which has data,
// and of an OIDC application's, which has sub and aud.
type tokenClaims struct {
	Data  ClaimsData `json:"data,omitzero"`
	Scope string     `json:"scope,omitempty"`
	jwt.RegisteredClaims
}

func (c *tokenClaims) plain() *Claims {
	claims := &Claims{Data: c.Data}
	if c.IssuedAt != nil {
		claims.IssuedAt = c.IssuedAt.Time
	}
	if c.ExpiresAt != nil {
		claims.Expires = c.ExpiresAt.Time
	}
	return claims
}

// session is one token of a user that has not been ended.
type session struct {
	App     string // the OIDC application it was issued to; "" for a sign-in to the pool
	Scope   string
	Family  string // of the tokens that were issued with it; "" for a sign-in to the pool
	Expires time.Time

	SignedInTo string // the application of a sign-in by the core API; "" for any other
}

// issue makes a token for a user and starts the session that it stands for.
// The lock is held.
func (s *Service) issue(p *pool, u *User) (string, *Claims, error) {
	claims := s.classicClaims(p, ClaimsData{Email: u.Email, ID: u.ID, ClientID: p.id, UnionID: u.UnionID})
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(p.secret))
	if err != nil {
		return "", nil, err
	}
	s.start(u, token, session{Expires: claims.ExpiresAt.Time})
	u.TokenExpiredAt = dateString(claims.ExpiresAt.Time)
	return token, claims.plain(), nil
}

// classicClaims is what a classic token says. The documents show no ID in it; here
// one tells it from another token of the same second, which may have been ended.
func (s *Service) classicClaims(p *pool, data ClaimsData) *tokenClaims {
	now := s.now()
	return &tokenClaims{Data: data, RegisteredClaims: jwt.RegisteredClaims{
		ID:        newID(),
		IssuedAt:  jwt.NewNumericDate(now),
		ExpiresAt: jwt.NewNumericDate(now.Add(p.settings.tokenLifetime())),
	}}
}

// start notes a session, and forgets those that have run out.
func (s *Service) start(u *User, token string, started session) {
	now := s.now()
	maps.DeleteFunc(u.sessions, func(_ string, old session) bool { return !now.Before(old.Expires) })
	u.sessions[token] = started
}

// OwnerToken makes the token that speaks for a pool's owner.
func (s *Service) OwnerToken(poolID string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return "", err
	}
	return s.ownerToken(p)
}

func (s *Service) ownerToken(p *pool) (string, error) {
	claims := s.classicClaims(p, ClaimsData{ID: p.owner, ClientID: p.id})
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(p.secret))
}

// Init exchanges a pool's secret for the owner token.
func (s *Service) Init(poolID, secret string) (Pool, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return Pool{}, "", err
	}
	if secret != p.secret {
		return Pool{}, "", refusef(authing.CodeNotAllowed, "secret wrong")
	}
	token, err := s.ownerToken(p)
	if err != nil {
		return Pool{}, "", err
	}
	return p.describe(), token, nil
}

// caller is who a bearer token speaks for.
type caller struct {
	pool  *pool
	user  *User // nil: the pool's owner
	token string
}

// caller finds out who calls. The lock is held.
func (s *Service) caller(bearer string) (caller, error) {
	if bearer == "" {
		return caller{}, refuse(authing.CodeNotSignedIn)
	}
	claims, err := s.verify(bearer)
	if err != nil {
		return caller{}, err
	}
	if p := s.pools[claims.Data.ClientID]; p != nil && claims.Data.ID == p.owner {
		return caller{pool: p, token: bearer}, nil
	}
	id := claims.Data.ID
	if id == "" {
		id = claims.Subject
	}
	u := s.byID(id)
	if u == nil {
		return caller{}, refuse(authing.CodeSessionExpired)
	}
	if _, live := u.sessions[bearer]; !live {
		return caller{}, refuse(authing.CodeSessionExpired)
	}
	return caller{pool: s.pools[u.Pool], user: u, token: bearer}, nil
}

// verify checks a token's signature and age.
func (s *Service) verify(token string) (*tokenClaims, error) {
	claims := new(tokenClaims)
	_, err := jwt.ParseWithClaims(token, claims, s.verificationKey,
		jwt.WithValidMethods([]string{"HS256", "RS256"}),
		jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(s.now))
	switch {
	case err == nil:
		return claims, nil
	case errors.Is(err, jwt.ErrTokenExpired):
		return nil, refuse(authing.CodeSessionExpired)
	default:
		return nil, refuse(authing.CodeSessionInvalid)
	}
}

// verificationKey gives the key that a token must have been signed with: the
// pool's secret for classic tokens, the service's own key for OIDC ones.
func (s *Service) verificationKey(token *jwt.Token) (any, error) {
	if token.Method.Alg() == jwt.SigningMethodRS256.Alg() {
		return &s.key.PublicKey, nil
	}
	claims, ok := token.Claims.(*tokenClaims)
	if !ok {
		return nil, jwt.ErrTokenInvalidClaims
	}
	p := s.pools[claims.Data.ClientID]
	if p == nil {
		return nil, jwt.ErrTokenUnverifiable
	}
	return []byte(p.secret), nil
}

// owner lets pass whom the pool belongs to. PoolID is the pool that the call
// names, "" where it names none. The lock is held.
func (s *Service) owner(bearer, poolID string) (*pool, error) {
	c, err := s.caller(bearer)
	if err != nil {
		return nil, err
	}
	if c.user != nil {
		return nil, refusef(authing.CodeNotAllowed, "only the owner of the pool may do this")
	}
	return c.pool, c.within(poolID)
}

// within refuses a call that names another pool than the caller's.
func (c caller) within(poolID string) error {
	if poolID != "" && poolID != c.pool.id {
		return refusef(authing.CodeNotAllowed, "the token belongs to another pool")
	}
	return nil
}

// subject lets pass the owner of the pool and the user whom the call is about,
// and gives that user. A user who names nobody means themselves. The lock is
// held.
func (s *Service) subject(bearer, poolID, userID string) (caller, *User, error) {
	c, err := s.caller(bearer)
	if err != nil {
		return caller{}, nil, err
	}
	if err := c.within(poolID); err != nil {
		return caller{}, nil, err
	}
	if c.user != nil {
		if userID != "" && userID != c.user.ID {
			return caller{}, nil, refuse(authing.CodeOwnedByAnotherUser)
		}
		return c, c.user, nil
	}
	if userID == "" {
		return caller{}, nil, refuse(authing.CodeParametersIncomplete)
	}
	u, err := s.member(c.pool, userID)
	return c, u, err
}

// end ends every session of a user, and what could start a new one unasked.
func (s *Service) end(u *User) {
	clear(u.sessions)
	maps.DeleteFunc(s.grants, func(_ string, g grant) bool { return g.User == u.ID })
	maps.DeleteFunc(s.authCodes, func(_ string, c authCode) bool { return c.User == u.ID })
	maps.DeleteFunc(s.visits, func(_ string, v visit) bool { return v.User == u.ID })
}

// LoginStatus is the verdict on a token. A bad token is no error.
type LoginStatus struct {
	Code    authing.Code
	Message string
	Claims  *Claims // nil unless the token is good
}

// CheckLoginStatus tells whether a token is good. A token whose time is not over
// but whose session is stands for nobody who is signed in.
func (s *Service) CheckLoginStatus(token string) (LoginStatus, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.caller(token)
	if refusal, ok := errors.AsType[*Error](err); ok {
		if _, ended := s.verify(token); ended == nil {
			refusal, _ = errors.AsType[*Error](refuse(authing.CodeNotSignedIn))
		}
		return LoginStatus{Code: refusal.Code, Message: refusal.Message}, nil
	}
	if err != nil {
		return LoginStatus{}, err
	}
	claims, err := s.verify(token)
	if err != nil {
		return LoginStatus{}, err
	}
	status := LoginStatus{Code: 200, Message: "signed in", Claims: claims.plain()}
	if c.user != nil { // an OIDC token has no data; the answer always does
		status.Claims.Data = ClaimsData{Email: c.user.Email, ID: c.user.ID, ClientID: c.pool.id, UnionID: c.user.UnionID}
	}
	return status, nil
}

// RefreshToken makes a fresh token for a user. Only the owner may.
func (s *Service) RefreshToken(bearer, poolID, userID string) (string, *Claims, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return "", nil, err
	}
	u, err := s.member(p, userID)
	if err != nil {
		return "", nil, err
	}
	return s.issue(p, u)
}

// RefreshThirdParty renews what a user holds at a social login. Only the owner
// may.
func (s *Service) RefreshThirdParty(bearer, poolID, userID string) (ThirdParty, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return ThirdParty{}, err
	}
	u, err := s.member(p, userID)
	if err != nil {
		return ThirdParty{}, err
	}
	if u.ThirdParty == nil {
		return ThirdParty{}, refuse(authing.CodeSocialLoginNotBound)
	}
	u.ThirdParty.AccessToken, u.ThirdParty.RefreshToken = newWord(), newWord()
	u.ThirdParty.UpdatedAt = isoString(s.now())
	return *u.ThirdParty, nil
}
