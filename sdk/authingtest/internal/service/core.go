package service

import (
	"errors"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Asker is who calls the core API, as the headers of a request say.
type Asker struct {
	Pool  string // ID of the user pool; "" leaves it to the token
	App   string // ID of the application; "" for the pool's own
	Token string // "" where nobody is signed in
}

// signedIn finds out who calls the core API. Whatever is wrong with a token, it
// signs nobody in. The lock is held.
func (s *Service) signedIn(by Asker) (caller, error) {
	c, err := s.caller(by.Token)
	if _, refused := errors.AsType[*Error](err); refused {
		return caller{}, refuse(authing.CodeNotSignedIn)
	}
	if err != nil {
		return caller{}, err
	}
	return c, c.within(by.Pool)
}

// myself gives the user who calls. The owner's token names nobody.
func (s *Service) myself(by Asker) (caller, error) {
	c, err := s.signedIn(by)
	if err != nil {
		return caller{}, err
	}
	if c.user == nil {
		return caller{}, refuse(authing.CodeNotSignedIn)
	}
	return c, nil
}

// runner lets pass whom the pool belongs to.
func (s *Service) runner(by Asker) (*pool, error) {
	c, err := s.signedIn(by)
	if err != nil {
		return nil, err
	}
	if c.user != nil {
		return nil, refusef(authing.CodeNotAllowed, "only the owner of the pool may do this")
	}
	return c.pool, nil
}

// about lets pass the owner of the pool and the user whom the call is about, and
// gives that user. A user who names nobody means themselves.
func (s *Service) about(by Asker, userID string) (caller, *User, error) {
	c, err := s.signedIn(by)
	if err != nil {
		return caller{}, nil, err
	}
	switch {
	case c.user != nil && userID != "" && userID != c.user.ID:
		return caller{}, nil, refuse(authing.CodeOwnedByAnotherUser)
	case c.user != nil:
		return c, c.user, nil
	case userID == "":
		return caller{}, nil, refuse(authing.CodeParametersIncomplete)
	}
	u, err := s.member(c.pool, userID)
	return c, u, err
}

// place finds the pool that a call names, and the application; for calls that
// need nobody to be signed in.
func (s *Service) place(by Asker) (*pool, *App, error) {
	if _, app := s.app(by.App); by.Pool == "" && app != nil {
		by.Pool = app.Pool
	}
	p, err := s.pool(by.Pool)
	if err != nil {
		return nil, nil, err
	}
	if by.App == "" {
		return p, &p.defaultApp, nil
	}
	if app := p.app(by.App); app != nil {
		return p, app, nil
	}
	return nil, nil, refuse(authing.CodeAppNotFound)
}

// coreClaims is what a token of the core API says: the person in sub, as OpenID
// Connect has it, and in data, where older programs look.
type coreClaims struct {
	Data coreClaimsData `json:"data"`
	jwt.RegisteredClaims
}

type coreClaimsData struct {
	ID     string `json:"id"`
	PoolID string `json:"userPoolId"`
	ARN    string `json:"arn"`
}

// issueCore makes a token of the core API for a user, and starts the session that
// it stands for. An application has no secret of the pool to check it with, so the
// service's own key signs it. The lock is held.
func (s *Service) issueCore(p *pool, u *User, app *App) (string, error) {
	now := s.now()
	expires := now.Add(p.settings.tokenLifetime())
	token, err := s.sign(&coreClaims{
		Data: coreClaimsData{ID: u.ID, PoolID: p.id, ARN: u.arn()},
		RegisteredClaims: jwt.RegisteredClaims{
			ID: newID(), Subject: u.ID, Audience: jwt.ClaimStrings{app.ID}, Issuer: s.origin + "/oidc",
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
	})
	if err != nil {
		return "", err
	}
	s.start(u, token, session{SignedInTo: app.ID, Expires: expires.Truncate(time.Second)})
	u.TokenExpiredAt = dateString(expires)
	return token, nil
}

// arn is the name of a user as a resource.
func (u *User) arn() string { return UserARN(u.Pool, u.ID) }

// UserARN is the name as a resource of the user with an ID.
func UserARN(poolID, id string) string { return "arn:cn:authing:" + poolID + ":user:" + id }

// CoreOwnerToken exchanges a pool's secret for the owner token.
func (s *Service) CoreOwnerToken(poolID, secret string) (string, *Claims, error) {
	_, token, err := s.Init(poolID, secret)
	if err != nil {
		return "", nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	claims, err := s.verify(token)
	if err != nil {
		return "", nil, err
	}
	return token, claims.plain(), nil
}

// CoreLogout ends the session of the caller.
func (s *Service) CoreLogout(by Asker) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.caller(by.Token)
	if _, refused := errors.AsType[*Error](err); refused || err == nil && c.user == nil {
		return refuse(authing.CodeIDTokenInvalid)
	}
	if err != nil {
		return err
	}
	delete(c.user.sessions, c.token)
	return nil
}

// CoreRefresh makes a fresh token for the caller, and gives them with it. The old
// one stays good: requests with it may be on their way.
func (s *Service) CoreRefresh(by Asker) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.myself(by)
	if err != nil {
		return nil, err
	}
	_, app, err := s.place(Asker{Pool: c.pool.id, App: by.App})
	if err != nil {
		return nil, err
	}
	token, err := s.issueCore(c.pool, c.user, app)
	if err != nil {
		return nil, err
	}
	return c.pool.tellPerson(c.user).withToken(token), nil
}

// CoreRefreshOf makes a fresh token for a user: the owner for anybody, a user for
// themselves.
func (s *Service) CoreRefreshOf(by Asker, userID string) (string, *Claims, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.about(by, userID)
	if err != nil {
		return "", nil, err
	}
	_, app, err := s.place(Asker{Pool: c.pool.id, App: by.App})
	if err != nil {
		return "", nil, err
	}
	token, err := s.issueCore(c.pool, u, app)
	if err != nil {
		return "", nil, err
	}
	claims, err := s.verify(token)
	if err != nil {
		return "", nil, err
	}
	return token, claims.plain(), nil
}

// Kick ends every session of users, all of them or, when one does not exist, none.
func (s *Service) Kick(by Asker, userIDs []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	users, err := pickAll(userIDs, func(id string) (*User, error) { return s.member(p, id) })
	if err != nil {
		return err
	}
	for _, u := range users {
		s.end(u)
	}
	return nil
}

// LogoutUser ends the sessions of a user: all of them, or those of one
// application.
func (s *Service) LogoutUser(by Asker, userID, appID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	u, err := s.member(p, userID)
	switch {
	case err != nil:
		return err
	case appID == "":
		s.end(u)
		return nil
	case p.app(appID) == nil:
		return refuse(authing.CodeAppNotFound)
	}
	s.endApp(u, appID)
	return nil
}

// SignedInStatus tells whether a user is signed in, and to which applications.
type SignedInStatus struct {
	SignedIn bool         `json:"isLogin"`
	User     *Person      `json:"user"` // nil where not signed in
	Apps     []AllowedApp `json:"application"`
}

// SignedInStatus tells whether a user is signed in to any application, or to the
// one named. A sign-in by the classic API counts as one to the pool's own.
func (s *Service) SignedInStatus(by Asker, userID, appID string) (SignedInStatus, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return SignedInStatus{}, err
	}
	u, err := s.member(p, userID)
	if err != nil {
		return SignedInStatus{}, err
	}
	status := SignedInStatus{Apps: []AllowedApp{}}
	for _, app := range p.allApps() {
		to := func(held session) bool { return held.app(p) == app.ID && s.now().Before(held.Expires) }
		if (appID == "" || app.ID == appID) && slices.ContainsFunc(held(u), to) {
			status.Apps = append(status.Apps, p.tellApp(app))
		}
	}
	if len(status.Apps) > 0 {
		status.SignedIn, status.User = true, p.tellPerson(u)
	}
	return status, nil
}

// held lists a user's sessions.
func held(u *User) []session {
	var all []session
	for _, one := range u.sessions {
		all = append(all, one)
	}
	return all
}

// app names the application that a session is at.
func (h session) app(p *pool) string {
	switch {
	case h.SignedInTo != "":
		return h.SignedInTo
	case h.App != "":
		return h.App
	}
	return p.defaultApp.ID
}
