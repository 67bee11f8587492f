package service

import "github.com/authing-community/authing-go/sdk/authing"

// AllowedApp is what everybody who may use an application gets to see of it.
type AllowedApp struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Logo        string  `json:"logo"`
	Domain      string  `json:"domain"`
	Description *string `json:"description"`
	CreatedAt   *string `json:"createdAt"`
	UpdatedAt   *string `json:"updatedAt"`
	Protocol    string  `json:"protocol"`
	Integrated  bool    `json:"isIntegrate"`
	Type        string  `json:"appType"`
	Template    *string `json:"template"`
}

// defaultLogo is the picture of an application that has none, as in the document's
// sample.
const defaultLogo = "https://files.authing.co/authing-console/default-app-logo.png"

// allApps gives the pool's own application, and those that were added.
func (p *pool) allApps() []*App {
	all := []*App{&p.defaultApp}
	for i := range p.apps {
		all = append(all, &p.apps[i])
	}
	return all
}

func (p *pool) tellApp(a *App) AllowedApp {
	created := a.CreatedAt
	if created == "" {
		created = dateString(p.created)
	}
	told := AllowedApp{
		ID: a.ID, Name: a.Name, Logo: defaultLogo, Domain: a.Domain, Description: said(a.Description),
		CreatedAt: saidAt(created), UpdatedAt: saidAt(created), Protocol: a.Protocol, Type: "INDIVIDUAL",
	}
	if a.Image != "" {
		told.Logo = a.Image
	}
	return told
}

// MyApps gives a page of the applications that the caller may use, counted from 1.
func (s *Service) MyApps(by Asker, page, limit int) (Page[AllowedApp], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.myself(by)
	if err != nil {
		return Page[AllowedApp]{}, err
	}
	var allowed []*App
	for _, app := range c.pool.allApps() {
		if app.admits(c.user) == nil {
			allowed = append(allowed, app)
		}
	}
	return tellPage(paged(allowed, page, limit), c.pool.tellApp), nil
}

// FirstApp gives the ID of the application that a pool has from the beginning.
func (s *Service) FirstApp(poolID string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return "", err
	}
	return p.defaultApp.ID, nil
}

// SetAppMFA sets whether an application asks for a second factor.
func (s *Service) SetAppMFA(poolID, appID string, required bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(poolID)
	if err != nil {
		return err
	}
	app := p.app(appID)
	if app == nil {
		return refuse(authing.CodeAppNotFound)
	}
	app.MFA = required
	return nil
}
