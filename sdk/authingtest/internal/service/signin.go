package service

import "github.com/authing-community/authing-go/sdk/authing"

// signInScope is what signIn's tokens are good for.
const signInScope = "openid profile email phone offline_access"

// SignInRequest is what somebody signs in with to an application and to the pool
// at once.
type SignInRequest struct {
	Pool, App                       string // App is "" for the pool's own
	Email, Phone, Username, UnionID string
	Password                        string // as it is; not asked for with UnionID
}

// SignedIn is the answer to signIn.
type SignedIn struct {
	UserInfo
	TokenSet
	Token string // of the pool
}

// signInApp finds the application that a call is about, and its pool. Every pool
// has one of its own for calls that name none.
func (s *Service) signInApp(poolID, appID string) (*pool, *App, error) {
	if poolID == "" && appID != "" {
		if p, _ := s.app(appID); p != nil {
			poolID = p.id
		}
	}
	p, err := s.pool(poolID)
	if err != nil {
		return nil, nil, err
	}
	if appID == "" {
		return p, &p.defaultApp, nil
	}
	app := p.app(appID)
	if app == nil || app.Protocol != OIDC {
		return nil, nil, refuse(authing.CodeOIDCAppNotFound)
	}
	return p, app, nil
}

// SignIn signs in with a password or the ID of a social login. Anybody may try,
// but whose second factor is switched on is refused: there is no way to send its
// code.
func (s *Service) SignIn(in SignInRequest) (SignedIn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, err := s.signInApp(in.Pool, in.App)
	if err != nil {
		return SignedIn{}, err
	}
	u, err := s.proved(p, in)
	if err != nil {
		return SignedIn{}, err
	}
	if err := app.admits(u); err != nil {
		return SignedIn{}, err
	}
	if err := s.secondFactor(u, ""); err != nil {
		return SignedIn{}, err
	}
	token, _, err := s.issue(p, u)
	if err != nil {
		return SignedIn{}, err
	}
	on := issuance{Issuer: s.classicIssuer(), Scope: signInScope, Family: newID()}
	set, err := s.tokens(u, app, on)
	if err != nil {
		return SignedIn{}, err
	}
	set.RefreshToken = s.newGrant(u, app, on)
	if app != &p.defaultApp {
		s.authorize(u, app, signInScope)
	}
	s.noteEntry(u, Origin{})
	return SignedIn{UserInfo: UserInfo{Subject: u.ID, ID: u.ID, ScopedClaims: u.claims(signInScope)}, TokenSet: set, Token: token}, nil
}

// proved finds whom a request names, who has proved it.
func (s *Service) proved(p *pool, in SignInRequest) (*User, error) {
	if in.UnionID != "" {
		u := p.byUnionID(in.UnionID)
		return u, s.admit(p, u)
	}
	named := Credentials{Email: in.Email, Phone: in.Phone, Username: in.Username}
	if named.typed() == "" || in.Password == "" {
		return nil, refuse(authing.CodeParametersIncomplete)
	}
	u, err := s.attemptBare(p, named, in.Password)
	if err != nil {
		return nil, err
	}
	return u, s.admitByPassword(p, u)
}

// RefreshSignIn issues fresh tokens for the refresh token of a sign-in.
func (s *Service) RefreshSignIn(poolID, appID, refreshToken string) (TokenSet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, app, err := s.signInApp(poolID, appID)
	if err != nil {
		return TokenSet{}, err
	}
	g, ok := s.grants[refreshToken]
	switch {
	case !ok || g.Used || g.App != app.ID:
		return TokenSet{}, refuse(authing.CodeSessionInvalid)
	case !s.now().Before(g.Expires):
		return TokenSet{}, refuse(authing.CodeSessionExpired)
	}
	if err := mayEnter(s.byID(g.User)); err != nil {
		return TokenSet{}, err
	}
	return s.refreshGrant(app, refreshToken)
}
