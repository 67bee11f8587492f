package service

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// The protocols of applications.
const (
	OAuth = "oauth"
	OIDC  = "oidc"
)

// App is an OAuth or OIDC application of a pool.
type App struct {
	ID, Secret   string
	Pool         string // ID of the pool, filled in by the service
	Protocol     string // OAuth or OIDC
	Name, Domain string
	Description  string
	Image        string
	Grants       []string // grant types; for OIDC nil means all that the box knows
	RedirectURIs []string
	Denied       []string // IDs of users who may not sign in to it

	PostLogoutRedirectURIs []string
	Public                 bool // has no secret, as a program on a person's own machine
	CreatedAt              string
	MFA                    bool // the core API asks for a second factor
}

// Authorization is a user's leave for an application.
type Authorization struct {
	ID, AppID, UserID, Scope, Protocol, When string
}

// AddApp adds an application and answers with it, ID and secret filled in.
func (s *Service) AddApp(poolID string, app App) (App, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return App{}, err
	}
	if _, other := s.app(app.ID); other != nil {
		return App{}, fmt.Errorf("there is an application %s already", app.ID)
	}
	if app.ID == "" {
		app.ID = newID()
	}
	if err := app.check(); err != nil {
		return App{}, err
	}
	if app.Secret == "" && !app.Public {
		app.Secret = randomHex(16)
	}
	if app.Grants == nil && app.Protocol == OIDC {
		app.Grants = []string{grantCode, grantPassword, grantRefreshToken, grantAuthingToken}
	}
	app.Pool, app.CreatedAt = p.id, s.stamp()
	p.apps = append(p.apps, app)
	return app, nil
}

// check refuses what an application cannot be.
func (a *App) check() error {
	if a.Public && a.Secret != "" {
		return fmt.Errorf("the application %s is public and has a secret: choose one", a.ID)
	}
	for _, address := range slices.Concat(a.RedirectURIs, a.PostLogoutRedirectURIs) {
		u, err := url.Parse(address)
		if err != nil || !u.IsAbs() || strings.Contains(address, "#") {
			return fmt.Errorf("the redirect URI %q of the application %s is no absolute address without a fragment", address, a.ID)
		}
	}
	return nil
}

// app finds an application, and the pool it belongs to. The lock is held.
func (s *Service) app(id string) (*pool, *App) {
	for _, p := range s.pools {
		if app := p.app(id); app != nil {
			return p, app
		}
	}
	return nil, nil
}

// app finds an application of the pool, the one that it has from the beginning
// among them.
func (p *pool) app(id string) *App {
	if id != "" && id == p.defaultApp.ID {
		return &p.defaultApp
	}
	if i := slices.IndexFunc(p.apps, func(a App) bool { return id != "" && a.ID == id }); i >= 0 {
		return &p.apps[i]
	}
	return nil
}

// Authorize lets an application act for a user, as if they had agreed.
func (s *Service) Authorize(poolID, userID, appID, scope string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return err
	}
	u, app := p.byID(userID), p.app(appID)
	switch {
	case u == nil:
		return refuse(authing.CodeUserNotFound)
	case app == nil:
		return refuse(authing.CodeAppNotFound)
	}
	s.authorize(u, app, scope)
	return nil
}

// authorize notes that a user lets an application act for them; once is enough.
func (s *Service) authorize(u *User, app *App, scope string) {
	if slices.ContainsFunc(u.allowed, func(a Authorization) bool { return a.AppID == app.ID }) {
		return
	}
	u.allowed = append(u.allowed, Authorization{
		ID: newID(), AppID: app.ID, UserID: u.ID, Scope: scope, Protocol: app.Protocol, When: s.stamp(),
	})
}

// AuthorizedApps gives a page of the applications that may act for a user.
func (s *Service) AuthorizedApps(bearer, poolID, userID string, page, count int) (Page[App], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.subject(bearer, poolID, userID)
	if err != nil {
		return Page[App]{}, err
	}
	var apps []App
	for _, a := range u.allowed {
		if app := c.pool.app(a.AppID); app != nil {
			apps = append(apps, *app)
		}
	}
	return paged(apps, page, count), nil
}

// RevokeApp takes a user's leave back from an application. The application's
// tokens for the user end with it.
func (s *Service) RevokeApp(bearer, poolID, userID, appID string) (Authorization, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, u, err := s.subject(bearer, poolID, userID)
	if err != nil {
		return Authorization{}, err
	}
	i := slices.IndexFunc(u.allowed, func(a Authorization) bool { return a.AppID == appID })
	if i < 0 {
		return Authorization{}, refuse(authing.CodeAppNotFound)
	}
	revoked := u.allowed[i]
	u.allowed = slices.Delete(u.allowed, i, i+1)
	s.endApp(u, appID)
	return revoked, nil
}
